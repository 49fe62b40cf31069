"""The job "knowledge.sync": what the store says becomes what the bot may say.

Only what changed is embedded again, and one source that fails stops no other. No transaction is open while Shopify or a
page is asked, or the model works. The work that is left is in the rows, so a reading goes on where it was broken off.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from backend import clock
from backend.ai import strangers
from backend.ai.unreadable import Unreadable
from backend.jobs import TryAgain
from backend.knowledge import documents, fetch, queries, queue, reading, service
from backend.knowledge.documents import Document
from backend.knowledge.listing import CONTENT, Content, list_content, words_of
from backend.knowledge.models import KnowledgeSource
from backend.knowledge.reading import Read
from backend.knowledge.rules import Kind
from backend.knowledge.surroundings import Context, wait_of
from backend.shopify.admin import AccessDenied, ShopifyFailure, Throttled
from backend.shopify.answers import failure_of
from backend.shops.models import Shop

BATCH = 20
SLICE = 5.0
"""Seconds after which a reading lets other jobs of its worker go first."""
MOST_VARIANTS = 300
LONG_MARKUP = 20_000
IN_ORDER = (Kind.FAQ, Kind.POLICY, Kind.PAGE, Kind.ARTICLE, Kind.WEB, Kind.FILE, Kind.PRODUCT)
"""What answers most questions is read first."""
REFUSED = "Shopify does not let Baton read this. Open Baton in the Shopify admin to grant what it needs."

log = structlog.get_logger(__name__)


async def run(context: Context, payload: dict[str, Any]) -> None:
    """{shop_id}: lists what Shopify holds. {shop_id, unread}: reads all that is queued. {shop_id, source_id}: one."""
    shop_id = int(payload["shop_id"])
    async with context.db.reading() as session:
        shop = await session.get(Shop, shop_id)
    if shop is None or not shop.is_installed:
        return
    if payload.get("source_id") is not None:
        await _read_one(context, shop, int(payload["source_id"]))
    elif payload.get("unread"):
        await _read_queued(context, shop)
    else:
        kinds = [kind for kind in CONTENT if kind in payload.get("kinds", CONTENT)]
        await list_content(context, shop, kinds, is_full=bool(payload.get("full")))


async def gave_up(context: Context, payload: dict[str, Any], _error: str) -> None:
    """What is queued has failed, and the next list tries it again. A list that failed leaves everything as it is."""
    shop_id, source_id = int(payload["shop_id"]), payload.get("source_id")
    if source_id is not None or payload.get("unread"):
        async with context.db.writing() as session:
            await queue.give_up(session, shop_id, source_id, "It could not be read. Try again later.")


async def _read_one(context: Context, shop: Shop, source_id: int) -> None:
    async with context.db.reading() as session:
        source = await queries.find(session, shop.id or 0, source_id)
    if source is None:
        return
    if source.kind == Kind.FAQ:  # short, and an agent waits for it
        await _read(context, shop, Kind(source.kind), [source])
        return
    with context.knowledge.turns.turn():
        await _asked(context, shop, Kind(source.kind), [source])


async def _read_queued(context: Context, shop: Shop) -> None:
    """Batch by batch, for a slice of time."""
    assert shop.id is not None
    turns, until = context.knowledge.turns, time.monotonic() + SLICE
    with turns.turn():
        for kind in IN_ORDER:
            while batch := await _next(context, shop.id, kind):
                await _asked(context, shop, kind, batch)
                if time.monotonic() > until:
                    raise TryAgain("more to read", seconds=turns.pause(), is_turn=True)
    async with context.db.writing() as session:
        await queue.finish_sync(session, shop.id, clock.now())


async def _next(context: Context, shop_id: int, kind: Kind) -> list[KnowledgeSource]:
    async with context.db.reading() as session:
        return await queries.unread(session, shop_id, kind, BATCH if kind.is_shopifys else 1)


async def _asked(context: Context, shop: Shop, kind: Kind, batch: Sequence[KnowledgeSource]) -> None:
    """The batch is read, or queued again while Shopify fails; what it refuses has failed."""
    assert shop.id is not None
    try:
        await _read(context, shop, kind, batch)
    except AccessDenied:
        async with context.db.writing() as session:
            for source in batch:
                await service.fail(session, shop.id, source.external_id, REFUSED)
    except ShopifyFailure as failure:
        async with context.db.writing() as session:
            await queue.note_failure(session, shop.id, words_of(failure))
        is_turn = isinstance(failure, Throttled)
        why = f"content: {type(failure).__name__}"
        raise TryAgain(why, seconds=wait_of(failure), is_turn=is_turn) from failure


@dataclass
class _Outcome:
    """What became of a batch."""

    same: list[Document] = field(default_factory=list)
    changed: list[tuple[Document, Read]] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)


async def _read(context: Context, shop: Shop, kind: Kind, batch: Sequence[KnowledgeSource]) -> None:
    assert shop.id is not None
    ids = [source.id for source in batch if source.id is not None]
    async with context.db.writing() as session:
        await service.begin_reading(session, shop.id, ids)
    outcome = _Outcome()
    found = await _fetched(context, shop, kind, batch, outcome)
    embedder = await context.knowledge.embedder()
    async with context.db.reading() as session:
        kept = await queries.chunks(session, shop.id, embedder.name, ids)
    changed: list[Document] = []
    for source in batch:
        document = found.get(source.external_id)
        if document is None:
            continue
        own = sum(chunk.source_id == source.id for chunk in kept)
        is_same = source.content_hash == document.hash and own == source.chunk_count
        (outcome.same if is_same else changed).append(document)
    vectors = reading.kept_vectors(kept, embedder.dimensions)
    for document, read in zip(changed, await reading.read(changed, embedder, vectors), strict=True):
        if isinstance(read, Exception):
            outcome.failed[document.external_id] = f"This text could not be read ({type(read).__name__})."
        else:
            outcome.changed.append((document, read))
    await _write(context, shop.id, outcome, ids, embedder.name)


async def _write(context: Context, shop_id: int, outcome: _Outcome, read_ids: Sequence[int], embedder: str) -> None:
    """All of a batch at once, with its counts: who dies before has done nothing, and who dies after has done it all.

    A source that was queued again since its reading began stays queued: what was fetched may be older than that.
    """
    async with context.db.writing() as session:
        await service.lock_shop(session, shop_id)
        changed_since = await service.queued_again(session, shop_id, read_ids)
        for document in outcome.same:
            await service.keep_as_is(session, shop_id, document)
        for document, read in outcome.changed:
            await service.replace(session, shop_id, document, read.chunks, embedder=embedder, now=clock.now())
        for external_id, why in outcome.failed.items():
            await service.fail(session, shop_id, external_id, why)
        removed = await service.forget(session, shop_id, outcome.gone) if outcome.gone else 0
        await queue.count_on(
            session,
            shop_id,
            read=len(outcome.same) + len(outcome.changed),
            changed=len(outcome.changed),
            embedded=sum(read.embedded for _, read in outcome.changed),
            failed=len(outcome.failed),
            removed=removed,
        )
        await service.keep_queued(session, changed_since)


async def _fetched(
    context: Context, shop: Shop, kind: Kind, batch: Sequence[KnowledgeSource], outcome: _Outcome
) -> dict[str, Document]:
    if kind.is_shopifys:
        found = await _from_shopify(context, shop, CONTENT[kind], batch)
        outcome.gone += [source.external_id for source in batch if source.external_id not in found]
        return await _without_long_markup(context, found, outcome)
    read: dict[str, Document] = {}
    for source in batch:
        try:
            read[source.external_id] = await _entry(context, shop, source)
        except Unreadable as problem:
            outcome.failed[source.external_id] = str(problem)
        except Exception as error:  # one of the shop's sources: who fails, fails alone
            log.exception("source_unreadable", kind=kind.value, source=source.id)
            outcome.failed[source.external_id] = f"It could not be read ({type(error).__name__})."
    return read


async def _without_long_markup(context: Context, found: dict[str, Document], outcome: _Outcome) -> dict[str, Document]:
    """Markup that would take long to read if it were malformed is read in a process of its own, and left out then."""
    read: dict[str, Document] = {}
    for external_id, document in found.items():
        if len(document.html) <= LONG_MARKUP:
            read[external_id] = document
            continue
        try:
            async with context.knowledge.turns.lent():
                blocks = await strangers.fragment(document.html, strangers.within(context.settings.reading_seconds))
            read[external_id] = replace(document, html="", blocks=tuple(blocks))
        except Unreadable as problem:
            outcome.failed[external_id] = str(problem)
    return read


async def _entry(context: Context, shop: Shop, source: KnowledgeSource) -> Document:
    if source.kind != Kind.WEB:
        return documents.entry_document(source)
    async with context.knowledge.turns.lent():  # a page may take a minute, and none of the model's time
        page, url = await fetch.page(source.body, shop.allowed_origins, context.settings)
    return documents.web_document(source.external_id, page, url)


async def _from_shopify(
    context: Context, shop: Shop, content: Content, batch: Sequence[KnowledgeSource]
) -> dict[str, Document]:
    """Those of the batch that may be quoted; Shopify's search may name others, which are left out."""
    assert shop.id is not None
    storefront = (shop.storefront_url or f"https://{shop.domain}").rstrip("/")
    variables = {} if content.connection is None else {"q": _search(content, batch)}
    result = await context.shopify.run(shop.id, content.fetches, variables)
    if result.errors:
        raise failure_of(result)
    wanted = {source.external_id for source in batch}
    found = {each.external_id: each for each in content.read(result.data, storefront) if each.external_id in wanted}
    for external_id, document in found.items():
        if not document.names_all_variants:
            found[external_id] = await _with_all_variants(context, shop.id, document)
    return found


def _search(content: Content, batch: Sequence[KnowledgeSource]) -> str:
    numbers = (source.external_id.rsplit("/", 1)[-1] for source in batch)
    return f"{content.only} ({' OR '.join(f'id:{number}' for number in numbers if number.isdigit())})"


async def _with_all_variants(context: Context, shop_id: int, document: Document) -> Document:
    """As many as anybody would name one by one; a product with more is not said to be in stock as a whole."""
    nodes: list[Any] = []
    after: str | None = None
    while True:
        variables = {"id": document.external_id, "after": after}
        result = await context.shopify.run(shop_id, "ProductVariants", variables)
        if result.errors:
            raise failure_of(result)
        page = (result.data.get("product") or {}).get("variants") or {}
        nodes += page.get("nodes") or ()
        info = page.get("pageInfo") or {}
        after = info.get("endCursor") if info.get("hasNextPage") else None
        if after is None or len(nodes) >= MOST_VARIANTS:
            return document.with_variants(nodes, is_whole=after is None)
