"""Reads of the bot's own turns, and of what overtook them."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import ActorKind
from backend.conversations.models import BotTurn, Message
from backend.conversations.rules import MessageKind
from backend.orders import queries as orders
from backend.orders.disclosure import Level
from backend.orders.reading import order_of
from backend.orders.rules import order_facts

UNSPOKEN = ("discarded", "superseded")


async def answered_to(session: AsyncSession, shop_id: int, conversation_id: int) -> int:
    """The sequence of the newest message that a turn of the bot has dealt with; 0 before the first.

    What the bot says by itself, such as news of an order, answers nobody's question and does not count.
    """
    found = await session.exec(
        select(BotTurn)
        .where(
            col(BotTurn.shop_id) == shop_id,
            col(BotTurn.conversation_id) == conversation_id,
            col(BotTurn.outcome).not_in(UNSPOKEN),
        )
        .order_by(col(BotTurn.id).desc())
        .limit(1)
    )
    turn = found.first()
    return int(turn.trace.get("sequence", 0)) if turn is not None else 0


async def has_agent_spoken(session: AsyncSession, shop_id: int, conversation_id: int, *, after: int) -> bool:
    """Whether an agent wrote to the shopper above a sequence."""
    found = await session.exec(
        select(Message.id)
        .where(
            col(Message.shop_id) == shop_id,
            col(Message.conversation_id) == conversation_id,
            col(Message.author) == ActorKind.AGENT,
            col(Message.kind) == MessageKind.TEXT,
            col(Message.sequence) > after,
        )
        .limit(1)
    )
    return found.first() is not None


async def proven_order_states(
    session: AsyncSession, shop_id: int, conversation_id: int, now: datetime
) -> frozenset[str]:
    """Of orders that the shopper has shown to be theirs: whether a form is offered must tell of no other."""
    states: set[str] = set()
    for one in await orders.snapshots(session, shop_id, conversation_id):
        order = order_of(one.order)
        if order is not None and Level(one.disclosure) is not Level.ANONYMOUS:
            states.update(order_facts(order, now))
    return frozenset(states)
