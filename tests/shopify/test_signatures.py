"""Only what Shopify signed, lately and unambiguously, is believed."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.shopify import signatures
from backend.shopify.signatures import BadSignature, ProxyRequest

SECRETS = ("hush",)
NOW = datetime.fromtimestamp(1317327555, UTC)
# From Shopify's documentation of app proxies.
DOCUMENTED = [
    ("extra", "1"),
    ("extra", "2"),
    ("shop", "shop-name.myshopify.com"),
    ("logged_in_customer_id", "1"),
    ("path_prefix", "/apps/awesome_reviews"),
    ("timestamp", "1317327555"),
    ("signature", "4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb"),
]
LOGGED_OUT = [
    *[(key, "" if key == "logged_in_customer_id" else value) for key, value in DOCUMENTED[:-1]],
    ("signature", "e072b6d7e6622d85912a5214b860d3100dc1e73d9bc29f43796ac8c9ff8093cb"),
]


def signed(query: list[tuple[str, str]], secret: str = "hush") -> list[tuple[str, str]]:
    """Signs with code of its own, so that a mistake in the product cannot cancel out."""
    keys = sorted({key for key, _ in query})
    parts = [f"{key}=" + ",".join(value for name, value in query if name == key) for key in keys]
    digest = hmac.new(secret.encode(), "".join(sorted(parts)).encode(), hashlib.sha256).hexdigest()
    return [*query, ("signature", digest)]


def test_the_documented_proxy_request_is_believed() -> None:
    assert signatures.verify_proxy(DOCUMENTED, SECRETS, NOW) == ProxyRequest(
        "shop-name.myshopify.com", "/apps/awesome_reviews", "1"
    )


def test_a_visitor_who_is_not_logged_in_has_no_customer_id() -> None:
    assert signatures.verify_proxy(LOGGED_OUT, SECRETS, NOW).customer_id is None


def test_while_the_secret_rotates_both_sign() -> None:
    assert signatures.verify_proxy(DOCUMENTED, ("new-secret", "hush"), NOW).customer_id == "1"
    with pytest.raises(BadSignature):
        signatures.verify_proxy(DOCUMENTED, ("new-secret",), NOW)


@pytest.mark.parametrize("seconds", [-91, 91, 86_400])
def test_a_proxy_request_is_refused_after_ninety_seconds_and_from_the_future(seconds: int) -> None:
    with pytest.raises(BadSignature, match="too old"):
        signatures.verify_proxy(DOCUMENTED, SECRETS, NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("key", ["shop", "timestamp", "path_prefix", "logged_in_customer_id", "signature"])
def test_nothing_that_shopify_adds_may_stand_there_twice(key: str) -> None:
    twice = signed([*DOCUMENTED[:-1], (key, "other-shop.myshopify.com")])
    with pytest.raises(BadSignature):
        signatures.verify_proxy(twice, SECRETS, NOW)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("shop", "evil.example.com"),
        ("shop", "shop-name.myshopify.com.evil.example"),
        ("shop", "SHOP-NAME.myshopify.com"),
        ("timestamp", "yesterday"),
        ("timestamp", "1317327555.5"),
        ("timestamp", "²"),
        ("logged_in_customer_id", "1 OR 1=1"),
        ("logged_in_customer_id", "٣"),
    ],
)
def test_a_signed_value_of_the_wrong_shape_is_refused(key: str, value: str) -> None:
    query = signed([(name, value if name == key else old) for name, old in DOCUMENTED[:-1]])
    with pytest.raises(BadSignature):
        signatures.verify_proxy(query, SECRETS, NOW)


@pytest.mark.parametrize("signature", ["", "é" * 64, "0" * 63, "zz" * 32, "0" * 64, " " * 64])
def test_a_crafted_signature_is_refused_and_never_raises_anything_else(signature: str) -> None:
    assert not signatures.proxy_is_authentic([*DOCUMENTED[:-1], ("signature", signature)], SECRETS)


@given(st.sampled_from(range(len(DOCUMENTED) - 1)), st.text(min_size=1, max_size=20))
def test_changing_any_value_breaks_the_signature(place: int, value: str) -> None:
    changed = list(DOCUMENTED)
    if value == changed[place][1]:
        return
    changed[place] = (changed[place][0], value)
    assert not signatures.proxy_is_authentic(changed, SECRETS)


@given(st.binary(max_size=200), st.text(max_size=60))
def test_a_webhook_is_believed_only_with_the_hmac_of_its_raw_body(body: bytes, junk: str) -> None:
    right = base64.b64encode(hmac.digest(b"hush", body, "sha256")).decode()
    assert signatures.webhook_is_authentic(body, right, SECRETS)
    assert signatures.webhook_is_authentic(body, right, ("new-secret", "hush"))
    assert not signatures.webhook_is_authentic(body + b" ", right, SECRETS)
    assert not signatures.webhook_is_authentic(body, right, ("other",))
    assert not signatures.webhook_is_authentic(body, junk, SECRETS)


def test_the_query_of_a_document_load_is_signed_with_separators() -> None:
    query = [("shop", "shop-name.myshopify.com"), ("host", "YWRtaW4="), ("timestamp", "1317327555")]
    message = b"host=YWRtaW4%3D&shop=shop-name.myshopify.com&timestamp=1317327555"
    right = hmac.new(b"hush", message, hashlib.sha256).hexdigest()
    assert signatures.query_is_authentic([("hmac", right), *query], SECRETS)
    assert not signatures.query_is_authentic([("hmac", right), *query, ("shop", "other.myshopify.com")], SECRETS)
    assert not signatures.query_is_authentic([("hmac", right), ("hmac", right), *query], SECRETS)
    assert not signatures.query_is_authentic(query, SECRETS)
