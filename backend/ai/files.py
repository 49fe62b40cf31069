"""A file becomes a title and blocks in reading order, or a sentence that says why it cannot be read.

Bytes and a name come in, nothing is opened here. What is read is bounded in size; hidden text of HTML is not read.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from backend.ai.documents import Block, BlockKind
from backend.ai.pdf import blocks_of_pdf
from backend.ai.reading import blocks_of_html, blocks_of_markdown, blocks_of_text, front_matter, title_of_html
from backend.ai.text import clean
from backend.ai.unreadable import Unreadable

LARGEST_FILE = 20 * 1024 * 1024
LONGEST_TITLE = 200


@dataclass(frozen=True)
class ReadFile:
    """What a file says. `blocks` is empty where it says nothing."""

    title: str
    blocks: tuple[Block, ...]


def read_file(name: str, content: bytes) -> ReadFile:
    """The file's title and blocks. Raises Unreadable. May hold the CPU for minutes: ask backend.ai.strangers for it."""
    kind = kind_of(name)
    if kind is None:
        raise Unreadable(f"Files of this kind are not read; use {', '.join(KINDS)}.")
    if len(content) > LARGEST_FILE:
        raise Unreadable(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB.")
    blocks, title = _READERS[kind](content)
    return ReadFile((title or _first_heading(blocks) or spoken_name(name))[:LONGEST_TITLE], tuple(blocks))


def kind_of(name: str) -> str | None:
    """How a file is read, by its name's ending; None for what is not read at all."""
    return _KIND_OF.get(PurePosixPath(name.replace("\\", "/")).suffix.lower())


def spoken_name(name: str) -> str:
    """A file's name as a title: "shipping_policy-2026.md" is "Shipping policy 2026"."""
    words = clean(re.sub(r"[_\-.+]+", " ", PurePosixPath(name.replace("\\", "/")).stem))
    return words[:1].upper() + words[1:]


def _first_heading(blocks: list[Block]) -> str:
    """The heading of the whole: the highest, if nothing of its level precedes or follows; else nothing."""
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    if not headings:
        return ""
    top = min(block.level for block in headings)
    highest = [block for block in headings if block.level == top]
    return highest[0].text if headings[0] is highest[0] and (len(highest) == 1 or top == 1) else ""


def _markdown(content: bytes) -> tuple[list[Block], str]:
    text = decoded(content)
    titles = (clean(line.removeprefix("title:")) for line in front_matter(text) if line.startswith("title:"))
    blocks = blocks_of_markdown(text)
    return blocks, _first_heading(blocks) or next(titles, "").strip("\"'")


def _text(content: bytes) -> tuple[list[Block], str]:
    return blocks_of_text(decoded(content)), ""


def _html(content: bytes) -> tuple[list[Block], str]:
    html = decoded(content, declared=_CHARSET.search(content[:4096]))
    blocks = blocks_of_html(html)
    return blocks, _first_heading(blocks) or title_of_html(html)


def _pdf(content: bytes) -> tuple[list[Block], str]:
    return blocks_of_pdf(content), ""


_READERS: Mapping[str, Callable[[bytes], tuple[list[Block], str]]] = {
    ".md": _markdown,
    ".txt": _text,
    ".html": _html,
    ".pdf": _pdf,
}
KINDS = tuple(_READERS)
_KIND_OF = {**{kind: kind for kind in KINDS}, ".markdown": ".md", ".mdown": ".md", ".text": ".txt", ".htm": ".html"}
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAME = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
"""As browsers do: who declares Latin-1 means Windows' set."""


def decoded(content: bytes, declared: re.Match[bytes] | None = None) -> str:
    """Bytes as text with \\n at the ends of lines: by their mark, UTF-8, what they declare, or Windows-1252.

    UTF-8 comes before a declaration: other text is hardly ever valid UTF-8, and declarations are often left over.
    """
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    named = declared.group(1).decode("ascii").lower() if declared else ""
    for encoding in (marked, None if marked else "utf-8", _SAME.get(named, named), "cp1252"):
        try:
            if encoding:
                return _checked(content.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return _checked(content.decode("cp1252", errors="replace"))


def _checked(text: str) -> str:
    sample = text[:20_000]
    odd = sum(character < " " and character not in "\t\n\r\f\x0b\x1b" for character in sample)
    if "\x00" in sample or odd > len(sample) / 20:
        raise Unreadable("The file holds no text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")
