"""One reading at a time in a process: an import that takes minutes leaves the workers, and a processor, to the chat."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

from backend.jobs import TryAgain

COME_BACK_IN = 0.5
"""Seconds after which who was turned away asks again."""
LOOK_AGAIN_IN = 0.1


class Turns:
    """Whoever finds the turn taken goes away and comes again; who has it makes room for them after a while."""

    def __init__(self) -> None:
        self._is_taken = self._is_wanted = self._is_lent = False

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Has the turn for the block. Raises TryAgain while another has it."""
        if self._is_taken:
            self._is_wanted = True
            raise TryAgain("another reading is under way", seconds=COME_BACK_IN, is_turn=True)
        self._is_taken, self._is_wanted = True, False
        try:
            yield
        finally:
            self._is_taken = False

    @contextlib.asynccontextmanager
    async def lent(self) -> AsyncIterator[None]:
        """For the block, who has the turn leaves it to others, and then waits until it is free again.

        Only one does at a time, so that two readings at most keep others' jobs from running.
        """
        if self._is_lent:
            yield
            return
        self._is_lent, self._is_taken = True, False
        try:
            yield
        finally:
            while self._is_taken:
                self._is_wanted = True
                await asyncio.sleep(LOOK_AGAIN_IN)
            self._is_lent, self._is_taken = False, True

    def pause(self) -> float:
        """How many seconds who has the turn is to stay away after it, so that others get it."""
        return 2 * COME_BACK_IN if self._is_wanted else 0.0
