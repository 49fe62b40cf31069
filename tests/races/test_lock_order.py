"""Writers who need the same rows in one order: none of them ever waits for one that waits for it."""

import asyncio
import random
import uuid

import pytest
from sqlmodel import select

from backend.actors import AgentActor, ShopperActor
from backend.clock import now
from backend.conversations import service
from backend.conversations.models import Conversation
from backend.conversations.service import Known
from backend.db import Database
from backend.knowledge import service as knowledge
from backend.knowledge.documents import Document
from backend.knowledge.models import KnowledgeSource
from backend.knowledge.rules import Kind, SourceState
from backend.shops.models import Shop
from backend.tags import service as tags
from backend.tags.models import Tag
from backend.tags.rules import Application, Colour
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


async def imported(db: Database, shop_id: int, count: int) -> tuple[list[Document], list[int]]:
    """Pages that were read before, so that the next import finds nothing new in them."""
    pages = [Document(Kind.PAGE, f"gid://shopify/Page/{n}", f"Page {n}", "", text="Words.") for n in range(count)]
    async with db.writing() as session:
        await knowledge.expect(session, shop_id, pages, "words-1", now())
    async with db.writing() as session:
        sources = (await session.exec(select(KnowledgeSource))).all()
        for source in sources:
            page = next(each for each in pages if each.external_id == source.external_id)
            source.state, source.content_hash = SourceState.READY, page.hash
            session.add(source)
    return pages, [source.id or 0 for source in sources]


async def test_an_import_and_turns_that_cite_what_it_imports_do_not_wait_for_each_other(
    database: Database, shop: Shop, dice: random.Random
) -> None:
    shop_id = shop.id or 0
    pages, ids = await imported(database, shop_id, 30)
    threads = [await make_conversation(database, await make_shopper(database, shop)) for _ in range(2)]

    async def turn(conversation: Conversation) -> None:
        await asyncio.sleep(dice.random() * 0.015)
        async with database.writing() as session:
            row = await service.locked(session, shop_id, conversation.id or 0)
            await knowledge.count_use(session, shop_id, dice.sample(ids, 3))
            await service.post_bot_reply(session, row, term=1, text="On page 3.", now=now())

    async def imports() -> None:
        async with database.writing() as session:
            assert await knowledge.expect(session, shop_id, pages, "words-1", now()) == []

    for _ in range(50):
        await asyncio.gather(imports(), *(turn(conversation) for conversation in threads))
    async with database.reading() as session:
        uses = (await session.exec(select(KnowledgeSource.use_count))).all()
    assert sum(uses) == 50 * len(threads) * 3


async def test_a_tag_is_renamed_while_it_is_put_on_and_neither_waits_for_the_other(
    database: Database, shop: Shop, agent: AgentActor, dice: random.Random
) -> None:
    async with database.writing() as session:
        await tags.install_starters(session, shop.id or 0, now())
    async with database.reading() as session:
        (tag,) = (await session.exec(select(Tag).where(Tag.name == "refund"))).all()

    async def renames(number: int) -> None:
        await asyncio.sleep(dice.random() * 0.006)
        async with database.writing() as session:
            await tags.update(
                session,
                agent,
                tag.id or 0,
                name=f"refund-{number}",
                colour=Colour(tag.colour),
                description=tag.description,
            )

    async def is_put_on(conversation: Conversation, number: int) -> None:
        async with database.writing() as session:
            row = await service.locked(session, conversation.shop_id, conversation.id or 0)
            named = [Application("refund" if number == 0 else f"refund-{number - 1}", "a refund", None, 0.9)]
            await tags.apply(session, row, named, now=now())

    for number in range(25):
        fresh = [await make_conversation(database, await make_shopper(database, shop)) for _ in range(2)]
        await asyncio.gather(renames(number), *(is_put_on(conversation, number) for conversation in fresh))
    async with database.reading() as session:
        assert (await session.get_one(Tag, tag.id)).name == "refund-24"
