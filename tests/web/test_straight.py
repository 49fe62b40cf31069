"""Sockets go straight to their doors, whatever the app is mounted below."""

from typing import Any

import pytest
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from backend.web.sockets import App

pytestmark = pytest.mark.anyio


async def door(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "heard", "route": scope["route"].path, "app": scope["app"]})


class Door:
    __call__ = staticmethod(door)


@pytest.mark.parametrize(("path", "root"), [("/graphql", ""), ("/baton/graphql", "/baton")])
async def test_a_socket_reaches_its_door_and_knows_its_route(path: str, root: str) -> None:
    app = App(routes=[WebSocketRoute("/graphql", Door()), Route("/graphql", Door())])
    heard = await asked(app, "websocket", path, root)
    assert heard == [{"type": "heard", "route": "/graphql", "app": app}]


async def test_a_socket_at_another_address_is_refused_as_ever() -> None:
    app = App(routes=[WebSocketRoute("/graphql", Door())])
    assert [each["type"] for each in await asked(app, "websocket", "/elsewhere", "")] == ["websocket.close"]


async def asked(app: App, kind: str, path: str, root: str) -> list[dict[str, Any]]:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await app({"type": kind, "path": path, "root_path": root, "headers": [], "query_string": b""}, receive, send)
    return sent
