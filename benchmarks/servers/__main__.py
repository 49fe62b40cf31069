"""Starts one of the Python servers."""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import uvicorn
import uvloop

from backend.graphql.framing import FramedProtocol
from benchmarks.servers import bare, naive, shared

MADE: dict[str, Callable[[], Awaitable[tuple[Any, Callable[[int], Awaitable[None]]]]]] = {
    "shared": shared.make,
    "bare": bare.make,
    "naive": naive.make,
}


async def serve(name: str) -> None:
    app, tell = await MADE[name]()
    if name != "naive":  # as python -m backend serve does; naive is what one gets without thinking of it
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
    config = uvicorn.Config(
        app, port=0, ws=FramedProtocol if name == "shared" else "websockets-sansio", ws_per_message_deflate=False,
        log_level="warning", access_log=False, lifespan="off", backlog=8192, timeout_keep_alive=75,
    )  # fmt: skip
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)

    async def control(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            await tell(int(line))
            writer.write(b"told\n")

    commands = await asyncio.start_server(control, "127.0.0.1", 0)
    ports = {
        "port": server.servers[0].sockets[0].getsockname()[1],
        "control": commands.sockets[0].getsockname()[1],
    }
    print(orjson.dumps(ports).decode(), flush=True)
    await serving


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1]))
