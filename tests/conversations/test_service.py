"""The verbs of the heart, on both real databases: what each writes, and that a refusal writes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, func, select

from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.clock import now
from backend.conversations import service
from backend.conversations.models import Conversation, Handoff, Message, Shopper
from backend.conversations.rules import State
from backend.db import Database
from backend.errors import HeldByAnother, Invalid, NotAllowed, NotFound, TermOver
from backend.jobs import Job
from backend.shops.models import Shop
from tests.conftest import make_agent, make_shopper

pytestmark = pytest.mark.anyio


async def everything(db: Database) -> list[Any]:
    """All that a refusal must leave as it was."""
    async with db.reading() as session:
        rows: list[Any] = []
        for table in (Conversation, Message, Handoff, Job, Shop, Shopper):
            rows += [row.model_dump() for row in (await session.exec(select(table).order_by(col(table.id)))).all()]
        return rows


async def messages(db: Database, conversation: Conversation) -> list[Message]:
    async with db.reading() as session:
        found = select(Message).where(Message.conversation_id == conversation.id).order_by(col(Message.sequence))
        return list((await session.exec(found)).all())


async def fresh(db: Database, conversation: Conversation) -> Conversation:
    async with db.reading() as session:
        row = await session.get(Conversation, conversation.id)
        assert row is not None
        return row


async def test_a_first_message_opens_a_thread_that_the_bot_holds_and_owes_it_one_turn(
    database: Database, shopper: ShopperActor, conversation: Conversation
) -> None:
    row = await fresh(database, conversation)
    assert (row.state, row.term, row.last_sequence, row.subject) == (State.BOT, 1, 1, "Hello there")
    assert row.revision == 1
    async with database.reading() as session:
        jobs = (await session.exec(select(Job))).all()
    assert [(j.name, j.key) for j in jobs] == [("bot.reply", f"bot.reply:{row.id}")]


async def test_the_same_client_key_twice_is_one_message_and_the_retry_gets_the_first(
    database: Database, shopper: ShopperActor
) -> None:
    async with database.writing() as session:
        first = await service.post_shopper_message(
            session, shopper, text="One", client_key="key-00001", page_url=None, now=now()
        )
    before = await everything(database)
    async with database.writing() as session:
        again = await service.post_shopper_message(
            session, shopper, text="Another text", client_key="key-00001", page_url=None, now=now()
        )
    assert (again.id, again.text) == (first.id, "One")
    assert await everything(database) == before


@pytest.mark.parametrize(
    ("text", "key", "field"),
    [("", "key-00001", "text"), ("  \u0000\n", "key-00001", "text"), ("x" * 4001, "key-00001", "text"),
     ("fine", "short", "clientKey"), ("fine", "k" * 65, "clientKey"), ("fine", "with space 1", "clientKey")],
)  # fmt: skip
async def test_bad_text_or_key_is_refused_by_field_and_nothing_changes(
    database: Database, shopper: ShopperActor, conversation: Conversation, text: str, key: str, field: str
) -> None:
    before = await everything(database)
    with pytest.raises(Invalid) as refusal:
        async with database.writing() as session:
            await service.post_shopper_message(session, shopper, text=text, client_key=key, page_url=None, now=now())
    assert refusal.value.field == field
    assert await everything(database) == before


async def test_sending_takes_over_and_says_who_joined_before_the_reply(
    database: Database, agent: AgentActor, conversation: Conversation
) -> None:
    assert conversation.id is not None
    async with database.writing() as session:
        await service.post_reply(
            session, agent, conversation.id, text="Hi, Maya here", client_key="reply-001", now=now()
        )
    row = await fresh(database, conversation)
    assert (row.state, row.term, row.agent_id, row.held_by) == (State.AGENT, 2, agent.id, agent.id)
    kinds = [(m.sequence, m.kind, m.term, m.author, m.author_name) for m in await messages(database, row)]
    assert kinds == [
        (1, "text", 1, "shopper", ""),
        (2, "activity", 2, "agent", "Maya"),
        (3, "text", 2, "agent", "Maya"),
    ]


async def test_a_second_agent_who_sends_is_refused_by_name_and_nothing_changes(
    database: Database, agent: AgentActor, second_agent: AgentActor, conversation: Conversation
) -> None:
    assert conversation.id is not None
    async with database.writing() as session:
        await service.take_over(session, agent, conversation.id, now=now())
    before = await everything(database)
    with pytest.raises(HeldByAnother, match="Maya holds this conversation"):
        async with database.writing() as session:
            await service.post_reply(
                session, second_agent, conversation.id, text="Mine", client_key="reply-002", now=now()
            )
    assert await everything(database) == before


async def test_another_agent_may_take_over_openly_unless_the_term_moved_since_they_looked(
    database: Database, agent: AgentActor, second_agent: AgentActor, conversation: Conversation
) -> None:
    assert conversation.id is not None
    async with database.writing() as session:
        await service.take_over(session, agent, conversation.id, expected_term=1, now=now())
    before = await everything(database)
    with pytest.raises(HeldByAnother, match="Maya"):
        async with database.writing() as session:
            await service.take_over(session, second_agent, conversation.id, expected_term=1, now=now())
    assert await everything(database) == before
    async with database.writing() as session:
        await service.take_over(session, second_agent, conversation.id, expected_term=2, now=now())
    assert (await fresh(database, conversation)).agent_id == second_agent.id


async def test_the_bot_is_refused_after_the_term_ended_and_nothing_is_written(
    database: Database, agent: AgentActor, conversation: Conversation
) -> None:
    assert conversation.id is not None
    async with database.writing() as session:
        await service.take_over(session, agent, conversation.id, now=now())
    before = await everything(database)
    with pytest.raises(TermOver):
        async with database.writing() as session:
            row = await service.locked(session, agent.shop_id, conversation.id)
            await service.post_bot_reply(session, row, term=1, text="Too late", now=now())
    assert await everything(database) == before


async def test_a_note_never_takes_over_and_is_for_agents_only(
    database: Database, agent: AgentActor, conversation: Conversation
) -> None:
    assert conversation.id is not None
    async with database.writing() as session:
        note = await service.post_note(session, agent, conversation.id, text="VIP", client_key="note-0001", now=now())
    row = await fresh(database, conversation)
    assert (row.state, row.term, row.preview) == (State.BOT, 1, "Hello there")
    assert (note.kind, note.audience) == ("note", "agents")


async def escalated(database: Database, conversation: Conversation, urgency: str = "normal") -> None:
    assert conversation.id is not None
    async with database.writing() as session:
        row = await service.locked(session, conversation.shop_id, conversation.id)
        await service.escalate(
            session, row, reason="asked_for_human", urgency=urgency, urgency_why="asked", evidence="a person please",
            by=ActorKind.BOT, now=now(),
        )  # fmt: skip


async def handoffs(database: Database) -> list[Handoff]:
    async with database.reading() as session:
        return list((await session.exec(select(Handoff).order_by(col(Handoff.id)))).all())


async def test_escalating_twice_raises_urgency_but_makes_one_handoff(
    database: Database, conversation: Conversation
) -> None:
    await escalated(database, conversation)
    await escalated(database, conversation, "high")
    await escalated(database, conversation, "low")
    row = await fresh(database, conversation)
    assert (row.state, row.term, row.urgency, row.urgency_rank) == (State.WAITING, 2, "high", 2)
    assert [(h.reason, h.urgency) for h in await handoffs(database)] == [("asked_for_human", "high")]


async def test_a_handoff_records_seen_accepted_and_first_human_word(
    database: Database, agent: AgentActor, conversation: Conversation
) -> None:
    assert conversation.id is not None
    await escalated(database, conversation)
    async with database.writing() as session:
        await service.mark_read(session, agent, conversation.id, 1, now=now())
    async with database.writing() as session:
        await service.take_over(session, agent, conversation.id, now=now())
    (handoff,) = await handoffs(database)
    assert handoff.seen_at and handoff.accepted_at and handoff.accepted_by == agent.id
    assert handoff.first_human_word_at is None and handoff.closed_at is None
    async with database.writing() as session:
        await service.post_reply(session, agent, conversation.id, text="Hi", client_key="reply-001", now=now())
    (handoff,) = await handoffs(database)
    assert handoff.first_human_word_at is not None and handoff.closed_at is not None


async def test_hand_back_release_resolve_and_reopen_each_begin_a_term(
    database: Database, agent: AgentActor, conversation: Conversation
) -> None:
    assert conversation.id is not None
    seen = []
    for verb in (
        service.take_over, service.release, service.take_over, service.hand_back, service.take_over, service.resolve,
        service.reopen,
    ):  # fmt: skip
        async with database.writing() as session:
            row = await verb(session, agent, conversation.id, now=now())
            seen.append((row.state, row.term))
    assert seen == [
        ("agent", 2),
        ("waiting", 3),
        ("agent", 4),
        ("bot", 5),
        ("agent", 6),
        ("resolved", 7),
        ("waiting", 8),
    ]
    assert len([h for h in await handoffs(database) if h.closed_at is None]) == 1


@pytest.mark.parametrize("verb", ["hand_back", "release", "reopen"])
async def test_a_move_from_the_wrong_state_is_refused_and_nothing_changes(
    database: Database, agent: AgentActor, conversation: Conversation, verb: str
) -> None:
    before = await everything(database)
    with pytest.raises(NotAllowed):
        async with database.writing() as session:
            await getattr(service, verb)(session, agent, conversation.id, now=now())
    assert await everything(database) == before


@pytest.mark.parametrize("verb", ["take_over", "hand_back", "release", "resolve", "reopen"])
async def test_another_shops_agent_finds_no_such_conversation(
    database: Database, other_shop: Shop, conversation: Conversation, verb: str
) -> None:
    stranger = await make_agent(database, other_shop, "Tom", "80001")
    before = await everything(database)
    with pytest.raises(NotFound):
        async with database.writing() as session:
            await getattr(service, verb)(session, stranger, conversation.id, now=now())
    assert await everything(database) == before


async def test_a_shopper_who_writes_again_reopens_to_a_human_within_a_day_and_to_the_bot_after(
    database: Database, agent: AgentActor, shopper: ShopperActor, conversation: Conversation
) -> None:
    assert conversation.id is not None
    for later, state in ((timedelta(hours=1), State.WAITING), (timedelta(days=2), State.BOT)):
        async with database.writing() as session:
            await service.take_over(session, agent, conversation.id, now=now())
        async with database.writing() as session:
            await service.resolve(session, agent, conversation.id, now=now())
        async with database.writing() as session:
            await service.post_shopper_message(
                session, shopper, text="One more thing", client_key=f"again-{state}", page_url=None, now=now() + later
            )
        assert (await fresh(database, conversation)).state == state


async def test_asking_for_a_person_by_button_escalates_once(database: Database, shopper: ShopperActor) -> None:
    for _ in range(2):
        async with database.writing() as session:
            row = await service.ask_for_human(session, shopper, client_key="button-01", now=now())
    assert (row.state, row.term) == (State.WAITING, 2)
    assert len(await handoffs(database)) == 1


async def test_known_answers_follow_the_shopper_into_later_threads(
    database: Database, shopper: ShopperActor, conversation: Conversation
) -> None:
    assert conversation.id is not None
    async with database.writing() as session:
        row = await service.locked(session, shopper.shop_id, conversation.id)
        await service.remember(session, row, {"email": service.Known("elena@example.com", "E-mail")})
    async with database.reading() as session:
        kept = await session.get(Shopper, shopper.id)
    assert kept is not None and kept.given["email"]["value"] == "elena@example.com"
    assert (await fresh(database, conversation)).known["email"]["origin"] == "answer"


async def test_another_signed_in_customer_on_the_same_machine_is_another_shopper(
    database: Database, shop: Shop
) -> None:
    first = await make_shopper(database, shop, customer_id="111")
    assert shop.id is not None
    async with database.writing() as session:
        same = await service.open_shopper(
            session, shop.id, shopper_id=first.id, customer_id="111", locale="en", now=now()
        )
        other = await service.open_shopper(
            session, shop.id, shopper_id=first.id, customer_id="222", locale="en", now=now()
        )
        logged_out = await service.open_shopper(
            session, shop.id, shopper_id=first.id, customer_id=None, locale="en", now=now()
        )
    assert same.id == first.id
    assert len({same.id, other.id, logged_out.id}) == 3


async def test_each_change_takes_the_shops_next_revision(
    database: Database, shop: Shop, agent: AgentActor, conversation: Conversation
) -> None:
    assert conversation.id is not None
    for expected in (2, 3):
        async with database.writing() as session:
            await service.post_note(
                session, agent, conversation.id, text="n", client_key=f"note-{expected:04}", now=now()
            )
            await service.post_note(
                session, agent, conversation.id, text="n", client_key=f"more-{expected:04}", now=now()
            )
        assert (await fresh(database, conversation)).revision == expected
    async with database.reading() as session:
        assert (await session.exec(select(func.max(Shop.revision)))).one() == 3


async def test_the_bots_line_about_a_person_leaves_the_shoppers_words_in_the_lists(
    database: Database, conversation: Conversation
) -> None:
    assert conversation.id is not None
    for text, is_preview in (("Yes, to Canada too.", True), ("A person will come.", False)):
        async with database.writing() as session:
            row = await service.locked(session, conversation.shop_id, conversation.id)
            await service.post_bot_reply(session, row, term=1, text=text, is_preview=is_preview, now=now())
    row = await fresh(database, conversation)
    assert (row.preview, row.preview_author, row.last_sequence) == ("Yes, to Canada too.", "bot", 3)
