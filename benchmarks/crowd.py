"""Thousands of subscribers in one process: sockets that speak just enough of WebSockets and graphql-transport-ws.

A client library would cost more for each frame than the servers that are measured.
"""

import asyncio
import base64
import os
import struct
import time
from collections.abc import Sequence
from typing import cast

import orjson

PATIENCE = 180.0
HEADERS = {126: 4, 127: 10}


def masked(text: bytes, opcode: int = 1) -> bytes:
    """A client's frame (RFC 6455, 5.2). A mask of zeros is a mask, and costs nothing to apply."""
    size = len(text)
    head = bytes((0x80 | opcode, 0x80 | size)) if size < 126 else struct.pack("!BBH", 0x80 | opcode, 0xFE, size)
    return head + b"\0\0\0\0" + text


class Subscriber(asyncio.Protocol):
    """One socket with one subscription. Its frames are counted by its crowd."""

    def __init__(self, crowd: "Crowd", path: str, token: str) -> None:
        self.crowd, self.path, self.token = crowd, path, token
        self.transport: asyncio.Transport | None = None
        self._left = b""
        self._is_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport = cast(asyncio.Transport, transport)  # uvloop's own is none by name
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.crowd.port}\r\nConnection: Upgrade\r\n"
            f"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        data = self._left + data if self._left else data
        if not self._is_open:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._left = head
                return
            assert b" 101 " in head, head
            self._is_open = True
            said = {"type": "connection_init", "payload": {"token": self.token}}
            self._write(masked(orjson.dumps(said)))
        start, end = 0, len(data)
        while end - start >= 2:
            size = data[start + 1]
            header = HEADERS.get(size, 2)
            if end - start < header:
                break
            if size > 125:
                size = int.from_bytes(data[start + 2 : start + header], "big")
            if end - start < header + size:
                break
            self._frame(data[start] & 15, data, start + header, start + header + size)
            start += header + size
        self._left = data[start:]

    def _frame(self, opcode: int, data: bytes, start: int, end: int) -> None:
        if opcode == 1:
            self.crowd.hear(self, data, start, end)
        elif opcode == 9:
            self._write(masked(data[start:end], 10))
        elif opcode == 8:
            self.crowd.closed.append(data[start:end])

    def subscribe(self) -> None:
        self._write(self.crowd.asked)

    def _write(self, data: bytes) -> None:
        assert self.transport is not None
        self.transport.write(data)


class Crowd:
    """Subscribers of one document. After `steady`, each text frame is a delivery."""

    def __init__(self, port: int, path: str, document: str, variables: dict[str, object]) -> None:
        self.port, self.path = port, path
        said = {"id": "1", "type": "subscribe", "payload": {"query": document, "variables": variables}}
        self.asked = masked(orjson.dumps(said))
        self.members: list[Subscriber] = []
        self.times: list[float] = []
        self.closed: list[bytes] = []
        self.last = b""
        self._wanted = 0
        self._reached = asyncio.Event()
        self._acknowledged = 0
        self.expects_first = True

    def hear(self, member: Subscriber, data: bytes, start: int, end: int) -> None:
        if data.startswith(b'{"type":"connection_ack"', start):
            self._acknowledged += 1
            member.subscribe()
            if self.expects_first:
                return
        else:
            self.times.append(time.perf_counter())
            self.last = data[start:end]
        if len(self.times) + (0 if self.expects_first else self._acknowledged) >= self._wanted:
            self._reached.set()

    async def join(self, tokens: Sequence[str], at_once: int = 100) -> float:
        """All connect, subscribe, and hear how things stand; the seconds that took."""
        loop, gate = asyncio.get_running_loop(), asyncio.Semaphore(at_once)
        self._expect(len(tokens) if self.expects_first else 2**60)
        begun = time.perf_counter()

        async def connect(token: str) -> None:
            async with gate:
                _, member = await loop.create_connection(
                    lambda: Subscriber(self, self.path, token), "127.0.0.1", self.port
                )
                self.members.append(member)

        await asyncio.gather(*(connect(token) for token in tokens))
        if self.expects_first:
            await self._all()
        else:
            while self._acknowledged < len(tokens):
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.3)
        taken = time.perf_counter() - begun
        self.times.clear()
        return taken

    def expect(self, frames: int) -> None:
        """Counts from nothing; `all_heard` returns once so many frames came."""
        self.times.clear()
        self._expect(frames)

    def _expect(self, frames: int) -> None:
        self._wanted = frames
        self._reached.clear()

    async def all_heard(self) -> Sequence[float]:
        """When each frame came."""
        await self._all()
        return self.times

    async def _all(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self._reached.wait()
        if self.closed:
            raise RuntimeError(f"{len(self.closed)} sockets were closed: {self.closed[0]!r}")

    def leave(self) -> None:
        for member in self.members:
            assert member.transport is not None
            member.transport.abort()
