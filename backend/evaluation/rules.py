"""How results are judged and compared, and what a shop's own set may hold. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from backend.evaluation.measure import same_source

MOST_QUESTIONS = 500
MOST_TURNS = 16
LONGEST_FILE = 1_000_000
RUNS_KEPT = 10
AT_ONCE = 10
"""Questions that one job asks before the others have their turn."""


class RunState(StrEnum):
    """How far a run is."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class Verdict(StrEnum):
    """What a result is worth."""

    PASSED = "passed"
    FAILED = "failed"
    UNJUDGED = "unjudged"


class Change(StrEnum):
    """A result beside the same question's result of the run before."""

    BROKEN = "broken"
    MENDED = "mended"
    STILL_FAILING = "still_failing"
    STILL_PASSING = "still_passing"
    NEW = "new"


def verdict_of(met: Mapping[str, bool]) -> Verdict:
    """Passed is who met everything that was expected of them."""
    if not met:
        return Verdict.UNJUDGED
    return Verdict.PASSED if all(met.values()) else Verdict.FAILED


@dataclass(frozen=True)
class Outcome:
    """What a question came to in a run. `question` is the line as it stood then."""

    question: Mapping[str, object]
    verdict: Verdict | None


def change_of(now: Outcome, before: Outcome | None) -> Change | None:
    """None until it was asked, and where nothing is expected. A question that was changed is a new one."""
    if now.verdict is None or now.verdict is Verdict.UNJUDGED:
        return None
    if before is None or before.verdict not in (Verdict.PASSED, Verdict.FAILED) or before.question != now.question:
        return Change.NEW
    passes, passed = now.verdict is Verdict.PASSED, before.verdict is Verdict.PASSED
    if passes == passed:
        return Change.STILL_PASSING if passes else Change.STILL_FAILING
    return Change.MENDED if passes else Change.BROKEN


@dataclass(frozen=True)
class Named:
    """A source by the names that a question may call it."""

    title: str
    external_id: str
    url: str = ""


def titles_of(expected: Sequence[str], sources: Iterable[Named]) -> tuple[str, ...]:
    """The titles of the sources that are meant, by title, by file or by the last part of the address.

    A name that no source has stays as it is: the expectation is not met then, and says what it looked for.
    """
    known = list(sources)
    found: list[str] = []
    for name in expected:
        meant = [source.title for source in known if _is_meant(name, source)]
        found.extend(meant or [name])
    return tuple(dict.fromkeys(found))


def _is_meant(name: str, source: Named) -> bool:
    path = urlsplit(source.url).path.rstrip("/")
    names = (source.external_id, source.url, path)
    return name.casefold() == source.title.casefold() or any(same_source(name, each) for each in names if each)
