"""The app as a shop meets it, through its public doors: start, memory, answers, takeovers and lists."""

import asyncio
import sys
from contextlib import ExitStack
from typing import Any

from benchmarks import measuring
from benchmarks.filling import fill
from benchmarks.pages import table
from benchmarks.programs import Programs, programs, resident_megabytes
from simulator.doors import Doors, client
from simulator.settings import MAIN_SHOP
from tests import servers

TITLE, PLACE = "The app on one machine", 10
SEAL_KEY = "A" * 43
CONVERSATIONS = 10_000
Figures = dict[str, str]
TARGETS = {
    "Start of `serve` to the first healthy answer": "≤ 3 s",
    "Resident memory with the model loaded": "≤ 350 MB",
    "Local answer: `postMessage` accepted → visible to a subscriber, p50": "",
    "Local answer: `postMessage` accepted → visible to a subscriber, p95": "≤ 150 ms",
    "Local answer: `postMessage` sent → visible to a subscriber, p95": "",
    "Takeover accepted → visible to the shopper, p50": "",
    "Takeover accepted → visible to the shopper, p95": "≤ 200 ms",
    "Inbox list, 25 of 10,000 conversations, p50": "",
    "Inbox list, 25 of 10,000 conversations, p95": "≤ 50 ms",
}


async def _measured(on: Programs, database_url: str, migrate: bool) -> Figures:
    """All figures of one deployment; the app is started anew for each kind, so that none profits from another."""
    if migrate:
        await migrated(on)
    with on.simulator():
        with on.app() as (process, _):
            live = await _live_figures(on)
            memory = resident_megabytes(process)
        await fill(database_url, MAIN_SHOP, CONVERSATIONS)
        starts = []
        for _ in range(3):
            with on.app() as (_, seconds):
                starts.append(seconds)
        with on.app():
            lists = await _list_figures(on)
    values = (f"{sorted(starts)[1]:.1f} s", f"{memory:.0f} MB", *live, *lists)
    return dict(zip(TARGETS, values, strict=True))


async def migrated(on: Programs) -> None:
    command = (sys.executable, "-m", "backend", "migrate")
    process = await asyncio.create_subprocess_exec(*command, env=dict(on.environment))
    if await process.wait():
        raise RuntimeError("the database could not be migrated")


async def _live_figures(on: Programs) -> tuple[str, ...]:
    async with client() as http:
        doors = Doors(on.settings, http)
        await opened(doors)
        accepted, sent = await measuring.local_answers(doors)
        moves = await measuring.takeovers(doors)
    return (_ms(accepted, 0.5), _ms(accepted, 0.95), _ms(sent, 0.95), _ms(moves, 0.5), _ms(moves, 0.95))


async def _list_figures(on: Programs) -> tuple[str, ...]:
    async with client() as http:
        doors = Doors(on.settings, http)
        await opened(doors)
        lists = await measuring.inbox_lists(doors)
    return (_ms(lists, 0.5), _ms(lists, 0.95))


async def opened(doors: Doors) -> None:
    """Installed, and its content imported: what a shop is a minute after its first click."""
    for staff in (measuring.MAYA, measuring.JONAS):
        await doors.open_app(MAIN_SHOP, staff)
    agent = doors.agent(MAIN_SHOP, measuring.MAYA)
    while True:
        knowledge = (await agent.ask("{ knowledge { isSyncing counts { state } } }"))["knowledge"]
        if knowledge["counts"] and not knowledge["isSyncing"]:
            return
        await asyncio.sleep(0.2)


def _ms(spread: measuring.Spread, share: float) -> str:
    return f"{spread.percentile(share):.0f} ms"


def measure() -> dict[str, Any]:
    columns: dict[str, Figures] = {}
    with programs() as on:
        url = f"sqlite+aiosqlite:///{on.folder / 'baton.db'}"
        columns["SQLite, one process"] = asyncio.run(_measured(on, url, migrate=False))
    with ExitStack() as stack:
        database, broker = stack.enter_context(servers.postgres()), stack.enter_context(servers.redis())
        on = stack.enter_context(
            programs(BATON_DATABASE_URL=database, BATON_BROKER_URL=broker, BATON_SEAL_KEY=SEAL_KEY)
        )
        columns["Postgres and Redis"] = asyncio.run(_measured(on, database, migrate=True))
    return columns


def page(columns: dict[str, Any]) -> list[str]:
    rows = [[name, target, *(figures[name] for figures in columns.values())] for name, target in TARGETS.items()]
    return [
        *table(["Figure", "Target", *columns], rows),
        "",
        f"Local answers: {measuring.SHOPPERS * len(measuring.QUESTIONS)} questions of {measuring.SHOPPERS} people, "
        f"without a model server. Takeovers: {measuring.SHOPPERS * 2}. Lists: 200, with the inbox's own query.",
    ]
