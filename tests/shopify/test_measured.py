"""Calls of Shopify are counted by operation and outcome, and what a shop has left by the share of its points."""

from typing import Any

import httpx
import pytest

from backend import measures
from backend.shopify.admin import AdminClient
from backend.shopify.failures import ShopifyFailure

pytestmark = pytest.mark.anyio
DOMAIN = "alder-and-pine.myshopify.com"
FULL = {"throttleStatus": {"maximumAvailable": 2000.0, "currentlyAvailable": 300.0, "restoreRate": 100.0}}
FOUND = {"data": {"shop": {"id": "1"}}, "extensions": {"cost": {"requestedQueryCost": 1, **FULL}}}
OPERATION = "ShopInfo"


async def at_once(_seconds: float) -> None:
    return None


async def call(*answers: tuple[int, dict[str, Any]]) -> None:
    left = list(answers)

    def answer(_request: httpx.Request) -> httpx.Response:
        status, body = left.pop(0)
        return httpx.Response(status, json=body)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        await AdminClient(http, lambda domain: f"https://{domain}", sleep=at_once).run(DOMAIN, "token", OPERATION)


def calls(outcome: str) -> float:
    labels = {"operation": OPERATION, "outcome": outcome}
    return measures.REGISTRY.get_sample_value("baton_shopify_calls_total", labels) or 0.0


async def test_each_try_is_counted_by_what_became_of_it() -> None:
    before = {outcome: calls(outcome) for outcome in ("ok", "Throttled", "Unavailable")}
    await call((429, {}), (502, {}), (200, FOUND))
    assert {outcome: calls(outcome) - before[outcome] for outcome in before} == {
        "ok": 1, "Throttled": 1, "Unavailable": 1,
    }  # fmt: skip


async def test_a_refusal_is_counted_by_its_kind() -> None:
    before = calls("TokenDead")
    with pytest.raises(ShopifyFailure):
        await call((401, {}))
    assert calls("TokenDead") == before + 1


async def test_what_is_left_is_the_share_that_shopify_tells() -> None:
    def below_a_quarter() -> float:
        return measures.REGISTRY.get_sample_value("baton_shopify_cost_left_ratio_bucket", {"le": "0.25"}) or 0.0

    before = below_a_quarter()
    await call((200, FOUND))
    assert below_a_quarter() == before + 1
