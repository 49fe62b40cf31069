# ruff: noqa: E501 - a thing is one line, with all its names
"""Things that shoppers ask shops about, each with its names: who asks for one is answered only by words that name it.

"Is the mug dishwasher safe?" is near "hand-glazed mug, 300 ml", and nothing there answers it. A thing's line holds its
names in English, as regular expressions over folded text; the names of one line mean the same to a shopper.
"""

import re
from functools import lru_cache

_THINGS = r"""
# ways to pay
pay ?pal
apple ?pay
google ?pay|g ?pay
shop ?pay
amazon pay
venmo|cash ?app|zelle
klarna
after ?pay|clear ?pay
affirm|sezzle|zip ?pay
amex|american express
visa|master ?card|maestro|discover card|diners|jcb|credit cards?|debit cards?|all (?:major )?cards
bitcoin|crypto\w*|ethereum|\bbtc\b
cash(?! ?back)|notes and coins
ch(?:e|eq)que?s?|money orders?
bank transfer|wire transfer|bacs|sepa|ach|direct debit|standing order|iban
instal?lments?|payment plans?|pay (?:later|monthly|over time)|in (?:three|four|3|4) (?:parts|payments)|financ\w+|layaway|lay-by|spread the cost|over (?:a couple|several|\d+) (?:of )?months|monthly payments?
gift ?cards?|vouchers?|gift certificates?|gift tokens?
purchase orders?|\bpo\b
# carriers and ways to deliver
dhl|ups|fed ?ex|usps|royal mail|evri|hermes|dpd|gls|an post|parcelforce|colissimo|yodel|amazon logistics|deutsche post|canada post
lockers?|pick-?up points?|parcel ?shops?|collection points?
p\.?o\.? box\w*
same[- ]day
click (?:and|&) collect|in[- ]store pick-?up|pick(?:ed)? (?:it |them )?up|collect\w*
drop-?ship\w*
signature|signed for|sign for
carbon[- ]neutral|offset\w*|climate[- ]neutral|carbon footprint
plastic[- ]free|recycl\w+|compost\w+|biodegrad\w+
freight|pallets?
# services
gift[- ]?wrap\w*|wrapp(?:ed|ing)|gift box\w*|gift bags?
gift (?:message|note)s?|handwritten note|card with a message|personal (?:note|message)
engrav\w+
embroider\w*|monogram\w*
custom[- ]?(?:made|build|built|size\w*|order\w*)|bespoke|made to (?:measure|order)|personali[sz]\w+|customi[sz]\w+
rent\w*|hire|hiring|leas(?:e|ing)
spare parts?|replacement parts?
install(?:ation|ing|ed|er)?s?(?!ment)|fitting service|assembl\w+|set ?up
sharpen\w*
alteration\w*|hemm?\w*|tailor\w*
price[- ]?match\w*|match (?:\S+ )?prices?|cheaper elsewhere|beat (?:\S+ )?price
wholesale|resell\w*|stockists?|retailers?|trade account\w*|bulk
affiliate\w*|ambassador\w*|influencer\w*|referr?al\w*|refer a friend
loyalty|reward\w*|points (?:scheme|card|program\w*)
pre-?order\w*
sampl(?:e|es|er)|swatch\w*|testers?|taster\w*
catalog\w*|brochure\w*|lookbook
mobile app|\bapps?\b
workshops?|class(?:es)?|course\w*|lessons?|tour|tours|events?
birthday|part(?:y|ies)|wedding\w*|private hire
jobs?|vacanc\w+|hiring|careers?|internship\w*|recruit\w*
black friday|cyber monday|boxing day|prime day
clearance|outlet|seconds|factory shop|sale items?
# who gets a discount
student\w*|college|university
nhs|nurses?|key workers?|blue light|first responders?|emergency services|healthcare
military|veterans?|armed forces|troops
senior\w*|pensioner\w*|aarp|over[- ]?(?:60|65)s?|retire\w+
teachers?|educators?|school staff
birthday discount|birthday code
first order|new customers?|welcome (?:code|discount|offer)
# a shop's premises
toilets?|bathrooms?|restrooms?|\bwc\b|lavator\w+|loos?
caf(?:e|es)\b|coffee shop|restaurant|food and drinks?|snacks?
park(?:ing)?|car park|parking lot
wheel ?chair\w*|step[- ]free|accessib\w+|ramps?|elevator\w*
pushchairs?|strollers?|prams?|buggy|buggies
changing rooms?|fitting rooms?|try (?:it|them|things|clothes|\S+) on
wi-?fi
play ?(?:area|room|ground|corner)
show ?rooms?
bank holidays?|public holidays?|christmas|easter|thanksgiving|new year\w*|halloween|good friday|holidays?
whats ?app
hotel\w*|bed and breakfast
# how a thing may be treated
dish-?washer\w*
microwav\w+
oven(?:s|proof|-safe)?
induction
freezers?|frozen
fridge|refrigerat\w+
machine[- ]?wash\w*|washing machine|hand[- ]?wash\w*|wash(?:ed|ing|able|es)?\b|laund\w+
tumble[- ]?dr\w+|dryer|drier|line dry|dry flat|air[- ]dry
iron(?:ed|ing)?\b(?! (?:supplement|content|deficien))|steam(?:ed|ing|er)?\b
dry[- ]?clean\w*
water ?proof\w*|water[- ]?resist\w*|water[- ]?repellent|rain ?proof|splash\w*|ip ?x?\d\d?|submer\w+|shower ?proof|keeps? (?:the )?(?:rain|water) out
wind ?proof
fire ?proof|flame[- ]retardant|fire[- ]resist\w+
bleach\w*
shrink\w*|shrank|shrunk
fad(?:e|es|ing)\b|colou?r[- ]?fast|bleed\w*
# what is in it
vegan|plant[- ]based|animal products?|animal[- ]free
vegetarian
gluten\w*|coeliac\w*|celiac\w*|wheat
nuts?(?:[- ]free)?|peanuts?|almonds?|hazelnuts?|walnuts?|cashews?|tree nuts?
dairy|lactose|milk(?:[- ]free)?\b
soy\w*|soya
eggs?(?:[- ]free)?\b
sugar\w*|sweetener\w*
kosher
halal
organic\w*|pesticide\w*
fair[- ]?trade|ethical\w*|living wage|sweatshop\w*|child labou?r|working conditions
caffein\w+|decaf\w*
alcohol\w*|\babv\b
calorie\w*|kcal|nutrition\w*
preservative\w*|additive\w*
paraben\w*|sulphates?|sulfates?
fragranc\w+|perfume\w*|scent\w*|unscented
palm oil
cruelty[- ]free|animal test\w*|tested on animals|peta\b
bpa
phthalate\w*|lead[- ]free|heavy metals?|non-toxic|pfas|pfc\w*|pfoa|forever chemicals|fluorocarbon\w*
latex
nickel
hypo-?allergen\w*|allerg\w+
merino|wool\b|woollen|lambswool|cashmere|mohair|alpaca
cotton
linen|flax
silk
polyester|nylon|polyamide|acrylic|elastane|lycra|synthetic\w*
bamboo|viscose|lyocell|tencel|modal
leather|suede|hide
fur|(?:goose|duck|real) down|down (?:fill\w*|jacket|feathers?)|feathers?
rubber
alumin(?:i)?um
stainless|steel
cast iron
brass|copper|bronze
gold(?:[- ]plated)?|\d+ ?(?:k|ct|carat|karat)\b|vermeil
silver|sterling
titanium
glass|borosilicate
ceramic|porcelain|stoneware|earthenware
plastic|polypropylene|acrylic|abs
wood(?:en)?|oak|beech|walnut|pine|birch|maple|teak|mdf|plywood
cork
silicone
teflon|ptfe|non-?stick
lining|lined
# what it has, and works with
bluetooth
usb(?:-?[abc])?|type-?c
hdmi|display ?port|thunderbolt
touch ?screens?
keyboard\w*|\bmouse\b|\bmice\b
headphones?|ear ?buds?|head ?sets?
speakers?
micro ?phones?|\bmic\b
cameras?|web ?cams?
monitors?|displays?
printers?
finger ?print|face id|touch id
sim\b|e-?sim|dual sim
5g|4g|lte
nfc|contactless
gps
hdr|4k|8k|frame rate|fps
ray tracing
android|ios|windows|mac ?os|linux|chrome ?os
alexa|google home|siri|home ?kit|smart home
timers?
alarm
thermostat|thermometer|temperature control
remote control
solar
charger\w*|charging cable|power adapt\w+
carry(?:ing)? (?:case|bag)|pouch
straps?
handles?
lids?
pockets?
hoods?
zips?|zippers?
buttons?|poppers?|snaps?
insoles?
laces?|velcro
manual|instructions?|guide
light up|lights? in the dark|illuminat\w+|back-?lit|glow\w*|reflect\w*|hi-vis
certif\w+|iso ?\d+|\bce\b mark\w*|fsc|oeko[- ]?tex|gots|b[- ]?corp|leaping bunny|usda|soil association|energy star|en ?\d{3,}|astm|fda
patent\w*|trade ?mark\w*
insur(?:ed|ance)
left[- ]?hand(?:ed)?|lefties
maternity|pregnan\w+|breast-?feed\w*
adults?|grown-?ups?|men'?s?|mens|womens|women'?s?|ladies
plus[- ]size|petite|tall sizes?|half sizes?|wide fit\w*|narrow fit\w*|wide feet
umbrellas?
# money, time, people, and what is particular to a trade
invoices?|receipts?|proof of purchase
tax[- ]?free|duty[- ]?free|vat refund\w*
deposit\w*
tips?|tipping
waiting list|wait-?list|back in stock|restock\w*|sold out
gift regist\w+|wish ?lists?|wedding list
price drop\w*|price adjust\w*|price guarantee
free shipping|free delivery|ships? free|delivered free
track(?:ing)?\b(?! suit)|live map
delivery slot|time slot|nominated day|choose (?:a|the) day|evening delivery
leave (?:it )?(?:with|at|in)|safe place|neighbou?r\w*|porch
drone|helicopter
embargo\w*|sanction\w*
demo(?:nstration)?\b|trial|try before you buy|test ride|test drive
consult\w*|appointment\w*|book a (?:call|slot|visit)|styling advice|stylist
delivery and installation|take away (?:the|my) old|haul away|old (?:one|machine|mattress) away
extended warranty|protection plan|accident\w*|accidental damage
donat\w+|charit\w+|raffle|fundrais\w+|sponsor\w*
press|media kit|journalist\w*
investor\w*|shares|stock market|ceo|founder\w*|founded|owner\w*
carbon|co2|climate|renewable|electricity|energy supplier|biogas
recipe\w*
pair(?:s|ing)? with|goes with|match(?:es|ing)? (?:set|bag|hat)
collab\w*
magazine|podcast|youtube|video\w*|instagram|tik ?tok|facebook
franchise\w*
languages?|in (?:french|german|spanish|italian|dutch|japanese)
fonts?|lettering|cyrillic|letters
photo\w*|logo\w*|picture\w*
fold\w*|collaps\w+|stack\w*
swivel\w*|rotat\w+|revers\w+|adjust\w+|extend\w+|telescop\w+
wheels?|castors?
magnet\w*
mirror\w*
zip off|detach\w*|remov(?:able|e)
padded|padding|cushion\w*
uv|upf|spf|sun protection
thread count|gsm|denier|stitch count
inner tube|tubeless|tyres?|tires?
gears?|brakes?|suspension
seeds?|spores?|pollen
fertili[sz]er\w*|plant food|soil|compost
perennial|annuals?|frost|hardy
dosage|how many (?:drops|capsules|tablets)
side effects?|interact\w*|medication|prescription
expir\w+|best before|use by|shelf life
resealable|refill\w*
grain[- ]free|raw food|wet food|dry food
kitten\w*|puppies|puppy|senior dogs?
breed\w*
roast (?:date|level)|light roast|dark roast|medium roast
pods?|capsules?|k-?cups?|nespresso
aeropress|chemex|v60|moka|french press|cold brew|espresso
ram|memory|storage|ssd|processor|cpu|gpu|graphics card
screen size|resolution|refresh rate
stylus|pens?
noise cancel\w+
multi-?player|online play|split ?screen|two players?
vr\b|virtual reality
region[- ]?(?:free|lock\w*)
steering|pedals?
hallmark\w*|appraisal|authentic\w*|certificate of authenticity
conflict[- ]free|lab[- ]grown|diamonds?|pearls?
tarnish\w*|patina
pierc\w+|clip-on
soy wax|beeswax|wicks?|burn time
heels?|soles?|arch support|orthotic\w*
bras?|cups? sizes?
nurs(?:ing|e) top|nappy|nappies|diapers?
car seats?|isofix
dye\w*|undyed
sew(?:ing|n)?|patterns?
yarn|needles?
kit|diy
vegan leather|faux
second[- ]hand|pre-?loved
"""


@lru_cache(maxsize=1)
def _compiled() -> tuple[re.Pattern[str], ...]:
    lines = (line.strip() for line in _THINGS.splitlines())
    return tuple(re.compile(rf"(?<!\w)(?:{line})(?!\w)") for line in lines if line and not line.startswith("#"))


def things_in(plain: str) -> list[tuple[re.Pattern[str], str]]:
    """The things that a folded text names, each with all its names and the words that named it."""
    return [(names, found.group()) for names in _compiled() if (found := names.search(plain))]
