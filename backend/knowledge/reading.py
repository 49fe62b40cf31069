"""A document becomes chunks with their vectors. Each text that stands as it was keeps the vector that it had."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from backend.ai.documents import ChunkDraft
from backend.ai.embedding import Embedder, Vectors
from backend.ai.retrieval import Passage, embedded_sentences, embedded_text
from backend.knowledge.documents import Document, language_code
from backend.knowledge.queries import KeptChunk
from backend.knowledge.service import ReadChunk

AT_ONCE = 128
"""Texts that the model is given at once: about a second of work, so that nobody waits long for a process to end."""

FLOAT = 4

log = structlog.get_logger(__name__)

Kept = Mapping[str, bytes]
"""Vectors by the texts that they stand for: those of chunks, and those of their sentences."""


@dataclass(frozen=True)
class Read:
    """A document's chunks, and for how many of them the model made a vector or more."""

    chunks: list[ReadChunk]
    embedded: int


def kept_vectors(chunks: Sequence[KeptChunk], dimensions: int) -> dict[str, bytes]:
    """What is in the database, as `Kept`. Of a chunk whose vectors do not fit its sentences nothing is kept."""
    found: dict[str, bytes] = {}
    for chunk in chunks:
        texts = _texts(_passage_of(chunk))
        if len(chunk.embedding) == len(texts) * dimensions * FLOAT:
            found.update(zip(texts, _rows(chunk.embedding, dimensions * FLOAT), strict=True))
    return found


def _rows(vectors: bytes, width: int) -> list[bytes]:
    return [vectors[at : at + width] for at in range(0, len(vectors), width)]


async def read(documents: Sequence[Document], embedder: Embedder, kept: Kept) -> list[Read | Exception]:
    """Each document, or why it cannot be read. All heavy work is done in threads, a part at a time.

    The model is given the texts of all documents together, by length and each once: half the time of one by one.
    """
    try:
        cut = [await asyncio.to_thread(_passages, document) for document in documents]
        found = await _embedded(cut, embedder, kept)
    except Exception as error:
        if len(documents) > 1:  # one of them: who fails, fails alone
            return [read_alone for each in documents for read_alone in await read([each], embedder, kept)]
        log.exception("source_unreadable", kind=documents[0].kind.value, source=documents[0].external_id)
        return [error]
    return [_read(passages, found, kept) for passages in cut]


async def _embedded(cut: Sequence[Sequence[Passage]], embedder: Embedder, kept: Kept) -> Kept:
    """The vectors that are kept, and those of all that is new."""
    texts = {text for passages in cut for passage in passages for text in _texts(passage)}
    new, found = sorted(texts - kept.keys(), key=len), dict(kept)
    for start in range(0, len(new), AT_ONCE):
        part = new[start : start + AT_ONCE]
        found.update(_by_text(part, await asyncio.to_thread(embedder.embed, part)))
    return found


def _read(passages: Sequence[Passage], found: Kept, kept: Kept) -> Read:
    new = sum(any(text not in kept for text in _texts(passage)) for passage in passages)
    return Read([_chunk(passage, found) for passage in passages], new)


def read_document(document: Document, embedder: Embedder) -> list[ReadChunk]:
    """The same in one go, with nothing kept. Holds the CPU: call it off the event loop."""
    passages = _passages(document)
    texts = list(dict.fromkeys(text for passage in passages for text in _texts(passage)))
    found = _by_text(texts, embedder.embed(texts)) if texts else {}
    return [_chunk(passage, found) for passage in passages]


def _by_text(texts: Sequence[str], vectors: Vectors) -> dict[str, bytes]:
    return {text: vector.astype("<f4").tobytes() for text, vector in zip(texts, vectors, strict=True)}


def _chunk(passage: Passage, vectors: Kept) -> ReadChunk:
    rows = b"".join(vectors[text] for text in _texts(passage))
    return ReadChunk(passage.heading, passage.text, passage.sentences, passage.language, rows)


def _texts(passage: Passage) -> list[str]:
    return [embedded_text(passage), *embedded_sentences(passage)]


def _passages(document: Document) -> list[Passage]:
    def passage(draft: ChunkDraft) -> Passage:
        heading = " > ".join(draft.heading_path)
        return _passage(document.title, heading, draft.text, draft.sentences, language_code)

    return [passage(draft) for draft in document.drafts()]


def _passage_of(chunk: KeptChunk) -> Passage:
    return _passage(chunk.title, chunk.heading, chunk.text, tuple(chunk.sentences), lambda _: chunk.language)


def _passage(
    title: str, heading: str, text: str, sentences: tuple[str, ...], language: Callable[[str], str]
) -> Passage:
    return Passage(0, 0, title, "", "", heading, text, language(text), sentences)
