"""What agents may do to an order, decided from how it stands now, and what is said of it afterwards.

Amounts are Shopify's: nothing here computes what is given back. A line's items that were not sent are cancelled and
those that were sent are returned when they go back into stock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

MOST_TAGS, LONGEST_TAG = 10, 40
LONGEST_NOTE = 2000
LONGEST_REASON = 255
MOST_LINES = 250
"""How many entries Shopify takes in one list."""


class ActKind(StrEnum):
    """What is done."""

    CANCEL = "cancel"
    REFUND = "refund"
    ADDRESS = "address"
    RETURN = "return"
    TAG = "tag"
    NOTE = "note"


class ActState(StrEnum):
    """How it went. UNKNOWN: Shopify gave no answer to the last try, and may have done it."""

    OWED = "owed"
    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class CancelReason(StrEnum):
    """Shopify's OrderCancelReason."""

    CUSTOMER = "CUSTOMER"
    DECLINED = "DECLINED"
    FRAUD = "FRAUD"
    INVENTORY = "INVENTORY"
    STAFF = "STAFF"
    OTHER = "OTHER"


@dataclass(frozen=True)
class Refused:
    """Why not, in words, with a code that a program reads."""

    words: str
    code: str = "NOT_ALLOWED"


@dataclass(frozen=True)
class Line:
    """An item of an order as far as acts are about it."""

    id: str
    title: str
    variant: str
    refundable: int
    unfulfilled: int
    image_url: str | None = None

    @property
    def words(self) -> str:
        return f"{self.title} ({self.variant})" if self.variant and self.variant != "Default Title" else self.title


@dataclass(frozen=True)
class Standing:
    """How an order stands in Shopify now."""

    name: str
    is_cancelled: bool = False
    staff_note: str = ""
    fulfilment: str = ""
    return_state: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    has_all_lines: bool = True
    left: Decimal = Decimal(0)
    shipping_left: Decimal = Decimal(0)
    currency: str = ""


SENT = frozenset(("FULFILLED", "PARTIALLY_FULFILLED"))


def why_not(kind: ActKind, standing: Standing) -> Refused | None:
    """Why this cannot be done to an order that stands so; None if it can be tried."""
    match kind:
        case ActKind.CANCEL:
            return _why_not_cancel(standing)
        case ActKind.REFUND if standing.left <= 0:
            return Refused("Nothing is left to give back: all that was paid has been refunded, or nothing was paid.")
        case ActKind.ADDRESS if standing.is_cancelled:
            return Refused("The order is cancelled: nothing will be sent to any address.")
        case ActKind.ADDRESS if standing.fulfilment == "FULFILLED":
            return Refused("Everything was sent already: a new address would not reach the parcels.")
        case ActKind.RETURN if standing.fulfilment not in SENT:
            return Refused("Nothing of this order was sent yet, so nothing can come back. Cancel or refund it instead.")
        case _:
            return None


def _why_not_cancel(standing: Standing) -> Refused | None:
    if standing.is_cancelled:
        return Refused("The order is cancelled already.")
    if standing.fulfilment in SENT:
        return Refused("Items of this order were sent already. Create a return, or refund it instead.")
    if standing.return_state in ("IN_PROGRESS", "RETURN_REQUESTED"):
        return Refused("A return of this order is open. It must be closed before the order can be cancelled.")
    return None


def quantities(given: Iterable[Mapping[str, Any]]) -> dict[str, int] | Refused:
    """Quantities by line, each line once and at least one of it."""
    found: dict[str, int] = {}
    for entry in given:
        line, quantity = str(entry["line_id"]), int(entry["quantity"])
        if quantity < 1 or line in found or len(line) > 128:
            return Refused("Each item needs a quantity of at least 1, and may be named once.", "INVALID")
        found[line] = quantity
    return found


def too_many(wanted: Mapping[str, int], lines: Iterable[Line]) -> Refused | None:
    """Whether more is asked for than can be given back."""
    known = {line.id: line for line in lines}
    for line_id, quantity in wanted.items():
        line = known.get(line_id)
        if line is None:
            return Refused("An item is not part of this order.", "INVALID")
        if quantity > line.refundable:
            return Refused(f"Of {line.words} only {line.refundable} can be refunded.", "INVALID")
    return None


def refund_lines(wanted: Mapping[str, int], lines: Iterable[Line], *, restock: bool) -> list[dict[str, Any]]:
    """RefundLineItemInput of each line: one for what was not sent and one for what was, where it goes back to stock."""
    known, inputs = {line.id: line for line in lines}, []
    for line_id, quantity in wanted.items():
        waiting = min(quantity, known[line_id].unfulfilled) if restock else 0
        parts = ((waiting, "CANCEL"), (quantity - waiting, "RETURN" if restock else "NO_RESTOCK"))
        for part, restock_type in parts:
            if part:
                inputs.append({"lineItemId": line_id, "quantity": part, "restockType": restock_type})
    return inputs


def too_long(lines: Sequence[Mapping[str, Any]]) -> Refused | None:
    """Whether these are more lines than Shopify takes at once."""
    if len(lines) <= MOST_LINES:
        return None
    return Refused(f"Shopify refunds at most {MOST_LINES} lines at once. Choose items, and refund them in parts.")


def is_same_amount(one: str, other: str) -> bool:
    """Whether two amounts are one, however they are written."""
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def tags(given: Iterable[str]) -> tuple[str, ...] | Refused:
    """Shopify's tags: no commas, 40 characters."""
    found = tuple(dict.fromkeys(" ".join(tag.split()) for tag in given if tag.strip()))
    if not found or len(found) > MOST_TAGS:
        return Refused(f"Write one to {MOST_TAGS} tags.", "INVALID")
    if any("," in tag or len(tag) > LONGEST_TAG for tag in found):
        return Refused(f"A tag has at most {LONGEST_TAG} characters and no comma.", "INVALID")
    return found


def with_note(before: str, added: str) -> str:
    """The order's note with one line more."""
    return f"{before.rstrip()}\n{added}" if before.strip() else added


def times_noted(note: str, added: str) -> int:
    """How often what was added stands in the note, in lines of its own."""
    lines, wanted = _lines(note), _lines(added)
    return sum(lines[place : place + len(wanted)] == wanted for place in range(len(lines) - len(wanted) + 1))


def _lines(text: str) -> list[str]:
    """Without what Shopify may trim: spaces at the ends of lines, empty lines at the end."""
    return [line.rstrip() for line in text.rstrip().splitlines()]


def items_words(wanted: Mapping[str, int], lines: Iterable[Line]) -> str:
    """Such as "1 × Jacket (M), 2 × Mug"."""
    known = {line.id: line for line in lines}
    return ", ".join(f"{count} × {known[line_id].words}" for line_id, count in wanted.items() if line_id in known)
