"""The filter `python -m backend recognise`, run as a program."""

import json
import subprocess
import sys

import pytest

PROGRAM = (sys.executable, "-m", "backend", "recognise")


def run(messages: bytes, *options: str) -> list[list[str]]:
    done = subprocess.run([*PROGRAM, *options], input=messages, capture_output=True, check=True, timeout=30)
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_line_is_answered_with_its_order_names() -> None:
    messages = b"my order 1001 hasn't come\r\n\nI have 2 cats\norders #1001, 1003 & 1007\n"
    assert run(messages, "--prefix", "#", "--suffix", "") == [["#1001"], [], [], ["#1001", "#1003", "#1007"]]


def test_the_shops_own_format_may_begin_with_a_dash() -> None:
    assert run(b"my parcel HT-2001-EU is late", "--prefix", "HT-", "--suffix", "-EU") == [["HT-2001-EU"]]
    assert run(b"order 2001", "--prefix=HT-", "--suffix=-EU") == [["HT-2001-EU"]]


def test_any_bytes_are_a_message_and_only_a_line_feed_ends_it() -> None:
    messages = (
        b"\xef\xbb\xbforder #1001\n\xff\xfe order 1002 \xc3\norder\xe2\x80\xa8#1003\x85\x0c\x00 here\rand\n"
        + b"\x00" * 9000
    )
    assert run(messages) == [["#1001"], ["#1002"], ["#1003"], []]


def test_nothing_asked_is_nothing_answered() -> None:
    assert run(b"") == []


def test_an_answer_is_written_before_the_next_line_is_read() -> None:
    with subprocess.Popen(PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for number in (1001, 1002):
            program.stdin.write(f"where is order {number}?\n".encode())
            assert json.loads(program.stdout.readline()) == [f"#{number}"]
        program.stdin.close()
        assert program.wait(timeout=30) == 0


def test_it_ends_quietly_when_nobody_reads_any_more() -> None:
    with subprocess.Popen(
        PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        program.stdin.write(b"order 1001\n")
        program.stdin.close()
        assert program.stderr.read() == b""
        assert program.wait(timeout=30) == 0


@pytest.mark.parametrize("module", ["sqlmodel", "sqlalchemy", "numpy", "onnxruntime", "strawberry", "httpx"])
def test_it_starts_at_once_because_it_loads_nothing_heavy(module: str) -> None:
    code = "import sys, backend.__main__, backend.orders.line_by_line; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert module not in loaded.stdout.split()
