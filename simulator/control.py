"""The JSON API behind the control page: what a test or a person changes about the world.

    GET  /_control/state                              every shop, in short
    GET  /_control/shops/{name}                       one shop: grant, faults, orders, webhooks, requests
    POST /_control/shops/{name}/faults                {"throttle_next": 2, …}: only what is named changes
    POST /_control/shops/{name}/faults/reset
    POST /_control/shops/{name}/grant                 {"action": install | uninstall | revoke-tokens, "scopes": […]}
    POST /_control/shops/{name}/orders                {"email": …, "goods": {"enamel-mug": 1}, "days_ago": 0}
    POST /_control/shops/{name}/orders/{id}           {"action": …}: see `simulator/changes.py`; id or name
    POST /_control/shops/{name}/products/{handle}     {"description_html": …}: sends products/update
    POST /_control/shops/{name}/products/{handle}     {"action": "delete"}: sends products/delete
    POST /_control/shops/{name}/pages/{handle}        {"action": "delete"}: Shopify sends nothing
    POST /_control/shops/{name}/shop                  {"name": …, "refund-policy": …}: sends shop/update
    POST /_control/shops/{name}/many                  {"products": 10000, "pages": 500}: a large catalogue
    POST /_control/shops/{name}/plan                  {"maximum": 20000, "restore_rate": 1000}: what calls may cost
    POST /_control/shops/{name}/webhooks              {"topic": …, "customer_id": …}: sends one
    POST /_control/shops/{name}/webhooks/{id}/repeat  the same delivery again
    GET  /_control/mail                               what was sent by e-mail, newest first
    POST /_control/mail/refuse                        {"next": 2}: that many messages are put off
    POST /_control/clock                              {"advance_seconds": 3700}: lets tokens expire
    POST /_control/reset                              both shops as on the first morning

A request that cannot be carried out is 400 (or 404) with `{"error": …}`, and changes nothing.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator import changes, oauth, orders
from simulator.records import Order
from simulator.settings import SimulatorSettings
from simulator.shops import build_world, many
from simulator.state import Faults, SimShop, WebhookDelivery, World
from simulator.webhooks import (
    COMPLIANCE,
    Courier,
    compliance_payload,
    fulfillment_payload,
    order_payload,
    product_payload,
)

Handler = Callable[[Request], Awaitable[Response]]
Body = dict[str, Any]
FARTHEST = timedelta(days=400)


class Missing(Exception):
    """What the address names does not exist."""


class Control:
    """Reads and changes the world."""

    def __init__(self, world: World, settings: SimulatorSettings, courier: Courier) -> None:
        self.world = world
        self.settings = settings
        self.courier = courier

    def routes(self) -> list[Route]:
        shop = "/_control/shops/{name}"
        posts: dict[str, Callable[[Request, Body], Any]] = {
            f"{shop}/faults": self.set_faults,
            f"{shop}/faults/reset": self.reset_faults,
            f"{shop}/grant": self.change_grant,
            f"{shop}/orders": self.create_order,
            shop + "/orders/{order}": self.change_order,
            shop + "/products/{handle}": self.change_product,
            shop + "/pages/{handle}": self.change_page,
            f"{shop}/shop": self.change_shop,
            f"{shop}/many": self.add_many,
            f"{shop}/plan": self.change_plan,
            f"{shop}/webhooks": self.send_webhook,
            shop + "/webhooks/{webhook}/repeat": self.repeat_webhook,
            "/_control/mail/refuse": self.refuse_mail,
            "/_control/clock": self.move_clock,
            "/_control/reset": self.reset,
        }
        return [
            Route("/_control/state", self.guarded(self.state), methods=["GET"]),
            Route("/_control/mail", self.guarded(self.mail), methods=["GET"]),
            Route(shop, self.guarded(self.shop_state), methods=["GET"]),
            *(Route(path, self.guarded(change), methods=["POST"]) for path, change in posts.items()),
        ]

    def guarded(self, work: Callable[[Request, Body], Any]) -> Handler:
        """Reads the body, runs the work, and turns refusals into answers.

        Only JSON bodies are taken, so that no page of another origin can post a form here.
        """

        async def handle(request: Request) -> Response:
            body: Any = {}
            if request.method == "POST":
                if "json" not in request.headers.get("content-type", ""):
                    return JSONResponse({"error": "send JSON"}, 415)
                try:
                    body = json.loads(await request.body() or b"{}")
                except (ValueError, RecursionError):
                    body = None
            if not isinstance(body, dict):
                return JSONResponse({"error": "the body must be a JSON object"}, 400)
            try:
                return JSONResponse(work(request, body))
            except Missing as error:
                return JSONResponse({"error": f"there is no {error}"}, 404)
            except (ValueError, KeyError, TypeError, ArithmeticError) as error:
                return JSONResponse({"error": str(error) or type(error).__name__}, 400)

        return handle

    def shop(self, request: Request) -> SimShop:
        name = request.path_params["name"]
        shop = self.world.by_name(name) or self.world.shop(name)
        if shop is None:
            raise Missing(f"shop {name}")
        return shop

    def order(self, request: Request, shop: SimShop) -> Order:
        wanted = request.path_params["order"]
        for order in shop.orders:
            if wanted in {str(order.id), order.name, order.name.removeprefix("#")}:
                return order
        raise Missing(f"order {wanted}")

    def state(self, request: Request, body: Body) -> Body:
        shops = [self.brief(shop) for shop in self.world.shops.values()]
        return {"now": self.world.now().isoformat(), "app_url": self.settings.app_url, "shops": shops}

    def brief(self, shop: SimShop) -> Body:
        return {
            "domain": shop.domain,
            "name": shop.name,
            "handle": shop.handle,
            "installed": shop.grant.installed,
            "scopes": list(shop.grant.scopes),
            "storefront": self.settings.storefront_origin(shop.domain),
            "inbox": f"{self.settings.public_origin}/store/{shop.handle}/apps/{self.settings.app_handle}",
            "embed_on": shop.theme.embed_on,
            "faults": asdict(shop.faults),
            "staff": [{"id": member.id, "name": member.name} for member in shop.staff],
        }

    def shop_state(self, request: Request, body: Body) -> Body:
        shop = self.shop(request)
        return {
            **self.brief(shop),
            "orders": [order_state(order) for order in sorted(shop.orders, key=lambda o: o.created_at, reverse=True)],
            "customers": [{"id": k.id, "name": k.display_name, "email": k.email} for k in shop.customers],
            "webhooks": [delivery_state(delivery) for delivery in reversed(shop.webhooks)],
            "requests": [{**asdict(record), "at": record.at.isoformat()} for record in reversed(shop.requests)],
            "bucket": {"available": shop.bucket.available, "maximum": shop.bucket.maximum},
        }

    def set_faults(self, request: Request, body: Body) -> Body:
        shop = self.shop(request)
        wanted = asdict(shop.faults)
        kinds = {held.name: type(wanted[held.name]) for held in fields(Faults)}
        for name, value in body.items():
            if name not in kinds:
                raise ValueError(f"there is no fault {name}")
            if type(value) is not kinds[name]:
                raise ValueError(f"{name} must be {kinds[name].__name__}")
            if isinstance(value, list) and not all(isinstance(scope, str) for scope in value):
                raise ValueError(f"{name} must be a list of scopes")
        shop.faults = Faults(**{**wanted, **body})
        return asdict(shop.faults)

    def reset_faults(self, request: Request, body: Body) -> Body:
        shop = self.shop(request)
        shop.faults = Faults()
        shop.bucket.available = shop.bucket.maximum
        return asdict(shop.faults)

    def change_grant(self, request: Request, body: Body) -> Body:
        shop = self.shop(request)
        action = body["action"]
        if action == "install":
            scopes = tuple(str(scope) for scope in body.get("scopes") or self.settings.scopes)
            oauth.install(self.world, shop, scopes, self.courier)
        elif action == "uninstall":
            oauth.uninstall(self.world, shop, self.courier)
        elif action == "revoke-tokens":
            oauth.revoke_tokens(shop)
        else:
            raise ValueError(f"unknown action {action}")
        return self.brief(shop)

    def create_order(self, request: Request, body: Body) -> Body:
        shop = self.shop(request)
        order = changes.place(self.world, shop, body)
        self.courier.tell(shop, "orders/updated", order_payload(shop, order))
        return order_state(order)

    def change_order(self, request: Request, body: Body) -> Body:
        shop = self.shop(request)
        order = self.order(request, shop)
        parcel = changes.apply(self.world, order, body)
        self.courier.tell(shop, "orders/updated", order_payload(shop, order))
        if parcel is not None:
            self.courier.tell(shop, "fulfillments/update", fulfillment_payload(order, parcel))
        return order_state(order)

    def change_product(self, request: Request, body: Body) -> Body:
        shop = self.shop(request)
        product = shop.product(request.path_params["handle"])
        if product is None:
            raise Missing(f"product {request.path_params['handle']}")
        if body.get("action") == "delete":
            shop.products.remove(product)
            self.courier.tell(shop, "products/delete", {"id": product.id})
            return {"handle": product.handle}
        title, html = str(body.get("title", product.title)), str(body.get("description_html", product.description_html))
        product.title, product.description_html, product.updated_at = title, html, self.world.now()
        self.courier.tell(shop, "products/update", product_payload(product))
        return {"handle": product.handle, "title": product.title}

    def change_page(self, request: Request, body: Body) -> Body:
        shop = self.shop(request)
        page = shop.page(request.path_params["handle"])
        if page is None:
            raise Missing(f"page {request.path_params['handle']}")
        if body["action"] != "delete":
            raise ValueError(f"unknown action {body['action']}")
        shop.pages.remove(page)
        return {"handle": page.handle}

    def change_shop(self, request: Request, body: Body) -> Body:
        shop = self.shop(request)
        shop.name = str(body.get("name", shop.name))
        for policy in shop.policies:
            if policy.handle in body:
                policy.body, policy.updated_at = str(body[policy.handle]), self.world.now()
        self.courier.tell(shop, "shop/update", {"id": shop.id, "myshopify_domain": shop.domain})
        return self.brief(shop)

    def add_many(self, request: Request, body: Body) -> Body:
        shop = self.shop(request)
        many.add(self.world, shop, int(body["products"]), int(body["pages"]))
        return {"products": len(shop.products), "pages": len(shop.pages)}

    def change_plan(self, request: Request, body: Body) -> Body:
        bucket = self.shop(request).bucket
        bucket.maximum = bucket.available = float(body["maximum"])
        bucket.restore_rate = float(body["restore_rate"])
        return {"maximum": bucket.maximum, "restore_rate": bucket.restore_rate}

    def send_webhook(self, request: Request, body: Body) -> Body:
        """One of the compliance topics; the other topics are sent by what causes them."""
        shop = self.shop(request)
        topic = body["topic"]
        if topic not in COMPLIANCE:
            raise ValueError(f"{topic} is sent by its cause; by hand only " + ", ".join(COMPLIANCE))
        customer = shop.customer(int(body["customer_id"])) if "customer_id" in body else None
        if topic != "shop/redact" and customer is None:
            raise ValueError("customer_id must name a customer of the shop")
        payload = compliance_payload(self.world, shop, topic, customer)
        return delivery_state(self.courier.send(shop, topic, payload))

    def repeat_webhook(self, request: Request, body: Body) -> Body:
        shop = self.shop(request)
        wanted = request.path_params["webhook"]
        for delivery in shop.webhooks:
            if delivery.webhook_id == wanted:
                self.courier.repeat(shop, delivery)
                return delivery_state(delivery)
        raise Missing(f"delivery {wanted}")

    def mail(self, request: Request, body: Body) -> Body:
        letters = [{**asdict(letter), "at": stamp(letter.at)} for letter in self.world.outbox.letters]
        return {"letters": letters, "refuse_next": self.world.outbox.refuse_next}

    def refuse_mail(self, request: Request, body: Body) -> Body:
        self.world.outbox.refuse_next = int(body["next"])
        return self.mail(request, {})

    def move_clock(self, request: Request, body: Body) -> Body:
        seconds = float(body["advance_seconds"])
        if not abs(seconds) <= FARTHEST.total_seconds():
            raise ValueError(f"the clock moves by {FARTHEST.days} days at most")
        self.world.skew += timedelta(seconds=seconds)
        return {"now": self.world.now().isoformat()}

    def reset(self, request: Request, body: Body) -> Body:
        fresh = build_world()
        self.world.shops = fresh.shops
        self.world.skew = timedelta()
        self.world.outbox.letters.clear()
        self.world.outbox.refuse_next = 0
        return self.state(request, body)


def order_state(order: Order) -> Body:
    return {
        "id": order.id,
        "name": order.name,
        "email": order.email,
        "customer": order.customer.display_name if order.customer else None,
        "created_at": order.created_at.isoformat(),
        "updated_at": order.updated_at.isoformat(),
        "financial_status": orders.financial_status(order),
        "fulfillment_status": orders.fulfillment_status(order),
        "return_status": orders.return_status(order),
        "cancelled": order.cancelled_at is not None,
        "total": money(order.total),
        "refunded": money(order.refunded),
        "currency": order.currency,
        "lines": [
            {"id": line.id, "title": line.title, "quantity": line.quantity, "open": orders.unfulfilled(order, line)}
            for line in order.lines
        ],
        "parcels": [
            {"name": parcel.name, "status": parcel.display_status, "tracking": parcel.tracking_number}
            for parcel in order.fulfillments
        ],
    }


def money(value: Decimal) -> str:
    return f"{value:.2f}"


def delivery_state(delivery: WebhookDelivery) -> Body:
    return {
        "id": delivery.webhook_id,
        "topic": delivery.topic,
        "state": delivery.state,
        "triggered_at": stamp(delivery.triggered_at),
        "attempts": [{**asdict(attempt), "at": stamp(attempt.at)} for attempt in delivery.attempts],
    }


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
