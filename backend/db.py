"""Transactions: the only place that begins, commits or rolls back.

On SQLite each writing transaction is BEGIN IMMEDIATE on one connection of its own, so writers queue instead of failing
halfway, people before jobs; readers have a pool beside it. On Postgres both use one pool and the verbs lock rows.
"""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Integer,
    TypeDecorator,
    delete,
    event,
    exc,
    func,
    inspect,
    literal,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlmodel import Field, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.clock import now
from backend.sqlite import Turns, opener

Json = JSON().with_variant(JSONB(), "postgresql")
AT_ONCE = 500
"""Rows that are deleted in one transaction, so that nobody waits long for it."""
LONGEST_PAUSE = timedelta(seconds=10)
"""How long an open transaction may do nothing: a process that was frozen in one loses it, and its locks are free."""
LONGEST_LOCK = timedelta(seconds=20)
CONNECT_WITHIN = 10.0
ANSWER_WITHIN = 30.0
"""Seconds after which a statement is given up: a server that hangs, or a network that says nothing, is an error too."""
PASSING = ("08", "25P03", "40", "53", "55P03", "57P")
"""How Postgres' codes begin that tell of a connection, a transaction that paused, a lock, its room, or its end.
https://www.postgresql.org/docs/current/errcodes-appendix.html"""
BigId = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware moment. SQLite forgets the zone, so it is put back: all that we store is UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("A moment needs a zone.")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


writes_for_a_job: ContextVar[bool] = ContextVar("writes_for_a_job", default=False)
"""Set by whoever does jobs: on SQLite, where there is one writer, people's transactions go first."""

Nudge = str
Listener = Callable[[list[Nudge]], Awaitable[None]]
Finish = Callable[[AsyncSession], Awaitable[None]]


def primary_key() -> Any:
    """A 64-bit id dealt by the database."""
    return Field(default=None, primary_key=True, sa_type=BigId)


def reference(target: str, *, nullable: bool = False, index: bool = True, primary: bool = False) -> Any:
    """A 64-bit foreign key; the row goes when its parent goes."""
    return Field(  # type: ignore[call-overload]
        **({"default": None} if nullable else {}),
        foreign_key=target,
        sa_type=BigId,
        index=index,
        nullable=nullable,
        primary_key=primary,
        ondelete="CASCADE",
    )


def moment(*, nullable: bool = False, index: bool = False) -> Any:
    """An aware moment; stored with its zone on Postgres, as UTC on SQLite."""
    return Field(  # type: ignore[call-overload]
        **({"default": None} if nullable else {}), sa_type=Moment, nullable=nullable, index=index
    )


def json_field(default: Callable[[], Any] = dict) -> Any:
    """A JSON document. Assign a new one to change it: changes inside are not noticed."""
    return Field(default_factory=default, sa_type=Json)


def text_field(length: int | None = None, **more: Any) -> Any:
    """Text. With a length it is also a promise to the reader; Postgres keeps it."""
    return Field(max_length=length, **more)


class Database:
    """Engines of one database. `on_commit` hears the nudges of each transaction after it was committed."""

    def __init__(self, url: str, *, pool_size: int = 10, answer_within: float | None = ANSWER_WITHIN) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self.on_commit: list[Listener] = []
        if self.is_sqlite:
            path = url.split("///", 1)[-1]
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            self.writer = _sqlite_engine(url, "BEGIN IMMEDIATE", pool_size=1)
            self.reader = _sqlite_engine(url, "BEGIN", pool_size=4)
            self._turns: Turns | None = Turns()
        else:
            self._turns = None
            self.writer = self.reader = create_async_engine(
                url,
                pool_size=pool_size,
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args=_patience(answer_within),
            )

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A transaction that is thrown away at the end. Never hold it while waiting for the world."""
        async with AsyncSession(self.reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A transaction that commits at the end of the block, or leaves nothing if the block raises."""
        async with self._turn(), AsyncSession(self.writer, expire_on_commit=False) as session:
            session.info["nudges"], session.info["finish"] = [], {}
            yield session
            await session.flush()
            for finish in session.info["finish"].values():
                await finish(session)
            await session.commit()
        nudges = list(dict.fromkeys(session.info["nudges"]))
        if nudges:
            for listener in self.on_commit:
                await listener(nudges)

    def _turn(self) -> contextlib.AbstractAsyncContextManager[None]:
        return self._turns.turn(is_job=writes_for_a_job.get()) if self._turns else contextlib.nullcontext()

    async def close(self) -> None:
        await self.writer.dispose()
        if self.reader is not self.writer:
            await self.reader.dispose()


def nudge(session: AsyncSession, key: Nudge) -> None:
    """Ring `key` after this transaction has been committed; never before, and not at all if it is rolled back."""
    session.info["nudges"].append(key)


def finish_with(session: AsyncSession, key: str, work: Finish) -> None:
    """Run `work` as one of the last statements of this transaction, once per key: shop-wide locks stay short."""
    session.info["finish"].setdefault(key, work)


def insert_into(session: AsyncSession, table: type[SQLModel]) -> Any:
    """INSERT as the database spells it, with `on_conflict_do_nothing` and `on_conflict_do_update`.

    Two transactions that write the same thing at the same moment meet here, and not in an IntegrityError.
    """
    dialect = session.get_bind().dialect.name
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


def is_away(error: BaseException) -> bool:
    """Whether the database could not be reached or broke off, so that the same may well succeed in a moment."""
    if isinstance(error, exc.DBAPIError) and not error.connection_invalidated:
        state = getattr(error.orig, "sqlstate", None) or ""
        return state.startswith(PASSING) or isinstance(error, exc.OperationalError | exc.InterfaceError)
    return isinstance(error, OSError | exc.DBAPIError | exc.TimeoutError)


def shared_now(session: AsyncSession, later: timedelta = timedelta()) -> ColumnElement[datetime]:
    """The moment, or so much later, by the clock that all processes share: machines' own clocks differ.

    That is Postgres' clock; SQLite serves one process, whose clock it is.
    """
    if session.get_bind().dialect.name == "postgresql":
        return func.statement_timestamp(type_=DateTime(timezone=True)) + later
    return literal(now() + later, Moment())


async def shared_moment(session: AsyncSession) -> datetime:
    """The moment by the clock that all processes share, as a value."""
    return (await session.exec(select(shared_now(session)))).one()


async def delete_some(session: AsyncSession, table: type[SQLModel], *where: ColumnElement[bool]) -> int:
    """Deletes some of the rows that meet the conditions, and says how many: 0 once there are no more.

    Rows that somebody holds are left for another time. The conditions are asked again once the rows are held.
    """
    (key,) = inspect(table).primary_key
    chosen = await session.exec(select(key).where(*where).limit(AT_ONCE).with_for_update(skip_locked=True))
    keys = chosen.all()
    if not keys:
        return 0
    gone = await session.exec(delete(table).where(key.in_(keys), *where))
    return gone.rowcount


def _patience(answer_within: float | None) -> dict[str, Any]:
    """What keeps one process that hangs from holding up all that wait for its locks."""
    waits = {"idle_in_transaction_session_timeout": LONGEST_PAUSE, "lock_timeout": LONGEST_LOCK}
    settings = {name: str(round(most.total_seconds() * 1000)) for name, most in waits.items()}
    return {"timeout": CONNECT_WITHIN, "command_timeout": answer_within, "server_settings": settings}


def _sqlite_engine(url: str, begin: str, *, pool_size: int) -> AsyncEngine:
    given, named = make_url(url).get_dialect()().create_connect_args(make_url(url))
    engine = create_async_engine(
        url,
        async_creator=opener(*given, **named),
        poolclass=AsyncAdaptedQueuePool,  # also in memory, where SQLAlchemy would take one that has no size
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=60,
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy begins; the driver must not
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=10000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
