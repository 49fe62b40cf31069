"""Shopify's webhooks: believed by the signature of their raw bytes, taken once, and answered at once.

They come late, twice, out of order, or never. So a delivery only says "look again" by owing a job; what it says itself
is used only where nothing can be asked any more. https://shopify.dev/docs/apps/build/webhooks
"""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from backend import jobs
from backend.knowledge import queue
from backend.knowledge import service as knowledge
from backend.shopify.official import is_shop_domain
from backend.shopify.signatures import webhook_is_authentic
from backend.shops import identity, service
from backend.shops.models import WebhookDelivery
from backend.shops.rules import COMPLIANCE_TOPICS
from backend.web import bodies
from backend.web.services import WebServices

MOST_BYTES = 2 * 1024 * 1024
ARRIVES_WITHIN = 30.0
PREFIXES = ("X-Shopify-", "Shopify-")
"""Shopify's webhooks use the first, its newer events the second."""
CONTENT_SETTLES_AFTER = timedelta(seconds=30)

Payload = dict[str, Any]
Handler = Callable[[AsyncSession, WebhookDelivery, Payload], Awaitable[None]]

log = structlog.get_logger(__name__)


async def receive(request: Request, services: WebServices) -> Response:
    """200 for what was taken, now or before; 401 for what Shopify did not sign; 400 for what makes no sense; 408."""
    try:
        body = await bodies.read_within(request, MOST_BYTES, ARRIVES_WITHIN)
    except bodies.TooLarge:
        return Response(status_code=413)
    except bodies.Broken:
        return Response(status_code=408)
    if not webhook_is_authentic(body, _header(request, "Hmac-Sha256"), services.settings.api_secrets):
        return Response(status_code=401)
    delivery, payload = _delivery(request, services.clock()), _payload(body)
    if delivery is None or payload is None or not _same_shop(delivery, payload):
        return Response(status_code=400)
    async with services.db.writing() as session:
        if await service.record_delivery(session, delivery):
            await handle(session, delivery, payload)
    return Response(status_code=200)


async def handle(session: AsyncSession, delivery: WebhookDelivery, payload: Payload) -> None:
    """What follows of a first delivery, in the transaction that remembers it. Unknown topics are only remembered."""
    if delivery.topic in COMPLIANCE_TOPICS:
        await service.record_compliance(session, delivery, payload)
        log.info("compliance_request", shop=delivery.shop_domain, topic=delivery.topic)
        return
    handler = HANDLERS.get(delivery.topic)
    if handler is not None:
        await handler(session, delivery, payload)


async def _uninstalled(session: AsyncSession, delivery: WebhookDelivery, _payload: Payload) -> None:
    is_news = await service.mark_uninstalled(session, delivery.shop_domain, delivery.triggered_at, delivery.received_at)
    log.info("uninstalled", shop=delivery.shop_domain, is_news=is_news)


async def _scopes_updated(session: AsyncSession, delivery: WebhookDelivery, payload: Payload) -> None:
    shop = await identity.installed_shop(session, delivery.shop_domain)
    current = payload.get("current")
    if shop is None or shop.id is None or await service.is_overtaken(session, delivery):
        return
    if isinstance(current, list):
        await service.update_scopes(session, shop.id, [str(scope) for scope in current])


async def _order_changed(session: AsyncSession, delivery: WebhookDelivery, payload: Payload) -> None:
    """An order's own webhook names it as `id`, a fulfilment's as `order_id`."""
    shop = await identity.installed_shop(session, delivery.shop_domain)
    number = payload.get("id" if delivery.topic.startswith("orders/") else "order_id")
    if shop is None or not isinstance(number, int) or isinstance(number, bool):
        return
    gid = f"gid://shopify/Order/{number}"
    await jobs.enqueue(
        session, "orders.refresh", {"shop_id": shop.id, "order_gid": gid}, key=f"orders.refresh:{shop.id}:{number}"
    )


async def _product_changed(session: AsyncSession, delivery: WebhookDelivery, payload: Payload) -> None:
    """Products change in bursts: they are read when the burst is over. One that is gone is not quoted from here on."""
    shop = await identity.installed_shop(session, delivery.shop_domain)
    number = payload.get("id")
    if shop is None or shop.id is None or not isinstance(number, int) or isinstance(number, bool):
        return
    gid, title = f"gid://shopify/Product/{number}", payload.get("title")
    if delivery.topic == "products/delete":
        await knowledge.forget(session, shop.id, [gid])
        return
    product = queue.Listed(gid, title if isinstance(title, str) else f"Product {number}", None)
    at = delivery.received_at
    await queue.expect_product(session, shop.id, product, at, at + CONTENT_SETTLES_AFTER)


async def _shop_changed(session: AsyncSession, delivery: WebhookDelivery, _payload: Payload) -> None:
    """Its name, its address or its policies may be others; what they are is asked."""
    shop = await identity.installed_shop(session, delivery.shop_domain)
    if shop is not None:
        await jobs.enqueue(session, "knowledge.follow", {"shop_id": shop.id}, key=f"knowledge.follow:{shop.id}")


HANDLERS: dict[str, Handler] = {
    "app/uninstalled": _uninstalled,
    "app/scopes_update": _scopes_updated,
    "orders/updated": _order_changed,
    "fulfillments/create": _order_changed,
    "fulfillments/update": _order_changed,
    "products/create": _product_changed,
    "products/update": _product_changed,
    "products/delete": _product_changed,
    "shop/update": _shop_changed,
}


def _header(request: Request, name: str) -> str:
    return next((request.headers[prefix + name] for prefix in PREFIXES if prefix + name in request.headers), "")


def _delivery(request: Request, now: datetime) -> WebhookDelivery | None:
    """Who sent what, from headers that may be trusted now that the body's signature is right; None if not whole."""
    domain, topic = _header(request, "Shop-Domain"), _header(request, "Topic")
    webhook_id = _header(request, "Webhook-Id")
    if not is_shop_domain(domain) or not 0 < len(topic) <= 80 or not 0 < len(webhook_id) <= 128:
        return None
    return WebhookDelivery(
        webhook_id=webhook_id,
        shop_domain=domain,
        topic=topic,
        triggered_at=_moment(_header(request, "Triggered-At")),
        received_at=now,
    )


def _same_shop(delivery: WebhookDelivery, payload: Payload) -> bool:
    """Where the signed body names the shop, the unsigned header must not name another."""
    named = payload.get("shop_domain") or payload.get("myshopify_domain") or delivery.shop_domain
    return bool(named == delivery.shop_domain)


def _moment(text: str) -> datetime | None:
    """RFC 3339 with nanoseconds, of which microseconds are kept."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _payload(body: bytes) -> Payload | None:
    try:
        payload = json.loads(body)
    except ValueError:
        return None
    return payload if isinstance(payload, dict) else None
