"""Which tags a conversation earns by itself, each with the words that earned it. The same facts give the same tags."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from backend.ai.told import sign_of, topic_of

LONGEST_NAME = 40
LONGEST_DESCRIPTION = 500
LONGEST_EVIDENCE = 200
SURE = 0.4
"""An intent under this probability puts on no tag."""
SURE_OF_ORDER = 0.9
"""What the carrier says counts a little less than what the shopper says, so that their words become the evidence."""


class Colour(StrEnum):
    """The tone of a tag's badge."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    CAUTION = "caution"
    WARNING = "warning"
    CRITICAL = "critical"


class Origin(StrEnum):
    """Who put a tag on."""

    AGENT = "agent"
    API_CLIENT = "api_client"
    RULE = "system"


@dataclass(frozen=True)
class TagRule:
    """What puts a tag on by itself: any one of these is enough. Empty means by hand only."""

    intents: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    order_states: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    urgencies: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    """How a bot turn ended, such as "unknown"."""


@dataclass(frozen=True)
class TagDefinition:
    """A tag as the rules see it."""

    name: str
    rule: TagRule
    colour: Colour = Colour.NEUTRAL
    description: str = ""


@dataclass(frozen=True)
class Turn:
    """One message of the shopper and what was understood of it. `signals` maps a signal to the words that show it."""

    sequence: int
    text: str
    intents: tuple[tuple[str, float], ...] = ()
    signals: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""


@dataclass(frozen=True)
class Answered:
    """A form that was answered, with the tags that the form itself puts on."""

    sequence: int
    action: str
    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Request:
    """A request for a human."""

    reason: str
    urgency: str
    why: str
    evidence: str
    sequence: int | None = None


@dataclass(frozen=True)
class OrderFact:
    """A state that an order of the conversation is in, in words for the agent."""

    state: str
    evidence: str


@dataclass(frozen=True)
class Facts:
    """What is known of a conversation, each list oldest first."""

    turns: tuple[Turn, ...] = ()
    answered: tuple[Answered, ...] = ()
    requests: tuple[Request, ...] = ()
    orders: tuple[OrderFact, ...] = ()


@dataclass(frozen=True)
class Application:
    """A tag that the facts earn: the words that show it, the message they stand in, and how sure that is."""

    tag: str
    evidence: str
    evidence_sequence: int | None
    confidence: float


def decide(definitions: Sequence[TagDefinition], facts: Facts) -> list[Application]:
    """The tags that the facts earn, each once, by the surest ground and of equals the first."""
    earned = []
    for definition in definitions:
        grounds = _grounds(definition, facts)
        if grounds:
            earned.append(max(grounds, key=lambda ground: ground.confidence))
    return earned


Ground = tuple[str, int | None, float]
"""Evidence, the sequence of its message, and the confidence."""


def _grounds(definition: TagDefinition, facts: Facts) -> list[Application]:
    name, rule = definition.name, definition.rule
    grounds = [ground for turn in facts.turns for ground in _of_turn(rule, turn)]
    grounds += [
        (each.text, each.sequence, 1.0) for each in facts.answered if each.action in rule.actions or name in each.tags
    ]
    grounds += [ground for request in facts.requests for ground in _of_request(rule, request)]
    grounds += [(order.evidence, None, SURE_OF_ORDER) for order in facts.orders if order.state in rule.order_states]
    return [Application(name, shortened(text), sequence, round(chance, 3)) for text, sequence, chance in grounds]


def _of_turn(rule: TagRule, turn: Turn) -> Iterator[Ground]:
    for signal, words in turn.signals.items():
        if signal in rule.signals:
            yield words or turn.text, turn.sequence, 1.0
    for intent, chance in turn.intents:
        if intent in rule.intents and chance >= SURE:
            yield turn.text, turn.sequence, chance
    if turn.outcome and turn.outcome in rule.outcomes:
        yield turn.text, turn.sequence, 1.0


def _of_request(rule: TagRule, request: Request) -> Iterator[Ground]:
    if request.reason in rule.reasons:
        yield request.evidence, request.sequence, 1.0
    if request.urgency in rule.urgencies:
        yield request.why or request.evidence, request.sequence, 1.0


def shortened(text: str) -> str:
    """One line of evidence."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_EVIDENCE else line[: LONGEST_EVIDENCE - 1].rstrip() + "…"


def name_problem(name: str) -> str | None:
    """What is wrong with a tag's name, in words that say what to do."""
    if len(name) > LONGEST_NAME:
        return f"Shorten the name to {LONGEST_NAME} characters; it has {len(name)}."
    if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name) is None:
        return "Write the name as lower-case words joined by hyphens, such as late-delivery."
    return None


def description_problem(description: str) -> str | None:
    """What is wrong with a tag's description."""
    if len(description) > LONGEST_DESCRIPTION:
        return f"Shorten the description to {LONGEST_DESCRIPTION} characters; it has {len(description)}."
    return None


def dump(rule: TagRule) -> dict[str, Any]:
    """The rule as JSON."""
    return {key: list(value) for key, value in asdict(rule).items()}


def parse(stored: Mapping[str, Any]) -> TagRule:
    """The rule that `dump` wrote; also one from before a ground was added."""
    return TagRule(**{key: tuple(value) for key, value in stored.items()})


_REASONS = {
    "asked_for_human": "The shopper asks for a person",
    "upset": "A person is needed because the shopper is upset",
    "high_stakes": "A person is needed because much is at stake",
    "cannot_answer": "The bot has no answer and asks for a person",
    "merchant_rule": "A rule of the shop asks for a person",
    "bot_failure": "The bot fails",
}
_OUTCOMES = {"unknown": "The bot does not know the answer"}


def in_words(rule: TagRule) -> list[str]:
    """What puts the tag on by itself, for a merchant."""
    words = [f"The shopper asks about {topic_of(intent)}" for intent in rule.intents]
    words += [f"The shopper {sign_of(signal)}" for signal in rule.signals]
    words += [f"The form “{_spoken(action).capitalize()}” is answered" for action in rule.actions]
    words += [f"The order is {_spoken(state)}" for state in rule.order_states]
    words += [_REASONS.get(reason, _spoken(reason)) for reason in rule.reasons]
    words += [f"A person is needed with {urgency} urgency" for urgency in rule.urgencies]
    words += [_OUTCOMES.get(outcome, f"A bot turn ends as “{_spoken(outcome)}”") for outcome in rule.outcomes]
    return words


def _spoken(name: str) -> str:
    return name.replace("_", " ")
