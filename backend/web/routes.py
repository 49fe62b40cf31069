"""Which address is answered by what."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from backend.web import inbox, proxy, uploads, webhooks
from backend.web.built import Assets
from backend.web.services import WebServices

PAGES = ("inbox", "knowledge", "actions", "tags", "insights", "settings")
Handler = Callable[[Request, WebServices], Awaitable[Response]]


def routes(services: WebServices) -> list[BaseRoute]:
    """All doors but GraphQL's and watch.py's. The inbox's pages are named: a wrong address is a 404, not an inbox."""

    def to(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await handler(request, services)

        return endpoint

    pages = [Route(f"/{page}{rest}", to(inbox.document)) for page in PAGES for rest in ("", "/{rest:path}")]
    return [
        Route("/", to(inbox.document)),
        Route("/knowledge/files", to(uploads.receive), methods=["POST"]),
        *pages,
        Route(inbox.BOUNCE, to(inbox.bounce)),
        Mount("/assets", Assets(services.inbox)),
        Route("/proxy/session", to(proxy.session), methods=["POST"]),
        Route("/webhooks/shopify", to(webhooks.receive), methods=["POST"]),
    ]
