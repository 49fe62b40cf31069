"""The watchdog over threads in which a shopper waits for a human: what nobody took, and what somebody left behind.

Each look reads without locks, then tends each thread that is owed something in a transaction of its own, where the
rules are asked once more under the thread's lock. A thread that another process holds at that moment is left to it. So
any number of processes may watch, a look may be repeated, and nothing is done twice.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import ActorKind
from backend.ai.signals import Signal, signals_of
from backend.conversations import handoffs, moves
from backend.conversations import rules as conversation_rules
from backend.conversations.handoffs import Ending, Holding, Opened, Raised, Reminded, Request, Step
from backend.conversations.models import Conversation, Handoff, Message
from backend.conversations.rules import Audience, MessageKind, Move, Reason, State, Urgency
from backend.conversations.transcript import holder_of, touch, write_message
from backend.shops import queries as shops
from backend.shops import rules as shop_rules
from backend.shops.hours import Hours
from backend.shops.models import Agent, AgentPresence, Shop
from backend.shops.rules import ShopSettings

SMALL_TALK = frozenset((Signal.THANKS, Signal.GOODBYE))


@dataclass(frozen=True)
class Thread:
    """A thread that may be owed something."""

    shop_id: int
    id: int


class Choices:
    """What each merchant chose, parsed once in a look."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[ShopSettings, Hours]] = {}

    def of(self, shop_id: int, stored: Mapping[str, Any], timezone: str) -> tuple[ShopSettings, Hours]:
        if shop_id not in self._known:
            settings = shop_rules.parse(stored)
            self._known[shop_id] = settings, settings.hours_in(timezone)
        return self._known[shop_id]


async def locked_if_free(session: AsyncSession, thread: Thread) -> Conversation | None:
    """The thread under its lock, as it is now; None while somebody else holds it."""
    found = await session.exec(
        select(Conversation)
        .where(Conversation.id == thread.id, Conversation.shop_id == thread.shop_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return found.first()


# Nobody took it


async def untaken(session: AsyncSession, now: datetime) -> list[Thread]:
    """Threads of all shops whose request for a human is owed something now."""
    open_ones = (
        select(Handoff, Agent.first_name, Shop.settings, Shop.timezone)
        .join(Shop, col(Shop.id) == col(Handoff.shop_id))
        .join(Agent, col(Agent.id) == col(Handoff.seen_by), isouter=True)
        .where(col(Handoff.closed_at).is_(None), col(Handoff.accepted_at).is_(None), col(Shop.is_installed))
    )
    choices, found = Choices(), []
    for handoff, seen_by, stored, timezone in (await session.exec(open_ones)).all():
        settings, hours = choices.of(handoff.shop_id, stored, timezone)
        if handoffs.owed(_request(handoff, seen_by), settings, hours, now):
            found.append(Thread(handoff.shop_id, handoff.conversation_id))
    return found


def _request(handoff: Handoff, seen_by: str | None) -> Request:
    return Request(
        requested_at=handoff.requested_at,
        urgency=Urgency(handoff.urgency),
        seen_by=seen_by or "",
        reminders=handoff.reminders,
        raises=handoff.raises,
        was_opened=handoff.opened_at is not None,
    )


async def tend_untaken(session: AsyncSession, thread: Thread, now: datetime) -> Sequence[Step]:
    """Does what the request is owed at this moment, and says what that was."""
    conversation = await locked_if_free(session, thread)
    if conversation is None or conversation.state != State.WAITING:
        return ()
    handoff = await moves.open_handoff(session, conversation)
    if handoff is None or handoff.accepted_at is not None:
        return ()
    shop = await shops.shop(session, thread.shop_id)
    settings = shop_rules.parse(shop.settings)
    seen_by = await session.get(Agent, handoff.seen_by) if handoff.seen_by else None
    request = _request(handoff, seen_by.first_name if seen_by else "")
    steps = handoffs.owed(request, settings, settings.hours_in(shop.timezone), now)
    for step in steps:
        await _do(session, conversation, handoff, step, now)
    if steps:
        session.add(handoff)
        touch(session, conversation)
    return steps


async def _do(session: AsyncSession, conversation: Conversation, handoff: Handoff, step: Step, now: datetime) -> None:
    match step:
        case Opened(why):
            handoff.opened_at = now
            _raise(handoff, Urgency.HIGH, why)
        case Reminded(count):
            handoff.reminders, handoff.reminded_at = count, now
        case Raised(urgency, count, why):
            handoff.raises = count
            _raise(handoff, urgency, why)
    if handoff.urgency == conversation.urgency:
        return
    moves.set_urgency(conversation, handoff.urgency)
    await write_message(
        session,
        conversation,
        kind=MessageKind.ACTIVITY,
        author=ActorKind.SYSTEM,
        audience=Audience.AGENTS,
        text=f"The urgency rose to {handoff.urgency}. {handoff.urgency_why}",
        now=now,
    )


def _raise(handoff: Handoff, urgency: Urgency, why: str) -> None:
    """It never falls here; what is as urgent as can be keeps the reason that it had."""
    if urgency.rank > Urgency(handoff.urgency).rank:
        handoff.urgency, handoff.urgency_why = urgency, why


# Somebody left it behind


async def abandoned(session: AsyncSession, now: datetime) -> list[Thread]:
    """Threads of all shops that an agent holds who is gone, while the shopper may be waiting."""
    is_gone = or_(col(AgentPresence.agent_id).is_(None), col(AgentPresence.until) <= now, col(AgentPresence.is_away))
    is_open = and_(col(Handoff.conversation_id) == col(Conversation.id), col(Handoff.closed_at).is_(None))
    held = (
        select(Conversation, AgentPresence, Shop, col(Handoff.id))
        .join(Shop, col(Shop.id) == col(Conversation.shop_id))
        .join(AgentPresence, col(AgentPresence.agent_id) == col(Conversation.agent_id), isouter=True)
        .join(Handoff, is_open, isouter=True)
        .where(
            col(Conversation.state) == State.AGENT,
            or_(col(Conversation.preview_author) == ActorKind.SHOPPER, col(Handoff.id).is_not(None)),
            and_(is_gone, col(Shop.is_installed)),
        )
    )
    choices, found = Choices(), []
    for conversation, presence, shop, asked in (await session.exec(held)).all():
        settings, _ = choices.of(conversation.shop_id, shop.settings, shop.timezone)
        holding = Holding(conversation.state_since, _gone_since(conversation, presence, now))
        if not handoffs.is_abandoned(holding, settings, now) or conversation.id is None:
            continue
        await asyncio.sleep(0)  # nobody in this process waits for what follows
        if asked is None and _is_small_talk(conversation.preview):
            continue  # many threads end so, and are kept: they are not locked at each look
        found.append(Thread(conversation.shop_id, conversation.id))
    return found


@lru_cache(4096)
def _is_small_talk(text: str) -> bool:
    """Whether it says thanks or goodbye, and nothing else."""
    said = set(signals_of(text))
    return bool(said) and said <= SMALL_TALK


def _gone_since(conversation: Conversation, presence: AgentPresence | None, now: datetime) -> datetime | None:
    """Who never was at the inbox, such as one who answers by another program, is gone since they took the thread."""
    if presence is None:
        return conversation.state_since
    if presence.is_away and presence.away_since is not None:
        return min(presence.away_since, presence.until)
    return presence.until if presence.until <= now else None


async def release_abandoned(session: AsyncSession, thread: Thread, now: datetime) -> bool:
    """Where its agent is gone and the shopper waits, the thread goes to the queue, as urgent, and never to the bot."""
    conversation = await locked_if_free(session, thread)
    if conversation is None or conversation.state != State.AGENT:
        return False
    presence = await session.get(AgentPresence, conversation.agent_id, populate_existing=True)
    waits_since = await _waits_since(session, conversation)
    if waits_since is None:
        return False
    settings = await shops.settings(session, thread.shop_id)
    holding = Holding(waits_since, _gone_since(conversation, presence, now))
    if not handoffs.is_abandoned(holding, settings, now):
        return False
    await _release(session, conversation, now)
    return True


async def _waits_since(session: AsyncSession, conversation: Conversation) -> datetime | None:
    """Since when the shopper waits for a word of who holds the thread; None where they do not, or only said thanks."""
    newest = await session.exec(
        select(Message)
        .where(
            Message.conversation_id == conversation.id,
            col(Message.audience) == Audience.EVERYONE,
            col(Message.kind).in_((MessageKind.TEXT, MessageKind.ACTION_RESPONSE)),
        )
        .order_by(col(Message.sequence).desc())
        .limit(1)
    )
    message = newest.first()
    if await moves.open_handoff(session, conversation) is not None:  # taken, and not a word said since
        since = conversation.state_since
        return max(since, message.created_at) if message is not None else since
    if message is None or message.author != ActorKind.SHOPPER:
        return None
    is_over = message.kind == MessageKind.TEXT and _is_small_talk(message.text)
    return None if is_over else message.created_at


async def _release(session: AsyncSession, conversation: Conversation, now: datetime) -> None:
    agent = await session.get(Agent, conversation.agent_id)
    name = (agent.first_name if agent else "") or "The agent"
    why = f"{name} is gone while the shopper waits."
    holder = moves.allowed(conversation_rules.release(holder_of(conversation)))
    await moves.move(
        session,
        conversation,
        holder,
        Move.RELEASE,
        by=ActorKind.SYSTEM,
        text=f"{why} The conversation waits for somebody else.",
        data={"gone": agent.first_name if agent else ""},
        now=now,
    )
    await moves.close_handoff(session, conversation, Ending.RELEASED, now)
    moves.set_urgency(conversation, Urgency.HIGH)
    await moves.ask_again(session, conversation, reason=Reason.AGENT_GONE, why=why, by=ActorKind.SYSTEM, now=now)
