"""The door of work owed: job names to the functions that do them. Rooms enqueue by name and do not know each other."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars

from backend import measures
from backend.actions import deliver, forget_photos, list_orders
from backend.bot import order_update, reply
from backend.context import Services
from backend.evaluation import run as evaluation
from backend.jobs import NUDGE, Kind, TryAgain, Worker
from backend.knowledge import follow, sync
from backend.orders import act, enrich, identify, reconcile, refresh, send_code
from backend.tags import apply

KINDS: Mapping[str, Kind] = {
    "bot.reply": Kind(reply.run, tries=3, gave_up=reply.gave_up),
    "bot.order_update": Kind(order_update.run),
    "orders.identify": Kind(identify.run),
    "orders.enrich": Kind(enrich.run, tries=8, gave_up=enrich.gave_up),
    "orders.send_code": Kind(send_code.run),
    "orders.refresh": Kind(refresh.run),
    "orders.act": Kind(act.run, tries=act.TRIES, gave_up=act.gave_up),
    "orders.reconcile": Kind(reconcile.run, gave_up=reconcile.gave_up),
    "tags.apply": Kind(apply.run),
    "actions.deliver": Kind(deliver.run, tries=deliver.TRIES, gave_up=deliver.gave_up),
    "actions.forget_photos": Kind(forget_photos.run),
    "actions.list_orders": Kind(list_orders.run),
    "evaluation.run": Kind(evaluation.run, gave_up=evaluation.gave_up),
    "knowledge.sync": Kind(sync.run, tries=8, gave_up=sync.gave_up),
    "knowledge.follow": Kind(follow.run, tries=8),
}

IDS = {"shop_id": "shop", "conversation_id": "conversation"}
"""What a payload tells of whom the job is about, and the name of it in the log."""

log = structlog.get_logger(__name__)


def watched(name: str, kind: Kind) -> Kind:
    """The kind, with each of its tries timed, counted and told in one line."""

    async def run(services: Services, payload: dict[str, Any]) -> None:
        bind_contextvars(**{asked: payload[key] for key, asked in IDS.items() if isinstance(payload.get(key), int)})
        begun, outcome = time.perf_counter(), "failed"
        try:
            await kind.run(services, payload)
            outcome = "done"
        except TryAgain:
            outcome = "again"
            raise
        except asyncio.CancelledError:
            outcome = "released"
            raise
        finally:
            seconds = time.perf_counter() - begun
            measures.job_seconds.labels(name).observe(seconds)
            measures.job_outcomes.labels(name, outcome).inc()
            log.info("job", outcome=outcome, ms=round(seconds * 1000, 1))

    return replace(kind, run=run)


def make_worker(services: Services) -> Worker:
    """A worker of this process, woken by nudges."""
    worker = Worker(services.db, services, {name: watched(name, kind) for name, kind in KINDS.items()})
    services.live.on(NUDGE, worker.wake)
    return worker
