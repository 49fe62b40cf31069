"""Reads of a shop's knowledge: for the inbox, and for the index that the bot searches."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import defer
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.jobs import Job
from backend.knowledge.models import Chunk, Gap, KnowledgeImport, KnowledgeSource
from backend.knowledge.rules import Kind, SourceState
from backend.shops.models import Shop

MOST_GAPS = 100
MOST_SOURCES = 200
UNREAD = (SourceState.QUEUED, SourceState.READING)

Version = tuple[int, datetime | None, int]


@dataclass(frozen=True)
class Counted:
    """How many sources of a kind are in a state, and how many chunks they have."""

    kind: Kind
    state: SourceState
    sources: int
    chunks: int


@dataclass(frozen=True)
class Summary:
    """How far the import is."""

    counted: tuple[Counted, ...]
    is_syncing: bool
    synced_at: datetime | None
    progress: KnowledgeImport

    def count(self, *states: SourceState) -> int:
        """Sources in one of the states; all of them if none is named."""
        return sum(each.sources for each in self.counted if not states or each.state in states)


@dataclass(frozen=True)
class Wanted:
    """Which sources a page of the list shows. `search` is part of a title or an address."""

    kind: Kind | None = None
    state: SourceState | None = None
    search: str = ""
    first: int = 50
    offset: int = 0


@dataclass(frozen=True)
class KeptChunk:
    """A chunk with what its citation needs."""

    id: int
    source_id: int
    kind: str
    title: str
    url: str
    heading: str
    text: str
    sentences: list[str]
    language: str
    embedding: bytes


async def sources(session: AsyncSession, shop_id: int, wanted: Wanted | None = None) -> list[KnowledgeSource]:
    """What agents wrote first, then by kind and title: a page of them, or all."""
    of = KnowledgeSource
    found = select(of).where(of.shop_id == shop_id).options(defer(of.content))  # type: ignore[arg-type]
    found = found.order_by(col(of.kind) != Kind.FAQ, col(of.kind), col(of.title), col(of.id))
    if wanted is not None:
        found = _narrowed(found, wanted).limit(min(wanted.first, MOST_SOURCES)).offset(wanted.offset)
    return list((await session.exec(found)).all())


async def matching(session: AsyncSession, shop_id: int, wanted: Wanted) -> int:
    """How many sources the whole list has of which `wanted` is a page."""
    counted = select(func.count()).select_from(KnowledgeSource).where(KnowledgeSource.shop_id == shop_id)
    return int((await session.exec(_narrowed(counted, wanted))).one())


def _narrowed(found: Any, wanted: Wanted) -> Any:
    of = KnowledgeSource
    if wanted.kind is not None:
        found = found.where(of.kind == wanted.kind)
    if wanted.state is not None:
        found = found.where(of.state == wanted.state)
    if words := wanted.search.strip():
        found = found.where(
            or_(col(of.title).icontains(words, autoescape=True), col(of.url).icontains(words, autoescape=True))
        )
    return found


async def unread(session: AsyncSession, shop_id: int, kind: Kind, limit: int) -> list[KnowledgeSource]:
    """Some of the sources of a kind that are owed a reading, the oldest first."""
    found = await session.exec(
        select(KnowledgeSource)
        .where(KnowledgeSource.shop_id == shop_id, KnowledgeSource.kind == kind, col(KnowledgeSource.state).in_(UNREAD))
        .order_by(col(KnowledgeSource.id))
        .limit(limit)
    )
    return list(found.all())


async def find(session: AsyncSession, shop_id: int, source_id: int) -> KnowledgeSource | None:
    """One of them; None where there is none, or it is another shop's."""
    found = await session.exec(
        select(KnowledgeSource).where(KnowledgeSource.id == source_id, KnowledgeSource.shop_id == shop_id)
    )
    return found.first()


async def summary(session: AsyncSession, shop_id: int, now: datetime) -> Summary:
    """Counts by kind and state, how far the reading is, and whether one is under way or due."""
    of = KnowledgeSource
    found = await session.exec(
        select(of.kind, of.state, func.count(), func.sum(of.chunk_count))
        .where(of.shop_id == shop_id)
        .group_by(of.kind, of.state)
    )
    counted = tuple(
        Counted(Kind(kind), SourceState(state), count, int(chunks or 0)) for kind, state, count, chunks in found.all()
    )
    due = select(Job.id).where(
        col(Job.key).in_([f"knowledge.sync:{shop_id}{which}" for which in ("", ":full", ":unread")]),
        col(Job.state).in_(("pending", "running")),
        col(Job.run_at) <= now,
    )
    shop = await session.get_one(Shop, shop_id)
    return Summary(
        counted=counted,
        is_syncing=any(each.state in UNREAD for each in counted)
        or (await session.exec(due.limit(1))).first() is not None,
        synced_at=shop.knowledge_synced_at,
        progress=await session.get(KnowledgeImport, shop_id) or KnowledgeImport(shop_id=shop_id),
    )


async def gaps(session: AsyncSession, shop_id: int, limit: int = MOST_GAPS) -> list[Gap]:
    """Questions that the content did not answer, newest first."""
    found = await session.exec(
        select(Gap).where(Gap.shop_id == shop_id).order_by(col(Gap.id).desc()).limit(min(limit, MOST_GAPS))
    )
    return list(found.all())


async def version(session: AsyncSession, shop_id: int) -> Version:
    """Differs whenever the shop's chunks do: no source is changed, added or removed without it."""
    of = KnowledgeSource
    found = await session.exec(
        select(func.count(), func.max(of.changed_at), func.coalesce(func.sum(of.chunk_count), 0)).where(
            of.shop_id == shop_id
        )
    )
    count, changed_at, chunks = found.one()
    return int(count), changed_at, int(chunks)


async def changes(session: AsyncSession, shop_id: int) -> dict[int, datetime | None]:
    """When the chunks of each source last changed."""
    of = KnowledgeSource
    found = await session.exec(select(of.id, of.changed_at).where(of.shop_id == shop_id, of.chunk_count > 0))
    return {source_id: changed_at for source_id, changed_at in found.all() if source_id is not None}


async def chunks(
    session: AsyncSession, shop_id: int, embedder: str, source_ids: Collection[int] | None = None
) -> list[KeptChunk]:
    """The shop's chunks whose vectors `embedder` made, in their order: of all sources, or of some."""
    some = [] if source_ids is None else [col(Chunk.source_id).in_(source_ids)]
    found = await session.exec(
        select(
            Chunk.id,
            Chunk.source_id,
            KnowledgeSource.kind,
            KnowledgeSource.title,
            KnowledgeSource.url,
            Chunk.heading,
            Chunk.text,
            Chunk.sentences,
            Chunk.language,
            Chunk.embedding,
        )  # type: ignore[call-overload]
        .join(KnowledgeSource, col(KnowledgeSource.id) == Chunk.source_id)
        .where(Chunk.shop_id == shop_id, Chunk.embedder == embedder, *some)
        .order_by(Chunk.source_id, Chunk.position)
    )
    return [KeptChunk(*row) for row in found.all()]
