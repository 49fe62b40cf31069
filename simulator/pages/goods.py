"""Products, articles and the cart as the storefront's templates show them."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from liquid import Markup

from simulator.pages.rendering import day, money
from simulator.records import Product, Variant

if TYPE_CHECKING:
    from simulator.pages.storefront_data import Visit

CART = re.compile(r"\d{1,18}:\d{1,2}(?:,\d{1,18}:\d{1,2}){0,29}")
MOST_OF_ONE = 20


def handleized(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def on_sale(visit: "Visit") -> list[Product]:
    return [product for product in visit.shop.products if product.status == "ACTIVE" and product.published_at]


def price_line(visit: "Visit", product: Product) -> str:
    lowest = money(product.lowest_price, visit.shop.currency)
    return lowest if product.lowest_price == product.highest_price else f"{visit.words['from']} {lowest}"


def cards(visit: "Visit", limit: int | None = None) -> list[dict[str, object]]:
    return [
        {
            "handle": product.handle,
            "title": product.title,
            "kind": product.product_type,
            "kind_handle": handleized(product.product_type),
            "url": f"{visit.root}products/{product.handle}",
            "picture": f"/cdn/products/{product.handle}.svg",
            "price": price_line(visit, product),
            "sold_out": all(variant.inventory <= 0 for variant in product.variants),
        }
        for product in on_sale(visit)[:limit]
    ]


def kinds(visit: "Visit") -> list[dict[str, str]]:
    """The kinds of product, each a collection of its own."""
    names = dict.fromkeys(product.product_type for product in on_sale(visit))
    return [
        {"title": name, "handle": handleized(name), "url": f"{visit.root}collections/{handleized(name)}"}
        for name in names
    ]


def detail(visit: "Visit", product: Product) -> dict[str, object]:
    variants = [
        {
            "id": variant.id,
            "title": variant.title,
            "price": money(variant.price, visit.shop.currency),
            "available": variant.inventory > 0,
        }
        for variant in product.variants
    ]
    return {
        "title": product.title,
        "vendor": product.vendor,
        "kind": product.product_type,
        "description": Markup(product.description_html),
        "picture": f"/cdn/products/{product.handle}.svg",
        "price": price_line(visit, product),
        "variants": variants,
        "options": " · ".join(option.name for option in product.options),
        "available": any(variant["available"] for variant in variants),
    }


def article_cards(visit: "Visit") -> list[dict[str, object]]:
    return [
        {
            "title": article.title,
            "summary": article.summary,
            "blog": article.blog.handle,
            "byline": f"{article.author} · {day(article.published_at)}",
            "url": f"{visit.root}blogs/{article.blog.handle}/{article.handle}",
        }
        for article in visit.shop.articles
        if article.published_at
    ]


def cart_lines(visit: "Visit") -> dict[int, int]:
    """Quantity by variant id, as far as the cookie is well-formed."""
    text = visit.cookies.get("sim_cart", "")
    if not CART.fullmatch(text):
        return {}
    pairs = (entry.split(":") for entry in text.split(","))
    return {int(variant): int(quantity) for variant, quantity in pairs if int(quantity)}


def cart_cookie(lines: dict[int, int]) -> str:
    return ",".join(f"{variant}:{quantity}" for variant, quantity in lines.items())


def changed_cart(visit: "Visit", variant_id: int, quantity: int, add: bool) -> dict[int, int]:
    """The cart after a change; unknown variants change nothing, and no line passes twenty."""
    lines = dict(cart_lines(visit))
    if not find_variant(visit, variant_id):
        return lines
    wanted = lines.get(variant_id, 0) + quantity if add else quantity
    lines[variant_id] = min(max(wanted, 0), MOST_OF_ONE)
    return {variant: count for variant, count in lines.items() if count}


def find_variant(visit: "Visit", variant_id: int) -> tuple[Product, Variant] | None:
    pairs = ((product, variant) for product in on_sale(visit) for variant in product.variants)
    return next(((product, variant) for product, variant in pairs if variant.id == variant_id), None)


def filled_cart(visit: "Visit") -> list[tuple[Product, Variant, int]]:
    found = ((find_variant(visit, variant), quantity) for variant, quantity in cart_lines(visit).items())
    return [(*pair, quantity) for pair, quantity in found if pair]


def cents(visit: "Visit") -> int:
    return int(sum(variant.price * quantity * 100 for _, variant, quantity in filled_cart(visit)))


def cart_object(visit: "Visit") -> dict[str, object]:
    """Liquid's `cart`: amounts in cents, as on Shopify."""
    items = [
        {"title": product.title, "variant_id": variant.id, "quantity": quantity, "price": int(variant.price * 100)}
        for product, variant, quantity in filled_cart(visit)
    ]
    count = sum(quantity for _, _, quantity in filled_cart(visit))
    return {
        "item_count": count,
        "total_price": cents(visit),
        "items": items,
        "currency": {"iso_code": visit.shop.currency},
    }


def cart_ajax(visit: "Visit") -> dict[str, object]:
    """The answer of `/cart.js`, as far as an app reads it."""
    return {**cart_object(visit), "currency": visit.shop.currency}


def cart_view(visit: "Visit") -> dict[str, object]:
    currency = visit.shop.currency
    lines = [
        {
            "id": variant.id,
            "title": product.title,
            "variant": variant.title,
            "picture": f"/cdn/products/{product.handle}.svg",
            "url": f"{visit.root}products/{product.handle}",
            "quantity": quantity,
            "total": money(variant.price * quantity, currency),
        }
        for product, variant, quantity in filled_cart(visit)
    ]
    total = sum((variant.price * quantity for _, variant, quantity in filled_cart(visit)), Decimal(0))
    return {"lines": lines, "subtotal": money(total, currency)}
