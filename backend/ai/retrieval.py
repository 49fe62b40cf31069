"""The passages of one shop that are nearest to a question, from memory: exact, thread-safe, no copy of anything per
search.

A passage's score is the mean of its own cosine and its best sentence's, plus a small bonus for shared rare words that
saturates: score = 0.5 * (chunk cosine + best sentence cosine) + 0.15 * s / (s + 3), s being BM25. For the order
words count more, 0.3 * s / (s + 8): many shared words tell which passage, but not that it answers. Fusing ranks
instead made paraphrases worse. llama-index's vector store is not used here: at 10,000 chunks it takes 125 ms a
search, this takes one or two.
"""

import copy
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.ai.embedding import Embedder, Vectors
from backend.ai.lexical import LexicalIndex, names_in, stems

LEXICAL_WEIGHT, LEXICAL_HALF = 0.15, 3.0
RANKING_WEIGHT, RANKING_HALF = 0.3, 8.0
CANDIDATES = 64
BYTES_A_LETTER, BYTES_A_TEXT = 2, 120
"""What a passage's words take beside its vectors, with their places in the lexical index."""


@dataclass(frozen=True)
class Passage:
    """A chunk that may be quoted.

    `sentences` can each be read alone; `kind` is the source's (policy, page, product, faq …).
    """

    id: int
    source_id: int
    title: str
    url: str
    kind: str
    heading: str
    text: str
    language: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A passage and why it was found.

    `cosine` is the chunk's, `sentence_cosines` run parallel to the passage's sentences.
    """

    passage: Passage
    score: float
    cosine: float
    lexical: float
    best_sentence: int
    sentence_cosines: tuple[float, ...]
    place: int
    rank: float = 0.0
    """What hits are ordered by; `score` is what tells whether one answers."""

    @property
    def sentence_cosine(self) -> float:
        """The cosine of the sentence that fits best; the chunk's where there is none."""
        return self.sentence_cosines[self.best_sentence] if self.sentence_cosines else self.cosine


def embedded_text(passage: Passage) -> str:
    """What stands for the whole passage: its words under its title and headings."""
    return ". ".join(part for part in (passage.title, passage.heading, passage.text) if part)


def embedded_sentences(passage: Passage) -> list[str]:
    """What stands for each sentence: "Yes, within 30 days" means nothing without the heading that asks."""
    heading = passage.heading.rsplit(" > ", 1)[-1] or passage.title
    return [f"{heading}: {sentence}" if heading else sentence for sentence in passage.sentences]


def embed_passage(passage: Passage, embedder: Embedder) -> tuple[Vectors, Vectors]:
    """The passage's vector (dimensions,) and its sentences' (sentences, dimensions): what is kept in the database."""
    vectors = embedder.embed([embedded_text(passage), *embedded_sentences(passage)])
    return vectors[0], vectors[1:]


@dataclass(frozen=True)
class Parts:
    """Passages, their vectors, and those of their sentences, row by row in the same order."""

    passages: list[Passage]
    chunks: Vectors
    sentences: NDArray[Any]


class PassageIndex:
    """Immutable; build a new one when content changes.

    Row n of `chunk_vectors` is passage n, its sentences' rows follow in order.
    """

    def __init__(self, passages: Sequence[Passage], chunk_vectors: Vectors, sentence_vectors: NDArray[Any]) -> None:
        counts = np.array([len(passage.sentences) for passage in passages], dtype=np.int64)
        if len(passages) != len(chunk_vectors) or int(counts.sum()) != len(sentence_vectors):
            raise ValueError("Each passage needs one vector, and each of its sentences one.")
        self.passages = tuple(passages)
        self.lexical = LexicalIndex([embedded_text(passage) for passage in passages])
        self.names = names_in([passage.text for passage in passages if passage.language == "en"])
        self.titled = frozenset(word for title in {passage.title for passage in passages} for word in stems(title))
        self._chunks = np.ascontiguousarray(chunk_vectors, dtype=np.float32)
        self._starts = np.concatenate([[0], np.cumsum(counts)])
        # Half precision: sentences are most of the memory, and only the candidates' are read.
        self._sentences = sentence_vectors.astype(np.float16)
        self._gone: NDArray[np.bool_] | None = None
        letters = sum(len(passage.text) + sum(map(len, passage.sentences)) for passage in passages)
        self._words = BYTES_A_LETTER * letters + BYTES_A_TEXT * (len(passages) + int(counts.sum()))

    def __len__(self) -> int:
        return len(self.passages)

    @property
    def bytes(self) -> int:
        """Memory held by the vectors and, about, by the words."""
        return int(self._chunks.nbytes + self._sentences.nbytes) + self._words

    def without(self, sources: Collection[int]) -> "PassageIndex":
        """The same, but nothing of these sources is found. Costs next to nothing: all is shared."""
        clone = copy.copy(self)
        clone._gone = np.array([passage.source_id in sources for passage in self.passages], dtype=bool)
        return clone

    def parts(self, sources: Collection[int]) -> "Parts":
        """The passages of these sources with their vectors, for an index that is built anew."""
        places = [place for place, passage in enumerate(self.passages) if passage.source_id in sources]
        rows = [np.arange(self._starts[place], self._starts[place + 1]) for place in places]
        of_sentences = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
        return Parts([self.passages[place] for place in places], self._chunks[places], self._sentences[of_sentences])

    def search(self, query: str, query_vector: NDArray[np.float32], k: int = 5) -> list[Hit]:
        """The best `k` passages, best first."""
        if not self.passages:
            return []
        cosines = self._chunks @ query_vector
        bm25 = self.lexical.scores(self.lexical.spelled(stems(query)))
        if self._gone is not None:
            cosines[self._gone], bm25[self._gone] = -1.0, 0.0
        places = _candidates(cosines, bm25, max(CANDIDATES, 4 * k))
        if self._gone is not None:
            places = places[~self._gone[places]]
        hits = [self._hit(int(place), query_vector, float(cosines[place]), float(bm25[place])) for place in places]
        hits.sort(key=lambda hit: hit.rank, reverse=True)
        return hits[:k]

    def _hit(self, place: int, query_vector: NDArray[np.float32], cosine: float, bm25: float) -> Hit:
        rows = self._sentences[self._starts[place] : self._starts[place + 1]]
        of_sentences = tuple(float(value) for value in rows.astype(np.float32) @ query_vector)
        best = max(range(len(of_sentences)), key=of_sentences.__getitem__, default=0)
        lexical = bm25 / (bm25 + LEXICAL_HALF)
        nearest = of_sentences[best] if of_sentences else cosine
        near = 0.5 * (cosine + nearest)
        score, rank = near + LEXICAL_WEIGHT * lexical, near + RANKING_WEIGHT * bm25 / (bm25 + RANKING_HALF)
        return Hit(self.passages[place], score, cosine, lexical, best, of_sentences, place, rank)

    def nearness(self, place: int, query_vectors: Vectors) -> Vectors:
        """For each query vector the mean of the passage's cosine and its best sentence's:

        the score without the words' bonus.
        """
        of_chunk = query_vectors @ self._chunks[place]
        rows = self._sentences[self._starts[place] : self._starts[place + 1]].astype(np.float32)
        nearest: Vectors = 0.5 * (of_chunk + ((query_vectors @ rows.T).max(axis=1) if len(rows) else of_chunk))
        return nearest


def _candidates(cosines: NDArray[np.float32], bm25: NDArray[np.float32], wanted: int) -> NDArray[np.int64]:
    """The places that can still win: the nearest chunks, and the ones that share most words."""
    if len(cosines) <= wanted:
        return np.arange(len(cosines))
    near = np.argpartition(-(cosines + LEXICAL_WEIGHT * bm25 / (bm25 + LEXICAL_HALF)), wanted)[:wanted]
    worded = np.argpartition(-bm25, wanted // 4)[: wanted // 4]
    return np.union1d(near, worded[bm25[worded] > 0])


def build_index(passages: Sequence[Passage], embedder: Embedder) -> PassageIndex:
    """An index of passages that have no stored vectors yet."""
    vectors = [embed_passage(passage, embedder) for passage in passages]
    empty = np.zeros((0, embedder.dimensions), dtype=np.float32)
    chunks = np.stack([chunk for chunk, _ in vectors]) if vectors else empty
    return PassageIndex(passages, chunks, np.concatenate([empty, *(sentences for _, sentences in vectors)]))


def margin(hits: Sequence[Hit]) -> float:
    """The lead of the best passage over the best one of another source."""
    if not hits:
        return 0.0
    others = [hit.score for hit in hits if hit.passage.source_id != hits[0].passage.source_id]
    return hits[0].score - others[0] if others else hits[0].score
