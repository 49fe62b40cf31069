"""What every tier shares: both real databases, and one shop with its people.

Tests that take `database` run once on SQLite and once on Postgres.
"""

import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

from backend.actors import AgentActor, ShopperActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation
from backend.db import Database
from backend.schema import TABLES
from backend.shops.models import Agent, Shop
from tests import servers

assert TABLES  # every room's tables are known to SQLModel.metadata


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with servers.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    with servers.redis() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database; Postgres' is made by `database`."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'baton.db'}"
    server: str = request.getfixturevalue("postgres_server")
    return server.rsplit("/", 1)[0] + f"/baton_{uuid.uuid4().hex[:12]}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with made(database_url) as db:
        yield db


@asynccontextmanager
async def made(url: str) -> AsyncIterator[Database]:
    """A database with all tables, closed (and dropped on Postgres) at the end."""
    server, name = url.rsplit("/", 1)
    if url.startswith("postgresql"):
        await _run_on(server + "/postgres", f'CREATE DATABASE "{name}"')
    db = Database(url)
    async with db.writer.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    try:
        yield db
    finally:
        await db.close()
        if url.startswith("postgresql"):
            await _run_on(server + "/postgres", f'DROP DATABASE "{name}" WITH (FORCE)')


async def _run_on(url: str, statement: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def make_shop(db: Database, domain: str = "alder-and-pine.myshopify.com") -> Shop:
    async with db.writing() as session:
        shop = Shop(
            domain=domain, name=domain.split(".", maxsplit=1)[0], is_installed=True, installed_at=now(), created_at=now(),
            storefront_url="http://localhost:9000", allowed_origins=["http://localhost:9000"],
        )  # fmt: skip
        session.add(shop)
    return shop


async def make_agent(db: Database, shop: Shop, first_name: str = "Maya", user_id: str = "70001") -> AgentActor:
    assert shop.id is not None
    async with db.writing() as session:
        agent = Agent(shop_id=shop.id, shopify_user_id=user_id, first_name=first_name, created_at=now())
        session.add(agent)
    assert agent.id is not None
    return AgentActor(shop_id=shop.id, id=agent.id, first_name=first_name)


async def make_shopper(db: Database, shop: Shop, customer_id: str | None = None) -> ShopperActor:
    assert shop.id is not None
    async with db.writing() as session:
        shopper = await conversations.open_shopper(
            session, shop.id, shopper_id=None, customer_id=customer_id, locale="en", now=now()
        )
    assert shopper.id is not None
    return ShopperActor(shop_id=shop.id, id=shopper.id, customer_id=customer_id)


async def make_conversation(db: Database, shopper: ShopperActor, text: str = "Hello there") -> Conversation:
    async with db.writing() as session:
        message = await conversations.post_shopper_message(
            session, shopper, text=text, client_key=uuid.uuid4().hex, page_url=None, now=now()
        )
        conversation = await session.get(Conversation, message.conversation_id)
    assert conversation is not None
    return conversation


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await make_shop(database)


@pytest.fixture
async def other_shop(database: Database) -> Shop:
    return await make_shop(database, "harbor-tea.myshopify.com")


@pytest.fixture
async def agent(database: Database, shop: Shop) -> AgentActor:
    return await make_agent(database, shop)


@pytest.fixture
async def second_agent(database: Database, shop: Shop) -> AgentActor:
    return await make_agent(database, shop, "Jonas", "70002")


@pytest.fixture
async def shopper(database: Database, shop: Shop) -> ShopperActor:
    return await make_shopper(database, shop)


@pytest.fixture
async def conversation(database: Database, shopper: ShopperActor) -> Conversation:
    return await make_conversation(database, shopper)
