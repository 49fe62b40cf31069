"""How long a commit takes to reach its followers is measured, and so is what the doorbell lost."""

import asyncio
import time
from contextlib import aclosing

import pytest

from backend import measures
from backend.live import Live, follow

pytestmark = pytest.mark.anyio


def counted(sample: str, **labels: str) -> float:
    return measures.REGISTRY.get_sample_value(sample, labels) or 0.0


async def test_the_lag_is_from_the_first_commit_that_rang_until_its_value_was_taken() -> None:
    live = Live("memory://")
    await live.start()
    news: list[str] = []

    async def read() -> str | None:
        return news.pop() if news else None

    async with aclosing(follow(live, ("conversation:1",), read)) as feed:
        following = asyncio.ensure_future(anext(feed))
        await asyncio.sleep(0)
        count, total = counted("baton_follower_lag_seconds_count"), counted("baton_follower_lag_seconds_sum")
        news.append("a message")
        await live.nudge(["conversation:1"])
        assert await following == "a message"
        assert counted("baton_follower_lag_seconds_count") == count  # taken, but not sent yet
        following = asyncio.ensure_future(anext(feed))
        await asyncio.sleep(0)
        assert counted("baton_follower_lag_seconds_count") == count + 1
        assert 0 <= counted("baton_follower_lag_seconds_sum") - total < 2
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
    await live.stop()


async def test_a_value_that_no_commit_rang_for_has_no_lag() -> None:
    live = Live("memory://")

    async def read() -> str | None:
        return "what was there already"

    count = counted("baton_follower_lag_seconds_count")
    async with aclosing(follow(live, ("conversation:1",), read, has_more=lambda _: True)) as feed:
        for _ in range(3):
            await anext(feed)
    assert counted("baton_follower_lag_seconds_count") == count


async def test_nudges_that_find_the_outbox_full_are_counted() -> None:
    live = Live("memory://")
    live._outbox = asyncio.Queue(maxsize=1)
    lost = counted("baton_nudges_lost_total", why="outbox full")
    await live.nudge(["a"])
    await live.nudge(["b"])
    assert counted("baton_nudges_lost_total", why="outbox full") == lost + 1


async def test_the_first_of_several_commits_counts() -> None:
    live = Live("memory://")
    with live.listening("a") as ears:
        began = time.time()
        ears.ring(began)
        ears.ring(began + 5)
        ears.ring()
        assert ears.clear() == began
        assert ears.clear() is None
