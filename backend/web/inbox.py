"""The inbox document, shown only to a member of staff whom Shopify vouches for, and installed on the way.

A document load without a living token goes by the bounce page, where App Bridge fetches one. No cookie is ever set: in
the admin's frame there are none. https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens
"""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from backend.shopify.failures import ShopifyFailure, TokenRefused
from backend.shopify.official import is_shop_domain
from backend.shopify.session_token import SessionToken, SessionTokenRefused, verify
from backend.web import pages
from backend.web.built import NotBuilt, built
from backend.web.services import WebServices

BOUNCE = "/auth/patch-id-token"
RETRY = {"X-Shopify-Retry-Invalid-Session-Request": "1"}
"""Makes App Bridge fetch another token and ask once more."""
LONGEST_TARGET = 2000

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Shown:
    """A token as it came: in a header from App Bridge, or in the address from the admin."""

    raw: str
    by_header: bool


async def document(request: Request, services: WebServices) -> Response:
    """Any page of the inbox; the program in it reads the path."""
    shown = _shown(request)
    try:
        token = verify(shown.raw, api_key=services.settings.api_key, secrets=services.settings.api_secrets)
    except SessionTokenRefused:
        return _again(request, services, shown)
    if request.query_params.get("shop", token.shop_domain) != token.shop_domain:
        return pages.notice(
            services.settings, None, 400, "Another shop", "This address names another shop than the one that opened it."
        )
    try:
        await services.installer.open_app(token, shown.raw)
    except ShopifyFailure as error:
        return _not_opened(request, services, shown, token, error)
    return _inbox(services, token, shown)


async def bounce(request: Request, services: WebServices) -> Response:
    """Nothing but App Bridge, which fetches a token and goes back to `shopify-reload`, a path of ours."""
    domain, target = request.query_params.get("shop", ""), request.query_params.get("shopify-reload", "")
    if not is_shop_domain(domain) or not is_own_path(target):
        return pages.notice(services.settings, None, 400, "Nothing to show", "This address is not whole.")
    script, key = services.settings.app_bridge_url, services.settings.api_key
    return pages.page(
        services.settings,
        domain,
        f'<script data-api-key="{escape(key)}" src="{escape(script)}"></script>',
        link=pages.link_header(services.settings, [(script, "script")]),
    )


def is_own_path(target: str) -> bool:
    """Whether a browser that is sent there stays with us: one slash first, and nothing that browsers drop or turn."""
    return (
        target.startswith("/")
        and not target.startswith(("//", "/\\"))
        and target.isprintable()
        and len(target) <= LONGEST_TARGET
    )


def _shown(request: Request) -> Shown:
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme:
        return Shown(credentials.strip() if scheme.lower() == "bearer" else "", by_header=True)
    return Shown(request.query_params.get("id_token", ""), by_header=False)


def _again(request: Request, services: WebServices, shown: Shown) -> Response:
    """No living token: App Bridge is asked for one, in the way that fits how we were asked."""
    domain = request.query_params.get("shop", "")
    if shown.by_header:
        checked = domain if is_shop_domain(domain) else None
        return Response(status_code=401, headers=pages.security_headers(services.settings, checked) | RETRY)
    if not is_shop_domain(domain):
        return pages.notice(
            services.settings,
            None,
            400,
            "Baton lives in Shopify",
            "Open Baton from the Apps menu of your Shopify admin.",
        )
    kept = [(k, v) for k, v in request.query_params.multi_items() if k not in ("id_token", "shopify-reload")]
    path = "/" + request.url.path.lstrip("/\\")
    query = urlencode([*kept, ("shopify-reload", f"{path}?{urlencode(kept)}")])
    return RedirectResponse(
        f"{services.settings.app_url}{BOUNCE}?{query}", 302, pages.security_headers(services.settings, domain)
    )


def _not_opened(
    request: Request, services: WebServices, shown: Shown, token: SessionToken, error: ShopifyFailure
) -> Response:
    """A token that ended on its way is fetched anew; anything else is said, for bouncing would go in circles."""
    is_over = token.expires_at <= services.clock()
    if isinstance(error, TokenRefused) and error.code == "invalid_subject_token" and (shown.by_header or is_over):
        return _again(request, services, shown)
    log.warning("app_not_opened", shop=token.shop_domain, why=str(error))
    return pages.notice(
        services.settings,
        token.shop_domain,
        503,
        "Shopify is not answering",
        "Baton could not be set up because Shopify did not give it access. Reload this page in a moment.",
    )


def _inbox(services: WebServices, token: SessionToken, shown: Shown) -> Response:
    settings = services.settings
    try:
        inbox = built(services.inbox)
    except NotBuilt:
        return pages.notice(
            settings, token.shop_domain, 503, "The inbox is not built", "Run `make setup` where Baton is installed."
        )
    preloads = [(settings.app_bridge_url, "script"), (settings.polaris_url, "script")]
    preloads += [(style, "style") for style in inbox.styles]
    response = pages.page(
        settings,
        token.shop_domain,
        f"<!doctype html>\n{pages.head(settings, 'Baton', styles=inbox.styles, modules=inbox.modules)}\n"
        '<body><div id="app"></div></body></html>\n',
        link=pages.link_header(settings, preloads),
    )
    response.background = BackgroundTask(services.installer.check, token, shown.raw)
    return response
