"""The app proxy: a storefront's `/apps/baton/…`, signed and passed on to the app, as Shopify does it.

Added parameters, stripped headers and followed redirects as in
https://shopify.dev/docs/apps/build/online-store/app-proxies. The body is not signed. Cookies pass in neither
direction; who is logged in comes from the storefront's own session.
"""

import hashlib
import hmac
import time
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.settings import SimulatorSettings
from simulator.state import RequestRecord, SimShop, World

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
CUSTOMER_COOKIE = "sim_customer"
ADDED = frozenset({"shop", "path_prefix", "timestamp", "logged_in_customer_id", "signature"})
# Cookie is stripped by Shopify; the others belong to one hop only.
NOT_SENT = frozenset({"cookie", "host", "connection", "content-length", "transfer-encoding", "accept-encoding"})
NOT_RETURNED = frozenset(
    """accept-patch accept-ranges connection cookie date delta-base im p3p pragma preference-applied
    proxy-authenticate public-key-pins server service-worker-allowed set-cookie trailer tk warning x-powered-by
    content-length content-encoding transfer-encoding""".split()  # noqa: SIM905 - a list of header names reads best so
)


def sign(secret: str, parameters: Iterable[tuple[str, str]]) -> str:
    """The signature over decoded parameters: values of one name joined by commas, names sorted, no separators."""
    joined: dict[str, list[str]] = {}
    for name, value in parameters:
        if name != "signature":
            joined.setdefault(name, []).append(value)
    text = "".join(sorted(f"{name}={','.join(values)}" for name, values in joined.items()))
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


class AppProxy:
    """Passes storefront requests to the app. `client` must follow redirects, as Shopify does."""

    def __init__(self, world: World, settings: SimulatorSettings, client: httpx.AsyncClient) -> None:
        self.world = world
        self.settings = settings
        self.client = client

    def routes(self) -> list[Route]:
        prefix = self.settings.path_prefix
        return [
            Route(prefix + "/{path:path}", self.forward, methods=METHODS),
            Route("/{locale:locale}" + prefix + "/{path:path}", self.forward, methods=METHODS),
        ]

    async def forward(self, request: Request) -> Response:
        started = time.perf_counter()
        shop = self.world.by_storefront_host(request.headers.get("host", ""))
        locale = request.path_params.get("locale")
        if shop is None or (locale is not None and locale not in shop.locales):
            return JSONResponse({"error": "Not Found"}, 404)
        response = await self.passed(request, shop)
        record = RequestRecord(
            self.world.now(),
            "proxy",
            f"{request.method} {request.path_params['path']}",
            response.status_code,
            round((time.perf_counter() - started) * 1000, 1),
        )
        shop.requests.append(record)
        return response

    async def passed(self, request: Request, shop: SimShop) -> Response:
        if not shop.grant.installed:
            return JSONResponse({"error": "Not Found"}, 404)
        if shop.faults.proxy_down:
            return JSONResponse({"error": "There was an error in the third-party application."}, 502)
        headers = {name: value for name, value in request.headers.items() if name not in NOT_SENT}
        headers["X-Forwarded-For"] = request.client.host if request.client else "127.0.0.1"
        headers["X-Forwarded-Host"] = request.headers.get("host", "")
        url = f"{self.settings.app_url}/proxy/{request.path_params['path']}?{self.query(request, shop)}"
        try:
            answer = await self.client.request(
                request.method, url, content=await request.body(), headers=headers, follow_redirects=True
            )
        except httpx.HTTPError:
            return JSONResponse({"error": "There was an error in the third-party application."}, 502)
        kept = {name: value for name, value in answer.headers.items() if name not in NOT_RETURNED}
        return Response(answer.content, answer.status_code, kept)

    def query(self, request: Request, shop: SimShop) -> str:
        """The caller's own parameters, less any that Shopify adds, then those and the signature over all."""
        own = parse_qsl(request.url.query, keep_blank_values=True)
        parameters = [(name, value) for name, value in own if name not in ADDED]
        parameters += [
            ("shop", shop.domain),
            ("logged_in_customer_id", self.customer(request, shop)),
            ("path_prefix", self.settings.path_prefix),
            ("timestamp", str(int(self.world.now().timestamp()))),
        ]
        return urlencode([*parameters, ("signature", sign(self.settings.api_secret, parameters))])

    def customer(self, request: Request, shop: SimShop) -> str:
        """The logged-in customer's number, or an empty string. A number of another shop logs nobody in."""
        number = request.cookies.get(CUSTOMER_COOKIE, "")
        known = number.isascii() and number.isdigit() and shop.customer(int(number[:18])) is not None
        return number if known else ""
