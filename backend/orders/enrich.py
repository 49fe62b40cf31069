"""The job "orders.enrich": one lookup for every conversation of a shop that waits for the same number.

The database is never open while Shopify is asked. May run twice: what is older than what is kept changes nothing.
Where many lookups of a shop wait for Shopify's points, each gets its turn, and nobody is told of a wait that is short.
"""

import random
from datetime import timedelta
from typing import Any, Protocol

from backend import clock
from backend.config import Settings
from backend.db import Database
from backend.jobs import TryAgain
from backend.orders import lookup, queries, service
from backend.orders.lookup import NotNow, Shopify
from backend.orders.rules import Outcome
from backend.orders.service import Finding
from backend.shops.models import Shop

PATIENCE = timedelta(seconds=60)
"""How long a lookup may wait for its turn before the shopper and the agent are told that it does."""
SECONDS_EACH = 0.4
"""What one lookup takes of a Standard shop's points, in seconds of their return: some 40 of them, at 100 a second."""


class Context(Protocol):
    """What a lookup needs of a job's surroundings."""

    @property
    def db(self) -> Database: ...
    @property
    def shopify(self) -> Shopify: ...
    @property
    def settings(self) -> Settings: ...


async def run(context: Context, payload: dict[str, Any]) -> None:
    """Looks {shop_id, asked_number} up and keeps what it found. Raises TryAgain while Shopify gives no answer."""
    shop_id, number = int(payload["shop_id"]), str(payload["asked_number"])
    async with context.db.reading() as session:
        shop = await session.get(Shop, shop_id)
        awaited = await queries.waiting_for(session, shop_id, number)
    if shop is None or not awaited:
        return
    started = clock.now()
    try:
        finding = await lookup.by_number(context.shopify, shop, number, started)
    except NotNow as not_now:
        is_turn = not_now.outcome is Outcome.THROTTLED
        if not is_turn or started - min(each.asked_at for each in awaited) > PATIENCE:
            await _keep_for_all(context, shop_id, number, Finding(not_now.outcome, started))
        seconds = not_now.seconds + (await _queue(context, shop_id) if is_turn else 0.0)
        raise TryAgain(f"order lookup: {not_now.outcome}", seconds=seconds, is_turn=is_turn) from not_now
    await _keep_for_all(context, shop_id, number, finding)


async def _queue(context: Context, shop_id: int) -> float:
    """Seconds to put a lookup off by, at random: all that wait in the shop come back one by one and not together."""
    async with context.db.reading() as session:
        waiting = await queries.count_waiting(session, shop_id)
    return random.random() * waiting * SECONDS_EACH


async def _keep_for_all(context: Context, shop_id: int, number: str, finding: Finding) -> None:
    async with context.db.reading() as session:
        waiting = await queries.waiting_for(session, shop_id, number)
    for snapshot in waiting:  # a transaction for each: two conversations are never locked at once
        async with context.db.writing() as session:
            key = context.settings.seal_key
            await service.keep(session, shop_id, snapshot.id or 0, finding, key=key, now=clock.now())


async def gave_up(context: Context, payload: dict[str, Any], _error: str) -> None:
    """After the last try: nobody is left waiting for a lookup that does not come."""
    shop_id, number = int(payload["shop_id"]), str(payload["asked_number"])
    async with context.db.reading() as session:
        waiting = await queries.waiting_for(session, shop_id, number)
    for snapshot in waiting:
        async with context.db.writing() as session:
            await service.give_up(session, shop_id, snapshot.id or 0, clock.now())
