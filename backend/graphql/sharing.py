"""Execute once, send to all: followers of one feed who stand at the same position share one look and one payload.

A shared feed holds its followers by position. At each nudge every position is read, executed and written once, and
all who stand there are sent the same bytes and stand at the next one. Who comes with an older cursor is read for from
there until they stand where others do: so each item reaches each follower once, in order, whoever else follows.
What fails for one, such as an access token that was revoked, ends theirs and no other's.
"""

import asyncio
import contextlib
import time
from collections.abc import Coroutine, Hashable, Iterable
from contextvars import Context as Bindings
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    Executor,
    GraphQLError,
    create_source_event_stream,
    execute_subscription_event,
)
from strawberry import Schema
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import Operation

from backend import measures
from backend.graphql.documents import QuietSchema
from backend.graphql.feeds import Feed, Found, Position, Viewer
from backend.graphql.followers import Follower, Payload, Place
from backend.graphql.lines import Line
from backend.graphql.refusals import shown
from backend.graphql.shareable import Shelf
from backend.live import LOOK_AGAIN_EVERY, Ears, read_patiently

if TYPE_CHECKING:
    from backend.graphql.door import Context

FRESH_FOR = 1.0
MOST_FIRST_LOOKS = 16
TOLD_AT_ONCE = 1_000
"""Followers that are told before others who wait for the loop have their turn: some twelve milliseconds.

With turns after each 250 the last of 1,000 heard it a third later.
"""


@dataclass(frozen=True)
class Look:
    """What was found, and what each viewer is told of it: all the same, under None, where nothing sets them apart."""

    found: Found[Any]
    payloads: dict[Viewer | None, Payload]


class SharedFeed:
    """The followers of one feed, by position. It is read as its first follower reads it, and so as all do."""

    def __init__(self, feed: Feed[Any], context: "Context", asked: "Asked", door: str) -> None:
        self._live, self._keys, self._read, self._apart = feed.live, feed.keys, feed.read, feed.apart
        self._context, self._asked, self._door = context, asked, door
        self._places: dict[Position, Place] = {}
        self._listening = contextlib.ExitStack()
        self._ears: Ears | None = None
        self._rounds = 0
        self._first_looks: dict[Position, tuple[int, float, Look]] = {}
        self._executor: Executor[Any] | None = None
        self._task = _started(self._guarded(self._run()))
        self._welcoming: asyncio.Task[None] | None = None

    def join(self, follower: Follower, feed: Feed[Any]) -> None:
        """The follower is soon told how things stand, from where their own feed starts."""
        place = self._places.setdefault(feed.start, Place())
        place.followers[follower] = None
        place.proofs[follower.proof] = feed.entry.check
        if self._welcoming is None or self._welcoming.done():
            self._welcoming = _started(self._guarded(self._welcome()))

    @property
    def is_over(self) -> bool:
        """It died, and those who followed it are told. Nobody may join any more."""
        return self._task.done()

    def leave(self, follower: Follower) -> bool:
        """True where nobody is left, and the feed must be ended."""
        for position in [at for at, place in self._places.items() if follower in place.followers]:
            del self._places[position].followers[follower]
            if not self._places[position].followers:
                del self._places[position]
        return not self._places

    async def end(self) -> None:
        """Whatever it does at this moment."""
        self._listening.close()
        tasks = [task for task in (self._task, self._welcoming) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """Nobody waits for a feed that died: they are told, and ask again."""
        try:
            await work
        except Exception as error:  # noqa: BLE001 - it is logged where it is shown
            self._end([each for place in self._places.values() for each in place.followers], error)

    async def _run(self) -> None:
        while True:
            keys = self._keys
            with self._listening:
                self._ears = self._listening.enter_context(self._live.listening(*keys))
                while keys == self._keys:
                    committed = self._ears.clear()
                    has_more = await self._round()
                    if committed is not None:
                        measures.follower_lag.observe(max(0.0, time.time() - committed))
                    if not has_more:
                        await self._ears.wait(LOOK_AGAIN_EVERY)

    async def _round(self) -> bool:
        """Looks once from each position, the one with most followers first. True where more is there already."""
        self._rounds += 1
        keys, has_more = self._keys, False
        standing = [at for at in self._places if at.seen is not None]
        for position in sorted(standing, key=lambda at: -len(self._places[at].followers)):
            has_more |= await self._look(position)
        return has_more or keys != self._keys

    async def _welcome(self) -> None:
        """First looks, which keep nobody waiting who stands in the feed already."""
        while fresh := [at for at in self._places if at.seen is None]:
            rounds, has_more = self._rounds, False
            for position in fresh:
                has_more |= await self._look(position)
            if (has_more or rounds != self._rounds) and self._ears is not None:
                self._ears.ring()  # what rang while they were read for was not for them yet

    async def _look(self, position: Position) -> bool:
        """Reads for all who stand there now, and tells them. True where more is there already."""
        followers = await self._admitted(position)
        if not followers:
            return False
        try:
            look = await read_patiently(lambda: self._seen(position, {each.viewer for each in followers}))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is shown to them as the one-to-one way shows it
            self._end(followers, error)
            return False
        found = look.found
        if found.keys is not None and found.keys != self._keys and self._ears is not None:
            self._keys = found.keys
            self._ears.ring()
        if found.value is not None:
            await self._tell(followers, position, look.payloads)
        self._move(followers, position, found.at)
        return found.has_more

    async def _admitted(self, position: Position) -> dict[Follower, None]:
        """Those at a position who may still ask; the others are ended. Each proof is checked once."""
        place = self._places.get(position) or Place()
        followers, is_whole = dict(place.followers), True
        for proof, check in list(place.proofs.items()):
            try:
                await read_patiently(check)
            except Exception as error:  # noqa: BLE001 - as above
                is_whole = False
                place.proofs.pop(proof, None)
                self._end([each for each in followers if each.proof == proof], error)
        return followers if is_whole else {each: None for each in followers if not each.over.done()}

    def _just_seen(self, position: Position) -> Look | None:
        """What a follower who came a moment ago from the same cursor saw, if nothing rang since.

        What rang and was not looked at yet is looked at next, from where that one stands now: so nothing is missed.
        """
        rounds, at, look = self._first_looks.get(position) or (-1, 0.0, None)
        return look if rounds == self._rounds and time.monotonic() - at < FRESH_FOR else None

    async def _seen(self, position: Position, viewers: set[Viewer | None]) -> Look:
        """What is found from there, and what these are told of it."""
        look = self._just_seen(position) or await self._looked(position)
        await self._write(look, viewers)
        return look

    async def _looked(self, position: Position) -> Look:
        rounds, at = self._rounds, time.monotonic()
        look = Look(await self._read(position, self._asked.is_viewers), {})
        if position.seen is None:
            if len(self._first_looks) >= MOST_FIRST_LOOKS:
                self._first_looks.clear()
            self._first_looks[position] = (rounds, at, look)
            asyncio.get_running_loop().call_later(FRESH_FOR, self._first_looks.pop, position, None)
        return look

    async def _write(self, look: Look, viewers: set[Viewer | None]) -> None:
        """Executes once for each way in which those see it who were told nothing of it yet."""
        value, missing = look.found.value, viewers - look.payloads.keys()
        if value is None or not missing:
            return
        named = [each for each in missing if each is not None]
        seen = await self._apart(value, named) if self._apart is not None and named else {}
        marks: dict[Hashable, Payload] = {}
        for viewer in missing:
            mark, own = seen[viewer] if viewer is not None else (None, value)
            if mark not in marks:
                marks[mark] = await self._executed(own)
            look.payloads[viewer] = marks[mark]

    async def _executed(self, value: Any) -> Payload:
        if self._executor is None:  # kept: it remembers what it read in the document
            self._executor = self._asked.executor(self._context)
        assert self._executor is not None  # the same was built to get the feed
        result = await executed(self._executor, value)
        return Payload(result.data, [shown(error) for error in result.errors or ()])

    async def _tell(
        self, followers: dict[Follower, None], position: Position, payloads: dict[Viewer | None, Payload]
    ) -> None:
        """Thousands take a while: others have their turn in between. Who leaves meanwhile is not told."""
        waiting, told = iter(followers), 0
        while some := list(islice(waiting, TOLD_AT_ONCE)):
            if told:
                await asyncio.sleep(0)
            standing = self._places.get(position, Place()).followers
            for follower in some:
                if follower in standing:
                    follower.hear(payloads[follower.viewer])
            told += len(some)
        measures.deliveries.labels(self._door).inc(told)

    def _move(self, followers: dict[Follower, None], old: Position, new: Position) -> None:
        """Those who have not left meanwhile stand at the new position: they were told what lies before it."""
        place = self._places.get(old)
        if place is None or old == new:
            return
        if place.followers.keys() == followers.keys():
            going = self._places.pop(old).followers
        else:
            going = {each: None for each in followers if each in place.followers}
            for follower in going:
                del place.followers[follower]
            if not place.followers:
                del self._places[old]
        if going:
            there = self._places.setdefault(new, Place())
            there.followers.update(going)
            there.proofs.update(place.proofs)

    def _end(self, followers: Iterable[Follower], error: Exception) -> None:
        refused = Payload(None, [shown(GraphQLError(str(error), original_error=error))])
        for follower in list(followers):
            follower.end(refused)
            self.leave(follower)


@dataclass(frozen=True)
class Asked:
    """A subscription, apart from who asked it."""

    schema: Schema
    document: DocumentNode
    variables: dict[str, Any]
    name: str | None
    is_viewers: bool
    """It selects what differs from viewer to viewer."""

    def executor(self, context: "Context") -> Executor[Any] | None:
        """None where the variables do not fit."""
        built = (self.schema.execution_context_class or Executor).build(
            self.schema._schema,
            self.document,
            raw_variable_values=self.variables,
            operation_name=self.name,
            context_value=context,
        )
        return built if isinstance(built, Executor) else None

    async def feed(self, context: "Context") -> Feed[Any] | None:
        """What the subscription's resolver gives; None where it refuses."""
        executor = self.executor(context)
        if executor is None:
            return None
        stream: Any = create_source_event_stream(executor)
        stream = await stream if executor.is_awaitable(stream) else stream
        return stream if isinstance(stream, Feed) else None


async def executed(executor: Executor[Any], value: Any) -> ExecutionResult:
    """A subscription's answer to one event."""
    result: Any = execute_subscription_event(executor.build_per_event_executor(value))
    answer: ExecutionResult = await result if executor.is_awaitable(result) else result
    return answer


class Sharing:
    """All shared feeds of one door."""

    def __init__(self, schema: QuietSchema, door: str) -> None:
        self._schema, self._door = schema, door
        self._shelf = Shelf(schema)
        self._feeds: dict[Hashable, SharedFeed] = {}

    @property
    def count(self) -> int:
        """Shared feeds that somebody follows."""
        return len(self._feeds)

    async def follow(self, operation: Operation[Any, None], context: "Context", line: Line) -> bool:
        """Follows until the operation ends; False, and nothing done, where it must go the ordinary way."""
        name, variables = operation.operation_name, operation.variables or {}
        shareable = self._shelf.shareable(operation.query, name)
        if shareable is None:
            return False
        asked = Asked(self._schema, shareable.document, variables, name, shareable.is_viewers)
        feed = await asked.feed(context)
        if feed is None:
            return False
        operation.query = shareable.query
        company = shareable.company(name, variables, feed)
        viewer = feed.entry.viewer if shareable.is_viewers and feed.apart is not None else None
        follower = Follower(feed.entry.proof, viewer, line, operation.id)
        shared = self._joined(company, asked, context, feed, follower)
        del asked, feed  # what was needed to join would be kept for as long as the follower stays
        try:
            await follower.over
        finally:
            if shared.leave(follower) and self._feeds.get(company) is shared:
                del self._feeds[company]
                self._count()
                await shared.end()
        return True

    def _joined(
        self, company: Hashable, asked: Asked, context: "Context", feed: Feed[Any], follower: Follower
    ) -> SharedFeed:
        shared = self._feeds.get(company)
        if shared is None or shared.is_over:
            shared = self._feeds[company] = SharedFeed(feed, context, asked, self._door)
            self._count()
        shared.join(follower, feed)
        return shared

    def _count(self) -> None:
        measures.shared_feeds.labels(self._door).set(len(self._feeds))


def _started(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """A task that belongs to all followers: what it logs carries no request of the one who came first."""
    return asyncio.create_task(work, context=Bindings())
