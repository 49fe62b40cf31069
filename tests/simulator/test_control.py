"""What the control page can do, and what it refuses without changing anything."""

import copy

import pytest

from simulator.settings import MAIN_SHOP
from tests.simulator.harness import SECRET, Shopify

pytestmark = pytest.mark.anyio
SHOP = "shops/alder-and-pine"


async def test_the_state_names_both_shops_and_their_links(shopify: Shopify) -> None:
    state = (await shopify.client.get("/_control/state")).json()
    main, harbor = state["shops"]
    assert main["domain"] == MAIN_SHOP
    assert main["storefront"] == "http://localhost:9000"
    assert main["inbox"] == "http://localhost:9000/store/alder-and-pine/apps/baton"
    assert harbor["storefront"] == "http://harbor-tea.localhost:9000"
    assert main["installed"] is False


async def test_an_order_walks_from_placing_to_the_refund(shopify: Shopify) -> None:
    placed = (await shopify.control(f"{SHOP}/orders", email="marcus.hale@example.com", goods={"enamel-mug": 2})).json()
    assert (placed["name"], placed["total"], placed["fulfillment_status"]) == ("#1068", "32.00", "UNFULFILLED")
    walk = [
        ({"action": "fulfil", "company": "UPS"}, "FULFILLED", "FULFILLED"),
        ({"action": "in-transit"}, "FULFILLED", "IN_TRANSIT"),
        ({"action": "delay", "message": "Snow."}, "FULFILLED", "DELAYED"),
        ({"action": "out-for-delivery"}, "FULFILLED", "OUT_FOR_DELIVERY"),
        ({"action": "deliver"}, "FULFILLED", "DELIVERED"),
    ]
    for step, order_status, parcel_status in walk:
        order = (await shopify.control(f"{SHOP}/orders/{placed['id']}", **step)).json()
        assert (order["fulfillment_status"], order["parcels"][0]["status"]) == (order_status, parcel_status)
    part = (await shopify.control(f"{SHOP}/orders/1068", action="refund", amount="10.00")).json()
    assert (part["financial_status"], part["refunded"]) == ("PARTIALLY_REFUNDED", "10.00")
    whole = (await shopify.control(f"{SHOP}/orders/1068", action="refund")).json()
    assert (whole["financial_status"], whole["refunded"]) == ("REFUNDED", "32.00")


async def test_an_order_can_be_sent_in_two_parcels(shopify: Shopify) -> None:
    goods = {"enamel-mug": 1, "ember-stove": 1}
    placed = (await shopify.control(f"{SHOP}/orders", email="marcus.hale@example.com", goods=goods)).json()
    first = str(placed["lines"][0]["id"])
    half = (await shopify.control(f"{SHOP}/orders/{placed['id']}", action="fulfil", lines={first: 1})).json()
    assert half["fulfillment_status"] == "PARTIALLY_FULFILLED"
    whole = (await shopify.control(f"{SHOP}/orders/{placed['id']}", action="fulfil")).json()
    assert (whole["fulfillment_status"], len(whole["parcels"])) == ("FULFILLED", 2)


@pytest.mark.parametrize(
    ("order", "body"),
    [
        ("1001", {"action": "cancel"}),
        ("1001", {"action": "fulfil"}),
        ("1001", {"action": "explode"}),
        ("1001", {}),
        ("1001", {"action": "deliver", "parcel": "#1001-F9"}),
        ("1001", {"action": "refund", "amount": "9999"}),
        ("1001", {"action": "refund", "amount": "-1"}),
        ("1001", {"action": "refund", "amount": "NaN"}),
        ("1001", {"action": "refund", "amount": "much"}),
        ("1001", {"action": "return", "lines": {"1": 1}}),
        ("1064", {"action": "deliver"}),
        ("1064", {"action": "fulfil", "company": "Pigeon"}),
        ("1064", {"action": "fulfil", "lines": {"1": 1}}),
        ("1064", {"action": "cancel", "reason": "BORED"}),
        ("1047", {"action": "cancel"}),
        ("1047", {"action": "fulfil"}),
    ],
)
async def test_what_cannot_happen_to_an_order_changes_nothing(
    shopify: Shopify, order: str, body: dict[str, object]
) -> None:
    before = copy.deepcopy(shopify.shop.orders)
    response = await shopify.control(f"{SHOP}/orders/{order}", **body)
    assert (response.status_code, list(response.json())) == (400, ["error"])
    assert shopify.shop.orders == before
    assert not shopify.shop.webhooks


@pytest.mark.parametrize(
    "body",
    [
        {"email": "nobody@example.com", "goods": {"enamel-mug": 1}},
        {"email": "marcus.hale@example.com", "goods": {"unicorn": 1}},
        {"email": "marcus.hale@example.com", "goods": {"enamel-mug": 0}},
        {"email": "marcus.hale@example.com", "goods": {}},
        {"email": "marcus.hale@example.com"},
    ],
)
async def test_an_order_of_nobody_or_nothing_is_refused(shopify: Shopify, body: dict[str, object]) -> None:
    count = len(shopify.shop.orders)
    assert (await shopify.control(f"{SHOP}/orders", **body)).status_code == 400
    assert len(shopify.shop.orders) == count


@pytest.mark.parametrize(
    "body", [{"earthquake": True}, {"down": 1}, {"throttle_next": "2"}, {"missing_scopes": [1]}, {"latency_ms": True}]
)
async def test_a_fault_that_does_not_exist_is_refused(shopify: Shopify, body: dict[str, object]) -> None:
    before = copy.deepcopy(shopify.shop.faults)
    assert (await shopify.control(f"{SHOP}/faults", **{**body})).status_code == 400
    assert shopify.shop.faults == before


async def test_faults_are_set_one_by_one_and_reset_together(shopify: Shopify) -> None:
    await shopify.control(f"{SHOP}/faults", down=True)
    both = (await shopify.control(f"{SHOP}/faults", latency_ms=5)).json()
    assert (both["down"], both["latency_ms"]) == (True, 5)
    none = (await shopify.control(f"{SHOP}/faults/reset")).json()
    assert not any(none.values())


@pytest.mark.parametrize(
    "path", ["shops/nowhere/faults", f"{SHOP}/orders/9999", f"{SHOP}/webhooks/x/repeat", f"{SHOP}/products/unicorn"]
)
async def test_what_does_not_exist_is_404(shopify: Shopify, path: str) -> None:
    assert (await shopify.control(path, action="deliver")).status_code == 404


@pytest.mark.parametrize("topic", ["orders/updated", "nonsense"])
async def test_only_compliance_topics_are_sent_by_hand(shopify: Shopify, topic: str) -> None:
    response = await shopify.control(f"{SHOP}/webhooks", topic=topic, customer_id=601001)
    assert response.status_code == 400
    assert not shopify.shop.webhooks


async def test_a_customer_of_another_shop_cannot_be_redacted_here(shopify: Shopify) -> None:
    response = await shopify.control(f"{SHOP}/webhooks", topic="customers/redact", customer_id=602001)
    assert response.status_code == 400
    assert not shopify.shop.webhooks


async def test_a_form_of_another_page_changes_nothing(shopify: Shopify) -> None:
    response = await shopify.client.post("/_control/reset", data={"a": "b"})
    assert response.status_code == 415


@pytest.mark.parametrize("body", [b"[]", b"{", b"null", b'"x"'])
async def test_a_body_that_is_no_object_is_refused(shopify: Shopify, body: bytes) -> None:
    response = await shopify.client.post("/_control/clock", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400


@pytest.mark.parametrize("seconds", ["NaN", "Infinity", 1e15, "soon"])
async def test_the_clock_cannot_be_broken(shopify: Shopify, seconds: object) -> None:
    assert (await shopify.control("clock", advance_seconds=seconds)).status_code == 400
    assert shopify.world.skew.total_seconds() == 0


async def test_revoked_tokens_are_dead_while_the_app_stays_installed(shopify: Shopify) -> None:
    shopify.install()
    token = await shopify.token()
    await shopify.control(f"{SHOP}/grant", action="revoke-tokens")
    assert (await shopify.post("{ shop { name } }", token)).status_code == 401
    assert (await shopify.token_request()).status_code == 200


async def test_reset_brings_the_first_morning_back(shopify: Shopify) -> None:
    shopify.install()
    await shopify.control(f"{SHOP}/orders/1001", action="deliver")
    await shopify.control("reset")
    shop = shopify.shop
    assert shop.orders[0].fulfillments[0].display_status == "DELAYED"
    assert shop.grant.installed is False


async def test_the_log_keeps_requests_without_secrets(shopify: Shopify) -> None:
    shopify.install()
    await shopify.ask("query Greeting { shop { name } }")
    text = (await shopify.client.get(f"/_control/{SHOP}")).text
    state = (await shopify.client.get(f"/_control/{SHOP}")).json()
    assert [(record["kind"], record["summary"]) for record in state["requests"]] == [
        ("admin", "Greeting"),
        ("oauth", "token-exchange"),
    ]
    assert "shpat_" not in text
    assert SECRET not in text


async def test_a_large_catalogue_is_added_and_each_of_it_says_something_else(shopify: Shopify) -> None:
    before = len(shopify.shop.products)
    added = (await shopify.control(f"{SHOP}/many", products=300, pages=20)).json()
    assert added["products"] == before + 300
    new = shopify.shop.products[before:]
    assert len({product.title for product in new}) == len({product.handle for product in new}) == 300
    assert len({page.body for page in shopify.shop.pages[-20:]}) == 20


async def test_a_product_and_a_page_are_deleted_and_only_the_product_is_told_of(shopify: Shopify) -> None:
    shopify.install()
    assert (await shopify.control(f"{SHOP}/products/enamel-mug", action="delete")).status_code == 200
    assert (await shopify.control(f"{SHOP}/pages/about", action="delete")).status_code == 200
    assert shopify.shop.product("enamel-mug") is None and shopify.shop.page("about-us") is None
    assert [delivery.topic for delivery in shopify.shop.webhooks] == ["products/delete"]
    assert (await shopify.control(f"{SHOP}/pages/about", action="delete")).status_code == 404
    assert (await shopify.control(f"{SHOP}/pages/care-guide", action="rename")).status_code == 400


async def test_a_larger_plan_may_spend_more(shopify: Shopify) -> None:
    plan = (await shopify.control(f"{SHOP}/plan", maximum=20_000, restore_rate=1_000)).json()
    assert plan == {"maximum": 20_000.0, "restore_rate": 1_000.0}
    assert shopify.shop.bucket.available == 20_000
