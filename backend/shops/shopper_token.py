"""The shopper's token: made by us from what Shopify signed, carried by the widget, good for an hour.

It names the shop, the shopper, and the customer that Shopify said is logged in. An expired one still tells for ninety
days which shopper the widget belongs to, and nothing else: it opens no door, it is exchanged for a new one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from backend.actors import ShopperActor
from backend.shops.sealing import derived_key

AUDIENCE = "baton:shopper"
LIFETIME = timedelta(hours=1)
RENEWABLE_FOR = timedelta(days=90)
LONGEST = 1024


class ShopperTokenRefused(Exception):
    """The token is not ours, was changed, or is over."""


@dataclass(frozen=True)
class ShopperToken:
    """A token and the moment from which it opens no door."""

    token: str
    expires_at: datetime


def mint(seal_key: bytes, shopper: ShopperActor, now: datetime) -> ShopperToken:
    """A token for one shopper of one shop."""
    expires_at = (now + LIFETIME).replace(microsecond=0)
    claims = {
        "aud": AUDIENCE,
        "sub": str(shopper.id),
        "shop": shopper.shop_id,
        "customer": shopper.customer_id,
        "iat": int(now.timestamp()),
        "exp": int(expires_at.timestamp()),
    }
    return ShopperToken(jwt.encode(claims, derived_key(seal_key, "shopper token"), algorithm="HS256"), expires_at)


def verify(seal_key: bytes, token: str, now: datetime) -> ShopperActor:
    """Who holds the token. Raises ShopperTokenRefused."""
    return _holder(seal_key, token, now, timedelta(0))


def renewable(seal_key: bytes, token: str, now: datetime) -> ShopperActor:
    """Whose token this was, though it may be over since up to ninety days. Raises ShopperTokenRefused."""
    return _holder(seal_key, token, now, RENEWABLE_FOR)


def _holder(seal_key: bytes, token: str, now: datetime, grace: timedelta) -> ShopperActor:
    if not token or len(token) > LONGEST or not token.isascii():
        raise ShopperTokenRefused("not a token")
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            derived_key(seal_key, "shopper token"),
            algorithms=["HS256"],
            audience=AUDIENCE,
            options={"require": ["exp", "iat", "sub", "aud"], "verify_exp": False, "verify_iat": False},
        )
        shopper = ShopperActor(int(claims["shop"]), int(claims["sub"]), claims["customer"])
        expires_at = datetime.fromtimestamp(int(claims["exp"]), UTC)
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
        raise ShopperTokenRefused(type(error).__name__) from error
    if now >= expires_at + grace:
        raise ShopperTokenRefused("expired")
    return shopper
