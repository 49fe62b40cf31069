"""Numbers that are no order numbers, by their form and by the words around them: taken out before the search.

Each pattern is tried on text of one kind of digits, dashes and spaces (`numbers.plain`), in any case of letters.
"""

import re

GAP = " \x00 "
"""Stands where a number was taken out, so that the words beside it do not become neighbours."""


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
    locker house gr[öo](?:ß|ss)e taille talla artikel(?:nummer)? kundennummer modell? mod[eè]le modelo"""
)
_STREET = any_of(
    """St Street Ave Avenue Road Rd Lane Ln Drive Dr Blvd Boulevard Way Court Ct Place Pl Square Terrace Close Hwy
    Highway"""
)
_TRACKING = any_of(r"tracking track_&_trace sendungs?(?:nummer|verfolgung) suivi seguimiento rastreo awb waybill 追跡")
_TELEPHONE = any_of(
    r"""phone telephone tel call(?:_me)?(?:_at|_on)? mobile cell text_me whatsapp fax telefon handy t[ée]l[ée]phone
    tel[ée]fono m[óo]vil 電話"""
)
_POSTCODE = any_of(r"zip(?:_?code)? postal_?code post_?code plz code_postal c[óo]digo_postal 郵便番号 〒")
_SINCE = any_of("in since from until till year summer spring winter autumn fall christmas depuis en seit im_jahr desde")
_NUMBER_IS = r"(?:(?:number|no|nr|nummer|id|code|n°|num[ée]ro|is|ist|est|at|on|番号|は)\W{1,3}){0,3}"

_IN_ANY_CASE = {
    "web and e-mail addresses": r"https?://\S+|www\.\S+|\S+@\S+",
    "parcels": (
        r"\b1Z[0-9A-Z]{10,18}\b|\b[A-Z]{2}\d{9}[A-Z]{2}\b|\b(?:[A-Z]{2,4})?\d{8,}[A-Z]*\b"
        r"|\b\d{4}(?: \d{4}){2,}(?: \d{1,4})?\b"
        rf"|{_TRACKING}\W{{0,3}}{_NUMBER_IS}[A-Z]{{0,4}}\d[A-Z0-9]{{2,}}"
    ),
    "telephones": (
        rf"{_TELEPHONE}\W{{0,4}}{_NUMBER_IS}\+?\d[\d ().-]{{2,}}"
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
    "prices": (rf"(?:[$€£¥₹]|usd|eur|gbp|cad|chf) ?\d[\d.,]*|\d[\d.,]{0, 12} ?(?:[$€£¥₹%]|{_CURRENCY})|\b\d+[.,]\d+\b"),
    "quantities": (
        rf"\b\d+ ?{_UNIT}(?![a-z])|\b\d+[mlgdvwx]\b|\bx ?\d+\b"
        r"|(?:qty|quantity|menge|quantit[ée]|cantidad|size)\W{0,3}(?:of |is )?\d+"
    ),
    "postcodes": (
        rf"{_POSTCODE}\W{{0,3}}(?:(?:is|ist|est|は)\W{{0,3}})?(?=[A-Z]{{0,3}}\d)[A-Z0-9]{{2,5}}"
        r"(?:[ -][A-Z0-9]{3,4})?\b|\b\d{5}-\d{4}\b"
    ),
    "streets": (
        rf"\b\d{{1,5}}[a-z]?,? (?:[A-Z][\w'.-]+ ){{1,3}}{_STREET}\b"
        r"|\b\d{1,5},? (?:rue|avenue|boulevard|chemin|place|calle|via)\b"
        r"|\b\w+(?:stra(?:ß|ss)e|str\.|weg|platz|gasse) \d{1,5}\b|\b(?:calle|avenida|plaza) \w+,? \d{1,5}\b"
    ),
    "cards": (
        r"\b(?:ending|ends|ended)(?: in| with)? \d{2,4}\b"
        r"|last (?:four|4)(?: digits)?\W{0,3}(?:(?:are|is|of) ){0,2}(?:my card )?(?:is )?\d{4}\b"
    ),
    "other things": (
        rf"(?<!order )(?<!order-)\b{_OTHER_THING}\.?(?: (?:number|no|nr|id|code|n°|nummer))?\.?(?: is| ist| est)?"
        r"\W{0,3}#? ?[A-Z]{0,4}-?\d+[A-Z]*\b"
    ),
}
_IN_CAPITALS = {
    "American postcodes": rf"\b{_STATE},? \d{{5}}(?:-\d{{4}})?\b",
    "British postcodes": r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    "Canadian postcodes": r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b",
}
_ANY_CASE = re.compile("|".join(f"(?:{pattern})" for pattern in _IN_ANY_CASE.values()), re.IGNORECASE)
_CAPITALS = re.compile("|".join(f"(?:{pattern})" for pattern in _IN_CAPITALS.values()))


def without_other_numbers(said: str) -> str:
    """What was said, with a gap for each number that is something else."""
    if said != said.upper() or said == said.lower():  # who shouts writes no postcodes by their capitals
        said = _CAPITALS.sub(GAP, said)
    return _ANY_CASE.sub(GAP, said)
