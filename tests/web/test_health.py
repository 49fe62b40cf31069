"""Health tells whether this process lives and can work, and nothing else."""

import httpx
import pytest

from backend.db import Database
from tests.web.conftest import ON_BOTH

pytestmark = pytest.mark.anyio


@ON_BOTH
async def test_a_process_with_a_database_lives_and_is_ready(browser: httpx.AsyncClient) -> None:
    for path in ("/health/live", "/health/ready"):
        response = await browser.get(path)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_without_its_database_it_lives_and_is_not_ready(
    browser: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OSError("connection refused: secret-host")

    monkeypatch.setattr(database, "reading", refuse)
    assert (await browser.get("/health/live")).status_code == 200
    response = await browser.get("/health/ready")
    assert response.status_code == 503 and "secret-host" not in response.text
