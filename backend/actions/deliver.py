"""The job "actions.deliver": one response, to the address that the merchant named, until it is taken or given up.

No transaction is open while the merchant's server is asked. A server that took it and whose answer was lost gets it
again under the same id.
"""

from typing import Any, Protocol

from backend import clock
from backend.actions import webhooks
from backend.actions.links import Links
from backend.actions.models import AnswerDelivery
from backend.actions.webhooks import Tried
from backend.db import Database
from backend.jobs import TryAgain
from backend.outbound import NotSent, Outbound
from backend.shops.sealing import Sealer

PAUSES = (5.0, 30.0, 120.0, 600.0, 3_600.0, 14_400.0, 43_200.0)
"""Seconds between tries: most outages are short, and a long one ends within a working day."""
TRIES = len(PAUSES) + 1
GONE = 410
"""The server says that nobody wants this any more."""


class Settings(Protocol):
    """The key under which secrets are sealed and links are signed, and where links lead."""

    @property
    def seal_key(self) -> bytes: ...
    @property
    def app_url(self) -> str: ...


class Context(Protocol):
    """What a delivery needs of a job's surroundings."""

    @property
    def db(self) -> Database: ...
    @property
    def settings(self) -> Settings: ...


async def run(context: Context, payload: dict[str, Any], outbound: Outbound | None = None) -> None:
    """Tries {shop_id, delivery_id} once. Raises TryAgain while it was not taken."""
    shop_id, delivery_id = int(payload["shop_id"]), int(payload["delivery_id"])
    async with context.db.writing() as session:
        row = await session.get(AnswerDelivery, delivery_id)
        if row is None or row.status != "owed":
            return
        sealer, links = _keys(context.settings)
        delivery, before = await webhooks.made(session, sealer, links, row, clock.now()), row.tries
    if delivery is None:
        return
    try:
        answer = await (outbound or Outbound()).post(delivery.url, delivery.body, delivery.headers)
        taken = 200 <= answer.status < 300
        said = "" if taken else f"The server answered {answer.status}."
        tried = Tried(answer.status, said, answer.milliseconds, is_last=answer.status == GONE)
    except NotSent as error:
        taken, tried = False, Tried(None, str(error))
    async with context.db.writing() as session:
        await webhooks.note(session, shop_id, delivery_id, tried, clock.now())
    if not taken and not tried.is_last:
        raise TryAgain(f"webhook: {tried.status or 'no answer'}", seconds=PAUSES[min(before, len(PAUSES) - 1)])


def _keys(settings: Settings) -> tuple[Sealer, Links]:
    return Sealer(settings.seal_key), Links(settings.seal_key, settings.app_url)


async def gave_up(context: Context, payload: dict[str, Any], _why: str) -> None:
    """The log says that it failed; an agent may send it again."""
    async with context.db.writing() as session:
        await webhooks.give_up(session, int(payload["shop_id"]), int(payload["delivery_id"]))
