"""Shopify is asked what there is, without the texts, and what is new or may have changed is queued.

One kind that Shopify refuses stops no other kind; a kind that could not be listed to its end removes nothing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from backend import clock
from backend.jobs import TryAgain
from backend.knowledge import documents, queue
from backend.knowledge.documents import Document
from backend.knowledge.queue import Listed
from backend.knowledge.rules import Kind
from backend.knowledge.surroundings import Context, wait_of
from backend.shopify.admin import AccessDenied, ShopifyFailure
from backend.shopify.answers import failure_of
from backend.shops.models import Shop

MOST_PAGES = 200
AT_ONCE = 500

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Content:
    """How a kind is listed, and how some of it are fetched whole. Without a `connection` all comes in one answer."""

    kind: Kind
    lists: str
    fetches: str
    connection: str | None
    only: str
    """The condition under which one of them may be quoted, as Shopify's search writes it."""
    read: Callable[[Mapping[str, Any], str], Iterator[Document]]


PUBLISHED = "published_status:published"
CONTENT = {
    each.kind: each
    for each in (
        Content(Kind.POLICY, "ShopPolicies", "ShopPolicies", None, "", documents.policies),
        Content(Kind.PAGE, "ListPages", "ContentPages", "pages", PUBLISHED, documents.pages),
        Content(Kind.ARTICLE, "ListArticles", "ContentArticles", "articles", PUBLISHED, documents.articles),
        Content(
            Kind.PRODUCT, "ListProducts", "ContentProducts", "products", f"status:active {PUBLISHED}",
            documents.products,
        ),
    )
}  # fmt: skip


async def list_content(context: Context, shop: Shop, kinds: Collection[Kind], *, is_full: bool) -> None:
    """Queues what is to be read, removes what is no more, owes the reading. Raises TryAgain where Shopify failed."""
    assert shop.id is not None
    async with context.db.writing() as session:
        await queue.begin_import(session, shop.id)
    failure: ShopifyFailure | None = None
    refused: list[Kind] = []
    for kind in kinds:
        try:
            await _list_kind(context, shop, CONTENT[kind], is_full=is_full)
        except AccessDenied as error:
            log.warning("content_refused", shop=shop.domain, kind=kind.value, reason=error.reason.value)
            refused.append(kind)
        except ShopifyFailure as error:
            failure = error
    embedder = await context.knowledge.embedder()
    async with context.db.writing() as session:
        await queue.note_outdated(session, shop.id, embedder.name, clock.now())
        await queue.end_listing(session, shop.id, refused, kinds)
        if failure is not None:
            await queue.note_failure(session, shop.id, words_of(failure))
    if failure is not None:
        raise TryAgain(f"content list: {type(failure).__name__}", seconds=wait_of(failure)) from failure


async def _list_kind(context: Context, shop: Shop, content: Content, *, is_full: bool) -> None:
    assert shop.id is not None
    listed_at = clock.now()
    found, is_whole = await _listed(context, shop.id, content)
    for start in range(0, len(found), AT_ONCE):
        async with context.db.writing() as session:
            await queue.note_listed(session, shop.id, content.kind, found[start : start + AT_ONCE], is_full=is_full)
    present, removed = {each.external_id for each in found}, int(is_whole)
    while removed:
        async with context.db.writing() as session:
            removed = await queue.remove_vanished(session, shop.id, content.kind, present, listed_at)


async def _listed(context: Context, shop_id: int, content: Content) -> tuple[list[Listed], bool]:
    """What Shopify lists of a kind, and whether that is all. An error beside the data is raised: it may hide some."""
    found: dict[str, Listed] = {}
    after: str | None = None
    for _ in range(MOST_PAGES):
        variables = {} if content.connection is None else {"after": after}
        result = await context.shopify.run(shop_id, content.lists, variables)
        if result.errors:
            raise failure_of(result)
        if content.connection is None:
            policies = documents.policies(result.data, "")
            return [Listed(each.external_id, each.title, each.updated_at) for each in policies], True
        page = result.data.get(content.connection) or {}
        found.update({str(node["id"]): _as_listed(node) for node in page.get("nodes") or () if node})
        info = page.get("pageInfo") or {}
        after = info.get("endCursor") if info.get("hasNextPage") else None
        if after is None:
            return list(found.values()), True
    return list(found.values()), False


def _as_listed(node: Mapping[str, Any]) -> Listed:
    return Listed(str(node["id"]), str(node.get("title") or ""), documents.moment_of(node.get("updatedAt")))


def words_of(failure: ShopifyFailure) -> str:
    """Why the reading waits, for an agent."""
    return f"Shopify could not be asked ({type(failure).__name__}). It is tried again by itself."
