"""Files of every kind become blocks, whatever their encoding; what cannot be read says why."""

import io

import pypdf
import pytest

from backend.ai.documents import Block, BlockKind, chunks_of
from backend.ai.files import LARGEST_FILE, kind_of, read_file, spoken_name
from backend.ai.unreadable import Unreadable
from tests.ai.pdfs import Line, pdf_of


def blocks(name: str, content: bytes | str) -> list[tuple[str, str]]:
    file = read_file(name, content.encode() if isinstance(content, str) else content)
    return [(block.kind.value, block.text) for block in file.blocks]


RETURNS = (
    Line(50, 780, "Returns", 20, True),
    Line(50, 750, "You may return what you have not worn within 30 days of the day on"),
    Line(50, 736, "which it came. We pay you back within a week."),
    Line(50, 706, "Worn boots", 14, True),
    Line(50, 680, "Boots that were worn outdoors cannot be returned."),
    Line(50, 640, "Country", 11, True),
    Line(200, 640, "Time", 11, True),
    Line(350, 640, "Label", 11, True),
    Line(50, 624, "Canada"),
    Line(200, 624, "5-8 business days"),
    Line(350, 624, "$14"),
    Line(50, 608, "France"),
    Line(200, 608, "4-6 business days"),
    Line(350, 608, "$12"),
)


def test_a_pdf_keeps_its_headings_paragraphs_and_rows() -> None:
    file = read_file("returns.pdf", pdf_of(RETURNS))
    assert file.title == "Returns"
    assert file.blocks == (
        Block(BlockKind.HEADING, "Returns", 1),
        Block(
            BlockKind.PARAGRAPH,
            "You may return what you have not worn within 30 days of the day on which it came. "
            "We pay you back within a week.",
        ),
        Block(BlockKind.HEADING, "Worn boots", 2),
        Block(BlockKind.PARAGRAPH, "Boots that were worn outdoors cannot be returned."),
        Block(BlockKind.ROW, "Canada — Time: 5-8 business days; Label: $14"),
        Block(BlockKind.ROW, "France — Time: 4-6 business days; Label: $12"),
    )
    assert [chunk.heading_path for chunk in chunks_of(file.blocks, file.title)] == [(), ("Worn boots",)]


def test_what_every_page_repeats_and_page_numbers_are_not_read() -> None:
    pages = [
        [Line(50, 810, "Pine & Co, terms of sale"), Line(50, 700, text), Line(290, 30, f"Page {number} of 3")]
        for number, text in enumerate(("Returns take a week.", "Shipping is free.", "Gift cards never expire."), 1)
    ]
    assert blocks("terms.pdf", pdf_of(*pages)) == [
        ("paragraph", "Returns take a week."),
        ("paragraph", "Shipping is free."),
        ("paragraph", "Gift cards never expire."),
    ]


def test_a_word_that_was_parted_at_the_end_of_a_line_is_joined() -> None:
    page = (Line(50, 700, "We give a guarantee of three years on every back-"), Line(50, 686, "pack that we make."))
    assert blocks("a.pdf", pdf_of(page)) == [
        ("paragraph", "We give a guarantee of three years on every backpack that we make.")
    ]


def protected() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of(RETURNS)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", pdf_of(()), "holds no text"),
        ("a.pdf", protected(), "protected by a password"),
        ("a.pdf", b"%PDF-1.4 and then nothing that is one", "damaged or unusual"),
        ("a.pdf", b"", "damaged or unusual"),
        ("a.txt", b"\x00\x01\x02\x03" * 50, "holds no text"),
        ("a.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "holds no text"),
        ("a.docx", b"PK", "use .md, .txt, .html, .pdf"),
        ("a.txt", b"a" * (LARGEST_FILE + 1), "larger than 20 MB"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_file(name, content)


@pytest.mark.parametrize(
    "content",
    [
        "Größe: 5 €".encode(),
        b"\xef\xbb\xbf" + "Größe: 5 €".encode(),
        "Größe: 5 €".encode("utf-16"),
        "Größe: 5 €".encode("cp1252"),
        "Größe: 5 €\r\n".encode(),
        "\r\nGröße: 5 €\r".encode(),
    ],
)
def test_text_is_read_in_the_encoding_that_it_has(content: bytes) -> None:
    assert blocks("a.md", content) == [("paragraph", "Größe: 5 €")]


def test_html_is_read_as_it_declares_itself_unless_it_is_utf_8_after_all() -> None:
    page = (
        '<html><head><meta charset="{}"><title>Envíos | Tienda</title></head><body><p>Envío en 2 días</p></body></html>'
    )
    declared = read_file("a.html", page.format("windows-1252").encode("cp1252"))
    older = read_file("a.htm", page.format("iso-8859-1").encode("cp1252"))
    wrongly = read_file("a.HTML", page.format("iso-8859-1").encode())
    japanese = read_file("b.html", '<meta charset="shift_jis"><p>送料は無料です</p>'.encode("shift_jis"))
    assert {file.title for file in (declared, older, wrongly)} == {"Envíos"}
    assert {file.blocks[0].text for file in (declared, older, wrongly)} == {"Envío en 2 días"}
    assert japanese.blocks[0].text == "送料は無料です"


def test_a_file_is_called_by_its_first_heading_or_by_its_name() -> None:
    assert read_file("x.md", b"# Gift cards\n\nThey never expire.").title == "Gift cards"
    assert read_file("x.md", b"---\ntitle: Our shop\n---\nWe sell tea.").title == "Our shop"
    assert read_file("a/shipping_policy-EU.txt", b"we ship to every country in the union").title == "Shipping policy EU"
    assert read_file("x.html", b"<h2>One</h2><p>a</p><h2>Two</h2><p>b</p>").title == "X"
    assert spoken_name("..\\faq.md") == "Faq"


def test_an_empty_file_says_nothing() -> None:
    assert read_file("empty.md", b"").blocks == ()
    assert read_file("blank.txt", b"\r\n \r\n").blocks == ()


def test_kinds_are_told_by_the_end_of_the_name() -> None:
    names = ["A.MD", "b.markdown", "c.Html", "d.htm", "e.PDF", "f.txt", "g.exe", "h"]
    assert [kind_of(name) for name in names] == [".md", ".md", ".html", ".html", ".pdf", ".txt", None, None]


def test_plain_text_keeps_questions_with_answers_and_columns_as_rows() -> None:
    text = (
        "FAQ\n===\n\nQ: Do you ship abroad?\nA: Yes, to Canada.\nQ: Are gift cards refundable?\nA: No.\n\n"
        "Zone        Time       Price\nCanada      5 days     $14\nFrance      6 days     $12\n"
    )
    assert blocks("faq.txt", text) == [
        ("heading", "FAQ"),
        ("heading", "Do you ship abroad?"),
        ("paragraph", "Yes, to Canada."),
        ("heading", "Are gift cards refundable?"),
        ("paragraph", "No."),
        ("row", "Canada — Time: 5 days; Price: $14"),
        ("row", "France — Time: 6 days; Price: $12"),
    ]


def test_a_long_list_is_read_in_time_that_grows_with_its_length() -> None:
    items = "\n".join(f"- item {number}\n  goes on" for number in range(20_000))
    assert len(read_file("long.md", items.encode()).blocks) == 20_000
