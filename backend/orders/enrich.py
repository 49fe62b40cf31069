"""The job "orders.enrich": one lookup for every conversation of a shop that waits for the same number.

The database is never open while Shopify is asked. May run twice: what is older than what is kept changes nothing.
"""

from typing import Any, Protocol

from backend import clock
from backend.db import Database
from backend.jobs import TryAgain
from backend.orders import lookup, queries, service
from backend.orders.lookup import NotNow, Shopify
from backend.orders.service import Finding
from backend.shops.models import Shop


class Context(Protocol):
    """What a lookup needs of a job's surroundings."""

    @property
    def db(self) -> Database: ...
    @property
    def shopify(self) -> Shopify: ...


async def run(context: Context, payload: dict[str, Any]) -> None:
    """Looks {shop_id, asked_number} up and keeps what it found. Raises TryAgain while Shopify gives no answer."""
    shop_id, number = int(payload["shop_id"]), str(payload["asked_number"])
    async with context.db.reading() as session:
        shop = await session.get(Shop, shop_id)
        is_awaited = bool(await queries.waiting_for(session, shop_id, number))
    if shop is None or not is_awaited:
        return
    started = clock.now()
    try:
        finding = await lookup.by_number(context.shopify, shop, number, started)
    except NotNow as not_now:
        await _keep_for_all(context, shop_id, number, Finding(not_now.outcome, started))
        raise TryAgain(f"order lookup: {not_now.outcome}", seconds=not_now.seconds) from not_now
    await _keep_for_all(context, shop_id, number, finding)


async def _keep_for_all(context: Context, shop_id: int, number: str, finding: Finding) -> None:
    async with context.db.reading() as session:
        waiting = await queries.waiting_for(session, shop_id, number)
    for snapshot in waiting:  # a transaction for each: two conversations are never locked at once
        async with context.db.writing() as session:
            await service.keep(session, shop_id, snapshot.id or 0, finding, clock.now())


async def gave_up(context: Context, payload: dict[str, Any], _error: str) -> None:
    """After the last try: nobody is left waiting for a lookup that does not come."""
    shop_id, number = int(payload["shop_id"]), str(payload["asked_number"])
    async with context.db.reading() as session:
        waiting = await queries.waiting_for(session, shop_id, number)
    for snapshot in waiting:
        async with context.db.writing() as session:
            await service.give_up(session, shop_id, snapshot.id or 0, clock.now())
