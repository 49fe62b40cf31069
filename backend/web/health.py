"""Whether this process lives, and whether it can do its work. Neither says anything about anybody."""

import asyncio
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend import migrate
from backend.db import Database
from backend.live import DEAF_AFTER, Live

PATIENCE = 3.0


@dataclass
class Health:
    """What readiness is asked of. `is_draining` from the moment that the process was told to end."""

    db: Database
    live: Live
    is_draining: bool = False


async def live(_request: Request, _health: Health) -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"})


async def ready(_request: Request, health: Health) -> Response:
    """503 while the process cannot serve: it was told to end, its database does not answer, or lacks tables.

    A broker that is not heard is told, and no reason to be taken out: followers look again by themselves, and all
    processes would go at once.
    """
    status = "draining" if health.is_draining else await _of_database(health.db)
    broker = "ok" if health.live.heard_ago() < 2 * DEAF_AFTER else "not heard"
    return JSONResponse({"status": status, "broker": broker}, 200 if status == "ok" else 503)


async def _of_database(db: Database) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            return "ok" if await migrate.is_current(db) else "tables missing"
    except (SQLAlchemyError, OSError, TimeoutError):
        return "no database"
