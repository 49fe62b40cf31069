"""Work owed, as rows. A job is written in the transaction of its cause, so neither exists without the other.

A job may run twice: its lease can end while it still runs. What it writes must bear that. A job that fails for the last
time is not forgotten: its room's `gave_up` says what follows.
"""

import asyncio
import contextlib
import time
import traceback
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Index, Text, and_, case, func, literal, or_, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from structlog.contextvars import bind_contextvars

from backend import measures
from backend.clock import now
from backend.db import (
    Database,
    Moment,
    delete_some,
    insert_into,
    is_away,
    json_field,
    moment,
    nudge,
    primary_key,
    shared_now,
    writes_for_a_job,
)

LEASE = timedelta(seconds=15)
"""How long a worker's death goes unnoticed at most."""
DEFAULT_TRIES = 5
BACK_OFF = (1.0, 4.0, 15.0, 60.0, 300.0)
KEEP_DONE_FOR = timedelta(days=1)
SHUTDOWN_AFTER = 5.0
"""Seconds that running jobs are given to end when their worker does."""
LOOK_EVERY = 2.0
"""Seconds after which a worker looks though nobody woke it."""
AWAY_PAUSE = 0.5
"""Seconds between two looks while the database is away."""
NUDGE = "jobs"

log = structlog.get_logger(__name__)


class Job(SQLModel, table=True):
    """One piece of work. While it is pending its key is unique: a burst of causes is one job."""

    __table_args__ = (
        Index(
            "one_pending_job",
            "key",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_job_due", "state", "run_at"),
        Index("ix_job_finished_at", "finished_at"),
    )

    id: int | None = primary_key()
    name: str = Field(max_length=40)
    key: str | None = Field(default=None, max_length=160)
    payload: dict[str, Any] = json_field()
    state: str = Field(default="pending", max_length=12)
    """pending, running, done or failed."""
    tries: int = 0
    run_at: datetime = moment()
    lease_owner: str | None = Field(default=None, max_length=40)
    leased_until: datetime | None = moment(nullable=True)
    last_error: str = Field(default="", sa_type=Text)
    created_at: datetime = moment()
    finished_at: datetime | None = moment(nullable=True)


class TryAgain(Exception):
    """The world was not ready: run the job once more after `seconds`, without counting it as a failure's traceback.

    `is_turn` says that nothing failed and the job only waits for its turn: that is not counted as a try.
    """

    def __init__(self, why: str, *, seconds: float | None = None, is_turn: bool = False) -> None:
        super().__init__(why)
        self.seconds, self.is_turn = seconds, is_turn


@dataclass(frozen=True)
class Kind:
    """What runs a job, how often it is tried, and what follows when it is given up."""

    run: Callable[[Any, dict[str, Any]], Awaitable[None]]
    tries: int = DEFAULT_TRIES
    gave_up: Callable[[Any, dict[str, Any], str], Awaitable[None]] | None = None


async def enqueue(
    session: AsyncSession,
    name: str,
    payload: dict[str, Any],
    *,
    key: str | None = None,
    run_at: datetime | None = None,
) -> None:
    """Owes a job in the caller's transaction, now or at a moment. A pending job of the same key already owes it."""
    job = Job(name=name, key=key, payload=payload, run_at=now(), created_at=now()).model_dump(exclude={"id"})
    at_once = shared_now(session)
    later = at_once if run_at is None else literal(run_at, Moment())
    owed = insert_into(session, Job).values(**{**job, "created_at": at_once, "run_at": later})
    if key is not None:  # one statement, for two transactions may owe the same work at the same moment
        owed = owed.on_conflict_do_update(
            index_elements=["key"],
            index_where=text("state = 'pending'"),
            set_={
                "payload": owed.excluded.payload,
                "run_at": case((col(Job.run_at) <= owed.excluded.run_at, Job.run_at), else_=owed.excluded.run_at),
                "created_at": case(
                    (col(Job.run_at) <= col(Job.created_at), Job.created_at),
                    (owed.excluded.run_at <= owed.excluded.created_at, owed.excluded.created_at),
                    else_=Job.created_at,
                ),
            },
        )
    await session.exec(owed)
    nudge(session, NUDGE)


async def take_back(db: Database) -> None:
    """Ends every lease. For the start of the only process of a database: what ran when it ended runs no more."""
    async with db.writing() as session:
        running = update(Job).where(col(Job.state) == "running")
        await session.exec(running.values(leased_until=shared_now(session, timedelta(seconds=-1))))


class Worker:
    """Claims due jobs and runs them, some at a time. Any number of workers may share one database."""

    def __init__(self, db: Database, context: Any, kinds: Mapping[str, Kind], *, parallel: int = 8) -> None:
        self.db, self.context, self.kinds = db, context, kinds
        self.owner = uuid.uuid4().hex[:12]
        self.parallel = parallel
        self._due = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._holds: set[int | None] = set()

    def wake(self) -> None:
        """Look for due jobs now."""
        self._due.set()

    async def run_forever(self) -> None:
        """Runs until cancelled; jobs that run then are given a moment to end, and are released otherwise."""
        writes_for_a_job.set(True)
        try:
            while True:
                self._due.clear()
                seconds = await self._claim_or_wait()
                if seconds:
                    with contextlib.suppress(TimeoutError):  # wait_for of Python 3.11 can swallow being cancelled
                        async with asyncio.timeout(seconds):
                            await self._due.wait()
        finally:
            running = list(self._running)
            if running:
                await asyncio.wait(running, timeout=SHUTDOWN_AFTER)
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def run_until_idle(self) -> int:
        """Runs all that is due now, and what that makes due at once. For tests and one-off commands."""
        count = 0
        while job := await self._claim():
            await self._run(job)
            count += 1
        return count

    async def _claim_or_wait(self) -> float:
        """How many seconds there is nothing to do. While the database is away, what runs goes on, and we look again."""
        try:
            return 0 if await self._claim_some() else await self._seconds_until_due()
        except Exception as error:
            if not is_away(error):
                raise
            log.warning("database_away", error=type(error).__name__)
            await asyncio.sleep(AWAY_PAUSE)
            return 0

    async def _claim_some(self) -> bool:
        if len(self._running) >= self.parallel:
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
        claiming = asyncio.create_task(self._claim())
        try:
            job = await asyncio.shield(claiming)
        except asyncio.CancelledError:
            if job := await claiming:  # claimed while we were told to end: somebody else may have it at once
                await self._release(job)
            raise
        if job is None:
            return False
        task = asyncio.create_task(self._run(job))
        self._running.add(task)
        task.add_done_callback(self._ended)
        return True

    def _ended(self, task: asyncio.Task[None]) -> None:
        """What could not even be written down, such as while the database is away, comes again when its lease ends."""
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("job_left_to_its_lease", error=type(error).__name__)

    async def _claim(self) -> Job | None:
        async with self.db.reading() as session:  # a glance first: writers are not bothered while nothing is due
            if (await session.exec(select(Job.id).where(self._is_due(session)).limit(1))).first() is None:
                return None
        async with self.db.writing() as session:
            chosen = select(Job).where(self._is_due(session)).order_by(col(Job.run_at), col(Job.id)).limit(1)
            job = (await session.exec(chosen.with_for_update(skip_locked=True))).first()
            if job is None:
                return None
            job.state, job.lease_owner = "running", self.owner
            job.tries += 1
            session.add(job)
            await session.flush()
            await session.exec(self._mine(job).values(leased_until=shared_now(session, LEASE)))
        return job

    def _is_due(self, session: AsyncSession) -> ColumnElement[bool]:
        """What is owed at once is due whatever a clock that was put back says. What runs here is not taken twice."""
        at = shared_now(session)
        is_at_once = and_(col(Job.tries) == 0, col(Job.run_at) <= col(Job.created_at))
        is_abandoned = and_(col(Job.leased_until) < at, col(Job.id).not_in(self._holds))
        return or_(
            and_(col(Job.state) == "pending", or_(col(Job.run_at) <= at, is_at_once)),
            and_(col(Job.state) == "running", is_abandoned),
        )

    async def _run(self, job: Job) -> None:
        bind_contextvars(job=job.name, job_id=job.id)
        measures.job_wait.labels(job.name).observe(max(0.0, (now() - job.run_at).total_seconds()))
        kind = self.kinds.get(job.name)
        if kind is None:
            log.error("job_unknown")
            await self._noted(lambda: self._end(job, "failed", f"No such job: {job.name}"))
            return
        renewal = asyncio.create_task(self._renew(job))
        self._holds.add(job.id)
        try:
            await self._try(job, kind)
        finally:
            renewal.cancel()
            self._holds.discard(job.id)

    async def _try(self, job: Job, kind: Kind) -> None:
        if job.tries > kind.tries:  # every try took its worker down with it
            why = "its worker ended each time before it did"
            await self._noted(lambda: self._fail(job, kind, why, None))
            return
        try:
            await kind.run(self.context, job.payload)
        except asyncio.CancelledError:
            await asyncio.shield(self._release(job))
            raise
        except TryAgain as error:
            why, seconds = str(error), error.seconds
            if error.is_turn:
                await self._noted(lambda: self._again(job, seconds or 0, why, tries=job.tries - 1))
            else:
                await self._noted(lambda: self._fail(job, kind, why, seconds))
        except Exception as error:  # whatever broke, the job must be tried again or given up loudly
            log.warning("job_failed", tries=job.tries, exc_info=error)
            why = "".join(traceback.format_exception(error))[-4000:]
            await self._noted(lambda: self._fail(job, kind, why, None))
        else:
            await self._noted(lambda: self._end(job, "done", ""))

    async def _noted(self, write: Callable[[], Awaitable[None]]) -> None:
        """What became of a job is written down once the database is back. Away for longer, and the job comes again."""
        until = time.monotonic() + LEASE.total_seconds()
        while True:
            try:
                return await write()
            except Exception as error:
                if not is_away(error) or time.monotonic() > until:
                    raise
                log.warning("database_away", error=type(error).__name__)
            await asyncio.sleep(AWAY_PAUSE)

    async def _renew(self, job: Job) -> None:
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            try:
                async with self.db.writing() as session:
                    await session.exec(self._mine(job).values(leased_until=shared_now(session, LEASE)))
            except Exception as error:  # noqa: BLE001 - the next renewal may succeed; if none does, the lease ends
                log.warning("lease_not_renewed", error=type(error).__name__)

    def _mine(self, job: Job) -> Any:
        return update(Job).where(col(Job.id) == job.id, col(Job.lease_owner) == self.owner, col(Job.tries) == job.tries)

    async def _end(self, job: Job, state: str, error: str) -> None:
        async with self.db.writing() as session:
            values = {"state": state, "last_error": error, "finished_at": now(), "leased_until": None}
            await session.exec(self._mine(job).values(**values))

    async def _release(self, job: Job) -> None:
        await self._again(job, 0, "released at shutdown", tries=job.tries - 1)

    async def _fail(self, job: Job, kind: Kind, error: str, seconds: float | None) -> None:
        if job.tries >= kind.tries:
            if kind.gave_up is not None:
                await kind.gave_up(self.context, job.payload, error)
            await self._end(job, "failed", error)
            measures.job_outcomes.labels(job.name, "given_up").inc()
            log.error("job_given_up", tries=job.tries)
            return
        wait = BACK_OFF[min(job.tries, len(BACK_OFF)) - 1] if seconds is None else seconds
        await self._again(job, wait, error, tries=job.tries)

    async def _again(self, job: Job, seconds: float, error: str, *, tries: int) -> None:
        """Pending once more, unless a newer pending job of the same key owes the same work already."""
        values = {"state": "pending", "last_error": error, "tries": tries, "leased_until": None}
        try:
            async with self.db.writing() as session:
                run_at = shared_now(session, timedelta(seconds=seconds))
                await session.exec(self._mine(job).values(run_at=run_at, **values))
        except IntegrityError:  # the index one_pending_job
            await self._end(job, "done", error)

    async def _seconds_until_due(self) -> float:
        async with self.db.reading() as session:
            soonest = select(func.min(Job.run_at), shared_now(session)).where(Job.state == "pending")
            due, at = (await session.exec(soonest)).one()
        return LOOK_EVERY if due is None else max(0.02, min(LOOK_EVERY, (due - at).total_seconds()))


async def sweep(db: Database) -> None:
    """Forgets jobs that ended a day ago, some in each transaction."""
    gone = 1
    while gone:
        async with db.writing() as session:
            gone = await delete_some(session, Job, col(Job.finished_at) < now() - KEEP_DONE_FOR)
