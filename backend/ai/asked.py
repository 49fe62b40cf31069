# ruff: noqa: E501 - a wording is one line, however long
"""What kind of answer a question asks for: a price, a weight, a time, a colour. Words that hold none do not answer it.

"How loud is it?" is near a text on the noise that it cancels; without a number of decibels, or "quiet", that text is
silent on it. Kinds are told by wordings in English; a question in other words asks for no kind that is known.
"""

import re
from dataclasses import dataclass

_NUMBER = r"(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|half|dozen)"


@dataclass(frozen=True)
class Kind:
    """A kind of answer: how it is asked for, and what it looks like in a text. Both are read in folded text."""

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]


def _kind(name: str, asked: str, given: str) -> Kind:
    return Kind(name, re.compile(asked), re.compile(given))


_MONEY = r"[$€£¥₹]\s?\d|\d\s?(?:[$€£¥]|eur\b|usd\b|cad\b|gbp\b|cents?\b|pence\b|p\b|dollars?\b|euros?\b|pounds?\b|quid\b|%)|\bfree\b|no (?:extra )?(?:cost|charge|fee)|\bgratis\b|\bcost nothing\b|\binclud\w+|\bworth\b"
_LENGTH = r"\d\s?(?:cm|mm|m|km|in|inch|inches|ft|feet|foot|metres?|meters?|yards?|centimet\w+|millimet\w+)\b|\d\s?[\"″×]|\d x \d"
_TIME = rf"\b{_NUMBER}\s*(?:[–-]|to|or)?\s*(?:{_NUMBER})?[\s-]*(?:business |working |full |calendar )?(?:seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|yrs?|h)\b|\b\d{{1,2}}(?::\d{{2}})?\s*[ap]\.?\s?m\b|\b\d{{1,2}}[:.h]\d{{2}}\b|\bsame[- ]day\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:jan|febr)uary\b|\b(?:march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter|christmas)\b|\b(?:19|20)\d\d\b|\b(?:an?|each|every|next|same|first|last|whole|few) (?:\S+ )?(?:hour|day|night|week|fortnight|month|year|season|morning|evening)s?\b|\bfortnight\w*|\b(?:noon|midnight|midday|lifetime|for life|forever|at once|immediately|straight away|right away|daily|weekly|monthly|yearly|annual\w*|overnight|tomorrow|permanent\w*|until|as soon as|when|once|never|always|expires?|before|after)\b"
KINDS = (
    _kind(
        "price",
        r"\bhow much (?:is|are|does|do|for|would|will|to)\b(?! (?:\S+ ){0,3}?(?:weigh|hold|water|weight|caffeine|sugar|space|room|memory|storage|power|time))(?!.*\b(?:weigh|hold|need|use)\b)|\bwhat(?:'s| is| are|s)? (?:the |your )?(?:price|cost|fee|charge|rate)s?\b|\bprice of\b|\bwhat do(?:es)? (?:\S+ ){1,4}(?:cost|go for)\b|\bhow (?:pricey|expensive)\b|\bwhat do you charge\b",
        _MONEY,
    ),
    _kind(
        "weight",
        r"\bhow (?:heavy|light|many (?:kilos?|kg|grams?|pounds|lbs))\b|\bweighs?\b|\bwhat(?:'s| is) the weight\b|\bweight of (?:the|a|my)\b",
        r"\d\s?(?:kg|g|gr|grams?|kilos?|kilograms?|lbs?|pounds?|oz|ounces?|stone|tonnes?)\b|\bheavy|\blight(?:er|est|weight)",
    ),
    _kind(
        "size",
        r"\bhow (?:tall|wide|deep|high|thick)\b|\b(?:dimensions?|measurements?|height|width|diameter)\b",
        rf"{_LENGTH}|\bsizes?\b|\bheights?\b",
    ),
    _kind(
        "length",
        r"\bhow long (?:is|are) (?:the |its |your )?(?:\S+ )?(?:lead|cord|cables?|strap|sleeves?|legs?|hose|handle|chain|rope|laces?|flex|wire)\b",
        _LENGTH,
    ),
    _kind(
        "temperature",
        r"\b(?:what|which) temp\w*|\bhow (?:hot|cold|warm)\b|\bhow many degrees\b|\btemperature\b",
        r"\d\s?(?:°|º|degrees?|c\b|f\b)|\bfreezing\b|\bminus\b|\bdegrees\b|\b(?:boil|lukewarm|cold|hot|warm)\b",
    ),
    _kind(
        "loudness",
        r"\bhow (?:loud|noisy|quiet)\b|\bdecibels?\b|\bdb\b",
        r"\bdb\b|\bdecibel|\bquiet|\bsilent|\bnoisy\b|\bnoise level|\bloud",
    ),
    _kind("brightness", r"\bhow bright\b|\b(?:nits|lumens)\b", r"\bnits\b|\blumens?\b|\bbright"),
    _kind(
        "power",
        r"\b(?:what|which|how many) (?:watt\w*|voltage|volts(?= (?:does it|is it)))\b|\bwattage\b",
        r"\d\s?(?:w|kw|v|watts?|volts?|ma|mah|a)\b",
    ),
    _kind(
        "capacity",
        r"\bhow (?:much|many (?:cups|litres|liters|ml|mugs)) (?:\S+ ){0,5}?(?:hold|fit|take|carry)s?\b|\b(?:capacity|volume) of\b",
        r"\d\s?(?:ml|cl|l|litres?|liters?|cups?|mugs?|oz|gb|tb|g|kg)\b|\bcapacity\b|\bholds?\b",
    ),
    _kind(
        "speed",
        r"\b(?:frame ?rate|fps|refresh rate|how fast (?:is the|does (?:it|the \S+) (?:run|charge)))\b",
        r"\bfps\b|\bhz\b|\bframes\b|\bminutes?\b|\bhours?\b|\bw\b",
    ),
    _kind(
        "origin",
        r"\b(?:where|which country) (?:is|are|do|was|were) (?:\S+ ){1,6}?(?:made|manufactured|produced|built|sewn|grown|sourced|come from)\b|\bmade in\b|\bcountry of origin\b",
        r"\b(?:made|manufactur\w+|produc\w+|built|sewn|knit\w*|woven|cast|assembled|grown|farm\w*|factor\w+|workshop|mill|origin|from|roast\w*|printed|turned|laid up)\b",
    ),
    _kind(
        "colour",
        r"\b(?:what|which|how many|other|different) (?:other )?colou?r\w*|\bcolou?rs? (?:does|do|is|are|can|options?|choices?)\b",
        r"\bcolou?r|\b(?:black|white|red|blue|green|yellow|pink|grey|gray|brown|navy|beige|cream|orange|purple|silver|gold|natural|undyed|oat|charcoal|sand|ivory)\b",
    ),
    _kind(
        "age",
        r"\b(?:what|which|recommended|minimum|from what) age\b|\bhow old (?:does|do|must|should)\b|\bage (?:range|limit|group)\b",
        rf"\bage[sd]?\b|\bolder\b|\bbirth\b|\bnewborn|\btoddler|\b{_NUMBER}(?: and a half)?(?: to {_NUMBER})? ?(?:years?|months?)\b|\badults?\b|\bsizes? \d",
    ),
    _kind(
        "time",
        r"\bhow (?:long|soon|quickly|many (?:days|hours|weeks|months|years|minutes))\b|\bwhen (?:do|does|is|are|will|can|did|was|would|should)\b|\bwhat time\b|\bwhat (?:are|r) (?:your|the) (?:opening )?hours\b|\bdeadline\b",
        rf"{_TIME}|{_LENGTH}",
    ),
    _kind("phone", r"\bphone number\b|\bnumber (?:to|i can) (?:call|ring)\b", r"\d{3}|\bphone\b"),
    _kind(
        "paid_to_shopper",
        r"\b(?:what|how much) (?:would|will|do|can|could|does|are) (?:you|u|i|they) (?:\S+ )?(?:give|get|pay|offer|paying|giving)\b",
        r"\btrade|\bbuy ?back|\bwe (?:pay|give|offer)|\bcredit|\bcash\b|\brefund|\bsend(?:ing)? .{0,20}in\b",
    ),
    _kind(
        "task",
        r"^(?:please |can (?:you|u) |could you |i need you to )*(?:write|compose|translate|calculate|convert|solve|sing|draw|code|debug|summari[sz]e)\b|^tell me a (?:joke|story)|^what(?:'s| is) \d+ (?:times|plus|minus|divided)",
        r"(?!)",
    ),
    _kind(
        "how_many",
        r"\bhow many (?!days|hours|weeks|months|years|minutes|times|people)\w+",
        rf"\b{_NUMBER}\b|\d|\bno limit\b|\bas many\b|\bunlimited\b|\bevery\b|\beach\b|\bnone\b|\bany number\b",
    ),
)
