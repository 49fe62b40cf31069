"""Real Postgres and Redis for tests: private, on free ports, gone after.

They come from PATH or Debian's folders."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HOW = "Install it (Debian: apt-get install postgresql redis-server), or run `make setup` as root, which does."


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def find(program: str) -> str:
    """The program's path, also where Debian keeps Postgres' own. Fails with what to do."""
    on_path = shutil.which(program)
    if on_path and not on_path.startswith("/usr/local/bin/"):
        return on_path
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / program).exists():
            return str(folder / program)
    if on_path:
        return on_path
    raise RuntimeError(f"Tests need {program}, which is not on this machine. {HOW}")


def _as_postgres() -> dict[str, int]:
    """Postgres refuses to run as root: step down to an unprivileged user then."""
    if os.geteuid() != 0:
        return {}
    import pwd

    user = pwd.getpwnam("postgres" if _has_user("postgres") else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid}


def _has_user(name: str) -> bool:
    import pwd

    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A fresh cluster; yields its URL, postgresql+asyncpg://…/postgres."""
    initdb, server = find("initdb"), find("postgres")
    who = _as_postgres()
    folder = Path(tempfile.mkdtemp(prefix="baton-postgres-"))
    if who:
        os.chown(folder, who["user"], who["group"])
    data, port = folder / "data", free_port()
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    subprocess.run(
        [initdb, "-D", data, "-U", "baton", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"],
        check=True, stdout=subprocess.DEVNULL, env=environment, cwd=folder, **who,
    )  # fmt: skip
    options = [
        "-c",
        "fsync=off",
        "-c",
        "synchronous_commit=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "max_connections=100",
    ]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [server, "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", "", *options],
        stdout=subprocess.DEVNULL, stderr=log, env=environment, cwd=folder, **who,
    )  # fmt: skip
    log.close()
    try:
        _until_open(port, process, folder / "log")
        yield f"postgresql+asyncpg://baton@127.0.0.1:{port}/postgres"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A fresh Redis without persistence; yields redis://127.0.0.1:port."""
    server, port = find("redis-server"), free_port()
    folder = Path(tempfile.mkdtemp(prefix="baton-redis-"))
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder],
        stdout=log,
    )
    log.close()
    try:
        _until_open(port, process, folder / "log")
        yield f"redis://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _until_open(port: int, process: subprocess.Popen[bytes], log: Path, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended at once:\n{log.read_text(errors='replace')[-2000:]}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} did not open port {port} in {seconds} s")
