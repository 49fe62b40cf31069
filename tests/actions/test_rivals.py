"""Two at once: designers of one form, a shopper's windows that correct, workers that deliver."""

import asyncio
from dataclasses import replace

import pytest
from sqlmodel import select

from backend.actions import service
from backend.actions.models import CustomAction, Offer, Response
from backend.actions.publishing import ChangedMeanwhile
from backend.actors import ShopperActor
from backend.clock import now
from backend.conversations.models import Conversation
from backend.db import Database
from backend.errors import FormClosed
from backend.shops.models import Shop
from tests.actions.test_corrections import RIGHT, answered, correct
from tests.actions.test_publishing import NEW, save
from tests.actions.test_service import starters, submitted

__all__ = ["starters"]
pytestmark = pytest.mark.anyio


async def test_of_two_who_change_one_version_one_is_told(database: Database, shop: Shop) -> None:
    await save(database, shop, NEW)
    changes = [replace(NEW, key="gift_wrapping", title=title) for title in ("One", "Other")]
    outcomes = await asyncio.gather(*(save(database, shop, each, 1) for each in changes), return_exceptions=True)
    assert [type(each) for each in outcomes if isinstance(each, BaseException)] == [ChangedMeanwhile]
    async with database.reading() as session:
        assert sorted((await session.exec(select(CustomAction.version))).all()) == [1, 2]


async def test_two_new_forms_of_one_title_get_keys_of_their_own(database: Database, shop: Shop) -> None:
    made = await asyncio.gather(*(save(database, shop, NEW) for _ in range(3)))
    assert sorted(made) == [("gift_wrapping", 1), ("gift_wrapping_2", 1), ("gift_wrapping_3", 1)]


async def test_an_answer_corrected_from_two_windows_is_corrected_once(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    sequence = await answered(database, shopper, conversation)
    opened = await asyncio.gather(*(correct(database, shopper, conversation, sequence) for _ in range(3)))
    assert len({each.id for each in opened}) == 1
    sent = (submitted(database, shopper, opened[0].id or 0, RIGHT, key) for key in ("window-one", "window-two"))
    outcomes = await asyncio.gather(*sent, return_exceptions=True)
    assert [type(each) for each in outcomes if isinstance(each, BaseException)] == [FormClosed]
    async with database.reading() as session:
        assert len((await session.exec(select(Response))).all()) == 2


async def test_a_correction_that_is_left_while_it_is_sent_ends_in_one_of_the_two(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    sequence = await answered(database, shopper, conversation)
    opened = await correct(database, shopper, conversation, sequence)

    async def leave() -> None:
        async with database.writing() as session:
            await service.skip(session, shopper, opened.id or 0, now())

    outcomes = await asyncio.gather(
        submitted(database, shopper, opened.id or 0, RIGHT, "submit-2"), leave(), return_exceptions=True
    )
    assert len([each for each in outcomes if isinstance(each, FormClosed)]) == 1
    async with database.reading() as session:
        status = (await session.get_one(Offer, opened.id)).status
        responses = len((await session.exec(select(Response))).all())
    assert (status, responses) in (("submitted", 2), ("skipped", 1))
