"""What can happen to an order, and what its state is then, as Shopify would show it.

The same verbs build the shops' histories and serve the control page, so a changed order looks like a grown one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from simulator.records import Fulfillment, FulfillmentEvent, LineItem, Order, Refund, Return

NextId = Callable[[], int]

CARRIERS = {
    "USPS": "https://tools.usps.com/go/TrackConfirmAction?tLabels={number}",
    "UPS": "https://www.ups.com/track?tracknum={number}",
    "Canada Post": "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={number}",
    "DHL Express": "https://www.dhl.com/en/express/tracking.html?AWB={number}",
    "Royal Mail": "https://www.royalmail.com/track-your-item#/tracking-results/{number}",
}
MESSAGES = {
    "LABEL_PRINTED": "Label printed.",
    "CARRIER_PICKED_UP": "Picked up by the carrier.",
    "IN_TRANSIT": "In transit to the next facility.",
    "DELAYED": "Delayed: the carrier has not scanned the parcel for several days.",
    "OUT_FOR_DELIVERY": "Out for delivery.",
    "ATTEMPTED_DELIVERY": "Delivery was attempted; nobody was there.",
    "DELIVERED": "Delivered.",
    "FAILURE": "Delivery failed; the parcel returns to the sender.",
}


def fulfilled(order: Order, line: LineItem) -> int:
    """How many of a line are in parcels that were not cancelled."""
    return sum(parcel.lines.get(line.id, 0) for parcel in order.fulfillments if parcel.status != "CANCELLED")


def unfulfilled(order: Order, line: LineItem) -> int:
    return max(0, line.current_quantity - fulfilled(order, line))


def fulfillment_status(order: Order) -> str:
    """An OrderDisplayFulfillmentStatus."""
    open_items = sum(unfulfilled(order, line) for line in order.lines)
    sent = sum(fulfilled(order, line) for line in order.lines)
    if order.on_hold and open_items:
        return "ON_HOLD"
    if sent:
        return "PARTIALLY_FULFILLED" if open_items else "FULFILLED"
    return "UNFULFILLED"


def financial_status(order: Order) -> str:
    """An OrderDisplayFinancialStatus."""
    if not order.received:
        return "VOIDED" if order.cancelled_at else "PENDING"
    if order.refunded >= order.received:
        return "REFUNDED"
    if order.refunded:
        return "PARTIALLY_REFUNDED"
    return "PAID" if order.received >= order.total else "PARTIALLY_PAID"


def return_status(order: Order) -> str:
    """An OrderReturnStatus."""
    states = {returned.status for returned in order.returns}
    shown = {"REQUESTED": "RETURN_REQUESTED", "OPEN": "IN_PROGRESS", "CLOSED": "RETURNED"}
    return next((word for state, word in shown.items() if state in states), "NO_RETURN")


def fulfil(
    order: Order, at: datetime, next_id: NextId, company: str = "USPS", lines: dict[int, int] | None = None
) -> Fulfillment:
    """Puts what is still open, or the given quantities, into a parcel. The promised day is eight days away."""
    waiting = {line.id: unfulfilled(order, line) for line in order.lines}
    packed = lines if lines is not None else {line: quantity for line, quantity in waiting.items() if quantity}
    if not packed or any(quantity < 1 or quantity > waiting.get(line, 0) for line, quantity in packed.items()):
        raise ValueError("nothing of that is left to fulfil")
    number = tracking_number(company, order.number + len(order.fulfillments))
    parcel = Fulfillment(
        id=next_id(),
        name=f"{order.name}-F{len(order.fulfillments) + 1}",
        lines=packed,
        status="SUCCESS",
        display_status="FULFILLED",
        created_at=at,
        updated_at=at,
        company=company,
        tracking_number=number,
        tracking_url=CARRIERS[company].format(number=number),
        estimated_delivery_at=at + timedelta(days=8),
    )
    order.fulfillments.append(parcel)
    order.on_hold = False
    order.updated_at = at
    return parcel


def tracking_number(company: str, seed: int) -> str:
    """A number of the length that the carrier uses; made up."""
    digits = str(seed * 7_919_533_201)
    forms = {"USPS": f"94001{digits:0>17.17}", "UPS": f"1Z{digits:0>16.16}", "Royal Mail": f"RN{digits:0>9.9}GB"}
    return forms.get(company, f"{digits:0>16.16}")


def mark(
    order: Order, parcel: Fulfillment, status: str, at: datetime, next_id: NextId, message: str | None = None
) -> None:
    """Adds a carrier's event, and moves the parcel's state to it."""
    event = FulfillmentEvent(next_id(), status, at, message or MESSAGES[status], parcel.estimated_delivery_at)
    parcel.events.append(event)
    parcel.display_status = status
    parcel.updated_at = order.updated_at = at
    if status in {"CARRIER_PICKED_UP", "IN_TRANSIT"} and parcel.in_transit_at is None:
        parcel.in_transit_at = at
    if status == "DELIVERED":
        parcel.delivered_at = at
        if fulfillment_status(order) == "FULFILLED":
            order.closed_at = at


def refund(
    order: Order,
    at: datetime,
    next_id: NextId,
    amount: Decimal | None = None,
    lines: dict[int, int] | None = None,
    note: str | None = None,
) -> Refund:
    """Gives back an amount, or all that is left; `lines` are taken off the order."""
    value, taken = order.left if amount is None else amount, lines or {}
    if value < 0 or value > order.left or (not value and not taken):
        raise ValueError(f"between 0.01 and {order.left} can be refunded")
    by_id = {line.id: line for line in order.lines}
    if any(line not in by_id or not 0 < quantity <= by_id[line].current_quantity for line, quantity in taken.items()):
        raise ValueError("those items are not on the order")
    for line, quantity in taken.items():
        by_id[line].current_quantity -= quantity
    done = Refund(next_id(), at, value, taken, note)
    order.refunds.append(done)
    order.updated_at = at
    return done


def cancel(order: Order, at: datetime, reason: str, next_id: NextId, pay_back: bool = True) -> None:
    """Ends an order that has not been sent. `reason` is an OrderCancelReason."""
    if order.cancelled_at is not None:
        raise ValueError("the order is cancelled already")
    if any(fulfilled(order, line) for line in order.lines):
        raise ValueError("an order with sent items cannot be cancelled")
    if any(returned.status in {"OPEN", "REQUESTED"} for returned in order.returns):
        raise ValueError("an order with an open return cannot be cancelled")
    if pay_back and order.left:
        refund(order, at, next_id)
    for line in order.lines:
        line.current_quantity = 0
    order.cancelled_at = order.closed_at = order.updated_at = at
    order.cancel_reason = reason


def can_be_returned(order: Order, line: LineItem) -> int:
    """How many of a line were sent, are still on the order, and are not on their way back already."""
    coming = sum(
        returned.lines.get(line.id, 0) for returned in order.returns if returned.status in {"OPEN", "REQUESTED"}
    )
    return max(0, min(line.current_quantity, fulfilled(order, line)) - coming)


def open_return(order: Order, at: datetime, next_id: NextId, lines: dict[int, int], status: str = "OPEN") -> Return:
    """A return of sent items. `status` is a ReturnStatus."""
    returnable = {line.id: can_be_returned(order, line) for line in order.lines}
    if not lines or any(not 0 < quantity <= returnable.get(line, 0) for line, quantity in lines.items()):
        raise ValueError("only items that were sent can be returned")
    returned = Return(next_id(), f"{order.name}-R{len(order.returns) + 1}", status, at, lines)
    order.returns.append(returned)
    order.updated_at = at
    return returned
