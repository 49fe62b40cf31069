"""A shop of its own in memory, whose knowledge is a folder, and each question played in it as a live turn.

The words go the way of any message: posted to a conversation, read by `bot.situation`, thought by `bot.think`, decided
by `bot.rules`. Only the reply is not written, since nobody waits for it.
"""

import asyncio
import re
import time
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from backend import clock, migrate
from backend.actions import service as actions
from backend.actions.forms import Form
from backend.actors import ShopperActor
from backend.ai.mind import Mind
from backend.bot import situation as situations
from backend.bot.decisions import Ask, Decision, Escalate, LookUpOrder, OfferAction, SayUnknown, SmallTalk
from backend.bot.think import Outcome, think
from backend.conversations import service as conversations
from backend.db import Database
from backend.evaluation.lines import Question
from backend.evaluation.measure import Cited, Played, Retrieved
from backend.knowledge import queries as knowledge_queries
from backend.knowledge import service as knowledge
from backend.knowledge.documents import Document
from backend.knowledge.index import KnowledgeIndexes
from backend.knowledge.reading import read_document
from backend.live import Live
from backend.shops import service as shops

DOMAIN = "evaluation.myshopify.com"
BEST = 5


@dataclass
class Stage:
    """What a turn thinks with, and the shop that it is in."""

    db: Database
    live: Live
    knowledge: KnowledgeIndexes
    mind: Mind
    shop_id: int
    files: Mapping[int, str] = field(default_factory=dict)
    """The file behind each source."""


def memory_url() -> str:
    """A database that lives as long as somebody is connected to it, apart from every other."""
    return f"sqlite+aiosqlite:///file:{uuid.uuid4().hex}?mode=memory&cache=shared&uri=true"


@asynccontextmanager
async def stage(mind: Mind, documents: Sequence[Document], forms: Sequence[Form] | None) -> AsyncIterator[Stage]:
    """A shop that knows these documents. Without `forms` it has the starters that every shop has."""
    db = Database(memory_url())
    try:
        await migrate.upgrade(db)
        shop_id = await _open_shop(db, forms)
        indexes = KnowledgeIndexes(db, lambda: mind.embedder)
        made = Stage(db, Live("memory://"), indexes, mind, shop_id)
        await learn(made, documents)
        await mind.warm_up()
        await indexes.of(shop_id)
        yield made
    finally:
        await db.close()


async def _open_shop(db: Database, forms: Sequence[Form] | None) -> int:
    async with db.writing() as session:
        shop = await shops.install_or_update(session, DOMAIN, None, clock.now())
        assert shop.id is not None
        if forms is None:
            await actions.install_starters(session, shop.id, clock.now())
        for form in forms or ():
            await actions.publish(session, shop.id, form, clock.now())
        return shop.id


async def learn(stage: Stage, documents: Sequence[Document]) -> None:
    """The documents become what the bot of this shop may say."""
    embedder = await stage.knowledge.embedder()
    async with stage.db.writing() as session:
        await knowledge.expect(session, stage.shop_id, documents, embedder.name, clock.now())
    for document in documents:
        chunks = await asyncio.to_thread(read_document, document, embedder)
        async with stage.db.writing() as session:
            await knowledge.replace(session, stage.shop_id, document, chunks, embedder=embedder.name, now=clock.now())
    async with stage.db.reading() as session:
        sources = await knowledge_queries.sources(session, stage.shop_id)
    stage.files = {source.id: source.external_id for source in sources if source.id is not None}


async def play(stage: Stage, question: Question) -> Played:
    """One question in a conversation of its own. Raises a Refusal where the words may not be posted at all."""
    conversation_id = await _begin(stage, question)
    started = time.perf_counter()
    async with stage.db.reading() as session:
        found = await situations.read(session, stage.shop_id, conversation_id)
    assert found is not None
    outcome = await think(stage, found)
    return told(stage.files, question.text, outcome, (time.perf_counter() - started) * 1000)


async def _begin(stage: Stage, question: Question) -> int:
    """Everything that was said, with the bot's misses at the end counted as its own turns would have counted them."""
    now = clock.now()
    async with stage.db.writing() as session:
        shopper = await conversations.open_shopper(
            session, stage.shop_id, shopper_id=None, customer_id=None, locale="", now=now
        )
        assert shopper.id is not None
        actor = ShopperActor(stage.shop_id, shopper.id)
        for sender, text in (*question.history, ("shopper", question.text)):
            if sender == "shopper":
                key = uuid.uuid4().hex
                await conversations.post_shopper_message(
                    session, actor, text=text, client_key=key, page_url=None, now=now
                )
                continue
            conversation = await conversations.shopper_conversation(session, actor, now)
            conversation.bot_misses = conversation.bot_misses + 1 if sounds_unknown(text) else 0
            answered = conversation.last_sequence
            said = await conversations.post_bot_reply(session, conversation, term=conversation.term, text=text, now=now)
            trace = {"sequence": answered}
            conversations.record_turn(
                session, conversation, term=conversation.term, outcome="answer", trace=trace,
                milliseconds=0, message=said, now=now,
            )  # fmt: skip
        conversation = await conversations.shopper_conversation(session, actor, now)
        assert conversation.id is not None
        return conversation.id


def misses_before(history: Sequence[tuple[str, str]]) -> int:
    """How often in a row the bot did not know, as its own turns would have counted it."""
    said = [sounds_unknown(text) for sender, text in history if sender == "bot"]
    return next((count for count, is_miss in enumerate(reversed(said)) if not is_miss), len(said))


_UNKNOWN = re.compile(
    r"(?:could|can|did|do|was|am|is)(?: not|n't) (?:\w+ ){0,2}?"
    r"(?:find|know|sure|have (?:\w+ ){0,2}information|answer|help)"
    r"|\b(?:i'm|i am) not (?:sure|able)|\b(?:unable|not able) to (?:find|answer|help)|\bcannot (?:find|answer|help)"
    r"|\bno information\b|\bdon't have (?:any |that |this )?(?:information|an answer)"
    r"|\bn'ai (?:pas|rien) trouv|\bnichts gefunden|\bno he encontrado|見つかりませんでした",
    re.I,
)


def sounds_unknown(text: str) -> bool:
    """Whether earlier words of a bot say that it did not know."""
    return _UNKNOWN.search(text.replace("’", "'")) is not None


def told(names: Mapping[int, str], text: str, outcome: Outcome, milliseconds: float) -> Played:
    """What a turn came to, with each source under the name by which it is expected."""
    understanding, decision = outcome.understanding, outcome.decision
    hits = outcome.findings.hits[:BEST] if outcome.findings else ()
    return Played(
        text=text,
        language=understanding.language,
        intents=tuple(name for name, _ in understanding.intents),
        urgency=decision.urgency.value if isinstance(decision, Escalate) else "normal",
        decision=name_of(decision, bool(outcome.citations)),
        reason=_reason(decision),
        answer=outcome.text,
        action=decision.action_key if isinstance(decision, OfferAction | LookUpOrder) else "",
        retrieved=tuple(
            Retrieved(names.get(hit.passage.source_id, ""), hit.passage.heading, round(hit.score, 4)) for hit in hits
        ),
        citations=tuple(Cited(names.get(each.source_id, ""), each.heading, each.quote) for each in outcome.citations),
        ms=round(milliseconds, 2),
        model=outcome.model,
    )


def name_of(decision: Decision, is_quoting: bool) -> str:
    """The decision as the report names it. A form that comes with words of the store is an answer too."""
    if isinstance(decision, Escalate):
        return "escalate"
    if isinstance(decision, SmallTalk):
        return "smalltalk"
    if isinstance(decision, OfferAction | LookUpOrder):
        return "answer" if is_quoting else "offer"
    return "ask" if isinstance(decision, Ask | SayUnknown) else "answer"


def _reason(decision: Decision) -> str:
    """Why a human was asked for; of a question that was not answered, that it was not."""
    if isinstance(decision, Escalate):
        return decision.reason.value
    return "cannot_answer" if isinstance(decision, SayUnknown) else ""
