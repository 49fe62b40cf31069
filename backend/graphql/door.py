"""What both doors share: one protocol, one session length, one size limit, and answers as orjson writes them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, ClassVar

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import process_result
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType
from structlog.contextvars import bind_contextvars

from backend import measures
from backend.db import is_away
from backend.errors import NotAuthenticated, Refusal
from backend.graphql.connections import Connections
from backend.graphql.documents import QuietSchema
from backend.graphql.lines import Line, line_of
from backend.graphql.payload import NotARequest, decoded, request_of
from backend.graphql.sharing import Sharing
from backend.graphql.sockets import PROTOCOL, Handler, bounded

MAX_BODY = 128 * 1024
SESSION_SECONDS = 600.0
INIT_SECONDS = 10.0
MOST_OPERATIONS = 20
TOO_LARGE = f"The request is larger than {MAX_BODY // 1024} kB."


class Context:
    """What a resolver gets: the services and who asks. `connection_params` are set by the protocol."""

    def __init__(
        self,
        services: Any,
        connection: Request | WebSocket,
        actor: Any,
        still_welcome: Callable[[Any], Awaitable[bool]],
    ) -> None:
        self.services = services
        self.connection = connection
        self.actor = actor
        self.connection_params: dict[str, Any] = {}
        self._still_welcome = still_welcome

    async def is_still_welcome(self) -> bool:
        """Whether who asks may still ask: an access token can be revoked, and an app uninstalled, at any moment."""
        return await self._still_welcome(self.actor)


class Door(GraphQL[Context, None]):
    """A schema over HTTP POST and WebSocket. Subclasses say who asks and which origins may."""

    graphql_transport_ws_handler_class = Handler
    websocket_adapter_class = Line  # type: ignore[assignment]
    name: ClassVar[str] = "door"
    """As the process counts it."""

    def __init__(
        self,
        schema: QuietSchema,
        services: Any,
        *,
        session_seconds: float = SESSION_SECONDS,
        init_seconds: float = INIT_SECONDS,
        connections: Connections | None = None,
    ) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            allow_queries_via_get=False,
            subscription_protocols=[PROTOCOL],
            connection_init_wait_timeout=timedelta(seconds=init_seconds),
            max_subscriptions_per_connection=MOST_OPERATIONS,
        )
        self.services = services
        self.session_seconds = session_seconds
        self.connections = connections or Connections()
        self.sharing = Sharing(schema, self.name)

    async def actor_of(self, token: str) -> Any:
        """Who the token proves; raises NotAuthenticated."""
        raise NotAuthenticated("Send a token.")

    async def check_origin(self, actor: Any, origin: str | None) -> None:
        """Raises NotAuthenticated where a browser's page may not speak for this actor."""

    async def is_still_welcome(self, actor: Any) -> bool:
        """Whether an actor that was proven earlier may still ask."""
        return False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._serve_socket(scope, receive, send)
            return
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        """Who asks is settled before a document is read."""
        try:
            actor = await self._authenticated(request)
            bind_contextvars(shop=actor.shop_id)
            asked = await _asked(request)
            return await self._executed(asked, Context(self.services, request, actor, self.is_still_welcome))
        except NotAuthenticated as refusal:
            # App Bridge fetches a new session token and tries once more when it sees this header.
            retry = {"X-Shopify-Retry-Invalid-Session-Request": "1"}
            return _refused(401, refusal.message, refusal.code, retry)
        except Refusal as refusal:
            return _refused(403, refusal.message, refusal.code)
        except NotARequest as problem:
            return _refused(problem.status, str(problem), problem.code)
        except ClientDisconnect:
            return Response(status_code=400)  # heard by nobody
        except Exception as error:
            if not is_away(error):
                raise
            return _refused(503, "Nothing can be read or written right now.", "UNAVAILABLE", {"Retry-After": "1"})

    async def _authenticated(self, request: Request) -> Any:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise NotAuthenticated("Send an Authorization header with a bearer token.")
        actor = await self.actor_of(token.strip())
        await self.check_origin(actor, request.headers.get("origin"))
        return actor

    async def _executed(self, asked: dict[str, Any], context: Context) -> Response:
        """One operation, answered once: no batches, and no streams but over WebSockets, which know an end."""
        try:
            result = await self.schema.execute(
                asked["query"],
                variable_values=asked["variables"],
                operation_name=asked["operationName"],
                context_value=context,
                allowed_operation_types=(OperationType.QUERY, OperationType.MUTATION),
            )
        except CannotGetOperationTypeError as problem:
            raise NotARequest(problem.as_http_error_reason()) from problem
        except InvalidOperationTypeError as problem:
            raise NotARequest("Ask for a subscription over a WebSocket.") from problem
        return Response(self.encode_json(process_result(result)), media_type="application/json")

    async def _serve_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, bounded(receive, MAX_BODY), send)
        finally:
            line = line_of(scope)
            if line is not None:
                await line.gone()

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        return Context(self.services, request, None, self.is_still_welcome)

    async def on_ws_connect(self, context: Context) -> Any:
        token = context.connection_params.pop("token", None)  # proven once, and not kept
        try:
            if not isinstance(token, str) or not token:
                raise NotAuthenticated("Send {token} in connection_init.")
            context.actor = await self.actor_of(token)
            bind_contextvars(shop=context.actor.shop_id)
            await self.check_origin(context.actor, context.connection.headers.get("origin"))
        except Refusal as refusal:
            raise ConnectionRejectionError from refusal
        return await super().on_ws_connect(context)

    def is_websocket_origin_allowed(self, request: Any, origin: str | None) -> bool:
        """Decided in check_origin, once connection_init has said which shop it is about."""
        return True

    def decode_json(self, data: str | bytes) -> object:
        return decoded(data)

    def encode_json(self, data: Any) -> str:
        """Text, since bytes would be sent as a binary frame."""
        return orjson.dumps(data).decode()


def _refused(status: int, message: str, code: str, headers: dict[str, str] | None = None) -> Response:
    measures.errors.labels("door", code).inc()
    return JSONResponse({"errors": [{"message": message, "extensions": {"code": code}}]}, status, headers)


async def _asked(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise NotARequest("Send the request as application/json.", status=415)
    body = await _body(request)
    try:
        data = decoded(body)
    except ValueError as problem:
        raise NotARequest("The body is not JSON.") from problem
    return request_of(data)


async def _body(request: Request) -> bytes:
    """The whole body; NotARequest as soon as it is known to be too large."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced[:20]) > MAX_BODY:
        raise NotARequest(TOO_LARGE, status=413, code="TOO_LARGE")
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise NotARequest(TOO_LARGE, status=413, code="TOO_LARGE")
        parts.append(part)
    return b"".join(parts)
