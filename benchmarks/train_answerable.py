"""Trains the head that tells whether a quote answers, and says how well it does in shops that it has not seen.

Run: `python -m benchmarks.train_answerable [--dry-run]`. Needs scikit-learn (a development dependency) and some two
minutes; writes `backend/ai/data/answerable.npz`.

The questions are those of `tests/evaluation` that may be looked at and those of one shop more. Questions made
unanswerable by taking their passage away were tried beside them, and made the head worse.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from backend.ai import answer
from backend.ai.answer import Finding
from backend.ai.answerable import WEIGHTS, AnswerHead
from backend.ai.classifier import prepared
from backend.ai.embedding import default_embedder
from backend.ai.evidence import NAMES
from backend.ai.retrieval import Passage, PassageIndex, build_index
from backend.ai.text import clean, folded
from backend.ai.understand import Turn, understand
from backend.evaluation.folder import documents_in
from backend.evaluation.lines import Question, lines_of
from backend.knowledge.documents import language_code

DATA = Path(__file__).parent / "data"
EXAMINED = Path(__file__).parent.parent / "tests" / "evaluation"
SETS = ("coffee", "kids", "refurb")
PLANTS = "plants-and-pots"
"""A shop that nobody had asked anything when the rules for doubts were written: it tells more than the others."""
SURE = 0.55
"""The chance from which on a quote is taken for an answer; see "When it answers" in docs/evaluate.md."""
QUIETED = 0.3
"""How loud each of the reader's numbers is beside the others': they are many, and would drown what is known by rule."""
LOUDNESS = np.array([QUIETED if name.startswith("read ") else 1.0 for name in NAMES])
WRONG_SOURCE, UNANSWERABLE = 0.3, 2.0
"""What a line counts for: an answer from another source may be right all the same."""


@dataclass(frozen=True)
class Line:
    """A question with what was quoted to it. `weight` is 0 where nobody can say whether the quote answers."""

    shop: str
    evidence: tuple[float, ...]
    is_answerable: bool
    answers: bool
    weight: float


def main() -> None:
    """Ask, leave each shop out in turn, fit on everything, write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--dry-run", action="store_true", help="print the figures, write nothing")
    dry_run = arguments.parse_args().dry_run
    # The head that is to be trained judges nothing while its evidence is gathered.
    with patch.object(answer, "default_head", _by_nearness):
        lines = list(_lines())
    _print_left_out(lines)
    if not dry_run:
        _write(_fitted(lines))


@lru_cache(maxsize=1)
def _by_nearness() -> AnswerHead:
    weights = np.array([name == "score" for name in NAMES], dtype=np.float32)
    return AnswerHead(NAMES, 8 * weights, -4.0)


def _lines() -> Iterator[Line]:
    for shop in SETS:
        yield from _asked(shop, EXAMINED / "sets" / shop / "content", _read(EXAMINED / "sets" / shop / "tune.jsonl"))
    yield from _asked(PLANTS, DATA / PLANTS / "content", _read(DATA / PLANTS / "questions.jsonl"))
    small: dict[str, list[Question]] = {}
    for name in ("tune", "test"):
        for line in map(json.loads, (EXAMINED / f"{name}.jsonl").read_text("utf-8").splitlines()):
            expect = {"answerable": line.get("answerable", True)}
            expect |= {key: (line[key],) for key in ("source", "contains") if line.get(key)}
            small.setdefault(line["shop"], []).append(Question(line["text"], (), expect))
    for shop, questions in small.items():
        yield from _asked(shop, EXAMINED / shop, questions)


def _read(path: Path) -> list[Question]:
    return [line for _, line in lines_of(path.read_bytes()) if isinstance(line, Question)]


def _asked(shop: str, folder: Path, questions: list[Question]) -> Iterator[Line]:
    index, embedder = _index_of(folder), default_embedder()
    for question in questions:
        if "answerable" not in question.expect:
            continue
        history = [Turn(sender, text) for sender, text in question.history]
        vector = embedder.embed([prepared(question.text)])[0]
        found = answer.find(understand(question.text, vector, history), index, embedder)
        # Of several questions in one message nobody knows which one the line is about.
        if len(found.parts) == 1 and found.parts[0].evidence:
            yield _line(shop, question, found.parts[0])


def _index_of(folder: Path) -> PassageIndex:
    passages: list[Passage] = []
    for number, document in enumerate(documents_in(folder, print)):
        for draft in document.drafts():
            heading, language = " > ".join(draft.heading_path), language_code(draft.text)
            place = (len(passages), number, document.title, Path(document.external_id).name, "", heading, draft.text)
            passages.append(Passage(*place, language, draft.sentences))
    return build_index(passages, default_embedder())


def _line(shop: str, question: Question, part: Finding) -> Line:
    assert part.citation is not None
    sources, words = question.expect.get("source", ()), question.expect.get("contains", ())
    assert not isinstance(sources, bool) and not isinstance(words, bool)
    is_right = part.citation.url in {Path(source).name for source in sources}
    said = _plain(part.span)
    is_said = all(_plain(word) in said for word in words)
    if not question.expect["answerable"]:
        return Line(shop, part.evidence, False, False, UNANSWERABLE)
    if is_right:
        return Line(shop, part.evidence, True, True, float(is_said))
    return Line(shop, part.evidence, True, False, 0.0 if words and is_said else WRONG_SOURCE)


def _plain(text: str) -> str:
    return folded(clean(text)).replace("–", "-").replace("—", "-").replace("−", "-")


def _fitted(lines: list[Line]) -> Any:
    told = [line for line in lines if line.weight > 0]
    model = make_pipeline(StandardScaler(), FunctionTransformer(_quieted), LogisticRegression(C=0.1, max_iter=3000))
    weights = np.array([line.weight for line in told])
    return model.fit(_numbers(told), [line.answers for line in told], logisticregression__sample_weight=weights)


def _quieted(numbers: np.ndarray) -> np.ndarray:
    quieted: np.ndarray = numbers * LOUDNESS
    return quieted


def _numbers(lines: list[Line]) -> np.ndarray:
    return np.array([line.evidence for line in lines])


def _print_left_out(lines: list[Line]) -> None:
    shops = (*SETS, PLANTS)
    chances: dict[str, np.ndarray] = {}
    for shop in shops:
        model = _fitted([line for line in lines if line.shop != shop])
        chances[shop] = model.predict_proba(_numbers([line for line in lines if line.shop == shop]))[:, 1]
    answerable = {shop: np.array([line.is_answerable for line in lines if line.shop == shop]) for shop in shops}
    print(f"{len(lines)} questions; each shop by a head that has not seen it: answered of what can be / of what cannot")
    print("sure at", *(f"{shop:>16}" for shop in (*shops, "all")))
    both = np.concatenate([chances[shop] for shop in shops]), np.concatenate([answerable[shop] for shop in shops])
    for sure in (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8):
        pairs = [*((chances[shop], answerable[shop]) for shop in shops), both]
        rates = [f"{(of[can] >= sure).mean():.2f} / {(of[~can] >= sure).mean():.2f}" for of, can in pairs]
        print(f"{sure:7.2f}", *(f"{rate:>16}" for rate in rates))


def _write(model: Any) -> None:
    """The weights for numbers as they are, not scaled; the bias such that a chance of SURE gives a score of 0.5."""
    scaler, head = model[0], model[-1]
    weights = head.coef_[0] * LOUDNESS / scaler.scale_
    bias = head.intercept_[0] - float(weights @ scaler.mean_) - np.log(SURE / (1 - SURE))
    stored: dict[str, Any] = {"names": np.array(NAMES, dtype="U32"), "weights": weights.astype(np.float32)}
    np.savez_compressed(WEIGHTS, **stored, bias=np.float32(bias))


if __name__ == "__main__":
    main()
