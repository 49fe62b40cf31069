"""How a process takes requests, and how it stops taking them: nothing that was accepted is cut off in its middle."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from types import FrameType

import structlog
import uvicorn
from starlette.types import ASGIApp

from backend.web.health import Health

log = structlog.get_logger(__name__)

KEEP_ALIVE = 75
"""Seconds for which an idle connection stays open: longer than whoever is in front keeps one, who would else send a
request at the very moment in which we close it, and could not know whether it was heard."""


class Server(uvicorn.Server):
    """Told to end it says so to whoever balances the load, closes its door, sends its sockets away, and ends with 0.

    SIGTERM first waits `drain_seconds` with an answering door, so that a balancer notices. SIGINT and a second signal
    do not wait.
    """

    def __init__(
        self, config: uvicorn.Config, health: Health, drain: Callable[[], Awaitable[object]], drain_seconds: float
    ) -> None:
        super().__init__(config)
        self._health, self._drain, self._drain_seconds = health, drain, drain_seconds

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Unlike uvicorn's: the signal is not raised again at the end, for to be told to end is no failure."""
        before = {name: signal.signal(name, self.handle_exit) for name in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit or sig == signal.SIGINT:
            self._drain_seconds = 0
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Not ready; then deaf; then without sockets; then uvicorn's own end, which waits for requests and jobs."""
        self._health.is_draining = True
        log.info("draining", seconds=self._drain_seconds)
        waited = 0.0
        while waited < self._drain_seconds:
            await asyncio.sleep(0.1)
            waited += 0.1
        for server in self.servers:
            server.close()
        await self._drain()
        await super().shutdown(sockets)
        log.info("ended")


class _Beside(uvicorn.Server):
    """A second server of this process: signals are for the first."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def listening(app: ASGIApp, host: str, port: int) -> AsyncIterator[None]:
    """Answers on an address of its own, for those who watch. Raises OSError where the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listener:
        config = uvicorn.Config(
            app, lifespan="off", log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=1
        )
        server = _Beside(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield
        finally:
            server.should_exit = True
            await serving
