"""Responses on their way to the merchant: signed as any library verifies, tried again, logged, sent once more."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlmodel import select

from backend.actions import deliver, service, webhooks
from backend.actions.effects import Submitted
from backend.actions.links import Links
from backend.actions.models import AnswerDelivery, WebhookKey
from backend.actions.starters import FIND_MY_ORDER, RETURN_OR_REFUND
from backend.actors import ShopperActor
from backend.clock import now
from backend.conversations.models import Conversation
from backend.db import Database
from backend.errors import NotAllowed, NotFound
from backend.jobs import TryAgain
from backend.outbound import Answered, NotSent, Outbound
from backend.shops.models import Shop
from backend.shops.sealing import Sealer
from tests.actions import test_photos
from tests.actions.test_service import ANSWERS, everything, jobs_named, open_offer, submitted

pytestmark = pytest.mark.anyio
URL = "https://hooks.example.com/baton"
APP = "https://baton.example.com"
SEALER = Sealer(b"\7" * 32)
LINKS = Links(SEALER.key, APP)


@dataclass(frozen=True)
class Server(Outbound):
    """The merchant's server: it answers as it is told, and keeps what it was sent."""

    answers: Any = None
    got: Any = None

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answered:
        self.got.append((url, body, dict(headers)))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return Answered(answer, 12)


def server(*answers: Any) -> Server:
    return Server(answers=list(answers), got=[])


def context(db: Database) -> Any:
    return SimpleNamespace(db=db, settings=SimpleNamespace(seal_key=SEALER.key, app_url=APP))


async def owed(db: Database, shop: Shop, conversation: Conversation, shopper: ShopperActor) -> dict[str, Any]:
    """A form with a webhook was answered: the payload of the job that is owed."""
    form = replace(FIND_MY_ORDER, effects=replace(FIND_MY_ORDER.effects, webhook_url=URL))
    async with db.writing() as session:
        await service.publish(session, shop.id or 0, form, now())
    await submitted(db, shopper, await open_offer(db, conversation))
    [job] = await jobs_named(db, "actions.deliver")
    return job.payload


async def delivery(db: Database) -> AnswerDelivery:
    async with db.reading() as session:
        return (await session.exec(select(AnswerDelivery))).one()


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """As the specification says it, apart from our own code."""
    key = base64.b64decode(secret.split("_", 1)[1])
    said = headers["webhook-id"].encode() + b"." + headers["webhook-timestamp"].encode() + b"." + body
    expected = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    return f"v1,{expected}" in headers["webhook-signature"].split()


def test_the_signature_is_the_one_of_the_specification() -> None:
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    signed = webhooks.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_an_answer_is_sent_once_signed_and_logged(
    database: Database, shop: Shop, conversation: Conversation, shopper: ShopperActor
) -> None:
    payload = await owed(database, shop, conversation, shopper)
    async with database.writing() as session:
        secret = await webhooks.rotate(session, SEALER, shop.id or 0, now())
    there = server(204)
    await deliver.run(context(database), payload, there)
    await deliver.run(context(database), payload, there)
    [(url, body, headers)] = there.got
    assert url == URL and headers["Host"] == "hooks.example.com" and is_signed(secret, headers, body)
    sent = json.loads(body)
    assert sent["type"] == "action.submitted" and sent["data"]["shop"] == shop.domain
    assert sent["data"]["action"] == {"key": "find_my_order", "title": "Find my order", "version": 1}
    assert [(each["key"], each["value"]) for each in sent["data"]["answers"]] == [
        ("order_number", "#1001"),
        ("email", ANSWERS["email"]),
    ]
    row = await delivery(database)
    assert (row.status, row.tries, row.http_status, row.milliseconds) == ("delivered", 1, 204, 12)
    assert row.event_id == headers["webhook-id"] == sent["data"]["id"]


async def test_what_is_not_taken_is_tried_again_later_and_later(
    database: Database, shop: Shop, conversation: Conversation, shopper: ShopperActor
) -> None:
    payload = await owed(database, shop, conversation, shopper)
    there = server(500, 302, NotSent("The server did not answer within 10 seconds."), 200)
    pauses = []
    for _ in range(3):
        with pytest.raises(TryAgain) as again:
            await deliver.run(context(database), payload, there)
        pauses.append(again.value.seconds)
    assert pauses == list(deliver.PAUSES[:3])
    row = await delivery(database)
    assert (row.status, row.tries, row.http_status, row.detail) == (
        "owed", 3, None, "The server did not answer within 10 seconds.",
    )  # fmt: skip
    await deliver.run(context(database), payload, there)
    assert len({headers["webhook-id"] for _, _, headers in there.got}) == 1
    assert (await delivery(database)).status == "delivered"


async def test_a_server_that_wants_no_more_and_one_that_never_answers_end_in_the_log(
    database: Database, shop: Shop, conversation: Conversation, shopper: ShopperActor
) -> None:
    payload = await owed(database, shop, conversation, shopper)
    await deliver.run(context(database), payload, server(410))
    row = await delivery(database)
    assert (row.status, row.detail) == ("failed", "The server answered 410.")
    async with database.writing() as session:
        await webhooks.resend(session, shop.id or 0, row.id or 0)
    with pytest.raises(TryAgain):
        await deliver.run(context(database), payload, server(503))
    await deliver.gave_up(context(database), payload, "webhook: 503")
    row = await delivery(database)
    assert (row.status, row.tries, row.detail) == ("failed", 1, "The server answered 503.")


async def test_what_was_sent_can_be_sent_again_under_its_id_and_nobody_elses_can(
    database: Database, shop: Shop, other_shop: Shop, conversation: Conversation, shopper: ShopperActor
) -> None:
    payload = await owed(database, shop, conversation, shopper)
    row = await delivery(database)
    before = await everything(database)
    with pytest.raises(NotAllowed):
        async with database.writing() as session:
            await webhooks.resend(session, shop.id or 0, row.id or 0)
    with pytest.raises(NotFound):
        async with database.writing() as session:
            await webhooks.resend(session, other_shop.id or 0, row.id or 0)
    assert await everything(database) == before
    there = server(200, 200)
    await deliver.run(context(database), payload, there)
    async with database.writing() as session:
        await webhooks.resend(session, shop.id or 0, row.id or 0)
    await deliver.run(context(database), payload, there)
    assert len(there.got) == 2 and len({headers["webhook-id"] for _, _, headers in there.got}) == 1


async def test_photos_go_along_as_links_that_are_made_anew_for_each_try_and_soon_end(
    database: Database, shop: Shop, conversation: Conversation, shopper: ShopperActor
) -> None:
    form = replace(RETURN_OR_REFUND, effects=replace(RETURN_OR_REFUND.effects, webhook_url=URL))
    async with database.writing() as session:
        await service.publish(session, shop.id or 0, form, now())
    offer_id = await test_photos.offered(database, conversation)
    photo = await test_photos.sent(database, shopper, offer_id, "key-of-the-photo")
    assert isinstance(await test_photos.submitted(database, shopper, offer_id, photo.name), Submitted)
    row, moment = await delivery(database), datetime(2026, 11, 22, 12, 10, tzinfo=UTC)
    async with database.writing() as session:
        first = await webhooks.made(session, SEALER, LINKS, row, moment)
        again = await webhooks.made(session, SEALER, LINKS, row, moment + timedelta(hours=4))
    assert first is not None and again is not None
    [told] = [each for each in json.loads(first.body)["data"]["answers"] if "photos" in each]
    assert (told["key"], told["kind"], told["value"]) == ("photo", "photo", photo.name)
    link = told["photos"][0].pop("url")
    assert told["photos"] == [{"name": photo.name, "expiresAt": "2026-11-22T13:00:00+00:00"}]
    assert link.startswith(f"{APP}/shopper/pictures/{photo.name}?") and link.encode() not in again.body
    proof = dict(parse_qsl(urlsplit(link).query))
    end = datetime(2026, 11, 22, 13, tzinfo=UTC)
    assert LINKS.opens(photo.name, proof["until"], proof["proof"], end - timedelta(seconds=1))
    assert not LINKS.opens(photo.name, proof["until"], proof["proof"], end)
    assert not Links(b"\1" * 32, APP).opens(photo.name, proof["until"], proof["proof"], moment)


async def test_after_a_rotation_both_secrets_sign_for_a_day(
    database: Database, shop: Shop, conversation: Conversation, shopper: ShopperActor
) -> None:
    await owed(database, shop, conversation, shopper)
    shop_id, row, moment = shop.id or 0, await delivery(database), now()
    async with database.writing() as session:
        former = await webhooks.rotate(session, SEALER, shop_id, moment)
    async with database.writing() as session:
        secret = await webhooks.rotate(session, SEALER, shop_id, moment)
        kept = await session.get_one(WebhookKey, shop_id)
        assert secret not in kept.sealed and former not in (kept.former_sealed or "")
        soon = await webhooks.made(session, SEALER, LINKS, row, moment + timedelta(hours=23))
        later = await webhooks.made(session, SEALER, LINKS, row, moment + timedelta(hours=25))
    assert soon is not None and later is not None and secret != former
    assert is_signed(secret, soon.headers, soon.body) and is_signed(former, soon.headers, soon.body)
    assert is_signed(secret, later.headers, later.body) and not is_signed(former, later.headers, later.body)


async def test_the_log_is_forgotten_after_a_month_and_what_is_owed_is_not(
    database: Database, shop: Shop, conversation: Conversation, shopper: ShopperActor
) -> None:
    payload = await owed(database, shop, conversation, shopper)
    later = now() + webhooks.KEEP_FOR + timedelta(minutes=1)
    async with database.writing() as session:
        assert await webhooks.forget_old(session, later) == 0
    await deliver.run(context(database), payload, server(200))
    async with database.writing() as session:
        assert await webhooks.forget_old(session, now()) == 0
        assert await webhooks.forget_old(session, later) == 1
