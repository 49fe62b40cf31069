"""Two hundred shops in the memory of one process, and how long a search in it takes."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from backend.ai.embedding import default_embedder
from backend.ai.retrieval import Building, Embedded, Passage, PassageIndex
from benchmarks.measuring import Spread
from benchmarks.pages import table

TITLE, PLACE = "Knowledge in memory", 62
SHOPS, CHUNKS, SENTENCES, WORDS = 200, 2_000, 4, 15
LARGE = 20_000
SEARCHES = 200
VOCABULARY, POOL, DIMENSIONS = 9_000, 20_000, 384
SYLLABLES = "an bra dor fi gra ile ka ler mi ne ost pu qui ro sal shi tel to um ven".split()  # noqa: SIM905 - reads best


def _sentences() -> list[str]:
    """Sentences of invented words, of which few are common and most are rare, as in a language."""
    dice, words = random.Random(5), set[str]()
    while len(words) < VOCABULARY:
        words.add("".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) + dice.choice(("", "s", "ing", "ed", "er")))
    known, often = sorted(words), [1 / (place + 5) for place in range(VOCABULARY)]
    return [" ".join(dice.choices(known, often, k=WORDS)).capitalize() + "." for _ in range(POOL)]


def _passages(pool: Sequence[str], seed: int, count: int) -> Iterator[Embedded]:
    dice, shape = random.Random(seed), np.random.default_rng(seed)
    for at in range(count):
        said = tuple(dice.sample(pool, SENTENCES))
        rows = shape.standard_normal((1 + SENTENCES, DIMENSIONS), dtype=np.float32)
        title, heading, text = f"{said[0][:30]} {at}", "Details > Care", " ".join(said)
        passage = Passage(at, at, title, f"/products/{at}", "product", heading, text, "en", said)
        yield Embedded(passage, rows / np.linalg.norm(rows, axis=1, keepdims=True))


def _index(pool: Sequence[str], seed: int, count: int) -> PassageIndex:
    building = Building(DIMENSIONS)
    building.add(_passages(pool, seed, count))
    return PassageIndex(building)


def _times(index: PassageIndex, pool: Sequence[str]) -> list[float]:
    """Of searches for six words of a sentence, with a vector that is near nothing."""
    dice, shape, found = random.Random(2), np.random.default_rng(2), []
    for _ in range(SEARCHES):
        asked = " ".join(dice.choice(pool).split()[:6])
        vector = shape.standard_normal(DIMENSIONS, dtype=np.float32)
        vector /= np.linalg.norm(vector)
        begun = time.perf_counter()
        index.search(asked, vector, 10)
        found.append((time.perf_counter() - begun) * 1000)
    return found


def _loaded() -> dict[str, Any]:
    """In a process of its own, with the model that the app has too."""
    default_embedder().embed(["Where is my order?"])
    pool = _sentences()
    before = _resident()
    held = [_index(pool, seed, CHUNKS) for seed in range(SHOPS)]
    after = _resident()
    large = _index(pool, SHOPS, LARGE)
    return {
        "before": before,
        "after": after,
        "bytes": sum(index.bytes for index in held) / SHOPS,
        "small": _times(held[0], pool),
        "large": _times(large, pool),
        "bytes of the large one": large.bytes,
    }


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2


def measure() -> dict[str, Any]:
    ran = subprocess.run([sys.executable, "-m", __name__], check=True, capture_output=True, text=True)
    found = json.loads(ran.stdout)
    return {
        "The process with its model": f"{found['before']:.0f} MB",
        f"The same with {SHOPS} shops of {CHUNKS:,} pieces": f"{found['after']:.0f} MB",
        "A shop": f"{(found['after'] - found['before']) / SHOPS:.2f} MB, "
        f"of which {found['bytes'] / 1024**2:.2f} MB are known to its index",
        f"A shop of {LARGE:,} pieces": f"{found['bytes of the large one'] / 1024**2:.1f} MB",
        f"A search in {CHUNKS:,} pieces: p50, p95": _both(Spread(found["small"])),
        f"A search in {LARGE:,} pieces: p50, p95": _both(Spread(found["large"])),
    }


def _both(spread: Spread) -> str:
    return f"{spread.percentile(0.5):.1f} ms, {spread.percentile(0.95):.1f} ms"


def page(figures: dict[str, Any]) -> list[str]:
    return [
        *table(["Figure", ""], [[name, value] for name, value in figures.items()]),
        "",
        f"Pieces have {SENTENCES} sentences of {WORDS} words, of a vocabulary of {VOCABULARY:,}, and random vectors. "
        f"To hold: {SHOPS} shops in 1 GB, all in all. The vectors of sentences and all texts lie in files without "
        "names; a search reads those of its candidates. A search is timed without the question's own vector.",
    ]


if __name__ == "__main__":
    print(json.dumps(_loaded()))
