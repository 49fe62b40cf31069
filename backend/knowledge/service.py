"""The only writer of sources, chunks and gaps. A source's old chunks stay in use until the new ones replace them."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.db import finish_with, nudge
from backend.errors import Invalid, NotFound
from backend.knowledge import rules
from backend.knowledge.documents import Document
from backend.knowledge.models import Chunk, Gap, KnowledgeSource
from backend.knowledge.rules import Kind, SourceState
from backend.shops.models import Shop


@dataclass(frozen=True)
class ReadChunk:
    """A chunk with its vectors, ready to be kept."""

    heading: str
    text: str
    sentences: tuple[str, ...]
    language: str
    embedding: bytes


async def owe_sync(session: AsyncSession, shop_id: int) -> None:
    """Owes an import of all that Shopify holds; one that is owed already is enough."""
    await jobs.enqueue(session, "knowledge.sync", {"shop_id": shop_id}, key=f"knowledge.sync:{shop_id}")
    nudge(session, f"shop:{shop_id}")


async def expect(
    session: AsyncSession, shop_id: int, documents: Sequence[Document], embedder: str, now: datetime
) -> list[Document]:
    """Makes a row for each document, and gives those that have to be read: the new, the changed and the failed."""
    await _lock_shop(session, shop_id)
    found = await session.exec(select(KnowledgeSource).where(KnowledgeSource.shop_id == shop_id))
    kept = {source.external_id: source for source in found.all()}
    foreign = await _embedded_otherwise(session, shop_id, embedder)
    due: list[Document] = []
    for document in documents:
        source = kept.get(document.external_id) or _new_source(shop_id, document, now)
        kept[document.external_id] = source
        if source.id not in foreign and not rules.must_read(source.state, source.content_hash, document.hash):
            source.synced_at = now
        elif document not in due:
            due.append(document)
            source.state = SourceState.QUEUED
        session.add(source)
    nudge(session, f"shop:{shop_id}")
    return due


def _new_source(shop_id: int, document: Document, now: datetime) -> KnowledgeSource:
    return KnowledgeSource(
        shop_id=shop_id,
        kind=document.kind,
        external_id=document.external_id,
        title=document.title[:500],
        url=document.url,
        created_at=now,
    )


async def _embedded_otherwise(session: AsyncSession, shop_id: int, embedder: str) -> set[int]:
    """Sources whose vectors another model made: they cannot be compared with a question's."""
    found = await session.exec(select(Chunk.source_id).where(Chunk.shop_id == shop_id, Chunk.embedder != embedder))
    return set(found.all())


async def begin_reading(session: AsyncSession, shop_id: int, external_id: str) -> None:
    """Shows that the source is being read now."""
    source = await _source_of(session, shop_id, external_id)
    if source is not None:
        source.state = SourceState.READING
        session.add(source)
        nudge(session, f"shop:{shop_id}")


async def replace(
    session: AsyncSession,
    shop_id: int,
    document: Document,
    chunks: Sequence[ReadChunk],
    *,
    embedder: str,
    now: datetime,
) -> None:
    """The source as it is now, in place of what it was. One that was removed meanwhile stays removed."""
    source = await _source_of(session, shop_id, document.external_id)
    if source is None or source.id is None or _was_rewritten(source, document):
        return
    await session.exec(delete(Chunk).where(col(Chunk.source_id) == source.id))
    for position, chunk in enumerate(chunks):
        session.add(
            Chunk(
                shop_id=shop_id,
                source_id=source.id,
                position=position,
                heading=chunk.heading,
                text=chunk.text,
                sentences=list(chunk.sentences),
                language=chunk.language,
                embedding=chunk.embedding,
                embedder=embedder,
            )
        )
    source.title, source.url = document.title[:500], document.url
    source.language = chunks[0].language if chunks else ""
    source.content_hash, source.source_updated_at = document.hash, document.updated_at
    source.bytes, source.chunk_count = sum(len(chunk.text.encode()) for chunk in chunks), len(chunks)
    source.state, source.failure = SourceState.READY, ""
    source.synced_at = source.changed_at = now
    session.add(source)
    nudge(session, f"shop:{shop_id}")


def _was_rewritten(source: KnowledgeSource, document: Document) -> bool:
    """Whether an agent changed the entry while it was read: the reading that this owes will bring the newer text."""
    is_entry = not Kind(source.kind).is_shopifys
    return is_entry and (source.title, source.body) != (document.title, document.text)


async def fail(session: AsyncSession, shop_id: int, external_id: str, why: str) -> None:
    """The source could not be read; what was read of it before stays in use."""
    source = await _source_of(session, shop_id, external_id)
    if source is not None:
        source.state, source.failure = SourceState.FAILED, why[:300]
        session.add(source)
        nudge(session, f"shop:{shop_id}")


async def remove_vanished(
    session: AsyncSession, shop_id: int, kind: Kind, present: Collection[str], listed_at: datetime
) -> int:
    """Removes the sources of a kind that a whole list of them, begun at `listed_at`, did not name."""
    await _lock_shop(session, shop_id)
    found = await session.exec(
        select(KnowledgeSource).where(KnowledgeSource.shop_id == shop_id, KnowledgeSource.kind == kind)
    )
    gone = [source for source in found.all() if source.external_id not in present and source.created_at < listed_at]
    for source in gone:
        await session.delete(source)
    if gone:
        nudge(session, f"shop:{shop_id}")
    return len(gone)


async def finish_sync(session: AsyncSession, shop_id: int, now: datetime) -> None:
    """All that could be imported was."""
    await session.exec(update(Shop).where(col(Shop.id) == shop_id).values(knowledge_synced_at=now))
    nudge(session, f"shop:{shop_id}")


async def save_faq(
    session: AsyncSession, shop_id: int, *, source_id: int | None, question: str, answer: str, now: datetime
) -> KnowledgeSource:
    """Keeps a question and its answer, new or changed, and owes reading it. Raises Invalid; NotFound for another's."""
    question, answer = " ".join(rules.tidy(question).split()), rules.tidy(answer)
    if problem := rules.faq_problem(question, answer):
        raise Invalid(problem[1], field=problem[0])
    if source_id is None:
        source = KnowledgeSource(shop_id=shop_id, kind=Kind.FAQ, external_id=f"faq:{uuid.uuid4().hex}", created_at=now)
    else:
        source = await _faq(session, shop_id, source_id)
    source.title, source.body, source.state = question, answer, SourceState.QUEUED
    session.add(source)
    await session.flush()
    payload = {"shop_id": shop_id, "source_id": source.id}
    await jobs.enqueue(session, "knowledge.sync", payload, key=f"knowledge.sync:{shop_id}:{source.id}")
    nudge(session, f"shop:{shop_id}")
    return source


async def delete_faq(session: AsyncSession, shop_id: int, source_id: int) -> None:
    """Removes an entry with its chunks. What Shopify holds can only be removed there."""
    await session.delete(await _faq(session, shop_id, source_id))
    nudge(session, f"shop:{shop_id}")


async def _faq(session: AsyncSession, shop_id: int, source_id: int) -> KnowledgeSource:
    found = await session.exec(
        select(KnowledgeSource)
        .where(KnowledgeSource.id == source_id, KnowledgeSource.shop_id == shop_id, KnowledgeSource.kind == Kind.FAQ)
        .with_for_update()
    )
    source = found.first()
    if source is None:
        raise NotFound("There is no such FAQ entry.", field="id")
    return source


async def record_gap(
    session: AsyncSession,
    shop_id: int,
    conversation_id: int,
    *,
    sequence: int,
    question: str,
    best_score: float,
    now: datetime,
) -> None:
    """Remembers a question that the content did not answer, once for each message."""
    found = await session.exec(select(Gap.id).where(Gap.conversation_id == conversation_id, Gap.sequence == sequence))
    if found.first() is None:
        session.add(
            Gap(
                shop_id=shop_id,
                conversation_id=conversation_id,
                sequence=sequence,
                question=question[:1000],
                best_score=best_score,
                created_at=now,
            )
        )
        nudge(session, f"shop:{shop_id}")


async def count_use(session: AsyncSession, shop_id: int, source_ids: Iterable[int]) -> None:
    """Each of the sources was cited once more. It is counted at the end: until then an import may hold them."""
    cited = set(source_ids)

    async def count(session: AsyncSession) -> None:
        await _lock_shop(session, shop_id)
        await session.exec(
            update(KnowledgeSource)
            .where(col(KnowledgeSource.shop_id) == shop_id, col(KnowledgeSource.id).in_(cited))
            .values(use_count=KnowledgeSource.use_count + 1)
        )

    finish_with(session, f"use:{uuid.uuid4().hex}", count)


async def _source_of(session: AsyncSession, shop_id: int, external_id: str) -> KnowledgeSource | None:
    found = await session.exec(
        select(KnowledgeSource)
        .where(KnowledgeSource.shop_id == shop_id, KnowledgeSource.external_id == external_id)
        .with_for_update()
    )
    return found.first()


async def _lock_shop(session: AsyncSession, shop_id: int) -> None:
    """Whoever writes several sources of a shop does so one after the other. Comes before any source's row."""
    await session.exec(select(Shop.id).where(Shop.id == shop_id).with_for_update(key_share=True))
