"""The nearest of many vectors, at a byte a number: near enough to choose candidates, which are looked at again.

A number is off by 0.4 % of its row's largest at most, a cosine by some 0.0005.
"""

import numpy as np
from numpy.typing import NDArray

from backend.ai.embedding import Vectors

BLOCK = 512
"""Rows that are widened at a time: they stay in the processor's cache, and no copy of the whole is made."""
LARGEST = 127


class Scan:
    """Unit vectors as small whole numbers, each row with its own step. Once closed, any thread may search it."""

    def __init__(self, dimensions: int) -> None:
        self._dimensions = dimensions
        self._added, self._steps_added = bytearray(), bytearray()
        self._rows: NDArray[np.int8] = np.zeros((0, dimensions), dtype=np.int8)
        self._steps: NDArray[np.float32] = np.zeros(0, dtype=np.float32)

    def add(self, vector: NDArray[np.float32]) -> None:
        """The next row."""
        step = np.float32(max(float(np.abs(vector).max()), 1e-9) / LARGEST)
        self._added += np.rint(vector / step).astype(np.int8).tobytes()
        self._steps_added += step.tobytes()

    def closed(self) -> "Scan":
        """From here on it is searched."""
        self._rows = np.frombuffer(bytes(self._added), dtype=np.int8).reshape(-1, self._dimensions)
        self._steps = np.frombuffer(bytes(self._steps_added), dtype=np.float32)
        self._added, self._steps_added = bytearray(), bytearray()
        return self

    def cosines(self, query_vector: NDArray[np.float32]) -> Vectors:
        """About the cosine of each row."""
        found = np.empty(len(self._rows), dtype=np.float32)
        wide = np.empty((min(BLOCK, len(found)), self._dimensions), dtype=np.float32)
        for begin in range(0, len(found), BLOCK):
            rows = self._rows[begin : begin + BLOCK]
            np.copyto(wide[: len(rows)], rows)
            np.dot(wide[: len(rows)], query_vector, out=found[begin : begin + len(rows)])
        found *= self._steps
        return found

    @property
    def bytes(self) -> int:
        """Memory held."""
        return self._rows.nbytes + self._steps.nbytes
