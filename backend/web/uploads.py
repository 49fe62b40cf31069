"""Agents' files for the bot to read: POST /knowledge/files?name=…, the file itself as the body.

Nothing is opened or run: the bytes are read as text, and only the text is kept. GraphQL has no part in it: its bodies
are short.
"""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from structlog.contextvars import bind_contextvars

from backend.errors import NotAuthenticated, Refusal
from backend.knowledge import service, uploads
from backend.shops import identity
from backend.web import bodies
from backend.web.services import WebServices

TOO_LARGE = f"The file is larger than {uploads.MOST_BYTES // 1024 // 1024} MB."


async def receive(request: Request, services: WebServices) -> Response:
    """200 with userErrors, as a mutation answers; 401 with the header at which App Bridge renews its token; 413."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise NotAuthenticated(identity.REFUSED)
        actor = await identity.agent_from_session_token(services.db, services.settings, token, services.clock())
        bind_contextvars(shop=actor.shop_id)
        services.files_of_shop.take(actor.shop_id)
        content = await bodies.read(request, uploads.MOST_BYTES)
        async with services.reading:  # one at a time: a long PDF holds a processor for seconds
            upload = await asyncio.to_thread(uploads.read_upload, request.query_params.get("name", ""), content)
        async with services.db.writing() as session:
            await service.save_file(session, actor.shop_id, upload, services.clock())
    except NotAuthenticated as refusal:
        return _refused(401, refusal, {"X-Shopify-Retry-Invalid-Session-Request": "1"})
    except bodies.TooLarge:
        return JSONResponse({"userErrors": [{"code": "INVALID", "message": TOO_LARGE, "field": "file"}]}, 413)
    except Refusal as refusal:
        return _refused(200, refusal)
    return JSONResponse({"userErrors": []})


def _refused(status: int, refusal: Refusal, headers: dict[str, str] | None = None) -> Response:
    error = {"code": refusal.code, "message": refusal.message, "field": refusal.field}
    return JSONResponse({"userErrors": [error]}, status, headers)
