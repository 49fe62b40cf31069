"""What arrives at a door, as plain values: JSON that any database can keep, in the shape of a GraphQL request.

A request that is not one is refused with a sentence; nothing of it reaches a resolver.
"""

import json
import re
from typing import Any, NoReturn

import orjson

LONGEST_ID = 128
DEEPEST = 64
"""How deep the brackets of a document may nest: far more than any selection needs, far less than the parser's stack."""
_NO_BRACKETS = re.compile(r'"""(?:\\"""|.)*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*|[^{}()\[\]"#]+|"', re.DOTALL)


class NotARequest(ValueError):
    """What arrived is no GraphQL request; the message says why, and `status` how HTTP says so."""

    def __init__(self, message: str, *, status: int = 400, code: str = "INVALID") -> None:
        super().__init__(message)
        self.status, self.code = status, code


def decoded(data: str | bytes) -> Any:
    """JSON as values, without what no database keeps: U+0000 and halves of surrogate pairs. Raises JSONDecodeError.

    The strict parser refuses such halves, and NaN; a cut emoji is no reason to refuse a shopper's words, so texts that
    may hold one are parsed again by the lenient parser and cleaned.
    """
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    try:
        return _cleaned(orjson.loads(raw)) if b"\\u0000" in raw else orjson.loads(raw)
    except orjson.JSONDecodeError:
        if b"\\ud" not in raw.lower():
            raise
    try:
        return _cleaned(json.loads(raw, parse_constant=_refuse))
    except RecursionError as error:
        raise json.JSONDecodeError("nests too deeply", "", 0) from error


def _refuse(constant: str) -> NoReturn:
    raise json.JSONDecodeError(f"{constant} is not JSON", constant, 0)


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\0", "").encode("utf-8", "ignore").decode()
        case list():
            return [_cleaned(each) for each in value]
        case dict():
            return {_cleaned(key): _cleaned(each) for key, each in value.items()}
    return value


def request_of(data: Any) -> dict[str, Any]:
    """`query`, `variables` and `operationName` of a request. Raises NotARequest."""
    if not isinstance(data, dict):
        raise NotARequest("Send one JSON object with `query` and `variables`.")
    query, variables, name = data.get("query"), data.get("variables"), data.get("operationName")
    if not isinstance(query, str) or not query.strip():
        raise NotARequest("`query` must be a GraphQL document.")
    if _nesting(query) > DEEPEST:
        raise NotARequest("The document nests too deeply.")
    if not isinstance(variables, dict | None):
        raise NotARequest("`variables` must be an object.")
    if not isinstance(name, str | None):
        raise NotARequest("`operationName` must be a text.")
    return {"query": query, "variables": variables, "operationName": name or None}


def _nesting(query: str) -> int:
    """How deep the brackets nest, but for those in texts and comments."""
    depth = deepest = 0
    for bracket in _NO_BRACKETS.sub("", query):
        depth += 1 if bracket in "{([" else -1
        deepest = max(deepest, depth)
    return deepest


def message_problem(message: Any) -> str | None:
    """What is wrong with a message of the protocol graphql-transport-ws; None for a sound one.

    https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
    """
    if not isinstance(message, dict):
        return "A message is a JSON object."
    kind, name = message.get("type"), message.get("id")
    if kind in ("connection_init", "ping", "pong"):
        return None
    if kind not in ("subscribe", "complete"):
        return "This type of message is not known."
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_ID:
        return f"An operation needs an id of 1 to {LONGEST_ID} characters."
    if kind == "subscribe":
        try:
            request_of(message.get("payload"))
        except NotARequest as problem:
            return str(problem)
    return None
