"""What of an expectation was met, and the figures over all of them. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from backend.ai.text import clean, folded
from backend.evaluation.lines import Question


@dataclass(frozen=True)
class Retrieved:
    """A passage that was found, by its source's file."""

    source: str
    heading: str
    score: float


@dataclass(frozen=True)
class Cited:
    """A ground of the answer."""

    source: str
    heading: str
    quote: str


@dataclass(frozen=True)
class Played:
    """What a turn came to. `decision` is answer, ask, offer, escalate or smalltalk."""

    text: str
    language: str
    intents: tuple[str, ...]
    urgency: str
    decision: str
    reason: str
    answer: str
    action: str = ""
    retrieved: tuple[Retrieved, ...] = ()
    citations: tuple[Cited, ...] = ()
    ms: float = 0.0
    model: str = "local"


@dataclass(frozen=True)
class Judged:
    """A turn beside what was expected of it. `met` has a truth value for each expectation."""

    played: Played
    question: Question
    met: Mapping[str, bool] = field(default_factory=dict)


def judged(question: Question, played: Played) -> Judged:
    """Each expectation of the question, met or not."""
    met = {name: _is_met(name, expected, played) for name, expected in question.expect.items()}
    return Judged(played, question, met)


def _is_met(name: str, expected: tuple[str, ...] | bool, played: Played) -> bool:
    if name == "answerable":
        return (played.decision == "answer") == expected
    if name == "escalate":
        return (played.decision == "escalate") == expected
    assert not isinstance(expected, bool)
    if name == "source":
        return hit_within(expected, played.retrieved, 1)
    if name == "contains":
        return all(plain(words) in plain(played.answer) for words in expected)
    if name == "intent":
        return played.intents[:1] != () and played.intents[0] in expected
    return getattr(played, name) in expected


def hit_within(expected: Sequence[str], retrieved: Iterable[Retrieved], places: int) -> bool:
    """Whether an expected source is among the first sources found, each source counted once."""
    sources = list(dict.fromkeys(hit.source for hit in retrieved))[:places]
    return any(same_source(name, source) for name in expected for source in sources)


def same_source(expected: str, source: str) -> bool:
    """A file may be meant by its path in the folder, or by its name alone, with its ending or without."""
    wanted, found = PurePosixPath(expected.replace("\\", "/").removeprefix("./")), PurePosixPath(source)
    names = {str(found), found.name, found.stem, str(found.with_suffix(""))}
    return str(wanted).casefold() in {name.casefold() for name in names}


def plain(text: str) -> str:
    """As words are compared: without case, accents, and the many kinds of dashes, quotes and blanks."""
    return clean(re.sub(r"[‐‑‒–—−]", "-", folded(text)).replace("*", ""))


def summary_of(all_judged: Sequence[Judged], *, bad_lines: int = 0, sources: int = 0) -> dict[str, object]:
    """The figures over all turns. Rates are null where nothing was expected."""
    answerable = [each for each in all_judged if each.question.expect.get("answerable") is True]
    unanswerable = [each for each in all_judged if each.question.expect.get("answerable") is False]
    false = sum(each.played.decision == "answer" for each in unanswerable)
    sourced = [each for each in all_judged if "source" in each.question.expect]
    milliseconds = sorted(each.played.ms for each in all_judged)
    decisions = [each.played.decision for each in all_judged]
    return {
        "counts": {
            "questions": len(all_judged),
            "bad_lines": bad_lines,
            "sources": sources,
            "answerable": len(answerable),
            "unanswerable": len(unanswerable),
            **{decision: decisions.count(decision) for decision in ("answer", "ask", "offer", "escalate", "smalltalk")},
        },
        "accuracy": _accuracy(all_judged),
        "hit@1": _rate(_hits(sourced, 1), len(sourced)),
        "hit@3": _rate(_hits(sourced, 3), len(sourced)),
        "answered": _rate(sum(each.played.decision == "answer" for each in answerable), len(answerable)),
        "false_answers": false,
        "false_answer_rate": _rate(false, len(unanswerable)),
        "escalation": _escalation(all_judged),
        "ms": {"p50": _percentile(milliseconds, 0.5), "p95": _percentile(milliseconds, 0.95)},
    }


def _accuracy(all_judged: Sequence[Judged]) -> dict[str, dict[str, object]]:
    names = dict.fromkeys(name for each in all_judged for name in each.met)
    told: dict[str, dict[str, object]] = {}
    for name in names:
        met = [each.met[name] for each in all_judged if name in each.met]
        told[name] = {"right": sum(met), "of": len(met), "rate": _rate(sum(met), len(met))}
    return told


def _hits(sourced: Sequence[Judged], places: int) -> int:
    found = 0
    for each in sourced:
        expected = each.question.expect["source"]
        assert not isinstance(expected, bool)
        found += hit_within(expected, each.played.retrieved, places)
    return found


def _escalation(all_judged: Sequence[Judged]) -> dict[str, object]:
    told = [each for each in all_judged if "escalate" in each.question.expect]
    wanted = [each for each in told if each.question.expect["escalate"] is True]
    escalated = [each for each in told if each.played.decision == "escalate"]
    right = sum(each.played.decision == "escalate" for each in wanted)
    false = len(escalated) - right
    return {
        "precision": _rate(right, len(escalated)),
        "recall": _rate(right, len(wanted)),
        "false_alarms": false,
        "false_alarm_rate": _rate(false, len(told) - len(wanted)),
    }


def _rate(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _percentile(ordered: Sequence[float], share: float) -> float | None:
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2) if ordered else None
