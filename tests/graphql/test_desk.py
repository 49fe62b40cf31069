"""The desk: what is one agent's own reaches all of their windows, and nobody else's."""

import asyncio

import pytest

from tests.graphql.doors import AGENTS, House, id_token
from tests.graphql.world import World

pytestmark = pytest.mark.anyio

DESK = """subscription($after: Float!) { desk(after: $after) {
    revision reset drafts { clientKey text } read { conversationId sequence unread } } }"""
SAVE = """mutation($id: ID!, $text: String!) {
    saveDraft(conversationId: $id, clientKey: "draft-00001", kind: REPLY, text: $text) { draft { text } } }"""
READ = "mutation($id: ID!) { markRead(conversationId: $id, sequence: 1) { userErrors { code } } }"


async def test_a_draft_and_what_was_read_reach_the_agents_other_windows_and_no_colleague(
    house: House, world: World
) -> None:
    here = world.here
    maya, jonas, thread = id_token(here.domain), id_token(here.domain, "70002"), str(here.conversation)
    async with (
        house.socket(AGENTS, maya) as one,
        house.socket(AGENTS, maya) as two,
        house.socket(AGENTS, jonas) as other,
    ):
        for socket in (one, two, other):
            await socket.subscribe(DESK, {"after": 0})
            assert (await socket.data())["desk"]["drafts"] == []
        await house.data(AGENTS, maya, SAVE, {"id": thread, "text": "Dear"})
        for socket in (one, two):
            assert (await socket.data())["desk"]["drafts"] == [{"clientKey": "draft-00001", "text": "Dear"}]
        await house.data(AGENTS, maya, READ, {"id": thread})
        for socket in (one, two):
            assert (await socket.data())["desk"]["read"] == [{"conversationId": thread, "sequence": 1, "unread": 0}]
        with pytest.raises(asyncio.TimeoutError):
            await other.receive(0.3)
