"""Tokens are asked for as Shopify's token endpoint wants it, and each refusal has a name."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import respx

from backend.shopify.failures import ShopFrozen, ShopGone, Throttled, TokenRefused, Unavailable
from backend.shopify.oauth import OAuth, OfflineGrant, StaffMember

pytestmark = pytest.mark.anyio

SHOP = "alder-and-pine.myshopify.com"
URL = f"https://{SHOP}/admin/oauth/access_token"
PAIR = {
    "access_token": "shpat_new",
    "scope": "read_orders,write_app_proxy",
    "expires_in": 3600,
    "refresh_token": "shprt_new",
    "refresh_token_expires_in": 7_776_000,
}


async def no_sleep(_: float) -> None:
    return None


@pytest.fixture
async def oauth() -> AsyncIterator[OAuth]:
    async with httpx.AsyncClient() as http:
        yield OAuth(http, "https://{}".format, "client-id", "client-secret", sleep=no_sleep)


def sent(route: respx.Route) -> dict[str, Any]:
    return dict(json.loads(route.calls.last.request.content))


@respx.mock
async def test_an_exchange_asks_for_a_token_that_expires(oauth: OAuth) -> None:
    route = respx.post(URL).respond(json=PAIR)
    grant = await oauth.exchange_offline(SHOP, "the.id.token")
    assert grant == OfflineGrant("shpat_new", "shprt_new", 3600, 7_776_000, ("read_orders", "write_app_proxy"))
    assert sent(route) == {
        "client_id": "client-id",
        "client_secret": "client-secret",
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token": "the.id.token",
        "subject_token_type": "urn:ietf:params:oauth:token-type:id_token",
        "requested_token_type": "urn:shopify:params:oauth:token-type:offline-access-token",
        "expiring": 1,
    }


@respx.mock
async def test_a_refresh_sends_the_refresh_token(oauth: OAuth) -> None:
    route = respx.post(URL).respond(json=PAIR)
    assert (await oauth.refresh(SHOP, "shprt_old")).refresh_token == "shprt_new"
    body = sent(route)
    assert (body["grant_type"], body["refresh_token"]) == ("refresh_token", "shprt_old")


@respx.mock
async def test_the_online_token_tells_who_the_agent_is_and_is_not_kept(oauth: OAuth) -> None:
    user = {
        "id": 70001,
        "first_name": "Maya",
        "last_name": "Lindqvist",
        "email": "m@example.com",
        "account_owner": True,
    }
    answer = {"access_token": "shpua_online", "expires_in": 86399, "associated_user": user}
    respx.post(URL).respond(json=answer)
    staff = await oauth.exchange_online(SHOP, "the.id.token")
    assert staff == StaffMember("70001", "Maya", "Lindqvist", "m@example.com", True)
    assert "shpua_online" not in repr(staff)


@respx.mock
@pytest.mark.parametrize(
    ("response", "failure"),
    [
        (httpx.Response(400, json={"error": "invalid_subject_token"}), TokenRefused),
        (httpx.Response(400, json={"error": "invalid_grant"}), TokenRefused),
        (httpx.Response(401, text="nope"), TokenRefused),
        (httpx.Response(429, headers={"retry-after": "2.5"}), Throttled),
        (httpx.Response(402), ShopFrozen),
        (httpx.Response(404), ShopGone),
        (httpx.Response(302, headers={"Location": "https://evil.example"}), Unavailable),
        (httpx.Response(200, text="<html>"), Unavailable),
        (httpx.Response(200, json={"access_token": "shpat_for_ever", "scope": "read_orders"}), Unavailable),
    ],
)
async def test_each_refusal_has_its_name(oauth: OAuth, response: httpx.Response, failure: type[Exception]) -> None:
    route = respx.post(URL).mock(return_value=response)
    with pytest.raises(failure) as refusal:
        await oauth.exchange_offline(SHOP, "the.id.token")
    assert route.call_count == 1
    for secret in ("the.id.token", "client-secret", "shpat_for_ever"):
        assert secret not in str(refusal.value)


@respx.mock
async def test_the_code_of_a_refusal_is_shopifys_own(oauth: OAuth) -> None:
    respx.post(URL).respond(400, json={"error": "invalid_grant"})
    with pytest.raises(TokenRefused) as refusal:
        await oauth.refresh(SHOP, "shprt_old")
    assert refusal.value.code == "invalid_grant"


@respx.mock
async def test_a_failure_that_may_pass_is_tried_again(oauth: OAuth) -> None:
    respx.post(URL).mock(side_effect=[httpx.ReadTimeout("x"), httpx.Response(503), httpx.Response(200, json=PAIR)])
    assert (await oauth.refresh(SHOP, "shprt_old")).access_token == "shpat_new"


@respx.mock
async def test_a_failure_that_does_not_pass_is_unavailable(oauth: OAuth) -> None:
    route = respx.post(URL).mock(side_effect=httpx.ConnectError("x"))
    with pytest.raises(Unavailable):
        await oauth.refresh(SHOP, "shprt_old")
    assert route.call_count == 3


async def test_no_other_host_ever_gets_the_clients_secret(oauth: OAuth) -> None:
    with respx.mock, pytest.raises(ShopGone):
        await oauth.exchange_offline("evil.example", "the.id.token")


def test_tokens_do_not_show_when_printed() -> None:
    grant = OfflineGrant("shpat_x", "shprt_x", 1, 2, ())
    oauth = OAuth(None, "https://{}".format, "id", "client-secret")  # type: ignore[arg-type]
    assert "shpat_x" not in repr(grant) and "shprt_x" not in repr(grant) and "client-secret" not in repr(oauth)
