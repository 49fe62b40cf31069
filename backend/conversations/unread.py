"""What the staff have not read yet. Each read takes the actor or the shop first, as in queries.py."""

from collections.abc import Sequence

from sqlalchemy import and_, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import ActorKind, AgentActor
from backend.conversations.models import Message, ReadMark
from backend.conversations.queries import BOT_WORD_KINDS
from backend.shops.models import Agent


async def unread(session: AsyncSession, actor: AgentActor, ids: Sequence[int]) -> dict[int, int]:
    """The shopper's words above the agent's read mark, by conversation."""
    return (await unread_by_agent(session, actor.shop_id, [actor.id], ids))[actor.id]


async def unread_by_agent(
    session: AsyncSession, shop_id: int, agents: Sequence[int], ids: Sequence[int]
) -> dict[int, dict[int, int]]:
    """The same for each of some of the shop's staff."""
    is_mark = and_(
        col(ReadMark.agent_id) == col(Agent.id), col(ReadMark.conversation_id) == col(Message.conversation_id)
    )
    statement = (
        select(col(Agent.id), col(Message.conversation_id), func.count())
        .select_from(Message)
        .join(Agent, col(Agent.shop_id) == col(Message.shop_id))
        .join(ReadMark, is_mark, isouter=True)
        .where(
            col(Message.shop_id) == shop_id,
            col(Message.conversation_id).in_(ids),
            col(Message.author) == ActorKind.SHOPPER,
            col(Message.kind).in_(BOT_WORD_KINDS),
            col(Agent.id).in_(agents),
            col(Message.sequence) > func.coalesce(col(ReadMark.sequence), 0),
        )
        .group_by(col(Agent.id), col(Message.conversation_id))
    )
    found: dict[int, dict[int, int]] = {each: {} for each in agents}
    for agent_id, conversation_id, count in (await session.exec(statement)).all():
        found[agent_id or 0][conversation_id] = count
    return found
