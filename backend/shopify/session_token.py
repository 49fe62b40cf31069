"""Who opened the app: Shopify's session token (also called id token), verified.

A JWT of sixty seconds, signed with the app's client secret. Its `dest` is the only source of the shop's domain for a
request of an agent. https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from backend.shopify.official import BadSessionToken, is_shop_domain, session_token_claims

LONGEST = 4096


class SessionTokenRefused(Exception):
    """The token proves nothing. The message names the check that failed and never holds the token."""


@dataclass(frozen=True)
class SessionToken:
    """`user_id` is Shopify's id of the member of staff; it is unique within a shop."""

    shop_domain: str
    user_id: str
    session_id: str
    expires_at: datetime


def verify(token: str, *, api_key: str, secrets: Sequence[str]) -> SessionToken:
    """The token's content if any of the secrets signed it. Allows ten seconds of clock skew, as Shopify does.

    Raises SessionTokenRefused.
    """
    if not token or len(token) > LONGEST or not token.isascii():
        raise SessionTokenRefused("not a token")
    refused = "no secret"
    for secret in secrets:
        try:
            return _content(session_token_claims(token, api_key, secret))
        except BadSessionToken as error:
            refused = str(error)
    raise SessionTokenRefused(refused)


def _content(claims: dict[str, Any]) -> SessionToken:
    """The library demands neither an expiry nor the exact shape of `iss` and `dest`; this does."""
    domain = str(claims["dest"]).removeprefix("https://")
    if not is_shop_domain(domain) or claims["dest"] != f"https://{domain}":
        raise SessionTokenRefused("dest is not a shop")
    if claims["iss"] != f"https://{domain}/admin":
        raise SessionTokenRefused("iss is not the admin of dest")
    if not isinstance(claims.get("exp"), int) or not isinstance(claims["sub"], str):
        raise SessionTokenRefused("exp or sub is missing")
    if not (claims["sub"].isascii() and claims["sub"].isdigit() and len(claims["sub"]) <= 32):
        raise SessionTokenRefused("sub is not a member of staff")
    expires_at = datetime.fromtimestamp(claims["exp"], UTC)
    return SessionToken(domain, claims["sub"], str(claims["sid"]), expires_at)
