"""Lookups and the import of content against the simulated Shopify: its schema, its fuzzy search, its refusals."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from sqlmodel import select

from backend.ai.embedding import default_embedder
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation
from backend.db import Database
from backend.jobs import TryAgain
from backend.knowledge import queries as knowledge
from backend.knowledge import sync
from backend.knowledge.index import KnowledgeIndexes
from backend.orders import enrich, queries, refresh, service
from backend.orders.disclosure import Level
from backend.orders.models import OrderSnapshot
from backend.orders.reading import order_of
from backend.orders.rules import Outcome
from backend.shopify.admin import LONGEST_WAIT, AdminClient, AdminResult
from backend.shopify.budget import Budgets
from backend.shops.models import Shop
from simulator.app import create_app
from simulator.settings import MAIN_SHOP, SimulatorSettings
from tests import conftest
from tests.knowledge.made import read_all
from tests.orders.made import KEY
from tests.simulator.harness import SECRET, ListeningApp, Shopify

pytestmark = pytest.mark.anyio
EMAIL = "elena.petrova@example.com"


@dataclass
class Door:
    """The Admin client with a token of the simulated shop; no wait is waited for."""

    token: str
    client: AdminClient

    async def run(self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None) -> AdminResult:
        return await self.client.run(MAIN_SHOP, self.token, operation_name, variables)

    async def run_granted(
        self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None
    ) -> AdminResult:
        return await self.run(shop_id, operation_name, variables)


@dataclass
class Surroundings:
    db: Database
    simulated: Shopify
    shopify: Door
    knowledge: KnowledgeIndexes
    settings: Any = field(default_factory=lambda: SimpleNamespace(seal_key=KEY))

    async def look_up(self, conversation: Conversation, number: str, email: str | None = None) -> OrderSnapshot:
        async with self.db.writing() as session:
            locked = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
            asked = await service.ask(session, locked, number=number, email=email, now=now())
        await enrich.run(self, {"shop_id": conversation.shop_id, "asked_number": asked.asked_number})
        async with self.db.reading() as session:
            return await queries.snapshot(session, conversation.shop_id, asked.id or 0)


@asynccontextmanager
async def surroundings(database: Database) -> AsyncIterator[Surroundings]:
    """A simulator of its own with the app installed, reached by the real Admin client."""
    settings = SimulatorSettings(api_key="key", api_secret=SECRET, app_url="http://app.test")
    app = create_app(settings, transport=httpx.MockTransport(ListeningApp()), retry_gaps=(0.001,))

    async def at_once(seconds: float) -> None:
        assert seconds >= 0

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:9000") as http:
        simulated = Shopify(app, http, ListeningApp())
        simulated.install()
        client = AdminClient(http, lambda domain: f"http://localhost:9000/shops/{domain}", sleep=at_once)
        door = Door(await simulated.token(), client)
        yield Surroundings(database, simulated, door, KnowledgeIndexes(database, default_embedder))
        await app.state.courier.close()


@pytest.fixture
async def world(database: Database) -> AsyncIterator[Surroundings]:
    async with surroundings(database) as made:
        yield made


async def test_the_storys_order_is_found_late_and_matched(world: Surroundings, conversation: Conversation) -> None:
    snapshot = await world.look_up(conversation, "1001", EMAIL)
    order = order_of(snapshot.order)
    assert order is not None
    assert (snapshot.outcome, order.name, snapshot.disclosure) == (Outcome.FOUND, "#1001", Level.MATCHED)
    assert order.customer_name == "Elena Petrova"
    assert len(order.items) == 2
    assert order.withheld == ()
    async with world.db.reading() as session:
        (told,) = await queries.facts_for_bot(session, conversation.shop_id, conversation.id or 0, now())
    assert told.is_late
    assert 18 <= told.days_late <= 25
    assert "delayed" in told.words


@pytest.mark.parametrize("number", ["10010", "EN-1001", "#1066"])
async def test_names_that_look_alike_are_told_apart(
    world: Surroundings, conversation: Conversation, number: str
) -> None:
    snapshot = await world.look_up(conversation, number)
    assert snapshot.outcome == Outcome.FOUND
    assert snapshot.order_name.lstrip("#") == number.lstrip("#")


@pytest.mark.parametrize("number", ["987", "99999"])
async def test_old_and_unknown_orders_are_not_found(
    world: Surroundings, conversation: Conversation, number: str
) -> None:
    assert (await world.look_up(conversation, number, EMAIL)).outcome == Outcome.NOT_FOUND


async def test_withheld_fields_leave_the_rest(world: Surroundings, conversation: Conversation) -> None:
    world.simulated.shop.faults.refuse_protected_fields = True
    snapshot = await world.look_up(conversation, "1001", EMAIL)
    order = order_of(snapshot.order)
    assert order is not None
    assert (snapshot.outcome, snapshot.disclosure, order.email) == (Outcome.FOUND, Level.ANONYMOUS, None)
    assert {"e-mail address", "phone number", "order status page"} <= set(order.withheld)
    assert order.parcels


async def test_a_missing_approval_and_a_missing_scope_have_their_own_outcomes(
    world: Surroundings, conversation: Conversation
) -> None:
    world.simulated.shop.faults.refuse_protected_objects = True
    assert (await world.look_up(conversation, "1001", EMAIL)).outcome == Outcome.REFUSED
    world.simulated.shop.faults.refuse_protected_objects = False
    world.simulated.shop.faults.missing_scopes = ["read_orders"]
    assert (await world.look_up(conversation, "1002", EMAIL)).outcome == Outcome.SCOPE_MISSING


async def test_a_throttled_or_absent_shopify_is_waited_for(world: Surroundings, conversation: Conversation) -> None:
    world.simulated.shop.faults.throttle_next = 2
    assert (await world.look_up(conversation, "1001", EMAIL)).outcome == Outcome.FOUND
    world.simulated.shop.faults.down = True
    with pytest.raises(TryAgain):
        await world.look_up(conversation, "1002", EMAIL)
    async with world.db.reading() as session:
        kept = {s.asked_number: s for s in await queries.snapshots(session, conversation.shop_id, conversation.id or 0)}
    assert kept["#1002"].outcome == Outcome.UNAVAILABLE


async def test_a_parcel_that_moves_is_seen_after_the_webhook(world: Surroundings, conversation: Conversation) -> None:
    snapshot = await world.look_up(conversation, "1001", EMAIL)
    gid = snapshot.order_gid or ""
    number = gid.rsplit("/", 1)[-1]
    moved = await world.simulated.control(f"shops/{MAIN_SHOP}/orders/{number}", action="out-for-delivery")
    assert moved.status_code == 200, moved.text
    await refresh.run(world, {"shop_id": conversation.shop_id, "order_gid": gid})
    async with world.db.reading() as session:
        fresh = await queries.snapshot(session, conversation.shop_id, snapshot.id or 0)
    assert any("Out for delivery" in change["what"] for change in fresh.changes)


async def test_the_shops_content_is_imported_and_answers_the_storys_question(tmp_path: Path) -> None:
    async with (
        conftest.made(f"sqlite+aiosqlite:///{tmp_path / 'baton.db'}") as database,
        surroundings(database) as world,
    ):
        shop_id = (await conftest.make_shop(database)).id or 0
        await sync.run(world, {"shop_id": shop_id})
        await read_all(world, shop_id)
        async with database.reading() as session:
            sources = await knowledge.sources(session, shop_id)
        (hit,) = await world.knowledge.search(shop_id, "Do you ship to Canada and how long does it take?", k=1)
    assert {source.state for source in sources} == {"ready"}
    assert {source.kind for source in sources} == {"policy", "page", "article", "product"}
    assert "fr" in {source.language for source in sources}
    assert "Canada" in hit.passage.text
    assert hit.passage.url == "http://localhost:9000/policies/shipping-policy"


async def test_a_slow_shopify_is_waited_for(world: Surroundings, conversation: Conversation) -> None:
    world.simulated.shop.faults.latency_ms = 60
    assert (await world.look_up(conversation, "1001", EMAIL)).outcome == Outcome.FOUND


async def test_two_orders_of_one_name_are_asked_about_and_the_right_address_tells_which(
    world: Surroundings, conversation: Conversation
) -> None:
    placed = {"email": "marcus.hale@example.com", "goods": {"enamel-mug": 1}, "name": "#1001"}
    made = await world.simulated.control(f"shops/{MAIN_SHOP}/orders", **placed)
    assert made.status_code == 200, made.text
    assert (await world.look_up(conversation, "1001")).outcome == Outcome.AMBIGUOUS
    assert (await world.look_up(conversation, "1001", EMAIL)).outcome == Outcome.FOUND


async def test_many_lookups_of_a_shop_with_few_points_all_end_and_nobody_hears_of_the_wait(
    world: Surroundings, shop: Shop
) -> None:
    """The client waits by the clock here, as in production; the bucket fills faster than Shopify's."""
    shopify = world.simulated.shop
    shopify.bucket.available, shopify.bucket.maximum, shopify.bucket.restore_rate = 500.0, 600.0, 2_000.0
    shopify.faults.latency_ms = 5
    world.shopify.client.budgets = Budgets(time.monotonic, asyncio.sleep, longest_wait=LONGEST_WAIT)
    numbers = [order.name for order in shopify.orders if order.created_at > now() - timedelta(days=55)][:24]
    threads = [await conftest.make_conversation(world.db, await conftest.make_shopper(world.db, shop)) for _ in numbers]
    for number, thread in zip(numbers, threads, strict=True):
        async with world.db.writing() as session:
            locked = await conversations.locked(session, thread.shop_id, thread.id or 0)
            await service.ask(session, locked, number=number, now=now())
    heard: set[str] = set()

    async def look_up_until_done(number: str) -> None:
        asked = number if number.startswith("#") else number.upper()
        while True:
            try:
                return await enrich.run(world, {"shop_id": shop.id, "asked_number": asked})
            except TryAgain as again:
                assert again.is_turn
                async with world.db.reading() as session:
                    heard.update((await session.exec(select(OrderSnapshot.outcome))).all())
                await asyncio.sleep(0.05)

    await asyncio.wait_for(asyncio.gather(*(look_up_until_done(number) for number in numbers)), 60)
    async with world.db.reading() as session:
        ended = (await session.exec(select(OrderSnapshot.outcome))).all()
    assert set(ended) == {Outcome.FOUND}
    assert len(ended) == len(numbers)
    assert heard <= {Outcome.LOOKING, Outcome.FOUND}
