"""The operations that we ask of Shopify: queries/*.graphql, one to a file, the file named as its operation.

What several of them spread stands in queries/fragments, a fragment to a file. Tests validate each operation against
Shopify's schema of the pinned version and hold its cost under Shopify's limit.
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from graphql import OperationDefinitionNode, OperationType, parse

FOLDER = Path(__file__).parent / "queries"
_SPREAD = re.compile(r"\.\.\.\s*(?!on\b)(\w+)")


@dataclass(frozen=True)
class Operation:
    """Only reads are repeated after a failure whose outcome is unknown."""

    name: str
    text: str
    is_read: bool


@functools.cache
def operation(name: str) -> Operation:
    """The operation of that name, with the fragments that it spreads. Raises KeyError if there is none."""
    path = FOLDER / f"{name}.graphql"
    if not name.isidentifier() or not path.is_file():
        raise KeyError(f"There is no operation {name}.")
    text = _with_fragments(path.read_text())
    definitions = [node for node in parse(text).definitions if isinstance(node, OperationDefinitionNode)]
    if [node.name.value if node.name else None for node in definitions] != [name]:
        raise KeyError(f"{path.name} must hold the operation {name} and no other.")
    return Operation(name, text, definitions[0].operation is OperationType.QUERY)


def _with_fragments(text: str) -> str:
    added: set[str] = set()
    while missing := {name for name in _SPREAD.findall(text) if f"fragment {name} on" not in text} - added:
        for name in sorted(missing):
            path = FOLDER / "fragments" / f"{name}.graphql"
            text += f"\n{path.read_text()}" if path.is_file() else ""
        added |= missing
    return text
