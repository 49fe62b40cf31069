"""One failure after the other on a deployment of many processes, while people talk: how long does anybody wait?"""

import asyncio
import contextlib
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from sqlmodel import select

from backend.db import Database
from backend.jobs import Job
from tests.faults.cast import Cast, cast
from tests.faults.fleet import Fleet, fleet
from tests.faults.follower import Follower
from tests.faults.ledger import Delay
from tests.faults.verdict import judge, settled

SHOPPERS = 8
PATIENCE = 60.0
NEVER = float("inf")
LOOKUP_TAKES = 6000
Failure = Callable[[Fleet], Awaitable[None]]


@dataclass
class Recovery:
    """The longest that anybody waited for a word because of each failure, in seconds; and what was wrong at the end."""

    worst: dict[str, float]
    wrong: list[str]


async def kill_a_web_process(on: Fleet) -> None:
    on.programs["web-1"].kill()
    await asyncio.sleep(1)
    await on.restart(on.programs["web-1"])


async def freeze_a_web_process(on: Fleet) -> None:
    on.programs["web-2"].freeze()
    await asyncio.sleep(2)
    on.programs["web-2"].thaw()


async def kill_redis(on: Fleet) -> None:
    assert on.redis is not None
    on.redis.send(signal.SIGKILL)
    await asyncio.sleep(2)
    await asyncio.to_thread(on.redis.start)


async def freeze_redis(on: Fleet) -> None:
    assert on.redis is not None
    on.redis.send(signal.SIGSTOP)
    await asyncio.sleep(3)
    on.redis.send(signal.SIGCONT)


async def restart_postgres(on: Fleet) -> None:
    assert on.postgres is not None
    await asyncio.to_thread(on.postgres.stop)
    await asyncio.to_thread(on.postgres.start)


async def crash_postgres(on: Fleet) -> None:
    assert on.postgres is not None
    await asyncio.to_thread(on.postgres.crash)
    await asyncio.to_thread(on.postgres.start)


async def cut_every_connection(on: Fleet) -> None:
    on.relay.cut()


async def stall_the_network(on: Fleet) -> None:
    on.relay.stall()
    await asyncio.sleep(2)
    on.relay.flow()


async def put_a_clock_ahead(on: Fleet) -> None:
    """By an hour, on one of two machines: what the other gave is old there, and what it gives is too new here."""
    on.set_clock(1, 3600)
    await asyncio.sleep(2)
    on.set_clock(1, 0)


async def put_a_clock_back(on: Fleet) -> None:
    on.set_clock(1, -3600)
    await asyncio.sleep(2)
    on.set_clock(1, 0)


async def kill_all_that_work(on: Fleet) -> None:
    """Right in the middle of a job, since Shopify takes its time."""
    await on.control("faults", latency_ms=0)
    for worker in on.workers:
        worker.kill()
    await asyncio.gather(*(on.restart(worker) for worker in on.workers))


FAILURES: tuple[Failure, ...] = (
    kill_a_web_process,
    freeze_a_web_process,
    kill_redis,
    freeze_redis,
    restart_postgres,
    crash_postgres,
    cut_every_connection,
    stall_the_network,
    put_a_clock_ahead,
    put_a_clock_back,
)


@contextlib.asynccontextmanager
async def village() -> AsyncIterator[Cast]:
    """Everybody is there; every thread but that of the enquirer is held by an agent, so that words alone pass."""
    async with fleet("many") as on, cast(on, shoppers=SHOPPERS, staff=(70001, 70002), patience=4.0) as made:
        for shopper in made.shoppers:
            await made.says(shopper, f"Good morning. {shopper.name}")
        inbox = made.inboxes[0]
        async with asyncio.timeout(60):
            while len({row["id"] for row in inbox.got}) < SHOPPERS:
                await asyncio.sleep(0.05)
        for number, thread in enumerate(sorted({row["id"] for row in inbox.got})):
            agent = made.agents[number % 2]
            await made.replies(agent, thread, f"Good morning, this is {agent.name}.")
            made.watch(thread, agent)
            assert made.program is not None
            made.watch(thread, made.program, polls=number % 2 == 0)
        yield made


async def go_through(people: Cast, db: Database) -> Recovery:
    """Every failure in turn. A worker's death shows in the meantime: its job comes again when its lease ends."""
    windows: dict[str, tuple[float, float]] = {}
    enquirer = await enquire(people, db)
    await kill_all_that_work(people.fleet)
    killed_at = time.monotonic()
    for failure in FAILURES:
        windows[failure.__name__] = await _suffer(people, failure)
    late = await settled(people, db, within=60)
    verdict = await judge(people, db)
    worst = {name: max(_within(verdict.delays, *window), default=NEVER) for name, window in windows.items()}
    found = [m["sequence"] for m in enquirer.got if m["author"]["kind"] == "BOT" and "1001" in m["text"]]
    worst[kill_all_that_work.__name__] = enquirer.seen_at[found[0]] - killed_at if found else NEVER
    told = [] if len(found) == 1 else [f"the enquirer was told of the order {len(found)} times"]
    return Recovery(worst, late + verdict.wrong + told)


async def enquire(people: Cast, db: Database) -> Follower:
    """Somebody asks for an order. Returns as soon as a worker looks it up; Shopify answers after some seconds."""
    enquirer = people.open_panel("enquirer")
    panel = people.panels["enquirer"][0]
    await people.says(enquirer, "Where is my order?")
    async with asyncio.timeout(60):
        while not (panel.last and panel.last["openForm"]):
            await asyncio.sleep(0.05)
        await people.fleet.control("faults", latency_ms=LOOKUP_TAKES)
        assert await people.fills(enquirer)
        running = select(Job.id).where(Job.name == "orders.enrich", Job.state == "running")
        while True:
            async with db.reading() as session:
                if (await session.exec(running)).first() is not None:
                    return panel
            await asyncio.sleep(0.02)


def _within(delays: list[Delay], begin: float, end: float) -> list[float]:
    return [delay.seconds for delay in delays if begin <= delay.accepted_at <= end]


async def _suffer(people: Cast, failure: Failure) -> tuple[float, float]:
    """One failure while everybody talks, until everybody's next word is accepted. Gives from when to when."""
    begun, spoken = time.monotonic(), Counter[int]()
    talking = [asyncio.create_task(talk(people, number, spoken)) for number in range(SHOPPERS)]
    await asyncio.sleep(0.5)
    await failure(people.fleet)
    before, until = spoken.copy(), time.monotonic() + PATIENCE
    while any(spoken[number] <= before[number] for number in range(SHOPPERS)) and time.monotonic() < until:
        await asyncio.sleep(0.05)
    for each in talking:
        each.cancel()
    await asyncio.gather(*talking, return_exceptions=True)
    return begun, time.monotonic()


async def talk(people: Cast, number: int, spoken: Counter[int]) -> None:
    """A shopper who goes on and on. Whoever is told to stop ends their sentence."""
    shopper = people.shoppers[number]
    while True:
        await asyncio.sleep(0.6 + number / 20)
        words = f"Word {spoken[number]} of {shopper.name}"
        await asyncio.shield(asyncio.create_task(people.says(shopper, words)))
        spoken[number] += 1
