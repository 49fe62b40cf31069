"""An order as this program knows it, and what can be said of it in plain words.

States are kept as Shopify's own codes and become words here; a code that Shopify adds later becomes a neutral text.
No sentence made here names a person, an address, an item or an amount: what it may reveal is decided in disclosure.py.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GRACE = timedelta(days=1)
"""An estimate names a day, not a minute: a parcel is late when the day after it has begun."""
FRESH_FOR = timedelta(minutes=15)


class Outcome(StrEnum):
    """How a lookup ended, or that it has not."""

    LOOKING = "looking"
    FOUND = "found"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"
    THROTTLED = "throttled"
    REFUSED = "refused"
    SCOPE_MISSING = "scope_missing"
    UNAVAILABLE = "unavailable"

    @property
    def is_final(self) -> bool:
        """Whether nothing more comes by itself."""
        return self not in (Outcome.LOOKING, Outcome.THROTTLED, Outcome.UNAVAILABLE)


@dataclass(frozen=True)
class Money:
    """An amount as Shopify wrote it, so that nothing is rounded."""

    amount: str
    currency: str


@dataclass(frozen=True)
class Item:
    """A line of an order. `refunded` counts what was taken off it."""

    title: str
    variant: str = ""
    sku: str = ""
    quantity: int = 1
    fulfilled: int = 0
    refunded: int = 0
    image_url: str | None = None
    unit_price: Money | None = None


@dataclass(frozen=True)
class ParcelEvent:
    """A carrier's scan."""

    text: str
    at: datetime | None = None


@dataclass(frozen=True)
class Parcel:
    """One fulfilment. `promised` is the earliest estimate that is known, `estimate` the newest."""

    name: str
    state: str
    carrier: str = ""
    tracking_number: str = ""
    tracking_url: str | None = None
    estimate: datetime | None = None
    promised: datetime | None = None
    delivered_at: datetime | None = None
    last_event: ParcelEvent | None = None


@dataclass(frozen=True)
class Refund:
    """Money given back."""

    at: datetime
    amount: Money
    note: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Order:
    """The whole order, for agents. `withheld` says in words what Shopify refused to tell."""

    gid: str
    name: str
    placed_at: datetime
    total: Money
    legacy_id: str = ""
    payment: str = ""
    fulfilment: str = ""
    return_state: str = ""
    cancelled_at: datetime | None = None
    cancel_reason: str = ""
    is_test: bool = False
    items: tuple[Item, ...] = ()
    has_more_items: bool = False
    parcels: tuple[Parcel, ...] = ()
    refunds: tuple[Refund, ...] = ()
    subtotal: Money | None = None
    shipping: Money | None = None
    tax: Money | None = None
    discounts: Money | None = None
    refunded: Money | None = None
    outstanding: Money | None = None
    shipping_address: tuple[str, ...] = ()
    customer_id: str | None = None
    customer_name: str | None = None
    email: str | None = None
    phone: str | None = None
    status_url: str | None = None
    withheld: tuple[str, ...] = ()
    updated_at: datetime | None = None

    @property
    def admin_url(self) -> str:
        """Opens the order inside Shopify admin (App Bridge)."""
        return f"shopify://admin/orders/{self.legacy_id}"


_PAYMENT = {
    "AUTHORIZED": "Payment authorised",
    "EXPIRED": "Payment authorisation expired",
    "PAID": "Paid",
    "PARTIALLY_PAID": "Partly paid",
    "PARTIALLY_REFUNDED": "Partly refunded",
    "PENDING": "Payment pending",
    "REFUNDED": "Refunded",
    "VOIDED": "Payment voided",
}
_FULFILMENT = {
    "FULFILLED": "Sent",
    "FULFILLMENT_NOT_REQUIRED": "Nothing to send",
    "IN_PROGRESS": "Being packed",
    "ON_HOLD": "On hold",
    "OPEN": "Not sent yet",
    "PARTIALLY_FULFILLED": "Partly sent",
    "PENDING_FULFILLMENT": "Waiting to be packed",
    "REQUEST_DECLINED": "Not sent: the warehouse declined",
    "RESTOCKED": "Items put back in stock",
    "SCHEDULED": "Scheduled to be sent later",
    "UNFULFILLED": "Not sent yet",
}
_PARCEL = {
    "ATTEMPTED_DELIVERY": "Delivery was attempted",
    "CANCELED": "Cancelled",
    "CARRIER_PICKED_UP": "Picked up by the carrier",
    "CONFIRMED": "Being prepared by the carrier",
    "DELAYED": "Delayed",
    "DELIVERED": "Delivered",
    "FAILURE": "Delivery failed",
    "FULFILLED": "Sent",
    "IN_TRANSIT": "On its way",
    "LABEL_PRINTED": "Label printed, not with the carrier yet",
    "LABEL_PURCHASED": "Label bought, not with the carrier yet",
    "LABEL_VOIDED": "Label voided",
    "MARKED_AS_FULFILLED": "Sent",
    "NOT_DELIVERED": "Not delivered",
    "OUT_FOR_DELIVERY": "Out for delivery",
    "PICKED_UP": "Picked up",
    "READY_FOR_PICKUP": "Ready for pick-up",
    "SUBMITTED": "Handed to the warehouse",
}
_RETURN = {
    "INSPECTION_COMPLETE": "Return inspected",
    "IN_PROGRESS": "Return in progress",
    "RETURNED": "Returned",
    "RETURN_FAILED": "Return failed",
    "RETURN_REQUESTED": "Return requested",
}
_CANCELLED_BECAUSE = {
    "CUSTOMER": "the customer asked for it",
    "DECLINED": "the payment was declined",
    "FRAUD": "it was suspected to be fraud",
    "INVENTORY": "items were not in stock",
    "STAFF": "of a mistake by the staff",
}
_ARRIVED = frozenset(("DELIVERED", "PICKED_UP"))
_VOID = frozenset(("CANCELED", "LABEL_VOIDED"))
_IN_TROUBLE = frozenset(("DELAYED", "FAILURE", "NOT_DELIVERED"))


def payment_words(code: str) -> str:
    return _PAYMENT.get(code, "Payment state not known")


def fulfilment_words(code: str) -> str:
    return _FULFILMENT.get(code, "Being processed")


def parcel_words(code: str) -> str:
    return _PARCEL.get(code, "Being processed")


def cancel_words(code: str) -> str | None:
    """Why it was cancelled; None where nobody said."""
    return _CANCELLED_BECAUSE.get(code)


def return_words(order: Order) -> tuple[str, ...]:
    """The state of returns; empty if there are none."""
    return (_RETURN[order.return_state],) if order.return_state in _RETURN else ()


def is_under_way(parcel: Parcel) -> bool:
    """Neither arrived nor void."""
    return parcel.state not in _ARRIVED | _VOID and parcel.delivered_at is None


def is_late(parcel: Parcel, now: datetime) -> bool:
    """The carrier says so, or the promised day has passed without an arrival."""
    return is_under_way(parcel) and (parcel.state in _IN_TROUBLE or parcel_days_late(parcel, now) > 0)


def parcel_days_late(parcel: Parcel, now: datetime) -> int:
    """Whole days since the promised one; 0 when it arrived, is void, or nothing was promised."""
    if parcel.promised is None or not is_under_way(parcel) or now < parcel.promised + GRACE:
        return 0
    return (now - parcel.promised).days


def days_late(order: Order, now: datetime) -> int:
    """Of the parcel that is latest."""
    return max((parcel_days_late(parcel, now) for parcel in order.parcels), default=0)


def is_stale(fetched_at: datetime | None, now: datetime) -> bool:
    """Whether what was fetched is too old to be shown as the present."""
    return fetched_at is None or now - fetched_at > FRESH_FOR


def order_facts(order: Order, now: datetime) -> tuple[str, ...]:
    """States that tag rules and urgency ask for, such as "delayed" or "refunded"."""
    under_way = [parcel for parcel in order.parcels if is_under_way(parcel)]
    arrived = [parcel for parcel in order.parcels if parcel.state in _ARRIVED or parcel.delivered_at]
    facts = {
        "cancelled": order.cancelled_at is not None,
        "refunded": order.payment == "REFUNDED",
        "partly_refunded": order.payment == "PARTIALLY_REFUNDED",
        "payment_pending": order.payment in ("PENDING", "EXPIRED"),
        "return_open": order.return_state in ("RETURN_REQUESTED", "IN_PROGRESS"),
        "on_hold": order.fulfilment == "ON_HOLD",
        "not_sent": not order.parcels and order.cancelled_at is None,
        "partly_sent": order.fulfilment == "PARTIALLY_FULFILLED",
        "in_transit": bool(under_way),
        "delayed": any(is_late(parcel, now) for parcel in under_way),
        "delivery_failed": any(parcel.state in ("FAILURE", "NOT_DELIVERED") for parcel in under_way),
        "delivered": bool(arrived) and not under_way,
    }
    return tuple(name for name, holds in facts.items() if holds)


def summary(order: Order, now: datetime) -> str:
    """One sentence on where the order is."""
    refunded = " and has been refunded" if order.payment == "REFUNDED" else ""
    if order.cancelled_at is not None:
        return f"Order {order.name} was cancelled on {day(order.cancelled_at, now)}{refunded}."
    parcels = [parcel for parcel in order.parcels if parcel.state not in _VOID]
    if not parcels:
        return f"Order {order.name} {_not_sent(order)}{refunded}."
    arrived = [parcel for parcel in parcels if not is_under_way(parcel)]
    waiting = sorted(
        (parcel for parcel in parcels if is_under_way(parcel)), key=lambda parcel: not is_late(parcel, now)
    )
    said = _where(waiting[0], now) if waiting else _arrival(arrived[-1], now)
    if len(parcels) == 1:
        rest = "; the rest has not been sent yet" if order.fulfilment == "PARTIALLY_FULFILLED" else ""
        return f"Order {order.name} {said}{rest}{refunded}."
    if not waiting:
        return f"All {len(parcels)} parcels of order {order.name} have been delivered{refunded}."
    return f"{len(arrived)} of {len(parcels)} parcels of order {order.name} arrived; the next one {said}{refunded}."


def _not_sent(order: Order) -> str:
    match order.fulfilment:
        case "ON_HOLD":
            return "is on hold and has not been sent yet"
        case "SCHEDULED":
            return "is scheduled to be sent later"
        case "FULFILLED" | "FULFILLMENT_NOT_REQUIRED":
            return "is complete"
        case _:
            return (
                "waits for its payment" if order.payment == "PENDING" else "is being prepared and has not been sent yet"
            )


def _where(parcel: Parcel, now: datetime) -> str:
    carrier = f" with {parcel.carrier}" if parcel.carrier else ""
    late = parcel_days_late(parcel, now)
    if late and parcel.promised is not None:
        said = "could not be delivered" if parcel.state in ("FAILURE", "NOT_DELIVERED") else "is delayed"
        new = (
            f" and is now expected on {day(parcel.estimate, now)}" if parcel.estimate and parcel.estimate > now else ""
        )
        return f"{said}{carrier}: it was expected on {day(parcel.promised, now)}, {_days(late)} ago{new}"
    expected = f", expected on {day(parcel.estimate, now)}" if parcel.estimate and parcel.estimate > now - GRACE else ""
    words = {
        "DELAYED": "is delayed",
        "OUT_FOR_DELIVERY": "is out for delivery",
        "ATTEMPTED_DELIVERY": "could not be handed over at the first attempt",
        "FAILURE": "could not be delivered",
        "NOT_DELIVERED": "could not be delivered",
        "READY_FOR_PICKUP": "is ready for pick-up",
    }
    return f"{words.get(parcel.state, 'is on its way')}{carrier}{expected}"


def _arrival(parcel: Parcel, now: datetime) -> str:
    word = "was picked up" if parcel.state == "PICKED_UP" else "was delivered"
    return f"{word} on {day(parcel.delivered_at, now)}" if parcel.delivered_at else word


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def day(at: datetime, now: datetime) -> str:
    """Such as "1 November", with the year where it is another one."""
    return f"{at.day} {at:%B}" if at.year == now.year else f"{at.day} {at:%B %Y}"


def changes(before: Order, after: Order) -> tuple[str, ...]:
    """What became different between two readings of one order, each in a line for agents."""
    said: list[str] = []
    if after.cancelled_at is not None and before.cancelled_at is None:
        said.append("The order was cancelled")
    if after.payment != before.payment:
        said.append(f"Payment: {payment_words(after.payment)} (was: {payment_words(before.payment)})")
    if after.fulfilment != before.fulfilment:
        said.append(f"Fulfilment: {fulfilment_words(after.fulfilment)} (was: {fulfilment_words(before.fulfilment)})")
    known = {parcel.name: parcel for parcel in before.parcels}
    for parcel in after.parcels:
        earlier = known.get(parcel.name)
        if earlier is None:
            said.append(f"New parcel {parcel.name}: {parcel_words(parcel.state)}")
        elif earlier.state != parcel.state:
            said.append(f"Parcel {parcel.name}: {parcel_words(parcel.state)} (was: {parcel_words(earlier.state)})")
    if len(after.refunds) > len(before.refunds):
        said.append("A refund was made")
    if after.return_state != before.return_state and return_words(after):
        said.append(return_words(after)[0])
    return tuple(said)


_FOR_AGENTS = {
    Outcome.LOOKING: "Looking the order up…",
    Outcome.FOUND: "",
    Outcome.NOT_FOUND: "No order has this number. Orders older than 60 days cannot be read, so it may be an old one.",
    Outcome.AMBIGUOUS: "More than one order fits this number. Ask which one is meant.",
    Outcome.THROTTLED: "Shopify is limiting requests at the moment. The lookup is repeated by itself.",
    Outcome.REFUSED: "Shopify has not approved this app for order data. Open the order in Shopify admin.",
    Outcome.SCOPE_MISSING: "The app may not read this shop's orders. The shop's owner can grant that permission.",
    Outcome.UNAVAILABLE: "Shopify does not answer at the moment. Refresh to try again.",
}


def words_for_agents(outcome: Outcome) -> str:
    """What an agent reads in place of an order; empty where there is one."""
    return _FOR_AGENTS[outcome]
