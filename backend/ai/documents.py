"""A page becomes chunks that still mean something when they stand alone: under their headings, tables read row by
row.

Own splitter, not llama-index's node parsers: those lose the column headers of a table row and the heading above a
list item, and loading them costs the worker some four seconds and 100 MB. The chunk's unit is a section; a long
section is cut between blocks.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.ai.text import clean, sentences_of

LONGEST_CHUNK = 900
GOOD_CHUNK = 650
LONGEST_LIST = 320
MOST_NAMED = 12


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
            heading = headings[-1] if headings else title
            drafts.append(ChunkDraft(headings, _as_text(part), tuple(_readable(part, heading))))
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


_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？")
_LEADS = (":", "：")


def _readable(part: Sequence[Block], heading: str) -> Iterator[str]:
    """Sentences that are true alone:

    an item is read with the line that introduces its list ("We do not take back: …"), which is the heading where the
    list stands directly under it.
    """
    at = 0
    while at < len(part):
        block = part[at]
        start = at + (block.kind is not BlockKind.ITEM)
        end = start
        while end < len(part) and part[end].kind is BlockKind.ITEM:
            end += 1
        items = [item.text for item in part[start:end]]
        lead = _lead(block, items, heading if at == 0 else "")
        if lead:
            yield from _introduced(lead, items)
        elif block.kind is BlockKind.PARAGRAPH:
            yield from sentences_of(block.text)
        else:
            yield block.text
        at = end if lead else at + 1


def _lead(block: Block, items: Sequence[str], heading: str) -> str:
    """What introduces the items: the paragraph above them, or a heading; nothing for items that are sentences."""
    if not items:
        return ""
    if block.kind is BlockKind.PARAGRAPH:
        said = block.text.rstrip()
        bare = len(items) > 1 and len(said) <= LONGEST_LIST // 2 and not said.endswith(_SENTENCE_ENDS)
        return f"{said.rstrip(''.join(_LEADS))}:" if said.endswith(_LEADS) or bare else ""
    named = all(":" in item for item in items)
    if block.kind is not BlockKind.ITEM or not heading or named or any(item.endswith(_SENTENCE_ENDS) for item in items):
        return ""
    return heading if heading.endswith((*_SENTENCE_ENDS, *_LEADS)) else f"{heading}:"


def _introduced(introduction: str, items: Sequence[str]) -> Iterator[str]:
    *before, lead = sentences_of(introduction)
    yield from before
    together = f"{lead} {'; '.join(item.rstrip('.;,') for item in items)}."
    if len(together) <= LONGEST_LIST:
        yield together
    else:
        yield from (f"{lead} {item}" for item in items)


@dataclass(frozen=True)
class Stock:
    """What can be bought now: each variant's option values, ready to read ("Slate, S/M"), and whether it is available.

    `is_complete` is false where the product has more variants than are named here.
    """

    variants: tuple[tuple[str, bool], ...] = ()
    is_complete: bool = True


def product_chunks(
    title: str,
    description: Sequence[Block],
    options: Sequence[tuple[str, Sequence[str]]],
    price: str,
    stock: Stock,
) -> list[ChunkDraft]:
    """A product as chunks: what it is, what it costs, which options it has, which of them can be bought now.

    `price` is ready to read ("$48.00" or "$48.00 to $62.00"); each sentence of facts names the product, as it will be
    quoted alone. A variant's own line stands among the sentences only: the text says the same once.
    """
    facts = [f"{title} costs {price}." if price else ""]
    facts += [
        f"{title} comes in these options of {name.lower()}: {', '.join(values)}." for name, values in _real(options)
    ]
    facts.append(_in_short(title, stock))
    kept = [clean(fact) for fact in facts if fact]
    lines = [clean(stock_line(title, *variant)) for variant in stock.variants if variant[0]]
    return [*chunks_of(description, title), ChunkDraft((), " ".join(kept), (*kept, *lines))]


def stock_line(title: str, variant: str, is_available: bool) -> str:
    """What is true of one variant: "Cedar 45 backpack, Slate, S/M: sold out."."""
    return f"{title}, {variant}: {'in stock' if is_available else 'sold out'}."


STOCK_LINE = re.compile(r": (?:in stock|sold out)\.$")


def _in_short(title: str, stock: Stock) -> str:
    """Of the whole product only where it holds for every variant; else one sentence, which nobody can quote in part."""
    there = [name for name, is_available in stock.variants if is_available]
    gone = [name for name, is_available in stock.variants if not is_available]
    if len(stock.variants) > MOST_NAMED and (not stock.is_complete or (there and gone)):
        return _counted(title, there, gone) if stock.is_complete else ""
    if stock.is_complete and not (there and gone):
        return f"{title} is in stock." if there else f"{title} is sold out at the moment." if gone else ""
    parts = [f"{said} in {'; '.join(names)}" for said, names in (("in stock", there), ("sold out", gone)) if names]
    return f"{title} is {', and '.join(parts)}." if parts else ""


def _counted(title: str, there: Sequence[str], gone: Sequence[str]) -> str:
    """A sentence that names a dozen at most. Each variant's own line says the rest."""
    if len(gone) <= MOST_NAMED:
        return f"{title} is sold out in {'; '.join(gone)}, and in stock in the other {len(there)} variants."
    if len(there) <= MOST_NAMED:
        return f"{title} is in stock in {'; '.join(there)}, and sold out in the other {len(gone)} variants."
    return f"{title} is in stock in {len(there)} of its {len(there) + len(gone)} variants."


def _real(options: Sequence[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, Sequence[str]]]:
    """Shopify gives a product without options one option "Title" with the value "Default Title"."""
    for name, values in options:
        if values and list(values) != ["Default Title"]:
            yield name, values
