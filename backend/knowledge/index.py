"""Each shop's passages in memory, as they are in the database: no search sees a source that was removed.

The version is asked before each search, which is one indexed read. Where it differs, what changed is read: at once for
most shops. A shop with very many passages is searched as it was, without what is gone, while its index is built anew
beside that. The memory is bounded: the shop that was searched least lately is let go.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import structlog
from numpy.typing import NDArray

from backend.ai.embedding import Embedder, Vectors, default_embedder
from backend.ai.retrieval import Building, Embedded, Hit, Passage, PassageIndex
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
class Changes:
    """When the chunks of each source last changed, in the order of the sources."""

    sources: NDArray[np.int64]
    moments: NDArray[np.datetime64]

    @classmethod
    def of(cls, changed: Mapping[int, datetime | None]) -> "Changes":
        """As the database has them."""
        sources = sorted(changed)
        moments = [at and at.astimezone(UTC).replace(tzinfo=None) for at in map(changed.__getitem__, sources)]
        return cls(np.array(sources, dtype=np.int64), np.array(moments, dtype="datetime64[us]"))

    def same_as(self, before: "Changes") -> set[int]:
        """The sources that stand as they did."""
        both, here, there = np.intersect1d(self.sources, before.sources, assume_unique=True, return_indices=True)
        now, then = self.moments[here], before.moments[there]
        return set(both[(now == then) | (np.isnat(now) & np.isnat(then))].tolist())

    def gone_from(self, before: "Changes") -> NDArray[np.int64]:
        """The sources that are here no more."""
        return np.setdiff1d(before.sources, self.sources, assume_unique=True)


@dataclass(frozen=True)
class _Held:
    version: Version
    index: PassageIndex
    changes: Changes
    """As of the version."""
    not_before: float
    """When it may be built anew, by the steady clock."""


class KnowledgeIndexes:
    """The indexes of one process. All heavy work happens in threads; one shop is loaded once at a time.

    `folder` takes the shelves of the indexes: files without names. The system's folder for such files where it is none.
    """

    def __init__(
        self,
        db: Database,
        load_embedder: Callable[[], Embedder] = default_embedder,
        *,
        most_shops: int = MOST_SHOPS,
        most_bytes: int = MOST_BYTES,
        small: int = SMALL,
        folder: Path | None = None,
    ) -> None:
        self._db, self._load_embedder = db, load_embedder
        self._most_shops, self._most_bytes, self._small, self._folder = most_shops, most_bytes, small, folder
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
            gone = Changes.of(await queries.changes(session, shop_id)).gone_from(held.changes)
        self._renew(shop_id, held)
        return await asyncio.to_thread(held.index.without, gone) if len(gone) else held.index

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
            changes = Changes.of(await queries.changes(session, shop_id))
        same = changes.same_as(before.changes) if before is not None else set()
        building = await asyncio.to_thread(Building, embedder.dimensions, self._folder)
        for start in range(0, len(changes.sources), AT_ONCE):
            some = set(changes.sources[start : start + AT_ONCE].tolist())
            found = await self._read(shop_id, embedder, some - same) if some - same else []
            if before is not None and some & same:
                found += await asyncio.to_thread(before.index.passages_of, some & same)
            await asyncio.to_thread(_add, building, found)
        index = await asyncio.to_thread(PassageIndex, building)
        ended = time.monotonic()
        held = _Held(version, index, changes, ended + PAUSE * (ended - begun))
        self._touch(shop_id, held)
        self._let_go()
        return held

    async def _read(self, shop_id: int, embedder: Embedder, source_ids: Collection[int]) -> list[Embedded]:
        async with self._db.reading() as session:
            kept = await queries.chunks(session, shop_id, embedder.name, source_ids)
        return await asyncio.to_thread(_embedded, kept, embedder.dimensions)

    def _touch(self, shop_id: int, held: _Held) -> None:
        self._held[shop_id] = held
        self._held.move_to_end(shop_id)

    def _let_go(self) -> None:
        while len(self._held) > 1 and (len(self._held) > self._most_shops or self._bytes() > self._most_bytes):
            self._held.popitem(last=False)

    def _bytes(self) -> int:
        return sum(held.index.bytes for held in self._held.values())


def _embedded(kept: Sequence[KeptChunk], dimensions: int) -> list[Embedded]:
    """Chunks whose vectors do not fit their sentences are left out; they cannot be searched."""
    whole = ((chunk, vectors) for chunk in kept if (vectors := _vectors(chunk, dimensions)) is not None)
    return [Embedded(_passage(chunk), vectors) for chunk, vectors in whole]


def _add(building: Building, found: Sequence[Embedded]) -> None:
    """In the order of sources and chunks, whatever was read when."""
    building.add(sorted(found, key=lambda each: (each.passage.source_id, each.passage.id)))


def _vectors(chunk: KeptChunk, dimensions: int) -> Vectors | None:
    numbers = np.frombuffer(chunk.embedding, dtype="<f4")
    rows = 1 + len(chunk.sentences)
    return numbers.reshape(rows, dimensions) if numbers.size == rows * dimensions else None


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
