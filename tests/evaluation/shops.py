"""The evaluation's invented shops and how their questions are played: the code of a live turn, no conversation."""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from backend.ai.answer import THRESHOLD, Findings, LocalAnswer, compose, find
from backend.ai.classifier import prepared
from backend.ai.documents import BlockKind, chunks_of
from backend.ai.embedding import default_embedder
from backend.ai.language import language_of
from backend.ai.reading import blocks_of_html, blocks_of_markdown, blocks_of_text
from backend.ai.retrieval import Passage, PassageIndex, build_index
from backend.ai.understand import understand

HERE = Path(__file__).parent
_READERS = {".html": blocks_of_html, ".md": blocks_of_markdown, ".txt": blocks_of_text}


@dataclass(frozen=True)
class Question:
    """A line of a question file: `source` and `contains` of an answerable one, or `answerable` false."""

    shop: str
    text: str
    source: str = ""
    contains: str = ""
    answerable: bool = True


@dataclass
class Report:
    """Counts over a question file, and what went wrong, for the reader of a failed test."""

    answerable: int = 0
    unanswerable: int = 0
    first_right: int = 0
    among_three: int = 0
    answered: int = 0
    answered_rightly: int = 0
    false_answers: int = 0
    faults: list[str] = field(default_factory=list)


def questions(name: str) -> list[Question]:
    """The questions of `name`.jsonl."""
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [Question(**json.loads(line)) for line in lines]


@lru_cache(maxsize=8)
def index_of(shop: str) -> PassageIndex:
    """The passages of a shop's folder; a passage's url is its file's name."""
    passages: list[Passage] = []
    for source_id, path in enumerate(sorted((HERE / shop).iterdir())):
        blocks = _READERS[path.suffix](path.read_text("utf-8"))
        title = next(
            (block.text for block in blocks if block.kind is BlockKind.HEADING and block.level == 1), path.stem
        )
        for chunk in chunks_of(blocks, title):
            heading = " > ".join(chunk.heading_path)
            place = (len(passages), source_id, title, path.name, "page", heading, chunk.text)
            passages.append(Passage(*place, language_of(chunk.text), chunk.sentences))
    return build_index(passages, default_embedder())


def ask(question: Question, threshold: float = THRESHOLD) -> tuple[Findings, LocalAnswer | None]:
    """One question as a live turn plays it."""
    embedder = default_embedder()
    vector = embedder.embed([prepared(question.text)])[0]
    findings = find(understand(question.text, vector), index_of(question.shop), embedder)
    return findings, compose(findings, threshold)


def play(asked: list[Question]) -> Report:
    """Every question, counted."""
    report = Report()
    for question in asked:
        findings, answer = ask(question)
        if question.answerable:
            _count(question, findings, answer, report)
        else:
            report.unanswerable += 1
            report.false_answers += answer is not None
            if answer is not None:
                report.faults.append(f"false answer: {question.text} -> {answer.text}")
    return report


def _count(question: Question, findings: Findings, answer: LocalAnswer | None, report: Report) -> None:
    sources = list(dict.fromkeys(hit.passage.url for hit in findings.hits))
    report.answerable += 1
    report.first_right += sources[0] == question.source
    report.among_three += question.source in sources[:3]
    report.answered += answer is not None
    report.answered_rightly += answer is not None and question.contains in answer.text
    if answer is None or question.contains not in answer.text:
        report.faults.append(f"{question.text} -> {answer.text if answer else 'no answer'} ({findings.best_score:.2f})")
