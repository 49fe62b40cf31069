"""Past a shop's limit codes are sent one after the other; nobody can take the turns of others with made-up numbers."""

from datetime import timedelta

import pytest

from backend.clock import now
from backend.db import Database
from backend.jobs import TryAgain
from backend.orders import codes
from backend.orders.models import OrderCode
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper
from tests.orders.made import shopify_contact, shopify_order
from tests.orders.test_codes import EMAIL, Surroundings, ask, look_up, requests, send

pytestmark = pytest.mark.anyio
PACE = timedelta(minutes=20)


@pytest.fixture
def world(database: Database, monkeypatch: pytest.MonkeyPatch) -> Surroundings:
    monkeypatch.setattr(codes, "MOST_IN_SHOP", (1, PACE))
    made = Surroundings(database)
    for number in (1002, 1003):
        gid = f"gid://shopify/Order/{number}"
        made.shopify.orders.append(shopify_order(f"#{number}", gid))
        made.shopify.contacts[gid] = shopify_contact(gid, f"buyer.{number}@example.com")
    return made


async def somebody_asks(
    world: Surroundings, shop: Shop, number: str, *, customer_id: str | None = None, email: str | None = None
) -> None:
    """A new shopper looks an order up and asks for its code, and the job that sends it runs."""
    who = await make_shopper(world.db, shop, customer_id=customer_id)
    await look_up(world, await make_conversation(world.db, who), f"#{number}", email)
    await ask(world, who, number)
    await send(world)


async def test_numbers_that_are_made_up_take_no_turn(world: Surroundings, shop: Shop) -> None:
    for number in ("900001", "900002", "900003"):
        await somebody_asks(world, shop, number)
    assert [request.turn_at for request in await requests(world)] == [None] * 3
    await somebody_asks(world, shop, "1001")
    assert [mail.to.casefold() for mail in world.mail.sent] == [EMAIL]


async def test_past_a_shops_limit_codes_have_their_turn_and_are_sent_then(world: Surroundings, shop: Shop) -> None:
    await somebody_asks(world, shop, "1001")
    with pytest.raises(TryAgain, match="before it") as again:
        await somebody_asks(world, shop, "1002")
    assert again.value.is_turn
    assert 0 < (again.value.seconds or 0) <= PACE.total_seconds()
    first, second = [request.turn_at for request in await requests(world)]
    assert first is not None
    assert second == first + PACE
    with pytest.raises(TryAgain, match="before it"):
        await send(world)
    assert [request.turn_at for request in await requests(world)] == [first, second]
    assert len(world.mail.sent) == 1
    async with world.db.writing() as session:
        row = await session.get_one(OrderCode, (await requests(world))[1].id)
        row.turn_at = now()
        session.add(row)
    await send(world)
    assert world.mail.sent[-1].to == "buyer.1002@example.com"


async def test_a_code_whose_turn_would_come_too_late_takes_none(world: Surroundings, shop: Shop) -> None:
    await somebody_asks(world, shop, "1001")
    with pytest.raises(TryAgain, match="before it"):
        await somebody_asks(world, shop, "1002")
    await somebody_asks(world, shop, "1003")
    assert (await requests(world))[2].turn_at is None
    assert len(world.mail.sent) == 1


async def test_who_is_logged_in_or_knows_the_orders_address_neither_waits_nor_counts(
    world: Surroundings, shop: Shop
) -> None:
    await somebody_asks(world, shop, "1002", email="buyer.1002@example.com")
    await somebody_asks(world, shop, "1003", customer_id="4711")
    await somebody_asks(world, shop, "1001")
    await somebody_asks(world, shop, "1002", email="buyer.1002@example.com")
    assert [mail.to.casefold() for mail in world.mail.sent] == [
        "buyer.1002@example.com", "buyer.1003@example.com", EMAIL, "buyer.1002@example.com",
    ]  # fmt: skip
    assert [request.turn_at is None for request in await requests(world)] == [True, True, False, True]
