"""Shops whose content no webhook tells of are looked at again and again, each once in a span of time."""

import asyncio
from datetime import UTC, datetime

import structlog
from sqlmodel import col, or_, select

from backend import clock
from backend.db import Database
from backend.knowledge import queue, rules
from backend.knowledge.models import KnowledgeImport
from backend.shops.models import Shop

LOOK_EVERY = 60.0
AT_ONCE = 50
"""Shops at a look: thousands of them are spread over the span."""

log = structlog.get_logger(__name__)


async def run(db: Database) -> None:
    """Looks for ever. Every process does, and what two of them owe is one job."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            await owe_polls(db, clock.now())
        except Exception as error:  # noqa: BLE001 - it is tried again in a minute
            log.warning("content_not_polled", error=type(error).__name__)


async def owe_polls(db: Database, now: datetime) -> int:
    """Owes a look at each shop whose content was not listed in this span yet; how many shops those are."""
    async with db.reading() as session:
        began = datetime.fromtimestamp(rules.slot(now) * rules.POLLED_EVERY.total_seconds(), UTC)
        listed_at = col(KnowledgeImport.listed_at)
        due = (
            select(Shop.id)
            .outerjoin(KnowledgeImport, col(KnowledgeImport.shop_id) == Shop.id)
            .where(col(Shop.is_installed), or_(listed_at.is_(None), listed_at < began))
            .order_by(listed_at)
            .limit(AT_ONCE)
        )
        shop_ids = [shop_id for shop_id in (await session.exec(due)).all() if shop_id is not None]
    for shop_id in shop_ids:
        async with db.writing() as session:
            await queue.owe_poll(session, shop_id, with_products=rules.lists_products(shop_id, now))
    return len(shop_ids)
