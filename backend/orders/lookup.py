"""Asks Shopify about one order, in two steps: a fuzzy search, exact matching of our own, then each match by its id.

Nothing here touches the database. What goes wrong becomes an outcome with its own words; only our mistakes are raised.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import structlog

from backend.orders import numbers
from backend.orders.numbers import Hit
from backend.orders.reading import order_from, with_contact
from backend.orders.rules import Order, Outcome
from backend.orders.service import Finding
from backend.shopify.admin import AccessDenied, AccessReason, AdminResult, BadRequest, ShopifyFailure, Throttled
from backend.shops.models import Shop

PAGE = 25
MOST_PAGES = 4
MOST_MATCHES = 3
DEFAULT_WAIT = 15.0

log = structlog.get_logger(__name__)


class Shopify(Protocol):
    """Asks Shopify on behalf of a shop; `backend.shops.door.ShopifyDoor`."""

    async def run(
        self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None
    ) -> AdminResult: ...


class NotNow(Exception):
    """Shopify gave no answer now; `outcome` says how, and `seconds` when it may."""

    def __init__(self, outcome: Outcome, seconds: float) -> None:
        super().__init__(outcome.value)
        self.outcome, self.seconds = outcome, seconds


async def by_number(shopify: Shopify, shop: Shop, number: str, fetched_at: datetime) -> Finding:
    """The order that a normalised number means. Raises NotNow, and BadRequest for a mistake of ours."""
    assert shop.id is not None
    shop_id, names = shop.id, numbers.candidates(number, shop.order_prefix, shop.order_suffix)
    try:
        hits = await _hits(shopify, shop_id, number, names)
        if not hits:
            return Finding(Outcome.NOT_FOUND, fetched_at)
        if len(hits) > MOST_MATCHES:
            return Finding(Outcome.AMBIGUOUS, fetched_at)
        orders = [order for hit in hits if (order := await _order(shopify, shop_id, hit.id)) is not None]
    except ShopifyFailure as failure:
        return Finding(_refusal(failure), fetched_at)
    return Finding(Outcome.FOUND if orders else Outcome.NOT_FOUND, fetched_at, tuple(orders))


async def by_id(shopify: Shopify, shop_id: int, order_gid: str, fetched_at: datetime) -> Finding:
    """An order that was found before, read again. Raises as `by_number`."""
    try:
        order = await _order(shopify, shop_id, order_gid)
    except ShopifyFailure as failure:
        return Finding(_refusal(failure), fetched_at)
    return Finding(Outcome.FOUND, fetched_at, (order,)) if order else Finding(Outcome.NOT_FOUND, fetched_at)


def _refusal(failure: ShopifyFailure) -> Outcome:
    """The outcome that a failure is; raises what may pass as NotNow, and what is our mistake as it is."""
    log.info("order_lookup_failed", failure=type(failure).__name__)
    match failure:
        case AccessDenied(reason=AccessReason.MISSING_SCOPE):
            return Outcome.SCOPE_MISSING
        case AccessDenied():
            return Outcome.REFUSED
        case Throttled():
            raise NotNow(Outcome.THROTTLED, failure.retry_after) from failure
        case BadRequest():
            raise failure
        case _:
            raise NotNow(Outcome.UNAVAILABLE, DEFAULT_WAIT) from failure


async def _hits(shopify: Shopify, shop_id: int, number: str, names: tuple[str, ...]) -> tuple[Hit, ...]:
    after: str | None = None
    for _ in range(MOST_PAGES):
        found, after = await _search(shopify, shop_id, numbers.search_text(names), after)
        if exact := numbers.exact_matches(found, names):
            return exact
        if after is None:
            break
    code = numbers.confirmation_text(number)
    if code is None:
        return ()
    found, _ = await _search(shopify, shop_id, code, None)
    return numbers.confirmed(found, number)


async def _search(shopify: Shopify, shop_id: int, text: str, after: str | None) -> tuple[list[Hit], str | None]:
    result = await shopify.run(shop_id, "OrderSearch", {"q": text, "first": PAGE, "after": after})
    _check(result, "orders")
    orders = result.data.get("orders") or {}
    hits = [
        Hit(str(node["id"]), str(node.get("name") or ""), str(node.get("confirmationNumber") or ""))
        for node in orders.get("nodes") or ()
        if node
    ]
    page = orders.get("pageInfo") or {}
    return hits, page.get("endCursor") if page.get("hasNextPage") else None


async def _order(shopify: Shopify, shop_id: int, order_gid: str) -> Order | None:
    """The order with its contact. A refused contact is no contact; a refused order raises AccessDenied."""
    main, contact = await asyncio.gather(
        shopify.run(shop_id, "OrderById", {"id": order_gid}),
        shopify.run(shop_id, "OrderContact", {"id": order_gid}),
        return_exceptions=True,
    )
    if isinstance(main, BaseException):
        raise main
    _check(main, "order")
    data = main.data.get("order")
    if not data:
        return None
    order = order_from(data)
    if isinstance(contact, AccessDenied):
        return with_contact(order, {}, ("order",))
    if isinstance(contact, BaseException):
        raise contact
    return with_contact(order, contact.data.get("order") or {}, [error.path for error in contact.errors])


def _check(result: AdminResult, path: str) -> None:
    """Raises AccessDenied where an error stands in the place of what was asked for."""
    error = result.refused(path)
    if result.data.get(path) is None and error is not None and error.kind in ("missing_scope", "not_approved"):
        raise AccessDenied(AccessReason(error.kind.value), error.message)
