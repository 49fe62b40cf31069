# ruff: noqa: E501 - a wording is one line, however long
"""The figures of a text: prices, percentages, times and bare numbers, however they are written.

"$14", "14,00 $" and "14 dollars" are one price; "thirty days", "30-day" and "30 jours" are one time. "30 days" is no
ground for "$30".
"""

import re
from collections.abc import Mapping

from backend.ai.text import folded

_WORDS: Mapping[str, int] = {
    word: number
    for number, words in {
        1: "one once un une ein eine einen uno una", 2: "two deux zwei dos", 3: "three trois drei tres",
        4: "four quatre vier cuatro", 5: "five cinq funf cinco", 6: "six sechs seis", 7: "seven sept sieben siete",
        8: "eight huit acht ocho", 9: "nine neuf neun nueve", 10: "ten dix zehn diez", 11: "eleven onze elf",
        12: "twelve douze zwolf doce", 14: "fourteen quatorze vierzehn catorce", 15: "fifteen quinze funfzehn quince",
        20: "twenty vingt zwanzig veinte", 24: "twenty-four vierundzwanzig veinticuatro",
        30: "thirty trente dreissig treinta", 45: "forty-five", 48: "forty-eight", 50: "fifty cinquante funfzig cincuenta",
        60: "sixty soixante sechzig sesenta", 90: "ninety neunzig noventa", 100: "hundred cent hundert cien",
    }.items()
    for word in words.split()
}  # fmt: skip
_UNITS: Mapping[str, str] = {
    "minute": r"min(?:ute)?[sn]?\b|minutos?\b|分",
    "hour": r"hours?\b|hrs?\b|heures?\b|stunden?\b|horas?\b|時間",
    "day": r"days?\b|jours?\b|tag(?:en?)?\b|dias?\b|日",
    "week": r"weeks?\b|semaines?\b|wochen?\b|semanas?\b|週",
    "month": r"months?\b|mois\b|monat(?:en?)?\b|mes(?:es)?\b|[かヶカ]月",
    "year": r"years?\b|ans?\b|annees?\b|jahr(?:en?)?\b|anos?\b|年",
}
_CURRENCIES: Mapping[str, str] = {
    "dollar": r"(?:us|c|a|ca|au)?\$|(?:usd|cad|aud|dollars?|dolares)(?!\w)",
    "euro": r"€|(?:eur|euros?)(?!\w)",
    "pound": r"£|(?:gbp|pounds?|quid|livres?|libras?)(?!\w)",
    "yen": r"[¥￥]|(?:jpy|yen)(?!\w)|円",
}
_PERCENT = r"%|％|per ?cent\b|pour ?cent\b|prozent\b|por ciento\b|パーセント"
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_PRICE = "|".join(f"(?P<{name}>{words})" for name, words in _CURRENCIES.items())
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD_BEFORE = re.compile(rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})\b")
_BEFORE = re.compile(rf"(?:{_PRICE})\s?$")
_RANGE = r"(?:\s?(?:-|–|—|to|bis|a|or|and|y|ou|oder|〜|~)\s?\d+(?:[.,]\d+)*)?"
_AFTER = re.compile(rf"{_RANGE}\s?(?:{_PRICE}|(?P<percent>{_PERCENT})|-?\s?(?:[a-z]+\s){{0,2}}?(?:{_UNIT}))")
_HOUR_EXACTLY = re.compile(r"(?<=\d):00\b")
_LIST_MARK = re.compile(r"^\s*\d{1,2}[.)]\s", re.M)
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def figures_of(text: str) -> set[tuple[str, str]]:
    """Each number with what it counts: a currency, "percent", a unit of time, or "" for anything else."""
    plain = _plain(text)
    written = _WORD_BEFORE.sub(
        lambda found: str(_WORDS[found.group(1)]) if _has_unit(plain, found.end()) else found.group(), plain
    )
    return {(_value(found.group()), _kind(written, found)) for found in _NUMBER.finditer(written)}


def figures_without_ground(sentence: str, ground: str) -> set[tuple[str, str]]:
    """The sentence's figures that the ground does not have, or has of something else."""
    plain = _plain(ground)
    written = _WORD_BEFORE.sub(lambda found: str(_WORDS[found.group(1)]), plain)
    kinds: dict[str, set[str]] = {}
    for found in _NUMBER.finditer(written):
        kinds.setdefault(_value(found.group()), set()).add(_kind(written, found))
    known = set[str]().union(*kinds.values())
    return {(value, kind) for value, kind in figures_of(sentence) if not _is_there(kind, kinds.get(value), known)}


def _is_there(kind: str, kinds: set[str] | None, known: set[str]) -> bool:
    """A bare "30" may be days where nothing else in the text is said to be: in a table, the head of a column says so."""
    if kinds is None:
        return False
    return not kind or kind in kinds or ("" in kinds and kind not in known)


def _plain(text: str) -> str:
    return _HOUR_EXACTLY.sub("", _LIST_MARK.sub("", folded(text)))


def _has_unit(text: str, at: int) -> bool:
    return _AFTER.match(text, at) is not None


def _kind(text: str, found: re.Match[str]) -> str:
    if before := _BEFORE.search(text, max(0, found.start() - 8), found.start()):
        return before.lastgroup or ""
    after = _AFTER.match(text, found.end())
    return (after.lastgroup or "") if after else ""


def _value(number: str) -> str:
    """ "1,200.00", "1.200" and "1200" are one number."""
    whole, mark, cents = number, "", ""
    if (cut := re.search(r"[.,](\d{1,2})$", number)) is not None:
        whole, mark, cents = number[: cut.start()], ".", cut.group(1).rstrip("0")
    elif not _GROUPED.fullmatch(number):
        return number.replace(",", ".").lstrip("0") or "0"
    whole = re.sub(r"[.,]", "", whole).lstrip("0") or "0"
    return f"{whole}{mark}{cents}" if cents else whole
