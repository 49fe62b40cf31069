"""Asks Shopify about one order, in one round trip: a search whose few candidates come whole, matched exactly here.

Their contacts, which an approval of its own guards, are asked for at the same moment by the same search. Only where the
order is not among the first few does the search go on, by names, and the order is read by its id.
Nothing here touches the database. What goes wrong becomes an outcome with its own words; only our mistakes are raised.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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

MOST_PAGES = 4
MOST_MATCHES = 3
DEFAULT_WAIT = 15.0

log = structlog.get_logger(__name__)


class Shopify(Protocol):
    """Asks Shopify on behalf of a shop; `backend.shops.door.ShopifyDoor`."""

    async def run(
        self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None
    ) -> AdminResult: ...

    async def run_granted(
        self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None
    ) -> AdminResult:
        """What needs a scope that was perhaps granted a moment ago."""
        ...


class NotNow(Exception):
    """Shopify gave no answer now; `outcome` says how, and `seconds` when it may."""

    def __init__(self, outcome: Outcome, seconds: float) -> None:
        super().__init__(outcome.value)
        self.outcome, self.seconds = outcome, seconds


async def by_number(shopify: Shopify, shop: Shop, number: str, fetched_at: datetime) -> Finding:
    """The order that a normalised number means. Raises NotNow, and BadRequest for a mistake of ours."""
    assert shop.id is not None
    wanted = _Wanted(number, numbers.candidates(number, shop.order_prefix, shop.order_suffix))
    try:
        orders = await _search(shopify, shop.id, wanted)
    except ShopifyFailure as failure:
        return Finding(_refusal(failure), fetched_at)
    if orders is None:
        return Finding(Outcome.AMBIGUOUS, fetched_at)
    return Finding(Outcome.FOUND if orders else Outcome.NOT_FOUND, fetched_at, orders)


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


@dataclass(frozen=True)
class _Wanted:
    """What is looked for: a number as it was asked, and the names that it can stand for."""

    number: str
    names: tuple[str, ...]

    @property
    def search_text(self) -> str:
        code = numbers.confirmation_text(self.number)
        return " OR ".join(filter(None, (numbers.search_text(self.names), code)))

    def matches(self, nodes: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
        """The ids of the orders that are meant, by name or else by the code of the thank-you page."""
        hits = [Hit(str(n["id"]), str(n.get("name") or ""), str(n.get("confirmationNumber") or "")) for n in nodes]
        exact = numbers.exact_matches(hits, self.names) or numbers.confirmed(hits, self.number)
        return tuple(hit.id for hit in exact)


async def _search(shopify: Shopify, shop_id: int, wanted: _Wanted) -> tuple[Order, ...] | None:
    """The orders that are meant; None where they are too many to choose from."""
    main, contacts = await asyncio.gather(
        shopify.run(shop_id, "OrderSearch", {"q": wanted.search_text}),
        _contacts(shopify, shop_id, "OrderSearchContact", {"q": wanted.search_text}),
        return_exceptions=True,
    )
    nodes, has_more = _page(main)
    found = {str(node["id"]): node for node in nodes}
    matches = wanted.matches(nodes)
    if has_more:  # the one that is meant, or another of the same name, may be further on
        matches = await _matches_by_name(shopify, shop_id, wanted)
    if len(matches) > MOST_MATCHES:
        return None
    known = _contact_of(contacts, "orders.nodes")
    orders = []
    for gid in matches:
        if gid in found and (isinstance(contacts, AccessDenied) or gid in known):
            orders.append(with_contact(order_from(found[gid]), *known.get(gid, ({}, ("order",)))))
        elif (order := await _order(shopify, shop_id, gid)) is not None:
            orders.append(order)
    return tuple(orders)


async def _matches_by_name(shopify: Shopify, shop_id: int, wanted: _Wanted) -> tuple[str, ...]:
    after: str | None = None
    for _ in range(MOST_PAGES):
        result = await shopify.run(shop_id, "OrderNames", {"q": wanted.search_text, "after": after})
        nodes, has_more = _page(result)
        if (matches := wanted.matches(nodes)) or not has_more:
            return matches
        after = result.data["orders"]["pageInfo"].get("endCursor")
    return ()


def _page(result: AdminResult | BaseException) -> tuple[list[Mapping[str, Any]], bool]:
    """The orders on a page of a search, and whether there are more. Raises what was raised, and AccessDenied."""
    if isinstance(result, BaseException):
        raise result
    _check(result, "orders")
    orders = result.data.get("orders") or {}
    nodes = [node for node in orders.get("nodes") or () if node]
    return nodes, bool((orders.get("pageInfo") or {}).get("hasNextPage"))


async def _order(shopify: Shopify, shop_id: int, order_gid: str) -> Order | None:
    """The order with its contact. A refused contact is no contact; a refused order raises AccessDenied."""
    main, contact = await asyncio.gather(
        shopify.run(shop_id, "OrderById", {"id": order_gid}),
        _contacts(shopify, shop_id, "OrderContact", {"id": order_gid}),
        return_exceptions=True,
    )
    if isinstance(main, BaseException):
        raise main
    _check(main, "order")
    data = main.data.get("order")
    if not data:
        return None
    return with_contact(order_from(data), *_contact_of(contact, "order").get(order_gid, ({}, ("order",))))


async def _contacts(shopify: Shopify, shop_id: int, operation: str, variables: Mapping[str, Any]) -> AdminResult:
    """Contacts, without the status page where it is withheld: it may not be null, and would take the rest with it."""
    try:
        result = await shopify.run(shop_id, operation, variables)
    except AccessDenied:
        return await shopify.run(shop_id, operation, {**variables, "withPage": False})
    if any(error.path.endswith("statusPageUrl") for error in result.errors):
        return await shopify.run(shop_id, operation, {**variables, "withPage": False})
    return result


def _contact_of(answer: AdminResult | BaseException, path: str) -> dict[str, tuple[Mapping[str, Any], tuple[str, ...]]]:
    """By order: what was told, and the dotted paths of what was refused. Raises what is not a refusal."""
    if isinstance(answer, AccessDenied):
        return {}
    if isinstance(answer, BaseException):
        raise answer
    found: Any = answer.data
    for part in path.split("."):
        found = (found or {}).get(part)
    nodes = found if isinstance(found, list) else [found]
    told = {}
    for index, node in enumerate(nodes):
        if node:
            own = f"{path}.{index}." if isinstance(found, list) else f"{path}."
            refused = [f"order.{e.path.removeprefix(own)}" for e in answer.errors if e.path.startswith(own)]
            told[str(node["id"])] = (node, (*refused, *(() if "statusPageUrl" in node else ("order.statusPageUrl",))))
    return told


def _check(result: AdminResult, path: str) -> None:
    """Raises AccessDenied where an error stands in the place of what was asked for."""
    error = result.refused(path)
    if result.data.get(path) is None and error is not None and error.kind in ("missing_scope", "not_approved"):
        raise AccessDenied(AccessReason(error.kind.value), error.message)
