"""A whole deployment as real processes, each of which can be killed, frozen and started again.

Two kinds: `many` is two web processes and two workers on Postgres and Redis behind one relay; `one` is a single process
on SQLite with its doorbells in memory. Both have a simulated Shopify beside them.
"""

import asyncio
import base64
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from simulator.settings import SimulatorSettings
from tests import servers
from tests.faults.wire import Wire
from tests.servers import MortalPostgres, MortalRedis, free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0


@dataclass
class Program:
    """One process of ours. `health` is where it says that it can serve; None where it has no door."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    health: str | None = None
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0
    is_frozen: bool = False

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *self.command], cwd=ROOT, env=dict(self.environment), stdout=log, stderr=log
            )
        self.starts, self.is_frozen = self.starts + 1, False

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """Without a word to anybody."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)

    def freeze(self) -> None:
        if self.is_alive and self.process is not None:
            self.process.send_signal(signal.SIGSTOP)
            self.is_frozen = True

    def thaw(self) -> None:
        if self.is_alive and self.process is not None:
            self.process.send_signal(signal.SIGCONT)
        self.is_frozen = False

    def megabytes(self) -> float:
        """Resident memory; 0 for the dead."""
        if not self.is_alive or self.process is None:
            return 0.0
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    async def until_ready(self, http: httpx.AsyncClient) -> None:
        """Raises RuntimeError with the end of its log."""
        deadline = time.monotonic() + PATIENCE
        while self.is_alive and time.monotonic() < deadline:
            if self.health is None:
                return
            with contextlib.suppress(httpx.HTTPError):
                if (await http.get(self.health, timeout=2)).status_code == 200:
                    return
            await asyncio.sleep(0.05)
        raise RuntimeError(f"{self.name} did not come up:\n{self.log.read_text(errors='replace')[-3000:]}")


@dataclass
class Fleet:
    """The deployment. `relay` is the address that everybody knows, Shopify included."""

    kind: str
    folder: Path
    relay: Wire
    simulated: SimulatorSettings
    database_url: str
    http: httpx.AsyncClient
    programs: dict[str, Program] = field(default_factory=dict)
    postgres: MortalPostgres | None = None
    redis: MortalRedis | None = None
    reviving: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def webs(self) -> list[Program]:
        return [program for name, program in self.programs.items() if name.startswith("web")]

    @property
    def workers(self) -> list[Program]:
        """Those that do jobs; on SQLite that is the web process itself."""
        return [p for name, p in self.programs.items() if name.startswith("worker")] or self.webs

    async def restart(self, program: Program) -> float:
        """Starts what is dead; gives the seconds until it can serve."""
        begun = time.monotonic()
        program.start()
        await program.until_ready(self.http)
        return time.monotonic() - begun

    async def revive_redis(self) -> None:
        """Thawed, or started again; once, whoever asks."""
        async with self.reviving:
            if self.redis is not None:
                self.redis.send(signal.SIGCONT)
                if self.redis.process is None or self.redis.process.poll() is not None:
                    await asyncio.to_thread(self.redis.start)

    async def revive_postgres(self) -> None:
        async with self.reviving:
            if self.postgres is not None:
                self.postgres.send(signal.SIGCONT)
                if self.postgres.process is None or self.postgres.process.poll() is not None:
                    await asyncio.to_thread(self.postgres.start)

    async def heal(self) -> None:
        """Everything runs again, and no fault is left."""
        self.relay.flow()
        await self.revive_redis()
        await self.revive_postgres()
        for program in self.programs.values():
            program.thaw()
            if not program.is_alive:
                program.start()
        for program in self.programs.values():
            await program.until_ready(self.http)

    def set_clock(self, machine: int, seconds: float) -> str:
        """Puts the clock of a web process and its worker forward or back. Gives the name of the file that says so."""
        file = self.folder / f"clock-{machine}"
        file.with_suffix(".new").write_text(f"{seconds}")
        return str(file.with_suffix(".new").replace(file))

    async def control(self, path: str, **body: object) -> None:
        """Tells the simulated Shopify of the main shop what to do; see simulator/control.py."""
        url = f"http://127.0.0.1:{self.simulated.port}/_control/shops/alder-and-pine/{path}"
        answer = await self.http.post(url, json=body)
        assert answer.status_code == 200, answer.text


@contextlib.asynccontextmanager
async def fleet(kind: str) -> AsyncIterator[Fleet]:
    """All of it up and ready; nothing left of it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="baton-fleet-"))
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        http = await stack.enter_async_context(httpx.AsyncClient(timeout=30, trust_env=False))
        ports = [free_port() for _ in range(2 if kind == "many" else 1)]
        relay = Wire(ports)
        await relay.start()
        stack.push_async_callback(relay.stop)
        app_url = f"http://127.0.0.1:{relay.port}"
        simulated = SimulatorSettings(port=free_port(), app_url=app_url)
        environment = _environment(folder, simulated)
        made = Fleet(kind, folder, relay, simulated, f"sqlite+aiosqlite:///{folder / 'baton.db'}", http)
        if kind == "many":
            made.postgres = stack.enter_context(servers.mortal_postgres())
            made.redis = stack.enter_context(servers.mortal_redis())
            made.database_url = made.postgres.url
            environment |= {
                "BATON_DATABASE_URL": made.postgres.url, "BATON_BROKER_URL": made.redis.url, "BATON_WORKER": "apart",
                "BATON_SEAL_KEY": base64.urlsafe_b64encode(os.urandom(32)).decode(),
            }  # fmt: skip
            _migrate(environment)
        _hire(made, environment, ports)
        stack.callback(_end, made)
        for program in made.programs.values():
            program.start()
        for program in made.programs.values():
            await program.until_ready(http)
        yield made


def _environment(folder: Path, simulated: SimulatorSettings) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("BATON_", "SHOPIFY_"))}
    return inherited | {
        "BATON_DATA_DIR": str(folder),
        "APP_URL": simulated.app_url,
        "SIMULATOR_PORT": str(simulated.port),
        "SHOPIFY_API_KEY": simulated.api_key,
        "SHOPIFY_API_SECRET": simulated.api_secret,
        "BATON_SHOPIFY_ORIGIN": f"http://127.0.0.1:{simulated.port}/shops/{{shop}}",
        "BATON_FRAME_ANCESTORS": simulated.public_origin,
    }


def _migrate(environment: Mapping[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "backend", "migrate"], cwd=ROOT, env=dict(environment), check=True)


def _hire(made: Fleet, environment: Mapping[str, str], ports: list[int]) -> None:
    def program(name: str, *command: str, health: str | None = None, **more: str) -> None:
        log = made.folder / f"{name}.log"
        made.programs[name] = Program(name, command, {**environment, **more}, log, health)

    health = f"http://127.0.0.1:{made.simulated.port}/_control/state"
    program("simulator", "simulator", health=health)
    for number, port in enumerate(ports, start=1):
        clock = made.set_clock(number, 0)
        health = f"http://127.0.0.1:{port}/health/ready"
        program(f"web-{number}", "tests.faults.skewed", "serve", health=health, PORT=str(port), CLOCK_FILE=clock)
        if made.kind == "many":
            program(f"worker-{number}", "tests.faults.skewed", "worker", CLOCK_FILE=clock)


def _end(made: Fleet) -> None:
    for program in made.programs.values():
        program.thaw()
        program.kill()
