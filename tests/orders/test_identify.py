"""Nobody who is logged in is asked who they are: Shopify signed it, and says the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlmodel import select

from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Shopper
from backend.db import Database
from backend.jobs import Job, TryAgain
from backend.orders import identify
from backend.shopify.admin import AccessDenied, AccessReason, AdminResult, Unavailable
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper

pytestmark = pytest.mark.anyio
ELENA = {
    "id": "gid://shopify/Customer/7001",
    "displayName": "Elena Petrova",
    "defaultEmailAddress": {"emailAddress": "elena.petrova@example.com"},
    "defaultPhoneNumber": None,
}


@dataclass
class Surroundings:
    db: Database
    customer: Mapping[str, Any] | None = field(default_factory=lambda: ELENA)
    failure: Exception | None = None
    asked: list[tuple[int, str, Any]] = field(default_factory=list)

    @property
    def shopify(self) -> "Surroundings":
        return self

    async def run(self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None) -> AdminResult:
        self.asked.append((shop_id, operation_name, variables))
        if self.failure is not None:
            raise self.failure
        return AdminResult(data={"customer": self.customer})

    async def run_granted(
        self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None
    ) -> AdminResult:
        return await self.run(shop_id, operation_name, variables)


async def kept(db: Database, shopper_id: int) -> Shopper:
    async with db.reading() as session:
        return await session.get_one(Shopper, shopper_id)


async def test_logging_in_owes_one_look_at_the_customer(database: Database, shop: Shop) -> None:
    elena = await make_shopper(database, shop, customer_id="7001")
    async with database.writing() as session:
        await conversations.open_shopper(
            session, elena.shop_id, shopper_id=elena.id, customer_id="7001", locale="en", now=now()
        )
    await make_shopper(database, shop)
    async with database.reading() as session:
        owed = (await session.exec(select(Job).where(Job.name == "orders.identify"))).all()
    assert [job.payload for job in owed] == [{"shop_id": shop.id, "shopper_id": elena.id}]


@pytest.mark.parametrize("has_thread", [False, True])
async def test_what_shopify_says_of_a_customer_is_known_with_its_origin(
    database: Database, shop: Shop, has_thread: bool
) -> None:
    elena = await make_shopper(database, shop, customer_id="7001")
    thread = await make_conversation(database, elena) if has_thread else None
    world = Surroundings(database)
    for _ in range(2):
        await identify.run(world, {"shop_id": shop.id, "shopper_id": elena.id})
    assert world.asked[0] == (shop.id, "CustomerById", {"id": "gid://shopify/Customer/7001"})
    shopper = await kept(database, elena.id)
    email = {"value": "elena.petrova@example.com", "label": "E-mail", "origin": "customer"}
    assert (shopper.name, shopper.given) == ("Elena Petrova", {"email": email})
    if thread is not None:
        async with database.reading() as session:
            assert (await session.get_one(Conversation, thread.id)).known == {"email": email}


async def test_what_the_customer_gave_themselves_stays(database: Database, shop: Shop) -> None:
    elena = await make_shopper(database, shop, customer_id="7001")
    thread = await make_conversation(database, elena)
    async with database.writing() as session:
        row = await conversations.locked(session, elena.shop_id, thread.id or 0)
        await conversations.remember(session, row, {"email": conversations.Known("work@example.com", "E-mail")})
    await identify.run(Surroundings(database), {"shop_id": shop.id, "shopper_id": elena.id})
    assert (await kept(database, elena.id)).given["email"]["value"] == "work@example.com"


async def test_where_shopify_withholds_or_knows_nobody_nothing_is_known(database: Database, shop: Shop) -> None:
    elena = await make_shopper(database, shop, customer_id="7001")
    refusal = AccessDenied(AccessReason.NOT_APPROVED, "not approved")
    for world in (Surroundings(database, failure=refusal), Surroundings(database, customer=None)):
        await identify.run(world, {"shop_id": shop.id, "shopper_id": elena.id})
        assert ((await kept(database, elena.id)).name, (await kept(database, elena.id)).given) == ("", {})
    with pytest.raises(TryAgain):
        world = Surroundings(database, failure=Unavailable("down"))
        await identify.run(world, {"shop_id": shop.id, "shopper_id": elena.id})


async def test_nobody_is_looked_up_who_is_not_logged_in_or_of_another_shop(
    database: Database, shop: Shop, other_shop: Shop
) -> None:
    visitor, elena = await make_shopper(database, shop), await make_shopper(database, shop, customer_id="7001")
    world = Surroundings(database)
    await identify.run(world, {"shop_id": shop.id, "shopper_id": visitor.id})
    await identify.run(world, {"shop_id": other_shop.id, "shopper_id": elena.id})
    assert world.asked == []
