"""How much of an order a shopper, and the bot that speaks to them, may be told. The one place where that is decided.

| level | reached by | what may be said |
|---|---|---|
| anonymous | nothing | not even whether the order exists |
| matched | the order's own e-mail address or phone number | state in words, carrier, estimate |
| verified | a login that Shopify signed, or a code sent to the order's e-mail | what the order status page shows |

"There is no such order" and "it is not yours" are one sentence in each language: `words_for_shopper`.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from backend.orders import sentences
from backend.orders.rules import GRACE, Change, Item, Money, Order, Outcome, Parcel, is_under_way
from backend.orders.telling import change_words, day, outcome_words, parcel_words, summary
from backend.shops.sealing import derived_key

SHORTEST_PHONE = 9
NOT_PROOF = frozenset(("order", "agent"))
"""Origins of known values that the shopper did not give: an order's own address proves nothing about the shopper."""


class Level(StrEnum):
    """How much a shopper has proven about one order."""

    ANONYMOUS = "anonymous"
    MATCHED = "matched"
    VERIFIED = "verified"

    @property
    def rank(self) -> int:
        return (Level.ANONYMOUS, Level.MATCHED, Level.VERIFIED).index(self)


@dataclass(frozen=True)
class Proof:
    """What a shopper has shown: contacts as they gave them, and the customer that Shopify signed, if any."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    signed_customer_id: str | None = None
    coded_addresses: tuple[str, ...] = ()
    """Digests of the orders' own addresses to which a code was sent that the shopper gave back."""
    address_key: bytes = field(default=b"", repr=False)
    """What these digests were made with."""


class Owned(Protocol):
    """Whatever says whose it is."""

    @property
    def customer_id(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...


@dataclass(frozen=True)
class OwnItem:
    """A line of an order, to be chosen."""

    id: str
    title: str
    variant: str = ""
    image_url: str | None = None


@dataclass(frozen=True)
class OwnOrder:
    """An order to be chosen by whom it belongs to, in a line."""

    name: str
    placed_at: datetime
    fulfilment: str
    is_cancelled: bool
    items: tuple[OwnItem, ...] = ()
    customer_id: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class ParcelView:
    """A parcel as far as the shopper may see it; `estimate` is a day in words."""

    state: str
    carrier: str
    tracking_url: str | None
    estimate: str | None


@dataclass(frozen=True)
class ItemView:
    """A line of an order, for who has verified it."""

    title: str
    variant: str
    quantity: int
    image_url: str | None


@dataclass(frozen=True)
class OrderView:
    """An order as far as the shopper may see it. What follows `fetched_at` is empty below verified."""

    level: Level
    name: str
    summary: str
    parcels: tuple[ParcelView, ...]
    fetched_at: datetime | None
    status_url: str | None = None
    items: tuple[ItemView, ...] = ()
    total: Money | None = None
    address: tuple[str, ...] = ()


def level_for(order: Owned, proof: Proof) -> Level:
    """What the proof reaches for this order. A value that Shopify withholds matches nothing.

    Who reads the mail of an address has shown that every order of that address is theirs, not only the first.
    """
    if _same(_customer_key(order.customer_id), _customer_key(proof.signed_customer_id)):
        return Level.VERIFIED
    if order.email and any(
        _same(address_digest(proof.address_key, order.email), digest) for digest in proof.coded_addresses
    ):
        return Level.VERIFIED
    by_email = any(_same(_email_key(order.email), _email_key(email)) for email in proof.emails)
    by_phone = any(_same_phone(order.phone, phone) for phone in proof.phones)
    return Level.MATCHED if by_email or by_phone else Level.ANONYMOUS


def own_orders(orders: Iterable[OwnOrder], proof: Proof) -> tuple[OwnOrder, ...]:
    """Those that a shopper may choose from: verified ones. Below that not even their number is told."""
    return tuple(order for order in orders if level_for(order, proof) is Level.VERIFIED)


def own_order(order: Order, level: Level) -> OwnOrder | None:
    """An order that was looked up, to choose an item of; None below verified."""
    if level is not Level.VERIFIED:
        return None
    lines = zip(order.item_ids, order.items, strict=False)
    items = tuple(OwnItem(line, each.title, each.variant, each.image_url) for line, each in lines if _is_left(each))
    return OwnOrder(order.name, order.placed_at, order.fulfilment, order.cancelled_at is not None, items)


def _is_left(item: Item) -> bool:
    return item.quantity > item.refunded


def address_key(seal_key: bytes, shop_id: int) -> bytes:
    """The shop's own key for `address_digest`: without it no list of addresses tells whose digest it is."""
    return derived_key(seal_key, f"order code address {shop_id}")


def address_digest(key: bytes, email: str) -> str:
    """By which it is known again which address a code was sent to. The key is a shop's `address_key`."""
    return hmac.new(key, _email_key(email).encode(), hashlib.sha256).hexdigest()


def view_for_shopper(
    order: Order, level: Level, now: datetime, fetched_at: datetime | None = None, language: str = "en"
) -> OrderView | None:
    """The projection of an order to a level, in the shopper's language; None where nothing may be said."""
    if level is Level.ANONYMOUS:
        return None
    verified = level is Level.VERIFIED
    return OrderView(
        level=level,
        name=order.name,
        summary=summary(order, now, language),
        parcels=tuple(_parcel_view(parcel, now, language, is_verified=verified) for parcel in order.parcels),
        fetched_at=fetched_at,
        status_url=order.status_url if verified else None,
        items=tuple(_item_view(item) for item in order.items if _is_left(item)) if verified else (),
        total=order.total if verified else None,
        address=order.shipping_address if verified else (),
    )


def _item_view(item: Item) -> ItemView:
    return ItemView(item.title, item.variant, item.quantity - item.refunded, item.image_url)


def _parcel_view(parcel: Parcel, now: datetime, language: str, *, is_verified: bool) -> ParcelView:
    is_ahead = parcel.estimate is not None and parcel.estimate > now - GRACE and is_under_way(parcel)
    estimate = day(parcel.estimate, now, language) if parcel.estimate is not None and is_ahead else None
    link = parcel.tracking_url if is_verified else None
    return ParcelView(parcel_words(parcel.state, language), parcel.carrier, link, estimate)


MOST_CHANGES_TOLD = 2


def words_for_shopper(
    outcome: Outcome, view: OrderView | None, changed: tuple[Change, ...] = (), language: str = "en"
) -> str:
    """What a shopper is told of a lookup. What they may not see sounds like what does not exist.

    `changed` is what happened to the order since they asked: told with it, and not without it.
    """
    if outcome is not Outcome.FOUND or view is None:
        return outcome_words(outcome, language)
    told = "; ".join(change_words(each, language) for each in changed[-MOST_CHANGES_TOLD:])
    return view.summary + (sentences.of(language)["since"].format(changes=told) if told else "")


def _same(expected: str, given: str) -> bool:
    """Equal and not empty, in a time that does not tell how much of it is right."""
    return bool(expected) and hmac.compare_digest(expected.encode(), given.encode())


def _email_key(email: str | None) -> str:
    return unicodedata.normalize("NFKC", email or "").strip().casefold()


def _customer_key(customer_id: str | None) -> str:
    """Shopify's gid and the number that the app proxy signs are one customer."""
    return (customer_id or "").rsplit("/", 1)[-1].strip()


def _same_phone(expected: str | None, given: str) -> bool:
    """Equal digits, or equal but for a country code that one of the two lacks."""
    ours, theirs = _digits(expected or ""), _digits(given)
    shorter = min(len(ours), len(theirs))
    if shorter < SHORTEST_PHONE or max(len(ours), len(theirs)) - shorter > 3:
        return False
    return _same(ours[-shorter:], theirs[-shorter:])


def _digits(phone: str) -> str:
    """The digits without an international or trunk prefix: +44 20…, 0044 20… and 020… end alike."""
    return "".join(str(unicodedata.decimal(c)) for c in phone if c.isdecimal()).lstrip("0")
