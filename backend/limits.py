"""How often somebody may knock: a token bucket for each key, in this process.

The memory is bounded: when there are too many keys, the one that knocked least lately is forgotten, which favours it.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from backend.errors import TooMany


class Limit:
    """`burst` at once, then `per_minute` spread evenly. The clock is a steady one, in seconds."""

    def __init__(
        self, *, burst: int, per_minute: float, most_keys: int = 50_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst, self._rate = float(burst), per_minute / 60.0
        self._most_keys, self._clock = most_keys, clock
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable, cost: float = 1.0) -> None:
        """Takes from the key's bucket. Raises TooMany with the seconds to wait, and takes nothing then."""
        now = self._clock()
        left, at = self._buckets.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._rate)
        enough = left >= cost
        self._buckets[key] = (left - cost if enough else left, now)
        if len(self._buckets) > self._most_keys:
            self._buckets.popitem(last=False)
        if not enough:
            wait = (cost - left) / self._rate
            raise TooMany("That was too often. Wait a moment and try again.", retry_after=round(wait, 1) or 0.1)

    def __len__(self) -> int:
        return len(self._buckets)
