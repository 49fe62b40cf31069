"""A shop's points: nobody spends what somebody else has set aside, and no shop holds all of us up."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from backend.shopify.budget import MOST_WAITING, SMALL, UNKNOWN, Budgets
from backend.shopify.failures import Throttled

pytestmark = pytest.mark.anyio
SHOP = "alder-and-pine.myshopify.com"


@dataclass
class Time:
    """A steady clock that somebody moves; sleepers wait until it has moved far enough."""

    now: float = 100.0
    moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        async with self.moved:
            await self.moved.wait_for(lambda: self.now >= until)

    async def move(self, seconds: float) -> None:
        async with self.moved:
            self.now += seconds
            self.moved.notify_all()
        await turns()


async def turns() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def cost(requested: float, available: float) -> dict[str, Any]:
    status = {"maximumAvailable": 2000.0, "currentlyAvailable": available, "restoreRate": 100.0}
    return {"requestedQueryCost": requested, "throttleStatus": status}


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def budgets(time: Time) -> Budgets:
    return Budgets(lambda: time.now, time.sleep, longest_wait=10.0)


async def learned(budgets: Budgets, operation: str, requested: float, available: float) -> None:
    budgets.settle(SHOP, operation, await budgets.reserve(SHOP, operation), cost(requested, available))


async def test_an_unknown_shop_is_taken_for_a_small_one(budgets: Budgets) -> None:
    for _ in range(20):
        assert await budgets.reserve(SHOP, "Unknown") == UNKNOWN
    call = asyncio.create_task(budgets.reserve(SHOP, "Unknown"))
    await turns()
    assert not call.done()
    call.cancel()


async def test_who_waits_goes_on_as_soon_as_a_call_ends_that_used_less_than_it_might(
    budgets: Budgets, time: Time
) -> None:
    await learned(budgets, "OrderSearch", 450, 500)
    first = await budgets.reserve(SHOP, "OrderSearch")
    second = asyncio.create_task(budgets.reserve(SHOP, "OrderSearch"))
    await turns()
    assert not second.done()
    budgets.settle(SHOP, "OrderSearch", first, cost(450, 470))
    assert await asyncio.wait_for(second, 1) == 450
    assert time.now == 100.0


async def test_who_waits_goes_on_when_the_points_are_back(budgets: Budgets, time: Time) -> None:
    await learned(budgets, "OrderSearch", 450, 150)
    call = asyncio.create_task(budgets.reserve(SHOP, "OrderSearch"))
    await turns()
    await time.move(2.9)
    assert not call.done()
    await time.move(0.2)
    assert await asyncio.wait_for(call, 1) == 450


async def test_a_shop_without_points_sends_further_calls_away_at_once(budgets: Budgets) -> None:
    await learned(budgets, "OrderSearch", 450, 0)
    waiting = [asyncio.create_task(budgets.reserve(SHOP, "OrderSearch")) for _ in range(MOST_WAITING)]
    await turns()
    with pytest.raises(Throttled) as refusal:
        await budgets.reserve(SHOP, "OrderSearch")
    assert refusal.value.retry_after == pytest.approx(4.5)
    for call in waiting:
        call.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert budgets.bucket(SHOP).waiting == 0


async def test_a_small_call_waits_with_the_large_one_that_it_belongs_to(budgets: Budgets, time: Time) -> None:
    await learned(budgets, "OrderSearch", 450, 2000)
    await learned(budgets, "OrderSearchContact", SMALL - 1, 400)
    waiting = [asyncio.create_task(budgets.reserve(SHOP, "OrderSearch")) for _ in range(MOST_WAITING)]
    await turns()
    small = asyncio.create_task(budgets.reserve(SHOP, "OrderSearchContact"))
    await turns()
    assert not small.done()
    for call in waiting:
        call.cancel()
    assert await asyncio.wait_for(small, 1) == SMALL - 1


async def test_a_call_that_was_given_up_holds_nothing_back(budgets: Budgets) -> None:
    await learned(budgets, "OrderSearch", 450, 200)
    call = asyncio.create_task(budgets.reserve(SHOP, "OrderSearch"))
    await turns()
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)
    bucket = budgets.bucket(SHOP)
    assert (bucket.reserved, bucket.waiting, bucket.turn.locked()) == (0.0, 0, False)
