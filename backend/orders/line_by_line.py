"""`python -m backend recognise`: a filter that prints for each line it reads the order names in it, as a JSON list.

It asks the very function that a live turn asks. Only a line feed ends a line, whatever other separators it holds. What
is not UTF-8 is read as replacement characters, and each answer is written out before the next line is awaited.
"""

import json
from typing import BinaryIO

from backend.orders.recognition import recognise

BYTE_ORDER_MARK = "\ufeff"


def answer(messages: BinaryIO, answers: BinaryIO, prefix: str, suffix: str) -> None:
    """One line of `answers` for each line of `messages`. Raises BrokenPipeError when nobody reads any more."""
    for line in iter(messages.readline, b""):
        message = line.decode("utf-8", errors="replace").lstrip(BYTE_ORDER_MARK)
        answers.write(json.dumps(recognise(message, prefix, suffix)).encode() + b"\n")
        answers.flush()
