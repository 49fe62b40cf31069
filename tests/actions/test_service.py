"""Forms put to shoppers, on both real databases: asked once, answered once, and a refusal writes nothing."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select

from backend.actions import queries, rules, service
from backend.actions.effects import Submitted
from backend.actions.forms import Effects, OfferStatus
from backend.actions.models import CustomAction, Offer, Response
from backend.actions.starters import FIND_MY_ORDER, RETURN_OR_REFUND
from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Handoff, Message, Shopper
from backend.conversations.rules import MessageKind, State
from backend.conversations.service import Known
from backend.db import Database
from backend.errors import FormClosed, Invalid, NotAllowed, NotFound, TermOver, TooMany
from backend.jobs import Job
from backend.orders.models import OrderSnapshot
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper

pytestmark = pytest.mark.anyio

ANSWERS = {"order_number": "1001", "email": "elena.petrova@example.com"}
TABLES = (Shop, Conversation, Message, Handoff, Shopper, Job, CustomAction, Offer, Response, OrderSnapshot)


async def everything(db: Database) -> list[dict[str, Any]]:
    """All that a refusal must leave as it was."""
    async with db.reading() as session:
        found = [(await session.exec(select(table).order_by(col(table.id)))).all() for table in TABLES]
        return [row.model_dump() for rows in found for row in rows]


@pytest.fixture
async def starters(database: Database, shop: Shop) -> None:
    async with database.writing() as session:
        await service.install_starters(session, shop.id or 0, now())


async def offered(
    db: Database, conversation: Conversation, key: str = "find_my_order", by: ActorKind = ActorKind.BOT, **more: Any
) -> Offer | None:
    async with db.writing() as session:
        held = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
        term = held.term if by is ActorKind.BOT else None
        return await service.offer(session, held, key, **{"by": by, "term": term, "now": now(), **more})


async def open_offer(db: Database, conversation: Conversation, key: str = "find_my_order", **more: Any) -> int:
    made = await offered(db, conversation, key, **more)
    assert made is not None and made.id is not None
    return made.id


async def submitted(
    db: Database,
    actor: ShopperActor | AgentActor,
    offer_id: int,
    values: dict[str, str] | None = None,
    client_key: str = "submit-1",
) -> Submitted | tuple[rules.FieldError, ...]:
    async with db.writing() as session:
        return await service.submit(session, actor, offer_id, values or ANSWERS, client_key=client_key, now=now())


async def fresh(db: Database, conversation: Conversation) -> Conversation:
    async with db.reading() as session:
        return await session.get_one(Conversation, conversation.id)


async def jobs_named(db: Database, name: str) -> list[Job]:
    async with db.reading() as session:
        return list((await session.exec(select(Job).where(Job.name == name))).all())


async def know(db: Database, conversation: Conversation, **values: str) -> None:
    async with db.writing() as session:
        held = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
        await conversations.remember(session, held, {k: Known(v, k, "customer") for k, v in values.items()})


# Forms


async def test_starters_are_installed_once_and_a_retired_one_does_not_come_back(
    database: Database, shop: Shop, starters: None
) -> None:
    shop_id = shop.id or 0
    async with database.writing() as session:
        await service.retire(session, shop_id, "something_else", now())
        await service.install_starters(session, shop_id, now())
    async with database.reading() as session:
        live = await queries.live_forms(session, shop_id)
        assert live == [FIND_MY_ORDER, RETURN_OR_REFUND]
        assert await queries.chips(session, shop_id) == [
            queries.Chip("Find my order", "find_my_order"),
            queries.Chip("Return or refund", "return_or_refund"),
        ]


async def test_an_open_form_keeps_the_version_that_it_was_made_with(
    database: Database, shop: Shop, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    first = await open_offer(database, conversation)
    shorter = replace(FIND_MY_ORDER, title="Track it", fields=FIND_MY_ORDER.fields[:1])
    async with database.writing() as session:
        await service.publish(session, shop.id or 0, shorter, now())
    async with database.reading() as session:
        still = await queries.open_form(session, shop.id or 0, conversation.id or 0)
        live = await queries.live_forms(session, shop.id or 0)
    assert still is not None and (still.form.version, still.form.title, len(still.form.fields)) == (
        1,
        "Find my order",
        2,
    )
    assert next((form.key, form.version) for form in live) == ("find_my_order", 2)
    outcome = await submitted(database, shopper, first)
    assert isinstance(outcome, Submitted) and outcome.response.action_version == 1


async def test_an_unsound_form_is_not_published(database: Database, shop: Shop, starters: None) -> None:
    before = await everything(database)
    with pytest.raises(Invalid):
        async with database.writing() as session:
            await service.publish(session, shop.id or 0, replace(FIND_MY_ORDER, fields=()), now())
    assert await everything(database) == before


# Offers


async def test_the_bot_offers_a_form_filled_in_with_what_is_known(
    database: Database, starters: None, conversation: Conversation, shop: Shop
) -> None:
    await know(database, conversation, email="elena.petrova@example.com")
    offer_id = await open_offer(database, conversation)
    async with database.reading() as session:
        form = await queries.open_form(session, shop.id or 0, conversation.id or 0)
        message = (await session.exec(select(Message).where(Message.kind == MessageKind.ACTION_OFFER))).one()
    assert form is not None
    assert [(each.key, each.value, each.origin) for each in form.values] == [
        ("email", "elena.petrova@example.com", "customer")
    ]
    assert (message.author, message.data["offer_id"]) == (ActorKind.BOT, offer_id)
    assert message.sequence == form.message_sequence


async def test_a_form_of_which_all_is_known_is_not_shown_by_the_bot_but_is_by_a_person(
    database: Database, starters: None, conversation: Conversation, agent: AgentActor
) -> None:
    await know(database, conversation, **ANSWERS)
    before = await everything(database)
    assert await offered(database, conversation) is None
    assert await everything(database) == before
    assert await offered(database, conversation, by=ActorKind.AGENT, agent=agent) is not None


async def test_a_bot_whose_term_is_over_offers_nothing(
    database: Database, starters: None, conversation: Conversation, agent: AgentActor
) -> None:
    async with database.writing() as session:
        await conversations.take_over(session, agent, conversation.id or 0, now=now())
    before = await everything(database)
    with pytest.raises(TermOver):
        await offered(database, conversation, term=1)
    assert await everything(database) == before


async def test_one_form_is_open_at_a_time_and_offering_it_again_finds_it(
    database: Database, starters: None, conversation: Conversation, agent: AgentActor
) -> None:
    first = await open_offer(database, conversation)
    before = await everything(database)
    assert await open_offer(database, conversation) == first
    with pytest.raises(NotAllowed):
        await offered(database, conversation, "return_or_refund", by=ActorKind.AGENT, agent=agent)
    with pytest.raises(NotAllowed):
        await offered(database, conversation, "return_or_refund")
    assert await everything(database) == before


async def test_no_form_goes_into_a_resolved_thread_but_the_shoppers_own_wish_reopens_it(
    database: Database, starters: None, conversation: Conversation, agent: AgentActor
) -> None:
    async with database.writing() as session:
        await conversations.resolve(session, agent, conversation.id or 0, now=now())
    before = await everything(database)
    with pytest.raises(NotAllowed):
        await offered(database, conversation, by=ActorKind.AGENT, agent=agent)
    assert await everything(database) == before
    await open_offer(database, conversation, by=ActorKind.SHOPPER)
    assert (await fresh(database, conversation)).state == State.BOT


async def test_a_form_that_the_shop_does_not_have_is_not_found(
    database: Database, starters: None, conversation: Conversation
) -> None:
    before = await everything(database)
    with pytest.raises(NotFound):
        await offered(database, conversation, "no_such_form")
    assert await everything(database) == before


# Drafts


async def test_half_typed_values_are_kept_through_a_takeover_and_seen_by_agents(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor, agent: AgentActor
) -> None:
    offer_id = await open_offer(database, conversation)
    async with database.writing() as session:
        await service.save_draft(session, shopper, offer_id, {"email": "elena@"}, now())
        await conversations.take_over(session, agent, conversation.id or 0, now=now())
    revision = (await fresh(database, conversation)).revision
    async with database.writing() as session:
        await service.save_draft(session, shopper, offer_id, {"order_number": "10"}, now())
    async with database.reading() as session:
        form = await queries.open_form(session, agent.shop_id, conversation.id or 0)
    assert form is not None and form.drafted_at is not None
    assert {each.key: each.value for each in form.values} == {"order_number": "10", "email": "elena@"}
    row = await fresh(database, conversation)
    assert row.revision > revision and row.state == State.AGENT
    outcome = await submitted(database, shopper, offer_id)
    assert isinstance(outcome, Submitted)


async def test_the_same_draft_again_changes_nothing_and_a_typed_value_loses_its_origin(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    await know(database, conversation, email="elena.petrova@example.com")
    offer_id = await open_offer(database, conversation)
    before = await everything(database)
    async with database.writing() as session:
        await service.save_draft(session, shopper, offer_id, {"email": "elena.petrova@example.com"}, now())
    assert await everything(database) == before
    async with database.writing() as session:
        kept = await service.save_draft(session, shopper, offer_id, {"email": "other@example.com"}, now())
    assert isinstance(kept, Offer) and kept.origins == {}


async def test_a_draft_with_foreign_keys_or_endless_text_is_refused(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    offer_id = await open_offer(database, conversation)
    before = await everything(database)
    for values in ({"state": "agent"}, {"email": "x" * 1000}):
        async with database.writing() as session:
            assert isinstance(await service.save_draft(session, shopper, offer_id, values, now()), tuple)
    assert await everything(database) == before


# Responses


async def test_an_answer_starts_all_that_the_form_promises_in_one_transaction(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    offer_id = await open_offer(database, conversation)
    outcome = await submitted(database, shopper, offer_id, {**ANSWERS, "order_number": "order 1001 please"})
    assert isinstance(outcome, Submitted)
    assert outcome.message.data["answers"] == [
        {"key": "order_number", "label": "Order number", "value": "#1001"},
        {"key": "email", "label": "E-mail", "value": "elena.petrova@example.com"},
    ]
    assert (outcome.message.kind, outcome.message.author) == (MessageKind.ACTION_RESPONSE, ActorKind.SHOPPER)
    assert (outcome.response.action_key, outcome.response.filled_by) == ("find_my_order", "shopper")
    row = await fresh(database, conversation)
    assert {key: each["value"] for key, each in row.known.items()} == {**ANSWERS, "order_number": "#1001"}
    async with database.reading() as session:
        snapshot = (await session.exec(select(OrderSnapshot))).one()
        offer = await session.get_one(Offer, offer_id)
        shopper_row = await session.get_one(Shopper, shopper.id)
    assert (snapshot.asked_number, snapshot.asked_email, snapshot.outcome) == ("#1001", ANSWERS["email"], "looking")
    assert offer.status == OfferStatus.SUBMITTED
    assert shopper_row.given["email"]["value"] == ANSWERS["email"]
    assert len(await jobs_named(database, "tags.apply")) == len(await jobs_named(database, "orders.enrich")) == 1


async def test_the_bot_waits_for_the_lookup_and_speaks_at_once_where_there_is_none(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    async with database.writing() as session:
        for job in (await session.exec(select(Job))).all():
            await session.delete(job)
    await submitted(database, shopper, await open_offer(database, conversation))
    assert await jobs_named(database, "bot.reply") == []
    described = await open_offer(database, conversation, "something_else")
    await submitted(database, shopper, described, {"description": "About the fair in May"}, "submit-2")
    assert len(await jobs_named(database, "bot.reply")) == 1


async def test_an_order_that_was_looked_up_before_is_told_at_once(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    await submitted(database, shopper, await open_offer(database, conversation))
    async with database.writing() as session:
        snapshot = (await session.exec(select(OrderSnapshot))).one()
        snapshot.outcome, snapshot.disclosure, snapshot.fetched_at = "found", "matched", now()
        session.add(snapshot)
    again = await open_offer(database, conversation, by=ActorKind.SHOPPER)
    await submitted(database, shopper, again, client_key="submit-2")
    [job] = await jobs_named(database, "bot.order_update")
    assert job.payload == {
        "shop_id": conversation.shop_id,
        "conversation_id": conversation.id,
        "term": 1,
        "snapshot_id": snapshot.id,
    }
    assert len(await jobs_named(database, "orders.enrich")) == 1


async def test_a_form_that_asks_for_a_person_escalates_with_its_reason(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    offer_id = await open_offer(database, conversation, "return_or_refund")
    answers = {"order_number": "1001", "item": "Ridge tent", "reason": "Wrong item"}
    outcome = await submitted(database, shopper, offer_id, answers)
    assert isinstance(outcome, Submitted)
    async with database.reading() as session:
        handoff = (await session.exec(select(Handoff))).one()
    assert (handoff.reason, handoff.evidence) == ("merchant_rule", "Filled in “Return or refund”")
    assert (await fresh(database, conversation)).state == State.WAITING


async def test_field_errors_leave_the_form_open_and_write_nothing(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    offer_id = await open_offer(database, conversation)
    before = await everything(database)
    for number in ("1001 OR status:open", "no idea", "1001 and 1002", "1" * 81):
        outcome = await submitted(database, shopper, offer_id, {**ANSWERS, "order_number": number})
        assert isinstance(outcome, tuple) and [error.key for error in outcome] == ["order_number"]
    assert await everything(database) == before


async def test_the_same_client_key_again_gets_the_first_result_and_another_finds_the_form_closed(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    offer_id = await open_offer(database, conversation)
    first = await submitted(database, shopper, offer_id)
    before = await everything(database)
    again = await submitted(database, shopper, offer_id, {"email": "changed@example.com"})
    assert isinstance(first, Submitted) and isinstance(again, Submitted)
    assert (again.is_repeat, again.message.id, again.response.id) == (True, first.message.id, first.response.id)
    with pytest.raises(FormClosed):
        await submitted(database, shopper, offer_id, client_key="submit-2")
    with pytest.raises(FormClosed):
        async with database.writing() as session:
            await service.save_draft(session, shopper, offer_id, {"email": "late@example.com"}, now())
    assert await everything(database) == before


async def test_a_client_key_of_another_message_does_not_swallow_an_answer(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    async with database.writing() as session:
        await conversations.post_shopper_message(
            session, shopper, text="Hi", client_key="used-before", page_url=None, now=now()
        )
    offer_id = await open_offer(database, conversation)
    before = await everything(database)
    for key in ("used-before", "no", "x" * 65):
        with pytest.raises(Invalid):
            await submitted(database, shopper, offer_id, client_key=key)
    assert await everything(database) == before


async def test_an_agent_fills_the_form_for_the_shopper_without_proving_who_they_are(
    database: Database, starters: None, conversation: Conversation, agent: AgentActor
) -> None:
    offer_id = await open_offer(database, conversation)
    outcome = await submitted(database, agent, offer_id)
    assert isinstance(outcome, Submitted)
    assert (outcome.response.filled_by, outcome.message.author_name) == ("agent", "Maya")
    row = await fresh(database, conversation)
    assert row.state == State.BOT
    assert row.known["email"]["origin"] == "agent"
    async with database.reading() as session:
        assert (await session.exec(select(OrderSnapshot))).one().asked_email == ""


async def test_an_answer_into_a_resolved_thread_reopens_it(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor, agent: AgentActor
) -> None:
    offer_id = await open_offer(database, conversation)
    async with database.writing() as session:
        await conversations.resolve(session, agent, conversation.id or 0, now=now())
    assert isinstance(await submitted(database, shopper, offer_id), Submitted)
    assert (await fresh(database, conversation)).state == State.BOT


async def test_past_the_lookup_limit_only_a_form_that_nobody_reads_is_refused(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    for number in range(2001, 2009):
        offer_id = await open_offer(database, conversation, by=ActorKind.SHOPPER)
        answers = {**ANSWERS, "order_number": str(number)}
        assert isinstance(await submitted(database, shopper, offer_id, answers, f"submit-{number}"), Submitted)
    offer_id = await open_offer(database, conversation, by=ActorKind.SHOPPER)
    before = await everything(database)
    with pytest.raises(TooMany) as limit:
        await submitted(database, shopper, offer_id, client_key="submit-last")
    assert limit.value.retry_after and await everything(database) == before
    async with database.writing() as session:
        await service.skip(session, shopper, offer_id, now())
    returning = await open_offer(database, conversation, "return_or_refund")
    answers = {"order_number": "3001", "item": "Ridge tent", "reason": "Other"}
    assert isinstance(await submitted(database, shopper, returning, answers, "submit-return"), Submitted)
    assert (await fresh(database, conversation)).state == State.WAITING


# Closing without an answer


async def test_a_shopper_skips_and_an_agent_cancels_once_and_for_all(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor, agent: AgentActor
) -> None:
    skipped = await open_offer(database, conversation)
    async with database.writing() as session:
        await service.skip(session, shopper, skipped, now())
    cancelled = await open_offer(database, conversation)
    async with database.writing() as session:
        await service.cancel(session, agent, cancelled, now())
    before = await everything(database)
    async with database.writing() as session:
        assert (await service.skip(session, shopper, skipped, now())).status == OfferStatus.SKIPPED
        assert (await service.cancel(session, agent, cancelled, now())).status == OfferStatus.CANCELLED
    for offer_id in (skipped, cancelled):
        with pytest.raises(FormClosed):
            await submitted(database, shopper, offer_id)
    assert await everything(database) == before
    async with database.reading() as session:
        standing = await queries.offered_keys(session, agent.shop_id, conversation.id or 0)
    assert standing == {"find_my_order": OfferStatus.CANCELLED}


async def test_a_form_that_may_not_be_skipped_stays_open(
    database: Database, shop: Shop, conversation: Conversation, shopper: ShopperActor
) -> None:
    async with database.writing() as session:
        must = replace(FIND_MY_ORDER, key="must", may_skip=False, effects=Effects())
        await service.publish(session, shop.id or 0, must, now())
    offer_id = await open_offer(database, conversation, "must")
    before = await everything(database)
    with pytest.raises(NotAllowed):
        async with database.writing() as session:
            await service.skip(session, shopper, offer_id, now())
    assert await everything(database) == before


async def test_another_shoppers_or_another_shops_form_does_not_exist(
    database: Database, shop: Shop, other_shop: Shop, starters: None, conversation: Conversation, agent: AgentActor
) -> None:
    offer_id = await open_offer(database, conversation)
    stranger, foreigner = await make_shopper(database, shop), await make_shopper(database, other_shop)
    await make_conversation(database, stranger)
    foreign_agent = replace(agent, shop_id=other_shop.id or 0)
    before = await everything(database)
    for actor in (stranger, foreigner, foreign_agent):
        with pytest.raises(NotFound):
            await submitted(database, actor, offer_id)
        with pytest.raises(NotFound):
            async with database.writing() as session:
                await service.save_draft(session, actor, offer_id, ANSWERS, now())
    with pytest.raises(NotFound):
        async with database.writing() as session:
            await service.skip(session, stranger, offer_id, now())
    with pytest.raises(NotFound):
        async with database.writing() as session:
            await service.cancel(session, foreign_agent, offer_id, now())
    assert await everything(database) == before
    async with database.reading() as session:
        assert await queries.forms(session, other_shop.id or 0, [offer_id]) == {}
        assert await queries.open_form(session, other_shop.id or 0, conversation.id or 0) is None
        assert await queries.responses(session, other_shop.id or 0, conversation.id or 0) == []


async def test_after_an_answer_the_bot_thinks_no_more_of_the_form_before_a_handoff(
    database: Database, shop: Shop, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    shop_id, conversation_id = shop.id or 0, conversation.id or 0
    async with database.reading() as session:
        assert len(await queries.offerable_forms(session, shop_id, conversation_id)) == 3
    await submitted(database, shopper, await open_offer(database, conversation))
    async with database.reading() as session:
        forms = await queries.offerable_forms(session, shop_id, conversation_id)
        assert [form.key for form in forms] == ["find_my_order", "return_or_refund"]
        [response] = await queries.responses(session, shop_id, conversation_id)
    assert response.answers == {**ANSWERS, "order_number": "#1001"}
