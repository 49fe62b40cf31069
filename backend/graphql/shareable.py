"""Which subscriptions may be shared, and with whom: decided from the document, once for each document."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationType,
    ValidationRule,
    VariableNode,
    get_operation_ast,
    parse,
    specified_rules,
    validate,
)
from strawberry import Schema
from strawberry.types.base import StrawberryObjectDefinition

from backend.graphql.documents import MOST_TOKENS, QuietSchema
from backend.graphql.feeds import Feed

CURSOR = "after"
"""The argument of each subscription that says where its follower stands, and nothing else."""
DEFINED_AND_USED = 2


@dataclass(frozen=True)
class Shareable:
    """A sound document with one subscription."""

    query: str
    """The text itself, one for all who send the same: what each sends need not be kept."""
    document: DocumentNode
    variables: frozenset[str]
    """Those that decide what is told: all but the cursor."""
    is_viewers: bool
    """It selects what differs from viewer to viewer."""

    def company(self, name: str | None, variables: dict[str, Any], feed: Feed[Any]) -> Hashable:
        """Followers of equal company share each look, and are told the same but for what tells them apart."""
        deciding = {key: value for key, value in variables.items() if key in self.variables}
        written = orjson.dumps(deciding, option=orjson.OPT_SORT_KEYS).decode()
        is_own = self.is_viewers and feed.apart is None
        return self.query, name, written, feed.entry.rights, feed.entry.viewer if is_own else None


class Shelf:
    """The documents of one schema."""

    def __init__(self, schema: QuietSchema, most: int = 512) -> None:
        self._schema: GraphQLSchema = schema._schema
        self._rules = [*specified_rules, *schema.rules]
        self._marked = marked(schema)
        self.shareable = lru_cache(most)(self._shareable)

    def _shareable(self, query: str, name: str | None) -> Shareable | None:
        """None where there is any doubt: the ordinary way then says what is wrong, or does what is asked."""
        try:
            document = parse(query, max_tokens=MOST_TOKENS)
        except GraphQLError:
            return None
        operation = get_operation_ast(document, name)
        if operation is None or operation.operation is not OperationType.SUBSCRIPTION:
            return None
        seen = Seen()
        if validate(self._schema, document, [*self._rules, seen.rule(self._marked)]):
            return None
        declared = {each.variable.name.value for each in operation.variable_definitions or ()}
        cursors = {name for name in seen.cursors if seen.uses.count(name) == DEFINED_AND_USED}
        return Shareable(query, document, frozenset(declared - cursors), seen.is_viewers)


class Seen:
    """What a document selects, and how it uses its variables."""

    def __init__(self) -> None:
        self.is_viewers = False
        self.cursors: list[str] = []
        self.uses: list[str] = []

    def rule(self, marked: frozenset[tuple[str, str]]) -> type[ValidationRule]:
        """A rule that refuses nothing and sees everything: validation knows the type of each selection."""
        seen = self

        class See(ValidationRule):
            def enter_field(self, node: FieldNode, *_: Any) -> None:
                parent = self.context.get_parent_type()
                if parent is None or (parent.name, node.name.value) in marked:
                    seen.is_viewers = True
                if parent is self.context.schema.subscription_type:
                    values = [each.value for each in node.arguments or () if each.name.value == CURSOR]
                    seen.cursors += [value.name.value for value in values if isinstance(value, VariableNode)]

            def enter_variable(self, node: VariableNode, *_: Any) -> None:
                seen.uses.append(node.name.value)

        return See


def marked(schema: Schema) -> frozenset[tuple[str, str]]:
    """Types and names of the fields marked VIEWER."""
    naming = schema.config.name_converter
    return frozenset(
        (naming.from_type(each.definition), naming.get_graphql_name(field))
        for each in schema.schema_converter.type_map.values()
        if isinstance(each.definition, StrawberryObjectDefinition)
        for field in each.definition.fields
        if field.metadata.get("viewer")
    )
