"""The shop itself changes: its name and address are followed, and what was removed is not quoted again."""

from typing import Any

import pytest
from sqlmodel import select

from backend.clock import now
from backend.db import Database
from backend.jobs import Job, TryAgain
from backend.knowledge import follow, service, sync, uploads
from backend.knowledge.index import KnowledgeIndexes
from backend.shopify.admin import Throttled, Unavailable
from backend.shops.models import Shop
from tests.knowledge.made import page, policy, product
from tests.knowledge.test_sync import Surroundings, world

__all__ = ["world"]
pytestmark = pytest.mark.anyio

OLD, NEW = "http://localhost:9000", "https://pine.example"


def said(name: str, address: str) -> dict[str, Any]:
    return {"name": name, "primaryDomain": {"url": address}, "currencyCode": "EUR", "orderNumberFormatPrefix": "#"}


async def owed(db: Database) -> list[tuple[str, dict[str, Any]]]:
    async with db.reading() as session:
        return [(job.name, job.payload) for job in (await session.exec(select(Job).order_by(Job.id))).all()]  # type: ignore[arg-type]


async def kept(world: Surroundings) -> Shop:
    async with world.db.reading() as session:
        return await session.get_one(Shop, world.shop_id)


async def test_another_name_is_kept_and_what_has_no_webhook_is_listed(world: Surroundings) -> None:
    world.shopify.shop = said("Pine & Co", OLD)
    await follow.run(world, {"shop_id": world.shop_id})
    shop = await kept(world)
    assert (shop.name, shop.currency, shop.storefront_url) == ("Pine & Co", "EUR", OLD)
    kinds = ["policy", "page", "article"]
    assert await owed(world.db) == [("knowledge.sync", {"shop_id": world.shop_id, "kinds": kinds})]


async def test_a_policy_that_changed_with_the_shop_is_quoted_as_it_is_now(world: Surroundings) -> None:
    await world.sync()
    world.shopify.policies = [policy("SHIPPING_POLICY", "<p>Parcels to Canada take two days.</p>")]
    world.shopify.policies[0]["updatedAt"] = "2026-11-20T08:00:00Z"
    world.shopify.shop = said("Pine", OLD)
    await follow.run(world, {"shop_id": world.shop_id})
    ((_, payload),) = await owed(world.db)
    await sync.run(world, payload)
    await world.read()
    assert await world.best("How long do parcels to Canada take?") == "Parcels to Canada take two days."


async def test_under_another_address_all_citations_lead_there_and_nothing_is_embedded_again(
    world: Surroundings,
) -> None:
    await world.sync()
    world.model.texts.clear()
    world.shopify.shop = said("Pine", NEW)
    await follow.run(world, {"shop_id": world.shop_id})
    assert (await kept(world)).allowed_origins == [NEW, f"https://{(await kept(world)).domain}"]
    ((name, payload),) = await owed(world.db)
    assert (name, payload) == ("knowledge.sync", {"shop_id": world.shop_id, "full": True})
    await sync.run(world, payload)
    await world.read()
    assert {source.url.split("/", 3)[2] for source in (await world.sources()).values()} == {"pine.example"}
    assert world.model.texts == []
    (hit,) = await world.knowledge.search(world.shop_id, "parcels to Canada", k=1)
    assert hit.passage.url == f"{NEW}/policies/shipping-policy"


@pytest.mark.parametrize(("failure", "is_turn"), [(Throttled(3.0), True), (Unavailable("away"), False)])
async def test_where_shopify_gives_no_answer_the_shop_stays_as_it_was_and_is_asked_again(
    world: Surroundings, failure: Exception, is_turn: bool
) -> None:
    before = await kept(world)
    world.shopify.failures["ShopInfo"] = failure
    with pytest.raises(TryAgain) as again:
        await follow.run(world, {"shop_id": world.shop_id})
    assert again.value.is_turn is is_turn
    world.shopify.failures.clear()
    with pytest.raises(TryAgain):  # an answer without a shop is none
        await follow.run(world, {"shop_id": world.shop_id})
    assert await kept(world) == before
    assert await owed(world.db) == []


async def test_a_shop_that_is_gone_is_not_asked_about(world: Surroundings) -> None:
    async with world.db.writing() as session:
        (await session.get_one(Shop, world.shop_id)).is_installed = False
    await follow.run(world, {"shop_id": world.shop_id})
    await follow.run(world, {"shop_id": 0})
    assert world.shopify.asked == []


WORDS = "The walrus sleeps on Tuesdays"


async def added(world: Surroundings, kind: str) -> int:
    """A source of the kind that says the words; its id."""
    if kind == "faq":
        await world.save_faq("Where is the walrus?", f"{WORDS}.")
    elif kind == "file":
        upload = await uploads.read_upload("walrus.md", f"{WORDS}.".encode())
        async with world.db.writing() as session:
            await service.save_file(session, world.shop_id, upload, now())
    else:
        store, html = world.shopify, f"<p>{WORDS}.</p>"
        store.policies += [policy("REFUND_POLICY", html, 9)] if kind == "policy" else []
        store.pages += [page("walrus", html, 9)] if kind == "page" else []
        store.articles += [page("walrus", html, 9) | {"id": "gid://shopify/Article/9"}] if kind == "article" else []
        store.products += [product("walrus", 9) | {"descriptionHtml": html}] if kind == "product" else []
    await world.sync()
    return next(source.id or 0 for source in (await world.sources()).values() if source.kind == kind and _new(source))


def _new(source: Any) -> bool:
    return source.kind in ("faq", "file") or source.external_id.endswith("/9")


async def removed(world: Surroundings, kind: str, source_id: int) -> None:
    """As it goes in life: by an agent, by a webhook, or by a list that names it no more."""
    if kind in ("faq", "file"):
        async with world.db.writing() as session:
            await service.delete_source(session, world.shop_id, source_id)
    elif kind == "product":
        async with world.db.writing() as session:
            await service.forget(session, world.shop_id, ["gid://shopify/Product/9"])
    else:
        held = {"policy": world.shopify.policies, "page": world.shopify.pages, "article": world.shopify.articles}
        held[kind].pop()
        await sync.run(world, {"shop_id": world.shop_id})


@pytest.mark.parametrize("small", [0, 1_500], ids=["large", "small"])
@pytest.mark.parametrize("kind", ["policy", "page", "article", "product", "faq", "file"])
async def test_what_was_removed_is_not_quoted_from_the_next_question_on(
    world: Surroundings, kind: str, small: int
) -> None:
    source_id = await added(world, kind)
    world.knowledge = KnowledgeIndexes(world.db, lambda: world.model, small=small)
    assert WORDS in await world.best(WORDS)
    await removed(world, kind, source_id)
    for k in (1, 50):
        hits = await world.knowledge.search(world.shop_id, WORDS, k=k)
        assert hits and all(WORDS not in hit.passage.text for hit in hits)
    await world.knowledge.renewed()
