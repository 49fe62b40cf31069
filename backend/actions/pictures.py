"""Photos as they are kept: small, upright, and with nothing in them but what is seen.

What a file is, its content says and not its name. It is drawn anew as a JPEG: where it was taken, with what, and what
hides behind the image stay behind. A file that would unfold into more than can be held is refused before it unfolds.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000
"""Of the file as it came: 50 megapixels, which phones of today stay below."""
LONGEST_SIDE = 2_048
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif", b"avif")


class NotAPicture(ValueError):
    """The message says what to send instead."""


@dataclass(frozen=True)
class Picture:
    """A JPEG, ready to be kept."""

    content: bytes
    width: int
    height: int


def cleaned(content: bytes) -> Picture:
    """The photo of a file. Slow (tens of milliseconds of computing): call it in a thread. Raises NotAPicture."""
    if len(content) > MOST_BYTES:
        raise NotAPicture("This photo is larger than 12 MB. Send a smaller one.")
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise NotAPicture("Photos of this kind (HEIC) cannot be shown everywhere. Send it as a JPEG.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(content)
    except NotAPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture("This photo has too many pixels. Send a smaller one.") from error
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError) as error:
        raise NotAPicture("This file is no photo that can be read. Send a JPEG, PNG or WebP.") from error


def _drawn(content: bytes) -> Picture:
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise NotAPicture("This photo has too many pixels. Send a smaller one.")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = Image.new("RGB", upright.size, "white")
        layer = upright.convert("RGBA")
        plain.paste(layer, mask=layer.getchannel("A"))
    kept = io.BytesIO()
    plain.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return Picture(kept.getvalue(), plain.width, plain.height)
