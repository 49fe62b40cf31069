"""A document becomes chunks with their vectors. What stands as it was keeps the vectors that it had."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from backend.ai.documents import ChunkDraft
from backend.ai.embedding import Embedder
from backend.ai.retrieval import Passage, embedded_sentences, embedded_text
from backend.knowledge.documents import Document, language_code
from backend.knowledge.queries import KeptChunk
from backend.knowledge.service import ReadChunk

AT_ONCE = 128
"""Texts that the model is given at once: about a second of work, so that nobody waits long for a process to end."""

log = structlog.get_logger(__name__)

Texts = tuple[str, ...]
Kept = Mapping[Texts, bytes]
"""Vectors by the texts that they stand for: a chunk's own, then its sentences'."""


@dataclass(frozen=True)
class Read:
    """A document's chunks, and how many of them the model made vectors for."""

    chunks: list[ReadChunk]
    embedded: int


def kept_vectors(chunks: Sequence[KeptChunk]) -> dict[Texts, bytes]:
    """What is in the database, as `Kept`."""
    return {_texts(_passage_of(chunk)): chunk.embedding for chunk in chunks}


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
    groups = dict.fromkeys(_texts(passage) for passages in cut for passage in passages)
    new = [texts for texts in groups if texts not in kept]
    texts = sorted({text for group in new for text in group}, key=len)
    vectors: dict[str, bytes] = {}
    for start in range(0, len(texts), AT_ONCE):
        part = texts[start : start + AT_ONCE]
        rows = await asyncio.to_thread(embedder.embed, part)
        vectors.update((text, row.astype("<f4").tobytes()) for text, row in zip(part, rows, strict=True))
    return {**kept, **{group: b"".join(vectors[text] for text in group) for group in new}}


def _read(passages: Sequence[Passage], found: Kept, kept: Kept) -> Read:
    new = {texts for texts in map(_texts, passages) if texts not in kept}
    return Read([_chunk(passage, found) for passage in passages], len(new))


def read_document(document: Document, embedder: Embedder) -> list[ReadChunk]:
    """The same in one go, with nothing kept. Holds the CPU: call it off the event loop."""
    passages = _passages(document)
    groups = dict.fromkeys(map(_texts, passages))
    texts = list(dict.fromkeys(text for group in groups for text in group))
    rows = embedder.embed(texts) if texts else ()
    vectors = {text: row.astype("<f4").tobytes() for text, row in zip(texts, rows, strict=True)}
    found = {group: b"".join(vectors[text] for text in group) for group in groups}
    return [_chunk(passage, found) for passage in passages]


def _chunk(passage: Passage, vectors: Kept) -> ReadChunk:
    kept = vectors[_texts(passage)]
    return ReadChunk(passage.heading, passage.text, passage.sentences, passage.language, kept)


def _texts(passage: Passage) -> Texts:
    return (embedded_text(passage), *embedded_sentences(passage))


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
