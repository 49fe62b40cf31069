"""How much of Shopify a shop's token may still ask for: its leaky bucket, as learned from the answers.

Shopify counts points per app and shop, reserves an operation's requested cost before it runs, and refills at a rate
that depends on the shop's plan. https://shopify.dev/docs/api/usage/limits
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from backend import measures
from backend.shopify.failures import Throttled

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


@dataclass
class Bucket:
    """`available` points at the moment `at` (seconds of a steady clock). Nothing is known before the first answer."""

    available: float | None = None
    maximum: float = 0.0
    rate: float = 0.0
    at: float = 0.0
    reserved: float = 0.0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def wait_for(self, cost: float, now: float) -> float:
        """Seconds until `cost` can be afforded beside what is under way; 0 while nothing is known."""
        if self.available is None or self.rate <= 0:
            return 0.0
        filled = min(self.maximum, self.available + (now - self.at) * self.rate)
        return max(0.0, (min(cost, self.maximum) + self.reserved - filled) / self.rate)

    def share_left(self, now: float) -> float:
        """Of the maximum, what must be there by now; 1 while nothing is known."""
        if self.available is None or self.maximum <= 0:
            return 1.0
        return min(1.0, (self.available + (now - self.at) * self.rate) / self.maximum)

    def learn(self, throttle_status: dict[str, Any], now: float) -> None:
        """Takes Shopify's own figures, which outrank ours."""
        self.maximum = float(throttle_status["maximumAvailable"])
        self.available = float(throttle_status["currentlyAvailable"])
        self.rate = float(throttle_status["restoreRate"])
        if self.maximum > 0:
            measures.shopify_left.observe(self.available / self.maximum)
        self.at = now


class Budgets:
    """A bucket for each shop and the known cost of each operation. Calls of one shop get their turn in order."""

    def __init__(self, clock: Clock, sleep: Sleep, *, longest_wait: float, most_shops: int = 10_000) -> None:
        self._clock, self._sleep = clock, sleep
        self._longest_wait, self._most_shops = longest_wait, most_shops
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._costs: dict[str, float] = {}

    def bucket(self, domain: str) -> Bucket:
        """The shop's bucket; the least recently used one is forgotten when there are too many."""
        bucket = self._buckets.setdefault(domain, Bucket())
        self._buckets.move_to_end(domain)
        if len(self._buckets) > self._most_shops:
            self._buckets.popitem(last=False)
        return bucket

    def least_left(self) -> float:
        """The share of its points that the shop with the least has left by now; 1 while nothing is known."""
        now = self._clock()
        return min((bucket.share_left(now) for bucket in self._buckets.values()), default=1.0)

    async def reserve(self, domain: str, operation: str) -> float:
        """Waits until the operation can be afforded; returns what was reserved. Raises Throttled if that takes long."""
        bucket, cost = self.bucket(domain), self._costs.get(operation, 0.0)
        async with bucket.turn:
            wait = bucket.wait_for(cost, self._clock())
            if wait > self._longest_wait:
                raise Throttled(wait)
            if wait > 0:
                await self._sleep(wait)
            bucket.reserved += cost
        return cost

    def settle(self, domain: str, operation: str, reserved: float, cost: dict[str, Any] | None) -> None:
        """Gives the reservation back and learns from what Shopify said of the cost, if it said anything."""
        bucket = self.bucket(domain)
        bucket.reserved = max(0.0, bucket.reserved - reserved)
        if not cost:
            return
        if cost.get("requestedQueryCost") is not None:
            self._costs[operation] = float(cost["requestedQueryCost"])
        if cost.get("throttleStatus"):
            bucket.learn(cost["throttleStatus"], self._clock())
