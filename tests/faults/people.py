"""Those who use a deployment from outside, through its public doors, and do not give up: as our own front-ends do."""

import asyncio
import contextlib
import json
import random
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

Data = dict[str, Any]
Token = Callable[[], Awaitable[str]]
PROTOCOL = Subprotocol("graphql-transport-ws")
PATIENCE = 10.0


class Away(Exception):
    """Nobody answered, or nobody could: ask again with the same words."""


class Stale(Away):
    """The token is not good any more: ask again with a fresh one."""


@dataclass
class Person:
    """A shopper, an agent or a program. `token` gives one that is good now; `stale` forgets the one in hand."""

    name: str
    http: httpx.AsyncClient
    url: str
    token: Token
    origin: str | None = None
    stale: Callable[[], None] = lambda: None
    patience: float = PATIENCE
    retries: int = field(default=0, init=False)

    @property
    def socket_url(self) -> str:
        return "ws" + self.url.removeprefix("http")

    async def ask(self, document: str, **variables: Any) -> Data:
        """The data of one answer. Raises Away."""
        headers = {"Authorization": f"Bearer {await self.token()}", **({"Origin": self.origin} if self.origin else {})}
        body = {"query": document, "variables": variables}
        try:
            async with asyncio.timeout(self.patience):
                response = await self.http.post(self.url, json=body, headers=headers)
        except (httpx.HTTPError, TimeoutError, OSError) as error:
            raise Away(repr(error)) from error
        return self._data_of(response)

    def _data_of(self, response: httpx.Response) -> Data:
        if response.status_code in (401, 403):
            self.stale()
            raise Stale(response.text[:200])
        if response.status_code >= 500:
            raise Away(f"{response.status_code} {response.text[:200]}")
        assert response.status_code == 200, f"{self.name}: {response.status_code} {response.text[:500]}"
        answer = response.json()
        if answer.get("errors"):
            raise Away(json.dumps(answer["errors"])[:500])
        data: Data = answer["data"]
        return data

    async def surely(self, document: str, **variables: Any) -> Data:
        """The payload of a mutation, accepted or refused, however often it takes; always the same words and keys."""
        pause = 0.02
        while True:
            with contextlib.suppress(Away):
                ((_, payload),) = (await self.ask(document, **variables)).items()
                wait = next((e["retryAfter"] for e in payload["userErrors"] if e.get("retryAfter")), None)
                if wait is None:
                    found: Data = payload
                    return found
                pause = float(wait)
            self.retries += 1
            await asyncio.sleep(pause * random.uniform(0.7, 1.3))
            pause = min(2 * pause, 1.0)

    @contextlib.asynccontextmanager
    async def subscribed(self, document: str, **variables: Any) -> AsyncIterator[AsyncIterator[Data]]:
        """What one subscription says, until it or its socket ends. Raises Away then."""
        token = await self.token()
        try:
            async with connect(
                self.socket_url,
                subprotocols=[PROTOCOL],
                origin=Origin(self.origin) if self.origin else None,
                compression=None,
                open_timeout=self.patience,
                ping_interval=self.patience / 2,
                ping_timeout=self.patience / 2,
                close_timeout=0.2,
                max_size=None,
                proxy=None,
            ) as socket:
                await socket.send(json.dumps({"type": "connection_init", "payload": {"token": token}}))
                async with asyncio.timeout(self.patience):
                    await _acknowledged(socket)
                payload = {"query": document, "variables": variables}
                await socket.send(json.dumps({"id": uuid.uuid4().hex, "type": "subscribe", "payload": payload}))
                yield _values(socket)
        except (WebSocketException, OSError, TimeoutError, EOFError) as error:
            if getattr(getattr(error, "rcvd", None), "code", None) in (4401, 4403):
                self.stale()
            raise Away(repr(error)) from error


async def _acknowledged(socket: Any) -> None:
    said = json.loads(await socket.recv())
    if said["type"] != "connection_ack":
        raise Away(json.dumps(said))


async def _values(socket: Any) -> AsyncIterator[Data]:
    async for text in socket:
        said = json.loads(text)
        if said["type"] == "next" and not said["payload"].get("errors"):
            yield said["payload"]["data"]
        elif said["type"] == "ping":
            await socket.send('{"type":"pong"}')
        elif said["type"] != "pong":
            raise Away(text[:500])
    raise Away("the socket ended")
