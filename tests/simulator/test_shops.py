"""The made-up shops hold every state that a shopper may ask about."""

from datetime import UTC, datetime, timedelta

import pytest

from simulator import orders
from simulator.records import Order
from simulator.settings import MAIN_SHOP, SimulatorSettings, from_environment
from simulator.shops import build_world
from simulator.state import SimShop

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WORLD = build_world(NOW)
ALDER = WORLD.shops[MAIN_SHOP]
HARBOR = WORLD.shops["harbor-tea.myshopify.com"]


def order(name: str) -> Order:
    return next(held for held in ALDER.orders if held.name == name)


def test_the_first_order_was_promised_three_weeks_ago_and_is_delayed() -> None:
    story = order("#1001")
    (parcel,) = story.fulfillments
    assert story.email == "elena.petrova@example.com"
    assert len(story.lines) == 2
    assert parcel.display_status == "DELAYED"
    assert parcel.estimated_delivery_at == NOW - timedelta(days=21)
    assert [event.status for event in parcel.events][-1] == "DELAYED"
    assert parcel.delivered_at is None


def test_orders_are_in_all_kinds_of_states() -> None:
    held = ALDER.orders
    assert len(held) >= 40
    assert {orders.fulfillment_status(o) for o in held} == {
        "UNFULFILLED",
        "PARTIALLY_FULFILLED",
        "FULFILLED",
        "ON_HOLD",
    }
    assert {orders.financial_status(o) for o in held} == {"PAID", "PENDING", "PARTIALLY_REFUNDED", "REFUNDED", "VOIDED"}
    assert {orders.return_status(o) for o in held} == {"NO_RETURN", "RETURN_REQUESTED", "IN_PROGRESS", "RETURNED"}
    parcels = {parcel.display_status for o in held for parcel in o.fulfillments}
    assert parcels >= {"IN_TRANSIT", "OUT_FOR_DELIVERY", "DELAYED", "DELIVERED", "ATTEMPTED_DELIVERY", "LABEL_PRINTED"}
    assert any(o.test for o in held)
    assert any(o.customer is None for o in held)
    assert sum(NOW - o.created_at > timedelta(days=60) for o in held) >= 3
    assert {"#1001", "#10010", "EN-1001"} <= {o.name for o in held}


def test_no_event_of_an_order_comes_before_it_or_after_now() -> None:
    for held in [*ALDER.orders, *HARBOR.orders]:
        moments = [event.happened_at for parcel in held.fulfillments for event in parcel.events]
        moments += [parcel.created_at for parcel in held.fulfillments]
        moments += [refund.created_at for refund in held.refunds] + [back.created_at for back in held.returns]
        assert all(held.created_at <= moment <= NOW for moment in [*moments, held.updated_at]), held.name
        for parcel in held.fulfillments:
            assert [event.happened_at for event in parcel.events] == sorted(e.happened_at for e in parcel.events)


def test_money_adds_up() -> None:
    for held in [*ALDER.orders, *HARBOR.orders]:
        assert held.total == held.subtotal + held.shipping + held.tax
        assert 0 <= held.refunded <= held.received <= held.total


@pytest.mark.parametrize("shop", [ALDER, HARBOR], ids=["alder-and-pine", "harbor-tea"])
def test_no_two_records_share_an_identity(shop: SimShop) -> None:
    for records in (shop.orders, shop.products, shop.pages, shop.policies, shop.customers, shop.articles):
        assert len({held.id for held in records}) == len(records)
    assert len({held.name for held in shop.orders}) == len(shop.orders)
    lines = [line.id for held in shop.orders for line in held.lines]
    assert len(set(lines)) == len(lines)
    skus = [variant.sku for product in shop.products for variant in product.variants]
    assert len(set(skus)) == len(skus)


def test_the_shops_share_no_record_but_a_name() -> None:
    assert not {held.id for held in ALDER.orders} & {held.id for held in HARBOR.orders}
    assert not {held.id for held in ALDER.customers} & {held.id for held in HARBOR.customers}
    assert HARBOR.orders[0].name == "HT-2001-EU"
    assert "elena.petrova@example.com" in {held.email for held in HARBOR.customers}


def test_content_is_there_in_two_languages() -> None:
    assert len(ALDER.products) >= 12
    assert {policy.type for policy in ALDER.policies} == {
        "SHIPPING_POLICY",
        "REFUND_POLICY",
        "PRIVACY_POLICY",
        "TERMS_OF_SERVICE",
        "CONTACT_INFORMATION",
    }
    faq, french = ALDER.page("faq"), ALDER.page("faq", "fr")
    assert faq is not None and faq.title == "Frequently asked questions"
    assert french is not None and french.handle == "questions-frequentes"
    assert ALDER.page("faq", "de") is faq


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("localhost:9000", MAIN_SHOP),
        ("127.0.0.1:9000", MAIN_SHOP),
        ("harbor-tea.localhost:9000", "harbor-tea.myshopify.com"),
        ("alder-and-pine.localhost", MAIN_SHOP),
    ],
)
def test_a_host_names_a_shop(host: str, domain: str) -> None:
    shop = WORLD.by_storefront_host(host)
    assert shop is not None and shop.domain == domain


def test_an_unknown_host_names_no_shop() -> None:
    assert WORLD.by_storefront_host("nobody.localhost:9000") is None


def test_settings_come_from_the_environment() -> None:
    settings = from_environment({"SIMULATOR_PORT": "9100", "APP_URL": "http://127.0.0.1:8100/", "SHOPIFY_API_KEY": "k"})
    assert settings.app_url == "http://127.0.0.1:8100"
    assert settings.storefront_origin("harbor-tea.myshopify.com") == "http://harbor-tea.localhost:9100"
    assert settings.api_secret == SimulatorSettings().api_secret
