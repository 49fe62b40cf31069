"""Prints each shop's sheets: `printed/*.txt` becomes a small PDF in `content/`, in ASCII and the same bytes each time.

Run `python -m tests.evaluation.sets.print_sheets` after changing a sheet. A line that begins with `#` is a heading and
starts a new page, one with `##` is a smaller heading. Every reader has the font, so nothing is embedded.
"""

import textwrap
from collections.abc import Iterator
from pathlib import Path

SETS = Path(__file__).parent
PAGE = "595 842"
TOP, LEFT, COLUMNS = 780, 60, 84
SIZES = {"# ": 20, "## ": 14}
BODY = 11


def lines(text: str) -> Iterator[tuple[str, int, str]]:
    """Each printed line: its mark, its size in points, its words."""
    for line in text.splitlines():
        mark = next((mark for mark in SIZES if line.startswith(mark)), "")
        size = SIZES.get(mark, BODY)
        for piece in textwrap.wrap(line.removeprefix(mark), COLUMNS * BODY // size):
            yield mark, size, piece


def pages(text: str) -> Iterator[str]:
    """What is drawn on each page."""
    drawn: list[str] = []
    for mark, size, piece in lines(text):
        if mark == "# " and drawn:
            yield "\n".join(drawn)
            drawn = []
        height = TOP if not drawn else -(size + 7)
        move = f"{LEFT if not drawn else 0} {height} Td"
        drawn.append(f"/F1 {size} Tf {move} ({_escaped(piece)}) Tj")
    yield "\n".join(drawn)


def _escaped(words: str) -> str:
    """A PDF string in the font's own encoding; what ASCII lacks is written as an octal number."""
    bare = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return "".join(chr(byte) if byte < 128 else f"\\{byte:03o}" for byte in bare.encode("cp1252"))


def pdf(text: str) -> bytes:
    """The whole document."""
    drawn = list(pages(text))
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(drawn)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(drawn)} /Kids [{kids}] /MediaBox [0 0 {PAGE}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(drawn):
        stream = f"BT\n{page}\nET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Contents {5 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _bound(objects)


def _bound(objects: list[str]) -> bytes:
    """The objects with the table that says where each begins."""
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    count, rows = len(objects) + 1, "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 {count}\n0000000000 65535 f \n{rows}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return f"{out}{table}startxref\n{len(out)}\n%%EOF\n".encode("ascii")


def main() -> None:
    for sheet in sorted(SETS.glob("*/printed/*.txt")):
        (sheet.parents[1] / "content" / sheet.name).with_suffix(".pdf").write_bytes(pdf(sheet.read_text("utf-8")))


if __name__ == "__main__":
    main()
