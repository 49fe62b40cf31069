"""Doorbells over both brokers: what rings, what may be lost, and that followers deliver all the same."""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from backend import live as module
from backend.live import Live, follow
from tests import servers
from tests.servers import MortalRedis

pytestmark = pytest.mark.anyio

PATIENCE = 20


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hearts beat quickly here."""
    monkeypatch.setattr(module, "HEARTBEAT_EVERY", 0.1)
    monkeypatch.setattr(module, "DEAF_AFTER", 0.8)


@pytest.fixture(params=["memory", "redis"])
def broker_url(request: pytest.FixtureRequest) -> str:
    return "memory://" if request.param == "memory" else str(request.getfixturevalue("redis_server"))


@contextlib.asynccontextmanager
async def started(url: str) -> AsyncIterator[Live]:
    live = Live(url)
    await live.start()
    try:
        yield live
    finally:
        await live.stop()


@pytest.fixture
async def live(broker_url: str) -> AsyncIterator[Live]:
    async with started(broker_url) as made:
        yield made


@pytest.fixture
def redis() -> Iterator[MortalRedis]:
    with servers.mortal_redis() as server:
        yield server


class Thread:
    """Rows of one key, as a database would hold them, with one follower of them."""

    def __init__(self, key: str = "conversation:1") -> None:
        self.key, self.rows, self.got = key, [0], list[int]()

    async def write(self, live: Live) -> None:
        self.rows.append(len(self.rows))
        await live.nudge([self.key])

    async def read(self) -> list[int] | None:
        await asyncio.sleep(0)
        return self.rows[len(self.got) :] or None

    @contextlib.asynccontextmanager
    async def followed(self, live: Live, *, every: float = 60) -> AsyncIterator[None]:
        async def go() -> None:
            async for found in follow(live, (self.key,), self.read, every=every):
                self.got += found

        task = asyncio.create_task(go())
        await until(lambda: self.got == self.rows)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def until(holds: Callable[[], Any]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.005)


async def test_a_nudge_rings_who_listens_to_its_key_and_nobody_else(live: Live) -> None:
    with live.listening("conversation:1", "shop:7") as both, live.listening("conversation:2") as other:
        both.clear()
        other.clear()
        await live.nudge(["shop:7"])
        assert await both.wait(PATIENCE) is True
        assert await other.wait(0.05) is False


async def test_who_stops_listening_leaves_nothing_behind(live: Live) -> None:
    with live.listening("conversation:1"), live.listening("conversation:1"):
        assert len(live._ears["conversation:1"]) == 2
    assert live._ears == {}


async def test_a_nudge_rings_in_every_process(redis_server: str) -> None:
    async with started(redis_server) as here, started(redis_server) as there:
        rung: list[str] = []
        there.on("jobs", lambda: rung.append("jobs"))
        with there.listening("conversation:1") as ears:
            ears.clear()
            await here.nudge(["conversation:1", "jobs"])
            assert await ears.wait(PATIENCE) is True
        assert rung == ["jobs"]
        await here.tell("conversation:1", "typing_agent", {"name": "Maya"})
        await until(lambda: there.told("conversation:1", "typing_agent") == {"name": "Maya"})


async def test_nudges_alone_bring_each_row_once_and_in_order(live: Live) -> None:
    thread = Thread()
    async with thread.followed(live):
        for _ in range(100):
            await thread.write(live)
            await asyncio.sleep(0)
        await until(lambda: thread.got == thread.rows)


@pytest.mark.parametrize("every", [1, 2, 3, 4, 5])
async def test_though_every_nth_nudge_is_lost_the_follower_gets_each_row_once_and_in_order(
    live: Live, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    thread, put, sent = Thread(), live._put, [0]

    def lossy(nudge: dict[str, Any]) -> None:
        sent[0] += "k" in nudge
        if "k" not in nudge or sent[0] % every:
            put(nudge)

    monkeypatch.setattr(live, "_put", lossy)
    async with thread.followed(live, every=0.03):
        for _ in range(60):
            await thread.write(live)
            await asyncio.sleep(0.002)
        await until(lambda: thread.got == thread.rows)
    assert sent[0] == 60


async def test_what_rings_while_the_follower_reads_is_not_missed(live: Live) -> None:
    reading, go_on = asyncio.Event(), asyncio.Event()
    reads: list[int] = []

    async def read() -> int | None:
        reads.append(len(reads))
        if len(reads) == 2:
            reading.set()
            await go_on.wait()
        return len(reads)

    async def go() -> None:
        async for _ in follow(live, ("k",), read, every=60):
            pass

    task = asyncio.create_task(go())
    await until(lambda: len(reads) == 1)
    await live.nudge(["k"])
    async with asyncio.timeout(PATIENCE):
        await reading.wait()
    with live.listening("k") as ears:
        ears.clear()
        await live.nudge(["k"])
        assert await ears.wait(PATIENCE)
    go_on.set()
    await until(lambda: len(reads) == 3)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_after_the_broker_was_killed_and_came_back_followers_look_and_nudges_ring(redis: MortalRedis) -> None:
    async with started(redis.url) as live:
        thread = Thread()
        async with thread.followed(live):
            redis.send(signal.SIGKILL)
            await until(lambda: live.rebuilt >= 1)
            thread.rows.append(len(thread.rows))  # its nudge is lost with the broker
            redis.start()
            await until(lambda: thread.got == thread.rows)
            await until(lambda: live._ready.is_set() and time.monotonic() - live._heard_at < 0.3)
            await thread.write(live)
            await until(lambda: thread.got == thread.rows)


async def test_a_broker_that_hangs_is_noticed_by_the_missing_heartbeat(redis: MortalRedis) -> None:
    async with started(redis.url) as live:
        thread = Thread()
        async with thread.followed(live):
            redis.send(signal.SIGSTOP)
            await until(lambda: live.rebuilt >= 1)
            thread.rows.append(len(thread.rows))
            redis.send(signal.SIGCONT)
            await until(lambda: thread.got == thread.rows)
            await thread.write(live)
            await until(lambda: thread.got == thread.rows)


async def test_while_the_broker_hangs_what_is_written_is_seen_within_some_beats(redis: MortalRedis) -> None:
    async with started(redis.url) as live:
        thread = Thread()
        async with thread.followed(live):
            redis.send(signal.SIGSTOP)
            for _ in range(3):
                await thread.write(live)  # no nudge arrives, and the next look by itself is a minute away
                await until(lambda: thread.got == thread.rows)
            redis.send(signal.SIGCONT)


async def test_a_follower_waits_for_a_database_that_is_away_for_a_moment_and_misses_nothing(live: Live) -> None:
    thread = Thread()
    reading, refusals = thread.read, [0]

    async def read() -> list[int] | None:
        if refusals[0]:
            refusals[0] -= 1
            raise ConnectionRefusedError
        return await reading()

    thread.read = read  # type: ignore[method-assign]
    async with thread.followed(live):
        refusals[0] = 3
        await thread.write(live)
        await until(lambda: thread.got == thread.rows)
        assert refusals == [0]
    assert live._ears == {}


@pytest.mark.parametrize("error", [ConnectionRefusedError, ZeroDivisionError])
async def test_a_follower_ends_when_the_database_stays_away_and_at_once_when_it_is_broken(
    live: Live, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    monkeypatch.setattr(module, "AWAY_FOR", 0.3)
    reads = [0]

    async def read() -> None:
        reads[0] += 1
        raise error

    with pytest.raises(error):
        async for _ in follow(live, ("k",), read):
            pass
    assert (reads[0] == 1) == (error is ZeroDivisionError)
    assert live._ears == {}


async def test_a_connection_that_went_deaf_is_built_again(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = Thread()
    async with thread.followed(live):
        hear, deaf = live._hear, [True]
        monkeypatch.setattr(live, "_hear", lambda raw: None if deaf[0] else hear(raw))
        await thread.write(live)
        await until(lambda: live.rebuilt >= 1)
        deaf[0] = False
        await until(lambda: thread.got == thread.rows)
        await thread.write(live)
        await until(lambda: thread.got == thread.rows)


async def test_a_start_without_a_broker_does_not_wait_for_ever() -> None:
    began = time.monotonic()
    async with started(f"redis://127.0.0.1:{servers.free_port()}") as live:
        assert time.monotonic() - began < 6
        thread = Thread()
        async with thread.followed(live, every=0.02):  # looking still delivers
            thread.rows.append(len(thread.rows))
            await until(lambda: thread.got == thread.rows)


async def test_a_passing_fact_is_told_until_it_is_taken_back_or_grows_old(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TOLD_FOR", 0.3)
    await live.tell("conversation:1", "draft", {"text": "Yes"})
    await until(lambda: live.told("conversation:1", "draft") == {"text": "Yes"})
    assert live.told("conversation:1", "typing_agent") is None
    assert live.told("conversation:2", "draft") is None
    began = time.monotonic()
    while time.monotonic() - began < 0.4:  # one fact that is renewed keeps no other alive
        await live.tell("conversation:1", "typing_agent", "Maya")
        await asyncio.sleep(0.02)
    await until(lambda: live.told("conversation:1", "draft") is None)
    assert live.told("conversation:1", "typing_agent") == "Maya"
    await live.tell("conversation:1", "typing_agent", None)
    await until(lambda: live.told("conversation:1", "typing_agent") is None)
    assert time.monotonic() - began < PATIENCE


async def test_facts_are_bounded_and_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TOLD_LIMIT", 3)
    live = Live("memory://")
    for number in range(5):
        live._keep(f"conversation:{number}", "draft", number)
    assert [live.told(f"conversation:{number}", "draft") for number in range(5)] == [None, None, 2, 3, 4]


async def test_a_full_outbox_loses_nudges_and_blocks_nobody() -> None:
    live = Live("memory://")  # not started: nothing is taken out
    began = time.monotonic()
    for _ in range(live._outbox.maxsize + 500):
        await live.nudge(["conversation:1"])
    assert live._outbox.qsize() == live._outbox.maxsize
    assert time.monotonic() - began < 5
    await live.start()  # once somebody takes them out, nudges ring again
    with live.listening("conversation:2") as ears:
        await until(live._outbox.empty)
        ears.clear()
        await live.nudge(["conversation:2"])
        assert await ears.wait(PATIENCE)
    await live.stop()
