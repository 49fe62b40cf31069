"""What serves nobody any more is forgotten, row by row, and all that somebody may still ask for is kept."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel, col, func, select, update

from backend import db as foundation
from backend.actors import AgentActor, ShopperActor
from backend.app import tidy
from backend.clock import now
from backend.conversations import forgetting, service
from backend.conversations.models import BotTurn, Conversation, Message, Shopper
from backend.db import Database
from backend.orders.models import LookupAttempt
from backend.shops.models import Shop, WebhookDelivery
from tests.conftest import make_conversation, make_shopper

pytestmark = pytest.mark.anyio

OLD = timedelta(days=90, minutes=1)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foundation, "AT_ONCE", 2)


async def count(db: Database, table: type[SQLModel]) -> int:
    async with db.reading() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


async def last_seen(db: Database, shopper: ShopperActor, at: datetime) -> None:
    async with db.writing() as session:
        await session.exec(update(Shopper).where(col(Shopper.id) == shopper.id).values(last_seen_at=at))


async def keep(db: Database, *rows: SQLModel) -> None:
    async with db.writing() as session:
        session.add_all(rows)


async def test_deliveries_are_forgotten_after_a_week(database: Database, shop: Shop) -> None:
    moment = now()
    for age in (0, 6, 7, 8, 9, 400):
        at = moment - timedelta(days=age, minutes=1)
        await keep(database, WebhookDelivery(webhook_id=f"{age}", shop_domain=shop.domain, topic="t", received_at=at))
    await tidy(database)
    async with database.reading() as session:
        assert set((await session.exec(select(WebhookDelivery.webhook_id))).all()) == {"0", "6"}


async def test_attempts_are_forgotten_once_they_count_for_no_limit(
    database: Database, conversation: Conversation
) -> None:
    whose: dict[str, Any] = {
        "shop_id": conversation.shop_id, "conversation_id": conversation.id or 0, "shopper_id": conversation.shopper_id,
    }  # fmt: skip
    await keep(database, *(LookupAttempt(**whose, at=now() - timedelta(hours=hours)) for hours in (1, 23, 25, 26, 99)))
    await tidy(database)
    assert await count(database, LookupAttempt) == 2


async def test_shoppers_who_never_wrote_are_forgotten_and_nobody_who_did_or_was_seen(
    database: Database, shop: Shop
) -> None:
    silent = [await make_shopper(database, shop) for _ in range(5)]
    wrote, seen = await make_shopper(database, shop), await make_shopper(database, shop, customer_id="7001")
    await make_conversation(database, wrote)
    for shopper in (*silent, wrote):
        await last_seen(database, shopper, now() - OLD)
    await last_seen(database, seen, now() - OLD + timedelta(hours=1))
    await tidy(database)
    async with database.reading() as session:
        assert set((await session.exec(select(Shopper.id))).all()) == {wrote.id, seen.id}
    assert (await count(database, Conversation), await count(database, Message)) == (1, 1)


async def test_traces_go_with_the_threads_that_ended_long_ago_and_no_others(
    database: Database, shop: Shop, agent: AgentActor
) -> None:
    kept = []
    for resolved, age in ((True, OLD), (True, OLD - timedelta(hours=1)), (False, OLD)):
        conversation = await make_conversation(database, await make_shopper(database, shop))
        async with database.writing() as session:
            row = await service.locked(session, conversation.shop_id, conversation.id or 0)
            for _ in range(3):
                service.record_turn(
                    session, row, term=1, outcome="answer", trace={}, milliseconds=1, message=None, now=now() - OLD
                )
            if resolved:
                await service.resolve(session, agent, conversation.id or 0, now=now() - age)
        kept.append(conversation.id)
    await tidy(database)
    async with database.reading() as session:
        assert set((await session.exec(select(BotTurn.conversation_id))).all()) == set(kept[1:])
    assert await count(database, BotTurn) == 6


async def test_one_transaction_forgets_a_few_and_says_when_none_is_left(database: Database, shop: Shop) -> None:
    for _ in range(5):
        await last_seen(database, await make_shopper(database, shop), now() - OLD)
    gone = []
    for _ in range(4):
        async with database.writing() as session:
            gone.append(await forgetting.forget_silent_shoppers(session, now()))
    assert gone == [2, 2, 1, 0]
