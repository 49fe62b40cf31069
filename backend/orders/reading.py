"""Shopify's JSON becomes an Order, and an Order becomes a row's JSON and comes back the same.

Anything may be missing or null: Shopify nulls what it refuses, and one withheld field must not take the order with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from backend.orders.rules import Item, Money, Order, Parcel, ParcelEvent, Refund

_WITHHELD = {
    "email": "e-mail address",
    "phone": "phone number",
    "shippingAddress": "shipping address",
    "customer": "customer",
    "statusPageUrl": "order status page",
    "returns": "returns",
}


def order_from(data: Mapping[str, Any]) -> Order:
    """The order of an OrderById answer's `order`. What needs an approval of its own is added by `with_contact`."""
    parcels = tuple(_parcel(each) for each in _list(data.get("fulfillments")))
    return Order(
        gid=str(data["id"]),
        name=_text(data.get("name")),
        placed_at=moment_of(data.get("processedAt"))
        or moment_of(data.get("createdAt"))
        or datetime.fromtimestamp(0, UTC),
        total=_money(data.get("currentTotalPriceSet")) or Money("0.00", _text(data.get("currencyCode"))),
        legacy_id=_text(data.get("legacyResourceId")),
        payment=_text(data.get("displayFinancialStatus")),
        fulfilment=_text(data.get("displayFulfillmentStatus")),
        return_state=_text(data.get("returnStatus")),
        cancelled_at=moment_of(data.get("cancelledAt")),
        cancel_reason=_text(data.get("cancelReason")),
        is_test=bool(data.get("test")),
        items=tuple(_item(each) for each in _nodes(data.get("lineItems"))),
        item_ids=tuple(_text(each.get("id")) for each in _nodes(data.get("lineItems"))),
        has_more_items=bool(_mapping(_mapping(data.get("lineItems")).get("pageInfo")).get("hasNextPage")),
        parcels=parcels,
        refunds=tuple(refund for each in _list(data.get("refunds")) if (refund := _refund(each))),
        subtotal=_money(data.get("subtotalPriceSet")),
        shipping=_money(data.get("totalShippingPriceSet")),
        tax=_money(data.get("totalTaxSet")),
        discounts=_money(data.get("totalDiscountsSet")),
        refunded=_money(data.get("totalRefundedSet")),
        outstanding=_money(data.get("totalOutstandingSet")),
        shipping_address=_place(_mapping(data.get("shippingAddress"))),
        customer_id=_text(_mapping(data.get("customer")).get("id")) or None,
        updated_at=moment_of(data.get("updatedAt")),
    )


def with_contact(order: Order, contact: Mapping[str, Any], refused: Iterable[str]) -> Order:
    """Adds what OrderContact told. `refused` are dotted paths that Shopify withheld; "order" or "" means all of it."""
    address, customer = _mapping(contact.get("shippingAddress")), _mapping(contact.get("customer"))
    lines = tuple(_text(line) for line in _list(address.get("formatted")) if line)
    if lines and _text(address.get("name")) and address["name"] not in lines:
        lines = (_text(address["name"]), *lines)
    return replace(
        order,
        email=_text(contact.get("email")) or None,
        phone=_text(contact.get("phone")) or _text(address.get("phone")) or None,
        status_url=_web_address(contact.get("statusPageUrl")),
        shipping_address=lines or order.shipping_address,
        customer_name=_text(customer.get("displayName")) or None,
        customer_id=order.customer_id or _text(customer.get("id")) or None,
        withheld=_withheld(refused),
    )


def _withheld(refused: Iterable[str]) -> tuple[str, ...]:
    parts = [path.split(".") for path in refused]
    if any(len(path) < 2 for path in parts):
        return tuple(_WITHHELD[key] for key in ("email", "phone", "shippingAddress", "customer", "statusPageUrl"))
    return tuple(dict.fromkeys(_WITHHELD[path[1]] for path in parts if path[1] in _WITHHELD))


def _parcel(data: Mapping[str, Any]) -> Parcel:
    tracking = _mapping(next(iter(_list(data.get("trackingInfo"))), None))
    events = sorted(
        _nodes(data.get("events")),
        key=lambda event: moment_of(event.get("happenedAt")) or datetime.min.replace(tzinfo=UTC),
    )
    estimate = moment_of(data.get("estimatedDeliveryAt"))
    promises = [estimate, *(moment_of(event.get("estimatedDeliveryAt")) for event in events)]
    state = _text(data.get("displayStatus")) or ("CANCELED" if data.get("status") == "CANCELLED" else "FULFILLED")
    return Parcel(
        name=_text(data.get("name")),
        state=state,
        carrier=_text(tracking.get("company")),
        tracking_number=_text(tracking.get("number")),
        tracking_url=_web_address(tracking.get("url")),
        estimate=estimate,
        promised=min((promise for promise in promises if promise is not None), default=None),
        delivered_at=moment_of(data.get("deliveredAt")),
        last_event=_event(events[-1]) if events else None,
    )


def _event(data: Mapping[str, Any]) -> ParcelEvent:
    return ParcelEvent(
        text=_text(data.get("message")) or _text(data.get("status")), at=moment_of(data.get("happenedAt"))
    )


def _item(data: Mapping[str, Any]) -> Item:
    quantity, current = _count(data.get("quantity")), _count(data.get("currentQuantity"), data.get("quantity"))
    variant = _text(data.get("variantTitle"))
    return Item(
        title=_text(data.get("title")),
        variant="" if variant == "Default Title" else variant,
        sku=_text(data.get("sku")),
        quantity=quantity,
        fulfilled=max(0, current - _count(data.get("unfulfilledQuantity"))),
        refunded=max(0, quantity - current),
        image_url=_web_address(_mapping(data.get("image")).get("url")),
        unit_price=_money(data.get("discountedUnitPriceSet")),
    )


def _refund(data: Mapping[str, Any]) -> Refund | None:
    at, amount = moment_of(data.get("createdAt")), _money(data.get("totalRefundedSet"))
    if at is None or amount is None:
        return None
    lines = _nodes(data.get("refundLineItems"))
    items = (f"{_count(line.get('quantity'))} × {_text(_mapping(line.get('lineItem')).get('title'))}" for line in lines)
    return Refund(at=at, amount=amount, note=_text(data.get("note")), items=tuple(items))


def _place(address: Mapping[str, Any]) -> tuple[str, ...]:
    """Town and country: all of an address that needs no approval of its own."""
    town = ", ".join(part for part in (_text(address.get("city")), _text(address.get("province"))) if part)
    return tuple(part for part in (town, _text(address.get("country"))) if part)


def _money(data: Any) -> Money | None:
    """In the currency that the customer paid in."""
    money = _mapping(_mapping(data).get("presentmentMoney")) or _mapping(_mapping(data).get("shopMoney"))
    return Money(_text(money["amount"]), _text(money.get("currencyCode"))) if "amount" in money else None


def _web_address(value: Any) -> str | None:
    """Links come from carriers, merchants and themes, as text: only web addresses become links."""
    address = _text(value)
    return address if address.startswith(("https://", "http://")) else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return [each for each in value if each is not None] if isinstance(value, list) else []


def _nodes(value: Any) -> list[Any]:
    return _list(_mapping(value).get("nodes"))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _count(value: Any, otherwise: Any = 0) -> int:
    return int(value if value is not None else otherwise or 0)


def moment_of(value: Any) -> datetime | None:
    """A moment as Shopify or a row writes it; None for anything else."""
    if isinstance(value, datetime):
        return value
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


def order_json(order: Order) -> dict[str, Any]:
    """An order as a row keeps it."""
    kept: dict[str, Any] = _plain(asdict(order))
    return kept


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def order_of(kept: Mapping[str, Any]) -> Order | None:
    """The order that a row keeps; None where it keeps none. Fields that were added since get their defaults."""
    if not kept:
        return None
    values = {name: value for name, value in kept.items() if name in Order.__dataclass_fields__}
    for name in ("total", "subtotal", "shipping", "tax", "discounts", "refunded", "outstanding"):
        values[name] = _kept_money(values.get(name))
    for name in ("placed_at", "cancelled_at", "updated_at"):
        values[name] = moment_of(values.get(name))
    values["items"] = tuple(
        Item(**{**item, "unit_price": _kept_money(item.get("unit_price"))}) for item in kept.get("items", ())
    )
    values["parcels"] = tuple(_kept_parcel(parcel) for parcel in kept.get("parcels", ()))
    values["refunds"] = tuple(
        Refund(moment_of(each["at"]) or datetime.min, Money(**each["amount"]), each["note"], tuple(each["items"]))
        for each in kept.get("refunds", ())
    )
    for name in ("shipping_address", "withheld", "item_ids"):
        values[name] = tuple(values.get(name, ()))
    return Order(**values)


def _kept_money(kept: Any) -> Money | None:
    return Money(**kept) if kept else None


def _kept_parcel(kept: Mapping[str, Any]) -> Parcel:
    moments = {name: moment_of(kept.get(name)) for name in ("estimate", "promised", "delivered_at")}
    event = kept.get("last_event")
    return Parcel(
        **{**kept, **moments, "last_event": ParcelEvent(event["text"], moment_of(event["at"])) if event else None}
    )
