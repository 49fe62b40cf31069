"""Who follows a shared feed, where they stand in it, and what they are sent."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any

import orjson
from graphql import GraphQLError

from backend.graphql.feeds import Viewer
from backend.graphql.framing import frame
from backend.graphql.lines import Line

MOST_NAMES = 64


class Payload:
    """One result, written once; each name of an operation that it is sent to is put around it once."""

    def __init__(self, data: Any, errors: list[GraphQLError] | None) -> None:
        result = {"data": data}
        if errors:
            result["errors"] = [error.formatted for error in errors]
        self.json = orjson.dumps(result)
        self._frames: dict[str, bytes] = {}

    def text(self, name: str) -> bytes:
        return b'{"id":%b,"type":"next","payload":%b}' % (orjson.dumps(name), self.json)

    def frame(self, name: str) -> bytes:
        framed = self._frames.get(name)
        if framed is None:
            framed = frame(self.text(name))
            if len(self._frames) < MOST_NAMES:
                self._frames[name] = framed
        return framed


class Follower:
    """One operation of one socket. `over` is set when it ends by itself."""

    __slots__ = ("line", "name", "over", "proof", "viewer")

    def __init__(self, proof: Hashable, viewer: Viewer | None, line: Line, name: str) -> None:
        self.proof, self.viewer, self.line, self.name = proof, viewer, line, name
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def hear(self, payload: Payload) -> None:
        line = self.line
        line.put(payload.text(self.name) if line.frames is None else payload.frame(self.name))

    def end(self, payload: Payload) -> None:
        """A last result, which says why."""
        if not self.over.done():
            self.hear(payload)
            self.over.set_result(None)


class Place:
    """Those who stand at one position, and how the proofs that any of them brought are checked."""

    __slots__ = ("followers", "proofs")

    def __init__(self) -> None:
        self.followers: dict[Follower, None] = {}
        self.proofs: dict[Hashable, Callable[[], Awaitable[None]]] = {}
