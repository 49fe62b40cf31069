"""The head that tells whether a quote answers: what it weighs, and that its weights belong to this program."""

import numpy as np
import pytest

from backend.ai.answer import THRESHOLD, find
from backend.ai.answerable import AnswerHead, OtherEvidence, default_head
from backend.ai.classifier import prepared
from backend.ai.embedding import default_embedder
from backend.ai.evidence import NAMES
from backend.ai.retrieval import Passage, PassageIndex, build_index
from backend.ai.understand import understand

PAGES = {
    "Brass desk lamp": ("The brass desk lamp is 42 cm tall and weighs 1.8 kg.", "Its flex is two metres long."),
    "Oak stool": ("The oak stool is 45 cm tall.", "It is oiled with linseed oil every spring."),
    "Lieferung": ("Wir liefern in drei Tagen nach Wien.", "Der Versand kostet 5 Euro."),
}


@pytest.fixture(scope="module")
def shop() -> PassageIndex:
    passages = [
        Passage(at, at, title, f"/{at}", "page", "", " ".join(said), "de" if title == "Lieferung" else "en", said)
        for at, (title, said) in enumerate(PAGES.items())
    ]
    return build_index(passages, default_embedder())


def evidence(shop: PassageIndex, question: str) -> dict[str, float]:
    vector = default_embedder().embed([prepared(question)])[0]
    (part,) = find(understand(question, vector), shop, default_embedder()).parts
    return dict(zip(NAMES, part.evidence, strict=True)) if part.evidence else {}


def test_the_words_that_a_quote_lacks_are_counted_and_the_kind_of_question_is_named(shop: PassageIndex) -> None:
    said = evidence(shop, "How tall is the brass desk lamp?")
    assert (said["how tall"], said["unsaid"], said["unknown"], said["yes or no"]) == (1.0, 0.0, 0.0, 0.0)
    lacking = evidence(shop, "Is the brass desk lamp dimmable?")
    assert (lacking["how tall"], lacking["unsaid"], lacking["yes or no"]) == (0.0, 1.0, 1.0)
    assert lacking["unknown"] == pytest.approx(1 / 4)


def test_a_name_of_another_source_speaks_against_the_quote(shop: PassageIndex) -> None:
    question = "Do you oil the brass stool with linseed oil?"
    assert evidence(shop, question)["title of another"] > 0
    assert evidence(shop, "Is the oak stool oiled with linseed oil?")["title of another"] == 0


def test_a_country_is_no_name_that_must_be_said(shop: PassageIndex) -> None:
    assert evidence(shop, "Is the desk lamp sold in Poland?")["names unsaid"] == 0
    assert evidence(shop, "Is the desk lamp by Artemide?")["names unsaid"] == 1


def test_other_languages_are_judged_without_the_head(shop: PassageIndex) -> None:
    assert evidence(shop, "Wie lange dauert die Lieferung nach Wien?") == {}


def test_the_shipped_head_tells_an_answer_from_silence(shop: PassageIndex) -> None:
    def score(question: str) -> float:
        vector = default_embedder().embed([prepared(question)])[0]
        return find(understand(question, vector), shop, default_embedder()).best_score

    assert score("How tall is the brass desk lamp?") >= THRESHOLD
    assert score("Which bulbs fit the lamp, and are they dimmable by Alexa?") < THRESHOLD


def test_a_score_grows_with_its_evidence_and_stays_between_nought_and_one() -> None:
    head = AnswerHead(NAMES, np.array([1.0] + [0.0] * (len(NAMES) - 1), dtype=np.float32), -1.0)
    scores = [head.score([near] + [0.0] * (len(NAMES) - 1)) for near in (-1e6, 0.0, 1.0, 2.0, 1e6)]
    assert scores == sorted(scores)
    assert scores[2] == 0.5
    assert 0.0 <= scores[0] < 1e-9 < 1 - 1e-9 < scores[4] <= 1.0


def test_weights_for_other_evidence_are_refused() -> None:
    with pytest.raises(OtherEvidence):
        AnswerHead(NAMES[:-1], np.zeros(len(NAMES) - 1, dtype=np.float32), 0.0)
    assert 0.0 < default_head().score([0.0] * len(NAMES)) < 1.0
