"""The job "orders.reconcile": webhooks may be lost, so the orders of open threads are compared with Shopify, slowly.

One cheap question for many orders tells when each changed and where its parcels are; only what changed is read again.
What did not change is as fresh as this look, and says so. The job owes itself while a shop has open orders.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from backend import clock, jobs
from backend.jobs import TryAgain
from backend.orders import queries, service
from backend.orders.enrich import Context
from backend.orders.models import OrderSnapshot
from backend.orders.reading import moment_of, order_of
from backend.orders.rules import Order
from backend.shopify.admin import ShopifyFailure, Throttled, Unavailable

EVERY = service.LOOK_AGAIN_AFTER
MOST_AT_ONCE = 50
GIVE_UP_FOR = timedelta(hours=1)


async def run(context: Context, payload: dict[str, Any]) -> None:
    """{shop_id}. Raises TryAgain while Shopify gives no answer."""
    shop_id, started = int(payload["shop_id"]), clock.now()
    async with context.db.reading() as session:
        shown = await queries.open_and_old(session, shop_id, started - EVERY / 2)
    due = list(dict.fromkeys(each.order_gid for each in shown if each.order_gid))[:MOST_AT_ONCE]
    if due:
        try:
            answer = await context.shopify.run(shop_id, "OrdersUpdated", {"ids": due})
        except (Throttled, Unavailable) as failure:
            raise TryAgain("orders not compared", seconds=EVERY.total_seconds()) from failure
        except ShopifyFailure:
            return  # refused: each card says so when it is read the next time
        told = {str(node["id"]): node for node in answer.data.get("nodes") or () if node and "id" in node}
        await _compare(context, shop_id, [each for each in shown if each.order_gid in due], told, started)
    async with context.db.writing() as session:
        if await queries.has_open(session, shop_id):
            await service.owe_comparison(session, shop_id, clock.now() + EVERY)


async def _compare(
    context: Context, shop_id: int, shown: Iterable[OrderSnapshot], told: Mapping[str, Mapping[str, Any]], at: datetime
) -> None:
    for snapshot in shown:
        order, node = order_of(snapshot.order), told.get(snapshot.order_gid or "")
        async with context.db.writing() as session:
            if order is not None and node is not None and _is_same(order, node):
                await service.confirm_fresh(session, shop_id, snapshot.id or 0, at)
            else:
                owed = {"shop_id": shop_id, "order_gid": snapshot.order_gid}
                key = f"orders.refresh:{shop_id}:{snapshot.order_gid}"
                await jobs.enqueue(session, "orders.refresh", owed, key=key)


def _is_same(order: Order, node: Mapping[str, Any]) -> bool:
    """A carrier's scan moves a parcel without touching the order's own time."""
    told = [parcel.get("displayStatus") for parcel in node.get("fulfillments") or () if parcel]
    known = [parcel.state for parcel in order.parcels]
    have_moved = len(told) != len(known) or any(now not in (None, then) for now, then in zip(told, known, strict=False))
    return moment_of(node.get("updatedAt")) == order.updated_at and not have_moved


async def gave_up(context: Context, payload: dict[str, Any], _error: str) -> None:
    """The cycle does not end because Shopify was away."""
    async with context.db.writing() as session:
        await service.owe_comparison(session, int(payload["shop_id"]), clock.now() + GIVE_UP_FOR)
