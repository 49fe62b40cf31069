"""What is deleted of itself when it serves nobody any more. Messages and conversations are not."""

from datetime import datetime, timedelta

from sqlalchemy import delete, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.conversations.models import AgentDraft, BotTurn, Conversation, Shopper
from backend.conversations.rules import State
from backend.db import AT_ONCE, delete_some

KEEP_SILENT_SHOPPERS_FOR = timedelta(days=90)
KEEP_TURNS_FOR = timedelta(days=90)
KEEP_DRAFTS_FOR = timedelta(days=30)


async def forget_silent_shoppers(session: AsyncSession, now: datetime) -> int:
    """Some of those who never wrote and were not seen for long: every visit of a storefront makes one."""
    wrote = select(Conversation.id).where(Conversation.shopper_id == Shopper.id).exists()
    return await delete_some(session, Shopper, col(Shopper.last_seen_at) < now - KEEP_SILENT_SHOPPERS_FOR, ~wrote)


async def forget_old_turns(session: AsyncSession, now: datetime) -> int:
    """Some of the bot's traces in threads that ended long ago. A thread in work keeps all: the bot reads them."""
    before = now - KEEP_TURNS_FOR
    ended = select(Conversation.id).where(Conversation.state == State.RESOLVED, col(Conversation.resolved_at) < before)
    return await delete_some(
        session, BotTurn, col(BotTurn.created_at) < before, col(BotTurn.conversation_id).in_(ended)
    )


async def forget_old_drafts(session: AsyncSession, now: datetime) -> int:
    """Some of what agents wrote long ago and never sent, and of the places of what they did send."""
    before = now - KEEP_DRAFTS_FOR
    old = select(AgentDraft.conversation_id, AgentDraft.agent_id, AgentDraft.client_key)
    chosen = (await session.exec(old.where(AgentDraft.saved_at < before).limit(AT_ONCE))).all()
    if not chosen:
        return 0
    key = tuple_(col(AgentDraft.conversation_id), col(AgentDraft.agent_id), col(AgentDraft.client_key))
    gone = await session.exec(delete(AgentDraft).where(key.in_(chosen), col(AgentDraft.saved_at) < before))
    return gone.rowcount
