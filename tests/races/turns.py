"""Bot turns whose thoughts are written by the test, and a reader that finds any bot word of an ended term."""

import asyncio
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlmodel import col, select

from backend.actions.models import Offer
from backend.actors import ActorKind, ShopperActor
from backend.ai.understand import Understanding
from backend.bot import order_update, reply
from backend.bot.decisions import Answer, Decision, Escalate, LookUpOrder, OfferAction, SayUnknown
from backend.bot.situation import Situation
from backend.bot.think import Outcome
from backend.clock import now
from backend.context import Services
from backend.conversations import service
from backend.conversations.models import BotTurn, Conversation, Handoff, Message
from backend.conversations.rules import MessageKind, Move, Reason, State, Urgency
from backend.db import Database
from backend.jobs import Kind, Worker
from backend.live import Live
from backend.orders import enrich, lookup
from backend.orders.reading import order_from
from backend.orders.rules import Outcome as LookupOutcome
from backend.orders.service import Finding
from backend.shops.models import Shop
from backend.tags import apply
from tests.conftest import make_conversation, make_shopper
from tests.orders.made import KEY, shopify_order

ESCALATION = Escalate(Reason.CANNOT_ANSWER, Urgency.LOW, "the bot could not answer", "Hello there", "something_else")
DECISIONS: tuple[Decision, ...] = (Answer(), OfferAction("find_my_order"), ESCALATION, SayUnknown())

Hook = Callable[[Situation], Awaitable[None]]
REAL = {
    "bot.reply": Kind(reply.run),
    "bot.order_update": Kind(order_update.run),
    "orders.enrich": Kind(enrich.run),
    "tags.apply": Kind(apply.run),
}


class PlainMind:
    """Takes every message for a question about an order."""

    async def understand(self, text: str, history: Any = ()) -> Understanding:
        await asyncio.sleep(0)
        return Understanding(text, "en", intents=(("order_status", 0.9),))


async def _finds_it(_shopify: Any, _shop: Shop, number: str, fetched_at: datetime) -> Finding:
    await asyncio.sleep(0)
    return Finding(LookupOutcome.FOUND, fetched_at, (order_from(shopify_order(number)),))


@dataclass
class Stage:
    """Bot turns over a real database. `decides` is what the next thoughts come to, `meanwhile` what happens then."""

    db: Database
    shop: Shop
    monkeypatch: pytest.MonkeyPatch
    decides: Callable[[Situation], Decision] = lambda _: Answer()
    before_thinking: Hook | None = None
    before_writing: Hook | None = None
    thoughts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        @dataclass
        class Process:
            db: Database
            live: Live
            mind: PlainMind
            shopify: None = None
            mail: None = None
            storage: None = None
            settings: Any = field(default_factory=lambda: SimpleNamespace(seal_key=KEY))

        self.services = cast(Services, Process(self.db, Live("memory://"), PlainMind()))
        self.monkeypatch.setattr(lookup, "by_number", _finds_it)
        self.monkeypatch.setattr(reply, "think", self._think)

    async def _think(self, _services: Services, situation: Situation) -> Outcome:
        if self.before_thinking:
            await self.before_thinking(situation)
        decision = self.decides(situation)
        text = (
            "" if isinstance(decision, OfferAction | LookUpOrder) else f"To {situation.text!r} in term {situation.term}"
        )
        self.thoughts.append(text)
        if self.before_writing:
            await self.before_writing(situation)
        numbers = ("#1001",) if isinstance(decision, LookUpOrder) else ()
        understood = Understanding(situation.text, "en", intents=(("other", 0.9),), order_numbers=numbers)
        return Outcome(decision, understood, text=text)

    async def turn(self, conversation: Conversation) -> None:
        await reply.run(self.services, {"shop_id": conversation.shop_id, "conversation_id": conversation.id})

    def worker(self, db: Database | None = None) -> Worker:
        """Does bot turns; other jobs are only taken."""

        async def nothing(_context: Any, _payload: dict[str, Any]) -> None:
            await asyncio.sleep(0)

        others = dict.fromkeys(("tags.apply", "orders.enrich", "bot.order_update"), Kind(nothing))
        return Worker(db or self.db, self.services, {"bot.reply": Kind(reply.run), **others})

    async def all_done(self) -> None:
        """Whatever is owed is done, by the real jobs."""
        await Worker(self.db, self.services, REAL).run_until_idle()

    async def thread(self, text: str = "Hello there") -> tuple[ShopperActor, Conversation]:
        shopper = await make_shopper(self.db, self.shop)
        return shopper, await make_conversation(self.db, shopper, text)

    async def threads(self, count: int) -> list[Conversation]:
        """Threads of as many shoppers, each with a first message."""
        made = []
        async with self.db.writing() as session:
            for number in range(count):
                shop_id = self.shop.id or 0
                shopper = await service.open_shopper(
                    session, shop_id, shopper_id=None, customer_id=None, locale="en", now=now()
                )
                message = await service.post_shopper_message(
                    session, ShopperActor(shop_id, shopper.id or 0), text=f"Question {number}",
                    client_key=uuid.uuid4().hex, page_url=None, now=now(),
                )  # fmt: skip
                made.append(await session.get_one(Conversation, message.conversation_id))
        return made

    async def say(self, shopper: ShopperActor, text: str) -> None:
        async with self.db.writing() as session:
            await service.post_shopper_message(
                session, shopper, text=text, client_key=uuid.uuid4().hex, page_url=None, now=now()
            )

    async def fresh(self, conversation: Conversation) -> Conversation:
        async with self.db.reading() as session:
            return await session.get_one(Conversation, conversation.id)

    async def messages(self, conversation: Conversation) -> list[Message]:
        async with self.db.reading() as session:
            of = select(Message).where(Message.conversation_id == conversation.id)
            return list((await session.exec(of.order_by(col(Message.sequence)))).all())

    async def outcomes(self, conversation: Conversation) -> list[str]:
        async with self.db.reading() as session:
            of = select(BotTurn).where(BotTurn.conversation_id == conversation.id)
            return [turn.outcome for turn in (await session.exec(of.order_by(col(BotTurn.id)))).all()]

    async def bot_words(self, conversation: Conversation) -> list[tuple[int, str]]:
        """Term and text of what the bot said."""
        said = await self.messages(conversation)
        return [(m.term, m.text) for m in said if m.author == ActorKind.BOT and m.kind == MessageKind.TEXT]

    async def leaks(self) -> list[str]:
        """Every trace of the bot that was written while it did not hold its term, in any thread of the database."""
        async with self.db.reading() as session:
            threads = {row.id: row for row in (await session.exec(select(Conversation))).all()}
            rows = (
                await session.exec(select(Message).order_by(col(Message.conversation_id), col(Message.sequence)))
            ).all()
            offers = (await session.exec(select(Offer).where(Offer.offered_by == ActorKind.BOT))).all()
            handoffs = (await session.exec(select(Handoff).where(Handoff.requested_by == ActorKind.BOT))).all()
        by_thread: dict[int, list[Message]] = {}
        for row in rows:
            by_thread.setdefault(row.conversation_id, []).append(row)
        found = [leak for of in by_thread.values() for leak in leaks_of(of)]
        for thread_id, of in by_thread.items():
            if [m.sequence for m in of] != list(range(1, threads[thread_id].last_sequence + 1)):
                found.append(f"gap in the sequences of {thread_id}")
        # What the bot offered and asked for stands in the transcript, whose places are checked above.
        put = {(m.conversation_id, m.sequence) for m in rows if m.kind == MessageKind.ACTION_OFFER}
        found += [
            f"offer {o.id} without its message" for o in offers if (o.conversation_id, o.message_sequence) not in put
        ]
        asked = Counter(m.conversation_id for m in rows if m.author == ActorKind.BOT and m.kind == MessageKind.ACTIVITY)
        wanted = Counter(handoff.conversation_id for handoff in handoffs)
        return found + ([] if asked == wanted else ["requests for a human without their activity"])


def leaks_of(transcript: list[Message]) -> list[str]:
    """The bot's traces in one transcript that stand where it did not hold the term that they carry."""
    state, term, found = State.BOT, 1, []
    for message in transcript:
        before = state
        if message.kind == MessageKind.ACTIVITY:
            state, term = State(message.data["state"]), message.term
        is_move = message.kind == MessageKind.ACTIVITY
        held = before is State.BOT and (is_move or message.term == term)
        if message.author == ActorKind.BOT and not (held and (not is_move or message.data["move"] == Move.ESCALATE)):
            found.append(f"{message.conversation_id}/{message.sequence}: {message.kind} of term {message.term}")
    return found
