"""The job "tags.apply": after a turn of the shopper, a response or a lookup, the tags that are earned by now.

What the bot understood is read from its turns. What a person answers instead is read by the same classifier, so that
tags do not depend on who held the conversation. Running twice leaves what running once does.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import ActorKind
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import BotTurn, Handoff, Message
from backend.conversations.rules import MessageKind
from backend.db import Database
from backend.errors import NotFound, TermOver
from backend.orders import queries as orders
from backend.tags import queries, service
from backend.tags.rules import Answered, Facts, OrderFact, Request, TagDefinition, Turn, decide

if TYPE_CHECKING:
    from backend.ai.understand import Understanding

MOST_MESSAGES = 200
MOST_READ = 8
"""How many of the newest messages that no bot turn covered are read in one run."""


class Mind(Protocol):
    """What understands a message."""

    async def understand(self, text: str) -> "Understanding":
        """Intents with their chances, and signals with the words that show them."""


class Context(Protocol):
    """What this job needs of its process."""

    @property
    def db(self) -> Database: ...
    @property
    def mind(self) -> Mind: ...


@dataclass(frozen=True)
class Gathered:
    """What the database says. Messages above `understood_to` were not read by the bot."""

    definitions: list[TagDefinition]
    facts: Facts
    understood_to: int


async def run(context: Context, payload: dict[str, Any]) -> None:
    """Payload: shop_id, conversation_id and, where tags are an effect of a bot turn, its term."""
    shop_id, conversation_id = int(payload["shop_id"]), int(payload["conversation_id"])
    term = payload.get("term")
    async with context.db.reading() as session:
        gathered = await gather(session, shop_id, conversation_id, now())
    turns = await _read(context.mind, gathered)
    earned = decide(gathered.definitions, replace(gathered.facts, turns=turns))
    if not earned:
        return
    try:
        async with context.db.writing() as session:
            conversation = await conversations.locked(session, shop_id, conversation_id)
            await service.apply(session, conversation, earned, term=term, now=now())
    except (TermOver, NotFound):
        return  # an effect of a turn that is over, or of a conversation that was erased: there is nothing to tag


async def _read(mind: Mind, gathered: Gathered) -> tuple[Turn, ...]:
    turns = gathered.facts.turns
    unread = [turn for turn in turns if turn.sequence > gathered.understood_to and turn.text][-MOST_READ:]
    understood = await asyncio.gather(*(mind.understand(turn.text) for turn in unread))
    read = {
        turn.sequence: replace(turn, intents=tuple(meant.intents), signals=dict(meant.signals))
        for turn, meant in zip(unread, understood, strict=True)
    }
    return tuple(read.get(turn.sequence, turn) for turn in turns)


async def gather(session: AsyncSession, shop_id: int, conversation_id: int, now: datetime) -> Gathered:
    """The facts of a conversation as far as they are written down."""
    messages = await _messages(session, shop_id, conversation_id)
    said = [message for message in messages if message.kind == MessageKind.TEXT]
    traces = await session.exec(
        select(BotTurn)
        .where(BotTurn.shop_id == shop_id, BotTurn.conversation_id == conversation_id)
        .order_by(col(BotTurn.id))
    )
    turns = {message.sequence: Turn(message.sequence, message.text) for message in said}
    understood_to = 0
    for trace in traces.all():
        sequence = _sequence_of(trace, said)
        if sequence in turns:
            turns[sequence] = _with_trace(turns[sequence], trace)
            understood_to = max(understood_to, sequence)
    facts = Facts(
        turns=tuple(turns.values()),
        answered=tuple(_answered(message) for message in messages if message.kind == MessageKind.ACTION_RESPONSE),
        requests=await _requests(session, shop_id, conversation_id, said),
        orders=await _orders(session, shop_id, conversation_id, now),
    )
    return Gathered(await queries.definitions(session, shop_id), facts, understood_to)


async def _messages(session: AsyncSession, shop_id: int, conversation_id: int) -> list[Message]:
    """The newest messages of the shopper, and every kind of response, in order."""
    is_of_shopper = (col(Message.author) == ActorKind.SHOPPER) & (col(Message.kind) == MessageKind.TEXT)
    found = await session.exec(
        select(Message)
        .where(
            Message.shop_id == shop_id,
            Message.conversation_id == conversation_id,
            is_of_shopper | (col(Message.kind) == MessageKind.ACTION_RESPONSE),
        )
        .order_by(col(Message.sequence).desc())
        .limit(MOST_MESSAGES)
    )
    return list(reversed(found.all()))


def _sequence_of(trace: BotTurn, said: Sequence[Message]) -> int:
    """The words that a bot turn answered: the last ones up to the message it names, or up to its own moment."""
    named = trace.trace.get("sequence")
    if isinstance(named, int):
        return max((message.sequence for message in said if message.sequence <= named), default=0)
    return max((message.sequence for message in said if message.created_at <= trace.created_at), default=0)


def _with_trace(turn: Turn, trace: BotTurn) -> Turn:
    intents = tuple((str(name), float(chance)) for name, chance in trace.trace.get("intents", ()))
    signals = {str(each["name"]): str(each.get("evidence", "")) for each in trace.trace.get("signals", ())}
    return replace(turn, intents=intents or turn.intents, signals={**turn.signals, **signals}, outcome=trace.outcome)


def _answered(message: Message) -> Answered:
    return Answered(
        sequence=message.sequence,
        action=str(message.data.get("action", "")),
        text=message.text,
        tags=tuple(message.data.get("tags", ())),
    )


async def _requests(
    session: AsyncSession, shop_id: int, conversation_id: int, said: Sequence[Message]
) -> tuple[Request, ...]:
    found = await session.exec(
        select(Handoff)
        .where(Handoff.shop_id == shop_id, Handoff.conversation_id == conversation_id)
        .order_by(col(Handoff.id))
    )
    return tuple(
        Request(
            reason=handoff.reason,
            urgency=handoff.urgency,
            why=handoff.urgency_why,
            evidence=handoff.evidence,
            sequence=_sequence_with(handoff.evidence, said),
        )
        for handoff in found.all()
        if handoff.requested_by != ActorKind.AGENT
    )


def _sequence_with(evidence: str, said: Sequence[Message]) -> int | None:
    """The last message that holds the words of the evidence, if any does."""
    words = " ".join(evidence.casefold().split())
    holding = [each.sequence for each in said if words and words in " ".join(each.text.casefold().split())]
    return holding[-1] if holding else None


async def _orders(session: AsyncSession, shop_id: int, conversation_id: int, now: datetime) -> tuple[OrderFact, ...]:
    facts = await orders.order_facts(session, shop_id, conversation_id, now)
    named = ", ".join(facts.order_names)
    late = f", {facts.days_late} {'day' if facts.days_late == 1 else 'days'} late" if facts.days_late else ""
    return tuple(
        OrderFact(state, f"Order {named}: {state.replace('_', ' ')}{late if state == 'delayed' else ''}")
        for state in sorted(facts.states)
    )
