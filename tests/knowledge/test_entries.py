"""Files and addresses that agents add: read as text, from the shop's own pages alone, and refused in plain words."""

from collections.abc import Sequence
from typing import Any

import pytest

from backend import apart
from backend.ai import strangers
from backend.ai.files import read_file
from backend.ai.reading import blocks_of_html
from backend.ai.unreadable import Unreadable
from backend.ai.webpage import read_page
from backend.clock import now
from backend.errors import Invalid, NotAllowed, NotFound
from backend.knowledge import documents, fetch, reading, rules, service, uploads
from backend.knowledge.fetch import page as fetched
from backend.knowledge.models import KnowledgeSource
from backend.knowledge.rules import Kind, SourceState
from backend.outbound import NotSent, Outbound, Page
from backend.shops.models import Shop
from tests.ai.pdfs import Line, pdf_of
from tests.knowledge.test_sync import OF_SHOPIFY, Surroundings, world

__all__ = ["world"]
pytestmark = pytest.mark.anyio

OWN = ("https://pine.example", "https://pine.myshopify.com")
CARE = b"# Care\n\nWash merino at thirty degrees.\n"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("letter.docx", b"PK\x03\x04rest", "Word, Excel and zip files are not read."),
        ("care.pdf", b"# Care", "This is no PDF, though its name says so."),
        ("photo.md", b"\x89PNG\r\n", "Pictures are not read."),
        ("care.exe", b"MZ", "Files of this kind are not read; use .md, .txt, .html, .pdf."),
        ("care.txt", b"a\x00b" * 100, "The file holds no text."),
        ("care.md", b"  \n", "The file holds no text. A scanned document"),
    ],
)
async def test_a_file_that_is_not_text_is_refused_with_what_to_do(name: str, content: bytes, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        await uploads.read_upload(name, content)
    assert refused.value.message.startswith(why) and refused.value.field == "file"


@pytest.mark.parametrize("name", ["", "x" * 121 + ".md", ".."])
async def test_a_file_needs_a_plain_name(name: str) -> None:
    with pytest.raises(Invalid):
        await uploads.read_upload(name, CARE)


async def test_what_a_file_is_is_told_by_its_content() -> None:
    assert (await uploads.read_upload("../../etc/care.md", CARE)).name == "care.md"
    page = b"<!doctype html><title>Care | Pine</title><p>Wash merino cold.</p><script>alert(1)</script>"
    assert (await uploads.read_upload("care.txt", page)).title == "Care"
    assert "alert" not in (await uploads.read_upload("care.txt", page)).content
    assert (
        "thirty degrees"
        in (await uploads.read_upload("care.md", pdf_of([Line(72, 700, "Wash merino at thirty degrees.")]))).content
    )


async def kept(world: Surroundings, name: str, content: bytes) -> KnowledgeSource:
    upload = await uploads.read_upload(name, content)
    async with world.db.writing() as session:
        return await service.save_file(session, world.shop_id, upload, now())


async def test_a_file_is_quoted_once_it_was_read_and_its_next_version_takes_its_place(world: Surroundings) -> None:
    first = await kept(world, "care.md", CARE)
    await world.sync(source_id=first.id)
    assert await world.best("wash merino") == "Wash merino at thirty degrees."
    second = await kept(world, "care.md", b"# Care\n\nWash merino by hand.\n")
    assert second.id == first.id
    assert await world.best("wash merino") == "Wash merino at thirty degrees."
    await world.sync(source_id=first.id)
    assert await world.best("wash merino") == "Wash merino by hand."
    source = (await world.sources())["Care"]
    assert (source.kind, source.state, source.bytes, source.language) == (Kind.FILE, SourceState.READY, 20, "")


async def test_a_file_that_is_replaced_while_it_is_read_is_not_taken_for_the_new_one(world: Surroundings) -> None:
    old = documents.entry_document(await kept(world, "care.md", CARE))
    await kept(world, "care.md", b"# Care\n\nWash merino by hand.\n")
    async with world.db.writing() as session:
        chunks = reading.read_document(old, world.model)
        await service.replace(session, world.shop_id, old, chunks, embedder=world.model.name, now=now())
    assert (await world.sources())["Care"].state == SourceState.QUEUED
    assert await world.best("wash merino") == ""


async def test_a_shop_keeps_so_many_files_and_no_more(world: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_FILES", 1)
    await kept(world, "care.md", CARE)
    with pytest.raises(Invalid, match="There are 1 already"):
        await kept(world, "other.md", CARE)
    await kept(world, "care.md", CARE)
    assert len(await world.sources()) == 1


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("care", "Write a whole web address"),
        ("https://name:word@pine.example/care", "Write a whole web address"),
        ("https://pine.example/a b", "Write a whole web address"),
        ("https://[::1", "Write a whole web address"),
        ("ftp://pine.example/", "Write a whole web address"),
        ("http://pine.example/care", "Only pages of your own store are read"),
        ("https://pine.example.evil.example/", "Only pages of your own store are read"),
        ("https://pine.example:8443/", "Only pages of your own store are read"),
        ("https://169.254.169.254/", "Only pages of your own store are read"),
        ("https://pine.example/" + "x" * 1000, "Shorten the address"),
    ],
)
def test_only_whole_addresses_of_the_shops_own_may_be_read(address: str, why: str) -> None:
    assert (rules.address_problem(address, OWN) or "").startswith(why)


def test_an_address_of_the_shops_own_may_be_read() -> None:
    assert rules.tidy_address(" https://PINE.example/Care?a=1#top ") == "https://pine.example/Care?a=1"
    assert rules.address_problem("https://pine.example/Care?a=1", OWN) is None
    assert rules.address_problem("https://pine.myshopify.com:443/", OWN) is None


class Web(Outbound):
    """Pages by their address; what is not there breaks off."""

    def __init__(self, **pages: Page) -> None:
        object.__setattr__(self, "pages", pages)
        object.__setattr__(self, "asked", [])

    async def get(self, url: str, *, most_bytes: int) -> Page:
        asked: list[str] = self.asked  # type: ignore[attr-defined]
        asked.append(url)
        found: Page | None = self.pages.get(url.rsplit("/", 1)[-1])  # type: ignore[attr-defined]
        if found is None:
            raise NotSent("The server could not be reached, or broke off.")
        return found


def html(body: str, status: int = 200) -> Page:
    page = f"<html><title>Care | Pine</title><body><header>Menu</header>{body}<footer>Terms</footer></body></html>"
    return Page(status, "text/html; charset=utf-8", "", page.encode())


def leads(to: str) -> Page:
    return Page(302, "", to, b"")


async def read(web: Web, address: str = "https://pine.example/care", own: Sequence[str] = OWN) -> Any:
    return await fetched(address, own, OF_SHOPIFY, web)


async def test_a_page_is_read_without_what_stands_around_it_where_its_redirects_end() -> None:
    web = Web(care=leads("/de/pflege"), pflege=html("<h2>Wool</h2><p>Wash merino cold.</p>"))
    page, address = await read(web)
    assert (page.title, [block.text for block in page.blocks]) == ("Care", ["Wool", "Wash merino cold."])
    assert address == "https://pine.example/de/pflege"
    page, _ = await read(Web(care=html("<p>Around.</p><main><p>Wash merino cold.</p></main>")))
    assert [block.text for block in page.blocks] == ["Wash merino cold."]


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ({"care": leads("https://evil.example/care")}, "Only pages of your own store"),
        ({"care": leads("http://169.254.169.254/latest")}, "Only pages of your own store"),
        ({"care": leads("http://[")}, "The page leads on to what is no web address."),
        ({"care": leads("/care")}, "The page leads on to other pages more than 5 times."),
        ({"care": html("", 404)}, "The page answered 404."),
        ({"care": Page(200, "text/html", "", b"<p> </p>")}, "The page holds no text"),
        ({"care": Page(200, "image/png", "", b"")}, "Addresses of this kind are not read (image/png)."),
        ({}, "The server could not be reached"),
    ],
)
async def test_a_page_that_cannot_be_read_says_why(pages: dict[str, Page], why: str) -> None:
    web = Web(**pages)
    with pytest.raises(Unreadable) as problem:
        await read(web)
    assert str(problem.value).startswith(why)
    assert all(address.startswith("https://pine.example/") for address in web.asked)  # type: ignore[attr-defined]


def test_only_a_shopify_without_https_has_storefronts_on_this_machine() -> None:
    assert fetch.near(OWN, "https://{shop}") == frozenset()
    assert fetch.near(OWN, "http://127.0.0.1:9000/shops/{shop}") == frozenset(OWN)


async def added(world: Surroundings, address: str) -> KnowledgeSource:
    async with world.db.writing() as session:
        return await service.add_address(session, world.shop_id, address, OWN, now())


async def test_an_address_that_cannot_be_read_fails_with_the_reason_and_is_tried_again_by_hand(
    world: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def page(address: str, *_: Any) -> Any:
        return await read(web, address)

    web = Web()
    monkeypatch.setattr(fetch, "page", page)
    source = await added(world, "https://pine.example/care")
    await world.sync(source_id=source.id)
    (failed,) = (await world.sources()).values()
    assert (failed.state, failed.failure) == (
        SourceState.FAILED,
        "The server could not be reached, or broke off.",
    )
    web = Web(care=html("<p>Wash merino cold.</p>"))
    async with world.db.writing() as session:
        await service.read_again(session, world.shop_id, source.id or 0)
    await world.sync(source_id=source.id)
    found = (await world.sources())["Care"]
    assert (found.state, found.failure, found.url) == (SourceState.READY, "", "https://pine.example/care")
    assert (await added(world, "https://pine.example/care#top")).id == source.id


async def test_an_address_elsewhere_is_refused_and_nothing_is_written(world: Surroundings) -> None:
    with pytest.raises(Invalid) as refused:
        await added(world, "https://evil.example/")
    assert refused.value.field == "url"
    assert await world.sources() == {}


async def test_what_agents_added_is_deleted_by_their_shop_alone(world: Surroundings, other_shop: Shop) -> None:
    source = await kept(world, "care.md", CARE)
    await world.sync(source_id=source.id)
    async with world.db.writing() as session:
        with pytest.raises(NotFound):
            await service.delete_source(session, other_shop.id or 0, source.id or 0)
    assert await world.best("wash merino") == "Wash merino at thirty degrees."
    async with world.db.writing() as session:
        await service.delete_source(session, world.shop_id, source.id or 0)
    assert await world.sources() == {} and await world.best("wash merino") == ""
    await world.sync()
    page = (await world.sources())["Page 1"]
    async with world.db.writing() as session:
        with pytest.raises(NotAllowed):
            await service.delete_source(session, world.shop_id, page.id or 0)
    assert "Page 1" in await world.sources()


async def test_a_source_at_which_our_own_code_breaks_fails_alone(
    world: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def page(address: str, *_: Any) -> Any:
        if address.endswith("/poison"):
            raise KeyError("what nobody foresaw")
        return await read(Web(care=html("<p>Wash merino cold.</p>")), address)

    monkeypatch.setattr(fetch, "page", page)
    await added(world, "https://pine.example/poison")
    await added(world, "https://pine.example/care")
    await world.read()
    found = {source.url or source.title: (source.state, source.failure) for source in (await world.sources()).values()}
    assert found == {
        "https://pine.example/poison": (SourceState.FAILED, "It could not be read (KeyError)."),
        "https://pine.example/care": (SourceState.READY, ""),
    }


@pytest.mark.parametrize("declaration", ["<![foo[x]]>", "<![foo", "<!foo[", "<!DOCTYPE [ <!ELEMENT % ]>"])
async def test_markup_at_which_the_parser_gives_up_is_read_without_it(declaration: str) -> None:
    upload = await uploads.read_upload("care.html", f"<p>Wash merino cold.</p>{declaration}".encode())
    assert "Wash merino cold." in upload.content
    page, _ = await read(Web(care=html(f"<p>Wash merino cold.</p>{declaration}")))
    assert page.blocks[0].text == "Wash merino cold."


async def test_a_file_that_takes_too_much_is_given_up_and_says_what_to_do() -> None:
    too_little = apart.Bounds(seconds=1, megabytes=1024)
    with pytest.raises(Unreadable, match="takes too long or too much memory"):
        await strangers.file("care.html", b"<!--" * 500_000, too_little)
    with pytest.raises(Unreadable, match="takes too long or too much memory"):
        await strangers.page(b"x" * 1_000_000, apart.Bounds(seconds=60, megabytes=8))


async def test_what_a_process_of_its_own_reads_is_what_the_readers_read() -> None:
    content = b"<title>Care</title><h2>Wool</h2><ul><li>Wash &amp; dry</li></ul><p>W\xc3\xa4rme \xf0\x9f\x90\x91</p>"
    assert await strangers.page(content) == read_page(content)
    assert await strangers.file("care.html", content) == read_file("care.html", content)
    assert await strangers.fragment(content.decode()) == tuple(blocks_of_html(content.decode()))
