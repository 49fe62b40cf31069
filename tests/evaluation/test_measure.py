"""The figures say what they name."""

import pytest

from backend.evaluation.lines import Question
from backend.evaluation.measure import Judged, Played, Retrieved, judged, same_source, summary_of


def turn(decision: str, *, reason: str = "", answer: str = "", sources: tuple[str, ...] = (), ms: float = 1) -> Played:
    found = tuple(Retrieved(source, "", 0.5) for source in sources)
    return Played("?", "en", ("other",), "normal", decision, reason, answer, retrieved=found, ms=ms)


def ask(played: Played, **expect: str | bool) -> Judged:
    kept = {name: value if isinstance(value, bool) else (value,) for name, value in expect.items()}
    return judged(Question("?", expect=kept), played)


def test_a_source_counts_once_among_the_first_three() -> None:
    played = turn("answer", sources=("a.md", "a.md", "b.md", "a.md", "c.md", "d.md"))
    summary = summary_of([ask(played, source=name) for name in ("a.md", "b.md", "c.md", "d.md")])
    assert (summary["hit@1"], summary["hit@3"]) == (0.25, 0.75)


def test_an_honest_no_is_no_answer_and_an_answer_to_the_unanswerable_is_false() -> None:
    summary = summary_of(
        [
            ask(turn("ask", reason="cannot_answer", answer="I could not find that."), answerable=False),
            ask(turn("answer", answer="Yes."), answerable=False),
            ask(turn("escalate"), answerable=False),
            ask(turn("answer", answer="30 days"), answerable=True),
            ask(turn("offer"), answerable=True),
        ]
    )
    assert (summary["false_answers"], summary["false_answer_rate"]) == (1, 0.3333)
    assert summary["answered"] == 0.5


def test_precision_and_recall_of_escalation_are_over_the_lines_that_say_so() -> None:
    summary = summary_of(
        [
            ask(turn("escalate"), escalate=True),
            ask(turn("escalate"), escalate=True),
            ask(turn("answer"), escalate=True),
            ask(turn("escalate"), escalate=False),
            ask(turn("answer"), escalate=False),
            ask(turn("escalate"), source="a.md"),
        ]
    )
    assert summary["escalation"] == {
        "precision": 0.6667, "recall": 0.6667, "false_alarms": 1, "false_alarm_rate": 0.5,
    }  # fmt: skip


def test_without_expectations_there_are_times_and_no_rates() -> None:
    summary = summary_of([ask(turn("answer", ms=number)) for number in range(1, 101)])
    assert summary["ms"] == {"p50": 51, "p95": 96}
    assert (summary["hit@1"], summary["accuracy"], summary["false_answer_rate"]) == (None, {}, None)
    assert summary_of([])["ms"] == {"p50": None, "p95": None}


@pytest.mark.parametrize(
    ("expected", "answer", "is_met"),
    [
        ("2-3 days", "In 2–3 days.", True),
        ("Cafe", "the CAFÉ", True),
        ("30 days", "in 30  days", True),
        ("a", "b", False),
    ],
)
def test_words_are_found_whatever_their_dashes_case_and_accents(expected: str, answer: str, is_met: bool) -> None:
    assert ask(turn("answer", answer=answer), contains=expected).met == {"contains": is_met}


@pytest.mark.parametrize("expected", ["policies/Returns.md", "Returns.md", "returns", "./policies/returns.md"])
def test_a_source_is_meant_by_its_path_or_its_name(expected: str) -> None:
    assert same_source(expected, "policies/Returns.md")
    assert not same_source(expected, "policies/Returns-EU.md")
