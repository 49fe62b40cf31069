"""What may be written into the store's knowledge by hand, and when a source has to be read again."""

import hashlib
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

LONGEST_QUESTION = 200
LONGEST_ANSWER = 4000


class Kind(StrEnum):
    """Where a source comes from."""

    POLICY = "policy"
    PAGE = "page"
    ARTICLE = "article"
    PRODUCT = "product"
    FAQ = "faq"
    FILE = "file"

    @property
    def is_shopifys(self) -> bool:
        """Whether Shopify holds the text: then it goes when it goes there."""
        return self not in (Kind.FAQ, Kind.FILE)


class SourceState(StrEnum):
    """How far a source has been read. What was read before stays in use until the new text is ready."""

    QUEUED = "queued"
    READING = "reading"
    READY = "ready"
    FAILED = "failed"


def content_hash(parts: Iterable[str]) -> str:
    """Changes if anything that is embedded or cited changes."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def must_read(state: str, kept_hash: str, new_hash: str) -> bool:
    """Whether a source has to be embedded again; one that failed is always tried again."""
    return state != SourceState.READY or kept_hash != new_hash


def tidy(text: str) -> str:
    """Without control and direction characters, with one kind of line end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))


def faq_problem(question: str, answer: str) -> tuple[str, str] | None:
    """The field of a tidied FAQ entry that cannot be kept, and why, in words that say what to do."""
    if len(question) < 3:
        return "question", "Write the question as a shopper would ask it."
    if len(question) > LONGEST_QUESTION:
        return "question", f"Shorten the question to {LONGEST_QUESTION} characters; it has {len(question):,}."
    if not answer:
        return "answer", "Write the answer."
    if len(answer) > LONGEST_ANSWER:
        return "answer", f"Shorten the answer to {LONGEST_ANSWER:,} characters; it has {len(answer):,}."
    return None
