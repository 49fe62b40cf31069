"""App and simulated Shopify as two real servers on free ports, and the people who use them: over HTTP and sockets."""

import asyncio
import contextlib
import socket
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import uvicorn
from httpx_ws import AsyncWebSocketSession, aconnect_ws
from sqlmodel import col, select
from starlette.applications import Starlette

from backend.app import create_app
from backend.clock import now
from backend.config import load
from backend.context import Services
from backend.jobs import Job
from backend.web.server import KEEP_ALIVE
from simulator import app as simulator
from simulator import oauth
from simulator.settings import DEFAULT_SCOPES, MAIN_SHOP, SimulatorSettings
from simulator.state import World
from simulator.webhooks import Courier

SECRET = "a-secret-that-only-these-flows-know"
MAYA, JONAS, TOM = 70001, 70002, 80001
PATIENCE = 20.0
PROTOCOL = "graphql-transport-ws"


class Server(uvicorn.Server):
    """A server inside the test's own loop: Ctrl-C stays the test runner's."""

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        yield


@contextlib.asynccontextmanager
async def served(app: Any, listener: socket.socket) -> AsyncIterator[None]:
    config = uvicorn.Config(
        app, log_level="error", ws="websockets-sansio", ws_per_message_deflate=False, timeout_graceful_shutdown=1,
        timeout_keep_alive=KEEP_ALIVE,
    )  # fmt: skip
    server = Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def bound() -> socket.socket:
    made = socket.socket()
    made.bind(("127.0.0.1", 0))
    return made


@dataclass
class Line:
    """A graphql-transport-ws socket with one subscription; `values` is all that came."""

    socket: AsyncWebSocketSession
    name: str
    values: list[dict[str, Any]] = field(default_factory=list)

    async def until(self, wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """The first value from now on that is as wanted."""
        async with asyncio.timeout(PATIENCE):
            while True:
                value = await self.next()
                if wanted(value):
                    return value

    async def next(self) -> dict[str, Any]:
        while True:
            message = await self.socket.receive_json()
            if message["type"] == "next":
                assert "errors" not in message["payload"], message
                value: dict[str, Any] = message["payload"]["data"][self.name]
                self.values.append(value)
                return value
            assert message["type"] in ("ping", "pong"), message


@dataclass
class Person:
    """Somebody who speaks GraphQL: an agent with a fresh session token each time, or a shopper with theirs."""

    http: httpx.AsyncClient
    url: str
    token: Callable[[], str]

    async def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        answer = await self.raw(document, **variables)
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    async def raw(self, document: str, **variables: Any) -> dict[str, Any]:
        response = await self.http.post(
            self.url,
            json={"query": document, "variables": variables},
            headers={"Authorization": f"Bearer {self.token()}"},
        )
        answer: dict[str, Any] = response.json()
        return answer

    async def do(self, document: str, **variables: Any) -> dict[str, Any]:
        """A mutation of one field that is not refused."""
        (payload,) = (await self.ask(document, **variables)).values()
        assert not payload["userErrors"], payload
        done: dict[str, Any] = payload
        return done

    @contextlib.asynccontextmanager
    async def line(self, name: str, document: str, **variables: Any) -> AsyncIterator[Line]:
        url = "ws" + self.url.removeprefix("http")
        connecting: contextlib.AbstractAsyncContextManager[AsyncWebSocketSession]
        connecting = aconnect_ws(url, self.http, subprotocols=[PROTOCOL])
        async with connecting as line:
            await line.send_json({"type": "connection_init", "payload": {"token": self.token()}})
            assert (await line.receive_json())["type"] == "connection_ack"
            payload = {"query": document, "variables": variables}
            await line.send_json({"id": "1", "type": "subscribe", "payload": payload})
            yield Line(line, name)


THREAD = """cursor hasMore reset state term speaker { kind name } waitingLine draft { term text } typing
  openForm { id status title values { key value } fields { key } }
  messages { sequence kind author { kind name } text clientKey answers { key value }
    citations { title url heading } form { id title status } order { level name summary } }"""
CONVERSATION = """id state term urgency subject agent { firstName isMe } hasOpenForm
  tags { tag { name } origin evidence } handoff { reason urgency urgencyWhy evidence }"""
CHANGED = f"conversation {{ {CONVERSATION} }} userErrors {{ code message }}"
POST = """mutation($t: String!, $k: String!) { postMessage(text: $t, clientKey: $k) {
  message { sequence } userErrors { code message } } }"""
TRANSCRIPT = f"""cursor reset conversation {{ {CONVERSATION} }} draftSuggestion
  watchers {{ firstName }} openForm {{ id values {{ key value origin }} }} known {{ key value origin }}
  botTurns {{ outcome decidedBecause }}
  messages {{ sequence term kind audience author {{ kind name }} text move }}
  orders {{ id outcome disclosure fetchedAt isStale changes {{ text }}
    order {{ name fulfilmentState paymentState email items {{ title quantity }} total {{ amount }}
      parcels {{ state isLate trackingUrl trackingNumber lastEvent {{ text }} }} refunds {{ note }} }} }}"""


@dataclass
class Visitor(Person):
    """A shopper in the widget."""

    async def thread(self, after: int = 0) -> dict[str, Any]:
        found: dict[str, Any] = (await self.ask(f"query($a: Int!) {{ thread(after: $a) {{ {THREAD} }} }}", a=after))[
            "thread"
        ]
        return found

    def following(self, after: int = 0) -> contextlib.AbstractAsyncContextManager[Line]:
        return self.line("thread", f"subscription($a: Int!) {{ thread(after: $a) {{ {THREAD} }} }}", a=after)

    async def submit(self, form: str, **answers: str) -> dict[str, Any]:
        document = """mutation($id: ID!, $v: [FieldValueInput!]!, $k: String!) {
          submitAction(formId: $id, values: $v, clientKey: $k) {
            message { sequence } fieldErrors { key } userErrors { code message } } }"""
        values = [{"key": key, "value": value} for key, value in answers.items()]
        return await self.do(document, id=form, v=values, k=uuid.uuid4().hex)

    async def say(self, text: str, key: str | None = None) -> int:
        done = await self.do(POST, t=text, k=key or uuid.uuid4().hex)
        return int(done["message"]["sequence"])

    async def answered(self, text: str) -> list[dict[str, Any]]:
        """Says something, and waits until the bot or a move has followed: all messages after it."""
        async with self.following() as line:
            await line.next()
            at = await self.say(text)
            return await self._after(line, at)

    async def _after(self, line: Line, at: int) -> list[dict[str, Any]]:
        value = await line.until(
            lambda v: any(m["sequence"] > at and m["author"]["kind"] != "SHOPPER" for m in v["messages"])
        )
        return [message for message in value["messages"] if message["sequence"] > at]


@dataclass
class Staff(Person):
    """An agent in the inbox."""

    async def transcript(self, thread: str, after: int = 0) -> dict[str, Any]:
        document = f"query($id: ID!, $a: Int!) {{ transcript(conversationId: $id, after: $a) {{ {TRANSCRIPT} }} }}"
        found: dict[str, Any] = (await self.ask(document, id=thread, a=after))["transcript"]
        return found

    def watching(self, thread: str, after: int = 0) -> contextlib.AbstractAsyncContextManager[Line]:
        document = (
            f"subscription($id: ID!, $a: Int!) {{ transcript(conversationId: $id, after: $a) {{ {TRANSCRIPT} }} }}"
        )
        return self.line("transcript", document, id=thread, a=after)

    def inbox(self, after: float = 0) -> contextlib.AbstractAsyncContextManager[Line]:
        document = f"""subscription($a: Float!) {{ inbox(after: $a) {{ revision reset
          counts {{ needsYou bot agents }} conversations {{ {CONVERSATION} }} }} }}"""
        return self.line("inbox", document, a=after)

    async def move(self, name: str, thread: str, **more: Any) -> dict[str, Any]:
        """takeOver, handBack, release, resolve or reopen."""
        document = f"mutation($id: ID!) {{ {name}(conversationId: $id) {{ {CHANGED} }} }}"
        found: dict[str, Any] = (await self.do(document, id=thread))["conversation"]
        return found

    async def is_there(self, *, is_there: bool = True) -> None:
        """A window of theirs is open, and they can be counted on or not."""
        document = "mutation($away: Boolean!) { setAway(isAway: $away) { userErrors { code message } } }"
        await self.do(document, away=not is_there)

    async def tag(self, name: str, thread: str, tag: str) -> dict[str, Any]:
        """addTag or removeTag."""
        document = f"mutation($id: ID!, $n: String!) {{ {name}(conversationId: $id, name: $n) {{ {CHANGED} }} }}"
        found: dict[str, Any] = (await self.do(document, id=thread, n=tag))["conversation"]
        return found

    async def reply(self, thread: str, text: str) -> dict[str, Any]:
        (payload,) = (await self.ask(REPLY, id=thread, t=text, k=uuid.uuid4().hex)).values()
        found: dict[str, Any] = payload
        return found


REPLY = """mutation($id: ID!, $t: String!, $k: String!) { postReply(conversationId: $id, text: $t, clientKey: $k) {
  message { sequence } conversation { state term agent { firstName } } userErrors { code message } } }"""


@dataclass
class Town:
    """The two servers, reached as their users reach them."""

    app: Starlette
    app_url: str
    world: World
    settings: SimulatorSettings
    courier: Courier
    http: httpx.AsyncClient

    @property
    def services(self) -> Services:
        return cast(Services, self.app.state.services)

    def storefront(self, domain: str = MAIN_SHOP) -> str:
        return self.settings.storefront_origin(domain)

    async def staff(self, user: int = MAYA, domain: str = MAIN_SHOP) -> Staff:
        """Opens the app in the admin, which installs it the first time."""
        shop = self.world.shops[domain]

        def token() -> str:
            return oauth.mint_id_token(self.world, self.settings, shop, user)

        await self.http.get(f"{self.app_url}/", params={"shop": domain, "embedded": "1", "id_token": token()})
        return Staff(self.http, f"{self.app_url}/graphql", token)

    async def nobody_there(self) -> None:
        """Whoever opened a window in an earlier test is away."""
        for user in (MAYA, JONAS):
            await (await self.staff(user)).is_there(is_there=False)

    async def shopper(self, domain: str = MAIN_SHOP) -> Visitor:
        """Opens the widget on the storefront: the app proxy signs, the app gives a token."""
        response = await self.widget_session(domain)
        assert response.status_code == 200, response.text
        session = response.json()
        return Visitor(self.http, session["graphqlUrl"], lambda: str(session["token"]))

    async def widget_session(self, domain: str) -> httpx.Response:
        """What the widget asks first. The storefront is named in the header, for not every resolver knows its host."""
        host = {"Host": self.storefront(domain).removeprefix("http://")}
        url = f"http://127.0.0.1:{self.settings.port}/apps/baton/session"
        return await self.http.post(url, json={"locale": "en"}, headers=host)

    async def control(self, path: str, **body: Any) -> dict[str, Any]:
        response = await self.http.post(f"http://127.0.0.1:{self.settings.port}/_control/{path}", json=body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def settled(self) -> None:
        """No job is due or running: whatever the bot will say by itself has been said."""
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.services.db.reading() as session:
                    owed = col(Job.state).in_(("pending", "running")) & (
                        col(Job.run_at) <= now() + timedelta(seconds=1)
                    )
                    if (await session.exec(select(Job.id).where(owed))).first() is None:
                        return
                await asyncio.sleep(0.02)

    async def thread_of(self, agent: Staff, subject: str) -> str:
        """The id of the one conversation with a subject."""
        found = await agent.ask("{ conversations(first: 100) { edges { node { id subject } } } }")
        (thread,) = [e["node"]["id"] for e in found["conversations"]["edges"] if e["node"]["subject"] == subject]
        return str(thread)


@contextlib.asynccontextmanager
async def town(folder: Path, **environment: str) -> AsyncIterator[Town]:
    """Both servers up, both shops granted in the admin, the main shop's content imported."""
    app_socket, simulator_socket = bound(), bound()
    port = simulator_socket.getsockname()[1]
    app_url = f"http://127.0.0.1:{app_socket.getsockname()[1]}"
    simulated = SimulatorSettings(port=port, app_url=app_url, api_key="flows", api_secret=SECRET)
    settings = load({
        "SHOPIFY_API_KEY": "flows", "SHOPIFY_API_SECRET": SECRET, "APP_URL": app_url, "BATON_DATA_DIR": str(folder),
        "BATON_SHOPIFY_ORIGIN": f"http://127.0.0.1:{port}/shops/{{shop}}",
        "BATON_FRAME_ANCESTORS": simulated.public_origin, **environment,
    })  # fmt: skip
    shopify, app = simulator.create_app(simulated, retry_gaps=(0.1, 0.2)), create_app(settings)
    world: World = shopify.state.world
    for shop in world.shops.values():
        oauth.install(world, shop, DEFAULT_SCOPES, shopify.state.courier)
    async with served(shopify, simulator_socket), served(app, app_socket), httpx.AsyncClient(timeout=PATIENCE) as http:
        made = Town(app, app_url, world, simulated, shopify.state.courier, http)
        await _import_content(made)
        yield made


async def _import_content(made: Town) -> None:
    agent = await made.staff()
    async with asyncio.timeout(60):
        while True:
            found = await agent.ask("{ knowledge { isSyncing counts { state } } }")
            states = {each["state"] for each in found["knowledge"]["counts"]}
            if not found["knowledge"]["isSyncing"] and states == {"READY"}:
                return
            await asyncio.sleep(0.1)
