"""Operations made from a schema: a document for a field, with every argument as a variable and everything selected."""

from collections.abc import Iterator
from typing import Any

from graphql import GraphQLField, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, get_named_type
from strawberry import Schema

from backend.graphql.agent.schema import build_schema as agents
from backend.graphql.shopper.schema import build_schema as shoppers

KINDS = ("query", "mutation", "subscription")


def core(schema: Schema) -> GraphQLSchema:
    return schema._schema  # Strawberry has no public name for the schema below


AGENTS_SCHEMA, SHOPPERS_SCHEMA = core(agents()), core(shoppers(introspection=False))


def fields(schema: GraphQLSchema) -> Iterator[tuple[str, str, GraphQLField]]:
    """Kind, name and field of each operation that can be asked."""
    for kind in KINDS:
        root = getattr(schema, f"{kind}_type")
        for name, field in root.fields.items():
            yield kind, name, field


def names(schema: GraphQLSchema) -> list[str]:
    return [f"{kind} {name}" for kind, name, _ in fields(schema)]


def field_of(schema: GraphQLSchema, operation: str) -> GraphQLField:
    kind, _, name = operation.partition(" ")
    root: GraphQLObjectType = getattr(schema, f"{kind}_type")
    field: GraphQLField = root.fields[name]
    return field


def document(schema: GraphQLSchema, operation: str, given: dict[str, Any]) -> str:
    """The operation with the given arguments as variables, asking for every field once on each path."""
    kind, _, name = operation.partition(" ")
    field = field_of(schema, operation)
    declared = ", ".join(f"${key}: {field.args[key].type}" for key in given)
    passed = ", ".join(f"{key}: ${key}" for key in given)
    return (
        f"{kind}{f'({declared})' if declared else ''} "
        f"{{ {name}{f'({passed})' if passed else ''}{_selection(field.type, ())} }}"
    )


def _selection(type_: Any, above: tuple[str, ...]) -> str:
    named = get_named_type(type_)
    if not isinstance(named, GraphQLObjectType):
        return ""
    parts = []
    for name, field in named.fields.items():
        below = get_named_type(field.type)
        if below.name not in (*above, named.name):
            parts.append(name + _selection(field.type, (*above, named.name)))
    return " { " + " ".join(parts) + " }"


def required(field: GraphQLField) -> set[str]:
    return {name for name, argument in field.args.items() if isinstance(argument.type, GraphQLNonNull)}
