"""Versions of forms: what was published stays, two who change one form do not overwrite each other."""

from dataclasses import replace

import pytest

from backend.actions import queries, service
from backend.actions.forms import FieldKind, Form, FormField, Triggers
from backend.actions.publishing import MOST_FORMS, BadDesign, ChangedMeanwhile
from backend.actions.starters import FIND_MY_ORDER
from backend.clock import now
from backend.db import Database
from backend.errors import NotAllowed, NotFound
from backend.shops.models import Shop
from tests.actions.test_service import everything

pytestmark = pytest.mark.anyio
NEW = Form(key="", title="Gift wrapping", fields=(FormField("wish", FieldKind.SHORT_TEXT, "Wish"),))


async def save(db: Database, shop: Shop, form: Form, based_on: int | None = None) -> tuple[str, int]:
    async with db.writing() as session:
        action = await service.save(session, shop.id or 0, form, based_on=based_on, now=now())
        return action.key, action.version


async def test_a_new_form_gets_a_key_of_its_own_and_each_change_a_version(database: Database, shop: Shop) -> None:
    assert await save(database, shop, NEW) == ("gift_wrapping", 1)
    assert await save(database, shop, NEW) == ("gift_wrapping_2", 1)
    first = replace(NEW, key="gift_wrapping")
    assert await save(database, shop, replace(first, title="Wrapping"), 1) == ("gift_wrapping", 2)
    async with database.reading() as session:
        versions = await queries.versions(session, shop.id or 0, "gift_wrapping")
    assert [(each.form.version, each.form.title) for each in versions] == [(2, "Wrapping"), (1, "Gift wrapping")]


async def test_saving_what_did_not_change_publishes_nothing(database: Database, shop: Shop) -> None:
    await save(database, shop, NEW)
    before = await everything(database)
    assert await save(database, shop, replace(NEW, key="gift_wrapping"), 1) == ("gift_wrapping", 1)
    assert await everything(database) == before


async def test_who_changes_an_older_version_is_told_and_overwrites_nothing(database: Database, shop: Shop) -> None:
    await save(database, shop, NEW)
    mine = replace(NEW, key="gift_wrapping", title="Mine")
    await save(database, shop, replace(mine, title="Theirs"), 1)
    before = await everything(database)
    with pytest.raises(ChangedMeanwhile):
        await save(database, shop, mine, 1)
    assert await everything(database) == before


async def test_an_unsound_change_and_one_of_no_form_are_refused(
    database: Database, shop: Shop, other_shop: Shop
) -> None:
    await save(database, shop, NEW)
    before = await everything(database)
    with pytest.raises(BadDesign) as refused:
        await save(database, shop, replace(NEW, key="gift_wrapping", title="", fields=()), 1)
    assert [problem.path for problem in refused.value.problems] == ["title", "fields"]
    for whose in (other_shop, shop):
        with pytest.raises(NotFound):
            key = "gift_wrapping" if whose is other_shop else "unknown"
            await save(database, whose, replace(NEW, key=key), 1)
    assert await everything(database) == before


async def test_a_copy_asks_the_same_and_is_offered_to_nobody(database: Database, shop: Shop) -> None:
    async with database.writing() as session:
        await service.publish(session, shop.id or 0, FIND_MY_ORDER, now())
        copied = queries.form_of(await service.duplicate(session, shop.id or 0, "find_my_order", now()))
        with pytest.raises(NotFound):
            await service.duplicate(session, shop.id or 0, "unknown", now())
    assert (copied.key, copied.title) == ("find_my_order_copy", "Find my order (copy)")
    assert (copied.fields, copied.effects, copied.triggers) == (FIND_MY_ORDER.fields, FIND_MY_ORDER.effects, Triggers())


async def test_a_retired_form_can_be_brought_back_as_it_was(database: Database, shop: Shop) -> None:
    shop_id = shop.id or 0
    await save(database, shop, NEW)
    await save(database, shop, replace(NEW, key="gift_wrapping", title="Wrapping"), 1)
    async with database.writing() as session:
        await service.retire(session, shop_id, "gift_wrapping", now())
    with pytest.raises(NotFound):
        await save(database, shop, replace(NEW, key="gift_wrapping"), 2)
    async with database.writing() as session:
        await service.restore(session, shop_id, "gift_wrapping")
        await service.restore(session, shop_id, "gift_wrapping")
        with pytest.raises(NotFound):
            await service.restore(session, shop_id, "unknown")
    async with database.reading() as session:
        [live] = await queries.live_forms(session, shop_id)
        [published] = await queries.published(session, shop_id)
    assert (live.title, live.version) == ("Wrapping", 2)
    assert (published.form, published.retired_at, published.responses) == (live, None, 0)


async def test_a_shop_has_so_many_forms_and_no_more(database: Database, shop: Shop) -> None:
    async with database.writing() as session:
        for number in range(MOST_FORMS):
            await service.publish(session, shop.id or 0, replace(NEW, key=f"form_{number}"), now())
    before = await everything(database)
    with pytest.raises(NotAllowed):
        await save(database, shop, NEW)
    assert await everything(database) == before
