"""Results of a run as they are shown: what was missed, what changed since the run before, and the figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from backend.evaluation.lines import EXPECTATIONS, Question, question_from
from backend.evaluation.measure import Cited, Judged, Played, Retrieved, summary_of
from backend.evaluation.models import EvaluationResult
from backend.evaluation.rules import Change, Outcome, Verdict, change_of


@dataclass(frozen=True)
class Missed:
    """An expectation that was not met: what was wanted, and what came instead where a word says it."""

    name: str
    wanted: str
    got: str


@dataclass(frozen=True)
class Shown:
    """One result. `played` is None until the question was asked."""

    row: EvaluationResult
    question: Question
    played: Played | None
    missed: tuple[Missed, ...]
    change: Change | None


def shown(rows: Sequence[EvaluationResult], before: Mapping[int, EvaluationResult]) -> list[Shown]:
    """The results beside those of the run before."""
    return [_shown(row, before.get(row.question_id)) for row in rows]


def figures(results: Sequence[Shown]) -> dict[str, Any]:
    """The summary that `evaluate` prints, over what was asked so far."""
    return summary_of([Judged(each.played, each.question, each.row.met) for each in results if each.played])


def played_from(trace: Mapping[str, Any]) -> Played:
    """The turn, from what was kept of it."""
    played = Played(**{**trace, "intents": tuple(trace["intents"])})
    return replace(
        played,
        retrieved=tuple(Retrieved(**each) for each in trace["retrieved"]),
        citations=tuple(Cited(**each) for each in trace["citations"]),
    )


def _shown(row: EvaluationResult, before: EvaluationResult | None) -> Shown:
    question = question_from(row.question)
    played = played_from(row.trace) if row.verdict else None
    names = [name for name in EXPECTATIONS if row.met.get(name) is False]
    missed = tuple(_missed(name, question, played) for name in names) if played else ()
    change = change_of(_outcome(row), _outcome(before) if before else None)
    return Shown(row, question, played, missed, change)


def _outcome(row: EvaluationResult) -> Outcome:
    return Outcome(row.question, Verdict(row.verdict) if row.verdict else None)


def _missed(name: str, question: Question, played: Played) -> Missed:
    expected = question.expect[name]
    wanted = ("yes" if expected else "no") if isinstance(expected, bool) else ", ".join(expected)
    return Missed(name, wanted, _got(name, played))


def _got(name: str, played: Played) -> str:
    match name:
        case "source":
            return played.retrieved[0].source if played.retrieved else ""
        case "intent":
            return played.intents[0] if played.intents else ""
        case "contains":
            return ""
        case "answerable" | "escalate":
            return played.decision
        case _:
            return str(getattr(played, name))
