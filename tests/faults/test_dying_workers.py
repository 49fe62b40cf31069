"""A worker dies in the middle of each kind of job, at each of its transactions; another does the job, and all is as if
nobody had died.

One story causes every kind of job. Each is caught as a copy of the database in which it is owed. From that copy the job
is done once by a worker that lives, and once for each place at which a worker can die; then the rows are compared.
"""

import asyncio
import contextlib
import re
import sqlite3
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import pytest
import uvicorn
from sqlmodel import col, select, update

from backend.app import create_app
from backend.clock import now
from backend.config import load
from backend.context import Services
from backend.db import shared_now
from backend.evaluation import rules as evaluation_rules
from backend.evaluation import service as evaluation
from backend.evaluation.lines import Question
from backend.jobs import Job, Worker
from backend.knowledge.index import KnowledgeIndexes
from backend.mail import Mail, Mailer
from backend.migrate import upgrade
from backend.shops.models import Shop
from backend.worker import make_worker
from simulator import app as simulator
from simulator import seed
from simulator.doors import Doors, Shopper, client
from simulator.settings import DEFAULT_SCOPES, MAIN_SHOP, SimulatorSettings
from tests.actions.test_pictures import file_of
from tests.flows.town import Server, bound, served
from tests.graphql.world import Dump, dump
from tests.knowledge.made import HashEmbedder

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(400)]

MOST_PLACES = 8
"""Places at which one job's worker dies; those of a longer job are spread over its length."""
PASSING = ("milliseconds", "revision", "trace", "lease_owner", "tries", "last_error", "digest")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:[\d.]+(\+00:00|Z)?")
AT_LEAST_ONCE = {"actions.deliver"}
"""What strangers are sent, on the open web: who dies after that sends it again, and each try is kept."""
MARCUS = 601002
WRITE = "write_orders"
"""Granted from the beginning, since a grant made later is a new token, which is sealed with another salt."""
NOTE = """mutation ($id: ID!, $key: String!) { addOrderNote(snapshotId: $id, clientKey: $key, note: "Call first.") {
    userErrors { code } } }"""
CODE = "mutation($number: String!) { requestOrderCode(number: $number) { userErrors { code } } }"


class PostOffice:
    """Takes every e-mail. A code that is sent once more is another code, so only the last one counts."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.sent.append(mail)


class Death(BaseException):
    """The process is no more. Nobody handles this."""


class Mortal:
    """The transactions of a process that dies as it comes to the beginning or the end of one, and then stays dead."""

    def __init__(self, services: Services, dies_at: int = 0) -> None:
        self.services, self.dies_at, self.places = services, dies_at, 0
        self._reading, self._writing = services.db.reading, services.db.writing

    @contextlib.contextmanager
    def alive(self) -> Any:
        db = self.services.db
        with patch.object(db, "reading", self.reading), patch.object(db, "writing", self.writing):
            yield

    @property
    def is_dead(self) -> bool:
        return 0 < self.dies_at <= self.places

    def _pass(self) -> None:
        if not self.is_dead:
            self.places += 1
        if self.is_dead:
            raise Death

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Any]:
        self._pass()
        async with self._reading() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Any]:
        self._pass()
        async with self._writing() as session:
            yield session
            self._pass()  # all is written and nothing committed
        self._pass()  # committed, and nobody told


@dataclass
class Copies:
    """The app, the simulated Shopify, and the databases in which each kind of job was next."""

    services: Services
    folder: Path
    of: dict[str, Path] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return Path(str(self.services.db.writer.url.database))

    def put_back(self, name: str) -> None:
        _copy(self.of[name], self.path)
        self.services.knowledge = KnowledgeIndexes(self.services.db, _quick_embedder)
        self.services.live._told.clear()

    async def work(self) -> None:
        """Does all that is owed, and keeps what the database was like before the first job of each kind."""
        worker = make_worker(self.services)
        while job := await worker._claim():
            if job.name not in self.of:
                self.of[job.name] = self.folder / f"{job.name}.db"
                await self.end_leases()
                _copy(self.path, self.of[job.name])
            await worker._run(job)

    async def end_leases(self) -> None:
        async with self.services.db.writing() as session:
            past = shared_now(session, timedelta(seconds=-1))
            await session.exec(update(Job).where(col(Job.state) == "running").values(leased_until=past))

    async def make_due(self, *, tried: int = 0) -> None:
        """What waits for its moment, and was tried so often at least."""
        async with self.services.db.writing() as session:
            waiting = update(Job).where(col(Job.state) == "pending", col(Job.tries) >= tried)
            await session.exec(waiting.values(run_at=shared_now(session)))


def _quick_embedder() -> HashEmbedder:
    """As long as the model's, which embeds the questions."""
    return HashEmbedder(dimensions=384)


def _copy(one: Path, other: Path) -> None:
    with closing(sqlite3.connect(one)) as source, closing(sqlite3.connect(other)) as target:
        source.backup(target)


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[tuple[Copies, Doors]]:
    """App and simulator behind real sockets, on SQLite; no worker but those of the tests."""
    simulator_socket, app_socket = bound(), bound()
    ports = simulator_socket.getsockname()[1], app_socket.getsockname()[1]
    simulated = SimulatorSettings(
        port=ports[0], app_url=f"http://127.0.0.1:{ports[1]}", scopes=(*DEFAULT_SCOPES, WRITE)
    )
    settings = load({
        "SHOPIFY_API_KEY": simulated.api_key, "SHOPIFY_API_SECRET": simulated.api_secret, "APP_URL": simulated.app_url,
        "BATON_DATA_DIR": str(folder), "BATON_SHOPIFY_ORIGIN": f"http://127.0.0.1:{ports[0]}/shops/{{shop}}",
    })  # fmt: skip
    app = create_app(settings)
    copies = Copies(app.state.services, folder)
    copies.services.knowledge = KnowledgeIndexes(copies.services.db, _quick_embedder)
    copies.services.mail = cast(Mailer, PostOffice())
    await upgrade(copies.services.db)
    async with (
        served(simulator.create_app(simulated, retry_gaps=(0.1, 0.2)), simulator_socket),
        _served_without_worker(app, app_socket),
        client() as http,
    ):
        yield copies, Doors(simulated, http)
    await app.state.platform.close()
    await copies.services.db.close()


@asynccontextmanager
async def _served_without_worker(app: Any, listener: Any) -> AsyncIterator[None]:
    server = Server(uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await serving


async def play(copies: Copies, doors: Doors) -> None:
    """The story: a shop opens, its customer asks for an order, which changes, and then for a human, who answers."""
    await doors.open_app(MAIN_SHOP, seed.MAYA)
    await copies.work()
    shopper = await doors.shopper(MAIN_SHOP, customer=MARCUS)
    await shopper.ask(seed.POST, text="Has my order shipped yet?", clientKey=uuid.uuid4().hex)
    await copies.work()
    await fill(shopper)
    await copies.work()
    control = f"{doors.simulator}/_control/shops/{MAIN_SHOP.split('.')[0]}"
    for path, change, job in (
        ("orders/1057", {"action": "hold"}, "orders.refresh"),
        ("shop", {"refund-policy": "<p>Return it within 60 days.</p>"}, "knowledge.follow"),
    ):
        changed = await doors.client.post(f"{control}/{path}", json=change)
        assert changed.status_code == 200, changed.text
        await arrived(copies, job)
        await copies.work()
    await shopper.ask(seed.ASK, clientKey=uuid.uuid4().hex)
    await copies.work()
    await note(doors)
    await copies.work()
    stranger = await doors.shopper(MAIN_SHOP)
    await stranger.ask(seed.POST, text="What is your return policy?", clientKey=uuid.uuid4().hex)
    await stranger.ask(CODE, number="1001")
    await show_and_leave(copies, doors, stranger)
    await copies.work()
    await examine(copies)
    await copies.work()
    await copies.make_due()  # what waits for another hour or day
    await copies.work()


async def show_and_leave(copies: Copies, doors: Doors, shopper: Shopper) -> None:
    """Sends a photo for a form and then does not answer it: the photo must go."""
    await shopper.ask('mutation { startAction(key: "return_or_refund") { userErrors { code } } }')
    form = (await shopper.ask(seed.THREAD))["thread"]["openForm"]["id"]
    address = f"{copies.services.settings.app_url}/shopper/pictures/{form}/photo?key={uuid.uuid4().hex}"
    sent = await doors.client.post(
        address, content=file_of("JPEG"), headers={"Authorization": f"Bearer {shopper.token}"}
    )
    assert sent.status_code == 200, sent.text
    await shopper.ask("mutation($id: ID!) { skipAction(formId: $id) { userErrors { code } } }", id=form)


async def examine(copies: Copies) -> None:
    """The shop's own test questions are asked: more than one job takes at once."""
    async with copies.services.db.writing() as session:
        shop_id = (await session.exec(select(Shop.id))).one() or 0
        for number in range(evaluation_rules.AT_ONCE + 1):
            asked = Question(f"Is hall {number} open on Sundays?", expect={"answerable": False})
            await evaluation.save_question(session, shop_id, question_id=None, question=asked, now=now())
        await evaluation.start(session, shop_id, now())


async def fill(shopper: Shopper) -> None:
    form = (await shopper.ask(seed.THREAD))["thread"]["openForm"]
    given = [{"key": "order_number", "value": "1057"}, {"key": "email", "value": "marcus.hale@example.com"}]
    await shopper.ask(seed.SUBMIT, formId=form["id"], values=given, clientKey=uuid.uuid4().hex)


async def note(doors: Doors) -> None:
    """An agent notes something on the order in Shopify, which tells of it no more: each time would be another row."""
    faults = f"{doors.simulator}/_control/shops/{MAIN_SHOP.split('.')[0]}/faults"
    assert (await doors.client.post(faults, json={"lose_webhooks": 1_000_000})).status_code == 200
    agent = doors.agent(MAIN_SHOP, seed.MAYA)
    asked = await agent.ask("query { conversations(first: 1) { edges { node { id } } } }")
    thread = asked["conversations"]["edges"][0]["node"]["id"]
    orders = await agent.ask("query ($id: ID!) { transcript(conversationId: $id) { orders { id } } }", id=thread)
    await agent.ask(NOTE, id=orders["transcript"]["orders"][0]["id"], key=uuid.uuid4().hex)


async def arrived(copies: Copies, name: str) -> None:
    """Waits until a webhook has owed its job."""
    async with asyncio.timeout(20):
        while True:
            async with copies.services.db.reading() as session:
                if (await session.exec(select(Job.id).where(Job.name == name, Job.state == "pending"))).first():
                    return
            await asyncio.sleep(0.02)


@pytest.fixture(scope="module")
async def copies(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Copies]:
    async with opened(tmp_path_factory.mktemp("dying")) as (made, doors):
        await play(made, doors)
        yield made


async def settle(copies: Copies) -> Dump:
    """Another worker takes over what the dead one held, and does all that follows. Gives what the rows say then."""
    worker = make_worker(copies.services)
    await copies.end_leases()
    await worker.run_until_idle()
    for _ in range(20):
        await copies.make_due(tried=1)
        if not await worker.run_until_idle():
            break
    return told(dump(copies.services.db), copies.path)


def told(rows: Dump, path: Path) -> Dump:
    """Rows without moments, and without what counts tries and looks."""
    kept: Dump = {}
    with closing(sqlite3.connect(path)) as connection:
        for table, of in rows.items():
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
            told_by = [n for n, c in enumerate(columns) if c not in PASSING and not _is_moment(c)]
            kept[table] = sorted([tuple(_without_moments(row[n]) for n in told_by) for row in of], key=repr)
    kept["job"] = sorted({(row[1], row[4]) for row in rows["job"]}, key=repr)
    return kept


def _without_moments(value: object) -> object:
    return MOMENT.sub("…", value) if isinstance(value, str) else value


def _is_moment(column: str) -> bool:
    return column.endswith(("_at", "_since", "_until", "until")) or column in ("synced", "last_sync")


async def dies(copies: Copies, name: str, place: int) -> int:
    """A worker that dies at this place of a job of this kind; 0 is never. Gives how many places it came to."""
    worker = make_worker(copies.services)
    while (job := await worker._claim()) and job.name != name:
        await worker._run(job)
    assert job is not None, name
    mortal = Mortal(copies.services, place)
    with mortal.alive(), contextlib.suppress(Death):
        await worker._run(job)
    assert mortal.is_dead == (place > 0)
    return mortal.places


async def test_the_story_causes_every_kind_of_job(copies: Copies) -> None:
    worker: Worker = make_worker(copies.services)
    assert set(copies.of) | AT_LEAST_ONCE == set(worker.kinds), "let `play` above cause the kinds that are new"


async def test_wherever_a_worker_dies_another_ends_its_job_as_if_nobody_had_died(copies: Copies) -> None:
    for name in copies.of:
        copies.put_back(name)
        length = await dies(copies, name, 0)
        undisturbed = await settle(copies)
        step = max(1, -(-length // MOST_PLACES))
        for place in [*range(1, length, step), length]:
            copies.put_back(name)
            await dies(copies, name, place)
            after = await settle(copies)
            assert _differing(after, undisturbed) == [], f"{name}, dead at {place} of {length}"


def _differing(one: Dump, other: Dump) -> list[tuple[str, object, object]]:
    """Table and values that are in only one of the two."""
    found: list[tuple[str, object, object]] = []
    for table in one:
        ours, others = [
            [row for row in of[table] if row not in them[table]] for of, them in ((one, other), (other, one))
        ]
        for mine, theirs in zip_longest(ours, others, fillvalue=()):
            pairs = [pair for pair in zip_longest(mine, theirs) if pair[0] != pair[1]]
            found.append((table, [a for a, _ in pairs], [b for _, b in pairs]))
    return found
