"""An order as this program knows it, and what holds of it.

States are kept as Shopify's own codes; words for agents are made here, sentences for shoppers in telling.py.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.orders import state_words

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
    item_ids: tuple[str, ...] = ()
    """Shopify's ids of the items' lines, in the same order; none for orders that were kept before they were."""
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
    """For agents, in English; shoppers are told in telling.py."""
    return state_words.of(state_words.PAYMENT, code)


def fulfilment_words(code: str) -> str:
    return state_words.of(state_words.FULFILMENT, code)


def parcel_words(code: str) -> str:
    return state_words.of(state_words.PARCEL, code)


def cancel_words(code: str) -> str | None:
    """Why it was cancelled; None where nobody said."""
    return _CANCELLED_BECAUSE.get(code)


def return_words(order: Order) -> tuple[str, ...]:
    """The state of returns; empty if there are none."""
    words = state_words.of(state_words.RETURN, order.return_state)
    return (words,) if words else ()


def is_under_way(parcel: Parcel) -> bool:
    """Neither arrived nor void."""
    return parcel.state not in _ARRIVED | _VOID and parcel.delivered_at is None


def is_void(parcel: Parcel) -> bool:
    """It was never sent after all."""
    return parcel.state in _VOID


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


@dataclass(frozen=True)
class Change:
    """What became different: `after` and `before` are codes, `name` that of a parcel. See telling.py for its words."""

    kind: str
    """cancelled, payment, fulfilment, new_parcel, parcel, refund or return; empty where only words are known."""
    name: str = ""
    after: str = ""
    before: str = ""


def changes(before: Order, after: Order) -> tuple[Change, ...]:
    """What became different between two readings of one order."""
    found: list[Change] = []
    if after.cancelled_at is not None and before.cancelled_at is None:
        found.append(Change("cancelled"))
    if after.payment != before.payment:
        found.append(Change("payment", after=after.payment, before=before.payment))
    if after.fulfilment != before.fulfilment:
        found.append(Change("fulfilment", after=after.fulfilment, before=before.fulfilment))
    known = {parcel.name: parcel.state for parcel in before.parcels}
    for parcel in after.parcels:
        if parcel.name not in known:
            found.append(Change("new_parcel", parcel.name, parcel.state))
        elif known[parcel.name] != parcel.state:
            found.append(Change("parcel", parcel.name, parcel.state, known[parcel.name]))
    if len(after.refunds) > len(before.refunds):
        found.append(Change("refund"))
    if after.return_state != before.return_state and return_words(after):
        found.append(Change("return", after=after.return_state))
    return tuple(found)


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
