"""The whole app as clients meet it: HTTP through ASGI, and sockets spoken to frame by frame."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import jwt
import orjson
from starlette.types import ASGIApp

from backend.actors import ShopperActor
from backend.clock import now
from backend.context import Services
from backend.shops import shopper_token

KEY = "client-id"
SECRET = "shpss_of_these_tests_0123456789abcdef"
APP = "https://baton.example"
AGENTS, SHOPPERS = "/graphql", "/shopper/graphql"
MAIL = {"BATON_SMTP_URL": "smtp://127.0.0.1:1", "BATON_MAIL_FROM": "chat@baton.example"}
ENVIRONMENT = {"SHOPIFY_API_KEY": KEY, "SHOPIFY_API_SECRET": SECRET, "APP_URL": APP, **MAIL}


def id_token(domain: str, user: str = "70001", *, secret: str = SECRET, age: int = 0, **changes: Any) -> str:
    """A session token as Shopify makes it, so many seconds ago."""
    issued = int(time.time()) - age
    claims = {
        "iss": f"https://{domain}/admin", "dest": f"https://{domain}", "aud": KEY, "sub": user,
        "exp": issued + 60, "nbf": issued, "iat": issued, "jti": "f8912129", "sid": "abc", **changes,
    }  # fmt: skip
    return jwt.encode(claims, secret, algorithm="HS256")


class Closed(Exception):
    """The server ended the socket."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(code, reason)
        self.code, self.reason = code, reason


class Socket:
    """A client's end of one WebSocket. `frames` holds what the server sent, as it sent it."""

    def __init__(self, app: ASGIApp, path: str, *, origin: str | None = None, protocol: str | None) -> None:
        headers = [(b"host", b"baton.example"), *([(b"origin", origin.encode())] if origin else [])]
        self._scope = {
            "type": "websocket", "path": path, "raw_path": path.encode(), "root_path": "", "scheme": "wss",
            "query_string": b"", "headers": headers, "subprotocols": [protocol] if protocol else [],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2), "state": {}, "extensions": {},
            "asgi": {"version": "3.0", "spec_version": "2.4"},
        }  # fmt: skip
        self._app = app
        self._to_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._to_client: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.task: asyncio.Task[None] | None = None
        self.accepted: str | None = None

    async def open(self) -> None:
        self.task = asyncio.create_task(self._app(self._scope, self._to_server.get, self._hear))  # type: ignore[arg-type]
        await self._to_server.put({"type": "websocket.connect"})
        first = await self._next()
        assert first["type"] == "websocket.accept", first
        self.accepted = first.get("subprotocol")

    async def _hear(self, message: dict[str, Any]) -> None:
        """A server answers a close with the end of the connection."""
        await self._to_client.put(message)
        if message["type"] == "websocket.close":
            await self._to_server.put({"type": "websocket.disconnect", "code": message.get("code", 1000)})

    async def _next(self, seconds: float = 5) -> dict[str, Any]:
        return await asyncio.wait_for(self._to_client.get(), seconds)

    async def frame(self, seconds: float = 5) -> dict[str, Any]:
        """The next frame as ASGI sends it. Raises Closed."""
        message = await self._next(seconds)
        if message["type"] == "websocket.close":
            raise Closed(message.get("code", 1000), message.get("reason") or "")
        return message

    async def receive(self, seconds: float = 5) -> dict[str, Any]:
        """The next message. Raises Closed, and TimeoutError where none comes."""
        frame = await self.frame(seconds)
        assert frame.get("bytes") is None, "sent as a binary frame"
        message: dict[str, Any] = orjson.loads(frame["text"])
        return message

    async def send(self, message: Any) -> None:
        await self.send_text(orjson.dumps(message).decode())

    async def send_text(self, text: str) -> None:
        await self._to_server.put({"type": "websocket.receive", "text": text})

    async def send_bytes(self, data: bytes) -> None:
        await self._to_server.put({"type": "websocket.receive", "bytes": data})

    async def begin(self, token: str | None) -> dict[str, Any]:
        await self.send({"type": "connection_init", "payload": {"token": token}})
        return await self.receive()

    async def subscribe(self, query: str, variables: dict[str, Any] | None = None, name: str = "1") -> None:
        await self.send({"id": name, "type": "subscribe", "payload": {"query": query, "variables": variables or {}}})

    async def data(self, seconds: float = 5) -> dict[str, Any]:
        """The data of the next result; an error fails the test that did not expect one."""
        message = await self.receive(seconds)
        assert message["type"] == "next" and "errors" not in message["payload"], message
        data: dict[str, Any] = message["payload"]["data"]
        return data

    async def leave(self) -> None:
        """The client is gone, as a closed laptop is. Returns when the server has noticed."""
        await self._to_server.put({"type": "websocket.disconnect", "code": 1006})
        if self.task is not None:
            await asyncio.wait_for(self.task, 5)


@dataclass
class House:
    """A running app and how to knock at it."""

    app: ASGIApp
    services: Services

    async def ask(
        self, path: str, token: str | None, query: str, variables: dict[str, Any] | None = None, **headers: str
    ) -> httpx.Response:
        sent = {"Authorization": f"Bearer {token}"} if token is not None else {}
        body = {"query": query, "variables": variables or {}}
        async with self.client() as client:
            return await client.post(path, json=body, headers={**sent, **headers})

    async def data(self, path: str, token: str, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        """The data of an operation that is to succeed."""
        answer = await self.ask(path, token, query, variables)
        assert answer.status_code == 200 and "errors" not in answer.json(), answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=self.app), base_url=APP)

    @contextlib.asynccontextmanager
    async def socket(
        self,
        path: str,
        token: str | None = None,
        *,
        origin: str | None = None,
        protocol: str | None = "graphql-transport-ws",
        app: ASGIApp | None = None,
    ) -> AsyncIterator[Socket]:
        """An open socket; with a token, one that the server acknowledged."""
        socket = Socket(app or self.app, path, origin=origin, protocol=protocol)
        await socket.open()
        try:
            if token is not None:
                assert (await socket.begin(token))["type"] == "connection_ack"
            yield socket
        finally:
            await socket.leave()

    def shopper_token(self, shopper: ShopperActor) -> str:
        return shopper_token.mint(self.services.settings.seal_key, shopper, now()).token

    def ears(self) -> int:
        """How many listeners the process keeps."""
        return sum(map(len, self.services.live._ears.values()))
