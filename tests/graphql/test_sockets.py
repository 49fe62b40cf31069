"""WebSockets: one protocol, a token within seconds, an end for every session, and nobody kept who has left."""

import asyncio
from typing import Any

import pytest
from starlette.types import ASGIApp

from backend.actors import Scope
from backend.clock import now
from backend.graphql.agent.schema import AgentDoor
from backend.graphql.agent.schema import build_schema as agent_schema
from backend.graphql.door import MAX_BODY, MOST_OPERATIONS, SESSION_SECONDS
from backend.graphql.shopper.schema import ShopperDoor
from backend.graphql.shopper.schema import build_schema as shopper_schema
from backend.shops import service as shops
from tests.graphql.doors import AGENTS, APP, SHOPPERS, Closed, House, Socket, id_token
from tests.graphql.outcomes import token_for
from tests.graphql.world import World, dump, make_client

pytestmark = pytest.mark.anyio

INBOX = "subscription { inbox { revision counts { needsYou } } }"
THREAD = "subscription { thread { cursor } }"
TRANSCRIPT = "subscription($id: ID!) { transcript(conversationId: $id) { cursor typing conversation { state } } }"


def brief(house: House, door: str, **seconds: Any) -> ASGIApp:
    """A door whose times are short enough to be waited for."""
    if door == AGENTS:
        return AgentDoor(agent_schema(), house.services, **seconds)
    return ShopperDoor(shopper_schema(introspection=False), house.services, **seconds)


async def closing(socket: Socket, seconds: float = 5) -> Closed:
    """How the server ended the socket; what it said before is passed over."""
    while True:
        try:
            await socket.frame(seconds)
        except Closed as closed:
            return closed


DOORS = pytest.mark.parametrize("door", [AGENTS, SHOPPERS])


@DOORS
@pytest.mark.parametrize("protocol", [None, "graphql-ws", "mqtt"])
async def test_only_one_protocol_is_spoken(house: House, world: World, door: str, protocol: str | None) -> None:
    async with house.socket(door, protocol=protocol) as socket:
        assert (await closing(socket)).code == 4406


@DOORS
async def test_who_does_not_begin_in_time_is_sent_away(house: House, world: World, door: str) -> None:
    async with house.socket(door, app=brief(house, door, init_seconds=0.05)) as socket:
        assert (await closing(socket)).code == 4408


@DOORS
async def test_nothing_is_answered_before_the_token_was_shown(house: House, world: World, door: str) -> None:
    async with house.socket(door) as socket:
        await socket.subscribe("{ __typename }")
        assert (await closing(socket)).code == 4401


@DOORS
@pytest.mark.parametrize("payload", [None, {}, {"token": None}, {"token": 7}, {"token": ""}, {"token": "garbage"}])
async def test_a_socket_without_a_good_token_is_closed_with_4403(
    house: House, world: World, door: str, payload: object
) -> None:
    before = dump(house.services.db)
    async with house.socket(door) as socket:
        await socket.send({"type": "connection_init", **({"payload": payload} if payload is not None else {})})
        assert (await closing(socket)).code == 4403
    assert dump(house.services.db) == before


@DOORS
async def test_every_session_ends_and_asks_to_come_again(house: House, world: World, door: str) -> None:
    """Also in the middle of a subscription; 4403 tells the client to fetch a fresh token."""
    app = brief(house, door, session_seconds=1.0)
    async with house.socket(door, token_for(house, world, door), app=app) as socket:
        await socket.subscribe(INBOX if door == AGENTS else THREAD)
        await socket.data()
        assert house.ears() == 1
        closed = await closing(socket)
    assert closed.code == 4403 and closed.reason == "Come again with a fresh token"
    assert house.ears() == 0
    assert SESSION_SECONDS == 600


@DOORS
async def test_the_twenty_first_operation_of_a_socket_is_refused_and_the_others_go_on(
    house: House, world: World, door: str
) -> None:
    async with house.socket(door, token_for(house, world, door)) as socket:
        for i in range(MOST_OPERATIONS):
            await socket.subscribe(INBOX if door == AGENTS else THREAD, name=f"feed-{i}")
            await socket.data()
        assert house.ears() == 1 and MOST_OPERATIONS == 20
        await socket.subscribe(INBOX if door == AGENTS else THREAD, name="one-more")
        refused = await socket.receive()
        assert refused["type"] == "error" and refused["id"] == "one-more"
        await socket.send({"type": "ping"})
        assert (await socket.receive())["type"] == "pong"


@DOORS
async def test_answers_are_text_frames(house: House, world: World, door: str) -> None:
    """A browser reads a binary frame as a Blob."""
    async with house.socket(door, token_for(house, world, door)) as socket:
        await socket.subscribe("{ __typename }")
        frame = await socket.frame()
        assert isinstance(frame.get("text"), str) and frame.get("bytes") is None


@DOORS
async def test_what_is_not_a_message_of_the_protocol_ends_the_socket_and_nothing_else(
    house: House, world: World, door: str
) -> None:
    before, token = dump(house.services.db), token_for(house, world, door)
    for text in (
        "", "{", "5", "null", "[]", '"subscribe"', "NaN", "[" * 5000, "{}",
        '{"type": "subscribe"}', '{"type": "subscribe", "id": {}, "payload": {"query": "{ __typename }"}}',
        '{"type": "subscribe", "id": "1", "payload": 5}', '{"type": "subscribe", "id": "1", "payload": {"query": 5}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }", "variables": []}}',
        '{"type": "subscribe", "id": "' + "x" * 200 + '", "payload": {"query": "{ __typename }"}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "' + "{a" * 900 + '"}}',
        '{"type": "complete", "id": []}', '{"type": "' + "y" * 500 + '"}', '{"type": "connection_init"}',
    ):  # fmt: skip
        async with house.socket(door, token) as socket:
            await socket.send_text(text)
            closed = await closing(socket)
            assert closed.code in (4400, 4429) and len(closed.reason.encode()) <= 123, (text[:60], closed)
    async with house.socket(door, token) as socket:
        await socket.send_bytes(b"\x00\x01")
        assert (await closing(socket)).code == 4400
    async with house.socket(door, token) as socket:
        await socket.send_text('{"type": "ping", "payload": {"x": "' + "z" * MAX_BODY + '"}}')
        assert (await closing(socket)).code == 1009
    assert dump(house.services.db) == before and house.ears() == 0


@DOORS
async def test_a_faulty_document_is_that_operations_error_and_the_socket_goes_on(
    house: House, world: World, door: str
) -> None:
    async with house.socket(door, token_for(house, world, door)) as socket:
        for faulty in (
            "{",
            "subscription {",
            "{ nothing }",
            "fragment a on Query { a }",
            "{ __typename ",
        ):
            await socket.subscribe(faulty, name="faulty")
            message = await socket.receive()
            assert message["type"] == "error" and message["id"] == "faulty", message
        await socket.subscribe("{ __typename }", name="sound")
        assert await socket.data() == {"__typename": "Query"}


async def test_a_page_of_another_origin_cannot_speak_to_the_inbox(house: House, world: World) -> None:
    token = id_token(world.here.domain)
    async with house.socket(AGENTS, token, origin=APP):
        pass
    for origin in ("https://evil.example", "null", "http://baton.example", world.here.shop.storefront_url):
        async with house.socket(AGENTS, origin=origin) as socket:
            await socket.send({"type": "connection_init", "payload": {"token": token}})
            assert (await closing(socket)).code == 4403, origin


async def test_a_shopper_speaks_from_pages_of_their_own_shop_only(house: House, world: World) -> None:
    here = world.here
    token = house.shopper_token(here.shopper)
    for origin in here.shop.allowed_origins:
        async with house.socket(SHOPPERS, token, origin=origin):
            pass
    for origin in ("https://evil.example", "null", world.there.shop.storefront_url, APP):
        async with house.socket(SHOPPERS, origin=origin) as socket:
            await socket.send({"type": "connection_init", "payload": {"token": token}})
            assert (await closing(socket)).code == 4403, origin


@DOORS
async def test_clients_that_leave_leave_nothing_behind(house: House, world: World, door: str) -> None:
    """By completing, by closing, and by vanishing in the middle."""
    thread = {"id": str(world.here.conversation)}
    token, tasks = token_for(house, world, door), len(asyncio.all_tasks())
    feeds: list[tuple[str, dict[str, str]]]
    feeds = [(INBOX, {}), (TRANSCRIPT, thread)] if door == AGENTS else [(THREAD, {})]
    for _ in range(3):
        async with house.socket(door, token) as socket:
            for i, (document, variables) in enumerate(feeds):
                await socket.subscribe(document, variables, f"kept-{i}")
                await socket.data()
            await socket.subscribe(*feeds[0], "completed")
            await socket.data()
            assert house.ears() == len(feeds)  # the same feed is listened to once
            await socket.send({"id": "completed", "type": "complete"})
            await socket.send({"type": "ping"})
            assert (await socket.receive())["type"] == "pong"
            assert house.ears() == len(feeds)
        assert house.ears() == 0
    assert len(asyncio.all_tasks()) == tasks


async def test_an_access_token_that_is_revoked_ends_its_feed_and_its_socket(house: House, world: World) -> None:
    here, db = world.here, house.services.db
    client = await make_client(db, here.agent, [Scope.READ_CONVERSATIONS])
    async with house.socket(AGENTS, client.token) as socket:
        await socket.subscribe(INBOX)
        await socket.data()
        async with db.writing() as session:
            await shops.revoke_api_client(session, here.agent, client.id, now())
        await _stir(house, world)
        ended = await socket.receive()
        assert ended["payload"]["data"] is None
        assert ended["payload"]["errors"][0]["extensions"]["code"] == "NOT_AUTHENTICATED"
        assert (await socket.receive())["type"] == "complete" and house.ears() == 0
        await socket.subscribe("{ __typename }", name="once more")
        assert (await closing(socket)).code == 4403


@DOORS
async def test_a_shop_that_uninstalls_is_told_nothing_more(house: House, world: World, door: str) -> None:
    here = world.here
    feeds: dict[str, list[tuple[str, dict[str, str]]]] = {
        AGENTS: [(INBOX, {}), (TRANSCRIPT, {"id": str(here.conversation)})],
        SHOPPERS: [(THREAD, {})],
    }
    for document, variables in feeds[door]:
        async with house.socket(door, token_for(house, world, door)) as socket:
            await socket.subscribe(document, variables)
            await socket.data()
            async with house.services.db.writing() as session:
                assert await shops.mark_uninstalled(session, here.domain, None, now())
            house.services.live._ring_all()
            ended = await socket.receive()
            assert ended["payload"]["errors"][0]["extensions"]["code"] == "NOT_AUTHENTICATED"
            assert (await socket.receive())["type"] == "complete"
            await socket.subscribe("{ __typename }", name="once more")
            assert (await closing(socket)).code == 4403
        async with house.services.db.writing() as session:
            await shops.install_or_update(session, here.domain, None, now())


async def test_a_transcript_ends_when_its_conversation_is_no_more(house: House, world: World) -> None:
    from backend.conversations.models import Conversation

    here = world.here
    async with house.socket(AGENTS, id_token(here.domain)) as socket:
        await socket.subscribe(TRANSCRIPT, {"id": str(here.conversation)})
        await socket.data()
        async with house.services.db.writing() as session:
            await session.delete(await session.get_one(Conversation, here.conversation))
        house.services.live._ring_all()
        assert (await socket.receive())["payload"]["errors"][0]["extensions"]["code"] == "NOT_FOUND"
        assert (await socket.receive())["type"] == "complete"


async def _stir(house: House, world: World) -> None:
    """Something changes in the shop."""
    token = id_token(world.here.domain)
    asked = "mutation($id: ID!) { takeOver(conversationId: $id) { userErrors { code } } }"
    await house.data(AGENTS, token, asked, {"id": str(world.here.conversation)})
