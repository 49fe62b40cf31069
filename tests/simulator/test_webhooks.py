"""Webhooks: signed, at least once, in no promised order."""

import json

import httpx
import pytest

from simulator import webhooks
from simulator.webhooks import sign
from tests.simulator.harness import SECRET, Shopify

pytestmark = pytest.mark.anyio
ORDERS = "shops/alder-and-pine/orders"


async def test_the_signature_is_base64_of_the_hmac_over_the_raw_body() -> None:
    """Computed with `openssl dgst -sha256 -hmac hush -binary | base64`."""
    assert sign("hush", b'{"id":1}') == "VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY="


async def test_a_changed_order_is_told_with_every_header(shopify: Shopify) -> None:
    shopify.install()
    await shopify.control(f"{ORDERS}/1001", action="deliver")
    await shopify.courier.settle()
    (request,) = shopify.listening.requests
    assert str(request.url) == "http://app.test/webhooks/shopify"
    assert request.headers["x-shopify-topic"] == "orders/updated"
    assert request.headers["x-shopify-shop-domain"] == "alder-and-pine.myshopify.com"
    assert request.headers["x-shopify-api-version"] == "2026-10"
    assert request.headers["x-shopify-hmac-sha256"] == sign(SECRET, request.content)
    assert request.headers["x-shopify-triggered-at"].endswith("Z")
    body = json.loads(request.content)
    assert (body["name"], body["email"]) == ("#1001", "elena.petrova@example.com")
    assert body["fulfillments"][0]["shipment_status"] == "delivered"


async def test_a_parcel_is_told_only_with_its_scope(shopify: Shopify) -> None:
    shopify.install("read_fulfillments")
    await shopify.control(f"{ORDERS}/1001", action="out-for-delivery")
    await shopify.courier.settle()
    topics = {request.headers["x-shopify-topic"] for request in shopify.listening.requests}
    assert topics == {"orders/updated", "fulfillments/update"}


async def test_a_failing_app_hears_the_same_webhook_again(shopify: Shopify) -> None:
    shopify.install()
    shopify.listening.answers += [httpx.Response(500), httpx.Response(302)]
    await shopify.control(f"{ORDERS}/1001", action="hold")
    await shopify.courier.settle()
    assert len(shopify.listening.requests) == 3
    assert len({request.headers["x-shopify-webhook-id"] for request in shopify.listening.requests}) == 1
    assert shopify.shop.webhooks[-1].state == "delivered"
    assert [attempt.status for attempt in shopify.shop.webhooks[-1].attempts] == [500, 302, 200]


async def test_a_webhook_is_given_up_after_its_retries(shopify: Shopify) -> None:
    shopify.install()
    shopify.listening.answers += [httpx.Response(500)] * 3
    await shopify.control(f"{ORDERS}/1001", action="hold")
    await shopify.courier.settle()
    assert (shopify.shop.webhooks[-1].state, len(shopify.listening.requests)) == ("failed", 3)


async def test_webhooks_can_be_lost_and_doubled(shopify: Shopify) -> None:
    shopify.install()
    await shopify.control("shops/alder-and-pine/faults", lose_webhooks=1, duplicate_webhooks=True)
    await shopify.control(f"{ORDERS}/1001", action="hold")
    await shopify.courier.settle()
    assert (shopify.listening.requests, shopify.shop.webhooks[-1].state) == ([], "lost")
    await shopify.control(f"{ORDERS}/1001", action="unhold")
    await shopify.courier.settle()
    first, second = shopify.listening.requests
    assert first.headers["x-shopify-webhook-id"] == second.headers["x-shopify-webhook-id"]


async def test_webhooks_can_change_places(shopify: Shopify, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "REORDER_PAUSE", 0.5)
    shopify.install()
    await shopify.control("shops/alder-and-pine/faults", reorder_webhooks=True)
    for name in ("1001", "1046", "1048"):
        await shopify.control(f"{ORDERS}/{name}", action="deliver")
    await shopify.courier.settle()
    told = [json.loads(request.content)["name"] for request in shopify.listening.requests]
    assert told == ["#1048", "#1046", "#1001"]


async def test_a_delivery_can_be_repeated_by_hand(shopify: Shopify) -> None:
    shopify.install()
    await shopify.control(f"{ORDERS}/1001", action="hold")
    await shopify.courier.settle()
    webhook = shopify.shop.webhooks[-1].webhook_id
    await shopify.control(f"shops/alder-and-pine/webhooks/{webhook}/repeat")
    await shopify.courier.settle()
    first, second = shopify.listening.requests
    assert (first.content, first.headers["x-shopify-webhook-id"]) == (second.content, webhook)


@pytest.mark.parametrize(
    ("topic", "key"),
    [("customers/data_request", "orders_requested"), ("customers/redact", "orders_to_redact"), ("shop/redact", None)],
)
async def test_compliance_topics_name_the_customer_and_their_orders(
    shopify: Shopify, topic: str, key: str | None
) -> None:
    shopify.install()
    await shopify.control("shops/alder-and-pine/webhooks", topic=topic, customer_id=601001)
    await shopify.courier.settle()
    body = json.loads(shopify.listening.requests[0].content)
    assert body["shop_domain"] == "alder-and-pine.myshopify.com"
    if key is None:
        assert "customer" not in body
    else:
        assert body["customer"]["email"] == "elena.petrova@example.com"
        assert len(body[key]) == 4


async def test_an_app_without_approval_hears_no_personal_data(shopify: Shopify) -> None:
    shopify.install()
    await shopify.control("shops/alder-and-pine/faults", refuse_protected_fields=True)
    await shopify.control(f"{ORDERS}/1001", action="hold")
    await shopify.courier.settle()
    content = shopify.listening.requests[0].content.decode()
    assert "Petrova" not in content
    assert "elena" not in content


async def test_a_changed_product_is_told(shopify: Shopify) -> None:
    shopify.install()
    await shopify.control("shops/alder-and-pine/products/ember-stove", description_html="<p>New.</p>")
    await shopify.courier.settle()
    assert json.loads(shopify.listening.requests[0].content)["body_html"] == "<p>New.</p>"
