"""An app of this process behind real sockets, on SQLite with doorbells in memory, and on Postgres with Redis."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
import uvicorn

from backend.app import create_app
from backend.config import load
from backend.graphql.framing import FramedProtocol
from backend.live import Live
from backend.web.server import KEEP_ALIVE
from tests.conftest import made
from tests.flows.town import Server, bound
from tests.graphql.doors import ENVIRONMENT, House
from tests.graphql.world import World, make_world


@dataclass
class Deployment:
    """A running app, its rows, and the port where it answers."""

    house: House
    world: World
    port: int
    http: httpx.AsyncClient


@asynccontextmanager
async def deployed(database_url: str, broker_url: str, folder: Path) -> AsyncIterator[Deployment]:
    """The app served as `backend serve` serves it, without a worker: what is owed stays a row."""
    settings = load({**ENVIRONMENT, "BATON_DATA_DIR": str(folder)})
    app = create_app(replace(settings, database_url=database_url))
    services = app.state.services
    services.db.on_commit.remove(services.live.nudge)
    services.live = Live(broker_url)
    services.db.on_commit.append(services.live.nudge)
    listener = bound()
    config = uvicorn.Config(
        app, log_level="error", lifespan="off", ws=FramedProtocol, ws_per_message_deflate=False,
        timeout_graceful_shutdown=1, timeout_keep_alive=KEEP_ALIVE,
    )  # fmt: skip
    server = Server(config)
    await services.live.start()
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        async with httpx.AsyncClient(timeout=20, trust_env=False) as http:
            house = House(app, services)
            yield Deployment(house, await make_world(services.db), listener.getsockname()[1], http)
    finally:
        server.should_exit = True
        await serving
        await services.live.stop()
        await app.state.platform.close()
        await services.db.close()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def deployment(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Deployment]:
    folder = tmp_path_factory.mktemp("deployment")
    url, broker = f"sqlite+aiosqlite:///{folder / 'baton.db'}", "memory://"
    if request.param == "postgres":
        server: str = request.getfixturevalue("postgres_server")
        url = f"{server.rsplit('/', 1)[0]}/baton_{uuid.uuid4().hex[:12]}"
        broker = request.getfixturevalue("redis_server")
    async with made(url), deployed(url, broker, folder) as running:
        yield running
