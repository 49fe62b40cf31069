"""The Admin API client keeps what it got, waits as told, repeats what may be repeated, and names what went wrong."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import respx

from backend.shopify import documents
from backend.shopify.admin import (
    AccessDenied,
    AccessReason,
    AdminClient,
    AdminResult,
    BadRequest,
    ShopFrozen,
    ShopGone,
    Throttled,
    TokenDead,
    Unavailable,
)
from backend.shopify.answers import ErrorKind

pytestmark = pytest.mark.anyio

SHOP = "alder-and-pine.myshopify.com"
URL = f"https://{SHOP}/admin/api/2026-10/graphql.json"
OTHER_URL = "https://harbor-tea.myshopify.com/admin/api/2026-10/graphql.json"


class Time:
    """A steady clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.sleeps: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def client(time: Time) -> AsyncIterator[AdminClient]:
    async with httpx.AsyncClient() as http:
        yield AdminClient(http, "https://{}".format, clock=lambda: time.now, sleep=time.sleep, jitter=lambda: 0.0)


def cost(requested: float, available: float, rate: float = 100.0) -> dict[str, Any]:
    status = {"maximumAvailable": 2000.0, "currentlyAvailable": available, "restoreRate": rate}
    return {"cost": {"requestedQueryCost": requested, "actualQueryCost": requested, "throttleStatus": status}}


def answer(data: Any, *errors: dict[str, Any], extensions: dict[str, Any] | None = None) -> httpx.Response:
    body = {"data": data, **({"errors": list(errors)} if errors else {}), "extensions": extensions or {}}
    return httpx.Response(200, json=body, headers={"X-Request-Id": "req-1"})


def error(message: str, code: str | None = None, path: list[Any] | None = None) -> dict[str, Any]:
    return {"message": message, "path": path, "extensions": {"code": code} if code else {}}


THROTTLED = error("Throttled", "THROTTLED")
FOUND = answer({"order": {"id": "gid://shopify/Order/1"}})


async def order(client: AdminClient) -> AdminResult:
    return await client.run(SHOP, "shpat_secret", "OrderById", {"id": "gid://shopify/Order/1"})


@respx.mock
async def test_an_operation_is_asked_with_token_variables_and_its_own_name(client: AdminClient) -> None:
    route = respx.post(URL).mock(return_value=FOUND)
    result = await order(client)
    assert result.data == {"order": {"id": "gid://shopify/Order/1"}} and result.request_id == "req-1"
    request = route.calls.last.request
    assert request.headers["X-Shopify-Access-Token"] == "shpat_secret"
    body = json.loads(request.content)
    assert body["operationName"] == "OrderById" and body["variables"] == {"id": "gid://shopify/Order/1"}
    assert body["query"] == documents.operation("OrderById").text


@respx.mock
async def test_nothing_found_is_an_answer_and_no_failure(client: AdminClient) -> None:
    respx.post(URL).mock(return_value=answer({"order": None}))
    assert (await order(client)).data == {"order": None}


@respx.mock
async def test_what_was_answered_is_kept_beside_what_was_refused(client: AdminClient) -> None:
    refused = error("This app is not approved to use the email field. See …", "ACCESS_DENIED", ["order", "email"])
    scope = error(
        "Access denied for customer field. Required access: `read_customers` access scope.",
        "ACCESS_DENIED",
        ["order", "customer"],
    )
    respx.post(URL).mock(return_value=answer({"order": {"id": "1", "email": None, "customer": None}}, refused, scope))
    result = await order(client)
    assert result.data["order"]["id"] == "1"
    assert [(item.kind, item.path) for item in result.errors] == [
        (ErrorKind.NOT_APPROVED, "order.email"),
        (ErrorKind.MISSING_SCOPE, "order.customer"),
    ]
    below = result.refused("order.customer.displayName")
    assert below is not None and below.kind is ErrorKind.MISSING_SCOPE
    assert result.refused("order.id") is None and result.refused("order.emailMarketing") is None


@respx.mock
@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("This app is not approved to access the Order object. See …", AccessReason.NOT_APPROVED),
        ("Access denied for orders field. Required access: `read_orders` access scope.", AccessReason.MISSING_SCOPE),
    ],
)
async def test_when_all_is_refused_the_failure_says_why(
    client: AdminClient, message: str, reason: AccessReason
) -> None:
    route = respx.post(URL).mock(return_value=answer({"order": None}, error(message, "ACCESS_DENIED", ["order"])))
    with pytest.raises(AccessDenied) as refusal:
        await order(client)
    assert refusal.value.reason is reason and route.call_count == 1


@respx.mock
async def test_throttling_is_waited_out_for_as_long_as_the_bucket_needs(client: AdminClient, time: Time) -> None:
    respx.post(URL).mock(side_effect=[answer(None, THROTTLED, extensions=cost(355, 55)), FOUND])
    assert (await order(client)).has_data
    assert sum(time.sleeps) == pytest.approx(3.0)


@respx.mock
async def test_after_an_answer_the_client_waits_before_it_asks_for_more_than_is_left(
    client: AdminClient, time: Time
) -> None:
    respx.post(URL).mock(return_value=answer({"order": {"id": "1"}}, extensions=cost(355, 155)))
    await order(client)
    assert time.sleeps == []
    await order(client)
    assert time.sleeps == [pytest.approx(2.0)]


@respx.mock
async def test_one_shops_empty_bucket_does_not_slow_another(client: AdminClient, time: Time) -> None:
    respx.post(URL).mock(return_value=answer({"order": {"id": "1"}}, extensions=cost(355, 0)))
    respx.post(OTHER_URL).mock(return_value=FOUND)
    await order(client)
    await client.run("harbor-tea.myshopify.com", "t", "OrderById", {"id": "1"})
    assert time.sleeps == []


@respx.mock
async def test_a_wait_that_is_too_long_is_handed_to_the_caller(client: AdminClient, time: Time) -> None:
    route = respx.post(URL).mock(return_value=answer(None, THROTTLED, extensions=cost(900, 0, rate=10)))
    with pytest.raises(Throttled) as refusal:
        await order(client)
    assert refusal.value.retry_after == pytest.approx(90.0) and time.sleeps == [] and route.call_count == 1


@respx.mock
async def test_throttling_without_end_is_given_up(client: AdminClient) -> None:
    route = respx.post(URL).mock(return_value=answer(None, THROTTLED))
    with pytest.raises(Throttled):
        await order(client)
    assert route.call_count == 4


@respx.mock
async def test_calls_that_run_together_do_not_spend_the_same_points(client: AdminClient, time: Time) -> None:
    respx.post(URL).mock(return_value=answer({"order": {"id": "1"}}, extensions=cost(300, 600)))
    await order(client)
    started = asyncio.Event()

    async def slowly(_: httpx.Request) -> httpx.Response:
        await started.wait()
        return answer({"order": {"id": "1"}}, extensions=cost(300, 600))

    respx.post(URL).mock(side_effect=slowly)
    calls = [asyncio.create_task(order(client)) for _ in range(3)]
    for _ in range(20):
        await asyncio.sleep(0)
    assert time.sleeps == [pytest.approx(3.0)]
    started.set()
    await asyncio.gather(*calls)


@respx.mock
async def test_retry_after_may_have_a_fraction(client: AdminClient, time: Time) -> None:
    respx.post(URL).mock(side_effect=[httpx.Response(429, headers={"Retry-After": "1.5"}), FOUND])
    await order(client)
    assert time.sleeps == [pytest.approx(1.5)]


@respx.mock
@pytest.mark.parametrize("header", ["soon", "-3", ""])
async def test_a_broken_retry_after_is_survived(client: AdminClient, header: str) -> None:
    respx.post(URL).mock(side_effect=[httpx.Response(429, headers={"Retry-After": header}), FOUND])
    assert (await order(client)).has_data


@respx.mock
@pytest.mark.parametrize(
    "broken",
    [
        httpx.Response(502, text="<html>"),
        httpx.Response(200, text="<html>"),
        httpx.ConnectError("x"),
        httpx.ReadTimeout("x"),
    ],
    ids=["502", "not JSON", "connect", "time-out"],
)
async def test_a_read_is_repeated_after_a_failure_that_may_pass(client: AdminClient, broken: Any) -> None:
    respx.post(URL).mock(side_effect=[broken, FOUND])
    assert (await order(client)).has_data


@respx.mock
async def test_a_read_that_fails_again_and_again_ends_in_unavailable(client: AdminClient, time: Time) -> None:
    route = respx.post(URL).mock(side_effect=httpx.ConnectError("no route"))
    with pytest.raises(Unavailable):
        await order(client)
    assert route.call_count == 4 and time.sleeps == [0.5, 1.0, 2.0]


@respx.mock
async def test_what_changes_something_is_not_repeated_when_its_outcome_is_unknown(
    client: AdminClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = documents.Operation("Change", "mutation Change { appUninstall { app { id } } }", is_read=False)
    monkeypatch.setattr("backend.shopify.admin.operation", lambda _: change)
    route = respx.post(URL).mock(side_effect=[httpx.Response(502), FOUND])
    with pytest.raises(Unavailable):
        await client.run(SHOP, "t", "Change")
    assert route.call_count == 1
    route.mock(side_effect=[answer(None, THROTTLED), FOUND])
    assert (await client.run(SHOP, "t", "Change")).has_data


@respx.mock
async def test_shopifys_own_error_is_tried_once_more(client: AdminClient) -> None:
    broken = answer(None, error("Internal error", "INTERNAL_SERVER_ERROR"))
    route = respx.post(URL).mock(return_value=broken)
    with pytest.raises(Unavailable):
        await order(client)
    assert route.call_count == 2


@respx.mock
@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (401, TokenDead),
        (402, ShopFrozen),
        (403, AccessDenied),
        (404, ShopGone),
        (423, ShopFrozen),
        (430, Throttled),
        (400, BadRequest),
        (302, BadRequest),
    ],
)
async def test_each_refusal_has_its_name_and_is_not_repeated(
    client: AdminClient, status: int, failure: type[Exception]
) -> None:
    body = {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}
    route = respx.post(URL).mock(return_value=httpx.Response(status, json=body, headers={"Location": OTHER_URL}))
    with pytest.raises(failure) as refusal:
        await order(client)
    assert route.call_count == 1 and "shpat_secret" not in str(refusal.value)


@respx.mock
@pytest.mark.parametrize(
    "mistake",
    [
        answer(None, error("Field 'colour' doesn't exist on type 'Order'")),
        answer(None, error("Query cost is 1400, which exceeds the limit", "MAX_COST_EXCEEDED")),
    ],
    ids=["validation", "cost"],
)
async def test_a_mistake_of_ours_is_not_repeated(client: AdminClient, mistake: httpx.Response) -> None:
    route = respx.post(URL).mock(return_value=mistake)
    with pytest.raises(BadRequest):
        await order(client)
    assert route.call_count == 1


@pytest.mark.parametrize(
    "domain", ["evil.example", "x.myshopify.com@evil.example", "127.0.0.1", "", "a.myshopify.com/x"]
)
async def test_no_other_host_is_ever_asked(client: AdminClient, domain: str) -> None:
    with respx.mock, pytest.raises(BadRequest):
        await client.run(domain, "t", "ShopInfo")


@pytest.mark.parametrize("name", ["Nothing", "../admin", "OrderById\n", ""])
async def test_an_unknown_operation_is_refused(client: AdminClient, name: str) -> None:
    with respx.mock, pytest.raises(KeyError):
        await client.run(SHOP, "t", name)
