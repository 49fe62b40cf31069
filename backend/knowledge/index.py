"""Each shop's passages in memory, as they are in the database: no search sees a source that was removed or changed.

The version is asked before each search, which is one indexed read; vectors are loaded only when it differs. The memory
is bounded: the shop that was searched least lately is let go.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from backend.ai.embedding import Embedder, Vectors, default_embedder
from backend.ai.retrieval import Hit, Passage, PassageIndex
from backend.db import Database
from backend.knowledge import queries
from backend.knowledge.queries import KeptChunk, Version
from backend.knowledge.turns import Turns

MOST_SHOPS = 64
MOST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True)
class _Held:
    version: Version
    index: PassageIndex


class KnowledgeIndexes:
    """The indexes of one process. All heavy work happens in threads; one shop is loaded once at a time."""

    def __init__(
        self,
        db: Database,
        load_embedder: Callable[[], Embedder] = default_embedder,
        *,
        most_shops: int = MOST_SHOPS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._db, self._load_embedder = db, load_embedder
        self._most_shops, self._most_bytes = most_shops, most_bytes
        self._held: OrderedDict[int, _Held] = OrderedDict()
        self._loading: dict[int, asyncio.Lock] = {}
        self.turns = Turns()

    async def embedder(self) -> Embedder:
        """The model, loaded on first use."""
        return await asyncio.to_thread(self._load_embedder)

    async def of(self, shop_id: int) -> PassageIndex:
        """The shop's passages as they are now."""
        if (held := await self._current(shop_id)) is not None:
            return held.index
        async with self._loading.setdefault(shop_id, asyncio.Lock()):
            held = await self._current(shop_id) or await self._load(shop_id)
        self._loading.pop(shop_id, None)
        return held.index

    async def search(self, shop_id: int, question: str, vector: Vectors | None = None, k: int = 5) -> list[Hit]:
        """The passages nearest to a question, best first. `vector` is the question's, where it is known already."""
        index = await self.of(shop_id)
        if vector is None:
            embedder = await self.embedder()
            vector = (await asyncio.to_thread(embedder.embed, [question]))[0]
        return await asyncio.to_thread(index.search, question, vector, k)

    async def _current(self, shop_id: int) -> _Held | None:
        held = self._held.get(shop_id)
        if held is None:
            return None
        async with self._db.reading() as session:
            version = await queries.version(session, shop_id)
        if version != held.version:
            return None
        self._held[shop_id] = held
        self._held.move_to_end(shop_id)
        return held

    async def _load(self, shop_id: int) -> _Held:
        embedder = await self.embedder()
        async with self._db.reading() as session:
            version = await queries.version(session, shop_id)  # first: a change meanwhile makes it old
            kept = await queries.chunks(session, shop_id, embedder.name)
        held = _Held(version, await asyncio.to_thread(_built, kept, embedder.dimensions))
        self._held[shop_id] = held
        self._held.move_to_end(shop_id)
        self._let_go()
        return held

    def _let_go(self) -> None:
        while len(self._held) > 1 and (len(self._held) > self._most_shops or self._bytes() > self._most_bytes):
            self._held.popitem(last=False)

    def _bytes(self) -> int:
        return sum(held.index.bytes for held in self._held.values())


def _built(kept: Sequence[KeptChunk], dimensions: int) -> PassageIndex:
    """Chunks whose vectors do not fit their sentences are left out; they cannot be searched."""
    whole = [(chunk, vectors) for chunk in kept if (vectors := _vectors(chunk, dimensions)) is not None]
    empty = np.zeros((0, dimensions), dtype=np.float32)
    return PassageIndex(
        [_passage(chunk) for chunk, _ in whole],
        np.stack([vectors[0] for _, vectors in whole]) if whole else empty,
        np.concatenate([empty, *(vectors[1:] for _, vectors in whole)]),
    )


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
