"""Who is cancelled at any moment leaves their work whole or undone, and the database as usable as before."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import col, func, select, update

from backend.db import Database
from backend.jobs import Job, enqueue
from backend.shops.models import Shop

pytestmark = pytest.mark.anyio

ROUNDS, AT_ONCE = 25, 8
LONGEST = 0.02


async def write_twice(db: Database, shop_id: int | None) -> None:
    """A job and a revision, both or neither."""
    async with db.writing() as session:
        await enqueue(session, "count", {})
        await session.exec(update(Shop).where(col(Shop.id) == shop_id).values(revision=Shop.revision + 1))


async def read(db: Database) -> None:
    async with db.reading() as session:
        await session.exec(select(Shop))
        await session.exec(select(func.count()).select_from(Job))


@pytest.fixture
async def quiet_about_connections() -> AsyncIterator[None]:
    """asyncpg tells the loop of a connection that was given up while it was made, though somebody gave it up."""
    loop = asyncio.get_running_loop()
    told = loop.get_exception_handler()

    def handle(of: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if told is not None and "connection_lost" not in str(context.get("exception")):
            told(of, context)

    loop.set_exception_handler(handle)
    yield
    loop.set_exception_handler(told)


async def test_whoever_is_cancelled_at_any_moment_leaves_all_or_nothing_and_holds_up_nobody(
    database: Database, shop: Shop, quiet_about_connections: None
) -> None:
    dice = random.Random(7)
    for _ in range(ROUNDS):
        working = [asyncio.create_task(write_twice(database, shop.id)) for _ in range(AT_ONCE)]
        working += [asyncio.create_task(read(database)) for _ in range(AT_ONCE)]
        for task in dice.sample(working, len(working)):
            await asyncio.sleep(dice.random() * LONGEST / AT_ONCE)
            task.cancel()
        ends = await asyncio.gather(*working, return_exceptions=True)
        assert {type(end) for end in ends} <= {type(None), asyncio.CancelledError}
    async with asyncio.timeout(20):
        await asyncio.gather(*(write_twice(database, shop.id) for _ in range(AT_ONCE)))
    async with database.reading() as session:
        written = (await session.exec(select(func.count()).select_from(Job))).one()
        revision = (await session.exec(select(col(Shop.revision)).where(col(Shop.id) == shop.id))).one()
    assert written == revision > AT_ONCE
