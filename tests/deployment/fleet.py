"""A deployment as docs/operations.md describes it: real processes on Postgres and Redis, behind a balancer.

The balancer gives each connection to the next process that is ready, whoever asks: nobody sticks to one. Shopify is
simulated inside the test.
"""

import asyncio
import base64
import contextlib
import itertools
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx
from starlette.applications import Starlette

from simulator import app as simulator
from simulator import oauth
from simulator.settings import DEFAULT_SCOPES, MAIN_SHOP, SimulatorSettings
from tests.flows.town import PATIENCE, Town, bound, served
from tests.servers import free_port

ROOT = Path(__file__).parents[2]
START_WITHIN = 90.0
END_WITHIN = 20.0
"""As long as docs/operations.md asks for, beyond the draining."""
WATCH_EVERY = 0.05


@dataclass
class Program:
    """One process. `port` is 0 for a worker; `watch_port` is where it tells how it is."""

    process: "subprocess.Popen[bytes]"
    port: int
    watch_port: int
    log: Path

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(number)

    async def ended(self) -> tuple[int, float]:
        """Its exit code, and the seconds that it took from now."""
        begun = time.monotonic()
        code = await asyncio.to_thread(self.process.wait, END_WITHIN)
        return code, time.monotonic() - begun


class Balancer:
    """Gives connections to ready processes in turn. What is ready is asked all the time, as any balancer does."""

    def __init__(self) -> None:
        self.behind: list[Program] = []
        self.ready: set[int] = set()
        self.given: dict[int, int] = {}
        """How many connections each port was given."""
        self._turn = itertools.count()
        self._standing: set[asyncio.Task[Any]] = set()

    async def watch(self) -> None:
        async with httpx.AsyncClient(timeout=2) as http:
            while True:
                for program in list(self.behind):
                    is_ready = await _is_ready(http, program)
                    (self.ready.add if is_ready else self.ready.discard)(program.port)
                await asyncio.sleep(WATCH_EVERY)

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        standing = asyncio.current_task()
        assert standing is not None
        self._standing.add(standing)
        standing.add_done_callback(self._standing.discard)
        upstream = await self._next()
        if upstream is None:
            writer.close()
            return
        try:
            await asyncio.gather(_pipe(reader, upstream[1]), _pipe(upstream[0], writer))
        finally:
            for each in (writer, upstream[1]):
                each.close()

    async def close(self) -> None:
        """Lets go of every connection."""
        standing = list(self._standing)
        for task in standing:
            task.cancel()
        await asyncio.gather(*standing, return_exceptions=True)

    async def _next(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        ports = sorted(self.ready)
        start = next(self._turn)
        for step in range(len(ports)):
            port = ports[(start + step) % len(ports)]
            with contextlib.suppress(OSError):
                opened = await asyncio.open_connection("127.0.0.1", port)
                self.given[port] = self.given.get(port, 0) + 1
                return opened
        return None


async def _is_ready(http: httpx.AsyncClient, program: Program) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return (await http.get(f"http://127.0.0.1:{program.watch_port}/health/ready")).status_code == 200
    return False


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        writer.write_eof()


@dataclass
class Fleet:
    """The processes, and the town that they serve."""

    town: Town
    balancer: Balancer
    environment: Mapping[str, str]
    folder: Path
    programs: list[Program] = field(default_factory=list)

    def start(self, command: str) -> Program:
        """`serve` or `worker`. It is not ready yet."""
        port, watch_port = (free_port() if command == "serve" else 0), free_port()
        log = self.folder / f"{command}-{len(self.programs)}.log"
        own = {"PORT": str(port or 1), "BATON_METRICS_PORT": str(watch_port)}
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "backend", command],
                cwd=ROOT, env={**self.environment, **own}, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip
        program = Program(process, port, watch_port, log)
        self.programs.append(program)
        if port:
            self.balancer.behind.append(program)
        return program

    async def until_ready(self, *programs: Program) -> None:
        async with httpx.AsyncClient(timeout=2) as http, asyncio.timeout(START_WITHIN):
            for program in programs:
                while not await _is_ready(http, program):
                    assert program.process.poll() is None, program.log.read_text()[-3000:]
                    await asyncio.sleep(WATCH_EVERY)
            while not {program.port for program in programs if program.port} <= self.balancer.ready:
                await asyncio.sleep(WATCH_EVERY)

    async def measured(self, program: Program) -> dict[str, float]:
        """Its own page of measures, by name and labels."""
        answer = await self.town.http.get(f"http://127.0.0.1:{program.watch_port}/metrics")
        lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}

    def kill_all(self) -> None:
        for program in self.programs:
            if program.process.poll() is None:
                program.process.kill()
                program.process.wait(10)


def environment_of(app_url: str, simulated: SimulatorSettings, database: str, broker: str) -> dict[str, str]:
    """What each process is given, as compose.yaml gives it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("BATON_", "SHOPIFY_"))}
    return {
        **inherited,
        "APP_URL": app_url,
        "SHOPIFY_API_KEY": simulated.api_key,
        "SHOPIFY_API_SECRET": simulated.api_secret,
        "BATON_SHOPIFY_ORIGIN": f"http://127.0.0.1:{simulated.port}/shops/{{shop}}",
        "BATON_FRAME_ANCESTORS": simulated.public_origin,
        "BATON_DATABASE_URL": database,
        "BATON_BROKER_URL": broker,
        "BATON_SEAL_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "BATON_WORKER": "apart",
        "BATON_DRAIN_SECONDS": "1",
        "PYTHONUNBUFFERED": "1",
    }


def migrated(environment: Mapping[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "backend", "migrate"], cwd=ROOT, env=dict(environment), check=True)


@contextlib.asynccontextmanager
async def fleet(folder: Path, database: str, broker: str) -> AsyncIterator[Fleet]:
    """A migrated database, a simulated Shopify with its shops granted, and a balancer. No process runs yet."""
    front, shopify_socket = bound(), bound()
    app_url = f"http://127.0.0.1:{front.getsockname()[1]}"
    port = shopify_socket.getsockname()[1]
    simulated = SimulatorSettings(port=port, app_url=app_url, api_key="fleet", api_secret=secrets.token_hex(16))
    environment = environment_of(app_url, simulated, database, broker)
    await asyncio.to_thread(migrated, environment)
    shopify = simulator.create_app(simulated, retry_gaps=(0.1, 0.2))
    world = shopify.state.world
    oauth.install(world, world.shops[MAIN_SHOP], DEFAULT_SCOPES, shopify.state.courier)
    balancer = Balancer()
    each_anew = httpx.Limits(max_keepalive_connections=0)
    async with (
        served(shopify, shopify_socket),
        await asyncio.start_server(balancer.pass_on, sock=front),
        httpx.AsyncClient(timeout=PATIENCE, limits=each_anew) as http,
    ):
        watching = asyncio.create_task(balancer.watch())
        made = Town(cast(Starlette, None), app_url, world, simulated, shopify.state.courier, http)
        running = Fleet(made, balancer, environment, folder)
        try:
            yield running
        finally:
            running.kill_all()
            watching.cancel()
            await asyncio.gather(watching, balancer.close(), return_exceptions=True)
