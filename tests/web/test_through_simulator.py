"""The whole way through the simulated Shopify, which signs with its own code: install, shopper, webhooks, the end."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlmodel import select
from starlette.applications import Starlette

from backend.config import load
from backend.conversations.models import Shopper
from backend.db import Database
from backend.errors import NotAuthenticated
from backend.jobs import Job
from backend.shopify.failures import ShopGone, TokenDead
from backend.shops import identity
from backend.shops.models import Agent, ComplianceRequest, Installation, Shop
from backend.shops.platform import Platform, open_platform
from backend.web.routes import routes
from backend.web.services import WebServices
from simulator.app import create_app
from simulator.settings import MAIN_SHOP, SimulatorSettings
from tests.simulator.harness import ListeningApp, Shopify
from tests.web.conftest import ON_BOTH

pytestmark = pytest.mark.anyio

SECRET = "the-simulators-secret-that-only-these-tests-know"
STOREFRONT = "http://localhost:9000"


@dataclass
class Stage:
    """App and Shopify, each the other's network."""

    app: Starlette
    browser: httpx.AsyncClient
    services: WebServices
    platform: Platform
    simulated: Shopify

    async def open_app(self, staff: int = 70001) -> httpx.Response:
        query = {"shop": MAIN_SHOP, "id_token": self.simulated.id_token(staff)}
        return await self.browser.get("/inbox", params=query)


@pytest.fixture
async def stage(database: Database, inbox: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    environment = {
        "SHOPIFY_API_KEY": "simulated-client",
        "SHOPIFY_API_SECRET": SECRET,
        "APP_URL": "http://127.0.0.1:8000",
        "BATON_SHOPIFY_ORIGIN": "http://127.0.0.1:9000/shops/{shop}",
        "BATON_FRAME_ANCESTORS": STOREFRONT,
        "BATON_DATA_DIR": str(tmp_path),
    }
    settings = load(environment)
    app = Starlette()
    to_app = httpx.ASGITransport(app=app)
    shopify = create_app(
        SimulatorSettings(api_key="simulated-client", api_secret=SECRET), transport=to_app, retry_gaps=(0.0,)
    )
    to_shopify = httpx.ASGITransport(app=shopify)
    platform = open_platform(settings, database, transport=to_shopify)
    services = WebServices(settings, database, platform.installer, inbox=inbox)
    app.router.routes.extend(routes(services))
    async with (
        httpx.AsyncClient(transport=to_app, base_url=settings.app_url) as browser,
        httpx.AsyncClient(transport=to_shopify, base_url=STOREFRONT) as client,
        shopify.router.lifespan_context(shopify),
    ):
        yield Stage(app, browser, services, platform, Shopify(shopify, client, ListeningApp()))
    await platform.close()


async def rows(database: Database, table: type[Any]) -> list[Any]:
    async with database.reading() as session:
        return list((await session.exec(select(table))).all())


@ON_BOTH
async def test_opening_the_app_in_the_admin_installs_it(stage: Stage, database: Database) -> None:
    stage.simulated.install()
    response = await stage.open_app()
    assert response.status_code == 200
    assert f"frame-ancestors {STOREFRONT};" in response.headers["Content-Security-Policy"]
    (shop,), (agent,) = await rows(database, Shop), await rows(database, Agent)
    assert (shop.name, shop.order_prefix, shop.is_installed) == ("Alder & Pine", "#", True)
    assert (agent.first_name, agent.last_name, agent.is_owner) == ("Maya", "Lindqvist", True)
    assert shop.storefront_url == STOREFRONT and STOREFRONT in shop.allowed_origins
    await stage.open_app(70002)
    assert [agent.first_name for agent in await rows(database, Agent)] == ["Maya", "Jonas"]
    assert len(await rows(database, Installation)) == 1
    answer = await stage.platform.door.run(shop.id, "OrderSearch", {"q": 'name:"#1001"'})
    assert "#1001" in [order["name"] for order in answer.data["orders"]["nodes"]]


async def test_a_grant_that_shopify_revoked_ends_and_opening_the_app_heals_it(stage: Stage, database: Database) -> None:
    stage.simulated.install()
    await stage.open_app()
    (shop,) = await rows(database, Shop)
    await stage.simulated.control("shops/alder-and-pine/grant", action="revoke-tokens")
    with pytest.raises(TokenDead):
        await stage.platform.door.run(shop.id, "ShopInfo")
    assert (await rows(database, Installation))[0].needs_reopen
    await stage.open_app()
    assert (await stage.platform.door.run(shop.id, "ShopInfo")).data["shop"]["name"] == "Alder & Pine"


async def test_a_token_that_ended_is_renewed_with_shopify(stage: Stage, database: Database) -> None:
    stage.simulated.install()
    await stage.open_app()
    (shop,) = await rows(database, Shop)
    before = (await rows(database, Installation))[0].sealed_refresh_token
    stage.platform.grants.clock = lambda: datetime.now(UTC) + timedelta(hours=1)
    assert (await stage.platform.door.run(shop.id, "ShopInfo")).has_data
    (after,) = await rows(database, Installation)
    assert after.sealed_refresh_token != before and not after.needs_reopen


async def test_a_storefronts_visitor_becomes_a_shopper_through_the_app_proxy(stage: Stage, database: Database) -> None:
    stage.simulated.install()
    await stage.open_app()
    for path in ("/apps/baton/session", "/fr/apps/baton/session"):
        answer = await stage.simulated.client.post(path, json={"locale": "fr"})
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert body["socketUrl"] == "ws://127.0.0.1:8000/shopper/graphql" and body["shopName"] == "Alder & Pine"
        actor = await identity.shopper_from_token(database, stage.services.settings, body["token"], datetime.now(UTC))
        assert actor.customer_id is None
    again = await stage.simulated.client.post("/apps/baton/session", json={"token": body["token"]})
    assert again.status_code == 200 and len(await rows(database, Shopper)) == 2


async def test_a_changed_order_is_heard_of_and_a_repetition_is_not_news(stage: Stage, database: Database) -> None:
    stage.simulated.install()
    await stage.open_app()
    changed = await stage.simulated.control("shops/alder-and-pine/orders/1001", action="deliver")
    assert changed.status_code == 200, changed.text
    await stage.simulated.courier.settle()
    for delivery in list(stage.simulated.shop.webhooks):
        await stage.simulated.control(f"shops/alder-and-pine/webhooks/{delivery.webhook_id}/repeat")
    await stage.simulated.courier.settle()
    assert {delivery.state for delivery in stage.simulated.shop.webhooks} == {"delivered"}
    refreshes = [job for job in await rows(database, Job) if job.name == "orders.refresh"]
    assert len(refreshes) == 1 and refreshes[0].payload["order_gid"].startswith("gid://shopify/Order/")


async def test_a_privacy_request_is_recorded(stage: Stage, database: Database) -> None:
    stage.simulated.install()
    await stage.open_app()
    for topic in ("customers/data_request", "customers/redact", "shop/redact"):
        customer = stage.simulated.shop.customers[0].id
        await stage.simulated.control("shops/alder-and-pine/webhooks", topic=topic, customer_id=customer)
    await stage.simulated.courier.settle()
    requests = await rows(database, ComplianceRequest)
    assert sorted(request.topic for request in requests) == [
        "customers/data_request",
        "customers/redact",
        "shop/redact",
    ]


async def test_after_the_uninstall_nothing_of_the_shop_works_and_installing_again_begins_anew(
    stage: Stage, database: Database
) -> None:
    stage.simulated.install()
    await stage.open_app()
    (shop,) = await rows(database, Shop)
    token = (await stage.simulated.client.post("/apps/baton/session", json={})).json()["token"]
    id_token = stage.simulated.id_token()
    await stage.simulated.control("shops/alder-and-pine/grant", action="uninstall")
    await stage.simulated.courier.settle()
    assert await rows(database, Installation) == []
    with pytest.raises(ShopGone):
        await stage.platform.door.run(shop.id, "ShopInfo")
    settings, now = stage.services.settings, datetime.now(UTC)
    with pytest.raises(NotAuthenticated):
        await identity.agent_from_session_token(database, settings, id_token, now)
    with pytest.raises(NotAuthenticated):
        await identity.shopper_from_token(database, settings, token, now)
    stage.simulated.install()
    assert (await stage.open_app()).status_code == 200
    assert (await stage.platform.door.run(shop.id, "ShopInfo")).has_data
    assert (await identity.shopper_from_token(database, settings, token, now)).shop_id == shop.id


async def test_the_bounce_page_carries_the_merchant_back_with_a_token(stage: Stage) -> None:
    stage.simulated.install()
    lost = await stage.browser.get("/inbox/42", params={"shop": MAIN_SHOP, "host": "eA=="})
    bounce = await stage.browser.get(lost.headers["Location"])
    assert "app-bridge.js" in bounce.text
    target = parse_qs(urlsplit(lost.headers["Location"]).query)["shopify-reload"][0]
    found = await stage.browser.get(f"{target}&id_token={stage.simulated.id_token()}")
    assert found.status_code == 200 and '<div id="app">' in found.text
