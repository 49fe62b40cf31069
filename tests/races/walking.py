"""A coroutine walked from one await that really waits to the next, with somebody else let in between.

Nothing of it is in the product: a task is only told what its coroutine waits for, and here it is told a moment later.
So each place at which another could act is met, also those inside of libraries, and a new await is met without a word.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from pathlib import Path
from typing import Any

from sqlalchemy import text

from backend.db import Database

BACKEND = str(Path(__file__).parents[2] / "backend")
BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"

Visit = Callable[[int], Awaitable[None]]


class Walked:
    """Awaiting it runs the coroutine; `visit(n)` is awaited at each new place where it waits, before it goes on.

    A library that waits several times for one statement of ours is at one place. So is a whole writing transaction on
    SQLite, where everybody else waits until it ends. Places count from 1.
    """

    def __init__(self, coroutine: Coroutine[Any, Any, None], db: Database, visit: Visit) -> None:
        self.coroutine, self.db, self.visit = coroutine, db, visit
        self.places: list[str] = []

    def __await__(self) -> Generator[Any, None, None]:
        error: BaseException | None = None
        while True:
            try:
                waited_for = self.coroutine.throw(error) if error else self.coroutine.send(None)
            except StopIteration:
                return
            place = "a transaction" if is_alone(self.db) else _place(self.coroutine)
            if not self.places or self.places[-1] != place:
                self.places.append(place)
                yield from self.visit(len(self.places)).__await__()
            error = None
            try:
                yield waited_for
            except BaseException as raised:  # noqa: BLE001 - whatever it waited for raises inside of the coroutine
                error = raised


def _place(coroutine: Any) -> str:
    """Where it waits: the innermost line of the backend."""
    place = ""
    while (frame := getattr(coroutine, "cr_frame", None)) is not None:
        if frame.f_code.co_filename.startswith(BACKEND):
            place = f"{Path(frame.f_code.co_filename).relative_to(BACKEND)}:{frame.f_lineno}"
        coroutine = coroutine.cr_await
    return place


def is_alone(db: Database) -> bool:
    """Whether somebody writes to SQLite, so that nobody else can."""
    return db._turns is not None and db._turns._is_taken


async def let_in(db: Database, rival: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Starts the rival, and returns when it ended or waits for a lock that the walked one holds: never a guess."""
    has_to_wait = is_alone(db)
    task = asyncio.create_task(rival)
    if db.is_sqlite:
        if not has_to_wait:
            await asyncio.wait({task})
        return task
    async with db.reader.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")  # a transaction would see the first look again
        while not task.done():
            if (await connection.execute(text(BLOCKED))).scalar_one():
                break
            await asyncio.wait({task}, timeout=0.001)
    return task
