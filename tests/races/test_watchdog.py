"""The watchdog against a bot that hangs and then speaks, against agents, and against shoppers who write meanwhile."""

import asyncio
from datetime import timedelta

import pytest

from backend.bot import watchdog
from backend.bot.situation import Situation
from backend.clock import now
from backend.conversations import service
from backend.conversations.models import Handoff
from backend.conversations.rules import Reason, State
from tests.conftest import make_agent
from tests.races.turns import Stage

pytestmark = pytest.mark.anyio

LIMIT = timedelta(seconds=90)
LATER = timedelta(seconds=95)


async def test_a_model_that_hangs_gives_way_to_a_human_and_what_it_says_later_is_dropped(stage: Stage) -> None:
    _, conversation = await stage.thread()
    hangs, wakes = asyncio.Event(), asyncio.Event()

    async def hang(_: Situation) -> None:
        hangs.set()
        await wakes.wait()

    stage.before_writing = hang
    turn = asyncio.create_task(stage.turn(conversation))
    async with asyncio.timeout(20):
        await hangs.wait()
    assert await watchdog.look(stage.db, now() + LATER, LIMIT) == 1
    assert (await stage.fresh(conversation)).state == State.WAITING
    wakes.set()
    await turn
    said = await stage.bot_words(conversation)
    assert len(said) == 1 and "asked a person" in said[0][1], "only that somebody was asked"
    assert await stage.outcomes(conversation) == ["discarded"] and await stage.leaks() == []
    assert (await stage.fresh(conversation)).state == State.WAITING


async def test_an_agent_and_the_watchdog_at_one_moment_leave_one_holder_and_no_bot_word_after_the_takeover(
    stage: Stage,
) -> None:
    maya = await make_agent(stage.db, stage.shop)
    threads = await stage.threads(12)

    async def takes_over(conversation_id: int) -> None:
        async with stage.db.writing() as session:
            await service.take_over(session, maya, conversation_id, now=now())

    await asyncio.gather(
        watchdog.look(stage.db, now() + LATER, LIMIT),
        *(takes_over(thread.id or 0) for thread in threads),
        watchdog.look(stage.db, now() + LATER, LIMIT),
    )
    assert await stage.leaks() == []
    for thread in threads:
        fresh = await stage.fresh(thread)
        assert (fresh.state, fresh.agent_id) == (State.AGENT, maya.id)
        assert len(await stage.bot_words(thread)) <= 1


async def test_a_silent_thread_is_escalated_once_however_many_look_and_write(stage: Stage) -> None:
    shopper, conversation = await stage.thread()
    await asyncio.gather(
        *(watchdog.look(stage.db, now() + LATER, LIMIT) for _ in range(4)),
        *(stage.say(shopper, f"Hello? {number}") for number in range(4)),
    )
    await watchdog.look(stage.db, now() + LATER, LIMIT)
    async with stage.db.reading() as session:
        row = await service.open_handoff(session, await stage.fresh(conversation))
    assert isinstance(row, Handoff) and row.reason == Reason.BOT_FAILURE
    assert len(await stage.bot_words(conversation)) == 1 and await stage.leaks() == []
