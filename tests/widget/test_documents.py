"""Every operation that the widget sends is valid against the shoppers' schema; a wrong one shows in a browser only."""

import re

import pytest
from graphql import FieldNode, OperationDefinitionNode, build_schema, parse, validate

from tests.widget.places import FRONTEND, ROOT

SOURCE = (FRONTEND / "widget" / "documents.ts").read_text(encoding="utf-8")
CONSTANT = re.compile(r"const (\w+) = (?:\s*/\* GraphQL \*/)?\s*`(.*?)`", re.DOTALL)


def documents() -> dict[str, str]:
    """The exported strings with what they include put in, as the browser does."""
    texts: dict[str, str] = {}
    for name, text in CONSTANT.findall(SOURCE):
        texts[name] = re.sub(r"\$\{(\w+)\}", lambda match: texts[match.group(1)], text)
    return {name: text for name, text in texts.items() if f"export const {name} " in SOURCE}


SCHEMA = build_schema((ROOT / "schema.shopper.graphql").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(documents()))
def test_the_operation_is_valid(name: str) -> None:
    assert [error.message for error in validate(SCHEMA, parse(documents()[name]))] == []


def test_every_field_of_the_schema_that_asks_or_writes_is_used() -> None:
    used: set[str] = set()
    for text in documents().values():
        operation = parse(text).definitions[0]
        assert isinstance(operation, OperationDefinitionNode)
        fields = [field for field in operation.selection_set.selections if isinstance(field, FieldNode)]
        used |= {f"{operation.operation.value}.{field.name.value}" for field in fields}
    offered = {
        f"{kind.name.lower()}.{field}"
        for kind in (SCHEMA.query_type, SCHEMA.mutation_type, SCHEMA.subscription_type)
        if kind
        for field in kind.fields
    }
    assert used == offered


def test_the_query_and_the_subscription_ask_for_the_same() -> None:
    found = documents()
    query, subscription = found["THREAD_QUERY"], found["THREAD_SUBSCRIPTION"]
    assert subscription.removeprefix("subscription") == query.removeprefix("query")
