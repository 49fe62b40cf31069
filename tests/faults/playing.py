"""Plays a plan on a fleet: people act, things break and are mended, and then it is judged."""

import asyncio
import contextlib
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from backend.db import Database
from tests.faults.cast import Cast, cast
from tests.faults.fleet import Fleet, Program, fleet
from tests.faults.people import Data, Person
from tests.faults.plan import STAFF, TEXTS, Act, Fault, Plan
from tests.faults.verdict import Verdict, judge, settled

SETTLE_WITHIN = 120.0
SLOW_MS = 1500
LONG_LIFE = 60.0
"""Seconds that a process must have lived for its growth to say something."""


@dataclass
class Outcome:
    """What came of one play."""

    plan: Plan
    verdict: Verdict
    acts: Counter[str]
    breaks: int
    retries: int
    refused: Counter[str]
    settled_in: float
    began_at: float
    growth: dict[str, float] = field(default_factory=dict)
    """Megabytes that each process grew by, from the first third of its longest life to the end of it."""


async def play(plan: Plan) -> Outcome:
    """Starts everything, plays, mends everything, waits until it is still, and judges."""
    async with fleet(plan.kind) as on, cast(on, shoppers=plan.shoppers, staff=STAFF, patience=6.0) as people:
        stage = Stage(on, people, plan)
        await stage.play()
        begun = time.monotonic()
        db = Database(on.database_url)
        try:
            late = await settled(people, db, within=SETTLE_WITHIN)
            took = time.monotonic() - begun
            verdict = await judge(people, db)
        finally:
            await db.close()
        verdict.wrong += late
        followers = [f for group in (people.panels, people.screens) for each in group.values() for f in each]
        return Outcome(
            plan, verdict, stage.acts, sum(f.breaks for f in [*followers, *people.inboxes]),
            sum(p.retries for p in [*people.shoppers, *people.agents]),
            Counter(f"{kind}: {code}" for kind, code in people.ledger.refused), took,
            stage.began_at, stage.growth(),
        )  # fmt: skip


class Stage:
    """The plan as it is carried out."""

    def __init__(self, on: Fleet, people: Cast, plan: Plan) -> None:
        self.on, self.people, self.plan = on, people, plan
        self.acts: Counter[str] = Counter()
        self.began_at = 0.0
        self._sizes: dict[tuple[str, int], list[tuple[float, float]]] = {}

    async def play(self) -> None:
        """Returns when all have acted, and all that broke has been mended."""
        self.began_at = time.monotonic()
        watching = [asyncio.create_task(self._watch_threads()), asyncio.create_task(self._weigh())]
        by_actor: dict[str, list[Act]] = {}
        for act in self.plan.acts:
            by_actor.setdefault(act.who, []).append(act)
        try:
            async with asyncio.TaskGroup() as group:
                for fault in self.plan.faults:
                    group.create_task(self._break(fault))
                acting = [group.create_task(self._act(acts)) for acts in by_actor.values()]
                group.create_task(self._mend_at_last(acting))
        finally:
            for task in watching:
                task.cancel()
            await asyncio.gather(*watching, return_exceptions=True)

    async def _mend_at_last(self, acting: list[asyncio.Task[None]]) -> None:
        await self._until(self.plan.seconds)
        await self.on.heal()
        await self.on.control("faults/reset")
        await asyncio.wait(acting)

    async def _until(self, at: float) -> None:
        await asyncio.sleep(max(0.0, self.began_at + at - time.monotonic()))

    async def _act(self, acts: list[Act]) -> None:
        """One person after the other of their intentions; whoever is held up does the rest later."""
        for act in acts:
            await self._until(act.at)
            person = next(p for p in (*self.people.shoppers, *self.people.agents) if p.name == act.who)
            is_done = await (self._as_agent if act.who.startswith("agent") else self._as_shopper)(person, act)
            self.acts[act.what if is_done else "nothing to do"] += 1

    async def _as_shopper(self, person: Person, act: Act) -> bool:
        people = self.people
        if act.what == "say":
            await people.says(person, TEXTS[int(act.dice * len(TEXTS))])
        elif act.what == "human":
            await people.asks_for_human(person)
        elif act.what == "fill":
            return await people.fills(person)
        else:
            people.panels[person.name].append(people.follow(person, people.panels[person.name][0].feed))
        return True

    async def _as_agent(self, person: Person, act: Act) -> bool:
        """On a thread as the agent's own inbox shows it, which may be old by now."""
        inbox = next(inbox for inbox in self.people.inboxes if inbox.person is person)
        rows: dict[str, Data] = {row["id"]: row for row in inbox.got}
        wanted = {"handBack": "AGENT", "release": "AGENT", "reopen": "RESOLVED", "reply": "WAITING"}.get(act.what)
        fitting = [row for row in rows.values() if wanted is None or row["state"] == wanted]
        if act.what == "reply":
            fitting = fitting or [row for row in rows.values() if row["state"] == "AGENT"]
        if not fitting:
            return False
        thread = fitting[int(act.dice * len(fitting))]["id"]
        if act.what == "reply":
            await self.people.replies(person, thread, f"Hello, this is {person.name}. Let me look.")
        elif act.what == "note":
            await self.people.notes(person, thread, "To whom it may concern.")
        else:
            await self.people.moves(person, act.what, thread)
        return True

    async def _watch_threads(self) -> None:
        """Each thread gets an agent's eyes soon after it began, and the program's on some; some of them poll."""
        people = self.people
        while True:
            for thread in {row["id"] for inbox in people.inboxes for row in inbox.got} - people.screens.keys():
                number = len(people.screens)
                people.watch(thread, people.agents[number % len(people.agents)], polls=number % 5 == 0)
                if people.program is not None and number % 2 == 0:
                    people.watch(thread, people.program)
            await asyncio.sleep(0.1)

    async def _weigh(self) -> None:
        while True:
            for program in self.on.programs.values():
                if (size := program.megabytes()) > 0:
                    life = self._sizes.setdefault((program.name, program.starts), [])
                    life.append((time.monotonic(), size))
            await asyncio.sleep(1)

    def growth(self) -> dict[str, float]:
        longest: dict[str, list[tuple[float, float]]] = {}
        for (name, _), life in self._sizes.items():
            longest[name] = max(longest.get(name, []), life, key=len)
        lived = {name: life for name, life in longest.items() if life[-1][0] - life[0][0] >= LONG_LIFE}
        return {name: round(life[-1][1] - life[len(life) // 3][1], 1) for name, life in lived.items()}

    async def _break(self, fault: Fault) -> None:
        await self._until(fault.at)
        async with FAULTS[fault.what](self.on, fault):
            await asyncio.sleep(fault.seconds)


def _one(programs: list[Program], fault: Fault) -> Program:
    return programs[int(fault.dice * len(programs))]


@contextlib.asynccontextmanager
async def _killed(program: Program) -> AsyncIterator[None]:
    program.kill()
    yield
    if not program.is_alive:
        program.start()  # and is not waited for: it may be killed again before it is up


@contextlib.asynccontextmanager
async def _frozen(program: Program) -> AsyncIterator[None]:
    program.freeze()
    yield
    program.thaw()


@contextlib.asynccontextmanager
async def _redis(on: Fleet, number: signal.Signals) -> AsyncIterator[None]:
    assert on.redis is not None
    on.redis.send(number)
    yield
    await on.revive_redis()


@contextlib.asynccontextmanager
async def _postgres(on: Fleet, end: Callable[[], None]) -> AsyncIterator[None]:
    assert on.postgres is not None and on.postgres.process is not None
    if on.postgres.process.poll() is None:
        await asyncio.to_thread(end)
    yield
    await on.revive_postgres()


@contextlib.asynccontextmanager
async def _frozen_postgres(on: Fleet) -> AsyncIterator[None]:
    assert on.postgres is not None
    on.postgres.send(signal.SIGSTOP)
    yield
    on.postgres.send(signal.SIGCONT)


@contextlib.asynccontextmanager
async def _cut(on: Fleet, fault: Fault) -> AsyncIterator[None]:
    on.relay.cut(share=0.3 + 0.7 * fault.dice)
    yield


@contextlib.asynccontextmanager
async def _stalled(on: Fleet) -> AsyncIterator[None]:
    on.relay.stall()
    yield
    on.relay.flow()


@contextlib.asynccontextmanager
async def _shopify(on: Fleet, during: dict[str, object], after: dict[str, object]) -> AsyncIterator[None]:
    await on.control("faults", **during)
    if "duplicate_webhooks" in during:
        await on.control("orders/1001", action="hold")
        await on.control("orders/1001", action="unhold")
    yield
    await on.control("faults", **after)


WILD: dict[str, object] = {"duplicate_webhooks": True, "reorder_webhooks": True, "lose_webhooks": 1}
TAME: dict[str, object] = {"duplicate_webhooks": False, "reorder_webhooks": False, "lose_webhooks": 0}
Breaking = Callable[[Fleet, Fault], contextlib.AbstractAsyncContextManager[None]]
FAULTS: dict[str, Breaking] = {
    "kill web": lambda on, fault: _killed(_one(on.webs, fault)),
    "kill worker": lambda on, fault: _killed(_one(on.workers, fault)),
    "freeze web": lambda on, fault: _frozen(_one(on.webs, fault)),
    "freeze worker": lambda on, fault: _frozen(_one(on.workers, fault)),
    "kill redis": lambda on, _: _redis(on, signal.SIGKILL),
    "freeze redis": lambda on, _: _redis(on, signal.SIGSTOP),
    "crash postgres": lambda on, _: _postgres(on, on.postgres.crash if on.postgres else _nothing),
    "restart postgres": lambda on, _: _postgres(on, on.postgres.stop if on.postgres else _nothing),
    "freeze postgres": lambda on, _: _frozen_postgres(on),
    "cut sockets": _cut,
    "stall network": lambda on, _: _stalled(on),
    "slow Shopify": lambda on, _: _shopify(on, {"latency_ms": SLOW_MS}, {"latency_ms": 0}),
    "Shopify away": lambda on, _: _shopify(on, {"down": True}, {"down": False}),
    "wild webhooks": lambda on, _: _shopify(on, WILD, TAME),
}


def _nothing() -> None: ...
