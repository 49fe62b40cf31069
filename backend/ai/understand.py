"""A message is understood before anything is searched:

language, intents, signals, order numbers, whether it goes on from before.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from backend.ai import phrases
from backend.ai.chatter import Chatter, chatter_of
from backend.ai.classifier import (
    CALM,
    CALM_THOUGH_LIKE_A_WISH,
    SURE_OF_GROUND,
    SURE_THOUGH_ASKED,
    Intent,
    IntentClassifier,
    default_classifier,
    default_grounds,
)
from backend.ai.cues import WORDS, features_of
from backend.ai.frames import framed, frames_of, is_had
from backend.ai.language import UNDETERMINED, language_of
from backend.ai.settled import is_over
from backend.ai.signals import HIGH_STAKES, Signal, lateness_words, signals_of, without_refusal
from backend.ai.text import clean, folded


@dataclass(frozen=True)
class Turn:
    """An earlier message: `sender` is "shopper", "bot" or "agent"."""

    sender: str
    text: str


@dataclass(frozen=True)
class Understanding:
    """What was understood.

    `signals` maps a signal's name to the words that show it; `search_text` is what to search for.
    """

    text: str
    language: str
    intents: tuple[tuple[str, float], ...] = ()
    signals: Mapping[str, str] = field(default_factory=dict)
    order_numbers: tuple[str, ...] = ()
    late_by: str = ""
    is_question: bool = False
    is_repeat: bool = False
    is_follow_up: bool = False
    search_text: str = ""
    in_context: str = ""
    """The question with what it may go on from, where it is short and nothing shows that it does."""
    questions: tuple[str, ...] = ()
    chatter: str = ""
    """What kind of message it is, if it asks nothing of the store: a nod, a yes, "are you there?"."""


def understand(
    text: str,
    vector: NDArray[np.float32],
    history: Sequence[Turn] = (),
    classifier: IntentClassifier | None = None,
) -> Understanding:
    """`vector` is the sentence vector of `prepared(text)`.

    English words decide the intents; other languages rely on the signals, and on wordings for those on an order and
    on returns and shipping.
    """
    said = clean(text)
    language, chatter = language_of(said), chatter_of(said)
    # The vector's model learned English: of other languages it catches names and loan words, and the cues say more.
    features = features_of(said, vector if language in ("en", UNDETERMINED) else ABROAD * vector)
    signals = {str(signal): words for signal, words in signals_of(text).items()}
    if chatter is Chatter.PRESENCE and _waits_in_vain(history):
        signals.setdefault(str(Signal.ASKS_FOR_HUMAN), said)
    calm = 0.0
    if chatter is None and language in ("en", UNDETERMINED):
        heard = framed(said, features)
        calm = default_grounds().calm(heard) if frames_of(said) and not is_had(said) else 0.0
        signals = _with_ground(said, _without_framed(signals, calm), heard)
    sure = tuple((str(intent), chance) for intent, chance in (classifier or default_classifier()).classify(features))
    likely = _without_framed_intents(signals, _without_contact_data(said, sure), calm)
    intents = _without_what_is_over(said, likely) if chatter is None else ()
    earlier = [turn.text for turn in history if turn.sender == "shopper"]
    follow_up = bool(earlier) and _follows_up(said)
    asked = without_refusal(said) if Signal.REFUSES_HUMAN in signals else said
    return Understanding(
        text=said,
        language=language,
        intents=_told_in_words(signals, intents if language == "en" else _abroad(said, intents)),
        signals=signals,
        late_by=lateness_words(text) if Signal.LATENESS in signals else "",
        is_question=_asks(said),
        is_repeat=any(_same(said, before) for before in earlier[-4:]),
        is_follow_up=follow_up,
        search_text=_rewritten(asked, earlier[-1]) if follow_up else asked,
        in_context=_in_context(said, history) if not follow_up else "",
        questions=questions_of(asked),
        chatter=str(chatter or ""),
    )


def _waits_in_vain(history: Sequence[Turn]) -> bool:
    """Whether "are you there?" is said again, or by somebody who was upset before: then it asks for a person."""
    earlier = [turn.text for turn in history if turn.sender == "shopper"][-4:]
    return any(chatter_of(text) is Chatter.PRESENCE or Signal.UPSET in signals_of(text) for text in earlier)


LONGEST_EVIDENCE = 160
_GROUNDS = frozenset(
    str(signal) for signal in (*HIGH_STAKES, Signal.ASKS_FOR_HUMAN, Signal.UPSET, Signal.REPEATED_CONTACT)
)


def _without_framed(signals: dict[str, str], calm: float) -> dict[str, str]:
    """The signals without trouble that is only supposed, quoted, a joke, or past and elsewhere."""
    troubles = _GROUNDS - {Signal.ASKS_FOR_HUMAN} if calm >= CALM else frozenset[str]()
    return {signal: words for signal, words in signals.items() if signal not in troubles}


def _without_framed_intents(
    signals: Mapping[str, str], intents: tuple[tuple[str, float], ...], calm: float
) -> tuple[tuple[str, float], ...]:
    no_wish = calm >= CALM_THOUGH_LIKE_A_WISH and Signal.ASKS_FOR_HUMAN not in signals
    without = {*(_DISPUTES if calm >= CALM else ()), *((Intent.WANTS_HUMAN,) if no_wish else ())}
    return tuple(one for one in intents if one[0] not in without)


def _with_ground(text: str, signals: dict[str, str], features: NDArray[np.float32]) -> dict[str, str]:
    """The signals, with the ground for a human that no wording of the rules shows. Who refuses one asks for none."""
    if _GROUNDS & signals.keys() or is_over(folded(text)):
        return signals
    # "How do I reset my password?" sounds like one who is locked out.
    ground = default_grounds().ground(features, SURE_THOUGH_ASKED if _asks(text) else SURE_OF_GROUND)
    denied = ground == Signal.ASKS_FOR_HUMAN and Signal.REFUSES_HUMAN in signals
    return signals if not ground or denied else {**signals, ground: text[:LONGEST_EVIDENCE]}


SHORT, TAKEN_ALONG = 12, 80
_TO_WHO_ANSWERS = re.compile(
    r"^(?:(?:are|is|r) (?:you|u|there|anybody|anyone|somebody|someone|this)\b|(?:who|what|how) (?:are|r) (?:you|u)\b"
    r"|what (?:can|do) you (?:do|mean)\b|do you (?:understand|hear|read)\b)"
)
"""Questions on the talk itself: nothing that was said of the store before is their missing half."""


def _in_context(text: str, history: Sequence[Turn]) -> str:
    """ "What's the hourly rate?" after a question on repairs and its answer: those are searched for with it.

    Not across languages: the words before would drown the ones that were said.
    """
    asked = [turn.text for turn in history if turn.sender == "shopper"]
    if not asked or history[-1].sender == "shopper" or len(text.split()) > SHORT:
        return ""
    if _TO_WHO_ANSWERS.search(folded(text)) or _is_abroad(text, history[-1].text):
        return ""
    return clean(f"{asked[-1][-200:]} {history[-1].text[:TAKEN_ALONG]} {text}")


def _is_abroad(one: str, other: str) -> bool:
    return len({language_of(one), language_of(other)} - {UNDETERMINED}) > 1


ABROAD = 0.3
_TOLD = {
    Signal.GOODBYE: Intent.GOODBYE,
    Signal.THANKS: Intent.THANKS,
    Signal.GREETING: Intent.GREETING,
    Signal.REFUND_DISPUTE: Intent.REFUND_DISPUTE,
    Signal.ACCOUNT_LOCKOUT: Intent.ACCOUNT_LOCKOUT,
    Signal.BILLING_DISPUTE: Intent.BILLING_DISPUTE,
    Signal.ASKS_FOR_HUMAN: Intent.WANTS_HUMAN,
}
IN_SO_MANY_WORDS = 0.99


def _told_in_words(signals: Mapping[str, str], intents: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """What is said in so many words comes first, the last of `_TOLD` before all; what was guessed stays behind it."""
    for signal, intent in _TOLD.items():
        if signal in signals:
            intents = ((str(intent), IN_SO_MANY_WORDS), *(one for one in intents if one[0] != intent))
    return intents


_WISHES = {
    Intent.ORDER_STATUS: re.compile("|".join(phrases.ORDER_STATUS)),
    Intent.RETURN_REFUND: re.compile("|".join((*phrases.RETURN_WISH, WORDS["return"]))),
    Intent.SHIPPING_INFO: re.compile(WORDS["shipping"]),
}


def _abroad(text: str, intents: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """The classifier learned from English: "Où est ma commande ?" is nothing to it, and is known by its wording."""
    plain = folded(text[:2000])
    for intent, wording in _WISHES.items():
        if wording.search(plain):
            return ((str(intent), 1.0), *(one for one in intents if one[0] != intent))
    return intents


_CONTACT_DATA = re.compile("|".join(phrases.CONTACT_DATA))


def _without_contact_data(text: str, intents: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """Who asks for a number or an address asks for a fact of the shop, though it sounds like the wish for a person."""
    if not _CONTACT_DATA.search(folded(text[:2000])):
        return intents
    return tuple(one for one in intents if one[0] != Intent.WANTS_HUMAN)


_DISPUTES = (Intent.REFUND_DISPUTE, Intent.BILLING_DISPUTE, Intent.ACCOUNT_LOCKOUT, Intent.COMPLAINT)


def _without_what_is_over(text: str, intents: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """ "You didn't charge me twice, my mistake" sounds like a dispute, and is none."""
    return tuple(one for one in intents if one[0] not in _DISPUTES) if is_over(folded(text)) else intents


_QUESTION = re.compile(
    r"^(?:(?:hi|hello|hey|ok|so|and|also|please|but|well|then)[\s,]+){0,3}(?:who|what|when|where|why|how|which|whose|can|could|do|does|did|is|are|am|was|were|will|would"
    r"|should|may|has|have|had|any|comment|quand|combien|pourquoi|quel\w*|est-ce"
    r"|ou est|puis-je|wie|was|wann|wo|warum|kann|gibt|como|cuando|donde|cuanto|que|cual|puedo)\b"
)


def _asks(text: str) -> bool:
    return (
        text.rstrip(" \"')").endswith(("?", "？", "か。", "か")) or bool(_QUESTION.match(folded(text))) or "?" in text
    )


def _same(one: str, other: str) -> bool:
    first, second = folded(one)[:300], folded(other)[:300]
    return len(first) > 8 and SequenceMatcher(None, first, second).ratio() > 0.85


_FOLLOWING = re.compile(
    r"^(?:and|what about|how about|et|und|y|also|or|but|then|ok and|what if|same for|even|only|just)\b"
    r"|^(?:for|to|in|from|with)\s+\S+(?:\s+\S+){0,2}\??$"
    r"|^(?:how (?:long|much|many)|when|why|where|which(?: one)?|who|really|are you sure)[\s?]*$"
    r"|^(?:how long|how much|when) (?:does|will|would|is|do) (?:it|that|this|they)\b"
    r"|^(?:is|are|does|do|can|will|would|could|has) (?:it|that|this|they|those|these|i do that|i do it)\b"
)


def _follows_up(text: str) -> bool:
    plain = folded(text)
    return len(plain.split()) <= 12 and bool(_FOLLOWING.search(plain))


def goes_on(question: str) -> bool:
    """Whether a question that stands after another in one message needs it to be understood."""
    plain = re.sub(r"^(?:and|also|plus)\s+", "", folded(question))
    pronoun = re.search(r"\b(?:it|that|this|they|them|those|one)\b", plain)
    return len(plain.split()) <= 10 and bool(pronoun or len(plain.split()) <= 3)


_WHERE_TO = re.compile(r"\b(to|for|from|in|with)\s+(?:the\s+)?\S+", re.I)


def _rewritten(text: str, before: str) -> str:
    """The question with the one it goes on from, so that "and to the UK?" is searched as a question on shipping.

    What the new question puts in its place is left out of the old one: "Do you ship to Canada?" becomes "Do you ship?".
    """
    kept = before[-200:]
    if replaced := _WHERE_TO.search(text):
        named = rf"\b{re.escape(replaced.group(1))}\s+(?:the\s+)?[A-Z]\w*(?:\s+[A-Z]\w*)*"
        kept = re.sub(named, "", kept)
    return clean(re.sub(r"\s+([?.!,])", r"\1", f"{kept} {text}"))


_CLAUSES = re.compile(
    r"(?<=[?？])\s*|(?<=[.!])\s+|[,;]?\s+(?:and|also|plus|et|und|y)\s+(?=(?:also\s+)?(?:how|what|when|where|which|who|why|can|could|do|does|is|are|will|would"
    r"|comment|combien|quand|wie|wann|was|kann|como|cuanto|cuando)\b)",
    re.I,
)


def questions_of(text: str) -> tuple[str, ...]:
    """The questions in one message, at most four.

    A part that is no question on its own ("I live in Ohio.") goes with the next.
    """
    parts = [clean(part) for part in _CLAUSES.split(text) if part and clean(part)]
    questions: list[str] = []
    pending = ""
    for part in parts:
        together = f"{pending} {part}".strip()
        if _asks(part):
            questions.append(together)
            pending = ""
        else:
            pending = together
    if pending and questions:
        questions[-1] = f"{questions[-1]} {pending}"
    return tuple(questions[:4]) or (text,)
