"""The lists of the inbox: each conversation once, in the order of its view, found by words and by tags."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation
from backend.tags import service as tags
from tests.conftest import make_agent
from tests.graphql.conftest import ON_BOTH
from tests.graphql.doors import AGENTS, House, id_token
from tests.graphql.world import Side, World, make_many

pytestmark = pytest.mark.anyio

LIST = """query($view: InboxView!, $first: Int!, $after: String, $search: String, $tags: TagFilter) {
    conversations(view: $view, first: $first, after: $after, search: $search, tags: $tags) {
        edges { cursor node { id state unread } } pageInfo { hasNextPage endCursor } } }"""


async def page(house: House, side: Side, view: str = "ALL", **more: Any) -> dict[str, Any]:
    given = {"view": view, "first": 100, **more}
    data = await house.data(AGENTS, id_token(side.domain), LIST, given)
    found: dict[str, Any] = data["conversations"]
    return found


async def ids(house: House, side: Side, view: str = "ALL", **more: Any) -> list[int]:
    return [int(edge["node"]["id"]) for edge in (await page(house, side, view, **more))["edges"]]


VIEWS: dict[str, dict[str, Any]] = {
    "ALL": {},
    "BOT": {"state": "bot"},
    "NEEDS_YOU": {"state": "waiting"},
    "MINE": {"state": "agent"},
}


@ON_BOTH
async def test_pages_of_each_view_meet_without_gap_or_double_while_rows_change(house: House, world: World) -> None:
    """A thread that changes meanwhile may move to the top, where the live feed tells of it; the rest stays in line."""
    here, db = world.here, house.services.db
    async with db.writing() as session:  # only what this test makes
        for row in (await session.exec(select(Conversation))).all():
            await session.delete(row)
    made: dict[str, list[int]] = {}
    for view, changes in VIEWS.items():
        mine = {"agent_id": here.agent.id, "held_by": here.agent.id} if view == "MINE" else {}
        waiting = {"waiting_since": now()} if view == "NEEDS_YOU" else {}
        made[view] = await make_many(db, here, 30, **changes, **mine, **waiting)
    made["BOT"] += made["ALL"]
    made["ALL"] = [each for view in ("BOT", "NEEDS_YOU", "MINE") for each in made[view]]
    for view, expected in made.items():
        seen: list[int] = []
        stirred: set[int] = set()
        after, more = None, True
        while more:
            found = await page(house, here, view, first=7, after=after)
            seen += [int(edge["node"]["id"]) for edge in found["edges"]]
            assert found["pageInfo"]["endCursor"] == found["edges"][-1]["cursor"]
            after, more = found["pageInfo"]["endCursor"], found["pageInfo"]["hasNextPage"]
            stirred.add(await _stir(house, [seen[0], *(set(expected) - set(seen))][-1]))
        assert len(seen) == len(set(seen)), f"{view}: none twice"
        assert set(expected) - set(seen) <= stirred, f"{view}: none left out but what moved up"
        assert set(seen) <= set(expected)


async def _stir(house: House, conversation_id: int) -> int:
    """Somebody writes in this thread: it moves to the top."""
    async with house.services.db.writing() as session:
        row = await session.get_one(Conversation, conversation_id)
        row.last_message_at = now()
        session.add(row)
    return conversation_id


@ON_BOTH
async def test_each_view_has_its_order(house: House, world: World) -> None:
    here, db = world.here, house.services.db

    async def waiting(rank: int, hours: int) -> int:
        since = now() - timedelta(hours=hours)
        return (await make_many(db, here, 1, state="waiting", waiting_since=since, urgency_rank=rank))[0]

    low, high, older = await waiting(0, 9), await waiting(2, 1), await waiting(2, 2)
    assert await ids(house, here, "NEEDS_YOU") == [older, high, low], "urgent first, then who waits longest"
    calm, missed = [(await make_many(db, here, 1, bot_misses=misses))[0] for misses in (0, 2)]
    bot = await ids(house, here, "BOT")
    assert bot[0] == missed and bot[-1] == calm, "where the bot fails comes first, then the newest"
    everything = await ids(house, here)
    assert everything[:2] == [here.other_conversation, here.conversation], "the newest words first"
    assert len(everything) == 7


async def test_mine_is_what_i_hold_and_a_program_holds_nothing(house: House, world: World) -> None:
    here = world.here
    async with house.services.db.writing() as session:
        await conversations.take_over(session, here.agent, here.conversation, now=now())
        await conversations.take_over(session, here.colleague, here.other_conversation, now=now())
    assert await ids(house, here, "MINE") == [here.conversation]
    data = await house.data(AGENTS, here.clients["read_conversations"].token, LIST, {"view": "MINE", "first": 5})
    assert data["conversations"]["edges"] == []


@ON_BOTH
async def test_a_search_wants_every_word_wherever_it_stands(house: House, world: World) -> None:
    here = world.here
    async with house.services.db.writing() as session:
        for text in ("My JACKET is late, 100% sad", "the size_chart is wrong"):
            await conversations.post_shopper_message(
                session, here.shopper, text=text, client_key=uuid.uuid4().hex, page_url=None, now=now()
            )
    for search, is_found in {
        "jacket": True, "late jacket": True, "jacket alder-words": True, "alder-note": True, "jack": True,
        "jacket shoes": False, "100%": True, "1%0": False, "size_chart": True, "sizeXchart": False,
        "harbor-words": False, "   ": True,
    }.items():  # fmt: skip
        assert (here.conversation in await ids(house, here, search=search)) is is_found, search
    assert await ids(house, world.there, search="jacket") == [], "another shop's words are not searched"


@ON_BOTH
async def test_tags_filter_by_any_all_and_none(house: House, world: World) -> None:
    here, db = world.here, house.services.db
    both, refund, delay, bare = (await make_many(db, here, 4))[:4]
    async with db.writing() as session:
        for thread, name in ((both, "refund"), (both, "shipping-delay"), (refund, "refund"), (delay, "shipping-delay")):
            await tags.add(session, here.agent, thread, name, now())
        await tags.add(session, here.agent, bare, "refund", now())
        await tags.remove(session, here.agent, bare, "refund", now())
    made = {both, refund, delay, bare}
    for wanted, expected in (
        ({"any": ["refund", "shipping-delay"]}, {both, refund, delay}),
        ({"all": ["refund", "shipping-delay"]}, {both}),
        ({"none": ["refund"]}, {delay, bare}),
        ({"any": ["refund"], "none": ["shipping-delay"]}, {refund}),
        ({"any": ["refund"], "all": ["shipping-delay"], "none": []}, {both}),
        ({"any": ["no-such-tag"]}, set()),
        ({"none": ["no-such-tag"]}, made),
        ({}, made), ({"any": []}, made),
    ):  # fmt: skip
        assert made & set(await ids(house, here, tags=wanted)) == expected, wanted
    answer = await house.ask(
        AGENTS, id_token(here.domain), LIST, {"view": "ALL", "first": 5, "tags": {"any": ["x"] * 21}}
    )
    assert answer.json()["errors"][0]["extensions"] == {"code": "INVALID", "field": "tags"}


@pytest.mark.parametrize("first", [0, -1, 101, 2**31 - 1])
async def test_a_page_has_1_to_100_rows(house: House, world: World, first: int) -> None:
    answer = await house.ask(AGENTS, id_token(world.here.domain), LIST, {"view": "ALL", "first": first})
    assert answer.json()["errors"][0]["extensions"] == {"code": "INVALID", "field": "first"}


@ON_BOTH
async def test_unread_is_per_agent_and_counts_a_shoppers_words_only(house: House, world: World) -> None:
    here = world.here
    thread = {"id": str(here.conversation)}
    mark = """mutation($id: ID!, $n: Int!) { markRead(conversationId: $id, sequence: $n) {
        conversation { unread lastSequence } userErrors { code } } }"""
    maya, jonas = id_token(here.domain), id_token(here.domain, "70002")
    asked = "query($id: ID!) { conversation(id: $id) { unread lastSequence } }"

    async def unread(token: str) -> int:
        count: int = (await house.data(AGENTS, token, asked, thread))["conversation"]["unread"]
        return count

    assert (await unread(maya), await unread(jonas)) == (1, 1), "the note and the form are not unread words"
    last = (await house.data(AGENTS, maya, asked, thread))["conversation"]["lastSequence"]
    read = (await house.data(AGENTS, maya, mark, {**thread, "n": last + 50}))["markRead"]
    assert read == {"conversation": {"unread": 0, "lastSequence": last}, "userErrors": []}
    assert (await unread(maya), await unread(jonas)) == (0, 1)
    async with house.services.db.writing() as session:
        await conversations.post_shopper_message(
            session, here.shopper, text="More", client_key=uuid.uuid4().hex, page_url=None, now=now()
        )
    assert (await unread(maya), await unread(jonas)) == (1, 2)
    await house.data(AGENTS, maya, mark, {**thread, "n": 1})
    assert await unread(maya) == 1, "a mark does not go back"
    assert await unread(here.clients["read_conversations"].token) == 0


@ON_BOTH
async def test_counts_say_how_many_stand_where(house: House, world: World) -> None:
    here, db = world.here, house.services.db
    await make_many(db, here, 3, state="waiting", waiting_since=now())
    await make_many(db, here, 2, state="agent", agent_id=here.agent.id)
    await make_many(db, here, 4, state="resolved", resolved_at=now() - timedelta(hours=3))
    await make_many(db, here, 5, state="resolved", resolved_at=now() - timedelta(days=2))
    asked = "{ inbox { counts { needsYou bot agents resolvedToday } } }"
    data = await house.data(AGENTS, id_token(here.domain), asked)
    assert data["inbox"]["counts"] == {"needsYou": 3, "bot": 2, "agents": 2, "resolvedToday": 4}
    other = await house.data(AGENTS, id_token(world.there.domain), asked)
    assert other["inbox"]["counts"] == {"needsYou": 0, "bot": 2, "agents": 0, "resolvedToday": 0}


@ON_BOTH
async def test_tag_counts_fall_into_the_span_in_which_a_tag_was_put_on(house: House, world: World) -> None:
    from backend.tags.models import TagApplication

    here, db = world.here, house.services.db
    many = await make_many(db, here, 3)
    days = [now().replace(year=2026, month=11, day=day, hour=23, minute=59) for day in (2, 2, 4)]
    async with db.writing() as session:
        for thread, day in zip(many, days, strict=True):
            await tags.add(session, here.agent, thread, "refund", day)
        rows = await session.exec(select(TagApplication).where(col(TagApplication.conversation_id).in_(many)))
        assert len(rows.all()) == 3
    asked = """query($b: CountBucket!) {
        tagCounts(since: "2026-11-01T00:00:00Z", until: "2026-11-08T00:00:00Z", bucket: $b) {
            tag { name conversationCount } from count } }"""
    token = here.clients["read_tags"].token
    refund = {"name": "refund", "conversationCount": 3}
    daily = (await house.data(AGENTS, token, asked, {"b": "DAY"}))["tagCounts"]
    assert daily == [
        {"tag": refund, "from": "2026-11-02T00:00:00+00:00", "count": 2},
        {"tag": refund, "from": "2026-11-04T00:00:00+00:00", "count": 1},
    ]
    weekly = (await house.data(AGENTS, token, asked, {"b": "WEEK"}))["tagCounts"]
    assert weekly == [{"tag": refund, "from": "2026-11-02T00:00:00+00:00", "count": 3}], "weeks begin on Monday"


async def test_who_asks_is_told_who_they_are(house: House, world: World) -> None:
    here = world.here
    asked = "{ me { firstName isMe } }"
    assert await house.data(AGENTS, id_token(here.domain), asked) == {"me": {"firstName": "alder-Maya", "isMe": True}}
    for client in here.clients.values():
        assert await house.data(AGENTS, client.token, asked) == {"me": None}


async def test_an_agent_without_a_name_is_called_agent_everywhere(house: House, world: World) -> None:
    here = world.here
    nameless = await make_agent(house.services.db, here.shop, "", "70009")
    token, thread = id_token(here.domain, "70009"), {"id": str(here.conversation)}
    assert await house.data(AGENTS, token, "{ me { firstName } }") == {"me": {"firstName": "Agent"}}
    await house.data(
        AGENTS,
        token,
        'mutation($id: ID!) { addTag(conversationId: $id, name: "refund") { userErrors { code } } }',
        thread,
    )
    taken = await house.data(
        AGENTS, token,
        """mutation($id: ID!) { takeOver(conversationId: $id) {
            conversation { agent { firstName } tags { tag { name } agentName } } } }""",
        thread,
    )  # fmt: skip
    shown = taken["takeOver"]["conversation"]
    assert shown["agent"] == {"firstName": "Agent"}
    assert {"tag": {"name": "refund"}, "agentName": "Agent"} in shown["tags"]
    everyone = await house.data(AGENTS, token, "{ agents { id firstName } }")
    assert {"id": str(nameless.id), "firstName": "Agent"} in everyone["agents"]
    seen = await house.data(
        "/shopper/graphql", house.shopper_token(here.shopper), "{ thread { speaker { name } messages { text } } }"
    )
    assert seen["thread"]["speaker"] == {"name": "Agent"}
    assert seen["thread"]["messages"][-1]["text"] == "Agent joined"
