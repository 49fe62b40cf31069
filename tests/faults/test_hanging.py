"""One process that hangs, with a transaction open, does not hold up the others for ever."""

import asyncio
import signal
from datetime import timedelta

import pytest
from sqlmodel import col, select, text, update

from backend import db as module
from backend.db import Database, is_away
from backend.shops.models import Shop
from tests.conftest import made, make_shop
from tests.servers import mortal_postgres

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(400)]


@pytest.fixture
def url(postgres_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(module, "LONGEST_PAUSE", timedelta(seconds=0.5))
    monkeypatch.setattr(module, "LONGEST_LOCK", timedelta(seconds=0.2))
    return f"{postgres_server.rsplit('/', 1)[0]}/baton_hanging"


async def rename(db: Database, name: str) -> None:
    async with db.writing() as session:
        await session.exec(update(Shop).values(name=name))


async def test_a_server_that_does_not_answer_is_an_error_after_a_while_and_no_harm_when_it_does() -> None:
    with mortal_postgres() as server:
        db = Database(server.url, answer_within=0.5)
        async with db.reading() as session:
            await session.exec(select(text("1")))
        server.send(signal.SIGSTOP)
        with pytest.raises(Exception) as unanswered:
            async with asyncio.timeout(60), db.reading() as session:
                await session.exec(select(text("1")))
        assert is_away(unanswered.value)
        server.send(signal.SIGCONT)
        async with db.reading() as session:
            await session.exec(select(text("1")))
        await db.close()


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
