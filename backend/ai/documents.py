"""A page becomes chunks that still mean something when they stand alone: under their headings, tables read row by
row.

Own splitter, not llama-index's node parsers: those lose the column headers of a table row and the heading above a
list item, and loading them costs the worker some four seconds and 100 MB. The chunk's unit is a section; a long
section is cut between blocks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.ai.text import clean, sentences_of

LONGEST_CHUNK = 900
GOOD_CHUNK = 650
LONGEST_LIST = 320


class BlockKind(StrEnum):
    """What a piece of a page is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True)
class Block:
    """A piece of a page in reading order. `level` is a heading's depth, 1 the highest; 0 for the rest."""

    kind: BlockKind
    text: str
    level: int = 0


@dataclass(frozen=True)
class ChunkDraft:
    """What is embedded and quoted: `text` as a reader sees it, `sentences` each of which can be read alone."""

    heading_path: tuple[str, ...]
    text: str
    sentences: tuple[str, ...]


def chunks_of(blocks: Iterable[Block], title: str = "") -> list[ChunkDraft]:
    """Chunks of at most some 900 characters, each of one section. A heading equal to the title is not repeated."""
    drafts: list[ChunkDraft] = []
    for path, section in _sections(blocks):
        headings = tuple(heading for heading in path if heading.casefold() != title.casefold())
        for part in _parts(section):
            drafts.append(ChunkDraft(headings, _as_text(part), tuple(_readable(part))))
    return drafts


def _sections(blocks: Iterable[Block]) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    path: list[tuple[int, str]] = []
    section: list[Block] = []
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            section.append(block)
            continue
        if section:
            yield tuple(text for _, text in path), section
            section = []
        path = [(level, text) for level, text in path if level < block.level]
        path.append((block.level, block.text))
    if section:
        yield tuple(text for _, text in path), section


def _parts(section: Sequence[Block]) -> Iterator[list[Block]]:
    part: list[Block] = []
    size = 0
    for block in (piece for whole in section for piece in _cut(whole)):
        listed = block.kind in (BlockKind.ITEM, BlockKind.ROW)
        limit = LONGEST_CHUNK if listed else GOOD_CHUNK
        if part and size + len(block.text) > limit:
            lead = part[0] if listed and part[0].text.endswith(":") else None
            if part != [lead]:
                yield part
                part, size = ([lead], len(lead.text)) if lead else ([], 0)
        part.append(block)
        size += len(block.text) + 1
    if part:
        yield part


def _cut(block: Block) -> Iterator[Block]:
    """A block that is too long for a chunk, at its sentences, and a sentence that is too long, at its words."""
    if len(block.text) <= LONGEST_CHUNK:
        yield block
        return
    gathered = ""
    for sentence in (piece for whole in sentences_of(block.text) for piece in _cut_sentence(whole)):
        if gathered and len(gathered) + len(sentence) > GOOD_CHUNK:
            yield Block(block.kind, gathered)
            gathered = ""
        gathered = f"{gathered} {sentence}".strip()
    yield Block(block.kind, gathered)


def _cut_sentence(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST_CHUNK:
        space = sentence.rfind(" ", LONGEST_CHUNK // 2, LONGEST_CHUNK)
        at = space if space > 0 else LONGEST_CHUNK
        yield sentence[:at].strip()
        sentence = sentence[at:].strip()
    yield sentence


def _as_text(part: Sequence[Block]) -> str:
    return "\n".join(f"- {block.text}" if block.kind is BlockKind.ITEM else block.text for block in part)


def _readable(part: Sequence[Block]) -> Iterator[str]:
    """Sentences that are true alone:

    an item is read with the line that introduces its list ("We do not take back: …").
    """
    at = 0
    while at < len(part):
        block = part[at]
        end = at + 1
        while end < len(part) and part[end].kind is BlockKind.ITEM:
            end += 1
        if block.kind is BlockKind.PARAGRAPH and end > at + 1 and block.text.rstrip().endswith((":", "：")):
            yield from _introduced(block.text, [item.text for item in part[at + 1 : end]])
            at = end
            continue
        if block.kind is BlockKind.PARAGRAPH:
            yield from sentences_of(block.text)
        else:
            yield block.text
        at += 1


def _introduced(introduction: str, items: Sequence[str]) -> Iterator[str]:
    *before, lead = sentences_of(introduction)
    yield from before
    together = f"{lead} {'; '.join(item.rstrip('.;,') for item in items)}."
    if len(together) <= LONGEST_LIST:
        yield together
    else:
        yield from (f"{lead} {item}" for item in items)


def product_chunks(
    title: str,
    description: Sequence[Block],
    options: Sequence[tuple[str, Sequence[str]]],
    price: str,
    available: bool,
) -> list[ChunkDraft]:
    """A product as chunks: what it is, what it costs, which options it has, whether it can be bought now.

    `price` is ready to read ("$48.00" or "$48.00 to $62.00"); each sentence of facts names the product, as it will be
    quoted alone.
    """
    facts = [f"{title} costs {price}." if price else ""]
    facts += [
        f"{title} comes in these options of {name.lower()}: {', '.join(values)}." for name, values in _real(options)
    ]
    facts.append(f"{title} is in stock." if available else f"{title} is sold out at the moment.")
    kept = [clean(fact) for fact in facts if fact]
    return [*chunks_of(description, title), ChunkDraft((), " ".join(kept), tuple(kept))]


def _real(options: Sequence[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, Sequence[str]]]:
    """Shopify gives a product without options one option "Title" with the value "Default Title"."""
    for name, values in options:
        if values and list(values) != ["Default Title"]:
            yield name, values
