"""What is kept of a turn for agents: what was understood, found and decided, and why."""

from typing import Any

from backend.ai.answer import THRESHOLD
from backend.bot.decisions import (
    Acknowledge,
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
from backend.bot.situation import Situation
from backend.bot.think import Outcome
from backend.conversations.models import Conversation
from backend.conversations.rules import State

HITS_KEPT = 5
_NAMES: dict[type[Any], str] = {
    Answer: "answer",
    AnswerFromOrder: "order",
    LookUpOrder: "order",
    OfferAction: "offer_action",
    Ask: "ask",
    Escalate: "escalate",
    SmallTalk: "small_talk",
    SayUnknown: "unknown",
    Acknowledge: "acknowledge",
}


def name_of(decision: Decision) -> str:
    """The decision in a word, for counting."""
    return _NAMES[type(decision)]


def ended_by(conversation: Conversation) -> str:
    """What ended the term of a turn, by who holds the conversation now: for counting, and for agents in a line."""
    return {
        State.AGENT: "taken_over",
        State.WAITING: "asked_for_human",
        State.RESOLVED: "resolved",
        State.BOT: "begun_again",
    }[State(conversation.state)]


NOT_SAID = {
    "taken_over": "not said, since an agent took over",
    "asked_for_human": "not said, since a person was asked for",
    "resolved": "not said, since the conversation was resolved",
    "begun_again": "not said, since the bot began again meanwhile",
}


def trace_of(situation: Situation, outcome: Outcome, *, not_said: str = "") -> dict[str, Any]:
    """The turn as JSON. `sequence` is the newest message that it answered; `not_said` what ended its term before."""
    understanding = outcome.understanding
    intent, chance = understanding.intents[0] if understanding.intents else ("nothing in particular", 0.0)
    hits = outcome.findings.hits[:HITS_KEPT] if outcome.findings else ()
    return {
        "sequence": situation.last_sequence,
        "language": understanding.language,
        "intents": [[name, round(p, 3)] for name, p in understanding.intents],
        "signals": [{"name": name, "evidence": said} for name, said in understanding.signals.items()],
        "understood": f"{intent.replace('_', ' ')} ({chance:.0%})",
        "because": "; ".join(part for part in (because(outcome), NOT_SAID.get(not_said)) if part),
        "retrieved": [
            {"title": h.passage.title, "heading": h.passage.heading, "url": h.passage.url, "score": round(h.score, 3)}
            for h in hits
        ],
        "model": outcome.model,
    }


def because(outcome: Outcome) -> str:
    """Why it was decided so, in a line for agents."""
    score = outcome.findings.best_score if outcome.findings else 0.0
    decision = outcome.decision
    if isinstance(decision, Escalate):
        return f"{decision.reason.value.replace('_', ' ')}: {decision.urgency_why}"
    if isinstance(decision, OfferAction):
        return f"the form “{decision.action_key.replace('_', ' ')}” fits what is wanted"
    if isinstance(decision, SmallTalk):
        return f"it asks nothing of the store: {decision.kind.replace('_', ' ')}"
    return {
        Answer: f"the store's content answers it (score {score:.2f}, needed {THRESHOLD:.2f})",
        SayUnknown: f"nothing in the store's content answers it (best score {score:.2f}, needed {THRESHOLD:.2f})",
        AnswerFromOrder: "the order is known",
        LookUpOrder: "all that a lookup needs is known",
        Ask: "something is missing to answer",
        Acknowledge: "a form was sent in, and nothing else answers it",
    }[type(decision)]
