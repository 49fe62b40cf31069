"""The simulated Shopify admin: the page that frames the app, its installation, orders, and the theme editor.

The frame's address carries what Shopify's does (shop, host, id token, hmac …). Whoever opens the page chooses which
member of staff they are; there is nothing to protect in made-up shops.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from simulator.oauth import mint_id_token
from simulator.pages import orders
from simulator.pages.extension import blocks, extension_handle
from simulator.pages.rendering import page
from simulator.records import StaffMember
from simulator.settings import SimulatorSettings
from simulator.state import Grant, SimShop, World

SCOPES_IN_WORDS = {
    "read_orders": "View orders, refunds and parcels of the last 60 days",
    "read_all_orders": "View all orders",
    "read_customers": "View customers",
    "read_products": "View products",
    "read_content": "View pages, blog posts and articles",
    "read_legal_policies": "View store policies",
    "read_returns": "View returns",
    "read_themes": "View themes",
    "write_orders": "Change orders: cancel, refund, address, tags and notes",
    "write_returns": "Create and change returns",
    "read_locations": "View locations",
    "write_app_proxy": "Answer at an address of your online store",
}

Handler = Callable[[Request], Awaitable[Response]]


def host_parameter(shop: SimShop) -> str:
    """`host` as Shopify gives it: base64 of the admin's address of the store."""
    return base64.b64encode(f"admin.shopify.com/store/{shop.handle}".encode()).decode()


def query_signature(secret: str, parameters: dict[str, str]) -> str:
    """The `hmac` of a document load: sorted pairs joined by `&`, HMAC-SHA256, in hex."""
    message = urlencode(sorted(parameters.items()), quote_via=quote)
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()


class Admin:
    """Every page of the admin, for every shop."""

    def __init__(self, world: World, settings: SimulatorSettings) -> None:
        self.world = world
        self.settings = settings

    def routes(self) -> list[Route]:
        base = "/store/{name}"
        app = f"{base}/apps/{self.settings.app_handle}"
        return [
            Route(f"{app}/install", self.install, methods=["POST"]),
            Route(app, self.app_page),
            Route(f"{app}/{{page:path}}", self.app_page),
            Route(f"{base}/bridge/extensions", self.extensions),
            Route(f"{base}/orders", self.order_list),
            Route(f"{base}/orders/{{order:int}}", self.order_page),
            Route(f"{base}/themes/current/editor", self.theme_editor),
            Route(f"{base}/themes/current/embed", self.save_embed, methods=["POST"]),
            Route("/shops/{domain}/admin/themes/current/editor", self.to_theme_editor),
            Route(base, self.start),
            Route(f"{base}/{{rest:path}}", self.elsewhere),
        ]

    def shop_of(self, request: Request) -> SimShop | None:
        return self.world.by_name(request.path_params["name"])

    def staff_of(self, request: Request, shop: SimShop) -> StaffMember:
        """Who looks: the query's `staff`, else the shop's first member of staff."""
        wanted = request.query_params.get("staff", "")
        known = shop.staff_member(int(wanted)) if wanted.isascii() and wanted.isdecimal() else None
        return known or shop.staff[0]

    def shown(
        self, request: Request, template: str, shop: SimShop, title: str, section: str, **data: object
    ) -> Response:
        member = self.staff_of(request, shop)
        return page(
            f"admin/{template}",
            title=title,
            section=section,
            shop={"name": shop.name, "handle": shop.handle, "domain": shop.domain},
            base=f"/store/{shop.handle}",
            app_base=f"/store/{shop.handle}/apps/{self.settings.app_handle}",
            app_name=self.settings.app_handle.capitalize(),
            installed=shop.grant.installed,
            storefront=self.settings.storefront_origin(shop.domain),
            staff=[{"id": one.id, "name": one.name, "current": one.id == member.id} for one in shop.staff],
            me={"id": member.id, "name": member.name, "initials": member.first_name[0] + member.last_name[0]},
            **data,
        )

    def missing(self) -> Response:
        shops = [{"name": shop.name, "handle": shop.handle} for shop in self.world.shops.values()]
        return page("admin/no_shop", 404, shops=shops, app_handle=self.settings.app_handle)

    async def start(self, request: Request) -> Response:
        return RedirectResponse(f"{request.url.path.rstrip('/')}/apps/{self.settings.app_handle}", status_code=302)

    async def elsewhere(self, request: Request) -> Response:
        """A page that Shopify's admin has and this one has not, such as settings."""
        shop = self.shop_of(request)
        return self.shown(request, "elsewhere", shop, "Not simulated", "") if shop else self.missing()

    async def app_page(self, request: Request) -> Response:
        """The app in its frame; before the first time, what it asks for."""
        shop = self.shop_of(request)
        if not shop:
            return self.missing()
        if not shop.grant.installed:
            if request.query_params.get("auto_install") != "1":
                return self.install_screen(request, shop)
            self.grant(shop)
        member = self.staff_of(request, shop)
        src = self.frame_url(shop, member, request.path_params.get("page", ""))
        bridge = {
            "app": self.settings.app_url,
            "shop": shop.domain,
            "staff": member.id,
            "owner": member.owner,
            "store": f"/store/{shop.handle}",
            "appName": self.settings.app_handle.capitalize(),
            "words": SCOPES_IN_WORDS,
            "appBase": f"/store/{shop.handle}/apps/{self.settings.app_handle}",
            "scopes": {
                "granted": shop.grant.scopes,
                "required": self.settings.scopes,
                "optional": self.settings.optional_scopes,
            },
        }
        return self.shown(request, "app", shop, self.settings.app_handle.capitalize(), "app", src=src, bridge=bridge)

    def frame_url(self, shop: SimShop, member: StaffMember, path: str) -> str:
        parameters = {
            "embedded": "1",
            "host": host_parameter(shop),
            "id_token": mint_id_token(self.world, self.settings, shop, member.id),
            "locale": member.locale,
            "session": secrets.token_hex(16),
            "shop": shop.domain,
            "timestamp": str(int(self.world.now().timestamp())),
        }
        parameters["hmac"] = query_signature(self.settings.api_secret, parameters)
        return f"{self.settings.app_url}/{quote(path)}?{urlencode(parameters)}"

    def install_screen(self, request: Request, shop: SimShop) -> Response:
        scopes = [{"handle": scope, "words": SCOPES_IN_WORDS.get(scope, scope)} for scope in self.settings.scopes]
        return self.shown(request, "install", shop, "Install app", "app", scopes=scopes, query=request.url.query)

    def grant(self, shop: SimShop) -> None:
        """Managed installation: Shopify grants, the app is not called."""
        shop.grant = Grant(installed=True, scopes=self.settings.scopes, installed_at=self.world.now())

    async def install(self, request: Request) -> Response:
        shop = self.shop_of(request)
        if not shop:
            return self.missing()
        if not shop.grant.installed:
            self.grant(shop)
        target = request.url.path.removesuffix("/install")
        return RedirectResponse(f"{target}?{request.url.query}".rstrip("?"), status_code=303)

    async def extensions(self, request: Request) -> Response:
        """What `shopify.app.extensions()` says: the extension's blocks, and where the published theme uses them."""
        shop = self.shop_of(request)
        if not shop:
            return JSONResponse({"error": "no such shop"}, 404)
        active = shop.theme.embed_on and shop.grant.installed
        theme = f"gid://shopify/OnlineStoreTheme/{shop.theme.id}"
        activations = [
            {
                "handle": block.handle,
                "name": block.name(),
                "target": block.target,
                "status": "active" if active and block.target != "section" else "available",
                "activations": [{"target": block.target, "themeId": theme}] if active else [],
            }
            for block in blocks()
        ]
        listed = [{"handle": extension_handle(), "type": "theme_app_extension", "activations": activations}]
        return JSONResponse(listed, headers={"Cache-Control": "no-store"})

    async def order_list(self, request: Request) -> Response:
        shop = self.shop_of(request)
        if not shop:
            return self.missing()
        return self.shown(request, "orders", shop, "Orders", "orders", orders=orders.rows(shop))

    async def order_page(self, request: Request) -> Response:
        shop = self.shop_of(request)
        order = shop.order(request.path_params["order"]) if shop else None
        if not shop or not order:
            return self.missing()
        return self.shown(request, "order", shop, order.name, "orders", order=orders.detail(order))

    async def theme_editor(self, request: Request) -> Response:
        """The app embeds of the published theme. A link may propose one to switch on; only Save keeps it."""
        shop = self.shop_of(request)
        if not shop:
            return self.missing()
        proposed = request.query_params.get("activateAppId", "").partition("/")[2]
        embeds = [
            {"handle": block.handle, "name": block.name(), "on": shop.theme.embed_on or block.handle == proposed}
            for block in blocks()
            if block.target != "section"
        ]
        return self.shown(
            request,
            "editor",
            shop,
            f"{shop.theme.name} · Theme editor",
            "store",
            theme=shop.theme.name,
            embeds=embeds,
            saved=request.query_params.get("saved") == "1",
            unsaved=bool(proposed) and not shop.theme.embed_on,
            embed_on=shop.theme.embed_on,
        )

    async def save_embed(self, request: Request) -> Response:
        shop = self.shop_of(request)
        if not shop:
            return self.missing()
        shop.theme.embed_on = b"on=1" in (await request.body()).split(b"&")
        return RedirectResponse(f"/store/{shop.handle}/themes/current/editor?context=apps&saved=1", status_code=303)

    async def to_theme_editor(self, request: Request) -> Response:
        """The editor's address at the shop's own domain, as deep links name it."""
        shop = self.world.shop(request.path_params["domain"])
        if not shop:
            return self.missing()
        path = f"/store/{shop.handle}/themes/current/editor?{request.url.query}"
        return RedirectResponse(f"{self.settings.public_origin}{path}", status_code=302)
