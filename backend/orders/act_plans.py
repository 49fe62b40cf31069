"""For each kind of act: what Shopify is asked for, whether it was done already, and what its answer means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from backend.orders import act_rules, act_shopify
from backend.orders.act_rules import ActKind, Refused, Standing
from backend.orders.act_shopify import Quote
from backend.orders.lookup import Shopify
from backend.orders.models import OrderAct

OPERATIONS = {
    ActKind.CANCEL: "CancelOrder",
    ActKind.REFUND: "RefundOrder",
    ActKind.ADDRESS: "UpdateOrder",
    ActKind.RETURN: "ReturnItems",
    ActKind.TAG: "TagOrder",
    ActKind.NOTE: "UpdateOrder",
}
ROOTS = {
    "CancelOrder": ("orderCancel", "orderCancelUserErrors"),
    "RefundOrder": ("refundCreate", "userErrors"),
    "UpdateOrder": ("orderUpdate", "userErrors"),
    "ReturnItems": ("returnCreate", "userErrors"),
    "TagOrder": ("tagsAdd", "userErrors"),
}
LOOK_AGAIN = 1.0
IN_PROGRESS = "in progress"
"""Shopify's words where another request with the same key has not ended yet."""
ATTEMPTS = {
    ActKind.CANCEL: "cancel order {order}",
    ActKind.REFUND: "refund order {order}",
    ActKind.ADDRESS: "change the address of order {order}",
    ActKind.RETURN: "create a return for order {order}",
    ActKind.TAG: "tag order {order}",
    ActKind.NOTE: "add a note to order {order}",
}

Plan = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """It is done, in words for agents."""

    words: str


@dataclass(frozen=True)
class Failed:
    """It was not done and will not be."""

    words: str
    code: str = "REFUSED"


@dataclass(frozen=True)
class Pending:
    """Shopify is still at it."""

    job: str = ""
    seconds: float = LOOK_AGAIN


async def plan(shopify: Shopify, act: OrderAct) -> Plan | Refused:
    """What to send, as the order stands now. What an agent confirmed and what would happen must be the same."""
    kind = ActKind(act.kind)
    standing = await act_shopify.standing(shopify, act.shop_id, act.order_gid)
    refused = act_rules.why_not(kind, standing)
    if refused is not None:
        return refused
    if kind is ActKind.REFUND:
        return await _refund(shopify, act, standing)
    return await _return(shopify, act) if kind is ActKind.RETURN else PLAIN[kind](act, standing)


def _cancel(act: OrderAct, standing: Standing) -> Plan | Refused:
    asked = act.asked
    if asked["refund"] and not act_rules.is_same_amount(asked["amount"], str(standing.left)):
        return _another_amount(f"{standing.left} {standing.currency}")
    variables = {
        "id": act.order_gid,
        "reason": asked["reason"],
        "refund": asked["refund"] and standing.left > 0,
        "restock": asked["restock"],
        "notify": asked["notify"],
        "staffNote": f"{act.agent_name}, in Baton ({_mark(act)})",
    }
    money = f"{standing.left} {standing.currency} refunded" if variables["refund"] else "nothing refunded"
    return {"variables": variables, "done": money + (", items restocked" if asked["restock"] else "")}


def _mark(act: OrderAct) -> str:
    """What tells our cancellation from another's."""
    return act.shopify_key.split("-", maxsplit=1)[0]


def _another_amount(amount: str) -> Refused:
    return Refused(f"The order has changed meanwhile: it would be {amount} now. Look at it again.", "CHANGED_MEANWHILE")


async def _refund(shopify: Shopify, act: OrderAct, standing: Standing) -> Plan | Refused:
    asked = act.asked
    wanted: Mapping[str, int] = asked["lines"]
    if asked["full"] and not standing.has_all_lines:
        return Refused("The order has too many lines to be refunded as a whole. Do it in Shopify admin.")
    if asked["full"]:
        wanted = {line.id: line.refundable for line in standing.lines if line.refundable}
    if refused := act_rules.too_many(wanted, standing.lines):
        return refused
    lines = act_rules.refund_lines(wanted, standing.lines, restock=asked["restock"])
    if refused := act_rules.too_long(lines):
        return refused
    shipping = bool(asked["shipping"] or asked["full"]) and standing.shipping_left > 0
    quote = await act_shopify.quote(
        shopify, act.shop_id, act.order_gid, lines=lines, shipping=shipping, full=asked["full"]
    )
    if not act_rules.is_same_amount(asked["amount"], quote.amount.amount):
        return _another_amount(f"{quote.amount.amount} {quote.amount.currency}")
    if not quote.payments:
        return Refused("There is no payment that Shopify could give this back by.")
    if asked["restock"] and lines:
        places = await act_shopify.places(shopify, act.shop_id, act.order_gid, lines)
        lines = [{**line, "locationId": places.get(line["lineItemId"])} for line in lines]
    given = {**_refund_input(act, quote), "refundLineItems": lines}
    if shipping:
        given["shipping"] = {"fullRefund": True}
    what = [act_rules.items_words(wanted, standing.lines)] if wanted else []
    what += ["shipping"] if shipping else []
    what += ["restocked"] if asked["restock"] and wanted else []
    amount = f"{quote.amount.amount} {quote.amount.currency}"
    return {"variables": {"input": given, "key": act.shopify_key}, "amount": amount, "done": ", ".join(what)}


def _refund_input(act: OrderAct, quote: Quote) -> Plan:
    """Shopify's RefundInput, but for the items: the money goes back by the payments that it came by."""
    return {
        "orderId": act.order_gid,
        "note": act.asked["note"] or None,
        "notify": act.asked["notify"],
        "currency": quote.amount.currency,
        "transactions": [{"orderId": act.order_gid, **payment} for payment in quote.payments],
    }


async def _return(shopify: Shopify, act: OrderAct) -> Plan | Refused:
    found = await act_shopify.returns(shopify, act.shop_id, act.order_gid)
    known, wanted = {item.id: item for item in found.items}, act.asked["lines"]
    for item_id, quantity in wanted.items():
        if item_id not in known or quantity > known[item_id].quantity:
            return Refused("Not so many of these items can come back. Look at the order again.", "CHANGED_MEANWHILE")
    reason = {"returnReasonDefinitionId": act.asked["reason"]} if act.asked["reason"] else {}
    lines = [
        {"fulfillmentLineItemId": item_id, "quantity": quantity, "returnReasonNote": act.asked["note"], **reason}
        for item_id, quantity in wanted.items()
    ]
    words = ", ".join(f"{quantity} × {known[item_id].words}" for item_id, quantity in wanted.items())
    variables = {"input": {"orderId": act.order_gid, "returnLineItems": lines}}
    return {"variables": variables, "before": sorted(found.existing), "count": sum(wanted.values()), "done": words}


def _note(act: OrderAct, standing: Standing) -> Plan:
    whole = act_rules.with_note(standing.note, act.asked["note"])
    return {"variables": {"input": {"id": act.order_gid, "note": whole}}, "done": ""}


def _address(act: OrderAct, _standing: Standing) -> Plan:
    return {"variables": {"input": {"id": act.order_gid, "shippingAddress": act.asked["address"]}}, "done": ""}


def _tag(act: OrderAct, _standing: Standing) -> Plan:
    return {"variables": {"id": act.order_gid, "tags": act.asked["tags"]}, "done": ", ".join(act.asked["tags"])}


PLAIN: Mapping[ActKind, Callable[[OrderAct, Standing], Plan | Refused]] = {
    ActKind.CANCEL: _cancel,
    ActKind.ADDRESS: _address,
    ActKind.TAG: _tag,
    ActKind.NOTE: _note,
}
"""What needs no more of Shopify than how the order stands."""


async def was_done(shopify: Shopify, act: OrderAct) -> Done | Failed | Pending | None:
    """Whether what was sent was done; None where sending it again is right, or the only way to know."""
    match ActKind(act.kind):
        case ActKind.CANCEL:
            return await _was_cancelled(shopify, act)
        case ActKind.RETURN:
            return await _was_returned(shopify, act)
        case ActKind.NOTE:
            return await _was_noted(shopify, act)
        case _:
            return None


async def _was_cancelled(shopify: Shopify, act: OrderAct) -> Done | Failed | Pending | None:
    job = act.sent.get("job")
    is_over = True
    if job:
        answer = await shopify.run(act.shop_id, "OrderCancelJob", {"job": job})
        is_over = bool((answer.data.get("job") or {"done": True})["done"])
    standing = await act_shopify.standing(shopify, act.shop_id, act.order_gid)
    if standing.is_cancelled:
        ours = _mark(act) in standing.staff_note
        return _done(act) if ours else Failed("Somebody else cancelled the order meanwhile.")
    if job and is_over:
        return Failed("Shopify could not cancel the order. Open it in Shopify admin to see why.")
    return Pending(job) if job else None


async def _was_returned(shopify: Shopify, act: OrderAct) -> Done | None:
    """A return that was not there before, of as many items, is the one that was asked for."""
    found = await act_shopify.returns(shopify, act.shop_id, act.order_gid)
    for return_id, (name, count) in found.existing.items():
        if return_id not in act.sent["before"] and count == act.sent["count"]:
            return _done(act, name)
    return None


async def _was_noted(shopify: Shopify, act: OrderAct) -> Done | None:
    """The note as it is now is what the new lines are added to, if they do not stand there once more than before."""
    standing = await act_shopify.standing(shopify, act.shop_id, act.order_gid)
    added, sent = act.asked["note"], act.sent["variables"]["input"]["note"]
    if act_rules.times_noted(standing.note, added) >= act_rules.times_noted(sent, added):
        return _done(act)
    act.sent = {**act.sent, **_note(act, standing)}
    return None


def outcome(act: OrderAct, data: Mapping[str, Any]) -> Done | Failed | Pending:
    """What Shopify's answer to the mutation means."""
    root, errors = ROOTS[OPERATIONS[ActKind(act.kind)]]
    answer = data.get(root) or {}
    told = [str(error.get("message") or "") for error in answer.get(errors) or ()]
    if any(IN_PROGRESS in words for words in told):
        return Pending()
    if told:
        return Failed("Shopify refuses: " + " ".join(_sentence(words) for words in told))
    if act.kind == ActKind.CANCEL and not (answer.get("job") or {"done": True})["done"]:
        return Pending(str(answer["job"]["id"]))
    return _done(act, str((answer.get("return") or {}).get("name") or ""))


def _sentence(words: str) -> str:
    words = words.strip()[:300]
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _done(act: OrderAct, name: str = "") -> Done:
    who, order, what = act.agent_name or "An agent", act.order_name, str(act.sent.get("done") or "")
    match ActKind(act.kind):
        case ActKind.CANCEL:
            return Done(f"{who} cancelled order {order}: {what}.")
        case ActKind.REFUND:
            return Done(f"{who} refunded {act.sent.get('amount')} of order {order}: {what}.")
        case ActKind.ADDRESS:
            return Done(f"{who} changed the shipping address of order {order}.")
        case ActKind.RETURN:
            return Done(f"{who} created return {name} for order {order}: {what}.")
        case ActKind.TAG:
            return Done(f"{who} tagged order {order}: {what}.")
        case ActKind.NOTE:
            return Done(f"{who} added a note to order {order}.")


def attempt_words(act: OrderAct) -> str:
    """What was tried, where it is not known how it ended."""
    return f"{act.agent_name or 'An agent'} tried to {ATTEMPTS[ActKind(act.kind)].format(order=act.order_name)}."
