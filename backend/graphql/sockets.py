"""WebSockets of both doors: graphql-transport-ws and nothing else, texts of bounded length, and an end for each socket.

A socket ends after ten minutes with close code 4403, "come again with a fresh token": reconnecting is ordinary. It ends
so too once its token has lost its right. Close reasons are short: a control frame holds 125 bytes (RFC 6455, 5.5).
"""

import contextlib
from typing import TYPE_CHECKING, Any, cast

from graphql import GraphQLError
from starlette.types import Message, Receive
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation
from strawberry.subscriptions.protocols.graphql_transport_ws.types import Message as ProtocolMessage
from strawberry.subscriptions.protocols.graphql_transport_ws.types import SubscribeMessage

from backend.graphql.connections import COME_AGAIN, WORDS
from backend.graphql.lines import Line
from backend.graphql.payload import message_problem

if TYPE_CHECKING:
    from backend.graphql.door import Door

PROTOCOL = "graphql-transport-ws"
TOO_LARGE = 1009


class SocketTooLarge(Exception):
    """A message was longer than allowed; the socket ends."""


class Handler(BaseGraphQLTransportWSHandler[Any, None]):
    """The protocol, strict about what it is sent and about who still may ask."""

    view: "Door"
    websocket: Line

    async def handle(self) -> None:
        with contextlib.suppress(SocketTooLarge):
            await super().handle()
            return
        await self.websocket.close(TOO_LARGE, "The message is too large")

    async def handle_message(self, message: ProtocolMessage) -> None:
        problem = message_problem(message)
        if problem:
            await self.handle_invalid_message(problem)
        else:
            await super().handle_message(message)
            cast(dict[str, Any], message).clear()  # whoever reads the next one holds it until then
        if self.connection_acknowledged:
            self.connection_init_timeout_task = None  # a task that is over still weighs a kilobyte

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Who asks was settled when the socket opened; whether they still may is asked again for each operation."""
        if self.connection_acknowledged and not await self.context.is_still_welcome():
            await self.websocket.close(COME_AGAIN, WORDS)
            return
        await super().handle_subscribe(message)

    async def run_operation(self, operation: Operation[Any, None]) -> None:
        """Subscriptions are shared where they can be; all else, and all that is refused, goes the ordinary way."""
        if await self.view.sharing.follow(operation, self.context, self.websocket):
            await operation.send_operation_message({"id": operation.id, "type": "complete"})
        else:
            await super().run_operation(operation)

    @staticmethod
    def _get_pre_execution_close_reason(error: GraphQLError) -> str | None:  # noqa: ARG004
        """A fault of one document is that operation's error: the others on this socket go on."""
        return None


def bounded(receive: Receive, most: int) -> Receive:
    """`receive` that ends the socket at a message of more than so many characters."""

    async def receive_bounded() -> Message:
        message = await receive()
        if len(message.get("text") or message.get("bytes") or "") > most:
            raise SocketTooLarge
        return message

    return receive_bounded
