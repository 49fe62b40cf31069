"""Request bodies, read no further than allowed."""

import asyncio

from starlette.requests import ClientDisconnect, Request


class TooLarge(Exception):
    """The body is longer than allowed; the rest was not read."""


class Broken(Exception):
    """The sender went away, or took too long to send the rest."""


async def read_within(request: Request, most_bytes: int, seconds: float) -> bytes:
    """As `read`. Raises Broken, too: who sends a byte now and then does not hold memory for ever."""
    try:
        async with asyncio.timeout(seconds):
            return await read(request, most_bytes)
    except (ClientDisconnect, TimeoutError) as error:
        raise Broken from error


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
