"""The same schema on Strawberry as its documentation shows it: a queue and an execution for each subscriber."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

import strawberry
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from strawberry.asgi import GraphQL

from backend.graphql.agent.query import Query
from backend.graphql.agent.reads import InboxChanges
from benchmarks.servers.payload import changes

queues: set[asyncio.Queue[InboxChanges]] = set()


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def inbox(self, after: float = 0) -> AsyncGenerator[InboxChanges, None]:
        queue: asyncio.Queue[InboxChanges] = asyncio.Queue()
        queues.add(queue)
        try:
            yield changes(1)
            while True:
                yield await queue.get()
        finally:
            queues.discard(queue)


async def make() -> tuple[Starlette, Callable[[int], Awaitable[None]]]:
    async def tell(count: int) -> None:
        for number in range(count):
            event = changes(2 + number)
            for queue in queues:
                queue.put_nowait(event)
            await asyncio.sleep(0)

    door: GraphQL[None, None] = GraphQL(strawberry.Schema(Query, subscription=Subscription))
    return Starlette(routes=[WebSocketRoute("/graphql", door)]), tell
