"""The job "bot.reply": one turn for all that the shopper wrote since the bot spoke last.

Read (a short transaction), think (none open), write (one transaction that first asks whether the term still holds).
What a turn says and everything that it causes carry the term in which it began: after it ended nothing is written.
"""

import contextlib
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs, measures
from backend.actions import queries as action_queries
from backend.actions import service as actions
from backend.actors import ActorKind
from backend.bot import failure, queries, situation, words
from backend.bot.decisions import Answer, AnswerFromOrder, Escalate, LookUpOrder, OfferAction, SayUnknown
from backend.bot.situation import Situation
from backend.bot.think import Outcome, think
from backend.bot.trace import ended_by, name_of, trace_of
from backend.clock import now
from backend.context import Services
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Message
from backend.conversations.rules import Reason, State
from backend.conversations.service import Known
from backend.errors import NotFound, Refusal, TermOver
from backend.knowledge import service as knowledge
from backend.orders import queries as order_queries
from backend.orders import service as orders
from backend.orders.rules import Outcome as LookupOutcome

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Done:
    """A turn that has been thought, and what is written of it."""

    situation: Situation
    outcome: Outcome
    milliseconds: int
    now: datetime


async def run(services: Services, payload: dict[str, Any]) -> None:
    """{shop_id, conversation_id}. May run twice: a turn that was answered finds nothing left to answer."""
    shop_id, conversation_id = int(payload["shop_id"]), int(payload["conversation_id"])
    started = time.perf_counter()
    async with services.db.reading() as session:
        found = await situation.read(session, shop_id, conversation_id)
    if found is None:
        await _leave_to_agents(services, shop_id, conversation_id)
        return
    try:
        outcome = await think(services, found)
        by = "local" if outcome.model == "local" else "server"
        measures.answers.labels(by).observe(time.perf_counter() - started)
        await _finish(services, Done(found, outcome, round((time.perf_counter() - started) * 1000), now()))
    finally:
        await services.live.tell(f"conversation:{conversation_id}", "draft", None)


async def _finish(services: Services, done: Done) -> None:
    try:
        async with services.db.writing() as session:
            await write(session, done)
    except TermOver:
        async with services.db.writing() as session:
            await _discard(session, done)


async def _leave_to_agents(services: Services, shop_id: int, conversation_id: int) -> None:
    """Nobody waits for the bot. Words that it did not get to, since an agent was faster, are tagged all the same."""
    with contextlib.suppress(NotFound):
        async with services.db.writing() as session:
            conversation = await conversations.locked(session, shop_id, conversation_id)
            if conversation.state != State.BOT:
                await _owe_tags(session, conversation)


async def gave_up(services: Services, payload: dict[str, Any], _error: str) -> None:
    """After the last try a human is asked for, if the shopper still waits: a bot that fails does not end in silence."""
    try:
        async with services.db.writing() as session:
            conversation = await conversations.locked(session, int(payload["shop_id"]), int(payload["conversation_id"]))
            await failure.ask_for_human(
                session,
                conversation,
                evidence="The bot could not finish its answer",
                urgency_why="the bot failed",
                now=now(),
            )
    except NotFound:
        return


async def write(session: AsyncSession, done: Done) -> None:
    """All that the turn says and causes, in one transaction. Raises TermOver before anything is written."""
    conversation = await _locked(session, done)
    conversations.require_term(conversation, done.situation.term)
    if await _is_superseded(session, conversation, done):
        _record(session, conversation, done, "superseded", None)
        return
    await _note_understanding(session, conversation, done)
    before = conversation.last_sequence
    message = await _say(session, conversation, done)
    await _act(session, conversation, done)
    if conversation.last_sequence == before:
        message = await _point_to_what_is_open(session, conversation, done)
    session.add(conversation)
    _record(session, conversation, done, name_of(done.outcome.decision), message)
    await _owe_tags(session, conversation)


async def _locked(session: AsyncSession, done: Done) -> Conversation:
    row = done.situation.conversation
    assert row.id is not None
    return await conversations.locked(session, row.shop_id, row.id)


async def _is_superseded(session: AsyncSession, conversation: Conversation, done: Done) -> bool:
    """The shopper wrote more while the bot thought, or the same turn, run twice, has spoken already.

    In the first case the turn that is owed for the newer words answers all. What was answered meanwhile beside this
    turn, such as a form by what its lookup found, leaves the rest to it: no other turn is owed for that.
    """
    waiting = await situation.unanswered_now(session, conversation.shop_id, conversation.id or 0)
    read = [message.sequence for message in done.situation.unanswered]
    return not waiting or waiting[-1] != read[-1] or not set(waiting) <= set(read)


async def _note_understanding(session: AsyncSession, conversation: Conversation, done: Done) -> None:
    understanding = done.outcome.understanding
    if understanding.intents:
        conversation.intent = understanding.intents[0][0]
    if understanding.language not in ("", "und"):
        conversation.language = understanding.language
    if len(understanding.order_numbers) == 1:
        number = Known(understanding.order_numbers[0], "Order number", "text")
        await conversations.remember(session, conversation, {"order_number": number})


async def _say(session: AsyncSession, conversation: Conversation, done: Done) -> Message | None:
    outcome = done.outcome
    if not outcome.text:
        return None
    data: dict[str, Any] = {}
    if outcome.citations:
        data["citations"] = [asdict(citation) for citation in outcome.citations]
        sources = tuple(dict.fromkeys(citation.source_id for citation in outcome.citations))
        await knowledge.count_use(session, conversation.shop_id, sources)
    if outcome.snapshot_id is not None:
        data["snapshot_id"] = outcome.snapshot_id
    return await conversations.post_bot_reply(
        session,
        conversation,
        term=done.situation.term,
        text=outcome.text,
        data=data,
        is_preview=not isinstance(outcome.decision, Escalate),
        now=done.now,
    )


async def _act(session: AsyncSession, conversation: Conversation, done: Done) -> None:
    match done.outcome.decision:
        case OfferAction(key):
            await _offer(session, conversation, done, key)
            conversation.bot_misses = 0
        case LookUpOrder(key):
            await _look_up(session, conversation, done, key)
            conversation.bot_misses = 0
        case Escalate() as asked:
            await _escalate(session, conversation, done, asked)
        case SayUnknown():
            conversation.bot_misses += 1
            await _record_gap(session, conversation, done)
        case Answer() | AnswerFromOrder():
            conversation.bot_misses = 0


async def _escalate(session: AsyncSession, conversation: Conversation, done: Done, asked: Escalate) -> None:
    """The form, if one goes along, is put before the term ends; it never delays the human."""
    if asked.pre_handoff_action is not None:
        await _offer(session, conversation, done, asked.pre_handoff_action)
    if asked.reason is Reason.CANNOT_ANSWER:
        await _record_gap(session, conversation, done)
    await conversations.escalate(
        session,
        conversation,
        reason=asked.reason.value,
        urgency=asked.urgency.value,
        urgency_why=asked.urgency_why,
        evidence=asked.evidence,
        by=ActorKind.SHOPPER if asked.reason is Reason.ASKED_FOR_HUMAN else ActorKind.BOT,
        now=done.now,
    )


async def _offer(session: AsyncSession, conversation: Conversation, done: Done, key: str) -> None:
    """Puts the form into the thread; where nothing is left to ask, the order is looked up with what is known."""
    term = done.situation.term
    try:
        offered = await actions.offer(session, conversation, key, by=ActorKind.BOT, term=term, now=done.now)
    except TermOver:
        raise
    except Refusal as refusal:  # another form is open, or the merchant retired this one
        log.info("form_not_offered", key=key, code=refusal.code)
        return
    if offered is None:
        await _look_up(session, conversation, done, key)


async def _look_up(session: AsyncSession, conversation: Conversation, done: Done, key: str) -> None:
    """Asks Shopify with what is known. No e-mail address goes along: those that prove something are known as such.

    After a lookup that showed nothing the answers may be wrong: the form comes again, filled in, to be corrected.
    """
    numbers, order = done.outcome.understanding.order_numbers, done.situation.order
    number = numbers[0] if len(numbers) == 1 else done.situation.known.get("order_number")
    try:
        if order is not None and order.view is None and order.outcome.is_final and number == order.asked_number:
            await actions.offer(session, conversation, key, by=ActorKind.SYSTEM, now=done.now)
        elif number:
            await orders.ask(session, conversation, number=number, now=done.now, asker=ActorKind.BOT)
    except Refusal as refusal:  # another form is open, or limits were reached
        log.info("order_not_looked_up", code=refusal.code)


async def _point_to_what_is_open(session: AsyncSession, conversation: Conversation, done: Done) -> Message | None:
    """A form that stands open already, or one that was not put, leaves the turn without a word: no silence then.

    Where a lookup was started instead, what it finds is the word.
    """
    lookups = await order_queries.facts_for_bot(session, conversation.shop_id, conversation.id or 0, done.now)
    if any(lookup.outcome in (LookupOutcome.LOOKING, LookupOutcome.THROTTLED) for lookup in lookups):
        return None
    is_open = await action_queries.open_form(session, conversation.shop_id, conversation.id or 0) is not None
    asked_in = done.outcome.understanding.language
    language = done.situation.language(asked_in)
    text = words.of(language)["still_open"] if is_open else words.unknown(language, asked_in)
    return await conversations.post_bot_reply(session, conversation, term=done.situation.term, text=text, now=done.now)


async def _record_gap(session: AsyncSession, conversation: Conversation, done: Done) -> None:
    findings = done.outcome.findings
    await knowledge.record_gap(
        session,
        conversation.shop_id,
        conversation_id=conversation.id or 0,
        sequence=done.situation.last_sequence,
        question=done.situation.text[:500],
        best_score=findings.best_score if findings else 0.0,
        now=done.now,
    )


def _record(
    session: AsyncSession, conversation: Conversation, done: Done, outcome: str, message: Message | None
) -> None:
    measures.turns.labels(outcome).inc()
    conversations.record_turn(
        session,
        conversation,
        term=done.situation.term,
        outcome=outcome,
        trace=trace_of(done.situation, done.outcome, not_said=ended_by(conversation) if outcome == "discarded" else ""),
        milliseconds=done.milliseconds,
        message=message,
        now=done.now,
    )


async def _discard(session: AsyncSession, done: Done) -> None:
    """The term ended while the bot thought: its words become a suggestion to the agent, and it is counted.

    An agent who wrote to the shopper meanwhile needs none.
    """
    conversation = await _locked(session, done)
    why, kind = ended_by(conversation), name_of(done.outcome.decision)
    measures.discarded.labels(kind, why).inc()
    log.info("bot_reply_discarded", conversation=conversation.id, term=done.situation.term, kind=kind, why=why)
    has_spoken = await queries.has_agent_spoken(
        session, conversation.shop_id, conversation.id or 0, after=done.situation.last_sequence
    )
    if isinstance(done.outcome.decision, Answer | AnswerFromOrder) and not has_spoken:
        await conversations.keep_draft_suggestion(session, conversation, done.outcome.text)
    _record(session, conversation, done, "discarded", None)
    conversations.touch(session, conversation)
    await _owe_tags(session, conversation)


async def _owe_tags(session: AsyncSession, conversation: Conversation) -> None:
    payload = {"shop_id": conversation.shop_id, "conversation_id": conversation.id}
    await jobs.enqueue(session, "tags.apply", payload, key=f"tags.apply:{conversation.id}")
