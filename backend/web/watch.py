"""What those who run the app ask of a process: is it alive, can it work, what has it counted."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from backend.config import Settings
from backend.web import health, metrics
from backend.web.health import Health
from backend.web.metrics import Page
from backend.web.server import listening

T = TypeVar("T")


@dataclass(frozen=True)
class Watch:
    """Of one process, whether it serves or works on jobs."""

    health: Health
    page: Page


def routes(watch: Watch, *, with_metrics: bool) -> list[BaseRoute]:
    """`with_metrics` only where a token guards the page, or nobody but this machine reaches the address."""
    asked = [
        Route("/health/live", _to(health.live, watch.health)),
        Route("/health/ready", _to(health.ready, watch.health)),
    ]
    return [*asked, Route("/metrics", _to(metrics.metrics, watch.page))] if with_metrics else [*asked]


def _to(handler: Callable[[Request, T], Awaitable[Response]], asked: T) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await handler(request, asked)

    return endpoint


@contextlib.asynccontextmanager
async def watched(watch: Watch, settings: Settings) -> AsyncIterator[None]:
    """Answers at BATON_METRICS_HOST and BATON_METRICS_PORT, if there is such a port."""
    if not settings.metrics_port:
        yield
        return
    app = Starlette(routes=routes(watch, with_metrics=True))
    async with listening(app, settings.metrics_host, settings.metrics_port):
        yield
