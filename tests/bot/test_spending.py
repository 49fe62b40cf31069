"""What the language model may cost: rows, so that it is shared by all processes and kept over restarts."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from backend.ai.providers import TokensADay
from backend.bot import spending
from backend.bot.models import ModelUse
from backend.bot.spending import Payer, Spent, reserve, settle, used_today
from backend.clock import now
from backend.conversations.models import Conversation
from backend.db import Database
from backend.shops.models import Shop

pytestmark = pytest.mark.anyio
LIMITS = TokensADay(conversation=1_000, shop=2_000, everybody=3_000)


async def used(db: Database) -> dict[str, tuple[int, int]]:
    async with db.reading() as session:
        rows = (await session.exec(select(ModelUse))).all()
    return {row.scope.split(":")[0]: (row.calls, row.tokens) for row in rows}


def payer(conversation: Conversation) -> Payer:
    return Payer(conversation.shop_id, conversation.id)


async def test_a_call_is_counted_for_its_conversation_its_shop_and_everybody(
    database: Database, conversation: Conversation
) -> None:
    reserved = await reserve(database, payer(conversation), 400, LIMITS)
    assert await used(database) == {"conversation": (1, 400), "shop": (1, 400), "all": (1, 400)}
    await settle(database, reserved, 250)
    assert await used(database) == {"conversation": (1, 250), "shop": (1, 250), "all": (1, 250)}
    async with database.reading() as session:
        assert await used_today(session, conversation.shop_id, now()) == (1, 250)
        assert await used_today(session, conversation.shop_id, now() + timedelta(days=1)) == (0, 0)


async def test_a_call_that_was_not_made_costs_nothing(database: Database, conversation: Conversation) -> None:
    reserved = await reserve(database, payer(conversation), 400, LIMITS)
    await settle(database, reserved, 0)
    assert set((await used(database)).values()) == {(0, 0)}


@pytest.mark.parametrize("scope", ["conversation", "shop", "all"])
async def test_whoever_has_nothing_left_is_refused_and_nothing_is_reserved(
    database: Database, conversation: Conversation, scope: str
) -> None:
    limits = TokensADay(**{"conversation": 900, "shop": 900, "everybody": 900} | {
        {"conversation": "conversation", "shop": "shop", "all": "everybody"}[scope]: 100
    })  # fmt: skip
    with pytest.raises(Spent) as spent:
        await reserve(database, payer(conversation), 400, limits)
    assert spent.value.scope == scope
    assert await used(database) == {}


async def test_two_that_reach_for_the_last_tokens_do_not_both_get_them(
    database: Database, conversation: Conversation
) -> None:
    tries = [reserve(database, payer(conversation), 600, LIMITS) for _ in range(4)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(end).__name__ for end in ended) == ["Reserved", "Spent", "Spent", "Spent"]
    assert set((await used(database)).values()) == {(1, 600)}


async def test_the_playground_counts_for_the_shop_alone(database: Database, shop: Shop) -> None:
    await reserve(database, Payer(shop.id or 0), 400, LIMITS)
    assert await used(database) == {"shop": (1, 400), "all": (1, 400)}


async def test_another_day_begins_anew_and_old_days_are_forgotten(
    database: Database, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = now() - timedelta(days=40)
    monkeypatch.setattr(spending, "now", lambda: long_ago)
    await reserve(database, payer(conversation), 900, LIMITS)
    monkeypatch.undo()
    await reserve(database, payer(conversation), 900, LIMITS)
    async with database.writing() as session:
        assert await spending.forget_use(session, now()) == 3
    assert set((await used(database)).values()) == {(1, 900)}
