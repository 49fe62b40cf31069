"""The job that tags a conversation by what was said, answered and looked up, whoever held it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from backend.actions import service as actions
from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.ai.understand import Understanding
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation
from backend.conversations.rules import Reason
from backend.db import Database
from backend.orders.models import OrderSnapshot
from backend.orders.reading import order_json
from backend.orders.rules import Money, Order, Parcel, days_late
from backend.shops.models import Shop
from backend.tags import apply, queries, service
from backend.tags.models import TagApplication

pytestmark = pytest.mark.anyio


@dataclass
class PlainMind:
    """Understands exactly what a test tells it to, and notes what it was asked."""

    meanings: dict[str, Understanding] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def understand(self, text: str) -> Understanding:
        self.asked.append(text)
        return self.meanings.get(text, Understanding(text, "en"))


@dataclass
class Process:
    db: Database
    mind: PlainMind = field(default_factory=PlainMind)


@pytest.fixture
async def process(database: Database, shop: Shop) -> Process:
    async with database.writing() as session:
        await service.install_starters(session, shop.id or 0, now())
        await actions.install_starters(session, shop.id or 0, now())
    return Process(database)


async def run(process: Process, conversation: Conversation, **more: Any) -> None:
    await apply.run(process, {"shop_id": conversation.shop_id, "conversation_id": conversation.id, **more})


async def grounds(db: Database, conversation: Conversation) -> dict[str, tuple[str, int | None]]:
    async with db.reading() as session:
        found = await queries.applied(session, conversation.shop_id, [conversation.id or 0])
    return {each.name: (each.evidence, each.evidence_sequence) for each in found.get(conversation.id or 0, [])}


async def rows(db: Database) -> list[dict[str, Any]]:
    async with db.reading() as session:
        found = await session.exec(select(TagApplication).order_by(col(TagApplication.tag_id)))
        return [row.model_dump() for row in found.all()]


async def say(db: Database, shopper: ShopperActor, text: str) -> int:
    async with db.writing() as session:
        message = await conversations.post_shopper_message(
            session, shopper, text=text, client_key=f"key-{abs(hash(text))}", page_url=None, now=now()
        )
    return message.sequence


async def bot_turn(db: Database, conversation: Conversation, outcome: str, **trace: Any) -> None:
    async with db.writing() as session:
        held = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
        conversations.record_turn(
            session, held, term=held.term, outcome=outcome, trace=trace, milliseconds=5, message=None, now=now()
        )


async def test_what_the_bot_understood_tags_the_message_that_it_answered(
    process: Process, shopper: ShopperActor, conversation: Conversation
) -> None:
    await bot_turn(process.db, conversation, "small_talk", intents=[["greeting", 0.9]], signals=[])
    asked = await say(process.db, shopper, "where is my order")
    await bot_turn(process.db, conversation, "offer_action", intents=[["order_status", 0.97]], signals=[])
    await run(process, conversation)
    assert await grounds(process.db, conversation) == {"order-inquiry": ("where is my order", asked)}
    assert process.mind.asked == []


async def test_a_trace_that_names_its_message_is_believed_over_the_clock(
    process: Process, shopper: ShopperActor, conversation: Conversation
) -> None:
    await say(process.db, shopper, "and another thing")
    await bot_turn(
        process.db, conversation, "unknown", sequence=1, intents=[], signals=[{"name": "upset", "evidence": "damn"}]
    )
    await run(process, conversation)
    found = await grounds(process.db, conversation)
    assert found == {"knowledge-gap": ("Hello there", 1), "complaint": ("damn", 1)}
    assert process.mind.asked == ["and another thing"]


async def test_what_the_shopper_says_to_an_agent_is_tagged_as_well(
    process: Process, shopper: ShopperActor, conversation: Conversation, agent: AgentActor
) -> None:
    async with process.db.writing() as session:
        await conversations.take_over(session, agent, conversation.id or 0, now=now())
    text = "I want my money back"
    sequence = await say(process.db, shopper, text)
    process.mind.meanings[text] = Understanding(text, "en", intents=(("return_refund", 0.8),))
    await run(process, conversation)
    assert await grounds(process.db, conversation) == {"refund": (text, sequence)}


async def test_running_twice_leaves_what_running_once_does(
    process: Process, shopper: ShopperActor, conversation: Conversation
) -> None:
    text = "this is the third time"
    process.mind.meanings[text] = Understanding(text, "en", signals={"repeated_contact": "third time"})
    await say(process.db, shopper, text)
    await run(process, conversation)
    before = await rows(process.db)
    assert before
    await run(process, conversation)
    assert await rows(process.db) == before


async def test_an_answered_form_and_a_request_for_a_person_are_grounds(
    process: Process, shopper: ShopperActor, conversation: Conversation
) -> None:
    text = "it's three weeks late, I want to talk to someone"
    async with process.db.writing() as session:
        held = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
        offer = await actions.offer(session, held, "find_my_order", by=ActorKind.BOT, term=1, now=now())
        assert offer is not None
        answers = {"order_number": "1001", "email": "elena.petrova@example.com"}
        await actions.submit(session, shopper, offer.id or 0, answers, client_key="submit-1", now=now())
    said = await say(process.db, shopper, text)
    async with process.db.writing() as session:
        held = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
        await conversations.escalate(
            session,
            held,
            reason=Reason.ASKED_FOR_HUMAN,
            urgency="high",
            urgency_why="The order is late.",
            evidence="talk to someone",
            by=ActorKind.BOT,
            now=now(),
        )
    process.mind.meanings[text] = Understanding(text, "en", signals={"lateness": "three weeks late"})
    await run(process, conversation)
    answer = "Order number: #1001 E-mail: elena.petrova@example.com"
    assert await grounds(process.db, conversation) == {
        "order-inquiry": (answer, 3),
        "shipping-delay": ("three weeks late", said),
        "escalated-by-user": ("talk to someone", said),
        "high-priority": ("The order is late.", said),
    }


async def test_an_agents_release_to_the_queue_is_not_the_shoppers_wish(
    process: Process, conversation: Conversation, agent: AgentActor
) -> None:
    async with process.db.writing() as session:
        await conversations.take_over(session, agent, conversation.id or 0, now=now())
        await conversations.release(session, agent, conversation.id or 0, now=now())
    await run(process, conversation)
    assert await grounds(process.db, conversation) == {}


async def test_an_order_that_the_carrier_delayed_is_a_ground(process: Process, conversation: Conversation) -> None:
    moment = now()
    parcel = Parcel(name="#1001-F1", state="DELAYED", promised=moment - timedelta(days=17))
    order = Order(
        gid="gid://shopify/Order/1", name="#1001", placed_at=moment, parcels=(parcel,), total=Money("10.00", "USD")
    )
    async with process.db.writing() as session:
        session.add(
            OrderSnapshot(
                shop_id=conversation.shop_id,
                conversation_id=conversation.id or 0,
                asked_number="#1001",
                outcome="found",
                order_gid=order.gid,
                order_name=order.name,
                order=order_json(order),
                asked_at=moment,
                fetched_at=moment,
            )
        )
    await run(process, conversation)
    found = await grounds(process.db, conversation)
    late = days_late(order, moment)
    assert late in (16, 17)
    assert found == {"shipping-delay": (f"Order #1001: delayed, {late} days late", None)}


async def test_the_effect_of_a_turn_that_is_over_tags_nothing_and_neither_does_an_erased_conversation(
    process: Process, conversation: Conversation, agent: AgentActor
) -> None:
    await bot_turn(process.db, conversation, "unknown", intents=[], signals=[])
    async with process.db.writing() as session:
        await conversations.take_over(session, agent, conversation.id or 0, now=now())
    await run(process, conversation, term=1)
    assert await rows(process.db) == []
    await apply.run(process, {"shop_id": conversation.shop_id, "conversation_id": 10_000})
    await apply.run(process, {"shop_id": conversation.shop_id + 1, "conversation_id": conversation.id})
    assert await rows(process.db) == []
