"""One thread as agents and the shopper see it: who writes, who watches, who answers, and what passes by."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from backend.actors import ActorKind
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import ReadMark
from backend.db import shared_moment
from tests.graphql.conftest import ON_BOTH
from tests.graphql.doors import AGENTS, SHOPPERS, House, id_token
from tests.graphql.world import World, dump

pytestmark = pytest.mark.anyio

TRANSCRIPT = """subscription($id: ID!) { transcript(conversationId: $id) {
    cursor typing watchers { firstName } draft { term text } draftSuggestion messages { sequence }
    conversation { state term handoff { seenAt urgency } } known { key value } } }"""
THREAD = "subscription { thread { typing draft { term text } state term unread messages { text } } }"
TAKE = """mutation($id: ID!, $term: Int) { takeOver(conversationId: $id, expectedTerm: $term) {
    conversation { term agent { firstName isMe } } userErrors { code message } } }"""
REPLY = """mutation($id: ID!, $text: String!, $key: String!, $then: Boolean! = false) {
    postReply(conversationId: $id, text: $text, clientKey: $key, thenResolve: $then) {
        message { text } conversation { state term agent { firstName } } userErrors { code message } } }"""
WATCH = """mutation($id: ID!, $on: Boolean!, $typing: Boolean!) {
    watch(conversationId: $id, isWatching: $on, isTyping: $typing) { userErrors { code } } }"""


class Thread:
    """The first shopper's thread, and both agents of the shop."""

    def __init__(self, house: House, world: World) -> None:
        self.house, self.here = house, world.here
        self.maya, self.jonas = id_token(world.here.domain), id_token(world.here.domain, "70002")
        self.shopper = house.shopper_token(world.here.shopper)
        self.id = {"id": str(world.here.conversation)}

    async def do(self, token: str, document: str, **given: Any) -> dict[str, Any]:
        ((_, payload),) = (await self.house.data(AGENTS, token, document, {**self.id, **given})).items()
        result: dict[str, Any] = payload
        return result

    async def reply(self, token: str, text: str, **given: Any) -> dict[str, Any]:
        return await self.do(token, REPLY, text=text, key=uuid.uuid4().hex, **given)


@pytest.fixture
def thread(house: House, world: World) -> Thread:
    return Thread(house, world)


async def test_of_two_agents_who_saw_one_term_one_wins_and_the_other_reads_who(thread: Thread) -> None:
    won = await thread.do(thread.maya, TAKE, term=1)
    assert won["conversation"] == {"term": 2, "agent": {"firstName": "alder-Maya", "isMe": True}}
    before = dump(thread.house.services.db)
    lost = await thread.do(thread.jonas, TAKE, term=1)
    assert lost["conversation"] is None and lost["userErrors"][0]["code"] == "HELD_BY_ANOTHER"
    assert "alder-Maya" in lost["userErrors"][0]["message"]
    refused = await thread.reply(thread.jonas, "Mine now?")
    assert refused["message"] is None and refused["userErrors"][0]["code"] == "HELD_BY_ANOTHER"
    assert dump(thread.house.services.db) == before
    again = await thread.do(thread.maya, TAKE, term=1)
    assert again["userErrors"] == [] and again["conversation"]["term"] == 2, "whoever holds it keeps it"
    knowing = await thread.do(thread.jonas, TAKE, term=2)
    assert knowing["conversation"] == {"term": 3, "agent": {"firstName": "alder-Jonas", "isMe": True}}


async def test_a_takeover_of_a_term_that_is_over_joins_where_a_human_was_asked_for(thread: Thread) -> None:
    async with thread.house.services.db.writing() as session:
        await conversations.ask_for_human(session, thread.here.shopper, client_key=uuid.uuid4().hex, now=now())
    joined = await thread.do(thread.maya, TAKE, term=1)
    assert joined["userErrors"] == [] and joined["conversation"]["term"] == 3


async def test_a_takeover_of_a_term_that_is_over_is_refused_where_another_agent_ended_the_thread(
    thread: Thread,
) -> None:
    await thread.reply(thread.jonas, "Done.", then=True)
    before = dump(thread.house.services.db)
    late = await thread.do(thread.maya, TAKE, term=1)
    assert late["conversation"] is None and late["userErrors"][0]["code"] == "NOT_ALLOWED"
    assert late["userErrors"][0]["message"] == "The conversation was resolved since you looked."
    assert dump(thread.house.services.db) == before


async def test_send_is_takeover_and_post_and_can_resolve_in_one(thread: Thread) -> None:
    sent = await thread.reply(thread.maya, "Hello, I am here.")
    assert sent["conversation"] == {"state": "AGENT", "term": 2, "agent": {"firstName": "alder-Maya"}}
    done = await thread.reply(thread.maya, "Good bye.", then=True)
    assert done["message"] == {"text": "Good bye."} and done["conversation"]["state"] == "RESOLVED"


async def test_who_types_is_seen_by_the_others_and_not_by_themselves(thread: Thread) -> None:
    house = thread.house
    await thread.do(thread.maya, TAKE)
    async with (
        house.socket(AGENTS, thread.maya) as mine,
        house.socket(AGENTS, thread.jonas) as theirs,
        house.socket(SHOPPERS, thread.shopper) as widget,
    ):
        for socket, document in ((mine, TRANSCRIPT), (theirs, TRANSCRIPT), (widget, THREAD)):
            await socket.subscribe(document, thread.id if socket is not widget else {})
            await socket.data()
        await thread.do(thread.maya, WATCH, on=True, typing=True)
        seen = await theirs.data()
        while seen["transcript"]["typing"] is None:  # that Maya watches comes first
            seen = await theirs.data()
        assert seen["transcript"]["typing"] == "alder-Maya"
        assert seen["transcript"]["watchers"] == [{"firstName": "alder-Maya"}]
        assert (await widget.data())["thread"]["typing"] == "alder-Maya"
        typing = "mutation($on: Boolean!) { setTyping(isTyping: $on) { userErrors { code } } }"
        await house.data(SHOPPERS, thread.shopper, typing, {"on": True})
        own = (await mine.data())["transcript"]
        assert own["typing"] == "shopper" and own["watchers"] == [], "nobody watches oneself"
        await house.data(SHOPPERS, thread.shopper, typing, {"on": False})
        assert (await mine.data())["transcript"]["typing"] is None, "one's own typing is not told to oneself"
        await thread.reply(thread.maya, "Here I am.")
        said = await widget.data()
        while not said["thread"]["messages"]:
            said = await widget.data()
        assert said["thread"]["messages"][-1] == {"text": "Here I am."} and said["thread"]["unread"] == 1
        await theirs.data()
        polled = "query($id: ID!) { transcript(conversationId: $id) { typing } }"
        assert (await house.data(AGENTS, thread.jonas, polled, thread.id))["transcript"]["typing"] is None


async def test_an_agent_who_only_watches_is_not_seen_typing_by_the_shopper(thread: Thread) -> None:
    await thread.do(thread.jonas, WATCH, on=True, typing=True)
    house = thread.house
    assert (await house.data(SHOPPERS, thread.shopper, "{ thread { typing } }"))["thread"]["typing"] is None


async def test_watching_begins_and_ends_and_takes_nothing_over(thread: Thread) -> None:
    house = thread.house
    async with house.socket(AGENTS, thread.maya) as socket:
        await socket.subscribe(TRANSCRIPT, thread.id)
        before = (await socket.data())["transcript"]
        assert before["watchers"] == []
        await thread.do(thread.jonas, WATCH, on=True, typing=False)
        watched = (await socket.data())["transcript"]
        assert (
            watched["watchers"] == [{"firstName": "alder-Jonas"}] and watched["conversation"] == before["conversation"]
        )
        await thread.do(thread.jonas, WATCH, on=False, typing=False)
        assert (await socket.data())["transcript"]["watchers"] == []


@ON_BOTH
@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_process_whose_clock_is_wrong_sees_who_watches_all_the_same(
    thread: Thread, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    house, watchers = thread.house, "query($id: ID!) { transcript(conversationId: $id) { watchers { firstName } } }"
    await thread.do(thread.jonas, WATCH, on=True, typing=False)
    for module in ("reads", "mutations.threads"):
        monkeypatch.setattr(f"backend.graphql.agent.{module}.now", lambda: now() + timedelta(hours=hours))
    assert await thread.do(thread.maya, watchers) == {"watchers": [{"firstName": "alder-Jonas"}]}
    await thread.do(thread.jonas, WATCH, on=True, typing=False)
    monkeypatch.undo()
    assert await thread.do(thread.maya, watchers) == {"watchers": [{"firstName": "alder-Jonas"}]}
    async with house.services.db.writing() as session:
        mark = (await session.exec(select(ReadMark).where(col(ReadMark.watching_until).is_not(None)))).one()
        mark.watching_until = await shared_moment(session)
        session.add(mark)
    assert await thread.do(thread.maya, watchers) == {"watchers": []}


async def test_the_bots_growing_words_are_shown_while_their_term_lasts(thread: Thread) -> None:
    house, key = thread.house, f"conversation:{thread.here.conversation}"
    async with house.socket(SHOPPERS, thread.shopper) as widget, house.socket(AGENTS, thread.maya) as inbox:
        await widget.subscribe(THREAD)
        await widget.data()
        await inbox.subscribe(TRANSCRIPT, thread.id)
        cursor = (await inbox.data())["transcript"]["cursor"]
        await house.services.live.tell(key, "draft", {"term": 1, "after": cursor, "text": "We ship"})
        assert (await widget.data())["thread"]["draft"] == {"term": 1, "text": "We ship"}
        assert (await inbox.data())["transcript"]["draft"] == {"term": 1, "text": "We ship"}
        await thread.do(thread.maya, TAKE)
        overtaken = (await widget.data())["thread"]
        assert overtaken["draft"] is None and overtaken["state"] == "AGENT"
        await house.services.live.tell(key, "draft", {"term": 1, "after": cursor + 1, "text": "We ship to Canada"})
        typing = "mutation { setTyping(isTyping: true) { userErrors { code } } }"
        await house.data(SHOPPERS, thread.shopper, typing)
        late = (await inbox.data())["transcript"]
        while late["typing"] != "shopper":
            late = (await inbox.data())["transcript"]
        assert late["draft"] is None, "no word of a term that is over is shown"


async def test_a_feed_tells_of_what_changes_without_a_message(thread: Thread) -> None:
    """Seeing a request for a human, and what the shopper gave."""
    db, here = thread.house.services.db, thread.here
    async with db.writing() as session:
        await conversations.ask_for_human(session, here.shopper, client_key=uuid.uuid4().hex, now=now())
    async with thread.house.socket(AGENTS, thread.jonas) as socket:
        await socket.subscribe(TRANSCRIPT, thread.id)
        first = (await socket.data())["transcript"]
        assert first["conversation"]["handoff"]["seenAt"] is None
        mark = "mutation($id: ID!) { markRead(conversationId: $id, sequence: 1) { userErrors { code } } }"
        await thread.do(thread.maya, mark)
        seen = (await socket.data())["transcript"]
        assert seen["conversation"]["handoff"]["seenAt"] is not None and seen["messages"] == []
        async with db.writing() as session:
            row = await conversations.locked(session, here.agent.shop_id, here.conversation)
            await conversations.remember(session, row, {"order_number": conversations.Known("1001", "Order")})
        assert {"key": "order_number", "value": "1001"} in (await socket.data())["transcript"]["known"]
        async with db.writing() as session:
            row = await conversations.locked(session, here.agent.shop_id, here.conversation)
            await conversations.escalate(
                session, row, reason="upset", urgency="high", urgency_why="x", evidence="y", by=ActorKind.BOT, now=now()
            )
        assert (await socket.data())["transcript"]["conversation"]["handoff"]["urgency"] == "HIGH"
