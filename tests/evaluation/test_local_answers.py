"""The local answerer on five small shops."""

import pytest

from backend.ai.answer import THRESHOLD
from tests.evaluation.shops import ask, play, questions


def test_unseen_shops_get_right_answers_and_no_inventions() -> None:
    report = play(questions("test"))
    told = "\n".join(report.faults)
    assert report.answerable >= 50, "the set has shrunk"
    assert report.unanswerable >= 20, "the set has shrunk"
    assert report.first_right / report.answerable >= 0.88, told
    assert report.among_three / report.answerable >= 0.95, told
    assert report.answered / report.answerable >= 0.80, told
    assert report.answered_rightly / report.answered >= 0.80, told
    assert report.false_answers / report.unanswerable <= 0.05, told


def test_no_more_is_answered_than_is_safe() -> None:
    asked = questions("tune")
    unanswerable = [question for question in asked if not question.answerable]
    answerable = [question for question in asked if question.answerable]

    def false_answers(threshold: float) -> int:
        return sum(ask(question, threshold)[1] is not None for question in unanswerable)

    assert false_answers(THRESHOLD) / len(unanswerable) <= 0.05
    assert false_answers(0.0) > false_answers(THRESHOLD), "the head refuses nothing"
    answered = sum(ask(question)[1] is not None for question in answerable)
    assert answered / len(answerable) >= 0.86


@pytest.mark.parametrize("name", ["tune", "test"])
def test_every_answer_is_quoted_from_the_source_that_it_cites(name: str) -> None:
    for question in questions(name):
        findings, answer = ask(question)
        if answer is None:
            continue
        quotes = [citation.quote for citation in answer.citations]
        assert answer.text == "\n\n".join(quotes)
        for part in findings.parts:
            if part.citation is not None and part.citation in answer.citations:
                assert part.citation.url in {hit.passage.url for hit in part.hits}
