"""What a shop holds: products, content, customers, orders. Plain data; amounts are decimals in the shop's currency."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass
class ProductOption:
    name: str
    values: list[str]


@dataclass
class Variant:
    """One buyable form of a product. `options` are its values, in the order of the product's options."""

    id: int
    title: str
    sku: str
    price: Decimal
    options: tuple[str, ...] = ()
    inventory: int = 12


@dataclass
class Product:
    """A product; its picture is `/cdn/products/{handle}.svg`."""

    id: int
    handle: str
    title: str
    description_html: str
    vendor: str
    product_type: str
    variants: list[Variant]
    options: list[ProductOption]
    tags: list[str]
    updated_at: datetime
    published_at: datetime | None
    status: str = "ACTIVE"

    @property
    def lowest_price(self) -> Decimal:
        return min(variant.price for variant in self.variants)

    @property
    def highest_price(self) -> Decimal:
        return max(variant.price for variant in self.variants)


@dataclass
class Page:
    """A page of the online store. A page in a second language names the page it translates by handle."""

    id: int
    handle: str
    title: str
    body: str
    updated_at: datetime
    published_at: datetime | None
    locale: str = "en"
    translation_of: str | None = None


@dataclass
class Blog:
    id: int
    handle: str
    title: str


@dataclass
class Article:
    id: int
    blog: Blog
    handle: str
    title: str
    body: str
    summary: str
    author: str
    tags: list[str]
    updated_at: datetime
    published_at: datetime | None


@dataclass
class Policy:
    """A legal policy; `handle` is its last path part under `/policies/`, e.g. `shipping-policy`."""

    id: int
    type: str
    handle: str
    title: str
    body: str
    updated_at: datetime


@dataclass
class Customer:
    id: int
    first_name: str
    last_name: str
    email: str
    created_at: datetime
    phone: str | None = None
    locale: str = "en"

    @property
    def display_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass
class Address:
    first_name: str
    last_name: str
    address1: str
    city: str
    country: str
    country_code: str
    zip: str
    province: str | None = None
    province_code: str | None = None
    address2: str | None = None
    phone: str | None = None


@dataclass
class LineItem:
    """`current_quantity` is what remains after removals and refunds of goods."""

    id: int
    title: str
    variant_title: str | None
    sku: str
    quantity: int
    current_quantity: int
    price: Decimal
    product_handle: str | None = None
    variant_id: int | None = None


@dataclass
class FulfillmentEvent:
    """`status` is a FulfillmentEventStatus, e.g. IN_TRANSIT."""

    id: int
    status: str
    happened_at: datetime
    message: str
    estimated_delivery_at: datetime | None = None


@dataclass
class Fulfillment:
    """One parcel. `lines` maps line item id to quantity; `display_status` is a FulfillmentDisplayStatus."""

    id: int
    name: str
    lines: dict[int, int]
    status: str
    display_status: str
    created_at: datetime
    updated_at: datetime
    company: str | None = None
    tracking_number: str | None = None
    tracking_url: str | None = None
    estimated_delivery_at: datetime | None = None
    in_transit_at: datetime | None = None
    delivered_at: datetime | None = None
    events: list[FulfillmentEvent] = field(default_factory=list)


@dataclass
class Refund:
    """`lines` maps line item id to quantity; `amount` may be more or less than those lines and `shipping` cost.

    `restocked` are the lines that went back into stock.
    """

    id: int
    created_at: datetime
    amount: Decimal
    lines: dict[int, int]
    note: str | None = None
    shipping: Decimal = Decimal("0.00")
    restocked: frozenset[int] = frozenset()


@dataclass
class Return:
    """`status` is a ReturnStatus; `lines` maps line item id to quantity."""

    id: int
    name: str
    status: str
    created_at: datetime
    lines: dict[int, int]


@dataclass
class Order:
    """`name` carries the prefix and suffix that the shop had when the order was placed."""

    id: int
    name: str
    number: int
    confirmation_number: str
    created_at: datetime
    updated_at: datetime
    customer: Customer | None
    email: str | None
    shipping_address: Address | None
    lines: list[LineItem]
    currency: str
    shipping_title: str = "Standard"
    shipping: Decimal = Decimal("0.00")
    tax: Decimal = Decimal("0.00")
    discount: Decimal = Decimal("0.00")
    phone: str | None = None
    paid: Decimal | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    staff_note: str | None = None
    closed_at: datetime | None = None
    test: bool = False
    on_hold: bool = False
    note: str | None = None
    tags: list[str] = field(default_factory=list)
    custom_attributes: dict[str, str] = field(default_factory=dict)
    fulfillments: list[Fulfillment] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)

    @property
    def subtotal(self) -> Decimal:
        return sum((line.price * line.quantity for line in self.lines), Decimal("0.00")) - self.discount

    @property
    def total(self) -> Decimal:
        return self.subtotal + self.shipping + self.tax

    @property
    def refunded(self) -> Decimal:
        return sum((refund.amount for refund in self.refunds), Decimal("0.00"))

    @property
    def shipping_left(self) -> Decimal:
        """What of the shipping costs was not given back."""
        return self.shipping - sum((refund.shipping for refund in self.refunds), Decimal("0.00"))

    @property
    def left(self) -> Decimal:
        """What can still be given back."""
        return self.received - self.refunded

    @property
    def received(self) -> Decimal:
        """Money taken: the whole total unless the order says otherwise."""
        return self.total if self.paid is None else self.paid


@dataclass
class StaffMember:
    id: int
    first_name: str
    last_name: str
    email: str
    owner: bool = False
    locale: str = "en"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"
