"""The migrations lead from nothing to exactly the tables that the models describe, on both databases."""

from collections.abc import AsyncIterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlmodel import SQLModel

from backend import migrate
from backend.db import Database
from tests.conftest import empty

pytestmark = pytest.mark.anyio


@pytest.fixture
async def unborn(database_url: str) -> AsyncIterator[Database]:
    """A database without any table, beside the one that `database` makes."""
    async with empty(f"{database_url}_unborn") as db:
        yield db


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
    return list(compare_metadata(context, SQLModel.metadata))


def shape(connection: Connection) -> dict[str, object]:
    """Every table's columns, indexes and constraints, as the database itself tells them."""
    seen = inspect(connection)
    return {
        table: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(table)),
            sorted(
                (index["name"] or "", tuple(index["column_names"]), bool(index["unique"]))
                for index in seen.get_indexes(table)
            ),
            sorted((check["name"] or "", check["sqltext"]) for check in seen.get_check_constraints(table)),
            sorted(tuple(unique["column_names"]) for unique in seen.get_unique_constraints(table)),
            sorted(
                (tuple(key["constrained_columns"]), key["referred_table"], str(key["options"].get("ondelete")))
                for key in seen.get_foreign_keys(table)
            ),
        )
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


async def test_an_empty_database_is_brought_to_what_the_models_say(unborn: Database) -> None:
    await migrate.upgrade(unborn)
    assert await migrate.is_current(unborn)
    async with unborn.reader.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrations_make_the_same_tables_as_the_models_do(unborn: Database, database: Database) -> None:
    """Indexes, checks and foreign keys too, which a comparison of models alone would overlook."""
    await migrate.upgrade(unborn)
    async with unborn.reader.connect() as migrated, database.reader.connect() as made:
        assert await migrated.run_sync(shape) == await made.run_sync(shape)


async def test_migrating_twice_changes_nothing(unborn: Database) -> None:
    await migrate.upgrade(unborn)
    async with unborn.reader.connect() as connection:
        before = await connection.run_sync(shape)
    await migrate.upgrade(unborn)
    async with unborn.reader.connect() as connection:
        assert await connection.run_sync(shape) == before
    assert await migrate.is_current(unborn)


async def test_a_database_without_tables_is_not_current(unborn: Database) -> None:
    assert not await migrate.is_current(unborn)
