"""App and simulator as real programs on free ports, with nothing between them and the browser replaced.

The data lives in a folder that is thrown away. Every process is ended by its own handle, never by name.
"""

import base64
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.servers import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
MAIN_SHOP = "alder-and-pine.myshopify.com"
OTHER_SHOP = "harbor-tea.myshopify.com"
MAYA, JONAS, TOM = 70001, 70002, 80001


@dataclass
class House:
    """Where app and simulator answer, and the switch of the app."""

    folder: Path
    port: int = field(default_factory=free_port)
    simulator_port: int = field(default_factory=free_port)
    app: "subprocess.Popen[bytes] | None" = None

    @property
    def app_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def storefront(self) -> str:
        """The main shop's front, and the origin of the admin: another site than the app's."""
        return f"http://localhost:{self.simulator_port}"

    def storefront_of(self, name: str) -> str:
        return f"http://{name}.localhost:{self.simulator_port}"

    def admin(self, name: str = "alder-and-pine", staff: int = MAYA, page: str = "") -> str:
        return f"{self.storefront}/store/{name}/apps/baton{page}?staff={staff}"

    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("BATON_", "SHOPIFY_"))}
        return {
            **inherited,
            "PORT": str(self.port),
            "APP_URL": self.app_url,
            "SIMULATOR_PORT": str(self.simulator_port),
            "BATON_DATA_DIR": str(self.folder),
            "SHOPIFY_API_KEY": "baton-development-key",
            "SHOPIFY_API_SECRET": "baton-development-secret-not-for-production",
            "BATON_SHOPIFY_ORIGIN": f"http://127.0.0.1:{self.simulator_port}/shops/{{shop}}",
            "BATON_FRAME_ANCESTORS": self.storefront,
            "BATON_APP_BRIDGE_URL": f"{self.storefront}/cdn/app-bridge.js",
            "BATON_POLARIS_URL": f"{self.storefront}/cdn/polaris-1.js",
        }

    def start_app(self) -> None:
        self.app = self._started("backend", "serve")
        self._until_healthy(self.app, f"{self.app_url}/health/ready", "backend")

    def kill_app(self) -> None:
        """As a crash would: nothing is said, nothing is finished."""
        assert self.app is not None
        self.app.kill()
        self.app.wait()

    def _started(self, *module: str) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{module[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *module],
                cwd=ROOT, env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def _until_healthy(self, process: "subprocess.Popen[bytes]", url: str, name: str) -> None:
        deadline = time.monotonic() + PATIENCE
        with httpx.Client(trust_env=False) as client:
            while time.monotonic() < deadline and process.poll() is None:
                with contextlib.suppress(httpx.TransportError):
                    if client.get(url).status_code == 200:
                        return
                time.sleep(0.1)
        log = (self.folder / f"{name}.log").read_text(errors="replace")
        raise AssertionError(f"{name} did not come up:\n{log[-4000:]}")

    def control(self, path: str, **body: object) -> Any:
        """What the control page's buttons do."""
        with httpx.Client(trust_env=False) as client:
            answer = client.post(f"http://127.0.0.1:{self.simulator_port}/_control/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def control_state(self, name: str = "alder-and-pine") -> Any:
        """What the simulated Shopify knows of a shop."""
        with httpx.Client(trust_env=False) as client:
            return client.get(f"http://127.0.0.1:{self.simulator_port}/_control/shops/{name}").json()

    def graphql(self, document: str, token: str, **variables: object) -> Any:
        """The agents' door, as a program outside of any browser uses it; the whole answer."""
        with httpx.Client(trust_env=False, timeout=20) as client:
            answer = client.post(
                f"{self.app_url}/graphql",
                json={"query": document, "variables": variables},
                headers={"Authorization": f"Bearer {token}"},
            )
        return {"status": answer.status_code, **answer.json()}

    def id_token(self, shop: str, staff: int) -> str:
        """What App Bridge would hand to the app."""
        address = f"http://127.0.0.1:{self.simulator_port}/_sim/id-token"
        with httpx.Client(trust_env=False) as client:
            return str(client.get(address, params={"shop": shop, "staff": staff}).json()["token"])

    def _open(self, shop: str, staff: int) -> None:
        host = base64.b64encode(f"admin.shopify.com/store/{shop.partition('.')[0]}".encode()).decode()
        query = {"embedded": "1", "host": host, "shop": shop, "id_token": self.id_token(shop, staff)}
        with httpx.Client(trust_env=False, timeout=20) as client:
            answer = client.get(self.app_url, params=query)
        assert answer.status_code == 200, answer.text

    def agent(self, document: str, staff: int = MAYA, shop: str = MAIN_SHOP, **variables: object) -> Any:
        """The data of an agent's operation."""
        answer = self.graphql(document, self.id_token(shop, staff), **variables)
        assert "errors" not in answer, answer
        return answer["data"]

    def conversation_with(self, text: str) -> str:
        """The id of the one conversation in which these words were said."""
        search = "query ($text: String!) { conversations(search: $text) { edges { node { id } } } }"
        edges = self.agent(search, text=text)["conversations"]["edges"]
        assert len(edges) == 1, f"{text!r} was said in {len(edges)} conversations: a test needs a word of its own"
        return str(edges[0]["node"]["id"])

    def install(self) -> None:
        """What the owners' first click does in both shops; waits until the main shop's content is read."""
        for name, shop, staff in (("alder-and-pine", MAIN_SHOP, MAYA), ("harbor-tea", OTHER_SHOP, TOM)):
            self.control(f"shops/{name}/grant", action="install")
            self._open(shop, staff)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            knowledge = self.agent("{ knowledge { isSyncing counts { state } } }")["knowledge"]
            if knowledge["counts"] and not knowledge["isSyncing"]:
                return
            time.sleep(0.2)
        raise AssertionError(f"the content was not read: {knowledge}")


@contextlib.contextmanager
def house(folder: Path) -> Iterator[House]:
    """Both programs, started and healthy; nothing is installed yet."""
    made = House(folder)
    simulator = made._started("simulator")
    try:
        made._until_healthy(simulator, f"http://127.0.0.1:{made.simulator_port}/_control/state", "simulator")
        made.start_app()
        yield made
    finally:
        for process in (made.app, simulator):
            if process is not None and process.poll() is None:
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
