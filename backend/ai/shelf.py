"""Where passages lie that are not looked at in each search: in a file without a name, which is gone with its index.

A search reads the vectors of its few candidates from it, and the words of those that it gives. The file is read where
it is asked for and not mapped, so that what the system keeps of it in memory is the system's to drop.
"""

import os
import tempfile
import weakref
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.ai.embedding import Vectors

HALF = np.dtype("<f2")


class Shelf:
    """Grows at its end only. Once it grows no more, any thread may read it at any time."""

    def __init__(self, dimensions: int, folder: Path | None = None) -> None:
        self._width = dimensions * HALF.itemsize
        self._dimensions = dimensions
        file = tempfile.TemporaryFile(dir=folder if folder and folder.is_dir() else None)  # noqa: SIM115 - see below
        weakref.finalize(self, file.close)
        self._file = file
        self._starts = array("q", [0])
        self._rows = array("I", [0])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def put(self, words: str, vectors: NDArray[Any]) -> None:
        """Adds a passage: what it says, and its vectors."""
        written = self._file.write(vectors.astype(HALF).tobytes() + words.encode())
        self._starts.append(self._starts[-1] + written)
        self._rows.append(self._rows[-1] + len(vectors))

    def close_for_writing(self) -> None:
        """From here on it is read."""
        self._file.flush()

    def rows(self, places: Sequence[int]) -> list[int]:
        """How many vectors each of these passages has."""
        return [self._rows[place + 1] - self._rows[place] for place in places]

    def vectors(self, places: Sequence[int]) -> Vectors:
        """All vectors of these passages, one below the other."""
        read = [
            os.pread(self._file.fileno(), rows * self._width, self._starts[place])
            for place, rows in zip(places, self.rows(places), strict=True)
        ]
        return np.frombuffer(b"".join(read), dtype=HALF).astype(np.float32).reshape(-1, self._dimensions)

    def words(self, place: int) -> str:
        """What was put with the vectors of this passage."""
        (rows,) = self.rows([place])
        begin = self._starts[place] + rows * self._width
        return os.pread(self._file.fileno(), self._starts[place + 1] - begin, begin).decode()

    @property
    def bytes(self) -> int:
        """Memory held, without what lies in the file."""
        return sum(each.itemsize * len(each) for each in (self._starts, self._rows))
