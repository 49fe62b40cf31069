"""What the app takes in: shoppers' messages a second, and how long a takeover waits while many write."""

import asyncio
import base64
import itertools
import time
import uuid
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from sqlmodel import select

from backend.actors import ShopperActor
from backend.clock import now
from backend.conversations import service as people
from backend.db import Database
from backend.shops import shopper_token
from backend.shops.models import Shop
from benchmarks.groups.app import SEAL_KEY, migrated, opened
from benchmarks.measuring import MAYA, POST, TAKE_OVER, Spread
from benchmarks.pages import table
from benchmarks.programs import Programs, programs
from simulator.doors import Doors, Shopper, client
from simulator.settings import MAIN_SHOP
from tests import servers

TITLE, PLACE = "Writes", 50
ACTIVE, MESSAGES, AT_ONCE = 200, 300, 16
SETTLE = 20
WORDS = "How long do I have to return something?"
"""A shop's shoppers may send 600 messages at once, so that both figures fit into what is allowed."""


def measure() -> dict[str, Any]:
    found: dict[str, Any] = {}
    with programs(BATON_SEAL_KEY=SEAL_KEY) as on:
        url = f"sqlite+aiosqlite:///{on.folder / 'baton.db'}"
        found["SQLite, one process"] = asyncio.run(_measured(on, url))
    with ExitStack() as stack:
        more = {
            "BATON_DATABASE_URL": stack.enter_context(servers.postgres()),
            "BATON_BROKER_URL": stack.enter_context(servers.redis()),
            "BATON_SEAL_KEY": SEAL_KEY,
        }
        on = stack.enter_context(programs(**more))
        asyncio.run(migrated(on))
        found["Postgres and Redis"] = asyncio.run(_measured(on, more["BATON_DATABASE_URL"]))
    return found


async def _measured(on: Programs, url: str) -> dict[str, Any]:
    with on.simulator(), on.app():
        async with client() as http:
            doors = Doors(on.settings, http)
            await opened(doors)
            shoppers = await _shoppers(await doors.shopper(MAIN_SHOP), url)
            figures = {**await _accepted(shoppers), **await _takeovers(doors, shoppers)}
    print(f"  {figures}", flush=True)
    return figures


async def _shoppers(one: Shopper, url: str) -> list[Shopper]:
    """As many as are wanted, written into the tables: the app lets few at once open a panel from one address."""
    db, found, key = Database(url), [], base64.urlsafe_b64decode(SEAL_KEY + "=")
    try:
        async with db.writing() as session:
            shop_id = (await session.exec(select(Shop.id).where(Shop.domain == MAIN_SHOP))).one()
            assert shop_id is not None
            for _ in range(ACTIVE):
                row = await people.open_shopper(
                    session, shop_id, shopper_id=None, customer_id=None, locale="en", now=now()
                )
                assert row.id is not None
                actor = ShopperActor(shop_id=shop_id, id=row.id)
                found.append(replace(one, token=shopper_token.mint(key, actor, now()).token))
    finally:
        await db.close()
    return found


async def _accepted(shoppers: list[Shopper]) -> dict[str, Any]:
    """Each message is of another conversation than the one before; the bot answers beside it."""
    times: list[float] = []
    owed = itertools.islice(itertools.cycle(shoppers), MESSAGES)

    async def write() -> None:
        for shopper in owed:
            begun = time.perf_counter()
            await shopper.ask(POST, text=WORDS, clientKey=uuid.uuid4().hex)
            times.append((time.perf_counter() - begun) * 1000)

    begun = time.perf_counter()
    await asyncio.gather(*(write() for _ in range(AT_ONCE)))
    spread = Spread(times)
    return {
        "accepted_per_second": round(MESSAGES / (time.perf_counter() - begun), 1),
        "post_p50_ms": round(spread.percentile(0.5), 1),
        "post_p99_ms": round(spread.percentile(0.99), 1),
    }


async def _takeovers(doors: Doors, shoppers: list[Shopper]) -> dict[str, Any]:
    """Of every conversation, one after the other, while ten shoppers a second write in them."""
    agent, times = doors.agent(MAIN_SHOP, MAYA), []
    pages = await agent.ask("{ conversations(first: 100) { edges { node { id } } pageInfo { endCursor } } }")
    await asyncio.sleep(SETTLE)  # the bot answers what came before
    token = await agent.token()
    ids = [edge["node"]["id"] for edge in pages["conversations"]["edges"]]
    writing = asyncio.create_task(_writing(shoppers))
    for thread in ids:
        await asyncio.sleep(0.05)
        begun = time.perf_counter()
        taken = await agent.ask_with(token, TAKE_OVER, id=thread)
        times.append((time.perf_counter() - begun) * 1000)
        if taken["takeOver"]["userErrors"]:
            raise RuntimeError(taken)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    spread = Spread(times)
    return {
        "takeover_p50_ms": round(spread.percentile(0.5), 1),
        "takeover_p99_ms": round(spread.percentile(0.99), 1),
        "takeovers": len(times),
    }


async def _writing(shoppers: list[Shopper]) -> None:
    for shopper in itertools.cycle(shoppers):
        await shopper.ask(POST, text=WORDS, clientKey=uuid.uuid4().hex)
        await asyncio.sleep(0.1)


def page(figures: dict[str, Any]) -> list[str]:
    def row(name: str, target: str, key: str, unit: str) -> list[str]:
        return [name, target, *(f"{found[key]}{unit}" for found in figures.values())]

    rows = [
        row(
            f"`postMessage` accepted a second, {AT_ONCE} at once, the bot answering beside",
            "",
            "accepted_per_second",
            "",
        ),
        row("`postMessage`, p50", "", "post_p50_ms", " ms"),
        row("`postMessage`, p99", "", "post_p99_ms", " ms"),
        row(f"Takeover committed and answered, {ACTIVE} active conversations, p50", "", "takeover_p50_ms", " ms"),
        row("Takeover, p99", "≤ 100 ms", "takeover_p99_ms", " ms"),
    ]
    count = next(iter(figures.values()))["takeovers"]
    return [
        *table(["Figure", "Target", *figures], rows),
        "",
        f"{MESSAGES} messages in {ACTIVE} conversations; then {count} takeovers, while ten messages a second come in. "
        "Both are timed at the client, from the request to its answer.",
    ]
