"""Finds order numbers in what shoppers write freely. What looks like a number but is something else is taken out first:
phone numbers, dates, prices, tracking numbers, postcodes, quantities, addresses, cards and other identifiers.

What is left counts where the words around it speak of an order, where it has the shop's own format, or where it stands
alone.
"""

import re

from backend.orders.not_orders import any_of, without_other_numbers, words
from backend.orders.numbers import canonical, is_safe, own_digits, plain

LONGEST_TEXT = 4000
LONGEST_TYPED = 200
MOST_NUMBERS = 5

_ORDER = any_of(
    """orders? purchase commandes? bestellung(?:en)? bestell(?:nummer|nr) auftrag(?:snummer)? pedidos? encomenda
    ordine bestelling ご?注文(?:番号)? 订单(?:号)? 주문"""
)
_NUMBER_WORD = any_of("confirmation id reference ref number num no nr n[°o] nummer num[ée]ro n[úu]mero code 番号")
_LINK = any_of("is was are were est ist lautet es era は が the with for la le el die mit avec con of to")
_MY = r"(?:(?:my|the|our|mon|ma|notre|meine|mi) )?"
_NAME = r"(?:# ?)?(?:[A-Z]{1,5}[-_]?)?[1-9]\d{2,6}(?:-[A-Z0-9]{1,3})?(?![a-z0-9_-])"
_AND = r"(?> ?(?:,|;|&|/|and|or|und|oder|et|ou|y|と|、)(?: ?(?:and|or|und|oder|et|ou|y)\b)? ?)"
# Atomic: a list that is not followed by what is wanted is given up as a whole, so that long ones cost no time.
_NAMES = rf"(?P<names>(?>{_NAME}(?:{_AND}{_NAME}){{0,4}}))"
_AS_VERB = any_of("to can_i could_i may_i can_we will i we you i'd please would gladly want")
_AFTER_ORDER = re.compile(
    rf"(?<![^\W\d])(?P<verb>(?:\b{_AS_VERB} ))?{_ORDER}(?![a-z])"
    rf"(?:[\s:.=,]{{0,3}}(?:{_NUMBER_WORD}|{_LINK})(?![a-z])){{0,4}}[\s:.=]{{0,3}}{_NAMES}",
    re.IGNORECASE,
)
_BEFORE_ORDER = re.compile(
    rf"(?<![\w-]){_NAMES} (?:(?:is|was|are|est|ist|es) )?{_MY}{_ORDER}(?<!s)(?![a-z])",
    re.IGNORECASE,
)
_HASHED = re.compile(r"(?<![\w#])# ?(?:[A-Z]{1,5}[-_]?)?\d{3,7}(?:-[A-Z0-9]{1,3})?(?![\w-])", re.IGNORECASE)
_WHERE_IS = any_of(
    """where(?:'s|_is|_are) status_(?:of|for) what_about what_happened_to track parcel package shipment delivery
    colis paket paquete update_on"""
)
_ASKED_FOR = re.compile(rf"\b{_WHERE_IS} (?:(?:is|for|of|number|no|my|the) ){{0,2}}(?P<names>{_NAME})", re.IGNORECASE)
_ABOUT_ORDERS = re.compile(
    _ORDER
    + "|"
    + any_of(
        r"""\bordered\b arriv deliver ship(?:ped|ment|ping) parcel package tracking refund return cancel receiv colis
        paket livr geliefert entrega llega reembols remboursement 届 配送 返品"""
    ),
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?<![\w#.,/-])(?P<names>(?:[A-Z]{1,5}-)?[1-9]\d{3,5}(?:-[A-Z]{1,3})?)(?![\w/-])(?P<next>[^\w\x00]*\w*)",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\b(?:to|i|we|can i|could i) order(?:ed)? (?:about |around |some )?$", re.IGNORECASE)
_MAY_FOLLOW = words(
    """hasn has haven have is isn was wasn are were still please never not arrived yet and but from to where when
    thanks thank for which that did didn can could should i it my or by in on the with got came comes will won does
    doesn hat ist noch wurde im und n est a pas et no ha aún aun y"""
)
_FILLER = words(
    """it its it's is my the order number no nr num id please thanks thank you hi hello hey here sure yes yeah yep ok
    okay this that one was would be of for a and or sorry oh think i i'm im ref reference confirmation purchase name
    called try maybe la le les ma mon c'est numéro numero commande est merci bonjour oui voici svp s'il vous plaît
    die der das ist meine mein bestellung bestellnummer nummer danke hallo ja hier bitte und lautet el mi es pedido
    número gracias hola sí si aquí por favor"""
)
_DIGITS = ("zero oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGIT_WORDS = {word: str(value) for value, words in enumerate(_DIGITS) for word in words.split()}
_SPELLED = re.compile(rf"\b(?:{'|'.join(_DIGIT_WORDS)})(?:[ -]+(?:{'|'.join(_DIGIT_WORDS)})){{2,6}}\b", re.IGNORECASE)

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
    lettered = re.fullmatch(r"[A-Za-z]{1,4} \d{3,9}", text) is not None and text.split()[0].casefold() not in _FILLER
    if own_digits(text, prefix, suffix) or ((" " not in text or lettered) and is_safe(text)):
        return canonical(_tidy(text), prefix, suffix)
    found = _alone(text, prefix, suffix)
    if len(found) != 1:
        raise NotAnOrderNumber(ONE_ONLY if found else ASK_AGAIN)
    return found[0]


def recognise(text: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """The order numbers that a message names, in the shop's format where they fit, each once, in their order."""
    said = _SPELLED.sub(_as_digits, plain(text[:LONGEST_TEXT]))
    own = _own_format(prefix, suffix)
    found: list[tuple[int, str]] = []
    if own is not None:
        found += [(match.start(), match.group()) for match in own.finditer(said)]
        said = own.sub(lambda match: "\x00" * len(match.group()), said)
    said = without_other_numbers(said)
    found += _by_context(said) or _when_alone(said) or _loose(said)
    return _unique(found, prefix, suffix)


def _alone(said: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """As `recognise`, for a field that asks for an order number: here a number needs no words that say what it is."""
    numbers = re.finditer(r"(?<![\w#])#?(?:[A-Z]{1,5}-?)?\d{1,9}(?:-[A-Z]{1,3})?(?!\w)", said, re.IGNORECASE)
    return recognise(said, prefix, suffix) or _unique([(m.start(), m.group()) for m in numbers], prefix, suffix)


def _as_digits(spelled: re.Match[str]) -> str:
    return "".join(_DIGIT_WORDS[word] for word in re.split(r"[ -]+", spelled.group().lower()))


def _own_format(prefix: str, suffix: str) -> re.Pattern[str] | None:
    """The shop's own format, where letters make it unmistakable: "HT-2001-EU", "ht 2001"."""
    before, after = (re.findall(r"[^\W_]+", plain(part)) for part in (prefix, suffix))
    if not any(any(c.isalpha() for c in word) for word in before):
        return None
    start, end = r"[\s_-]?".join(map(re.escape, before)), r"[\s_-]?".join(map(re.escape, after))
    tail = rf"(?:[\s_-]?{end})?" if end else ""
    return re.compile(rf"(?<![\w-])#?{start}[\s_-]?\d{{1,9}}{tail}(?![\w-])", re.IGNORECASE)


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
    for pattern in (_BEFORE_ORDER, _ASKED_FOR):
        found += [name for match in pattern.finditer(said) for name in _names(match)]
    return found + [(match.start(), match.group()) for match in _HASHED.finditer(said)]


def _when_alone(said: str) -> list[tuple[int, str]]:
    """The message is a number and words of courtesy, as after "What is your order number?"."""
    words = [(match.start(), match.group()) for match in re.finditer(r"[^\s,.;!?:()\"]+", said)]
    rest = [(at, word) for at, word in words if word.casefold() not in _FILLER]
    named = [(at, word) for at, word in rest if re.fullmatch(_NAME, word, re.IGNORECASE)]
    return named if len(named) == len(rest) else []


def _loose(said: str) -> list[tuple[int, str]]:
    """A number of the usual length in a message about orders, unless the next word makes it an amount of something."""
    if not _ABOUT_ORDERS.search(said):
        return []
    found = []
    for match in _LOOSE.finditer(said):
        following = match.group("next")
        word = following.strip().casefold()
        is_amount = following.startswith(" ") and word not in _MAY_FOLLOW and word != ""
        if not is_amount and not _HOW_MANY.search(said[: match.start()]):
            found.append((match.start(), match.group("names")))
    return found


def _unique(found: list[tuple[int, str]], prefix: str, suffix: str) -> tuple[str, ...]:
    names = (canonical(_tidy(name), prefix, suffix) for _, name in sorted(found))
    return tuple(dict.fromkeys(name for name in names if is_safe(name)))[:MOST_NUMBERS]


def _tidy(name: str) -> str:
    name = re.sub(r"^# ", "#", name.strip())
    return name.upper() if re.search(r"[a-z]", name, re.IGNORECASE) else name
