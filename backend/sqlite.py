"""SQLite in one quick process: each statement is one trip to its connection's thread, and writers queue in order."""

import asyncio
import contextlib
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

import aiosqlite

PEOPLE_IN_A_ROW = 4
"""After so many turns of people a job that waits has one, so that a storm of messages does not silence the bot."""
PATIENCE = 60.0
"""Seconds after which a turn to write is given up."""


class WholeCursor:
    """What SQLAlchemy asks of a cursor. A statement is run, read to its end and closed in one trip.

    The driver's own makes four: a cursor, the statement, its rows, the end. Each waits for a thread, and that thread
    for the interpreter; the statements themselves take less.
    """

    arraysize = 1

    def __init__(self, connection: "WholeConnection") -> None:
        self._connection = connection
        self.description: Any = None
        self.rowcount, self.lastrowid = -1, None
        self._rows: Sequence[Any] = ()

    async def __aenter__(self) -> "WholeCursor":
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> None:
        await self._connection.do(self._run, sqlite3.Cursor.execute, statement, parameters)

    async def executemany(self, statement: str, parameters: Any) -> None:
        await self._connection.do(self._run, sqlite3.Cursor.executemany, statement, parameters)

    def _run(self, way: Callable[..., Any], statement: str, parameters: Any) -> None:
        with contextlib.closing(self._connection.opened.cursor()) as cursor:
            way(cursor, statement, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else ()
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid  # type: ignore[assignment]

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        self._rows = ()


class WholeConnection(aiosqlite.Connection):
    """A connection whose cursors are whole."""

    def cursor(self) -> WholeCursor:  # type: ignore[override]
        return WholeCursor(self)

    @property
    def opened(self) -> sqlite3.Connection:
        return self._conn

    async def do(self, work: Callable[..., Any], *given: Any) -> Any:
        return await self._execute(work, *given)  # type: ignore[no-untyped-call]


def opener(*given: Any, **named: Any) -> Callable[[], Awaitable[WholeConnection]]:
    """For `async_creator`: opens connections as `sqlite3.connect` would with these arguments."""

    async def opened() -> WholeConnection:
        connection = WholeConnection(lambda: sqlite3.connect(*given, **named), iter_chunk_size=64)
        connection._thread.daemon = True  # as SQLAlchemy does with those that it opens: an end waits for none
        await connection
        return connection

    return opened


class Turns:
    """Who writes next. There is one writer: people go before jobs, and otherwise first come, first served."""

    def __init__(self) -> None:
        self._is_taken = False
        self._people: deque[asyncio.Future[None]] = deque()
        self._jobs: deque[asyncio.Future[None]] = deque()
        self._in_a_row = 0

    @contextlib.asynccontextmanager
    async def turn(self, *, is_job: bool) -> AsyncIterator[None]:
        """Held to the end of the block."""
        if self._is_taken:
            await self._wait(self._jobs if is_job else self._people)
        self._is_taken = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, line: deque[asyncio.Future[None]]) -> None:
        place = asyncio.get_running_loop().create_future()
        line.append(place)
        try:
            async with asyncio.timeout(PATIENCE):
                await place
        except BaseException:
            if place.done() and not place.cancelled():  # it was our turn at the moment when we left
                self._pass_on()
            place.cancel()
            raise

    def _pass_on(self) -> None:
        while self._people or self._jobs:
            is_persons = bool(self._people) and (self._in_a_row < PEOPLE_IN_A_ROW or not self._jobs)
            self._in_a_row = self._in_a_row + 1 if is_persons else 0
            place = (self._people if is_persons else self._jobs).popleft()
            if not place.done():
                place.set_result(None)
                return
        self._is_taken = False
