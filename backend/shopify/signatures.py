"""The three ways in which Shopify signs a request. They differ in encoding and in separators, and are not to be mixed.

Each function tries every secret, the newest first: while a secret is rotated both sign. Comparisons take the same time
whatever differs, and are made on bytes, so that no crafted header can raise.
"""

import base64
import hashlib
import hmac
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from backend.shopify.official import is_shop_domain

PROXY_WINDOW = timedelta(seconds=90)
ONCE = ("shop", "path_prefix", "timestamp", "logged_in_customer_id", "signature")

Pairs = Sequence[tuple[str, str]]


class BadSignature(Exception):
    """The request was not signed by Shopify, or not lately; the message names the check that failed."""


@dataclass(frozen=True)
class ProxyRequest:
    """What Shopify vouches for. `customer_id` is None for a visitor who is not logged in. The body is not signed."""

    shop_domain: str
    path_prefix: str
    customer_id: str | None


def _digest(secret: str, message: bytes) -> bytes:
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()


def _is_signed(message: bytes, given: bytes, secrets: Sequence[str]) -> bool:
    return any(hmac.compare_digest(_digest(secret, message), given) for secret in secrets)


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text) if text.isascii() and len(text) == 64 else b""
    except ValueError:
        return b""


def webhook_is_authentic(body: bytes, signature: str, secrets: Sequence[str]) -> bool:
    """X-Shopify-Hmac-Sha256 is the base64 of the HMAC of the raw body."""
    try:
        given = base64.b64decode(signature.encode("ascii"), validate=True)
    except ValueError:
        return False
    return _is_signed(body, given, secrets)


def query_is_authentic(query: Pairs, secrets: Sequence[str]) -> bool:
    """`hmac` of a document load is hex over the other parameters, sorted, url-encoded and joined with "&"."""
    given = [value for key, value in query if key == "hmac"]
    if len(given) != 1:
        return False
    message = urlencode(sorted((key, value) for key, value in query if key not in ("hmac", "signature")))
    return _is_signed(message.encode(), _from_hex(given[0]), secrets)


def proxy_is_authentic(query: Pairs, secrets: Sequence[str]) -> bool:
    """`signature` of an app proxy request is hex over "key=value", values of one key joined with ",", no separator."""
    values: dict[str, list[str]] = {}
    for key, value in query:
        values.setdefault(key, []).append(value)
    given = values.pop("signature", [])
    if len(given) != 1:
        return False
    message = "".join(sorted(f"{key}={','.join(parts)}" for key, parts in values.items()))
    return _is_signed(message.encode("utf-8", "surrogatepass"), _from_hex(given[0]), secrets)


def verify_proxy(query: Pairs, secrets: Sequence[str], now: datetime) -> ProxyRequest:
    """Checks an app proxy request: signature, age, and that nothing that Shopify adds stands there twice.

    A second `shop` would change nothing of the signature's validity but could be read instead of the first.
    Source: https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies. Raises BadSignature.
    """
    counts = Counter(key for key, _ in query)
    if any(counts[key] > 1 for key in ONCE):
        raise BadSignature("duplicated parameter")
    if not proxy_is_authentic(query, secrets):
        raise BadSignature("signature")
    values = dict(query)
    timestamp = values.get("timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 15):
        raise BadSignature("timestamp")
    if abs(now.timestamp() - int(timestamp)) > PROXY_WINDOW.total_seconds():
        raise BadSignature("too old")
    if not is_shop_domain(values.get("shop", "")):
        raise BadSignature("shop")
    customer_id = values.get("logged_in_customer_id", "")
    if customer_id and not (customer_id.isascii() and customer_id.isdigit() and len(customer_id) <= 32):
        raise BadSignature("logged_in_customer_id")
    return ProxyRequest(values["shop"], values.get("path_prefix", ""), customer_id or None)
