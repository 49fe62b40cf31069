"""Photos as they are kept: small, upright, and with nothing in them but what is seen.

What a file is, its content says and not its name. It is drawn anew as a JPEG: where it was taken, with what, and what
hides behind the image stay behind. A file that would unfold into more than can be held is refused before it unfolds,
and what is not seen before then ends in a process of its own: decoders are asked of strangers' bytes nowhere else.
"""

import io
import json
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from backend import apart

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000}
"""Of the file as it came: phones of today stay below. These are made smaller as they are read (MPO: JPEGs in one)."""
MOST_PIXELS_WHOLE = 16_000_000
"""Of files that unfold whole: four bytes a pixel, several times over."""
MOST_SCANS = 100
"""A JPEG is read once for each of its scans. Cameras and programs write ten or so."""
_SCAN = b"\xff\xda"
BOUNDS = apart.Bounds(seconds=10, megabytes=512)
LONGEST_SIDE, SMALL_SIDE = 2_048, 320
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
_NO_PHOTO = "This file is no photo that can be read. Send a JPEG, PNG or WebP."
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif", b"avif")


class NotAPicture(ValueError):
    """The message says what to send instead; the code is for other languages."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def too_large() -> NotAPicture:
    """For a file that is not even read to its end."""
    return NotAPicture("too_large", "This photo is larger than 10 MB. Send a smaller one.")


def _too_many_pixels() -> NotAPicture:
    return NotAPicture("pixels", "This photo has too many pixels. Send a smaller one.")


@dataclass(frozen=True)
class Picture:
    """A JPEG, ready to be kept, and the same small enough for a row of them."""

    content: bytes
    small: bytes
    width: int
    height: int


async def drawn(content: bytes) -> Picture:
    """The photo of a file, drawn in a process of its own. Raises NotAPicture."""
    try:
        answer = await apart.run("backend.actions.pictures:answer", content, BOUNDS)
    except apart.Overstepped as error:
        raise _too_many_pixels() from error
    head, _, images = answer.partition(b"\n")
    said = json.loads(head)
    if "code" in said:
        raise NotAPicture(said["code"], said["message"])
    size = said["size"]
    return Picture(images[:size], images[size:], said["width"], said["height"])


def answer(content: bytes) -> bytes:
    """What the process answers: a line that says what follows, then both images; or why there are none."""
    try:
        picture = cleaned(content)
    except NotAPicture as refusal:
        return json.dumps({"code": refusal.code, "message": str(refusal)}).encode() + b"\n"
    said = {"width": picture.width, "height": picture.height, "size": len(picture.content)}
    return json.dumps(said).encode() + b"\n" + picture.content + picture.small


def cleaned(content: bytes) -> Picture:
    """The photo of a file. Raises NotAPicture; MemoryError where the process is bounded."""
    if len(content) > MOST_BYTES:
        raise too_large()
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise NotAPicture("heic", "Photos of this kind (HEIC) cannot be shown everywhere. Send it as a JPEG.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(content)
    except NotAPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError) as error:
        raise NotAPicture("no_photo", _NO_PHOTO) from error


def _drawn(content: bytes) -> Picture:
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS.get(opened.format or "", MOST_PIXELS_WHOLE):
            raise _too_many_pixels()
        if opened.format in MOST_PIXELS and content.count(_SCAN) > MOST_SCANS:
            raise NotAPicture("no_photo", _NO_PHOTO)
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = Image.new("RGB", upright.size, "white")
        layer = upright.convert("RGBA")
        plain.paste(layer, mask=layer.getchannel("A"))
    large, (width, height) = _jpeg(plain), plain.size
    plain.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Picture(large, _jpeg(plain), width, height)


def _jpeg(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return kept.getvalue()
