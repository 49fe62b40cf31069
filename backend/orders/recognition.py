"""Finds order numbers in what shoppers write freely. What looks like a number but is something else is taken out first:
phone numbers, dates, prices, tracking numbers, postcodes, quantities, addresses, cards and other identifiers.

What is left counts where the words around it speak of an order, where it has the shop's own format, or where it stands
alone.
"""

import re

from backend.orders.not_orders import EMAIL, LETTER, without_other_numbers
from backend.orders.numbers import canonical, is_safe, own_digits, plain
from backend.orders.order_words import (
    ABOUT_ORDERS,
    AND,
    ASKED_ABOUT,
    ASKED_FOR,
    FILLER,
    LINK,
    MAY_FOLLOW,
    NUMBER_WORD,
    ORDER,
)
from backend.orders.spoken import as_digits

LONGEST_TEXT = 4000
LONGEST_TYPED = 200
MOST_NUMBERS = 5

_MY = r"(?:(?:my|the|our|mon|ma|notre|meine|mi) )?"
_NAME = r"(?:# ?)?(?:(?!orders?[-_])[A-Z]{1,5}[-_]?)?[1-9]\d{2,6}(?:-[A-Z0-9]{1,3})?(?![a-z0-9_-])"
# Atomic: a list that is not followed by what is wanted is given up as a whole, so that long ones cost no time.
_NAMES = rf"(?P<names>(?>{_NAME}(?:{AND}{_NAME}){{0,4}}))"
_WISH = r"(?:want(?:ed)?|like|love|need|wish|plan|going|how|possible|able|try(?:ing)?|us|me|hoping) to"
_VERB = rf"(?:{_WISH}|can i|could i|may i|can we|will|i|we|you|i'd|please|would|gladly|want) "
_BETWEEN = (
    rf"(?:[\s:.=,*\"'\[(<-]{{0,3}}(?<!{LETTER})(?:{NUMBER_WORD}|{LINK})(?!{LETTER})){{0,4}}[\s:.=,*\"'\[(-]{{0,3}}"
)
_AFTER_ORDER = re.compile(rf"(?<!{LETTER})(?P<verb>(?:\b{_VERB})?){ORDER}{_BETWEEN}{_NAMES}", re.IGNORECASE)
_BEFORE_ORDER = re.compile(
    rf"(?<![\w-]){_NAMES}(?:番の)?[ (-]{{0,3}}(?:(?:is|was|are|est|ist|es|é|è) {_MY})?"
    rf"(?:{ORDER}(?<!s)|(?<=the )number)(?!{LETTER})",
    re.IGNORECASE,
)
_SHORT_OR_LONG = re.compile(
    rf"{ORDER}[\s:.]{{0,2}}(?:{NUMBER_WORD})?[\s:.]{{0,2}}# ?(\d{{1,2}}|\d{{8,9}})(?![\w-])", re.IGNORECASE
)
_IN_PAIRS = re.compile(rf"({ORDER}{_BETWEEN})([1-9]\d) (\d{{2}})(?=$|[.,!?]|\s\s)", re.IGNORECASE)
_HASHED = re.compile(r"(?<![\w#])# ?(?:[A-Z]{1,5}[-_]?)?\d{3,7}(?:-[A-Z0-9]{1,3})?(?![\w-])", re.IGNORECASE)
_ENDS = (
    r"(?=$|\s*[.,!?;:)\n-]|\s(?:which|that|asap|please|pls|thanks|as|it|and|where|when|are|were|have|haven"
    r"|both|still)\b)"
)
_HASHED_LIST = re.compile(rf"(?<![\w#])(?=# ?\w){_NAMES}{_ENDS}", re.IGNORECASE)
_ASKED_FOR = re.compile(
    rf"(?<!\w){ASKED_FOR} (?:(?:is|for|of|on|number|no|my|the) ){{0,2}}(?P<names>{_NAME})", re.IGNORECASE | re.MULTILINE
)
_ASKED_ABOUT = re.compile(
    rf"(?<!\w){ASKED_ABOUT} {_NAMES}{_ENDS}",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rf"^\W*(?:(?:hi|hello|hey|yo)\W+)?(?P<names>{_NAME})(?: - |: | (?:where|wheres|when|status|update)\b)",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    rf"\b(?:did|has|will|does|is|are) (?P<names>{_NAME}) "
    r"(?:ship|arriv|com(?!\w* (?:in|with)\b)|be(?:en)? |sen[dt]|get|on |still|late|lost|out )",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(
    r"\bconfirmation(?: (?:number|no|nr|code|id))?(?:[\s.:#-]|is ){1,4}(?P<code>[A-Z0-9]{8,12})\b", re.IGNORECASE
)
_CODE = re.compile(r"(?=.{9}$)(?=.*(?:[A-Z]\d+[A-Z]|\d[A-Z]+\d))[A-Z0-9]{9}")
_ABOUT_ORDERS = re.compile(f"{ORDER}|{ABOUT_ORDERS}", re.IGNORECASE)
_LOOSE = re.compile(
    r"(?<![\w#.,/-])(?P<names>(?:[A-Z]{1,5}-)?[1-9]\d{3,5}(?:-[A-Z]{1,3})?)(?![\w/-])(?=(?P<next>[^\w\x00]*\w*))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
_HOW_MANY = re.compile(r"\b(?:to|i|we|can i|could i) order(?:ed)? (?:about |around |some )?$", re.IGNORECASE)

_SYNTAX = frozenset(":\\()\"'*<>=|&{}[]")
_OPERATORS = frozenset(("AND", "OR", "NOT"))

ASK_FIRST = "Enter the order number, for example #1001."
ASK_AGAIN = "That does not look like an order number. It is in the confirmation e-mail, for example #1001."
NO_SYNTAX = "Enter only the order number, such as #1001, without quotes, colons or brackets."
ONE_ONLY = "Enter one order number at a time."


class NotAnOrderNumber(ValueError):
    """What was typed cannot be an order number; the message says what to type instead."""


def normalise(typed: str, prefix: str, suffix: str) -> str:
    """The one number that a form field holds, in the shop's format where it fits. Raises NotAnOrderNumber."""
    text = plain(typed[:LONGEST_TYPED]).strip(" .,!?")
    if not text:
        raise NotAnOrderNumber(ASK_FIRST)
    if len(typed) > LONGEST_TYPED:
        raise NotAnOrderNumber(ASK_AGAIN)
    if any(c in _SYNTAX for c in text) or _OPERATORS & set(text.split()):
        raise NotAnOrderNumber(NO_SYNTAX)
    lettered = re.fullmatch(r"[A-Za-z]{1,4} \d{3,9}", text) is not None and text.split()[0].casefold() not in FILLER
    if own_digits(text, prefix, suffix) or ((" " not in text or lettered) and is_safe(text)):
        return canonical(_tidy(text), prefix, suffix)
    found = _alone(text, prefix, suffix)
    if len(found) != 1:
        raise NotAnOrderNumber(ONE_ONLY if found else ASK_AGAIN)
    return found[0]


def recognise(text: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """The order numbers that a message names, in the shop's format where they fit, each once, in their order."""
    said = as_digits(plain(text[:LONGEST_TEXT]))
    found: list[tuple[int, str]] = []
    for sure in filter(None, (_own_format(prefix, suffix), _CONFIRMED)):
        found += [(match.start(), _sure(match)) for match in sure.finditer(said) if _sure(match)]
        said = sure.sub(lambda match: "\x00" * len(match.group()) if _sure(match) else match.group(), said)
    found += [(match.start(1), f"#{match.group(1)}") for match in _SHORT_OR_LONG.finditer(said)]
    said = without_other_numbers(_IN_PAIRS.sub(r"\1\2\3", said))
    found += _by_context(said) or _when_alone(said) or _loose(said)
    return _unique(found, prefix, suffix)


def _sure(match: re.Match[str]) -> str:
    """What needs no words around it: the shop's own format, or a code of the thank-you page, which mixes kinds."""
    code = match.groupdict().get("code")
    if code is None:
        return match.group()
    return code.upper() if not code.isalpha() and not code.isdecimal() else ""


def _alone(said: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """As `recognise`, for a field that asks for an order number: here a number needs no words that say what it is."""
    numbers = re.finditer(r"(?<![\w#])#?(?:[A-Z]{1,5}-?)?\d{1,9}(?:-[A-Z]{1,3})?(?!\w)", said, re.IGNORECASE)
    return recognise(said, prefix, suffix) or _unique([(m.start(), m.group()) for m in numbers], prefix, suffix)


def _own_format(prefix: str, suffix: str) -> re.Pattern[str] | None:
    """The shop's own format where it is unmistakable: by letters ("HT-2001-EU", "ht 2001"), or as a whole ("24-1001").

    What goes on like a British postcode is one, such as EN1 3AB.
    """
    before, after = (re.findall(r"[^\W_]+", plain(part)) for part in (prefix, suffix))
    if any(any(c.isalpha() for c in word) for word in before):
        start, end = r"[\s_-]?".join(map(re.escape, before)), r"[\s_-]?".join(map(re.escape, after))
        tail = rf"(?:[\s_-]?{end})?" if end else ""
        return re.compile(rf"(?<![\w-])#?{start}[\s_-]?\d{{1,9}}{tail}(?![\w-]| ?\d[A-Z]{{2}}\b)", re.IGNORECASE)
    if before:
        whole = rf"{re.escape(plain(prefix))}\d{{3,9}}{re.escape(plain(suffix))}"
        return re.compile(rf"(?<![\w.,/-]){whole}(?![\w/-])", re.IGNORECASE)
    return None


def _names(match: re.Match[str]) -> list[tuple[int, str]]:
    start = match.start("names")
    each = re.finditer(_NAME, match.group("names"), re.IGNORECASE)
    return [(start + name.start(), name.group()) for name in each]


def _by_context(said: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for match in _AFTER_ORDER.finditer(said):
        if match.group("verb") and "#" not in match.group("names"):
            continue
        found += _names(match)
    for pattern in (_BEFORE_ORDER, _HASHED_LIST, _ASKED_FOR, _ASKED_ABOUT, _OPENING, _WHETHER):
        found += [name for match in pattern.finditer(said) for name in _names(match)]
    return found + [(match.start(), match.group()) for match in _HASHED.finditer(said)]


def _when_alone(said: str) -> list[tuple[int, str]]:
    """The message is a number and words of courtesy, as after "What is your order number?"."""
    spoken = [(match.start(), match.group()) for match in re.finditer(r"[#\x00\w'’-]+", EMAIL.sub(_blank, said))]
    rest = [
        (at, word)
        for at, word in spoken
        if word.casefold() not in FILLER and any(c.isalnum() or c == "\x00" for c in word)
    ]
    named = [(at, word) for at, word in rest if re.fullmatch(_NAME, word, re.IGNORECASE) or _CODE.fullmatch(word)]
    return named if len(named) == len(rest) else []


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _loose(said: str) -> list[tuple[int, str]]:
    """A number of the usual length in a message about orders, unless it is a year or an amount of the next word."""
    if not _ABOUT_ORDERS.search(said):
        return []
    found = []
    for match in _LOOSE.finditer(said):
        following = match.group("next")
        word = following.strip().casefold()
        is_amount = following.startswith(" ") and word not in MAY_FOLLOW and word != ""
        if not is_amount and not _YEAR.fullmatch(match["names"]) and not _HOW_MANY.search(said[: match.start()]):
            found.append((match.start(), match.group("names")))
    return found


def _unique(found: list[tuple[int, str]], prefix: str, suffix: str) -> tuple[str, ...]:
    names = (canonical(_tidy(name), prefix, suffix) for _, name in sorted(found))
    return tuple(dict.fromkeys(name for name in names if is_safe(name)))[:MOST_NUMBERS]


def _tidy(name: str) -> str:
    name = re.sub(r"^# ", "#", name.strip())
    return name.upper() if re.search(r"[a-z]", name, re.IGNORECASE) else name
