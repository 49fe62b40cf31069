"""Our own door and schema, as they are; only what they read is at hand instead of in a database."""

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from backend.graphql.agent import reads
from backend.graphql.agent.schema import AgentDoor, build_schema
from backend.graphql.agent.types import Conversation
from backend.live import Live
from benchmarks.servers.payload import MAYA, changes

ROWS = 25


class OpenDoor(AgentDoor):
    """Everybody is Maya."""

    async def actor_of(self, token: str) -> Any:
        return MAYA

    async def check_origin(self, actor: Any, origin: str | None) -> None:
        return None

    async def is_still_welcome(self, actor: Any) -> bool:
        return True


async def make() -> tuple[Starlette, Callable[[int], Awaitable[None]]]:
    live = Live("memory://")
    await live.start()
    newest, first = 1, changes(1, ROWS)

    async def inbox(_services: Any, _actor: Any, after: int, _tags: Any, _words: frozenset[str]) -> reads.InboxChanges:
        """Each event by itself, as if somebody had looked after each."""
        if after == 0 and newest == 1:
            return first
        found = changes(min(after + 1, newest) if after else newest)
        found.has_more = after > 0 and found.revision < newest
        if found.revision <= after:
            found.conversations = list[Conversation]()
        return found

    async def welcome(*_: Any) -> None:
        return None

    for name, stand_in in (("inbox", inbox), ("_require_welcome", welcome)):
        setattr(reads, name, stand_in)

    async def tell(count: int) -> None:
        nonlocal newest
        newest += count
        live._hear(b'{"k":["shop:1"]}')

    door = OpenDoor(build_schema(), SimpleNamespace(live=live), session_seconds=3600)
    return Starlette(routes=[WebSocketRoute("/graphql", door), Route("/graphql", door, methods=["POST"])]), tell
