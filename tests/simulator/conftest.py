"""A simulator of its own for each test, reached by ASGI."""

from collections.abc import AsyncIterator

import httpx
import pytest

from simulator.app import create_app
from simulator.settings import SimulatorSettings
from tests.simulator.harness import SECRET, ListeningApp, Shopify


@pytest.fixture
async def shopify() -> AsyncIterator[Shopify]:
    listening = ListeningApp()
    settings = SimulatorSettings(api_key="key", api_secret=SECRET, app_url="http://app.test")
    app = create_app(settings, transport=httpx.MockTransport(listening), retry_gaps=(0.001, 0.001))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:9000") as client:
        yield Shopify(app, client, listening)
        await app.state.courier.close()
