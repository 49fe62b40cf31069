"""The only writer of sources, chunks and gaps. A source's old chunks stay in use until the new ones replace them."""

import hashlib
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.db import finish_with, nudge, shared_moment, shared_now
from backend.errors import Invalid, NotAllowed, NotFound
from backend.knowledge import rules
from backend.knowledge.documents import Document, entry_document, language_of_chunks
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


@dataclass(frozen=True)
class Upload:
    """A file that was read: its name, its title, and what it says, as `documents.kept_content` writes it."""

    name: str
    title: str
    content: str


async def owe_entry(session: AsyncSession, source: KnowledgeSource) -> None:
    """Owes the reading of one source."""
    payload = {"shop_id": source.shop_id, "source_id": source.id}
    await jobs.enqueue(session, "knowledge.sync", payload, key=f"knowledge.sync:{source.shop_id}:{source.id}")
    nudge(session, f"shop:{source.shop_id}")


async def forget(session: AsyncSession, shop_id: int, external_ids: Collection[str]) -> int:
    """Removes sources that are no more, with all that was read of them. They are not quoted from here on."""
    gone = await session.exec(
        delete(KnowledgeSource).where(
            col(KnowledgeSource.shop_id) == shop_id, col(KnowledgeSource.external_id).in_(external_ids)
        )
    )
    if gone.rowcount:
        nudge(session, f"shop:{shop_id}")
    return gone.rowcount


async def expect(
    session: AsyncSession, shop_id: int, documents: Sequence[Document], embedder: str, now: datetime
) -> list[Document]:
    """Makes a row for each document, and gives those that have to be read: the new, the changed and the failed."""
    await lock_shop(session, shop_id)
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


async def begin_reading(session: AsyncSession, shop_id: int, source_ids: Collection[int]) -> None:
    """Shows that the sources are being read now."""
    await lock_shop(session, shop_id)
    await session.exec(
        update(KnowledgeSource).where(col(KnowledgeSource.id).in_(source_ids)).values(state=SourceState.READING)
    )
    nudge(session, f"shop:{shop_id}")


async def queued_again(session: AsyncSession, shop_id: int, source_ids: Collection[int]) -> list[int]:
    """Those that something queued since their reading began; all of them are locked."""
    of = KnowledgeSource
    found = await session.exec(
        select(of.id, of.state).where(of.shop_id == shop_id, col(of.id).in_(source_ids)).order_by(col(of.id))
        .with_for_update()
    )  # fmt: skip
    return [source_id for source_id, state in found.all() if state == SourceState.QUEUED and source_id is not None]


async def keep_queued(session: AsyncSession, source_ids: Collection[int]) -> None:
    """They are owed another reading, whatever was just written of them."""
    if source_ids:
        await session.flush()
        queued = update(KnowledgeSource).where(col(KnowledgeSource.id).in_(source_ids))
        await session.exec(queued.values(state=SourceState.QUEUED))


async def keep_as_is(session: AsyncSession, shop_id: int, document: Document) -> None:
    """The source was fetched and says what it said before."""
    source = await _source_of(session, shop_id, document.external_id)
    if source is not None and source.content_hash == document.hash:
        source.state, source.failure = SourceState.READY, ""
        source.source_updated_at, source.synced_at = document.updated_at, await shared_moment(session)
        session.add(source)


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
    source.language = language_of_chunks(chunk.language for chunk in chunks)
    source.content_hash, source.source_updated_at = document.hash, document.updated_at
    source.bytes, source.chunk_count = sum(len(chunk.text.encode()) for chunk in chunks), len(chunks)
    source.state, source.failure = SourceState.READY, ""
    source.synced_at = now
    # By the clock that all processes share: the newest of these moments tells them that something changed.
    source.changed_at = await shared_moment(session)
    session.add(source)
    nudge(session, f"shop:{shop_id}")


def _was_rewritten(source: KnowledgeSource, document: Document) -> bool:
    """Whether an agent changed the entry while it was read: the reading that this owes will bring the newer text."""
    is_written_here = source.kind == Kind.FAQ or (source.kind == Kind.FILE and source.content != "")
    return is_written_here and entry_document(source).hash != document.hash


async def fail(session: AsyncSession, shop_id: int, external_id: str, why: str) -> None:
    """The source could not be read; what was read of it before stays in use."""
    source = await _source_of(session, shop_id, external_id)
    if source is not None:
        source.state, source.failure = SourceState.FAILED, why[:300]
        session.add(source)
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
        source = await _entry(session, shop_id, source_id, (Kind.FAQ,), "There is no such FAQ entry.")
    source.title, source.body = question, answer
    return await _queue(session, source)


async def save_file(session: AsyncSession, shop_id: int, upload: Upload, now: datetime) -> KnowledgeSource:
    """Keeps what a file says, in place of an earlier file of the same name, and owes reading it. Raises Invalid."""
    if problem := rules.file_name_problem(upload.name):
        raise Invalid(problem, field="name")
    await lock_shop(session, shop_id)
    external_id = f"file:{upload.name}"
    source = await _source_of(session, shop_id, external_id)
    if source is None:
        await _check_room(session, shop_id, Kind.FILE, rules.MOST_FILES)
        source = KnowledgeSource(shop_id=shop_id, kind=Kind.FILE, external_id=external_id, created_at=now)
    source.title, source.content = upload.title, upload.content
    return await _queue(session, source)


async def add_address(
    session: AsyncSession, shop_id: int, address: str, origins: Sequence[str], now: datetime
) -> KnowledgeSource:
    """Keeps an address of the shop's own, and owes reading it; one that is kept is read again. Raises Invalid."""
    address = rules.tidy_address(address)
    if problem := rules.address_problem(address, origins):
        raise Invalid(problem, field="url")
    await lock_shop(session, shop_id)
    external_id = f"web:{hashlib.sha256(address.encode()).hexdigest()}"
    source = await _source_of(session, shop_id, external_id)
    if source is None:
        await _check_room(session, shop_id, Kind.WEB, rules.MOST_ADDRESSES)
        source = KnowledgeSource(shop_id=shop_id, kind=Kind.WEB, external_id=external_id, created_at=now)
        source.title, source.body = address[:500], address
    return await _queue(session, source)


async def read_again(session: AsyncSession, shop_id: int, source_id: int) -> None:
    """Owes one source another reading, whatever became of the last. NotFound for another's."""
    await _queue(session, await _entry(session, shop_id, source_id, tuple(Kind), NO_SOURCE))


async def delete_source(session: AsyncSession, shop_id: int, source_id: int) -> None:
    """Removes what an agent wrote, uploaded or named. What Shopify holds can only be removed there: NotAllowed."""
    source = await _entry(session, shop_id, source_id, tuple(Kind), NO_SOURCE)
    if Kind(source.kind).is_shopifys:
        raise NotAllowed("Remove or hide this in Shopify; the bot stops quoting it when it is gone there.", field="id")
    await session.delete(source)
    nudge(session, f"shop:{shop_id}")


NO_SOURCE = "There is no such knowledge source."


async def _queue(session: AsyncSession, source: KnowledgeSource) -> KnowledgeSource:
    source.state, source.failure = SourceState.QUEUED, ""
    session.add(source)
    await session.flush()
    await owe_entry(session, source)
    return source


async def _check_room(session: AsyncSession, shop_id: int, kind: Kind, most: int) -> None:
    counted = select(func.count()).where(KnowledgeSource.shop_id == shop_id, KnowledgeSource.kind == kind)
    if (await session.exec(counted)).one() >= most:
        raise Invalid(f"There are {most} already. Delete one that nobody needs first.")


async def _entry(
    session: AsyncSession, shop_id: int, source_id: int, kinds: Collection[Kind], otherwise: str
) -> KnowledgeSource:
    of = KnowledgeSource
    found = await session.exec(
        select(of).where(of.id == source_id, of.shop_id == shop_id, col(of.kind).in_(kinds)).with_for_update()
    )
    source = found.first()
    if source is None:
        raise NotFound(otherwise, field="id")
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
        await lock_shop(session, shop_id)
        await session.exec(
            update(KnowledgeSource)
            .where(col(KnowledgeSource.shop_id) == shop_id, col(KnowledgeSource.id).in_(cited))
            .values(use_count=KnowledgeSource.use_count + 1, last_used_at=shared_now(session))
        )

    finish_with(session, f"use:{uuid.uuid4().hex}", count)


async def _source_of(session: AsyncSession, shop_id: int, external_id: str) -> KnowledgeSource | None:
    found = await session.exec(
        select(KnowledgeSource)
        .where(KnowledgeSource.shop_id == shop_id, KnowledgeSource.external_id == external_id)
        .with_for_update()
    )
    return found.first()


async def lock_shop(session: AsyncSession, shop_id: int) -> None:
    """Whoever writes several sources of a shop does so one after the other. Comes before any source's row."""
    await session.exec(select(Shop.id).where(Shop.id == shop_id).with_for_update(key_share=True))
