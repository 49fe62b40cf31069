"""Reads of the heart. Each takes the shop (or the actor, who names it) first: there is no read across shops."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import ActorKind, ShopperActor
from backend.conversations import cursors
from backend.conversations.cursors import Order
from backend.conversations.models import BotTurn, Conversation, Handoff, Message, ReadMark, Shopper
from backend.conversations.rules import Audience, MessageKind, State
from backend.db import shared_now
from backend.errors import Invalid, NotFound
from backend.shops.models import Agent, Shop

FEED_LIMIT = 200
PAGE_LIMIT = 100
TRANSCRIPT_LIMIT = 200
STANDING = (State.BOT, State.WAITING, State.AGENT)
BOT_WORD_KINDS = (MessageKind.TEXT, MessageKind.ACTION_RESPONSE)


class View(StrEnum):
    """The lists of the inbox."""

    NEEDS_YOU = "needs_you"
    MINE = "mine"
    BOT = "bot"
    ALL = "all"


@dataclass(frozen=True)
class Page:
    """Some rows and the cursor of each, in the order of the view."""

    rows: list[Conversation]
    cursors: list[str]
    has_next: bool


@dataclass(frozen=True)
class Counts:
    """What the whole team sees beside the lists."""

    needs_you: int
    bot: int
    agents: int
    resolved_today: int


@dataclass(frozen=True)
class Outcomes:
    """Conversations that began in a time, by how they stand."""

    total: int
    answered_by_bot: int
    escalated: int
    resolved: int
    median_wait_seconds: int | None


async def conversation(session: AsyncSession, shop_id: int, conversation_id: int) -> Conversation:
    """NotFound for another shop's, in the same words as for none."""
    found = await session.exec(
        select(Conversation).where(col(Conversation.id) == conversation_id, col(Conversation.shop_id) == shop_id)
    )
    row = found.first()
    if row is None:
        raise NotFound("There is no such conversation.", field="conversationId")
    return row


async def shopper_thread(session: AsyncSession, actor: ShopperActor) -> Conversation | None:
    """The shopper's own thread, if they wrote before."""
    found = await session.exec(
        select(Conversation)
        .where(col(Conversation.shopper_id) == actor.id, col(Conversation.shop_id) == actor.shop_id)
        .order_by(col(Conversation.id).desc())
        .limit(1)
    )
    return found.first()


async def is_same_person(session: AsyncSession, actor: ShopperActor) -> bool:
    """Whether the shopper is still who the token was made for, and not a customer who logged in since."""
    found = await session.exec(
        select(col(Shopper.customer_id)).where(col(Shopper.id) == actor.id, col(Shopper.shop_id) == actor.shop_id)
    )
    rows = found.all()
    return len(rows) == 1 and rows[0] == actor.customer_id


def _in_view(view: View, agent_id: int | None) -> ColumnElement[bool] | None:
    match view:
        case View.NEEDS_YOU:
            return col(Conversation.state) == State.WAITING
        case View.MINE:
            return and_(col(Conversation.state) == State.AGENT, col(Conversation.agent_id) == agent_id)
        case View.BOT:
            return col(Conversation.state) == State.BOT
        case View.ALL:
            return None


def _order(view: View) -> Order:
    """The id makes every order total."""
    match view:
        case View.NEEDS_YOU:
            return ((Conversation.urgency_rank, True), (Conversation.waiting_since, False), (Conversation.id, False))
        case View.BOT:
            return ((Conversation.bot_misses, True), (Conversation.last_message_at, True), (Conversation.id, True))
        case View.MINE | View.ALL:
            return ((Conversation.last_message_at, True), (Conversation.id, True))


async def page(
    session: AsyncSession,
    shop_id: int,
    *,
    view: View,
    agent_id: int | None = None,
    search: str | None = None,
    condition: ColumnElement[bool] | None = None,
    first: int = 25,
    after: str | None = None,
) -> Page:
    """One page of a list, 1 to 100 rows, from a cursor that an earlier page gave."""
    if not 1 <= first <= PAGE_LIMIT:
        raise Invalid(f"first must be from 1 to {PAGE_LIMIT}.", field="first")
    order = _order(view)
    wanted = [col(Conversation.shop_id) == shop_id, _in_view(view, agent_id), condition]
    wanted += [_matches(shop_id, word) for word in (search or "").split()[:8]]
    wanted.append(cursors.beyond(order, after) if after else None)
    statement = (
        select(Conversation)
        .where(*[w for w in wanted if w is not None])
        .order_by(*[column.desc() if down else column.asc() for column, down in order])
        .limit(first + 1)
    )
    rows = list((await session.exec(statement)).all())
    kept = rows[:first]
    return Page(kept, [cursors.cursor(order, row) for row in kept], len(rows) > first)


def _matches(shop_id: int, word: str) -> ColumnElement[bool]:
    """A word anywhere in a thread: what was said, who said it, or what it is about."""
    pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    said = exists().where(
        col(Message.conversation_id) == col(Conversation.id),
        col(Message.shop_id) == shop_id,
        col(Message.text).ilike(pattern, escape="\\"),
    )
    named = exists().where(
        col(Shopper.id) == col(Conversation.shopper_id), col(Shopper.name).ilike(pattern, escape="\\")
    )
    return or_(said, named, col(Conversation.subject).ilike(pattern, escape="\\"))


async def head(session: AsyncSession, shop_id: int) -> int:
    """The shop's newest revision."""
    return int((await session.exec(select(col(Shop.revision)).where(col(Shop.id) == shop_id))).one())


async def changed_since(
    session: AsyncSession, shop_id: int, revision: int, *, limit: int = FEED_LIMIT
) -> list[Conversation]:
    """Conversations that changed after a revision, oldest change first: the feed of the inbox."""
    statement = (
        select(Conversation)
        .where(col(Conversation.shop_id) == shop_id, col(Conversation.revision) > revision)
        .order_by(col(Conversation.revision))
        .limit(limit)
    )
    return list((await session.exec(statement)).all())


async def newest(
    session: AsyncSession, shop_id: int, *, condition: ColumnElement[bool] | None = None, limit: int
) -> list[Conversation]:
    """The conversations that changed last, oldest change first."""
    statement = select(Conversation).where(col(Conversation.shop_id) == shop_id)
    if condition is not None:
        statement = statement.where(condition)
    statement = statement.order_by(col(Conversation.revision).desc()).limit(limit)
    return list(reversed((await session.exec(statement)).all()))


async def matching(
    session: AsyncSession, shop_id: int, ids: Sequence[int | None], condition: ColumnElement[bool]
) -> set[int | None]:
    """Which of some conversations meet a condition."""
    statement = select(Conversation.id).where(
        col(Conversation.shop_id) == shop_id, col(Conversation.id).in_(ids), condition
    )
    return set((await session.exec(statement)).all())


async def counts(session: AsyncSession, shop_id: int, now: datetime) -> Counts:
    """How many conversations stand where; resolved within the last day."""
    standing = (
        select(col(Conversation.state), func.count())
        .where(col(Conversation.shop_id) == shop_id, col(Conversation.state).in_(STANDING))
        .group_by(col(Conversation.state))
    )
    resolved = select(func.count()).where(
        col(Conversation.shop_id) == shop_id,
        col(Conversation.state) == State.RESOLVED,
        col(Conversation.resolved_at) >= now - timedelta(days=1),
    )
    by_state = dict((await session.exec(standing)).all())
    return Counts(
        needs_you=by_state.get(State.WAITING, 0),
        bot=by_state.get(State.BOT, 0),
        agents=by_state.get(State.AGENT, 0),
        resolved_today=int((await session.exec(resolved)).one()),
    )


async def messages_after(
    session: AsyncSession,
    shop_id: int,
    conversation_id: int,
    sequence: int,
    *,
    audience: Audience = Audience.AGENTS,
    limit: int = TRANSCRIPT_LIMIT,
) -> list[Message]:
    """The transcript after a sequence, in order. For EVERYONE, what is for agents only is left out."""
    statement = (
        select(Message)
        .where(
            col(Message.conversation_id) == conversation_id,
            col(Message.shop_id) == shop_id,
            col(Message.sequence) > sequence,
        )
        .order_by(col(Message.sequence))
        .limit(limit)
    )
    if audience is Audience.EVERYONE:
        statement = statement.where(col(Message.audience) == Audience.EVERYONE)
    return list((await session.exec(statement)).all())


async def last_messages(session: AsyncSession, shop_id: int, conversation_id: int, limit: int) -> list[Message]:
    """The newest messages for everyone, oldest first."""
    statement = (
        select(Message)
        .where(
            col(Message.conversation_id) == conversation_id,
            col(Message.shop_id) == shop_id,
            col(Message.audience) == Audience.EVERYONE,
        )
        .order_by(col(Message.sequence).desc())
        .limit(limit)
    )
    return list(reversed((await session.exec(statement)).all()))


async def bot_turns(session: AsyncSession, shop_id: int, conversation_id: int, limit: int = 5) -> list[BotTurn]:
    """The newest traces, newest first."""
    statement = (
        select(BotTurn)
        .where(col(BotTurn.conversation_id) == conversation_id, col(BotTurn.shop_id) == shop_id)
        .order_by(col(BotTurn.id).desc())
        .limit(limit)
    )
    return list((await session.exec(statement)).all())


async def sequences_of(session: AsyncSession, shop_id: int, message_ids: Sequence[int]) -> dict[int, int]:
    """The sequence of each message."""
    statement = select(col(Message.id), col(Message.sequence)).where(
        col(Message.id).in_(message_ids), col(Message.shop_id) == shop_id
    )
    return {i: sequence for i, sequence in (await session.exec(statement)).all() if i is not None}


async def agents(session: AsyncSession, shop_id: int) -> list[Agent]:
    """The shop's staff who opened the inbox, in order of joining."""
    found = await session.exec(select(Agent).where(col(Agent.shop_id) == shop_id).order_by(col(Agent.id)))
    return list(found.all())


async def watchers(session: AsyncSession, shop_id: int, conversation_id: int) -> list[Agent]:
    """Agents who have the thread open at this moment, by the clock that all processes share."""
    statement = (
        select(Agent)
        .join(ReadMark, col(ReadMark.agent_id) == col(Agent.id))
        .where(
            col(Agent.shop_id) == shop_id,
            col(ReadMark.conversation_id) == conversation_id,
            col(ReadMark.watching_until) > shared_now(session),
        )
        .order_by(col(Agent.id))
    )
    return list((await session.exec(statement)).all())


async def shoppers(session: AsyncSession, shop_id: int, ids: Sequence[int]) -> dict[int, Shopper]:
    found = await session.exec(select(Shopper).where(col(Shopper.shop_id) == shop_id, col(Shopper.id).in_(ids)))
    return {row.id: row for row in found.all() if row.id is not None}


async def conversation_counts(session: AsyncSession, shop_id: int, shopper_ids: Sequence[int]) -> dict[int, int]:
    """How many conversations each shopper had."""
    statement = (
        select(col(Conversation.shopper_id), func.count())
        .where(col(Conversation.shop_id) == shop_id, col(Conversation.shopper_id).in_(shopper_ids))
        .group_by(col(Conversation.shopper_id))
    )
    return dict((await session.exec(statement)).all())


async def latest_handoffs(session: AsyncSession, shop_id: int, ids: Sequence[int]) -> dict[int, Handoff]:
    """The newest request for a human of each conversation."""
    wanted = (col(Handoff.shop_id) == shop_id, col(Handoff.conversation_id).in_(ids))
    rows = (await session.exec(select(Handoff).where(*wanted))).all()
    return {row.conversation_id: row for row in sorted(rows, key=lambda row: row.id or 0)}


async def shopper_unread(session: AsyncSession, actor: ShopperActor, row: Conversation) -> int:
    """Bot and agent words that the shopper has not read."""
    statement = (
        select(func.count())
        .select_from(Message)
        .where(
            col(Message.conversation_id) == row.id,
            col(Message.shop_id) == actor.shop_id,
            col(Message.audience) == Audience.EVERYONE,
            col(Message.author).in_((ActorKind.BOT, ActorKind.AGENT)),
            col(Message.kind).in_((MessageKind.TEXT, MessageKind.ACTION_OFFER)),
            col(Message.sequence) > row.shopper_read,
        )
    )
    return int((await session.exec(statement)).one())


async def outcomes(session: AsyncSession, shop_id: int, since: datetime) -> Outcomes:
    """How the conversations that began since then stand. Silence is not counted as a success."""
    began = select(col(Conversation.id), col(Conversation.state)).where(
        col(Conversation.shop_id) == shop_id,
        col(Conversation.last_message_at) >= since,  # it is never older than the beginning, and it has an index
        col(Conversation.created_at) >= since,
    )
    rows = (await session.exec(began)).all()
    asked = select(col(Handoff.conversation_id), col(Handoff.requested_at), col(Handoff.first_human_word_at)).where(
        col(Handoff.shop_id) == shop_id, col(Handoff.requested_at) >= since
    )
    handoffs = (await session.exec(asked)).all()
    escalated = {conversation_id for conversation_id, _, _ in handoffs}
    answered = select(func.count(func.distinct(col(BotTurn.conversation_id)))).where(
        col(BotTurn.shop_id) == shop_id,
        col(BotTurn.created_at) >= since,
        col(BotTurn.outcome).in_(("answer", "order")),
        col(BotTurn.conversation_id).not_in(escalated or [0]),
    )
    waits = sorted((spoke - asked_at).total_seconds() for _, asked_at, spoke in handoffs if spoke is not None)
    return Outcomes(
        total=len(rows),
        answered_by_bot=int((await session.exec(answered)).one()),
        escalated=len(escalated),
        resolved=sum(1 for _, state in rows if state == State.RESOLVED),
        median_wait_seconds=round(waits[len(waits) // 2]) if waits else None,
    )
