"""Whether a quote answers: a linear head over the evidence, in place of a threshold on how near the words are.

It is trained by `benchmarks/train_answerable.py` on questions in English; nothing of the training is needed at run
time.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.ai.evidence import NAMES

WEIGHTS = Path(__file__).parent / "data" / "answerable.npz"


class OtherEvidence(Exception):
    """The weights were trained on other evidence than this program gathers."""


class AnswerHead:
    """The trained head. Thread-safe."""

    def __init__(self, names: Sequence[str], weights: NDArray[np.float32], bias: float) -> None:
        if tuple(names) != NAMES:
            raise OtherEvidence("Train the head anew: python -m benchmarks.train_answerable")
        self._weights, self._bias = weights, bias

    def score(self, evidence: Sequence[float]) -> float:
        """From 0 to 1; from 0.5 on the quote is taken for an answer."""
        logit = float(self._weights @ np.asarray(evidence, dtype=np.float32)) + self._bias
        return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


@lru_cache(maxsize=1)
def default_head() -> AnswerHead:
    """The head that ships with the program."""
    with np.load(WEIGHTS) as stored:
        return AnswerHead([str(name) for name in stored["names"]], stored["weights"], float(stored["bias"]))
