"""The orders of the customer whom a conversation is with: of who is logged in, else of the order that was looked up."""

import pytest

from backend.conversations.models import Conversation
from backend.db import Database
from backend.errors import NotFound
from backend.orders import customer_orders
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper
from tests.orders.test_acts import Surroundings, world

pytestmark = pytest.mark.anyio
__all__ = ["world"]
ELENA = "gid://shopify/Customer/7001"


async def of(db: Database, shop_id: int, thread: Conversation) -> str | None:
    async with db.reading() as session:
        return await customer_orders.customer_of(session, shop_id, thread.id or 0)


async def test_who_is_logged_in_is_the_customer(database: Database, shop: Shop) -> None:
    thread = await make_conversation(database, await make_shopper(database, shop, customer_id="7001"))
    assert await of(database, thread.shop_id, thread) == ELENA


async def test_else_it_is_the_customer_of_the_order_and_without_one_nobody(world: Surroundings) -> None:
    assert await of(world.db, world.thread.shop_id, world.thread) is None
    await world.snapshot()
    customer = world.order().customer
    assert customer is not None
    assert await of(world.db, world.thread.shop_id, world.thread) == f"gid://shopify/Customer/{customer.id}"


async def test_another_shops_conversation_is_not_there(database: Database, conversation: Conversation) -> None:
    with pytest.raises(NotFound):
        await of(database, conversation.shop_id + 1, conversation)


async def test_the_last_orders_come_newest_first_in_words(world: Surroundings) -> None:
    customer = world.order().customer
    assert customer is not None
    found = await customer_orders.briefs(world.shopify, 1, f"gid://shopify/Customer/{customer.id}")
    own = [order for order in world.simulated.shop.orders if order.customer is customer]
    assert 0 < len(found) <= 10
    assert {each.name for each in found} <= {order.name for order in own}
    assert [each.placed_at for each in found] == sorted((each.placed_at for each in found), reverse=True)
    sent = next(each for each in found if each.name == "#1010")
    assert (sent.fulfilment, sent.is_cancelled) == ("Sent", False)


async def test_a_customer_whom_shopify_does_not_know_has_no_orders(world: Surroundings) -> None:
    assert await customer_orders.briefs(world.shopify, 1, "gid://shopify/Customer/1") == ()
