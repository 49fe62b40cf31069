"""Files that are held in memory until they were read: so many at once in a process, and so many of one shop."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator

from backend.errors import TooMany

MOST = 8
MOST_OF_SHOP = 4
READ_AT_ONCE = 2
COME_BACK_IN = 5.0


class Arriving:
    """Asked before a body is read. Of one shop one file is read at a time, so that no shop waits for another's."""

    def __init__(self, most: int = MOST, of_shop: int = MOST_OF_SHOP) -> None:
        self.most, self.of_shop = most, of_shop
        self._of: Counter[int] = Counter()
        self._turns: dict[int, asyncio.Lock] = {}
        self._readers = asyncio.Semaphore(READ_AT_ONCE)

    @contextlib.contextmanager
    def one(self, shop_id: int) -> Iterator[None]:
        """Holds a file for the block. Raises TooMany."""
        if self._of.total() >= self.most or self._of[shop_id] >= self.of_shop:
            raise TooMany("Too many files are on their way. Wait a moment and try again.", retry_after=COME_BACK_IN)
        self._of[shop_id] += 1
        self._turns.setdefault(shop_id, asyncio.Lock())
        try:
            yield
        finally:
            self._of[shop_id] -= 1
            if not self._of[shop_id]:
                del self._of[shop_id], self._turns[shop_id]

    @contextlib.asynccontextmanager
    async def reading(self, shop_id: int) -> AsyncIterator[None]:
        """Within `one`: waits for the shop's turn, and for a reader."""
        async with self._turns[shop_id], self._readers:
            yield
