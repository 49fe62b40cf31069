"""What a storefront page knows: the visit itself, Shopify's global Liquid objects, and `window.Shopify`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from starlette.requests import Request

from simulator.pages import goods
from simulator.pages.storefront_words import words
from simulator.records import Customer
from simulator.settings import SimulatorSettings
from simulator.state import SimShop, World

LANGUAGES = {"en": "English", "fr": "Français", "de": "Deutsch"}
LINKED_PAGES = 6

# The mark beside the shop's name, as an SVG path: a fir, and a cup.
FIR = "M16 3l8 11h-4l6 9h-8.5v6h-3v-6H6l6-9H8z"
CUP = (
    "M6 12h17v2h2a5 5 0 0 1 0 10h-3q-2 4-7 4t-7-4q-2-3-2-12zm17 4v5h2a2.5 2.5 0 0 0 0-5z"
    "M11 9q-2-3 0-6h2q-2 3 0 6zM16 9q-2-3 0-6h2q-2 3 0 6z"
)
MARKS = {"harbor-tea": CUP}


@dataclass(frozen=True)
class Visit:
    """One request to a shop's storefront. `path` is without the locale prefix; `root` is `/` or `/fr/`."""

    world: World
    shop: SimShop
    settings: SimulatorSettings
    locale: str
    path: str
    host: str
    cookies: Mapping[str, str]
    form: Mapping[str, str]
    design_mode: bool

    @property
    def root(self) -> str:
        return "/" if self.locale == self.shop.locales[0] else f"/{self.locale}/"

    @property
    def words(self) -> dict[str, str]:
        return words(self.locale)

    @cached_property
    def customer(self) -> Customer | None:
        """Who is logged in, by the cookie that the login page sets."""
        wanted = self.cookies.get("sim_customer", "")
        return self.shop.customer(int(wanted)) if wanted.isascii() and wanted.isdecimal() else None


def visit(request: Request, world: World, shop: SimShop, settings: SimulatorSettings, form: Mapping[str, str]) -> Visit:
    first, _, rest = request.url.path.removeprefix("/").partition("/")
    prefixed = first in shop.locales[1:]
    path = f"/{rest}" if prefixed else request.url.path
    return Visit(
        world=world,
        shop=shop,
        settings=settings,
        locale=first if prefixed else shop.locales[0],
        path=path.rstrip("/") or "/",
        host=request.headers.get("host", ""),
        cookies=request.cookies,
        form=form,
        design_mode=request.query_params.get("design_mode") == "1",
    )


def metafields(shop: SimShop) -> dict[str, dict[str, object]]:
    """The app's own metafields as `app.metafields.namespace.key.value`."""
    found: dict[str, dict[str, object]] = {}
    for (namespace, key), (kind, value) in shop.grant.metafields.items():
        parsed: object = value
        if kind in ("json", "boolean", "number_integer"):
            try:
                parsed = json.loads(value)
            except ValueError:
                parsed = None
        found.setdefault(namespace, {})[key] = {"value": parsed, "type": kind}
    return found


def customer_object(customer: Customer | None) -> dict[str, object] | None:
    if not customer:
        return None
    return {
        "id": customer.id,
        "email": customer.email,
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "name": customer.display_name,
    }


def locale_object(visit: Visit, code: str) -> dict[str, object]:
    primary = code == visit.shop.locales[0]
    return {
        "iso_code": code,
        "name": LANGUAGES.get(code, code),
        "endonym_name": LANGUAGES.get(code, code),
        "primary": primary,
        "root_url": "/" if primary else f"/{code}",
    }


def common(visit: Visit, page_type: str, title: str) -> dict[str, Any]:
    """Shopify's global objects, and what the layout of every page shows."""
    shop, root = visit.shop, visit.root
    locales = [locale_object(visit, code) for code in shop.locales]
    current = locale_object(visit, visit.locale)
    return {
        "shop": {
            "name": shop.name,
            "permanent_domain": shop.domain,
            "domain": visit.host,
            "email": shop.email,
            "currency": shop.currency,
            "description": shop.tagline,
            "url": f"http://{visit.host}",
            "secure_url": f"http://{visit.host}",
            "published_locales": locales,
        },
        "customer": customer_object(visit.customer),
        "request": {
            "locale": current,
            "path": visit.path,
            "host": visit.host,
            "page_type": page_type,
            "design_mode": visit.design_mode,
        },
        "localization": {
            "language": current,
            "available_languages": locales,
            "country": {"iso_code": shop.country_code, "currency": {"iso_code": shop.currency}},
        },
        "routes": {
            "root_url": root.rstrip("/") or "/",
            "cart_url": f"{root}cart",
            "cart_add_url": f"{root}cart/add",
            "account_url": f"{root}account",
            "account_login_url": f"{root}account/login",
        },
        "cart": goods.cart_object(visit),
        "template": {"name": page_type.rpartition("/")[2], "directory": page_type.rpartition("/")[0]},
        "app": {"metafields": metafields(shop)},
        "page_title": title,
        **layout_data(visit),
    }


def layout_data(visit: Visit) -> dict[str, Any]:
    shop = visit.shop
    policies = {policy.handle for policy in shop.policies}
    pages = [
        page
        for page in shop.pages
        if page.published_at and page.locale == visit.locale and page.translation_of not in policies
    ]
    tail = "" if visit.path == "/" else visit.path
    return {
        "w": visit.words,
        "root": visit.root,
        "tagline": shop.tagline,
        "mark": MARKS.get(shop.handle, FIR),
        "theme_class": f"theme-{shop.handle}",
        "linked_pages": [{"title": page.title, "url": page_url(visit, page.handle)} for page in pages[:LINKED_PAGES]],
        "linked_policies": [
            {"title": (shop.page(p.handle, visit.locale) or p).title, "url": f"{visit.root}policies/{p.handle}"}
            for p in shop.policies
        ],
        "linked_blogs": [{"title": b.title, "url": f"{visit.root}blogs/{b.handle}"} for b in shop.blogs],
        "kinds": goods.kinds(visit),
        "languages": [
            {
                "name": LANGUAGES.get(code, code),
                "code": code,
                "url": (tail or "/") if code == shop.locales[0] else f"/{code}{tail}",
                "current": code == visit.locale,
            }
            for code in shop.locales
        ],
    }


def page_url(visit: Visit, handle: str) -> str:
    return f"{visit.root}pages/{handle}"


def shopify_object(visit: Visit) -> dict[str, object]:
    """`window.Shopify` as Shopify's own script sets it on every storefront page."""
    found: dict[str, object] = {
        "shop": visit.shop.domain,
        "locale": visit.locale,
        "country": visit.shop.country_code,
        "currency": {"active": visit.shop.currency, "rate": "1.0"},
        "routes": {"root": visit.root},
        "theme": {"id": visit.shop.theme.id, "name": visit.shop.theme.name, "role": "main"},
    }
    if visit.design_mode:
        found["designMode"] = True
    return found
