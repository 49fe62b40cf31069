"""Fields of the shop, its content, its products and the app's installation that are not simply an attribute."""

import hashlib
import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

from simulator.admin.context import Arguments, Context, Fields, Values, connection, count, gid, money
from simulator.admin.order_fields import image
from simulator.records import Article, Blog, Page, Policy, Product, Variant
from simulator.settings import API_VERSION
from simulator.state import Theme

VERSIONS = ("2026-01", "2026-04", "2026-07", API_VERSION)
SETTINGS_FILE = "config/settings_data.json"


def plain(html: str, length: int = 150) -> str:
    """The text of some HTML, cut after so many characters."""
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def in_days_to_come(page: Page | Article | Product, context: Context) -> bool:
    return page.published_at is not None and page.published_at <= context.world.now()


def domain(context: Context) -> Values:
    host = context.settings.storefront_host(context.shop.domain)
    return {"id": gid("Domain", context.shop.id), "host": host, "url": context.origin, "sslEnabled": False}


def accounts(context: Context) -> Values:
    return {
        "customerAccountsVersion": "CLASSIC",
        "url": f"{context.origin}/account",
        "loginRequiredAtCheckout": False,
        "loginLinksVisibleOnStorefrontAndCheckout": True,
    }


SHOP: Fields = {
    "myshopifyDomain": lambda s, *_: s.domain,
    "url": lambda _, c, *__: c.origin,
    "primaryDomain": lambda _, c, *__: domain(c),
    "currencyCode": lambda s, *_: s.currency,
    "enabledPresentmentCurrencies": lambda s, *_: [s.currency],
    "ianaTimezone": lambda s, *_: s.timezone,
    "plan": lambda *_: {"publicDisplayName": "Basic", "partnerDevelopment": True, "shopifyPlus": False},
    "orderNumberFormatPrefix": lambda s, *_: s.order_prefix,
    "orderNumberFormatSuffix": lambda s, *_: s.order_suffix,
    "customerAccountsV2": lambda _, c, *__: accounts(c),
    "shopOwnerName": lambda s, *_: s.owner_name,
    "accountOwner": lambda s, *_: next(member for member in s.staff if member.owner),
    "weightUnit": lambda s, *_: "POUNDS" if s.country_code == "US" else "KILOGRAMS",
    "unitSystem": lambda s, *_: "IMPERIAL_SYSTEM" if s.country_code == "US" else "METRIC_SYSTEM",
    "taxesIncluded": lambda s, *_: s.country_code != "US",
    "description": lambda s, *_: s.tagline,
    "setupRequired": lambda *_: False,
    "shopPolicies": lambda s, *_: s.policies,
    "metafields": lambda _, __, a: connection([], a),
    "metafield": lambda *_: None,
}


def app(context: Context) -> Values:
    known = [{"handle": scope, "description": scope.replace("_", " ")} for scope in context.settings.scopes]
    return {
        "__typename": "App",
        "id": gid("App", 4_400_001),
        "handle": context.settings.app_handle,
        "title": context.settings.app_handle.capitalize(),
        "apiKey": context.settings.api_key,
        "embedded": True,
        "webhookApiVersion": API_VERSION,
        "requestedAccessScopes": known,
        "availableAccessScopes": known,
        "optionalAccessScopes": [],
        "installation": installation(context),
    }


def installation(context: Context) -> Values:
    return {"__typename": "AppInstallation", "id": gid("AppInstallation", context.shop.id)}


def scope(handle: str) -> Values:
    return {"handle": handle, "description": handle.replace("_", " ").capitalize()}


def metafields(context: Context, arguments: Arguments) -> list[Values]:
    """The app's own data on the shop. Nobody else sees it, and it dies with the installation."""
    wanted = arguments.get("namespace")
    entries = context.shop.grant.metafields.items()
    return [metafield(context, *place, *held) for place, held in entries if wanted in {None, place[0]}]


def metafield(context: Context, namespace: str, key: str, kind: str, value: str) -> Values:
    identity = int(hashlib.sha256(f"{context.shop.id}/{namespace}/{key}".encode()).hexdigest()[:12], 16)
    return {
        "__typename": "Metafield",
        "id": gid("Metafield", identity),
        "legacyResourceId": str(identity),
        "namespace": namespace,
        "key": key,
        "type": kind,
        "value": value,
        "jsonValue": json.loads(value) if kind in {"json", "boolean", "number_integer"} else value,
        "ownerType": "API_PERMISSION",
        "sizeInBytes": len(value.encode()),
        "compareDigest": hashlib.sha256(value.encode()).hexdigest(),
        "createdAt": context.shop.grant.installed_at,
        "updatedAt": context.shop.grant.installed_at,
    }


def one_metafield(context: Context, arguments: Arguments) -> Values | None:
    place = (arguments.get("namespace") or "", arguments["key"])
    held = context.shop.grant.metafields.get(place)
    return metafield(context, *place, *held) if held else None


INSTALLATION: Fields = {
    "accessScopes": lambda _, c, *__: [scope(handle) for handle in c.token.scopes],
    "launchUrl": lambda _, c, *__: f"{c.settings.public_origin}/store/{c.shop.handle}/apps/{c.settings.app_handle}",
    "uninstallUrl": lambda *_: None,
    "app": lambda _, c, *__: app(c),
    "metafields": lambda _, c, a: connection(metafields(c, a), a),
    "metafield": lambda _, c, a: one_metafield(c, a),
}


def prices(product: Product, context: Context) -> Values:
    currency = context.shop.currency
    lowest, highest = money(product.lowest_price, currency), money(product.highest_price, currency)
    return {"minVariantPrice": lowest, "maxVariantPrice": highest}


def options(product: Product) -> list[Values]:
    return [
        {"id": gid("ProductOption", product.id * 10 + place), "name": o.name, "values": o.values, "position": place}
        for place, o in enumerate(product.options, start=1)
    ]


def online_url(product: Product, context: Context) -> str | None:
    return f"{context.origin}/products/{product.handle}" if in_days_to_come(product, context) else None


def owner(variant: Variant, context: Context) -> Product:
    return next(product for product in context.shop.products if variant in product.variants)


PRODUCT: Fields = {
    "createdAt": lambda p, *_: p.published_at or p.updated_at,
    "description": lambda p, _c, a: plain(p.description_html, a.get("truncateAt") or 100_000),
    "onlineStoreUrl": lambda p, c, *_: online_url(p, c),
    "onlineStorePreviewUrl": lambda p, c, *_: online_url(p, c),
    "totalInventory": lambda p, *_: sum(variant.inventory for variant in p.variants),
    "tracksInventory": lambda *_: True,
    "hasOutOfStockVariants": lambda p, *_: any(not variant.inventory for variant in p.variants),
    "hasOnlyDefaultVariant": lambda p, *_: p.variants[0].title == "Default Title",
    "isGiftCard": lambda *_: False,
    "priceRangeV2": lambda p, c, *_: prices(p, c),
    "options": lambda p, _c, a: options(p)[: a.get("first")],
    "variants": lambda p, _c, a: connection(p.variants, a),
    "variantsCount": lambda p, *_: count(p.variants),
    "featuredImage": lambda p, c, *_: image(p.handle, p.title, c),
    "seo": lambda p, *_: {"title": p.title, "description": plain(p.description_html)},
    "metafields": lambda _, __, a: connection([], a),
    "metafield": lambda *_: None,
}
VARIANT: Fields = {
    "price": lambda v, *_: f"{v.price:.2f}",
    "compareAtPrice": lambda *_: None,
    "availableForSale": lambda v, *_: v.inventory > 0,
    "inventoryQuantity": lambda v, *_: v.inventory,
    "sellableOnlineQuantity": lambda v, *_: v.inventory,
    "inventoryPolicy": lambda *_: "DENY",
    "displayName": lambda v, c, *_: f"{owner(v, c).title} - {v.title}",
    "position": lambda v, c, *_: owner(v, c).variants.index(v) + 1,
    "product": lambda v, c, *_: owner(v, c),
    "barcode": lambda *_: None,
    "taxable": lambda *_: True,
}
PAGE: Fields = {
    "bodySummary": lambda p, *_: plain(p.body),
    "isPublished": lambda p, c, *_: in_days_to_come(p, c),
    "createdAt": lambda p, *_: p.published_at or p.updated_at,
    "templateSuffix": lambda *_: None,
    "metafields": lambda _, __, a: connection([], a),
    "metafield": lambda *_: None,
}
ARTICLE: Fields = {
    **{name: resolve for name, resolve in PAGE.items() if name != "bodySummary"},
    "author": lambda r, *_: {"name": r.author},
    "summary": lambda r, *_: f"<p>{r.summary}</p>",
    "image": lambda *_: None,
}


def articles_of(blog: Blog, context: Context) -> list[Any]:
    return [article for article in context.shop.articles if article.blog is blog]


BLOG: Fields = {
    "articles": lambda b, c, a: connection(articles_of(b, c), a),
    "articlesCount": lambda b, c, *_: count(articles_of(b, c)),
}


def policy_url(policy: Policy, context: Context) -> str:
    return f"{context.origin}/policies/{policy.handle}"


POLICY: Fields = {
    "url": lambda p, c, *_: policy_url(p, c),
    "createdAt": lambda p, *_: p.updated_at - timedelta(days=300),
}
STAFF: Fields = {
    "isShopOwner": lambda s, *_: s.owner,
    "active": lambda *_: True,
    "exists": lambda *_: True,
    "initials": lambda s, *_: [s.first_name[0], s.last_name[0]],
    "phone": lambda *_: None,
}


def settings_data(theme: Theme, context: Context) -> str:
    """`config/settings_data.json` as the theme editor writes it: a comment, then the app embed's block."""
    key = "1846729351"
    kind = f"shopify://apps/{context.settings.app_handle}/blocks/{context.settings.embed_handle}/{key}"
    block = {"type": kind, "disabled": not theme.embed_on, "settings": theme.embed_settings}
    body = json.dumps({"current": {"blocks": {key: block}}, "presets": {"Default": {}}}, indent=2)
    return "/*\n * Written by the theme editor.\n */\n" + body


def files(theme: Theme, context: Context, arguments: Arguments) -> Values:
    asked = arguments.get("filenames")
    content = settings_data(theme, context)
    when = context.shop.grant.installed_at or context.world.now()
    body = {"__typename": "OnlineStoreThemeFileBodyText", "content": content}
    entry = {
        "id": SETTINGS_FILE,
        "filename": SETTINGS_FILE,
        "contentType": "application/json",
        "checksumMd5": hashlib.md5(content.encode(), usedforsecurity=False).hexdigest(),
        "size": str(len(content.encode())),
        "createdAt": when,
        "updatedAt": when,
        "body": body,
    }
    found = connection([entry] if asked is None or SETTINGS_FILE in asked else [], arguments)
    missing = [name for name in asked or [] if name != SETTINGS_FILE]
    return {**found, "userErrors": [{"code": "NOT_FOUND", "filename": name} for name in missing]}


THEME: Fields = {
    "role": lambda *_: "MAIN",
    "files": files,
    "prefix": lambda t, *_: f"/t/{t.id}",
    "processing": lambda *_: False,
    "processingFailed": lambda *_: False,
}
