"""Who comes back after a long time: the token has lapsed, the cursor is old, and much was said meanwhile."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlmodel import col, update

from backend.actors import ShopperActor
from backend.clock import now
from backend.conversations import service
from backend.graphql.agent import reads
from backend.shops import shopper_token
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper
from tests.faults.conftest import Deployment
from tests.faults.follower import INBOX, THREAD, Follower
from tests.faults.people import Person
from tests.graphql.doors import id_token

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(400)]

MEANWHILE = 250
"""More messages than one page holds."""
WITHIN = 30.0


@contextlib.asynccontextmanager
async def awake(follower: Follower) -> AsyncIterator[None]:
    task = asyncio.create_task(follower.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Sleeper:
    """A shopper's panel. While it slept its token lapsed; it notices as it is refused, and asks for another."""

    def __init__(self, on: Deployment, shopper: ShopperActor) -> None:
        self.on, self.shopper, self.refusals = on, shopper, 0
        self._token = self._mint(timedelta())

    def _mint(self, ago: timedelta) -> str:
        key = self.on.house.services.settings.seal_key
        return shopper_token.mint(key, self.shopper, now() - ago).token

    def oversleep(self) -> None:
        self._token = self._mint(timedelta(hours=1, seconds=1))

    def stale(self) -> None:
        self.refusals += 1
        self._token = self._mint(timedelta())

    async def token(self) -> str:
        return self._token

    def person(self) -> Person:
        url = f"http://127.0.0.1:{self.on.port}/shopper/graphql"
        return Person("sleeper", self.on.http, url, self.token, stale=self.stale)


@pytest.mark.parametrize("polls", [False, True], ids=["subscribing", "polling"])
async def test_a_browser_that_slept_for_an_hour_gets_all_that_was_said_once_and_in_order(
    deployment: Deployment, polls: bool
) -> None:
    db = deployment.house.services.db
    shopper = await make_shopper(db, deployment.world.here.shop)
    await make_conversation(db, shopper)
    sleeper = Sleeper(deployment, shopper)
    follower = Follower(sleeper.person(), THREAD, polls=polls, every=0.05)
    async with awake(follower):
        await follower.until(1, WITHIN)
    sleeper.oversleep()
    async with db.writing() as session:
        for number in range(MEANWHILE):
            await service.post_shopper_message(
                session,
                shopper,
                text=f"In another tab: {number}",
                client_key=uuid.uuid4().hex,
                page_url=None,
                now=now(),
            )
    async with awake(follower):
        await follower.until(1 + MEANWHILE, WITHIN)
    assert follower.check(range(1, 2 + MEANWHILE)) == []
    assert sleeper.refusals == 1


async def test_an_inbox_that_is_too_far_behind_is_told_to_begin_anew_and_then_holds_the_newest(
    deployment: Deployment,
) -> None:
    side, db = deployment.world.there, deployment.house.services.db

    async def token() -> str:
        return id_token(side.domain)

    maya = Person("Maya", deployment.http, f"http://127.0.0.1:{deployment.port}/graphql", token)
    before = Follower(maya, INBOX)
    async with awake(before):
        await before.until(1, WITHIN)
    assert before.problems == []
    async with db.writing() as session:
        far = Shop.revision + reads.TOO_FAR_BEHIND + 1
        await session.exec(update(Shop).where(col(Shop.id) == side.shop.id).values(revision=far))
    thread = await make_conversation(db, await make_shopper(db, side.shop), "After the holidays")
    late = Follower(maya, INBOX, after=before.cursor)
    async with awake(late):
        await late.until(thread.revision, WITHIN)
    assert late.problems == [f"{late.name} was told to forget {before.cursor}"], "never a gap without a word"
    assert late.got[-1]["id"] == str(thread.id)
    assert {row["id"] for row in late.got} >= {row["id"] for row in before.got}
