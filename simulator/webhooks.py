"""Webhooks: signed, delivered at least once in no promised order, retried when the app does not answer in time.

Headers, limits and retries as in https://shopify.dev/docs/apps/build/webhooks: five seconds for the whole request, any
2xx is success, eight tries with growing gaps. The gaps are shortened here from hours to seconds.
"""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx

from simulator import orders
from simulator.records import Address, Customer, Fulfillment, Order, Product
from simulator.settings import API_VERSION, SimulatorSettings
from simulator.state import SimShop, WebhookAttempt, WebhookDelivery, World

PATH = "/webhooks/shopify"
TIME_LIMIT = 5.0
RETRY_GAPS: tuple[float, ...] = (1, 2, 4, 8, 15, 30, 60, 120)
REORDER_PAUSE = 0.05
SCOPES: dict[str, str | None] = {
    "orders/updated": "read_orders",
    "fulfillments/update": "read_fulfillments",
    "products/update": "read_products",
    "products/delete": "read_products",
    "shop/update": None,
}
COMPLIANCE = ("customers/data_request", "customers/redact", "shop/redact")


def sign(secret: str, body: bytes) -> str:
    """`X-Shopify-Hmac-Sha256`: base64 of the HMAC over the raw body."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


class Courier:
    """Carries webhooks to the app. Each delivery is a task of its own, kept until it is done."""

    def __init__(
        self,
        world: World,
        settings: SimulatorSettings,
        client: httpx.AsyncClient,
        retry_gaps: Sequence[float] = RETRY_GAPS,
    ) -> None:
        self.world = world
        self.settings = settings
        self.client = client
        self.retry_gaps = retry_gaps
        self.under_way: set[asyncio.Task[None]] = set()
        self._held: dict[str, list[WebhookDelivery]] = {}

    def send(self, shop: SimShop, topic: str, payload: dict[str, Any]) -> WebhookDelivery:
        """Starts a delivery, with the shop's faults applied to it."""
        body = json.dumps(payload, ensure_ascii=False).encode()
        delivery = WebhookDelivery(str(uuid4()), str(uuid4()), topic, self.world.now(), body)
        shop.webhooks.append(delivery)
        if shop.faults.lose_webhooks > 0:
            shop.faults.lose_webhooks -= 1
            delivery.state = "lost"
            return delivery
        if shop.faults.reorder_webhooks:
            self._hold(shop, delivery)
        else:
            self._start(self._deliver(shop, delivery))
        return delivery

    def tell(self, shop: SimShop, topic: str, payload: dict[str, Any]) -> WebhookDelivery | None:
        """Sends what the app hears of: it must be installed, with the scope that the topic needs."""
        if shop.grant.installed and SCOPES[topic] in (None, *shop.grant.scopes):
            return self.send(shop, topic, payload)
        return None

    def repeat(self, shop: SimShop, delivery: WebhookDelivery) -> None:
        """The same delivery once more: same id, same body."""
        self._start(self._deliver(shop, delivery))

    async def settle(self) -> None:
        """Waits until nothing is under way."""
        while self.under_way:
            await asyncio.gather(*self.under_way, return_exceptions=True)

    async def close(self) -> None:
        """Gives up what is under way."""
        for task in list(self.under_way):
            task.cancel()
        await self.settle()

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)

    def _hold(self, shop: SimShop, delivery: WebhookDelivery) -> None:
        """Collects what is sent within a moment and delivers it last first."""
        waiting = self._held.setdefault(shop.domain, [])
        waiting.append(delivery)
        if len(waiting) == 1:
            self._start(self._release(shop))

    async def _release(self, shop: SimShop) -> None:
        await asyncio.sleep(REORDER_PAUSE)
        for delivery in reversed(self._held.pop(shop.domain)):
            await self._deliver(shop, delivery)

    async def _deliver(self, shop: SimShop, delivery: WebhookDelivery) -> None:
        if shop.faults.delay_webhooks_ms:
            await asyncio.sleep(shop.faults.delay_webhooks_ms / 1000)
        for gap in (0.0, *self.retry_gaps):
            if gap:
                await asyncio.sleep(gap)
            if await self._attempt(shop, delivery):
                break
        else:
            delivery.state = "failed"
            return
        delivery.state = "delivered"
        if shop.faults.duplicate_webhooks:
            await self._attempt(shop, delivery)

    async def _attempt(self, shop: SimShop, delivery: WebhookDelivery) -> bool:
        try:
            async with asyncio.timeout(TIME_LIMIT):
                response = await self.client.post(
                    self.settings.app_url + PATH, content=delivery.body, headers=self.headers(shop, delivery)
                )
        except (httpx.HTTPError, TimeoutError) as error:
            delivery.attempts.append(WebhookAttempt(self.world.now(), None, type(error).__name__))
            return False
        delivery.attempts.append(WebhookAttempt(self.world.now(), response.status_code))
        return response.is_success

    def headers(self, shop: SimShop, delivery: WebhookDelivery) -> dict[str, str]:
        """`X-Shopify-Webhook-Id` stays the same over retries and repeats of a delivery."""
        return {
            "Content-Type": "application/json",
            "X-Shopify-Topic": delivery.topic,
            "X-Shopify-Hmac-Sha256": sign(self.settings.api_secret, delivery.body),
            "X-Shopify-Shop-Domain": shop.domain,
            "X-Shopify-API-Version": API_VERSION,
            "X-Shopify-Webhook-Id": delivery.webhook_id,
            "X-Shopify-Event-Id": delivery.event_id,
            "X-Shopify-Triggered-At": nanoseconds(delivery.triggered_at),
        }


def nanoseconds(at: datetime) -> str:
    """RFC 3339 with nine digits, as Shopify writes it."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond * 1000:09d}Z"


def iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def amount(value: Decimal) -> str:
    return f"{value:.2f}"


def shop_payload(shop: SimShop) -> dict[str, Any]:
    """The REST Shop resource, as far as the topic `app/uninstalled` needs it."""
    return {
        "id": shop.id,
        "name": shop.name,
        "email": shop.email,
        "domain": shop.domain,
        "myshopify_domain": shop.domain,
        "currency": shop.currency,
        "iana_timezone": shop.timezone,
        "shop_owner": shop.owner_name,
        "plan_name": "partner_test",
    }


def scopes_payload(world: World, shop: SimShop, before: Sequence[str]) -> dict[str, Any]:
    return {
        "id": shop.id,
        "shop_id": f"gid://shopify/Shop/{shop.id}",
        "previous": list(before),
        "current": list(shop.grant.scopes),
        "updated_at": iso(world.now()),
    }


def compliance_payload(world: World, shop: SimShop, topic: str, customer: Customer | None) -> dict[str, Any]:
    """One of the three compliance topics; those about a customer name their orders."""
    payload: dict[str, Any] = {"shop_id": shop.id, "shop_domain": shop.domain}
    if topic == "shop/redact" or customer is None:
        return payload
    own = [order.id for order in shop.orders if order.customer is customer]
    payload["customer"] = {"id": customer.id, "email": customer.email, "phone": customer.phone}
    if topic == "customers/redact":
        return {**payload, "orders_to_redact": own}
    return {**payload, "orders_requested": own, "data_request": {"id": world.next_id()}}


def order_payload(shop: SimShop, order: Order) -> dict[str, Any]:
    """The REST Order of `orders/*`, without protected fields while the app is not approved for them."""
    states = {"UNFULFILLED": None, "ON_HOLD": None, "PARTIALLY_FULFILLED": "partial", "FULFILLED": "fulfilled"}
    payload: dict[str, Any] = {
        "id": order.id,
        "admin_graphql_api_id": f"gid://shopify/Order/{order.id}",
        "name": order.name,
        "order_number": order.number,
        "confirmation_number": order.confirmation_number,
        "currency": order.currency,
        "created_at": iso(order.created_at),
        "processed_at": iso(order.created_at),
        "updated_at": iso(order.updated_at),
        "cancelled_at": iso(order.cancelled_at),
        "closed_at": iso(order.closed_at),
        "cancel_reason": order.cancel_reason.lower() if order.cancel_reason else None,
        "financial_status": orders.financial_status(order).lower(),
        "fulfillment_status": states[orders.fulfillment_status(order)],
        "test": order.test,
        "note": order.note,
        "tags": ", ".join(order.tags),
        "total_price": amount(order.total),
        "current_total_price": amount(order.total - order.refunded),
        **parts(order),
    }
    if not shop.faults.refuse_protected_objects and not shop.faults.refuse_protected_fields:
        payload |= personal(order)
    return payload


def parts(order: Order) -> dict[str, Any]:
    return {
        "line_items": [
            {
                "id": line.id,
                "title": line.title,
                "quantity": line.quantity,
                "price": amount(line.price),
                "sku": line.sku,
            }
            for line in order.lines
        ],
        "fulfillments": [fulfillment_payload(order, parcel) for parcel in order.fulfillments],
        "refunds": [{"id": done.id, "created_at": iso(done.created_at), "note": done.note} for done in order.refunds],
        "returns": [{"id": returned.id, "status": returned.status.lower()} for returned in order.returns],
    }


def personal(order: Order) -> dict[str, Any]:
    who = order.customer
    customer = None
    if who:
        customer = {"id": who.id, "email": who.email, "first_name": who.first_name, "last_name": who.last_name}
    where = address_payload(order.shipping_address) if order.shipping_address else None
    return {"email": order.email, "phone": order.phone, "customer": customer, "shipping_address": where}


def address_payload(where: Address) -> dict[str, Any]:
    return {
        "first_name": where.first_name,
        "last_name": where.last_name,
        "address1": where.address1,
        "address2": where.address2,
        "city": where.city,
        "province": where.province,
        "province_code": where.province_code,
        "country": where.country,
        "country_code": where.country_code,
        "zip": where.zip,
        "phone": where.phone,
    }


def fulfillment_payload(order: Order, parcel: Fulfillment) -> dict[str, Any]:
    """The REST Fulfillment, also the body of `fulfillments/update`."""
    numbers = [parcel.tracking_number] if parcel.tracking_number else []
    urls = [parcel.tracking_url] if parcel.tracking_url else []
    return {
        "id": parcel.id,
        "admin_graphql_api_id": f"gid://shopify/Fulfillment/{parcel.id}",
        "order_id": order.id,
        "name": parcel.name,
        "status": parcel.status.lower(),
        "shipment_status": parcel.display_status.lower() if parcel.display_status != "FULFILLED" else None,
        "tracking_company": parcel.company,
        "tracking_number": parcel.tracking_number,
        "tracking_numbers": numbers,
        "tracking_url": parcel.tracking_url,
        "tracking_urls": urls,
        "line_items": [{"id": line, "quantity": quantity} for line, quantity in parcel.lines.items()],
        "created_at": iso(parcel.created_at),
        "updated_at": iso(parcel.updated_at),
    }


def product_payload(product: Product) -> dict[str, Any]:
    return {
        "id": product.id,
        "admin_graphql_api_id": f"gid://shopify/Product/{product.id}",
        "title": product.title,
        "handle": product.handle,
        "body_html": product.description_html,
        "vendor": product.vendor,
        "product_type": product.product_type,
        "status": product.status.lower(),
        "tags": ", ".join(product.tags),
        "updated_at": iso(product.updated_at),
        "published_at": iso(product.published_at),
    }
