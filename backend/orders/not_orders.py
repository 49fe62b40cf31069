"""Numbers that are no order numbers, by their form and by the words around them: taken out before the search.

Each pattern is tried on text of one kind of digits, dashes and spaces (`numbers.plain`), in any case of letters.
"""

import re

GAP = " \x00 "
"""Stands where a number was taken out, so that the words beside it do not become neighbours."""


LETTER = "[a-zà-ɏ]"
"""Of a script that parts its words: where "tel" must not be found in "hotel", while 注文 may stand beside anything."""


def any_of(words: str) -> str:
    """A group of alternatives that are written apart by white space; `_` stands for a space in one of them."""
    return f"(?:{'|'.join(words.split()).replace('_', ' ')})"


def words(text: str) -> frozenset[str]:
    """The words of a text that is written apart by white space."""
    return frozenset(text.split())


_MONTH = (
    any_of(
        r"""jan(?:uary|vier|uar)? feb(?:ruary|ruar)? f[ée]vr(?:ier)? mar(?:ch|s)? m[äa]rz apr(?:il)? avril ma[iy]
        june? juni juin july? juli juillet aug(?:ust)? ao[uû]t sep(?:t|tember|tembre)? o[ck]t(?:ober|obre)?
        nov(?:ember|embre)? de[cz](?:ember)? d[ée]c(?:embre)? enero febrero marzo abril mayo junio julio agosto
        septiembre octubre noviembre diciembre"""
    )
    + r"\b\.?"
)
_YEAR = r"(?:19|20)\d{2}"
_STATE = any_of(
    """AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR
    PA RI SC SD TN TX UT VT VA WA WV WI WY DC"""
)
_UNIT = any_of(
    r"""mm cm km kg ml oz lbs? inch(?:es)? ft feet litres? liters? grams? miles? watts? mah gb denier calories kcal
    days? weeks? months? years? hours? minutes? tagen? wochen? jahren? jours? semaines? mois ans d[ií]as? semanas? 日
    週 か月 ヶ月 年 pieces? pcs pairs? units? items? boxes packs? bags? copies mugs shirts bottles stickers cups
    st[üu]ck pi[eè]ces? piezas? 個 枚 点 本 people persons? customers orders times points? followers reviews? stars?"""
)
_CURRENCY = any_of("usd eur euros? gbp cad aud chf dollars? bucks pounds francs? pesos? yen 円 percent prozent")
_OTHER_THING = any_of(
    r"""model sku item product style article art size ticket case account customer gift_?card card voucher coupon
    discount promo pin serial page version batch lot room apt apartment suite unit flat box floor building bldg gate
    locker house gr[öo](?:ß|ss)e taille talla artikel(?:nummer)? kundennummer modell? mod[eè]le modelo flight train
    line po_box postfach error cvv cvc password passcode otp pin_code security_code verification_code login_code
    invoice rechnung(?:snummer)? facture factura fattura vat iban contract booking reservation member(?:ship)? client
    policy imei edition channel points"""
)
_STREET = any_of("St Ave Rd Lane Ln Drive Dr Blvd Way Court Ct Place Pl Square Terrace Close Hwy Highway")
_STREET_IN_ANY_CASE = any_of("street avenue road boulevard st ave rd blvd")
_NO_NAME = any_of("is was has had to on in at the not never went wrong did from for and")
_TRACKING = any_of(r"tracking track_&_trace sendungs?(?:nummer|verfolgung) suivi seguimiento rastreo awb waybill 追跡")
_CARRIER = any_of("ups fedex dhl usps dpd gls hermes evri royal_mail correos colissimo poste_italiane ontrac")
_SENT = any_of("ship(?:ped|s)? deliver(?:ed|s)? sen[dt] live moved? livrez habite liefer(?:t|n|ung) wohne enviar vivo")
_PAID = any_of(
    """paid pay charged? costs? totall?(?:ed)? total worth spent came_to refund_of price amount balance bezahlt payé
    pagué kostet"""
)
_FOR_WHAT = any_of("me us you was is were of to been should have only about around just a")
_INSTEAD = rf"(?:(?: {_FOR_WHAT}){{0,2}}(?: for (?:it|my order))?(?: instead of|,? (?:and |but )?not) [$€£]?\d[\d.,]*)?"
_TELEPHONE = any_of(
    r"""phone telephone tel call(?:_me)?(?:_at|_on)? mobile cell text_me whatsapp fax telefon handy t[ée]l[ée]phone
    tel[ée]fono m[óo]vil 電話"""
)
_POSTCODE = any_of(
    r"zip(?:_?code)? postal_?code post_?code plz code_postal c[óo]digo_postal 郵便番号 〒 индекс 邮编 우편번호"
)
_SINCE = any_of("in since from until till year summer spring winter autumn fall christmas depuis en seit im_jahr desde")
_NUMBER_IS = r"(?:(?:number|no|nr|nummer|id|code|n°|num[ée]ro|is|ist|est|at|on|番号|は)\W{1,3}){0,3}"

_IN_ANY_CASE = {
    "web addresses": r"https?://\S+|www\.\S+",
    "parcels": (
        r"\b1Z(?: ?[0-9A-Z]{2,6}){3,7}\b|\b[A-Z]{2} ?(?:\d{4} ?\d{4} ?\d|\d{3} ?\d{3} ?\d{3}) ?[A-Z]{2}\b"
        r"|\b(?:[A-Z]{2,4})?\d{8,}[A-Z]*\b|\b(?=(?:[A-Z]*\d){6})[A-Z0-9]{11,}\b"
        rf"|\b{_CARRIER}(?: (?:number|no|nr|id|parcel|tracking))*[ :#]+(?:is )?\d[\d ]{{3,}}\d"
        r"|\b\d{4}(?: \d{4}){2,}(?: \d{1,4})?\b"
        rf"|{_TRACKING}\W{{0,3}}{_NUMBER_IS}[A-Z]{{0,4}}\d[A-Z0-9]{{2,}}"
    ),
    "telephones": (
        rf"(?<!{LETTER}){_TELEPHONE}\W{{0,4}}{_NUMBER_IS}\+?\d[\d ().-]{{2,}}|\bmy number\W{{0,3}}(?:is )?\d{{7,}}"
        r"|\+\d[\d ().-]{6,20}\d|\(\d{2,5}\) ?\d{3,4}[ .-]?\d{2,4}|\b\d{3}[ .-]\d{3}[ .-]\d{4}\b|\b\d{3}-\d{4}\b"
        r"|\b0\d{1,4}[ /-]\d{3,4}[ -]?\d{2,}\b|\b0\d(?:[ .]\d{2}){4}\b"
    ),
    "dates": (
        r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b|\b\d{1,2}/\d{4}\b"
        r"|\d{1,4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th|er|\.|º)? (?:of |de |du )?{_MONTH},?(?: (?:de )?{_YEAR}\b)?"
        rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b,?(?: {_YEAR}\b)?|\b{_MONTH},? {_YEAR}\b|\b{_SINCE}(?: of)? {_YEAR}\b"
    ),
    "times": r"\b\d{1,2}:\d{2}\b|\b\d{1,2} ?(?:am|pm|uhr|h)\b",
    "prices": (
        rf"\b{_PAID}(?: {_FOR_WHAT}){{0,4}}:? [$€£]?\d[\d.,]*(?: {_CURRENCY})?{_INSTEAD}"
        rf"|(?:(?:[$€£¥₹]|usd|eur|gbp|cad|chf) ?\d[\d.,]*|\d[\d.,]{{0,12}} ?(?:[$€£¥₹%]|{_CURRENCY})){_INSTEAD}"
        r"|\b\d+[.,]\d+\b"
    ),
    "quantities": (
        rf"\b\d+ ?{_UNIT}(?![a-z])|\b\d+[mlgdvwx]\b|\bx ?\d+\b"
        r"|\b(?:an|one|big|large|bulk|small|next) orders? (?:of|for) (?:about |around |over )?\d+\b"
        r"|(?:qty|quantity|menge|quantit[ée]|cantidad|size)\W{0,3}(?:of |is )?\d+"
    ),
    "postcodes": (
        rf"\b{_SENT}(?: \w+){{0,4}} (?:to|in|nach|à|a|en) \d{{5}}\b"
        rf"|{_POSTCODE}\W{{0,3}}(?:(?:is|ist|est|は)\W{{0,3}})?(?=[A-Z]{{0,3}}\d)[A-Z0-9]{{2,6}}"
        r"(?:[ -][A-Z0-9]{3,4})?\b|\b\d{5}-\d{4}\b"
    ),
    "streets": (
        r"(?<!#)(?<!order )(?<!number )\b\d{1,5}[a-z]?,? "
        rf"(?:(?!{_NO_NAME}\b)[a-z][\w'.-]+ ){{1,3}}{_STREET_IN_ANY_CASE}\b"
        r"|\b\d{1,5},? (?:rue|avenue|boulevard|chemin|place|calle|via)\b"
        r"|\b\w+(?:stra(?:ß|ss)e|str\.|weg|platz|gasse) \d{1,5}\b|\b(?:calle|avenida|plaza) \w+,? \d{1,5}\b"
    ),
    "cards": (
        r"\b(?:ending|ends|ended)(?: in| with)? \d{2,4}\b"
        r"|last (?:four|4)(?: digits)?\W{0,3}(?:(?:are|is|of) ){0,2}(?:my card )?(?:is )?\d{4}\b"
    ),
    "discount codes": r"\b(?:codes?|coupons?|vouchers?|promo|discount)(?: code)?:? (?:is )?[A-Z]{2,}\d+[A-Z]*\b",
    "other things": (
        rf"(?<!order )(?<!order-)\b{_OTHER_THING}\.?(?: (?:number|no|nr|id|code|n°|nummer))?\.?(?: is| ist| est)?"
        r"\W{0,3}#? ?[A-Z]{0,4}-?\d+[A-Z]*\b"
    ),
}
_IN_CAPITALS = {
    "streets": rf"(?<!#)\b\d{{1,5}}[a-z]?,? (?:[A-Z][\w'.-]+ ){{1,3}}{_STREET}\b",
    "American postcodes": rf"\b{_STATE},? \d{{5}}(?:-\d{{4}})?\b",
    "British postcodes": r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    "Canadian postcodes": r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b",
}
_ANY_CASE = re.compile("|".join(f"(?:{pattern})" for pattern in _IN_ANY_CASE.values()), re.IGNORECASE)
_CAPITALS = re.compile("|".join(f"(?:{pattern})" for pattern in _IN_CAPITALS.values()))


EMAIL = re.compile(r"\S+@\S+")


def without_other_numbers(said: str) -> str:
    """What was said, with a gap for each number that is something else."""
    if said != said.upper() or said == said.lower():  # who shouts writes no postcodes by their capitals
        said = _CAPITALS.sub(GAP, said)
    return _ANY_CASE.sub(GAP, EMAIL.sub(" ", said))
