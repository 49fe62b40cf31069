"""The app proxy: what it signs, adds and takes away."""

import json
from urllib.parse import parse_qsl

import httpx
import pytest

from simulator.proxy import sign
from simulator.settings import MAIN_SHOP
from tests.simulator.harness import SECRET, Shopify

pytestmark = pytest.mark.anyio
# From https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies, secret "hush".
VECTOR = [
    ("extra", "1"),
    ("extra", "2"),
    ("shop", "shop-name.myshopify.com"),
    ("path_prefix", "/apps/awesome_reviews"),
    ("timestamp", "1317327555"),
]


@pytest.mark.parametrize(
    ("customer", "signature"),
    [
        ("1", "4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb"),
        ("", "e072b6d7e6622d85912a5214b860d3100dc1e73d9bc29f43796ac8c9ff8093cb"),
    ],
)
async def test_the_signature_is_that_of_the_documentation(customer: str, signature: str) -> None:
    assert sign("hush", [*VECTOR, ("logged_in_customer_id", customer), ("signature", "ignored")]) == signature


def received(shopify: Shopify) -> tuple[httpx.Request, dict[str, str]]:
    request = shopify.listening.requests[-1]
    return request, dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))


async def test_a_storefront_request_reaches_the_app_signed(shopify: Shopify) -> None:
    shopify.install()
    response = await shopify.client.post("/apps/baton/session?x=a%20b&x=c", json={"hello": 1})
    assert response.json() == {"ok": True}
    request, query = received(shopify)
    assert (request.method, request.url.path) == ("POST", "/proxy/session")
    assert json.loads(request.content) == {"hello": 1}
    assert query["shop"] == MAIN_SHOP
    assert query["path_prefix"] == "/apps/baton"
    assert query["logged_in_customer_id"] == ""
    pairs = parse_qsl(request.url.query.decode(), keep_blank_values=True)
    assert query["signature"] == sign(SECRET, pairs)
    assert request.headers["x-forwarded-host"] == "localhost:9000"


async def test_nobody_can_add_the_parameters_that_shopify_adds(shopify: Shopify) -> None:
    shopify.install()
    await shopify.client.post("/apps/baton/session?shop=evil.myshopify.com&logged_in_customer_id=601001&signature=1")
    request, query = received(shopify)
    names = [name for name, _ in parse_qsl(request.url.query.decode(), keep_blank_values=True)]
    assert len(names) == len(set(names))
    assert (query["shop"], query["logged_in_customer_id"]) == (MAIN_SHOP, "")


@pytest.mark.parametrize(("cookie", "customer"), [("601001", "601001"), ("602001", ""), ("1", ""), ("x", "")])
async def test_the_customer_is_the_one_of_the_shop_who_is_logged_in(
    shopify: Shopify, cookie: str, customer: str
) -> None:
    shopify.install()
    await shopify.client.post("/apps/baton/session", headers={"Cookie": f"sim_customer={cookie}"})
    request, query = received(shopify)
    assert query["logged_in_customer_id"] == customer
    assert "cookie" not in request.headers


async def test_the_answer_loses_cookies_and_server_headers(shopify: Shopify) -> None:
    shopify.install()
    headers = {"Set-Cookie": "a=1", "Server": "app", "X-Powered-By": "app", "X-Kept": "yes"}
    shopify.listening.answers.append(httpx.Response(201, json={}, headers=headers))
    response = await shopify.client.post("/apps/baton/session")
    assert response.status_code == 201
    assert response.headers["x-kept"] == "yes"
    assert not {"set-cookie", "server", "x-powered-by"} & set(response.headers)


async def test_redirects_of_the_app_are_followed(shopify: Shopify) -> None:
    shopify.install()
    shopify.listening.answers.append(httpx.Response(302, headers={"Location": "/elsewhere"}))
    assert (await shopify.client.get("/apps/baton/page")).json() == {"ok": True}
    assert shopify.listening.requests[-1].url.path == "/elsewhere"


@pytest.mark.parametrize(
    ("host", "path", "shop"),
    [
        ("localhost:9000", "/fr/apps/baton/session", MAIN_SHOP),
        ("harbor-tea.localhost:9000", "/apps/baton/session", "harbor-tea.myshopify.com"),
        ("127.0.0.1:9000", "/apps/baton/session", MAIN_SHOP),
    ],
)
async def test_host_and_language_choose_the_shop(shopify: Shopify, host: str, path: str, shop: str) -> None:
    for held in shopify.world.shops.values():
        shopify.install(shop=held)
    await shopify.client.post(path, headers={"Host": host})
    request, query = received(shopify)
    assert (request.url.path, query["shop"]) == ("/proxy/session", shop)


@pytest.mark.parametrize(
    ("host", "path"), [("localhost", "/de/apps/baton/session"), ("nobody.localhost", "/apps/baton/session")]
)
async def test_an_unknown_shop_or_language_reaches_no_app(shopify: Shopify, host: str, path: str) -> None:
    shopify.install()
    assert (await shopify.client.post(path, headers={"Host": host})).status_code == 404
    assert shopify.listening.requests == []


async def test_no_request_passes_while_the_app_is_not_installed_or_the_proxy_is_down(shopify: Shopify) -> None:
    assert (await shopify.client.post("/apps/baton/session")).status_code == 404
    shopify.install()
    await shopify.control("shops/alder-and-pine/faults", proxy_down=True)
    assert (await shopify.client.post("/apps/baton/session")).status_code == 502
    assert shopify.listening.requests == []
