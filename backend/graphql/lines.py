"""What one socket is sent: in order, without anybody waiting for it, and never more than a bounded backlog.

A client that does not read is not waited for and not remembered: past the bound its socket ends with 4403, and it comes
again and resumes by cursor.
"""

import asyncio
import contextlib
import random
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import NonJsonMessageReceived, NonTextMessageReceived

from backend import measures
from backend.graphql.connections import COME_AGAIN, WORDS
from backend.graphql.framing import FRAMES, Frames, frame

if TYPE_CHECKING:
    from backend.graphql.door import Door

MOST_WAITING = 128
MOST_BYTES = 1024 * 1024
CLOSING_TAKES = 10.0
SLOW_CLOSING_TAKES = 2.0


class Line(ASGIWebSocketAdapter):
    """The sending end of one socket. Closed once, by whoever comes first."""

    def __init__(self, view: "Door", request: WebSocket, response: WebSocket) -> None:
        super().__init__(view, request, response)  # type: ignore[arg-type]
        self.door = view
        self.frames: Frames | None = response.scope.get("extensions", {}).get(FRAMES)
        self._waiting: deque[bytes] | None = None
        """Made when there is something to wait for: most sockets never have."""
        self._waiting_bytes = 0
        self._writer: asyncio.Task[None] | None = None
        self._closer: asyncio.Task[None] | None = None
        self._is_over = False
        seconds = view.session_seconds * random.uniform(0.9, 1.0)
        self._timer = asyncio.get_running_loop().call_later(seconds, self.end, COME_AGAIN, WORDS, "session")
        response.scope["baton.line"] = self
        view.connections.add(self, view.name)

    async def iter_json(self, *, ignore_parsing_errors: bool = False) -> AsyncGenerator[object, None]:
        """Like the adapter's own, which would hold each text until the next one comes."""
        with contextlib.suppress(WebSocketDisconnect):
            while self.ws.application_state != WebSocketState.DISCONNECTED:
                yield await self._said()

    async def _said(self) -> object:
        try:
            return self.door.decode_json(await self.ws.receive_text())
        except JSONDecodeError as error:
            raise NonJsonMessageReceived from error
        except KeyError as error:
            raise NonTextMessageReceived from error

    async def send_json(self, message: Mapping[str, object]) -> None:
        text = self.door.encode_json(message).encode()
        self.put(frame(text) if self.frames else text)

    async def close(self, code: int, reason: str) -> None:
        if self._writer is not None:
            await asyncio.wait([self._writer], timeout=1)  # what was said before goes first
        self.end(code, reason, "refused")

    def put(self, data: bytes) -> None:
        """Sends a whole frame, or a text where the server takes no frames; keeps it for a moment if it must."""
        if self._is_over:
            return
        if self.frames is not None and not self._waiting and self.frames.write_frame(data):
            return
        if self._waiting is None:
            self._waiting = deque()
        self._waiting.append(data)
        self._waiting_bytes += len(data)
        if len(self._waiting) > MOST_WAITING or (self._waiting_bytes > MOST_BYTES and len(self._waiting) > 1):
            self.end(COME_AGAIN, WORDS, "slow")
        elif self._writer is None:
            self._writer = asyncio.create_task(self._write())

    def end(self, code: int, reason: str, why: str) -> None:
        """What still waits is dropped: who comes again asks for it by cursor."""
        if self._is_over:
            return
        self._is_over = True
        self._forget_waiting()
        measures.sockets_closed.labels(self.door.name, why).inc()
        if self.frames is not None:
            self.frames.end(code, reason, SLOW_CLOSING_TAKES if why == "slow" else CLOSING_TAKES)
        else:
            self._closer = asyncio.create_task(self._close(code, reason))

    async def gone(self) -> None:
        """The socket is no more: nothing of it is kept."""
        self._is_over = True
        self._timer.cancel()
        self._forget_waiting()
        self.door.connections.remove(self)
        if self._closer is not None:
            await asyncio.wait([self._closer], timeout=1)

    def _forget_waiting(self) -> None:
        self._waiting = None
        self._waiting_bytes = 0
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None

    async def _write(self) -> None:
        """What waits, as fast as the client reads it."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            waiting = self._waiting  # it may be dropped while the client is waited for
            while waiting and await self._sent(waiting[0]):
                self._waiting_bytes -= len(waiting.popleft())
        self._writer = None

    async def _sent(self, data: bytes) -> bool:
        if self.frames is None:
            await self.ws.send_text(data.decode())
            return True
        return await self.frames.until_writable() and self.frames.write_frame(data)

    async def _close(self, code: int, reason: str) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            async with asyncio.timeout(SLOW_CLOSING_TAKES):
                await self.ws.close(code, reason)


def line_of(scope: Mapping[str, Any]) -> Line | None:
    """The line of a socket; None where it was never accepted."""
    line: Line | None = scope.get("baton.line")
    return line
