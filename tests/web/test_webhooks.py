"""Webhooks are believed by their signature, taken once, in any order, and answered at once."""

import asyncio
import base64
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import select

from backend.db import Database
from backend.jobs import Job
from backend.knowledge.models import KnowledgeSource
from backend.shopify.oauth import OfflineGrant
from backend.shops import queries, service
from backend.shops.models import ComplianceRequest, Installation, Shop, WebhookDelivery
from backend.shops.sealing import Sealer
from backend.web import webhooks
from tests.web.conftest import DOMAIN, OLD_SECRET, ON_BOTH, OTHER_DOMAIN, SECRET

pytestmark = pytest.mark.anyio


async def deliver(
    browser: httpx.AsyncClient,
    topic: str,
    payload: Any,
    *,
    webhook_id: str = "w-1",
    domain: str = DOMAIN,
    secret: str = SECRET,
    prefix: str = "X-Shopify-",
    at: datetime | None = None,
    headers: Mapping[str, str | bytes] | None = None,
) -> int:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    sent: dict[str, str | bytes] = {
        f"{prefix}Topic": topic,
        f"{prefix}Shop-Domain": domain,
        f"{prefix}Webhook-Id": webhook_id,
        f"{prefix}Hmac-Sha256": base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode(),
        f"{prefix}Triggered-At": (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%S.%f789Z"),
        **(headers or {}),
    }
    raw = {name.encode(): value if isinstance(value, bytes) else value.encode() for name, value in sent.items()}
    return (await browser.post("/webhooks/shopify", content=body, headers=raw)).status_code


async def rows(database: Database, table: type[Any]) -> list[Any]:
    async with database.reading() as session:
        return list((await session.exec(select(table))).all())


@pytest.fixture
async def installation(database: Database, shop: Shop) -> None:
    assert shop.id is not None
    async with database.writing() as session:
        grant = OfflineGrant("shpat_1", "shprt_1", 3600, 7_776_000, ("read_orders",))
        await service.store_grant(session, shop.id, grant, Sealer(bytes(32)), datetime.now(UTC))


async def test_a_changed_order_owes_a_refresh(browser: httpx.AsyncClient, database: Database, shop: Shop) -> None:
    assert await deliver(browser, "orders/updated", {"id": 820982911946154508}) == 200
    (job,) = await rows(database, Job)
    assert (job.name, job.payload["shop_id"]) == ("orders.refresh", shop.id)
    assert job.payload["order_gid"] == "gid://shopify/Order/820982911946154508"


@ON_BOTH
async def test_a_burst_about_one_order_owes_one_refresh(
    browser: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    for number in range(5):
        topic, payload = [("orders/updated", {"id": 1}), ("fulfillments/update", {"id": 9, "order_id": 1})][number % 2]
        assert await deliver(browser, topic, payload, webhook_id=f"w-{number}") == 200
    assert len(await rows(database, Job)) == 1 and len(await rows(database, WebhookDelivery)) == 5


@ON_BOTH
async def test_a_repeated_delivery_changes_nothing(browser: httpx.AsyncClient, database: Database, shop: Shop) -> None:
    for _ in range(3):
        assert await deliver(browser, "customers/redact", {"shop_domain": DOMAIN, "customer": {"id": 1}}) == 200
    assert len(await rows(database, ComplianceRequest)) == 1


@ON_BOTH
async def test_the_same_delivery_twice_at_once_is_taken_once(
    browser: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    answers = await asyncio.gather(*(deliver(browser, "shop/redact", {"shop_domain": DOMAIN}) for _ in range(5)))
    assert answers == [200] * 5 and len(await rows(database, ComplianceRequest)) == 1


@ON_BOTH
async def test_a_burst_that_arrives_at_once_is_taken_whole_and_owes_one_refresh(
    browser: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    answers = await asyncio.gather(
        *(deliver(browser, "orders/updated", {"id": 1}, webhook_id=f"w-{number}") for number in range(8))
    )
    assert answers == [200] * 8 and len(await rows(database, WebhookDelivery)) == 8
    assert len(await rows(database, Job)) == 1


@ON_BOTH
async def test_products_that_changed_are_queued_and_owe_one_reading_after_the_burst(
    browser: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    for number in range(3):
        product = {"id": 7 + number % 2, "title": "Tin cup"}
        assert await deliver(browser, "products/update", product, webhook_id=f"w-{number}") == 200
    (job,) = await rows(database, Job)
    assert (job.name, job.payload) == ("knowledge.sync", {"shop_id": shop.id, "unread": True})
    assert job.run_at > datetime.now(UTC) + timedelta(seconds=20)
    queued = [(source.external_id, source.title, source.state) for source in await rows(database, KnowledgeSource)]
    assert sorted(queued) == [(f"gid://shopify/Product/{number}", "Tin cup", "queued") for number in (7, 8)]


@ON_BOTH
async def test_a_product_that_was_deleted_is_forgotten_at_once(
    browser: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    assert await deliver(browser, "products/create", {"id": 7, "title": "Tin cup"}) == 200
    assert await deliver(browser, "products/delete", {"id": 7}, webhook_id="w-2") == 200
    assert await rows(database, KnowledgeSource) == []


@pytest.mark.parametrize("payload", [{}, {"id": "7"}, {"id": True}, {"id": None}])
async def test_a_product_without_a_number_changes_nothing(
    browser: httpx.AsyncClient, database: Database, shop: Shop, payload: dict[str, Any]
) -> None:
    for number, topic in enumerate(("products/create", "products/update", "products/delete")):
        assert await deliver(browser, topic, payload, webhook_id=f"w-{number}") == 200
    assert await rows(database, KnowledgeSource) == [] and await rows(database, Job) == []


@ON_BOTH
async def test_a_shop_that_changed_is_asked_about_once(
    browser: httpx.AsyncClient, database: Database, shop: Shop, other_shop: Shop
) -> None:
    for number in range(3):
        payload = {"id": 1, "name": "Never believed", "myshopify_domain": DOMAIN}
        assert await deliver(browser, "shop/update", payload, webhook_id=f"w-{number}") == 200
    (job,) = await rows(database, Job)
    assert (job.name, job.payload) == ("knowledge.follow", {"shop_id": shop.id})
    assert "Never believed" not in {row.name for row in await rows(database, Shop)}


@pytest.mark.parametrize("topic", ["customers/data_request", "customers/redact", "shop/redact"])
async def test_a_privacy_request_is_kept_with_the_day_it_is_due_even_after_the_uninstall(
    browser: httpx.AsyncClient, database: Database, topic: str
) -> None:
    payload = {"shop_id": 1, "shop_domain": DOMAIN, "customer": {"id": None, "email": "elena.petrova@example.com"}}
    assert await deliver(browser, topic, payload) == 200
    (request,) = await rows(database, ComplianceRequest)
    assert (request.topic, request.shop_domain, request.payload) == (topic, DOMAIN, payload)
    assert request.due_at - request.received_at == timedelta(days=30) and request.completed_at is None


@ON_BOTH
async def test_an_uninstall_ends_everything_of_the_shop(
    browser: httpx.AsyncClient, database: Database, shop: Shop, other_shop: Shop, installation: None
) -> None:
    assert await deliver(browser, "app/uninstalled", {"id": 1, "myshopify_domain": DOMAIN}) == 200
    installed = {row.domain: row.is_installed for row in await rows(database, Shop)}
    assert installed == {DOMAIN: False, OTHER_DOMAIN: True} and await rows(database, Installation) == []


async def test_late_news_of_an_uninstall_does_not_end_the_next_installation(
    browser: httpx.AsyncClient, database: Database, shop: Shop, installation: None
) -> None:
    before = datetime.now(UTC) - timedelta(hours=1)
    assert await deliver(browser, "app/uninstalled", {"id": 1}, at=before) == 200
    assert (await rows(database, Shop))[0].is_installed and len(await rows(database, Installation)) == 1


@ON_BOTH
async def test_changed_scopes_are_kept(
    browser: httpx.AsyncClient, database: Database, shop: Shop, installation: None
) -> None:
    current = ["write_app_proxy", "read_orders", "read_all_orders"]
    assert await deliver(browser, "app/scopes_update", {"previous": [], "current": current}) == 200
    assert shop.id is not None
    async with database.reading() as session:
        assert set(await queries.scopes(session, shop.id)) == set(current)


@ON_BOTH
async def test_news_of_scopes_that_were_overtaken_by_newer_ones_change_nothing(
    browser: httpx.AsyncClient, database: Database, shop: Shop, installation: None
) -> None:
    newer, older = datetime.now(UTC), datetime.now(UTC) - timedelta(seconds=30)
    for id_, at, scope in (("w-2", newer, "read_all_orders"), ("w-1", older, "read_orders")):
        assert await deliver(browser, "app/scopes_update", {"current": [scope]}, webhook_id=id_, at=at) == 200
    assert shop.id is not None
    async with database.reading() as session:
        assert set(await queries.scopes(session, shop.id)) == {"read_all_orders"}


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("orders/updated", {"id": 1}),
        ("fulfillments/create", {"order_id": 1}),
        ("fulfillments/update", {"order_id": 1}),
        ("products/create", {"id": 2}),
        ("products/update", {"id": 2}),
        ("products/delete", {"id": 2}),
        ("shop/update", {"id": 1, "myshopify_domain": DOMAIN}),
        ("app/scopes_update", {"current": ["read_orders"]}),
        ("app/uninstalled", {"id": 1}),
        *((topic, {"shop_domain": DOMAIN}) for topic in ("customers/data_request", "customers/redact", "shop/redact")),
    ],
)
async def test_every_webhook_that_comes_twice_is_taken_once(
    browser: httpx.AsyncClient,
    database: Database,
    shop: Shop,
    installation: None,
    topic: str,
    payload: dict[str, Any],
) -> None:
    tables = (Job, Shop, Installation, ComplianceRequest, WebhookDelivery)
    assert await deliver(browser, topic, payload) == 200
    once = [await rows(database, table) for table in tables]
    assert await deliver(browser, topic, payload) == 200
    assert [await rows(database, table) for table in tables] == once


@pytest.mark.parametrize(
    ("secret", "headers"),
    [
        ("0" * 40, {}),
        (SECRET, {"X-Shopify-Hmac-Sha256": ""}),
        (SECRET, {"X-Shopify-Hmac-Sha256": "é".encode()}),
        (SECRET, {"X-Shopify-Hmac-Sha256": "AAAA"}),
    ],
)
async def test_what_shopify_did_not_sign_is_refused_and_leaves_nothing(
    browser: httpx.AsyncClient, database: Database, shop: Shop, installation: None, secret: str, headers: dict[str, Any]
) -> None:
    assert await deliver(browser, "app/uninstalled", {"id": 1}, secret=secret, headers=headers) == 401
    assert await rows(database, WebhookDelivery) == [] and (await rows(database, Shop))[0].is_installed


async def test_the_old_secret_and_the_newer_headers_are_understood(
    browser: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    assert await deliver(browser, "orders/updated", {"id": 1}, secret=OLD_SECRET, prefix="shopify-") == 200
    assert len(await rows(database, Job)) == 1


@pytest.mark.parametrize(
    ("payload", "headers"),
    [
        (b"", {}),
        (b"{", {}),
        (b"[1]", {}),
        (b"\xff", {}),
        (b"{}", {"X-Shopify-Shop-Domain": "evil.example"}),
        (b"{}", {"X-Shopify-Shop-Domain": ""}),
        (b"{}", {"X-Shopify-Webhook-Id": ""}),
        (b"{}", {"X-Shopify-Webhook-Id": "x" * 200}),
        (b"{}", {"X-Shopify-Topic": ""}),
        (b'{"shop_domain": "harbor-tea.myshopify.com"}', {}),
        (b'{"myshopify_domain": "harbor-tea.myshopify.com"}', {}),
    ],
)
async def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    browser: httpx.AsyncClient, database: Database, shop: Shop, payload: bytes, headers: dict[str, Any]
) -> None:
    assert await deliver(browser, "app/uninstalled", payload, headers=headers) == 400
    assert await rows(database, WebhookDelivery) == [] and (await rows(database, Shop))[0].is_installed


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("orders/updated", {}),
        ("orders/updated", {"id": "1 OR 1"}),
        ("orders/updated", {"id": True}),
        ("app/scopes_update", {"current": "all"}),
        ("themes/publish", {"id": 1}),
    ],
)
async def test_a_payload_of_another_shape_is_remembered_and_owes_nothing(
    browser: httpx.AsyncClient, database: Database, shop: Shop, topic: str, payload: dict[str, Any]
) -> None:
    assert await deliver(browser, topic, payload) == 200
    assert await rows(database, Job) == [] and len(await rows(database, WebhookDelivery)) == 1


async def test_news_of_a_shop_that_we_do_not_know_owes_nothing(
    browser: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    for number, topic in enumerate(["orders/updated", "products/update", "app/uninstalled", "app/scopes_update"]):
        domain = "nobody.myshopify.com"
        assert await deliver(browser, topic, {"id": 1}, domain=domain, webhook_id=f"w-{number}") == 200
    assert await rows(database, Job) == [] and (await rows(database, Shop))[0].is_installed


async def test_a_body_that_is_too_long_is_not_read(browser: httpx.AsyncClient, database: Database, shop: Shop) -> None:
    assert await deliver(browser, "orders/updated", b"x" * (2 * 1024 * 1024 + 1)) == 413
    assert await rows(database, WebhookDelivery) == []


async def test_a_body_that_does_not_arrive_is_waited_for_no_longer_than_allowed(
    browser: httpx.AsyncClient, database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "ARRIVES_WITHIN", 0.05)

    async def never() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    answer = await browser.post("/webhooks/shopify", content=never())
    assert (answer.status_code, await rows(database, WebhookDelivery)) == (408, [])


@ON_BOTH
async def test_a_delivery_whose_work_fails_is_not_remembered_so_that_it_can_come_again(
    browser: httpx.AsyncClient, database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("backend.jobs.enqueue", fails)
        with pytest.raises(RuntimeError):
            await deliver(browser, "orders/updated", {"id": 1})
    assert await rows(database, WebhookDelivery) == []
    assert await deliver(browser, "orders/updated", {"id": 1}) == 200
    assert len(await rows(database, Job)) == 1
