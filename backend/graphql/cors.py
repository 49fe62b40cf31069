"""Cross-origin answers for shoppers' browsers: only for origins of installed shops, and never with credentials.

A request's token says which shop it is for; the preflight has none, so it asks whether the origin is any shop's.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.context import Services
from backend.shops import queries as shops


class ShopperCors:
    """Wraps the shoppers' door."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app, self.services = app, services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if origin is None:
            await self.app(scope, receive, send)
            return
        async with self.services.db.reading() as session:
            allowed = await shops.is_storefront_origin(session, origin)
        if scope["method"] == "OPTIONS":
            await Response(status_code=204 if allowed else 403, headers=_preflight(origin) if allowed else {})(
                scope, receive, send
            )
            return

        async def with_origin(message: Message) -> None:
            if message["type"] == "http.response.start" and allowed:
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = origin
                headers.add_vary_header("Origin")
            await send(message)

        await self.app(scope, receive, with_origin)


def _preflight(origin: str) -> dict[str, str]:
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "authorization, content-type",
        "Access-Control-Max-Age": "600",
        "Vary": "Origin",
    }
