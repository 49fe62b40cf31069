"""Reads of the bot's own turns, and of what overtook them."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import ActorKind
from backend.conversations.models import BotTurn, Message
from backend.conversations.rules import MessageKind

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
