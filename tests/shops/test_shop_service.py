"""The verbs of the shops room: each changes one shop's rows, all of them or none."""

from datetime import timedelta

import pytest
from sqlmodel import select

from backend.actors import AgentActor, Scope
from backend.db import Database
from backend.errors import Invalid, NotAuthenticated, NotFound
from backend.shopify.oauth import StaffMember
from backend.shops import identity, queries, service
from backend.shops.models import ApiClient, ComplianceRequest, Shop, WebhookDelivery
from backend.shops.rules import DEFAULTS
from tests.conftest import make_agent
from tests.shops.conftest import Clock

pytestmark = pytest.mark.anyio

READING = [Scope.READ_TAGS, Scope.READ_CONVERSATIONS]


async def make_client(database: Database, agent: AgentActor, clock: Clock, name: str = "Reports") -> tuple[int, str]:
    async with database.writing() as session:
        client, token = await service.create_api_client(session, agent, name=name, scopes=READING, now=clock())
    assert client.id is not None
    return client.id, token


async def test_an_access_token_is_shown_once_and_kept_as_a_hash(
    database: Database, agent: AgentActor, clock: Clock
) -> None:
    _, token = await make_client(database, agent, clock)
    assert token.startswith("baton_") and len(token) > 40
    async with database.reading() as session:
        row = (await session.exec(select(ApiClient))).one()
    assert token not in repr(row) and row.token_hint == f"…{token[-4:]}"
    actor = await identity.api_client_from_token(database, token, clock())
    assert actor.shop_id == agent.shop_id and actor.may(Scope.READ_TAGS) and not actor.may(Scope.WRITE_TAGS)


async def test_a_revoked_access_token_opens_nothing(database: Database, agent: AgentActor, clock: Clock) -> None:
    client_id, token = await make_client(database, agent, clock)
    async with database.writing() as session:
        await service.revoke_api_client(session, agent, client_id, clock())
    with pytest.raises(NotAuthenticated):
        await identity.api_client_from_token(database, token, clock())
    async with database.reading() as session:
        assert await queries.api_clients(session, agent) == []


async def test_another_shops_access_token_cannot_be_revoked(
    database: Database, agent: AgentActor, other_shop: Shop, clock: Clock
) -> None:
    client_id, token = await make_client(database, agent, clock)
    stranger = await make_agent(database, other_shop, "Tom", "80001")
    with pytest.raises(NotFound):
        async with database.writing() as session:
            await service.revoke_api_client(session, stranger, client_id, clock())
    assert (await identity.api_client_from_token(database, token, clock())).shop_id == agent.shop_id
    async with database.reading() as session:
        assert await queries.api_clients(session, stranger) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b"])
async def test_an_access_token_needs_a_name(database: Database, agent: AgentActor, clock: Clock, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await make_client(database, agent, clock, name)
    assert refusal.value.field == "name"
    async with database.reading() as session:
        assert (await session.exec(select(ApiClient))).all() == []


async def test_an_access_token_needs_a_scope_and_there_are_not_too_many(
    database: Database, agent: AgentActor, clock: Clock
) -> None:
    with pytest.raises(Invalid, match="scope"):
        async with database.writing() as session:
            await service.create_api_client(session, agent, name="x", scopes=[], now=clock())
    for _ in range(service.MAX_CLIENTS):
        client_id, _token = await make_client(database, agent, clock)
    with pytest.raises(Invalid, match="at most"):
        await make_client(database, agent, clock)
    async with database.writing() as session:
        await service.revoke_api_client(session, agent, client_id, clock())
    await make_client(database, agent, clock)


@pytest.mark.parametrize("token", ["", "baton_", "baton_" + "x" * 43, "shpat_x", "baton_é", "x" * 10_000])
async def test_a_made_up_access_token_is_refused(
    database: Database, agent: AgentActor, clock: Clock, token: str
) -> None:
    with pytest.raises(NotAuthenticated):
        await identity.api_client_from_token(database, token, clock())


async def test_use_of_an_access_token_is_noted_now_and_then(
    database: Database, agent: AgentActor, clock: Clock
) -> None:
    _, token = await make_client(database, agent, clock)
    first = clock()
    for minutes, noted in [(0, first), (9, first), (2, first + timedelta(minutes=11))]:
        clock.pass_by(minutes=minutes)
        await identity.api_client_from_token(database, token, clock())
        async with database.reading() as session:
            assert (await session.exec(select(ApiClient.last_used_at))).one() == noted


async def test_settings_are_changed_all_or_none(database: Database, agent: AgentActor) -> None:
    async with database.writing() as session:
        await service.update_settings(session, agent, {"bot_name": "Piney"})
    with pytest.raises(Invalid) as refusal:
        async with database.writing() as session:
            await service.update_settings(session, agent, {"bot_name": "Other", "greeting": ""})
    assert refusal.value.field == "greeting"
    async with database.reading() as session:
        settings = await queries.settings(session, agent.shop_id)
    assert settings.bot_name == "Piney" and settings.greeting == DEFAULTS.greeting


async def test_an_agent_is_one_row_and_takes_the_name_that_shopify_tells(
    database: Database, shop: Shop, clock: Clock
) -> None:
    assert shop.id is not None
    async with database.writing() as session:
        unnamed = await service.upsert_agent(session, shop.id, "70009", None, clock())
        assert identity.actor_of(unnamed).first_name == "Agent"
    staff = StaffMember("70009", "Nils", "Berg", "n@example.com", is_owner=True)
    async with database.writing() as session:
        named = await service.upsert_agent(session, shop.id, "70009", staff, clock())
        stranger = await service.upsert_agent(session, shop.id, "70008", staff, clock())
    assert named.id == unnamed.id and (named.first_name, named.is_owner) == ("Nils", True)
    assert stranger.id != named.id and stranger.first_name == ""


async def test_after_the_uninstall_nobody_of_the_shop_is_anybody(
    database: Database, agent: AgentActor, shop: Shop, clock: Clock
) -> None:
    _, token = await make_client(database, agent, clock)
    async with database.writing() as session:
        assert await service.mark_uninstalled(session, shop.domain, None, clock())
        assert not await service.mark_uninstalled(session, shop.domain, None, clock())
    with pytest.raises(NotAuthenticated):
        await identity.api_client_from_token(database, token, clock())
    async with database.writing() as session:
        await service.install_or_update(session, shop.domain, None, clock())
    with pytest.raises(NotAuthenticated):  # the token died with the installation
        await identity.api_client_from_token(database, token, clock())


async def test_news_of_an_uninstall_from_before_the_last_install_is_no_news(database: Database, clock: Clock) -> None:
    domain = "alder-and-pine.myshopify.com"
    async with database.writing() as session:
        await service.install_or_update(session, domain, None, clock())
    clock.pass_by(hours=1)
    async with database.writing() as session:  # removed and installed again; the webhook of the removal is late
        await service.install_or_update(session, domain, None, clock())
    async with database.writing() as session:
        assert not await service.mark_uninstalled(session, domain, clock() - timedelta(minutes=1), clock())
        assert (await session.exec(select(Shop.is_installed))).one()
        assert await service.mark_uninstalled(session, domain, clock() + timedelta(minutes=1), clock())


async def test_a_delivery_is_new_once(database: Database, clock: Clock) -> None:
    def delivery() -> WebhookDelivery:
        return WebhookDelivery(webhook_id="w1", shop_domain="x.myshopify.com", topic="shop/redact", received_at=clock())

    async with database.writing() as session:
        assert await service.record_delivery(session, delivery())
        await service.record_compliance(session, delivery(), {"shop_id": 1})
    async with database.writing() as session:
        assert not await service.record_delivery(session, delivery())
        request = (await session.exec(select(ComplianceRequest))).one()
    assert request.due_at == clock() + timedelta(days=30) and request.completed_at is None
