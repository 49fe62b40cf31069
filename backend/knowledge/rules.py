"""What may be written into the store's knowledge by hand, and when a source has to be read again."""

import hashlib
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit

LONGEST_QUESTION = 200
LONGEST_ANSWER = 4000
LONGEST_ADDRESS = 1000
LONGEST_FILE_NAME = 120
MOST_FILES = 200
MOST_ADDRESSES = 200
READER = "3"
"""Raised when the same text would be cut or embedded differently: everything is read again."""
WEB_GROWS_OLD = timedelta(days=1)
"""After which an address of the shop's is read again by itself: nobody tells us that it changed."""
POLLED_EVERY = timedelta(minutes=30)
"""How often Shopify is asked for what no webhook tells of: pages, articles and policies."""
SLOTS_A_DAY = timedelta(days=1) // POLLED_EVERY


class Kind(StrEnum):
    """Where a source comes from."""

    POLICY = "policy"
    PAGE = "page"
    ARTICLE = "article"
    PRODUCT = "product"
    FAQ = "faq"
    FILE = "file"
    WEB = "web"

    @property
    def is_shopifys(self) -> bool:
        """Whether Shopify holds the text: then it goes when it goes there."""
        return self not in (Kind.FAQ, Kind.FILE, Kind.WEB)


ENTRIES = tuple(kind for kind in Kind if not kind.is_shopifys)
"""What agents wrote, uploaded or named: only they remove it."""


class SourceState(StrEnum):
    """How far a source has been read. What was read before stays in use until the new text is ready."""

    QUEUED = "queued"
    READING = "reading"
    READY = "ready"
    FAILED = "failed"


def content_hash(parts: Iterable[str]) -> str:
    """Changes if anything that is embedded or cited changes, or the way in which it is read."""
    return f"{READER}.{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()}"[:64]


def is_of_this_reader(kept_hash: str) -> bool:
    """Whether a source was last read as sources are read now."""
    return kept_hash.startswith(f"{READER}.")


def may_have_changed(state: str, kept_hash: str, kept_moment: datetime | None, listed_moment: datetime | None) -> bool:
    """Whether a listed source has to be fetched whole; only its hash says then whether it is embedded again."""
    is_known = listed_moment is not None and kept_moment == listed_moment
    return not is_known or state != SourceState.READY or not is_of_this_reader(kept_hash)


def slot(at: datetime) -> int:
    """Which of the spans between two polls a moment lies in, since ever."""
    return int(at.timestamp() // POLLED_EVERY.total_seconds())


def lists_products(shop_id: int, now: datetime) -> bool:
    """Products have webhooks, which may get lost: they are compared once a day, each shop's in a span of its own."""
    return slot(now) % SLOTS_A_DAY == shop_id % SLOTS_A_DAY


def tidy_address(address: str) -> str:
    """Without what tells nothing about the page: space around it and a fragment."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address.strip()
    return urlunsplit(parts._replace(fragment="", netloc=parts.netloc.lower(), path=parts.path or "/"))


def origin(address: str) -> str:
    """Scheme, name and port; empty for what is no web address or carries a name and password."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    own = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{parts.hostname.lower()}" + ("" if port in (None, own) else f":{port}")


def address_problem(address: str, origins: Collection[str]) -> str | None:
    """Why an address may not be read, in words that say what to do. `origins` are the shop's own."""
    if len(address) > LONGEST_ADDRESS:
        return f"Shorten the address to {LONGEST_ADDRESS:,} characters; it has {len(address):,}."
    if any(character.isspace() or not character.isprintable() for character in address) or not origin(address):
        return "Write a whole web address, such as https://example.com/pages/care."
    if origin(address) not in origins:
        return f"Only pages of your own store are read: addresses that begin with {' or '.join(origins)}/."
    return None


def file_name_problem(name: str) -> str | None:
    """Why a file may not be kept under its name."""
    if not name or name != tidy(name) or "/" in name or "\\" in name:
        return "Give the file a plain name."
    if len(name) > LONGEST_FILE_NAME:
        return f"Shorten the file's name to {LONGEST_FILE_NAME} characters; it has {len(name)}."
    return None


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
