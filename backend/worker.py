"""The door of work owed: job names to the functions that do them. Rooms enqueue by name and do not know each other."""

from collections.abc import Mapping

from backend.bot import order_update, reply
from backend.context import Services
from backend.jobs import NUDGE, Kind, Worker
from backend.knowledge import sync
from backend.orders import enrich, identify, refresh
from backend.tags import apply

KINDS: Mapping[str, Kind] = {
    "bot.reply": Kind(reply.run, tries=3, gave_up=reply.gave_up),
    "bot.order_update": Kind(order_update.run),
    "orders.identify": Kind(identify.run),
    "orders.enrich": Kind(enrich.run, tries=8, gave_up=enrich.gave_up),
    "orders.refresh": Kind(refresh.run),
    "tags.apply": Kind(apply.run),
    "knowledge.sync": Kind(sync.run),
}


def make_worker(services: Services) -> Worker:
    """A worker of this process, woken by nudges."""
    worker = Worker(services.db, services, KINDS)
    services.live.on(NUDGE, worker.wake)
    return worker
