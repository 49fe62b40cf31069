"""What apps may do to an order. A refusal is a user error in the payload, and nothing has changed."""

import json
from collections import Counter
from decimal import Decimal
from typing import Any

from graphql import GraphQLError

from simulator import orders, refunds
from simulator.admin.context import Arguments, Context, Fields, Values, Within, gid, number_of
from simulator.admin.order_fields import visible_orders
from simulator.records import Address, Order, Refund
from simulator.state import SlowJob

NOTHING = Decimal("0.00")
ADDRESS = {
    "firstName": "first_name", "lastName": "last_name", "address1": "address1", "address2": "address2", "city": "city",
    "zip": "zip", "provinceCode": "province_code", "countryCode": "country_code", "phone": "phone",
}  # fmt: skip


def find(context: Context, global_id: str) -> Order | None:
    wanted = number_of("Order", global_id)
    return next((order for order in visible_orders(context) if order.id == wanted), None)


def problem(message: str, *field: str, code: str | None = None) -> Values:
    return {"field": list(field) or None, "message": message, "code": code}


def changed(context: Context, order: Order) -> None:
    """The order moved: its time changes, and `orders/updated` follows."""
    order.updated_at = context.world.now()
    context.events.append(("orders/updated", order))


def order_update(context: Context, a: Arguments) -> Values:
    given = a["input"]
    order = find(context, given["id"])
    if order is None:
        return {"order": None, "userErrors": [problem("Order does not exist", "id")]}
    if (address := given.get("shippingAddress")) is not None:
        if missing := [name for name in ("address1", "city", "countryCode", "lastName") if not address.get(name)]:
            errors = [problem("can't be blank", "shippingAddress", name) for name in missing]
            return {"order": order, "userErrors": errors}
        order.shipping_address = addressed(context, address)
    for name in ("note", "email", "phone"):
        if name in given:
            setattr(order, name, given[name])
    if "tags" in given:
        order.tags = sorted(set(given["tags"] or []))
    if "customAttributes" in given:
        order.custom_attributes = {entry["key"]: entry["value"] for entry in given["customAttributes"] or []}
    changed(context, order)
    return {"order": order, "userErrors": []}


def addressed(context: Context, given: Values) -> Address:
    """The address as Shopify keeps it: with the country's name, which here is that of an address known to the shop."""
    values: dict[str, Any] = {ours: given.get(theirs) for theirs, ours in ADDRESS.items()}
    for required in ("first_name", "zip"):
        values[required] = values[required] or ""
    code = given["countryCode"]
    known = (order.shipping_address for order in context.shop.orders if order.shipping_address)
    country = next((where.country for where in known if where.country_code == code), code)
    return Address(**values, country=country, province=given.get("provinceCode"))


def tag(context: Context, a: Arguments, add: bool) -> Values:
    order = find(context, a["id"]) if context.has("write_orders") else None
    if order is None:
        return {"node": None, "userErrors": [problem("Resource not found", "id")]}
    given = {name.strip() for name in a["tags"]}
    order.tags = sorted(set(order.tags) | given if add else set(order.tags) - given)
    changed(context, order)
    return {"node": order, "userErrors": []}


def order_cancel(context: Context, a: Arguments) -> Values:
    """Shopify checks at once and cancels in a job. `slow_jobs` of the shop's faults lets the job take its time."""
    order = find(context, a["orderId"])
    if order is None:
        return not_cancelled("Order does not exist", "NOT_FOUND")
    refusal = why_not_cancelled(order)
    if refusal:
        return not_cancelled(refusal, "INVALID")
    job, shop = context.world.next_id(), context.shop
    if shop.faults.slow_jobs:
        shop.jobs[job] = SlowJob(shop.faults.slow_jobs, lambda later: cancel(later, order, a))
    else:
        cancel(context, order, a)
    answer = {"id": gid("Job", job), "done": not shop.faults.slow_jobs}
    return {"job": answer, "orderCancelUserErrors": [], "userErrors": []}


def not_cancelled(why: str, code: str) -> Values:
    error = problem(why, "orderId", code=code)
    return {"job": None, "orderCancelUserErrors": [error], "userErrors": [error]}


def why_not_cancelled(order: Order) -> str | None:
    if order.cancelled_at is not None:
        return "Cannot cancel an order that has already been canceled"
    if any(orders.fulfilled(order, line) for line in order.lines):
        return "Cannot cancel an order that has outstanding fulfillments"
    return "Cannot cancel an order with open returns" if orders.return_status(order) == "IN_PROGRESS" else None


def cancel(context: Context, order: Order, a: Arguments) -> None:
    method = a.get("refundMethod") or {}
    pay_back = bool(a.get("refund") or method.get("originalPaymentMethodsRefund"))
    held = [(line, line.current_quantity) for line in order.lines]
    orders.cancel(order, context.world.now(), a["reason"], context.world.next_id, pay_back)
    order.staff_note = a.get("staffNote")
    if a["restock"]:
        for line, quantity in held:
            refunds.restock(context.shop, line, quantity)
    changed(context, order)


def job(context: Context, a: Arguments) -> Values:
    """Whether a job is done. Looking after a slow one is what lets it go on."""
    number = number_of("Job", a["id"])
    waiting = context.shop.jobs.get(number)
    if waiting is not None:
        waiting.looks -= 1
        if waiting.looks <= 0:
            del context.shop.jobs[number]
            waiting.work(context)
    return {"id": a["id"], "done": number not in context.shop.jobs}


def refund_create(context: Context, a: Arguments) -> Values:
    """Money moves only by the given transactions. The same key with the same input is the same refund."""
    given, key = a["input"], context.idempotency_key
    if not key:
        raise GraphQLError(
            "The @idempotent directive is required for this mutation but was not provided.",
            extensions={"code": "BAD_REQUEST"},
        )
    order = find(context, given["orderId"])
    if order is None:
        return {"order": None, "refund": None, "userErrors": [problem("Order does not exist", "orderId")]}
    before, asked = context.shop.refunds_by_key.get(key), json.dumps(given, sort_keys=True, default=str)
    if before is not None and before[0] != asked:
        message = "The same idempotency key cannot be used with different operation parameters."
        return {"order": order, "refund": None, "userErrors": [problem(message)]}
    if before is not None:
        return {"order": order, "refund": Within(order, before[1]), "userErrors": []}
    try:
        done = give_back(context, order, given)
    except ValueError as refusal:
        return {"order": order, "refund": None, "userErrors": [problem(str(refusal).capitalize(), "transactions")]}
    context.shop.refunds_by_key[key] = (asked, done)
    changed(context, order)
    return {"order": order, "refund": Within(order, done), "userErrors": []}


def give_back(context: Context, order: Order, given: Values) -> Refund:
    asked = given.get("refundLineItems") or []
    lines: Counter[int] = Counter()
    for entry in asked:
        lines[number_of("LineItem", entry["lineItemId"])] += entry["quantity"]
    amount = sum((Decimal(str(entry["amount"])) for entry in given.get("transactions") or []), NOTHING)
    shipping = shipping_of(order, given.get("shipping") or {})
    now, world = context.world.now(), context.world
    done = orders.refund(order, now, world.next_id, amount, dict(lines), given.get("note"))
    back = [entry for entry in asked if entry.get("restockType", "NO_RESTOCK") != "NO_RESTOCK"]
    for entry in back:
        number = number_of("LineItem", entry["lineItemId"])
        refunds.restock(context.shop, next(line for line in order.lines if line.id == number), entry["quantity"])
    done.restocked = frozenset(number_of("LineItem", entry["lineItemId"]) for entry in back)
    done.shipping = shipping
    return done


def shipping_of(order: Order, given: Values) -> Decimal:
    asked = order.shipping_left if given.get("fullRefund") else Decimal(str(given.get("amount") or "0"))
    if asked > order.shipping_left:
        raise ValueError(f"shipping: at most {order.shipping_left} can be refunded")
    return asked


def return_create(context: Context, a: Arguments) -> Values:
    """A fulfillment line item's id here is its line item's, under its own kind."""
    given = a["returnInput"]
    order = find(context, given["orderId"])
    if order is None:
        return {"return": None, "userErrors": [problem("Order does not exist", "orderId", code="NOT_FOUND")]}
    asked = given["returnLineItems"]
    lines = {number_of("FulfillmentLineItem", entry["fulfillmentLineItemId"]): entry["quantity"] for entry in asked}
    try:
        returned = orders.open_return(order, context.world.now(), context.world.next_id, lines)
    except ValueError as refusal:
        error = problem(str(refusal).capitalize(), "returnInput", "returnLineItems", code="INVALID")
        return {"return": None, "userErrors": [error]}
    changed(context, order)
    return {"return": Within(order, returned), "userErrors": []}


ORDER_MUTATION: Fields = {
    "orderUpdate": lambda _, c, a: order_update(c, a),
    "orderCancel": lambda _, c, a: order_cancel(c, a),
    "refundCreate": lambda _, c, a: refund_create(c, a),
    "returnCreate": lambda _, c, a: return_create(c, a),
    "tagsAdd": lambda _, c, a: tag(c, a, add=True),
    "tagsRemove": lambda _, c, a: tag(c, a, add=False),
}
