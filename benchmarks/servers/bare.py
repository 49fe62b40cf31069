"""The floor: Starlette sending a text that is ready, to one socket after the other. It executes nothing."""

import asyncio
from collections.abc import Awaitable, Callable

import orjson
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from backend.graphql.agent.schema import build_schema
from benchmarks.servers.payload import plain

sockets: set[WebSocket] = set()


async def make() -> tuple[Starlette, Callable[[int], Awaitable[None]]]:
    data = {"inbox": await plain(build_schema())}
    text = orjson.dumps({"id": "1", "type": "next", "payload": {"data": data}}).decode()

    async def follow(socket: WebSocket) -> None:
        await socket.accept("graphql-transport-ws")
        await socket.receive_text()
        await socket.send_text('{"type":"connection_ack"}')
        await socket.receive_text()
        await socket.send_text(text)
        sockets.add(socket)
        await socket.receive()
        sockets.discard(socket)

    async def tell(count: int) -> None:
        for _ in range(count):
            for socket in list(sockets):
                await socket.send_text(text)
            await asyncio.sleep(0)

    return Starlette(routes=[WebSocketRoute("/graphql", follow)]), tell
