"""The page of what was counted: shown to who may see it, without a word that tells shops or people apart."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.applications import Starlette

from backend import jobs
from backend.actors import AgentActor
from backend.app import create_app
from backend.clock import now
from backend.config import Misconfigured, load
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Handoff
from backend.db import Database
from backend.live import Live
from backend.shopify.budget import Budgets
from backend.shops.models import Shop
from backend.web import metrics
from backend.web.health import Health
from backend.web.metrics import Page
from backend.web.owed import Owed, owed
from backend.web.watch import Watch, routes
from tests.conftest import make_conversation, make_shop, make_shopper
from tests.web.conftest import ENVIRONMENT, ON_BOTH

pytestmark = pytest.mark.anyio
TOKEN = "a-token-of-whoever-watches"


async def never(_seconds: float) -> None:
    raise AssertionError


@pytest.fixture
def page(database: Database) -> Page:
    return Page(database, Live("memory://"), Budgets(lambda: 100.0, never, longest_wait=1), TOKEN)


@pytest.fixture
async def watcher(page: Page) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=routes(Watch(Health(page.db, page.live), page), with_metrics=True))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://here") as client:
        yield client


async def samples(page: Page) -> dict[str, float]:
    """Everything on the page, by name and labels as they are written."""
    lines = (await page.text()).decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer wrong-token-altogether", f"Basic {TOKEN}", f"Bearer {TOKEN}x"])
async def test_nobody_reads_the_page_without_the_token(watcher: httpx.AsyncClient, sent: str) -> None:
    answer = await watcher.get("/metrics", headers={"Authorization": sent})
    assert answer.status_code == 401
    assert "baton_" not in answer.text


async def test_who_has_the_token_reads_the_page(watcher: httpx.AsyncClient) -> None:
    answer = await watcher.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    for name in ("baton_connections", "baton_database_up 1.0", "process_resident_memory_bytes", "python_gc_objects"):
        assert name in answer.text


@pytest.mark.parametrize(
    ("environment", "status"), [({}, 404), ({"BATON_METRICS_PORT": "1"}, 404), ({"BATON_METRICS_TOKEN": TOKEN}, 401)]
)
async def test_the_public_address_shows_no_page_unless_a_token_guards_it(
    tmp_path: Path, environment: dict[str, str], status: int
) -> None:
    app = create_app(load({**ENVIRONMENT, "BATON_DATA_DIR": str(tmp_path), **environment}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://here") as client:
        assert (await client.get("/metrics")).status_code == status
    await app.state.platform.close()
    await app.state.services.db.close()


@pytest.mark.parametrize(
    "environment",
    [{"BATON_METRICS_HOST": "0.0.0.0", "BATON_METRICS_PORT": "9464"}, {"BATON_METRICS_TOKEN": "short"}],
)  # fmt: skip
def test_an_address_that_others_reach_needs_a_token_worth_the_name(tmp_path: Path, environment: dict[str, str]) -> None:
    with pytest.raises(Misconfigured, match="BATON_METRICS_TOKEN"):
        load({**ENVIRONMENT, "BATON_DATA_DIR": str(tmp_path), **environment})


@ON_BOTH
async def test_work_that_is_late_is_counted_by_name_and_state(page: Page) -> None:
    async with page.db.writing() as session:
        for key, late in (("a", 0), ("b", 90)):
            due = now() - timedelta(seconds=late)
            await jobs.enqueue(session, "tags.apply", {}, key=key, run_at=due)
        session.add(jobs.Job(name="bot.reply", state="failed", run_at=now(), created_at=now()))
        session.add(jobs.Job(name="bot.reply", state="done", run_at=now(), created_at=now()))
    seen = await samples(page)
    assert seen['baton_jobs{name="tags.apply",state="pending"}'] == 2
    assert 90 <= seen['baton_job_late_seconds{name="tags.apply"}'] < 100
    assert seen['baton_jobs{name="bot.reply",state="failed"}'] == 1
    assert not [name for name in seen if 'state="done"' in name]


@ON_BOTH
async def test_requests_for_a_human_are_counted_until_somebody_accepts(page: Page, database: Database) -> None:
    shop = await make_shop(database)
    shopper = await make_shopper(database, shop)
    conversation = await make_conversation(database, shopper)
    async with database.writing() as session:
        held = await session.get(Conversation, conversation.id)
        assert held is not None and held.id is not None
        held.state = "waiting"
        session.add(
            Handoff(
                shop_id=held.shop_id, conversation_id=held.id, reason="upset", urgency="high", requested_by="shopper",
                requested_at=now() - timedelta(seconds=300),
            )
        )  # fmt: skip
    seen = await samples(page)
    assert seen['baton_handoffs_waiting{urgency="high"}'] == 1
    assert 300 <= seen['baton_handoff_oldest_seconds{urgency="high"}'] < 310
    async with database.writing() as session:
        (await session.get_one(Shop, shop.id)).is_installed = False
    page._asked_at = float("-inf")
    left = await samples(page)
    assert not [name for name in left if name.startswith("baton_handoff")], "nobody is woken for a shop that left"


async def test_the_database_is_asked_once_however_often_the_page_is_read(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def counted(session: AsyncSession) -> Owed:
        asked.append(1)
        return await owed(session)

    monkeypatch.setattr(metrics, "owed", counted)
    for _ in range(5):
        await page.text()
    assert len(asked) == 1


async def test_without_the_database_the_page_shows_the_rest(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(page.db, "reading", refuse)
    seen = await samples(page)
    assert seen["baton_database_up"] == 0
    assert "process_resident_memory_bytes" in seen
    assert not [name for name in seen if name.startswith("baton_jobs")]


async def test_a_database_that_hangs_is_not_waited_for(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(_session: object) -> Owed:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(metrics, "owed", hang)
    monkeypatch.setattr(metrics, "PATIENCE", 0.05)
    assert (await samples(page))["baton_database_up"] == 0


async def test_the_page_tells_no_shop_from_another(
    page: Page, database: Database, conversation: Conversation, agent: AgentActor
) -> None:
    async with database.writing() as session:
        locked = await conversations.locked(session, agent.shop_id, conversation.id or 0)
        await jobs.enqueue(session, "tags.apply", {"conversation_id": locked.id}, key="tags.apply:1")
    text = (await page.text()).decode()
    for telling in ("alder", "myshopify", "Maya", "Hello there", "70001"):
        assert telling not in text
    assert not re.search(r"\b(?:shop|conversation|agent|key)=", text)


def test_what_a_shop_has_left_is_told_by_the_one_with_the_least() -> None:
    budgets = Budgets(lambda: 10.0, never, longest_wait=1)
    assert budgets.least_left() == 1.0
    for domain, available in (("a", 1500.0), ("b", 400.0)):
        status = {"maximumAvailable": 2000.0, "currentlyAvailable": available, "restoreRate": 100.0}
        budgets.settle(domain, "OrderById", 0.0, {"throttleStatus": status})
    assert budgets.least_left() == 0.2
