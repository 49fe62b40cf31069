"""Shopify's own Python library, for the pure functions that it is good at, and for nothing else.

Its sessions and its GraphQL client are never used: they are synchronous, keep the active shop in globals, and have been
seen to hand one shop's token to another shop's coroutine. It takes 0.2 s to import, so it is loaded at first use.
"""

import functools
from collections.abc import Iterable
from typing import Any


class BadSessionToken(Exception):
    """The library refused the token: signature, audience, time, issuer or a missing claim."""


@functools.cache
def _library() -> Any:
    import shopify
    import shopify.session_token
    import shopify.utils.shop_url

    return shopify


def warm_up() -> None:
    """Loads the library now, so that no request waits for it. Call it in a thread after start-up."""
    _library()


def is_shop_domain(domain: str) -> bool:
    """Whether this is exactly `{name}.myshopify.com`, in lower case: nothing is mended, nothing is added."""
    if not domain.isascii() or len(domain) > 255:
        return False
    return bool(_library().utils.shop_url.sanitize_shop_domain(domain) == domain)


def session_token_claims(token: str, api_key: str, secret: str) -> dict[str, Any]:
    """Claims of a token signed (HS256) with this secret, for this app, now, by a shop. Raises BadSessionToken."""
    module = _library().session_token
    try:
        claims = module.decode_from_header(f"Bearer {token}", api_key, secret)
    except (module.SessionTokenError, ValueError, TypeError, AttributeError) as error:
        raise BadSessionToken(type(error).__name__) from error
    return dict(claims)


def covers(granted: Iterable[str] | str, needed: Iterable[str] | str) -> bool:
    """Whether the granted scopes include the needed ones; writing implies reading."""
    access = _library().ApiAccess
    return bool(access(granted).covers(access(needed)))
