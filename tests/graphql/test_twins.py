"""A subscription is a query asked again: same name, arguments and type, and the same meaning of `after`."""

import uuid
from typing import Any

import pytest
from graphql import GraphQLSchema

from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation
from backend.graphql.agent import reads
from backend.graphql.shopper import reads as shopper_reads
from tests.graphql.conftest import ON_BOTH
from tests.graphql.doors import AGENTS, SHOPPERS, House, Socket, id_token
from tests.graphql.schema_walk import AGENTS_SCHEMA, SHOPPERS_SCHEMA
from tests.graphql.world import Side, World, make_many

pytestmark = pytest.mark.anyio

TRANSCRIPT = """%s($id: ID!, $after: Int!) { transcript(conversationId: $id, after: $after) {
    cursor hasMore reset messages { sequence text } conversation { state term revision } } }"""
THREAD = "%s($after: Int!) { thread(after: $after) { cursor hasMore reset messages { sequence text } state term } }"
INBOX = "%s($after: Float!) { inbox(after: $after) { revision hasMore reset conversations { id revision } leftIds } }"
POST = """mutation($text: String!, $key: String!) { postMessage(text: $text, clientKey: $key) {
    message { sequence } userErrors { code field message retryAfter } } }"""
TAGGED = """%s($after: Float!) { taggedConversations(tags: {any: ["refund"]}, after: $after) {
    revision hasMore reset conversations { id } leftIds } }"""


@pytest.mark.parametrize("schema", [AGENTS_SCHEMA, SHOPPERS_SCHEMA], ids=["agents", "shoppers"])
def test_each_subscription_has_a_query_of_the_same_name_arguments_and_type(schema: GraphQLSchema) -> None:
    assert schema.subscription_type is not None and schema.query_type is not None
    queries, subscriptions = schema.query_type.fields, schema.subscription_type.fields
    assert subscriptions
    for name, subscription in subscriptions.items():
        twin = queries[name]
        assert str(twin.type) == str(subscription.type), name
        assert {key: (str(a.type), a.default_value) for key, a in twin.args.items()} == {
            key: (str(a.type), a.default_value) for key, a in subscription.args.items()
        }, name
        assert "after" in subscription.args, name


async def post(house: House, side: Side, text: str) -> int:
    """The shopper writes; the sequence of what they wrote."""
    async with house.services.db.writing() as session:
        message = await conversations.post_shopper_message(
            session, side.shopper, text=text, client_key=uuid.uuid4().hex, page_url=None, now=now()
        )
    return message.sequence


async def both(
    house: House, socket: Socket, token: str, path: str, document: str, variables: dict[str, Any]
) -> dict[str, Any]:
    """What the query says now, once the subscription was seen to begin with the same."""
    (name, asked), *_ = (await house.data(path, token, document % "query", variables)).items()
    operation = uuid.uuid4().hex
    await socket.subscribe(document % "subscription", variables, operation)
    assert await socket.data() == {name: asked}
    await socket.send({"id": operation, "type": "complete"})
    result: dict[str, Any] = asked
    return result


async def test_a_transcript_resumes_exactly_after_the_last_message_that_was_seen(house: House, world: World) -> None:
    here = world.here
    token, thread = id_token(here.domain), {"id": str(here.conversation)}
    await post(house, here, "one")
    async with house.socket(AGENTS, token) as socket:
        whole = await both(house, socket, token, AGENTS, TRANSCRIPT, {**thread, "after": 0})
        texts = [message["text"] for message in whole["messages"]]
        assert [message["sequence"] for message in whole["messages"]] == list(range(1, len(texts) + 1))
        assert texts[-1] == "one" and whole["cursor"] == len(texts) and not whole["reset"]
        nothing = await both(house, socket, token, AGENTS, TRANSCRIPT, {**thread, "after": whole["cursor"]})
        assert nothing["messages"] == [] and nothing["cursor"] == whole["cursor"] and not nothing["hasMore"]
        await post(house, here, "two")
        rest = await both(house, socket, token, AGENTS, TRANSCRIPT, {**thread, "after": whole["cursor"]})
        assert [message["text"] for message in rest["messages"]] == ["two"]
        assert rest["cursor"] == whole["cursor"] + 1


@pytest.mark.parametrize("door", [AGENTS, SHOPPERS])
async def test_a_cursor_beyond_the_end_is_answered_from_the_beginning_with_a_reset(
    house: House, world: World, door: str
) -> None:
    here = world.here
    token = id_token(here.domain) if door == AGENTS else house.shopper_token(here.shopper)
    document, thread = (TRANSCRIPT, {"id": str(here.conversation)}) if door == AGENTS else (THREAD, {})
    async with house.socket(door, token) as socket:
        told = await both(house, socket, token, door, document, {**thread, "after": 10_000})
    assert told["reset"] and told["messages"][0]["sequence"] == 1
    assert told["cursor"] < 10_000


@pytest.mark.parametrize("door", [AGENTS, SHOPPERS])
async def test_a_long_transcript_comes_in_pages_that_meet_without_gap_or_double(
    house: House, world: World, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "TRANSCRIPT_PAGE", 4)
    monkeypatch.setattr(shopper_reads, "PAGE", 4)
    here = world.here
    for i in range(9):
        await post(house, here, f"line {i}")
    token = id_token(here.domain) if door == AGENTS else house.shopper_token(here.shopper)
    document, thread = (TRANSCRIPT, {"id": str(here.conversation)}) if door == AGENTS else (THREAD, {})
    seen: list[int] = []
    after, more = 0, True
    async with house.socket(door, token) as socket:
        while more:
            page = await both(house, socket, token, door, document, {**thread, "after": after})
            seen += [message["sequence"] for message in page["messages"]]
            after, more = page["cursor"], page["hasMore"]
            assert len(page["messages"]) <= 4
        await socket.subscribe(document % "subscription", {**thread, "after": 0}, "pages")
        followed: list[int] = []
        while len(followed) < len(seen):
            ((_, page),) = (await socket.data()).items()
            followed += [message["sequence"] for message in page["messages"]]
    assert followed == seen == sorted(set(seen)), "a subscription goes on to the next page by itself"
    if door == AGENTS:
        assert seen == list(range(1, len(seen) + 1))


@ON_BOTH
async def test_the_inbox_feed_says_each_change_once_and_pages_what_is_much(
    house: House, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, token = world.here, id_token(world.here.domain)
    first = (await house.data(AGENTS, token, INBOX % "query", {"after": 0}))["inbox"]
    assert not first["reset"] and not first["hasMore"]
    many = await make_many(house.services.db, here, 9)
    monkeypatch.setattr(reads, "FEED_PAGE", 4)
    seen: list[str] = []
    after, more, revisions = first["revision"], True, []
    async with house.socket(AGENTS, token) as socket:
        while more:
            page = await both(house, socket, token, AGENTS, INBOX, {"after": after})
            seen += [row["id"] for row in page["conversations"]]
            revisions += [row["revision"] for row in page["conversations"]]
            after, more = page["revision"], page["hasMore"]
    assert sorted(map(int, seen)) == sorted(many) and revisions == sorted(revisions)
    assert (await house.data(AGENTS, token, INBOX % "query", {"after": after}))["inbox"]["conversations"] == []


async def test_an_inbox_cursor_from_another_past_is_reset(
    house: House, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = id_token(world.here.domain)
    async with house.socket(AGENTS, token) as socket:
        beyond = await both(house, socket, token, AGENTS, INBOX, {"after": 1e9})
        assert beyond["reset"] and beyond["conversations"] and beyond["revision"] < 1e9
        monkeypatch.setattr(reads, "TOO_FAR_BEHIND", 1)
        await post(house, world.here, "one")
        await post(house, world.here, "two")
        behind = await both(house, socket, token, AGENTS, INBOX, {"after": 1})
        assert behind["reset"] and behind["revision"] > beyond["revision"]


async def test_a_conversation_that_loses_a_tag_leaves_the_feed_of_the_tag_by_id(house: House, world: World) -> None:
    here, token = world.here, id_token(world.here.domain)
    thread = {"id": str(here.conversation)}
    add = 'mutation($id: ID!) { addTag(conversationId: $id, name: "refund") { userErrors { code } } }'
    remove = add.replace("addTag", "removeTag")
    async with house.socket(AGENTS, token) as socket:
        before = await both(house, socket, token, AGENTS, TAGGED, {"after": 0})
        assert before["conversations"] == before["leftIds"] == []
        await socket.subscribe(TAGGED % "subscription", {"after": before["revision"]}, "tagged")
        await socket.data()
        await house.data(AGENTS, token, add, thread)
        assert (await socket.data())["taggedConversations"]["conversations"] == [thread]
        await house.data(AGENTS, token, remove, thread)
        left = (await socket.data())["taggedConversations"]
        assert left["conversations"] == [] and left["leftIds"] == [thread["id"]]
        polled = await house.data(AGENTS, token, TAGGED % "query", {"after": before["revision"]})
        assert polled["taggedConversations"]["leftIds"] == [thread["id"]], "who polls is told the same"


async def test_a_mutation_answers_with_the_revision_that_the_feed_will_say(house: House, world: World) -> None:
    here, token = world.here, id_token(world.here.domain)
    taken = await house.data(
        AGENTS, token, "mutation($id: ID!) { takeOver(conversationId: $id) { conversation { revision term } } }",
        {"id": str(here.conversation)},
    )  # fmt: skip
    feed = await house.data(AGENTS, token, INBOX % "query", {"after": 0})
    assert feed["inbox"]["conversations"][-1]["revision"] == taken["takeOver"]["conversation"]["revision"]


async def test_the_first_message_of_a_shopper_reaches_who_followed_before_there_was_a_thread(
    house: House, world: World
) -> None:
    here = world.here
    async with house.services.db.writing() as session:
        newcomer = await conversations.open_shopper(
            session, here.agent.shop_id, shopper_id=None, customer_id=None, locale="en", now=now()
        )
    assert newcomer.id is not None
    here_token = house.shopper_token(type(here.shopper)(here.agent.shop_id, newcomer.id))
    async with house.socket(SHOPPERS, here_token) as socket:
        await socket.subscribe(THREAD % "subscription", {"after": 0})
        assert (await socket.data())["thread"]["messages"] == []
        for text in ("first", "second"):
            await house.data(SHOPPERS, here_token, POST, {"text": text, "key": uuid.uuid4().hex})
            assert [m["text"] for m in (await socket.data())["thread"]["messages"]] == [text]


async def test_a_row_of_the_feed_is_not_older_than_the_cursor_that_comes_with_it(house: House, world: World) -> None:
    here, token = world.here, id_token(world.here.domain)
    await post(house, here, "again")
    feed = (await house.data(AGENTS, token, INBOX % "query", {"after": 0}))["inbox"]
    async with house.services.db.reading() as session:
        row = await session.get_one(Conversation, here.conversation)
    assert feed["revision"] == row.revision
