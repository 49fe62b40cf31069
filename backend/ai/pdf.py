"""The text of a PDF as blocks: headings by their size, rows by their columns, lines joined to paragraphs.

A PDF knows only where glyphs stand. What cannot be told is left a paragraph: wrong structure is worse than none.
"""

import io
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from backend.ai.columns import cells_of, tables_of
from backend.ai.documents import Block, BlockKind
from backend.ai.reading import looks_like_header, table_rows
from backend.ai.text import clean
from backend.ai.unreadable import Unreadable

MOST_PAGES = 500
MOST_SECONDS = 40.0
"""After which what was read until then is all. Looked at before each drawing instruction, also of a form."""
MOST_DRAWN = 2_000
"""Forms and images that one page may draw; forms may draw forms, so that few bytes are billions."""
MOST_CONTENT = 8 * 1024 * 1024
"""Bytes of one page's drawing instructions; more is a drawing, and takes minutes."""
LONGEST_HEADING = 120
LARGER = 1.12
FULL = 0.72
"""The share of the page's longest line from which a line may go on in the next."""
_BULLET = re.compile(r"(?:[•◦▪■●‣·∙*–—-]|\(?\d{1,2}[.)])\s+(?=\S)")
_MARKER = re.compile(r"^(\s*)[^\w\s$€£¥(\"'“«#+]{1,2}\s+(?=\S)")
_FOLIO = re.compile(r"(?:page|seite|p\.)?\s*\d{1,4}(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?", re.I)
_PREFIX = re.compile(r"\b(?:non|re|self|pre|anti|co|semi|multi|e|x|t)-$", re.I)


@dataclass(frozen=True)
class _Page:
    lines: tuple[str, ...]
    sizes: dict[str, float]
    """Of each line without its blanks, the size of its letters; half a point more where they are bold."""


def blocks_of_pdf(content: bytes) -> list[Block]:
    """The blocks of all pages in order; of a PDF that takes too long, those until then. Raises Unreadable."""
    pages, is_whole = _pages(content)
    if not any(line.strip() for page in pages for line in page.lines):
        raise Unreadable(_SCAN if is_whole else TAKES_TOO_LONG)
    sizes = Counter[float]()
    for page in pages:
        for line, size in page.sizes.items():
            sizes[size] += len(line)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    levels = {size: level for level, size in enumerate(sorted((s for s in sizes if s > body), reverse=True), 1)}
    running = _running(pages)
    return [block for page in pages for block in _blocks(page, levels, running)]


_SCAN = "The PDF holds no text. It may be a scan: save it with text recognition (OCR)."
TAKES_TOO_LONG = "The PDF takes too long to read: it is drawn in an unusual way. Print it to a new PDF, and use that."


class _TooLong(Exception):
    """A page draws too much, or time is over."""


def _pages(content: bytes) -> tuple[list[_Page], bool]:
    """The pages, and whether none was left out for what it draws."""
    import pypdf
    from pypdf.errors import PyPdfError

    broken: tuple[type[Exception], ...] = (*_BROKEN, PyPdfError)
    until = time.monotonic() + MOST_SECONDS
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("The PDF is protected by a password. Save it without one.")
        pages: list[_Page] = []
        is_whole = True
        for page in reader.pages:
            if len(pages) >= MOST_PAGES or time.monotonic() > until:
                break
            try:
                pages.append(_page(page, until))
            except _TooLong:
                is_whole = False
    except broken as error:
        raise Unreadable(f"The PDF is damaged or unusual and cannot be read ({type(error).__name__}).") from error
    return pages, is_whole


_BROKEN: tuple[type[Exception], ...] = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RecursionError, OSError,
    NotImplementedError, ImportError,
)  # fmt: skip
"""What a PDF that is not as it should be causes inside the library, beside its own errors."""


def _page(page: Any, until: float) -> _Page:
    contents = page.get_contents()
    if contents is None or len(contents.get_data()) > MOST_CONTENT:
        return _Page((), {})
    sizes: dict[str, float] = {}
    gathered: dict[float, list[tuple[str, float]]] = {}

    def seen(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        if text.strip():
            y = round(cm[1] * tm[4] + cm[3] * tm[5] + cm[5])
            scale = abs(cm[3] * tm[3]) or abs(cm[0] * tm[0]) or 1.0
            bold = 0.5 if font and re.search(r"bold|black|heavy|semibold", str(font.get("/BaseFont", "")), re.I) else 0
            gathered.setdefault(y, []).append((_bare(text), round(2 * scale * (size or 1.0)) / 2 + bold))

    drawn, is_over = 0, False

    def step(operator: bytes, _operands: Any, _cm: Any, _tm: Any) -> None:
        nonlocal drawn, is_over
        drawn += operator == b"Do"
        is_over = is_over or drawn > MOST_DRAWN or time.monotonic() > until
        if is_over:
            raise _TooLong

    plain = page.extract_text(visitor_operand_before=step, visitor_text=seen)
    if is_over:  # pypdf goes on after what is raised within a form
        raise _TooLong
    for pieces in gathered.values():
        sizes["".join(text for text, _ in pieces)] = min(size for _, size in pieces)
    try:
        laid_out = page.extract_text(extraction_mode="layout")
    except _BROKEN:
        laid_out = ""
    text = laid_out if _bare(laid_out) and len(_bare(laid_out)) >= 0.9 * len(_bare(plain)) else plain
    lines = [_MARKER.sub(r"\1• ", line.rstrip()) for line in text.split("\n")]
    return _Page(tuple(_closed_up(lines)), sizes)


def _closed_up(lines: Sequence[str]) -> Iterator[str]:
    """The lines without the empty ones between two rows of a table."""
    for at, line in enumerate(lines):
        around = [len(cells_of(each)) for each in (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2])]
        if line.strip() or len(around) < 2 or around[0] < 2 or around[0] != around[1]:
            yield line


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _running(pages: Sequence[_Page]) -> frozenset[str]:
    """Lines at the head or foot that most pages share, whatever number stands in them."""
    if len(pages) < 3:
        return frozenset()
    seen: Counter[str] = Counter()
    for page in pages:
        written = [line for line in page.lines if line.strip()]
        seen.update({_unnumbered(line) for line in (*written[:2], *written[-2:])})
    return frozenset(line for line, count in seen.items() if count > len(pages) / 2)


def _unnumbered(line: str) -> str:
    return re.sub(r"\d+", "0", clean(line))


def _blocks(page: _Page, levels: dict[float, int], running: frozenset[str]) -> Iterator[Block]:
    lines = [line for line in page.lines if _unnumbered(line) not in running and not _is_folio(line)]
    longest = max((len(line.strip()) for line in lines if len(cells_of(line)) == 1), default=0)
    pending: list[str] = []
    tables, at = tables_of(lines), 0
    while at < len(lines):
        line = lines[at]
        rows = tables.get(at, 0)
        level = _level(line, page.sizes, levels)
        marked = _BULLET.match(line.strip())
        if rows or level or not line.strip() or marked or (pending and _begins_anew(pending[-1], line, longest)):
            yield from _paragraph(pending)
        if rows:
            cells = [cells_of(row) for row in lines[at : at + rows]]
            bold_first = page.sizes.get(_bare(lines[at]), 0.0) > page.sizes.get(_bare(lines[at + 1]), 0.0)
            header = bold_first or looks_like_header(cells)
            yield from (Block(BlockKind.ROW, row) for row in table_rows(cells, header))
        elif level and not marked:
            yield Block(BlockKind.HEADING, clean(line), level)
        elif line.strip():
            pending.append(line)
        at += rows or 1
    yield from _paragraph(pending)


def _is_folio(line: str) -> bool:
    return bool(line.strip()) and _FOLIO.fullmatch(line.strip()) is not None


def _level(line: str, sizes: dict[str, float], levels: dict[float, int]) -> int:
    """A heading's depth; 0 for any other line. A line of body size that is bold all through is a heading too."""
    bare = _bare(line)
    if not bare or len(line.strip()) > LONGEST_HEADING or not re.search(r"[^\W\d_]", bare) or bare.endswith((".", ",")):
        return 0
    return levels.get(sizes.get(bare, 0.0), 0)


def _begins_anew(before: str, line: str, longest: int) -> bool:
    """Whether a line begins a paragraph of its own: the one before is short, and this one opens like a sentence."""
    short = len(before.strip()) < FULL * longest
    opens = line.strip()[:1].isupper() or line.strip()[:1].isdigit()
    return (short and opens) or (before.rstrip().endswith((".", "!", "?", ":")) and _indent(line) != _indent(before))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _paragraph(pending: list[str]) -> Iterator[Block]:
    if not pending:
        return
    marked = _BULLET.match(pending[0].strip())
    parts: list[str] = []
    for line in pending:
        said, last = clean(line), parts[-1] if parts else ""
        hyphened = last.endswith("-") and said[:1].islower() and last[-2:-1].isalpha()
        if hyphened and not _PREFIX.search(last):
            parts[-1] = last[:-1]
        parts.append(said if hyphened or not parts else f" {said}")
    text = clean("".join(parts))
    pending.clear()
    if marked:
        yield Block(BlockKind.ITEM, clean(_BULLET.sub("", text, count=1)))
    elif text:
        yield Block(BlockKind.PARAGRAPH, text)
