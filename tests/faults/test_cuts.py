"""The network is cut at every place in turn, and a conversation is the same each time: nothing lost, nothing twice.

One step further each time: the connection breaks as the first chunk passes, then as the second does, until the whole
conversation passes without a break.
"""

import asyncio
import random
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.conftest import make_shopper
from tests.faults.conftest import Deployment
from tests.faults.follower import THREAD, TRANSCRIPT, Follower
from tests.faults.ledger import Ledger
from tests.faults.people import Data, Person
from tests.faults.wire import Wire, wire
from tests.graphql.doors import id_token

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(400)]

AT_ONCE = 8
LENGTH = 24
"""Chunks that a conversation takes at least."""
FARTHEST = 80
"""Who polls is never done."""
WITHIN = 20.0
SAY = """mutation($t: String!, $k: String!) {
  postMessage(text: $t, clientKey: $k) { message { sequence } userErrors { code } } }"""
HUMAN = "mutation($k: String!) { askForHuman(clientKey: $k) { userErrors { code } } }"
SUBMIT = """mutation($f: ID!, $v: [FieldValueInput!]!, $k: String!) {
  submitAction(formId: $f, values: $v, clientKey: $k) { message { sequence } userErrors { code } } }"""
REPLY = """mutation($id: ID!, $t: String!, $k: String!, $r: Boolean = false) {
  postReply(conversationId: $id, text: $t, clientKey: $k, thenResolve: $r) {
    message { sequence } userErrors { code } } }"""
NOTE = """mutation($id: ID!, $t: String!, $k: String!) {
  postNote(conversationId: $id, text: $t, clientKey: $k) { message { sequence } userErrors { code } } }"""
OFFER = """mutation($id: ID!) { offerAction(conversationId: $id, key: "something_else") { userErrors { code } } }"""
OPEN_FORM = "query($id: ID!) { transcript(conversationId: $id) { openForm { id } } }"
FIND = "query($t: String!) { conversations(search: $t, first: 2) { edges { node { id } } } }"
WHOLE = TRANSCRIPT.document("query")


class Scene:
    """A shopper and an agent, whose every word passes over one wire that breaks."""

    def __init__(self, on: Deployment, across: Wire, http: httpx.AsyncClient, *, polls: bool) -> None:
        self.on, self.across, self.http, self.polls = on, across, http, polls
        self.ledger = Ledger()
        self.name = uuid.uuid4().hex[:8]

    async def play(self) -> list[str]:
        """The conversation, whatever breaks; then what is wrong with what anybody holds of it."""
        await self._enter()
        async with asyncio.TaskGroup() as following:
            shoppers = Follower(self.shopper, THREAD, polls=self.polls, every=0.05)
            tasks = [following.create_task(shoppers.run())]
            await self._say(self.shopper, "message", SAY, t=f"Is anybody there? {self.name}")
            self.id = await self._found()
            agents = Follower(self.maya, TRANSCRIPT, {"id": self.id}, polls=self.polls, every=0.05)
            tasks.append(following.create_task(agents.run()))
            await self._talk()
            truth = (await self.witness.ask(WHOLE, id=self.id, after=0))["transcript"]
            everyone = [m["sequence"] for m in truth["messages"] if m["audience"] == "EVERYONE"]
            await shoppers.until(everyone[-1], WITHIN)  # of a note shoppers hear nothing, not even that it is there
            await agents.until(truth["cursor"], WITHIN)
            for task in tasks:
                task.cancel()
        kinds = [message["move"] or message["kind"] for message in truth["messages"]]
        wrong = [] if kinds == PLAYED else [f"played {kinds}"]
        wrong += shoppers.check(everyone) + agents.check([m["sequence"] for m in truth["messages"]])
        return wrong + self.ledger.check(self.name, truth["messages"])

    async def _enter(self) -> None:
        side, house = self.on.world.here, self.on.house
        someone = await make_shopper(house.services.db, side.shop)
        over, beside = f"http://127.0.0.1:{self.across.port}", f"http://127.0.0.1:{self.on.port}"

        def always(token: Callable[[], str]) -> Any:
            async def give() -> str:
                return token()

            return give

        agents = always(lambda: id_token(side.domain))
        shoppers = always(lambda: house.shopper_token(someone))
        self.shopper = Person("shopper", self.http, f"{over}/shopper/graphql", shoppers)
        self.maya = Person("Maya", self.http, f"{over}/graphql", agents)
        self.witness = Person("witness", self.on.http, f"{beside}/graphql", agents)

    async def _say(self, who: Person, kind: str, document: str, **given: Any) -> Data:
        key = uuid.uuid4().hex
        self.ledger.tried.add(key)
        payload = await who.surely(document, k=key, **given)
        assert self.ledger.note(self.name, kind, key, given.get("t", ""), payload), payload
        return payload

    async def _found(self) -> str:
        (edge,) = (await self.witness.ask(FIND, t=self.name))["conversations"]["edges"]
        return str(edge["node"]["id"])

    async def _talk(self) -> None:
        await self._say(self.shopper, "handoff", HUMAN)
        await self._say(self.maya, "reply", REPLY, id=self.id, t="Hello, I am Maya.")
        await self.maya.surely(OFFER, id=self.id)  # a form that is open already is not offered again
        form = (await self.witness.ask(OPEN_FORM, id=self.id))["transcript"]["openForm"]["id"]
        values = [{"key": "description", "value": "A mug is chipped"}]
        await self._say(self.shopper, "form", SUBMIT, f=form, v=values)
        await self._say(self.maya, "note", NOTE, id=self.id, t="A new mug goes out.")


PLAYED = ["TEXT", "escalate", "take_over", "TEXT", "ACTION_OFFER", "ACTION_RESPONSE", "NOTE"]


async def cut_at(on: Deployment, place: int, *, polls: bool) -> tuple[list[str], bool]:
    """What was wrong, and whether the conversation was long enough to be cut there."""
    async with wire(on.port) as across, httpx.AsyncClient(timeout=20, trust_env=False, verify=False) as http:
        across.cut_at = place
        wrong = await Scene(on, across, http, polls=polls).play()
        return [f"cut at {place}: {each}" for each in wrong], across.cuts > 0


async def cut_everywhere(on: Deployment, *, polls: bool, step: int) -> int:
    """Moves the failure on, `step` chunks each time, until nothing breaks any more. Returns how far that was."""
    place, goes_on = random.randint(1, step), True
    while goes_on and place < FARTHEST:
        places = [place + n * step for n in range(AT_ONCE)]
        ends = await asyncio.gather(*(cut_at(on, each, polls=polls) for each in places))
        assert [wrong for found, _ in ends for wrong in found] == []
        goes_on, place = all(was_cut for _, was_cut in ends), places[-1] + step
    return place


async def test_cut_at_every_place_in_turn_a_conversation_is_the_same_for_everybody(deployment: Deployment) -> None:
    step = 1 if deployment.house.services.db.is_sqlite else 5
    assert await cut_everywhere(deployment, polls=False, step=step) > LENGTH


async def test_the_same_holds_for_who_can_only_poll(deployment: Deployment) -> None:
    assert await cut_everywhere(deployment, polls=True, step=8) > LENGTH
