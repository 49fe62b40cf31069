"""An uploaded file becomes what is kept of it: a title and blocks of text. Its content tells what it is."""

from pathlib import PurePosixPath

from backend.ai import strangers
from backend.ai.files import KINDS, kind_of
from backend.ai.unreadable import Unreadable
from backend.apart import Bounds
from backend.errors import Invalid
from backend.knowledge import rules
from backend.knowledge.documents import kept_content
from backend.knowledge.service import Upload

MOST_BYTES = 10 * 1024 * 1024
_HTML = (b"<!doctype html", b"<html")
_OTHERS = {
    b"PK\x03\x04": "Word, Excel and zip files are not read. Save the document as PDF, and upload that.",
    b"\xd0\xcf\x11\xe0": "Old Office files are not read. Save the document as PDF, and upload that.",
    b"\x89PNG": "Pictures are not read. Upload the text that they show.",
    b"\xff\xd8\xff": "Pictures are not read. Upload the text that they show.",
    b"GIF8": "Pictures are not read. Upload the text that they show.",
}


async def read_upload(name: str, content: bytes, bounds: Bounds = strangers.BOUNDS) -> Upload:
    """What is kept of the file. Raises Invalid with what to do. A long PDF takes some seconds of another process."""
    name = PurePosixPath(rules.tidy(name).replace("\\", "/")).name
    if problem := rules.file_name_problem(name):
        raise Invalid(problem, field="name")
    try:
        file = await strangers.file(_named_by_content(name, content), content, bounds)
    except Unreadable as unreadable:
        raise Invalid(str(unreadable), field="file") from unreadable
    if not file.blocks:
        raise Invalid("The file holds no text. A scanned document has to be saved with its text first.", field="file")
    return Upload(name, file.title, kept_content(file.blocks))


def _named_by_content(name: str, content: bytes) -> str:
    """The name under which the file is read: a PDF is one whatever it is called, and nothing else is."""
    begins = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, why in _OTHERS.items():
        if begins.startswith(mark):
            raise Unreadable(why)
    if begins.startswith(b"%PDF-"):
        return f"{PurePosixPath(name).stem}.pdf"
    kind = kind_of(name)
    if kind == ".pdf":
        raise Unreadable("This is no PDF, though its name says so.")
    if begins[:20].lower().startswith(_HTML):
        return f"{PurePosixPath(name).stem}.html"
    if kind is None:
        raise Unreadable(f"Files of this kind are not read; use {', '.join(KINDS)}.")
    return name
