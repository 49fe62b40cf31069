"""The command `python -m backend evaluate`: files in, a line for each turn and the figures out.

It waits for no network but a language model's, where one is configured.
Exit code 0: every line was played; 1: a line made no sense, it is named on stderr; 2: nothing could be played.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from backend.actions.forms import Form
from backend.ai.mind import Mind
from backend.errors import Refusal
from backend.evaluation import report
from backend.evaluation.folder import documents_in
from backend.evaluation.forms import BadForms, forms_of
from backend.evaluation.lines import BadLine, Question, lines_of
from backend.evaluation.measure import Judged, Played, judged, summary_of
from backend.evaluation.play import play, stage
from backend.knowledge.documents import Document

ALL_PLAYED, SOME_NOT_PLAYED, NOTHING_PLAYED = 0, 1, 2


class Unusable(Exception):
    """Nothing can be played. The message says what to give instead."""


@dataclass(frozen=True)
class Files:
    """What is played: a folder, the questions, and custom actions in place of the starters."""

    knowledge: Path
    questions: Path
    actions: Path | None = None


def run(files: Files, mind: Mind, *, is_json: bool) -> int:
    """Plays the questions and prints. Gives the exit code."""
    try:
        questions = list(lines_of(_content(files.questions)))
        forms = _forms(files.actions) if files.actions else None
        if not files.knowledge.is_dir():
            raise Unusable(f"{files.knowledge} is not a folder.")
    except Unusable as problem:
        _complain(str(problem))
        return NOTHING_PLAYED
    documents = documents_in(files.knowledge, _complain)
    if not documents:
        _complain(f"{files.knowledge} holds nothing to answer from.")
    printer = _Printer(sys.stdout, is_json=is_json)
    return asyncio.run(_play_all(mind, documents, forms, questions, printer))


async def _play_all(
    mind: Mind,
    documents: Sequence[Document],
    forms: Sequence[Form] | None,
    questions: Sequence[tuple[int, Question | BadLine]],
    printer: "_Printer",
) -> int:
    done: list[Judged] = []
    bad = 0
    async with stage(mind, documents, forms) as shop:
        for number, question in questions:
            try:
                if isinstance(question, BadLine):
                    raise question
                told = judged(question, await play(shop, question))
            except (BadLine, Refusal) as problem:
                bad += 1
                _complain(f"line {number}: {problem}")
                continue
            for name in question.unknown:
                _complain(f"line {number}: nothing is known of the expectation {name!r}; it is left out.")
            done.append(told)
            printer.turn(number, told)
    printer.summary(summary_of(done, bad_lines=bad, sources=len(documents)))
    if mind.model is not None:
        await mind.model.close()
    return SOME_NOT_PLAYED if bad else ALL_PLAYED


class _Printer:
    def __init__(self, out: TextIO, *, is_json: bool) -> None:
        self._out, self._is_json = out, is_json

    def turn(self, number: int, told: Judged) -> None:
        if self._is_json:
            expected = {"met": dict(told.met)} if told.met else {}
            self._print(json.dumps({**_as_json(told.played), **expected}, ensure_ascii=False))
        else:
            self._print(report.line_of(number, told))

    def summary(self, summary: dict[str, object]) -> None:
        if self._is_json:
            self._print(json.dumps(summary, ensure_ascii=False))
        else:
            self._print("\n" + "\n".join(report.summary_lines(summary)))

    def _print(self, text: str) -> None:
        """Whatever the terminal's encoding: the output of one machine is the output of any."""
        self._out.buffer.write((text + "\n").encode("utf-8", errors="replace"))
        self._out.buffer.flush()


def _as_json(played: Played) -> dict[str, object]:
    return {**asdict(played), "reason": played.reason or None, "action": played.action or None}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror or error}.") from error


def _forms(path: Path) -> tuple[Form, ...]:
    try:
        return forms_of(_content(path))
    except BadForms as problem:
        raise Unusable(f"{path}: {problem}") from problem


def _complain(text: str) -> None:
    sys.stderr.write(text.encode("utf-8", errors="replace").decode("utf-8") + "\n")
