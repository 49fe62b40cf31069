"""Two shops with everything that can be named in an operation, and a third that uninstalled the app.

Every word of a shop carries its mark, so that a leak shows wherever it happens.
"""

import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actions import service as actions
from backend.actions.models import AnswerDelivery, CustomAction, Offer, Response
from backend.actors import ActorKind, AgentActor, Scope, ShopperActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation
from backend.db import Database
from backend.evaluation import service as evaluation
from backend.evaluation.lines import Question as TestedQuestion
from backend.knowledge import service as knowledge
from backend.orders.models import OrderAct, OrderSnapshot
from backend.orders.reading import order_from, order_json
from backend.shops import service as shops
from backend.shops.models import Shop
from backend.tags import service as tags
from backend.tags.rules import Colour, TagDefinition, TagRule
from tests.conftest import make_agent, make_conversation, make_shopper
from tests.orders.made import shopify_order


@dataclass
class Client:
    id: int
    token: str


@dataclass
class Side:
    """One shop and what belongs to it."""

    mark: str
    shop: Shop
    agent: AgentActor
    colleague: AgentActor
    shopper: ShopperActor
    other_shopper: ShopperActor
    conversation: int
    other_conversation: int
    form: int
    tag: int
    faq: int
    snapshot: int
    act: int
    delivery: int
    question: int
    run: int
    clients: dict[str, Client]
    revoked: Client

    @property
    def domain(self) -> str:
        return self.shop.domain


@dataclass
class World:
    here: Side
    there: Side
    gone: Side


async def make_world(db: Database) -> World:
    world = World(
        await make_side(db, "alder", "http://localhost:9000"),
        await make_side(db, "harbor", "http://harbor.localhost:9000"),
        await make_side(db, "gone", "http://gone.localhost:9000"),
    )
    async with db.writing() as session:
        shop = await session.get_one(Shop, world.gone.shop.id)
        shop.is_installed = False
        session.add(shop)
    return world


async def make_side(db: Database, mark: str, origin: str) -> Side:
    async with db.writing() as session:
        shop = Shop(
            domain=f"{mark}.myshopify.com", name=f"{mark}-shop", is_installed=True, installed_at=now(),
            created_at=now(), storefront_url=origin, allowed_origins=[origin, f"https://{mark}.myshopify.com"],
            settings={"greeting": f"{mark}-greeting"},
        )  # fmt: skip
        session.add(shop)
        await session.flush()
        assert shop.id is not None
        await actions.install_starters(session, shop.id, now())
        await tags.install_starters(session, shop.id, now())
    agent = await make_agent(db, shop, f"{mark}-Maya", "70001")
    colleague = await make_agent(db, shop, f"{mark}-Jonas", "70002")
    shopper, other = await make_shopper(db, shop), await make_shopper(db, shop)
    conversation = await make_conversation(db, shopper, f"{mark}-words")
    other_conversation = await make_conversation(db, other, f"{mark}-other-words")
    assert conversation.id is not None and other_conversation.id is not None
    made = await _things(db, shop.id, agent, mark, conversation.id)
    clients = {scope.value: await make_client(db, agent, [scope]) for scope in Scope}
    clients["nothing"] = await make_client(db, agent, [])
    revoked = await make_client(db, agent, list(Scope), is_revoked=True)
    return Side(
        mark, shop, agent, colleague, shopper, other, conversation.id, other_conversation.id,
        clients=clients, revoked=revoked, **made,
    )  # fmt: skip


async def _things(db: Database, shop_id: int, agent: AgentActor, mark: str, conversation_id: int) -> dict[str, int]:
    """A form that is open, a tag that is on, an FAQ entry, an order that was found, a note and a bot's trace."""
    async with db.writing() as session:
        row = await conversations.locked(session, shop_id, conversation_id)
        offer = await actions.offer(session, row, "find_my_order", by=ActorKind.SHOPPER, now=now())
        await conversations.remember(session, row, {"email": conversations.Known(f"{mark}@example.com", "E-mail")})
        conversations.record_turn(
            session, row, term=1, outcome="answer", milliseconds=12, message=None, now=now(),
            trace={"understood": f"{mark}-trace", "because": "x", "retrieved": [{"title": "T", "score": 0.5}]},
        )  # fmt: skip
        definition = TagDefinition(f"{mark}-tag", TagRule(), Colour.INFO, f"{mark}-description")
        tag = await tags.create(session, agent, definition, now())
        await tags.add(session, agent, conversation_id, f"{mark}-tag", now())
        faq = await knowledge.save_faq(
            session, shop_id, source_id=None, question=f"{mark}-question?", answer=f"{mark}-answer", now=now()
        )
        await conversations.post_note(
            session, agent, conversation_id, text=f"{mark}-note", client_key=uuid.uuid4().hex, now=now()
        )
        snapshot = OrderSnapshot(
            shop_id=shop_id, conversation_id=conversation_id, asked_number="1001", outcome="found",
            order=order_json(order_from(shopify_order(f"#{mark}-1001"))), order_gid="gid://shopify/Order/501",
            order_name=f"#{mark}-1001", asked_at=now(), fetched_at=now(),
        )  # fmt: skip
        session.add(snapshot)
        await session.flush()
        act = OrderAct(
            shop_id=shop_id, conversation_id=conversation_id, snapshot_id=snapshot.id or 0, agent_id=agent.id,
            agent_name=f"{mark}-Maya", order_gid="gid://shopify/Order/501", kind="tag", state="done",
            client_key=f"{mark}-tagged", shopify_key=f"{mark}-key", words=f"{mark}-words", created_at=now(),
        )  # fmt: skip
        session.add(act)
        delivery = await _delivered(session, shop_id, conversation_id, mark)
        question, run = await _examined(session, shop_id, mark)
    assert offer is not None and offer.id and tag.id and faq.id and snapshot.id and act.id
    return {
        "form": offer.id, "tag": tag.id, "faq": faq.id, "snapshot": snapshot.id, "act": act.id, "delivery": delivery,
        "question": question, "run": run,
    }  # fmt: skip


async def _examined(session: AsyncSession, shop_id: int, mark: str) -> tuple[int, int]:
    """A test question, and a run in which it was to be asked."""
    given = TestedQuestion(f"{mark}-tested?", (("shopper", f"{mark}-before"),), {"contains": (f"{mark}-expected",)})
    question = await evaluation.save_question(session, shop_id, question_id=None, question=given, now=now())
    run = await evaluation.start(session, shop_id, now())
    await evaluation.stop(session, shop_id, run.id or 0, now())
    return question.id or 0, run.id or 0


async def _delivered(session: AsyncSession, shop_id: int, conversation_id: int, mark: str) -> int:
    """An answer from before, which the merchant's server took."""
    action = (await session.exec(select(CustomAction).where(CustomAction.shop_id == shop_id))).first()
    assert action is not None
    offer = Offer(
        shop_id=shop_id, conversation_id=conversation_id, action_id=action.id or 0, status="submitted",
        offered_by="bot", created_at=now(),
    )  # fmt: skip
    session.add(offer)
    await session.flush()
    response = Response(
        shop_id=shop_id, conversation_id=conversation_id, offer_id=offer.id or 0, action_key=action.key,
        filled_by="shopper", client_key=f"{mark}-answered", created_at=now(),
    )  # fmt: skip
    session.add(response)
    await session.flush()
    delivery = AnswerDelivery(
        shop_id=shop_id, conversation_id=conversation_id, response_id=response.id or 0, event_id=f"evt_{mark}",
        url=f"https://{mark}.example.com/", status="delivered", tries=1, http_status=200, created_at=now(),
    )  # fmt: skip
    session.add(delivery)
    await session.flush()
    return delivery.id or 0


async def make_client(db: Database, agent: AgentActor, scopes: list[Scope], *, is_revoked: bool = False) -> Client:
    """An access token, used a moment ago: the next use is not noted, so that asking leaves no trace at all."""
    async with db.writing() as session:
        row, token = await shops.create_api_client(
            session, agent, name="program", scopes=scopes or [Scope.READ_TAGS], now=now()
        )
        row.scopes = ",".join(scopes)
        row.last_used_at = now() + timedelta(minutes=1)
        row.revoked_at = now() if is_revoked else None
        session.add(row)
    assert row.id is not None
    return Client(row.id, token)


async def make_many(db: Database, side: Side, count: int, **changes: Any) -> list[int]:
    """Conversations as rows, a minute apart, the newest first; `changes` are for all of them."""
    moment = now() - timedelta(days=1)
    async with db.writing() as session:
        shop = await session.get_one(Shop, side.shop.id)
        rows = []
        for i in range(count):
            at = moment - timedelta(minutes=i)
            values = {
                "shop_id": shop.id, "shopper_id": side.shopper.id, "created_at": at, "last_message_at": at,
                "state_since": at, "subject": f"thread {i}", "revision": shop.revision + count - i, **changes,
            }  # fmt: skip
            rows.append(Conversation(**values))
        shop.revision += count
        session.add_all([shop, *rows])
        await session.flush()
        return [row.id for row in rows if row.id is not None]


Dump = dict[str, list[tuple[Any, ...]]]


def dump(db: Database, shop_id: int | None = None) -> Dump:
    """Every row of every table; of one shop, where a table says whose its rows are."""
    path = str(db.writer.url.database)
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: _rows(connection, table, shop_id) for table in sorted(tables)}


def _rows(connection: sqlite3.Connection, table: str, shop_id: int | None) -> list[tuple[Any, ...]]:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    whose = "shop_id" if "shop_id" in columns else "id" if table == "shop" else None
    if shop_id is None:
        return sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)
    if whose is None:
        return []
    return sorted(connection.execute(f'SELECT * FROM "{table}" WHERE {whose} = ?', (shop_id,)).fetchall(), key=repr)


def rows_where(db: Database, table: str, column: str, value: int) -> list[tuple[Any, ...]]:
    """The rows of a table that have a value in a column."""
    with closing(sqlite3.connect(str(db.writer.url.database))) as connection:
        return connection.execute(f'SELECT * FROM "{table}" WHERE "{column}" = ? ORDER BY 1', (value,)).fetchall()
