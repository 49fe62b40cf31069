"""A subscription as a value: where it begins, who rings, and how it is read. Followed by one, or by many at once.

A feed is a function of a position: whoever stands at the same position of the same feed is told the same.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Hashable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from backend.actors import ActorKind
from backend.live import Live, follow

T = TypeVar("T")
Viewer: TypeAlias = tuple[ActorKind, int]
VIEWER = {"viewer": True}
"""Metadata of a field whose value depends on which agent or program asks, and not only on what they may see.

What selects no such field is executed once for all who may see the same: see sharing.py. Rights are no reason to mark
a field: those who differ in them never share.
"""


class Position(NamedTuple):
    """A cursor, and what was seen beside what the cursor counts; None before the first look, which always answers."""

    cursor: int
    seen: str | None = None


@dataclass(frozen=True)
class Found(Generic[T]):
    """One look. Without a value there is no news. `keys`, where they differ from the feed's, ring from now on."""

    value: T | None
    at: Position
    has_more: bool = False
    keys: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Entry:
    """Who asks, as far as it decides what is read for whom."""

    rights: Hashable
    """Those who have the same see the same, but for fields marked VIEWER."""
    viewer: Viewer
    proof: Hashable
    """Those who have the same are admitted together, or not."""
    check: Callable[[], Awaitable[None]]
    """Raises NotAuthenticated where they may not follow any longer."""


@dataclass(frozen=True)
class Feed(Generic[T]):
    """Iterated over, it follows itself alone: that is what a shared feed must be equal to."""

    live: Live
    entry: Entry
    keys: tuple[str, ...]
    start: Position
    read: Callable[[Position, bool], Awaitable[Found[T]]]
    """Looks from a position. False where several viewers share the look: what fields marked VIEWER tell is no news."""
    apart: "Callable[[T, Collection[Viewer]], Awaitable[dict[Viewer, tuple[Hashable, T]]]] | None" = None
    """What was found, as each of several viewers sees it, with a mark: those of equal mark are told the same. Given
    where viewers who see the same but for fields marked VIEWER may share even what selects those."""

    async def __aiter__(self) -> AsyncGenerator[T, None]:
        at, keys = self.start, self.keys

        async def read() -> Found[T]:
            nonlocal at, keys
            await self.entry.check()
            found = await self.read(at, True)
            at, keys = found.at, found.keys or keys
            return found

        while True:
            listened = keys
            async with aclosing(follow(self.live, listened, read, has_more=lambda found: found.has_more)) as looks:
                async for found in looks:
                    if found.value is not None:
                        yield found.value
                    if keys != listened:
                        break  # what rang before we listen there is read at once
