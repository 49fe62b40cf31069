"""A large catalogue is imported while shoppers ask: how long that takes, and how long their answers do meanwhile."""

import asyncio
import contextlib
import os
import time
import uuid
from typing import Any

import httpx

from benchmarks import measuring
from benchmarks.groups.app import opened
from benchmarks.measuring import Spread
from benchmarks.pages import table
from benchmarks.programs import Programs, programs, resident_megabytes
from simulator.doors import Agent, Doors, client
from simulator.settings import MAIN_SHOP, shop_name

TITLE, PLACE = "Importing a large catalogue", 60
PRODUCTS, PAGES = 10_000, 500
QUESTIONS = 20
LONGEST = 1_500.0
"""Seconds after which the reading is left where it is; the page says how far it was."""
STATE = """{ knowledge { isSyncing counts { kind state count }
  progress { total read changed embedded failed removed failure } } }"""
SYNC = "mutation { syncKnowledge { userErrors { code } } }"
LOOK_EVERY, PAUSE, BETWEEN = 2.0, 0.7, 45.0


async def _answers(doors: Doors, count: int) -> Spread:
    """From a question sent to the bot's message at a subscriber, one question after another."""
    times: list[float] = []
    while len(times) < count:
        shopper = await doors.shopper(MAIN_SHOP)
        for question in measuring.QUESTIONS:
            before = (await shopper.ask("{ thread(after: 0) { cursor } }"))["thread"]["cursor"]
            async with shopper.following(measuring.FOLLOW, after=before) as feed:
                await feed.next()
                begun = time.perf_counter()
                await shopper.ask(measuring.POST, text=question, clientKey=uuid.uuid4().hex)
                await asyncio.wait_for(measuring._moment_of(feed, "BOT"), measuring.PATIENCE)
            times.append((time.perf_counter() - begun) * 1000)
            await asyncio.sleep(PAUSE)
    return Spread(times)


async def _until_read(agent: Agent) -> dict[str, Any]:
    """How things stand when all is read, or when it took too long."""
    state: dict[str, Any] = {"isSyncing": True}
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LONGEST):
            while state["isSyncing"]:
                await asyncio.sleep(LOOK_EVERY)
                state = (await agent.ask(STATE))["knowledge"]
    return state


async def _asked_meanwhile(doors: Doors, until: asyncio.Event) -> Spread:
    """Twenty questions at a time, from the beginning to the end."""
    times: list[float] = []
    while not until.is_set():
        times += (await _answers(doors, QUESTIONS)).values
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(until.wait(), BETWEEN)
    return Spread(times)


async def _imported(on: Programs, process: Any) -> dict[str, str]:
    async with client() as http:
        doors = Doors(on.settings, http)
        await opened(doors)
        before = await _answers(doors, QUESTIONS)
        await _enlarge(http, f"{doors.simulator}/_control/shops/{shop_name(MAIN_SHOP)}")
        agent, is_read = doors.agent(MAIN_SHOP, measuring.MAYA), asyncio.Event()
        begun, load = time.perf_counter(), os.getloadavg()[0]
        await agent.ask(SYNC)
        asking = asyncio.create_task(_asked_meanwhile(doors, is_read))
        state = await _until_read(agent)
        seconds, load = time.perf_counter() - begun, (load + os.getloadavg()[0]) / 2
        is_read.set()
        during, progress = await asking, state["progress"]
        figures = {
            "Sources read": f"{progress['read']:,} of {progress['total']:,}, {progress['failed']} failed",
            "Pieces embedded": f"{progress['embedded']:,}",
            "In": f"{seconds / 60:.1f} minutes: {progress['read'] / seconds:.1f} sources, "
            f"{progress['embedded'] / seconds:.0f} pieces a second",
            "Load of the machine meanwhile": f"{load:.1f}",
            "Question sent → answer at a subscriber, before: p50, p95": _both(before),
            f"… during the import, {len(during.values)} questions: p50, p95": _both(during),
            "Resident memory of app and worker at the end": f"{resident_megabytes(process):.0f} MB",
        }
        return figures if state["isSyncing"] else {**figures, **await _again(agent)}


async def _enlarge(http: httpx.AsyncClient, control: str) -> None:
    plan, many = {"maximum": 20_000, "restore_rate": 1_000}, {"products": PRODUCTS, "pages": PAGES}
    for path, body in (("plan", plan), ("many", many)):
        (await http.post(f"{control}/{path}", json=body)).raise_for_status()


async def _again(agent: Agent) -> dict[str, str]:
    begun = time.perf_counter()
    await agent.ask(SYNC)
    embedded = (await _until_read(agent))["progress"]["embedded"]
    said = f"{time.perf_counter() - begun:.0f} s, {embedded} pieces embedded"
    return {"Everything fetched again, nothing changed": said}


def _both(spread: Spread) -> str:
    return f"{spread.percentile(0.5):.0f} ms, {spread.percentile(0.95):.0f} ms"


def measure() -> dict[str, Any]:
    with programs() as on, on.simulator(), on.app() as (process, _):
        return asyncio.run(_imported(on, process))


def page(figures: dict[str, Any]) -> list[str]:
    return [
        *table(["Figure", ""], [[name, value] for name, value in figures.items()]),
        "",
        f"{PRODUCTS:,} products and {PAGES} pages of the simulated Shopify, with a Plus plan's budget for calls, are "
        f"imported into SQLite by the one process that answers {QUESTIONS} questions meanwhile, one every "
        f"{PAUSE:g} seconds, and {QUESTIONS} more after every {BETWEEN:g}. The simulator shares the processors. The "
        f"reading is left where it is after {LONGEST / 60:.0f} minutes.",
    ]
