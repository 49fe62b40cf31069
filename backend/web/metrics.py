"""What a process counted, and what its database holds at the moment, as Prometheus reads it.

Sums over all shops: nothing here tells one shop, thread or person from another. The database is asked at most once in
some seconds however often the page is read, and is not waited for: without it the page shows the rest.
https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import asyncio
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from backend import measures
from backend.db import Database
from backend.live import Live
from backend.shopify.budget import Budgets
from backend.web.owed import Owed, owed

KEPT_FOR = 5.0
PATIENCE = 2.0

log = structlog.get_logger(__name__)


@dataclass
class Page:
    """The page of one process. `token` None: whoever reaches the address may read it."""

    db: Database
    live: Live
    budgets: Budgets
    token: str | None
    _kept: Owed | None = None
    _asked_at: float = field(default=float("-inf"))
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def may_read(self, request: Request) -> bool:
        if self.token is None:
            return True
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and secrets.compare_digest(given.strip().encode(), self.token.encode())

    async def text(self) -> bytes:
        """Everything, in the format of Prometheus."""
        waiting = await self._waiting()
        up = _one("baton_database_up", "Whether the database answered when it was asked last.", waiting is not None)
        families = [*self._of_process(), up]
        if waiting is not None:
            families += _of_jobs(waiting) + _of_handoffs(waiting)
        return generate_latest(measures.REGISTRY) + generate_latest(_Families(families))

    async def _waiting(self) -> Owed | None:
        async with self._asking:
            if time.monotonic() - self._asked_at > KEPT_FOR:
                self._kept, self._asked_at = await self._ask(), time.monotonic()
        return self._kept

    async def _ask(self) -> Owed | None:
        try:
            async with asyncio.timeout(PATIENCE), self.db.reading() as session:
                return await owed(session)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("not_measured", error=type(error).__name__)
            return None

    def _of_process(self) -> list[GaugeMetricFamily]:
        heard, left = self.live.heard_ago(), self.budgets.least_left()
        return [
            _one("baton_broker_heard_seconds", "Seconds since this process heard itself through the broker.", heard),
            _one("baton_shopify_least_left_ratio", "Of the shop that has least, the share of points left.", left),
        ]


@dataclass(frozen=True)
class _Families:
    """What `generate_latest` asks of a registry."""

    families: Iterable[GaugeMetricFamily]

    def collect(self) -> Iterable[GaugeMetricFamily]:
        return self.families


def _one(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=float(value))


def _of_jobs(found: Owed) -> list[GaugeMetricFamily]:
    count = GaugeMetricFamily("baton_jobs", "Jobs by name and state; done ones are left out.", labels=("name", "state"))
    late = GaugeMetricFamily("baton_job_late_seconds", "How late the latest job is that nobody runs.", labels=("name",))
    for group in found.jobs:
        count.add_metric((group.name, group.state), group.count)
        if group.state == "pending":
            late.add_metric((group.name,), max(0.0, (found.now - group.first_due).total_seconds()))
    return [count, late]


def _of_handoffs(found: Owed) -> list[GaugeMetricFamily]:
    labels = ("urgency",)
    count = GaugeMetricFamily("baton_handoffs_waiting", "Requests for a human that nobody accepted yet.", labels=labels)
    oldest = GaugeMetricFamily("baton_handoff_oldest_seconds", "How long the oldest of them waits.", labels=labels)
    for group in found.handoffs:
        count.add_metric((group.urgency,), group.count)
        oldest.add_metric((group.urgency,), max(0.0, (found.now - group.since).total_seconds()))
    return [count, oldest]


async def metrics(request: Request, page: Page) -> Response:
    """The page, for who holds the token."""
    if not page.may_read(request):
        return PlainTextResponse("Send the token of BATON_METRICS_TOKEN.\n", 401, {"WWW-Authenticate": "Bearer"})
    return Response(await page.text(), headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})
