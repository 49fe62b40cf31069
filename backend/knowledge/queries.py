"""Reads of a shop's knowledge: for the inbox, and for the index that the bot searches."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.errors import NotFound
from backend.jobs import Job
from backend.knowledge.models import Chunk, Gap, KnowledgeSource
from backend.knowledge.rules import SourceState
from backend.shops.models import Shop

MOST_GAPS = 100

Version = tuple[int, datetime | None, int]


@dataclass(frozen=True)
class Summary:
    """How far the import is."""

    source_count: int
    ready_count: int
    failed_count: int
    chunk_count: int
    is_syncing: bool
    synced_at: datetime | None


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


async def sources(session: AsyncSession, shop_id: int) -> list[KnowledgeSource]:
    """All of them: what an agent wrote first, then by kind and title."""
    found = await session.exec(
        select(KnowledgeSource)
        .where(KnowledgeSource.shop_id == shop_id)
        .order_by(col(KnowledgeSource.kind) != "faq", col(KnowledgeSource.kind), col(KnowledgeSource.title))
    )
    return list(found.all())


async def source(session: AsyncSession, shop_id: int, source_id: int) -> KnowledgeSource:
    """One of them. NotFound for another shop's, in the same words."""
    found = await session.exec(
        select(KnowledgeSource).where(KnowledgeSource.id == source_id, KnowledgeSource.shop_id == shop_id)
    )
    one = found.first()
    if one is None:
        raise NotFound("There is no such knowledge source.", field="id")
    return one


async def summary(session: AsyncSession, shop_id: int, now: datetime) -> Summary:
    """Counts by state, and whether an import is under way or due."""
    of = KnowledgeSource
    counted = select(of.state, func.count(), func.sum(of.chunk_count)).where(of.shop_id == shop_id).group_by(of.state)
    rows = {state: (count, int(chunks or 0)) for state, count, chunks in (await session.exec(counted)).all()}
    due = select(Job.id).where(
        Job.key == f"knowledge.sync:{shop_id}", col(Job.state).in_(("pending", "running")), col(Job.run_at) <= now
    )
    shop = await session.get_one(Shop, shop_id)
    is_reading = any(state in rows for state in (SourceState.QUEUED, SourceState.READING))
    return Summary(
        source_count=sum(count for count, _ in rows.values()),
        ready_count=rows.get(SourceState.READY, (0, 0))[0],
        failed_count=rows.get(SourceState.FAILED, (0, 0))[0],
        chunk_count=sum(chunks for _, chunks in rows.values()),
        is_syncing=is_reading or (await session.exec(due.limit(1))).first() is not None,
        synced_at=shop.knowledge_synced_at,
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


async def chunks(session: AsyncSession, shop_id: int, embedder: str) -> list[KeptChunk]:
    """The shop's chunks whose vectors `embedder` made, in their order."""
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
        .where(Chunk.shop_id == shop_id, Chunk.embedder == embedder)
        .order_by(Chunk.source_id, Chunk.position)
    )
    return [KeptChunk(*row) for row in found.all()]
