"""What the store changes is read, and nothing else; what breaks off goes on where it was; what is gone is forgotten."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import pytest
from sqlmodel import col, select, update

from backend.ai import strangers
from backend.ai.unreadable import Unreadable
from backend.clock import now
from backend.db import Database
from backend.jobs import Job, TryAgain
from backend.knowledge import freshness, queries, queue, rules, service, sync
from backend.knowledge.models import Chunk, KnowledgeImport, KnowledgeSource
from backend.knowledge.queries import Wanted
from backend.knowledge.rules import Kind, SourceState
from backend.knowledge.turns import Turns
from backend.shopify.admin import Unavailable
from backend.shops.models import Shop
from tests.knowledge.made import LATER, page, product
from tests.knowledge.test_sync import Surroundings, world

__all__ = ["world"]
pytestmark = pytest.mark.anyio


async def progress(world: Surroundings) -> KnowledgeImport:
    async with world.db.reading() as session:
        return (await queries.summary(session, world.shop_id, now())).progress


async def test_what_did_not_change_is_not_even_fetched(world: Surroundings) -> None:
    await world.sync()
    world.shopify.asked.clear()
    world.shopify.pages[1] = page("page-2", "<p>Page two says something else.</p>", 2, LATER)
    await world.sync()
    assert "ContentProducts" not in world.shopify.asked
    assert world.shopify.sought[-1] == "published_status:published (id:2)"
    stand = await progress(world)
    assert (stand.read, stand.changed, stand.embedded, stand.failed) == (1, 1, 1, 0)


async def test_a_full_import_fetches_everything_and_embeds_only_what_differs(world: Surroundings) -> None:
    await world.sync()
    world.model.texts.clear()
    world.shopify.pages[1] = page("page-2", "<p>Page two says something else.</p>", 2)  # with the same moment
    await world.sync(full=True)
    stand = await progress(world)
    assert (stand.read, stand.changed, stand.embedded) == (7, 1, 1)
    assert all("page two" in text.lower() for text in world.model.texts)


async def test_of_a_page_that_changed_only_the_new_pieces_are_embedded(world: Surroundings) -> None:
    halves = "<h2>Wool</h2><p>Wash wool cold.</p><h2>Down</h2><p>{}</p>"
    world.shopify.pages = [page("care", halves.format("Never wash down."), 1)]
    await world.sync()
    world.model.texts.clear()
    world.shopify.pages = [page("care", halves.format("Wash down by hand."), 1, LATER)]
    await world.sync()
    assert len(world.model.texts) == 2 and all("by hand" in text for text in world.model.texts)
    assert await world.best("wash wool") == "Wash wool cold."


async def test_a_product_that_changed_is_read_alone(world: Surroundings) -> None:
    await world.sync()
    world.shopify.asked.clear()
    world.shopify.products = [product("steel-bottle", 1, price="52.00", updated=LATER)]
    async with world.db.writing() as session:
        changed = queue.Listed("gid://shopify/Product/1", "Steel Bottle", None)
        await queue.expect_product(session, world.shop_id, changed, now(), now())
    assert "$48.00" in await world.best("What does the Steel Bottle cost?")
    await world.read()
    assert world.shopify.asked == ["ContentProducts"]
    assert "$52.00" in await world.best("What does the Steel Bottle cost?")


async def test_a_product_that_changes_while_it_is_read_is_read_once_more(world: Surroundings) -> None:
    await world.sync()
    changed, run = queue.Listed("gid://shopify/Product/1", "Steel Bottle", None), world.shopify.run

    async def changes_meanwhile(shop_id: int, operation: str, variables: Any = None) -> Any:
        answer = await run(shop_id, operation, variables)
        world.shopify.run = run  # type: ignore[method-assign]
        world.shopify.products = [product("steel-bottle", 1, price="60.00", updated=LATER)]
        async with world.db.writing() as session:
            await queue.expect_product(session, world.shop_id, changed, now(), now())
        return answer

    world.shopify.products = [product("steel-bottle", 1, price="52.00", updated=LATER)]
    world.shopify.run = changes_meanwhile  # type: ignore[method-assign, assignment]
    async with world.db.writing() as session:
        await queue.expect_product(session, world.shop_id, changed, now(), now())
    await world.read()
    assert "$60.00" in await world.best("What does the Steel Bottle cost?")


async def test_a_product_that_was_hidden_is_removed_and_one_that_is_new_is_added(world: Surroundings) -> None:
    await world.sync()
    world.shopify.products = [product("tin-cup", 2)]
    async with world.db.writing() as session:
        for number in (1, 2):
            changed = queue.Listed(f"gid://shopify/Product/{number}", "", None)
            await queue.expect_product(session, world.shop_id, changed, now(), now())
    await world.read()
    found = await world.sources()
    assert "Tin Cup" in found and "Steel Bottle" not in found
    assert (await progress(world)).removed == 1


async def test_what_is_gone_is_not_quoted_from_the_next_question_on(world: Surroundings) -> None:
    await world.sync()
    assert "$48.00" in await world.best("What does the Steel Bottle cost?")
    async with world.db.writing() as session:
        assert await service.forget(session, world.shop_id, ["gid://shopify/Product/1"]) == 1
    assert "$48.00" not in await world.best("What does the Steel Bottle cost?")


async def test_all_variants_of_a_product_are_told_apart(world: Surroundings) -> None:
    jersey = product("jersey", 1)
    sizes, colours = ("XS", "S", "M", "L", "XL"), ("Slate", "Moss", "Red")
    jersey["variants"]["nodes"] = [
        {"title": f"{colour} / {size}", "availableForSale": (colour, size) != ("Red", "XL")}
        for colour in colours
        for size in sizes
    ]
    world.shopify.products = [jersey]
    await world.sync()
    assert world.shopify.asked.count("ProductVariants") == 1
    text = await world.best("Jersey sold out in stock")
    assert "Jersey is sold out in Red, XL, and in stock in the other 14 variants." in text
    async with world.db.reading() as session:
        lines = [line for chunk in (await session.exec(select(Chunk.sentences))).all() for line in chunk]
    assert "Jersey, Red, XL: sold out." in lines and "Jersey, Red, L: in stock." in lines


async def test_a_reading_that_breaks_off_anywhere_goes_on_where_it_was(world: Surroundings) -> None:
    world.shopify.pages = [page(f"page-{n}", f"<p>This is page number {n} of ours.</p>", n) for n in range(1, 46)]
    writing, left = world.db.writing, [0]

    def dies() -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise ConnectionError
        return writing()

    for lasts in range(1, 9):
        left[0] = lasts
        with patch.object(world.db, "writing", dies), pytest.raises(ConnectionError):
            await world.sync()
    await world.sync()
    assert {source.state for source in (await world.sources()).values()} == {SourceState.READY}
    async with world.db.reading() as session:
        kept = (await session.exec(select(Chunk.source_id, Chunk.position))).all()
    assert len(kept) == len(set(kept)) == 48
    texts = [text for text in world.model.texts if text.startswith("Page 44")]
    assert len(texts) <= 4, "what was written is not embedded again"


async def test_shopify_that_is_away_is_told_of_and_nothing_that_was_read_is_lost(world: Surroundings) -> None:
    await world.sync()
    world.shopify.pages[0] = page("page-1", "<p>New words.</p>", 1, LATER)
    world.shopify.failures["ContentPages"] = Unavailable("down")
    with pytest.raises(TryAgain):
        await world.sync()
    stand = await progress(world)
    assert stand.failure == "Shopify could not be asked (Unavailable). It is tried again by itself."
    assert await world.best("page number 1 of ours") == "This is page number 1 of ours."
    await sync.gave_up(world, {"shop_id": world.shop_id, "unread": True}, "")
    assert (await world.sources())["Page 1"].state == SourceState.FAILED
    world.shopify.failures.clear()
    await world.sync()
    assert (await world.sources())["Page 1"].state == SourceState.READY
    assert (await progress(world)).failure == ""


async def test_a_long_reading_lets_others_go_first_and_only_one_has_the_turn(
    world: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "SLICE", -1.0)
    await sync.run(world, {"shop_id": world.shop_id})
    for _ in range(3):
        with pytest.raises(TryAgain, match="more to read") as slice_over:
            await sync.run(world, {"shop_id": world.shop_id, "unread": True})
        assert (slice_over.value.is_turn, slice_over.value.seconds) == (True, 0)
    await sync.run(world, {"shop_id": world.shop_id, "unread": True})
    assert {source.state for source in (await world.sources()).values()} == {SourceState.READY}
    with world.knowledge.turns.turn(), pytest.raises(TryAgain, match="another reading") as turned_away:
        await sync.run(world, {"shop_id": world.shop_id, "unread": True})
    assert turned_away.value.is_turn


def test_who_has_the_turn_stays_away_a_while_where_another_waits() -> None:
    turns = Turns()
    with turns.turn():
        assert turns.pause() == 0
        with pytest.raises(TryAgain), turns.turn():
            raise AssertionError("two had the turn")
        assert turns.pause() > 0
    with turns.turn():
        assert turns.pause() == 0


async def test_each_shop_is_polled_once_in_each_span_of_time(world: Surroundings, other_shop: Shop) -> None:
    async with world.db.writing() as session:
        (await session.get_one(Shop, other_shop.id)).is_installed = False
    await world.sync()
    assert await freshness.owe_polls(world.db, now()) <= 1  # a span may just have begun
    later = now() + rules.POLLED_EVERY
    assert await freshness.owe_polls(world.db, later) == 1
    async with world.db.reading() as session:
        polls = select(Job).where(Job.key == f"knowledge.sync:{world.shop_id}:poll")
        (job,) = (await session.exec(polls)).all()
    assert set(job.payload["kinds"]) - {Kind.PRODUCT} == {Kind.POLICY, Kind.PAGE, Kind.ARTICLE}


def test_products_are_listed_once_a_day_and_not_by_all_shops_at_once() -> None:
    day = datetime(2026, 11, 22, tzinfo=UTC)
    spans = [day + at * rules.POLLED_EVERY for at in range(rules.SLOTS_A_DAY)]
    for shop_id in (1, 2, 77):
        assert sum(rules.lists_products(shop_id, at) for at in spans) == 1
    assert rules.lists_products(1, spans[0]) != rules.lists_products(2, spans[0]) or not rules.lists_products(1, day)


async def test_an_address_that_was_read_long_ago_and_what_is_read_otherwise_now_is_queued(
    world: Surroundings,
) -> None:
    await world.sync()
    async with world.db.writing() as session:
        session.add(
            KnowledgeSource(
                shop_id=world.shop_id, kind=Kind.WEB, external_id="web:1", title="Care", state=SourceState.READY,
                content_hash=f"{rules.READER}.1", created_at=now(), synced_at=now() - timedelta(hours=25),
            )
        )  # fmt: skip
        await session.exec(
            update(KnowledgeSource).where(col(KnowledgeSource.title) == "Page 3").values(content_hash="2.old")
        )
    async with world.db.writing() as session:
        await queue.note_outdated(session, world.shop_id, world.model.name, now())
    queued = [title for title, source in (await world.sources()).items() if source.state == SourceState.QUEUED]
    assert sorted(queued) == ["Care", "Page 3"]


async def test_the_list_of_sources_is_read_a_page_at_a_time_and_searched(world: Surroundings) -> None:
    await world.sync()
    await world.save_faq("Do you repair jackets?", "Yes, for life.")

    async def listed(**wanted: Any) -> tuple[list[str], int]:
        async with world.db.reading() as session:
            rows = await queries.sources(session, world.shop_id, Wanted(**wanted))
            return [row.title for row in rows], await queries.matching(session, world.shop_id, Wanted(**wanted))

    assert await listed(first=3) == (["Do you repair jackets?", "Page 1", "Page 2"], 8)
    assert await listed(first=3, offset=6) == (["Shipping policy", "Steel Bottle"], 8)
    assert await listed(kind=Kind.PAGE, search="PAGE-4") == (["Page 4"], 1)
    assert await listed(search="%") == ([], 0)
    assert await listed(state=SourceState.FAILED) == ([], 0)


async def test_no_change_of_a_shops_chunks_leaves_its_version_as_it_was(world: Surroundings) -> None:
    async def version(db: Database) -> queries.Version:
        async with db.reading() as session:
            return await queries.version(session, world.shop_id)

    seen = [await version(world.db)]
    await world.sync()
    seen.append(await version(world.db))
    entry = await world.save_faq("Open?", "Yes.")
    await world.sync(source_id=entry.id)
    seen.append(await version(world.db))
    async with world.db.writing() as session:
        await service.delete_source(session, world.shop_id, entry.id or 0)
    seen.append(await version(world.db))
    assert all(before != after for before, after in pairwise(seen))
    assert seen[3] == seen[1], "what was added and removed again is as if it had never been"


async def test_of_a_product_whose_stock_changed_only_the_lines_that_differ_are_embedded(world: Surroundings) -> None:
    jersey = product("jersey", 1)
    variants = [{"title": f"Size {number}", "availableForSale": True} for number in range(40)]
    jersey["variants"]["nodes"] = variants
    world.shopify.products = [jersey]
    await world.sync()
    world.model.texts.clear()
    variants[7] = {"title": "Size 7", "availableForSale": False}
    world.shopify.products = [jersey | {"updatedAt": LATER}]
    await world.sync()
    lines = sorted(text for text in world.model.texts if text.startswith("Jersey: "))
    assert lines == [
        "Jersey: Jersey is sold out in Size 7, and in stock in the other 39 variants.",
        "Jersey: Jersey, Size 7: sold out.",
    ]
    assert len(world.model.texts) == 3  # and the piece that they stand in
    assert await world.best("Jersey Size 7 sold out")


async def test_of_more_variants_than_are_asked_for_none_is_said_of_the_whole(world: Surroundings) -> None:
    jersey = product("jersey", 1)
    jersey["variants"]["nodes"] = [{"title": f"Size {number}", "availableForSale": True} for number in range(450)]
    world.shopify.products = [jersey]
    await world.sync()
    async with world.db.reading() as session:
        chunks = (await session.exec(select(Chunk))).all()
    assert sum(line.endswith(": in stock.") for chunk in chunks for line in chunk.sentences) == sync.MOST_VARIANTS
    assert all(len(chunk.text) < 200 and "in stock" not in chunk.text for chunk in chunks)


async def test_who_waits_for_a_page_leaves_the_turn_to_others_and_takes_it_back_when_it_is_free() -> None:
    turns, has_turn, go_on = Turns(), asyncio.Event(), asyncio.Event()
    order: list[str] = []

    async def waits_for_a_page() -> None:
        with turns.turn():
            async with turns.lent():
                order.append("page is awaited")
                await has_turn.wait()
            order.append("page is read")

    async def reads() -> None:
        with turns.turn():
            order.append("other reads")
            has_turn.set()
            await go_on.wait()
            order.append("other is done")

    first = asyncio.create_task(waits_for_a_page())
    await asyncio.sleep(0)
    second = asyncio.create_task(reads())
    await has_turn.wait()
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(first, second)
    assert order == ["page is awaited", "other reads", "other is done", "page is read"]
    with turns.turn(), pytest.raises(TryAgain), turns.turn():
        raise AssertionError("two had the turn")


async def test_a_plain_import_that_is_owed_later_does_not_undo_that_everything_is_read_again(
    world: Surroundings,
) -> None:
    async with world.db.writing() as session:
        await queue.owe_sync(session, world.shop_id, is_full=True)
        await queue.owe_sync(session, world.shop_id)
        await queue.owe_sync(session, world.shop_id, is_full=True)
    async with world.db.reading() as session:
        payloads = [job.payload for job in (await session.exec(select(Job).order_by(col(Job.id)))).all()]
        is_syncing = (await queries.summary(session, world.shop_id, now())).is_syncing
    assert payloads == [{"shop_id": world.shop_id, "full": True}, {"shop_id": world.shop_id}] and is_syncing


async def test_long_markup_is_read_in_a_process_of_its_own_and_what_is_too_much_fails_alone(
    world: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "<p>Long pages are read, too.</p>" + "<p>More of it.</p>" * 2_000
    world.shopify.pages = [page("long", long, 91), page("short", "<p>Short pages are read.</p>", 92)]
    await world.sync()
    assert "Long pages are read, too." in await world.best("long pages")
    assert (await world.sources())["Long"].state == SourceState.READY
    asked: list[str] = []

    async def gives_up(html: str, _: Any) -> Any:
        asked.append(html)
        raise Unreadable(strangers.TOO_MUCH)

    monkeypatch.setattr(strangers, "fragment", gives_up)
    world.shopify.pages = [page("long", long + "!", 91, LATER), page("short", "<p>Short is enough.</p>", 92, LATER)]
    await world.sync()
    found = await world.sources()
    assert (found["Long"].state, found["Long"].failure) == (SourceState.FAILED, strangers.TOO_MUCH)
    assert found["Long"].chunk_count > 0 and found["Short"].state == SourceState.READY and asked == [long + "!"]
