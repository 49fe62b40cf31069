"""How much of Shopify a shop's token may still ask for: its leaky bucket, as learned from the answers.

Shopify counts points per app and shop, reserves an operation's requested cost before it runs, gives back what it did
not use, and refills at a rate that depends on the shop's plan. https://shopify.dev/docs/api/usage/limits
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
MOST_WAITING = 4
"""Calls of one shop that wait for points at a time. A further one is sent away, so that no shop holds all of us up."""
UNKNOWN = 100.0
"""Points that are set aside for an operation that was never asked."""
SMALL = 50.0
"""Points that are waited for however many wait: such calls belong to one that has its points already."""


@dataclass
class Bucket:
    """`available` points at the moment `at` (seconds of a steady clock): a Standard shop's, until we are told."""

    available: float = 2000.0
    maximum: float = 2000.0
    rate: float = 100.0
    at: float = 0.0
    reserved: float = 0.0
    waiting: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    def wait_for(self, cost: float, now: float, *, alone: bool = False) -> float:
        """Seconds until `cost` can be afforded, beside what is under way or `alone` once that has ended."""
        if self.rate <= 0:
            return 0.0
        filled = min(self.maximum, self.available + (now - self.at) * self.rate)
        beside = 0.0 if alone else self.reserved
        return max(0.0, (min(cost, self.maximum) + beside - filled) / self.rate)

    def share_left(self, now: float) -> float:
        """Of the maximum, what must be there by now."""
        return min(1.0, (self.available + (now - self.at) * self.rate) / self.maximum) if self.maximum > 0 else 1.0

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
        bucket = self._buckets.setdefault(domain, Bucket(at=self._clock()))
        self._buckets.move_to_end(domain)
        if len(self._buckets) > self._most_shops:
            self._buckets.popitem(last=False)
        return bucket

    def least_left(self) -> float:
        """The share of its points that the shop with the least has left by now; 1 while nothing is known."""
        now = self._clock()
        return min((bucket.share_left(now) for bucket in self._buckets.values()), default=1.0)

    async def reserve(self, domain: str, operation: str) -> float:
        """Waits until the operation can be afforded; returns what was reserved.

        Raises Throttled where that takes long, or where enough calls of the shop wait already.
        """
        bucket, cost = self.bucket(domain), self._costs.get(operation, UNKNOWN)
        if bucket.waiting >= MOST_WAITING and cost > SMALL:
            raise Throttled(max(1.0, bucket.wait_for(cost, self._clock(), alone=True)))
        bucket.waiting += 1
        try:
            async with bucket.turn:
                await self._afford(bucket, cost)
                bucket.reserved += cost
        finally:
            bucket.waiting -= 1
        return cost

    async def _afford(self, bucket: Bucket, cost: float) -> None:
        """Ends when the points are there: because time passed, or because a call ended and used less than it might."""
        until = self._clock() + self._longest_wait
        while wait := bucket.wait_for(cost, self._clock()):
            if self._clock() + bucket.wait_for(cost, self._clock(), alone=True) > until:
                raise Throttled(wait)
            bucket.settled.clear()
            slept = asyncio.ensure_future(self._sleep(wait))
            ended = asyncio.ensure_future(bucket.settled.wait())
            try:
                await asyncio.wait((slept, ended), return_when=asyncio.FIRST_COMPLETED)
            finally:
                slept.cancel()
                ended.cancel()

    def settle(self, domain: str, operation: str, reserved: float, cost: dict[str, Any] | None) -> None:
        """Gives the reservation back and learns from what Shopify said of the cost, if it said anything."""
        bucket = self.bucket(domain)
        bucket.reserved = max(0.0, bucket.reserved - reserved)
        bucket.settled.set()
        if not cost:
            return
        if cost.get("requestedQueryCost") is not None:
            self._costs[operation] = float(cost["requestedQueryCost"])
        if cost.get("throttleStatus"):
            bucket.learn(cost["throttleStatus"], self._clock())
