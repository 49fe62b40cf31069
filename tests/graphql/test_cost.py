"""What reads cost: as many statements for many rows as for few, and no list that looks at every row of the table."""

import contextlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert
from sqlmodel import col, select

from backend.clock import now
from backend.conversations.models import Conversation, Handoff, Message, Shopper
from backend.db import Database
from tests.graphql.conftest import ON_BOTH
from tests.graphql.doors import AGENTS, SHOPPERS, House, id_token
from tests.graphql.schema_walk import AGENTS_SCHEMA, SHOPPERS_SCHEMA, document
from tests.graphql.world import Side, World, make_many

pytestmark = pytest.mark.anyio

Statement = tuple[str, Any]
WRITES = ("INSERT", "UPDATE", "DELETE", "BEGIN")
MANY = 10_000
OF_THREADS = {"conversation", "message", "handoff", "readmark", "botturn", "offer", "response", "ordersnapshot"}


@contextlib.contextmanager
def statements(db: Database) -> Iterator[list[Statement]]:
    """The reads of a block, as they were sent."""
    sent: list[Statement] = []

    def hear(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if not statement.startswith(WRITES):
            sent.append((statement, parameters))

    event.listen(db.reader.sync_engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(db.reader.sync_engine, "before_cursor_execute", hear)


@pytest.mark.parametrize(
    ("operation", "given", "most"),
    [
        ("query conversations", {"view": "ALL", "first": 100}, 14),
        ("query inbox", {"after": 0}, 15),
        ("query taggedConversations", {"after": 0, "tags": {"none": ["refund"]}}, 16),
        ("query tags", {}, 6),
    ],
)
async def test_many_rows_take_no_more_statements_than_few(
    house: House, world: World, operation: str, given: dict[str, Any], most: int
) -> None:
    here, token = world.here, id_token(world.here.domain)
    asked, counts = document(AGENTS_SCHEMA, operation, given), []
    for more in (1, 40):
        await make_many(house.services.db, here, more, state="agent", agent_id=here.agent.id)
        with statements(house.services.db) as sent:
            await house.data(AGENTS, token, asked, given)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= most, counts


@ON_BOTH
async def test_no_read_of_the_inbox_goes_through_all_that_a_shop_has(house: House, world: World) -> None:
    """Of ten thousand conversations, with every field. Nobody runs ANALYZE on a merchant's SQLite."""
    here, db = world.here, house.services.db
    thread, token = {"conversationId": str((await _fill(db, here))[0]), "after": 0}, id_token(here.domain)
    asked: list[tuple[str, dict[str, Any]]] = [
        ("query inbox", {"after": 0}),
        ("query inbox", {"after": MANY - 100}),
        ("query taggedConversations", {"after": MANY - 100, "tags": {"any": ["alder-tag"], "none": ["refund"]}}),
        ("query transcript", thread),
        ("mutation markRead", {"conversationId": thread["conversationId"], "sequence": 1}),
    ]
    for view in ("ALL", "BOT", "NEEDS_YOU", "MINE"):
        page = {"view": view, "first": 25}
        found = await house.data(AGENTS, token, document(AGENTS_SCHEMA, "query conversations", page), page)
        after = found["conversations"]["pageInfo"]["endCursor"]
        asked += [("query conversations", page), ("query conversations", {**page, "after": after})]
    for operation, given in asked:
        with statements(db) as sent:
            await house.data(AGENTS, token, document(AGENTS_SCHEMA, operation, given), given)
        assert sent
        for statement in sent:
            long = await _scanned(db, statement) & OF_THREADS
            assert not long, (operation, given, long, statement[0])


@ON_BOTH
async def test_no_read_of_the_widget_goes_through_all_that_a_shop_has(house: House, world: World) -> None:
    here, db = world.here, house.services.db
    await _fill(db, here)
    with statements(db) as sent:
        read = document(SHOPPERS_SCHEMA, "query thread", {"after": 0})
        await house.data(SHOPPERS, house.shopper_token(here.other_shopper), read, {"after": 0})
    for statement in sent:
        long = await _scanned(db, statement) & OF_THREADS
        assert not long, (long, statement[0])


async def _fill(db: Database, side: Side) -> list[int]:
    """Ten thousand conversations of one shop, of which few wait, some are held and most are over."""
    moment, states = now() - timedelta(days=30), ["bot", "agent", *["resolved"] * 18]
    values: list[dict[str, Any]] = []
    people = [{"shop_id": side.agent.shop_id, "created_at": moment, "last_seen_at": moment}] * MANY
    async with db.writer.begin() as connection:
        await connection.execute(insert(Shopper), people)
        shoppers = [row[0] for row in (await connection.execute(select(col(Shopper.id)))).all()]
    for i in range(MANY):
        at = moment + timedelta(minutes=i)
        state = "waiting" if i % 100 == 0 else states[i % 20]
        values.append(
            {
                "shop_id": side.agent.shop_id, "shopper_id": shoppers[i], "state": state, "revision": 100 + i,
                "agent_id": side.agent.id if state == "agent" else None, "term": 1, "created_at": at,
                "last_message_at": at, "state_since": at, "waiting_since": at if state == "waiting" else None,
                "resolved_at": at if state == "resolved" else None, "bot_misses": i % 3,
            }
        )  # fmt: skip
    async with db.writer.begin() as connection:
        await connection.execute(insert(Conversation), values)
        ids = [row[0] for row in (await connection.execute(select(col(Conversation.id)))).all()]
        asked: list[dict[str, Any]] = [
            {
                "shop_id": side.agent.shop_id, "conversation_id": each, "reason": "upset", "urgency": "high",
                "requested_by": "bot", "requested_at": moment, "closed_at": moment,
            }
            for each in ids
        ]  # fmt: skip
        await connection.execute(insert(Handoff), asked)
        said: list[dict[str, Any]] = [
            {
                "shop_id": side.agent.shop_id, "conversation_id": each, "sequence": 1000 + i, "term": 1, "kind": "text",
                "audience": "everyone", "author": "shopper", "text": "Hello", "created_at": moment,
            }
            for each in ids for i in range(2)
        ]  # fmt: skip
        await connection.execute(insert(Message), said)
    async with db.writer.connect() as connection:
        if not db.is_sqlite:
            raw = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await raw.exec_driver_sql("VACUUM ANALYZE")
    return [each for each in ids if each is not None]


def _is_long(line: str) -> bool:
    """Whether a step of SQLite's plan goes through a table, or through all that a shop has of what threads hold."""
    is_of_thread = line.split()[1] in OF_THREADS - {"conversation"}
    return (line.startswith("SCAN") and "INDEX" not in line) or (is_of_thread and "(shop_id=?)" in line)


async def _scanned(db: Database, statement: Statement) -> set[str]:
    """The tables that the database would look through from end to end."""
    asked, parameters = statement
    async with db.reader.connect() as connection:
        if db.is_sqlite:
            plan = await connection.exec_driver_sql("EXPLAIN QUERY PLAN " + asked, parameters)
            return {line.split()[1] for *_, line in plan.all() if _is_long(line)}
        plan = await connection.exec_driver_sql("EXPLAIN (FORMAT JSON) " + asked, parameters)
        told = plan.scalar_one()
        return set(_sequential(told if isinstance(told, list) else json.loads(told)))


def _sequential(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _sequential(each)
    elif isinstance(node, dict):
        if node.get("Node Type") == "Seq Scan" and node.get("Plan Rows", 0) > 100:
            yield node["Relation Name"]
        for each in node.values():
            yield from _sequential(each)
