"""What can go wrong with Shopify, by what the caller can do about it."""

from enum import StrEnum


class ShopifyFailure(Exception):
    """Base of all. Messages are for logs: they hold no token and no customer data."""


class Throttled(ShopifyFailure):
    """No budget left within the time that a call may wait. Come back after `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"throttled; try again in {retry_after:.1f} s")
        self.retry_after = retry_after


class AccessReason(StrEnum):
    """Why Shopify withholds something: a scope that the merchant grants, or an approval that Shopify gives."""

    MISSING_SCOPE = "missing_scope"
    NOT_APPROVED = "not_approved"


class AccessDenied(ShopifyFailure):
    """Nothing of what was asked for may be read. Trying again is of no use."""

    def __init__(self, reason: AccessReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class TokenDead(ShopifyFailure):
    """Shopify does not accept the access token (any more)."""


class TokenRefused(ShopifyFailure):
    """Shopify issued no token. `code` is its own word, such as invalid_subject_token or invalid_grant."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no token: {code}")
        self.code = code


class ShopFrozen(ShopifyFailure):
    """The shop has not paid Shopify (402) or is locked (423): pause, it may come back."""


class ShopGone(ShopifyFailure):
    """There is no such shop (any more)."""


class Unavailable(ShopifyFailure):
    """Shopify or the network failed, and failed again when tried again."""


class BadRequest(ShopifyFailure):
    """Shopify does not understand the operation, or it costs too much: a mistake of ours."""
