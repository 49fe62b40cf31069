"""A folder of files as knowledge: what can be read becomes a source, and what cannot is named with the reason."""

from collections.abc import Callable
from pathlib import Path

from backend.ai.files import KINDS, LARGEST_FILE, kind_of, read_file
from backend.ai.unreadable import Unreadable
from backend.knowledge.documents import Document, file_document


def documents_in(folder: Path, complain: Callable[[str], None]) -> list[Document]:
    """The files below a folder, in order of their names; a document's external id is the path in the folder."""
    found: list[Document] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix().encode("utf-8", "replace").decode()
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if kind_of(name) is None:
            complain(f"{name}: left out, only {', '.join(KINDS)} are read.")
            continue
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise Unreadable(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB.")
            document = file_document(name, read_file(name, path.read_bytes()))
        except (Unreadable, OSError) as problem:
            complain(f"{name}: not read. {problem}")
            continue
        if not document.blocks:
            complain(f"{name}: it is empty.")
        found.append(document)
    return found
