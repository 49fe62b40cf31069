"""Thousands of interleavings with real commits: several rivals at once against each turn, at any moment of it."""

import asyncio
import os
import random
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from sqlmodel import col, func, select

from backend.actions import service as actions
from backend.actors import AgentActor, ShopperActor
from backend.bot import reply
from backend.bot.situation import Situation
from backend.clock import now
from backend.conversations import service
from backend.conversations.models import BotTurn, Conversation
from backend.errors import Refusal
from tests.races.invariants import check_all
from tests.races.turns import DECISIONS, Stage

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(400)]

TIMES = int(os.environ.get("BATON_RACES", "1"))
"""How many times as many races as in CI, where they are to end within a minute."""
SQLITE, POSTGRES, HEATS, AT_ONCE = 600 * TIMES, 300 * TIMES, 3, 20

Move = Callable[[Stage, AgentActor, ShopperActor, int], Awaitable[object]]


async def takes_over(stage: Stage, agent: AgentActor, _: ShopperActor, thread: int) -> None:
    async with stage.db.writing() as session:
        await service.take_over(session, agent, thread, now=now())


async def replies(stage: Stage, agent: AgentActor, _: ShopperActor, thread: int) -> None:
    async with stage.db.writing() as session:
        await service.post_reply(session, agent, thread, text="Maya here", client_key=uuid.uuid4().hex, now=now())


async def hands_back(stage: Stage, agent: AgentActor, _: ShopperActor, thread: int) -> None:
    async with stage.db.writing() as session:
        await service.hand_back(session, agent, thread, now=now())


async def resolves(stage: Stage, agent: AgentActor, _: ShopperActor, thread: int) -> None:
    async with stage.db.writing() as session:
        row = await service.resolve(session, agent, thread, now=now())
        await actions.close_open(session, row, now())


async def reopens(stage: Stage, agent: AgentActor, _: ShopperActor, thread: int) -> None:
    async with stage.db.writing() as session:
        await service.reopen(session, agent, thread, now=now())


async def asks_for_a_human(stage: Stage, _: AgentActor, shopper: ShopperActor, __: int) -> None:
    async with stage.db.writing() as session:
        await service.ask_for_human(session, shopper, client_key=uuid.uuid4().hex, now=now())


async def writes_more(stage: Stage, _: AgentActor, shopper: ShopperActor, __: int) -> None:
    await stage.say(shopper, "And to Norway?")


async def runs_the_same_job(stage: Stage, _: AgentActor, shopper: ShopperActor, thread: int) -> None:
    await reply.run(stage.services, {"shop_id": shopper.shop_id, "conversation_id": thread})


MOVES: tuple[Move, ...] = (
    takes_over, replies, hands_back, resolves, reopens, asks_for_a_human, writes_more, runs_the_same_job,
)  # fmt: skip


@pytest.mark.parametrize("heat", range(HEATS))
async def test_thousands_of_interleavings_break_no_invariant(
    stage: Stage, agent: AgentActor, second_agent: AgentActor, dice: random.Random, heat: int
) -> None:
    """In each race a turn meets one to three rivals, who begin within a few milliseconds of it."""
    races = (SQLITE if stage.db.is_sqlite else POSTGRES) // HEATS

    async def lingers(_: Situation) -> None:
        await asyncio.sleep(dice.random() * 0.01)

    stage.decides = lambda _: dice.choice(DECISIONS)
    stage.before_thinking = stage.before_writing = lingers

    async def comes(thread: Conversation) -> None:
        move, who = dice.choice(MOVES), dice.choice([agent, second_agent])
        await asyncio.sleep(dice.random() * 0.03)
        with suppress(Refusal):  # whoever came too late is told so
            await move(stage, who, ShopperActor(thread.shop_id, thread.shopper_id), thread.id or 0)

    async def race(thread: Conversation) -> None:
        await asyncio.gather(stage.turn(thread), *(comes(thread) for _ in range(dice.randint(1, 3))))

    for _ in range(races // AT_ONCE):
        await asyncio.gather(*(race(thread) for thread in await stage.threads(AT_ONCE)))
    async with stage.db.reading() as session:
        assert await check_all(session) == races
        ended = dict((await session.exec(select(BotTurn.outcome, func.count()).group_by(col(BotTurn.outcome)))).all())
    assert await stage.leaks() == []
    # They were races: some turns came through, some were overtaken by words and some by people.
    assert min(ended.get(outcome, 0) for outcome in ("answer", "discarded", "superseded")) > races / 100, ended
