"""What an index holds in memory is a byte a number and no text; what it finds is what whole vectors would find."""

import gc
import random
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from backend.ai.embedding import Vectors
from backend.ai.lexical import LexicalIndex, stems
from backend.ai.retrieval import (
    LEXICAL_HALF,
    LEXICAL_WEIGHT,
    RANKING_HALF,
    RANKING_WEIGHT,
    Building,
    Embedded,
    Passage,
    PassageIndex,
    embedded_text,
)
from backend.ai.scan import BLOCK, Scan
from backend.ai.wordlist import Strings, WordList

DIMENSIONS, SENTENCES = 384, 4
MOST_BYTES_A_PASSAGE = 1_000


def unit(rows: NDArray[np.float32]) -> Vectors:
    lengths: Vectors = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return lengths


def made(count: int, seed: int) -> list[Embedded]:
    """Passages of sixty words, whose vectors lie in fifty heaps: neighbours are near, as those of one topic are."""
    dice, shape = random.Random(seed), np.random.default_rng(seed)
    words = [f"w{number:x}" for number in range(4_000)]
    heaps = shape.standard_normal((50, DIMENSIONS), dtype=np.float32)
    found = []
    for number in range(count):
        sentences = tuple(" ".join(dice.choices(words, k=15)) for _ in range(SENTENCES))
        place = (number, number // 3, f"Title {number}", f"/pages/{number}", "page", "About", " ".join(sentences), "en")
        rows = heaps[dice.randrange(50)] + shape.standard_normal((1 + SENTENCES, DIMENSIONS), dtype=np.float32)
        found.append(Embedded(Passage(*place, sentences), unit(rows)))
    return found


def index_of(passages: list[Embedded], folder: Path | None = None) -> PassageIndex:
    building = Building(DIMENSIONS, folder)
    building.add(passages)
    return PassageIndex(building)


def test_passages_take_less_than_a_kilobyte_each_and_as_much_as_the_index_says() -> None:
    passages = made(1_000, seed=1)
    gc.collect()
    tracemalloc.start()
    try:
        index = index_of(passages)
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The cache of stems is the process's, not the index's.
    assert index.bytes < MOST_BYTES_A_PASSAGE * len(passages)
    assert held < 2 * MOST_BYTES_A_PASSAGE * len(passages)


def test_the_best_passages_are_those_that_whole_vectors_find() -> None:
    passages, dice, shape = made(1_000, seed=2), random.Random(3), np.random.default_rng(3)
    index, first, among_three = index_of(passages), 0, 0
    lexical = LexicalIndex(embedded_text(each.passage) for each in passages)
    whole = np.stack([each.vectors for each in passages])
    for _ in range(60):
        near = passages[dice.randrange(len(passages))]
        vector = unit(near.vectors[dice.randrange(5)] + 0.05 * shape.standard_normal(DIMENSIONS, dtype=np.float32))
        query = " ".join(dice.sample(near.passage.text.split(), 3))
        cosines, s = whole @ vector, lexical.scores(stems(query))
        nearness = 0.5 * (cosines[:, 0] + cosines[:, 1:].max(axis=1))
        scores = nearness + LEXICAL_WEIGHT * s / (s + LEXICAL_HALF)
        ranks = nearness + RANKING_WEIGHT * s / (s + RANKING_HALF)
        best = np.argsort(-ranks).tolist()
        hits = index.search(query, vector, k=5)
        first += hits[0].passage.id == best[0]
        among_three += {hit.passage.id for hit in hits[:3]} == set(best[:3])
        for hit in hits:
            assert (hit.score, hit.rank) == pytest.approx((scores[hit.place], ranks[hit.place]), abs=2e-3)
    assert first == 60
    assert among_three >= 58


def test_a_cosine_from_bytes_is_off_by_less_than_a_two_hundredth() -> None:
    rows = unit(np.random.default_rng(4).standard_normal((2 * BLOCK + 1, DIMENSIONS), dtype=np.float32))
    scan = Scan(DIMENSIONS)
    for row in rows:
        scan.add(row)
    scan.add(np.zeros(DIMENSIONS, dtype=np.float32))
    found = scan.closed().cosines(rows[7])
    assert float(np.abs(found[:-1] - rows @ rows[7]).max()) < 0.005
    assert float(found[-1]) == 0.0


def test_what_is_on_the_shelf_is_read_as_it_was_put_there(tmp_path: Path) -> None:
    passages = made(7, seed=5)
    broken = Passage(9, 9, "\ud83d 茶", "", "page", "", "日本へ配送します。 \ud800", "ja", ())
    passages.append(Embedded(broken, unit(np.ones((1, DIMENSIONS), dtype=np.float32))))
    index = index_of(passages, tmp_path)
    assert index.passages == tuple(each.passage for each in passages)
    assert list(tmp_path.iterdir()) == []
    again = index.passages_of([1, 9])
    assert [each.passage.id for each in again] == [3, 4, 5, 9]
    assert np.allclose(again[0].vectors, passages[3].vectors, atol=1e-3)
    (hit,) = index.without([0, 1, 2]).search("配送", again[3].vectors[0], k=1)
    assert (hit.passage, hit.sentence_cosines, hit.sentence_cosine) == (broken, (), hit.cosine)


def test_the_shelf_goes_with_the_last_index_that_reads_it() -> None:
    index = index_of(made(3, seed=6))
    less, file = index.without([0]), index._shelf._file
    del index
    gc.collect()
    assert not file.closed
    del less
    gc.collect()
    assert file.closed


def test_a_list_of_words_finds_what_a_set_would() -> None:
    words = {"boot", "boots", "été", "etui", "茶", "茶葉", "zebra", "\ud800", "b"}
    listed = WordList([*words, "boot"])
    assert set(listed) == words
    assert [word for word in ("boo", "bootss", "", "茶葉茶", "zz") if word in listed] == []
    assert [list(listed).index(word) for word in words] == [listed.find(word) for word in words]
    assert listed.like("bolt", [4, 5]) == ["boot", "boots"]
    assert listed.like("éta", [3]) == ["été"]
    assert WordList([]).find("a") == -1
    assert list(Strings(["b", "", "a"])) == ["b", "", "a"]
    assert Strings(["b", "", "a"])[-2:] == ["", "a"]


def test_a_slip_is_put_right_to_the_word_as_it_stands_in_the_texts() -> None:
    lexical = LexicalIndex(
        ["The battery's charge. Batteries last. A battery is free.", "Exchanges are free: exchange it."]
    )
    assert lexical.corrected("newe batery, exchagne", lambda _: False) == "newe battery, exchange"
