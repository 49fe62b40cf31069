"""Columns that are set apart by blanks alone, as in plain text and on the pages of a PDF."""

import re
from collections.abc import Sequence

_GAP = re.compile(r"\s{2,}|\t+")
LONGEST_CELL = 60
NEAR = 6
"""How many characters apart two cells of a column may begin."""


def cells_of(line: str) -> list[str]:
    """The cells of a line: what stands two blanks or a tab apart."""
    return [cell for cell in _GAP.split(line.strip()) if cell]


def tables_of(lines: Sequence[str]) -> dict[int, int]:
    """The tables among the lines: the number of the first line of each, and of how many lines it is.

    A table has two rows or more of as many cells, which begin under each other. Long cells are columns of prose. Each
    line is looked at once, however many of them look like rows and are none.
    """
    widths, found, at = [len(cells_of(line)) for line in lines], {}, 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and widths[end] == widths[at]:
            end += 1
        if widths[at] >= 2 and (start := _first_row(lines[at:end])) is not None:
            found[at + start] = end - at - start
        at = end
    return found


def _first_row(run: Sequence[str]) -> int | None:
    """Of lines with as many cells each, the first from which on they are a table. How its first row is set is free."""
    first, columns, is_aligned = None, [_Column() for _ in cells_of(run[0])], True
    for at in range(len(run) - 2, -1, -1):
        spans = _spans(run[at + 1])
        if any(end - begin > LONGEST_CELL for begin, end in spans[1:]):
            break
        for column, span in zip(columns, spans, strict=True):
            column.add(*span)
        is_aligned = is_aligned and all(column.is_straight for column in columns)
        if is_aligned or "\t" in run[at]:
            first = at
    return first


class _Column:
    """How far apart the cells of a column begin, end and have their middle."""

    def __init__(self) -> None:
        self._least = self._most = (0, 0, 0)
        self._is_empty = True

    def add(self, begin: int, end: int) -> None:
        places = (begin, end, (begin + end) // 2)
        if self._is_empty:
            self._least, self._most, self._is_empty = places, places, False
        else:
            (a, b, c), (d, e, f) = self._least, self._most
            self._least = (min(a, places[0]), min(b, places[1]), min(c, places[2]))
            self._most = (max(d, places[0]), max(e, places[1]), max(f, places[2]))

    @property
    def is_straight(self) -> bool:
        return min(most - least for least, most in zip(self._least, self._most, strict=True)) <= NEAR


def _spans(line: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for cell in cells_of(line):
        at = line.index(cell, at)
        found.append((at, at + len(cell)))
        at += len(cell)
    return found
