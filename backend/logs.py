"""Structured logs: one JSON object a line, with ids and codes. No message text, no tokens, no names.

What all lines of a request or a job share is bound once, where it begins; docs/operations.md lists the fields. An error
is told by its types and the places in the code that it came through: its words may be somebody's.
"""

import logging
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger

from backend import measures

ROOT = Path(__file__).parents[1]
MOST_CAUSES = 4
MOST_FRAMES = 12


def configure(to: BinaryIO | None = None) -> None:
    """Called once, by a process that is started as a program. Lines go to standard error, unless to somewhere else."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            told_without_words,
            counted,
            structlog.processors.JSONRenderer(serializer=_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.BytesLoggerFactory(to or sys.stderr.buffer),
        cache_logger_on_first_use=to is None,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[OfLibraries()], force=True)
    logging.captureWarnings(capture=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)


def _as_json(event: Any, **_: Any) -> bytes:
    return orjson.dumps(event, default=repr, option=orjson.OPT_NON_STR_KEYS)


def counted(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Adds to what the process counts about itself."""
    measures.log_lines.labels(event["level"]).inc()
    return event


def told_without_words(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """`exc_info` becomes `exception`: a list of types, outermost first, each with where it came through."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = causes_of(error)
    return event


def causes_of(error: BaseException) -> list[dict[str, Any]]:
    """The error and what caused it, without what any of them says."""
    causes: list[dict[str, Any]] = []
    cause: BaseException | None = error
    while cause is not None and len(causes) < MOST_CAUSES:
        told: dict[str, Any] = {"type": _name(cause), "through": _places(cause.__traceback__)}
        if isinstance(cause, BaseExceptionGroup):
            told["of"] = [_name(each) for each in cause.exceptions[:MOST_CAUSES]]
        causes.append(told)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return causes


def _name(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _places(traceback: TracebackType | None) -> list[str]:
    """The innermost frames, such as `backend/jobs.py:120 _claim`. Libraries go by their last parts."""
    places = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"{_short(Path(code.co_filename))}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return places[-MOST_FRAMES:]


def _short(path: Path) -> str:
    is_ours = path.is_relative_to(ROOT) and "site-packages" not in path.parts
    return str(path.relative_to(ROOT)) if is_ours else "/".join(path.parts[-2:])


class OfLibraries(logging.Handler):
    """What libraries log, as lines like ours: the pattern of their sentence, never what they put into it."""

    def emit(self, record: logging.LogRecord) -> None:
        said = str(record.msg) if isinstance(record.msg, str | OSError) else type(record.msg).__name__
        log = structlog.get_logger(record.name)
        log.log(
            record.levelno, "library", library=record.name, said=said.partition("\n")[0][:160], exc_info=record.exc_info
        )
