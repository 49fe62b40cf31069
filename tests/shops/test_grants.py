"""There is a living token whenever one is asked for, renewed once however many ask, and sealed where it lies."""

import asyncio
from datetime import timedelta

import httpx
import pytest
import respx
from sqlalchemy import text
from sqlmodel import select

from backend.db import Database
from backend.shopify.admin import AdminClient
from backend.shopify.failures import AccessDenied, ShopGone, TokenDead, Unavailable
from backend.shopify.oauth import OfflineGrant
from backend.shops import leases, service
from backend.shops.door import ShopifyDoor
from backend.shops.grants import Grants
from backend.shops.models import GrantLease, Installation, Shop
from backend.shops.sealing import Sealer
from tests.shops.conftest import KEY, Clock, TokenEndpoint, new_grants

pytestmark = pytest.mark.anyio

FIRST = OfflineGrant("shpat_first", "shprt_first", 3600, 7_776_000, ("read_orders",))


@pytest.fixture
async def shop_id(database: Database, clock: Clock) -> int:
    return await installed(database, clock, "alder-and-pine.myshopify.com")


async def installed(database: Database, clock: Clock, domain: str) -> int:
    async with database.writing() as session:
        shop = await service.install_or_update(session, domain, None, clock())
        assert shop.id is not None
        await service.store_grant(session, shop.id, FIRST, Sealer(KEY), clock())
    return shop.id


async def stored(database: Database, shop_id: int) -> Installation | None:
    async with database.reading() as session:
        return await session.get(Installation, shop_id)


async def free_leases(database: Database) -> bool:
    async with database.reading() as session:
        return (await session.exec(select(GrantLease))).first() is None


async def test_a_fresh_token_is_used_without_asking_shopify(
    grants: Grants, shop_id: int, endpoint: TokenEndpoint
) -> None:
    access = await grants.access(shop_id)
    assert (access.token, access.domain) == ("shpat_first", "alder-and-pine.myshopify.com")
    assert endpoint.requests == [] and "shpat_first" not in repr(access)


async def test_a_token_is_renewed_a_minute_before_it_ends_and_both_are_kept(
    database: Database, grants: Grants, shop_id: int, endpoint: TokenEndpoint, clock: Clock
) -> None:
    clock.pass_by(minutes=59, seconds=1)
    access = await grants.access(shop_id)
    assert access.token == "shpat_1" and access.scopes == ("read_orders", "write_app_proxy")
    assert endpoint.requests[0]["refresh_token"] == "shprt_first"
    row = await stored(database, shop_id)
    assert row is not None and row.expires_at == clock() + timedelta(hours=1)
    assert Sealer(KEY).unseal(row.sealed_refresh_token, f"{shop_id}:refresh_token") == "shprt_1"
    assert await free_leases(database)


async def test_however_many_ask_at_once_shopify_is_asked_once(
    database: Database, grants: Grants, shop_id: int, endpoint: TokenEndpoint, clock: Clock
) -> None:
    clock.pass_by(hours=2)
    endpoint.delay = 0.05
    async with httpx.AsyncClient(transport=httpx.MockTransport(endpoint)) as http:
        processes = [grants, *(new_grants(database, clock, http) for _ in range(3))]
        accesses = await asyncio.gather(*(process.access(shop_id) for process in processes for _ in range(4)))
    assert {access.token for access in accesses} == {"shpat_1"}
    assert len(endpoint.requests) == 1


async def test_a_token_that_shopify_refuses_is_renewed_once_for_all_who_held_it(
    grants: Grants, shop_id: int, endpoint: TokenEndpoint
) -> None:
    accesses = await asyncio.gather(*(grants.access(shop_id, not_this="shpat_first") for _ in range(5)))
    assert {access.token for access in accesses} == {"shpat_1"} and len(endpoint.requests) == 1


async def test_two_shops_are_renewed_side_by_side(
    database: Database, grants: Grants, shop_id: int, endpoint: TokenEndpoint, clock: Clock
) -> None:
    other = await installed(database, clock, "harbor-tea.myshopify.com")
    clock.pass_by(hours=2)
    first, second = await asyncio.gather(grants.access(shop_id), grants.access(other))
    assert {first.token, second.token} == {"shpat_1", "shpat_2"} and first.domain != second.domain


async def test_a_refused_refresh_waits_for_a_merchant_and_shopify_is_not_asked_again(
    database: Database, grants: Grants, shop_id: int, endpoint: TokenEndpoint, clock: Clock
) -> None:
    clock.pass_by(hours=2)
    endpoint.answers = [httpx.Response(400, json={"error": "invalid_grant"})]
    for _ in range(2):
        with pytest.raises(TokenDead):
            await grants.access(shop_id)
    row = await stored(database, shop_id)
    assert row is not None and row.needs_reopen and len(endpoint.requests) == 1
    assert await free_leases(database)


async def test_wrong_credentials_of_ours_do_not_end_the_shops_grant(
    database: Database, grants: Grants, shop_id: int, endpoint: TokenEndpoint, clock: Clock
) -> None:
    clock.pass_by(hours=2)
    endpoint.answers = [httpx.Response(400, json={"error": "invalid_client"})]
    with pytest.raises(TokenDead):
        await grants.access(shop_id)
    row = await stored(database, shop_id)
    assert row is not None and not row.needs_reopen
    assert (await grants.access(shop_id)).token == "shpat_2"


async def test_when_shopify_is_down_nothing_changes_and_the_next_try_works(
    database: Database, grants: Grants, shop_id: int, endpoint: TokenEndpoint, clock: Clock
) -> None:
    clock.pass_by(hours=2)
    before = await stored(database, shop_id)
    endpoint.answers = [httpx.Response(503)] * 3
    with pytest.raises(Unavailable):
        await grants.access(shop_id)
    assert await stored(database, shop_id) == before and await free_leases(database)
    assert (await grants.access(shop_id)).token == "shpat_4"


async def test_a_process_that_died_while_renewing_delays_the_next_and_loses_nothing(
    database: Database, grants: Grants, shop_id: int, endpoint: TokenEndpoint, clock: Clock
) -> None:
    clock.pass_by(hours=2)
    async with database.writing() as session:
        assert await leases.take(session, "alder-and-pine.myshopify.com", "dead", clock())
    waiting = asyncio.create_task(grants.access(shop_id))
    await asyncio.sleep(0.1)
    assert not waiting.done() and endpoint.requests == []
    clock.pass_by(seconds=41)
    assert (await waiting).token == "shpat_1"
    assert endpoint.requests[0]["refresh_token"] == "shprt_first"


async def test_what_was_got_under_a_lost_lease_is_not_kept(
    database: Database, grants: Grants, shop_id: int, endpoint: TokenEndpoint, clock: Clock
) -> None:
    clock.pass_by(hours=2)
    endpoint.delay = 0.2
    slow = asyncio.create_task(grants.access(shop_id))
    while not endpoint.requests:
        await asyncio.sleep(0.01)
    before = await stored(database, shop_id)
    async with database.writing() as session:
        clock.pass_by(seconds=41)
        assert await leases.take(session, "alder-and-pine.myshopify.com", "quick", clock())
    with pytest.raises(Unavailable):
        await slow
    assert await stored(database, shop_id) == before
    async with database.reading() as session:
        assert await leases.holds(session, "alder-and-pine.myshopify.com", "quick")


async def test_a_grant_that_arrives_after_the_uninstall_is_not_kept(
    database: Database, grants: Grants, shop_id: int, endpoint: TokenEndpoint, clock: Clock
) -> None:
    clock.pass_by(hours=2)
    endpoint.delay = 0.2
    slow = asyncio.create_task(grants.access(shop_id))
    while not endpoint.requests:
        await asyncio.sleep(0.01)
    async with database.writing() as session:
        assert await service.mark_uninstalled(session, "alder-and-pine.myshopify.com", None, clock())
    with pytest.raises(ShopGone):
        await slow
    assert await stored(database, shop_id) is None


async def test_without_an_installation_there_is_no_token(grants: Grants, endpoint: TokenEndpoint) -> None:
    with pytest.raises(ShopGone):
        await grants.access(4711)
    assert endpoint.requests == []


async def test_grants_that_would_lapse_are_renewed_and_others_are_left(
    database: Database, grants: Grants, shop_id: int, endpoint: TokenEndpoint, clock: Clock
) -> None:
    clock.pass_by(days=82)
    assert await grants.renew_idle() == 0
    clock.pass_by(days=2)
    other = await installed(database, clock, "harbor-tea.myshopify.com")
    assert await grants.renew_idle() == 1
    assert [request["refresh_token"] for request in endpoint.requests] == ["shprt_first"]
    assert (await grants.access(other)).token == "shpat_first"


async def test_no_token_lies_readable_in_the_database(
    database: Database, grants: Grants, shop_id: int, clock: Clock
) -> None:
    clock.pass_by(hours=2)
    await grants.access(shop_id)
    async with database.reading() as session:
        tables = "shop", "installation", "agent", "apiclient", "grantlease", "job"
        rows = [repr(tuple(row)) for name in tables for row in await session.exec(text(f"SELECT * FROM {name}"))]  # type: ignore[call-overload]
    assert rows and not any(word in row for row in rows for word in ("shpat_", "shprt_"))


async def test_tokens_sealed_with_another_key_wait_for_a_merchant(
    database: Database, grants: Grants, shop_id: int, endpoint: TokenEndpoint
) -> None:
    grants.sealer = Sealer(bytes(32))
    with pytest.raises(TokenDead):
        await grants.access(shop_id)
    assert endpoint.requests == []


async def test_a_sealed_token_copied_to_another_shop_does_not_open(
    database: Database, grants: Grants, shop_id: int, clock: Clock
) -> None:
    other = await installed(database, clock, "harbor-tea.myshopify.com")
    async with database.writing() as session:
        mine, theirs = await session.get(Installation, shop_id), await session.get(Installation, other)
        assert mine is not None and theirs is not None
        mine.sealed_access_token = theirs.sealed_access_token
        session.add(mine)
    with pytest.raises(TokenDead):
        await grants.access(shop_id)


async def test_the_door_tries_once_more_with_a_new_token(
    database: Database, grants: Grants, shop_id: int, endpoint: TokenEndpoint
) -> None:
    async with httpx.AsyncClient() as http:
        door = ShopifyDoor(grants, AdminClient(http, "https://{}".format))
        with respx.mock:
            route = respx.post("https://alder-and-pine.myshopify.com/admin/api/2026-10/graphql.json").mock(
                side_effect=[httpx.Response(401), httpx.Response(200, json={"data": {"shop": {"name": "Alder"}}})]
            )
            assert (await door.run(shop_id, "ShopInfo")).data["shop"]["name"] == "Alder"
        used = [call.request.headers["X-Shopify-Access-Token"] for call in route.calls]
        assert used == ["shpat_first", "shpat_1"]


async def test_the_door_gives_up_when_the_new_token_is_refused_too(
    database: Database, grants: Grants, shop_id: int, endpoint: TokenEndpoint
) -> None:
    async with httpx.AsyncClient() as http:
        door = ShopifyDoor(grants, AdminClient(http, "https://{}".format))
        with respx.mock:
            route = respx.post("https://alder-and-pine.myshopify.com/admin/api/2026-10/graphql.json").respond(401)
            with pytest.raises(TokenDead):
                await door.run(shop_id, "ShopInfo")
        assert route.call_count == 2 and len(endpoint.requests) == 1


DENIED = {
    "message": "Access denied for orderUpdate field. Required access: `write_orders` access scope.",
    "path": ["orderUpdate"],
    "extensions": {"code": "ACCESS_DENIED"},
}
REFUSED = {"data": {"orderUpdate": None}, "errors": [DENIED]}


async def test_a_scope_that_was_just_granted_needs_a_new_token_and_gets_it_once(
    grants: Grants, shop_id: int, endpoint: TokenEndpoint
) -> None:
    done = {"data": {"orderUpdate": {"order": {"id": "1"}, "userErrors": []}}}
    given = {"input": {"id": "gid://shopify/Order/1"}}
    async with httpx.AsyncClient() as http:
        door = ShopifyDoor(grants, AdminClient(http, "https://{}".format))
        with respx.mock:
            route = respx.post("https://alder-and-pine.myshopify.com/admin/api/2026-10/graphql.json").mock(
                side_effect=[httpx.Response(200, json=REFUSED), httpx.Response(200, json=done)]
            )
            answer = await door.run_granted(shop_id, "UpdateOrder", given)
        used = [call.request.headers["X-Shopify-Access-Token"] for call in route.calls]
    assert (answer.data, used) == (done["data"], ["shpat_first", "shpat_1"])


async def test_a_scope_that_was_not_granted_is_refused_after_one_new_token(
    grants: Grants, shop_id: int, endpoint: TokenEndpoint
) -> None:
    async with httpx.AsyncClient() as http:
        door = ShopifyDoor(grants, AdminClient(http, "https://{}".format))
        with respx.mock:
            route = respx.post("https://alder-and-pine.myshopify.com/admin/api/2026-10/graphql.json").respond(
                200, json=REFUSED
            )
            with pytest.raises(AccessDenied):
                await door.run_granted(shop_id, "UpdateOrder", {"input": {"id": "gid://shopify/Order/1"}})
        assert (route.call_count, len(endpoint.requests)) == (2, 1)


async def test_a_domain_is_one_shop_however_often_it_is_installed(database: Database, clock: Clock) -> None:
    ids = {await installed(database, clock, "alder-and-pine.myshopify.com") for _ in range(3)}
    async with database.reading() as session:
        assert len(ids) == 1 == len((await session.exec(select(Shop))).all())
