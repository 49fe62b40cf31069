"""Responses owed to the merchant's own address: each once, with a log that tells how it went.

They are signed as the Standard Webhooks specification says (https://www.standardwebhooks.com), so that its libraries
verify them: HMAC-SHA256 over id, moment and body, under a secret that is shown once and can be rotated.
"""

import base64
import hashlib
import hmac
import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.actions import queries
from backend.actions.forms import FieldKind, FormField, photo_names
from backend.actions.links import Links
from backend.actions.models import AnswerDelivery, CustomAction, Offer, Response, WebhookKey
from backend.db import delete_some
from backend.errors import NotAllowed, NotFound
from backend.shops.models import Shop
from backend.shops.sealing import Sealer

PREFIX = "whsec_"
FORMER_FOR = timedelta(days=1)
"""How long the former secret signs along after a rotation."""
KEEP_FOR = timedelta(days=30)
JOB = "actions.deliver"


@dataclass(frozen=True)
class Delivery:
    """All that one try sends."""

    url: str
    body: bytes
    headers: dict[str, str]


async def owe(session: AsyncSession, response: Response, url: str, now: datetime) -> None:
    """A response is to be sent to an address, in the transaction that wrote the response."""
    assert response.id is not None
    row = AnswerDelivery(
        shop_id=response.shop_id,
        conversation_id=response.conversation_id,
        response_id=response.id,
        event_id=f"evt_{uuid.uuid4().hex}",
        url=url,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    await _enqueue(session, row)


async def resend(session: AsyncSession, shop_id: int, delivery_id: int) -> AnswerDelivery:
    """Sends once more what was sent or given up, under the same id, so that a receiver can tell that it is the same."""
    row = await _locked(session, shop_id, delivery_id)
    if row is None:
        raise NotFound("There is no such delivery.", field="id")
    if row.status == "owed":
        raise NotAllowed("This delivery is on its way already.", field="id")
    row.status, row.tries, row.detail = "owed", 0, ""
    session.add(row)
    await _enqueue(session, row)
    return row


async def _enqueue(session: AsyncSession, row: AnswerDelivery) -> None:
    payload = {"shop_id": row.shop_id, "conversation_id": row.conversation_id, "delivery_id": row.id}
    await jobs.enqueue(session, JOB, payload, key=f"{JOB}:{row.id}")


async def rotate(session: AsyncSession, sealer: Sealer, shop_id: int, now: datetime) -> str:
    """A new secret, to be shown this once. The former one goes on signing beside it for a day."""
    await session.exec(select(Shop.id).where(Shop.id == shop_id).with_for_update(key_share=True))
    row = await session.get(WebhookKey, shop_id, populate_existing=True)
    secret = PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    sealed = sealer.seal(secret, _place(shop_id))
    if row is None:
        row = WebhookKey(shop_id=shop_id, sealed=sealed, created_at=now)
    else:
        row.former_sealed, row.former_until = row.sealed, now + FORMER_FOR
        row.sealed, row.created_at = sealed, now
    session.add(row)
    return secret


async def made(
    session: AsyncSession, sealer: Sealer, links: Links, row: AnswerDelivery, now: datetime
) -> Delivery | None:
    """What a try sends; None where the answers are gone. A shop that never asked for a secret gets one unseen.

    Links to photos are made anew for each try, since the first may be a night ago.
    """
    response = await session.get(Response, row.response_id)
    shop = await session.get(Shop, row.shop_id)
    if response is None or shop is None:
        return None
    shown = _Shown(links, now)
    body = json.dumps(await _event(session, shop, row, response, shown), ensure_ascii=False).encode()
    keys = await _secrets(session, sealer, row.shop_id, now)
    moment = str(int(now.timestamp()))
    headers = {
        "Host": row.url.split("/")[2],
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "User-Agent": "Baton-Webhooks/1",
        "Accept": "*/*",
        "webhook-id": row.event_id,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(signature(key, row.event_id, moment, body) for key in keys),
    }
    return Delivery(row.url, body, headers)


def signature(secret: str, event_id: str, moment: str, body: bytes) -> str:
    """v1 of the specification: the base64 of the HMAC-SHA256 under the secret's bytes."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{event_id}.{moment}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


async def _secrets(session: AsyncSession, sealer: Sealer, shop_id: int, now: datetime) -> list[str]:
    row = await session.get(WebhookKey, shop_id)
    if row is None:
        return [await rotate(session, sealer, shop_id, now)]
    sealed = [row.sealed]
    if row.former_sealed and row.former_until and row.former_until > now:
        sealed.append(row.former_sealed)
    return [sealer.unseal(each, _place(shop_id)) for each in sealed]


@dataclass(frozen=True)
class _Shown:
    """How photos are shown to whoever reads one try."""

    links: Links
    now: datetime

    def of(self, name: str) -> dict[str, str]:
        until = self.links.until(self.now).isoformat()
        return {"name": name, "url": self.links.to(name, self.now), "expiresAt": until}


def _answer(each: FormField, value: str, shown: _Shown) -> dict[str, Any]:
    told: dict[str, Any] = {"key": each.key, "label": each.label, "kind": each.kind.value, "value": value}
    if each.kind is FieldKind.PHOTO:
        told["photos"] = [shown.of(name) for name in photo_names(value)]
    return told


async def _event(
    session: AsyncSession, shop: Shop, row: AnswerDelivery, response: Response, shown: _Shown
) -> dict[str, Any]:
    offer = await session.get_one(Offer, response.offer_id)
    form = queries.form_of(await session.get_one(CustomAction, offer.action_id))
    return {
        "type": "action.submitted",
        "timestamp": response.created_at.isoformat(),
        "data": {
            "id": row.event_id,
            "shop": shop.domain,
            "conversationId": str(response.conversation_id),
            "sequence": response.message_sequence,
            "correctsSequence": offer.corrects_sequence,
            "filledBy": response.filled_by,
            "action": {"key": form.key, "title": form.title, "version": form.version},
            "answers": [
                _answer(each, str(response.answers[each.key]), shown)
                for each in form.fields
                if each.key in response.answers
            ],
        },
    }


async def _locked(session: AsyncSession, shop_id: int, delivery_id: int) -> AnswerDelivery | None:
    found = await session.exec(
        select(AnswerDelivery)
        .where(AnswerDelivery.id == delivery_id, AnswerDelivery.shop_id == shop_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.first()


@dataclass(frozen=True)
class Tried:
    """How one try went. `status` is what the server answered, None where it did not."""

    status: int | None
    detail: str
    milliseconds: int | None = None
    is_last: bool = False


async def note(session: AsyncSession, shop_id: int, delivery_id: int, tried: Tried, now: datetime) -> None:
    """Keeps how a try went. What was delivered stays delivered, whatever a second runner of the same job found."""
    row = await _locked(session, shop_id, delivery_id)
    if row is None or row.status == "delivered":
        return
    is_taken = tried.status is not None and 200 <= tried.status < 300
    row.status = "delivered" if is_taken else "failed" if tried.is_last else "owed"
    row.tries += 1
    row.http_status, row.detail, row.milliseconds, row.tried_at = tried.status, tried.detail, tried.milliseconds, now
    session.add(row)


async def give_up(session: AsyncSession, shop_id: int, delivery_id: int) -> None:
    """Nothing more is tried by itself; the log keeps why the last try failed."""
    row = await _locked(session, shop_id, delivery_id)
    if row is not None and row.status == "owed":
        row.status = "failed"
        session.add(row)


async def forget_old(session: AsyncSession, now: datetime) -> int:
    """Some of the deliveries that ended long ago. What is owed is kept."""
    ended = col(AnswerDelivery.status) != "owed"
    return await delete_some(session, AnswerDelivery, ended, col(AnswerDelivery.created_at) < now - KEEP_FOR)


async def key_since(session: AsyncSession, shop_id: int) -> datetime | None:
    """Since when the secret stands; None where there is none."""
    row = await session.get(WebhookKey, shop_id)
    return row.created_at if row else None


async def deliveries(session: AsyncSession, shop_id: int, limit: int) -> list[tuple[AnswerDelivery, str]]:
    """The newest deliveries, each with the title of its form."""
    rows = await session.exec(
        select(AnswerDelivery, CustomAction.title)
        .join(Response, col(Response.id) == col(AnswerDelivery.response_id))
        .join(Offer, col(Offer.id) == col(Response.offer_id))
        .join(CustomAction, col(CustomAction.id) == col(Offer.action_id))
        .where(AnswerDelivery.shop_id == shop_id)
        .order_by(col(AnswerDelivery.id).desc())
        .limit(limit)
    )
    return [(row, title) for row, title in rows.all()]


def _place(shop_id: int) -> str:
    return f"{shop_id}:webhook_secret"
