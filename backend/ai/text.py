# ruff: noqa: SIM905 - a list of words reads best as words
"""Plain text is cut where a reader would cut it: sentences stay whole around abbreviations, prices and ranges.

Latin scripts end a sentence by . ! ? … and a space; Japanese and Chinese by 。！？ without one.
"""

import re
import unicodedata

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st no nr vs etc e.g i.e eg ie approx min max inc ltd co corp dept est fig al jr sr u.s u.k "
    "u.s.a "
    "bzw ca z.b d.h usw inkl exkl ggf zzgl tel str art p.ex env n.b sra ud uds ej pág núm máx mín a.m p.m oz lb ft in "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun".split()
)
_MAY_END_A_SENTENCE = frozenset(
    "etc a.m p.m usw inc ltd co corp u.s u.k u.s.a in max min mon tue wed thu fri sat sun".split()
)
_OPENS_A_SENTENCE = re.compile(
    r"(?:The|We|Our|It|This|That|These|If|Orders?|You|Your|All|Please|For|In|On|They|There|An?|Any|To|Is|When|Wir|Die|Der|Das|Nous|Les?|La|El|Los)\b"
)
_BOUNDARY = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|(?<=[。！？])[」』）]*\s*|\n+")
_LAST_WORD = re.compile(r"([^\s(\"'“«]+)\.[\"'”’»)\]]*$")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\U000e0000-\U000e007f]")


def clean(text: str) -> str:
    """One line, single spaces, no control, direction or zero-width characters: the invisible must not reach a model."""
    return re.sub(r"\s+", " ", _CONTROL.sub("", text)).strip()


def visible(text: str) -> str:
    """As `clean`, but line breaks stay."""
    lines = (
        re.sub(r"[^\S\n]+", " ", line).strip() for line in _CONTROL.sub("", text.replace("\r\n", "\n")).split("\n")
    )
    return "\n".join(lines).strip()


def sentences_of(text: str) -> list[str]:
    """The sentences of `text`, in order, nothing lost but the white space between them."""
    found: list[str] = []
    pending = ""
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        piece = text[start : boundary.end()]
        start = boundary.end()
        pending += piece
        if "\n" in boundary.group() or _ends_here(pending.rstrip(), text[start : start + 12]):
            found.append(pending)
            pending = ""
    found.append(pending + text[start:])
    return [each for each in (clean(piece) for piece in found) if each]


def _ends_here(sentence: str, following: str) -> bool:
    if not sentence.rstrip("\"'”’»)]").endswith("."):
        return True
    opening = following.lstrip("\"'“«([")
    if opening and opening[0].islower():
        return False
    last = _LAST_WORD.search(sentence)
    if last is None:
        return True
    word = last.group(1).casefold()
    if word in _MAY_END_A_SENTENCE:
        return _OPENS_A_SENTENCE.match(opening) is not None
    initial = len(word) == 1 and word.isalpha()
    listed = word.isdigit() and sentence.count(" ") == 0
    return not (initial or listed or word in _ABBREVIATIONS)


def folded(text: str) -> str:
    """For comparing: case folded, accents dropped, typographic quotes made plain."""
    plain = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    decomposed = unicodedata.normalize("NFD", plain.casefold())
    kept = (character for character in decomposed if not ("\u0300" <= character <= "\u036f"))
    return unicodedata.normalize("NFC", "".join(kept))
