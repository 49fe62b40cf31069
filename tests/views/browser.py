"""The inbox and the panel, their own code in Node without a screen, and the network between them and the app.

Nothing here happens by itself: the test says when a nudge is heard, an answer arrives, a socket falls or time passes.
So what a run shows it shows again, and "the view is behind" is never an excuse.
"""

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import orjson
from graphql import ExecutionResult, execute_subscription_event

from backend.graphql.agent.schema import build_schema as agents_schema
from backend.graphql.documents import QuietSchema
from backend.graphql.door import Context
from backend.graphql.feeds import Feed, Position
from backend.graphql.shareable import Shelf
from backend.graphql.sharing import Asked
from backend.graphql.shopper.schema import build_schema as shoppers_schema
from tests.graphql.doors import AGENTS, SHOPPERS, House

FRONTEND = Path(__file__).parents[2] / "frontend"
Line = dict[str, Any]


def bundle(folder: Path) -> Path:
    """The front-ends for Node, from the sources as they are."""
    vite = [
        str(FRONTEND / "node_modules/.bin/vite"),
        "build",
        "--config",
        "vite.views.config.ts",
        "--logLevel",
        "error",
    ]
    subprocess.run([*vite, "--outDir", str(folder)], cwd=FRONTEND, check=True)
    return folder / "main.js"


class Browser:
    """One process of Node. Each command is answered with all that was said over the network meanwhile."""

    def __init__(self, script: Path) -> None:
        self._process = subprocess.Popen(["node", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.said: list[Line] = []

    def tell(self, command: str, **given: Any) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": command, **given}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        self.said += answer["said"]
        return answer["value"]

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@dataclass
class Follower:
    """One subscription, as the server keeps it: where it stands, and what rings for it."""

    asked: Asked
    feed: Feed[Any]
    context: Context
    at: Position
    keys: tuple[str, ...]


@dataclass
class Faults:
    is_down: bool = False
    """Nobody is reached: questions are lost and sockets fall."""
    is_deaf: bool = False
    """Nudges are lost."""
    is_slow: bool = False
    """Answers are held, and arrive later, in any order."""
    doubles: bool = False
    """Whatever a subscription says arrives twice."""

    @property
    def any(self) -> bool:
        return self.is_down or self.is_deaf or self.is_slow


@dataclass
class Network:
    """Between one browser and the app."""

    house: House
    browser: Browser
    tokens: dict[str, Callable[[], str]]
    actors: dict[str, Any]
    faults: Faults = field(default_factory=Faults)
    held: list[tuple[int, Line]] = field(default_factory=list)
    followers: dict[tuple[int, str], Follower] = field(default_factory=dict)
    doors: dict[int, str] = field(default_factory=dict)
    rung: set[str] = field(default_factory=set)
    spoken: list[tuple[int, Line]] = field(default_factory=list)
    """What subscriptions said, to be said once more."""
    documents: dict[str, str] = field(default_factory=dict)
    """What the front-ends asked, by the name of the operation: whoever checks them asks the same."""

    def __post_init__(self) -> None:
        schemas: dict[str, QuietSchema] = {
            "agent": agents_schema(),
            "shopper": shoppers_schema(introspection=False),
        }
        self._schemas, self._shelves = schemas, {door: Shelf(schema) for door, schema in schemas.items()}
        live = self.house.services.live

        def hear_at_once(nudge: Line) -> None:
            live._hear(orjson.dumps(nudge))
            self.rung |= set(nudge.get("k", ()))

        cast(Any, live)._put = hear_at_once

    async def pump(self) -> None:
        """Until nobody has anything to say: questions answered, nudges heard."""
        while self.browser.said or self.rung:
            while self.browser.said:
                await self._handle(self.browser.said.pop(0))
            rung, self.rung = self.rung, set()
            if not self.faults.is_deaf:
                await self.look(rung)

    async def look(self, rung: set[str] | None = None) -> None:
        """Each follower for whom it rang reads on; all of them where nothing is named, as they do every few seconds."""
        for where, follower in list(self.followers.items()):
            if rung is None or rung & set(follower.keys):
                await self._look(where, follower)

    async def _look(self, where: tuple[int, str], follower: Follower) -> None:
        has_more = True
        while has_more:
            found = await follower.feed.read(follower.at, follower.asked.is_viewers)
            follower.at, has_more = found.at, found.has_more
            follower.keys = found.keys or follower.keys
            if found.value is not None:
                result = await _answer(follower, found.value)
                assert not result.errors, result.errors
                payload = orjson.loads(orjson.dumps({"data": result.data}))
                self._speak(where[0], {"id": where[1], "type": "next", "payload": payload})

    def _speak(self, socket: int, message: Line) -> None:
        self.spoken.append((socket, message))
        for _ in range(2 if self.faults.doubles else 1):
            self.browser.tell("heard", socket=socket, message=message)

    def say_again(self, place: int) -> None:
        """What a subscription said before is delivered once more, if it is a socket that still stands."""
        standing = [each for each in self.spoken if each[0] in self.doors]
        if standing:
            socket, message = standing[place % len(standing)]
            self.browser.tell("heard", socket=socket, message=message)

    async def _handle(self, line: Line) -> None:
        if "ask" in line:
            await self._question(line)
        elif line["did"] == "connect":
            await self._connect(line["socket"], line["door"])
        elif line["did"] == "close":
            self._forget(line["socket"])
        elif line["socket"] in self.doors:
            await self._message(line["socket"], line["message"])

    async def _question(self, line: Line) -> None:
        self.documents[re.findall(r"(?:query|mutation) (\w+)", line["query"])[0]] = line["query"]
        if self.faults.is_down:
            self.browser.tell("answer", ask=line["ask"], answer={"lost": True})
            return
        path = AGENTS if line["door"] == "agent" else SHOPPERS
        answer = await self.house.ask(path, self.tokens[line["door"]](), line["query"], line["variables"])
        if self.faults.is_slow:
            self.held.append((line["ask"], answer.json()))
        else:
            self.browser.tell("answer", ask=line["ask"], answer=answer.json())

    def let_go(self, place: int = 0, *, is_lost: bool = False) -> None:
        """An answer that was held arrives, or is lost on its way: what it answers was done."""
        if self.held:
            ask, answer = self.held.pop(place % len(self.held))
            self.browser.tell("answer", ask=ask, answer={"lost": True} if is_lost else answer)

    async def _connect(self, socket: int, door: str) -> None:
        if self.faults.is_down:
            self.browser.tell("closed", socket=socket)
        else:
            self.doors[socket] = door
            self.browser.tell("opened", socket=socket)

    async def _message(self, socket: int, message: Line) -> None:
        match message["type"]:
            case "connection_init":
                self.browser.tell("heard", socket=socket, message={"type": "connection_ack"})
            case "ping":
                self.browser.tell("heard", socket=socket, message={"type": "pong"})
            case "complete":
                self.followers.pop((socket, message["id"]), None)
            case "subscribe":
                await self._subscribe(socket, message["id"], message["payload"])

    async def _subscribe(self, socket: int, name: str, payload: Line) -> None:
        door = self.doors[socket]
        shareable = self._shelves[door].shareable(payload["query"], None)
        assert shareable is not None, payload["query"]
        variables = payload.get("variables") or {}
        asked = Asked(self._schemas[door], shareable.document, variables, None, shareable.is_viewers)
        context = Context(self.house.services, cast(Any, None), self.actors[door], _always)
        feed = await asked.feed(context)
        assert feed is not None
        follower = self.followers[socket, name] = Follower(asked, feed, context, feed.start, feed.keys)
        await self._look((socket, name), follower)

    def _forget(self, socket: int) -> None:
        self.doors.pop(socket, None)
        for where in [each for each in self.followers if each[0] == socket]:
            del self.followers[where]

    def cut(self) -> None:
        """Every socket falls."""
        for socket in list(self.doors):
            self._forget(socket)
            self.browser.tell("closed", socket=socket)

    async def calm(self) -> None:
        """The network is well again, what was held has arrived, and the pages have had time to find out."""
        self.faults.is_down = self.faults.is_deaf = self.faults.is_slow = False
        while self.held:
            self.let_go()
        self.browser.tell("wake")
        await self.pump()
        for _ in range(3):
            self.browser.tell("pass", milliseconds=12_000)
            await self.pump()
        await self.look()
        await self.pump()


async def _answer(follower: Follower, event: Any) -> ExecutionResult:
    executor = follower.asked.executor(follower.context)
    assert executor is not None
    result: Any = execute_subscription_event(executor.build_per_event_executor(event))
    return cast(ExecutionResult, await result if executor.is_awaitable(result) else result)


async def _always(_actor: Any) -> bool:
    return True
