# ruff: noqa: SIM905 - a list of words reads best as words
"""HTML, Markdown and plain text become blocks in reading order; what a reader cannot see is not read.

Hidden elements and scripts are left out: text that only a machine sees is how instructions are smuggled into a page.
"""

import re
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, ParserRejectedMarkup
from bs4.element import Comment, NavigableString, PreformattedString, Tag

from backend.ai.columns import cells_of, tables_of
from backend.ai.documents import Block, BlockKind
from backend.ai.text import clean, visible
from backend.ai.unreadable import Unreadable

LONGEST_DOCUMENT = 2_000_000
LONGEST_FRONT_MATTER = 4_000
DEEPEST = 120
_SKIPPED = frozenset(
    "script style template noscript svg iframe form button select textarea nav object video audio head".split()
)
_BLOCKS = frozenset(
    "p div section article main header footer aside blockquote pre address figure figcaption details dd center".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"summary": 7, "dt": 7}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])", re.I
)
_DECLARATION = re.compile(r"<!(?!--|doctype\s+html\s*>)", re.I)
FAQ_LEVEL = 7


def blocks_of_html(html: str) -> list[Block]:
    """The visible blocks of a page or a fragment of one. Broken HTML is read as far as it goes."""
    soup = soup_of(html)
    reader = _HtmlReader()
    reader.walk(soup.body or soup, 0)
    reader.flush()
    return reader.blocks


def soup_of(html: str) -> BeautifulSoup:
    """Markup as a tree. Declarations at which the parser would give up are read as text. Raises Unreadable."""
    html = html[:LONGEST_DOCUMENT]
    try:
        return BeautifulSoup(html, "html.parser")
    except ParserRejectedMarkup:
        html = _DECLARATION.sub("&lt;!", html)
    try:
        return BeautifulSoup(html, "html.parser")
    except ParserRejectedMarkup as error:
        raise Unreadable("The HTML is damaged and cannot be read.") from error


def title_of_html(html: str) -> str:
    """What a page calls itself, without the shop's name behind it: "Returns | Pine & Co" is "Returns"."""
    soup = soup_of(html)
    title = clean(soup.title.get_text(" ")) if soup.title else ""
    return re.split(r"\s+[|–—·»-]\s+", title)[0]


class _HtmlReader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._inline: list[str] = []
        self._kind = BlockKind.PARAGRAPH

    def walk(self, tag: Tag, depth: int) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                self._element(child, depth)
            elif isinstance(child, NavigableString) and not isinstance(child, Comment | PreformattedString):
                self._inline.append(re.sub(r"\s+", " ", str(child)))

    def flush(self) -> None:
        """Ends the open block; each line that was broken by hand is a block of its own."""
        for line in "".join(self._inline).split("\n"):
            if text := clean(line):
                self.blocks.append(Block(self._kind, text))
        self._inline = []

    def _element(self, tag: Tag, depth: int) -> None:
        name = tag.name
        if name in _SKIPPED or _is_hidden(tag):
            return
        if depth > DEEPEST:
            self._inline.append(tag.get_text(" "))
        elif name == "br":
            self._inline.append("\n")
        elif name in _HEADINGS:
            self._heading(tag.get_text(" "), _HEADINGS[name])
        elif name == "table":
            self.flush()
            self.blocks.extend(Block(BlockKind.ROW, row) for row in _html_rows(tag))
        elif name == "li":
            self._within(tag, depth, BlockKind.ITEM)
        elif name in _BLOCKS and _only_bold(tag):
            self._heading(tag.get_text(" "), FAQ_LEVEL - 1)
        elif name in _BLOCKS or name in ("ul", "ol", "dl"):
            self._within(tag, depth, BlockKind.PARAGRAPH if name not in ("p", "div") else self._kind)
        else:
            self.walk(tag, depth + 1)

    def _within(self, tag: Tag, depth: int, kind: BlockKind) -> None:
        self.flush()
        before, self._kind = self._kind, kind
        self.walk(tag, depth + 1)
        self.flush()
        self._kind = before

    def _heading(self, text: str, level: int) -> None:
        self.flush()
        if heading := clean(text):
            self.blocks.append(Block(BlockKind.HEADING, heading, level))


def _is_hidden(tag: Tag) -> bool:
    return tag.has_attr("hidden") or bool(_HIDDEN.search(str(tag.get("style") or "")))


def _only_bold(tag: Tag) -> bool:
    """A short line that is all bold is how rich text editors' users write headings."""
    if tag.name not in ("p", "div"):
        return False
    children = [child for child in tag.children if not (isinstance(child, NavigableString) and not child.strip())]
    text = clean(tag.get_text(" "))
    bold = [child for child in children if isinstance(child, Tag) and child.name in ("strong", "b")]
    return bool(bold) and len(bold) == len(children) and 0 < len(text) <= 120 and not text.endswith((".", ","))


def _html_rows(table: Tag) -> Iterator[str]:
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    cells = [[clean(cell.get_text(" ")) for cell in row.find_all(["td", "th"])] for row in rows]
    has_header = bool(rows) and (rows[0].find("td") is None or rows[0].find_parent("thead") is not None)
    yield from table_rows(cells, has_header or looks_like_header(cells))


def looks_like_header(rows: Sequence[Sequence[str]]) -> bool:
    """Three columns or more with no figure in the first row, but figures below."""
    if len(rows) < 2 or len(rows[0]) < 3:
        return False
    return not any(map(_has_digit, rows[0])) and any(_has_digit(cell) for row in rows[1:] for cell in row)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def table_rows(rows: Sequence[Sequence[str]], has_header: bool) -> Iterator[str]:
    """Each row as a line that is true alone: "Canada — Delivery time: 5–8 business days; Price: $14"."""
    filled = [row for row in rows if any(row)]
    header = filled[0] if has_header and len(filled) > 1 else ()
    for row in filled[1:] if header else filled:
        label, cells = row[0], row[1:]
        named = [_named(header[at] if at < len(header) else "", cell) for at, cell in enumerate(cells, 1) if cell]
        if not label:
            yield "; ".join(named)
        else:
            yield (
                f"{label} — {'; '.join(named)}"
                if header and named
                else ": ".join([label, "; ".join(named)]).rstrip(": ")
            )


def _named(header: str, cell: str) -> str:
    return f"{header.rstrip(':')}: {cell}" if header else cell


_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_MARKDOWN_ITEM = re.compile(r"(?:[-*+•]|\d{1,2}[.)])\s+(.*)")
_MARKDOWN_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")
_BOLD_LINE = re.compile(r"(?:\*\*|__)([^*_]{2,120})(?:\*\*|__):?")


def blocks_of_markdown(markdown: str) -> list[Block]:
    """Headings, paragraphs, list items and table rows;

    inline marks dropped, links by their text, front matter left out.
    """
    lines = visible(markdown[:LONGEST_DOCUMENT]).split("\n")
    text = _without_comments("\n".join(lines[_end_of_front_matter(lines) :]))
    blocks: list[Block] = []
    table: list[list[str]] = []
    paragraph: list[str] = []
    item: list[str] = []
    after_item = False

    def close() -> None:
        if len(item) > 1:
            blocks[-1] = Block(BlockKind.ITEM, " ".join(item))
        item.clear()
        if table:
            blocks.extend(Block(BlockKind.ROW, row) for row in table_rows(table, True))
            table.clear()
        if joined := _plain(" ".join(paragraph)):
            blocks.append(Block(BlockKind.PARAGRAPH, joined))
        paragraph.clear()

    for line in text.split("\n"):
        if (underline := re.fullmatch(r"=+|-{3,}", line)) and len(paragraph) == 1 and not table:
            heading = _plain(paragraph.pop())
            blocks.append(Block(BlockKind.HEADING, heading, 1 if underline.group()[0] == "=" else 2))
        elif line.count("|") >= 2 or (table and "|" in line):
            if not table:
                close()
            if not _MARKDOWN_RULE.fullmatch(line):
                table.append([_plain(cell) for cell in line.strip("|").split("|")])
        elif not line or _MARKDOWN_RULE.fullmatch(line) or line.startswith("```"):
            close()
        elif block := _marked(line):
            close()
            blocks.append(block)
            item.append(block.text)
        elif table:
            close()
            paragraph.append(line)
        elif after_item and not paragraph:  # a line directly under an item goes on with it
            item.append(_plain(line))
        else:
            paragraph.append(line.lstrip("> "))
        after_item = bool(line) and not paragraph and bool(blocks) and blocks[-1].kind is BlockKind.ITEM
    close()
    return blocks


_TARGET = r"\]\([^()]{0,2000}(?:\([^()]{0,500}\)[^()]{0,500})?\)"
_IMAGE = re.compile(rf"!\[([^\[\]]{{0,500}}){_TARGET}")
_LINK = re.compile(rf"\[([^\[\]]{{1,500}}){_TARGET}")
_EMPHASIS = re.compile(
    r"(?<!\w)(?:\*([^\s*](?:[^*]{0,1000}?[^\s*])?)\*|_([^\s_](?:(?:[^_]|(?<=\w)_(?=\w)){0,1000}?[^\s_])?)_)(?!\w)"
)


def front_matter(text: str) -> list[str]:
    """The lines that tell of a text and stand before it, without the two lines that mark them."""
    lines = text[:LONGEST_FRONT_MATTER].split("\n")
    return lines[1 : max(1, _end_of_front_matter(lines) - 1)]


def _end_of_front_matter(lines: Sequence[str]) -> int:
    """The number of the first line after it; 0 where there is none."""
    if lines[0] != "---" or "---" not in lines[2:]:
        return 0
    return lines.index("---", 2) + 1


def _without_comments(text: str) -> str:
    """A comment that is never closed is none."""
    parts, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin)) >= 0:
        parts.append(text[at:begin])
        at = end + 3
    return "".join([*parts, text[at:]])


def _marked(line: str) -> Block | None:
    if heading := _MARKDOWN_HEADING.fullmatch(line):
        return Block(BlockKind.HEADING, _plain(heading.group(2).rstrip("#")), len(heading.group(1)))
    if (bold := _BOLD_LINE.fullmatch(line)) and not bold.group(1).endswith("."):
        return Block(BlockKind.HEADING, _plain(bold.group(1)), FAQ_LEVEL - 1)
    if item := _MARKDOWN_ITEM.fullmatch(line):
        return Block(BlockKind.ITEM, _plain(item.group(1)))
    return None


def _plain(markdown: str) -> str:
    """Without inline marks. No pattern may run on over another beginning of its own: that takes quadratic time."""
    text = _IMAGE.sub(r"\1", markdown)
    text = _LINK.sub(r"\1", text)
    text = re.sub(r"<[^<>]{1,300}>", " ", text)
    text = re.sub(r"(\*\*|__|~~|`)", "", text)
    text = _EMPHASIS.sub(lambda found: found.group(1) or found.group(2), text)
    return clean(re.sub(r"\\([\\`*_{}\[\]()#+.!|-])", r"\1", text))


def blocks_of_text(text: str) -> list[Block]:
    """Paragraphs apart by empty lines; a short line without a full stop, alone or above text, is a heading."""
    blocks: list[Block] = []
    kept = _CONTROL_BUT_TABS.sub("", text[:LONGEST_DOCUMENT].replace("\r\n", "\n"))
    for group in re.split(r"\n\s*\n", kept):
        lines = [line for line in group.split("\n") if line.strip()]
        if lines and 0 not in tables_of(lines) and _titles([visible(line) for line in lines]):
            blocks.append(Block(BlockKind.HEADING, _unquestioned(visible(lines.pop(0))), FAQ_LEVEL - 1))
            lines = lines[1:] if lines and _UNDERLINE.fullmatch(lines[0].strip()) else lines
        blocks.extend(_text_group(lines))
    return blocks


_CONTROL_BUT_TABS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_UNDERLINE = re.compile(r"[=\-_~*]{3,}")
_ASKED = re.compile(r"Q(?:uestion)?\s*\d*\s*[:.)]\s+")
_ANSWERED = re.compile(r"^A(?:nswer)?\s*\d*\s*[:.)]\s+")


def _text_group(lines: list[str]) -> Iterator[Block]:
    """Lines that no empty line parts: paragraphs, items, rows, and questions with their answers."""
    pending: list[str] = []

    def paragraph() -> Iterator[Block]:
        if joined := clean(" ".join(pending)):
            yield Block(BlockKind.PARAGRAPH, joined)
        pending.clear()

    tables, at = tables_of(lines), 0
    while at < len(lines):
        line = visible(lines[at])
        if rows := tables.get(at, 0):
            yield from paragraph()
            cells = [cells_of(row) for row in lines[at : at + rows]]
            yield from (Block(BlockKind.ROW, row) for row in table_rows(cells, looks_like_header(cells)))
            at += rows
            continue
        if asked := _ASKED.match(line):
            yield from paragraph()
            yield Block(BlockKind.HEADING, line[asked.end() :], FAQ_LEVEL - 1)
        elif item := _MARKDOWN_ITEM.fullmatch(line):
            yield from paragraph()
            yield Block(BlockKind.ITEM, clean(item.group(1)))
        elif not _UNDERLINE.fullmatch(line):
            pending.append(_ANSWERED.sub("", line))
        at += 1
    yield from paragraph()


def _titles(lines: Sequence[str]) -> bool:
    first = lines[0]
    if len(lines) > 1 and _UNDERLINE.fullmatch(lines[1]):
        return True
    if _MARKDOWN_ITEM.fullmatch(first) or len(first) > 100:
        return False
    if _ASKED.match(first) or first.endswith("?"):
        return True
    short = len(first.split()) <= 8 and not first.endswith((".", ",", ";", "!", "。"))
    return short and (not first.endswith(":") or len(lines) == 1) and first[:1].isupper()


def _unquestioned(line: str) -> str:
    return clean(_ASKED.sub("", line, count=1)) if _ASKED.match(line) else clean(line)
