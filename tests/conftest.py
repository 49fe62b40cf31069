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
    """The address of a database of this test's own; it is there once `made` or `empty` has made it."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'baton.db'}"
    server: str = request.getfixturevalue("postgres_server")
    return _swept.pop() if _swept else f"{server.rsplit('/', 1)[0]}/baton_{uuid.uuid4().hex[:12]}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with made(database_url) as db:
        yield db


_standing: set[str] = set()
"""Databases on Postgres that have all tables already."""
_swept: list[str] = []
"""Those of them that no test uses. To sweep one takes a fraction of the time that it takes to make one."""


@asynccontextmanager
async def made(url: str) -> AsyncIterator[Database]:
    """A database with all tables and no rows, closed at the end."""
    is_postgres = url.startswith("postgresql")
    if is_postgres and url not in _standing:
        server, name = url.rsplit("/", 1)
        await _run_on(server + "/postgres", f'CREATE DATABASE "{name}"')
    db = Database(url)
    if url not in _standing:
        async with db.writer.begin() as connection:
            await connection.run_sync(SQLModel.metadata.create_all)
    try:
        yield db
    finally:
        await db.close()
        if is_postgres:
            await _sweep(url)


async def _sweep(url: str) -> None:
    """As new: no rows, ids from 1, and nobody else connected."""
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
    names = ", ".join(f'"{name}"' for name in SQLModel.metadata.tables)
    await _run_on(url, others + "pg_backend_pid()", f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    _standing.add(url)
    _swept.append(url)


@asynccontextmanager
async def empty(url: str) -> AsyncIterator[Database]:
    """A database without tables, closed (and dropped on Postgres) at the end."""
    server, name = url.rsplit("/", 1)
    if url.startswith("postgresql"):
        await _run_on(server + "/postgres", f'CREATE DATABASE "{name}"')
    db = Database(url)
    try:
        yield db
    finally:
        await db.close()
        if url.startswith("postgresql"):
            await _run_on(server + "/postgres", f'DROP DATABASE "{name}" WITH (FORCE)')


async def _run_on(url: str, *statements: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


async def make_shop(db: Database, domain: str = "alder-and-pine.myshopify.com") -> Shop:
    async with db.writing() as session:
        shop = Shop(
            domain=domain, name=domain.split(".", maxsplit=1)[0], is_installed=True, installed_at=now(),
            created_at=now(), storefront_url="http://localhost:9000", allowed_origins=["http://localhost:9000"],
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
