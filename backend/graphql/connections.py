"""The open sockets of this process: counted, and sent away in good order before the process ends."""

import asyncio
import random
import time
from collections import Counter
from typing import Protocol

from backend import measures

COME_AGAIN = 4403
WORDS = "Come again with a fresh token"
LEAVING_TAKES = 1.0
PATIENCE = 5.0
SHORTEST_PAUSE = 0.01


class Endable(Protocol):
    """A socket's sending end."""

    def end(self, code: int, reason: str, why: str) -> None:
        """Ends the socket without waiting for anybody. `why` is counted."""


class Connections:
    """Who is connected, by door. Clients that are told 4403 return at once and resume by cursor, here or elsewhere."""

    def __init__(self) -> None:
        self._open: dict[Endable, str] = {}
        self._is_draining = False
        self._emptied = asyncio.Event()

    def add(self, line: Endable, door: str) -> None:
        """Who comes while the process is leaving is sent on."""
        self._open[line] = door
        measures.connections.labels(door).inc()
        if self._is_draining:
            line.end(COME_AGAIN, WORDS, "drain")

    def remove(self, line: Endable) -> None:
        door = self._open.pop(line, None)
        if door is not None:
            measures.connections.labels(door).dec()
        if not self._open:
            self._emptied.set()

    def count(self, door: str | None = None) -> int:
        """Open sockets of one door, or of all."""
        return len(self._open) if door is None else Counter(self._open.values())[door]

    async def drain(self, over: float = LEAVING_TAKES, patience: float = PATIENCE) -> int:
        """Ends every socket with 4403, spread over some seconds so that not all return in the same moment.

        Returns when all are gone or patience is over, and says how many are left then.
        """
        self._is_draining = True
        lines = list(self._open)
        random.shuffle(lines)
        begun = time.monotonic()
        for number, line in enumerate(lines, 1):
            if line in self._open:
                line.end(COME_AGAIN, WORDS, "drain")
            early = begun + over * number / len(lines) - time.monotonic()
            if early > SHORTEST_PAUSE:  # a pause for each of thousands would take much longer than they have
                await asyncio.sleep(early)
        if self._open:
            self._emptied.clear()
            await asyncio.wait([asyncio.ensure_future(self._emptied.wait())], timeout=patience)
        return len(self._open)
