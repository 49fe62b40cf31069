"""What is said of an order in words: states, lateness, changes, and reading it from Shopify's JSON."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.orders import rules, telling
from backend.orders.reading import order_from, order_json, order_of, with_contact
from backend.orders.rules import Money, Order, Outcome
from tests.orders.made import NOW, SECRETS, money, shopify_contact, shopify_order


def made(**changed: Any) -> Order:
    return order_from(shopify_order(**changed))


def parcel(status: str, **changed: Any) -> dict[str, Any]:
    return {**shopify_order()["fulfillments"][0], "displayStatus": status, **changed}


def test_the_late_order_says_since_when_it_is_late() -> None:
    order = made()
    assert telling.summary(order, NOW) == (
        "Order #1001 is delayed with USPS: it was expected on 1 November, 21 days ago."
    )
    assert rules.days_late(order, NOW) == 21
    assert set(rules.order_facts(order, NOW)) == {"in_transit", "delayed"}


SOON = (NOW + timedelta(days=5)).isoformat()


def sent(status: str, **changed: Any) -> dict[str, Any]:
    return {"fulfillments": [parcel(status, **{"estimatedDeliveryAt": SOON, **changed})]}


def unsent(status: str) -> dict[str, Any]:
    return {"fulfillments": [], "displayFulfillmentStatus": status}


STATES = {
    "Order #1001 is on its way with USPS, expected on 27 November.": sent("IN_TRANSIT"),
    "Order #1001 is out for delivery with USPS, expected on 27 November.": sent("OUT_FOR_DELIVERY"),
    "Order #1001 is on its way with USPS.": sent("TELEPORTED", estimatedDeliveryAt=None),
    "Order #1001 was delivered on 20 November.": sent("DELIVERED", deliveredAt=(NOW - timedelta(days=2)).isoformat()),
    "Order #1001 is being prepared and has not been sent yet.": unsent("UNFULFILLED"),
    "Order #1001 is on hold and has not been sent yet.": unsent("ON_HOLD"),
    "Order #1001 was cancelled on 21 November and has been refunded.": {
        "cancelledAt": (NOW - timedelta(days=1)).isoformat(),
        "displayFinancialStatus": "REFUNDED",
    },
    "Order #1001 is on its way with USPS, expected on 27 November; the rest has not been sent yet.": {
        "displayFulfillmentStatus": "PARTIALLY_FULFILLED",
        **sent("IN_TRANSIT"),
    },
    "1 of 2 parcels of order #1001 arrived; the next one is on its way with USPS, expected on 27 November.": {
        "fulfillments": [
            parcel("DELIVERED", deliveredAt=NOW.isoformat()),
            parcel("IN_TRANSIT", estimatedDeliveryAt=SOON),
        ]
    },
}


@pytest.mark.parametrize(("said", "changed"), STATES.items())
def test_one_sentence_says_where_an_order_is(said: str, changed: dict[str, Any]) -> None:
    assert telling.summary(made(**changed), NOW) == said


@pytest.mark.parametrize(
    ("days", "late"), [(-3, 0), (0, 0), (0.9, 0), (1, 1), (1.5, 1), (2, 2), (21.2, 21)], ids=lambda value: f"{value}"
)
def test_a_parcel_is_late_when_a_day_after_the_promised_one_has_begun(days: float, late: int) -> None:
    promised = (NOW - timedelta(days=days)).isoformat()
    order = made(fulfillments=[parcel("IN_TRANSIT", estimatedDeliveryAt=promised)])
    assert rules.days_late(order, NOW) == late
    assert rules.is_late(order.parcels[0], NOW) == (late > 0)


def test_a_promise_that_was_moved_is_still_counted_from_the_first_one() -> None:
    events = {"nodes": [{"happenedAt": NOW.isoformat(), "estimatedDeliveryAt": (NOW - timedelta(days=4)).isoformat()}]}
    order = made(fulfillments=[parcel("IN_TRANSIT", estimatedDeliveryAt=SOON, events=events)])
    assert rules.days_late(order, NOW) == 4
    assert telling.summary(order, NOW).endswith("4 days ago and is now expected on 27 November.")


def test_what_arrived_is_not_late_any_more() -> None:
    order = made(fulfillments=[parcel("DELIVERED", deliveredAt=NOW.isoformat())])
    assert rules.days_late(order, NOW) == 0
    assert "delayed" not in rules.order_facts(order, NOW)


def test_unknown_codes_become_neutral_words() -> None:
    assert rules.payment_words("BARTERED") == "Payment state not known"
    assert rules.fulfilment_words("BEAMED") == "Being processed"
    assert rules.parcel_words("BEAMED") == "Being processed"
    assert rules.cancel_words("BORED") is None


def test_every_outcome_has_its_own_words_for_agents() -> None:
    words = [rules.words_for_agents(outcome) for outcome in Outcome]
    assert len(set(words)) == len(Outcome)
    assert rules.words_for_agents(Outcome.FOUND) == ""


def test_an_order_is_read_whole() -> None:
    order = with_contact(made(), shopify_contact(), ())
    assert order.total == Money("194.50", "USD")
    assert (order.items[0].title, order.items[0].fulfilled, order.items[0].refunded) == ("Trail Jacket", 2, 0)
    assert order.parcels[0].last_event is not None
    assert order.parcels[0].last_event.text == "Delayed."
    assert order.shipping_address == ("Elena Petrova", "14 Birch Lane", "Burlington VT 05401", "United States")
    assert (order.customer_name, order.email, order.withheld) == ("Elena Petrova", "Elena.Petrova@example.com", ())
    assert order.admin_url == "shopify://admin/orders/501"


def test_a_kept_order_comes_back_the_same() -> None:
    refund = {
        "createdAt": NOW.isoformat(),
        "note": "Sorry",
        "totalRefundedSet": money("10.00"),
        "refundLineItems": {"nodes": [{"quantity": 1, "lineItem": {"title": "Trail Jacket"}}]},
    }
    order = with_contact(made(refunds=[refund]), shopify_contact(), ["order.phone"])
    assert order_of(order_json(order)) == order
    assert order.refunds[0].items == ("1 × Trail Jacket",)
    assert order.withheld == ("phone number",)
    assert order_of({}) is None


@pytest.mark.parametrize("missing", sorted(set(shopify_order()) - {"id"}))
def test_an_order_with_anything_withheld_can_still_be_read(missing: str) -> None:
    order = made(**{missing: None})
    assert order.gid == "gid://shopify/Order/501"
    assert order_of(order_json(order)) == order
    assert telling.summary(order, NOW)


def test_a_refused_contact_leaves_the_order_and_says_what_is_missing() -> None:
    order = with_contact(made(), {}, ("order",))
    assert order.shipping_address == ("Burlington, Vermont", "United States")
    assert order.customer_id == "gid://shopify/Customer/7001"
    assert order.withheld == ("e-mail address", "phone number", "shipping address", "customer", "order status page")


def test_links_that_are_no_web_addresses_are_dropped() -> None:
    tracking = [{"company": "X", "number": "1", "url": "javascript:alert(1)"}]
    assert made(fulfillments=[parcel("IN_TRANSIT", trackingInfo=tracking)]).parcels[0].tracking_url is None


def test_changes_are_told_in_lines() -> None:
    before = made()
    after = made(
        displayFinancialStatus="PARTIALLY_REFUNDED",
        fulfillments=[parcel("OUT_FOR_DELIVERY"), parcel("LABEL_PRINTED", name="#1001-F2")],
    )
    assert rules.changes(before, before) == ()
    assert tuple(telling.change_words(each) for each in rules.changes(before, after)) == (
        "Payment: Partly refunded (was: Paid)",
        "Parcel #1001-F1: Out for delivery (was: Delayed)",
        "New parcel #1001-F2: Label printed, not with the carrier yet",
    )


@pytest.mark.parametrize("changed", STATES.values(), ids=range(len(STATES)))
def test_no_sentence_names_a_person_an_address_an_item_or_an_amount(changed: dict[str, Any]) -> None:
    order = with_contact(made(**changed), shopify_contact(), ())
    said = telling.summary(replace(order, name="#1001"), NOW)
    assert not [secret for secret in SECRETS if secret in said]
