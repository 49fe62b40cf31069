"""Work owed as rows: owed once, done though workers die, tried again, and given up loudly."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from backend import db as database_module
from backend import jobs
from backend.clock import now
from backend.db import Database
from backend.jobs import BACK_OFF, Job, Kind, TryAgain, Worker, enqueue, sweep, take_back

pytestmark = pytest.mark.anyio


class Log:
    """What ran, by payload; `does` is what a run does."""

    def __init__(self) -> None:
        self.ran: list[int] = []
        self.given_up: list[tuple[int, str]] = []
        self.does: Callable[[int], Any] = lambda _: asyncio.sleep(0)

    async def run(self, _context: Any, payload: dict[str, Any]) -> None:
        self.ran.append(payload["n"])
        await self.does(payload["n"])

    async def gave_up(self, _context: Any, payload: dict[str, Any], error: str) -> None:
        self.given_up.append((payload["n"], error))


@pytest.fixture
def log() -> Log:
    return Log()


def worker(db: Database, log: Log, *, tries: int = 3) -> Worker:
    return Worker(db, None, {"count": Kind(log.run, tries=tries, gave_up=log.gave_up)})


async def owe(db: Database, n: int, **more: Any) -> None:
    async with db.writing() as session:
        await enqueue(session, "count", {"n": n}, **more)


async def rows(db: Database) -> list[Job]:
    async with db.reading() as session:
        return list((await session.exec(select(Job).order_by(col(Job.id)))).all())


async def make_due(db: Database) -> None:
    async with db.writing() as session:
        await session.exec(update(Job).where(col(Job.state) == "pending").values(run_at=now() - timedelta(seconds=1)))


async def end_leases(db: Database) -> None:
    async with db.writing() as session:
        await session.exec(
            update(Job).where(col(Job.state) == "running").values(leased_until=now() - timedelta(seconds=1))
        )


@contextlib.asynccontextmanager
async def at_work(*workers: Worker) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(each.run_forever()) for each in workers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def until(holds: Callable[[], Any]) -> None:
    async with asyncio.timeout(15):
        while True:
            found = holds()
            if await found if asyncio.iscoroutine(found) else found:
                return
            await asyncio.sleep(0.01)


async def raises(error: Exception) -> None:
    raise error


async def test_a_job_of_a_transaction_that_failed_is_not_owed(database: Database, log: Log) -> None:
    with contextlib.suppress(ZeroDivisionError):
        async with database.writing() as session:
            await enqueue(session, "count", {"n": 1})
            raise ZeroDivisionError
    assert await worker(database, log).run_until_idle() == 0
    assert await rows(database) == []


async def test_a_burst_of_one_key_is_one_job_with_the_newest_payload_at_the_earliest_moment(
    database: Database, log: Log
) -> None:
    later, soon = now() + timedelta(hours=1), now() - timedelta(seconds=5)
    await owe(database, 1, key="k", run_at=later)
    await owe(database, 2, key="k", run_at=soon)
    await owe(database, 3, key="k", run_at=later)
    await owe(database, 4, key="another", run_at=soon)
    assert [(job.payload["n"], job.run_at) for job in await rows(database)] == [(3, soon), (4, soon)]
    assert await worker(database, log).run_until_idle() == 2
    assert sorted(log.ran) == [3, 4]


async def test_owing_one_key_from_many_hands_at_once_is_one_job(database: Database) -> None:
    await asyncio.gather(*(owe(database, n, key="k") for n in range(12)))
    assert len(await rows(database)) == 1


async def test_work_owed_while_the_same_work_runs_is_done_once_more(database: Database, log: Log) -> None:
    async def more(n: int) -> None:
        if n == 1:
            await owe(database, 2, key="k")

    log.does = more
    await owe(database, 1, key="k")
    assert await worker(database, log).run_until_idle() == 2
    assert log.ran == [1, 2]


async def test_a_job_waits_for_its_moment(database: Database, log: Log) -> None:
    await owe(database, 1, run_at=now() + timedelta(seconds=0.3))
    assert await worker(database, log).run_until_idle() == 0
    async with at_work(worker(database, log)):
        await until(lambda: log.ran)
    (job,) = await rows(database)
    assert job.finished_at is None or job.finished_at >= job.run_at


async def test_failures_are_tried_again_ever_later_and_then_given_up_loudly(database: Database, log: Log) -> None:
    log.does = lambda _: raises(ValueError("broken"))
    await owe(database, 7)
    for tried in (1, 2):
        began = now()
        assert await worker(database, log).run_until_idle() == 1
        (job,) = await rows(database)
        assert (job.state, job.tries, job.leased_until) == ("pending", tried, None)
        wait = BACK_OFF[tried - 1]
        assert wait <= (job.run_at - began).total_seconds() < wait + 10
        assert "ValueError: broken" in job.last_error
        assert await worker(database, log).run_until_idle() == 0  # not before its moment
        await make_due(database)
    assert await worker(database, log).run_until_idle() == 1
    (job,) = await rows(database)
    assert (job.state, job.tries) == ("failed", 3)
    ((given_up, why),) = log.given_up
    assert given_up == 7 and "ValueError: broken" in why
    assert await worker(database, log).run_until_idle() == 0


async def test_a_job_that_says_when_to_try_again_is_tried_then(database: Database, log: Log) -> None:
    log.does = lambda _: raises(TryAgain("Shopify is busy", seconds=120))
    await owe(database, 1)
    began = now()
    await worker(database, log).run_until_idle()
    (job,) = await rows(database)
    assert (job.state, job.last_error) == ("pending", "Shopify is busy")
    assert 119 <= (job.run_at - began).total_seconds() < 130


async def test_a_job_that_waits_for_its_turn_uses_up_no_try(database: Database, log: Log) -> None:
    log.does = lambda _: raises(TryAgain("others come first", seconds=60, is_turn=True))
    await owe(database, 1)
    for _ in range(5):
        assert await worker(database, log).run_until_idle() == 1
        (job,) = await rows(database)
        assert (job.state, job.tries, job.last_error) == ("pending", 0, "others come first")
        await make_due(database)
    log.does = lambda _: asyncio.sleep(0)
    assert await worker(database, log).run_until_idle() == 1
    assert (await rows(database))[0].state == "done"


async def test_a_failed_job_whose_work_is_owed_anew_leaves_it_to_the_newer_one(database: Database, log: Log) -> None:
    async def fail_while_owed_anew(n: int) -> None:
        if n == 1:
            await owe(database, 2, key="k", run_at=now() + timedelta(hours=1))
            raise ValueError("broken")

    log.does = fail_while_owed_anew
    await owe(database, 1, key="k")
    await worker(database, log).run_until_idle()
    assert [(job.payload["n"], job.state) for job in await rows(database)] == [(1, "done"), (2, "pending")]


async def test_a_giving_up_that_fails_is_not_forgotten(database: Database, log: Log) -> None:
    log.does = lambda _: raises(ValueError("broken"))
    await owe(database, 1)
    broken = Worker(
        database, None, {"count": Kind(log.run, tries=1, gave_up=lambda *_: raises(OSError("no database")))}
    )
    with pytest.raises(OSError, match="no database"):
        await broken.run_until_idle()
    assert [job.state for job in await rows(database)] == ["running"]
    await end_leases(database)
    await worker(database, log, tries=1).run_until_idle()
    assert [job.state for job in await rows(database)] == ["failed"]
    assert [n for n, _ in log.given_up] == [1]


async def test_a_job_that_nobody_knows_fails_with_its_name(database: Database, log: Log) -> None:
    async with database.writing() as session:
        await enqueue(session, "no.such.job", {})
    await worker(database, log).run_until_idle()
    (job,) = await rows(database)
    assert (job.state, job.last_error) == ("failed", "No such job: no.such.job")


async def test_a_lease_is_renewed_while_the_job_runs(
    database: Database, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=0.9))
    log.does = lambda _: asyncio.sleep(1.6)
    await owe(database, 1)
    slow, other = worker(database, log), worker(database, log)
    running = asyncio.create_task(slow.run_until_idle())
    await until(lambda: log.ran)
    while not running.done():
        assert await other.run_until_idle() == 0
        await asyncio.sleep(0.1)
    assert log.ran == [1]
    assert [job.state for job in await rows(database)] == ["done"]


async def test_a_dead_workers_job_is_another_workers_when_its_lease_ends(database: Database, log: Log) -> None:
    await owe(database, 1)
    dead = worker(database, log)
    assert await dead._claim() is not None
    assert await worker(database, log).run_until_idle() == 0
    await end_leases(database)
    assert await worker(database, log).run_until_idle() == 1
    assert [(job.state, job.tries) for job in await rows(database)] == [("done", 2)]


async def test_who_lost_the_lease_cannot_end_the_job_of_who_has_it(database: Database, log: Log) -> None:
    await owe(database, 1)
    slow, other = worker(database, log), worker(database, log)
    lost = await slow._claim()
    await end_leases(database)
    taken = await other._claim()
    assert lost is not None and taken is not None
    await slow._run(lost)
    assert [(job.state, job.lease_owner) for job in await rows(database)] == [("running", other.owner)]
    await other._run(taken)
    assert [job.state for job in await rows(database)] == ["done"]


async def test_a_job_that_takes_its_worker_down_each_time_is_given_up(database: Database, log: Log) -> None:
    await owe(database, 1)
    for _ in range(3):
        assert await worker(database, log)._claim() is not None
        await end_leases(database)
    await worker(database, log).run_until_idle()
    assert log.ran == []
    assert log.given_up == [(1, "its worker ended each time before it did")]
    assert [job.state for job in await rows(database)] == ["failed"]


async def test_two_workers_do_each_job_once(database: Database, database_url: str, log: Log) -> None:
    for n in range(40):
        await owe(database, n)
    second = Database(database_url)
    async with at_work(worker(database, log), worker(second, log)):
        await until(lambda: all_done(database))
    await second.close()
    assert sorted(log.ran) == list(range(40))
    assert {job.tries for job in await rows(database)} == {1}


async def all_done(db: Database) -> bool:
    return {job.state for job in await rows(db)} == {"done"}


async def test_a_worker_that_ends_gives_its_jobs_back_at_once_and_uncounted(
    database: Database, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SHUTDOWN_AFTER", 0.05)
    log.does = lambda _: asyncio.sleep(60)
    await owe(database, 1)
    async with at_work(worker(database, log)):
        await until(lambda: log.ran)
    (job,) = await rows(database)
    assert (job.state, job.tries, job.last_error) == ("pending", 0, "released at shutdown")
    log.does = lambda _: asyncio.sleep(0)
    assert await worker(database, log).run_until_idle() == 1


async def test_a_job_that_ends_soon_is_waited_for_at_shutdown(database: Database, log: Log) -> None:
    log.does = lambda _: asyncio.sleep(0.2)
    await owe(database, 1)
    async with at_work(worker(database, log)):
        await until(lambda: log.ran)
    assert [job.state for job in await rows(database)] == ["done"]


async def test_a_worker_that_is_woken_does_not_wait_for_its_next_look(database: Database, log: Log) -> None:
    waiting = worker(database, log)
    async with at_work(waiting):
        await asyncio.sleep(0.1)
        began = asyncio.get_running_loop().time()
        await owe(database, 1)
        waiting.wake()
        await until(lambda: log.ran)
        assert asyncio.get_running_loop().time() - began < 1.5


async def test_what_ended_a_day_ago_is_forgotten_and_nothing_else(database: Database, log: Log) -> None:
    for n in range(3):
        await owe(database, n)
    await worker(database, log).run_until_idle()
    await owe(database, 3)
    async with database.writing() as session:
        old = now() - timedelta(days=1, minutes=1)
        await session.exec(update(Job).where(col(Job.id) <= 2).values(finished_at=old))
    await sweep(database)
    assert [(job.payload["n"], job.state) for job in await rows(database)] == [(2, "done"), (3, "pending")]


async def test_a_failed_job_whose_work_is_being_owed_anew_at_that_moment_leaves_it_to_the_newer_one(
    database: Database, log: Log
) -> None:
    for round_ in range(20):
        key = f"k{round_}"
        await owe(database, 1, key=key)
        failing = worker(database, log)
        job = await failing._claim()
        assert job is not None
        owing = (owe(database, n, key=key) for n in (2, 3))
        await asyncio.gather(failing._again(job, 0, "broken", tries=1), *owing)
        of = [each for each in await rows(database) if each.key == key]
        assert [each.state for each in of].count("pending") == 1
        assert {each.state for each in of} <= {"pending", "done"}
        assert await worker(database, log).run_until_idle() == 1


HOUR = timedelta(hours=1)


def jump(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """This process' clock is put forward or back."""
    for module in (jobs, database_module):
        monkeypatch.setattr(module, "now", lambda: now() + by)


@pytest.mark.parametrize("by", [HOUR, -HOUR])
async def test_what_is_owed_at_once_is_done_at_once_whatever_the_clock_of_its_maker_said(
    database: Database, log: Log, monkeypatch: pytest.MonkeyPatch, by: timedelta
) -> None:
    with monkeypatch.context() as there:
        jump(there, by)
        await owe(database, 1)
        await owe(database, 2, key="k")
    await owe(database, 3, key="k")
    assert await worker(database, log).run_until_idle() == 2
    assert sorted(log.ran) == [1, 3]


@pytest.mark.parametrize("by", [HOUR, -HOUR])
async def test_work_that_waits_for_its_moment_is_done_at_once_when_the_same_is_owed_at_once(
    database: Database, log: Log, monkeypatch: pytest.MonkeyPatch, by: timedelta
) -> None:
    await owe(database, 1, key="k", run_at=now() + timedelta(minutes=5))
    assert await worker(database, log).run_until_idle() == 0
    with monkeypatch.context() as there:
        jump(there, by)
        await owe(database, 2, key="k")
    assert await worker(database, log).run_until_idle() == 1
    assert log.ran == [2]


async def test_a_worker_whose_clock_jumps_ahead_takes_no_job_that_it_does_itself(
    database: Database, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = asyncio.Event()
    log.does = lambda _: ended.wait()
    await owe(database, 1)
    mine = worker(database, log)
    async with at_work(mine):
        await until(lambda: log.ran)
        jump(monkeypatch, HOUR)
        assert await mine._claim() is None
        ended.set()
        await until(lambda: all_done(database))
    assert log.ran == [1]


def away(db: Database, monkeypatch: pytest.MonkeyPatch, times: int) -> list[int]:
    """Writing fails so many times, as it does while the database is away."""
    left, writing = [times], db.writing

    def writing_or_not() -> Any:
        if left[0]:
            left[0] -= 1
            raise ConnectionRefusedError
        return writing()

    monkeypatch.setattr(db, "writing", writing_or_not)
    monkeypatch.setattr(jobs, "AWAY_PAUSE", 0.01)
    return left


@pytest.mark.parametrize("outcome", ["done", "pending", "failed"])
async def test_what_became_of_a_job_is_written_down_once_the_database_is_back(
    database: Database, log: Log, monkeypatch: pytest.MonkeyPatch, outcome: str
) -> None:
    left = []

    async def then_away(_: int) -> None:
        left.append(away(database, monkeypatch, 3))
        if outcome != "done":
            raise ValueError("broken")

    log.does = then_away
    await owe(database, 1)
    tried = worker(database, log, tries=1 if outcome == "failed" else 3)
    job = await tried._claim()
    assert job is not None
    await tried._run(job)
    assert left == [[0]]
    assert [job.state for job in await rows(database)] == [outcome]
    assert log.ran == [1]


async def test_a_database_that_is_away_for_a_moment_ends_neither_the_worker_nor_what_it_does(
    database: Database, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = asyncio.Event()
    log.does = lambda n: ended.wait() if n == 1 else asyncio.sleep(0)
    await owe(database, 1)
    async with at_work(worker(database, log)):
        await until(lambda: log.ran)
        await owe(database, 2)
        left = away(database, monkeypatch, 3)
        await until(lambda: log.ran == [1, 2])
        ended.set()
        await until(lambda: all_done(database))
    assert left == [0]
    assert {job.tries for job in await rows(database)} == {1}


async def test_a_broken_worker_says_so_and_does_not_look_on_for_ever(
    database: Database, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    await owe(database, 1)
    broken = worker(database, log)
    monkeypatch.setattr(broken, "_is_due", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await broken.run_forever()


async def test_the_only_process_of_a_database_takes_back_at_its_start_what_ran_at_its_end(
    database: Database, log: Log
) -> None:
    await owe(database, 1, key="k")
    assert await worker(database, log)._claim() is not None
    await owe(database, 2, key="k")
    await take_back(database)
    assert await worker(database, log).run_until_idle() == 2
    assert sorted(log.ran) == [1, 2]
    assert sorted((job.payload["n"], job.tries) for job in await rows(database)) == [(1, 2), (2, 1)]
