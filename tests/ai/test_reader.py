"""The model that reads a question beside a text: what it gives, and that it is the one that the head was trained on."""

from pathlib import Path

import numpy as np
import pytest

from backend.ai import reader
from backend.ai.embedding import WrongModel
from backend.ai.reader import DIMENSIONS, LONGEST_QUESTION, LONGEST_SAID, Reader, default_reader

TALL = "How tall is the brass desk lamp?"


def test_a_question_is_read_otherwise_beside_another_text() -> None:
    alike, other = (default_reader().read(TALL, text) for text in ("It is 42 cm tall.", "We ship on Mondays."))
    assert alike.shape == other.shape == (DIMENSIONS,)
    assert float(np.abs(alike - other).max()) > 0.05
    assert np.array_equal(alike, default_reader().read(TALL, "It is 42 cm tall."))


def test_what_is_too_long_is_cut_and_what_is_empty_is_read_all_the_same() -> None:
    long = default_reader().read("lamp " * 2 * LONGEST_QUESTION, "brass " * 2 * LONGEST_SAID)
    assert np.array_equal(long, default_reader().read("lamp " * (LONGEST_QUESTION - 2), "brass " * (LONGEST_SAID - 2)))
    assert np.isfinite(default_reader().read("", "")).all()


def test_another_model_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stranger = tmp_path / "reader.onnx"
    stranger.write_bytes(b"another model")
    monkeypatch.setattr(reader, "MODEL", stranger)
    with pytest.raises(WrongModel, match="The reader's digest is 93dc4438"):
        Reader()


def test_one_reader_serves_the_whole_process() -> None:
    assert default_reader() is default_reader()
