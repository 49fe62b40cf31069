"""Questions as a file holds them, one JSON object a line, and what each expects. A line without sense is named."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SENDERS = ("shopper", "bot")
_WORDS = ("reason", "intent", "urgency", "decision", "language", "action")
_CHOICES = ("answerable", "escalate")
EXPECTATIONS = ("source", "contains", *_CHOICES, *_WORDS)
LONGEST_LINE = 100_000


class BadLine(ValueError):
    """What is wrong with a line, in a sentence."""


@dataclass(frozen=True)
class Question:
    """A message and what came before it, as (sender, text). `expect` holds lists of words, and truth values."""

    text: str
    history: tuple[tuple[str, str], ...] = ()
    expect: Mapping[str, tuple[str, ...] | bool] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    """Expectations that nobody knows how to check."""


def lines_of(content: bytes) -> Iterator[tuple[int, Question | BadLine]]:
    """Each line that is not empty with its number, counted from 1."""
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if raw.strip():
            try:
                yield number, question_of(raw)
            except BadLine as problem:
                yield number, problem


def question_of(raw: bytes) -> Question:
    """The question of one line. Raises BadLine."""
    if len(raw) > LONGEST_LINE:
        raise BadLine(f"It is longer than {LONGEST_LINE:,} bytes.")
    try:
        line = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadLine("It is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(f"It is not JSON: {error}.") from error
    if not isinstance(line, dict):
        raise BadLine("It is not a JSON object.")
    text = line.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadLine('"text" must be words.')
    expect = line.get("expect") or {}
    if not isinstance(expect, dict):
        raise BadLine('"expect" must be an object.')
    known = {name: _expected(name, value) for name, value in expect.items() if name in EXPECTATIONS}
    kept = {name: value for name, value in known.items() if value is not None}
    unknown = tuple(name for name in expect if name not in EXPECTATIONS)
    return Question(text, _history(line.get("history")), kept, unknown)


def as_line(question: Question) -> dict[str, Any]:
    """What `question_of` reads, as an object; a list of one word stands as the word."""
    line: dict[str, Any] = {"text": question.text}
    if question.history:
        line["history"] = [{"from": sender, "text": text} for sender, text in question.history]
    if question.expect:
        named = [name for name in EXPECTATIONS if name in question.expect]
        line["expect"] = {name: _plain(question.expect[name]) for name in named}
    return line


def _plain(value: Sequence[str] | bool) -> str | list[str] | bool:
    if isinstance(value, bool):
        return value
    return value[0] if len(value) == 1 else list(value)


def question_from(line: Mapping[str, Any]) -> Question:
    """The question of an object. Raises BadLine."""
    return question_of(json.dumps(line, ensure_ascii=False).encode())


def file_of(questions: Iterable[Question]) -> str:
    """The questions as a file, one a line."""
    return "".join(json.dumps(as_line(question), ensure_ascii=False) + "\n" for question in questions)


def _history(turns: Any) -> tuple[tuple[str, str], ...]:
    if turns is None:
        return ()
    if not isinstance(turns, list):
        raise BadLine('"history" must be a list.')
    return tuple(_turn(turn) for turn in turns)


def _turn(turn: Any) -> tuple[str, str]:
    sender, text = (turn.get("from"), turn.get("text")) if isinstance(turn, dict) else (None, None)
    if sender not in SENDERS or not isinstance(text, str) or not text.strip():
        raise BadLine('Each turn of "history" must be {"from": "shopper" or "bot", "text": words}.')
    return sender, text


def _expected(name: str, value: Any) -> tuple[str, ...] | bool | None:
    """null expects nothing; several words in a list are all asked for in "contains", and any of them elsewhere."""
    if value is None:
        return None
    if name in _CHOICES:
        if not isinstance(value, bool):
            raise BadLine(f'"{name}" must be true or false.')
        return value
    words = value if isinstance(value, list) else [value]
    if not words or not all(isinstance(word, str) and word.strip() for word in words):
        raise BadLine(f'"{name}" must be words.')
    return tuple(words)
