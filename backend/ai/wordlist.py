"""Strings without an object each: a vocabulary of 10,000 words is 130 kB here and 1.2 MB as a set.

Bytes compare as code points do, so that the order of the encoded words is the order of the words.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import overload

import numpy as np
from numpy.typing import NDArray


def _encoded(word: str) -> bytes:
    """Half a character of a broken text is kept too."""
    return word.encode("utf-8", "surrogatepass")


class Strings(Sequence[str]):
    """Immutable, in the order given."""

    def __init__(self, strings: Iterable[str]) -> None:
        encoded = [_encoded(each) for each in strings]
        self._all = b"".join(encoded)
        self._starts = array("I", [0])
        for each in encoded:
            self._starts.append(self._starts[-1] + len(each))

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        return self.encoded(range(len(self))[place]).decode("utf-8", "surrogatepass")

    def encoded(self, place: int) -> bytes:
        """The bytes of the string at a place."""
        return self._all[self._starts[place] : self._starts[place + 1]]

    @property
    def bytes(self) -> int:
        """Memory held."""
        return len(self._all) + self._starts.itemsize * len(self._starts)


class WordList(Set[str]):
    """A set of words that knows each word's place in their order."""

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted(set(words), key=_encoded)
        self._words = Strings(ordered)
        self._lengths = np.array([min(len(word), 255) for word in ordered], dtype=np.uint8)

    def __len__(self) -> int:
        return len(self._words)

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.find(word) >= 0

    def find(self, word: str) -> int:
        """The word's place; -1 where it is not in the list."""
        wanted = _encoded(word)
        place = self._not_before(wanted)
        return place if place < len(self) and self._words.encoded(place) == wanted else -1

    def like(self, word: str, lengths: NDArray[np.uint8] | Sequence[int]) -> list[str]:
        """The words that begin with the same letter and have one of these lengths."""
        first, after = self._not_before(_encoded(word[0])), self._not_before(_encoded(word[0]) + b"\xff")
        places = first + np.flatnonzero(np.isin(self._lengths[first:after], lengths))
        return [self._words[int(place)] for place in places]

    def _not_before(self, wanted: bytes) -> int:
        return bisect_left(range(len(self)), wanted, key=self._words.encoded)

    @property
    def bytes(self) -> int:
        """Memory held."""
        return self._words.bytes + self._lengths.nbytes
