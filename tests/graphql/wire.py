"""A door behind a real port, spoken to over TCP: what the server's protocol object does is part of what is tested."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import orjson
import uvicorn
from starlette.types import ASGIApp
from uvicorn.server import ServerState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from backend.graphql.framing import FramedProtocol


@contextlib.asynccontextmanager
async def served(
    app: ASGIApp, protocol: type[asyncio.Protocol] = FramedProtocol
) -> AsyncIterator[tuple[int, ServerState]]:
    """The port, and what the server knows of its connections. The app's lifespan is its owner's."""
    config = uvicorn.Config(app, ws=protocol, lifespan="off", log_level="error", ws_per_message_deflate=False)
    config.load()
    state, loop = ServerState(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: protocol(config, state, {}), "127.0.0.1", 0)  # type: ignore[call-arg]
    try:
        yield server.sockets[0].getsockname()[1], state
    finally:
        server.close()
        for each in list(state.connections):
            each.transport.abort()
        await asyncio.gather(*state.tasks, return_exceptions=True)


@contextlib.asynccontextmanager
async def connected(
    port: int, path: str, token: str, receive_buffer: int | None = None
) -> AsyncIterator[ClientConnection]:
    """A client that was let in. A small receive buffer makes one that does not read felt soon."""
    plain = socket.socket()
    if receive_buffer is not None:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    plain.setblocking(False)
    await asyncio.get_running_loop().sock_connect(plain, ("127.0.0.1", port))
    async with connect(
        f"ws://127.0.0.1:{port}{path}", sock=plain, subprotocols=[Subprotocol("graphql-transport-ws")],
        compression=None, max_queue=1, close_timeout=1,
    ) as client:  # fmt: skip
        await client.send(orjson.dumps({"type": "connection_init", "payload": {"token": token}}).decode())
        assert (await heard(client))["type"] == "connection_ack"
        yield client


async def heard(client: ClientConnection) -> dict[str, Any]:
    """The next message."""
    async with asyncio.timeout(5):
        message: dict[str, Any] = orjson.loads(await client.recv())
        return message


async def ask(client: ClientConnection, query: str, variables: dict[str, Any] | None = None, name: str = "1") -> None:
    said = {"id": name, "type": "subscribe", "payload": {"query": query, "variables": variables or {}}}
    await client.send(orjson.dumps(said).decode())
