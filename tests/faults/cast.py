"""The people of a deployment: shoppers with their panels open, agents in their inboxes, a program with an access token.

Each acts through the public doors, over the relay, and does not give up. What was accepted is in the ledger; what came
is with the followers.
"""

import asyncio
import contextlib
import time
import uuid
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from typing import Any

import httpx

from simulator.doors import Doors
from simulator.settings import MAIN_SHOP
from tests.faults.fleet import Fleet
from tests.faults.follower import INBOX, THREAD, TRANSCRIPT, Feed, Follower
from tests.faults.ledger import Ledger
from tests.faults.people import Away, Data, Person

SAY = """mutation($t: String!, $k: String!) { postMessage(text: $t, clientKey: $k) {
  message { sequence } userErrors { code retryAfter } } }"""
HUMAN = "mutation($k: String!) { askForHuman(clientKey: $k) { userErrors { code retryAfter } } }"
FORM = "{ thread { openForm { id title fields { key } } } }"
SUBMIT = """mutation($f: ID!, $v: [FieldValueInput!]!, $k: String!) {
  submitAction(formId: $f, values: $v, clientKey: $k) {
    message { sequence } fieldErrors { key } userErrors { code retryAfter } } }"""
REPLY = """mutation($id: ID!, $t: String!, $k: String!) { postReply(conversationId: $id, text: $t, clientKey: $k) {
  message { sequence } userErrors { code retryAfter } } }"""
NOTE = """mutation($id: ID!, $t: String!, $k: String!) { postNote(conversationId: $id, text: $t, clientKey: $k) {
  message { sequence } userErrors { code retryAfter } } }"""
MOVE = "mutation($id: ID!) {{ {move}(conversationId: $id) {{ userErrors {{ code retryAfter }} }} }}"
CLIENT = """mutation { createApiClient(name: "watching", scopes: [READ_CONVERSATIONS, READ_TAGS]) {
  token userErrors { code } } }"""
ANSWERS = {"order_number": "1001", "email": "elena.petrova@example.com", "description": "A mug arrived chipped"}
TOKEN_FOR = 30.0


class Keys:
    """The token of one person, fetched when there is none in hand."""

    def __init__(self, fetch: Any, *, good_for: float) -> None:
        self._fetch, self._good_for = fetch, good_for
        self._token, self._at = "", 0.0
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self) -> str:
        async with self._one_at_a_time:
            if not self._token or time.monotonic() - self._at > self._good_for:
                self._token, self._at = await self._fetch(), time.monotonic()
            return self._token

    def stale(self) -> None:
        self._at = -self._good_for


@dataclass
class Cast:
    """Everybody, and who follows what. `threads` knows conversations by id and by their shopper's name."""

    fleet: Fleet
    patience: float = 10.0
    ledger: Ledger = field(default_factory=Ledger)
    shoppers: list[Person] = field(default_factory=list)
    agents: list[Person] = field(default_factory=list)
    program: Person | None = None
    panels: dict[str, list[Follower]] = field(default_factory=dict)
    screens: dict[str, list[Follower]] = field(default_factory=dict)
    inboxes: list[Follower] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def doors(self) -> Doors:
        return Doors(self.fleet.simulated, self.fleet.http)

    @property
    def app(self) -> str:
        return self.fleet.simulated.app_url

    async def enter(self, shoppers: int, staff: tuple[int, ...]) -> None:
        """The app is opened by its agents, a program gets its token, and panels open on the storefront."""
        for number in staff:
            await self.doors.open_app(MAIN_SHOP, number)
            self.agents.append(self._agent(number))
            self.inboxes.append(self.follow(self.agents[-1], INBOX))
        self.program = await self._program()
        self.inboxes.append(self.follow(self.program, INBOX, polls=True))
        for number in range(shoppers):
            self.open_panel(f"shopper-{number:02}", tabs=1 + (number % 4 == 3))

    def open_panel(self, name: str, *, tabs: int = 1) -> Person:
        """A panel, or several of one shopper: every other one cannot use WebSockets."""
        person = self._shopper(name)
        self.shoppers.append(person)
        for tab in range(tabs):
            polls = (len(self.shoppers) + tab) % 4 == 0
            self.panels.setdefault(name, []).append(self.follow(person, THREAD, polls=polls))
        return person

    def follow(self, person: Person, feed: Feed, *, polls: bool = False, **variables: Any) -> Follower:
        follower = Follower(person, feed, variables, polls=polls)
        self.start(follower.run())
        return follower

    def watch(self, conversation: str, person: Person, *, polls: bool = False) -> Follower:
        """One more pair of eyes on a thread, from its beginning."""
        follower = self.follow(person, TRANSCRIPT, polls=polls, id=conversation)
        self.screens.setdefault(conversation, []).append(follower)
        return follower

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        return task

    async def leave(self) -> None:
        """Everybody stops. Raises what broke in anybody, other than being stopped."""
        for task in self.tasks:
            task.cancel()
        ends = await asyncio.gather(*self.tasks, return_exceptions=True)
        broken = [end for end in ends if isinstance(end, Exception)]
        if broken:
            raise ExceptionGroup("somebody broke", broken)

    async def says(self, shopper: Person, text: str) -> int:
        payload = await self._keyed(shopper, shopper.name, "message", SAY, t=text)
        return int(payload["message"]["sequence"]) if payload["message"] else 0

    async def asks_for_human(self, shopper: Person) -> None:
        await self._keyed(shopper, shopper.name, "handoff", HUMAN)

    async def fills(self, shopper: Person) -> bool:
        """Sends the form in, if one is open."""
        form = (await self._asked(shopper, FORM))["thread"]["openForm"]
        if form is None or not {field["key"] for field in form["fields"]} & ANSWERS.keys():
            return False
        keys = [field["key"] for field in form["fields"] if field["key"] in ANSWERS]
        values = [{"key": key, "value": ANSWERS[key]} for key in keys]
        await self._keyed(shopper, shopper.name, "form", SUBMIT, f=form["id"], v=values)
        return True

    async def replies(self, agent: Person, conversation: str, text: str) -> Data:
        return await self._keyed(agent, f"#{conversation}", "reply", REPLY, id=conversation, t=text)

    async def notes(self, agent: Person, conversation: str, text: str) -> Data:
        return await self._keyed(agent, f"#{conversation}", "note", NOTE, id=conversation, t=text)

    async def moves(self, agent: Person, move: str, conversation: str) -> None:
        """takeOver, handBack, release, resolve or reopen; a refusal is an answer too."""
        await agent.surely(MOVE.format(move=move), id=conversation)

    async def _keyed(self, who: Person, thread: str, kind: str, document: str, **given: Any) -> Data:
        key = uuid.uuid4().hex
        self.ledger.tried.add(key)
        payload = await who.surely(document, k=key, **given)
        if payload.get("fieldErrors"):
            self.ledger.refused.append((kind, "FIELDS"))
        else:
            self.ledger.note(thread, kind, key, given.get("t", ""), payload)
        return payload

    async def _asked(self, who: Person, document: str, **given: Any) -> Data:
        while True:
            with contextlib.suppress(Away):
                return await who.ask(document, **given)
            await asyncio.sleep(0.2)

    def _agent(self, number: int) -> Person:
        async def fetch() -> str:
            return await self.doors.id_token(MAIN_SHOP, number)

        keys = Keys(fetch, good_for=TOKEN_FOR)
        return self._person(f"agent-{number}", "/graphql", keys)

    async def _program(self) -> Person:
        token = (await self.agents[0].surely(CLIENT))["token"]

        async def fetch() -> str:
            return str(token)

        return self._person("program", "/graphql", Keys(fetch, good_for=3600))

    def _shopper(self, name: str) -> Person:
        """A panel asks the storefront for a token, and shows the one it had, so that it stays the same shopper."""
        simulated, before = self.fleet.simulated, [""]
        url = f"http://127.0.0.1:{simulated.port}{simulated.path_prefix}/session"
        host = {"Host": f"{simulated.storefront_host(MAIN_SHOP)}:{simulated.port}"}

        async def fetch() -> str:
            try:
                body = {"token": before[0], "locale": "en"}
                answer = await self.fleet.http.post(url, json=body, headers=host, timeout=self.patience)
            except httpx.HTTPError as error:
                raise Away(repr(error)) from error
            if answer.status_code != 200:
                raise Away(f"{answer.status_code} {answer.text[:200]}")
            before[0] = str(answer.json()["token"])
            return before[0]

        keys = Keys(fetch, good_for=1800)
        return self._person(name, "/shopper/graphql", keys, origin=simulated.storefront_origin(MAIN_SHOP))

    def _person(self, name: str, path: str, keys: Keys, origin: str | None = None) -> Person:
        return Person(name, self.fleet.http, self.app + path, keys, origin, keys.stale, self.patience)


@contextlib.asynccontextmanager
async def cast(fleet: Fleet, *, shoppers: int, staff: tuple[int, ...], patience: float = 10.0) -> AsyncIterator[Cast]:
    """Everybody has entered; everybody has left at the end."""
    made = Cast(fleet, patience)
    try:
        await made.enter(shoppers, staff)
        yield made
    finally:
        await made.leave()
