"""Changes to orders that the control page asks for.

Actions: `fulfil` (`company`, `lines`), a carrier's word on the newest parcel (`label`, `pick-up`, `in-transit`,
`delay`, `out-for-delivery`, `attempt`, `deliver`, `fail`, with `message` and `parcel`), `refund` (`amount`, `lines`,
`note`), `return` (`lines`), `cancel` (`reason`), `hold`, `unhold`. `lines` maps line item ids to quantities. A change
that cannot be made raises ValueError before anything has moved.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from simulator import orders
from simulator.records import Customer, Fulfillment, LineItem, Order, Variant
from simulator.shops.making import confirmation
from simulator.state import SimShop, World

Body = dict[str, Any]
MARKS = {
    "label": "LABEL_PRINTED",
    "pick-up": "CARRIER_PICKED_UP",
    "in-transit": "IN_TRANSIT",
    "delay": "DELAYED",
    "out-for-delivery": "OUT_FOR_DELIVERY",
    "attempt": "ATTEMPTED_DELIVERY",
    "deliver": "DELIVERED",
    "fail": "FAILURE",
}
REASONS = frozenset({"CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"})


def apply(world: World, order: Order, body: Body) -> Fulfillment | None:
    """Changes the order; gives the parcel if one was made or moved."""
    action, now = body["action"], world.now()
    if action == "fulfil":
        return fulfil(world, order, body)
    if action in MARKS:
        parcel = named_parcel(order, body.get("parcel"))
        orders.mark(order, parcel, MARKS[action], now, world.next_id, body.get("message"))
        return parcel
    if action == "refund":
        amount = Decimal(str(body["amount"])) if "amount" in body else None
        orders.refund(order, now, world.next_id, amount, quantities(body) or None, body.get("note"))
    elif action == "return":
        orders.open_return(order, now, world.next_id, quantities(body))
    elif action == "cancel":
        reason = body.get("reason", "CUSTOMER")
        if reason not in REASONS:
            raise ValueError("reason must be one of " + ", ".join(sorted(REASONS)))
        orders.cancel(order, now, reason, world.next_id)
    elif action in {"hold", "unhold"}:
        order.on_hold, order.updated_at = action == "hold", now
    else:
        raise ValueError(f"unknown action {action}")
    return None


def fulfil(world: World, order: Order, body: Body) -> Fulfillment:
    company = body.get("company", "USPS")
    if company not in orders.CARRIERS:
        raise ValueError("company must be one of " + ", ".join(orders.CARRIERS))
    if order.cancelled_at is not None:
        raise ValueError("a cancelled order cannot be fulfilled")
    return orders.fulfil(order, world.now(), world.next_id, company, quantities(body) or None)


def quantities(body: Body) -> dict[int, int]:
    return {int(line): int(quantity) for line, quantity in (body.get("lines") or {}).items()}


def named_parcel(order: Order, name: str | None) -> Fulfillment:
    parcels = [parcel for parcel in order.fulfillments if name in {None, parcel.name}]
    if not parcels:
        raise ValueError("the order has no such parcel")
    return parcels[-1]


def place(world: World, shop: SimShop, body: Body) -> Order:
    """A new, paid order of a known customer; `goods` maps product handles to quantities (first variant in stock)."""
    wanted = str(body["email"]).casefold()
    customer = next((known for known in shop.customers if known.email.casefold() == wanted), None)
    if customer is None:
        raise ValueError("no customer has that e-mail address")
    lines = [line(world, shop, handle, int(quantity)) for handle, quantity in body["goods"].items()]
    if not lines:
        raise ValueError("goods must name a product")
    number = next_number(shop)
    placed = world.now() - timedelta(days=float(body.get("days_ago", 0)))
    order = Order(
        id=world.next_id(),
        name=str(body.get("name") or f"{shop.order_prefix}{number}{shop.order_suffix}"),
        number=number,
        confirmation_number=confirmation(number, customer.id),
        created_at=placed,
        updated_at=placed,
        customer=customer,
        email=customer.email,
        phone=customer.phone,
        shipping_address=last_address(shop, customer),
        lines=lines,
        currency=shop.currency,
    )
    shop.orders.append(order)
    return order


def next_number(shop: SimShop) -> int:
    """One more than the newest order of the ordinary series."""
    ordinary = [o for o in shop.orders if o.name == f"{shop.order_prefix}{o.number}{shop.order_suffix}"]
    newest = max(ordinary, key=lambda order: order.created_at)
    taken = {order.number for order in shop.orders}
    number = newest.number + 1
    while number in taken:
        number += 1
    return number


def line(world: World, shop: SimShop, handle: str, quantity: int) -> LineItem:
    product = shop.product(handle)
    if product is None or quantity < 1:
        raise ValueError(f"cannot order {quantity} of {handle}")
    variant: Variant = next((held for held in product.variants if held.inventory), product.variants[0])
    shown = None if variant.title == "Default Title" else variant.title
    return LineItem(
        world.next_id(), product.title, shown, variant.sku, quantity, quantity, variant.price, handle, variant.id
    )


def last_address(shop: SimShop, customer: Customer) -> Any:
    own = [order for order in shop.orders if order.customer is customer]
    return max(own, key=lambda order: order.created_at).shipping_address if own else None
