"""What a query costs, and the bucket that it is paid from.

Scalars cost nothing, objects 1, connections grow with `first` or `last`, mutations 10, an abstract type the dearest of
its branches; one query may cost 1,000 at most (https://shopify.dev/docs/api/usage/limits). Shopify's exact weights
are not published: clients are to trust `extensions.cost`, and these are no cheaper than the real ones.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_composite_type,
    is_leaf_type,
    is_list_type,
)

from simulator.state import Bucket

MAX_COST = 1000
UNKNOWN_PAGE = 50
PLAIN_LIST = 10
MUTATION = 10


@dataclass
class Estimate:
    """Walks one operation. `variables` are those of the request, with the operation's defaults below them."""

    schema: GraphQLSchema
    fragments: dict[str, FragmentDefinitionNode]
    variables: dict[str, Any]

    def of(self, selection: SelectionSetNode, kind: GraphQLNamedType, page: int | None = None) -> int:
        """Cost of a selection on a type; `page` is the size of the connection page around it."""
        total, dearest = 0, 0
        for node in selection.selections:
            if isinstance(node, FieldNode):
                total += self.field(node, kind, page)
                continue
            fragment = self.fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            assert isinstance(fragment, FragmentDefinitionNode | InlineFragmentNode)
            condition = fragment.type_condition
            inner = self.schema.get_type(condition.name.value) if condition else kind
            assert inner is not None
            cost = self.of(fragment.selection_set, inner, page)
            if inner is kind:
                total += cost
            else:
                dearest = max(dearest, cost)
        return total + dearest

    def field(self, node: FieldNode, kind: GraphQLNamedType, page: int | None) -> int:
        name = node.name.value
        fields = getattr(kind, "fields", {})
        if name not in fields or name == "pageInfo":
            return 0
        output: GraphQLOutputType = fields[name].type
        inner = get_named_type(output)
        if is_leaf_type(inner) or node.selection_set is None:
            return 0
        assert is_composite_type(inner)
        if page is not None and name in {"nodes", "edges"}:
            return page * (self.of(node.selection_set, inner) + (name == "nodes"))
        size = self.size(node)
        if inner.name.endswith("Connection"):
            return 2 + self.of(node.selection_set, inner, UNKNOWN_PAGE if size is None else size)
        if is_list_type(output.of_type if isinstance(output, GraphQLNonNull) else output):
            return (PLAIN_LIST if size is None else size) * (1 + self.of(node.selection_set, inner))
        return 1 + self.of(node.selection_set, inner)

    def size(self, node: FieldNode) -> int | None:
        for argument in node.arguments or ():
            if argument.name.value in {"first", "last"}:
                if isinstance(argument.value, IntValueNode):
                    return max(0, int(argument.value.value))
                if isinstance(argument.value, VariableNode):
                    given = self.variables.get(argument.value.name.value)
                    return max(0, given) if isinstance(given, int) else UNKNOWN_PAGE
        return None


def requested(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any]
) -> int:
    """The most that the operation can cost; reserved before it runs."""
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    defaults = {
        definition.variable.name.value: int(definition.default_value.value)
        for definition in operation.variable_definitions or ()
        if isinstance(definition.default_value, IntValueNode)
    }
    root = schema.get_root_type(operation.operation)
    assert root is not None
    cost = Estimate(schema, fragments, defaults | variables).of(operation.selection_set, root)
    return cost + (MUTATION if operation.operation is OperationType.MUTATION else 0)


def actual(data: Any, top: bool = True) -> int:
    """What the answer turned out to cost: each object that was really returned."""
    if isinstance(data, list):
        return sum(actual(item, top=False) for item in data)
    if not isinstance(data, dict):
        return 0
    return sum(actual(value, top=False) for key, value in data.items() if key != "pageInfo") + (not top)


def refill(bucket: Bucket, now: datetime) -> None:
    """Adds what has dripped back since the last look."""
    passed = (now - bucket.updated_at).total_seconds() if bucket.updated_at else 0.0
    bucket.available = min(bucket.maximum, bucket.available + max(0.0, passed) * bucket.restore_rate)
    bucket.updated_at = now


def report(bucket: Bucket, asked: int, paid: int | None) -> dict[str, Any]:
    """`extensions.cost` of an answer."""
    status = {
        "maximumAvailable": bucket.maximum,
        "currentlyAvailable": int(bucket.available),
        "restoreRate": bucket.restore_rate,
    }
    return {"requestedQueryCost": asked, "actualQueryCost": paid, "throttleStatus": status}
