"""The words that an expectation of a shop's own set may hold: what the program itself would say, and nothing else."""

from collections.abc import Mapping

from backend.ai.classifier import Intent
from backend.conversations.rules import Reason, Urgency

DECISIONS = ("answer", "ask", "offer", "escalate", "smalltalk")
_KNOWN: Mapping[str, frozenset[str]] = {
    "intent": frozenset(str(intent) for intent in Intent),
    "reason": frozenset(str(reason) for reason in Reason),
    "urgency": frozenset(str(urgency) for urgency in Urgency),
    "decision": frozenset(DECISIONS),
}
LONGEST_WORDS = 300
MOST_WORDS = 10


def expectation_problem(expect: Mapping[str, tuple[str, ...] | bool]) -> tuple[str, str] | None:
    """The expectation that can never be met, and why."""
    for name, value in expect.items():
        if isinstance(value, bool):
            continue
        if len(value) > MOST_WORDS or any(len(words) > LONGEST_WORDS for words in value):
            return name, f"At most {MOST_WORDS} at once, of at most {LONGEST_WORDS} characters."
        strange = [words for words in value if name in _KNOWN and words not in _KNOWN[name]]
        if strange:
            return name, f'"{strange[0]}" is no {name}. Known are: {", ".join(sorted(_KNOWN[name]))}.'
    if expect.get("answerable") is True and expect.get("escalate") is True:
        return "escalate", "A question cannot be answered and handed to a person at once."
    return None
