"""`make bench`: the figures of docs/benchmarks.md, from real processes on this machine's loopback."""

import asyncio
import os
import platform
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from benchmarks import measuring
from benchmarks.filling import fill
from benchmarks.programs import Programs, programs, resident_megabytes
from simulator.doors import Doors, client
from simulator.settings import MAIN_SHOP
from tests import servers

SEAL_KEY = "A" * 43
REPORT = Path(__file__).parents[1] / "docs" / "benchmarks.md"
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


async def measure(on: Programs, database_url: str, migrate: bool) -> Figures:
    """All figures of one deployment; the app is started anew for each kind, so that none profits from another."""
    if migrate:
        await _migrated(on)
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


async def _migrated(on: Programs) -> None:
    command = (sys.executable, "-m", "backend", "migrate")
    process = await asyncio.create_subprocess_exec(*command, env=dict(on.environment))
    if await process.wait():
        raise RuntimeError("the database could not be migrated")


async def _live_figures(on: Programs) -> tuple[str, ...]:
    async with client() as http:
        doors = Doors(on.settings, http)
        await _opened(doors)
        accepted, sent = await measuring.local_answers(doors)
        moves = await measuring.takeovers(doors)
    return (_ms(accepted, 0.5), _ms(accepted, 0.95), _ms(sent, 0.95), _ms(moves, 0.5), _ms(moves, 0.95))


async def _list_figures(on: Programs) -> tuple[str, ...]:
    async with client() as http:
        doors = Doors(on.settings, http)
        await _opened(doors)
        lists = await measuring.inbox_lists(doors)
    return (_ms(lists, 0.5), _ms(lists, 0.95))


async def _opened(doors: Doors) -> None:
    """Installed, and its content imported: what a shop is a minute after its first click."""
    for staff in (measuring.MAYA, measuring.JONAS):
        await doors.open_app(MAIN_SHOP, staff)
    agent = doors.agent(MAIN_SHOP, measuring.MAYA)
    while True:
        knowledge = (await agent.ask("{ knowledge { isSyncing sources { id } } }"))["knowledge"]
        if knowledge["sources"] and not knowledge["isSyncing"]:
            return
        await asyncio.sleep(0.2)


def _ms(spread: measuring.Spread, share: float) -> str:
    return f"{spread.percentile(share):.0f} ms"


def report(columns: Mapping[str, Figures]) -> str:
    """The page, with what it was measured on: a figure without its machine says nothing."""
    head = ["Figure", "Target", *columns]
    rows = [[name, target, *(figures[name] for figures in columns.values())] for name, target in TARGETS.items()]
    table = ["| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *rows)]
    load = os.getloadavg()[0]
    return "\n".join(
        [
            "# Benchmarks", "",
            f"Written by `make bench` on {time.strftime('%Y-%m-%d')}: {platform.system()} {platform.machine()}, "
            f"{os.cpu_count()} processors (load {load:.1f} at the end), Python {platform.python_version()}.",
            "App, simulator, database and the measuring client share those processors. Each figure comes from real",
            "processes on loopback, through the public doors; how is in `benchmarks/`.", "",
            *table, "",
            f"Local answers: {measuring.SHOPPERS * len(measuring.QUESTIONS)} questions of {measuring.SHOPPERS} people, "
            f"without a model server. Takeovers: {measuring.SHOPPERS * 2}. Lists: 200, with the inbox's own query.", "",
        ]
    )  # fmt: skip


def main() -> int:
    columns: dict[str, Figures] = {}
    with programs() as on:
        print("SQLite, one process …", flush=True)
        url = f"sqlite+aiosqlite:///{on.folder / 'baton.db'}"
        columns["SQLite, one process"] = asyncio.run(measure(on, url, migrate=False))
    with ExitStack() as stack:
        print("Postgres and Redis …", flush=True)
        database, broker = stack.enter_context(servers.postgres()), stack.enter_context(servers.redis())
        on = stack.enter_context(
            programs(BATON_DATABASE_URL=database, BATON_BROKER_URL=broker, BATON_SEAL_KEY=SEAL_KEY)
        )
        columns["Postgres and Redis"] = asyncio.run(measure(on, database, migrate=True))
    REPORT.write_text(report(columns))
    print(report(columns))
    return 0


if __name__ == "__main__":
    sys.exit(main())
