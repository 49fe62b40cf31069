"""Files and pages that somebody else made are read in a process of its own, which is ended where it takes too much.

No reader of such formats is safe from every input: markup of a few bytes keeps one busy for minutes. What comes back is
plain data. The process imports the readers and nothing else, which takes a fifth of a second.
"""

import json
from collections.abc import Sequence

from backend import apart
from backend.ai.documents import Block, BlockKind
from backend.ai.files import ReadFile, read_file
from backend.ai.reading import blocks_of_html
from backend.ai.unreadable import Unreadable
from backend.ai.webpage import read_page

MOST_MEGABYTES = 1024
BOUNDS = apart.Bounds(60, MOST_MEGABYTES)
PAGE, FRAGMENT = "page", "fragment"
TOO_MUCH = "It takes too long or too much memory to read. Save it anew as plain text or a simple PDF, or in parts."
_BROKEN = "It is damaged or unusual and cannot be read ({}). Save it anew, or as plain text."


def within(seconds: float) -> apart.Bounds:
    """The bounds of a deployment that gives a file so many seconds."""
    return apart.Bounds(seconds, MOST_MEGABYTES)


async def file(name: str, content: bytes, bounds: apart.Bounds = BOUNDS) -> ReadFile:
    """As `backend.ai.files.read_file`. Raises Unreadable, also for what takes more than the bounds."""
    return await _read("file", name, content, bounds)


async def page(content: bytes, bounds: apart.Bounds = BOUNDS) -> ReadFile:
    """As `backend.ai.webpage.read_page`. Raises Unreadable."""
    return await _read(PAGE, "", content, bounds)


async def fragment(html: str, bounds: apart.Bounds = BOUNDS) -> Sequence[Block]:
    """As `backend.ai.reading.blocks_of_html`. Raises Unreadable."""
    return (await _read(FRAGMENT, "", html.encode(errors="replace"), bounds)).blocks


async def _read(what: str, name: str, content: bytes, bounds: apart.Bounds) -> ReadFile:
    task = json.dumps({"what": what, "name": name}).encode() + b"\n" + content
    try:
        said = json.loads(await apart.run("backend.ai.strangers:answer", task, bounds))
    except apart.Overstepped as error:
        raise Unreadable(TOO_MUCH) from error
    if "unreadable" in said:
        raise Unreadable(said["unreadable"])
    return ReadFile(said["title"], tuple(Block(BlockKind(kind), text, level) for kind, level, text in said["blocks"]))


def answer(task: bytes) -> bytes:
    """What the process answers: a title and blocks, or why there are none."""
    head, _, content = task.partition(b"\n")
    wish = json.loads(head)
    try:
        read = _made(wish["what"], wish["name"], content)
    except Unreadable as why:
        return json.dumps({"unreadable": str(why)}).encode()
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - what the libraries raise on strange input is without number
        return json.dumps({"unreadable": _BROKEN.format(type(error).__name__)}).encode()
    blocks = [(block.kind, block.level, block.text) for block in read.blocks]
    return json.dumps({"title": read.title, "blocks": blocks}).encode()


def _made(what: str, name: str, content: bytes) -> ReadFile:
    if what == PAGE:
        return read_page(content)
    if what == FRAGMENT:
        return ReadFile("", tuple(blocks_of_html(content.decode())))
    return read_file(name, content)
