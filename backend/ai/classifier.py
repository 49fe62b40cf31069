"""What a shopper wants, by a linear head over the sentence's vector and cues, with a probability; nothing when unsure.

The head is trained by `benchmarks/train_intents.py`; nothing of the training is needed at run time.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.ai.text import clean

WEIGHTS = Path(__file__).parent / "data" / "intents.npz"
GROUNDS = Path(__file__).parent / "data" / "grounds.npz"
SURE = 0.3
SURE_OF_GROUND, SURE_THOUGH_ASKED = 0.6, 0.85
CALM, CALM_THOUGH_LIKE_A_WISH = 0.5, 0.8
"""How likely it must be that nobody is needed, for a frame to overrule words of trouble, or a guessed wish."""
NO_GROUND = "none"
WORTH_NAMING = 0.15


class Intent(StrEnum):
    """What a message is for."""

    ORDER_STATUS = "order_status"
    SHIPPING_INFO = "shipping_info"
    RETURN_REFUND = "return_refund"
    REFUND_DISPUTE = "refund_dispute"
    BILLING_DISPUTE = "billing_dispute"
    ACCOUNT_LOCKOUT = "account_lockout"
    CANCEL_ORDER = "cancel_order"
    CHANGE_ADDRESS = "change_address"
    DAMAGED_ITEM = "damaged_item"
    PRODUCT_QUESTION = "product_question"
    DISCOUNT_CODE = "discount_code"
    WANTS_HUMAN = "wants_human"
    COMPLAINT = "complaint"
    THANKS = "thanks"
    GREETING = "greeting"
    GOODBYE = "goodbye"
    OTHER = "other"


_OPENING = re.compile(
    r"^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|dear \w+|greetings)(?: there| all| team| guys)?)"
    r"[\s,.!:-]+(?=\S+\s+\S)",
    re.I,
)


def prepared(text: str) -> str:
    """The text as the classifier reads it:

    a greeting before a request is left out, numbers after # or of five digits are one.
    """
    return re.sub(r"#\s?\w*\d\w*|\b\d{4,}\b", "#1001", _OPENING.sub("", clean(text))).lower()


class IntentClassifier:
    """The trained head. Thread-safe."""

    def __init__(self, intents: Sequence[str], weights: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        self._intents = tuple(Intent(intent) for intent in intents)
        self._weights, self._bias = weights, bias

    def chances(self, features: NDArray[np.float32]) -> dict[Intent, float]:
        """The probability of each intent for a sentence's `features_of`; they add up to 1."""
        scores = self._weights @ features + self._bias
        powers = np.exp(scores - scores.max())
        return {intent: float(chance) for intent, chance in zip(self._intents, powers / powers.sum(), strict=True)}

    def classify(self, features: NDArray[np.float32]) -> list[tuple[Intent, float]]:
        """The likely intents, best first; empty when the best is under 0.3."""
        ranked = sorted(self.chances(features).items(), key=lambda pair: pair[1], reverse=True)
        if ranked[0][1] < SURE:
            return []
        return [(intent, chance) for intent, chance in ranked if chance >= WORTH_NAMING]


class GroundClassifier:
    """Tells whether a message is ground for a human in words that no rule knows: "I'd rather tell a living soul".

    The labels are signals by name, and "none". Thread-safe.
    """

    def __init__(self, labels: Sequence[str], weights: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        self._labels, self._weights, self._bias = tuple(labels), weights, bias

    def ground(self, features: NDArray[np.float32], sure: float = SURE_OF_GROUND) -> str:
        """The likeliest ground in a sentence's features, as `framed`; nothing where less than `sure` of any."""
        chances = self._chances(features)
        if chances.pop(NO_GROUND) > 1 - sure:
            return ""
        return max(chances, key=chances.__getitem__)

    def calm(self, features: NDArray[np.float32]) -> float:
        """How likely it is that nobody is needed, whatever words of trouble there are."""
        return self._chances(features)[NO_GROUND]

    def _chances(self, features: NDArray[np.float32]) -> dict[str, float]:
        scores = self._weights @ features + self._bias
        powers = np.exp(scores - scores.max())
        return dict(zip(self._labels, (float(chance) for chance in powers / powers.sum()), strict=True))


@lru_cache(maxsize=1)
def default_grounds() -> GroundClassifier:
    """The head that ships with the program."""
    with np.load(GROUNDS) as stored:
        return GroundClassifier([str(label) for label in stored["labels"]], stored["weights"], stored["bias"])


@lru_cache(maxsize=1)
def default_classifier() -> IntentClassifier:
    """The head that ships with the program."""
    with np.load(WEIGHTS) as stored:
        return IntentClassifier([str(intent) for intent in stored["intents"]], stored["weights"], stored["bias"])
