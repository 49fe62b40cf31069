"""Each operation that we send is valid in the pinned version of Shopify's schema, and stays under its cost limit."""

from pathlib import Path

import pytest
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    build_schema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    parse,
    validate,
    visit,
)

from backend.config import ADMIN_API_VERSION
from backend.shopify import documents

SCHEMA = Path(__file__).parents[2] / "simulator" / "schema" / f"admin_{ADMIN_API_VERSION}.graphql"
NAMES = sorted(path.stem for path in documents.FOLDER.glob("*.graphql"))
MOST_POINTS = 1000


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema(SCHEMA.read_text(), assume_valid=True)


@pytest.mark.parametrize("name", NAMES)
def test_the_operation_is_valid_and_uses_nothing_deprecated(schema: GraphQLSchema, name: str) -> None:
    document = parse(documents.operation(name).text)
    assert [error.message for error in validate(schema, document)] == []
    info, deprecated = TypeInfo(schema), []

    class Finder(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            field = info.get_field_def()
            if field is not None and field.deprecation_reason:
                deprecated.append(node.name.value)

    visit(document, TypeInfoVisitor(info, Finder()))
    assert deprecated == []


@pytest.mark.parametrize("name", NAMES)
def test_the_operation_costs_less_than_shopify_allows_at_once(schema: GraphQLSchema, name: str) -> None:
    assert 0 < most_points(schema, documents.operation(name).text) <= MOST_POINTS


def test_level_two_fields_are_asked_for_apart() -> None:
    whole = documents.operation("OrderById").text
    for field in ("email", "phone", "statusPageUrl", "address1", "zip", "displayName", "firstName"):
        assert field not in whole and field in documents.operation("OrderContact").text


def test_every_operation_is_a_read() -> None:
    assert all(documents.operation(name).is_read for name in NAMES)


def most_points(schema: GraphQLSchema, text: str) -> int:
    """An upper bound: object 1, connection 2 and its nodes, list by `first` (10 without), scalar 0."""
    document = parse(text)
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    (operation,) = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    defaults = {
        v.variable.name.value: int(v.default_value.value)
        for v in operation.variable_definitions or ()
        if isinstance(v.default_value, IntValueNode)
    }

    def count(field: FieldNode) -> int | None:
        for argument in field.arguments or ():
            if argument.name.value in ("first", "last"):
                value = argument.value
                if isinstance(value, IntValueNode):
                    return int(value.value)
                assert isinstance(value, VariableNode)
                return defaults[value.name.value]
        return None

    def points(selections: SelectionSetNode, kind: GraphQLObjectType, nodes: int = 1) -> int:
        total = 0
        for selection in selections.selections:
            if isinstance(selection, FragmentSpreadNode):
                total += points(fragments[selection.name.value].selection_set, kind, nodes)
                continue
            assert isinstance(selection, FieldNode)
            field = kind.fields[selection.name.value]
            inner = get_named_type(field.type)
            if is_leaf_type(inner) or selection.selection_set is None:
                continue
            assert isinstance(inner, GraphQLObjectType)
            number = count(selection)
            if inner.name.endswith("Connection"):
                total += 2 + points(selection.selection_set, inner, number or 50)
            elif selection.name.value == "nodes":
                total += nodes * (1 + points(selection.selection_set, inner))
            elif is_list_type(get_nullable_type(field.type)):
                total += (number or 10) * (1 + points(selection.selection_set, inner))
            else:
                total += 1 + points(selection.selection_set, inner)
        return total

    assert schema.query_type is not None
    return points(operation.selection_set, schema.query_type)
