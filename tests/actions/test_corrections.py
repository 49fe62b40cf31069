"""Answers that are corrected: the first stay, the newer ones count, and what follows from them is done once more."""

import pytest
from sqlmodel import col, select

from backend.actions import queries, service
from backend.actions.effects import Submitted
from backend.actions.forms import OfferStatus
from backend.actions.models import Offer
from backend.actors import ShopperActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Handoff, Message
from backend.conversations.rules import MessageKind, State
from backend.db import Database
from backend.errors import FormClosed, NotAllowed, NotFound
from backend.orders.models import OrderSnapshot
from backend.shops.models import Shop
from tests.actions.test_service import ANSWERS, everything, fresh, open_offer, starters, submitted
from tests.conftest import make_conversation, make_shopper

__all__ = ["starters"]
pytestmark = pytest.mark.anyio
RIGHT = {**ANSWERS, "order_number": "1002"}


async def answered(db: Database, shopper: ShopperActor, conversation: Conversation, key: str = "find_my_order") -> int:
    values = {**ANSWERS} if key == "find_my_order" else {"order_number": "1001", "item": "Tent", "reason": "Other"}
    outcome = await submitted(db, shopper, await open_offer(db, conversation, key), values)
    assert isinstance(outcome, Submitted)
    return outcome.message.sequence


async def correct(db: Database, shopper: ShopperActor, conversation: Conversation, sequence: int) -> Offer:
    async with db.writing() as session:
        held = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
        return await service.correct(session, shopper, held, sequence, now())


async def responses(db: Database, conversation: Conversation) -> list[Message]:
    async with db.reading() as session:
        which = (Message.conversation_id == conversation.id, Message.kind == MessageKind.ACTION_RESPONSE)
        return list((await session.exec(select(Message).where(*which).order_by(col(Message.sequence)))).all())


async def test_the_form_opens_again_with_what_was_answered_beside_the_answer(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    sequence = await answered(database, shopper, conversation)
    before = (await fresh(database, conversation)).last_sequence
    first = await correct(database, shopper, conversation, sequence)
    again = await correct(database, shopper, conversation, sequence)
    assert first.id == again.id
    async with database.reading() as session:
        opened = await queries.open_form(session, conversation.shop_id, conversation.id or 0)
    assert opened is not None
    assert (opened.id, opened.message_sequence, opened.corrects_sequence) == (first.id, sequence, sequence)
    assert {value.key: value.value for value in opened.values} == {**ANSWERS, "order_number": "#1001"}
    assert (await fresh(database, conversation)).last_sequence == before


async def test_a_correction_is_an_answer_of_its_own_and_the_order_is_looked_up_anew(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    sequence = await answered(database, shopper, conversation)
    opened = await correct(database, shopper, conversation, sequence)
    outcome = await submitted(database, shopper, opened.id or 0, RIGHT, "submit-2")
    repeat = await submitted(database, shopper, opened.id or 0, RIGHT, "submit-2")
    assert isinstance(outcome, Submitted) and isinstance(repeat, Submitted)
    assert repeat.is_repeat and repeat.message.id == outcome.message.id
    former, newer = await responses(database, conversation)
    assert [answer["value"] for answer in former.data["answers"]] == ["#1001", ANSWERS["email"]]
    assert [answer["value"] for answer in newer.data["answers"]] == ["#1002", ANSWERS["email"]]
    assert "corrects" not in former.data and newer.data["corrects"] == sequence
    assert (await fresh(database, conversation)).known["order_number"]["value"] == "#1002"
    async with database.reading() as session:
        numbers = (await session.exec(select(OrderSnapshot.asked_number).order_by(col(OrderSnapshot.id)))).all()
    assert numbers == ["#1001", "#1002"]


async def test_what_was_not_changed_is_left_as_it_was(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    sequence = await answered(database, shopper, conversation)
    opened = await correct(database, shopper, conversation, sequence)
    outcome = await submitted(database, shopper, opened.id or 0, ANSWERS, "submit-2")
    assert isinstance(outcome, Submitted) and outcome.is_repeat and outcome.message.sequence == sequence
    assert len(await responses(database, conversation)) == 1
    async with database.reading() as session:
        assert (await session.get_one(Offer, opened.id)).status == OfferStatus.SKIPPED
        standing = await queries.offered_keys(session, conversation.shop_id, conversation.id or 0)
    assert standing["find_my_order"] is OfferStatus.SUBMITTED


async def test_a_correction_asks_for_no_second_person_and_can_always_be_left(
    database: Database, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    sequence = await answered(database, shopper, conversation, "return_or_refund")
    assert (await fresh(database, conversation)).state == State.WAITING
    opened = await correct(database, shopper, conversation, sequence)
    values = {"order_number": "1001", "item": "Tent", "reason": "Wrong item"}
    await submitted(database, shopper, opened.id or 0, values, "submit-2")
    async with database.reading() as session:
        assert len((await session.exec(select(Handoff))).all()) == 1
        assert len((await session.exec(select(OrderSnapshot))).all()) == 1
    newest = (await responses(database, conversation))[-1].sequence
    left = await correct(database, shopper, conversation, newest)
    async with database.writing() as session:
        await service.skip(session, shopper, left.id or 0, now())
    with pytest.raises(FormClosed):
        await submitted(database, shopper, left.id or 0, values, "submit-3")


async def test_only_the_newest_answer_of_ones_own_can_be_corrected_and_one_form_at_a_time(
    database: Database, shop: Shop, starters: None, conversation: Conversation, shopper: ShopperActor
) -> None:
    sequence = await answered(database, shopper, conversation)
    opened = await correct(database, shopper, conversation, sequence)
    await submitted(database, shopper, opened.id or 0, RIGHT, "submit-2")
    stranger = await make_shopper(database, shop)
    theirs = await make_conversation(database, stranger)
    newest = (await responses(database, conversation))[-1].sequence
    before = await everything(database)
    with pytest.raises(NotAllowed, match="corrected already"):
        await correct(database, shopper, conversation, sequence)
    for missing in (0, 1, 999):
        with pytest.raises(NotFound):
            await correct(database, shopper, conversation, missing)
    with pytest.raises(NotFound):
        await correct(database, stranger, theirs, newest)
    assert await everything(database) == before
    await open_offer(database, conversation, "return_or_refund")
    before = await everything(database)
    with pytest.raises(NotAllowed, match="Another form"):
        await correct(database, shopper, conversation, newest)
    assert await everything(database) == before
