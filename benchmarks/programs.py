"""App and simulator as real processes on free ports, on a data folder of their own, ended at the end."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator.settings import SimulatorSettings

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Programs:
    """Addresses and environment of one app with its simulator."""

    settings: SimulatorSettings
    environment: Mapping[str, str]
    folder: Path

    @contextlib.contextmanager
    def running(self, module: str, health: str) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
        """The process, and the seconds from its start to its first healthy answer."""
        begun = time.perf_counter()
        with (self.folder / f"{module.split(maxsplit=1)[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *module.split()], env=self.environment, cwd=ROOT, stdout=log, stderr=log
            )
        try:
            while not _answers(health):
                if process.poll() is not None or time.perf_counter() - begun > PATIENCE:
                    raise RuntimeError(f"{module} did not come up:\n{self._end_of_log(module)}")
                time.sleep(0.01)
            yield process, time.perf_counter() - begun
        finally:
            process.terminate()
            process.wait(15)

    def _end_of_log(self, module: str) -> str:
        return (self.folder / f"{module.split(maxsplit=1)[0]}.log").read_text(errors="replace")[-2000:]

    def app(self) -> contextlib.AbstractContextManager[tuple[subprocess.Popen[bytes], float]]:
        return self.running("backend serve", f"{self.settings.app_url}/health/ready")

    def simulator(self) -> contextlib.AbstractContextManager[tuple[subprocess.Popen[bytes], float]]:
        return self.running("simulator", f"http://127.0.0.1:{self.settings.port}/_control/state")


def _answers(url: str) -> bool:
    with contextlib.suppress(OSError, urllib.error.URLError), urllib.request.urlopen(url, timeout=2) as answer:
        return bool(answer.status == 200)
    return False


@contextlib.contextmanager
def programs(**more: str) -> Iterator[Programs]:
    """Nothing runs yet. `more` is added to the environment, such as another database."""
    port, simulator_port = free_port(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="baton-bench-"))
    settings = SimulatorSettings(port=simulator_port, app_url=f"http://127.0.0.1:{port}")
    public = settings.public_origin
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("BATON_", "SHOPIFY_"))},
        "BATON_DATA_DIR": str(folder),
        "PORT": str(port),
        "APP_URL": settings.app_url,
        "SIMULATOR_PORT": str(simulator_port),
        "SHOPIFY_API_KEY": settings.api_key,
        "SHOPIFY_API_SECRET": settings.api_secret,
        "BATON_SHOPIFY_ORIGIN": f"http://127.0.0.1:{simulator_port}/shops/{{shop}}",
        "BATON_FRAME_ANCESTORS": public,
        "BATON_APP_BRIDGE_URL": f"{public}/cdn/app-bridge.js",
        "BATON_POLARIS_URL": f"{public}/cdn/polaris-1.js",
        **more,
    }
    try:
        yield Programs(settings, environment, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def resident_megabytes(process: subprocess.Popen[bytes]) -> float:
    """Resident memory of the process, as the system counts it."""
    said = subprocess.run(["ps", "-o", "rss=", "-p", str(process.pid)], capture_output=True, text=True, check=True)
    return int(said.stdout) / 1024
