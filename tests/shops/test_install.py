"""Whoever opens the app finds it installed, once, with their name; what Shopify does not tell does not stop them."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.db import Database
from backend.jobs import Job
from backend.shopify.admin import AdminClient
from backend.shopify.answers import AdminResult
from backend.shopify.failures import TokenRefused
from backend.shopify.session_token import SessionToken
from backend.shops import service
from backend.shops.door import ShopifyDoor
from backend.shops.grants import Grants
from backend.shops.install import Installer, facts_of
from backend.shops.models import Agent, Installation, Shop
from tests.shops.conftest import Clock, new_grants

pytestmark = pytest.mark.anyio

DOMAIN = "alder-and-pine.myshopify.com"
SHOP = {
    "name": "Alder & Pine",
    "contactEmail": "help@example.com",
    "currencyCode": "USD",
    "ianaTimezone": "America/New_York",
    "primaryDomain": {"host": "localhost", "url": "http://localhost:9000/"},
    "orderNumberFormatPrefix": "HT-",
    "orderNumberFormatSuffix": "-EU",
}
MAYA = {"id": 70001, "first_name": "Maya", "last_name": "Lindqvist", "email": "m@example.com", "account_owner": True}


@dataclass
class Shopify:
    """Token endpoint and Admin API in one, with switches for what goes wrong."""

    exchanges: list[str] = field(default_factory=list)
    refused: str | None = None
    online_fails: bool = False
    admin_status: int = 200
    dead: set[str] = field(default_factory=set)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.02)
        if request.url.path.endswith("graphql.json"):
            if request.headers["X-Shopify-Access-Token"] in self.dead:
                return httpx.Response(401)
            return httpx.Response(self.admin_status, json={"data": {"shop": SHOP}})
        return self._token(json.loads(request.content))

    def _token(self, body: dict[str, Any]) -> httpx.Response:
        wanted = body.get("requested_token_type", "refresh")
        self.exchanges.append(wanted.rpartition(":")[2])
        if self.refused or wanted == "refresh":
            return httpx.Response(400, json={"error": self.refused or "invalid_grant"})
        if wanted.endswith("online-access-token"):
            return httpx.Response(503 if self.online_fails else 200, json={"associated_user": MAYA})
        pair = {"access_token": f"shpat_{len(self.exchanges)}", "refresh_token": "shprt", "expires_in": 3600}
        return httpx.Response(200, json={**pair, "refresh_token_expires_in": 7_776_000, "scope": "read_orders"})

    @property
    def offline(self) -> int:
        return self.exchanges.count("offline-access-token")


@pytest.fixture
def shopify() -> Shopify:
    return Shopify()


@pytest.fixture
async def http(shopify: Shopify) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(shopify)) as client:
        yield client


@pytest.fixture
def set_up() -> list[int]:
    return []


@pytest.fixture
def installer(database: Database, clock: Clock, http: httpx.AsyncClient, set_up: list[int]) -> Installer:
    return new_installer(database, clock, http, set_up)


def new_installer(database: Database, clock: Clock, http: httpx.AsyncClient, set_up: list[int]) -> Installer:
    async def remember(_: AsyncSession, shop_id: int) -> None:
        set_up.append(shop_id)

    async def no_sleep(_: float) -> None:
        await asyncio.sleep(0)

    grants: Grants = new_grants(database, clock, http)
    client = AdminClient(http, "https://{}".format, sleep=no_sleep)
    return Installer(database, grants, client, ShopifyDoor(grants, client), clock, [remember])


def token(clock: Clock, user_id: str = "70001") -> SessionToken:
    return SessionToken(DOMAIN, user_id, "sid", clock() + timedelta(seconds=60))


async def test_the_first_to_open_the_app_installs_it(
    database: Database, installer: Installer, shopify: Shopify, clock: Clock, set_up: list[int]
) -> None:
    agent = await installer.open_app(token(clock), "raw")
    assert (agent.first_name, agent.is_owner) == ("Maya", True)
    async with database.reading() as session:
        shop = (await session.exec(select(Shop))).one()
        job = (await session.exec(select(Job))).one()
    assert (shop.name, shop.order_prefix, shop.order_suffix, shop.is_installed) == ("Alder & Pine", "HT-", "-EU", True)
    assert shop.storefront_url == "http://localhost:9000"
    assert shop.allowed_origins == ["http://localhost:9000", f"https://{DOMAIN}"]
    assert (job.name, job.payload) == ("knowledge.sync", {"shop_id": shop.id}) and set_up == [shop.id]
    assert shopify.exchanges == ["offline-access-token", "online-access-token"]


async def test_whoever_opens_it_later_is_let_in_without_asking_shopify(
    installer: Installer, shopify: Shopify, clock: Clock, set_up: list[int]
) -> None:
    first = await installer.open_app(token(clock), "raw")
    clock.pass_by(hours=23)
    assert await installer.open_app(token(clock), "raw") == first
    assert len(shopify.exchanges) == 2 and len(set_up) == 1


async def test_the_name_is_asked_for_again_after_a_day(installer: Installer, shopify: Shopify, clock: Clock) -> None:
    await installer.open_app(token(clock), "raw")
    clock.pass_by(hours=25)
    await installer.open_app(token(clock), "raw")
    assert shopify.exchanges == ["offline-access-token", "online-access-token", "online-access-token"]


async def test_tabs_and_processes_that_open_it_at_once_install_it_once(
    database: Database, installer: Installer, shopify: Shopify, clock: Clock, http: httpx.AsyncClient, set_up: list[int]
) -> None:
    others = [new_installer(database, clock, http, set_up) for _ in range(3)]
    opened = await asyncio.gather(*(one.open_app(token(clock), "raw") for one in [installer, *others]))
    assert len({agent.id for agent in opened}) == 1 and shopify.offline == 1 and len(set_up) == 1


async def test_without_a_name_the_agent_is_let_in_and_asked_for_next_time(
    installer: Installer, shopify: Shopify, clock: Clock
) -> None:
    shopify.online_fails = True
    assert (await installer.open_app(token(clock), "raw")).first_name == "Agent"
    shopify.online_fails = False
    assert (await installer.open_app(token(clock), "raw")).first_name == "Maya"


async def test_without_the_shops_facts_it_is_installed_and_they_come_later(
    database: Database, installer: Installer, shopify: Shopify, clock: Clock
) -> None:
    shopify.admin_status = 503
    await installer.open_app(token(clock), "raw")
    async with database.reading() as session:
        shop = (await session.exec(select(Shop))).one()
    assert (shop.name, shop.allowed_origins) == ("alder-and-pine", [f"https://{DOMAIN}"])
    shopify.admin_status = 200
    await installer.check(token(clock), "raw")
    async with database.reading() as session:
        assert (await session.exec(select(Shop.name))).one() == "Alder & Pine"


async def test_a_refused_exchange_leaves_nothing(
    database: Database, installer: Installer, shopify: Shopify, clock: Clock
) -> None:
    shopify.refused = "invalid_subject_token"
    with pytest.raises(TokenRefused):
        await installer.open_app(token(clock), "raw")
    async with database.reading() as session:
        for table in (Shop, Installation, Agent, Job):
            assert (await session.exec(select(table))).all() == []


async def test_opening_the_app_renews_a_grant_that_had_ended(
    database: Database, installer: Installer, shopify: Shopify, clock: Clock, set_up: list[int]
) -> None:
    await installer.open_app(token(clock), "raw")
    async with database.writing() as session:
        row = (await session.exec(select(Installation))).one()
        await service.mark_needs_reopen(session, row.shop_id, row.sealed_refresh_token)
    await installer.open_app(token(clock), "raw")
    async with database.reading() as session:
        assert not (await session.exec(select(Installation.needs_reopen))).one()
    assert shopify.offline == 2 and len(set_up) == 1


async def test_installing_again_sets_the_shop_up_again(
    database: Database, installer: Installer, clock: Clock, set_up: list[int]
) -> None:
    await installer.open_app(token(clock), "raw")
    async with database.writing() as session:
        await service.mark_uninstalled(session, DOMAIN, None, clock())
    await installer.open_app(token(clock), "raw")
    assert len(set_up) == 2


async def test_a_check_replaces_a_grant_that_died_unheard(
    database: Database, installer: Installer, shopify: Shopify, clock: Clock
) -> None:
    await installer.open_app(token(clock), "raw")
    shopify.dead = {"shpat_1"}
    await installer.check(token(clock), "raw")
    assert shopify.offline == 2
    async with database.reading() as session:
        assert not (await session.exec(select(Installation.needs_reopen))).one()
    await installer.check(token(clock), "raw")
    assert shopify.offline == 2


async def test_a_check_asks_now_and_then_only(installer: Installer, clock: Clock, shopify: Shopify) -> None:
    await installer.open_app(token(clock), "raw")
    await installer.check(token(clock), "raw")
    shopify.dead = {"shpat_1"}
    clock.pass_by(minutes=4)
    await installer.check(token(clock), "raw")
    assert shopify.offline == 1
    clock.pass_by(minutes=2)
    await installer.check(token(clock), "raw")
    assert shopify.offline == 2


def test_what_shopify_leaves_out_is_replaced_by_what_holds_for_most() -> None:
    facts = facts_of(
        DOMAIN, AdminResult({"shop": {"orderNumberFormatPrefix": "", "primaryDomain": {"url": "javascript:x"}}})
    )
    assert (facts.name, facts.order_prefix, facts.timezone) == ("alder-and-pine", "", "UTC")
    assert facts.allowed_origins == (f"https://{DOMAIN}",)
