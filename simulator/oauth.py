"""Grants and tokens: managed installation, ID tokens, token exchange, refresh, revocation.

It signs and checks JWTs with its own few lines, so that a mistake in the app's library cannot hide here
(https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens and …/access-tokens).
"""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.settings import SimulatorSettings
from simulator.state import AccessToken, Grant, RefreshToken, RequestRecord, SimShop, World
from simulator.webhooks import Courier, scopes_payload, shop_payload

ID_TOKEN_LIFE = timedelta(seconds=60)
OFFLINE_LIFE = timedelta(hours=1)
ONLINE_LIFE = timedelta(seconds=86_399)
REFRESH_LIFE = timedelta(days=90)
REPLAY_LIFE = timedelta(days=30)
LEEWAY = timedelta(seconds=10)

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"
OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token"
ONLINE = "urn:shopify:params:oauth:token-type:online-access-token"


class Refused(Exception):
    """An OAuth error, as `{"error": …}` with HTTP 400."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


def encode(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def signature(secret: str, signed: str) -> bytes:
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()


def mint_id_token(world: World, settings: SimulatorSettings, shop: SimShop, staff_id: int) -> str:
    """An ID token for a member of the shop's staff, alive for a minute."""
    now = int(world.now().timestamp())
    claims = {
        "iss": f"https://{shop.domain}/admin",
        "dest": f"https://{shop.domain}",
        "aud": settings.api_key,
        "sub": str(staff_id),
        "exp": now + int(ID_TOKEN_LIFE.total_seconds()),
        "nbf": now,
        "iat": now,
        "jti": secrets.token_hex(16),
        "sid": hashlib.sha256(f"{shop.domain}/{staff_id}".encode()).hexdigest(),
    }
    header = encode(b'{"alg":"HS256","typ":"JWT"}')
    signed = f"{header}.{encode(json.dumps(claims).encode())}"
    return f"{signed}.{encode(signature(settings.api_secret, signed))}"


def read_id_token(world: World, settings: SimulatorSettings, shop: SimShop, token: str) -> dict[str, Any]:
    """The claims of an ID token that is alive and meant for this app and shop; otherwise `Refused`."""
    refused = Refused("invalid_subject_token", "The subject token is invalid")
    try:
        header, body, signed = token.split(".")
        good = hmac.compare_digest(decode(signed), signature(settings.api_secret, f"{header}.{body}"))
        algorithm = json.loads(decode(header))["alg"]
        claims: dict[str, Any] = json.loads(decode(body))
        now = world.now().timestamp()
        alive = claims["nbf"] - LEEWAY.total_seconds() <= now <= claims["exp"] + LEEWAY.total_seconds()
        meant = claims["aud"] == settings.api_key and claims["dest"] == f"https://{shop.domain}"
    except (ValueError, KeyError, TypeError, AttributeError):
        raise refused from None
    if not (good and algorithm == "HS256" and alive and meant):
        raise refused
    return claims


def install(world: World, shop: SimShop, scopes: tuple[str, ...], courier: Courier) -> None:
    """Managed installation: the merchant grants, the app is not called. New scopes on an installed app are told."""
    before = shop.grant.scopes
    if shop.grant.installed and set(before) != set(scopes):
        shop.grant.scopes = scopes
        courier.send(shop, "app/scopes_update", scopes_payload(world, shop, before))
        return
    if not shop.grant.installed:
        shop.grant = Grant(installed=True, scopes=scopes, installed_at=world.now())


def uninstall(world: World, shop: SimShop, courier: Courier) -> None:
    """Tokens, metafields and the app embed are gone at once; then `app/uninstalled` is sent."""
    if not shop.grant.installed:
        return
    shop.grant = Grant()
    shop.theme.embed_settings = {}
    courier.send(shop, "app/uninstalled", shop_payload(shop))


class OAuth:
    """The token endpoint of every shop, and the ID tokens of the simulated admin."""

    def __init__(self, world: World, settings: SimulatorSettings) -> None:
        self.world = world
        self.settings = settings

    def routes(self) -> list[Route]:
        return [
            Route("/shops/{domain}/admin/oauth/access_token", self.access_token, methods=["POST"]),
            Route("/_sim/id-token", self.id_token, methods=["GET", "POST"]),
        ]

    async def id_token(self, request: Request) -> Response:
        """For the admin page alone: what App Bridge would hand to the app of the signed-in member of staff."""
        shop = self.world.shop(request.query_params.get("shop", ""))
        staff = request.query_params.get("staff", "")
        member = shop.staff_member(int(staff)) if shop and staff.isascii() and staff.isdigit() else None
        if shop is None or member is None:
            return JSONResponse({"error": "no such shop or member of staff"}, 404)
        if not shop.grant.installed:
            return JSONResponse({"error": "the app is not installed"}, 403)
        token = mint_id_token(self.world, self.settings, shop, member.id)
        return JSONResponse({"token": token}, headers={"Cache-Control": "no-store"})

    async def access_token(self, request: Request) -> Response:
        shop = self.world.shop(request.path_params["domain"])
        if shop is None:
            return JSONResponse({"errors": "Not Found"}, 404)
        fields = read_fields(request.headers.get("content-type", ""), await request.body())
        if shop.faults.down:
            return self.logged(shop, fields, JSONResponse({"errors": "Service Unavailable"}, 503))
        if shop.faults.answer_status == 429:
            return self.logged(shop, fields, JSONResponse({"errors": "Too many"}, 429, {"Retry-After": "1.5"}))
        try:
            return self.logged(shop, fields, JSONResponse(self.grant(shop, fields)))
        except Refused as refusal:
            content = {"error": refusal.error, "error_description": refusal.description}
            return self.logged(shop, fields, JSONResponse(content, 400))

    def logged(self, shop: SimShop, fields: dict[str, Any], response: Response) -> Response:
        kind = str(fields.get("grant_type", "")).rsplit(":", 1)[-1][:40]
        shop.requests.append(RequestRecord(self.world.now(), "oauth", kind, response.status_code, 0.0))
        return response

    def grant(self, shop: SimShop, fields: dict[str, Any]) -> dict[str, Any]:
        known = fields.get("client_id") == self.settings.api_key
        secret = str(fields.get("client_secret", "")).encode()
        if not known or not hmac.compare_digest(secret, self.settings.api_secret.encode()) or not shop.grant.installed:
            raise Refused("invalid_client", "The client is unknown, or the app is not installed")
        if fields.get("grant_type") == "refresh_token":
            return self.refresh(shop, str(fields.get("refresh_token", "")))
        if fields.get("grant_type") != EXCHANGE or fields.get("subject_token_type") != ID_TOKEN:
            raise Refused("unsupported_grant_type", "Only token exchange and refresh are offered")
        claims = read_id_token(self.world, self.settings, shop, str(fields.get("subject_token", "")))
        if fields.get("requested_token_type") == ONLINE:
            return self.online(shop, int(claims["sub"]))
        if fields.get("requested_token_type") != OFFLINE:
            raise Refused("invalid_request", "The requested token type is unknown")
        return self.offline(shop, expiring=str(fields.get("expiring", "0")) == "1")

    def online(self, shop: SimShop, staff_id: int) -> dict[str, Any]:
        member = shop.staff_member(staff_id)
        if member is None:
            raise Refused("invalid_subject_token", "The subject token is invalid")
        token = self.issue(shop, ONLINE_LIFE, member.id)
        user = {
            "id": member.id,
            "first_name": member.first_name,
            "last_name": member.last_name,
            "email": member.email,
            "email_verified": True,
            "account_owner": member.owner,
            "locale": member.locale,
            "collaborator": False,
        }
        scope = ",".join(token.scopes)
        life = int(ONLINE_LIFE.total_seconds())
        return {
            "access_token": token.value,
            "scope": scope,
            "expires_in": life,
            "associated_user_scope": scope,
            "associated_user": user,
        }

    def offline(self, shop: SimShop, expiring: bool) -> dict[str, Any]:
        """A fresh exchange supersedes the pair before it."""
        if not expiring:
            raise Refused("invalid_request", "Apps created since 2026-04-01 must ask for expiring offline tokens")
        grant = shop.grant
        grant.access_tokens = {value: held for value, held in grant.access_tokens.items() if held.staff_id is not None}
        grant.refresh_tokens.clear()
        return self.pair(shop)

    def pair(self, shop: SimShop) -> dict[str, Any]:
        token = self.issue(shop, OFFLINE_LIFE, None)
        refresh = RefreshToken("shprt_" + secrets.token_hex(16), token.value, self.world.now() + REFRESH_LIFE)
        shop.grant.refresh_tokens[refresh.value] = refresh
        return {
            "access_token": token.value,
            "scope": ",".join(token.scopes),
            "expires_in": int(OFFLINE_LIFE.total_seconds()),
            "refresh_token": refresh.value,
            "refresh_token_expires_in": int(REFRESH_LIFE.total_seconds()),
        }

    def issue(self, shop: SimShop, life: timedelta, staff_id: int | None) -> AccessToken:
        value = ("shpua_" if staff_id else "shpat_") + secrets.token_hex(16)
        token = AccessToken(value, shop.grant.scopes, self.world.now() + life, staff_id)
        shop.grant.access_tokens[value] = token
        return token

    def refresh(self, shop: SimShop, value: str) -> dict[str, Any]:
        """A new pair for an old refresh token.

        A used refresh token may be used again until its replacement is used for the first time, for 30 days at most;
        so an app that loses the answer can ask again (Shopify changelog, 2026-08-28).
        """
        now = self.world.now()
        held = shop.grant.refresh_tokens.get(value)
        if held is None or held.retired or held.expires_at <= now:
            raise Refused("invalid_grant", "The refresh token is unknown, used or expired")
        for other in shop.grant.refresh_tokens.values():
            other.retired = other.retired or other.replacement == value
        shop.grant.access_tokens.pop(held.access_token, None)
        lost = shop.grant.refresh_tokens.pop(held.replacement, None) if held.replacement else None
        if lost is not None:
            shop.grant.access_tokens.pop(lost.access_token, None)
        answer = self.pair(shop)
        if held.replacement is None:
            held.expires_at = min(held.expires_at, now + REPLAY_LIFE)
        held.replacement = answer["refresh_token"]
        return answer


def revoke_tokens(shop: SimShop) -> None:
    """Every token dies while the app stays installed, as when Shopify rotates them after a leak."""
    shop.grant.access_tokens.clear()
    shop.grant.refresh_tokens.clear()


def read_fields(content_type: str, body: bytes) -> dict[str, Any]:
    """The fields of a token request: JSON or a form. An unreadable body has none."""
    try:
        if "json" in content_type:
            fields = json.loads(body)
            return fields if isinstance(fields, dict) else {}
        return dict(parse_qsl(body.decode()))
    except (ValueError, RecursionError):
        return {}
