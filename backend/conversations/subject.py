"""What a conversation is about, in the shopper's own words."""

from backend.ai.chatter import chatter_of
from backend.ai.signals import Signal, signals_of
from backend.conversations.rules import preview_of

ASKED_FOR_A_PERSON = "Asked for a person"
COURTESIES = frozenset((Signal.GREETING, Signal.THANKS, Signal.GOODBYE))
LONGEST_COURTESY = 40
"""The rules for a greeting know its words, and not what else a long message says."""


def subject_after(subject: str, text: str) -> str:
    """The first words that ask or tell something: "hello" and "are you there?" stand only until those come."""
    return preview_of(text) if not subject or _says_nothing_yet(subject) else subject


def _says_nothing_yet(subject: str) -> bool:
    if subject == ASKED_FOR_A_PERSON:
        return True
    said = set(signals_of(subject))
    is_courtesy = bool(said) and said <= COURTESIES and len(subject) <= LONGEST_COURTESY
    return is_courtesy or chatter_of(subject) is not None
