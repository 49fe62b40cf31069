"""Refusals: expected answers of "no", each with a code that a program reads and a sentence that a person reads.

Rooms raise them, doors translate them once. A refusal means that nothing was written.
"""

from collections.abc import Sequence
from typing import ClassVar


class Refusal(Exception):
    """An expected "no". `field` names the input that it is about, where there is one."""

    code: ClassVar[str] = "REFUSED"

    def __init__(self, message: str, *, field: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.retry_after = retry_after
        self.others: Sequence[Refusal] = ()
        """What else is to be put right in the same input."""


class NotFound(Refusal):
    """There is no such thing, or it belongs to another shop or shopper: the words are the same for both."""

    code = "NOT_FOUND"


class NotAllowed(Refusal):
    """The actor may not do this at all, or not in the present state."""

    code = "NOT_ALLOWED"


class NotAuthenticated(Refusal):
    """No token, or one that is broken, expired or of another shop."""

    code = "NOT_AUTHENTICATED"


class Invalid(Refusal):
    """The input breaks a rule; `field` and the message say which."""

    code = "INVALID"


class TooMany(Refusal):
    """A limit was reached; `retry_after` is in seconds."""

    code = "TOO_MANY"


class TermOver(Refusal):
    """The right to answer was lost since the work began: what was made under it must not be written."""

    code = "TERM_OVER"


class HeldByAnother(NotAllowed):
    """Another agent holds the conversation; the message names them."""

    code = "HELD_BY_ANOTHER"


class FormClosed(NotAllowed):
    """The offered custom action was submitted, cancelled or retired already."""

    code = "FORM_CLOSED"
