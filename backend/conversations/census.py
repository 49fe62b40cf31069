"""What waits for people, over all shops: for those who run the app. Counts and moments, never a row."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.conversations.models import Handoff
from backend.conversations.rules import Urgency
from backend.shops.models import Shop


@dataclass(frozen=True)
class Waiting:
    """`since` is when the first of them was requested."""

    urgency: str
    count: int
    since: datetime


async def waiting(session: AsyncSession) -> list[Waiting]:
    """Open handoffs that no agent accepted, by urgency. Of a shop that uninstalled nobody waits, nor can be called."""
    found = await session.exec(
        select(col(Handoff.urgency), func.count(), func.min(col(Handoff.requested_at)))
        .join(Shop, col(Shop.id) == col(Handoff.shop_id))
        .where(col(Handoff.closed_at).is_(None), col(Handoff.accepted_at).is_(None), col(Shop.is_installed))
        .group_by(col(Handoff.urgency))
    )
    groups = {urgency: Waiting(urgency, count, since) for urgency, count, since in found.all()}
    return [groups[urgency] for urgency in Urgency if urgency in groups]
