"""Each operation that we send is valid in the pinned version of Shopify's schema, and stays under its cost limit."""

from pathlib import Path

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
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


@pytest.mark.parametrize(("whole", "contact"), [("OrderById", "OrderContact"), ("OrderSearch", "OrderSearchContact")])
def test_level_two_fields_are_asked_for_apart(whole: str, contact: str) -> None:
    asked = parse(documents.operation(whole).text), parse(documents.operation(contact).text)
    level_two = {"email", "phone", "statusPageUrl", "formatted", "displayName"}
    assert fields(asked[0]) & {*level_two, "address1", "zip", "firstName", "lastName"} == set()
    assert level_two <= fields(asked[1])


def test_a_fragment_is_added_once_to_the_operation_that_spreads_it() -> None:
    text = documents.operation("OrderSearch").text
    assert (text.count("fragment OrderFields on Order"), text.count("fragment Money on MoneyBag")) == (1, 1)
    assert "fragment" not in documents.operation("OrderNames").text


def test_only_what_agents_do_to_orders_changes_anything() -> None:
    """What is not a read is never repeated by the client: `orders/act.py` says how each of these may be."""
    writing = {name for name in NAMES if not documents.operation(name).is_read}
    assert writing == {"CancelOrder", "RefundOrder", "ReturnItems", "TagOrder", "UpdateOrder"}


def test_a_refund_is_never_sent_without_its_key(schema: GraphQLSchema) -> None:
    assert "refundCreate(input: $input) @idempotent(key: $key)" in documents.operation("RefundOrder").text
    assert schema.get_directive("idempotent") is not None


def fields(document: DocumentNode) -> set[str]:
    """The names of all fields that a document asks for."""
    names = set()

    class Names(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            names.add(node.name.value)

    visit(document, Names())
    return names


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
            if isinstance(selection, InlineFragmentNode):
                continue
            assert isinstance(selection, FieldNode)
            field = kind.fields[selection.name.value]
            inner = get_named_type(field.type)
            if is_leaf_type(inner) or selection.selection_set is None:
                continue
            number = count(selection)
            if not isinstance(inner, GraphQLObjectType):  # nodes(ids:), each of which is an object and no more
                total += 50
                continue
            if inner.name.endswith("Connection"):
                total += 2 + points(selection.selection_set, inner, number or 50)
            elif selection.name.value == "nodes":
                total += nodes * (1 + points(selection.selection_set, inner))
            elif is_list_type(get_nullable_type(field.type)):
                total += (number or 10) * (1 + points(selection.selection_set, inner))
            else:
                total += 1 + points(selection.selection_set, inner)
        return total

    root = schema.get_root_type(operation.operation)
    assert root is not None
    return points(operation.selection_set, root) + (10 if operation.operation is OperationType.MUTATION else 0)
