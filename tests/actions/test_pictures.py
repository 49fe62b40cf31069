"""Photos: known by their content, drawn anew, upright and small."""

import io
import struct
import zlib

import pytest
from PIL import Image

from backend import apart
from backend.actions import pictures
from backend.actions.pictures import NotAPicture, cleaned


def file_of(kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: object) -> bytes:
    made = io.BytesIO()
    image = Image.new(mode, size, "red" if mode == "RGB" else (255, 0, 0, 0))
    image.save(made, kind, **more)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_as_a_jpeg_whatever_it_was(kind: str) -> None:
    kept = cleaned(file_of(kind))
    with Image.open(io.BytesIO(kept.content)) as opened:
        assert (opened.format, opened.size, opened.mode) == ("JPEG", (60, 40), "RGB")
    assert (kept.width, kept.height) == (60, 40)


def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Maker of the phone"
    exif.get_ifd(0x8825)[1] = "N"
    kept = cleaned(file_of("JPEG", exif=exif, comment=b"hidden words"))
    with Image.open(io.BytesIO(kept.content)) as opened:
        assert opened.size == (40, 60) and not opened.getexif()
    assert b"Maker" not in kept.content and b"hidden" not in kept.content


def test_what_hides_behind_the_image_is_left_out() -> None:
    assert b"<script>" not in cleaned(file_of("PNG") + b"<script>alert(1)</script>").content


def test_a_large_photo_becomes_small_and_a_clear_ground_white() -> None:
    kept = cleaned(file_of("JPEG", (4_000, 3_000)))
    assert (kept.width, kept.height) == (2_048, 1_536)
    with Image.open(io.BytesIO(kept.small)) as small:
        assert (small.format, small.size) == ("JPEG", (320, 240))
    with Image.open(io.BytesIO(cleaned(file_of("PNG", mode="RGBA")).content)) as opened:
        assert opened.getpixel((5, 5)) == (255, 255, 255)


def bomb(width: int, height: int) -> bytes:
    """A PNG of some bytes that says it is huge."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def of_many_scans(scans: int) -> bytes:
    """A progressive JPEG that says the same again and again."""
    made = file_of("JPEG", (64, 64), progressive=True)
    first = made.index(b"\xff\xda", made.index(b"\xff\xda") + 2)
    second = made.index(b"\xff\xda", first + 2)
    return made[:first] + made[first:second] * scans + made[first:]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no photo"),
        (of_many_scans(200), "no photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no photo"),
        (b"%PDF-1.7 holiday.jpg", "no photo"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "no photo"),
        (file_of("PNG")[:60], "no photo"),
        (file_of("GIF"), "no photo"),
        (file_of("BMP"), "no photo"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 20, "HEIC"),
        (bomb(60_000, 60_000), "pixels"),
        (bomb(12_000, 9_000), "pixels"),
        (bomb(8_000, 7_000), "pixels"),
        (bomb(5_000, 4_000), "pixels"),
        (file_of("WEBP", (5_000, 4_000), lossless=True), "pixels"),
    ],
)
def test_what_is_no_photo_or_too_much_of_one_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(NotAPicture, match=words):
        cleaned(content)


def test_a_file_that_is_too_long_is_not_even_looked_at() -> None:
    with pytest.raises(NotAPicture, match="10 MB"):
        cleaned(file_of("JPEG") + b"\0" * pictures.MOST_BYTES)


def test_the_scans_of_an_ordinary_photo_are_no_reason_to_refuse_it() -> None:
    assert cleaned(of_many_scans(20)).width == 64


@pytest.mark.anyio
async def test_a_photo_is_drawn_in_a_process_of_its_own_to_the_same_bytes() -> None:
    content = file_of("JPEG", (1_200, 900))
    assert await pictures.drawn(content) == cleaned(content)


@pytest.mark.anyio
async def test_what_the_process_refuses_is_refused_in_the_same_words() -> None:
    with pytest.raises(NotAPicture, match="no photo") as refused:
        await pictures.drawn(b"%PDF-1.7 holiday.jpg")
    assert refused.value.code == "no_photo"


@pytest.mark.anyio
async def test_a_photo_that_takes_more_than_its_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "BOUNDS", apart.Bounds(seconds=60, megabytes=24))
    with pytest.raises(NotAPicture, match="pixels"):
        await pictures.drawn(file_of("JPEG"))
