"""Two who want the same thing at the same moment, and readers by cursor beside many writers."""

import asyncio
import random
import uuid

import pytest
from sqlmodel import func, select

from backend.actors import AgentActor, ShopperActor
from backend.clock import now
from backend.conversations import queries, service
from backend.conversations.models import Conversation, Message
from backend.conversations.rules import State
from backend.db import Database
from backend.errors import HeldByAnother
from backend.jobs import Job
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper
from tests.races.turns import Stage

pytestmark = pytest.mark.anyio

TAKEOVERS = 200
AT_ONCE = 10
WRITERS, WRITES = 8, 100


async def test_of_two_agents_who_saw_the_same_term_one_wins_and_the_other_reads_who(
    stage: Stage, agent: AgentActor, second_agent: AgentActor, dice: random.Random
) -> None:
    wins = []

    async def race(conversation: Conversation) -> None:
        async def joins(who: AgentActor) -> Conversation:
            await asyncio.sleep(dice.random() * 0.005)
            async with stage.db.writing() as session:
                return await service.take_over(session, who, conversation.id or 0, expected_term=1, now=now())

        ends = await asyncio.gather(joins(agent), joins(second_agent), return_exceptions=True)
        row = await stage.fresh(conversation)
        assert (row.state, row.term, row.last_sequence) == (State.AGENT, 2, 2)
        winner, loser = (agent, ends[1]) if row.agent_id == agent.id else (second_agent, ends[0])
        assert isinstance(loser, HeldByAnother)
        assert loser.message.startswith(f"{winner.first_name} holds this conversation.")
        wins.append(winner.first_name)

    for _ in range(TAKEOVERS // AT_ONCE):
        await asyncio.gather(*(race(conversation) for conversation in await stage.threads(AT_ONCE)))
    assert len(wins) == TAKEOVERS
    assert set(wins) == {"Maya", "Jonas"}


async def test_the_same_first_message_sent_twice_at_once_is_one_thread_one_message_and_one_job(
    database: Database, shop: Shop
) -> None:
    async def send(shopper: ShopperActor) -> Message:
        async with database.writing() as session:
            return await service.post_shopper_message(
                session, shopper, text="Hello", client_key="the-same-key", page_url=None, now=now()
            )

    for round_ in range(1, 21):
        shopper = await make_shopper(database, shop)
        sent = await asyncio.gather(send(shopper), send(shopper), send(shopper))
        assert len({message.id for message in sent}) == 1
        async with database.reading() as session:
            for table in (Conversation, Message, Job):
                assert (await session.exec(select(func.count()).select_from(table))).one() == round_


async def test_the_same_reply_sent_twice_at_once_is_one_message_and_both_get_it(
    database: Database, shop: Shop, agent: AgentActor
) -> None:
    for _ in range(20):
        conversation = await make_conversation(database, await make_shopper(database, shop))

        async def send(thread: int = conversation.id or 0) -> Message:
            async with database.writing() as session:
                return await service.post_reply(
                    session, agent, thread, text="Maya here", client_key="the-same-key", now=now()
                )

        sent = await asyncio.gather(send(), send(), send())
        assert {message.sequence for message in sent} == {3}
        async with database.reading() as session:
            row = await session.get_one(Conversation, conversation.id)
        assert (row.last_sequence, row.term) == (3, 2)


async def test_beside_eight_writers_a_reader_by_revision_misses_nothing(
    database: Database, shop: Shop, dice: random.Random
) -> None:
    shoppers = [await make_shopper(database, shop) for _ in range(12)]
    threads = {(await make_conversation(database, shopper)).id: shopper for shopper in shoppers}
    before = await _head(database, shop)
    written: list[tuple[int, int]] = []
    done = asyncio.Event()

    async def writer() -> None:
        for _ in range(WRITES):
            async with database.writing() as session:
                message = await service.post_shopper_message(
                    session, dice.choice(shoppers), text="More", client_key=uuid.uuid4().hex, page_url=None, now=now()
                )
            written.append((message.conversation_id, message.sequence))

    feed = asyncio.create_task(_read_feed(database, shop, before, done))
    hot = next(iter(threads)) or 0
    transcript = asyncio.create_task(_read_transcript(database, shop, hot, done))
    await asyncio.gather(*(writer() for _ in range(WRITERS)))
    done.set()
    seen, read = await feed, await transcript
    assert len(written) == len(set(written)) == WRITERS * WRITES
    assert await _head(database, shop) == before + WRITERS * WRITES  # a revision for each change, and no other
    async with database.reading() as session:
        rows = (await session.exec(select(Conversation))).all()
    assert {row.id: row.revision for row in rows if row.revision > before} == seen
    assert read == list(range(1, next(row.last_sequence for row in rows if row.id == hot) + 1))
    for row in rows:
        of = [sequence for thread, sequence in written if thread == row.id]
        assert sorted(of) == list(range(2, row.last_sequence + 1))


async def _head(db: Database, shop: Shop) -> int:
    async with db.reading() as session:
        return await queries.head(session, shop.id or 0)


async def _read_feed(db: Database, shop: Shop, after: int, done: asyncio.Event) -> dict[int | None, int]:
    """What a follower of the shop holds at the end. Pages of five, so that it is always a little behind."""
    seen: dict[int | None, int] = {}
    while True:
        is_over = done.is_set()
        async with db.reading() as session:
            found = await queries.changed_since(session, shop.id or 0, after, limit=5)
        for row in found:
            assert row.revision > after
            after = seen[row.id] = row.revision
        if is_over and not found:
            return seen
        await asyncio.sleep(0)


async def _read_transcript(db: Database, shop: Shop, thread: int, done: asyncio.Event) -> list[int]:
    """The sequences that a follower of one thread got, in the order in which it got them."""
    read: list[int] = []
    while True:
        is_over = done.is_set()
        async with db.reading() as session:
            found = await queries.messages_after(session, shop.id or 0, thread, read[-1] if read else 0, limit=5)
        read += [message.sequence for message in found]
        if is_over and not found:
            return read
        await asyncio.sleep(0)
