"""Real processes, killed, frozen and cut off while people talk: nothing is lost or comes twice, and nobody waits long.

Two web processes and two workers on Postgres and Redis; and, played at random, one process on SQLite.
"""

import pytest

from backend.db import Database
from backend.jobs import LEASE
from tests.faults.plan import plan
from tests.faults.playing import play
from tests.faults.recovery import go_through, kill_all_that_work, village

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]

SOON = 30.0
"""Seconds that anybody may wait for a word because of one failure, though the machine be very busy."""


async def test_through_every_failure_of_many_processes_each_word_arrives_once_in_order_and_soon() -> None:
    async with village() as people:
        db = Database(people.fleet.database_url)
        recovery = await go_through(people, db)
        await db.close()
    assert recovery.wrong == []
    bounds = dict.fromkeys(recovery.worst, SOON) | {kill_all_that_work.__name__: 2 * SOON + LEASE.total_seconds()}
    assert {name: wait for name, wait in recovery.worst.items() if wait > bounds[name]} == {}


async def test_a_short_play_of_random_faults_on_one_process_leaves_everything_in_its_place() -> None:
    outcome = await play(plan(38, "one", 12.0, shoppers=8, rate=4.0, every=4.0))
    assert {fault.what for fault in outcome.plan.faults} >= {"kill web", "cut sockets"}
    assert outcome.verdict.wrong == []
    assert outcome.verdict.counts["TEXT by SHOPPER"] > 15
