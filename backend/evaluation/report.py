"""The figures as a person reads them."""

from collections.abc import Iterator, Mapping
from typing import Any

from backend.evaluation.measure import Judged

LONGEST_ANSWER = 160


def line_of(number: int, judged: Judged) -> str:
    """One turn on a line or two; what was not met stands below it."""
    played = judged.played
    said = " ".join(played.answer.split())
    said = said if len(said) <= LONGEST_ANSWER else f"{said[: LONGEST_ANSWER - 1]}…"
    why = f" ({played.reason}, {played.urgency})" if played.decision == "escalate" else ""
    where = f" [{played.citations[0].source}]" if played.citations else ""
    told = f"{number:>4}  {played.decision}{why}: {played.text!r}\n      {said}{where}"
    missed = [name for name, is_met in judged.met.items() if not is_met]
    return f"{told}\n      NOT MET: {'; '.join(_expected(judged, name) for name in missed)}" if missed else told


def _expected(judged: Judged, name: str) -> str:
    expected = judged.question.expect[name]
    wanted = str(expected).lower() if isinstance(expected, bool) else " | ".join(expected)
    found = {"source": judged.played.retrieved[0].source if judged.played.retrieved else "nothing"}
    intents = {"intent": ", ".join(judged.played.intents) or "nothing"}
    got = {**found, **intents}.get(name)
    return f"{name} {wanted}" + (f" (was {got})" if got else "")


def summary_lines(summary: Mapping[str, Any]) -> Iterator[str]:
    """The summary as a table of names and figures."""
    for name, value in summary.items():
        if isinstance(value, Mapping):
            yield f"{name}:"
            for inner, figure in value.items():
                yield f"  {inner:18} {_shown(figure)}"
        else:
            yield f"{name:20} {_shown(value)}"


def _shown(figure: Any) -> str:
    if isinstance(figure, Mapping):
        return f"{_shown(figure['rate'])}  ({figure['right']} of {figure['of']})"
    return "–" if figure is None else f"{figure:.3f}" if isinstance(figure, float) else str(figure)
