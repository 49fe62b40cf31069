"""Token exchange and refresh, as https://shopify.dev/docs/apps/build/authentication-authorization describes them."""

import jwt
import pytest

from simulator import oauth
from simulator.settings import MAIN_SHOP
from tests.simulator.harness import SCOPES, SECRET, Shopify

pytestmark = pytest.mark.anyio
HARBOR = "harbor-tea.myshopify.com"


async def test_the_admin_hands_out_an_id_token_that_lives_for_a_minute(shopify: Shopify) -> None:
    shopify.install()
    response = await shopify.client.get("/_sim/id-token", params={"shop": MAIN_SHOP, "staff": "70002"})
    claims = jwt.decode(response.json()["token"], SECRET, algorithms=["HS256"], audience="key")
    assert claims["dest"] == f"https://{MAIN_SHOP}"
    assert claims["iss"] == f"https://{MAIN_SHOP}/admin"
    assert claims["sub"] == "70002"
    assert claims["exp"] - claims["iat"] == 60


@pytest.mark.parametrize("staff", ["80001", "0", "", "x", "٧"])
async def test_nobody_of_another_shop_gets_an_id_token(shopify: Shopify, staff: str) -> None:
    shopify.install()
    response = await shopify.client.get("/_sim/id-token", params={"shop": MAIN_SHOP, "staff": staff})
    assert response.status_code == 404
    assert "token" not in response.json()


async def test_an_id_token_is_exchanged_for_an_expiring_offline_token(shopify: Shopify) -> None:
    shopify.install()
    answer = (await shopify.token_request()).json()
    assert answer["scope"] == ",".join(SCOPES)
    assert (answer["expires_in"], answer["refresh_token_expires_in"]) == (3600, 7_776_000)
    assert (await shopify.post("{ shop { name } }", answer["access_token"])).status_code == 200


async def test_an_online_token_says_who_the_agent_is(shopify: Shopify) -> None:
    shopify.install()
    answer = (
        await shopify.token_request(requested_token_type=oauth.ONLINE, subject_token=shopify.id_token(70003))
    ).json()
    assert answer["expires_in"] == 86_399
    assert answer["associated_user"]["first_name"] == "Priya"
    assert answer["associated_user"]["account_owner"] is False
    assert "refresh_token" not in answer


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "wrong"}, "invalid_client"),
        ({"subject_token": "not.a.token"}, "invalid_subject_token"),
        ({"subject_token": ""}, "invalid_subject_token"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"requested_token_type": "urn:x"}, "invalid_request"),
        ({"expiring": 0}, "invalid_request"),
    ],
)
async def test_a_wrong_token_request_is_refused(shopify: Shopify, change: dict[str, object], error: str) -> None:
    shopify.install()
    response = await shopify.token_request(**change)
    assert (response.status_code, response.json()["error"]) == (400, error)
    assert shopify.shop.grant.access_tokens == {}


async def test_an_id_token_of_another_shop_secret_or_time_is_refused(shopify: Shopify) -> None:
    shopify.install()
    good = jwt.decode(shopify.id_token(), SECRET, algorithms=["HS256"], audience="key")
    for secret, change in (
        ("another-secret-that-shopify-does-not-know", {}),
        (SECRET, {"aud": "another-app"}),
        (SECRET, {"dest": f"https://{HARBOR}"}),
        (SECRET, {"exp": good["exp"] - 120}),
    ):
        forged = jwt.encode(good | change, secret, algorithm="HS256")
        response = await shopify.token_request(subject_token=forged)
        assert response.json()["error"] == "invalid_subject_token"
    unsigned = jwt.encode(good, "", algorithm="none")
    assert (await shopify.token_request(subject_token=unsigned)).status_code == 400
    assert shopify.shop.grant.access_tokens == {}


async def test_no_token_is_given_to_an_app_that_is_not_installed(shopify: Shopify) -> None:
    response = await shopify.token_request()
    assert response.json()["error"] == "invalid_client"


async def test_a_fresh_exchange_supersedes_the_pair_before_it(shopify: Shopify) -> None:
    shopify.install()
    first = (await shopify.token_request()).json()
    await shopify.token_request()
    assert (await shopify.post("{ shop { name } }", first["access_token"])).status_code == 401
    assert (await shopify.refresh(first["refresh_token"])).json()["error"] == "invalid_grant"


async def test_an_access_token_dies_after_an_hour_and_is_refreshed(shopify: Shopify) -> None:
    shopify.install()
    old = (await shopify.token_request()).json()
    await shopify.control("clock", advance_seconds=3601)
    dead = await shopify.post("{ shop { name } }", old["access_token"])
    assert (dead.status_code, dead.json()["errors"][:5]) == (401, "[API]")
    new = (await shopify.refresh(old["refresh_token"])).json()
    assert new["refresh_token"] != old["refresh_token"]
    assert (await shopify.post("{ shop { name } }", new["access_token"])).status_code == 200


async def test_a_used_refresh_token_may_be_retried_until_its_replacement_is_used(shopify: Shopify) -> None:
    shopify.install()
    first = (await shopify.token_request()).json()["refresh_token"]
    lost = (await shopify.refresh(first)).json()
    again = (await shopify.refresh(first)).json()
    assert (await shopify.post("{ shop { name } }", lost["access_token"])).status_code == 401
    assert (await shopify.post("{ shop { name } }", again["access_token"])).status_code == 200
    assert (await shopify.refresh(again["refresh_token"])).status_code == 200
    assert (await shopify.refresh(first)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(("used", "days"), [(True, 31), (False, 91)])
async def test_a_refresh_token_lapses(shopify: Shopify, used: bool, days: int) -> None:
    shopify.install()
    token = (await shopify.token_request()).json()["refresh_token"]
    if used:
        await shopify.refresh(token)
    await shopify.control("clock", advance_seconds=days * 86_400)
    assert (await shopify.refresh(token)).json()["error"] == "invalid_grant"


async def test_uninstalling_kills_the_tokens_and_is_told(shopify: Shopify) -> None:
    shopify.install()
    token = await shopify.token()
    await shopify.control("shops/alder-and-pine/grant", action="uninstall")
    await shopify.courier.settle()
    assert (await shopify.post("{ shop { name } }", token)).status_code == 401
    assert [request.headers["x-shopify-topic"] for request in shopify.listening.requests] == ["app/uninstalled"]


async def test_new_scopes_are_told_and_come_with_the_next_token(shopify: Shopify) -> None:
    shopify.install()
    old = await shopify.token()
    await shopify.control("shops/alder-and-pine/grant", action="install", scopes=[*SCOPES, "read_themes"])
    await shopify.courier.settle()
    told = shopify.listening.requests[0]
    assert told.headers["x-shopify-topic"] == "app/scopes_update"
    query = "{ themes(first: 1) { nodes { name } } }"
    assert "read_themes" in (await shopify.post(query, old)).json()["errors"][0]["message"]
    assert "errors" not in (await shopify.post(query, await shopify.token())).json()


async def test_token_requests_may_be_forms(shopify: Shopify) -> None:
    shopify.install()
    fields = {
        "client_id": "key",
        "client_secret": SECRET,
        "grant_type": oauth.EXCHANGE,
        "subject_token": shopify.id_token(),
        "subject_token_type": oauth.ID_TOKEN,
        "requested_token_type": oauth.OFFLINE,
        "expiring": "1",
    }
    response = await shopify.client.post(f"/shops/{MAIN_SHOP}/admin/oauth/access_token", data=fields)
    assert response.json()["access_token"].startswith("shpat_")
