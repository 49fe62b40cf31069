"""Shared subscriptions: one look and one payload for all who may see the same, and nobody told what is another's."""

import asyncio
import random
import uuid
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import pytest
import structlog
from graphql import GraphQLObjectType, get_named_type
from starlette.routing import WebSocketRoute

from backend.actors import ActorKind, AgentActor, ApiClientActor, InboxActor, Scope
from backend.clock import now
from backend.conversations import service as conversations
from backend.errors import Refusal
from backend.graphql.agent import reads
from backend.graphql.agent.schema import AgentDoor, build_schema
from backend.graphql.door import Context
from backend.graphql.feeds import Entry, Feed, Position
from backend.graphql.shareable import Shelf, marked
from backend.graphql.sharing import Asked, executed
from backend.shops import service as shops
from backend.shops.models import Agent as AgentRow
from backend.tags import service as tags
from tests.graphql.conftest import ON_BOTH
from tests.graphql.doors import AGENTS, SHOPPERS, House, Socket, id_token
from tests.graphql.schema_walk import AGENTS_SCHEMA
from tests.graphql.test_twins import post
from tests.graphql.world import Side, World, make_client

pytestmark = pytest.mark.anyio

MARKED = marked(build_schema())
SHARED = (
    "%s($after: Float!) { inbox(after: $after) { revision leftIds conversations { id state tags { tag { name } } } } }"
)
OWN = """%s($after: Float!) { inbox(after: $after) { revision conversations { id unread agent { firstName isMe }
    handoff { seenBy { isMe } acceptedBy { firstName isMe } firstHumanWordBy { isMe } closedBy { isMe } } } } }"""
THREAD = """%s($id: ID!, $after: Int!) { transcript(conversationId: $id, after: $after) {
    cursor messages { sequence text } orders { id } known { key value } } }"""
SEQUENCES = """subscription($id: ID!, $after: Int!) { transcript(conversationId: $id, after: $after) {
    cursor messages { sequence } } }"""
WIDGET = "%s($after: Int!) { thread(after: $after) { cursor messages { sequence text } } }"


def door_of(house: House) -> AgentDoor:
    app: Any = house.app
    doors = [each.endpoint for each in app.routes if isinstance(each, WebSocketRoute) and each.path == AGENTS]
    (door,) = doors
    assert isinstance(door, AgentDoor)
    return door


def unmarked(type_: Any, above: tuple[str, ...] = (), without: frozenset[tuple[str, str]] = MARKED) -> str:
    """A selection of every field that is not marked, once on each path."""
    named = get_named_type(type_)
    if not isinstance(named, GraphQLObjectType):
        return ""
    parts = []
    for name, field in named.fields.items():
        below = get_named_type(field.type)
        if below.name not in (*above, named.name) and (named.name, name) not in without:
            parts.append(name + unmarked(field.type, (*above, named.name), without))
    return " { " + " ".join(parts) + " }"


class WhoAsks(Exception):
    """Something wanted to know."""


class Veiled:
    """An actor of whom, once veiled, only rights can be learned."""

    is_veiled = False

    def __getattribute__(self, name: str) -> Any:
        if name in ("id", "name", "first_name", "is_owner") and object.__getattribute__(self, "is_veiled"):
            raise WhoAsks(name)
        return object.__getattribute__(self, name)


class VeiledAgent(Veiled, AgentActor):
    pass


class VeiledClient(Veiled, ApiClientActor):
    pass


def subscriptions() -> list[str]:
    assert AGENTS_SCHEMA.subscription_type is not None
    return list(AGENTS_SCHEMA.subscription_type.fields)


def document(name: str, selection: str) -> str:
    given = {"conversationId": "$id", "tags": '{any: ["alder-tag"]}'}
    arguments = AGENTS_SCHEMA.subscription_type.fields[name].args  # type: ignore[union-attr]
    passed = ", ".join(f"{key}: {given[key]}" for key in arguments if key in given)
    declared = "($id: ID!)" if "$id" in passed else ""
    return f"subscription{declared} {{ {name}{f'({passed})' if passed else ''}{selection} }}"


async def opened(house: House, side: Side, actor: InboxActor, query: str) -> tuple[Asked, Context, Feed[Any] | None]:
    door = door_of(house)
    schema: Any = door.schema
    shareable = Shelf(schema).shareable(query, None)
    assert shareable is not None, query
    asked = Asked(schema, shareable.document, {"id": str(side.conversation)}, None, shareable.is_viewers)
    context = Context(house.services, None, actor, door.is_still_welcome)  # type: ignore[arg-type]
    return asked, context, await asked.feed(context)


async def first_result(house: House, side: Side, actor: InboxActor, query: str) -> Any:
    """What a shared look answers to an actor who is veiled while it looks."""
    asked, context, feed = await opened(house, side, actor, query)
    assert feed is not None
    object.__setattr__(actor, "is_veiled", True)
    found = await feed.read(feed.start, asked.is_viewers)
    executor = asked.executor(context)
    assert executor is not None
    return await executed(executor, found.value)


def agent(side: Side, actor: AgentActor) -> InboxActor:
    return VeiledAgent(actor.shop_id, actor.id, "Maya")


def program(side: Side, name: str) -> InboxActor:
    scopes = frozenset({Scope.READ_CONVERSATIONS})
    return VeiledClient(side.agent.shop_id, side.clients[name].id, "program", scopes)


async def held(house: House, side: Side) -> None:
    """By an agent, so that there is something to see of one."""
    async with house.services.db.writing() as session:
        await conversations.take_over(session, side.agent, side.conversation, now=now())


@pytest.mark.parametrize("name", subscriptions())
async def test_no_unmarked_field_depends_on_who_asks(house: House, world: World, name: str) -> None:
    """A field of a new feature that does must be marked: backend.graphql.feeds.VIEWER.

    Feeds whose rights name the one who asks are shared with nobody else, and may tell them what they like.
    """
    here = world.here
    await held(house, here)
    query = document(name, unmarked(AGENTS_SCHEMA.subscription_type.fields[name].type))  # type: ignore[union-attr]
    pairs = (
        [agent(here, here.agent), agent(here, here.colleague)],
        [program(here, "read_conversations"), program(here, "nothing")],
    )
    for one, other in pairs:
        entries = [feed.entry.rights for who in (one, other) if (feed := (await opened(house, here, who, query))[2])]
        if len(set(entries)) == 1:
            result = await first_result(house, here, one, query)
            assert result.errors is None and "alder" in str(result.data)
        else:
            assert name == "desk", "shared by none who differ"


@pytest.mark.parametrize(
    ("name", "selection"),
    [
        ("inbox", "{ conversations { unread } }"),
        ("inbox", "{ conversations { agent { isMe } } }"),
        ("transcript", "{ watchers { id } }"),
        ("transcript", "{ typing }"),
    ],
)
async def test_marked_fields_do_depend_on_it(house: House, world: World, name: str, selection: str) -> None:
    here = world.here
    await held(house, here)
    async with house.services.db.writing() as session:
        await conversations.watch(
            session, here.colleague, here.conversation, until=now() + timedelta(minutes=1), now=now()
        )
    await house.services.live.tell(
        f"conversation:{here.conversation}", "typing_agent", {"id": here.colleague.id, "name": "Jonas"}
    )
    while not house.services.live.told(f"conversation:{here.conversation}", "typing_agent"):
        await asyncio.sleep(0.01)
    try:
        result = await first_result(house, here, agent(here, here.agent), document(name, selection))
        assert [type(error.original_error) for error in result.errors] == [WhoAsks]
    except WhoAsks:
        pass  # the look itself asked


@ON_BOTH
async def test_who_shares_a_look_is_told_by_it_what_they_would_be_told_alone(house: House, world: World) -> None:
    """Every field of the inbox, also what a new feature brings: as seen by who holds, who looked, who did neither."""
    here, db = world.here, house.services.db
    everything = unmarked(AGENTS_SCHEMA.subscription_type.fields["inbox"].type, without=frozenset())  # type: ignore[union-attr]
    query = document("inbox", everything)
    await post(house, here, "Let me talk to a person")
    async with db.writing() as session:
        await conversations.ask_for_human(session, here.shopper, client_key=uuid.uuid4().hex, now=now())
        await conversations.mark_read(session, here.colleague, here.conversation, 1, now=now())
        others = [AgentRow(shop_id=here.agent.shop_id, shopify_user_id=f"8{n}", created_at=now()) for n in range(3)]
        session.add_all(others)
    await held(house, here)
    staff = [here.agent, here.colleague, *(AgentActor(here.agent.shop_id, row.id or 0, "") for row in others)]
    asked, context, feed = await opened(house, here, here.agent, query)
    assert feed is not None and feed.apart is not None
    seen = await feed.apart((await feed.read(feed.start, True)).value, [(ActorKind.AGENT, who.id) for who in staff])
    executor = asked.executor(context)
    assert executor is not None
    told: dict[Any, Any] = {}
    for who in staff:
        _, their_context, their_feed = await opened(house, here, who, query)
        their_executor = asked.executor(their_context)
        assert their_feed is not None and their_executor is not None
        alone = await executed(their_executor, (await their_feed.read(their_feed.start, True)).value)
        mark, value = seen[(ActorKind.AGENT, who.id)]
        shared = await executed(executor, value)
        assert (shared.errors, alone.errors) == (None, None) and shared.data == alone.data
        assert told.setdefault(mark, alone.data) == alone.data
    assert len(told) == 3, "who holds it, who looked, and all others alike"


@pytest.mark.parametrize(
    ("one", "other", "are_company"),
    [
        ("subscription($a: Float!) { inbox(after: $a) { revision } }", {"a": 1}, True),
        ("subscription($a: Float!) { inbox(after: $a) { conversations { unread } } }", {"a": 1}, False),
        ("subscription($a: Float! $b: Boolean!) { inbox(after: $a) { revision @skip(if: $b) } }", {"b": True}, False),
        ("subscription { ...all } fragment all on Subscription { inbox { ...c } } "
         "fragment c on InboxChanges { conversations { agent { isMe } } }", {}, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_told_apart", [False, True])
def test_who_shares_with_whom_is_decided_by_document_variables_and_rights(
    one: str, other: dict[str, Any], are_company: bool, is_told_apart: bool
) -> None:
    async def unasked(*_: Any) -> Any: ...

    def feed(rights: str, kind: ActorKind, who: int) -> Feed[Any]:
        entry = Entry(rights=(1, rights), viewer=(kind, who), proof=1, check=unasked)
        live: Any = None
        return Feed(live, entry, (), Position(0), unasked, unasked if is_told_apart else None)

    mine, theirs = (feed("staff", ActorKind.AGENT, who) for who in (1, 2))
    program = feed("read_conversations", ActorKind.API_CLIENT, 1)
    shareable = Shelf(build_schema()).shareable(one, None)
    assert shareable is not None
    first = shareable.company(None, {"a": 0, "b": False}, mine)
    are_company |= is_told_apart and shareable.is_viewers
    assert (shareable.company(None, {"a": 0, "b": False, **other}, theirs) == first) is are_company
    assert shareable.company(None, {"a": 0, "b": False}, program) != first
    assert shareable.company(None, {"a": 7, "b": False, "undeclared": 1}, mine) == first


@pytest.mark.parametrize(
    "query",
    ["{ me { id } }", "subscription { inbox }", "subscription {", "query a { me { id } }",
     "subscription { inbox { conversations { tags { tag { id } } } } me: inbox { revision } }",
     "subscription { inbox { " + "conversations { handoff { acceptedBy { " * 4 + "id" + " } } }" * 4 + " } }"],
)  # fmt: skip
def test_what_is_no_sound_single_subscription_goes_the_ordinary_way(query: str) -> None:
    assert Shelf(build_schema()).shareable(query, None) is None


async def follow(socket: Socket, query: str, variables: dict[str, Any]) -> dict[str, Any]:
    await socket.subscribe(query % "subscription", variables)
    return await socket.data()


@ON_BOTH
async def test_viewers_with_different_rights_are_each_told_what_they_would_be_told_alone(
    house: House, world: World
) -> None:
    here, db, thread = world.here, house.services.db, {"id": str(world.here.conversation)}
    both = await make_client(db, here.agent, [Scope.READ_CONVERSATIONS, Scope.READ_TAGS])
    maya, jonas = id_token(here.domain), id_token(here.domain, "70002")
    tokens = [maya, maya, jonas, jonas, here.clients["read_conversations"].token, both.token]
    follows: list[tuple[str, str, str, dict[str, Any]]] = [
        (AGENTS, token, query, variables)
        for token in tokens
        for query, variables in ((SHARED, {}), (OWN, {}), (THREAD, thread))
    ]
    follows += [(SHOPPERS, house.shopper_token(who), WIDGET, {}) for who in (here.shopper, here.other_shopper)]
    async with AsyncExitStack() as open_sockets:
        sockets = [await open_sockets.enter_async_context(house.socket(path, token)) for path, token, _, _ in follows]
        await _told_as_alone(house, here, follows, sockets)
    assert door_of(house).sharing.count == 0


async def _told_as_alone(
    house: House, here: Side, follows: list[tuple[str, str, str, dict[str, Any]]], sockets: list[Socket]
) -> None:
    cursors = []
    for socket, (_, _, query, variables) in zip(sockets, follows, strict=True):
        cursors.append(_cursor(await follow(socket, query, {**variables, "after": 0})))
    # Each, with fields of the viewer's own or without: staff, and each set of scopes.
    assert door_of(house).sharing.count == 3 + 3 + 3
    for step in range(3):
        await _change(house, here, step)
        for place, (socket, (path, token, query, variables)) in enumerate(zip(sockets, follows, strict=True)):
            if path == SHOPPERS and token == follows[-1][1]:
                continue
            heard = await socket.data()
            while _cursor(heard) == cursors[place]:  # a change that has no place in the feed
                heard = await socket.data()
            alone = await house.data(path, token, query % "query", {**variables, "after": cursors[place]})
            assert heard == alone, (step, place)
            cursors[place] = _cursor(heard)
    await sockets[-1].send({"type": "ping"})
    assert (await sockets[-1].receive())["type"] == "pong", "the other shopper was told nothing"


def _cursor(data: dict[str, Any]) -> float:
    (value,) = data.values()
    found: float = value.get("cursor", value.get("revision"))
    return found


async def _change(house: House, side: Side, step: int) -> None:
    """One commit that moves the inbox, the thread and the shopper's own."""
    if step == 1:
        async with house.services.db.writing() as session:
            await conversations.take_over(session, side.agent, side.conversation, now=now())
        return
    if step == 2:
        async with house.services.db.writing() as session:
            await tags.add(session, side.agent, side.conversation, "refund", now())
            await conversations.post_reply(
                session, side.agent, side.conversation, text="Hello", client_key="hello-hello", now=now()
            )
        return
    await post(house, side, f"words {step}")


@ON_BOTH
@pytest.mark.parametrize("seed", range(3))
async def test_each_message_reaches_each_follower_once_and_in_order_wherever_they_began(
    house: House, world: World, seed: int
) -> None:
    """Followers come with any cursor while people write, and leave; they share what they can, and miss nothing."""
    dice, here = random.Random(seed), world.here
    thread, token = {"id": str(here.conversation)}, id_token(here.domain)
    last = await post(house, here, "the first")
    goal = last + 40
    done: list[list[int]] = []

    async def follower() -> None:
        await asyncio.sleep(dice.uniform(0, 0.3))
        after = dice.randint(0, last)
        async with house.socket(AGENTS, token) as socket:
            seen = after
            while seen < goal:
                operation = f"{seen}-{dice.random()}"
                await socket.subscribe(SEQUENCES, {**thread, "after": seen}, operation)
                for _ in range(dice.randint(1, 12)):
                    page = (await _next(socket, operation))["transcript"]
                    sequences = [message["sequence"] for message in page["messages"]]
                    assert sequences == list(range(seen + 1, seen + 1 + len(sequences)))
                    seen = page["cursor"]
                    if seen >= goal:
                        break
                await socket.send({"id": operation, "type": "complete"})
            done.append([after, seen])

    async def writer() -> None:
        for number in range(goal - last):
            await post(house, here, f"words {number}")
            await asyncio.sleep(dice.uniform(0, 0.01))

    async with asyncio.timeout(60), asyncio.TaskGroup() as people:
        for _ in range(12):
            people.create_task(follower())
        people.create_task(writer())
    assert len(done) == 12 and {seen for _, seen in done} == {goal}
    assert door_of(house).sharing.count == 0


async def _next(socket: Socket, operation: str) -> dict[str, Any]:
    """The operation's next result; what an ended one was sent before is passed over."""
    while True:
        message = await socket.receive(20)
        if message["id"] == operation:
            assert message["type"] == "next" and "errors" not in message["payload"], message
            data: dict[str, Any] = message["payload"]["data"]
            return data


async def test_one_look_serves_all_who_follow(house: House, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    plain = reads.transcript

    async def counted(*arguments: Any) -> Any:
        nonlocal looks
        looks += 1
        return await plain(*arguments)

    here = world.here
    last = await post(house, here, "the first")
    tokens = [id_token(here.domain, user) for user in ("70001", "70002")]
    async with asyncio.timeout(30), AsyncExitStack() as open_sockets:
        sockets = [await open_sockets.enter_async_context(house.socket(AGENTS, token)) for token in tokens * 10]
        for socket in sockets:
            await socket.subscribe(SEQUENCES, {"id": str(here.conversation), "after": last})
            await socket.data()
        monkeypatch.setattr(reads, "transcript", counted)
        await post(house, here, "one more")
        for socket in sockets:
            assert [m["sequence"] for m in (await socket.data())["transcript"]["messages"]] == [last + 1]
        assert looks <= 2 and house.ears() == 1  # they came at different moments and stood at the same place


async def test_who_loses_their_right_leaves_company_that_goes_on(house: House, world: World) -> None:
    here, db = world.here, house.services.db
    lasting = await make_client(db, here.agent, [Scope.READ_CONVERSATIONS])
    revoked = await make_client(db, here.agent, [Scope.READ_CONVERSATIONS])
    query = SHARED % "subscription"
    async with house.socket(AGENTS, lasting.token) as stays, house.socket(AGENTS, revoked.token) as goes:
        for socket in (stays, goes):
            await socket.subscribe(query, {"after": 0})
            await socket.data()
        assert door_of(house).sharing.count == 1
        async with db.writing() as session:
            await shops.revoke_api_client(session, here.agent, revoked.id, now())
        await post(house, here, "for those who may")
        ended = await goes.receive()
        assert ended["payload"] == {
            "data": None,
            "errors": [{"message": "This access has ended.", "extensions": {"code": "NOT_AUTHENTICATED"}}],
        }
        assert (await goes.receive()) == {"id": "1", "type": "complete"}
        assert (await stays.data())["inbox"]["conversations"][0]["id"] == str(here.conversation)
        assert door_of(house).sharing.count == 1 and house.ears() == 1


async def test_who_comes_while_a_feed_that_died_is_being_left_follows_a_new_one(house: House, world: World) -> None:
    here = world.here
    sharing = door_of(house).sharing
    async with house.socket(AGENTS, id_token(here.domain)) as one, house.socket(AGENTS, id_token(here.domain)) as two:
        await one.subscribe(SHARED % "subscription", {"after": 0})
        await one.data()
        (dead,) = sharing._feeds.values()
        dead._task.cancel()
        await asyncio.gather(dead._task, return_exceptions=True)
        assert dead.is_over and sharing.count == 1
        await two.subscribe(SHARED % "subscription", {"after": 0})
        await two.data()
        await post(house, here, "for who came later")
        assert (await two.data())["inbox"]["conversations"][0]["id"] == str(here.conversation)
    await ended(house)
    assert sharing.count == 0 and house.ears() == 0


async def ended(house: House) -> None:
    """Until nobody follows anything."""
    async with asyncio.timeout(10):
        while door_of(house).sharing.count or house.ears():
            await asyncio.sleep(0.01)


async def test_first_looks_are_forgotten_and_a_feed_logs_for_nobody_in_particular(
    house: House, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.graphql.sharing.FRESH_FOR", 0.05)
    plain, bound = reads.inbox, list[dict[str, Any]]()

    async def seen(*arguments: Any) -> Any:
        bound.append(structlog.contextvars.get_contextvars())
        return await plain(*arguments)

    monkeypatch.setattr(reads, "inbox", seen)
    async with house.socket(AGENTS, id_token(world.here.domain)) as one:
        await one.subscribe(SHARED % "subscription", {"after": 0})
        await one.data()
        assert bound == [{}]
        (feed,) = door_of(house).sharing._feeds.values()
        async with asyncio.timeout(10):
            while feed._first_looks:
                await asyncio.sleep(0.01)


@pytest.mark.parametrize("failure", [ZeroDivisionError("secret words"), Refusal("No more.")])
async def test_a_look_that_fails_ends_its_followers_with_what_they_may_read(
    house: House, world: World, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    async def failing(*_: Any) -> Any:
        raise failure

    here = world.here
    async with house.socket(AGENTS, id_token(here.domain)) as one, house.socket(AGENTS, id_token(here.domain)) as two:
        for socket in (one, two):
            await socket.subscribe(SHARED % "subscription", {"after": 0})
            await socket.data()
        monkeypatch.setattr(reads, "inbox", failing)
        await post(house, here, "never told")
        code = "REFUSED" if isinstance(failure, Refusal) else "INTERNAL"
        for socket in (one, two):
            ended = await socket.receive()
            assert ended["payload"]["data"] is None and "secret" not in str(ended)
            assert ended["payload"]["errors"][0]["extensions"] == {"code": code}
            assert (await socket.receive()) == {"id": "1", "type": "complete"}
        assert door_of(house).sharing.count == 0 and house.ears() == 0
        monkeypatch.undo()
        await one.subscribe(SHARED % "subscription", {"after": 0})
        assert len((await one.data())["inbox"]["conversations"]) == 2
