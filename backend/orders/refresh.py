"""The job "orders.refresh": an order changed in Shopify, so every open snapshot of it is read again, once.

Also an agent's own refresh. A failed one leaves what is kept, with the moment when it was fetched: it shows as old,
not as fresh.
"""

from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import clock
from backend.errors import Refusal, TooMany
from backend.jobs import TryAgain
from backend.orders import lookup, queries, service
from backend.orders.enrich import Context
from backend.orders.lookup import NotNow
from backend.orders.models import OrderSnapshot
from backend.orders.rules import Outcome, words_for_agents
from backend.shops.models import Shop


async def run(context: Context, payload: dict[str, Any]) -> None:
    """{shop_id | shop_domain, order_gid}. Reads Shopify only if a conversation that is not resolved shows the order."""
    order_gid = _gid(payload["order_gid"])
    async with context.db.reading() as session:
        shop_id = payload.get("shop_id") or await _shop_id(session, str(payload.get("shop_domain")))
        shown = await queries.open_about(session, shop_id, order_gid) if shop_id else []
    if not shop_id or not shown:
        return
    started = clock.now()
    try:
        finding = await lookup.by_id(context.shopify, shop_id, order_gid, started)
    except NotNow as not_now:
        raise TryAgain(f"order refresh: {not_now.outcome}", seconds=not_now.seconds) from not_now
    key = context.settings.seal_key
    for snapshot in shown:
        async with context.db.writing() as session:
            await service.keep(session, shop_id, snapshot.id or 0, finding, key=key, now=clock.now())


async def refresh_now(context: Context, shop_id: int, snapshot_id: int) -> OrderSnapshot:
    """Reads an order again while an agent waits. NotFound for another shop's; Refusal where Shopify gives no answer."""
    async with context.db.reading() as session:
        snapshot = await queries.snapshot(session, shop_id, snapshot_id)
        shop = await session.get_one(Shop, shop_id)
    started = clock.now()
    try:
        if snapshot.order_gid:
            finding = await lookup.by_id(context.shopify, shop_id, snapshot.order_gid, started)
        else:
            finding = await lookup.by_number(context.shopify, shop, snapshot.asked_number, started)
    except NotNow as not_now:
        words = words_for_agents(not_now.outcome)
        if not_now.outcome is Outcome.THROTTLED:
            raise TooMany(words, retry_after=not_now.seconds) from not_now
        raise Refusal(words) from not_now
    async with context.db.writing() as session:
        key = context.settings.seal_key
        return await service.keep(session, shop_id, snapshot_id, finding, key=key, now=clock.now())


async def _shop_id(session: AsyncSession, domain: str) -> int | None:
    found = await session.exec(select(Shop.id).where(Shop.domain == domain))
    return found.first()


def _gid(order: object) -> str:
    """Webhooks name an order by its number or by its gid."""
    return f"gid://shopify/Order/{order}" if str(order).isdecimal() else str(order)
