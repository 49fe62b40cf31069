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


def table_length(lines: Sequence[str]) -> int:
    """How many lines from the first on are rows of one table; 0 where it is none.

    A table has two rows or more of as many cells, which begin under each other. Long cells are columns of prose.
    """
    width = len(cells_of(lines[0])) if lines else 0
    if width < 2:
        return 0
    count = 0
    while count < len(lines) and len(cells_of(lines[count])) == width:
        count += 1
    rows = [cells_of(line) for line in lines[:count]]
    if count < 2 or any(len(cell) > LONGEST_CELL for row in rows[1:] for cell in row[1:]):
        return 0
    return count if "\t" in lines[0] or _aligned(lines[:count]) else 0


def _aligned(lines: Sequence[str]) -> bool:
    """Whether each column's cells begin, end or have their middle under each other, but for the first row's."""
    spans = [_spans(line) for line in lines[1:]] or [_spans(lines[0])]
    for column in zip(*spans, strict=False):
        begins, ends = [begin for begin, _ in column], [end for _, end in column]
        middles = [(begin + end) // 2 for begin, end in column]
        if min(max(each) - min(each) for each in (begins, ends, middles)) > NEAR:
            return False
    return True


def _spans(line: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for cell in cells_of(line):
        at = line.index(cell, at)
        found.append((at, at + len(cell)))
        at += len(cell)
    return found
