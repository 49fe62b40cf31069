"""How the shops are put together from short descriptions and HTML files."""

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from simulator import orders
from simulator.records import (
    Address,
    Customer,
    Fulfillment,
    LineItem,
    Order,
    Page,
    Policy,
    Product,
    ProductOption,
    Variant,
)

POLICY_TYPES = {
    "shipping-policy": "SHIPPING_POLICY",
    "refund-policy": "REFUND_POLICY",
    "privacy-policy": "PRIVACY_POLICY",
    "terms-of-service": "TERMS_OF_SERVICE",
    "contact-information": "CONTACT_INFORMATION",
}


@dataclass(frozen=True)
class Good:
    """A product in short. Each variant is its option values joined by " / ", with a price and a stock."""

    handle: str
    title: str
    kind: str
    options: tuple[str, ...]
    variants: Mapping[str, tuple[str, int]]
    tags: str
    description: str
    vendor: str = ""


def product(good: Good, number: int, vendor: str, now: datetime) -> Product:
    """The product; SKUs are made of the handle's initials and the variant's place."""
    initials = "".join(part[0] for part in good.handle.split("-")).upper()
    variants = [
        Variant(
            id=number * 100 + place,
            title=title,
            sku=f"{initials}-{number % 1000:03d}-{place:02d}",
            price=Decimal(price),
            options=tuple(title.split(" / ")),
            inventory=stock,
        )
        for place, (title, (price, stock)) in enumerate(good.variants.items(), start=1)
    ]
    options = [
        ProductOption(name, list(dict.fromkeys(variant.options[place] for variant in variants)))
        for place, name in enumerate(good.options)
    ]
    return Product(
        id=number,
        handle=good.handle,
        title=good.title,
        description_html=good.description.strip(),
        vendor=good.vendor or vendor,
        product_type=good.kind,
        variants=variants,
        options=options,
        tags=good.tags.split(),
        updated_at=now - timedelta(days=20 - number % 12, hours=number % 7),
        published_at=now - timedelta(days=400 - number % 90),
    )


def html(folder: Path, handle: str) -> tuple[str, str]:
    """Title and body of an HTML file; its first line is `<!-- title -->`."""
    head, _, body = (folder / f"{handle}.html").read_text(encoding="utf-8").partition("\n")
    return head.removeprefix("<!--").removesuffix("-->").strip(), body.strip()


def policies(folder: Path, first_id: int, now: datetime) -> list[Policy]:
    made = []
    for place, (handle, kind) in enumerate(POLICY_TYPES.items()):
        if (folder / f"{handle}.html").exists():
            title, body = html(folder, handle)
            made.append(Policy(first_id + place, kind, handle, title, body, now - timedelta(days=45 + place)))
    return made


def pages(folder: Path, handles: Sequence[str | tuple[str, str, str]], first_id: int, now: datetime) -> list[Page]:
    """Pages by handle; a translation is `(handle, locale, handle of the page it translates)`."""
    made = []
    for place, entry in enumerate(handles):
        handle, locale, source = (entry, "en", None) if isinstance(entry, str) else entry
        title, body = html(folder, handle)
        when = now - timedelta(days=30 + 3 * place)
        made.append(Page(first_id + place, handle, title, body, when, when, locale, source))
    return made


def address(customer: Customer, where: str) -> Address:
    """An address from `street | city | province | province code | country | country code | zip`."""
    street, city, province, province_code, country, country_code, code = (part.strip() for part in where.split("|"))
    return Address(
        customer.first_name,
        customer.last_name,
        street,
        city,
        country,
        country_code,
        code,
        province or None,
        province_code or None,
        phone=customer.phone,
    )


@dataclass
class OrderBook:
    """Writes a shop's orders one by one; dates are days before `now`.

    `shipping_prices` says per country code (`*` for all others): name, price, and subtotal from which it is free.
    """

    now: datetime
    currency: str
    products: Sequence[Product]
    addresses: Mapping[int, Address]
    shipping_prices: Mapping[str, tuple[str, str, str]]
    first_id: int
    prefix: str = "#"
    suffix: str = ""
    written: list[Order] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ids = itertools.count(self.first_id + 100_000)
        self._variants = {(p.handle, v.title): (p, v) for p in self.products for v in p.variants}

    def next_id(self) -> int:
        return next(self._ids)

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def place(
        self,
        number: int,
        days: float,
        customer: Customer,
        goods: Mapping[tuple[str, str], int],
        name: str | None = None,
    ) -> Order:
        """A paid order of goods, given as `(product handle, variant title)` to quantity."""
        where = self.addresses[customer.id]
        title, price, free_from = self.shipping_prices.get(where.country_code, self.shipping_prices["*"])
        lines = [self._line(*goods_key, quantity) for goods_key, quantity in goods.items()]
        order = Order(
            id=self.first_id + len(self.written) * 7,
            name=name or f"{self.prefix}{number}{self.suffix}",
            number=number,
            confirmation_number=confirmation(number, customer.id),
            created_at=self.ago(days),
            updated_at=self.ago(days),
            customer=customer,
            email=customer.email,
            phone=customer.phone,
            shipping_address=where,
            lines=lines,
            currency=self.currency,
            shipping_title=title,
            shipping=Decimal(price),
        )
        if order.subtotal >= Decimal(free_from):
            order.shipping = Decimal("0.00")
        if where.province_code == "VT":
            order.tax = (order.subtotal * Decimal("0.06")).quantize(Decimal("0.01"))
        self.written.append(order)
        return order

    def _line(self, handle: str, variant_title: str, quantity: int) -> LineItem:
        good, variant = self._variants[handle, variant_title]
        shown = None if variant.title == "Default Title" else variant.title
        return LineItem(
            self.next_id(), good.title, shown, variant.sku, quantity, quantity, variant.price, handle, variant.id
        )

    def ship(
        self, order: Order, days: float, company: str, *events: tuple[str, float], lines: dict[int, int] | None = None
    ) -> Fulfillment:
        """A parcel sent so many days ago, with `(status, days ago)` events."""
        parcel = orders.fulfil(order, self.ago(days), self.next_id, company, lines)
        for status, when in events:
            orders.mark(order, parcel, status, self.ago(when), self.next_id)
        return parcel

    def deliver(self, order: Order, days: float, company: str = "USPS", took: float = 4) -> Fulfillment:
        """A parcel that arrived so many days ago."""
        start = days + took
        events = (("CARRIER_PICKED_UP", start - 0.3), ("IN_TRANSIT", start - 1.1), ("OUT_FOR_DELIVERY", days + 0.3))
        return self.ship(order, start, company, *events, ("DELIVERED", days))


def confirmation(number: int, customer_id: int) -> str:
    """Nine letters and digits that give away nothing of the order's number."""
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    digest = hashlib.sha256(f"{number}:{customer_id}".encode()).digest()
    return "".join(alphabet[byte % len(alphabet)] for byte in digest[:9])
