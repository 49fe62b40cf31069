"""Agents' files for the bot to read: POST /knowledge/files?name=…, the file itself as the body.

Nothing is opened or run: the bytes are read as text, and only the text is kept. GraphQL has no part in it: its bodies
are short.
"""

import math

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from structlog.contextvars import bind_contextvars

from backend.ai import strangers
from backend.errors import NotAuthenticated, Refusal, TooMany
from backend.knowledge import service, uploads
from backend.shops import identity
from backend.web import bodies
from backend.web.services import WebServices

ARRIVES_WITHIN = 120.0
TOO_LARGE = f"The file is larger than {uploads.MOST_BYTES // 1024 // 1024} MB."
BROKEN_OFF = "The file did not arrive whole. Check the connection and try again."


async def receive(request: Request, services: WebServices) -> Response:
    """userErrors, as a mutation answers, with 200, 408, 413 or 429; with 401 the header that renews the token."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise NotAuthenticated(identity.REFUSED)
        actor = await identity.agent_from_session_token(services.db, services.settings, token, services.clock())
        bind_contextvars(shop=actor.shop_id)
        services.files_of_shop.take(actor.shop_id)
        with services.arriving.one(actor.shop_id):
            content = await bodies.read_within(request, uploads.MOST_BYTES, ARRIVES_WITHIN)
            async with services.arriving.reading(actor.shop_id):
                bounds = strangers.within(services.settings.reading_seconds)
                upload = await uploads.read_upload(request.query_params.get("name", ""), content, bounds)
        async with services.db.writing() as session:
            await service.save_file(session, actor.shop_id, upload, services.clock())
    except NotAuthenticated as refusal:
        return _refused(401, refusal, {"X-Shopify-Retry-Invalid-Session-Request": "1"})
    except bodies.TooLarge:
        return JSONResponse({"userErrors": [{"code": "INVALID", "message": TOO_LARGE, "field": "file"}]}, 413)
    except bodies.Broken:
        return JSONResponse({"userErrors": [{"code": "INVALID", "message": BROKEN_OFF, "field": "file"}]}, 408)
    except TooMany as refusal:
        return _refused(429, refusal, {"Retry-After": f"{math.ceil(refusal.retry_after or 1)}"})
    except Refusal as refusal:
        return _refused(200, refusal)
    return JSONResponse({"userErrors": []})


def _refused(status: int, refusal: Refusal, headers: dict[str, str] | None = None) -> Response:
    error = {"code": refusal.code, "message": refusal.message, "field": refusal.field}
    return JSONResponse({"userErrors": [error]}, status, headers)
