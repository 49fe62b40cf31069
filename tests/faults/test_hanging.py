"""One process that hangs, with a transaction open, does not hold up the others for ever."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from backend import db as module
from backend.db import Database, is_away
from backend.shops.models import Shop
from tests.conftest import made, make_shop

pytestmark = pytest.mark.anyio


@pytest.fixture
def url(postgres_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(module, "LONGEST_PAUSE", timedelta(seconds=0.5))
    monkeypatch.setattr(module, "LONGEST_LOCK", timedelta(seconds=0.2))
    return f"{postgres_server.rsplit('/', 1)[0]}/baton_hanging"


async def rename(db: Database, name: str) -> None:
    async with db.writing() as session:
        await session.exec(update(Shop).values(name=name))


async def test_a_process_that_hangs_in_a_transaction_loses_it_and_its_locks_are_free(url: str) -> None:
    async with made(url) as db:
        await make_shop(db)
        hanging = Database(url)
        with pytest.raises(Exception) as lost:
            async with hanging.writing() as session:
                await session.exec(update(Shop).values(name="of the one that hangs"))
                with pytest.raises(Exception) as locked:
                    await rename(db, "too early")
                assert is_away(locked.value), "who waits too long is told so, and may come again"
                async with asyncio.timeout(20):
                    while True:
                        try:
                            await rename(db, "of another")
                            break
                        except Exception as error:  # noqa: BLE001
                            assert is_away(error)
        assert is_away(lost.value)
        async with db.reading() as session:
            assert (await session.exec(select(col(Shop.name)))).all() == ["of another"]
        await rename(hanging, "of the one that woke")
        await hanging.close()
