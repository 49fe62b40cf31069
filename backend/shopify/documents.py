"""The operations that we ask of Shopify: queries/*.graphql, one to a file, the file named as its operation.

Tests validate each against Shopify's schema of the pinned version and hold its cost under Shopify's limit.
"""

import functools
from dataclasses import dataclass
from pathlib import Path

from graphql import OperationDefinitionNode, OperationType, parse

FOLDER = Path(__file__).parent / "queries"


@dataclass(frozen=True)
class Operation:
    """Only reads are repeated after a failure whose outcome is unknown."""

    name: str
    text: str
    is_read: bool


@functools.cache
def operation(name: str) -> Operation:
    """The operation of that name. Raises KeyError if there is none."""
    path = FOLDER / f"{name}.graphql"
    if not name.isidentifier() or not path.is_file():
        raise KeyError(f"There is no operation {name}.")
    text = path.read_text()
    definitions = [node for node in parse(text).definitions if isinstance(node, OperationDefinitionNode)]
    if [node.name.value if node.name else None for node in definitions] != [name]:
        raise KeyError(f"{path.name} must hold the operation {name} and no other.")
    return Operation(name, text, definitions[0].operation is OperationType.QUERY)
