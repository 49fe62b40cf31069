"""A storefront's visitor becomes a shopper because Shopify says so, and stays the same one."""

import hashlib
import hmac
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import select

from backend.config import Settings
from backend.conversations.models import Shopper
from backend.db import Database
from backend.errors import NotAuthenticated
from backend.limits import Limit
from backend.shops import identity, service, shopper_token
from backend.shops.models import Shop
from backend.web.services import WebServices
from tests.web.conftest import DOMAIN, ON_BOTH, OTHER_DOMAIN, SECRET

pytestmark = pytest.mark.anyio


def signed(domain: str = DOMAIN, customer: str = "", *, secret: str = SECRET, **more: str) -> dict[str, str]:
    """The query that Shopify adds, signed by code of our own."""
    query = {
        "shop": domain,
        "path_prefix": "/apps/baton",
        "timestamp": str(int(time.time())),
        "logged_in_customer_id": customer,
        **more,
    }
    message = "".join(sorted(f"{key}={value}" for key, value in query.items()))
    return {**query, "signature": hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()}


async def ask(
    browser: httpx.AsyncClient, query: dict[str, str], token: str | None = None, **more: Any
) -> httpx.Response:
    return await browser.post("/proxy/session", params=query, json={"token": token, "locale": "fr", **more})


async def shopper_count(database: Database) -> int:
    async with database.reading() as session:
        return len((await session.exec(select(Shopper))).all())


@ON_BOTH
async def test_a_visitor_gets_a_token_for_an_hour_and_the_way_to_us(
    browser: httpx.AsyncClient, database: Database, settings: Settings, shop: Shop
) -> None:
    response = await ask(browser, signed())
    assert response.status_code == 200 and response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    body = response.json()
    assert body["graphqlUrl"] == "https://baton.example/shopper/graphql"
    assert body["socketUrl"] == "wss://baton.example/shopper/graphql"
    assert body["shopName"] == shop.name
    assert datetime.fromisoformat(body["expiresAt"]) > datetime.now(UTC) + timedelta(minutes=58)
    actor = await identity.shopper_from_token(database, settings, body["token"], datetime.now(UTC))
    assert actor.shop_id == shop.id and actor.customer_id is None
    async with database.reading() as session:
        assert (await session.exec(select(Shopper.locale))).one() == "fr"


async def test_a_visitor_who_comes_back_is_the_same_shopper(
    browser: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    first = (await ask(browser, signed())).json()["token"]
    second = (await ask(browser, signed(), first)).json()["token"]
    assert (await ask(browser, signed(), second)).status_code == 200
    assert await shopper_count(database) == 1


async def test_a_token_that_is_over_still_tells_who_it_was(
    browser: httpx.AsyncClient, database: Database, settings: Settings, services: WebServices, shop: Shop
) -> None:
    token = (await ask(browser, signed())).json()["token"]
    actor = await identity.shopper_from_token(database, settings, token, datetime.now(UTC))
    old = shopper_token.mint(settings.seal_key, actor, datetime.now(UTC) - timedelta(days=80)).token
    with pytest.raises(NotAuthenticated):
        await identity.shopper_from_token(database, settings, old, datetime.now(UTC))
    renewed = (await ask(browser, signed(), old)).json()["token"]
    assert (await identity.shopper_from_token(database, settings, renewed, datetime.now(UTC))).id == actor.id
    forgotten = shopper_token.mint(settings.seal_key, actor, datetime.now(UTC) - timedelta(days=100)).token
    other = (await ask(browser, signed(), forgotten)).json()["token"]
    assert (await identity.shopper_from_token(database, settings, other, datetime.now(UTC))).id != actor.id


@ON_BOTH
async def test_logging_in_keeps_the_thread_and_another_customer_gets_their_own(
    browser: httpx.AsyncClient, database: Database, settings: Settings, shop: Shop
) -> None:
    async def shopper_of(customer: str, token: str | None) -> tuple[int, str | None, str]:
        token = (await ask(browser, signed(customer=customer), token)).json()["token"]
        actor = await identity.shopper_from_token(database, settings, token, datetime.now(UTC))
        return actor.id, actor.customer_id, token

    visitor, _, token = await shopper_of("", None)
    elena, customer, token = await shopper_of("600001", token)
    assert elena == visitor and customer == "600001"
    marco, customer, token = await shopper_of("600002", token)
    assert marco != elena and customer == "600002"
    nobody, customer, token = await shopper_of("", token)
    assert nobody not in (elena, marco) and customer is None
    assert (await shopper_of("600001", None))[0] == elena


async def test_a_token_of_another_shop_tells_nothing(
    browser: httpx.AsyncClient, database: Database, settings: Settings, shop: Shop, other_shop: Shop
) -> None:
    theirs = (await ask(browser, signed(OTHER_DOMAIN))).json()["token"]
    mine = (await ask(browser, signed(), theirs)).json()["token"]
    first, second = [
        await identity.shopper_from_token(database, settings, token, datetime.now(UTC)) for token in (theirs, mine)
    ]
    assert (first.shop_id, second.shop_id) == (other_shop.id, shop.id) and first.id != second.id


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"shop": DOMAIN},
        signed(secret="0" * 40),
        {**signed(), "shop": OTHER_DOMAIN},
        {**signed(), "logged_in_customer_id": "600001"},
        {**signed(), "signature": "é"},
        signed(timestamp=str(int(time.time()) - 91)),
        signed(domain="evil.example"),
        signed(customer="1 OR 1=1"),
        {f"k{n}": "v" for n in range(60)},
    ],
    ids=["empty", "bare", "forged", "shop", "customer", "crafted", "old", "no shop", "no customer", "many"],
)  # fmt: skip
async def test_what_shopify_did_not_sign_gets_nothing(
    browser: httpx.AsyncClient, database: Database, shop: Shop, query: dict[str, str]
) -> None:
    response = await ask(browser, query)
    assert response.status_code == 401 and "token" not in response.json()
    assert await shopper_count(database) == 0


async def test_a_second_shop_parameter_gets_nothing(browser: httpx.AsyncClient, database: Database, shop: Shop) -> None:
    query: list[tuple[str, str | int | float | bool | None]] = [*signed().items(), ("shop", OTHER_DOMAIN)]
    assert (await browser.post("/proxy/session", params=query, json={})).status_code == 401
    assert await shopper_count(database) == 0


@pytest.mark.parametrize("installed", [True, False])
async def test_without_an_installation_there_is_no_chat(
    browser: httpx.AsyncClient, database: Database, shop: Shop, installed: bool
) -> None:
    if installed:
        async with database.writing() as session:
            await service.mark_uninstalled(session, DOMAIN, None, datetime.now(UTC))
    response = await ask(browser, signed() if installed else signed("nobody.myshopify.com"))
    assert response.status_code == 404 and response.json()["error"]["code"] == "NOT_FOUND"
    assert await shopper_count(database) == 0


async def test_after_the_uninstall_a_shoppers_token_opens_nothing(
    browser: httpx.AsyncClient, database: Database, settings: Settings, shop: Shop
) -> None:
    token = (await ask(browser, signed())).json()["token"]
    async with database.writing() as session:
        await service.mark_uninstalled(session, DOMAIN, None, datetime.now(UTC))
    with pytest.raises(NotAuthenticated):
        await identity.shopper_from_token(database, settings, token, datetime.now(UTC))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 200),
        (b"{}", 200),
        (b'{"token": 7, "locale": ["fr"]}', 200),
        (b'{"token": "x.y.z", "locale": "<script>"}', 200),
        (b"[]", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"token": "' + b"x" * 5000 + b'"}', 413),
    ],
)  # fmt: skip
async def test_the_visitors_own_words_are_taken_with_care(
    browser: httpx.AsyncClient, database: Database, shop: Shop, body: bytes, status: int
) -> None:
    response = await browser.post("/proxy/session", params=signed(), content=body)
    assert response.status_code == status and response.headers["Content-Type"] == "application/json"
    assert await shopper_count(database) == (1 if status == 200 else 0)
    async with database.reading() as session:
        assert (await session.exec(select(Shopper.locale))).first() in (None, "")


async def test_who_asks_too_often_is_told_when_to_come_back_and_others_are_not_held_up(
    browser: httpx.AsyncClient, database: Database, services: WebServices, shop: Shop
) -> None:
    services.sessions_of_address = Limit(burst=2, per_minute=6)
    answers = [
        await browser.post("/proxy/session", params=signed(), json={}, headers={"X-Forwarded-For": "9.9.9.9, 1.2.3.4"})
        for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 9 <= int(answers[2].headers["Retry-After"]) <= 10 and answers[2].json()["error"]["code"] == "TOO_MANY"
    assert await shopper_count(database) == 2
    elsewhere = await browser.post("/proxy/session", params=signed(), json={}, headers={"X-Forwarded-For": "5.6.7.8"})
    assert elsewhere.status_code == 200


async def test_who_was_here_before_renews_however_many_newcomers_share_their_address(
    browser: httpx.AsyncClient, services: WebServices, shop: Shop
) -> None:
    services.sessions_of_address = Limit(burst=1, per_minute=1)
    services.renewals_of_shopper = Limit(burst=2, per_minute=1)
    token = (await ask(browser, signed())).json()["token"]
    assert (await ask(browser, signed())).status_code == 429
    answers = [await ask(browser, signed(), token) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


async def test_behind_proxies_of_our_own_the_visitor_is_told_apart_by_the_hop_before_them(
    browser: httpx.AsyncClient, services: WebServices, shop: Shop
) -> None:
    services.settings = replace(services.settings, proxy_hops=1)
    services.sessions_of_address = Limit(burst=1, per_minute=1)
    statuses = []
    for visitor in ("1.1.1.1", "2.2.2.2", "1.1.1.1"):
        hops = {"X-Forwarded-For": f"9.9.9.9, {visitor}, 23.227.38.1"}
        answer = await browser.post("/proxy/session", params=signed(), json={}, headers=hops)
        statuses.append(answer.status_code)
    assert statuses == [200, 200, 429]


async def test_the_door_answers_to_post_alone(browser: httpx.AsyncClient, shop: Shop) -> None:
    assert (await browser.get("/proxy/session", params=signed())).status_code == 405
    assert json.dumps((await ask(browser, signed())).json()).count("token") == 1
