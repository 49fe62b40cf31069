"""The mutations. A refusal by Shopify's business rules is a user error in the payload, and nothing has changed."""

from decimal import Decimal

from simulator import orders
from simulator.admin.context import Arguments, Context, Fields, Values, Within, gid, number_of
from simulator.admin.order_fields import visible_orders
from simulator.admin.shop_fields import app, metafield, scope
from simulator.records import Order

LARGEST_JSON = 16 * 1024
TYPES = frozenset({"json", "boolean", "single_line_text_field", "multi_line_text_field", "number_integer", "url", "id"})


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
    for name in ("note", "email", "phone"):
        if name in given:
            setattr(order, name, given[name])
    if "tags" in given:
        order.tags = sorted(set(given["tags"] or []))
    if "customAttributes" in given:
        order.custom_attributes = {entry["key"]: entry["value"] for entry in given["customAttributes"] or []}
    changed(context, order)
    return {"order": order, "userErrors": []}


def tag(context: Context, a: Arguments, add: bool) -> Values:
    order = find(context, a["id"]) if context.has("write_orders") else None
    if order is None:
        return {"node": None, "userErrors": [problem("Resource not found", "id")]}
    given = {name.strip() for name in a["tags"]}
    order.tags = sorted(set(order.tags) | given if add else set(order.tags) - given)
    changed(context, order)
    return {"node": order, "userErrors": []}


def order_cancel(context: Context, a: Arguments) -> Values:
    order = find(context, a["orderId"])
    if order is None:
        error = problem("Order does not exist", "orderId", code="NOT_FOUND")
        return {"job": None, "orderCancelUserErrors": [error], "userErrors": [error]}
    method = a.get("refundMethod") or {}
    try:
        pay_back = bool(a.get("refund") or method.get("originalPaymentMethodsRefund"))
        orders.cancel(order, context.world.now(), a["reason"], context.world.next_id, pay_back)
    except ValueError as refusal:
        error = problem(str(refusal).capitalize(), "orderId", code="INVALID")
        return {"job": None, "orderCancelUserErrors": [error], "userErrors": [error]}
    changed(context, order)
    job = {"id": gid("Job", context.world.next_id()), "done": True}
    return {"job": job, "orderCancelUserErrors": [], "userErrors": []}


def refund_create(context: Context, a: Arguments) -> Values:
    given = a["input"]
    order = find(context, given["orderId"])
    if order is None:
        return {"order": None, "refund": None, "userErrors": [problem("Order does not exist", "orderId")]}
    asked = given.get("refundLineItems") or []
    lines = {number_of("LineItem", entry["lineItemId"]): entry["quantity"] for entry in asked}
    by_id = {line.id: line for line in order.lines}
    amounts = [Decimal(str(entry["amount"])) for entry in given.get("transactions") or []]
    goods = sum((by_id[line].price * quantity for line, quantity in lines.items() if line in by_id), Decimal("0.00"))
    try:
        now = context.world.now()
        amount = sum(amounts, Decimal("0.00")) if amounts else goods
        done = orders.refund(order, now, context.world.next_id, amount, lines, given.get("note"))
    except ValueError as refusal:
        return {"order": order, "refund": None, "userErrors": [problem(str(refusal).capitalize(), "refundLineItems")]}
    changed(context, order)
    return {"order": order, "refund": Within(order, done), "userErrors": []}


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


def metafields_set(context: Context, a: Arguments) -> Values:
    """All or none; only the app's own installation can own metafields here."""
    entries = a["metafields"]
    errors = [
        {**error, "elementIndex": place}
        for place, entry in enumerate(entries)
        if (error := metafield_problem(context, entry)) is not None
    ]
    if errors:
        return {"metafields": [], "userErrors": errors}
    for entry in entries:
        place = (entry.get("namespace") or "$app", entry["key"])
        context.shop.grant.metafields[place] = (entry["type"], entry["value"])
    held = [(entry.get("namespace") or "$app", entry["key"], entry["type"], entry["value"]) for entry in entries]
    return {"metafields": [metafield(context, *parts) for parts in held], "userErrors": []}


def metafield_problem(context: Context, entry: Arguments) -> Values | None:
    if entry["ownerId"] != gid("AppInstallation", context.shop.id):
        return problem("Owner does not exist.", "metafields", "ownerId", code="INVALID")
    if entry.get("type") not in TYPES:
        return problem("Type is not a valid type.", "metafields", "type", code="INCLUSION")
    if len(entry["value"].encode()) > LARGEST_JSON:
        return problem("Value is too long.", "metafields", "value", code="TOO_LONG")
    return None


def metafields_delete(context: Context, a: Arguments) -> Values:
    deleted: list[Values | None] = []
    for entry in a["metafields"]:
        own = entry["ownerId"] == gid("AppInstallation", context.shop.id)
        held = context.shop.grant.metafields.pop((entry["namespace"], entry["key"]), None) if own else None
        deleted.append(dict(entry) if held else None)
    return {"deletedMetafields": deleted, "userErrors": []}


def uninstall(context: Context) -> Values:
    context.uninstalled = True
    return {"app": app(context), "userErrors": []}


def revoke_scopes(context: Context, a: Arguments) -> Values:
    """Gives back optional scopes; those that the app's configuration requires cannot be given back."""
    asked = a["scopes"]
    required = [name for name in asked if name in context.settings.scopes]
    missing = [name for name in asked if name not in context.shop.grant.scopes]
    if required or missing:
        code = "CANNOT_REVOKE_REQUIRED_SCOPES" if required else "CANNOT_REVOKE_UNDECLARED_SCOPES"
        error = problem("The requested scopes cannot be revoked: " + ", ".join(required + missing), "scopes", code=code)
        return {"revoked": None, "userErrors": [error]}
    grant = context.shop.grant
    context.scopes_before = grant.scopes
    grant.scopes = tuple(name for name in grant.scopes if name not in asked)
    return {"revoked": [scope(name) for name in asked], "userErrors": []}


MUTATION: Fields = {
    "orderUpdate": lambda _, c, a: order_update(c, a),
    "orderCancel": lambda _, c, a: order_cancel(c, a),
    "refundCreate": lambda _, c, a: refund_create(c, a),
    "returnCreate": lambda _, c, a: return_create(c, a),
    "tagsAdd": lambda _, c, a: tag(c, a, add=True),
    "tagsRemove": lambda _, c, a: tag(c, a, add=False),
    "metafieldsSet": lambda _, c, a: metafields_set(c, a),
    "metafieldsDelete": lambda _, c, a: metafields_delete(c, a),
    "appUninstall": lambda _, c, *__: uninstall(c),
    "appRevokeAccessScopes": lambda _, c, a: revoke_scopes(c, a),
}
