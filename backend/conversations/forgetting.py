"""What is deleted of itself when it serves nobody any more. Messages and conversations are not."""

from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.conversations.models import BotTurn, Conversation, Shopper
from backend.conversations.rules import State
from backend.db import delete_some

KEEP_SILENT_SHOPPERS_FOR = timedelta(days=90)
KEEP_TURNS_FOR = timedelta(days=90)


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
