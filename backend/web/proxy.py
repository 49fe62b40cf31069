"""The app proxy: how a storefront's visitor becomes a shopper of ours.

Shopify signs which shop it is and which customer is logged in; the body is the visitor's own and proves nothing, except
that an earlier token of ours in it tells which shopper they were. From then on the widget speaks to us directly.
"""

import json
import math
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend import clock
from backend.actors import ShopperActor
from backend.conversations import service as conversations
from backend.errors import TooMany
from backend.shopify.signatures import BadSignature, verify_proxy
from backend.shops import identity, shopper_token
from backend.shops.models import Shop
from backend.shops.shopper_token import ShopperToken, ShopperTokenRefused
from backend.web import bodies
from backend.web.services import WebServices

MOST_BYTES = 4096
LONGEST_LOCALE = 16

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Wish:
    """What the widget says of itself: a token of ours from before, if it has one, and its language."""

    token: str
    locale: str


async def session(request: Request, services: WebServices) -> Response:
    """A shopper token for an hour. The same shopper as before, unless another customer is logged in now."""
    now = services.clock()
    try:
        proven = verify_proxy(_query(request), services.settings.api_secrets, now)
        wish = _wish(await bodies.read(request, MOST_BYTES))
        before = _before(services.settings.seal_key, wish.token, now)
        _count(services, proven.shop_domain, before, _address(request, services.settings.proxy_hops))
    except BadSignature as error:
        log.info("proxy_refused", why=str(error))
        return _refusal(401, "NOT_AUTHENTICATED", "Shopify did not sign this request.")
    except TooMany as error:
        return _refusal(429, error.code, error.message, error.retry_after)
    except bodies.TooLarge:
        return _refusal(413, "INVALID", "That is too long.")
    except ValueError:
        return _refusal(400, "INVALID", "Send a JSON object with token and locale.")
    async with services.db.writing() as transaction:
        shop = await identity.installed_shop(transaction, proven.shop_domain)
        if shop is None:
            return _refusal(404, "NOT_FOUND", "The chat is not installed on this shop.")
        shopper = await _open(transaction, shop, proven.customer_id, before, wish.locale)
    token = shopper_token.mint(services.settings.seal_key, shopper, now)
    return JSONResponse(_answer(services, shop, token), headers={"Cache-Control": "no-store"})


async def _open(
    transaction: AsyncSession, shop: Shop, customer_id: str | None, before: ShopperActor | None, locale: str
) -> ShopperActor:
    assert shop.id is not None
    known = before.id if before is not None and before.shop_id == shop.id else None
    shopper = await conversations.open_shopper(
        transaction, shop.id, shopper_id=known, customer_id=customer_id, locale=locale, now=clock.now()
    )
    assert shopper.id is not None
    return ShopperActor(shop.id, shopper.id, customer_id)


def _before(seal_key: bytes, token: str, now: datetime) -> ShopperActor | None:
    """The shopper of an earlier token; one that is not ours is as good as none."""
    try:
        return shopper_token.renewable(seal_key, token, now)
    except ShopperTokenRefused:
        return None


def _count(services: WebServices, domain: str, before: ShopperActor | None, address: str) -> None:
    """Raises TooMany. Who has a token of ours renews by themselves; newcomers of an address share its measure."""
    if before is not None:
        services.renewals_of_shopper.take(before.id)
        return
    services.sessions_of_address.take((domain, address))
    services.sessions_of_shop.take(domain)


def _answer(services: WebServices, shop: Shop, token: ShopperToken) -> dict[str, str]:
    origin = services.settings.app_url
    return {
        "token": token.token,
        "expiresAt": token.expires_at.isoformat(),
        "graphqlUrl": f"{origin}/shopper/graphql",
        "socketUrl": f"ws{origin.removeprefix('http')}/shopper/graphql",
        "shopName": shop.name,
    }


def _query(request: Request) -> list[tuple[str, str]]:
    """Decoded pairs, duplicates and blanks kept, as they were signed."""
    try:
        return parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True, max_num_fields=50)
    except ValueError as error:
        raise BadSignature("too many parameters") from error


def _address(request: Request, own_hops: int) -> str:
    """Where the visitor comes from, as Shopify tells: the last hop before it and before our own proxies."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    forwarded = hops[-1 - own_hops] if len(hops) > own_hops else hops[0]
    return forwarded[:64] or (request.client.host if request.client else "")


def _wish(body: bytes) -> Wish:
    """Raises ValueError for what is not a JSON object. An empty body wishes nothing."""
    content = json.loads(body) if body.strip() else {}
    if not isinstance(content, dict):
        raise ValueError("not an object")
    token, locale = content.get("token"), content.get("locale")
    is_locale = isinstance(locale, str) and locale.replace("-", "").isalnum() and len(locale) <= LONGEST_LOCALE
    return Wish(token if isinstance(token, str) else "", str(locale) if is_locale else "")


def _refusal(status: int, code: str, message: str, retry_after: float | None = None) -> Response:
    """JSON and never Liquid: Shopify would render Liquid in the theme, with whatever stands in it."""
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": f"{math.ceil(retry_after)}"} if retry_after else {})
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)
