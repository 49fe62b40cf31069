"""A field's pattern is matched in time proportional to pattern × text, whatever a merchant writes.

Python's `re` backtracks: `(a+)+$` on forty letters takes hours, and a merchant's pattern meets a stranger's text. So a
pattern is a small subset of regular expressions, a row of steps without groups or alternatives, and all ways through
it are followed at once (K. Thompson, "Regular Expression Search Algorithm", CACM 11(6), 1968). Being a subset, the
same text serves the browser's `pattern` attribute.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

LONGEST_PATTERN = 120
MOST_STEPS = 256
_SPECIAL = "()|^$"
_CLASSES: dict[str, Callable[[str], bool]] = {
    "d": lambda c: c.isascii() and c.isdigit(),
    "w": lambda c: c.isalnum() or c == "_",
    "s": str.isspace,
}


class BadPattern(ValueError):
    """The pattern uses what is not supported; the message says what."""


@dataclass(frozen=True)
class Step:
    """One character to be taken. `may_skip` it; or take it again and again where it `may_repeat`."""

    takes: Callable[[str], bool]
    may_skip: bool = False
    may_repeat: bool = False


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits. Raises BadPattern."""
    steps = compiled(pattern)
    places = _skipping(steps, {0})
    for character in text:
        taken = {place for place in places if place < len(steps) and steps[place].takes(character)}
        ahead = {place + 1 for place in taken}
        places = _skipping(steps, ahead | {place for place in taken if steps[place].may_repeat})
        if not places:
            return False
    return len(steps) in places


def _skipping(steps: tuple[Step, ...], places: set[int]) -> set[int]:
    reached = set(places)
    for place in range(len(steps)):
        if place in reached and steps[place].may_skip:
            reached.add(place + 1)
    return reached


@lru_cache(maxsize=256)
def compiled(pattern: str) -> tuple[Step, ...]:
    """The steps of a pattern: characters, `\\d \\w \\s .`, `[a-z0-9-]`, `[^…]`, each with `? * + {2} {2,4}`."""
    if len(pattern) > LONGEST_PATTERN:
        raise BadPattern(f"A pattern has at most {LONGEST_PATTERN} characters.")
    steps: list[Step] = []
    at = 0
    while at < len(pattern):
        takes, at = _one(pattern, at)
        least, most, at = _times(pattern, at)
        steps += [Step(takes)] * least
        if most is None:
            steps.append(Step(takes, may_skip=True, may_repeat=True))
        else:
            steps += [Step(takes, may_skip=True)] * (most - least)
        if len(steps) > MOST_STEPS:
            raise BadPattern(f"A pattern describes at most {MOST_STEPS} characters.")
    return tuple(steps)


def _one(pattern: str, at: int) -> tuple[Callable[[str], bool], int]:
    character = pattern[at]
    if character == "[":
        return _set(pattern, at + 1)
    if character == ".":
        return (lambda c: c != "\n"), at + 1
    if character == "\\":
        return _escaped(pattern, at + 1), at + 2
    if character in _SPECIAL or character in "?*+{":
        raise BadPattern(f"“{character}” cannot be used here; write \\{character} for the character itself.")
    return character.__eq__, at + 1


def _escaped(pattern: str, at: int) -> Callable[[str], bool]:
    if at >= len(pattern):
        raise BadPattern("The pattern ends in a single \\.")
    character = pattern[at]
    if character in _CLASSES:
        return _CLASSES[character]
    if character.isalnum():
        raise BadPattern(f"\\{character} is not supported; \\d, \\w and \\s are.")
    return character.__eq__


def _set(pattern: str, at: int) -> tuple[Callable[[str], bool], int]:
    is_not = pattern[at : at + 1] == "^"
    at += is_not
    parts: list[Callable[[str], bool]] = []
    while at < len(pattern) and pattern[at] != "]":
        part, at = _range(pattern, at)
        parts.append(part)
    if at >= len(pattern) or not parts:
        raise BadPattern("A [ needs characters and a ].")
    return (lambda c: any(part(c) for part in parts) != is_not), at + 1


def _range(pattern: str, at: int) -> tuple[Callable[[str], bool], int]:
    if pattern[at] == "\\":
        return _escaped(pattern, at + 1), at + 2
    first, dash, last = pattern[at], pattern[at + 1 : at + 2], pattern[at + 2 : at + 3]
    if dash != "-" or last in ("]", ""):
        return first.__eq__, at + 1
    if last == "\\" or first > last:
        raise BadPattern(f"[{first}-{last}] is not a range.")
    return (lambda c: first <= c <= last), at + 3


def _times(pattern: str, at: int) -> tuple[int, int | None, int]:
    """How often the step before is taken, at least and at most (None: any number), and where the pattern goes on."""
    mark = pattern[at : at + 1]
    if mark in ("?", "*", "+") and mark:
        return int(mark == "+"), (1 if mark == "?" else None), at + 1
    if mark != "{":
        return 1, 1, at
    end = pattern.find("}", at)
    least, comma, most = pattern[at + 1 : max(end, at)].partition(",")
    if not (_is_count(least) and (_is_count(most) or not most)):
        raise BadPattern("Counts are written {2}, {2,} or {2,4}, up to 99.")
    low = int(least)
    high = (int(most) if most else None) if comma else low
    if high is not None and (high < low or high == 0):
        raise BadPattern("The second count must not be smaller than the first, nor 0.")
    return low, high, end + 1


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 2
