"""Who writes next on SQLite, and what a statement gives back in one trip."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.db import Database
from backend.sqlite import PEOPLE_IN_A_ROW, Turns

pytestmark = pytest.mark.anyio


async def order_of(turns: Turns, asked: list[str]) -> list[str]:
    """The names in the order of their turns; all ask while the first, "x", has the turn. Jobs' names begin with j."""
    served: list[str] = []
    begin = asyncio.Event()

    async def ask(name: str) -> None:
        async with turns.turn(is_job=name.startswith("j")):
            served.append(name)
            if name == "x":
                await begin.wait()
            await asyncio.sleep(0)

    tasks = [asyncio.create_task(ask(name)) for name in ("x", *asked)]
    while not served:
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    begin.set()
    await asyncio.gather(*tasks)
    return served[1:]


async def test_people_go_before_jobs_and_otherwise_first_come_is_first_served() -> None:
    assert await order_of(Turns(), ["j1", "a", "j2", "b"]) == ["a", "b", "j1", "j2"]


async def test_a_job_has_its_turn_after_some_of_people_however_many_wait() -> None:
    people = [f"a{number}" for number in range(PEOPLE_IN_A_ROW * 2)]
    served = await order_of(Turns(), ["j1", "j2", *people])
    first, second = PEOPLE_IN_A_ROW, PEOPLE_IN_A_ROW * 2 + 1
    assert (served.index("j1"), served.index("j2")) == (first, second)


async def test_who_leaves_the_queue_or_fails_passes_the_turn_on() -> None:
    turns = Turns()
    served: list[str] = []

    async def ask(name: str) -> None:
        async with turns.turn(is_job=False):
            served.append(name)
            if name == "fails":
                raise ValueError(name)

    async with turns.turn(is_job=False):
        leaves, fails, last = (asyncio.create_task(ask(name)) for name in ("leaves", "fails", "last"))
        await asyncio.sleep(0)
        leaves.cancel()
    late = asyncio.create_task(ask("late"))
    await asyncio.sleep(0)
    ends = await asyncio.gather(leaves, fails, last, late, return_exceptions=True)
    assert [type(end).__name__ for end in ends] == ["CancelledError", "ValueError", "NoneType", "NoneType"]
    assert served == ["fails", "last", "late"]


async def test_who_is_cancelled_at_the_very_moment_of_their_turn_passes_it_on() -> None:
    turns = Turns()
    async with turns.turn(is_job=False):
        chosen = asyncio.create_task(turns.turn(is_job=False).__aenter__())
        await asyncio.sleep(0)
    chosen.cancel()
    assert isinstance((await asyncio.gather(chosen, return_exceptions=True))[0], asyncio.CancelledError)
    async with asyncio.timeout(5), turns.turn(is_job=True):
        pass


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 'one.db'}")
    async with made.writing() as session:
        await (await session.connection()).execute(text("CREATE TABLE word (id INTEGER PRIMARY KEY, said TEXT UNIQUE)"))
    yield made
    await made.close()


async def test_a_statement_tells_its_rows_its_keys_and_its_count(db: Database) -> None:
    async with db.writing() as session:
        added = await (await session.connection()).execute(
            text("INSERT INTO word (said) VALUES (:said) RETURNING id, said"), {"said": "a"}
        )
        assert added.all() == [(1, "a")]
        await (await session.connection()).execute(
            text("INSERT INTO word (said) VALUES (:said)"), [{"said": "b"}, {"said": "c"}]
        )
        changed = await (await session.connection()).execute(text("UPDATE word SET said = said || '!' WHERE id > 1"))
        assert changed.rowcount == 2
    async with db.reading() as session:
        found = await (await session.connection()).execute(text("SELECT id, said FROM word ORDER BY id"))
        assert list(found.keys()) == ["id", "said"]
        assert found.all() == [(1, "a"), (2, "b!"), (3, "c!")]
        assert (await (await session.connection()).execute(text("SELECT id FROM word WHERE id > 9"))).all() == []


async def test_an_error_of_the_database_is_told_as_such_and_leaves_nothing(db: Database) -> None:
    with pytest.raises(IntegrityError) as caught:
        async with db.writing() as session:
            await (await session.connection()).execute(text("INSERT INTO word (said) VALUES ('a')"))
            await (await session.connection()).execute(text("INSERT INTO word (said) VALUES ('a')"))
    assert isinstance(caught.value.orig, sqlite3.IntegrityError)
    async with db.reading() as session:
        assert (await (await session.connection()).execute(text("SELECT count(*) FROM word"))).scalar_one() == 0
