"""Two web processes and two workers on Postgres and Redis: replaced one by one, and killed, while people talk."""

import asyncio
import contextlib
import signal
import uuid
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from tests.deployment.fleet import END_WITHIN, Fleet, Program, fleet
from tests.faults.follower import THREAD, TRANSCRIPT, Follower
from tests.faults.people import Person
from tests.flows.town import REPLY, Staff, Visitor

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]
QUESTION = "Do you ship to Canada and how long does it take?"


@pytest.fixture(scope="module")
async def running(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: str, redis_server: str
) -> AsyncIterator[Fleet]:
    """Up and ready, the app opened once. Each test leaves as many processes as it found."""
    plain = postgres_server.replace("+asyncpg", "")
    name = f"fleet_{uuid.uuid4().hex[:12]}"
    connection = await asyncpg.connect(plain)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    folder = tmp_path_factory.mktemp("fleet")
    async with fleet(folder, f"{plain.rsplit('/', 1)[0]}/{name}", redis_server) as made:
        await made.until_ready(*(made.start(command) for command in ("serve", "serve", "worker", "worker")))
        await made.town.staff()
        yield made


@pytest.fixture
async def maya(running: Fleet) -> Staff:
    return await running.town.staff()


class Eyes:
    """Somebody who follows through the balancer and comes again by cursor. `sent_away` counts close code 4403."""

    def __init__(self, person: Staff | Visitor, name: str) -> None:
        self.sent_away = 0

        async def token() -> str:
            return person.token()

        self.person = Person(name, person.http, person.url, token, stale=self._count)

    def _count(self) -> None:
        self.sent_away += 1


@contextlib.asynccontextmanager
async def following(*followers: Follower) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(follower.run()) for follower in followers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def replace(running: Fleet, *old: Program) -> list[tuple[int, float]]:
    """As a rolling upgrade does: the new ones are ready before the old ones are told to end."""
    await running.until_ready(*[running.start("serve" if each.port else "worker") for each in old])
    for each in old:
        each.end()
    ended = await asyncio.gather(*[each.ended() for each in old])
    running.balancer.behind = [each for each in running.balancer.behind if each not in old]
    return ended


async def everything(maya: Staff, thread: str) -> list[dict[str, Any]]:
    """A thread, however many pages it has."""
    held: list[dict[str, Any]] = []
    while page := (await maya.transcript(thread, after=len(held)))["messages"]:
        held += page
    return held


def alive(running: Fleet, command: str) -> list[Program]:
    return [p for p in running.programs if p.process.poll() is None and bool(p.port) == (command == "serve")]


async def test_a_rolling_upgrade_loses_no_message_and_no_request(running: Fleet, maya: Staff) -> None:
    shopper = await running.town.shopper()
    subject = f"{QUESTION} {uuid.uuid4().hex[:6]}"
    await shopper.answered(subject)
    thread = await running.town.thread_of(maya, subject)
    for_shopper, for_agent, by_agent = Eyes(shopper, "shopper"), Eyes(maya, "agent"), Eyes(maya, "writer")
    widget = Follower(for_shopper.person, THREAD)
    inbox = Follower(for_agent.person, TRANSCRIPT, {"id": thread})
    done = asyncio.Event()

    async def write() -> int:
        number = 0
        while not done.is_set():
            number += 1
            said = await by_agent.person.surely(REPLY, id=thread, t=f"line {number}", k=uuid.uuid4().hex)
            assert said["userErrors"] == []
            await asyncio.sleep(0.1)
        return number

    async with following(widget, inbox):
        writing = asyncio.create_task(write())
        endings = []
        for web, worker in zip(alive(running, "serve"), alive(running, "worker"), strict=True):
            endings += await replace(running, web, worker)
        done.set()
        lines = await writing
        held = await everything(maya, thread)
        for follower in (widget, inbox):
            await follower.until(held[-1]["sequence"], 20)
    assert [code for code, _ in endings] == [0, 0, 0, 0]
    assert max(seconds for _, seconds in endings) < END_WITHIN
    assert [m["text"] for m in held if m["text"].startswith("line ")] == [f"line {n}" for n in range(1, lines + 1)]
    everywhere = [message["sequence"] for message in held]
    shown = [message["sequence"] for message in held if message["audience"] == "EVERYONE"]
    assert inbox.check(everywhere) == [] and widget.check(shown) == []
    assert by_agent.person.retries == 0, "a request was cut off"
    assert for_shopper.sent_away + for_agent.sent_away >= 2, "sockets were not told to come again"
    assert len([port for port, given in running.balancer.given.items() if given]) >= 4


async def test_the_story_goes_on_when_one_of_each_kind_is_killed(running: Fleet, maya: Staff) -> None:
    shopper = await running.town.shopper()
    subject = f"{QUESTION} {uuid.uuid4().hex[:6]}"
    eyes = Eyes(shopper, "shopper")
    widget = Follower(eyes.person, THREAD)
    async with following(widget):
        await shopper.answered(subject)
        thread = await running.town.thread_of(maya, subject)
        asked = await eyes.person.surely(POST, t="Please let me talk to a person", k=uuid.uuid4().hex)
        for program in (alive(running, "serve")[0], alive(running, "worker")[0]):
            program.end(signal.SIGKILL)
            await program.ended()
        await until_waiting(widget)
        writer = Eyes(maya, "writer").person
        said = await writer.surely(REPLY, id=thread, t="Maya here.", k=uuid.uuid4().hex)
        assert said["conversation"]["state"] == "AGENT"
        await widget.until(said["message"]["sequence"], 20)
        held = (await maya.transcript(thread))["messages"]
    assert asked["message"]["sequence"] in [message["sequence"] for message in held]
    assert [m["text"] for m in held if m["author"]["kind"] == "AGENT" and m["kind"] == "TEXT"] == ["Maya here."]
    assert widget.check([m["sequence"] for m in held if m["audience"] == "EVERYONE"]) == []
    await running.until_ready(running.start("serve"), running.start("worker"))


POST = """mutation($t: String!, $k: String!) {
  postMessage(text: $t, clientKey: $k) { message { sequence } userErrors { code retryAfter } } }"""


async def until_waiting(widget: Follower) -> None:
    """A worker that was killed with the job in hand leaves it to the other, once its lease is over."""
    async with asyncio.timeout(60):
        while widget.last.get("state") != "WAITING":
            await asyncio.sleep(0.05)


async def test_a_request_in_its_middle_is_answered_before_the_process_ends(running: Fleet) -> None:
    web = running.start("serve")
    await running.until_ready(web)
    reader, writer = await asyncio.open_connection("127.0.0.1", web.port)
    writer.write(b"POST /webhooks/shopify HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n\r\n{")
    await writer.drain()
    await running_requests(running, web)
    web.end()
    await until_refused(web)
    writer.write(b"}")
    await writer.drain()
    answer = await reader.read()
    await gone(writer)
    assert answer.startswith(b"HTTP/1.1 401 ")
    assert (await web.ended())[0] == 0
    running.balancer.behind.remove(web)


async def running_requests(running: Fleet, web: Program) -> None:
    """The half request has been read by then: another one, sent after it, was answered."""
    await running.town.http.get(f"http://127.0.0.1:{web.port}/health/live")


async def until_refused(web: Program) -> None:
    """The process listens no more."""
    async with asyncio.timeout(END_WITHIN):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", web.port)
            except OSError:
                return
            await gone(writer)
            await asyncio.sleep(0.05)


async def gone(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


async def test_every_process_tells_how_it_is(running: Fleet) -> None:
    web, worker = alive(running, "serve")[0], alive(running, "worker")[0]
    await running.town.http.post(f"http://127.0.0.1:{web.port}/graphql", json={})  # it may have just been started
    of_web, of_worker = await running.measured(web), await running.measured(worker)
    for page in (of_web, of_worker):
        assert page["baton_database_up"] == 1
        assert page["baton_broker_heard_seconds"] < 10
    assert any(name.startswith("baton_http_seconds_count") for name in of_web)
    done = [name for name in of_worker if name.startswith("baton_job_outcomes_total")]
    assert all('outcome="done"' in name or 'outcome="again"' in name for name in done)
