"""`make run`: the app on SQLite and a simulated Shopify, started together, stopped together, with two links to open."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE = 90.0


def main() -> int:
    port, simulator_port = _port("PORT", 8000), _port("SIMULATOR_PORT", 9000)
    for name, number in (("PORT", port), ("SIMULATOR_PORT", simulator_port)):
        if _is_taken(number):
            print(f"Port {number} is taken by another program. Choose another one: make run {name}={number + 1}")
            return 1
    environment = _environment(port, simulator_port)
    logs = Path(environment["BATON_DATA_DIR"]) / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        # A terminal's Ctrl-C reaches the whole group: children ignore it and are ended here, in order.
        app = stack.enter_context(_started("backend serve", environment, logs / "app.log"))
        simulator = stack.enter_context(_started("simulator", environment, logs / "simulator.log"))
        for process, url, log in (
            (simulator, f"http://127.0.0.1:{simulator_port}/_control", logs / "simulator.log"),
            (app, f"http://127.0.0.1:{port}/health/ready", logs / "app.log"),
        ):
            if not _until_healthy(process, url):
                print(f"{url} did not come up. The end of {log}:\n{log.read_text(errors='replace')[-3000:]}")
                return 1
        _install(environment)
        _print_links(simulator_port, logs)
        return _until_one_ends((app, simulator), logs)


def _port(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise SystemExit(f"{name} must be a port number, not {value!r}.")
    return int(value)


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
        "SIMULATOR_PUBLIC_URL": public,
        "BATON_SHOPIFY_ORIGIN": f"http://127.0.0.1:{simulator_port}/shops/{{shop}}",
        "BATON_FRAME_ANCESTORS": public,
        "BATON_APP_BRIDGE_URL": f"{public}/cdn/app-bridge.js",
        "BATON_POLARIS_URL": f"{public}/cdn/polaris-1.js",
    }


@contextlib.contextmanager
def _started(module: str, environment: dict[str, str], log: Path):  # type: ignore[no-untyped-def]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *module.split()], env=environment, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _until_healthy(process: subprocess.Popen[bytes], url: str) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, urllib.error.URLError), urllib.request.urlopen(url, timeout=5) as answer:
            if answer.status == 200:
                return True
        time.sleep(0.1)
    return False


def _install(environment: dict[str, str]) -> None:
    """Does what the merchant's first click does, so that the storefront link works whichever is opened first."""
    base = f"http://127.0.0.1:{environment['SIMULATOR_PORT']}"
    url = f"{base}/_sim/open?shop=alder-and-pine.myshopify.com&staff=70001"
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=30) as answer:
        answer.read()


def _print_links(simulator_port: int, logs: Path) -> None:
    base = f"http://localhost:{simulator_port}"
    print(f"""
  Baton is running, with a simulated Shopify.

    Storefront   {base}/
    Inbox        {base}/store/alder-and-pine/apps/baton

  More: {base}/_control changes orders and makes Shopify fail. Logs: {logs}.
  Ctrl-C stops everything. `make reset` forgets all data.
""", flush=True)  # fmt: skip


def _until_one_ends(processes: tuple[subprocess.Popen[bytes], ...], logs: Path) -> int:
    stop = False

    def ask_to_stop(*_: object) -> None:
        nonlocal stop
        stop = True

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, ask_to_stop)
    while not stop:
        for process in processes:
            if process.poll() is not None:
                print(f"A process ended by itself with code {process.returncode}. See {logs}.")
                return 1
        time.sleep(0.2)
    print("Stopping.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
