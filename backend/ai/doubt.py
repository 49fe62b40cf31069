# ruff: noqa: SIM905 - a list of words reads best as words
"""A passage that is near a question may still not answer it: "is the tea kosher?" is near "all our teas are organic".

The test: leave a word out that the passage does not have. If the question then comes *nearer* to the passage, the
word is foreign to it, and the passage most likely says nothing about it. For "guarantee" against "warranty" it moves
away instead.
"""

import re

from backend.ai.embedding import Embedder, Vectors
from backend.ai.lexical import LexicalIndex, stems
from backend.ai.retrieval import Hit, PassageIndex, embedded_text

WEIGHT = 3.0
NO_DOUBT = 0.01
WORDS_TRIED = 3
FEWEST_WORDS = 2
WORTH_DOUBTING = 0.35
_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_LIGHT = frozenset(
    stem
    for word in """use need last put make made come take get have want work offer sell keep give say tell know like
    thing way please possible able long much many time back new different really actually still already owe pay cost
    available question whole anything something someone wonder ask hello hi hey thank order buy purchase try
    help let see find look sure""".split()
    for stem in stems(word)
)


def doubt_of(question: str, hit: Hit, index: PassageIndex, embedder: Embedder) -> tuple[float, str]:
    """How much to take off the score, and the word that gave the doubt ("" for none).

    Two bare words are too few to leave one out, and what is far away anyway is not worth the milliseconds.
    """
    if hit.score < WORTH_DOUBTING or len(_WORD.findall(question)) <= FEWEST_WORDS:
        return 0.0, ""
    left_out = _foreign(question, hit, index.lexical)
    if not left_out:
        return 0.0, ""
    variants: Vectors = embedder.embed([question, *(shorter for _, shorter in left_out)])
    nearness = index.nearness(hit.place, variants)
    gains = nearness[1:] - nearness[0]
    worst = int(gains.argmax())
    gain = float(gains[worst]) - NO_DOUBT
    return (WEIGHT * gain, left_out[worst][0]) if gain > 0 else (0.0, "")


def _foreign(question: str, hit: Hit, lexical: LexicalIndex) -> list[tuple[str, str]]:
    """The words that the passage does not have, rarest first, each with the question that lacks it."""
    present = set(stems(embedded_text(hit.passage)))
    found: list[tuple[float, str, str]] = []
    for match in _WORD.finditer(question):
        words = lexical.spelled(stems(match.group()))
        if words and not present.issuperset(words) and not _LIGHT.issuperset(words):
            shorter = f"{question[: match.start()]}{question[match.end() :]}"
            found.append((max(map(lexical.rarity, words)), match.group(), shorter))
    found.sort(key=lambda each: each[0], reverse=True)
    return [(word, shorter) for _, word, shorter in found[:WORDS_TRIED]]
