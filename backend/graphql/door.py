"""What both doors share: one protocol, one session length, one size limit, and answers as orjson writes them.

A socket ends after ten minutes with close code 4403, "come again with a fresh token": reconnecting is ordinary.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketState
from strawberry import Schema
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.extensions import (
    DisableIntrospection,
    MaskErrors,
    MaxAliasesLimiter,
    MaxTokensLimiter,
    ParserCache,
    QueryDepthLimiter,
    ValidationCache,
)
from strawberry.types import ExecutionContext

from backend.errors import NotAuthenticated, Refusal
from backend.graphql.refusals import shown

PROTOCOL = "graphql-transport-ws"
MAX_BODY = 128 * 1024
SESSION_SECONDS = 600.0
COME_AGAIN = 4403


class ShowRefusals(MaskErrors):
    """Errors as a client may see them, in answers and in streams."""

    def anonymise_error(self, error: GraphQLError) -> GraphQLError:
        return shown(error)


class QuietSchema(Schema):
    """Refusals are ordinary: what is worth a log line is logged where it is translated, without anybody's text."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        return None


def extensions(*, depth: int, introspection: bool = True) -> list[Any]:
    """Limits and caches of a schema. `depth` is the deepest selection allowed."""
    chosen: list[Any] = [
        lambda: MaxTokensLimiter(max_token_count=2_000),
        lambda: MaxAliasesLimiter(max_alias_count=15),
        lambda: QueryDepthLimiter(max_depth=depth),
        lambda: ParserCache(maxsize=512),
        lambda: ValidationCache(maxsize=512),
        ShowRefusals,
    ]
    return chosen if introspection else [*chosen, DisableIntrospection]


class Context:
    """What a resolver gets: the services and who asks. `connection_params` are set by the protocol."""

    def __init__(self, services: Any, connection: Request | WebSocket, actor: Any) -> None:
        self.services = services
        self.connection = connection
        self.actor = actor
        self.connection_params: dict[str, Any] = {}


class Door(GraphQL[Context, None]):
    """A schema over HTTP POST and WebSocket. Subclasses say who asks and which origins may."""

    def __init__(self, schema: Schema, services: Any) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            allow_queries_via_get=False,
            subscription_protocols=[PROTOCOL],
            connection_init_wait_timeout=timedelta(seconds=10),
            max_subscriptions_per_connection=20,
        )
        self.services = services

    async def actor_of(self, token: str) -> Any:
        """Who the token proves; raises NotAuthenticated."""
        raise NotAuthenticated("Send a token.")

    async def check_origin(self, actor: Any, origin: str | None) -> None:
        """Raises NotAuthenticated where a browser's page may not speak for this actor."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._serve_socket(scope, receive, send)
            return
        request = Request(scope, receive)
        response = await self._refusal(request)
        if response is not None:
            await response(scope, receive, send)
            return
        body = await _body(request)
        if body is None:
            too_large = f"The request is larger than {MAX_BODY // 1024} kB."
            await JSONResponse({"errors": [{"message": too_large}]}, 413)(scope, receive, send)
            return
        await super().__call__(scope, _replay(body), send)

    async def _refusal(self, request: Request) -> Response | None:
        """Who asks is settled before a document is read."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() != "bearer" or not token:
                raise NotAuthenticated("Send an Authorization header with a bearer token.")
            actor = await self.actor_of(token.strip())
            await self.check_origin(actor, request.headers.get("origin"))
        except NotAuthenticated as refusal:
            error = {"message": refusal.message, "extensions": {"code": refusal.code}}
            # App Bridge fetches a new session token and tries once more when it sees this header.
            retry = {"X-Shopify-Retry-Invalid-Session-Request": "1"}
            return JSONResponse({"errors": [error]}, 401, retry)
        except Refusal as refusal:
            error = {"message": refusal.message, "extensions": {"code": refusal.code}}
            return JSONResponse({"errors": [error]}, 403)
        request.scope["baton.actor"] = actor
        return None

    async def _serve_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with _ending_after(scope, SESSION_SECONDS * random.uniform(0.9, 1.0)):
            await super().__call__(scope, receive, send)

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        if isinstance(request, WebSocket):
            request.scope["baton.socket"] = request
        return Context(self.services, request, request.scope.get("baton.actor"))

    async def on_ws_connect(self, context: Context) -> Any:
        token = context.connection_params.get("token")
        try:
            if not isinstance(token, str) or not token:
                raise NotAuthenticated("Send {token} in connection_init.")
            context.actor = await self.actor_of(token)
            await self.check_origin(context.actor, context.connection.headers.get("origin"))
        except Refusal as refusal:
            raise ConnectionRejectionError from refusal
        return await super().on_ws_connect(context)

    def is_websocket_origin_allowed(self, request: Any, origin: str | None) -> bool:
        """Decided in check_origin, once connection_init has said which shop it is about."""
        return True

    def encode_json(self, data: Any) -> str:
        """Text, since bytes would be sent as a binary frame."""
        return orjson.dumps(data).decode()


@contextlib.asynccontextmanager
async def _ending_after(scope: Scope, seconds: float) -> AsyncIterator[None]:
    async def end() -> None:
        await asyncio.sleep(seconds)
        socket: WebSocket | None = scope.get("baton.socket")
        if socket is not None and socket.application_state is WebSocketState.CONNECTED:
            with contextlib.suppress(RuntimeError):
                await socket.close(COME_AGAIN, "Come again with a fresh token")

    timer = asyncio.create_task(end())
    try:
        yield
    finally:
        timer.cancel()


async def _body(request: Request) -> bytes | None:
    """The whole body, or None as soon as it is too large."""
    if (
        request.headers.get("content-length", "0").isdigit()
        and int(request.headers.get("content-length", "0")) > MAX_BODY
    ):
        return None
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            return None
        parts.append(part)
    return b"".join(parts)


def _replay(body: bytes) -> Receive:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
