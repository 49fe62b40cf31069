"""Brings a database to the tables that the code expects. Safe to run twice, and by several processes at once."""

import contextlib
import functools
from collections.abc import AsyncIterator
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from backend.db import Database

FOLDER = Path(__file__).parent / "migrations"
LOCK = 7_236_401
"""Any number will do for the advisory lock, as long as it stays the same."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


@functools.cache
def head() -> str | None:
    """The newest migration that this code has."""
    return ScriptDirectory.from_config(_config()).get_current_head()


@functools.cache
def known() -> frozenset[str]:
    """Every migration that this code has."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


async def upgrade(db: Database, to: str = "head") -> None:
    """Runs the migrations that are missing. What newer code has migrated is left as it is."""
    if await is_current(db):
        return
    async with _without_cascades(db):
        await _run(db, lambda connection: command.upgrade(_config(connection), to))


async def revise(db: Database, name: str) -> None:
    """Writes a migration for the difference between the models and a database that is at head."""
    await _run(db, lambda connection: command.revision(_config(connection), message=name, autogenerate=True))


async def is_current(db: Database) -> bool:
    """Whether the database has the tables of this code, or of newer code, which leaves all that this one needs."""
    async with db.reader.connect() as connection:
        revision = await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())
    return revision is not None and (revision == head() or revision not in known())


@contextlib.asynccontextmanager
async def _without_cascades(db: Database) -> AsyncIterator[None]:
    """SQLite changes a table by copying it and dropping the old one, which would take all rows that refer to it along.

    Their references are not looked at meanwhile. https://www.sqlite.org/lang_altertable.html#otheralter
    """
    if not db.is_sqlite:
        yield
        return
    await _set_foreign_keys(db, "OFF")
    try:
        yield
    finally:
        await _set_foreign_keys(db, "ON")


async def _set_foreign_keys(db: Database, value: str) -> None:
    """On the one connection that writes, and outside of a transaction: inside of one SQLite ignores it."""
    async with db.writer.connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        await raw.execute(f"PRAGMA foreign_keys={value}")


async def _run(db: Database, work: object) -> None:
    assert callable(work)
    async with db.writer.connect() as connection:
        if not db.is_sqlite:
            await connection.execute(text("SET LOCAL lock_timeout = 0"))  # another's migration may take its time
            await connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
            await connection.commit()
        try:
            await connection.run_sync(work)
            await connection.commit()
        finally:
            if not db.is_sqlite:
                await connection.execute(text(f"SELECT pg_advisory_unlock({LOCK})"))
                await connection.commit()
