"""A small app for the simulated admin to frame, and both of them served on free ports."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from simulator.app import create_app
from simulator.settings import SimulatorSettings
from simulator.state import World
from tests.simulator.harness import SECRET

PAGE = """<!doctype html><html lang="en"><head><title>Framed</title><meta name="shopify-api-key" content="key">
<script src="{cdn}/cdn/app-bridge.js"></script></head><body>
<s-app-nav><s-link href="/" rel="home">Home</s-link><s-link href="/inbox">Inbox</s-link></s-app-nav>
<main><h1>{path}</h1><form data-save-bar><label>Name <input name="name" value="before"></label></form>
<a href="shopify://admin/orders/{order}">Order</a><s-app-window id="full" src="/full"></s-app-window></main>
<script>document.querySelector('form').addEventListener('submit', (event) => {{
  event.preventDefault(); window.saved = true; }});
</script></body></html>"""


@dataclass
class FramedApp:
    """Keeps each request; refuses the first `refusals` calls as an app refuses an expired token."""

    cdn: str = ""
    order: int = 0
    refusals: int = 0
    requests: list[Request] = field(default_factory=list)

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/api", self.api, methods=["POST"]), Route("/{path:path}", self.page)])

    async def page(self, request: Request) -> Response:
        self.requests.append(request)
        return HTMLResponse(PAGE.format(cdn=self.cdn, path=request.url.path, order=self.order))

    async def api(self, request: Request) -> Response:
        self.requests.append(request)
        if self.refusals:
            self.refusals -= 1
            return JSONResponse({}, 401, {"X-Shopify-Retry-Invalid-Session-Request": "1"})
        return JSONResponse({"authorization": request.headers.get("authorization", "")})


@dataclass
class Stage:
    """Simulator and app side by side: the simulator as `localhost`, the app as 127.0.0.1, so another site."""

    simulator: str
    app_url: str
    world: World
    framed: FramedApp

    @property
    def inbox(self) -> str:
        return f"{self.simulator}/store/alder-and-pine/apps/baton"


def bound() -> socket.socket:
    made = socket.socket()
    made.bind(("127.0.0.1", 0))
    return made


@contextlib.contextmanager
def served(app: Starlette, listener: socket.socket) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 15
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@contextlib.contextmanager
def stage() -> Iterator[Stage]:
    app_socket, simulator_socket = bound(), bound()
    app_url = f"http://127.0.0.1:{app_socket.getsockname()[1]}"
    settings = SimulatorSettings(
        port=simulator_socket.getsockname()[1], app_url=app_url, api_key="key", api_secret=SECRET
    )
    framed = FramedApp(cdn=settings.public_origin)
    simulator = create_app(settings)
    with served(framed.app(), app_socket), served(simulator, simulator_socket):
        yield Stage(settings.public_origin, app_url, simulator.state.world, framed)
