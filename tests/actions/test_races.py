"""Two hands on one form: a submit against a submit, a cancel, a takeover. Whoever is first decides, and once."""

import asyncio
import random
from collections.abc import Awaitable

import pytest
from sqlalchemy import func
from sqlmodel import select

from backend.actions import service
from backend.actions.effects import Submitted
from backend.actions.forms import OfferStatus
from backend.actions.models import Offer, Response
from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Message
from backend.conversations.rules import MessageKind
from backend.db import Database
from backend.errors import FormClosed, NotAllowed, TermOver
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper

pytestmark = pytest.mark.anyio

ROUNDS = 20
DESCRIPTION = {"description": "The zip of my tent broke"}


@pytest.fixture
async def starters(database: Database, shop: Shop) -> None:
    async with database.writing() as session:
        await service.install_starters(session, shop.id or 0, now())


async def thread(db: Database, shop: Shop) -> tuple[ShopperActor, int, int]:
    """A shopper with a conversation and an open form in it."""
    shopper = await make_shopper(db, shop)
    conversation = await make_conversation(db, shopper)
    async with db.writing() as session:
        held = await conversations.locked(session, shop.id or 0, conversation.id or 0)
        offer = await service.offer(session, held, "something_else", by=ActorKind.BOT, term=1, now=now())
    assert offer is not None and offer.id is not None
    return shopper, conversation.id or 0, offer.id


async def submit(db: Database, actor: ShopperActor | AgentActor, offer_id: int, client_key: str) -> Submitted:
    await asyncio.sleep(random.random() / 200)
    async with db.writing() as session:
        outcome = await service.submit(session, actor, offer_id, DESCRIPTION, client_key=client_key, now=now())
    assert isinstance(outcome, Submitted)
    return outcome


async def cancel(db: Database, actor: AgentActor, offer_id: int) -> Offer:
    await asyncio.sleep(random.random() / 200)
    async with db.writing() as session:
        return await service.cancel(session, actor, offer_id, now())


async def race(*rivals: Awaitable[object]) -> list[object]:
    return list(await asyncio.gather(*rivals, return_exceptions=True))


async def written(db: Database, conversation_id: int) -> tuple[int, int]:
    """Responses, and messages that carry one."""
    async with db.reading() as session:
        of = Response.conversation_id == conversation_id
        responses = (await session.exec(select(func.count()).select_from(Response).where(of))).one()
        of_kind = (Message.conversation_id == conversation_id, Message.kind == MessageKind.ACTION_RESPONSE)
        messages = (await session.exec(select(func.count()).select_from(Message).where(*of_kind))).one()
    return responses, messages


async def test_two_racing_sends_of_one_submit_are_one_answer(database: Database, shop: Shop, starters: None) -> None:
    for _ in range(ROUNDS):
        shopper, conversation_id, offer_id = await thread(database, shop)
        outcomes = await race(*(submit(database, shopper, offer_id, "the-same-key") for _ in range(3)))
        assert all(isinstance(outcome, Submitted) for outcome in outcomes)
        assert len({outcome.message.id for outcome in outcomes if isinstance(outcome, Submitted)}) == 1
        assert await written(database, conversation_id) == (1, 1)


async def test_of_a_shopper_and_an_agent_who_submit_at_once_one_wins(
    database: Database, shop: Shop, starters: None, agent: AgentActor
) -> None:
    for _ in range(ROUNDS):
        shopper, conversation_id, offer_id = await thread(database, shop)
        outcomes = await race(
            submit(database, shopper, offer_id, "shopper-key"), submit(database, agent, offer_id, "agents-key")
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["FormClosed", "Submitted"]
        assert await written(database, conversation_id) == (1, 1)


async def test_a_submit_against_a_cancel_ends_in_exactly_one_of_them(
    database: Database, shop: Shop, starters: None, agent: AgentActor
) -> None:
    ends = set()
    for _ in range(ROUNDS):
        shopper, conversation_id, offer_id = await thread(database, shop)
        answer, ending = await race(
            submit(database, shopper, offer_id, "shopper-key"), cancel(database, agent, offer_id)
        )
        async with database.reading() as session:
            status = (await session.get_one(Offer, offer_id)).status
        ends.add(status)
        if status == OfferStatus.SUBMITTED:
            assert isinstance(answer, Submitted) and isinstance(ending, FormClosed)
            assert await written(database, conversation_id) == (1, 1)
        else:
            assert isinstance(answer, FormClosed) and isinstance(ending, Offer)
            assert await written(database, conversation_id) == (0, 0)
    assert ends <= {OfferStatus.SUBMITTED, OfferStatus.CANCELLED}


async def test_a_bots_offer_against_a_takeover_stands_before_it_or_not_at_all(
    database: Database, shop: Shop, starters: None, agent: AgentActor
) -> None:
    for _ in range(ROUNDS):
        conversation = await make_conversation(database, await make_shopper(database, shop))

        async def bot_offers(conversation: Conversation = conversation) -> None:
            await asyncio.sleep(random.random() / 200)
            async with database.writing() as session:
                held = await conversations.locked(session, shop.id or 0, conversation.id or 0)
                await service.offer(session, held, "find_my_order", by=ActorKind.BOT, term=1, now=now())

        async def agent_joins(conversation: Conversation = conversation) -> None:
            await asyncio.sleep(random.random() / 200)
            async with database.writing() as session:
                await conversations.take_over(session, agent, conversation.id or 0, now=now())

        offering, joining = await race(bot_offers(), agent_joins())
        assert joining is None
        assert offering is None or isinstance(offering, TermOver)
        async with database.reading() as session:
            rows = select(Message).where(Message.conversation_id == conversation.id)
            messages = {each.kind: each for each in (await session.exec(rows)).all()}
        if offering is None:
            assert messages["action_offer"].term == 1
            assert messages["action_offer"].sequence < messages["activity"].sequence
        else:
            assert "action_offer" not in messages


async def test_two_offers_at_once_are_one_open_form(
    database: Database, shop: Shop, starters: None, agent: AgentActor
) -> None:
    for _ in range(ROUNDS):
        conversation = await make_conversation(database, await make_shopper(database, shop))

        async def offers(key: str, conversation: Conversation = conversation) -> int:
            await asyncio.sleep(random.random() / 200)
            async with database.writing() as session:
                held = await conversations.locked(session, shop.id or 0, conversation.id or 0)
                made = await service.offer(session, held, key, by=ActorKind.AGENT, agent=agent, now=now())
            assert made is not None and made.id is not None
            return made.id

        outcomes = await race(offers("find_my_order"), offers("find_my_order"), offers("return_or_refund"))
        async with database.reading() as session:
            rows = select(Offer).where(Offer.conversation_id == conversation.id)
            assert len((await session.exec(rows)).all()) == 1
        assert all(isinstance(outcome, int | NotAllowed) for outcome in outcomes)
