# ruff: noqa: SIM905 - a list of words reads best as words
"""Words that a question and a text share count by how rare they are: BM25 in memory, over stems.

The bonus that it gives is saturated on purpose: ranking by words alone, or fusing ranks, made paraphrased questions
worse.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backend.ai.text import folded

K1, B = 1.2, 0.75
_TOKEN = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_CJK_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_STOP = frozenset(
    """a an and any are as at be been but by can could did do does for from get got had has have how i i'd i'll i'm
    i've if in into is it it's its just me my of on or our please so some that the their them then there these
    they this to us was we were what what's when where which who why will with would you you're your yours am im
    about also much many long le la les un une des du de et est sont vous votre vos je mon ma mes ne pas que qui
    pour avec dans sur ou au aux ce cette der die das ein eine einen und ist sind sie ich mein meine nicht fur
    mit zu von im am auf wie was wo wann el los las y es son su sus mi mis no para con en por como donde
    cuando""".split()
)


def carries_meaning(word: str) -> bool:
    """Whether a word is more than "the" or "do"."""
    return folded(word) not in _STOP


def stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order, repeats kept; Japanese and Chinese as character pairs."""
    found: list[str] = []
    for token in _TOKEN.findall(folded(text)):
        if runs := _CJK_RUN.findall(token):
            found.extend(run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1)))
        elif token not in _STOP:
            found.extend(stem(part) for part in token.split("-") if part and part not in _STOP)
    return found


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A light English stemmer: plurals, -ing, -ed, -ly, possessives. It may merge too much, never raise."""
    word = word.removesuffix("'s").replace("'", "")
    if len(word) <= 3 or not word.isalpha():
        return word
    for ending, instead in (("sses", "ss"), ("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed", "ly", "ment"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


class LexicalIndex:
    """Immutable BM25 over texts; a text is named by its place."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(stems(text)) for text in texts]
        self._spelt = _spellings(texts)
        lengths = [sum(count.values()) for count in counts]
        average = (sum(lengths) / len(lengths) if lengths else 1.0) or 1.0
        self._size = len(texts)
        places: dict[str, list[int]] = defaultdict(list)
        weights: dict[str, list[float]] = defaultdict(list)
        for place, count in enumerate(counts):
            damping = K1 * (1 - B + B * lengths[place] / average)
            for word, times in count.items():
                places[word].append(place)
                weights[word].append(times * (K1 + 1) / (times + damping))
        self._places = {word: np.asarray(found, dtype=np.int32) for word, found in places.items()}
        self._weights = {word: np.asarray(found, dtype=np.float32) for word, found in weights.items()}
        self._by_start: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in places:
            if len(word) >= 4:
                self._by_start[(word[0], len(word))].append(word)

    def has(self, text: str) -> bool:
        """Whether each of a name's stems stands in some text."""
        words = stems(text)
        return bool(words) and all(word in self._places for word in words)

    def knows(self, word: str) -> bool:
        """Whether a stem stands in some text."""
        return word in self._places

    def rarity(self, word: str) -> float:
        """BM25's inverse document frequency of a stem; the highest for a stem that no text has."""
        found = len(self._places.get(word, ()))
        return math.log(1 + (self._size - found + 0.5) / (found + 0.5))

    def scores(self, words: Sequence[str]) -> NDArray[np.float32]:
        """The BM25 score of each text for these stems."""
        scores = np.zeros(self._size, dtype=np.float32)
        for word in set(words):
            if word in self._places:
                scores[self._places[word]] += self.rarity(word) * self._weights[word]
        return scores

    def spelled(self, words: Sequence[str]) -> list[str]:
        """The stems, each that no text has replaced by the one it is a typing slip of, if there is exactly one."""
        return [word if word in self._places else self._meant(word) for word in words]

    def corrected(self, text: str, is_word: Callable[[str], bool]) -> str:
        """The text with each slip of the keyboard put right: what is no word, where one word of the texts is near."""
        return _TOKEN.sub(lambda found: self._corrected(found.group(), is_word), text)

    def _corrected(self, typed: str, is_word: Callable[[str], bool]) -> str:
        word = folded(typed)
        known = stem(word)
        if not word.isascii() or not word.isalpha() or known in self._places or is_word(word) or is_word(known):
            return typed
        meant = self._meant(known)
        return self._spelt.get(meant, meant) if meant != known else typed

    def _meant(self, word: str) -> str:
        if len(word) < 5 or not word.isalpha():
            return word
        lengths = range(len(word) - 1, len(word) + 2)
        near = [
            known for size in lengths for known in self._by_start.get((word[0], size), ()) if _one_slip(word, known)
        ]
        return near[0] if len(near) == 1 else word


_LOWER = re.compile(r"(?<![^\W_])[a-z]{3,}")
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
_TIMES = frozenset(
    stem
    for word in """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december spring summer autumn winter christmas easter english""".split()
    for stem in stems(word)
)


def names_in(texts: Sequence[str]) -> frozenset[str]:
    """What things are called: the stems that English texts have with a capital only, and not to open a sentence."""
    capital = {stem(word.lower()) for text in texts for word in _CAPITAL.findall(text)}
    lower = {stem(word) for text in texts for word in set(_LOWER.findall(text))}
    return frozenset(capital - lower - _TIMES)


def _spellings(texts: Sequence[str]) -> dict[str, str]:
    """How a stem is written, where it is no word itself: "exchange" for "exchang"."""
    spelt: dict[str, str] = {}
    for token in {token for text in texts for token in _TOKEN.findall(folded(text))}:
        bare = stem(token)
        if bare != token and len(bare) >= 4 and (bare not in spelt or len(token) < len(spelt[bare])):
            spelt[bare] = token
    return spelt


def _one_slip(one: str, other: str) -> bool:
    """One letter added, dropped, changed, or two neighbours swapped."""
    if len(one) > len(other):
        one, other = other, one
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return swapped or one[start + 1 :] == other[start + 1 :]
