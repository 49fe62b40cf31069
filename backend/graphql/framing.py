"""One WebSocket frame, written to many transports as the same bytes.

What all followers of a feed are sent differs in nothing, or in the id of their operation: framing it once for each
socket would be most of the work. The frames are whole (RFC 6455, 5.2: FIN, text, no mask, no extension bits), so they
may stand between any two frames that the protocol object writes itself.
"""

import asyncio
import struct
from typing import Any, Protocol

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

FRAMES = "baton.frames"
"""The ASGI extension under which a server that can do so lets the app write whole frames."""
_NEEDED = ("transport", "writable", "conn", "queue", "loop", "close_sent", "close_timer", "read_paused")


def frame(text: bytes) -> bytes:
    """A whole text frame as a server sends it."""
    size = len(text)
    if size < 126:
        return b"\x81%c" % size + text
    if size < 65_536:
        return b"\x81\x7e" + struct.pack("!H", size) + text
    return b"\x81\x7f" + struct.pack("!Q", size) + text


class Frames(Protocol):
    """What the extension offers."""

    def write_frame(self, data: bytes) -> bool:
        """Writes a whole frame now. False, and nothing written, where the client does not read or is gone."""

    async def until_writable(self) -> bool:
        """Waits until frames can be written; False where they never can be again."""

    def end(self, code: int, reason: str, within: float) -> None:
        """A close frame behind what was written; the connection is cut after so many seconds, read or not."""


class Mailbox:
    """What a socket's app has still to receive: an asyncio.Queue for one reader, at a fraction of its weight."""

    __slots__ = ("_reader", "_waiting")

    def __init__(self) -> None:
        self._waiting: list[Any] = []
        self._reader: asyncio.Future[None] | None = None

    def put_nowait(self, message: Any) -> None:
        self._waiting.append(message)
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    async def get(self) -> Any:
        """The oldest; waits for one. Nobody else may wait at that time."""
        while not self._waiting:
            if self._reader is not None:
                raise RuntimeError("A socket is read by one reader.")
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        return self._waiting.pop(0)

    def empty(self) -> bool:
        return not self._waiting


class Gate:
    """Whether a client reads: an asyncio.Event, at a fraction of its weight while it is open, as it mostly is."""

    __slots__ = ("_shut",)

    def __init__(self) -> None:
        self._shut: asyncio.Event | None = None

    def is_set(self) -> bool:
        return self._shut is None

    def clear(self) -> None:
        if self._shut is None:
            self._shut = asyncio.Event()

    def set(self) -> None:
        if self._shut is not None:
            self._shut.set()
            self._shut = None

    async def wait(self) -> None:
        while self._shut is not None:
            await self._shut.wait()


class FramedProtocol(WebSocketsSansIOProtocol):
    """Uvicorn's WebSockets, and whole frames beside them. What was said before a socket opened is not kept.

    Uvicorn flushes what it framed in the same call, so that nothing of its own is ever half written here. Its own
    close waits for a client that reads, and then for its transport to be empty: neither may ever be.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue = Mailbox()  # type: ignore[assignment]
        self.writable = Gate()  # type: ignore[assignment]

    async def send(self, message: Any) -> None:
        await super().send(message)
        if message["type"] == "websocket.accept":
            for said in ("request", "response"):  # the parser has the first too, for as long as it runs
                vars(self).pop(said).headers.clear()

    def handle_text(self, event: Frame) -> None:
        super().handle_text(event)
        event.data = b""  # the parser keeps its last frame until the next one comes

    async def run_asgi(self) -> None:
        if all(hasattr(self, name) for name in _NEEDED):
            self.scope["extensions"] = {**(self.scope.get("extensions") or {}), FRAMES: self}  # type: ignore[dict-item]
        await super().run_asgi()

    def write_frame(self, data: bytes) -> bool:
        if not self.writable.is_set() or self.close_sent or self.transport.is_closing():
            return False
        self.transport.write(data)
        return True

    async def until_writable(self) -> bool:
        await self.writable.wait()
        return not (self.close_sent or self.transport.is_closing())

    def end(self, code: int, reason: str, within: float) -> None:
        if self.close_sent or self.transport.is_closing():
            return
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        if self.read_paused:  # the client's answer to the close is still to be read
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(within, self.transport.abort)
