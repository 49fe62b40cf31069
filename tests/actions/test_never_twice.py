"""A form does not ask for what is known: it is filled in, by key and by kind. What it must ask again is counted."""

from dataclasses import replace

import pytest
from sqlmodel import select

from backend.actions import service
from backend.actions.forms import FieldKind, Form, FormField
from backend.actions.models import Offer
from backend.actions.publishing import publish
from backend.actions.rules import Given, asks_again, is_all_known, prefill
from backend.actors import ActorKind, AgentActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, RepeatedQuestion
from backend.conversations.service import Known
from backend.db import Database
from backend.shops.models import Shop

pytestmark = pytest.mark.anyio
MAIL = FormField("mail", FieldKind.EMAIL, "Mail")
SIZE = FormField("size", FieldKind.CHOICE, "Size", choices=("S", "M"))
FORM = Form(key="gift", title="Gift", fields=(MAIL, SIZE))
GIVEN = Given("elena@example.com", "answer")


def test_the_only_question_of_a_kind_is_filled_in_whatever_its_key_and_is_still_asked() -> None:
    assert prefill(FORM, {"email": GIVEN}, by_kind=True) == {"mail": GIVEN}
    assert prefill(FORM, {"email": GIVEN}) == {}
    assert not is_all_known(replace(FORM, fields=(MAIL,)), {"email": GIVEN})
    own = Given("own@example.com", "answer")
    assert prefill(FORM, {"email": GIVEN, "mail": own}, by_kind=True) == {"mail": own}


def test_of_two_questions_of_a_kind_nobody_knows_whose_is_whose() -> None:
    form = replace(FORM, fields=(MAIL, replace(MAIL, key="friend")))
    assert prefill(form, {"email": GIVEN}, by_kind=True) == {}
    assert asks_again(form, {"email": GIVEN}, {}) == []


@pytest.mark.parametrize("origin", ["order", "agent"])
def test_an_address_that_the_shopper_did_not_give_is_asked_for_and_that_is_no_repetition(origin: str) -> None:
    known = {"email": Given("order@example.com", origin)}
    assert prefill(FORM, known, by_kind=True) == {}
    assert asks_again(FORM, known, {}) == []


def test_what_is_known_and_does_not_fit_is_asked_again() -> None:
    known = {"size": Given("XL", "answer"), "email": GIVEN}
    filled = prefill(FORM, known, by_kind=True)
    assert (filled, asks_again(FORM, known, filled)) == ({"mail": GIVEN}, ["size"])


async def test_an_offer_shows_what_is_known_with_its_origin_and_counts_what_it_must_ask_again(
    database: Database, shop: Shop, agent: AgentActor, conversation: Conversation
) -> None:
    async with database.writing() as session:
        await publish(session, shop.id or 0, FORM, now())
    async with database.writing() as session:
        held = await conversations.locked(session, shop.id or 0, conversation.id or 0)
        given = {"email": Known("elena@example.com", "E-mail", "customer"), "size": Known("XL", "Size")}
        await conversations.remember(session, held, given)
        for _ in range(2):
            await service.offer(session, held, "gift", by=ActorKind.AGENT, agent=agent, now=now())
    async with database.reading() as session:
        (offer,) = (await session.exec(select(Offer))).all()
        (repeat,) = (await session.exec(select(RepeatedQuestion))).all()
    assert (offer.draft, offer.origins) == ({"mail": "elena@example.com"}, {"mail": "customer"})
    assert (repeat.field_key, repeat.asked_by, repeat.agent_id) == ("size", "form", agent.id)
    assert repeat.message_sequence == offer.message_sequence
