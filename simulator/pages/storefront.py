"""A small shop front: products, content, policies, a cart in a cookie, and a login without password.

Addresses are Shopify's (`/products/…`, `/policies/…`, `/account/login`), also under a locale prefix such as `/fr`.
The theme app extension's embeds are rendered into each page while the theme has them switched on.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from liquid import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from simulator.pages import goods, storefront_data
from simulator.pages.extension import Embeds, render_embeds
from simulator.pages.rendering import day, money, order_state, page
from simulator.pages.storefront_data import Visit
from simulator.settings import SimulatorSettings
from simulator.state import World

View = Callable[..., Response]


def show(visit: Visit, template: str, page_type: str, title: str, status: int = 200, /, **data: object) -> Response:
    """One page in the shop's layout, with the app's embeds."""
    common = storefront_data.common(visit, page_type, title)
    embeds = Embeds()
    if visit.shop.theme.embed_on and visit.shop.grant.installed:
        embeds = render_embeds(common, visit.shop.theme.embed_settings, page_type)
    return page(
        f"storefront/{template}",
        status,
        **{**common, **data},
        embeds_head=Markup(embeds.head),
        embeds_body=Markup(embeds.body),
        shopify_object=storefront_data.shopify_object(visit),
    )


def home(visit: Visit) -> Response:
    shown = goods.cards(visit, limit=8)
    return show(visit, "home", "index", visit.shop.name, products=shown, articles=goods.article_cards(visit)[:3])


def collection(visit: Visit, handle: str = "all") -> Response:
    kind = None if handle == "all" else handle
    shown = [card for card in goods.cards(visit) if kind in (None, card["kind_handle"])]
    if not shown:
        return not_found(visit)
    title = visit.words["all_products"] if kind is None else str(shown[0]["kind"])
    return show(visit, "collection", "collection", title, products=shown, kinds=goods.kinds(visit), kind=handle)


def product(visit: Visit, handle: str) -> Response:
    found = visit.shop.product(handle)
    if not found or found.status != "ACTIVE":
        return not_found(visit)
    others = [card for card in goods.cards(visit) if card["handle"] != handle][:4]
    return show(visit, "product", "product", found.title, product=goods.detail(visit, found), others=others)


def content_page(visit: Visit, handle: str) -> Response:
    found = visit.shop.page(handle, visit.locale)
    if not found or not found.published_at:
        return not_found(visit)
    return show(visit, "page", "page", found.title, heading=found.title, body=Markup(found.body))


def policy(visit: Visit, handle: str) -> Response:
    found = visit.shop.policy(handle)
    if not found:
        return not_found(visit)
    translated = visit.shop.page(handle, visit.locale)
    shown = translated or found
    return show(visit, "page", "policy", shown.title, heading=shown.title, body=Markup(shown.body))


def blog(visit: Visit, handle: str) -> Response:
    articles = [card for card in goods.article_cards(visit) if card["blog"] == handle]
    title = next((found.title for found in visit.shop.blogs if found.handle == handle), None)
    if title is None:
        return not_found(visit)
    return show(visit, "blog", "blog", title, articles=articles)


def article(visit: Visit, blog_handle: str, handle: str) -> Response:
    found = visit.shop.article(blog_handle, handle)
    if not found or not found.published_at:
        return not_found(visit)
    byline = f"{found.author} · {day(found.published_at)}"
    return show(visit, "page", "article", found.title, heading=found.title, body=Markup(found.body), byline=byline)


def cart(visit: Visit) -> Response:
    return show(visit, "cart", "cart", visit.words["your_cart"], **goods.cart_view(visit))


def cart_json(visit: Visit) -> Response:
    return JSONResponse(goods.cart_ajax(visit))


def change_cart(visit: Visit) -> Response:
    """Adds with `/cart/add`, sets the quantity with `/cart/change`; answers with the cart page."""
    try:
        variant, quantity = int(visit.form.get("id", "")), int(visit.form.get("quantity", "1"))
    except ValueError:
        return not_found(visit)
    lines = goods.changed_cart(visit, variant, quantity, add=visit.path == "/cart/add")
    answer = RedirectResponse(f"{visit.root}cart", status_code=303)
    answer.set_cookie("sim_cart", goods.cart_cookie(lines), path="/", samesite="lax", httponly=True)
    return answer


def login(visit: Visit) -> Response:
    customers = [
        {"id": customer.id, "name": customer.display_name, "email": customer.email} for customer in visit.shop.customers
    ]
    return show(visit, "login", "customers/login", visit.words["log_in"], customers=customers)


def log_in(visit: Visit) -> Response:
    """Signs in without a password; the app proxy reads the same cookie."""
    wanted = visit.form.get("customer", "")
    known = wanted.isdecimal() and visit.shop.customer(int(wanted))
    if not known:
        return login(visit)
    answer = RedirectResponse(f"{visit.root}account", status_code=303)
    answer.set_cookie("sim_customer", str(int(wanted)), path="/", samesite="lax", httponly=True)
    return answer


def log_out(visit: Visit) -> Response:
    answer = RedirectResponse(visit.root, status_code=303)
    answer.delete_cookie("sim_customer", path="/")
    return answer


def account(visit: Visit) -> Response:
    customer = visit.customer
    if not customer:
        return RedirectResponse(f"{visit.root}account/login", status_code=303)
    theirs = [order for order in visit.shop.orders if order.customer and order.customer.id == customer.id]
    rows = [
        {
            "name": order.name,
            "date": day(order.created_at),
            "state": order_state(order),
            "total": money(order.total, order.currency),
        }
        for order in sorted(theirs, key=lambda order: order.created_at, reverse=True)
    ]
    return show(visit, "account", "customers/account", visit.words["account"], orders=rows, email=customer.email)


def not_found(visit: Visit) -> Response:
    return show(visit, "missing", "404", visit.words["not_found"], 404)


READ: list[tuple[str, View]] = [
    (r"/", home),
    (r"/collections/([a-z0-9-]+)", collection),
    (r"/collections", collection),
    (r"/products/([a-z0-9-]+)", product),
    (r"/collections/[a-z0-9-]+/products/([a-z0-9-]+)", product),
    (r"/pages/([a-z0-9-]+)", content_page),
    (r"/policies/([a-z0-9-]+)", policy),
    (r"/blogs/([a-z0-9-]+)", blog),
    (r"/blogs/([a-z0-9-]+)/([a-z0-9-]+)", article),
    (r"/cart", cart),
    (r"/cart\.js", cart_json),
    (r"/account/login", login),
    (r"/account", account),
]
WRITE: list[tuple[str, View]] = [
    (r"/cart/(?:add|change)", change_cart),
    (r"/account/login", log_in),
    (r"/account/logout", log_out),
]


def dispatch(visit: Visit, views: list[tuple[str, View]]) -> Response:
    for pattern, view in views:
        match = re.fullmatch(pattern, visit.path)
        if match:
            return view(visit, *match.groups())
    return not_found(visit)


async def form_of(request: Request) -> Mapping[str, str]:
    """The first value of each field of an urlencoded body."""
    text = (await request.body()).decode("utf-8", "replace")
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def endpoint(world: World, settings: SimulatorSettings) -> Callable[[Request], Any]:
    """The handler of every storefront address."""

    async def storefront(request: Request) -> Response:
        shop = world.by_storefront_host(request.headers.get("host", ""))
        if not shop:
            return page("storefront/no_shop", 404)
        form = await form_of(request) if request.method == "POST" else {}
        visit = storefront_data.visit(request, world, shop, settings, form)
        return dispatch(visit, WRITE if request.method == "POST" else READ)

    return storefront
