"""Each request has an id, is timed by the pattern of its address, and leaves one line that quotes nothing."""

import io
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from backend import measures
from backend.web.access import Access
from tests.logged import log_to

pytestmark = pytest.mark.anyio


async def page(_request: Request) -> Response:
    return PlainTextResponse("here")


async def broken(_request: Request) -> Response:
    raise ValueError("elena@example.com")


@pytest.fixture
def written() -> Iterator[io.BytesIO]:
    with log_to(io.BytesIO()) as stream:
        yield stream


@pytest.fixture
async def caller() -> AsyncIterator[httpx.AsyncClient]:
    found = [Route("/page/{rest:path}", page), Route("/broken", broken), Route("/health/live", page)]
    app = Starlette(routes=found, middleware=[Middleware(Access)])
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        yield client


def lines(stream: io.BytesIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


async def test_a_request_leaves_one_line_without_its_address(caller: httpx.AsyncClient, written: io.BytesIO) -> None:
    answer = await caller.get("/page/elena@example.com?id_token=eyJhbGciOi")
    (line,) = lines(written)
    assert line.pop("ms") < 1000 and line.pop("timestamp")
    assert line == {
        "event": "request", "level": "info", "method": "GET", "route": "/page/{rest:path}", "status": 200,
        "request": answer.headers["x-request-id"],
    }  # fmt: skip
    assert b"elena" not in written.getvalue() and b"eyJ" not in written.getvalue()


async def test_a_sane_id_of_the_caller_is_kept(caller: httpx.AsyncClient, written: io.BytesIO) -> None:
    answer = await caller.get("/page/", headers={"X-Request-Id": "proxy-7f3a.99"})
    assert answer.headers["x-request-id"] == lines(written)[0]["request"] == "proxy-7f3a.99"


@pytest.mark.parametrize(
    "sent", ["short", "x" * 65, "elena@example.com", "two words here", '"quoted-id"', "-starts-with"]
)
async def test_any_other_id_is_replaced(caller: httpx.AsyncClient, written: io.BytesIO, sent: str) -> None:
    answer = await caller.get("/page/", headers={"X-Request-Id": sent})
    assert answer.headers["x-request-id"] == lines(written)[0]["request"] != sent
    assert len(answer.headers["x-request-id"]) == 16


async def test_what_breaks_is_a_500_in_the_log(caller: httpx.AsyncClient, written: io.BytesIO) -> None:
    await caller.get("/broken")
    assert [(line["event"], line["status"]) for line in lines(written)] == [("request", 500)]
    assert b"elena" not in written.getvalue()


async def test_that_a_process_is_well_is_not_worth_a_line(caller: httpx.AsyncClient, written: io.BytesIO) -> None:
    await caller.get("/health/live")
    assert lines(written) == []


async def test_addresses_that_nobody_has_are_counted_as_one(caller: httpx.AsyncClient, written: io.BytesIO) -> None:
    def counted() -> float:
        labels = {"route": "none", "method": "GET", "status": "404"}
        return measures.REGISTRY.get_sample_value("baton_http_seconds_count", labels) or 0.0

    before = counted()
    for made_up in ("/wp-login.php", "/elena@example.com"):
        await caller.get(made_up)
    assert counted() == before + 2
    assert b"elena" not in written.getvalue()
