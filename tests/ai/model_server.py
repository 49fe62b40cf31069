"""A server on this machine that speaks OpenAI's protocol and says what it was told to, however bad."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Says = Callable[[dict[str, Any], asyncio.StreamWriter], Awaitable[None]]


@dataclass
class ModelServer:
    """`asked` holds what the model was sent, as it read it."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)

    @property
    def prompt(self) -> str:
        """The last user message, as it travelled."""
        return str(self.asked[-1]["messages"][-1]["content"])


def streamed(*pieces: str) -> bytes:
    """An answer that streams these pieces, and ends."""
    return b"".join(event(piece) for piece in pieces) + b"data: [DONE]\n\n"


def event(piece: str) -> bytes:
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    choice = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}
    return f"data: {json.dumps(chunk | {'choices': [choice]})}\n\n".encode()


def says(*pieces: str) -> Says:
    async def write(_: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        writer.write(head(200) + streamed(*pieces))

    return write


def refuses(status: int, **headers: str) -> Says:
    async def write(_: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, "application/json", **headers) + b'{"error": {"message": "no"}}')

    return write


async def hangs(_: dict[str, Any], writer: asyncio.StreamWriter) -> None:
    await writer.wait_closed()


def drips(*first: str) -> Says:
    """The first pieces, and then a letter at a time without an end."""

    async def write(_: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        writer.write(head(200) + b"".join(event(piece) for piece in first))
        while not writer.is_closing():
            writer.write(event("x"))
            await writer.drain()
            await asyncio.sleep(0.02)

    return write


def head(status: int, kind: str = "text/event-stream", **headers: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\n{more}connection: close\r\n\r\n".encode()


@asynccontextmanager
async def model_server(answer: Says) -> AsyncIterator[ModelServer]:
    server, serving = ModelServer(), list[asyncio.Task[Any]]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.append(task)
        try:
            top = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line.split(b":")[1]) for line in top.lower().splitlines() if b"content-length" in line)
            sent = json.loads(await reader.readexactly(length))
            server.asked.append(sent)
            await answer(sent, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1"
    try:
        yield server
    finally:
        listening.close()
        for task in serving:
            task.cancel()
            await asyncio.wait([task])
