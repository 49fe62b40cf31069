"""Getting tokens from Shopify: by exchange of a session token, and by refresh.

Offline tokens live an hour and come with a refresh token of ninety days that changes at each refresh. `expiring` must
be sent: its default, 0, gives tokens that new public apps may not use.
https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from backend.shopify.admin import USER_AGENT, retry_after
from backend.shopify.budget import Sleep
from backend.shopify.failures import ShopFrozen, ShopGone, Throttled, TokenRefused, Unavailable
from backend.shopify.official import is_shop_domain

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105 - a name, not a secret
OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token"
ONLINE = "urn:shopify:params:oauth:token-type:online-access-token"
TRIES = 3
TIMEOUT = 8.0


@dataclass(frozen=True)
class OfflineGrant:
    """A pair of tokens for a shop; the two lifetimes are in seconds from now. Refreshing makes the pair obsolete."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int
    refresh_expires_in: int
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class StaffMember:
    """Who opened the app. The online token that told us is thrown away: nothing is done with it."""

    user_id: str
    first_name: str
    last_name: str
    email: str
    is_owner: bool


@dataclass
class OAuth:
    """The token endpoint of any shop. `http` is shared, its owner closes it."""

    http: httpx.AsyncClient
    origin: Callable[[str], str]
    client_id: str
    client_secret: str = field(repr=False)
    sleep: Sleep = asyncio.sleep

    async def exchange_offline(self, domain: str, session_token: str) -> OfflineGrant:
        """The shop's grant, which makes any earlier pair obsolete. Raises a ShopifyFailure, TokenRefused among them."""
        return _grant(await self._ask(domain, _exchange(session_token, OFFLINE)))

    async def exchange_online(self, domain: str, session_token: str) -> StaffMember:
        """Who the session token's user is. Raises a ShopifyFailure."""
        answer = await self._ask(domain, _exchange(session_token, ONLINE))
        user = answer.get("associated_user")
        if not isinstance(user, dict) or "id" not in user:
            raise Unavailable("an online token without its user")
        return StaffMember(
            user_id=str(user["id"]),
            first_name=str(user.get("first_name") or ""),
            last_name=str(user.get("last_name") or ""),
            email=str(user.get("email") or ""),
            is_owner=user.get("account_owner") is True,
        )

    async def refresh(self, domain: str, refresh_token: str) -> OfflineGrant:
        """The next pair. May be repeated with the same refresh token until the next pair has been used."""
        return _grant(await self._ask(domain, {"grant_type": "refresh_token", "refresh_token": refresh_token}))

    async def _ask(self, domain: str, fields: dict[str, Any]) -> dict[str, Any]:
        if not is_shop_domain(domain):
            raise ShopGone("not a shop's domain")
        body = {"client_id": self.client_id, "client_secret": self.client_secret, **fields}
        for tries in range(1, TRIES + 1):
            try:
                response = await self.http.post(
                    f"{self.origin(domain)}/admin/oauth/access_token",
                    json=body,
                    headers={"Accept": "application/json", "User-Agent": USER_AGENT},
                    timeout=TIMEOUT,
                    follow_redirects=False,
                )
            except httpx.TransportError as error:
                failure = Unavailable(f"network: {type(error).__name__}")
            else:
                if response.status_code < 500:
                    return _answer(response)
                failure = Unavailable(f"HTTP {response.status_code}")
            if tries < TRIES:
                await self.sleep(0.3 * tries)
        raise failure


def _exchange(session_token: str, wanted: str) -> dict[str, Any]:
    return {
        "grant_type": EXCHANGE,
        "subject_token": session_token,
        "subject_token_type": ID_TOKEN,
        "requested_token_type": wanted,
        "expiring": 1,
    }


def _answer(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        body = None
    answer = body if isinstance(body, dict) else {}
    match response.status_code:
        case 200 if answer:
            return answer
        case 429:
            raise Throttled(retry_after(response))
        case 402 | 423:
            raise ShopFrozen(f"HTTP {response.status_code}")
        case 404:
            raise ShopGone("HTTP 404")
        case 400 | 401 | 403:
            code = answer.get("error")
            raise TokenRefused(code if isinstance(code, str) else f"HTTP {response.status_code}")
        case _:
            raise Unavailable(f"HTTP {response.status_code} from the token endpoint")


def _grant(answer: dict[str, Any]) -> OfflineGrant:
    try:
        return OfflineGrant(
            access_token=str(answer["access_token"]),
            refresh_token=str(answer["refresh_token"]),
            expires_in=int(answer["expires_in"]),
            refresh_expires_in=int(answer["refresh_token_expires_in"]),
            scopes=tuple(part.strip() for part in str(answer.get("scope", "")).split(",") if part.strip()),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unavailable("a token answer without its fields; is the app allowed expiring tokens?") from error
