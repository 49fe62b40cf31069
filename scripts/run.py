"""`make run`: the app on SQLite and a simulated Shopify, started together, stopped together, with two links to open."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx

from simulator.doors import Doors, DoorShut, client
from simulator.settings import from_environment

PATIENCE = 90.0
OWNERS = {"alder-and-pine.myshopify.com": 70001, "harbor-tea.myshopify.com": 80001}
"""Who opens the app first, in each of the simulated shops."""


class Stop(BaseException):
    """Ctrl-C, or whoever ends us in another way."""


def main() -> int:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _stop)
    try:
        return _run(_port("PORT", 8000), _port("SIMULATOR_PORT", 9000))
    except Stop:
        print("Stopped.")
        return 0


def _stop(*_: object) -> None:
    raise Stop


def _run(port: int, simulator_port: int) -> int:
    for name, number in (("PORT", port), ("SIMULATOR_PORT", simulator_port)):
        if _is_taken(number) or (name == "SIMULATOR_PORT" and number == port):
            print(f"Port {number} is taken. Choose another one: make run {name}={number + 1}")
            return 1
    environment = _environment(port, simulator_port)
    logs = Path(environment["BATON_DATA_DIR"]) / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    healthy = {
        "simulator": f"http://127.0.0.1:{simulator_port}/_control/state",
        "backend serve": f"http://127.0.0.1:{port}/health/ready",
    }
    with contextlib.ExitStack() as stack:
        processes = [stack.enter_context(_started(module, environment, logs)) for module in healthy]
        for process, (module, url) in zip(processes, healthy.items(), strict=True):
            if not _until_healthy(process, url):
                log = _log_of(logs, module)
                print(f"{url} did not come up. The end of {log}:\n{log.read_text(errors='replace')[-3000:]}")
                return 1
        asyncio.run(_open_for_the_first_time(environment))
        _print_links(simulator_port, logs)
        return _until_one_ends(processes, logs)


def _port(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise SystemExit(f"{name} must be a port number, not {value!r}.")
    return int(value)


def _smtp_port(simulator_port: int) -> int:
    """Where the simulator takes mail: beside its own port, on the side where there is a port."""
    return simulator_port + 25 if simulator_port + 25 < 65536 else simulator_port - 25


def _is_taken(port: int) -> bool:
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with contextlib.suppress(OSError), socket.socket(family) as probe:
            probe.settimeout(0.3)
            if probe.connect_ex((host, port)) == 0:
                return True
    return False


def _environment(port: int, simulator_port: int) -> dict[str, str]:
    """Only addresses differ from production: the backend does not know that this Shopify is a simulated one."""
    public = f"http://localhost:{simulator_port}"
    return {
        "BATON_DATA_DIR": str(Path(".baton").absolute()),
        "SHOPIFY_API_KEY": "baton-development-key",
        "SHOPIFY_API_SECRET": "baton-development-secret-not-for-production",
        **os.environ,
        "PORT": str(port),
        "APP_URL": f"http://127.0.0.1:{port}",
        "SIMULATOR_PORT": str(simulator_port),
        "SIMULATOR_SMTP_PORT": str(_smtp_port(simulator_port)),
        "BATON_SMTP_URL": f"smtp://127.0.0.1:{_smtp_port(simulator_port)}",
        "BATON_MAIL_FROM": "chat@baton.example",
        "BATON_SHOPIFY_ORIGIN": f"http://127.0.0.1:{simulator_port}/shops/{{shop}}",
        "BATON_FRAME_ANCESTORS": public,
        "BATON_APP_BRIDGE_URL": f"{public}/cdn/app-bridge.js",
        "BATON_POLARIS_URL": f"{public}/cdn/polaris-1.js",
    }


@contextlib.contextmanager
def _started(module: str, environment: dict[str, str], logs: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program in a session of its own: a terminal's Ctrl-C does not reach it, and it is ended here."""
    with _log_of(logs, module).open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *module.split()],
            env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _log_of(logs: Path, module: str) -> Path:
    return logs / f"{module.split(maxsplit=1)[0]}.log"


def _until_healthy(process: subprocess.Popen[bytes], url: str) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, urllib.error.URLError), urllib.request.urlopen(url, timeout=5) as answer:
            if answer.status == 200:
                return True
        time.sleep(0.1)
    return False


async def _open_for_the_first_time(environment: dict[str, str]) -> None:
    """Does what a merchant's first click does, so that the storefront link works whichever is opened first.

    The simulator forgets at its end and the app does not: this click also renews a grant of an earlier run.
    """
    async with client() as http:
        doors = Doors(from_environment(environment), http)
        try:
            for domain, staff in OWNERS.items():
                await doors.open_app(domain, staff)
            print(f"  Read {await _imported(doors)} policies, pages, articles and products of the shop.")
        except (DoorShut, OSError, httpx.HTTPError) as error:
            print(f"The app could not be opened for the first time; the inbox link will say why. ({error})")


async def _imported(doors: Doors) -> int:
    """How many sources the bot may quote, as soon as it may, or after some seconds."""
    agent = doors.agent(*next(iter(OWNERS.items())))
    for _ in range(100):
        knowledge = (await agent.ask("{ knowledge { isSyncing counts { state count } } }"))["knowledge"]
        ready: int = sum(each["count"] for each in knowledge["counts"] if each["state"] == "READY")
        if ready and not knowledge["isSyncing"]:
            break
        await asyncio.sleep(0.2)
    return ready


def _print_links(simulator_port: int, logs: Path) -> None:
    base = f"http://localhost:{simulator_port}"
    print(f"""
  Baton is running, with a simulated Shopify.

    Storefront   {base}/
    Inbox        {base}/store/alder-and-pine/apps/baton

  More: {base}/_control changes orders and makes Shopify fail; {base}/_control/outbox is e-mail.
  Logs: {logs}.
  Ctrl-C stops everything. `make reset` forgets all data.
""", flush=True)  # fmt: skip


def _until_one_ends(processes: Sequence[subprocess.Popen[bytes]], logs: Path) -> int:
    while True:
        for process in processes:
            if process.poll() is not None:
                print(f"A process ended by itself with code {process.returncode}. See {logs}.")
                return 1
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
