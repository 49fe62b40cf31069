"""Reads a question beside the words that are to answer it, which a sentence model cannot: it sees one text at a time.

The model is the first half, six of twelve layers, of a cross-encoder that was trained to rank search results. Its upper
half knows only how near the two are; in the middle there is more, and the head in `answerable` was trained on that.
"""

import hashlib
import threading
from functools import lru_cache
from pathlib import Path

import numpy as np

from backend.ai.embedding import Vectors, WrongModel, onnx_session
from backend.ai.wordpiece import WordPiece, load_wordpiece

MODEL = Path(__file__).parent / "data" / "reader.onnx"
MODEL_SHA256 = "7cc2a7b0b3f72569a57282d274a025c85382c713f155a8909a1729816c2156c7"
DIMENSIONS = 384
LONGEST_QUESTION, LONGEST_SAID = 64, 130
"""In pieces: a run costs some 7 ms at the usual length, and grows with it."""


class Reader:
    """The model, loaded. Thread-safe; it holds the CPU, so call it off the event loop."""

    def __init__(self, threads: int = 1) -> None:
        found = hashlib.sha256(MODEL.read_bytes()).hexdigest()
        if found != MODEL_SHA256:
            raise WrongModel(f"The reader's digest is {found[:8]}…, but {MODEL_SHA256[:8]}… was expected.")
        self._wordpiece: WordPiece = load_wordpiece()
        self._session = onnx_session(MODEL, threads)

    def read(self, question: str, text: str) -> Vectors:
        """What becomes of the question's words where the text stands beside them: their mean, (dimensions,)."""
        asked = self._wordpiece.encode(question, LONGEST_QUESTION)
        said = self._wordpiece.encode(text, LONGEST_SAID)[1:]
        ids = np.array([[*asked, *said]], dtype=np.int64)
        which = np.array([[0] * len(asked) + [1] * len(said)], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": which}
        hidden = np.asarray(self._session.run(None, inputs)[0][0], dtype=np.float32)
        words = hidden[1 : len(asked) - 1] if len(asked) > len(("[CLS]", "[SEP]")) else hidden[:1]
        mean: Vectors = words.mean(axis=0)
        return mean


_loading = threading.Lock()


@lru_cache(maxsize=1)
def _loaded() -> Reader:
    return Reader()


def default_reader() -> Reader:
    """The process's one reader, loaded at the first call, some 0.2 s, however many threads make it."""
    with _loading:
        return _loaded()
