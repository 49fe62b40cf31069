"""What it costs to be watched: requests with their id, measures and log line, against the same requests without."""

import asyncio
import contextlib
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.types import ASGIApp, Message

from backend import clock, logs
from backend.actors import AgentActor, Scope
from backend.app import PlainHeaders, create_app
from backend.config import load
from backend.graphql.observed import Observed
from backend.shops import service as shops
from backend.shops.models import Agent, Shop
from benchmarks.pages import table

TITLE, PLACE = "What it costs to be watched", 90
BODY = b'{"query": "{ tags { name conversationCount } }"}'
ROUNDS, EACH = 20, 100


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_all(Path(folder)))


async def _all(folder: Path) -> dict[str, Any]:
    with (folder / "log").open("wb") as log:
        logs.configure(log)
        try:
            async with _app(folder) as (app, token):
                return await _compared(app, token)
        finally:
            structlog.reset_defaults()


async def _compared(app: Starlette, token: str) -> dict[str, Any]:
    """In turns, so that whatever else the machine does hits both alike."""
    bare: ASGIApp = PlainHeaders(app.router)
    times: dict[str, list[float]] = {"watched": [], "unwatched": []}
    for number in range(ROUNDS + 1):
        for name, asked in (("watched", app), ("unwatched", bare)):
            with contextlib.nullcontext() if name == "watched" else _unobserved():
                begun = time.perf_counter()
                for _ in range(EACH):
                    await _ask(asked, "POST", "/graphql", token)
                if number:  # the first round warms up
                    times[name].append((time.perf_counter() - begun) / EACH * 1000)
    begun = time.perf_counter()
    for _ in range(EACH):
        await _ask(app, "GET", "/metrics", "a-token-of-the-benchmark")
    page = (time.perf_counter() - begun) / EACH * 1000
    return {**{name: statistics.median(each) for name, each in times.items()}, "page": page}


@contextlib.contextmanager
def _unobserved() -> Any:
    """Queries that nobody times, nor names."""
    kept = Observed.on_execute
    Observed.on_execute = _nothing  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        Observed.on_execute = kept  # type: ignore[method-assign]


def _nothing(_: Observed) -> Any:
    yield


@contextlib.asynccontextmanager
async def _app(folder: Path) -> AsyncIterator[tuple[Starlette, str]]:
    """On SQLite, with one shop and the access token of a program."""
    environment = {
        "BATON_DATA_DIR": str(folder), "BATON_SHOPIFY_ORIGIN": "http://127.0.0.1:1", "BATON_WORKER": "inside",
        "BATON_METRICS_TOKEN": "a-token-of-the-benchmark",
    }  # fmt: skip
    app = create_app(load(environment))
    async with app.router.lifespan_context(app):
        async with app.state.services.db.writing() as session:
            now = clock.now()
            shop = Shop(domain="bench.myshopify.com", name="bench", is_installed=True, installed_at=now, created_at=now)
            session.add(shop)
            await session.flush()
            agent = Agent(shop_id=shop.id or 0, shopify_user_id="1", first_name="Maya", created_at=now)
            session.add(agent)
            await session.flush()
            actor = AgentActor(shop_id=shop.id or 0, id=agent.id or 0, first_name="Maya")
            _, token = await shops.create_api_client(session, actor, name="bench", scopes=[Scope.READ_TAGS], now=now)
        yield app, token


async def _ask(app: ASGIApp, method: str, path: str, token: str) -> None:
    status = 0
    headers = [(b"authorization", f"Bearer {token}".encode()), (b"content-type", b"application/json")]
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": headers, "http_version": "1.1", "scheme": "http", "server": ("here", 80), "client": ("here", 1),
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": BODY if method == "POST" else b""}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)

    await app(scope, receive, send)
    if status != 200:
        raise RuntimeError(f"{method} {path}: {status}")


def page(figures: dict[str, Any]) -> list[str]:
    watched, unwatched = figures["watched"], figures["unwatched"]
    rows = [
        ["with request id, measures and log line", f"{watched:.3f}", f"{watched / unwatched:.3f}"],
        ["without", f"{unwatched:.3f}", "1"],
        ["the page `/metrics`", f"{figures['page']:.2f}", ""],
    ]
    return ["`{ tags { … } }` by ASGI in one process, in turns.", "", *table(("request", "ms", "ratio"), rows)]
