"""The control page: buttons for what can happen to a shop and for faults. They call the JSON API of `/_control/`."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.pages.rendering import page
from simulator.settings import SimulatorSettings
from simulator.state import World

PARCEL_ACTIONS = (
    ("fulfil", "Fulfil"),
    ("in-transit", "In transit"),
    ("delay", "Delay"),
    ("out-for-delivery", "Out for delivery"),
    ("attempt", "Delivery attempted"),
    ("deliver", "Deliver"),
    ("fail", "Delivery failed"),
)
MONEY_ACTIONS = (("refund", "Refund"), ("return", "Ask for a return"), ("cancel", "Cancel"))
SWITCHES = (
    ("down", "Admin API is down (503)"),
    ("proxy_down", "App proxy is down"),
    ("refuse_protected_objects", "Refuse orders and customers (protected data, level 1)"),
    ("refuse_protected_fields", "Refuse names, e-mail, phone, address (level 2)"),
    ("duplicate_webhooks", "Send webhooks twice"),
    ("reorder_webhooks", "Send webhooks out of order"),
)
NUMBERS = (
    ("throttle_next", "Throttle the next … requests"),
    ("answer_status", "Admin API answers with status … (0: as usual)"),
    ("fail_next", "Fail the next … requests"),
    ("lose_answers", "Lose answers to changes"),
    ("slow_jobs", "Looks until a job is done"),
    ("latency_ms", "Slow every request by … ms"),
    ("lose_webhooks", "Lose the next … webhooks"),
    ("delay_webhooks_ms", "Delay webhooks by … ms"),
)


def routes(world: World, settings: SimulatorSettings) -> list[Route]:
    return [
        Route("/_control", control_page(world, settings)),
        Route("/_control/", control_page(world, settings)),
        Route("/_control/outbox", outbox_page(world)),
    ]


def outbox_page(world: World) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        letters = [
            {**asdict(letter), "to": ", ".join(letter.to), "at": f"{letter.at:%H:%M:%S}"}
            for letter in world.outbox.letters
        ]
        return page("control/outbox", letters=letters)

    return show


def control_page(world: World, settings: SimulatorSettings) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        shop = world.by_name(request.query_params.get("shop", "")) or next(iter(world.shops.values()))
        inbox = f"{settings.public_origin}/store/{shop.handle}/apps/{settings.app_handle}"
        return page(
            "control/page",
            shop={"name": shop.name, "handle": shop.handle, "installed": shop.grant.installed},
            shops=[
                {"name": one.name, "handle": one.handle, "current": one is shop, "domain": one.domain}
                for one in world.shops.values()
            ],
            storefront=settings.storefront_origin(shop.domain),
            inboxes=[{"name": member.name, "url": f"{inbox}/inbox?staff={member.id}"} for member in shop.staff],
            editor=f"{settings.public_origin}/store/{shop.handle}/themes/current/editor?context=apps",
            products=[{"handle": product.handle, "title": product.title} for product in shop.products],
            parcel_actions=[{"action": action, "label": label} for action, label in PARCEL_ACTIONS],
            money_actions=[{"action": action, "label": label} for action, label in MONEY_ACTIONS],
            switches=[{"name": name, "label": label} for name, label in SWITCHES],
            numbers=[{"name": name, "label": label} for name, label in NUMBERS],
        )

    return show
