"""What Shopify says of an order before something is done to it: how it stands, amounts, what may come back, where to.

Nothing is kept of it: dialogs show it, and the job asks again at the moment when it acts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from backend.errors import NotFound, Refusal, TooMany
from backend.orders.act_rules import Line, Standing
from backend.orders.lookup import Shopify
from backend.orders.rules import Money
from backend.shopify.admin import (
    AccessDenied,
    AccessReason,
    BadRequest,
    ShopFrozen,
    ShopGone,
    ShopifyFailure,
    Throttled,
    TokenDead,
)
from backend.shopify.answers import ErrorKind

MISSING_SCOPE = (
    "Baton may not do this in your shop yet. Allow it when Shopify asks, or let the shop's owner do it once from Baton."
)
NOT_APPROVED = "Shopify has not approved this app for it. Do it in Shopify admin."
NO_ANSWER = "Shopify does not answer at the moment. Try again in a minute."
MOST_PAGES = 5
"""Of further lines, 100 each: an order in Shopify has 500 at most."""
GONE = "Shopify does not know this order any more, or it is older than 60 days. Look for it in Shopify admin."


@dataclass(frozen=True)
class Quote:
    """What would be given back. `payments` are OrderTransactionInputs without the order."""

    amount: Money
    subtotal: Money
    tax: Money
    shipping: Money
    most: Money
    gateways: tuple[str, ...]
    payments: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Returnable:
    """Items of one parcel that may come back."""

    id: str
    words: str
    quantity: int


@dataclass(frozen=True)
class Returns:
    """What may come back and why, by id; and the returns that there are: name and quantity by id."""

    items: tuple[Returnable, ...]
    reasons: Mapping[str, str]
    existing: Mapping[str, tuple[str, int]]


async def standing(shopify: Shopify, shop_id: int, order_gid: str) -> Standing:
    """How the order stands now. Raises ShopifyFailure, and NotFound."""
    order = _order(await shopify.run(shop_id, "OrderForActs", {"id": order_gid}))
    lines, has_all_lines = await _all_lines(shopify, shop_id, order_gid, order.get("lineItems") or {})
    suggested = order.get("suggestedRefund") or {}
    most = money_of(suggested.get("maximumRefundableSet"))
    return Standing(
        name=str(order.get("name") or ""),
        is_cancelled=order.get("cancelledAt") is not None,
        staff_note=str((order.get("cancellation") or {}).get("staffNote") or ""),
        fulfilment=str(order.get("displayFulfillmentStatus") or ""),
        return_state=str(order.get("returnStatus") or ""),
        note=str(order.get("note") or ""),
        tags=tuple(str(tag) for tag in order.get("tags") or ()),
        lines=lines,
        has_all_lines=has_all_lines,
        left=decimal_of(most.amount),
        shipping_left=decimal_of(money_of((suggested.get("shipping") or {}).get("maximumRefundableSet")).amount),
        currency=most.currency,
    )


async def _all_lines(
    shopify: Shopify, shop_id: int, order_gid: str, page: Mapping[str, Any]
) -> tuple[tuple[Line, ...], bool]:
    """The lines of an order from the first page on, and whether these are all."""
    nodes, turned = _nodes(page), 0
    while (after := _next(page)) is not None and turned < MOST_PAGES:
        asked = {"id": order_gid, "after": after}
        page = _order(await shopify.run(shop_id, "OrderLinesForActs", asked)).get("lineItems") or {}
        nodes, turned = nodes + _nodes(page), turned + 1
    return tuple(_line(node) for node in nodes), _next(page) is None


def _next(page: Mapping[str, Any]) -> str | None:
    """Where the next page begins, if there is one."""
    info = page.get("pageInfo") or {}
    return str(info["endCursor"]) if info.get("hasNextPage") else None


async def quote(
    shopify: Shopify, shop_id: int, order_gid: str, *, lines: Sequence[Mapping[str, Any]], shipping: bool, full: bool
) -> Quote:
    """What Shopify would give back. Raises ShopifyFailure, and NotFound."""
    asked = {"id": order_gid, "lines": list(lines), "shipping": shipping, "full": full}
    found = _order(await shopify.run(shop_id, "OrderRefundQuote", asked)).get("suggestedRefund") or {}
    transactions = found.get("suggestedTransactions") or ()
    return Quote(
        amount=money_of(found.get("amountSet")),
        subtotal=money_of(found.get("subtotalSet")),
        tax=money_of(found.get("totalTaxSet")),
        shipping=money_of((found.get("shipping") or {}).get("amountSet")),
        most=money_of(found.get("maximumRefundableSet")),
        gateways=tuple(str(each.get("formattedGateway") or each.get("gateway") or "") for each in transactions),
        payments=tuple(
            {
                "parentId": (each.get("parentTransaction") or {}).get("id"),
                "gateway": str(each.get("gateway") or ""),
                "kind": "REFUND",
                "amount": money_of(each.get("amountSet")).amount,
            }
            for each in transactions
        ),
    )


async def places(shopify: Shopify, shop_id: int, order_gid: str, lines: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Where each line's items would go back into stock. Raises ShopifyFailure: places need a scope of their own."""
    result = await shopify.run_granted(shop_id, "OrderRestockPlaces", {"id": order_gid, "lines": list(lines)})
    if any(error.kind is ErrorKind.MISSING_SCOPE for error in result.errors):
        raise AccessDenied(AccessReason.MISSING_SCOPE, "read_locations")
    found = (_order(result).get("suggestedRefund") or {}).get("refundLineItems") or ()
    return {str(each["lineItem"]["id"]): str(each["location"]["id"]) for each in found if each.get("location")}


async def returns(shopify: Shopify, shop_id: int, order_gid: str) -> Returns:
    """What may come back. Raises ShopifyFailure."""
    result = await shopify.run_granted(shop_id, "OrderReturnables", {"id": order_gid})
    order, data = _order(result), result.data
    items = [
        Returnable(
            str(one["fulfillmentLineItem"]["id"]), _words(one["fulfillmentLineItem"]["lineItem"]), one["quantity"]
        )
        for parcel in _nodes(data.get("returnableFulfillments"))
        for one in _nodes(parcel.get("returnableFulfillmentLineItems"))
    ]
    return Returns(
        items=tuple(items),
        reasons={str(each["id"]): str(each["name"]) for each in _nodes(data.get("returnReasonDefinitions"))},
        existing={
            str(each["id"]): (str(each["name"]), int(each["totalQuantity"])) for each in _nodes(order.get("returns"))
        },
    )


async def address(shopify: Shopify, shop_id: int, order_gid: str) -> Mapping[str, Any]:
    """The shipping address in its parts; empty where there is none, or where Shopify withholds it."""
    try:
        found = await shopify.run(shop_id, "OrderAddress", {"id": order_gid})
    except AccessDenied:
        return {}
    return (found.data.get("order") or {}).get("shippingAddress") or {}


def refusal_of(failure: ShopifyFailure) -> Refusal:
    """What an agent reads of a failure."""
    match failure:
        case Throttled():
            return TooMany("Shopify is limiting requests at the moment.", retry_after=failure.retry_after)
        case _:
            return Refusal(words_of(failure))


def words_of(failure: ShopifyFailure) -> str:
    """A failure in words that say what to do."""
    match failure:
        case AccessDenied(reason=AccessReason.MISSING_SCOPE):
            return MISSING_SCOPE
        case AccessDenied():
            return NOT_APPROVED
        case BadRequest():
            return "Shopify did not understand what was asked. Do it in Shopify admin."
        case TokenDead() | ShopGone():
            return "Baton is not connected to this shop any more. Open it again from Shopify admin."
        case ShopFrozen():
            return "Shopify has paused this shop."
        case _:
            return NO_ANSWER


def money_of(bag: Any) -> Money:
    """In the currency that the customer paid in; nothing where nothing is told."""
    told = (bag or {}).get("presentmentMoney") or {}
    return Money(str(told.get("amount") or "0"), str(told.get("currencyCode") or ""))


def decimal_of(amount: str) -> Decimal:
    try:
        return Decimal(amount)
    except InvalidOperation:
        return Decimal(0)


def _order(result: Any) -> Mapping[str, Any]:
    order: Mapping[str, Any] | None = result.data.get("order")
    if order is None:
        raise NotFound(GONE)
    return order


def _nodes(connection: Any) -> list[Any]:
    return [node for node in (connection or {}).get("nodes") or () if node]


def _line(node: Mapping[str, Any]) -> Line:
    return Line(
        id=str(node["id"]),
        title=str(node.get("title") or ""),
        variant=str(node.get("variantTitle") or ""),
        refundable=int(node.get("refundableQuantity") or 0),
        unfulfilled=int(node.get("unfulfilledQuantity") or 0),
        image_url=(node.get("image") or {}).get("url"),
    )


def _words(node: Mapping[str, Any]) -> str:
    return Line("", str(node.get("title") or ""), str(node.get("variantTitle") or ""), 0, 0).words
