"""Health tells whether this process lives and can work, and nothing else."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from backend import migrate
from backend.db import Database
from backend.live import Live
from backend.shopify.budget import Budgets
from backend.web.health import Health
from backend.web.metrics import Page
from backend.web.watch import Watch, routes
from tests.conftest import empty
from tests.servers import free_port
from tests.web.conftest import ON_BOTH

pytestmark = pytest.mark.anyio
WELL = {"status": "ok", "broker": "ok"}


async def never(_seconds: float) -> None:
    raise AssertionError


@pytest.fixture
async def health(database_url: str) -> AsyncIterator[Health]:
    """Of a process whose database has just been migrated."""
    async with empty(f"{database_url}_health") as db:
        await migrate.upgrade(db)
        yield Health(db, Live("memory://"))


@pytest.fixture
async def balancer(health: Health) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever decides where requests go."""
    page = Page(health.db, health.live, Budgets(lambda: 0.0, never, longest_wait=1), None)
    app = Starlette(routes=routes(Watch(health, page), with_metrics=False))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://here") as client:
        yield client


async def asked(balancer: httpx.AsyncClient, path: str) -> tuple[int, dict[str, str]]:
    answer = await balancer.get(f"/health/{path}")
    return answer.status_code, answer.json()


@ON_BOTH
async def test_a_process_with_a_database_lives_and_is_ready(balancer: httpx.AsyncClient) -> None:
    assert await asked(balancer, "live") == (200, {"status": "ok"})
    assert await asked(balancer, "ready") == (200, WELL)


async def test_without_its_database_it_lives_and_is_not_ready(balancer: httpx.AsyncClient, health: Health) -> None:
    there = health.db
    health.db = Database(f"postgresql+asyncpg://secret-user@127.0.0.1:{free_port()}/baton")
    assert await asked(balancer, "live") == (200, {"status": "ok"})
    assert await asked(balancer, "ready") == (503, {**WELL, "status": "no database"})
    health.db = there


@ON_BOTH
async def test_a_database_that_newer_code_has_migrated_still_serves_the_code_before(
    balancer: httpx.AsyncClient, health: Health
) -> None:
    """During a rolling upgrade the tables are newer than the processes that are still serving."""
    await stamp(health.db, "fffffffff001")
    assert await asked(balancer, "ready") == (200, WELL)


@ON_BOTH
async def test_a_database_without_its_tables_is_not_ready(balancer: httpx.AsyncClient, health: Health) -> None:
    async with health.db.writer.begin() as connection:
        await connection.execute(text("DELETE FROM alembic_version"))
    assert await asked(balancer, "ready") == (503, {**WELL, "status": "tables missing"})


async def test_who_was_told_to_end_is_not_ready_and_lives_on(balancer: httpx.AsyncClient, health: Health) -> None:
    health.is_draining = True
    assert await asked(balancer, "live") == (200, {"status": "ok"})
    assert await asked(balancer, "ready") == (503, {**WELL, "status": "draining"})


async def test_a_broker_that_is_not_heard_is_told_and_takes_nobody_out(
    balancer: httpx.AsyncClient, health: Health, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health.live, "heard_ago", lambda: 60.0)
    assert await asked(balancer, "ready") == (200, {**WELL, "broker": "not heard"})


async def stamp(db: Database, revision: str) -> None:
    async with db.writer.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
