"""A piece of network that fails on demand: a relay in front of one server or several, which counts what it carries."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

CHUNK = 64 * 1024


class Wire:
    """Listens on a port of its own and carries each connection to the next server that takes it.

    `cut_at` is the number of the chunk that is lost with every connection that then stands: set it to 1, 2, 3 … and the
    failure moves one step further each time.
    """

    def __init__(self, servers: Sequence[int]) -> None:
        self.servers = list(servers)
        self.carried, self.cuts, self.cut_at = 0, 0, 0
        self.port = 0
        self._next = 0
        self._flows = asyncio.Event()
        self._flows.set()
        self._ends: set[asyncio.StreamWriter] = set()
        self._carriers: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        self._flows.set()
        self.cut()
        if self._carriers:
            await asyncio.wait(self._carriers, timeout=5)

    @property
    def standing(self) -> int:
        """How many connections it carries."""
        return len(self._ends) // 2

    def cut(self, share: float = 1.0) -> None:
        """Breaks connections, as a router does that restarts: nobody says good-bye."""
        ends = list(self._ends)
        self.cuts += bool(ends)
        for end in ends[: round(len(ends) * share)]:
            end.transport.abort()

    def stall(self) -> None:
        """Carries nothing, and says nothing of it, until `flow`."""
        self._flows.clear()

    def flow(self) -> None:
        self._flows.set()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carrier = asyncio.create_task(self._carry(reader, writer))
        self._carriers.add(carrier)
        carrier.add_done_callback(self._carriers.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await self._reach()
        if there is None:
            writer.transport.abort()
            return
        far_reader, far_writer = there
        self._ends |= {writer, far_writer}
        pumps = [
            asyncio.create_task(self._pump(reader, far_writer)),
            asyncio.create_task(self._pump(far_reader, writer)),
        ]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            self._ends -= {writer, far_writer}
            for end in (writer, far_writer):
                end.close()

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self.servers:
            self._next = (self._next + 1) % len(self.servers)
            with contextlib.suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", self.servers[self._next])
        return None

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(CHUNK):
                await self._flows.wait()
                self.carried += 1
                if self.carried == self.cut_at:
                    self.cut()
                    return
                writer.write(data)
                await writer.drain()


@contextlib.asynccontextmanager
async def wire(*servers: int) -> AsyncIterator[Wire]:
    made = Wire(servers)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()
