"""Who follows a feed through every failure and remembers all that came: once, in order, without a gap, or it tells."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.people import Away, Data, Person


@dataclass(frozen=True)
class Feed:
    """A query and its twin subscription."""

    name: str
    arguments: str
    call: str
    selection: str
    items: str
    position: str
    cursor: str

    def document(self, kind: str) -> str:
        return f"{kind}({self.arguments}) {{ {self.name}({self.call}) {{ {self.selection} }} }}"


THREAD = Feed(
    "thread", "$after: Int!", "after: $after",
    "cursor hasMore reset state term openForm { id } messages { sequence kind text clientKey author { kind } }",
    items="messages", position="sequence", cursor="cursor",
)  # fmt: skip
TRANSCRIPT = Feed(
    "transcript", "$id: ID!, $after: Int!", "conversationId: $id, after: $after",
    "cursor hasMore reset conversation { revision state term } "
    "messages { sequence term kind audience text clientKey move author { kind } }",
    items="messages", position="sequence", cursor="cursor",
)  # fmt: skip
INBOX = Feed(
    "inbox", "$after: Float!", "after: $after",
    "revision hasMore reset counts { needsYou } conversations { id revision state term lastSequence }",
    items="conversations", position="revision", cursor="revision",
)  # fmt: skip
TAGGED = Feed(
    "taggedConversations", "$after: Float!, $tags: TagFilter!", "tags: $tags, after: $after",
    "revision hasMore reset leftIds conversations { id revision state term lastSequence }",
    items="conversations", position="revision", cursor="revision",
)  # fmt: skip


@dataclass
class Follower:
    """One pair of eyes. With `polls` it asks the query again and again; else it subscribes, and comes again by cursor.

    Nothing is sorted or dropped here: what the server sends must be right as it comes.
    """

    person: Person
    feed: Feed
    variables: Data = field(default_factory=dict)
    polls: bool = False
    every: float = 0.5
    after: float = 0
    got: list[Data] = field(default_factory=list, init=False)
    seen_at: dict[float, float] = field(default_factory=dict, init=False)
    problems: list[str] = field(default_factory=list, init=False)
    last: Data = field(default_factory=dict, init=False)
    breaks: int = field(default=0, init=False)
    began_at: float = field(default_factory=time.monotonic, init=False)

    def __post_init__(self) -> None:
        self.cursor = self.after
        self._changed = asyncio.Event()

    @property
    def name(self) -> str:
        return f"{self.person.name} on {self.feed.name} by {'polling' if self.polls else 'subscription'}"

    async def run(self) -> None:
        """Follows until cancelled."""
        pause = 0.02
        while True:
            try:
                await (self._poll() if self.polls else self._listen())
                pause = 0.02
            except Away:
                self.breaks += 1
            await asyncio.sleep(self.every if self.polls else pause * random.uniform(0.7, 1.3))
            pause = min(2 * pause, 1.0)

    async def until(self, position: float, seconds: float) -> None:
        """Waits until it has heard of everything up to a position. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while self.cursor < position:
                self._changed.clear()
                await self._changed.wait()

    async def _poll(self) -> None:
        more = True
        while more:
            data = await self.person.ask(self.feed.document("query"), after=self.cursor, **self.variables)
            more = self._take(data[self.feed.name])

    async def _listen(self) -> None:
        document = self.feed.document("subscription")
        async with self.person.subscribed(document, after=self.cursor, **self.variables) as values:
            async for data in values:
                self._take(data[self.feed.name])

    def _take(self, value: Data) -> bool:
        if value["reset"]:
            self.problems.append(f"{self.name} was told to forget {self.cursor}")
            self.cursor = self.after = 0
            self.got.clear()
        for item in value[self.feed.items]:
            position = item[self.feed.position]
            if position <= max(self.cursor, self.got[-1][self.feed.position] if self.got else self.after):
                self.problems.append(f"{self.name} got {position} after {self.cursor}: twice, or out of order")
            self.got.append(item)
            self.seen_at.setdefault(position, time.monotonic())
        if value[self.feed.cursor] < self.cursor:
            self.problems.append(f"{self.name} was sent back from {self.cursor} to {value[self.feed.cursor]}")
        self.cursor = value[self.feed.cursor]
        self.last = value
        self._changed.set()
        return bool(value["hasMore"])

    def check(self, truth: Sequence[Any], *, of: str = "sequence") -> list[str]:
        """What is wrong with all that came, if it should have been these positions."""
        found = [item[of] for item in self.got]
        wanted = [position for position in truth if position > self.after]
        return self.problems + ([] if found == wanted else [f"{self.name} got {found} and not {wanted}"])
