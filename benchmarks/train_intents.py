"""Trains the two classifiers of messages, and says how well they do on utterances that they have not seen.

Run: `python -m benchmarks.train_intents [--dry-run]`. Needs scikit-learn (a development dependency); writes
`backend/ai/data/intents.npz` and `backend/ai/data/grounds.npz`.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from backend.ai.classifier import GROUNDS, NO_GROUND, SURE_OF_GROUND, WEIGHTS, prepared
from backend.ai.cues import features_of
from backend.ai.embedding import default_embedder
from backend.ai.frames import framed

DATA = Path(__file__).parent / "data"
GROUND_OF = {
    "wants_human": "asks_for_human",
    "complaint": "upset",
    "billing_dispute": "billing_dispute",
    "account_lockout": "account_lockout",
    "refund_dispute": "refund_dispute",
}
"""The intents that are grounds for a human by themselves."""
SEEDS = range(5)


def main() -> None:
    """Read, embed, cross-validate, fit on everything, write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--dry-run", action="store_true", help="print the figures, write nothing")
    dry_run = arguments.parse_args().dry_run
    intents, grounds = _lines("intents"), _lines("grounds")
    vectors = _features(intents)
    labels = np.array([line["intent"] for line in intents])
    head = LogisticRegression(C=10.0, max_iter=2000)
    _print_intents(head, vectors, labels)
    features = np.concatenate([vectors, _features(grounds)])
    both = np.array([framed(line["text"], each) for line, each in zip([*intents, *grounds], features, strict=True)])
    of_both = np.array(
        [GROUND_OF.get(intent, NO_GROUND) for intent in labels] + [line["ground"] for line in grounds], dtype="U32"
    )
    _print_grounds(LogisticRegression(C=10.0, max_iter=3000), both, of_both)
    if dry_run:
        return
    head.fit(vectors, labels)
    _write(WEIGHTS, "intents", head)
    _write(GROUNDS, "labels", LogisticRegression(C=10.0, max_iter=3000).fit(both, of_both))


def _lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]


def _features(lines: list[dict[str, str]]) -> np.ndarray:
    # One at a time: int8 activations are scaled per batch, and a live turn embeds one message.
    embedder = default_embedder()
    return np.array([features_of(line["text"], embedder.embed([prepared(line["text"])])[0]) for line in lines])


def _write(path: Path, names: str, head: LogisticRegression) -> None:
    weights, bias = head.coef_.astype(np.float32), head.intercept_.astype(np.float32)
    arrays: dict[str, Any] = {names: np.array(head.classes_, dtype="U32"), "weights": weights, "bias": bias}
    np.savez_compressed(path, **arrays)


def _chances(head: LogisticRegression, vectors: np.ndarray, labels: np.ndarray, seed: int) -> np.ndarray:
    folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=seed)
    return np.asarray(cross_val_predict(head, vectors, labels, cv=folds, method="predict_proba"))


def _print_intents(head: LogisticRegression, vectors: np.ndarray, labels: np.ndarray) -> None:
    intents = sorted(set(labels))
    right: list[float] = []
    covered: list[tuple[float, float]] = []
    by_intent: dict[str, list[float]] = {intent: [] for intent in intents}
    for seed in SEEDS:
        chances = _chances(head, vectors, labels, seed)
        said = np.array(intents)[chances.argmax(axis=1)]
        right.append(float((said == labels).mean()))
        sure = chances.max(axis=1) >= 0.4
        covered.append((float(sure.mean()), float((said == labels)[sure].mean())))
        for intent in intents:
            by_intent[intent].append(float((said == labels)[labels == intent].mean()))
    print(f"{len(labels)} utterances, accuracy {np.mean(right):.3f}")
    share, right_of_sure = np.mean(covered, axis=0)
    print(f"at p >= 0.4: {share:.2f} covered, {right_of_sure:.3f} right")
    for intent in intents:
        print(f"  {intent:18} {np.mean(by_intent[intent]):.2f}")


def _print_grounds(head: LogisticRegression, vectors: np.ndarray, labels: np.ndarray) -> None:
    none = sorted(set(labels)).index(NO_GROUND)
    found, alarms = [], []
    for seed in SEEDS:
        grave = 1 - _chances(head, vectors, labels, seed)[:, none] >= SURE_OF_GROUND
        found.append(float(grave[labels != NO_GROUND].mean()))
        alarms.append(float(grave[labels == NO_GROUND].mean()))
    print(f"grounds for a human, {len(labels)} utterances: {np.mean(found):.3f} found, {np.mean(alarms):.3f} alarms")


if __name__ == "__main__":
    main()
