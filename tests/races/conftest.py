"""Races with real commits: a shop with its forms and tags, and dice whose seed a failure shows."""

import random

import pytest

from backend.actions import service as actions
from backend.clock import now
from backend.db import Database
from backend.shops.models import Shop
from backend.tags import service as tags
from tests.races.turns import Stage


@pytest.fixture
def dice() -> random.Random:
    """Throws of its own; a failed test shows with which seed."""
    seed = random.randrange(2**32)
    print(f"dice thrown with seed {seed}")  # noqa: T201 - shown with a failure only
    return random.Random(seed)


@pytest.fixture
async def stage(database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Stage:
    async with database.writing() as session:
        await actions.install_starters(session, shop.id or 0, now())
        await tags.install_starters(session, shop.id or 0, now())
    return Stage(database, shop, monkeypatch)
