"""What agents write is kept for them alone, and gone exactly when the send under its key was accepted."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from backend.actors import AgentActor
from backend.clock import now
from backend.conversations import drafts, forgetting, service
from backend.conversations.models import AgentDraft, Conversation, Message
from backend.conversations.rules import MAX_DRAFT, Writing
from backend.db import Database
from backend.errors import HeldByAnother, Invalid, NotFound
from backend.shops.models import Shop
from tests.conftest import make_agent

pytestmark = pytest.mark.anyio

KEY = "draft-00001"


async def save(
    db: Database, agent: AgentActor, thread: Conversation, text: str, key: str = KEY, kind: Writing = Writing.REPLY
) -> AgentDraft | None:
    async with db.writing() as session:
        return await drafts.save(session, agent, thread.id or 0, client_key=key, kind=kind, text=text, now=now())


async def send(db: Database, agent: AgentActor, thread: Conversation, text: str, key: str = KEY) -> Message:
    async with db.writing() as session:
        return await service.post_reply(session, agent, thread.id or 0, text=text, client_key=key, now=now())


async def on_desk(db: Database, agent: AgentActor, after: int = 0) -> list[tuple[str, str]]:
    async with db.reading() as session:
        found = await drafts.changes(session, agent, after)
    return [(draft.client_key, draft.text) for draft in found.drafts]


async def head(db: Database, agent: AgentActor) -> int:
    async with db.reading() as session:
        return (await drafts.changes(session, agent, 0)).revision


async def test_a_draft_is_kept_as_it_grows_and_is_there_for_every_window_of_its_agent_alone(
    database: Database, agent: AgentActor, second_agent: AgentActor, conversation: Conversation
) -> None:
    await save(database, agent, conversation, "Dear")
    await save(database, agent, conversation, "Dear Elena, ")
    await save(database, agent, conversation, "VIP", "note-000001", Writing.NOTE)
    assert await on_desk(database, agent) == [(KEY, "Dear Elena, "), ("note-000001", "VIP")]
    assert await on_desk(database, second_agent) == []
    async with database.reading() as session:
        row = await session.get_one(Conversation, conversation.id)
    assert row.revision == conversation.revision, "nobody else hears of it"


async def test_a_draft_is_gone_exactly_when_the_send_under_its_key_is_accepted(
    database: Database, agent: AgentActor, conversation: Conversation
) -> None:
    await save(database, agent, conversation, "Dear Elena")
    await save(database, agent, conversation, "Another", "draft-00002")
    before = await head(database, agent)
    await send(database, agent, conversation, "Dear Elena")
    assert await on_desk(database, agent) == [("draft-00002", "Another")]
    assert await on_desk(database, agent, before) == [(KEY, "")], "other windows hear that it is gone"


async def test_a_refused_send_leaves_the_draft_as_it_is(
    database: Database, agent: AgentActor, second_agent: AgentActor, conversation: Conversation
) -> None:
    async with database.writing() as session:
        await service.take_over(session, second_agent, conversation.id or 0, now=now())
    await save(database, agent, conversation, "Dear Elena")
    before = await head(database, agent)
    with pytest.raises(HeldByAnother):
        await send(database, agent, conversation, "Dear Elena")
    assert await on_desk(database, agent) == [(KEY, "Dear Elena")]
    assert await head(database, agent) == before


async def test_a_late_save_does_not_bring_back_what_was_sent(
    database: Database, agent: AgentActor, conversation: Conversation
) -> None:
    await save(database, agent, conversation, "Dear")
    await send(database, agent, conversation, "Dear Elena")
    before = await head(database, agent)
    assert await save(database, agent, conversation, "Dear Elen") is None
    assert await on_desk(database, agent) == []
    assert await head(database, agent) == before


async def test_a_save_that_races_the_send_never_leaves_a_draft_of_what_was_sent(
    database: Database, agent: AgentActor, conversation: Conversation
) -> None:
    for number in range(30):
        key = f"racing-{number:03}"
        await asyncio.gather(
            save(database, agent, conversation, "Dear Elen", key), send(database, agent, conversation, "Dear", key)
        )
        assert await on_desk(database, agent) == []
    async with database.reading() as session:
        said = (await session.exec(select(Message.text).where(Message.author == "agent", Message.kind == "text"))).all()
    assert said == ["Dear"] * 30


async def test_an_emptied_draft_is_gone_and_one_that_never_was_leaves_no_row(
    database: Database, agent: AgentActor, conversation: Conversation
) -> None:
    await save(database, agent, conversation, "")
    assert await head(database, agent) == drafts.FIRST
    await save(database, agent, conversation, "Dear")
    await save(database, agent, conversation, "")
    assert await on_desk(database, agent) == []
    assert await on_desk(database, agent, drafts.FIRST) == [(KEY, "")]


async def test_saving_the_same_words_again_is_no_news(
    database: Database, agent: AgentActor, conversation: Conversation
) -> None:
    await save(database, agent, conversation, "Dear")
    before = await head(database, agent)
    await save(database, agent, conversation, "Dear")
    assert await head(database, agent) == before


async def test_what_is_beyond_all_use_is_refused_and_nothing_changes(
    database: Database, agent: AgentActor, conversation: Conversation
) -> None:
    await save(database, agent, conversation, "x" * MAX_DRAFT)
    for number in range(1, drafts.MOST_DRAFTS):
        await save(database, agent, conversation, "Dear", f"one-of-many-{number}")
    before = await on_desk(database, agent)
    for text, key, field in (("x" * (MAX_DRAFT + 1), KEY, "text"), ("One more", "one-too-many", "text")):
        with pytest.raises(Invalid) as refused:
            await save(database, agent, conversation, text, key)
        assert refused.value.field == field
    with pytest.raises(Invalid) as refused:
        await save(database, agent, conversation, "Dear", "short")
    assert refused.value.field == "clientKey"
    assert await on_desk(database, agent) == before


async def test_another_shops_agent_finds_no_conversation_to_write_in(
    database: Database, other_shop: Shop, conversation: Conversation
) -> None:
    stranger = await make_agent(database, other_shop, "Ines", "80001")
    with pytest.raises(NotFound):
        await save(database, stranger, conversation, "Dear")
    assert await on_desk(database, stranger) == []


async def test_reading_on_in_one_window_is_told_to_the_others_of_the_same_agent(
    database: Database, agent: AgentActor, second_agent: AgentActor, conversation: Conversation
) -> None:
    before = await head(database, agent)
    for _ in range(2):  # the second time it is no news
        async with database.writing() as session:
            await service.mark_read(session, agent, conversation.id or 0, 1, now=now())
    async with database.reading() as session:
        own = await drafts.changes(session, agent, before)
        others = await drafts.changes(session, second_agent, 0)
    assert [(mark.conversation_id, mark.sequence) for mark in own.marks] == [(conversation.id, 1)]
    assert own.revision == before + 1
    assert (others.revision, others.marks, others.drafts) == (drafts.FIRST, [], [])


async def test_a_desk_that_is_behind_the_window_is_told_from_its_beginning(
    database: Database, agent: AgentActor, conversation: Conversation
) -> None:
    await save(database, agent, conversation, "Dear")
    async with database.reading() as session:
        found = await drafts.changes(session, agent, 50)
    assert (found.reset, found.revision, [draft.text for draft in found.drafts]) == (True, drafts.FIRST + 1, ["Dear"])


async def test_drafts_are_forgotten_after_a_month_and_not_before(
    database: Database, agent: AgentActor, conversation: Conversation
) -> None:
    await save(database, agent, conversation, "Dear")
    for later, gone in ((timedelta(days=29), 0), (timedelta(days=31), 1)):
        async with database.writing() as session:
            assert await forgetting.forget_old_drafts(session, now() + later) == gone
    assert await on_desk(database, agent) == []


@pytest.mark.parametrize("statement", [1, 2, 3])
async def test_what_is_written_between_two_statements_of_a_look_at_the_desk_is_seen_by_the_next(
    database: Database, agent: AgentActor, conversation: Conversation, monkeypatch: pytest.MonkeyPatch, statement: int
) -> None:
    await save(database, agent, conversation, "Dear")
    before, count = await head(database, agent), 0
    async with database.reading() as session:
        ask = session.exec

        async def ask_while_the_agent_goes_on(asked: Any) -> Any:
            nonlocal count
            count += 1
            if count == statement:
                await save(database, agent, conversation, "Dear Elena, ")
                async with database.writing() as writing:
                    await service.mark_read(writing, agent, conversation.id or 0, 1, now=now())
            return await ask(asked)

        monkeypatch.setattr(session, "exec", ask_while_the_agent_goes_on)
        first = await drafts.changes(session, agent, before)
    async with database.reading() as session:
        then = await drafts.changes(session, agent, first.revision)
    assert count == 3 and not first.reset and not then.reset
    assert "Dear Elena, " in [draft.text for draft in (*first.drafts, *then.drafts)]
    assert [mark.sequence for mark in (*first.marks, *then.marks)] == [1]
    assert then.revision == before + 2
