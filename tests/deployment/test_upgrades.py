"""A database with data is brought to the newest tables while the version before goes on writing: nothing is lost.

Expand, migrate, contract: a migration adds, and what is no longer used goes in a later release. See docs/operations.md.
"""

import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import Any, cast

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, inspect, text
from sqlmodel import select

from backend import migrate
from backend.actors import AgentActor
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Message
from backend.db import BigId, Database
from tests.conftest import empty

pytestmark = pytest.mark.anyio
Rows = dict[str, list[Mapping[str, Any]]]
FIRST = "e2583fb26005"
FIRST_VERSION = (Path(__file__).parent / "first_version.sql").read_text()


@pytest.fixture
async def old(database_url: str) -> AsyncIterator[Database]:
    """A database that the first version has filled."""
    async with empty(f"{database_url}_old") as db:
        await migrate.upgrade(db, to=FIRST)
        await first_version_writes(db, 1)
        yield db


async def first_version_writes(db: Database, n: int, *, then: bool = False) -> None:
    """A shop's day, as the first version writes it; `then` what it writes into those rows afterwards."""
    moment = "2026-11-02 09:30:00.000000" if db.is_sqlite else "2026-11-02 09:30:00+00:00"
    script = re.sub(r"^--.*\n", "", FIRST_VERSION.split("\n-- Then:")[then].partition("\n")[2], flags=re.M)
    values = {"n": n, "a": 10 * n + 1, "b": 10 * n + 2, "moment": f"'{moment}'"}
    async with db.writer.begin() as connection:
        for statement in Template(script).substitute(values).split(";\n"):
            if statement.strip():
                await connection.exec_driver_sql(statement)


async def rows(db: Database, columns: Mapping[str, list[str]]) -> Rows:
    """Those columns of every table, in a settled order."""
    found: Rows = {}
    async with db.reader.connect() as connection:
        for table, names in columns.items():
            listed = ", ".join(f'"{name}"' for name in names)
            result = await connection.execute(text(f'SELECT {listed} FROM "{table}"'))
            found[table] = sorted((dict(row) for row in result.mappings()), key=str)
    return found


def columns_of(connection: Connection) -> dict[str, list[str]]:
    seen = inspect(connection)
    tables = [table for table in seen.get_table_names() if table != "alembic_version"]
    return {table: sorted(column["name"] for column in seen.get_columns(table)) for table in tables}


def revisions() -> list[str]:
    """From the first to the newest."""
    scripts = ScriptDirectory(str(migrate.FOLDER)).walk_revisions()
    return [script.revision for script in reversed(list(scripts))]


async def test_an_upgrade_keeps_every_row_and_every_value(old: Database) -> None:
    async with old.reader.connect() as connection:
        columns = await connection.run_sync(columns_of)
    before = await rows(old, columns)
    assert [table for table, held in before.items() if not held] == []  # no table goes untried
    await migrate.upgrade(old)
    assert await migrate.is_current(old)
    assert await rows(old, columns) == before


async def test_the_first_versions_statements_still_work_after_the_upgrade(old: Database) -> None:
    """Old processes serve on while, and after, the newest migrations run."""
    await migrate.upgrade(old)
    await first_version_writes(old, 2)
    for n in (1, 2):
        await first_version_writes(old, n, then=True)
    async with old.reading() as session:
        held = (await session.exec(select(Conversation).order_by("id"))).all()
    assert [(each.state, each.term) for each in held] == [("agent", 3)] * 4


async def test_the_first_versions_statements_work_after_each_migration_on_the_way(old: Database) -> None:
    for number, revision in enumerate(revisions(), 2):
        await migrate.upgrade(old, to=revision)
        await first_version_writes(old, number)
        await first_version_writes(old, number, then=True)


async def test_what_the_first_version_wrote_is_taken_up_by_this_one(old: Database) -> None:
    await migrate.upgrade(old)
    maya, now = AgentActor(shop_id=1, id=1, first_name="Maya"), datetime(2026, 11, 2, 10, tzinfo=UTC)
    async with old.writing() as session:
        await conversations.post_reply(session, maya, 11, text="It is on its way.", client_key="key-0004", now=now)
    async with old.reading() as session:
        conversation = await session.get(Conversation, 11)
        said = (await session.exec(select(Message).where(Message.conversation_id == 11).order_by("sequence"))).all()
    assert conversation is not None and (conversation.state, conversation.agent_id) == ("agent", 1)
    assert [message.sequence for message in said] == list(range(1, len(said) + 1))
    assert said[-1].text == "It is on its way."


async def test_references_hold_again_after_an_upgrade(old: Database) -> None:
    """SQLite's are not looked at while its tables are copied."""
    await migrate.upgrade(old)
    async with old.writer.begin() as connection:
        await connection.execute(text("DELETE FROM conversation WHERE id = 11"))
    async with old.reading() as session:
        left = (await session.exec(select(Message.conversation_id).distinct())).all()
    assert left == [12]


async def test_a_table_that_has_to_be_copied_keeps_the_rows_that_refer_to_it(old: Database) -> None:
    """SQLite adds a reference to a table by copying it; the messages of each conversation outlive the copying."""

    def add_a_reference(connection: Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("conversation") as batch:
            batch.add_column(Column("merged_into", BigId, nullable=True))
            batch.create_foreign_key("merged_into_fkey", "conversation", ["merged_into"], ["id"])

    async with migrate._without_cascades(old):
        await migrate._run(old, add_a_reference)
    async with old.reading() as session:
        assert len((await session.exec(select(Message.id))).all()) == 4


Shape = dict[str, dict[str, dict[str, Any]]]


def shape(connection: Connection) -> Shape:
    """Tables, their columns, and what the database would refuse in them."""
    seen = inspect(connection)
    return {
        table: {
            "columns": {column["name"]: column for column in seen.get_columns(table)},
            "checks": {check["name"] or check["sqltext"]: check for check in seen.get_check_constraints(table)},
            "unique": {
                "-".join(str(name) for name in index["column_names"]): index
                for index in cast(list[dict[str, Any]], [*seen.get_indexes(table), *seen.get_unique_constraints(table)])
                if index.get("unique", True)
            },
        }
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def breaks(before: Shape, after: Shape) -> list[str]:
    """What code that was written for `before` would trip over in `after`."""
    said = [f"{table} is gone" for table in before.keys() - after.keys()]
    for table in before.keys() & after.keys():
        was, now = before[table]["columns"], after[table]["columns"]
        added = now.keys() - was.keys()
        said += [f"{table}.{name} is gone" for name in was.keys() - now.keys()]
        for name in was.keys() & now.keys():
            if str(was[name]["type"]) != str(now[name]["type"]):
                said.append(f"{table}.{name} has another type")
            if was[name]["nullable"] and not now[name]["nullable"]:
                said.append(f"{table}.{name} must have a value now")
        needed = [name for name in added if not now[name]["nullable"] and now[name]["default"] is None]
        said += [f"{table}.{name} is new, and must be given by code that does not know it" for name in needed]
        said += [f"{table} has a new check {name}" for name in after[table]["checks"].keys() - before[table]["checks"]]
        for name, index in after[table]["unique"].items():
            if name not in before[table]["unique"] and not added & set(index["column_names"]):
                said.append(f"{table} has to be unique by {name}")
    return sorted(said)


async def test_each_migration_only_adds(database_url: str) -> None:
    """One that takes something away says in `contracts` which release stopped using it."""
    folder = ScriptDirectory(str(migrate.FOLDER))
    async with empty(f"{database_url}_steps") as db:
        await migrate.upgrade(db, to=FIRST)
        for revision in revisions()[1:]:
            async with db.reader.connect() as connection:
                before = await connection.run_sync(shape)
            await migrate.upgrade(db, to=revision)
            async with db.reader.connect() as connection:
                after = await connection.run_sync(shape)
            script = folder.get_revision(revision)
            assert script is not None
            assert getattr(script.module, "contracts", None) or breaks(before, after) == [], revision


def test_the_lint_sees_what_breaks_the_version_before() -> None:
    def made(**columns: dict[str, Any]) -> Shape:
        return {"message": {"columns": columns, "checks": {}, "unique": {}}}

    word = {"type": "TEXT", "nullable": True, "default": None}
    before = made(text=word, term=word)
    assert breaks(before, {}) == ["message is gone"]
    assert breaks(before, made(text=word)) == ["message.term is gone"]
    assert breaks(before, made(text=word, term={**word, "type": "INTEGER"})) == ["message.term has another type"]
    assert breaks(before, made(text=word, term={**word, "nullable": False})) == ["message.term must have a value now"]
    needed = {**word, "nullable": False}
    assert breaks(before, made(text=word, term=word, mood=needed)) == [
        "message.mood is new, and must be given by code that does not know it"
    ]
    assert breaks(before, made(text=word, term=word, mood={**needed, "default": "''"})) == []
