"""The log of a test, as a program would have written it."""

import contextlib
import io
import logging
from collections.abc import Iterator

import structlog

from backend import logs


@contextlib.contextmanager
def log_to(stream: io.BytesIO) -> Iterator[io.BytesIO]:
    """Everything that is logged in the block goes to the stream, also by libraries; afterwards all is as before."""
    root, httpx = logging.getLogger(), logging.getLogger("httpx")
    handlers, level, level_of_httpx = root.handlers[:], root.level, httpx.level
    root.handlers = []
    logs.configure(stream)
    try:
        yield stream
    finally:
        structlog.reset_defaults()
        structlog.contextvars.clear_contextvars()
        logging.captureWarnings(capture=False)
        root.handlers = handlers
        root.setLevel(level)
        httpx.setLevel(level_of_httpx)
