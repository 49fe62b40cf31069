"""Files that were made to keep a reader busy, or do so by chance, are read in time that grows as they do.

What each of them took before was minutes or hours. The bound is one of computing, whatever else the machine does.
"""

import io
import time
from collections.abc import Iterator

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

from backend.ai.columns import tables_of
from backend.ai.files import read_file
from backend.ai.unreadable import Unreadable


@pytest.fixture(autouse=True)
def _computes_for_seconds() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < 40


def texts(name: str, content: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read_file(name, content.encode()).blocks]


@pytest.mark.parametrize(
    "content",
    [
        "---\ntitle:" + " " * 3_980,
        "---\n" + "title:\n" * 500,
        "[" * 400_000,
        "![" * 200_000,
        "[a](" * 100_000,
        "x\n" + "<!--" * 200_000,
        "<" * 400_000,
        " *a" * 150_000,
        " _a" * 150_000,
        "# " + "#" * 200_000 + "x",
        "- one\n" + "more\n" * 150_000,
    ],
    ids=["blanks", "titles", "[", "![", "[a](", "<!--", "<", "*a", "_a", "##", "an item of many lines"],
)
def test_marks_that_are_never_closed_are_text(content: str) -> None:
    read_file("care.md", content.encode())


def test_marks_of_markdown_are_left_out_and_what_they_mark_is_read() -> None:
    assert texts(
        "care.md",
        "---\ntitle: 'Wool care'\n---\n<!-- a draft -->\nWash *by hand* in _our own_ soap, "
        "see [the guide](https://a.example/wool_(merino)) and ![a basin](b.png).\n\nSize_a_b <!-- never closed\n",
    ) == [
        ("paragraph", "Wash by hand in our own soap, see the guide and a basin."),
        ("paragraph", "Size_a_b <!-- never closed"),
    ]
    assert read_file("care.md", b"---\ntitle: 'Wool care'\n---\nWash by hand.\n").title == "Wool care"


def test_lines_that_look_like_rows_and_are_none_are_each_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from backend.ai import columns, reading

    looked = 0
    plain = columns.cells_of

    def counted(line: str) -> list[str]:
        nonlocal looked
        looked += 1
        return plain(line)

    for module in (columns, reading):
        monkeypatch.setattr(module, "cells_of", counted)
    lines = ["ab   cde" if at % 2 else "ab    " + "cdefghij" * 8 for at in range(4_000)]
    texts("list.txt", "\n".join(lines))
    assert looked <= 10 * len(lines)


def test_a_table_begins_at_the_first_row_from_which_on_its_columns_are_straight() -> None:
    prose = "Sizes   " + "x" * 70
    assert tables_of(["Country   Time", "Canada    5 days", "France    4 days"]) == {0: 3}
    assert tables_of([prose, prose, "Country   Time", "Canada    5 days"]) == {1: 3}
    assert tables_of(["a  b", "a                b", "a  b", "c  d", "one", "a\tb", "aaaaaaaaaaaaaa\tb"]) == {1: 3, 5: 2}
    assert tables_of(["Country   Time"]) == tables_of([]) == tables_of(["one", "two"]) == {}


def _form(writer: pypdf.PdfWriter, drawing: bytes, inner: object | None) -> object:
    stream = StreamObject()
    stream.set_data(drawing)
    helvetica = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in helvetica.items()})
    resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
    if inner is not None:
        resources[NameObject("/XObject")] = DictionaryObject({NameObject("/X"): inner})
    stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    stream[NameObject("/BBox")] = ArrayObject([NumberObject(each) for each in (0, 0, 200, 200)])
    stream[NameObject("/Resources")] = resources
    return writer._add_object(stream)


def forms_within_forms(levels: int, each: int) -> bytes:
    """A page that draws a form so many times, which does the same with the next one; the last one says something."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    form = _form(writer, b"BT /F1 12 Tf 10 10 Td (Wash by hand) Tj ET", None)
    for _ in range(levels):
        form = _form(writer, b"/X Do\n" * each, form)
    inside = DictionaryObject({NameObject("/X"): form})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): inside})
    contents = StreamObject()
    contents.set_data(b"/X Do\n")
    page[NameObject("/Contents")] = writer._add_object(contents)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_page_of_forms_within_forms_is_not_drawn_to_its_end() -> None:
    assert [block.text for block in read_file("care.pdf", forms_within_forms(1, 1)).blocks] == ["Wash by hand"]
    bomb = forms_within_forms(6, 20)
    assert len(bomb) < 5_000
    with pytest.raises(Unreadable, match="takes too long to read"):
        read_file("care.pdf", bomb)


def test_a_pdf_that_takes_too_long_is_looked_at_within_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 1.0, 1.0])
    monkeypatch.setattr("backend.ai.pdf.time.monotonic", lambda: next(clock, 100.0))
    with pytest.raises(Unreadable, match="takes too long to read"):
        read_file("care.pdf", forms_within_forms(2, 5))
