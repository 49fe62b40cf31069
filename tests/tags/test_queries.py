"""Reading tags: counts now, counts over time, and conversations by the tags that they carry."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from backend.actors import AgentActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation
from backend.db import Database
from backend.shops.models import Shop
from backend.tags import queries, service
from backend.tags.queries import Bucket
from tests.conftest import make_agent, make_conversation, make_shopper

pytestmark = pytest.mark.anyio

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


@pytest.fixture
async def threads(database: Database, shop: Shop, agent: AgentActor) -> list[int]:
    """Three conversations: refund; refund and complaint, resolved; complaint, from which refund was taken off."""
    ids = [(await make_conversation(database, await make_shopper(database, shop))).id or 0 for _ in range(3)]
    moments = [
        MONDAY + timedelta(hours=1),
        MONDAY + timedelta(hours=1, minutes=59),
        MONDAY + timedelta(days=6, hours=23),
    ]
    async with database.writing() as session:
        await service.install_starters(session, shop.id or 0, now())
        await service.add(session, agent, ids[0], "refund", moments[0])
        await service.add(session, agent, ids[1], "refund", moments[1])
        await service.add(session, agent, ids[1], "complaint", moments[1])
        await service.add(session, agent, ids[2], "complaint", moments[2])
        await service.add(session, agent, ids[2], "refund", moments[2])
        await service.remove(session, agent, ids[2], "refund", moments[2])
        await conversations.resolve(session, agent, ids[1], now=now())
    return ids


async def test_each_tag_counts_the_conversations_that_carry_it_and_those_not_resolved(
    database: Database, shop: Shop, threads: list[int]
) -> None:
    async with database.reading() as session:
        tags = await queries.tags(session, shop.id or 0)
        refund = next(tag for tag in tags if tag.name == "refund")
        again = await queries.tag(session, shop.id or 0, refund.id)
    counted = {tag.name: (tag.conversation_count, tag.open_count) for tag in tags if tag.conversation_count}
    assert counted == {"refund": (2, 1), "complaint": (2, 1)}
    assert refund.rules[0] == "The shopper asks about a return or refund"
    assert again == refund


@pytest.mark.parametrize(
    ("any_", "all_", "none", "expected"),
    [
        ([], [], [], [0, 1, 2]),
        (["refund"], [], [], [0, 1]),
        (["refund", "complaint"], [], [], [0, 1, 2]),
        ([], ["refund", "complaint"], [], [1]),
        ([], [], ["refund"], [2]),
        (["complaint"], [], ["refund"], [2]),
        (["refund"], ["complaint"], ["refund"], []),
        (["no-such-tag"], [], [], []),
        ([], [], ["no-such-tag"], [0, 1, 2]),
    ],
)
async def test_conversations_are_found_by_any_all_and_none_of_their_tags(
    database: Database,
    shop: Shop,
    threads: list[int],
    any_: list[str],
    all_: list[str],
    none: list[str],
    expected: list[int],
) -> None:
    async with database.reading() as session:
        wanted = queries.condition(shop.id or 0, any_=any_, all_=all_, none=none)
        found = await session.exec(select(Conversation.id).where(wanted).order_by(col(Conversation.id)))
        assert list(found.all()) == [threads[at] for at in expected]


async def test_another_shop_sees_no_conversation_and_no_count(
    database: Database, threads: list[int], other_shop: Shop
) -> None:
    shop_id = other_shop.id or 0
    await make_agent(database, other_shop, "Tom", "80001")
    async with database.writing() as session:
        await service.install_starters(session, shop_id, now())
    async with database.reading() as session:
        wanted = queries.condition(shop_id, any_=["refund"])
        assert (await session.exec(select(Conversation.id).where(wanted))).all() == []
        assert {tag.conversation_count for tag in await queries.tags(session, shop_id)} == {0}
        assert await queries.applied(session, shop_id, threads) == {}
        assert await queries.counts(session, shop_id, since=MONDAY) == []


@pytest.mark.parametrize(
    ("bucket", "expected"),
    [
        (
            Bucket.HOUR,
            [("complaint", 1, 1), ("complaint", 6 * 24 + 23, 1), ("refund", 1, 2)],
        ),
        (Bucket.DAY, [("complaint", 0, 1), ("complaint", 6 * 24, 1), ("refund", 0, 2)]),
        (Bucket.WEEK, [("complaint", 0, 2), ("refund", 0, 2)]),
    ],
)
async def test_tags_put_on_are_counted_by_the_hour_the_day_and_the_week_from_monday(
    database: Database, shop: Shop, threads: list[int], bucket: Bucket, expected: list[tuple[str, int, int]]
) -> None:
    async with database.reading() as session:
        names = {tag.id: tag.name for tag in await queries.tags(session, shop.id or 0)}
        counts = await queries.counts(session, shop.id or 0, since=MONDAY, bucket=bucket)
    found = [(names[each.tag_id], int((each.start - MONDAY) / timedelta(hours=1)), each.count) for each in counts]
    assert sorted(found) == expected
    assert [each.start for each in counts] == sorted(each.start for each in counts)


async def test_counts_keep_to_the_time_that_was_asked_for(database: Database, shop: Shop, threads: list[int]) -> None:
    async with database.reading() as session:
        early = await queries.counts(session, shop.id or 0, since=MONDAY, until=MONDAY + timedelta(hours=1, minutes=30))
        late = await queries.counts(session, shop.id or 0, since=MONDAY + timedelta(days=1))
    assert [each.count for each in early] == [1]
    assert [each.count for each in late] == [1]
