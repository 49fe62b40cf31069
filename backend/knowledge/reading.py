"""A document becomes chunks with their vectors. What stands as it was keeps the vectors that it had."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from backend.ai.documents import ChunkDraft
from backend.ai.embedding import Embedder, Vectors
from backend.ai.retrieval import Passage, embedded_sentences, embedded_text
from backend.knowledge.documents import Document, language_code
from backend.knowledge.queries import KeptChunk
from backend.knowledge.service import ReadChunk

AT_ONCE = 128
"""Texts that the model is given at once: about a second of work, so that nobody waits long for a process to end."""

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


async def read(document: Document, embedder: Embedder, kept: Kept) -> Read:
    """All heavy work is done in threads, a part at a time."""
    passages = await asyncio.to_thread(_passages, document)
    new = [texts for texts in dict.fromkeys(map(_texts, passages)) if texts not in kept]
    found, flat = dict(kept), [text for texts in new for text in texts]
    vectors: list[Vectors] = []
    for start in range(0, len(flat), AT_ONCE):
        vectors.extend(await asyncio.to_thread(embedder.embed, flat[start : start + AT_ONCE]))
    found.update(_divided(new, vectors))
    return Read([_chunk(passage, found) for passage in passages], len(new))


def read_document(document: Document, embedder: Embedder) -> list[ReadChunk]:
    """The same in one go, with nothing kept. Holds the CPU: call it off the event loop."""
    passages = _passages(document)
    groups = list(dict.fromkeys(map(_texts, passages)))
    flat = [text for texts in groups for text in texts]
    found = _divided(groups, list(embedder.embed(flat)) if flat else [])
    return [_chunk(passage, found) for passage in passages]


def _divided(groups: Sequence[Texts], vectors: Sequence[Vectors]) -> dict[Texts, bytes]:
    rows = iter(vectors)
    return {texts: b"".join(next(rows).astype("<f4").tobytes() for _ in texts) for texts in groups}


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
