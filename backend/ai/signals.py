"""What a message says between its lines, by rules that can be read and always show the words they went by.

Five languages where it is easy (en fr de es ja). A denied request ("no need to transfer me") is not a request. The
rules look at folded text (lower case, no accents, plain apostrophes); only shouting looks at the text as it was
typed.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from backend.ai import phrases, phrases_abroad, settled
from backend.ai.text import clean, folded

LONGEST_TEXT = 4000


class Signal(StrEnum):
    """A thing that a message shows, whatever else it is about."""

    ASKS_FOR_HUMAN = "asks_for_human"
    REFUSES_HUMAN = "refuses_human"
    UPSET = "upset"
    REPEATED_CONTACT = "repeated_contact"
    LATENESS = "lateness"
    DID_NOT_HELP = "did_not_help"
    REFUND_DISPUTE = "refund_dispute"
    BILLING_DISPUTE = "billing_dispute"
    ACCOUNT_LOCKOUT = "account_lockout"
    FRAUD = "fraud"
    LEGAL_THREAT = "legal_threat"
    INJURY = "injury"
    THANKS = "thanks"
    GREETING = "greeting"
    GOODBYE = "goodbye"


HIGH_STAKES = (
    Signal.INJURY,
    Signal.FRAUD,
    Signal.LEGAL_THREAT,
    Signal.BILLING_DISPUTE,
    Signal.ACCOUNT_LOCKOUT,
    Signal.REFUND_DISPUTE,
)


def _joined(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_RULES: Mapping[Signal, re.Pattern[str]] = {
    Signal.UPSET: _joined((*phrases.UPSET, *phrases_abroad.UPSET)),
    Signal.REPEATED_CONTACT: _joined(phrases.REPEATED_CONTACT),
    Signal.LATENESS: _joined(phrases.LATENESS),
    Signal.DID_NOT_HELP: _joined(phrases.DID_NOT_HELP),
    Signal.REFUND_DISPUTE: _joined((*phrases.REFUND_DISPUTE, *phrases_abroad.REFUND_DISPUTE)),
    Signal.BILLING_DISPUTE: _joined((*phrases.BILLING_DISPUTE, *phrases_abroad.BILLING_DISPUTE)),
    Signal.ACCOUNT_LOCKOUT: _joined((*phrases.ACCOUNT_LOCKOUT, *phrases_abroad.ACCOUNT_LOCKOUT)),
    Signal.FRAUD: _joined((*phrases.FRAUD, *phrases_abroad.FRAUD)),
    Signal.LEGAL_THREAT: _joined((*phrases.LEGAL_THREAT, *phrases_abroad.LEGAL_THREAT)),
    Signal.INJURY: _joined(phrases.INJURY),
}
_PAST_WITH_IT = (
    Signal.REFUND_DISPUTE,
    Signal.BILLING_DISPUTE,
    Signal.ACCOUNT_LOCKOUT,
    Signal.LATENESS,
    Signal.REPEATED_CONTACT,
)
"""What nobody is asked to mend any more, once it is said to be over."""
_READ_WITHOUT = {
    Signal.UPSET: settled.without_anger_denied,
    Signal.LEGAL_THREAT: settled.without_harmless_lawyers,
}
_ASKS = _joined((*phrases.ASKS_FOR_HUMAN, *phrases_abroad.ASKS_FOR_HUMAN))
_ASKS_ALONE = _joined(phrases.ASKS_FOR_HUMAN_ALONE)
_DENIES = _joined((*phrases.DENIES_HUMAN, *phrases_abroad.DENIES_HUMAN))
_SMALL_TALK = {
    Signal.GOODBYE: _joined(phrases.GOODBYE),
    Signal.THANKS: _joined(phrases.THANKS),
    Signal.GREETING: _joined(phrases.GREETING),
}
_FILLER = _joined(phrases.FILLER)
_CLAUSE = re.compile(r"[.!?;,\n。！？、]+\s*|\s+(?:but|aber|mais|pero|however)\s+")
_DURATION = _joined(phrases.DURATION)


def signals_of(text: str) -> dict[Signal, str]:
    """Each signal that the text shows, with the words that show it."""
    plain = folded(clean(text[:LONGEST_TEXT]))
    found = _of_trouble(plain) | _about_a_human(plain)
    if Signal.UPSET not in found and (shouted := _shouting(text)):
        found[Signal.UPSET] = shouted
    return found | _small_talk(plain)


def _of_trouble(plain: str) -> dict[Signal, str]:
    read = {signal: without(plain) for signal, without in _READ_WITHOUT.items()}
    found = {signal: rule.search(read.get(signal, plain)) for signal, rule in _RULES.items()}
    past = _PAST_WITH_IT if settled.is_over(plain) else ()
    return {signal: clean(match.group()) for signal, match in found.items() if match and signal not in past}


def lateness_words(text: str) -> str:
    """How long the shopper says they have waited ("three weeks"), or nothing."""
    match = _DURATION.search(folded(clean(text[:LONGEST_TEXT])))
    return match.group() if match else ""


def _about_a_human(plain: str) -> dict[Signal, str]:
    denied = _DENIES.search(plain)
    remaining = _DENIES.sub(" ; ", plain) if denied else plain
    if asked := _ASKS.search(remaining):
        return {Signal.ASKS_FOR_HUMAN: clean(asked.group())}
    for clause in _CLAUSE.split(remaining):
        bare = _without_filler(clause)
        if bare and _ASKS_ALONE.fullmatch(bare):
            return {Signal.ASKS_FOR_HUMAN: clean(clause)}
    return {Signal.REFUSES_HUMAN: clean(denied.group())} if denied else {}


def without_refusal(text: str) -> str:
    """The message without the words that want no person: "no agent needed, how much is a patch?" asks for a price."""
    plain = folded(clean(text[:LONGEST_TEXT]))
    rest = clean(_DENIES.sub(" ", plain)).strip(" ,;:.-–—")
    return rest if rest != plain and len(rest.split()) >= 2 else text


_ROWS_OF_MARKS = ("!!!", "?!", "！！")
BEFORE_MARKS, LONGEST_SHOUT = 40, 120


def _shouting(text: str) -> str:
    """Three words or more in capitals, or a row of exclamation marks."""
    for marks in re.finditer(r"[!?！]+", text):
        if any(row in marks.group() for row in _ROWS_OF_MARKS):
            return clean(text[max(0, marks.start() - BEFORE_MARKS) : marks.end()][-LONGEST_SHOUT:])
    words = re.findall(r"[^\W\d_]{2,}", text)
    capitals = [word for word in words if word.isupper()]
    if len(capitals) >= 4 and len(capitals) >= 0.7 * len(words) and sum(map(len, capitals)) >= 14:
        return clean(text)[:80]
    return ""


def _small_talk(plain: str) -> dict[Signal, str]:
    """Only when the whole message is small talk: "thanks, and do you ship to France?" is a question."""
    rest = re.sub(r"[^\w\s'\u3040-\u9fff]", " ", plain)
    found: dict[Signal, str] = {}
    for signal, rule in _SMALL_TALK.items():
        if match := rule.search(rest):
            found[signal] = clean(match.group())
        rest = rule.sub(" ", rest)
    return found if found and not _without_filler(rest) else {}


def _without_filler(text: str) -> str:
    return clean(_FILLER.sub(" ", text))
