"""Files come in by agents' hands only, no longer than allowed, and what is refused leaves nothing behind."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlmodel import select

from backend.ai import strangers
from backend.db import Database
from backend.errors import TooMany
from backend.jobs import Job
from backend.knowledge.models import KnowledgeSource
from backend.knowledge.uploads import MOST_BYTES
from backend.limits import Limit
from backend.shops.models import Shop
from backend.web import uploads
from backend.web.arriving import Arriving
from backend.web.services import WebServices
from tests.web.conftest import ON_BOTH, OTHER_DOMAIN, id_token

pytestmark = pytest.mark.anyio

CARE = b"# Care\n\nWash merino at thirty degrees.\n"


async def send(browser: httpx.AsyncClient, name: str, content: Any, token: str | None = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {id_token() if token is None else token}"}
    return await browser.post("/knowledge/files", params={"name": name}, content=content, headers=headers)


async def rows(database: Database, table: type[Any]) -> list[Any]:
    async with database.reading() as session:
        return list((await session.exec(select(table))).all())


@ON_BOTH
async def test_an_agents_file_is_kept_as_text_and_owes_its_reading(
    browser: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    answer = await send(browser, "wool care.md", CARE)
    assert (answer.status_code, answer.json()) == (200, {"userErrors": []})
    (source,) = await rows(database, KnowledgeSource)
    assert (source.shop_id, source.kind, source.title, source.state) == (shop.id, "file", "Care", "queued")
    assert "thirty degrees" in source.content
    (job,) = await rows(database, Job)
    assert (job.name, job.payload) == ("knowledge.sync", {"shop_id": shop.id, "source_id": source.id})


@ON_BOTH
async def test_the_same_file_twice_at_once_is_one_source(
    browser: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    answers = await asyncio.gather(*(send(browser, "care.md", CARE) for _ in range(4)))
    assert [answer.json() for answer in answers] == [{"userErrors": []}] * 4
    assert len(await rows(database, KnowledgeSource)) == 1


WRONG: dict[str, Callable[[], str]] = {
    "none": lambda: "",
    "a program's": lambda: "baton_0123",
    "another shop's": lambda: id_token(OTHER_DOMAIN),
    "not Shopify's": lambda: id_token(secret="x" * 40),
    "an old one": lambda: id_token(age=600),
}


@pytest.mark.parametrize("token", WRONG)
async def test_who_is_no_agent_of_an_installed_shop_is_turned_away(
    browser: httpx.AsyncClient, database: Database, shop: Shop, token: str
) -> None:
    answer = await send(browser, "care.md", CARE, WRONG[token]())
    assert answer.status_code == 401
    assert answer.headers["X-Shopify-Retry-Invalid-Session-Request"] == "1"
    assert await rows(database, KnowledgeSource) == []


async def test_a_file_that_is_too_large_is_not_read_to_its_end(
    browser: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MOST_BYTES // 65_536 + 2):
            yield b"x" * 65_536

    for content in (endless(), b"x" * (MOST_BYTES + 1)):
        answer = await send(browser, "care.md", content)
        assert (answer.status_code, answer.json()["userErrors"][0]["message"]) == (
            413,
            "The file is larger than 10 MB.",
        )
    assert await rows(database, KnowledgeSource) == []


async def test_what_cannot_be_read_is_refused_in_words(
    browser: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    for name, content in (("letter.docx", b"PK\x03\x04"), ("care.pdf", CARE), ("", CARE), ("care.md", b"")):
        (error,) = (await send(browser, name, content)).json()["userErrors"]
        assert error["code"] == "INVALID" and error["message"].endswith(".")
    assert await rows(database, KnowledgeSource) == [] and await rows(database, Job) == []


async def test_a_shop_sends_so_many_files_in_a_minute(
    browser: httpx.AsyncClient, services: WebServices, shop: Shop
) -> None:
    services.files_of_shop = Limit(burst=2, per_minute=0.001)
    codes = [(await send(browser, "care.exe", b"MZ")).json()["userErrors"][0]["code"] for _ in range(3)]
    assert codes == ["INVALID", "INVALID", "TOO_MANY"]


async def test_a_shop_has_so_many_files_on_their_way_and_is_refused_before_the_next_is_read(
    browser: httpx.AsyncClient, database: Database, services: WebServices, shop: Shop
) -> None:
    services.arriving = Arriving(most=8, of_shop=1)
    is_arriving, may_end = asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield CARE
        is_arriving.set()
        await may_end.wait()

    async def unread() -> AsyncIterator[bytes]:
        raise AssertionError("the body was asked for")
        yield b""

    first = asyncio.create_task(send(browser, "care.md", slow()))
    await is_arriving.wait()
    refused = await send(browser, "other.md", unread())
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
    (error,) = refused.json()["userErrors"]
    assert (error["code"], error["message"]) == (
        "TOO_MANY",
        "Too many files are on their way. Wait a moment and try again.",
    )
    may_end.set()
    assert (await first).json() == {"userErrors": []}
    assert (await send(browser, "other.md", CARE)).json() == {"userErrors": []}
    assert len(await rows(database, KnowledgeSource)) == 2


def test_all_shops_together_have_so_many_files_on_their_way() -> None:
    arriving = Arriving(most=2, of_shop=2)
    with arriving.one(1), arriving.one(2), pytest.raises(TooMany), arriving.one(3):
        raise AssertionError("a third was let in")
    with arriving.one(3), arriving.one(3), pytest.raises(TooMany), arriving.one(3):
        raise AssertionError("a third was let in")


async def test_of_a_shop_one_file_is_read_at_a_time_and_another_shops_does_not_wait_for_it() -> None:
    arriving, order = Arriving(), list[str]()
    is_read, may_end = asyncio.Event(), asyncio.Event()

    async def reads(shop_id: int, what: str) -> None:
        with arriving.one(shop_id):
            async with arriving.reading(shop_id):
                order.append(what)
                is_read.set()
                if what == "first":
                    await may_end.wait()

    first = asyncio.create_task(reads(1, "first"))
    await is_read.wait()
    second = asyncio.create_task(reads(1, "second"))
    await asyncio.sleep(0)
    await reads(2, "another shop's")
    may_end.set()
    await asyncio.gather(first, second)
    assert order == ["first", "another shop's", "second"]


async def test_a_file_that_does_not_arrive_is_waited_for_no_longer_than_allowed(
    browser: httpx.AsyncClient, database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "ARRIVES_WITHIN", 0.05)

    async def never() -> AsyncIterator[bytes]:
        yield CARE
        await asyncio.Event().wait()

    answer = await send(browser, "care.md", never())
    assert (answer.status_code, answer.json()["userErrors"][0]["message"]) == (408, uploads.BROKEN_OFF)
    assert await rows(database, KnowledgeSource) == []


@pytest.mark.parametrize("name", ["care.html", "care.txt"])
async def test_markup_at_which_a_parser_breaks_is_no_fault_of_ours(
    browser: httpx.AsyncClient, database: Database, shop: Shop, name: str
) -> None:
    content = b"<html><body><p>Wash merino cold.</p><![foo[x]]></body></html>"
    assert (await send(browser, name, content)).json() == {"userErrors": []}
    (source,) = await rows(database, KnowledgeSource)
    assert "Wash merino cold." in source.content


async def test_a_file_that_takes_longer_to_read_than_the_deployment_allows_is_refused_in_words(
    browser: httpx.AsyncClient, database: Database, services: WebServices, shop: Shop
) -> None:
    services.settings = replace(services.settings, reading_seconds=0.001)
    (error,) = (await send(browser, "care.md", CARE)).json()["userErrors"]
    assert (error["code"], error["message"], error["field"]) == ("INVALID", strangers.TOO_MUCH, "file")
    assert await rows(database, KnowledgeSource) == []
