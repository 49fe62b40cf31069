"""What a browser does to the app, without one: a merchant's click, an agent's and a shopper's GraphQL.

Everything goes through the public doors of a running app and simulator, over HTTP and WebSockets. The seed, the start
of `make run` and the benchmarks are such visitors; a door that does not work fails them.
"""

import base64
import contextlib
import json
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from simulator.settings import SimulatorSettings, shop_name

Answer = dict[str, Any]
PROTOCOL = Subprotocol("graphql-transport-ws")


class DoorShut(Exception):
    """The app or the simulator did not do what was asked; the message holds what it said."""


@dataclass(frozen=True)
class Doors:
    """Where app and simulator answer. `client` is the caller's to close."""

    settings: SimulatorSettings
    client: httpx.AsyncClient

    @property
    def simulator(self) -> str:
        return f"http://{self.settings.host}:{self.settings.port}"

    async def open_app(self, domain: str, staff: int) -> None:
        """A member of staff opens the app in the admin: it is granted, if it was not, and loads for them."""
        granted = await self.client.post(
            f"{self.simulator}/_control/shops/{shop_name(domain)}/grant", json={"action": "install"}
        )
        _expect(granted, 200)
        host = base64.b64encode(f"admin.shopify.com/store/{shop_name(domain)}".encode()).decode()
        query = urlencode(
            {"embedded": "1", "host": host, "shop": domain, "id_token": await self.id_token(domain, staff)}
        )
        _expect(await self.client.get(f"{self.settings.app_url}/?{query}"), 200)

    async def id_token(self, domain: str, staff: int) -> str:
        """What App Bridge would hand to the app: good for a minute."""
        answer = await self.client.get(f"{self.simulator}/_sim/id-token", params={"shop": domain, "staff": staff})
        return str(_expect(answer, 200)["token"])

    def agent(self, domain: str, staff: int) -> "Agent":
        return Agent(self, domain, staff)

    async def shopper(self, domain: str, *, locale: str = "en", customer: int | None = None) -> "Shopper":
        """A visitor of the storefront whose panel has just opened; logged in as a customer, if one is given."""
        headers = {"Host": f"{self.settings.storefront_host(domain)}:{self.settings.port}"}
        if customer is not None:
            headers["Cookie"] = f"sim_customer={customer}"
        url = f"{self.simulator}{self.settings.path_prefix}/session"
        answer = await self.client.post(url, json={"token": "", "locale": locale}, headers=headers)
        session = _expect(answer, 200)
        origin = self.settings.storefront_origin(domain)
        return Shopper(self, session["token"], session["graphqlUrl"], session["socketUrl"], origin)


def _expect(answer: httpx.Response, status: int) -> Answer:
    if answer.status_code != status:
        request = answer.request
        raise DoorShut(
            f"{request.method} {request.url.copy_with(query=None)}: {answer.status_code} {answer.text[:200]}"
        )
    is_json = "json" in answer.headers.get("content-type", "")
    read: Answer = answer.json() if is_json else {}
    return read


def _data(answer: Answer) -> Answer:
    """The data of a GraphQL answer. Raises DoorShut for errors, and for a refusal in any payload."""
    if answer.get("errors"):
        raise DoorShut(json.dumps(answer["errors"])[:500])
    data: Answer = answer["data"]
    for name, payload in data.items():
        if isinstance(payload, dict) and (refused := payload.get("userErrors")):
            raise DoorShut(f"{name}: {json.dumps(refused)}")
    return data


@dataclass(frozen=True)
class Agent:
    """A member of staff at work; each request carries a token of its own."""

    doors: Doors
    domain: str
    staff: int

    async def ask(self, document: str, **variables: object) -> Answer:
        """The data of the answer, with a fresh token. Raises DoorShut."""
        return await self.ask_with(await self.token(), document, **variables)

    async def ask_with(self, token: str, document: str, **variables: object) -> Answer:
        """The same with a token that was fetched before, as a browser does for a minute."""
        url = f"{self.doors.settings.app_url}/graphql"
        body = {"query": document, "variables": variables}
        answer = await self.doors.client.post(url, json=body, headers={"Authorization": f"Bearer {token}"})
        return _data(_expect(answer, 200))

    async def token(self) -> str:
        return await self.doors.id_token(self.domain, self.staff)

    @contextlib.asynccontextmanager
    async def following(self, document: str, **variables: object) -> AsyncIterator["Feed"]:
        url = f"ws{self.doors.settings.app_url.removeprefix('http')}/graphql"
        async with _feed(url, await self.token(), self.doors.settings.app_url, document, variables) as feed:
            yield feed


@dataclass(frozen=True)
class Shopper:
    """Somebody with an open panel."""

    doors: Doors
    token: str = field(repr=False)
    graphql_url: str
    socket_url: str
    origin: str

    async def ask(self, document: str, **variables: object) -> Answer:
        """The data of the answer. Raises DoorShut."""
        headers = {"Authorization": f"Bearer {self.token}", "Origin": self.origin}
        body = {"query": document, "variables": variables}
        return _data(_expect(await self.doors.client.post(self.graphql_url, json=body, headers=headers), 200))

    @contextlib.asynccontextmanager
    async def following(self, document: str, **variables: object) -> AsyncIterator["Feed"]:
        async with _feed(self.socket_url, self.token, self.origin, document, variables) as feed:
            yield feed


@dataclass(frozen=True)
class Feed:
    """One subscription, as its server sends it."""

    socket: ClientConnection

    async def next(self) -> Answer:
        """The next value. Raises DoorShut if the server ends or refuses the subscription."""
        while True:
            said = json.loads(await self.socket.recv())
            if said["type"] == "next":
                return _data(said["payload"])
            if said["type"] == "ping":
                await self.socket.send('{"type":"pong"}')
            elif said["type"] in ("error", "complete"):
                raise DoorShut(json.dumps(said)[:500])


@contextlib.asynccontextmanager
async def _feed(url: str, token: str, origin: str, document: str, variables: object) -> AsyncIterator[Feed]:
    async with connect(url, subprotocols=[PROTOCOL], origin=Origin(origin), compression=None, max_size=None) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": {"token": token}}))
        if json.loads(await socket.recv())["type"] != "connection_ack":
            raise DoorShut("no connection_ack")
        body = {"query": document, "variables": variables}
        await socket.send(json.dumps({"id": uuid.uuid4().hex, "type": "subscribe", "payload": body}))
        yield Feed(socket)


def client() -> httpx.AsyncClient:
    """A client that speaks to this machine, whatever proxies the environment names."""
    return httpx.AsyncClient(timeout=30, trust_env=False)
