"""What browsers say of page and cart: bounded, the shop's own, kept once for a shopper, and told to who answers."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from backend.actors import ShopperActor
from backend.clock import now
from backend.conversations import hints
from backend.conversations.hints import Cart, CartItem, Hints, bounded
from backend.conversations.models import BrowserHint, Conversation
from backend.db import Database
from backend.shops.models import Shop
from tests.conftest import make_shopper

pytestmark = pytest.mark.anyio
FRONT = "http://localhost:9000"
MUG = CartItem("Enamel mug", "Blue", 2)
CART = Cart((MUG,), 2, "64.5", "CAD")
SAID = Hints(f"{FRONT}/products/mug", "Mug – Alder & Pine", CART)


def test_what_a_page_says_is_kept_as_it_is_said() -> None:
    assert bounded(SAID, [FRONT]) == replace(SAID, cart=replace(CART, total="64.50"))
    assert bounded(replace(SAID, cart=None), [FRONT]).cart is None


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (f"{FRONT}/account/reset?token=secret#top", f"{FRONT}/account/reset"),
        (f"{FRONT}/products/mug?utm=x&variant=123", f"{FRONT}/products/mug?variant=123"),
        (f"{FRONT}/products/mug?variant=1;drop", f"{FRONT}/products/mug"),
        ("https://evil.example/login", ""),
        ("javascript:alert(1)", ""),
        (f"{FRONT}@evil.example/", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_a_page_is_one_of_the_shops_own_without_what_is_nobodys_business(url: str, kept: str) -> None:
    assert bounded(replace(SAID, page_url=url), [FRONT]).page_url == kept


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Hints,
        st.text(max_size=900) | st.text(max_size=900).map(lambda rest: f"{FRONT}/{rest}"),
        st.text(max_size=900),
        st.none()
        | st.builds(
            Cart,
            st.lists(st.builds(CartItem, st.text(max_size=600), st.text(), st.integers()), max_size=60).map(tuple),
            st.integers(),
            st.text() | st.sampled_from(["NaN", "Infinity", "1e400", "-1", "٣", "12.345"]),
            st.text(max_size=6),
        ),
    )
)
def test_whatever_is_said_what_is_kept_is_short_and_sane(said: Hints) -> None:
    kept = bounded(said, [FRONT])
    assert kept.page_url == "" or kept.page_url.startswith(f"{FRONT}/")
    assert len(kept.page_url) <= 500 and len(kept.page_title) <= 200 and "\n" not in kept.page_title
    if kept.cart is None:
        return
    assert len(kept.cart.items) <= 20 and 0 <= kept.cart.item_count <= 9_999
    assert all(len(item.title) <= 120 and len(item.variant) <= 120 and item.quantity > 0 for item in kept.cart.items)
    assert kept.cart.total == "" or 0 <= float(kept.cart.total) < 1e12
    assert kept.cart.currency == "" or len(kept.cart.currency) == 3


async def told(db: Database, shopper: ShopperActor, said: Hints) -> None:
    async with db.writing() as session:
        await hints.note(session, shopper, said, now())


async def revision(db: Database, conversation: Conversation) -> int:
    async with db.reading() as session:
        return (await session.get_one(Conversation, conversation.id)).revision


async def test_the_newest_is_kept_and_who_answers_hears_of_what_changed(
    database: Database, shop: Shop, other_shop: Shop, shopper: ShopperActor, conversation: Conversation
) -> None:
    before = await revision(database, conversation)
    await told(database, shopper, SAID)
    first = await revision(database, conversation)
    await told(database, shopper, SAID)
    assert before < first == await revision(database, conversation)
    await told(database, shopper, replace(SAID, cart=None, page_title="Tea"))
    assert await revision(database, conversation) > first
    async with database.reading() as session:
        (row,) = (await session.exec(select(BrowserHint))).all()
        assert (row.page_title, row.cart, row.page_url) == ("Tea", {}, SAID.page_url)
        assert await hints.hint_of(session, shop.id or 0, shopper.id) == row
        assert await hints.hint_of(session, other_shop.id or 0, shopper.id) is None


async def test_who_has_not_written_yet_may_tell_and_gets_no_conversation_by_it(database: Database, shop: Shop) -> None:
    silent = await make_shopper(database, shop)
    await told(database, silent, SAID)
    async with database.reading() as session:
        assert (await session.exec(select(Conversation.id))).all() == []
        row = await hints.hint_of(session, shop.id or 0, silent.id)
    assert row is not None
    assert row.cart == {
        "items": [{"title": "Enamel mug", "variant": "Blue", "quantity": 2}],
        "item_count": 2, "total": "64.50", "currency": "CAD",
    }  # fmt: skip
