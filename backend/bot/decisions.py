"""What a turn of the bot may come to."""

from dataclasses import dataclass

from backend.conversations.rules import Reason, Urgency


@dataclass(frozen=True)
class Answer:
    """Say what the store's content says, with its source."""


@dataclass(frozen=True)
class AnswerFromOrder:
    """Say what the known order says, at the level that was proved."""


@dataclass(frozen=True)
class LookUpOrder:
    """All that a lookup needs is known. `action_key` is the form that would have asked, for corrections."""

    action_key: str


@dataclass(frozen=True)
class OfferAction:
    """Put a form to the shopper. `with_answer`: the content has something to say first."""

    action_key: str
    with_answer: bool = False


@dataclass(frozen=True)
class Ask:
    """Ask for one thing that is missing: "question" when the message has none that can be understood."""

    about: str


@dataclass(frozen=True)
class Escalate:
    """Ask for a human. `pre_handoff_action` is offered besides, while the human is already on the way."""

    reason: Reason
    urgency: Urgency
    urgency_why: str
    evidence: str
    pre_handoff_action: str | None = None


@dataclass(frozen=True)
class SmallTalk:
    """Answer what asks nothing of the store: "greeting", "thanks", "goodbye", "nod", "presence" or "about_bot"."""

    kind: str


@dataclass(frozen=True)
class SayUnknown:
    """Say that the store's content does not say, and offer a person."""

    offer_person: bool = True


@dataclass(frozen=True)
class Acknowledge:
    """Say that a submitted form has arrived, where nothing else follows from it that the shopper would see."""


Decision = Answer | AnswerFromOrder | LookUpOrder | OfferAction | Ask | Escalate | SmallTalk | SayUnknown | Acknowledge
