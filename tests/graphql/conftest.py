"""Both doors, open, over a database with two shops. What a database decides is tried on both; the rest on SQLite.

On SQLite one app serves every test, and each begins with the same rows: they are put back, not made again.
"""

import sqlite3
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from backend.app import create_app
from backend.config import load
from backend.context import Limits
from tests.conftest import _swept, made
from tests.graphql.doors import ENVIRONMENT, House
from tests.graphql.world import World, make_world

ON_BOTH = pytest.mark.parametrize("house", ["sqlite", "postgres"], indirect=True)


@dataclass
class Standing:
    """The app of this session, and its rows as every test finds them."""

    house: House
    world: World
    path: Path
    rows: Path

    def put_back(self) -> None:
        with closing(sqlite3.connect(self.rows)) as kept, closing(sqlite3.connect(self.path)) as live:
            kept.backup(live)
        self.house.services.limits = Limits()
        self.house.services.live._told.clear()


@asynccontextmanager
async def opened(database_url: str, folder: Path) -> AsyncIterator[House]:
    """The app, without a worker at work: what is owed stays to be seen as a row."""
    app = create_app(replace(load({**ENVIRONMENT, "BATON_DATA_DIR": str(folder)}), database_url=database_url))
    services = app.state.services
    try:
        yield House(app, services)
    finally:
        await app.state.platform.close()
        await services.db.close()


@asynccontextmanager
async def ringing(house: House) -> AsyncIterator[None]:
    """Its doorbells at work. Whoever left has been forgotten when a test ends: nobody listens any more."""
    await house.services.live.start()
    try:
        yield
        assert house.ears() == 0
    finally:
        await house.services.live.stop()


@pytest.fixture(scope="session")
async def standing(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Standing]:
    folder = tmp_path_factory.mktemp("doors")
    path, rows = folder / "baton.db", folder / "rows.db"
    url = f"sqlite+aiosqlite:///{path}"
    async with made(url), opened(url, folder) as house:
        world = await make_world(house.services.db)
        with closing(sqlite3.connect(path)) as live, closing(sqlite3.connect(rows)) as kept:
            live.backup(kept)
        yield Standing(house, world, path, rows)


@pytest.fixture
async def house(request: pytest.FixtureRequest, standing: Standing, tmp_path: Path) -> AsyncIterator[House]:
    if getattr(request, "param", "sqlite") == "sqlite":
        standing.put_back()
        async with ringing(standing.house):
            yield standing.house
        return
    server: str = request.getfixturevalue("postgres_server")
    url = _swept.pop() if _swept else f"{server.rsplit('/', 1)[0]}/baton_{uuid.uuid4().hex[:12]}"
    async with made(url), opened(url, tmp_path) as house, ringing(house):
        yield house


@pytest.fixture
async def world(house: House, standing: Standing) -> World:
    return standing.world if house is standing.house else await make_world(house.services.db)
