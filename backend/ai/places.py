# ruff: noqa: SIM905 - a list of words reads best as words
"""A country is asked for by its name in the shopper's language, and written in the shop's, or as part of a union.

"Suisse" is the row "Switzerland"; "Germany" is the row "European Union" where the shop names no Germany.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from backend.ai.text import folded

_NAMES = """AT austria, autriche, osterreich|BE belgium, belgique, belgien, belgica|BG bulgaria, bulgarie, bulgarien
HR croatia, croatie, kroatien, croacia|CY cyprus, chypre, zypern, chipre
CZ czech republic, czechia, republique tcheque, tschechien, chequia, republica checa
DK denmark, danemark, danemark, dinamarca|EE estonia, estonie, estland|FI finland, finlande, finnland, finlandia
FR france, frankreich, francia|DE germany, allemagne, deutschland, alemania|GR greece, grece, griechenland, grecia
HU hungary, hongrie, ungarn, hungria|IE ireland, irlande, irland, irlanda|IT italy, italie, italien, italia
LV latvia, lettonie, lettland, letonia|LT lithuania, lituanie, litauen, lituania|LU luxembourg, luxemburg, luxemburgo
MT malta, malte|NL netherlands, holland, pays-bas, niederlande, paises bajos, holanda
PL poland, pologne, polen, polonia|PT portugal|RO romania, roumanie, rumanien, rumania
SK slovakia, slovaquie, slowakei, eslovaquia|SI slovenia, slovenie, slowenien, eslovenia
ES spain, espagne, spanien, espana|SE sweden, suede, schweden, suecia
CH switzerland, suisse, schweiz, suiza|NO norway, norvege, norwegen, noruega|IS iceland, islande, island, islandia
LI liechtenstein|TR turkiye, turquie, turkei, turquia|UA ukraine, ucrania
GB united kingdom, uk, great britain, britain, england, scotland, wales, royaume-uni, grande-bretagne, angleterre,
 vereinigtes konigreich, grossbritannien, england, reino unido, gran bretana, inglaterra
US united states, usa, u.s.a, u.s, united states of america, etats-unis, vereinigte staaten, estados unidos
CA canada, kanada|MX mexico, mexique, mexiko|BR brazil, bresil, brasilien, brasil|AR argentina, argentine, argentinien
CL chile, chili|CO colombia, colombie, kolumbien|JP japan, japon|CN china, chine|HK hong kong, hongkong
KR south korea, korea, coree du sud, coree, sudkorea, corea del sur|TW taiwan|SG singapore, singapour, singapur
IN india, inde, indien|ID indonesia, indonesie, indonesien|TH thailand, thailande, tailandia|VN vietnam
MY malaysia, malaisie|PH philippines, philippinen, filipinas|AU australia, australie, australien
NZ new zealand, nouvelle-zelande, neuseeland, nueva zelanda|ZA south africa, afrique du sud, sudafrika, sudafrica
IL israel|AE united arab emirates, uae, emirats arabes unis, emiratos arabes unidos
SA saudi arabia, arabie saoudite, saudi-arabien, arabia saudita|EG egypt, egypte, agypten, egipto
MA morocco, maroc, marokko, marruecos"""
_UNION = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()
_EUROPE = [*_UNION, *"CH NO IS LI GB UA".split()]
UNION = ("european union", "eu", "union europeenne", "ue", "europaische union", "union europea")
_GROUPS = ((UNION, frozenset(_UNION)), (("europe", "europa"), frozenset(_EUROPE)))
_COUNTRIES = {
    entry.strip()[:2]: tuple(name.strip() for name in entry.strip()[3:].split(","))
    for entry in re.split(r"\||\n(?! )", _NAMES)
}
_CODES = {name: code for code, names in reversed(_COUNTRIES.items()) for name in names}
# "island" is German for Iceland and English for an island; "chili", "turkey" and "polish" are other things too.
_CODES = {name: code for name, code in _CODES.items() if name not in ("island", "chili")}
_COUNTRY = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(_CODES, key=len, reverse=True)))})\b")
_OUTSIDE = (
    r"(?:outside|except|excluding|beyond|not (?:in|to)|hors|sauf|ausserhalb|ausser|fuera)"
    r"(?: of| de| der)?(?: the| l'| la)?"
)


@dataclass(frozen=True)
class Place:
    """A country as it was typed, folded."""

    code: str
    typed: str

    @property
    def english(self) -> str:
        """Its English name."""
        return _COUNTRIES[self.code][0]

    def names(self) -> Iterator[str]:
        """Every name that a shop may have it under, its own first, then the unions that it belongs to."""
        yield self.typed
        yield from _COUNTRIES[self.code]
        for names, members in _GROUPS:
            if self.code in members:
                yield from names

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the country, or a union that it belongs to; "outside the European Union" names none."""
        return any(_names(name, text) for name in self.names())

    def is_shut_out_by(self, text: str) -> bool:
        """Whether a text speaks of what lies outside a union that the country belongs to, and not of the country."""
        plain = folded(text)
        if any(re.search(rf"\b{re.escape(name)}\b", plain) for name in _COUNTRIES[self.code]):
            return False
        unions = [re.escape(name) for names, members in _GROUPS if self.code in members for name in names]
        return bool(unions) and re.search(rf"\b{_OUTSIDE}\s*(?:{'|'.join(unions)})\b", plain) is not None


def _names(name: str, text: str) -> bool:
    return (
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", re.sub(rf"\b{_OUTSIDE}\s*\S+(?: union\w*)?", "", folded(text)))
        is not None
    )


def places_in(text: str) -> tuple[Place, ...]:
    """The countries that a text names, in order. "US" counts in capitals only: "us" is a word."""
    found = [Place(_CODES[match.group()], match.group()) for match in _COUNTRY.finditer(folded(text))]
    if re.search(r"\bUS\b", text):
        found.append(Place("US", "us"))
    return tuple(dict.fromkeys(found))


def is_only_a_place(text: str) -> bool:
    """Whether a message is a country's name and nothing else."""
    left = _COUNTRY.sub("", folded(text), count=1)
    return left != folded(text) and not re.search(
        r"\w", re.sub(r"\b(?:to|for|in|the|and|nach|en|au|a|la|el)\b", "", left)
    )


def as_the_shop_says(text: str, is_known: Callable[[str], bool]) -> str:
    """The text with each country by a name that the shop's content has; as it was where the content has none."""
    plain = folded(text)
    for place in places_in(text):
        known = next((name for name in place.names() if is_known(name)), "")
        if known and known != place.typed:
            plain = re.sub(rf"\b{re.escape(place.typed)}\b", known, plain)
            text = plain
    return text
