"""What a bot turn comes to. The rules decide; the store's content, or a language model held to it, gives the words."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Protocol

import structlog

from backend import measures
from backend.actions.forms import OfferStatus
from backend.ai.answer import THRESHOLD, Citation, Findings, LocalAnswer, compose
from backend.ai.llm import ModelDecision, ModelReply, ModelRequest
from backend.ai.mind import Mind
from backend.ai.providers import Failure, ModelFailed
from backend.ai.signals import Signal, signals_of
from backend.ai.understand import Understanding
from backend.bot import rules, spending, words
from backend.bot.decisions import (
    Acknowledge,
    Answer,
    AnswerFromOrder,
    Ask,
    Decision,
    Escalate,
    OfferAction,
    SayUnknown,
    SmallTalk,
)
from backend.bot.rules import BotPolicy, OfferedWhen, Retrieved, Standing
from backend.bot.situation import Situation
from backend.bot.spending import Payer, Spent
from backend.conversations.rules import Reason, Urgency
from backend.db import Database
from backend.knowledge.index import KnowledgeIndexes
from backend.live import Live
from backend.orders.recognition import recognise

DRAFT_EVERY = 0.08

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What a turn came to: a decision, the words and their grounds, and how it got there."""

    decision: Decision
    understanding: Understanding
    findings: Findings | None = None
    text: str = ""
    citations: tuple[Citation, ...] = ()
    snapshot_id: int | None = None
    model: str = "local"


class Thinker(Protocol):
    """What a turn needs of a process: its mind, the shop's content, a way to show growing words, and a till."""

    @property
    def db(self) -> Database: ...
    @property
    def mind(self) -> Mind: ...
    @property
    def knowledge(self) -> KnowledgeIndexes: ...
    @property
    def live(self) -> Live: ...


async def think(services: Thinker, situation: Situation) -> Outcome:
    """The turn's outcome. Nothing is open while it thinks, and nothing is written but what a model's words cost."""
    if not situation.text:
        said = words.of(situation.language())["acknowledged"]
        return Outcome(Acknowledge(), Understanding(text="", language="und"), text=said)
    understanding = await services.mind.understand(situation.text, situation.history)
    numbers = recognise(situation.text, situation.shop.order_prefix, situation.shop.order_suffix)
    understanding = replace(understanding, order_numbers=numbers)
    if services.mind.model is not None and _answers_a_question(understanding, situation):
        understanding = replace(understanding, chatter="")
    standing, policy = standing_of(situation, understanding), policy_of(situation)
    outcome = Outcome(rules.decide(understanding, Retrieved(), standing, policy), understanding)
    if not _needs_search(outcome.decision):
        return _worded(outcome, situation)
    index = await services.knowledge.of(situation.shop.id or 0)
    findings = await services.mind.find(understanding, index)
    answer = compose(findings)
    retrieved = Retrieved(findings.best_score, findings.margin, answer is not None)
    outcome = Outcome(rules.decide(understanding, retrieved, standing, policy), understanding, findings)
    if services.mind.model is not None and isinstance(outcome.decision, Answer | SayUnknown | Escalate):
        worded = await _from_model(services, situation, outcome)
        if worded is not None:
            return worded
    if answer is not None and _speaks_from_content(outcome.decision):
        return _with_answer(outcome, situation, answer)
    return _worded(outcome, situation)


def _answers_a_question(understanding: Understanding, situation: Situation) -> bool:
    """Whether a "yes" or "no" answers what the language model asked; after the bot's own lines it does not.

    "Yes" to "you can talk to a person" is a request for one, with a model as without.
    """
    said = situation.history[-1] if situation.history else None
    if understanding.chatter not in ("yes", "no") or said is None or said.sender != "bot":
        return False
    return said.text.rstrip().endswith(("?", "？")) and not words.is_ours(said.text)


def _needs_search(decision: Decision) -> bool:
    """Courtesies, orders and requests for a human are not searched for."""
    if isinstance(decision, Escalate):
        return decision.reason is Reason.CANNOT_ANSWER
    return isinstance(decision, Answer | SayUnknown | OfferAction)


def _speaks_from_content(decision: Decision) -> bool:
    """An answer does; a form only where the content has something to say first."""
    return isinstance(decision, Answer) or (isinstance(decision, OfferAction) and decision.with_answer)


WORDS_OF_A_TOPIC = 8


def standing_of(situation: Situation, understanding: Understanding) -> Standing:
    """What the conversation holds already, so that nobody is asked twice."""
    known = dict(situation.known)
    if len(understanding.order_numbers) == 1:
        known["order_number"] = understanding.order_numbers[0]
    if _says_what_it_is_about(situation, understanding):
        known.setdefault("description", situation.conversation.subject)
    order = situation.order
    skipped = (key for key, status in situation.offered.items() if status is OfferStatus.SKIPPED)
    return Standing(
        misses_in_row=situation.conversation.bot_misses,
        offered_actions=frozenset(situation.offered),
        declined_actions=frozenset(skipped),
        known=known,
        order_is_known=order is not None and order.view is not None,
        bot_has_answered=any(turn.sender == "bot" for turn in situation.history),
        times_upset=sum(Signal.UPSET in signals_of(said) for said in situation.said_before),
    )


def _says_what_it_is_about(situation: Situation, understanding: Understanding) -> bool:
    """Earlier words, a grave topic, anger or a whole sentence: "what is it about?" was answered before it is asked."""
    said_before = any(len(turn.text.split()) >= 3 for turn in situation.history if turn.sender == "shopper")
    grave = any(topic in understanding.signals for topic in (*rules.STAKES, "upset", "repeated_contact", "lateness"))
    return said_before or grave or len(situation.text.split()) >= WORDS_OF_A_TOPIC


def policy_of(situation: Situation) -> BotPolicy:
    """The shop's choices as the rules weigh them."""
    return BotPolicy(
        threshold=THRESHOLD,
        high_stakes=frozenset(situation.settings.escalation_topics),
        actions=tuple(
            OfferedWhen(
                key=form.key,
                intents=frozenset(form.triggers.intents),
                not_intents=frozenset(form.triggers.not_intents),
                before_handoff=form.triggers.before_handoff,
                required=tuple(field.key for field in form.fields if field.is_required),
            )
            for form in situation.forms
        ),
    )


async def _from_model(services: Thinker, situation: Situation, outcome: Outcome) -> Outcome | None:
    """The language model's words, as far as the rules allow them; None where the local answer serves instead."""
    assert services.mind.model is not None and outcome.findings is not None
    request = ModelRequest(
        question=situation.text,
        passages=[hit.passage for hit in outcome.findings.hits],
        history=situation.history,
        order={"state": situation.order.words} if situation.order is not None else None,
        actions={form.key: form.title for form in situation.forms},
        language=outcome.understanding.language,
        shop_name=situation.shop.name,
    )
    try:
        reply, text = await _paid(services, situation, request)
    except ModelFailed as failure:
        measures.model_failures.labels(failure.reason).inc()
        log.warning("model_failed", reason=failure.reason)
        return _after_failure(situation, outcome, failure.reason)
    return _from_reply(situation, outcome, reply, text)


async def _paid(services: Thinker, situation: Situation, request: ModelRequest) -> tuple[ModelReply, str]:
    """The reply and its words, for which a day's tokens are spent. Raises ModelFailed where none are left."""
    assert services.mind.model is not None
    payer = Payer(situation.shop.id or 0, situation.conversation.id)
    try:
        reserved = await spending.reserve(services.db, payer, request.most_tokens, services.mind.model.limits)
    except Spent as spent:
        raise ModelFailed(Failure.SPENT, spent.scope) from spent
    try:
        reply = await services.mind.model.answer(request)
        speaks = reply.decision in (ModelDecision.ANSWER, ModelDecision.ASK)
        return reply, await _stream(services, situation, reply.text) if speaks else ""
    finally:
        measures.model_tokens.labels("server").inc(request.meter.tokens)
        await spending.settle(services.db, reserved, request.meter.tokens)


_NOT_BORNE_OUT = (Failure.NOT_HELD, Failure.UNKNOWN_CITATION)


def _after_failure(situation: Situation, outcome: Outcome, reason: Failure) -> Outcome | None:
    """A failed model falls to the local answer, and to a human where there is none.

    One that said what no passage holds leaves the turn as it would be without it: "I could not find that", a person
    offered, and the gap recorded. A human who was called by each invention would be called by whoever provokes them.
    """
    if isinstance(outcome.decision, Answer) or reason in _NOT_BORNE_OUT:
        return None
    standing = replace(standing_of(situation, outcome.understanding), bot_failed=True)
    decision = rules.decide(outcome.understanding, Retrieved(), standing, policy_of(situation))
    return _worded(replace(outcome, decision=decision), situation)


def _from_reply(situation: Situation, outcome: Outcome, reply: ModelReply, text: str) -> Outcome | None:
    worded = replace(outcome, model="language model")
    if reply.decision is ModelDecision.ANSWER or reply.decision is ModelDecision.ASK:
        decision: Decision = Answer() if reply.decision is ModelDecision.ANSWER else Ask("detail")
        citations = tuple(Citation(p.source_id, p.title, p.url, p.heading, p.text[:300]) for p in reply.citations)
        return replace(worded, decision=decision, text=text, citations=citations)
    if reply.decision is ModelDecision.OFFER:
        return _worded(replace(worded, decision=OfferAction(reply.action)), situation)
    if reply.decision is ModelDecision.ESCALATE:
        reason = Reason.CANNOT_ANSWER
        urgency, why = rules.urgency_of(
            reason, "", outcome.understanding, standing_of(situation, outcome.understanding)
        )
        return _worded(replace(worded, decision=Escalate(reason, urgency, why, situation.text[:160])), situation)
    return None


async def _stream(services: Thinker, situation: Situation, pieces: AsyncIterator[str]) -> str:
    """Shows the growing words, with the term that they belong to; widgets drop those of an ended term."""
    text, told_at = "", 0.0
    key = f"conversation:{situation.conversation.id}"
    async for piece in pieces:
        text += piece
        if time.monotonic() - told_at >= DRAFT_EVERY:
            told_at = time.monotonic()
            draft = {"term": situation.term, "text": text, "after": situation.conversation.last_sequence}
            await services.live.tell(key, "draft", draft)
    return text.strip()


def _with_answer(outcome: Outcome, situation: Situation, answer: LocalAnswer) -> Outcome:
    language = situation.language(outcome.understanding.language)
    left_open = f"\n\n{words.partly_answered(language, answer.unanswered)}" if answer.unanswered else ""
    return replace(outcome, text=answer.text + left_open, citations=answer.citations)


def _speaks(outcome: Outcome, language: str) -> bool:
    """Whether the store says anything in that language: then asking in English would find no more."""
    hits = outcome.findings.hits if outcome.findings else ()
    return any(hit.passage.language == language for hit in hits)


def _worded(outcome: Outcome, situation: Situation) -> Outcome:
    """The words that go with a decision which quotes no source."""
    asked_in = outcome.understanding.language
    language = situation.language(asked_in)
    match outcome.decision:
        case SmallTalk(kind):
            return replace(outcome, text=words.small_talk(language, kind))
        case Ask():
            return replace(outcome, text=words.of(language)["ask_question"])
        case SayUnknown():
            return replace(outcome, text=words.unknown(language, "" if _speaks(outcome, asked_in) else asked_in))
        case Escalate(urgency=urgency):
            high = urgency is Urgency.HIGH
            return replace(outcome, text=words.handing_over(language, situation.outlook, high=high))
        case AnswerFromOrder() if situation.order is not None:
            return replace(outcome, text=situation.order.words, snapshot_id=situation.order.snapshot_id)
        case _:
            return outcome
