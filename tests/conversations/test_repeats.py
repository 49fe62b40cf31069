"""Questions for what is known: recognised by the same cases as in the inbox, and counted where they are sent."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from backend.actors import AgentActor, ShopperActor
from backend.clock import now
from backend.conversations import repeats, service
from backend.conversations.models import Conversation, RepeatedQuestion
from backend.conversations.repeats import asked_again
from backend.conversations.service import Known
from backend.db import Database
from backend.errors import HeldByAnother, Invalid
from backend.shops.models import Shop

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[2]
CASES: dict[str, Any] = json.loads((ROOT / "frontend/inbox/conversations/asked-again.cases.json").read_text())
KNOWN = {each["key"]: each for each in CASES["known"]}


@pytest.mark.parametrize(("text", "keys"), CASES["asks"])
def test_a_question_for_what_is_known_is_recognised(text: str, keys: list[str]) -> None:
    assert asked_again(text, KNOWN) == keys


@pytest.mark.parametrize("text", CASES["quiet"])
def test_nothing_else_is_taken_for_one(text: str) -> None:
    assert asked_again(text, KNOWN) == []


async def knows(db: Database, conversation: Conversation) -> None:
    async with db.writing() as session:
        held = await service.locked(session, conversation.shop_id, conversation.id or 0)
        given = {"email": Known("e@example.com", "E-mail"), "order_number": Known("#1001", "Order number")}
        await service.remember(session, held, given)


async def replies(db: Database, agent: AgentActor, conversation: Conversation, text: str, key: str) -> int:
    async with db.writing() as session:
        message = await service.post_reply(session, agent, conversation.id or 0, text=text, client_key=key, now=now())
        return message.sequence


async def counted(db: Database) -> list[tuple[int, str, str, int | None]]:
    async with db.reading() as session:
        rows = (await session.exec(select(RepeatedQuestion))).all()
    return sorted((row.message_sequence, row.field_key, row.asked_by, row.agent_id) for row in rows)


async def test_an_agents_reply_counts_once_for_each_thing_that_it_asks_again(
    database: Database, shop: Shop, other_shop: Shop, agent: AgentActor, conversation: Conversation
) -> None:
    await knows(database, conversation)
    at = await replies(database, agent, conversation, "What is your e-mail? And your order number?", "reply-number-1")
    await replies(database, agent, conversation, "What is your e-mail? And your order number?", "reply-number-1")
    await replies(database, agent, conversation, "Your e-mail is here, thank you.", "reply-number-2")
    assert await counted(database) == [(at, "email", "agent", agent.id), (at, "order_number", "agent", agent.id)]
    async with database.reading() as session:
        day = now() - timedelta(days=1), now() + timedelta(days=1)
        assert await repeats.counts(session, shop.id or 0, *day) == {
            ("email", "agent"): 1,
            ("order_number", "agent"): 1,
        }
        assert await repeats.counts(session, other_shop.id or 0, *day) == {}
        assert await repeats.counts(session, shop.id or 0, day[1], day[1]) == {}


async def test_what_was_not_sent_was_not_asked(
    database: Database, agent: AgentActor, second_agent: AgentActor, shopper: ShopperActor, conversation: Conversation
) -> None:
    await knows(database, conversation)
    async with database.writing() as session:
        await service.take_over(session, second_agent, conversation.id or 0, now=now())
    with pytest.raises(HeldByAnother):
        await replies(database, agent, conversation, "What is your e-mail?", "reply-number-1")
    with pytest.raises(Invalid):
        await replies(database, second_agent, conversation, "What is your e-mail?", "")
    async with database.writing() as session:
        text = "Did they say their e-mail? Please send it"
        await service.post_note(session, agent, conversation.id or 0, text=text, client_key="note-number-1", now=now())
    assert await counted(database) == []
