# ruff: noqa: SIM905 - a list of words reads best as words
"""Words that a question and a text share count by how rare they are: BM25 in memory, over stems.

The bonus that it gives is saturated on purpose: ranking by words alone, or fusing ranks, made paraphrased questions
worse.
"""

import math
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backend.ai.text import folded
from backend.ai.wordlist import Strings, WordList

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
    """Immutable BM25 over texts; a text is named by its place. Words are one run of bytes, and postings two arrays."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        building = Building()
        for text in texts:
            building.add(text)
        self._take(building)

    @classmethod
    def built(cls, building: "Building") -> "LexicalIndex":
        """The index of all that was added."""
        index = cls.__new__(cls)
        index._take(building)
        return index

    def _take(self, building: "Building") -> None:
        self._words = WordList(building.numbers)
        self._spelt = Strings(_unless(word, building.spelt.get(word, "")) for word in self._words)
        lengths = np.array(building.lengths, dtype=np.float64)
        self._size = len(lengths)
        average = (float(lengths.sum()) / self._size if self._size else 1.0) or 1.0
        self._damping = K1 * (1 - B + B * lengths / average)
        place_of = np.zeros(len(building.numbers), dtype=np.int64)
        for word, number in building.numbers.items():
            place_of[number] = self._words.find(word)
        words = place_of[np.frombuffer(building.words, dtype=np.uint32)] if building.words else place_of[:0]
        order = np.argsort(words, kind="stable")
        texts = np.repeat(np.arange(self._size), building.distinct)[order]
        self._texts = texts.astype(np.uint16 if self._size < 2**16 else np.uint32)
        self._times = np.frombuffer(building.times, dtype=np.uint8)[order]
        counts = np.bincount(words, minlength=len(self._words))
        self._starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)

    @property
    def bytes(self) -> int:
        """Memory held."""
        arrays = (self._damping, self._texts, self._times, self._starts)
        return self._words.bytes + self._spelt.bytes + sum(each.nbytes for each in arrays)

    def has(self, text: str) -> bool:
        """Whether each of a name's stems stands in some text."""
        words = stems(text)
        return bool(words) and all(word in self._words for word in words)

    def knows(self, word: str) -> bool:
        """Whether a stem stands in some text."""
        return word in self._words

    def rarity(self, word: str) -> float:
        """BM25's inverse document frequency of a stem; the highest for a stem that no text has."""
        places = self._places(word)
        return self._rarity(places.stop - places.start)

    def _rarity(self, found: int) -> float:
        return math.log(1 + (self._size - found + 0.5) / (found + 0.5))

    def _places(self, word: str) -> slice:
        """Where the stem's postings are."""
        at = self._words.find(word)
        return slice(int(self._starts[at]), int(self._starts[at + 1])) if at >= 0 else slice(0, 0)

    def scores(self, words: Sequence[str]) -> NDArray[np.float32]:
        """The BM25 score of each text for these stems."""
        scores = np.zeros(self._size, dtype=np.float32)
        for places in map(self._places, dict.fromkeys(words)):
            texts, times = self._texts[places], self._times[places].astype(np.float64)
            weights = times * (K1 + 1) / (times + self._damping[texts])
            scores[texts] += self._rarity(len(texts)) * weights.astype(np.float32)
        return scores

    def spelled(self, words: Sequence[str]) -> list[str]:
        """The stems, each that no text has replaced by the one it is a typing slip of, if there is exactly one."""
        return [word if word in self._words else self._meant(word) for word in words]

    def corrected(self, text: str, is_word: Callable[[str], bool]) -> str:
        """The text with each slip of the keyboard put right: what is no word, where one word of the texts is near."""
        return _TOKEN.sub(lambda found: self._corrected(found.group(), is_word), text)

    def _corrected(self, typed: str, is_word: Callable[[str], bool]) -> str:
        word = folded(typed)
        known = stem(word)
        if not word.isascii() or not word.isalpha() or known in self._words or is_word(word) or is_word(known):
            return typed
        meant = self._meant(known)
        return (self._spelt[self._words.find(meant)] or meant) if meant != known else typed

    def _meant(self, word: str) -> str:
        if len(word) < 5 or not word.isalpha():
            return word
        lengths = range(len(word) - 1, len(word) + 2)
        near = [known for known in self._words.like(word, lengths) if _one_slip(word, known)]
        return near[0] if len(near) == 1 else word


class Building:
    """What a lexical index is made of, text by text: its words by number, and how often which text has which."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.spelt: dict[str, str] = {}
        """How a stem is written at its shortest: "exchange" for "exchang"."""
        self.words, self.times = array("I"), bytearray()
        self.lengths: list[int] = []
        self.distinct: list[int] = []
        self._tokens: set[str] = set()

    def add(self, text: str) -> None:
        """The next text."""
        counts = Counter(stems(text))
        self.lengths.append(counts.total())
        self.distinct.append(len(counts))
        for word, times in counts.items():
            self.words.append(self.numbers.setdefault(word, len(self.numbers)))
            self.times.append(min(times, 255))
        for token in set(_TOKEN.findall(folded(text))) - self._tokens:
            self._tokens.add(token)
            self._spell(token)

    def _spell(self, token: str) -> None:
        bare = stem(token)
        if len(bare) >= 4:
            known = self.spelt.get(bare, token)
            self.spelt[bare] = min(known, token, key=lambda word: (len(word), word))


_LOWER = re.compile(r"(?<![^\W_])[a-z]{3,}")
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
_TIMES = frozenset(
    stem
    for word in """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december spring summer autumn winter christmas easter english""".split()
    for stem in stems(word)
)


class Names:
    """What things are called: the stems that English texts have with a capital only, and not to open a sentence."""

    def __init__(self) -> None:
        self._capital: set[str] = set()
        self._lower: set[str] = set()

    def add(self, text: str) -> None:
        """The next text."""
        self._capital.update(stem(word.lower()) for word in _CAPITAL.findall(text))
        self._lower.update(stem(word) for word in _LOWER.findall(text))

    def found(self) -> WordList:
        """The names of all texts."""
        return WordList(self._capital - self._lower - _TIMES)


def _unless(word: str, spelt: str) -> str:
    return "" if spelt == word else spelt


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
