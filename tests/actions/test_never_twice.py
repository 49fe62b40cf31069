"""A form does not ask for what is known: it is filled in, by key and by kind. What it must ask again is counted."""

from dataclasses import dataclass, replace

import pytest
from sqlmodel import select

from backend.actions import hinted, queries, service
from backend.actions.forms import FieldKind, Form, FormField
from backend.actions.hinted import CartLine, Seen
from backend.actions.models import Offer
from backend.actions.publishing import publish
from backend.actions.rules import Given, asks_again, is_all_known, prefill
from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.clock import now
from backend.conversations import hints
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, RepeatedQuestion
from backend.conversations.service import Known
from backend.db import Database
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper

pytestmark = pytest.mark.anyio
MAIL = FormField("mail", FieldKind.EMAIL, "Mail")
SIZE = FormField("size", FieldKind.CHOICE, "Size", choices=("S", "M"))
FORM = Form(key="gift", title="Gift", fields=(MAIL, SIZE))
GIVEN = Given("elena@example.com", "answer")


def test_the_only_question_of_a_kind_is_filled_in_whatever_its_key_and_is_still_asked() -> None:
    assert prefill(FORM, {"email": GIVEN}, by_kind=True) == {"mail": GIVEN}
    assert prefill(FORM, {"email": GIVEN}) == {}
    assert not is_all_known(replace(FORM, fields=(MAIL,)), {"email": GIVEN})
    own = Given("own@example.com", "answer")
    assert prefill(FORM, {"email": GIVEN, "mail": own}, by_kind=True) == {"mail": own}


def test_of_two_questions_of_a_kind_nobody_knows_whose_is_whose() -> None:
    form = replace(FORM, fields=(MAIL, replace(MAIL, key="friend")))
    assert prefill(form, {"email": GIVEN}, by_kind=True) == {}
    assert asks_again(form, {"email": GIVEN}, {}) == []


@pytest.mark.parametrize("origin", ["order", "agent"])
def test_an_address_that_the_shopper_did_not_give_is_asked_for_and_that_is_no_repetition(origin: str) -> None:
    known = {"email": Given("order@example.com", origin)}
    assert prefill(FORM, known, by_kind=True) == {}
    assert asks_again(FORM, known, {}) == []


def test_what_is_known_and_does_not_fit_is_asked_again() -> None:
    known = {"size": Given("XL", "answer"), "email": GIVEN}
    filled = prefill(FORM, known, by_kind=True)
    assert (filled, asks_again(FORM, known, filled)) == ({"mail": GIVEN}, ["size"])


async def test_an_offer_shows_what_is_known_with_its_origin_and_counts_what_it_must_ask_again(
    database: Database, shop: Shop, agent: AgentActor, conversation: Conversation
) -> None:
    async with database.writing() as session:
        await publish(session, shop.id or 0, FORM, now())
    async with database.writing() as session:
        held = await conversations.locked(session, shop.id or 0, conversation.id or 0)
        given = {"email": Known("elena@example.com", "E-mail", "customer"), "size": Known("XL", "Size")}
        await conversations.remember(session, held, given)
        for _ in range(2):
            await service.offer(session, held, "gift", by=ActorKind.AGENT, agent=agent, now=now())
    async with database.reading() as session:
        (offer,) = (await session.exec(select(Offer))).all()
        (repeat,) = (await session.exec(select(RepeatedQuestion))).all()
    assert (offer.draft, offer.origins) == ({"mail": "elena@example.com"}, {"mail": "customer"})
    assert (repeat.field_key, repeat.asked_by, repeat.agent_id) == ("size", "form", agent.id)
    assert repeat.message_sequence == offer.message_sequence


# What the browser says


STOCK = Form(
    key="stock",
    title="Tell me when it is back",
    fields=(
        FormField("product", FieldKind.SHORT_TEXT, "Which product?"),
        FormField("quantity", FieldKind.NUMBER, "Quantity", maximum="20"),
        FormField("note", FieldKind.SHORT_TEXT, "Note"),
        MAIL,
    ),
)
JACKET = CartLine("Trail Jacket", "M / Green", 2)
PAGE = Seen(page_url="https://shop.example.com/products/mug?variant=7", page_title="Alder mug – Alder & Pine")


@pytest.mark.parametrize(
    ("seen", "proposed"),
    [
        (Seen((JACKET,)), {"product": Given("Trail Jacket (M / Green)", "cart"), "quantity": Given("2", "cart")}),
        (PAGE, {"product": Given("Alder mug", "page")}),
        (Seen((JACKET, JACKET), PAGE.page_url, PAGE.page_title), {"product": Given("Alder mug", "page")}),
        (Seen((JACKET, JACKET)), {}),
        (Seen((replace(JACKET, quantity=21),)), {"product": Given("Trail Jacket (M / Green)", "cart")}),
        (Seen(page_url="https://shop.example.com/pages/about", page_title="About us"), {}),
        (Seen(), {}),
    ],
)
def test_what_cart_and_page_say_beyond_doubt_is_proposed_with_where_it_came_from(
    seen: Seen, proposed: dict[str, Given]
) -> None:
    assert hinted.proposals(STOCK, seen) == proposed


def test_a_question_is_known_by_its_name_in_any_language_of_the_storefronts() -> None:
    for label in ("Produkt", "Which product?", "Producto", "商品名"):
        form = replace(STOCK, fields=(FormField("q1", FieldKind.SHORT_TEXT, label),))
        assert list(hinted.proposals(form, PAGE)) == ["q1"]
    for other in (
        FormField("q1", FieldKind.SHORT_TEXT, "Product code"),
        FormField("product", FieldKind.EMAIL, "Product"),
    ):
        assert hinted.proposals(replace(STOCK, fields=(other,)), PAGE) == {}


@dataclass(frozen=True)
class Visit:
    """A shopper in their thread, and what they are offered there."""

    shopper: ShopperActor
    thread: Conversation

    async def offered(self, db: Database, key: str, by: ActorKind = ActorKind.SHOPPER) -> Offer | None:
        async with db.writing() as session:
            held = await conversations.locked(session, self.thread.shop_id, self.thread.id or 0)
            term = held.term if by is ActorKind.BOT else None
            return await service.offer(session, held, key, by=by, term=term, now=now())


async def visit(db: Database, shop: Shop, **more: str) -> Visit:
    shopper = await make_shopper(db, shop, **more)
    return Visit(shopper, await make_conversation(db, shopper))


async def published(db: Database, shop: Shop, form: Form) -> None:
    async with db.writing() as session:
        await publish(session, shop.id or 0, form, now())


async def test_a_form_of_which_the_browser_says_all_is_shown_all_the_same(database: Database, shop: Shop) -> None:
    form = replace(STOCK, fields=STOCK.fields[:2])
    await published(database, shop, form)
    here = await visit(database, shop)
    cart = hints.Cart((hints.CartItem("Trail Jacket", "M / Green", 2),), 2, "10.00", "USD")
    async with database.writing() as session:
        await hints.note(session, here.shopper, hints.Hints("", "", cart), now())
    offer = await here.offered(database, "stock", ActorKind.BOT)
    assert offer is not None
    assert (offer.draft, offer.origins) == (
        {"product": "Trail Jacket (M / Green)", "quantity": "2"}, {"product": "cart", "quantity": "cart"},
    )  # fmt: skip
    async with database.reading() as session:
        thread = await session.get_one(Conversation, here.thread.id)
        assert thread.known == {}
        assert await queries.seen_by_browser(session, shop.id or 0, here.shopper.id + 1) == Seen()


async def test_what_the_shopper_gave_outranks_what_their_browser_says(database: Database, shop: Shop) -> None:
    await published(database, shop, STOCK)
    here = await visit(database, shop)
    async with database.writing() as session:
        cart = hints.Cart((hints.CartItem("Trail Jacket", "", 1),), 1, "10.00", "USD")
        await hints.note(session, here.shopper, hints.Hints("", "", cart), now())
        held = await conversations.locked(session, shop.id or 0, here.thread.id or 0)
        await conversations.remember(session, held, {"product": Known("Alder mug", "Which product?", "answer")})
    offer = await here.offered(database, "stock")
    assert offer is not None
    assert (offer.draft["product"], offer.origins["product"]) == ("Alder mug", "answer")


# Where a known value may come from, one by one


async def test_an_answer_of_this_thread_is_not_asked_for_again(database: Database, shop: Shop) -> None:
    await published(database, shop, FORM)
    await published(database, shop, replace(FORM, key="again", title="Again"))
    here = await visit(database, shop)
    first = await here.offered(database, "gift")
    assert first is not None
    async with database.writing() as session:
        values = {"mail": "elena@example.com", "size": "M"}
        await service.submit(session, here.shopper, first.id or 0, values, client_key="submit-key-1", now=now())
    second = await here.offered(database, "again")
    assert second is not None
    assert (second.draft, second.origins) == (values, {"mail": "answer", "size": "answer"})
    assert await here.offered(database, "again", ActorKind.BOT) is not None  # the one that is open


async def test_what_shopify_says_of_a_customer_is_not_asked_for(database: Database, shop: Shop) -> None:
    await published(database, shop, FORM)
    here = await visit(database, shop, customer_id="7001")
    async with database.writing() as session:
        contacts = {"email": Known("elena@example.com", "E-mail", "customer")}
        await conversations.introduce(session, shop.id or 0, here.shopper.id, name="Elena", contacts=contacts)
    offer = await here.offered(database, "gift")
    assert offer is not None
    assert (offer.draft, offer.origins) == ({"mail": "elena@example.com"}, {"mail": "customer"})


async def test_an_earlier_conversation_of_a_customer_on_another_device_is_remembered(
    database: Database, shop: Shop
) -> None:
    await published(database, shop, FORM)
    before = await visit(database, shop, customer_id="7001")
    async with database.writing() as session:
        held = await conversations.locked(session, shop.id or 0, before.thread.id or 0)
        await conversations.remember(session, held, {"size": Known("M", "Size", "answer")})
    async with database.writing() as session:
        there = await conversations.open_shopper(
            session, shop.id or 0, shopper_id=None, customer_id="7001", locale="en", now=now()
        )
    actor = ShopperActor(shop.id or 0, there.id or 0, "7001")
    later = Visit(actor, await make_conversation(database, actor))
    offer = await later.offered(database, "gift")
    assert offer is not None
    assert (offer.draft, offer.origins) == ({"size": "M"}, {"size": "answer"})
    stranger = await visit(database, shop, customer_id="7002")
    theirs = await stranger.offered(database, "gift")
    assert theirs is not None and theirs.draft == {}


async def test_an_order_number_of_a_message_is_not_asked_for_again(database: Database, shop: Shop) -> None:
    await published(database, shop, replace(FORM, fields=(FormField("order", FieldKind.ORDER_NUMBER, "Order"), SIZE)))
    here = await visit(database, shop)
    async with database.writing() as session:
        held = await conversations.locked(session, shop.id or 0, here.thread.id or 0)
        await conversations.remember(session, held, {"order_number": Known("#1001", "Order number", "text")})
    offer = await here.offered(database, "gift")
    assert offer is not None
    assert (offer.draft, offer.origins) == ({"order": "#1001"}, {"order": "text"})
