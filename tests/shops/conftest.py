"""A Shopify that answers as scripted, with its tokens counted."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from backend.db import Database
from backend.shopify.oauth import OAuth
from backend.shops.grants import Grants
from backend.shops.sealing import Sealer

KEY = bytes(range(32))


@dataclass
class Clock:
    """Wall-clock time that moves only when told to."""

    now: datetime = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@dataclass
class TokenEndpoint:
    """Shopify's token endpoint. `answers`: what to answer next, before it goes on dealing pairs."""

    requests: list[dict[str, object]] = field(default_factory=list)
    answers: list[httpx.Response] = field(default_factory=list)
    delay: float = 0.0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(dict(httpx.Response(200, content=request.content).json()))
        number = len(self.requests)  # now: while this one waits, others come
        await asyncio.sleep(self.delay)
        if self.answers:
            return self.answers.pop(0)
        return httpx.Response(200, json={
            "access_token": f"shpat_{number}", "refresh_token": f"shprt_{number}", "expires_in": 3600,
            "refresh_token_expires_in": 7_776_000, "scope": "read_orders,write_app_proxy",
        })  # fmt: skip


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def endpoint() -> TokenEndpoint:
    return TokenEndpoint()


@pytest.fixture
async def grants(database: Database, clock: Clock, endpoint: TokenEndpoint) -> AsyncIterator[Grants]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(endpoint)) as http:
        yield new_grants(database, clock, http)


def new_grants(database: Database, clock: Clock, http: httpx.AsyncClient) -> Grants:
    """Grants as another process would have them: nothing shared but the database and Shopify."""

    async def no_sleep(_: float) -> None:
        await asyncio.sleep(0.01)

    oauth = OAuth(http, "https://{}".format, "client-id", "client-secret", sleep=no_sleep)
    return Grants(database, oauth, Sealer(KEY), clock, sleep=no_sleep)
