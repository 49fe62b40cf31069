"""The job "knowledge.sync": what the store says becomes what the bot may say.

Only what changed is embedded again. One source that fails stops no other, and one kind that Shopify refuses stops no
other kind; a kind that could not be listed to its end removes nothing. No transaction is open while Shopify is asked or
the model works.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from backend import clock
from backend.ai.documents import ChunkDraft
from backend.ai.embedding import Embedder
from backend.ai.retrieval import Passage, embedded_sentences, embedded_text
from backend.db import Database
from backend.jobs import TryAgain
from backend.knowledge import documents, queries, service
from backend.knowledge.documents import Document, language_code
from backend.knowledge.rules import Kind
from backend.knowledge.service import ReadChunk
from backend.shopify.admin import AccessDenied, AdminResult, ShopifyFailure
from backend.shopify.answers import failure_of
from backend.shops.models import Shop

MOST_PAGES = 500
DEFAULT_WAIT = 60.0

log = structlog.get_logger(__name__)


class Shopify(Protocol):
    """Asks Shopify on behalf of a shop; `backend.shops.door.ShopifyDoor`."""

    async def run(
        self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None
    ) -> AdminResult: ...


class Embedders(Protocol):
    """Gives the embedder; `backend.knowledge.index.KnowledgeIndexes`."""

    async def embedder(self) -> Embedder: ...


class Context(Protocol):
    """What an import needs of a job's surroundings."""

    @property
    def db(self) -> Database: ...
    @property
    def shopify(self) -> Shopify: ...
    @property
    def knowledge(self) -> Embedders: ...


@dataclass(frozen=True)
class _Listing:
    """How a kind is asked for. `connection` is None where all comes in one answer."""

    kind: Kind
    operation: str
    connection: str | None
    read: Callable[[Mapping[str, Any], str], Iterator[Document]]


LISTINGS = (
    _Listing(Kind.POLICY, "ShopPolicies", None, documents.policies),
    _Listing(Kind.PAGE, "ContentPages", "pages", documents.pages),
    _Listing(Kind.ARTICLE, "ContentArticles", "articles", documents.articles),
    _Listing(Kind.PRODUCT, "ContentProducts", "products", documents.products),
)


async def run(context: Context, payload: dict[str, Any]) -> None:
    """{shop_id}: imports what Shopify holds. {shop_id, source_id}: reads one entry that an agent wrote."""
    shop_id = int(payload["shop_id"])
    async with context.db.reading() as session:
        shop = await session.get(Shop, shop_id)
    if shop is None or not shop.is_installed:
        return
    if payload.get("source_id") is not None:
        await _read_entry(context, shop_id, int(payload["source_id"]))
    else:
        await _import(context, shop)


async def _import(context: Context, shop: Shop) -> None:
    assert shop.id is not None
    failure: ShopifyFailure | None = None
    for listing in LISTINGS:
        try:
            await _import_kind(context, shop, listing)
        except AccessDenied as refused:
            log.warning("content_refused", shop=shop.domain, kind=listing.kind.value, reason=refused.reason.value)
        except ShopifyFailure as failed:
            failure = failed
    await _read_entries(context, shop.id)
    if failure is not None:
        seconds = getattr(failure, "retry_after", DEFAULT_WAIT)
        raise TryAgain(f"content import: {type(failure).__name__}", seconds=seconds) from failure
    async with context.db.writing() as session:
        await service.finish_sync(session, shop.id, clock.now())


async def _import_kind(context: Context, shop: Shop, listing: _Listing) -> None:
    assert shop.id is not None
    listed_at = clock.now()
    found, is_whole = await _list(context.shopify, shop, listing)
    await _read_all(context, shop.id, found)
    if is_whole:
        async with context.db.writing() as session:
            present = {document.external_id for document in found}
            await service.remove_vanished(session, shop.id, listing.kind, present, listed_at)


async def _list(shopify: Shopify, shop: Shop, listing: _Listing) -> tuple[list[Document], bool]:
    """The documents of a kind, and whether they are all. An error beside the data is raised: it may hide some."""
    assert shop.id is not None
    storefront = (shop.storefront_url or f"https://{shop.domain}").rstrip("/")
    found: list[Document] = []
    after: str | None = None
    for _ in range(MOST_PAGES):
        variables = {} if listing.connection is None else {"after": after}
        result = await shopify.run(shop.id, listing.operation, variables)
        if result.errors:
            raise failure_of(result)
        found += listing.read(result.data, storefront)
        page = (result.data.get(listing.connection) or {}).get("pageInfo") or {} if listing.connection else {}
        after = page.get("endCursor") if page.get("hasNextPage") else None
        if after is None:
            return found, True
    return found, False


async def _read_entries(context: Context, shop_id: int) -> None:
    """What agents wrote, where a new embedding model makes that necessary."""
    async with context.db.reading() as session:
        entries = [documents.faq_document(s) for s in await queries.sources(session, shop_id) if s.kind == Kind.FAQ]
    await _read_all(context, shop_id, entries)


async def _read_entry(context: Context, shop_id: int, source_id: int) -> None:
    async with context.db.reading() as session:
        entries = [s for s in await queries.sources(session, shop_id) if s.id == source_id and s.kind == Kind.FAQ]
    await _read_all(context, shop_id, [documents.faq_document(entry) for entry in entries])


async def _read_all(context: Context, shop_id: int, found: list[Document]) -> None:
    embedder = await context.knowledge.embedder()
    async with context.db.writing() as session:
        due = await service.expect(session, shop_id, found, embedder.name, clock.now())
    for document in due:
        await _read(context, shop_id, document, embedder)


async def _read(context: Context, shop_id: int, document: Document, embedder: Embedder) -> None:
    async with context.db.writing() as session:
        await service.begin_reading(session, shop_id, document.external_id)
    try:
        chunks = await asyncio.to_thread(read_document, document, embedder)
    except Exception as error:
        log.exception("source_unreadable", kind=document.kind.value, source=document.external_id)
        async with context.db.writing() as session:
            await service.fail(
                session, shop_id, document.external_id, f"This text could not be read ({type(error).__name__})."
            )
        return
    async with context.db.writing() as session:
        await service.replace(session, shop_id, document, chunks, embedder=embedder.name, now=clock.now())


def read_document(document: Document, embedder: Embedder) -> list[ReadChunk]:
    """A document's chunks with their vectors, made in one go. Holds the CPU: call it off the event loop."""
    passages = [_passage(document, draft) for draft in document.drafts()]
    texts = [[embedded_text(passage), *embedded_sentences(passage)] for passage in passages]
    vectors = embedder.embed([text for group in texts for text in group]) if texts else ()
    chunks: list[ReadChunk] = []
    start = 0
    for passage, group in zip(passages, texts, strict=True):
        kept = b"".join(vector.astype("<f4").tobytes() for vector in vectors[start : start + len(group)])
        chunks.append(ReadChunk(passage.heading, passage.text, passage.sentences, passage.language, kept))
        start += len(group)
    return chunks


def _passage(document: Document, draft: ChunkDraft) -> Passage:
    return Passage(
        id=0,
        source_id=0,
        title=document.title,
        url=document.url,
        kind=document.kind,
        heading=" > ".join(draft.heading_path),
        text=draft.text,
        language=language_code(draft.text),
        sentences=draft.sentences,
    )
