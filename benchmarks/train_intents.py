"""Trains the intent classifier and says how well it does on utterances that it has not seen (5 folds, five times).

Run: `python -m benchmarks.train_intents [--dry-run]`. Needs scikit-learn (a development dependency); writes
`backend/ai/data/intents.npz`.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_predict

from backend.ai.classifier import WEIGHTS, prepared
from backend.ai.cues import features_of
from backend.ai.embedding import default_embedder

UTTERANCES = Path(__file__).parent / "data" / "intents.jsonl"


def main() -> None:
    """Read, embed, cross-validate, fit on everything, write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--dry-run", action="store_true", help="print the figures, write nothing")
    dry_run = arguments.parse_args().dry_run
    lines = [json.loads(line) for line in UTTERANCES.read_text("utf-8").splitlines()]
    labels = np.array([line["intent"] for line in lines])
    # One at a time: int8 activations are scaled per batch, and a live turn embeds one message.
    vectors = np.array(
        [features_of(line["text"], default_embedder().embed([prepared(line["text"])])[0]) for line in lines]
    )
    head = LogisticRegression(C=10.0, max_iter=2000)
    _print_figures(head, vectors, labels)
    head.fit(vectors, labels)
    if not dry_run:
        np.savez_compressed(
            WEIGHTS,
            intents=np.array(head.classes_, dtype="U32"),
            weights=head.coef_.astype(np.float32),
            bias=head.intercept_.astype(np.float32),
        )


def _print_figures(head: LogisticRegression, vectors: np.ndarray, labels: np.ndarray) -> None:
    intents = sorted(set(labels))
    right: list[float] = []
    covered: list[tuple[float, float]] = []
    by_intent: dict[str, list[float]] = {intent: [] for intent in intents}
    for seed in range(5):
        folds = RepeatedStratifiedKFold(n_splits=5, n_repeats=1, random_state=seed)
        chances = cross_val_predict(head, vectors, labels, cv=folds, method="predict_proba")
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


if __name__ == "__main__":
    main()
