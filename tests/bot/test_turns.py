"""What a turn reads and writes, on both databases: what waits for the bot, and what it says where no other would."""

from typing import Any

import pytest
from sqlmodel import select

from backend.actions import service as actions
from backend.actions.forms import FieldKind as Kind
from backend.actions.forms import Form, FormField, Triggers
from backend.actions.models import Offer
from backend.actors import ActorKind, AgentActor
from backend.ai.understand import Understanding
from backend.bot import reply, situation, words
from backend.bot.decisions import Acknowledge, Answer, Decision, LookUpOrder, OfferAction, SayUnknown
from backend.bot.rules import BotPolicy, OfferedWhen, Retrieved, Standing, decide
from backend.bot.think import policy_of
from backend.clock import now
from backend.conversations import service
from backend.conversations.models import BotTurn, Conversation
from backend.conversations.rules import MessageKind, State
from backend.conversations.service import Known
from backend.orders.models import OrderSnapshot
from tests.conftest import make_conversation, make_shopper
from tests.races.conftest import stage
from tests.races.turns import Stage

pytestmark = pytest.mark.anyio
__all__ = ["stage"]


async def waiting(stage: Stage, conversation: Conversation) -> list[int]:
    async with stage.db.reading() as session:
        return await situation.unanswered_now(session, conversation.shop_id, conversation.id or 0)


async def submit(stage: Stage, conversation: Conversation, agent: AgentActor, key: str, **answers: str) -> None:
    """An agent puts a form while the bot holds the thread, and fills it in for the shopper."""
    async with stage.db.writing() as session:
        row = await service.locked(session, conversation.shop_id, conversation.id or 0)
        offer = await actions.offer(session, row, key, by=ActorKind.AGENT, agent=agent, now=now())
        assert offer is not None
        await actions.submit(session, agent, offer.id or 0, answers, client_key="submit-key", now=now())


async def test_what_the_bot_says_by_itself_answers_no_question(stage: Stage) -> None:
    _, conversation = await stage.thread()
    async with stage.db.writing() as session:
        row = await service.locked(session, conversation.shop_id, conversation.id or 0)
        await service.post_bot_reply(session, row, term=1, text="Order #1001 is on its way.", now=now())
    assert await waiting(stage, conversation) == [1]
    await stage.turn(conversation)
    assert await stage.bot_words(conversation) == [
        (1, "Order #1001 is on its way."), (1, "To 'Hello there' in term 1"),
    ]  # fmt: skip
    assert await waiting(stage, conversation) == []


async def test_an_agents_word_answers_all_before_it_and_a_bare_takeover_nothing(
    stage: Stage, agent: AgentActor
) -> None:
    _, conversation = await stage.thread()
    async with stage.db.writing() as session:
        await service.take_over(session, agent, conversation.id or 0, now=now())
    assert await waiting(stage, conversation) == [1]
    async with stage.db.writing() as session:
        await service.post_reply(session, agent, conversation.id or 0, text="Hi", client_key="a-reply-1", now=now())
    assert await waiting(stage, conversation) == []


async def test_what_was_resolved_is_not_answered_after_a_reopening(stage: Stage, agent: AgentActor) -> None:
    shopper, conversation = await stage.thread()
    async with stage.db.writing() as session:
        await service.resolve(session, agent, conversation.id or 0, now=now())
    await stage.say(shopper, "Something new")
    row = await stage.fresh(conversation)
    assert row.state == State.BOT
    assert await waiting(stage, conversation) == [row.last_sequence]


async def test_a_submitted_form_that_looks_nothing_up_is_acknowledged_once(stage: Stage, agent: AgentActor) -> None:
    stage.decides = lambda turn: Acknowledge() if not turn.text else Answer()
    _, conversation = await stage.thread()
    await stage.turn(conversation)
    await submit(stage, conversation, agent, "something_else", description="The zip is broken")
    worker = stage.worker()
    await worker.run_until_idle()
    assert (await stage.outcomes(conversation))[-1] == "acknowledge"
    said = len(await stage.bot_words(conversation))
    await stage.turn(conversation)
    assert len(await stage.bot_words(conversation)) == said == 2


async def test_a_form_whose_lookup_is_under_way_is_left_to_what_it_finds(stage: Stage, agent: AgentActor) -> None:
    shopper, conversation = await stage.thread()
    await stage.turn(conversation)
    async with stage.db.writing() as session:
        row = await service.locked(session, conversation.shop_id, conversation.id or 0)
        offer = await actions.offer(session, row, "find_my_order", by=ActorKind.BOT, term=1, now=now())
        assert offer is not None
        answers = {"order_number": "1001", "email": "elena@example.com"}
        await actions.submit(session, shopper, offer.id or 0, answers, client_key="submit-key", now=now())
    before = len(stage.thoughts)
    await stage.turn(conversation)
    assert len(stage.thoughts) == before


async def test_news_of_an_order_while_the_bot_thinks_leaves_the_question_beside_the_form_to_its_turn(
    stage: Stage,
) -> None:
    stage.decides = lambda _: OfferAction("find_my_order")
    shopper, conversation = await stage.thread()
    await stage.turn(conversation)
    offered = (await stage.messages(conversation))[-1].data["offer_id"]
    async with stage.db.writing() as session:
        answers = {"order_number": "1001", "email": "elena@example.com"}
        await actions.submit(session, shopper, offered, answers, client_key="submit-key", now=now())
    await stage.say(shopper, "And do you ship to Canada?")

    async def order_is_told(_: Any) -> None:
        async with stage.db.writing() as session:
            row = await service.locked(session, conversation.shop_id, conversation.id or 0)
            await service.post_bot_reply(session, row, term=1, text="Order #1001 is on its way.", now=now())

    stage.decides = lambda _: Answer()
    stage.before_writing = order_is_told
    await stage.turn(conversation)
    assert (await stage.outcomes(conversation))[-1] == "answer"
    assert [text for _, text in await stage.bot_words(conversation)] == [
        "Order #1001 is on its way.", "To 'And do you ship to Canada?' in term 1",
    ]  # fmt: skip
    assert await waiting(stage, conversation) == []


async def test_a_form_that_stands_open_already_is_pointed_to_and_no_turn_is_silent(stage: Stage) -> None:
    stage.decides = lambda _: OfferAction("find_my_order")
    shopper, conversation = await stage.thread()
    await stage.turn(conversation)
    await stage.say(shopper, "Where is it?")
    await stage.turn(conversation)
    assert await stage.bot_words(conversation) == [(1, words.of("en")["still_open"])]
    kinds = [m.kind for m in await stage.messages(conversation) if m.author == ActorKind.BOT]
    assert kinds == [MessageKind.ACTION_OFFER, MessageKind.TEXT]


async def test_a_form_that_the_merchant_retired_meanwhile_ends_in_an_honest_word(stage: Stage) -> None:
    async def retires(_: Any) -> None:
        async with stage.db.writing() as session:
            await actions.retire(session, stage.shop.id or 0, "find_my_order", now())

    stage.decides = lambda _: OfferAction("find_my_order")
    stage.before_writing = retires
    _, conversation = await stage.thread()
    await stage.turn(conversation)
    assert await stage.bot_words(conversation) == [(1, words.of("en")["unknown"])]


async def test_a_discarded_turn_is_recorded_with_its_grounds(stage: Stage, agent: AgentActor) -> None:
    async def joins(_: Any) -> None:
        async with stage.db.writing() as session:
            await service.take_over(session, agent, conversation.id or 0, now=now())

    stage.before_writing = joins
    conversation = await make_conversation(stage.db, await make_shopper(stage.db, stage.shop))
    await stage.turn(conversation)
    async with stage.db.reading() as session:
        (turn,) = (await session.exec(select(BotTurn))).all()
    assert (turn.outcome, turn.term, turn.message_id, turn.trace["sequence"]) == ("discarded", 1, None, 1)


async def test_a_suggestion_ends_with_the_term_that_it_was_made_for(stage: Stage, agent: AgentActor) -> None:
    async def joins(_: Any) -> None:
        async with stage.db.writing() as session:
            await service.take_over(session, agent, conversation.id or 0, now=now())

    stage.before_writing = joins
    _, conversation = await stage.thread()
    await stage.turn(conversation)
    assert (await stage.fresh(conversation)).draft_suggestion == "To 'Hello there' in term 1"
    async with stage.db.writing() as session:
        await service.release(session, agent, conversation.id or 0, now=now())
    assert (await stage.fresh(conversation)).draft_suggestion == ""


async def test_an_email_that_an_agent_typed_is_asked_of_the_shopper_and_proves_nothing(
    stage: Stage, agent: AgentActor
) -> None:
    stage.decides = lambda _: OfferAction("find_my_order")
    _, conversation = await stage.thread()
    email = Known("elena@example.com", "E-mail", "agent")
    async with stage.db.writing() as session:
        row = await service.locked(session, conversation.shop_id, conversation.id or 0)
        await service.remember(session, row, {"order_number": Known("#1001", "Order number"), "email": email})
    async with stage.db.reading() as session:
        read = await situation.read(session, conversation.shop_id, conversation.id or 0)
    assert read is not None and read.known == {"order_number": "#1001"}
    await stage.turn(conversation)
    async with stage.db.reading() as session:
        (offer,) = (await session.exec(select(Offer))).all()
        assert (offer.draft, (await session.exec(select(OrderSnapshot))).all()) == ({"order_number": "#1001"}, [])


async def test_an_email_of_the_shopper_is_looked_up_with_and_keeps_where_it_came_from(stage: Stage) -> None:
    stage.decides = lambda _: OfferAction("find_my_order")
    _, conversation = await stage.thread()
    known = {"order_number": Known("#1001", "Order number", "text"), "email": Known("elena@example.com", "E-mail")}
    async with stage.db.writing() as session:
        row = await service.locked(session, conversation.shop_id, conversation.id or 0)
        await service.remember(session, row, known)
    await stage.turn(conversation)
    async with stage.db.reading() as session:
        (snapshot,) = (await session.exec(select(OrderSnapshot))).all()
    assert (snapshot.asked_number, snapshot.asked_email, snapshot.outcome) == ("#1001", "", "looking")
    assert await stage.bot_words(conversation) == []


async def test_an_agent_who_has_answered_already_gets_no_suggestion(stage: Stage, agent: AgentActor) -> None:
    async def answers(_: Any) -> None:
        async with stage.db.writing() as session:
            await service.post_reply(session, agent, conversation.id or 0, text="Hi", client_key="a-reply-1", now=now())

    stage.before_writing = answers
    _, conversation = await stage.thread()
    await stage.turn(conversation)
    assert await stage.outcomes(conversation) == ["discarded"]
    row = await stage.fresh(conversation)
    assert (row.state, row.draft_suggestion) == (State.AGENT, "")


async def test_a_turn_that_is_given_up_when_nobody_waits_any_more_asks_for_nobody(stage: Stage) -> None:
    _, conversation = await stage.thread()
    await stage.turn(conversation)
    before = await stage.fresh(conversation)
    await reply.gave_up(stage.services, {"shop_id": stage.shop.id, "conversation_id": conversation.id}, "broken")
    assert await stage.fresh(conversation) == before
    assert len(await stage.bot_words(conversation)) == 1


RETURN = OfferedWhen("return", frozenset({"return_refund"}), frozenset({"refund_dispute"}), required=("item",))
BEFORE = OfferedWhen("before", not_intents=frozenset({"order_status"}), before_handoff=True, required=("item",))


@pytest.mark.parametrize(
    ("intents", "decision"),
    [
        ((("return_refund", 0.9),), OfferAction("return")),
        ((("return_refund", 0.5), ("refund_dispute", 0.45)), SayUnknown()),
        ((("return_refund", 0.9), ("refund_dispute", 0.05)), OfferAction("return")),
    ],
)
def test_a_form_is_kept_away_from_what_the_merchant_says(
    intents: tuple[tuple[str, float], ...], decision: Decision
) -> None:
    said = Understanding("I want to send it back", "en", intents=intents)
    policy = BotPolicy(actions=(RETURN,), high_stakes=frozenset())
    assert decide(said, Retrieved(), Standing(), policy) == decision


@pytest.mark.parametrize(("intent", "shown"), [("order_status", None), ("other", "before")])
def test_a_form_before_a_handoff_is_kept_away_too(intent: str, shown: str | None) -> None:
    said = Understanding("A person please", "en", intents=((intent, 0.9),), signals={"asks_for_human": "A person"})
    decision = decide(said, Retrieved(), Standing(), BotPolicy(actions=(BEFORE,)))
    assert getattr(decision, "pre_handoff_action", "none") == shown


def test_the_merchants_triggers_reach_the_rules_whole() -> None:
    form = Form(
        key="f", title="F", fields=(FormField(key="item", kind=Kind.SHORT_TEXT, label="Item"),),
        triggers=Triggers(intents=("a",), not_intents=("b",), before_handoff=True),
    )  # fmt: skip

    class Settings:
        escalation_topics = ("fraud",)

    class Situation:
        settings, forms = Settings, [form]

    (offered,) = policy_of(Situation).actions  # type: ignore[arg-type]
    assert offered == OfferedWhen("f", frozenset({"a"}), frozenset({"b"}), before_handoff=True, required=("item",))


async def test_an_order_is_looked_up_without_a_form_and_the_form_comes_to_correct_what_failed(stage: Stage) -> None:
    stage.decides = lambda _: LookUpOrder("find_my_order")
    shopper, conversation = await stage.thread()
    async with stage.db.writing() as session:
        row = await service.locked(session, conversation.shop_id, conversation.id or 0)
        known = {"order_number": Known("#1001", "Order number"), "email": Known("a@example.com", "E-mail", "customer")}
        await service.remember(session, row, known)
    await stage.turn(conversation)
    async with stage.db.reading() as session:
        snapshot = (await session.exec(select(OrderSnapshot))).one()
        assert (snapshot.asked_number, snapshot.outcome, snapshot.asked_email) == ("#1001", "looking", "")
        assert (await session.exec(select(Offer))).all() == []
    async with stage.db.writing() as session:
        (await session.get_one(OrderSnapshot, snapshot.id)).outcome = "not_found"
    await stage.say(shopper, "So where is it?")
    await stage.turn(conversation)
    async with stage.db.reading() as session:
        offer = (await session.exec(select(Offer))).one()
    assert offer.draft == {"order_number": "#1001", "email": "a@example.com"}
