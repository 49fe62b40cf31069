"""Whether this process lives, and whether it can do its work. Neither says anything about anybody."""

import asyncio

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select, text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.web.services import WebServices

PATIENCE = 3.0


async def live(_request: Request, _services: WebServices) -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"})


async def ready(_request: Request, services: WebServices) -> Response:
    """The database answers, within some seconds; 503 while it does not."""
    try:
        async with asyncio.timeout(PATIENCE), services.db.reading() as session:
            await session.exec(select(text("1")))
    except (SQLAlchemyError, OSError, TimeoutError):
        return JSONResponse({"status": "no database"}, 503)
    return JSONResponse({"status": "ok"})
