"""Every request gets an id that goes with all it causes, is timed, and leaves one line at its end.

The id is the caller's own, where `X-Request-Id` holds a sane one, so that a line here can be found from a line of a
proxy. Addresses are told by their pattern: what stands in them, or after the `?`, is not logged.
"""

import re
import time
import uuid

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

from backend import measures

SANE = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
QUIET = frozenset({"/health/live", "/health/ready", "/metrics", "/assets"})
"""Patterns whose successes are not worth a line."""

log = structlog.get_logger(__name__)


class Access:
    """The outermost layer of the app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        clear_contextvars()
        request = request_id(scope)
        bind_contextvars(request=request)
        begun = time.perf_counter()
        if scope["type"] == "websocket":
            try:
                await self.app(scope, receive, send)
            finally:
                log.info("socket", route=route_of(scope), seconds=round(time.perf_counter() - begun, 1))
            return
        status = 500

        async def with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request.encode())]
            await send(message)

        try:
            await self.app(scope, receive, with_id)
        finally:
            _ended(scope, status, time.perf_counter() - begun)


def request_id(scope: Scope) -> str:
    """The caller's id if it is short and plain, else one of our own."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and SANE.fullmatch(value):
            return str(value.decode())
    return uuid.uuid4().hex[:16]


def route_of(scope: Scope) -> str:
    """The pattern of the address, such as /knowledge/{rest:path}; `none` if there is no such page."""
    return getattr(scope.get("route"), "path", "none")


def _ended(scope: Scope, status: int, seconds: float) -> None:
    route, method = route_of(scope), scope["method"] if scope["method"] in METHODS else "OTHER"
    measures.requests.labels(route, method, str(status)).observe(seconds)
    if status >= 400 or route not in QUIET:
        log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))
