"""In which language a shopper is spoken to: their storefront's, else the one that they write, else English."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.ai.language import spoken
from backend.conversations.models import Shopper


async def language_for(session: AsyncSession, shop_id: int, shopper_id: int, written: str = "") -> str:
    """`written` is the language of their conversation, if they have one."""
    found = await session.exec(
        select(col(Shopper.locale)).where(col(Shopper.shop_id) == shop_id, col(Shopper.id) == shopper_id)
    )
    return spoken(found.first() or "", written)
