"""Request bodies, read no further than allowed."""

from starlette.requests import Request


class TooLarge(Exception):
    """The body is longer than allowed; the rest was not read."""


async def read(request: Request, most_bytes: int) -> bytes:
    """The raw body. Raises TooLarge, at once if the sender says how long it is."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most_bytes:
        raise TooLarge
    parts, length = [], 0
    async for part in request.stream():
        length += len(part)
        if length > most_bytes:
            raise TooLarge
        parts.append(part)
    return b"".join(parts)
