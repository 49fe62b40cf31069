"""The app's outermost end."""

from collections.abc import Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.types import Receive, Scope, Send

from backend.web.access import Access


class App(Starlette):
    """Sockets go straight to their doors: each layer that they passed would be kept for as long as they are open."""

    def __init__(self, *, routes: Sequence[BaseRoute], **more: Any) -> None:
        super().__init__(routes=routes, **more)
        self._sockets = {each.path: (each, Access(each.app)) for each in routes if isinstance(each, WebSocketRoute)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", "")) if scope["type"] == "websocket" else ""
        if path not in self._sockets:
            await super().__call__(scope, receive, send)
            return
        scope["app"] = self
        scope["route"], door = self._sockets[path]
        await door(scope, receive, send)
