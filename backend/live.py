"""Doorbells. A nudge says "look again" and may be lost: what must not be lost is a row that followers read by cursor.

One broker subscription per process hears everything and fans it out by key. The process hears its own heartbeat through
the broker, and rebuilds the connection when it does not. Only a bot's draft and who is typing travel *in* a nudge.
"""

import asyncio
import contextlib
import random
import time
import uuid
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import orjson
import structlog
from broadcaster import Broadcast

from backend import measures
from backend.db import is_away

CHANNEL = "baton"
HEARTBEAT_EVERY = 1.0
DEAF_AFTER = 5.0
TOLD_FOR = 8.0
TOLD_LIMIT = 10_000
LOOK_AGAIN_EVERY = 5.0
LEAVE_WITHIN = 1.0
AWAY_FOR = 15.0
"""Seconds without a database after which a follower ends: who follows is to know that nothing can be heard."""

T = TypeVar("T")
log = structlog.get_logger(__name__)


class Ears:
    """One listener of some keys. Many nudges before it looks are one."""

    def __init__(self) -> None:
        self._rang = asyncio.Event()
        self._since: float | None = None

    def ring(self, committed: float | None = None) -> None:
        """`committed` is the wall clock's time of the commit that rang, where one did."""
        self._rang.set()
        if self._since is None:
            self._since = committed

    def clear(self) -> float | None:
        """Call before reading: what rings while reading is not missed. Returns the first commit that rang."""
        self._rang.clear()
        since, self._since = self._since, None
        return since

    async def wait(self, seconds: float) -> bool:
        """True if it rang; False after so many seconds, when it is time to look anyway."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rang.wait()
            return True
        return False


class Live:
    """The doorbells of one process."""

    def __init__(self, broker_url: str) -> None:
        self.broker_url = broker_url
        self.process = uuid.uuid4().hex[:12]
        self.rebuilt = 0
        self._ears: dict[str, set[Ears]] = {}
        self._hooks: dict[str, list[Callable[[], None]]] = {}
        self._told: OrderedDict[tuple[str, str], tuple[float, Any]] = OrderedDict()
        self._outbox: asyncio.Queue[bytes] = asyncio.Queue(maxsize=10_000)
        self._heard_at = time.monotonic()
        self._tasks: list[asyncio.Task[None]] = []
        self._ready = asyncio.Event()

    async def start(self) -> None:
        """Connects, and returns when the first subscription stands or after a few seconds without one."""
        self._tasks = [asyncio.create_task(self._keep_connected()), asyncio.create_task(self._beat())]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(3):
                await self._ready.wait()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def heard_ago(self) -> float:
        """Seconds since this process heard its own heartbeat."""
        return time.monotonic() - self._heard_at

    async def nudge(self, keys: list[str]) -> None:
        """Rings keys in every process. Never blocks on the broker: a full outbox loses nudges, as a nudge may be."""
        self._put({"k": keys, "t": time.time()})

    async def tell(self, key: str, what: str, value: Any) -> None:
        """Sends a passing fact (a draft, who is typing) in the nudge itself. None takes it back."""
        self._put({"k": [key], "w": what, "v": value})

    def told(self, key: str, what: str) -> Any:
        """The last passing fact of a kind, for some seconds after it was told."""
        at, value = self._told.get((key, what), (0.0, None))
        return value if time.monotonic() - at < TOLD_FOR else None

    def on(self, key: str, hook: Callable[[], None]) -> None:
        """Calls `hook` at each nudge of `key`, in this process."""
        self._hooks.setdefault(key, []).append(hook)

    @contextlib.contextmanager
    def listening(self, *keys: str) -> Any:
        ears = Ears()
        for key in keys:
            self._ears.setdefault(key, set()).add(ears)
        try:
            yield ears
        finally:
            for key in keys:
                listeners = self._ears[key]
                listeners.discard(ears)
                if not listeners:
                    del self._ears[key]

    def _put(self, nudge: dict[str, Any]) -> None:
        try:
            self._outbox.put_nowait(orjson.dumps(nudge))
        except asyncio.QueueFull:
            measures.nudges_lost.labels("outbox full").inc()
            log.warning("nudge_lost", why="outbox full")

    def _hear(self, raw: bytes | str) -> None:
        nudge = orjson.loads(raw)
        if nudge.get("hb") == self.process:
            self._heard_at = time.monotonic()
            return
        for key in nudge.get("k", ()):
            if "w" in nudge:
                self._keep(key, nudge["w"], nudge["v"])
            for hook in self._hooks.get(key, ()):
                hook()
            for ears in self._ears.get(key, ()):
                ears.ring(nudge.get("t"))

    def _keep(self, key: str, what: str, value: Any) -> None:
        self._told.pop((key, what), None)
        if value is not None:
            self._told[key, what] = (time.monotonic(), value)
        while len(self._told) > TOLD_LIMIT:
            self._told.popitem(last=False)

    def _ring_all(self) -> None:
        for listeners in self._ears.values():
            for ears in listeners:
                ears.ring()
        for hooks in self._hooks.values():
            for hook in hooks:
                hook()

    async def _beat(self) -> None:
        """While the broker does not answer, everybody looks at each beat: what is written is seen all the same."""
        while True:
            if time.monotonic() - self._heard_at > 2 * HEARTBEAT_EVERY:
                self._ring_all()
            self._put({"hb": self.process})
            await asyncio.sleep(HEARTBEAT_EVERY)

    async def _keep_connected(self) -> None:
        """A connection that died or went deaf is built again, and everybody looks: nudges may have been missed."""
        wait = 0.1
        while True:
            began = time.monotonic()
            try:
                await self._connected()
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever the broker's client raises, we connect again
                log.warning("broker_lost", error=type(error).__name__)
            self.rebuilt += 1
            measures.broker_rebuilds.inc()
            self._ring_all()
            wait = 0.1 if time.monotonic() - began > DEAF_AFTER else min(wait * 2, 2.0)
            await asyncio.sleep(wait)

    async def _connected(self) -> None:
        broadcast = Broadcast(self.broker_url)
        try:
            async with asyncio.timeout(DEAF_AFTER):
                await broadcast.connect()
                subscription = broadcast.subscribe(CHANNEL)
                events = await subscription.__aenter__()
            self._heard_at = time.monotonic()
            self._ready.set()
            self._ring_all()
            try:
                await _first_to_end(self._listen(events), self._speak(broadcast), self._check_hearing())
            finally:
                with contextlib.suppress(Exception):
                    async with asyncio.timeout(LEAVE_WITHIN):
                        await subscription.__aexit__(None, None, None)
        finally:
            await _disconnect(broadcast)

    async def _listen(self, events: Any) -> None:
        async for event in events:
            self._hear(event.message)

    async def _speak(self, broadcast: Broadcast) -> None:
        while True:
            message = await self._outbox.get()
            try:
                async with asyncio.timeout(DEAF_AFTER):  # wait_for of Python 3.11 can swallow being cancelled
                    await broadcast.publish(CHANNEL, message.decode())
            except Exception:
                measures.nudges_lost.labels("broker").inc()
                raise
            measures.nudges.inc()

    async def _check_hearing(self) -> None:
        while time.monotonic() - self._heard_at < DEAF_AFTER:  # noqa: ASYNC110 - it watches a clock, not an event
            await asyncio.sleep(HEARTBEAT_EVERY)
        raise ConnectionError("The broker does not answer our heartbeat.")


async def _first_to_end(*work: Coroutine[Any, Any, None]) -> None:
    """Runs all until one ends, and ends the others with it. Raises what it raised."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def _disconnect(broadcast: Broadcast) -> None:
    """Broadcaster 0.3 leaves listeners running and connections open where one of them ended with an error."""
    backend = broadcast._backend
    listeners = [getattr(broadcast, "_listener_task", None), getattr(backend, "_listener", None)]
    running = [task for task in listeners if task is not None]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    for close in (backend.disconnect, getattr(getattr(backend, "_conn", None), "aclose", None)):
        if close is not None:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(LEAVE_WITHIN):
                    await close()


async def follow(
    live: Live,
    keys: tuple[str, ...],
    read: Callable[[], Awaitable[T | None]],
    *,
    every: float = LOOK_AGAIN_EVERY,
    has_more: Callable[[T], bool] = lambda _: False,
) -> AsyncGenerator[T, None]:
    """Yields what `read` finds, now and after each nudge, and every so many seconds in case a nudge was lost.

    `read` keeps its own cursor and returns None where nothing is new. Close the generator when done, for example with
    `aclosing`: its ears are freed then. A database that is away for a moment is waited for.
    """
    with live.listening(*keys) as ears:
        while True:
            committed = ears.clear()
            value = await read_patiently(read)
            if value is not None:
                yield value
                if committed is not None:  # whoever follows comes back for more once the value was sent
                    measures.follower_lag.observe(max(0.0, time.time() - committed))
                if has_more(value):
                    continue  # the rest is there already: no nudge will tell of it
            await ears.wait(every)


async def read_patiently(read: Callable[[], Awaitable[T]]) -> T:
    """Thousands may wait for one database: they come back one after the other, each within its own moment."""
    until, pause = time.monotonic() + AWAY_FOR, 0.1
    while True:
        try:
            return await read()
        except Exception as error:
            if not is_away(error) or time.monotonic() > until:
                raise
        await asyncio.sleep(pause * random.uniform(0.5, 1.5))
        pause = min(2 * pause, 1.0)
