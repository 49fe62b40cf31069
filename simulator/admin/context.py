"""What every field of the Admin API may use: who asks, global ids, money, pages of a list."""

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from graphql import GraphQLError

from simulator import records, state
from simulator.settings import SimulatorSettings
from simulator.state import AccessToken, SimShop, World

Arguments = dict[str, Any]
Values = dict[str, Any]
MAX_PAGE = 250


@dataclass
class Context:
    """One request. `events` are the webhooks that its mutations cause, as `(topic, order)`."""

    world: World
    shop: SimShop
    settings: SimulatorSettings
    token: AccessToken
    scopes: frozenset[str]
    events: list[tuple[str, records.Order]] = field(default_factory=list)
    uninstalled: bool = False
    scopes_before: tuple[str, ...] | None = None
    idempotency_key: str | None = None

    @property
    def origin(self) -> str:
        return self.settings.storefront_origin(self.shop.domain)

    def has(self, scope: str) -> bool:
        """Whether the token may do that; the right to write includes the right to read."""
        return scope in self.scopes or scope.replace("read_", "write_", 1) in self.scopes


Resolver = Callable[[Any, Context, Arguments], Any]
Fields = Mapping[str, Resolver]


class Within(NamedTuple):
    """A record that needs the order around it, e.g. a line item for its currency."""

    order: records.Order
    it: Any


NAMES: dict[type, str] = {
    records.Order: "Order",
    records.Product: "Product",
    records.Variant: "ProductVariant",
    records.Page: "Page",
    records.Article: "Article",
    records.Blog: "Blog",
    records.Policy: "ShopPolicy",
    records.Customer: "Customer",
    records.LineItem: "LineItem",
    records.Fulfillment: "Fulfillment",
    records.FulfillmentEvent: "FulfillmentEvent",
    records.Refund: "Refund",
    records.Return: "Return",
    records.StaffMember: "StaffMember",
    state.Theme: "OnlineStoreTheme",
    state.SimShop: "Shop",
}


def bare(source: Any) -> Any:
    return source.it if isinstance(source, Within) else source


def type_name(source: Any) -> str:
    """The GraphQL type of a record; dictionaries carry it as `__typename`."""
    record = bare(source)
    if isinstance(record, dict):
        return str(record["__typename"])
    return NAMES[type(record)]


def gid(kind: str, number: int | str) -> str:
    return f"gid://shopify/{kind}/{number}"


def number_of(kind: str, global_id: str) -> int:
    """The number in a global id of that kind; -1, which no record has, for any other id."""
    found = global_id.removeprefix(f"gid://shopify/{kind}/").split("?")[0]
    return int(found) if found.isascii() and found.isdigit() else -1


def money(amount: Decimal, currency: str) -> Values:
    return {"amount": f"{amount:.2f}", "currencyCode": currency}


def bag(amount: Decimal, currency: str) -> Values:
    """Shops here sell in one currency: the shopper's money is the shop's money."""
    return {"shopMoney": money(amount, currency), "presentmentMoney": money(amount, currency)}


def count(items: Iterable[object]) -> Values:
    return {"count": sum(1 for _ in items), "precision": "EXACT"}


def cursor(item: Any) -> str:
    """Opaque to clients, as Shopify's are; here it is the record's identity."""
    record = bare(item)
    identity = record.get("id", record) if isinstance(record, dict) else record.id
    return base64.b64encode(f"last:{identity}".encode()).decode()


def connection(items: list[Any], arguments: Arguments) -> Values:
    """The asked page of a list. Asking neither for the first nor the last is an error, as in Shopify."""
    first, last = arguments.get("first"), arguments.get("last")
    if first is None and last is None:
        raise GraphQLError("you must provide one of first or last", extensions={"code": "BAD_REQUEST"})
    if not all(0 <= size <= MAX_PAGE for size in (first, last) if size is not None):
        raise GraphQLError(f"first and last must be between 0 and {MAX_PAGE}", extensions={"code": "BAD_REQUEST"})
    ordered = items[::-1] if arguments.get("reverse") else items
    start = position(ordered, arguments.get("after"), default=-1) + 1
    stop = position(ordered, arguments.get("before"), default=len(ordered))
    if first is not None:
        stop = min(stop, start + first)
    if last is not None:
        start = max(start, stop - last)
    page = ordered[start:stop]
    info = {
        "hasNextPage": stop < len(ordered),
        "hasPreviousPage": start > 0,
        "startCursor": cursor(page[0]) if page else None,
        "endCursor": cursor(page[-1]) if page else None,
    }
    return {"nodes": page, "edges": [{"cursor": cursor(item), "node": item} for item in page], "pageInfo": info}


def position(items: list[Any], wanted: str | None, default: int) -> int:
    if wanted is None:
        return default
    for place, item in enumerate(items):
        if cursor(item) == wanted:
            return place
    raise GraphQLError("Invalid cursor for current pagination sort.", extensions={"code": "BAD_REQUEST"})
