"""What no webhook told is noticed all the same, and what is shown as fresh was looked at."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import col, select

from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Message
from backend.conversations.rules import Audience, State
from backend.db import Database
from backend.jobs import Job, TryAgain
from backend.orders import enrich, queries, reconcile, refresh, service
from backend.orders.models import OrderSnapshot
from backend.shopify.admin import AccessDenied, AccessReason, Throttled
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper
from tests.orders.made import GID, KEY, FakeShopify, shopify_order

pytestmark = pytest.mark.anyio
EMAIL = "elena.petrova@example.com"


@dataclass
class Surroundings:
    db: Database
    shopify: FakeShopify = field(default_factory=FakeShopify)
    settings: Any = field(default_factory=lambda: SimpleNamespace(seal_key=KEY))


@pytest.fixture
async def world(database: Database, conversation: Conversation) -> Surroundings:
    """A conversation that shows the order, read half an hour ago."""
    world = Surroundings(database)
    await look_up(world, conversation)
    await grow_old(world)
    world.shopify.asked.clear()
    return world


async def look_up(world: Surroundings, conversation: Conversation) -> None:
    async with world.db.writing() as session:
        locked = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
        await service.ask(session, locked, number="1001", email=EMAIL, now=now())
    await enrich.run(world, {"shop_id": conversation.shop_id, "asked_number": "#1001"})


async def grow_old(world: Surroundings) -> None:
    async with world.db.writing() as session:
        for snapshot in (await session.exec(select(OrderSnapshot))).all():
            snapshot.fetched_at = now() - timedelta(minutes=30)
            snapshot.asked_at = now() - timedelta(minutes=31)
            session.add(snapshot)
        await session.exec(Job.__table__.delete())  # type: ignore[attr-defined]


async def compare(world: Surroundings, conversation: Conversation) -> None:
    await reconcile.run(world, {"shop_id": conversation.shop_id})


async def fetched(world: Surroundings) -> list[datetime]:
    async with world.db.reading() as session:
        found = (await session.exec(select(OrderSnapshot).order_by(col(OrderSnapshot.id)))).all()
        return [snapshot.fetched_at for snapshot in found if snapshot.fetched_at]


async def owed(world: Surroundings) -> dict[str, dict[str, Any]]:
    async with world.db.reading() as session:
        return {job.name: job.payload for job in (await session.exec(select(Job).where(Job.state == "pending"))).all()}


async def change(world: Surroundings, conversation: Conversation, **values: Any) -> None:
    async with world.db.writing() as session:
        row = await session.get_one(Conversation, conversation.id)
        row.sqlmodel_update(values)
        session.add(row)


def moved(state: str = "OUT_FOR_DELIVERY") -> dict[str, Any]:
    order = shopify_order()
    order["fulfillments"][0]["displayStatus"] = state
    return order


async def test_what_did_not_change_is_fresh_again_and_not_read_again(
    world: Surroundings, conversation: Conversation
) -> None:
    began = now()
    await compare(world, conversation)
    assert world.shopify.names() == ["OrdersUpdated"]
    assert all(at >= began for at in await fetched(world))
    assert "orders.refresh" not in await owed(world)


async def test_a_parcel_that_moved_without_a_word_is_read_again_and_told_to_agents(
    world: Surroundings, conversation: Conversation
) -> None:
    world.shopify.orders = [moved()]
    await compare(world, conversation)
    payload = (await owed(world))["orders.refresh"]
    assert payload == {"shop_id": conversation.shop_id, "order_gid": GID}
    await refresh.run(world, payload)
    async with world.db.reading() as session:
        (told,) = (await session.exec(select(Message).where(Message.kind == "activity"))).all()
        (bot,) = await queries.facts_for_bot(session, conversation.shop_id, conversation.id or 0, now())
    assert (told.audience, told.text) == (
        Audience.AGENTS,
        "Order #1001: Parcel #1001-F1: Out for delivery (was: Delayed)",
    )
    assert bot.words.endswith("Since you asked: Parcel #1001-F1: Out for delivery (was: Delayed).")


async def test_an_order_that_shopify_changed_is_read_again(world: Surroundings, conversation: Conversation) -> None:
    world.shopify.orders = [shopify_order(updatedAt=now().isoformat())]
    await compare(world, conversation)
    assert "orders.refresh" in await owed(world)


async def test_an_order_that_is_gone_is_read_again(world: Surroundings, conversation: Conversation) -> None:
    world.shopify.orders = []
    await compare(world, conversation)
    assert "orders.refresh" in await owed(world)


async def test_one_question_serves_all_conversations_of_a_shop(
    world: Surroundings, shop: Shop, conversation: Conversation
) -> None:
    other = await make_conversation(world.db, await make_shopper(world.db, shop))
    await look_up(world, other)
    await grow_old(world)
    world.shopify.asked.clear()
    await compare(world, conversation)
    assert world.shopify.asked == [("OrdersUpdated", {"ids": [GID]})]
    assert len(await fetched(world)) == 2


async def test_the_cycle_goes_on_while_an_order_is_open_and_ends_with_it(
    world: Surroundings, conversation: Conversation
) -> None:
    await compare(world, conversation)
    assert (await owed(world))["orders.reconcile"] == {"shop_id": conversation.shop_id}
    await grow_old(world)
    await change(world, conversation, state=State.RESOLVED)
    world.shopify.asked.clear()
    await compare(world, conversation)
    assert (world.shopify.asked, await owed(world)) == ([], {})


async def test_an_old_conversation_is_left_alone(world: Surroundings, conversation: Conversation) -> None:
    await change(world, conversation, last_message_at=now() - timedelta(days=3))
    await compare(world, conversation)
    assert world.shopify.asked == []


async def test_a_found_order_starts_the_cycle(world: Surroundings, conversation: Conversation) -> None:
    assert "orders.reconcile" not in await owed(world)
    await look_up(world, conversation)
    assert (await owed(world))["orders.reconcile"] == {"shop_id": conversation.shop_id}


async def test_while_shopify_is_busy_the_cards_grow_old_and_the_look_comes_later(
    world: Surroundings, conversation: Conversation
) -> None:
    before = await fetched(world)
    world.shopify.failures["OrdersUpdated"] = Throttled(3.0)
    with pytest.raises(TryAgain) as again:
        await compare(world, conversation)
    assert (again.value.seconds, await fetched(world)) == (reconcile.EVERY.total_seconds(), before)
    await reconcile.gave_up(world, {"shop_id": conversation.shop_id}, "throttled")
    assert "orders.reconcile" in await owed(world)


async def test_a_refusal_ends_the_cycle_until_an_order_is_found_again(
    world: Surroundings, conversation: Conversation
) -> None:
    world.shopify.failures["OrdersUpdated"] = AccessDenied(AccessReason.MISSING_SCOPE, "Required access")
    await compare(world, conversation)
    assert await owed(world) == {}
