"""Who has shown who they are chooses among their orders, and among an order's items. Nobody else is told of any."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from backend.actions import list_orders, options, queries, service
from backend.actions.effects import Submitted
from backend.actions.forms import FieldKind, Form, FormField
from backend.actions.models import Offer
from backend.actions.options import Option, Reader
from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Shopper
from backend.db import Database
from backend.jobs import Job, TryAgain
from backend.orders import queries as orders
from backend.orders.disclosure import (
    Level,
    OwnItem,
    OwnOrder,
    Proof,
    address_digest,
    address_key,
    level_for,
    own_orders,
)
from backend.orders.models import OrderSnapshot
from backend.orders.reading import order_from, with_contact
from backend.shopify.admin import AccessDenied, AccessReason, AdminResult, Throttled
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper
from tests.orders import test_codes
from tests.orders.made import GID, KEY, NOW, FakeShopify, shopify_contact, shopify_order

pytestmark = pytest.mark.anyio
MINE, OTHERS = "elena.petrova@example.com", "somebody.else@example.com"
READER = Reader("en", NOW)
MUG = OwnItem("gid://shopify/LineItem/2", "Mug")
JACKET = OwnItem("gid://shopify/LineItem/1", "Trail Jacket", "M / Green", "https://cdn.example/jacket.png")
RETURN = Form(
    key="send_back",
    title="Send back",
    fields=(
        FormField("order_number", FieldKind.ORDER_NUMBER, "Order number"),
        FormField("item", FieldKind.ORDER_ITEM, "Item"),
    ),
)


def node(name: str, days: int, email: str = MINE, **changed: Any) -> dict[str, Any]:
    lines = [
        {
            "id": JACKET.id, "title": JACKET.title, "variantTitle": JACKET.variant, "currentQuantity": 1,
            "image": {"url": JACKET.image_url},
        },
        {"id": MUG.id, "title": "Mug", "variantTitle": "Default Title", "currentQuantity": 2, "image": None},
        {"id": "gone", "title": "Sent back", "variantTitle": None, "currentQuantity": 0, "image": None},
    ]  # fmt: skip
    at = (NOW - timedelta(days=days)).isoformat()
    return {
        "name": name, "processedAt": at, "cancelledAt": None, "displayFulfillmentStatus": "FULFILLED",
        "email": email, "lineItems": {"nodes": lines}, **changed,
    }  # fmt: skip


@dataclass
class OwnShopify(FakeShopify):
    """Knows a customer's orders too, and gives addresses only to who asks for them."""

    own: list[dict[str, Any]] = field(default_factory=list)

    async def run(self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None) -> AdminResult:
        if operation_name != "CustomerOrderChoices":
            return await super().run(shop_id, operation_name, variables)
        given = dict(variables or {})
        self.asked.append((operation_name, given))
        if operation_name in self.failures:
            raise self.failures[operation_name]
        found = [each if given["withEmail"] else {**each, "email": None} for each in self.own]
        return AdminResult({"customer": {"orders": {"nodes": found}}}, ())


@dataclass
class Surroundings:
    db: Database
    shopify: OwnShopify
    settings: Any = field(default_factory=lambda: SimpleNamespace(seal_key=KEY))


async def opened(db: Database, thread: Conversation, form: Form = RETURN) -> int:
    async with db.writing() as session:
        await service.publish(session, thread.shop_id, form, now())
    async with db.writing() as session:
        held = await conversations.locked(session, thread.shop_id, thread.id or 0)
        offer = await service.offer(session, held, form.key, by=ActorKind.SHOPPER, now=now())
    assert offer is not None and offer.id is not None
    return offer.id


async def owed(db: Database) -> list[dict[str, Any]]:
    async with db.reading() as session:
        return [job.payload for job in (await session.exec(select(Job).where(Job.name == list_orders.JOB))).all()]


async def choosable(db: Database, thread: Conversation, reader: Reader = READER) -> dict[str, list[Option]]:
    async with db.reading() as session:
        form = await queries.open_form(session, thread.shop_id, thread.id or 0)
        assert form is not None
        return await options.of_form(session, thread.shop_id, form, reader)


async def logged_in(db: Database, shop: Shop) -> tuple[ShopperActor, Conversation]:
    shopper = await make_shopper(db, shop, customer_id="7001")
    return shopper, await make_conversation(db, shopper)


def coded(email: str, **more: Any) -> Proof:
    """What a shopper has shown who gave back a code that was sent to an address."""
    key = address_key(KEY, 1)
    return Proof(coded_addresses=(address_digest(key, email),), address_key=key, **more)


# Rules


@given(
    level=st.sampled_from(["signed", "coded", "typed", "nothing"]),
    emails=st.lists(st.sampled_from([MINE, MINE.upper(), OTHERS, None, ""]), max_size=6),
)
def test_nothing_below_verified_is_ever_listed(level: str, emails: list[str | None]) -> None:
    found = [
        OwnOrder(f"#{n}", NOW, "FULFILLED", is_cancelled=False, customer_id="gid://shopify/Customer/7001", email=email)
        for n, email in enumerate(emails)
    ]
    proof = {
        "signed": Proof(signed_customer_id="7001"),
        "coded": coded(MINE, emails=(OTHERS,)),
        "typed": Proof(emails=(MINE, OTHERS)),
        "nothing": Proof(signed_customer_id="7002"),
    }[level]
    listed = own_orders(found, proof)
    expected = {"signed": found, "coded": [each for each in found if (each.email or "").casefold() == MINE]}
    assert list(listed) == expected.get(level, [])


def test_a_code_for_one_order_of_an_address_verifies_the_others_of_that_address_and_no_more() -> None:
    order = with_contact(order_from(shopify_order()), shopify_contact(), ())
    proof = coded(" Elena.Petrova@EXAMPLE.com")
    assert level_for(order, proof) is Level.VERIFIED
    assert level_for(replace(order, email=OTHERS), proof) is Level.ANONYMOUS
    empty = coded("")
    assert level_for(replace(order, email=None), empty) is Level.ANONYMOUS


def test_an_address_has_another_digest_in_another_shop_and_under_another_secret() -> None:
    order = with_contact(order_from(shopify_order()), shopify_contact(), ())
    shown = coded(MINE)
    assert level_for(order, shown) is Level.VERIFIED
    for key in (address_key(KEY, 2), address_key(b"o" * 32, 1), b""):
        assert level_for(order, replace(shown, address_key=key)) is Level.ANONYMOUS
    assert shown.coded_addresses != (hashlib.sha256(MINE.encode()).hexdigest(),)
    assert "address_key" not in repr(shown)


def test_an_order_is_told_in_a_line_in_the_shoppers_language() -> None:
    order = OwnOrder("#1001", NOW, "FULFILLED", is_cancelled=False, items=(JACKET, MUG))
    assert options.of_orders([order], READER) == (
        Option("#1001", "22 November · Sent · Trail Jacket +1", JACKET.image_url),
    )
    [german] = options.of_orders([replace(order, is_cancelled=True, items=())], Reader("de", NOW))
    assert german == Option("#1001", "22. November · Storniert")
    assert options.listed(options.kept([order])) == (order,)


def test_two_lines_of_one_name_are_told_apart() -> None:
    twice = OwnOrder("#1", NOW, "", is_cancelled=False, items=(JACKET, replace(JACKET, id="other"), MUG))
    chosen = {option.value: option.line_id for option in options.of_items(twice)}
    assert chosen == {
        "Trail Jacket (M / Green)": JACKET.id, "Trail Jacket (M / Green) · 2": "other", "Mug": MUG.id,
    }  # fmt: skip


# Through rows


async def test_who_is_logged_in_chooses_an_order_and_then_one_of_its_items(database: Database, shop: Shop) -> None:
    shopper, thread = await logged_in(database, shop)
    offer_id = await opened(database, thread)
    world = Surroundings(
        database, OwnShopify(own=[node("#1001", 0), node("#1042", 20, OTHERS, cancelledAt="2026-11-03")])
    )
    assert await choosable(database, thread) == {"order_number": [], "item": []}
    [payload] = await owed(database)
    await list_orders.run(world, payload)
    await list_orders.run(world, payload)
    assert world.shopify.asked[0] == ("CustomerOrderChoices", {"id": "gid://shopify/Customer/7001", "withEmail": False})
    offered = await choosable(database, thread)
    assert [(each.value, each.detail) for each in offered["order_number"]] == [
        ("#1001", "22 November · Sent · Trail Jacket +1"), ("#1042", "2 November · Cancelled · Trail Jacket +1"),
    ]  # fmt: skip
    assert offered["item"] == []
    async with database.writing() as session:
        await service.save_draft(session, shopper, offer_id, {"order_number": "1001"}, now())
    items = (await choosable(database, thread))["item"]
    assert [(each.value, each.line_id) for each in items] == [("Trail Jacket (M / Green)", JACKET.id), ("Mug", MUG.id)]
    values = {"order_number": "#1001", "item": "Trail Jacket (M / Green)"}
    async with database.writing() as session:
        done = await service.submit(session, shopper, offer_id, values, client_key="submit-key-1", now=now())
    assert isinstance(done, Submitted)
    assert done.message.data["answers"][1] == {
        "key": "item", "label": "Item", "value": "Trail Jacket (M / Green)", "line_id": JACKET.id,
        "image_url": JACKET.image_url,
    }  # fmt: skip


async def test_an_item_that_was_typed_is_kept_as_it_was_typed(database: Database, shop: Shop) -> None:
    shopper, thread = await logged_in(database, shop)
    offer_id = await opened(database, thread)
    await list_orders.run(Surroundings(database, OwnShopify(own=[node("#1001", 0)])), (await owed(database))[0])
    values = {"order_number": "#1001", "item": "the green one"}
    async with database.writing() as session:
        done = await service.submit(session, shopper, offer_id, values, client_key="submit-key-1", now=now())
    assert isinstance(done, Submitted)
    assert done.message.data["answers"][1] == {"key": "item", "label": "Item", "value": "the green one"}


async def test_nobody_is_asked_for_the_orders_of_a_stranger(
    database: Database, conversation: Conversation, agent: AgentActor
) -> None:
    await opened(database, conversation)
    assert await owed(database) == []
    world = Surroundings(database, OwnShopify(own=[node("#1001", 0)]))
    where = {"shop_id": conversation.shop_id, "conversation_id": conversation.id, "offer_id": 1}
    await list_orders.run(world, where)
    assert world.shopify.asked == []
    assert await choosable(database, conversation) == {"order_number": [], "item": []}


async def test_a_form_that_asks_for_no_order_lists_none(database: Database, shop: Shop) -> None:
    _, thread = await logged_in(database, shop)
    await opened(database, thread, replace(RETURN, fields=(FormField("why", FieldKind.LONG_TEXT, "Why"),)))
    assert await owed(database) == []


async def test_while_shopify_is_busy_it_is_asked_again_and_where_it_refuses_a_number_is_typed(
    database: Database, shop: Shop
) -> None:
    _, thread = await logged_in(database, shop)
    await opened(database, thread)
    world, [payload] = Surroundings(database, OwnShopify(own=[node("#1001", 0)])), await owed(database)
    world.shopify.failures["CustomerOrderChoices"] = Throttled(1.0)
    with pytest.raises(TryAgain):
        await list_orders.run(world, payload)
    world.shopify.failures["CustomerOrderChoices"] = AccessDenied(AccessReason.NOT_APPROVED, "no")
    await list_orders.run(world, payload)
    assert await choosable(database, thread) == {"order_number": [], "item": []}


async def test_a_form_that_was_skipped_meanwhile_stays_as_it_is(database: Database, shop: Shop) -> None:
    shopper, thread = await logged_in(database, shop)
    offer_id = await opened(database, thread)
    async with database.writing() as session:
        await service.skip(session, shopper, offer_id, now())
    await list_orders.run(Surroundings(database, OwnShopify(own=[node("#1001", 0)])), (await owed(database))[0])
    async with database.reading() as session:
        assert (await session.get_one(Offer, offer_id)).choices == {}


async def verified_by_code(db: Database, shop: Shop) -> tuple[ShopperActor, Conversation, test_codes.Surroundings]:
    """A guest who gave the code back that was sent to the address of order #1001."""
    lines = {"nodes": [{**shopify_order()["lineItems"]["nodes"][0], "id": JACKET.id}]}
    world = test_codes.Surroundings(db)
    world.shopify.orders[:] = [shopify_order(lineItems=lines)]
    shopper = await make_shopper(db, shop)
    thread = await make_conversation(db, shopper)
    await test_codes.look_up(world, thread)
    await test_codes.ask(world, shopper)
    await test_codes.send(world)
    assert await test_codes.confirm(world, shopper, world.mail.code) is not None
    return shopper, thread, world


async def test_who_gave_a_code_back_chooses_among_the_orders_of_that_address_alone(
    database: Database, shop: Shop
) -> None:
    _, thread, _ = await verified_by_code(database, shop)
    await opened(database, thread)
    world = Surroundings(database, OwnShopify(own=[node("#1001", 30), node("#1042", 20, OTHERS), node("#1050", 1)]))
    await list_orders.run(world, (await owed(database))[0])
    assert world.shopify.asked[0][1]["withEmail"] is True
    assert [each.value for each in (await choosable(database, thread))["order_number"]] == ["#1001", "#1050"]


async def test_items_of_a_verified_order_can_be_chosen_and_of_one_that_was_only_matched_cannot(
    database: Database, shop: Shop
) -> None:
    _, thread, _ = await verified_by_code(database, shop)
    await opened(database, thread, replace(RETURN, fields=RETURN.fields[1:]))
    assert [each.value for each in (await choosable(database, thread))["item"]] == ["Trail Jacket (M / Green)"]
    async with database.writing() as session:
        snapshot = (await session.exec(select(OrderSnapshot))).one()
        snapshot.disclosure = Level.MATCHED
        session.add(snapshot)
    assert await choosable(database, thread) == {"item": []}


async def test_another_order_of_the_address_is_verified_and_one_of_another_address_is_not(
    database: Database, shop: Shop
) -> None:
    _, thread, world = await verified_by_code(database, shop)
    gids = {"#1050": "gid://shopify/Order/550", "#1060": "gid://shopify/Order/560"}
    for (name, gid), email in zip(gids.items(), (MINE, OTHERS), strict=True):
        world.shopify.orders[:] = [shopify_order(name, gid)]
        world.shopify.contacts[gid] = shopify_contact(gid, email, phone=None, shippingAddress=None)
        await test_codes.look_up(world, thread, name)
    async with database.reading() as session:
        kept = {
            one.asked_number: one.disclosure for one in await orders.snapshots(session, shop.id or 0, thread.id or 0)
        }
    assert kept == {"#1001": Level.VERIFIED, "#1050": Level.VERIFIED, "#1060": Level.ANONYMOUS}


async def test_the_code_of_another_shopper_proves_nothing(database: Database, shop: Shop) -> None:
    _, thread, _ = await verified_by_code(database, shop)
    async with database.reading() as session:
        where = (session, shop.id or 0, thread.id or 0)
        (whose,) = (await session.exec(select(Shopper.id))).all()
        assert await orders.coded_addresses(*where, whose or 0) == [
            (address_digest(address_key(KEY, shop.id or 0), MINE), "gid://shopify/Customer/7001")
        ]
        assert await orders.coded_addresses(*where, (whose or 0) + 1) == []


async def test_what_was_chosen_is_what_a_refund_begins_with(database: Database, shop: Shop) -> None:
    shopper, thread, _ = await verified_by_code(database, shop)
    offer_id = await opened(database, thread)
    values = {"order_number": "#1001", "item": "Trail Jacket (M / Green)"}
    async with database.writing() as session:
        await service.submit(session, shopper, offer_id, values, client_key="submit-key-1", now=now())
    async with database.reading() as session:
        snapshot = (await session.exec(select(OrderSnapshot).where(OrderSnapshot.order_gid == GID))).one()
        assert await orders.chosen_lines(session, shop.id or 0, snapshot.id or 0) == {JACKET.id}
