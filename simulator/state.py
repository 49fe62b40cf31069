"""The world: every shop's data, grants, faults and logs, in memory and in one place.

Everything is plain data. Pages read it; the protocol modules (`oauth`, `webhooks`, `admin_api`, `control`) change it.
"""

import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from simulator.outbox import Outbox
from simulator.records import (
    Article,
    Blog,
    Customer,
    Order,
    Page,
    Policy,
    Product,
    Refund,
    StaffMember,
)
from simulator.settings import MAIN_SHOP, shop_name

LOG_LENGTH = 300


@dataclass
class AccessToken:
    """`staff_id` is set for online tokens. `scopes` are those granted when it was issued."""

    value: str
    scopes: tuple[str, ...]
    expires_at: datetime
    staff_id: int | None = None


@dataclass
class RefreshToken:
    """`replacement` is the refresh token issued in its place, once it was used."""

    value: str
    access_token: str
    expires_at: datetime
    replacement: str | None = None
    retired: bool = False


@dataclass
class Grant:
    """The app on a shop: installed or not, with which scopes, holding which tokens."""

    installed: bool = False
    scopes: tuple[str, ...] = ()
    installed_at: datetime | None = None
    access_tokens: dict[str, AccessToken] = field(default_factory=dict)
    refresh_tokens: dict[str, RefreshToken] = field(default_factory=dict)
    metafields: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)


@dataclass
class Faults:
    """What goes wrong on purpose. Counters count down by use; the rest stays until it is changed.

    `answer_status` makes the Admin API answer with that HTTP status (402 frozen, 423 locked, 429 …); `fail_next` makes
    that many answers an internal error with HTTP 200. `lose_answers` does what that many mutations ask for and answers
    502. A job is found running so often as `slow_jobs` says; only then it is done.
    """

    down: bool = False
    answer_status: int = 0
    latency_ms: int = 0
    throttle_next: int = 0
    fail_next: int = 0
    refuse_protected_objects: bool = False
    refuse_protected_fields: bool = False
    missing_scopes: list[str] = field(default_factory=list)
    lose_answers: int = 0
    slow_jobs: int = 0
    proxy_down: bool = False
    lose_webhooks: int = 0
    duplicate_webhooks: bool = False
    reorder_webhooks: bool = False
    delay_webhooks_ms: int = 0


@dataclass
class Theme:
    """The published theme and the app embed in it, as the theme editor leaves them."""

    id: int
    name: str = "Ridgeline"
    embed_on: bool = True
    embed_settings: dict[str, object] = field(default_factory=dict)


@dataclass
class Bucket:
    """The leaky bucket of the Admin API, in cost points; plan Standard."""

    maximum: float = 2000.0
    restore_rate: float = 100.0
    available: float = 2000.0
    updated_at: datetime | None = None


@dataclass
class WebhookAttempt:
    at: datetime
    status: int | None
    error: str | None = None


@dataclass
class WebhookDelivery:
    """One delivery with all its attempts. `state` is waiting, delivered, failed or lost."""

    webhook_id: str
    event_id: str
    topic: str
    triggered_at: datetime
    body: bytes
    state: str = "waiting"
    attempts: list[WebhookAttempt] = field(default_factory=list)


@dataclass
class SlowJob:
    """Work that Shopify does after its answer, once it was asked after so many times."""

    looks: int
    work: Callable[[Any], object]


@dataclass
class RequestRecord:
    """One request that the app made of Shopify, or a storefront of the app. No secrets, no bodies."""

    at: datetime
    kind: str
    summary: str
    status: int
    milliseconds: float


@dataclass
class SimShop:
    """One shop with everything that Shopify knows of it."""

    id: int
    domain: str
    name: str
    email: str
    contact_email: str
    currency: str
    timezone: str
    owner_name: str
    order_prefix: str
    order_suffix: str
    locales: tuple[str, ...]
    country_code: str
    tagline: str
    theme: Theme
    staff: list[StaffMember]
    customers: list[Customer]
    products: list[Product]
    pages: list[Page]
    blogs: list[Blog]
    articles: list[Article]
    policies: list[Policy]
    orders: list[Order]
    grant: Grant = field(default_factory=Grant)
    faults: Faults = field(default_factory=Faults)
    bucket: Bucket = field(default_factory=Bucket)
    webhooks: deque[WebhookDelivery] = field(default_factory=lambda: deque(maxlen=LOG_LENGTH))
    requests: deque[RequestRecord] = field(default_factory=lambda: deque(maxlen=LOG_LENGTH))
    refunds_by_key: dict[str, tuple[str, Refund]] = field(default_factory=dict)
    jobs: dict[int, SlowJob] = field(default_factory=dict)

    @property
    def handle(self) -> str:
        """The store's name in admin addresses, e.g. `alder-and-pine`."""
        return shop_name(self.domain)

    def staff_member(self, staff_id: int) -> StaffMember | None:
        return next((member for member in self.staff if member.id == staff_id), None)

    def customer(self, customer_id: int) -> Customer | None:
        return next((customer for customer in self.customers if customer.id == customer_id), None)

    def product(self, handle: str) -> Product | None:
        return next((product for product in self.products if product.handle == handle), None)

    def page(self, handle: str, locale: str = "en") -> Page | None:
        """The page in that language: itself, its translation, or the default language when there is none."""
        translated = (page for page in self.pages if page.translation_of == handle and page.locale == locale)
        return next(translated, None) or next((page for page in self.pages if page.handle == handle), None)

    def article(self, blog: str, handle: str) -> Article | None:
        matches = (a for a in self.articles if a.blog.handle == blog and a.handle == handle)
        return next(matches, None)

    def policy(self, handle: str) -> Policy | None:
        return next((policy for policy in self.policies if policy.handle == handle), None)

    def order(self, order_id: int) -> Order | None:
        return next((order for order in self.orders if order.id == order_id), None)


@dataclass
class World:
    """All shops. `skew` moves the world's clock, so that tokens can expire while a test waits for nothing."""

    shops: dict[str, SimShop]
    outbox: Outbox = field(default_factory=Outbox)
    skew: timedelta = timedelta()
    serial: "itertools.count[int]" = field(default_factory=lambda: itertools.count(9_100_000_001))

    def now(self) -> datetime:
        return datetime.now(UTC) + self.skew

    def next_id(self) -> int:
        """A number that no record of this world carries yet."""
        return next(self.serial)

    def shop(self, domain: str) -> SimShop | None:
        return self.shops.get(domain)

    def by_name(self, name: str) -> SimShop | None:
        """The shop with that admin name, e.g. `alder-and-pine`."""
        return self.shops.get(f"{name}.myshopify.com")

    def by_storefront_host(self, host: str) -> SimShop | None:
        """The shop whose storefront answers to a Host header: `{name}.localhost:9000`, or the main shop."""
        label, dot, _ = host.split(":", maxsplit=1)[0].partition(".")
        if dot and label.isdigit():  # an address such as 127.0.0.1
            return self.shops.get(MAIN_SHOP)
        return self.by_name(label) if dot else self.shops.get(MAIN_SHOP)
