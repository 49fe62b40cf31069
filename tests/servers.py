"""Real Postgres and Redis for tests: private, on free ports, without a trace afterwards."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from scripts.servers import WHEELS, find

# Commits are waited for: tests crash this server, and what was accepted must be there when it is back.
FAST = ("fsync=off", "full_page_writes=off", "max_connections=100")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unprivileged() -> int | None:
    """Postgres refuses to run as root: the user to step down to then."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody").pw_uid


class MortalPostgres:
    """A cluster that a test may kill, freeze and start again on the same port with the same data."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.user = folder, free_port(), _unprivileged()
        self.url = f"postgresql+asyncpg://baton@127.0.0.1:{self.port}/postgres"
        self.process: subprocess.Popen[bytes] | None = None
        if self.user is not None:
            os.chown(folder, self.user, -1)
        self.programs = _within_reach(find("initdb").parent, folder, stepping_down=self.user is not None)
        self.environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
        initdb: list[str | Path] = [
            self.programs / "initdb",
            "-D",
            folder / "data",
            "-U",
            "baton",
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        subprocess.run(
            [*initdb, "--no-sync", "--locale=C.UTF-8"],
            check=True, stdout=subprocess.DEVNULL, env=self.environment, cwd=folder, user=self.user,
        )  # fmt: skip

    def start(self) -> None:
        """Takes queries when it returns. What was committed before is there: the crash was not the machine's."""
        options = [part for setting in FAST for part in ("-c", setting)]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder / "data", "-h", "127.0.0.1", "-p", str(self.port),
                 "-k", "", *options],
                stdout=subprocess.DEVNULL, stderr=log, env=self.environment, cwd=self.folder, user=self.user,
            )  # fmt: skip
        _until_open(self.port, self.process, self.folder / "log", says="ready to accept connections")

    def send(self, number: signal.Signals) -> None:
        """SIGSTOP or SIGCONT, to the server and to each process of it."""
        assert self.process is not None
        if self.process.poll() is not None:
            return
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        for pid in (self.process.pid, *map(int, children.stdout.split())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def crash(self) -> None:
        """Ends in the middle of everything: the next start recovers from the log."""
        assert self.process is not None
        self.send(signal.SIGCONT)
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(20)

    def stop(self) -> None:
        """Ends in order, and breaks off what runs."""
        assert self.process is not None
        self.send(signal.SIGCONT)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)


@contextlib.contextmanager
def mortal_postgres() -> Iterator[MortalPostgres]:
    """A fresh cluster, running; gone at the end, whatever the test did to it."""
    folder = Path(tempfile.mkdtemp(prefix="baton-postgres-"))
    try:
        server = MortalPostgres(folder)
        server.start()
        try:
            yield server
        finally:
            if server.process is not None and server.process.poll() is None:
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A fresh cluster; yields its URL, postgresql+asyncpg://…/postgres.

    It has no certificate, and asyncpg is told so: where a task is cancelled while asyncpg asks for one, an exception
    stays behind that nobody awaits, and the next test is blamed for it.
    """
    os.environ["PGSSLMODE"] = "disable"
    with mortal_postgres() as server:
        yield server.url


def _within_reach(programs: Path, folder: Path, *, stepping_down: bool) -> Path:
    """Root's own folders are closed to the user whom we step down to, so unpacked wheels are copied beside the data."""
    if not stepping_down or WHEELS not in programs.parents:
        return programs
    shutil.copytree(WHEELS, folder / "install", symlinks=True)
    return folder / "install" / programs.relative_to(WHEELS)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A fresh Redis without persistence; yields redis://127.0.0.1:port."""
    server, port = find("redis-server"), free_port()
    folder = Path(tempfile.mkdtemp(prefix="baton-redis-"))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder],
            stdout=log,
        )
    try:
        _until_open(port, process, folder / "log")
        yield f"redis://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


class MortalRedis:
    """A Redis that a test may kill, freeze and start again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Empty, as a broker without persistence is after a crash."""
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen([find("redis-server"), *options, "--dir", self.folder], stdout=log)
        _until_open(self.port, self.process, self.folder / "log")

    def send(self, number: signal.Signals) -> None:
        """SIGKILL, SIGSTOP or SIGCONT."""
        assert self.process is not None
        self.process.send_signal(number)
        if number is signal.SIGKILL:
            self.process.wait(10)


@contextlib.contextmanager
def mortal_redis() -> Iterator[MortalRedis]:
    """Running; gone at the end, whatever the test did to it."""
    folder = Path(tempfile.mkdtemp(prefix="baton-redis-"))
    server = MortalRedis(folder)
    server.start()
    try:
        yield server
    finally:
        server.send(signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def _until_open(port: int, process: subprocess.Popen[bytes], log: Path, seconds: float = 30, *, says: str = "") -> None:
    """`says` is what its log must hold besides: Postgres opens the port some time before it takes queries."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended at once:\n{log.read_text(errors='replace')[-2000:]}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            if says in log.read_text(errors="replace"):
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} did not open port {port} in {seconds} s")
