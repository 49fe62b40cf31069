"""How much of an order is told to whom."""

import json
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.graphql.shopper.types import order_type
from backend.orders import queries
from backend.orders.disclosure import Level, Proof, level_for, view_for_shopper, words_for_shopper
from backend.orders.models import OrderSnapshot
from backend.orders.reading import order_from, order_json, with_contact
from backend.orders.rules import GRACE, Order, Outcome, changes
from backend.orders.sentences import SENTENCES
from backend.orders.telling import change_words
from tests.orders.made import NOW, SECRETS, shopify_contact, shopify_order

ORDER = with_contact(order_from(shopify_order()), shopify_contact(), ())


def shown(order: Order, level: Level) -> str:
    view = view_for_shopper(order, level, NOW, NOW)
    return json.dumps(asdict(view), default=str, ensure_ascii=False) if view else ""


@pytest.mark.parametrize(
    "email", ["elena.petrova@example.com", " ELENA.PETROVA@Example.com ", "ｅlena.petrova@example.com"]
)
def test_the_orders_own_email_matches_however_it_is_written(email: str) -> None:
    assert level_for(ORDER, Proof(emails=("other@example.com", email))) is Level.MATCHED


@pytest.mark.parametrize("phone", ["+1 802 555 0133", "(802) 555-0133", "001 802-555-0133", "8025550133"])
def test_the_orders_own_phone_matches_with_and_without_its_country_code(phone: str) -> None:
    assert level_for(ORDER, Proof(phones=(phone,))) is Level.MATCHED


@pytest.mark.parametrize(
    "proof",
    [
        Proof(),
        Proof(emails=("elena.petrova@example.org", "petrova@example.com", "")),
        Proof(phones=("5550133", "0133", "", "8025550134")),
        Proof(signed_customer_id="7002"),
        Proof(signed_customer_id=""),
    ],
)
def test_what_does_not_equal_proves_nothing(proof: Proof) -> None:
    assert level_for(ORDER, proof) is Level.ANONYMOUS


@pytest.mark.parametrize("customer", ["7001", "gid://shopify/Customer/7001"])
def test_the_signed_customer_of_the_order_is_verified(customer: str) -> None:
    assert level_for(ORDER, Proof(signed_customer_id=customer)) is Level.VERIFIED


def test_a_withheld_contact_is_never_equal_to_a_missing_one() -> None:
    blind = with_contact(order_from(shopify_order(customer=None)), {}, ("order",))
    assert level_for(blind, Proof(emails=("",), phones=("",), signed_customer_id="")) is Level.ANONYMOUS


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//status.example", "", None])
def test_a_status_page_that_is_no_web_address_becomes_no_link(address: str | None) -> None:
    order = with_contact(order_from(shopify_order()), shopify_contact(statusPageUrl=address), ())
    assert order.status_url is None
    view = view_for_shopper(order, Level.VERIFIED, NOW)
    assert view is not None and view.status_url is None


def test_an_anonymous_shopper_sees_nothing_and_reads_the_same_words_as_for_no_order() -> None:
    view = view_for_shopper(ORDER, Level.ANONYMOUS, NOW)
    assert view is None
    for language, said in SENTENCES.items():
        unseen = (Outcome.FOUND, Outcome.NOT_FOUND, Outcome.AMBIGUOUS)
        assert {words_for_shopper(each, view, (), language) for each in unseen} == {said["not_shown"]}


def test_a_matched_shopper_reads_state_carrier_and_an_estimate_that_lies_ahead() -> None:
    view = view_for_shopper(ORDER, Level.MATCHED, NOW, NOW)
    assert view is not None
    assert view.summary == "Order #1001 is delayed with USPS: it was expected on 1 November, 21 days ago."
    assert [(parcel.state, parcel.carrier, parcel.estimate) for parcel in view.parcels] == [("Delayed", "USPS", None)]
    assert (view.status_url, view.parcels[0].tracking_url) == (None, None)
    in_time = view_for_shopper(ORDER, Level.MATCHED, NOW - timedelta(days=25))
    assert in_time is not None and in_time.parcels[0].estimate == "1 November"


def test_a_verified_shopper_gets_what_the_status_page_shows() -> None:
    view = view_for_shopper(ORDER, Level.VERIFIED, NOW)
    assert view is not None
    assert [(item.title, item.variant, item.quantity) for item in view.items] == [("Trail Jacket", "M / Green", 2)]
    assert view.total is not None and (view.total.amount, view.total.currency) == ("194.50", "USD")
    assert view.address[:2] == ("Elena Petrova", "14 Birch Lane")
    assert view.status_url == "https://status.example/501"
    assert view.parcels[0].tracking_url == "https://tools.usps.example/94001"


WORD = st.text(st.characters(categories=["L"]), min_size=6, max_size=12).map(lambda text: f"Zq{text}qZ")


@st.composite
def orders_full_of_secrets(draw: st.DrawFn) -> tuple[Order, list[str]]:
    """An order whose every field above "matched" is a word found nowhere else."""
    secrets = draw(st.lists(WORD, min_size=11, max_size=11, unique=True))
    name, street, email, phone, item, sku, price, tracking, link, note, page = secrets
    fulfilment = {
        **shopify_order()["fulfillments"][0],
        "displayStatus": draw(
            st.sampled_from(["DELAYED", "IN_TRANSIT", "DELIVERED", "CANCELED", "NEW_ONE", "LABEL_PRINTED"])
        ),
        "trackingInfo": [{"company": "USPS", "number": tracking, "url": f"https://{link}.example"}],
        "events": {"nodes": [{"message": note, "happenedAt": NOW.isoformat()}]},
    }
    order: dict[str, Any] = shopify_order(
        displayFinancialStatus=draw(st.sampled_from(["PAID", "REFUNDED", "PARTIALLY_REFUNDED", "PENDING"])),
        cancelledAt=draw(st.sampled_from([None, NOW.isoformat()])),
        currentTotalPriceSet={"presentmentMoney": {"amount": price, "currencyCode": "USD"}},
        lineItems={
            "nodes": [{"title": item, "sku": sku, "quantity": 1, "currentQuantity": 1, "unfulfilledQuantity": 0}]
        },
        fulfillments=[fulfilment] * draw(st.integers(0, 3)),
    )
    contact = shopify_contact(
        email=email,
        phone=phone,
        statusPageUrl=f"https://{page}.example",
        shippingAddress={"name": name, "formatted": [street]},
        customer={"id": "gid://shopify/Customer/7001", "displayName": name},
    )
    return with_contact(order_from(order), contact, ()), secrets


@given(made=orders_full_of_secrets())
def test_no_field_above_the_level_ever_appears_in_what_a_shopper_gets(made: tuple[Order, list[str]]) -> None:
    order, secrets = made
    assert shown(order, Level.ANONYMOUS) == ""
    assert not [secret for secret in secrets if secret in shown(order, Level.MATCHED)]
    name, street, email, phone, item, sku, price, tracking, _link, note, _page = secrets
    assert not [each for each in (email, phone, sku, tracking, note) if each in shown(order, Level.VERIFIED)]
    assert not [each for each in (name, street, item, price) if each not in shown(order, Level.VERIFIED)]


@given(
    made=orders_full_of_secrets(),
    level=st.sampled_from(Level),
    outcome=st.sampled_from(Outcome),
    language=st.sampled_from(sorted(SENTENCES)),
)
def test_no_field_above_the_level_reaches_the_bot_or_the_shoppers_door(
    made: tuple[Order, list[str]], level: Level, outcome: Outcome, language: str
) -> None:
    """The bot's words are all that a model is told of an order: bot/think.py hands on nothing else."""
    order, secrets = made
    changed = changes(replace(order, parcels=()), order)
    row = OrderSnapshot(
        id=1, shop_id=1, conversation_id=1, asked_number="#1001", outcome=outcome, disclosure=level,
        order=order_json(order), order_gid=order.gid, order_name=order.name, asked_at=NOW, fetched_at=NOW,
        changes=[{"at": (NOW + GRACE).isoformat(), "what": change_words(each), **asdict(each)} for each in changed],
    )  # fmt: skip
    bot, shown_ = queries._for_bot(row, NOW, language), queries._shown(row, NOW, language)
    door = asdict(order_type(shown_.view)) if shown_.view else {}
    assert not [secret for secret in secrets if secret in bot.words]
    if level is not Level.VERIFIED:
        assert not [secret for secret in secrets if secret in f"{bot} {shown_} {door}"]
    if level is Level.ANONYMOUS:
        nothing = OrderSnapshot(**{**row.model_dump(), "outcome": Outcome.NOT_FOUND, "order": {}, "changes": []})
        if outcome in (Outcome.FOUND, Outcome.AMBIGUOUS, Outcome.NOT_FOUND):
            none = (queries._for_bot(nothing, NOW, language), queries._shown(nothing, NOW, language))
            assert (bot, shown_) == none


def test_the_storys_order_shows_no_secret_to_a_matched_shopper() -> None:
    assert not [secret for secret in SECRETS if secret in shown(ORDER, Level.MATCHED)]
