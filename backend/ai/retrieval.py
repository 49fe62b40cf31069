"""The passages of one shop that are nearest to a question: candidates from memory, their order from their own vectors.

A passage's score is the mean of its own cosine and its best sentence's, plus a small bonus for shared rare words that
saturates: score = 0.5 * (chunk cosine + best sentence cosine) + 0.15 * s / (s + 3), s being BM25. For the order
words count more, 0.3 * s / (s + 8): many shared words tell which passage, but not that it answers. Fusing ranks
instead made paraphrases worse. llama-index's vector store is not used here: at 10,000 chunks it takes 125 ms a
search, this takes some five.
"""

import copy
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.ai import lexical
from backend.ai.embedding import Embedder, Vectors
from backend.ai.lexical import LexicalIndex, Names, stems
from backend.ai.scan import Scan
from backend.ai.shelf import HALF, Shelf
from backend.ai.wordlist import WordList

LEXICAL_WEIGHT, LEXICAL_HALF = 0.15, 3.0
RANKING_WEIGHT, RANKING_HALF = 0.3, 8.0
CANDIDATES = 64


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


@dataclass(frozen=True)
class Embedded:
    """A passage with its vector, and one for each of its sentences below it."""

    passage: Passage
    vectors: NDArray[Any]

    def __post_init__(self) -> None:
        if len(self.vectors) != 1 + len(self.passage.sentences):
            raise ValueError("Each passage needs one vector, and each of its sentences one.")


def embedded(passage: Passage, embedder: Embedder) -> Embedded:
    """The passage with the vectors that stand for it and for its sentences."""
    return Embedded(passage, embedder.embed([embedded_text(passage), *embedded_sentences(passage)]))


class Building:
    """An index that grows passage by passage, so that a large shop is never in memory whole."""

    def __init__(self, dimensions: int, folder: Path | None = None) -> None:
        self.shelf = Shelf(dimensions, folder)
        self.scan = Scan(dimensions)
        self.words, self.names = lexical.Building(), Names()
        self.titles: set[str] = set()
        self.sources: list[int] = []

    def add(self, more: Iterable[Embedded]) -> None:
        """The next passages, in their order."""
        for each in more:
            passage, vectors = each.passage, each.vectors.astype(HALF)
            self.shelf.put(json.dumps(vars(passage)), vectors)
            self.scan.add(vectors[0].astype(np.float32))
            self.words.add(embedded_text(passage))
            if passage.language == "en":
                self.names.add(passage.text)
            self.titles.add(passage.title)
            self.sources.append(passage.source_id)


class PassageIndex:
    """Immutable; build a new one when content changes.

    In memory are a byte for each number of a passage's vector and the words by which it is found. The search with them
    gives candidates; their vectors in half precision, their sentences' and their words are read from the shelf.
    """

    def __init__(self, building: Building) -> None:
        building.shelf.close_for_writing()
        self._shelf, self._scan = building.shelf, building.scan.closed()
        self._sources = np.array(building.sources, dtype=np.int64)
        self.lexical = LexicalIndex.built(building.words)
        self.names = building.names.found()
        self.titled = WordList(word for title in building.titles for word in stems(title))
        self._gone: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        return len(self._sources)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All of them, from the shelf."""
        return tuple(map(self._passage, range(len(self))))

    @property
    def bytes(self) -> int:
        """Memory held."""
        parts = (self._shelf, self._scan, self.lexical, self.names, self.titled)
        return self._sources.nbytes + sum(part.bytes for part in parts)

    def without(self, sources: Collection[int] | NDArray[np.int64]) -> "PassageIndex":
        """The same, but nothing of these sources is found. Costs next to nothing: all is shared."""
        clone = copy.copy(self)
        clone._gone = np.isin(self._sources, list(sources))
        return clone

    def passages_of(self, sources: Collection[int]) -> list[Embedded]:
        """The passages of these sources with their vectors, for an index that is built anew."""
        places = np.flatnonzero(np.isin(self._sources, list(sources))).tolist()
        return [Embedded(self._passage(place), self._shelf.vectors([place])) for place in places]

    def search(self, query: str, query_vector: NDArray[np.float32], k: int = 5) -> list[Hit]:
        """The best `k` passages, best first."""
        if not len(self):
            return []
        cosines = self._scan.cosines(query_vector)
        bm25 = self.lexical.scores(self.lexical.spelled(stems(query)))
        if self._gone is not None:
            cosines[self._gone], bm25[self._gone] = -1.0, 0.0
        places = _candidates(cosines, bm25, max(CANDIDATES, 4 * k))
        if self._gone is not None:
            places = places[~self._gone[places]]
        return self._best(places, bm25[places], query_vector, k)

    def _best(
        self, places: NDArray[np.int64], bm25: NDArray[np.float32], query_vector: NDArray[np.float32], k: int
    ) -> list[Hit]:
        """The best of the candidates, by their own vectors and their sentences'."""
        if not len(places):
            return []
        rows = self._shelf.rows(places.tolist())
        of_all = self._shelf.vectors(places.tolist()) @ query_vector
        begins = np.concatenate([[0], np.cumsum(rows)[:-1]])
        cosines, of_sentences = of_all[begins], of_all.copy()
        of_sentences[begins] = -1.0
        nearest = np.maximum.reduceat(of_sentences, begins)
        near = 0.5 * (cosines + np.where(np.array(rows) > 1, nearest, cosines))
        bonus = bm25 / (bm25 + LEXICAL_HALF)
        scores, ranks = near + LEXICAL_WEIGHT * bonus, near + RANKING_WEIGHT * bm25 / (bm25 + RANKING_HALF)
        hits = []
        for at in np.argsort(-ranks, kind="stable")[:k].tolist():
            own = of_all[begins[at] + 1 : begins[at] + rows[at]]
            found = (float(scores[at]), float(cosines[at]), float(bonus[at]), int(own.argmax()) if len(own) else 0)
            place = int(places[at])
            hits.append(Hit(self._passage(place), *found, tuple(own.tolist()), place, float(ranks[at])))
        return hits

    def nearness(self, place: int, query_vectors: Vectors) -> Vectors:
        """For each query vector the mean of the passage's cosine and its best sentence's:

        the score without the words' bonus.
        """
        cosines = query_vectors @ self._shelf.vectors([place]).T
        nearest: Vectors = 0.5 * (cosines[:, 0] + (cosines[:, 1:] if cosines.shape[1] > 1 else cosines).max(axis=1))
        return nearest

    def _passage(self, place: int) -> Passage:
        fields = json.loads(self._shelf.words(place))
        return Passage(**{**fields, "sentences": tuple(fields["sentences"])})


def _candidates(cosines: NDArray[np.float32], bm25: NDArray[np.float32], wanted: int) -> NDArray[np.int64]:
    """The places that can still win: the nearest chunks, and the ones that share most words."""
    if len(cosines) <= wanted:
        return np.arange(len(cosines))
    near = np.argpartition(-(cosines + LEXICAL_WEIGHT * bm25 / (bm25 + LEXICAL_HALF)), wanted)[:wanted]
    worded = np.argpartition(-bm25, wanted // 4)[: wanted // 4]
    return np.union1d(near, worded[bm25[worded] > 0])


def build_index(passages: Iterable[Passage], embedder: Embedder) -> PassageIndex:
    """An index of passages that have no stored vectors yet."""
    building = Building(embedder.dimensions)
    building.add(embedded(passage, embedder) for passage in passages)
    return PassageIndex(building)


def margin(hits: Sequence[Hit]) -> float:
    """The lead of the best passage over the best one of another source."""
    if not hits:
        return 0.0
    others = [hit.score for hit in hits if hit.passage.source_id != hits[0].passage.source_id]
    return hits[0].score - others[0] if others else hits[0].score
