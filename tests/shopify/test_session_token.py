"""A session token proves one shop and one member of staff, for a minute, to this app alone."""

import base64
import json
import subprocess
import sys
import time
from typing import Any

import jwt
import pytest

from backend.shopify.official import covers, is_shop_domain
from backend.shopify.session_token import SessionTokenRefused, verify

KEY = "client-id"
SECRET = "shpss_0123456789abcdef0123456789abcdef"
OLD = "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"
SHOP = "alder-and-pine.myshopify.com"


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    content = {
        "iss": f"https://{SHOP}/admin",
        "dest": f"https://{SHOP}",
        "aud": KEY,
        "sub": "70001",
        "exp": now + 60,
        "nbf": now,
        "iat": now,
        "jti": "6c992878-dbaf-48d1-bb9d-6d9b59814fd1",
        "sid": "abc123",
    }
    content.update(changes)
    return {key: value for key, value in content.items() if value is not None}


def token(secret: str = SECRET, **changes: Any) -> str:
    return jwt.PyJWS().encode(json.dumps(claims(**changes)).encode(), secret, algorithm="HS256")


def test_a_good_token_tells_shop_and_member_of_staff() -> None:
    verified = verify(token(), api_key=KEY, secrets=(SECRET,))
    assert (verified.shop_domain, verified.user_id, verified.session_id) == (SHOP, "70001", "abc123")


def test_while_the_secret_rotates_both_sign() -> None:
    assert verify(token(OLD), api_key=KEY, secrets=(SECRET, OLD)).shop_domain == SHOP
    with pytest.raises(SessionTokenRefused):
        verify(token(OLD), api_key=KEY, secrets=(SECRET,))


def test_ten_seconds_of_skew_are_allowed_and_no_more() -> None:
    now = int(time.time())
    assert verify(token(exp=now - 7, nbf=now - 67), api_key=KEY, secrets=(SECRET,))
    assert verify(token(nbf=now + 7), api_key=KEY, secrets=(SECRET,))
    for late in (token(exp=now - 12), token(nbf=now + 14)):
        with pytest.raises(SessionTokenRefused):
            verify(late, api_key=KEY, secrets=(SECRET,))


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another-app"},
        {"aud": None},
        {"exp": None},
        {"exp": "soon"},
        {"sub": None},
        {"sub": ""},
        {"sub": "gid://shopify/Customer/1"},
        {"sid": None},
        {"jti": None},
        {"iss": None},
        {"dest": None},
        {"dest": "https://harbor-tea.myshopify.com"},
        {"iss": "https://harbor-tea.myshopify.com/admin"},
        {"iss": f"https://{SHOP}"},
        {"dest": f"http://{SHOP}", "iss": f"http://{SHOP}/admin"},
        {"dest": f"https://{SHOP}/", "iss": f"https://{SHOP}/admin"},
        {"dest": "https://evil.example", "iss": "https://evil.example/admin"},
        {"dest": f"https://{SHOP}.evil.example", "iss": f"https://{SHOP}.evil.example/admin"},
        {"dest": f"https://user@{SHOP}", "iss": f"https://user@{SHOP}/admin"},
        {"dest": f"https://{SHOP.upper()}", "iss": f"https://{SHOP.upper()}/admin"},
        {"dest": 7, "iss": 7},
        {"dest": ["x"], "iss": "https://x/admin"},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_claim_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(SessionTokenRefused):
        verify(token(**changes), api_key=KEY, secrets=(SECRET,))


def test_a_token_without_signature_is_refused() -> None:
    unsigned = jwt.encode(claims(), "", algorithm="none")
    with pytest.raises(SessionTokenRefused):
        verify(unsigned, api_key=KEY, secrets=(SECRET,))


def test_a_token_that_names_another_algorithm_is_refused() -> None:
    with pytest.raises(SessionTokenRefused):
        verify(jwt.encode(claims(), SECRET * 2, algorithm="HS512"), api_key=KEY, secrets=(SECRET * 2,))


def test_a_token_whose_content_was_changed_is_refused() -> None:
    head, body, tail = token().split(".")
    content = json.loads(base64.urlsafe_b64decode(body + "=="))
    content["sub"] = "70002"
    forged = base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
    with pytest.raises(SessionTokenRefused):
        verify(f"{head}.{forged}.{tail}", api_key=KEY, secrets=(SECRET,))


@pytest.mark.parametrize("junk", ["", "a.b.c", "é", "x" * 5000, "Bearer " + "a" * 20, "\x00", "null", "....."])
def test_junk_is_refused(junk: str) -> None:
    with pytest.raises(SessionTokenRefused) as refusal:
        verify(junk, api_key=KEY, secrets=(SECRET,))
    assert not junk or junk not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "is_domain"),
    [
        ("alder-and-pine.myshopify.com", True),
        ("a1.myshopify.com", True),
        ("alder-and-pine", False),
        ("https://alder-and-pine.myshopify.com", False),
        ("alder-and-pine.myshopify.com/", False),
        ("alder-and-pine.myshopify.com\n", False),
        (" alder-and-pine.myshopify.com", False),
        ("alder.pine.myshopify.com", False),
        ("evil.com#.myshopify.com", False),
        ("evil.com?x=.myshopify.com", False),
        ("x.myshopify.com; script-src *", False),
        ("x.myshopify.com\r\nSet-Cookie: a=b", False),
        ("älder.myshopify.com", False),
        ("", False),
    ],
)
def test_only_the_bare_domain_of_a_shop_is_one(text: str, is_domain: bool) -> None:
    assert is_shop_domain(text) is is_domain


def test_writing_implies_reading() -> None:
    assert covers("write_orders,read_content", ["read_orders"])
    assert not covers("read_orders", "write_orders")
    assert covers("", "")


def test_shopifys_library_is_not_loaded_before_it_is_used() -> None:
    code = "import sys, backend.shopify.admin, backend.shopify.signatures; sys.exit('shopify' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
