"""Cursors of sorted lists: the sort keys of a row, so that the next page begins after it whatever changed meanwhile.

They are opaque but not secret: what comes back is checked like any other input.
"""

import base64
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, or_

from backend.db import Moment
from backend.errors import Invalid

Order = tuple[tuple[Any, bool], ...]
"""Sort keys and whether each descends."""


def cursor(order: Order, row: object) -> str:
    """Where a row stands in an order."""
    values = [getattr(row, column.key) for column, _ in order]
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def beyond(order: Order, cursor: str) -> ColumnElement[bool]:
    """Rows after a cursor, in a mixed order: the first differing key decides. Raises Invalid."""
    try:
        given = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(given, list):
            raise ValueError("not a list of keys")
        values = [_value(column, each) for (column, _), each in zip(order, given, strict=True)]
    except (ValueError, OverflowError) as error:
        raise Invalid("This cursor is not one of this list's. Ask again without it.", field="after") from error
    steps = []
    for i, (column, down) in enumerate(order):
        same = [order[j][0] == values[j] for j in range(i)]
        steps.append(and_(*same, column < values[i] if down else column > values[i]))
    return or_(*steps)


def _value(column: Any, given: object) -> datetime | int:
    """A key as its column knows it. Raises ValueError or OverflowError for what was never a key."""
    is_moment = isinstance(column.type, Moment)
    if is_moment and isinstance(given, str):
        return datetime.fromisoformat(given).astimezone(UTC)
    if not is_moment and type(given) is int and abs(given) < 2**63:
        return given
    raise ValueError("not a key of this order")
