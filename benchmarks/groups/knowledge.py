"""A large catalogue is imported while shoppers ask: how long that takes, and how long their answers do meanwhile."""

import asyncio
import random
import time
import uuid
from typing import Any

import numpy as np

from backend.ai.retrieval import Passage, PassageIndex
from backend.knowledge.index import MOST_BYTES
from benchmarks import measuring
from benchmarks.groups.app import opened
from benchmarks.measuring import Spread
from benchmarks.pages import table
from benchmarks.programs import Programs, programs, resident_megabytes
from simulator.doors import Agent, Doors, client
from simulator.settings import MAIN_SHOP, shop_name

TITLE, PLACE = "Importing a large catalogue", 60
PRODUCTS, PAGES = 400, 40
QUESTIONS = 40
DEADLINE = 3_600.0
STATE = """{ knowledge { isSyncing counts { kind state count }
  progress { total read changed embedded failed removed failure } } }"""
SYNC = "mutation { syncKnowledge { userErrors { code } } }"
LOOK_EVERY, PAUSE = 1.0, 0.7
CHUNKS, SENTENCES = 2_000, 4


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
    async with asyncio.timeout(DEADLINE):
        while True:
            await asyncio.sleep(LOOK_EVERY)
            state: dict[str, Any] = (await agent.ask(STATE))["knowledge"]
            if not state["isSyncing"]:
                return state


async def _imported(on: Programs, process: Any) -> dict[str, str]:
    async with client() as http:
        doors = Doors(on.settings, http)
        await opened(doors)
        quiet = await _answers(doors, QUESTIONS // 2)
        control = f"{doors.simulator}/_control/shops/{shop_name(MAIN_SHOP)}"
        for path, body in (
            ("plan", {"maximum": 20_000, "restore_rate": 1_000}),
            ("many", {"products": PRODUCTS, "pages": PAGES}),
        ):
            (await http.post(f"{control}/{path}", json=body)).raise_for_status()
        agent = doors.agent(MAIN_SHOP, measuring.MAYA)
        begun = time.perf_counter()
        await agent.ask(SYNC)
        asking = asyncio.create_task(_answers(doors, QUESTIONS))
        state = await _until_read(agent)
        seconds = time.perf_counter() - begun
        during = await asking
        again = time.perf_counter()
        await agent.ask(SYNC)
        second = await _until_read(agent)
        return {
            "Sources read": f"{state['progress']['read']:,}, {state['progress']['failed']} failed",
            "Pieces embedded": f"{state['progress']['embedded']:,}",
            "The whole import": f"{seconds:.0f} s, {state['progress']['embedded'] / seconds:.0f} pieces a second",
            "Everything fetched again, nothing changed": f"{time.perf_counter() - again:.0f} s, "
            f"{second['progress']['embedded']} pieces embedded",
            "Question sent → answer at a subscriber, before: p50, p95": _both(quiet),
            "Question sent → answer at a subscriber, during the import: p50, p95": _both(during),
            "Resident memory of app and worker at the end": f"{resident_megabytes(process):.0f} MB",
        }


def _both(spread: Spread) -> str:
    return f"{spread.percentile(0.5):.0f} ms, {spread.percentile(0.95):.0f} ms"


def _bytes_of_a_shop() -> int:
    dice, shape = random.Random(1), np.random.default_rng(1)
    words = [f"word{at}" for at in range(4_000)]
    passages = [
        Passage(at, at, f"Title {at}", "", "page", "", " ".join(dice.choices(words, k=60)), "en",
                tuple(" ".join(dice.choices(words, k=15)) for _ in range(SENTENCES)))
        for at in range(CHUNKS)
    ]  # fmt: skip
    vectors = shape.standard_normal((CHUNKS * (1 + SENTENCES), 384), dtype=np.float32)
    return PassageIndex(passages, vectors[:CHUNKS], vectors[CHUNKS:]).bytes


def measure() -> dict[str, Any]:
    with programs() as on, on.simulator(), on.app() as (process, _):
        figures = asyncio.run(_imported(on, process))
    each = _bytes_of_a_shop()
    held = f"{each / 1024**2:.1f} MB; {MOST_BYTES // each}"
    return {**figures, f"A shop of {CHUNKS:,} pieces in memory; as many are held at once, within 512 MB": held}


def page(figures: dict[str, Any]) -> list[str]:
    return [
        *table(["Figure", ""], [[name, value] for name, value in figures.items()]),
        "",
        f"{PRODUCTS:,} products and {PAGES} pages of the simulated Shopify, with a Plus plan's budget for calls, are "
        f"imported into SQLite by the one process that answers {QUESTIONS} questions meanwhile, one every "
        f"{PAUSE:g} seconds. The simulator, which searches its catalogue for each call, shares the processors.",
    ]
