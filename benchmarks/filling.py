"""A shop with ten thousand conversations, written straight into the tables: only reading them is measured."""

import random
from datetime import timedelta

from sqlmodel import select

from backend.clock import now
from backend.conversations.models import Conversation, Message, Shopper
from backend.db import Database
from backend.shops.models import Shop
from backend.tags.models import Tag, TagApplication

AT_ONCE = 1_000
DAYS = 60
STATES = ("bot", "bot", "waiting", "resolved")
URGENCIES = ("low", "normal", "high")
LINES = (
    "Do you ship to Canada?",
    "Where is my order?",
    "The zip of my jacket failed",
    "Which size should I take?",
    "I would like a refund",
    "How do I wash merino?",
    "Is the tent waterproof?",
    "My parcel is late",
)


async def fill(url: str, domain: str, count: int) -> None:
    """Adds `count` conversations of as many shoppers, over sixty days, in every state that needs no agent."""
    db = Database(url)
    try:
        async with db.reading() as session:
            shop_id = (await session.exec(select(Shop.id).where(Shop.domain == domain))).one()
            tags = (await session.exec(select(Tag.id).where(Tag.shop_id == shop_id))).all()
        assert shop_id is not None
        for begin in range(0, count, AT_ONCE):
            await _fill_some(db, shop_id, [tag for tag in tags if tag], begin, min(AT_ONCE, count - begin))
    finally:
        await db.close()


async def _fill_some(db: Database, shop_id: int, tags: list[int], begin: int, count: int) -> None:
    dice = random.Random(begin)
    async with db.writing() as session:
        shop = await session.get(Shop, shop_id, with_for_update=True)
        assert shop is not None
        people = [_shopper(dice, shop_id, begin + place) for place in range(count)]
        session.add_all(people)
        await session.flush()
        threads = [_thread(dice, person, shop.revision + place) for place, person in enumerate(people, 1)]
        shop.revision += count
        session.add_all([shop, *threads])
        await session.flush()
        session.add_all(_message(thread, sequence) for thread in threads for sequence in (1, 2))
        session.add_all(_tagged(thread, dice.choice(tags)) for thread in threads)


def _shopper(dice: random.Random, shop_id: int, number: int) -> Shopper:
    at = now() - timedelta(minutes=dice.uniform(1, 60 * 24 * DAYS))
    return Shopper(shop_id=shop_id, name=f"Shopper {number}", created_at=at, last_seen_at=at)


def _thread(dice: random.Random, shopper: Shopper, revision: int) -> Conversation:
    assert shopper.id is not None
    state, urgency, line, at = dice.choice(STATES), dice.choice(URGENCIES), dice.choice(LINES), shopper.created_at
    return Conversation(
        shop_id=shopper.shop_id, shopper_id=shopper.id, state=state, last_sequence=2, revision=revision, subject=line,
        preview=line, preview_author="bot", language="en", intent="shipping", urgency=urgency,
        urgency_rank=URGENCIES.index(urgency), waiting_since=at if state == "waiting" else None,
        resolved_at=at if state == "resolved" else None, created_at=at, last_message_at=at, state_since=at,
    )  # fmt: skip


def _message(thread: Conversation, sequence: int) -> Message:
    assert thread.id is not None
    return Message(
        shop_id=thread.shop_id, conversation_id=thread.id, sequence=sequence, term=1, kind="text", audience="everyone",
        author="shopper" if sequence == 1 else "bot", text=thread.subject, created_at=thread.created_at,
    )  # fmt: skip


def _tagged(thread: Conversation, tag_id: int) -> TagApplication:
    assert thread.id is not None
    return TagApplication(
        shop_id=thread.shop_id, conversation_id=thread.id, tag_id=tag_id, applied_by="system",
        evidence=thread.subject, applied_at=thread.created_at,
    )  # fmt: skip
