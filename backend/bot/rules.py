"""One turn's decision: answer, offer a form, ask, escalate, or say plainly that the store's content does not say.

Pure: no library, no foundation. What it promises: a request for a human is never refused, delayed by a form, or
weighed against an answer; what is known is not asked for; the bot never says what it did not find; two misses in a
row end with a human.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from backend.bot.decisions import (
    Answer,
    AnswerFromOrder,
    Ask,
    Decision,
    Escalate,
    LookUpOrder,
    OfferAction,
    SayUnknown,
    SmallTalk,
)
from backend.conversations.rules import Reason, Urgency


class Understanding(Protocol):
    """What was understood of the message. `signals` maps a signal's name to the words that show it."""

    @property
    def text(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def intents(self) -> Sequence[tuple[str, float]]: ...
    @property
    def signals(self) -> Mapping[str, str]: ...
    @property
    def order_numbers(self) -> Sequence[str]: ...
    @property
    def late_by(self) -> str: ...
    @property
    def is_question(self) -> bool: ...
    @property
    def is_repeat(self) -> bool: ...
    @property
    def chatter(self) -> str: ...


@dataclass(frozen=True)
class Retrieved:
    """How well the store's content fits the message:

    the best score, its lead over the next source, and whether an answer stands.
    """

    best_score: float = 0.0
    margin: float = 0.0
    has_answer: bool = False


@dataclass(frozen=True)
class Standing:
    """What the conversation already holds.

    `known` maps a field's key to its value; an order is known when it was looked up.
    """

    misses_in_row: int = 0
    offered_actions: frozenset[str] = frozenset()
    declined_actions: frozenset[str] = frozenset()
    known: Mapping[str, str] = field(default_factory=dict)
    order_is_known: bool = False
    bot_has_answered: bool = False
    times_upset: int = 0
    bot_failed: bool = False
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OfferedWhen:
    """When a custom action is offered:

    on which intents, or before a handoff, and on which intents never. `required` are the keys of its required fields.
    """

    key: str
    intents: frozenset[str] = frozenset()
    not_intents: frozenset[str] = frozenset()
    before_handoff: bool = False
    required: tuple[str, ...] = ()

    def is_needed(self, known: Mapping[str, str]) -> bool:
        """False once every required field is known."""
        return not self.required or any(not known.get(key) for key in self.required)

    def fits(self, understanding: Understanding) -> bool:
        """False where the message is likely about what the merchant keeps the form away from."""
        likely = {name for name, chance in understanding.intents if chance >= SURE_OF_INTENT}
        return not self.not_intents & (likely | set(understanding.signals))


STAKES = ("injury", "fraud", "legal_threat", "billing_dispute", "account_lockout", "refund_dispute")


@dataclass(frozen=True)
class BotPolicy:
    """The shop's choices. Asking for a human, being upset and a failing bot cannot be switched off."""

    threshold: float = 0.5
    high_stakes: frozenset[str] = frozenset(STAKES)
    misses_allowed: int = 1
    actions: tuple[OfferedWhen, ...] = ()
    escalate_intents: frozenset[str] = frozenset()
    escalate_tags: frozenset[str] = frozenset()


SURE_OF_HUMAN = 0.42
SURE_OF_STAKES = 0.5
SURE_OF_ANGER = 0.5
SURE_OF_COURTESY = 0.7
SURE_OF_INTENT = 0.4
_STAKES_BY_INTENT = {"refund_dispute", "billing_dispute", "account_lockout"}
_STAKES_IN_WORDS = {
    "injury": "somebody may be hurt or at risk",
    "fraud": "fraud is suspected",
    "legal_threat": "legal steps are mentioned",
    "billing_dispute": "a charge is disputed",
    "account_lockout": "the shopper cannot get into their account",
    "refund_dispute": "a refund is disputed",
}
_URGENT_STAKES = frozenset({"injury", "fraud", "legal_threat", "billing_dispute", "account_lockout"})
_ASKED_TO_ACT = ("return_refund", "cancel_order", "change_address", "damaged_item")
_COURTESIES = ("greeting", "thanks", "goodbye")


def decide(understanding: Understanding, retrieved: Retrieved, standing: Standing, policy: BotPolicy) -> Decision:
    """The one decision of a turn. The first ground that holds wins; grounds for a human come first."""
    return (
        _human(understanding, standing, policy)
        or _courtesy(understanding)
        or _about_an_order(understanding, standing, policy)
        or _form(understanding, retrieved, standing, policy)
        or _content(retrieved, policy)
        or _miss(understanding, standing, policy)
    )


def _human(understanding: Understanding, standing: Standing, policy: BotPolicy) -> Escalate | None:
    ground = _ground_for_a_human(understanding, standing, policy)
    if ground is None:
        return None
    reason, evidence, topic = ground
    urgency, why = urgency_of(reason, topic, understanding, standing)
    return Escalate(reason, urgency, why, evidence, pre_handoff_action(understanding, standing, policy))


def _ground_for_a_human(  # noqa: PLR0911 - one ground a line, in the order in which they count
    understanding: Understanding, standing: Standing, policy: BotPolicy
) -> tuple[Reason, str, str] | None:
    signals = understanding.signals
    topic = high_stakes_topic(understanding, policy)
    if asked := signals.get("asks_for_human"):
        return Reason.ASKED_FOR_HUMAN, asked, topic
    if topic:
        return Reason.HIGH_STAKES, signals.get(topic) or _quoted(understanding.text), topic
    if asked := asks_for_human(understanding):
        return Reason.ASKED_FOR_HUMAN, asked, ""
    if words := signals.get("upset") or signals.get("repeated_contact"):
        return Reason.UPSET, words, ""
    if understanding.chatter == "yes" and standing.misses_in_row > 0:
        return Reason.ASKED_FOR_HUMAN, _quoted(understanding.text), ""
    if standing.bot_failed:
        return Reason.BOT_FAILURE, "the bot could not finish its answer", ""
    if rule := _merchant_rule(understanding, standing, policy):
        return Reason.MERCHANT_RULE, rule, ""
    if standing.bot_has_answered and "did_not_help" in signals:
        return Reason.CANNOT_ANSWER, signals["did_not_help"], ""
    if words := _anger(understanding):
        return Reason.UPSET, words, ""
    return None


def asks_for_human(understanding: Understanding) -> str:
    """The words that ask for a human, or nothing. A denied request is none, however sure the classifier is."""
    if said := understanding.signals.get("asks_for_human"):
        return said
    if "refuses_human" in understanding.signals:
        return ""
    return _quoted(understanding.text) if _chance(understanding, "wants_human") >= SURE_OF_HUMAN else ""


def _anger(understanding: Understanding) -> str:
    """A complaint that uses none of the words of anger. Who asks something wants an answer first."""
    is_told = not understanding.is_question and _best_intent(understanding) == "complaint"
    return _quoted(understanding.text) if is_told and _chance(understanding, "complaint") >= SURE_OF_ANGER else ""


def high_stakes_topic(understanding: Understanding, policy: BotPolicy) -> str:
    """The gravest topic of the message that the shop has not switched off, or nothing."""
    for topic in STAKES:
        by_words = topic in understanding.signals and (topic == "injury" or not _asks_in_general(understanding))
        # "When is my card charged?" sounds like a dispute to the classifier; a question needs the words of one.
        told = topic in _STAKES_BY_INTENT and not understanding.is_question
        by_intent = told and _chance(understanding, topic) >= SURE_OF_STAKES
        if topic in policy.high_stakes and (by_words or by_intent):
            return topic
    return ""


_ONESELF = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|im|ive|me|my|mine|myself|we|we're|we've|our|us|you|your)\b", re.I)


def _asks_in_general(understanding: Understanding) -> bool:
    """ "Does an account get locked after wrong codes?" asks how things are; nobody's account is."""
    return understanding.is_question and understanding.language == "en" and not _ONESELF.search(understanding.text)


def urgency_of(reason: Reason, topic: str, understanding: Understanding, standing: Standing) -> tuple[Urgency, str]:
    """How soon, and the sentence that says why. Grounds add up in the sentence; the gravest sets the level."""
    grounds = list(_grave_grounds(topic, understanding))
    if reason is Reason.ASKED_FOR_HUMAN:
        grounds.append("a person was asked for")
        return (Urgency.HIGH if len(grounds) > 1 else Urgency.NORMAL), _sentence(grounds)
    if topic in _URGENT_STAKES:
        return Urgency.HIGH, _sentence(grounds)
    if reason is Reason.UPSET:
        again = standing.times_upset > 0 or len(grounds) > 1
        return (Urgency.HIGH if again else Urgency.NORMAL), _sentence(grounds)
    if reason is Reason.CANNOT_ANSWER:
        grounds.append("the bot could not answer")
        return (Urgency.NORMAL if len(grounds) > 1 else Urgency.LOW), _sentence(grounds)
    by_reason = {Reason.MERCHANT_RULE: "a rule of the shop asks for a person", Reason.BOT_FAILURE: "the bot failed"}
    if reason in by_reason:
        grounds.append(by_reason[reason])
    return Urgency.NORMAL, _sentence(grounds)


def _grave_grounds(topic: str, understanding: Understanding) -> list[str]:
    grounds = []
    if topic:
        grounds.append(_STAKES_IN_WORDS[topic])
    # "Still no refund after three weeks" is late too, but it is the refund that is late.
    if "lateness" in understanding.signals and topic != "refund_dispute":
        grounds.append(f"order {understanding.late_by} late" if understanding.late_by else "order said to be late")
    if "upset" in understanding.signals:
        grounds.append("the shopper is upset")
    if "repeated_contact" in understanding.signals:
        grounds.append("the shopper has asked before")
    return grounds


def _sentence(grounds: Sequence[str]) -> str:
    if len(grounds) < 2:
        return "".join(grounds)
    return f"{', '.join(grounds[:-1])} and {grounds[-1]}"


def pre_handoff_action(understanding: Understanding, standing: Standing, policy: BotPolicy) -> str | None:
    """The form that goes along with a handoff: only while something it requires is unknown, and never a second time."""
    for action in policy.actions:
        asked = action.key in standing.offered_actions or action.key in standing.declined_actions
        if action.before_handoff and not asked and action.is_needed(standing.known) and action.fits(understanding):
            return None if standing.order_is_known and "order_number" in action.required else action.key
    return None


def _merchant_rule(understanding: Understanding, standing: Standing, policy: BotPolicy) -> str:
    for intent, chance in understanding.intents:
        if intent in policy.escalate_intents and chance >= SURE_OF_INTENT:
            return f"intent {intent}"
    tags = sorted(policy.escalate_tags & standing.tags)
    return f"tag {tags[0]}" if tags else ""


def _courtesy(understanding: Understanding) -> SmallTalk | None:
    for kind in ("goodbye", "thanks", "greeting"):
        if kind in understanding.signals:
            return SmallTalk(kind)
    if understanding.chatter:
        return SmallTalk({"yes": "nod", "no": "nod"}.get(understanding.chatter, understanding.chatter))
    best = _best_intent(understanding)
    short = len(understanding.text) <= 40 and not understanding.is_question
    if best in _COURTESIES and short and _chance(understanding, best) >= SURE_OF_COURTESY:
        return SmallTalk(best)
    return None


def _about_an_order(understanding: Understanding, standing: Standing, policy: BotPolicy) -> Decision | None:
    named = bool(understanding.order_numbers) and not understanding.is_question
    best = _best_intent(understanding)
    late = "lateness" in understanding.signals and best in ("", "order_status", "shipping_info", "complaint", "other")
    if not (_is_likely(understanding, "order_status") or late or (named and best in ("", "order_status", "other"))):
        return None
    if standing.order_is_known:
        return AnswerFromOrder()
    action = _action_for("order_status", understanding, standing, policy)
    if action is not None:
        return OfferAction(action)
    answered = _answered_already(standing, policy)
    return LookUpOrder(answered) if answered else None


def _answered_already(standing: Standing, policy: BotPolicy) -> str | None:
    """The form for an order whose every question is answered."""
    if not standing.known.get("order_number"):
        return None
    forms = (action for action in policy.actions if "order_status" in action.intents)
    return next((action.key for action in forms if not action.is_needed(standing.known)), None)


def _form(understanding: Understanding, retrieved: Retrieved, standing: Standing, policy: BotPolicy) -> Decision | None:
    """A wish to *do* something gets its form; a question about how it is done gets the answer."""
    best = _best_intent(understanding)
    if not best or best == "order_status" or _chance(understanding, best) < SURE_OF_INTENT:
        return None
    action = _action_for(best, understanding, standing, policy)
    if action is None:
        return None
    answered = _stands(retrieved, policy)
    wish = best in _ASKED_TO_ACT and not understanding.is_question
    if wish or not answered:
        return OfferAction(action, with_answer=answered)
    return None


def _content(retrieved: Retrieved, policy: BotPolicy) -> Decision | None:
    return Answer() if _stands(retrieved, policy) else None


def _miss(understanding: Understanding, standing: Standing, policy: BotPolicy) -> Decision:
    if not any(character.isalnum() for character in understanding.text):
        return Ask("question")
    repeated = understanding.is_repeat and standing.misses_in_row > 0
    if standing.misses_in_row < policy.misses_allowed and not repeated:
        return SayUnknown()
    urgency, why = urgency_of(Reason.CANNOT_ANSWER, "", understanding, standing)
    evidence = _quoted(understanding.text)
    return Escalate(Reason.CANNOT_ANSWER, urgency, why, evidence, pre_handoff_action(understanding, standing, policy))


def _stands(retrieved: Retrieved, policy: BotPolicy) -> bool:
    return retrieved.has_answer and retrieved.best_score >= policy.threshold


def _action_for(intent: str, understanding: Understanding, standing: Standing, policy: BotPolicy) -> str | None:
    """The form for an intent, unless all it requires is known, or shopper or merchant do not want it here."""
    for action in policy.actions:
        is_open = action.key not in standing.declined_actions and action.is_needed(standing.known)
        if intent in action.intents and is_open and action.fits(understanding):
            return action.key
    return None


def _best_intent(understanding: Understanding) -> str:
    return str(understanding.intents[0][0]) if understanding.intents else ""


def _is_likely(understanding: Understanding, intent: str) -> bool:
    return _best_intent(understanding) == intent and _chance(understanding, intent) >= SURE_OF_INTENT


def _chance(understanding: Understanding, intent: str) -> float:
    return next((chance for name, chance in understanding.intents if name == intent), 0.0)


def _quoted(text: str) -> str:
    """The message itself as evidence, cut to a line."""
    return text if len(text) <= 160 else f"{text[:159]}…"
