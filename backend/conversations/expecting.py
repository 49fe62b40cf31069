"""What a shopper who waits may expect at this moment, read from the shop's hours and from who is at the inbox."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from backend.conversations.handoffs import Outlook, outlook
from backend.shops import queries as shops
from backend.shops import rules


async def outlook_for(session: AsyncSession, shop_id: int, now: datetime) -> Outlook:
    """Asked again for each look: hours begin and end, and people come and go.

    `now` is of the clock that all processes share, as the beats of people are.
    """
    shop = await shops.shop(session, shop_id)
    is_anyone_there = await shops.is_anyone_there(session, shop_id, now)
    return outlook(rules.parse(shop.settings), shop.timezone, now, is_anyone_there=is_anyone_there)
