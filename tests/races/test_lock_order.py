"""Writers who need the same rows in one order: none of them ever waits for one that waits for it."""

import asyncio
import random
import uuid

import pytest
from sqlmodel import select

from backend.actors import ShopperActor
from backend.clock import now
from backend.conversations import service
from backend.conversations.models import Conversation
from backend.conversations.service import Known
from backend.db import Database
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper

pytestmark = pytest.mark.anyio

THREADS, ROUNDS = 4, 45


async def shopper_posts(db: Database, shopper: ShopperActor, dice: random.Random) -> None:
    await asyncio.sleep(dice.random() * 0.012)
    async with db.writing() as session:
        await service.post_shopper_message(
            session, shopper, text="More", client_key=uuid.uuid4().hex, page_url=None, now=now()
        )


async def bot_writes(db: Database, conversation: Conversation, number: str) -> None:
    """What a turn of the bot leaves: what it understood, for the shopper too, and its words."""
    async with db.writing() as session:
        row = await service.locked(session, conversation.shop_id, conversation.id or 0)
        service.require_term(row, 1)
        await service.remember(session, row, {"order_number": Known(number, "Order number", "text")})
        await service.post_bot_reply(session, row, term=1, text="Thank you.", now=now())


async def test_a_shopper_who_posts_and_a_turn_that_remembers_do_not_wait_for_each_other(
    database: Database, shop: Shop, dice: random.Random
) -> None:
    async def play() -> int:
        shopper = await make_shopper(database, shop)
        conversation = await make_conversation(database, shopper)
        for number in range(ROUNDS):
            await asyncio.gather(
                shopper_posts(database, shopper, dice), bot_writes(database, conversation, f"#{number}")
            )
        async with database.reading() as session:
            return (await session.get_one(Conversation, conversation.id)).last_sequence

    assert await asyncio.gather(*(play() for _ in range(THREADS))) == [1 + 2 * ROUNDS] * THREADS


async def test_first_words_sent_at_once_make_one_thread_that_the_bot_can_write_in_meanwhile(
    database: Database, shop: Shop, dice: random.Random
) -> None:
    for _ in range(15):
        shopper = await make_shopper(database, shop)

        async def bot_joins(shopper: ShopperActor = shopper) -> None:
            async with database.writing() as session:
                conversation = await service.shopper_conversation(session, shopper, now())
            await bot_writes(database, conversation, "#1001")

        posts = [shopper_posts(database, shopper, dice) for _ in range(4)]
        await asyncio.gather(*posts, bot_joins(), bot_joins())
        async with database.reading() as session:
            thread = await session.exec(select(Conversation).where(Conversation.shopper_id == shopper.id))
        assert thread.one().last_sequence == 6
