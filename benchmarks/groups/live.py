"""Many sockets on the whole app: letting them in, what each costs, how soon all know of a commit, who never reads."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvloop

from benchmarks.contenders import contender, on_processor
from benchmarks.crowd import Crowd
from benchmarks.groups.app import SEAL_KEY, migrated, opened
from benchmarks.measuring import JONAS, MAYA, POST, QUESTIONS, Spread
from benchmarks.pages import table
from benchmarks.programs import Programs, free_port, programs
from benchmarks.servers.payload import DOCUMENT
from simulator.doors import Agent, Doors, client
from simulator.settings import MAIN_SHOP
from tests import servers

TITLE, PLACE = "Many sockets on the whole app", 40
STORM, MANY, SLEEPERS = 1_000, 5_000, 1_000
COMMITS = 15
NOTE = """mutation($id: ID!, $key: String!) {
  postNote(conversationId: $id, text: "A note among agents.", clientKey: $key) { userErrors { message } }
}"""


def measure() -> dict[str, Any]:
    with on_processor(-1):
        found: dict[str, Any] = {}
        with programs() as on, on_processor(0), on.simulator(), on.app() as (process, _), on_processor(-1):
            found["one"] = uvloop.run(_one(on, process.pid))
        print(f"  {found['one']}", flush=True)
        with _two() as ons:
            found["two"] = uvloop.run(_each(ons))
        print(f"  {found['two']}", flush=True)
        found["sleepers"] = uvloop.run(_sleepers())
        print(f"  {found['sleepers']}", flush=True)
        return found


async def _one(on: Programs, pid: int) -> dict[str, Any]:
    async with client() as http:
        doors = Doors(on.settings, http)
        await opened(doors)
        agent, thread = doors.agent(MAIN_SHOP, MAYA), await _thread(doors)
        crowd = Crowd(_port(on), "/graphql", DOCUMENT, {"after": 0})
        before = _resident(pid)
        storm = await crowd.join(await _tokens(doors, STORM), at_once=STORM)
        cost = (_resident(pid) - before) / STORM
        spread = await _commits(agent, thread, [crowd])
        await crowd.join(await _tokens(doors, MANY - STORM), at_once=100)
        many = await _commits(agent, thread, [crowd])
        crowd.leave()
    return {
        "storm_seconds": round(storm, 2),
        "kilobytes_each": round(cost / 1024, 1),
        str(STORM): _figures(spread),
        str(MANY): _figures(many),
    }


@contextmanager
def _two() -> Iterator[list[Programs]]:
    """Two processes of the app on one Postgres and one Redis."""
    with ExitStack() as stack:
        database, broker = stack.enter_context(servers.postgres()), stack.enter_context(servers.redis())
        more = {"BATON_DATABASE_URL": database, "BATON_BROKER_URL": broker, "BATON_SEAL_KEY": SEAL_KEY}
        on = stack.enter_context(programs(**more))
        asyncio.run(migrated(on))
        other_port = free_port()
        settings = replace(on.settings, app_url=f"http://127.0.0.1:{other_port}")
        other = Programs(settings, {**on.environment, "PORT": str(other_port)}, on.folder)
        stack.enter_context(on.simulator())
        stack.enter_context(on.app())
        stack.enter_context(other.app())
        yield [on, other]


async def _each(ons: list[Programs]) -> dict[str, Any]:
    """Subscribers of both, commits through the first."""
    async with client() as http:
        doors = Doors(ons[0].settings, http)
        await opened(doors)
        agent, thread = doors.agent(MAIN_SHOP, MAYA), await _thread(doors)
        crowds = [Crowd(_port(on), "/graphql", DOCUMENT, {"after": 0}) for on in ons]
        for crowd in crowds:
            await crowd.join(await _tokens(doors, STORM // 2))
        own, other = [
            await _commits(agent, thread, [crowd, *(c for c in crowds if c is not crowd)]) for crowd in crowds
        ]
        for crowd in crowds:
            crowd.leave()
    return {"own": _figures(own), "other": _figures(other)}


async def _sleepers() -> dict[str, Any]:
    """Sockets that are open and never read, while events go on: from memory, and as many as it takes."""
    async with contender("shared") as server:
        crowd = Crowd(server.port, "/graphql", DOCUMENT, {"after": 0})
        await crowd.join(["anybody"] * SLEEPERS)
        for member in crowd.members:
            assert member.transport is not None
            member.transport.pause_reading()
        before, sizes = _resident(server.pid), []
        for _ in range(40):
            server.tell(50)
            await server.told()
            await asyncio.sleep(0.3)
            sizes.append(_resident(server.pid) - before)
        crowd.leave()
    return {
        "events": 2_000,
        "most_megabytes": round(max(sizes) / 2**20, 1),
        "last_megabytes": round(sizes[-1] / 2**20, 1),
    }


async def _commits(agent: Agent, thread: str, crowds: list[Crowd]) -> Spread:
    """From a note sent until each of the first crowd knows of it; the others must hear of it too."""
    times: list[float] = []
    token = await agent.token()
    for number in range(COMMITS):
        await asyncio.sleep(0.4)
        for crowd in crowds:
            crowd.expect(len(crowd.members))
        begun = time.perf_counter()
        await agent.ask_with(token, NOTE, id=thread, key=f"note-{begun}-{number}".replace(".", "-"))
        times += [(each - begun) * 1000 for each in await crowds[0].all_heard()]
        for crowd in crowds[1:]:
            await crowd.all_heard()
    return Spread(times)


async def _thread(doors: Doors) -> str:
    """A conversation that no bot will stir."""
    shopper = await doors.shopper(MAIN_SHOP)
    await shopper.ask(POST, text=QUESTIONS[0], clientKey="the-first-words")
    agent = doors.agent(MAIN_SHOP, MAYA)
    page = await agent.ask("{ conversations(first: 1) { edges { node { id } } } }")
    thread = str(page["conversations"]["edges"][0]["node"]["id"])
    await agent.ask("mutation($id: ID!) { takeOver(conversationId: $id) { userErrors { code } } }", id=thread)
    await asyncio.sleep(2)
    return thread


async def _tokens(doors: Doors, count: int) -> list[str]:
    both = [await doors.agent(MAIN_SHOP, staff).token() for staff in (MAYA, JONAS)]
    return [both[number % 2] for number in range(count)]


def _port(on: Programs) -> int:
    return int(on.settings.app_url.rpartition(":")[2])


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


def _figures(spread: Spread) -> dict[str, float]:
    return {"p50_ms": round(spread.percentile(0.5), 1), "p99_ms": round(spread.percentile(0.99), 1)}


def page(figures: dict[str, Any]) -> list[str]:
    one, two, sleepers = figures["one"], figures["two"], figures["sleepers"]

    def both(found: dict[str, float]) -> str:
        return f"{found['p50_ms']} / {found['p99_ms']} ms"

    rows = [
        ["1,000 sockets connect at once, and each has heard how things stand", "", f"{one['storm_seconds']} s"],
        ["Memory a socket with its subscription", "≤ 40 kB", f"{one['kilobytes_each']} kB"],
        ["A note sent → 1,000 subscribers know, p50 / p99", "p99 ≤ 50 ms", both(one[str(STORM)])],
        ["The same, 5,000 subscribers", "p99 ≤ 100 ms", both(one[str(MANY)])],
        ["Two processes on Postgres and Redis, 500 subscribers each: those of the same process", "", both(two["own"])],
        ["… and those of the other", "", both(two["other"])],
        [
            "Memory that 1,000 sockets which never read add, at most and after 2,000 events", "flat",
            f"{sleepers['most_megabytes']} / {sleepers['last_megabytes']} MB",
        ],
    ]  # fmt: skip
    return [
        "Real processes, their databases and doors; the note is written, committed, read again, executed and sent.",
        "",
        *table(["Figure", "Target", "SQLite, one process, but where it says otherwise"], rows),
    ]
