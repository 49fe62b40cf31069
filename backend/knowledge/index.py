"""Each shop's passages in memory, as they are in the database: no search sees a source that was removed.

The version is asked before each search, which is one indexed read. Where it differs, what changed is read: at once for
most shops. A shop with very many passages is searched as it was, without what is gone, while its index is built anew
beside that. The memory is bounded: the shop that was searched least lately is let go.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import structlog

from backend.ai.embedding import Embedder, Vectors, default_embedder
from backend.ai.retrieval import Hit, Parts, Passage, PassageIndex
from backend.db import Database
from backend.knowledge import queries
from backend.knowledge.queries import KeptChunk, Version
from backend.knowledge.turns import Turns

MOST_SHOPS = 256
MOST_BYTES = 512 * 1024 * 1024
AT_ONCE = 300
"""Sources whose chunks are read from the database together."""
SMALL = 1_500
"""Passages up to which a changed shop is read anew before it is searched: some 0.3 s."""
LOOK_EVERY = 15.0
PAUSE = 10.0
"""Times as long as the building of a large index took, before it is built anew: a tenth of a processor at most."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Held:
    version: Version
    index: PassageIndex
    changed: dict[int, datetime | None]
    """When the chunks of each source last changed, as of the version."""
    not_before: float
    """When it may be built anew, by the steady clock."""


class KnowledgeIndexes:
    """The indexes of one process. All heavy work happens in threads; one shop is loaded once at a time."""

    def __init__(
        self,
        db: Database,
        load_embedder: Callable[[], Embedder] = default_embedder,
        *,
        most_shops: int = MOST_SHOPS,
        most_bytes: int = MOST_BYTES,
        small: int = SMALL,
    ) -> None:
        self._db, self._load_embedder = db, load_embedder
        self._most_shops, self._most_bytes, self._small = most_shops, most_bytes, small
        self._held: OrderedDict[int, _Held] = OrderedDict()
        self._loading: dict[int, asyncio.Lock] = {}
        self._renewing: dict[int, asyncio.Task[None]] = {}
        self.turns = Turns()

    async def embedder(self) -> Embedder:
        """The model, loaded on first use."""
        return await asyncio.to_thread(self._load_embedder)

    async def of(self, shop_id: int) -> PassageIndex:
        """The shop's passages as they are now; of a large shop as they were a moment ago, without what is gone."""
        held = self._held.get(shop_id)
        if held is not None:
            async with self._db.reading() as session:
                version = await queries.version(session, shop_id)
            self._touch(shop_id, held)
            if version == held.version:
                return held.index
            if len(held.index) > self._small:
                return await self._meanwhile(shop_id, held)
        return (await self._current(shop_id)).index

    async def search(self, shop_id: int, question: str, vector: Vectors | None = None, k: int = 5) -> list[Hit]:
        """The passages nearest to a question, best first. `vector` is the question's, where it is known already."""
        index = await self.of(shop_id)
        if vector is None:
            embedder = await self.embedder()
            vector = (await asyncio.to_thread(embedder.embed, [question]))[0]
        return await asyncio.to_thread(index.search, question, vector, k)

    async def keep_fresh(self) -> None:
        """Builds large indexes anew that changed, whether or not somebody asks. Runs for ever."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            for shop_id, held in list(self._held.items()):
                if len(held.index) > self._small:
                    try:
                        async with self._db.reading() as session:
                            version = await queries.version(session, shop_id)
                    except Exception as error:  # noqa: BLE001 - it is looked at again
                        log.warning("index_not_looked_at", error=type(error).__name__)
                        break
                    if version != held.version:
                        self._renew(shop_id, held)

    async def _current(self, shop_id: int) -> _Held:
        async with self._loading.setdefault(shop_id, asyncio.Lock()):
            held = self._held.get(shop_id)
            async with self._db.reading() as session:
                version = await queries.version(session, shop_id)
            if held is None or version != held.version:
                held = await self._load(shop_id, held)
        self._loading.pop(shop_id, None)
        return held

    async def _meanwhile(self, shop_id: int, held: _Held) -> PassageIndex:
        async with self._db.reading() as session:
            changed = await queries.changes(session, shop_id)
        self._renew(shop_id, held)
        gone = held.changed.keys() - changed.keys()
        return await asyncio.to_thread(held.index.without, gone) if gone else held.index

    def _renew(self, shop_id: int, held: _Held) -> None:
        if shop_id in self._renewing or time.monotonic() < held.not_before:
            return

        async def renew() -> None:
            try:
                await self._current(shop_id)
            except Exception as error:
                log.exception("index_not_renewed", shop=shop_id, error=type(error).__name__)
            finally:
                self._renewing.pop(shop_id, None)

        self._renewing[shop_id] = asyncio.create_task(renew())

    async def renewed(self) -> None:
        """Once nothing is being built anew."""
        await asyncio.gather(*self._renewing.values())

    async def _load(self, shop_id: int, before: _Held | None) -> _Held:
        begun = time.monotonic()
        embedder = await self.embedder()
        async with self._db.reading() as session:
            version = await queries.version(session, shop_id)  # first: a change meanwhile makes it old
            changed = await queries.changes(session, shop_id)
        same = {each for each, at in changed.items() if before is not None and before.changed.get(each, ...) == at}
        parts = [await asyncio.to_thread(before.index.parts, same)] if before is not None and same else []
        new = sorted(changed.keys() - same)
        for start in range(0, len(new), AT_ONCE):
            parts.append(await self._read(shop_id, embedder, new[start : start + AT_ONCE]))
        index = await asyncio.to_thread(_joined, parts, embedder.dimensions)
        ended = time.monotonic()
        held = _Held(version, index, changed, ended + PAUSE * (ended - begun))
        self._touch(shop_id, held)
        self._let_go()
        return held

    async def _read(self, shop_id: int, embedder: Embedder, source_ids: Collection[int]) -> Parts:
        async with self._db.reading() as session:
            kept = await queries.chunks(session, shop_id, embedder.name, source_ids)
        return await asyncio.to_thread(_parts, kept, embedder.dimensions)

    def _touch(self, shop_id: int, held: _Held) -> None:
        self._held[shop_id] = held
        self._held.move_to_end(shop_id)

    def _let_go(self) -> None:
        while len(self._held) > 1 and (len(self._held) > self._most_shops or self._bytes() > self._most_bytes):
            self._held.popitem(last=False)

    def _bytes(self) -> int:
        return sum(held.index.bytes for held in self._held.values())


def _parts(kept: Sequence[KeptChunk], dimensions: int) -> Parts:
    """Chunks whose vectors do not fit their sentences are left out; they cannot be searched."""
    whole = [(chunk, vectors) for chunk in kept if (vectors := _vectors(chunk, dimensions)) is not None]
    empty = np.zeros((0, dimensions), dtype=np.float32)
    return Parts(
        [_passage(chunk) for chunk, _ in whole],
        np.stack([vectors[0] for _, vectors in whole]) if whole else empty,
        np.concatenate([empty, *(vectors[1:] for _, vectors in whole)]).astype(np.float16),
    )


def _joined(parts: Sequence[Parts], dimensions: int) -> PassageIndex:
    """In the order of sources and chunks, whatever was read when."""
    passages = [passage for part in parts for passage in part.passages]
    chunks = np.concatenate([np.zeros((0, dimensions), dtype=np.float32), *(part.chunks for part in parts)])
    sentences = np.concatenate([np.zeros((0, dimensions), dtype=np.float16), *(part.sentences for part in parts)])
    order = sorted(range(len(passages)), key=lambda at: (passages[at].source_id, passages[at].id))
    if order == list(range(len(passages))):
        return PassageIndex(passages, chunks, sentences)
    counts = [len(passage.sentences) for passage in passages]
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    rows = [np.arange(starts[at], starts[at + 1]) for at in order]
    return PassageIndex([passages[at] for at in order], chunks[order], sentences[np.concatenate(rows)])


def _vectors(chunk: KeptChunk, dimensions: int) -> Vectors | None:
    numbers = np.frombuffer(chunk.embedding, dtype="<f4")
    rows = 1 + len(chunk.sentences)
    return numbers.reshape(rows, dimensions).astype(np.float32) if numbers.size == rows * dimensions else None


def _passage(chunk: KeptChunk) -> Passage:
    return Passage(
        id=chunk.id,
        source_id=chunk.source_id,
        title=chunk.title,
        url=chunk.url,
        kind=chunk.kind,
        heading=chunk.heading,
        text=chunk.text,
        language=chunk.language,
        sentences=tuple(chunk.sentences),
    )
