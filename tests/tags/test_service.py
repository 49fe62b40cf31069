"""Tags on conversations, on both real databases: a person's word stands, and every change comes up in the feeds."""

import asyncio
import random
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select

from backend.actors import ActorKind, AgentActor, ApiClientActor, InboxActor, Scope, ShopperActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation
from backend.db import Database
from backend.errors import Invalid, NotAllowed, NotFound, TermOver
from backend.shops.models import Shop
from backend.tags import queries, service
from backend.tags.models import Tag, TagApplication
from backend.tags.queries import AppliedTag
from backend.tags.rules import Application, Colour, Origin, TagDefinition, TagRule
from tests.conftest import make_agent, make_conversation, make_shopper

pytestmark = pytest.mark.anyio

LATE = Application("shipping-delay", "three weeks late", 3, 1.0)


@pytest.fixture
async def starters(database: Database, shop: Shop) -> None:
    async with database.writing() as session:
        await service.install_starters(session, shop.id or 0, now())


@pytest.fixture
def reader(shop: Shop) -> ApiClientActor:
    return ApiClientActor(shop.id or 0, 1, "report", frozenset({Scope.READ_TAGS}))


@pytest.fixture
def program(shop: Shop) -> ApiClientActor:
    return ApiClientActor(shop.id or 0, 1, "triage", frozenset({Scope.READ_TAGS, Scope.WRITE_TAGS}))


async def everything(db: Database) -> list[dict[str, Any]]:
    """All that a refusal must leave as it was."""
    async with db.reading() as session:
        rows: list[Any] = list((await session.exec(select(Tag).order_by(col(Tag.id)))).all())
        ordered = select(TagApplication).order_by(col(TagApplication.conversation_id), col(TagApplication.tag_id))
        rows += (await session.exec(ordered)).all()
        rows += (await session.exec(select(Conversation).order_by(col(Conversation.id)))).all()
        rows += (await session.exec(select(Shop).order_by(col(Shop.id)))).all()
        return [row.model_dump() for row in rows]


async def carried(db: Database, conversation: Conversation) -> dict[str, AppliedTag]:
    async with db.reading() as session:
        found = await queries.applied(session, conversation.shop_id, [conversation.id or 0])
    return {each.name: each for each in found.get(conversation.id or 0, [])}


async def revision(db: Database, conversation: Conversation) -> int:
    async with db.reading() as session:
        return (await session.get_one(Conversation, conversation.id)).revision


async def add(db: Database, actor: InboxActor, conversation: Conversation, name: str) -> None:
    async with db.writing() as session:
        await service.add(session, actor, conversation.id or 0, name, now())


async def remove(db: Database, actor: InboxActor, conversation: Conversation, name: str) -> None:
    async with db.writing() as session:
        await service.remove(session, actor, conversation.id or 0, name, now())


async def apply(db: Database, conversation: Conversation, *applications: Application, term: int | None = None) -> None:
    async with db.writing() as session:
        held = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
        await service.apply(session, held, applications, term=term, now=now())


async def tag_id(db: Database, shop: Shop, name: str) -> int:
    async with db.reading() as session:
        return next(each.id for each in await queries.tags(session, shop.id or 0) if each.name == name)


# On conversations


async def test_a_rule_puts_a_tag_on_with_its_grounds_and_the_feed_shows_it(
    database: Database, starters: None, conversation: Conversation
) -> None:
    before = await revision(database, conversation)
    await apply(database, conversation, LATE)
    tag = (await carried(database, conversation))["shipping-delay"]
    assert (tag.origin, tag.agent_name, tag.evidence) == (Origin.RULE, None, "three weeks late")
    assert (tag.evidence_sequence, tag.confidence, tag.colour) == (3, 1.0, Colour.WARNING)
    assert await revision(database, conversation) > before


async def test_the_same_rule_again_changes_nothing_and_a_surer_ground_replaces_the_evidence(
    database: Database, starters: None, conversation: Conversation
) -> None:
    await apply(database, conversation, replace(LATE, confidence=0.9, evidence="Order #1001: delayed"))
    before = await everything(database)
    await apply(database, conversation, replace(LATE, confidence=0.9, evidence="Order #1001: still delayed"))
    assert await everything(database) == before
    await apply(database, conversation, LATE)
    assert (await carried(database, conversation))["shipping-delay"].evidence == "three weeks late"


async def test_what_an_agent_took_off_no_rule_puts_back_but_an_agent_may(
    database: Database, starters: None, conversation: Conversation, agent: AgentActor
) -> None:
    await apply(database, conversation, replace(LATE, confidence=0.9))
    await remove(database, agent, conversation, "shipping-delay")
    assert await carried(database, conversation) == {}
    before = await everything(database)
    await apply(database, conversation, LATE)
    assert await everything(database) == before
    await add(database, agent, conversation, "shipping-delay")
    tag = (await carried(database, conversation))["shipping-delay"]
    assert (tag.origin, tag.agent_name, tag.evidence) == (Origin.AGENT, "Maya", "")


async def test_what_an_agent_put_on_stays_theirs(
    database: Database, starters: None, conversation: Conversation, agent: AgentActor
) -> None:
    await add(database, agent, conversation, "shipping-delay")
    before = await everything(database)
    await apply(database, conversation, LATE)
    await add(database, agent, conversation, "shipping-delay")
    assert await everything(database) == before


async def test_an_api_client_tags_in_its_own_name_and_its_removal_sticks_too(
    database: Database, starters: None, conversation: Conversation, program: ApiClientActor
) -> None:
    await add(database, program, conversation, "refund")
    assert (await carried(database, conversation))["refund"].origin is Origin.API_CLIENT
    await remove(database, program, conversation, "refund")
    await apply(database, conversation, Application("refund", "money back", 1, 1.0))
    assert await carried(database, conversation) == {}


async def test_a_token_without_the_scope_changes_no_tag(
    database: Database, starters: None, conversation: Conversation, reader: ApiClientActor, shop: Shop
) -> None:
    before = await everything(database)
    with pytest.raises(NotAllowed):
        await add(database, reader, conversation, "refund")
    with pytest.raises(NotAllowed):
        await remove(database, reader, conversation, "refund")
    with pytest.raises(NotAllowed):
        async with database.writing() as session:
            await service.create(session, reader, TagDefinition("new", TagRule()), now())
    with pytest.raises(NotAllowed):
        async with database.writing() as session:
            await service.delete(session, reader, await tag_id(database, shop, "refund"), now())
    assert await everything(database) == before


async def test_taking_off_what_is_not_on_changes_nothing(
    database: Database, starters: None, conversation: Conversation, agent: AgentActor
) -> None:
    before = await everything(database)
    await remove(database, agent, conversation, "refund")
    assert await everything(database) == before


async def test_unknown_tags_and_other_shops_conversations_are_not_found(
    database: Database, starters: None, conversation: Conversation, agent: AgentActor, other_shop: Shop
) -> None:
    foreigner = await make_agent(database, other_shop, "Tom", "80001")
    before = await everything(database)
    with pytest.raises(NotFound):
        await add(database, agent, conversation, "no-such-tag")
    for verb in (add, remove):
        with pytest.raises(NotFound):
            await verb(database, foreigner, conversation, "refund")
    await apply(database, conversation, Application("no-such-tag", "words", 1, 1.0))
    assert await everything(database) == before


async def test_a_bot_turn_whose_term_is_over_tags_nothing(
    database: Database, starters: None, conversation: Conversation, agent: AgentActor
) -> None:
    async with database.writing() as session:
        await conversations.take_over(session, agent, conversation.id or 0, now=now())
    before = await everything(database)
    with pytest.raises(TermOver):
        await apply(database, conversation, LATE, term=1)
    assert await everything(database) == before


async def test_of_a_removal_and_a_rule_at_once_the_removal_stands(
    database: Database, shop: Shop, starters: None, agent: AgentActor
) -> None:
    for _ in range(20):
        conversation = await make_conversation(database, await make_shopper(database, shop))
        await apply(database, conversation, replace(LATE, confidence=0.9))

        async def rule(conversation: Conversation = conversation) -> None:
            await asyncio.sleep(random.random() / 300)
            await apply(database, conversation, LATE)

        async def person(conversation: Conversation = conversation) -> None:
            await asyncio.sleep(random.random() / 300)
            await remove(database, agent, conversation, "shipping-delay")

        await asyncio.gather(rule(), person(), rule())
        assert await carried(database, conversation) == {}


# Definitions


async def test_starters_come_once_and_not_again_over_what_the_merchant_made_of_them(
    database: Database, shop: Shop, starters: None, agent: AgentActor
) -> None:
    renamed = await tag_id(database, shop, "refund")
    async with database.writing() as session:
        await service.update(session, agent, renamed, name="money-back", colour=Colour.INFO, description="")
        await service.delete(session, agent, await tag_id(database, shop, "complaint"), now())
    before = await everything(database)
    async with database.writing() as session:
        await service.install_starters(session, shop.id or 0, now())
    assert await everything(database) == before
    async with database.reading() as session:
        names = [tag.name for tag in await queries.tags(session, shop.id or 0)]
    assert names == [
        "escalated-by-user", "high-priority", "knowledge-gap", "money-back", "order-inquiry", "product-question",
        "shipping-delay",
    ]  # fmt: skip


async def test_a_changed_tag_keeps_its_rule_and_its_open_conversations_come_up_again(
    database: Database, shop: Shop, starters: None, agent: AgentActor, conversation: Conversation
) -> None:
    await apply(database, conversation, LATE)
    before = await revision(database, conversation)
    changed = await tag_id(database, shop, "shipping-delay")
    async with database.writing() as session:
        tag = await service.update(
            session, agent, changed, name="late", colour=Colour.CRITICAL, description=" Late\u202e parcels "
        )
    assert tag.rules["signals"] == ["lateness"]
    assert tag.description == "Late parcels"
    assert (await carried(database, conversation))["late"].colour is Colour.CRITICAL
    assert await revision(database, conversation) > before


async def test_a_deleted_tag_leaves_every_conversation_and_its_name_comes_back_empty(
    database: Database, shop: Shop, starters: None, agent: AgentActor, conversation: Conversation
) -> None:
    await apply(database, conversation, LATE)
    gone = await tag_id(database, shop, "shipping-delay")
    async with database.writing() as session:
        await service.delete(session, agent, gone, now())
    assert await carried(database, conversation) == {}
    await apply(database, conversation, LATE)
    assert await carried(database, conversation) == {}
    with pytest.raises(NotFound):
        await add(database, agent, conversation, "shipping-delay")
    async with database.writing() as session:
        again = await service.create(session, agent, TagDefinition("shipping-delay", TagRule()), now())
    assert (again.id, again.deleted_at) == (gone, None)
    assert await carried(database, conversation) == {}


@pytest.mark.parametrize(
    ("name", "description"),
    [("refund", ""), ("Bad Name", ""), ("", ""), ("x" * 41, ""), ("fine", "d" * 501)],
)
async def test_a_tag_that_breaks_a_rule_is_neither_made_nor_changed(
    database: Database, shop: Shop, starters: None, agent: AgentActor, name: str, description: str
) -> None:
    other = await tag_id(database, shop, "complaint")
    before = await everything(database)
    with pytest.raises(Invalid) as refusal:
        async with database.writing() as session:
            await service.create(session, agent, TagDefinition(name, TagRule(), description=description), now())
    assert refusal.value.field in ("name", "description")
    with pytest.raises(Invalid):
        async with database.writing() as session:
            await service.update(session, agent, other, name=name, colour=Colour.INFO, description=description)
    assert await everything(database) == before


async def test_another_shops_tag_is_not_found(database: Database, shop: Shop, starters: None, other_shop: Shop) -> None:
    foreigner = await make_agent(database, other_shop, "Tom", "80001")
    theirs = await tag_id(database, shop, "refund")
    before = await everything(database)
    with pytest.raises(NotFound):
        async with database.writing() as session:
            await service.update(session, foreigner, theirs, name="mine", colour=Colour.INFO, description="")
    with pytest.raises(NotFound):
        async with database.writing() as session:
            await service.delete(session, foreigner, theirs, now())
    assert await everything(database) == before


async def test_two_shops_name_their_tags_for_themselves(
    database: Database, starters: None, agent: AgentActor, other_shop: Shop, shopper: ShopperActor
) -> None:
    foreigner = await make_agent(database, other_shop, "Tom", "80001")
    async with database.writing() as session:
        made = await service.create(session, foreigner, TagDefinition("refund", TagRule()), now())
    assert (made.shop_id, made.name) == (other_shop.id, "refund")
    assert ActorKind(shopper.kind) is ActorKind.SHOPPER
