"""A line of the log is one JSON object that says what happened and where, and never what anybody said."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from backend import logs, measures
from tests.logged import log_to

SECRET = "my card number is 4111"


@pytest.fixture
def written() -> Iterator[io.BytesIO]:
    with log_to(io.BytesIO()) as stream:
        yield stream


def lines(stream: io.BytesIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(SECRET) from error


def test_a_line_is_one_object_with_what_was_bound(written: io.BytesIO) -> None:
    with structlog.contextvars.bound_contextvars(request="r-1", shop=7):
        structlog.get_logger().info("something", ms=1.5)
    (line,) = lines(written)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "something", "level": "info", "request": "r-1", "shop": 7, "ms": 1.5}


def test_an_error_is_told_by_its_types_and_places_and_not_by_its_words(written: io.BytesIO) -> None:
    try:
        fail()
    except ValueError:
        structlog.get_logger().exception("broke")
    (line,) = lines(written)
    outer, inner = line["exception"]
    assert (outer["type"], inner["type"]) == ("ValueError", "KeyError")
    assert outer["through"][-1].endswith(" fail") and outer["through"][-1].startswith("tests/test_logs.py:")
    assert SECRET not in written.getvalue().decode()


def test_a_group_of_errors_names_what_is_in_it() -> None:
    group = ExceptionGroup(SECRET, [ValueError(SECRET), OSError(SECRET)])
    assert logs.causes_of(group) == [{"type": "ExceptionGroup", "through": [], "of": ["ValueError", "OSError"]}]


def test_causes_that_go_in_a_circle_end() -> None:
    first, second = ValueError(), TypeError()
    first.__cause__, second.__cause__ = second, first
    assert len(logs.causes_of(first)) == logs.MOST_CAUSES


def test_libraries_speak_in_lines_like_ours_without_what_they_were_given(written: io.BytesIO) -> None:
    said = f"Task exception was never retrieved\nfuture: <Task {SECRET}>"
    logging.getLogger("asyncio").error(said)
    logging.getLogger("some.library").warning("Cannot send %s", SECRET)
    logging.getLogger("some.server").error(OSError(98, "Address already in use"))
    first, second, third = lines(written)
    assert third["said"] == "[Errno 98] Address already in use"
    assert (first["library"], first["said"]) == ("asyncio", "Task exception was never retrieved")
    assert (second["library"], second["said"], second["level"]) == ("some.library", "Cannot send %s", "warning")
    assert SECRET not in written.getvalue().decode()


def test_lines_are_counted_by_level(written: io.BytesIO) -> None:
    def counted() -> float:
        return measures.REGISTRY.get_sample_value("baton_log_lines_total", {"level": "error"}) or 0.0

    before = counted()
    structlog.get_logger().error("broke")
    structlog.get_logger().info("did not")
    assert counted() == before + 1
