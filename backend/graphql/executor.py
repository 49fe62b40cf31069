"""The reference executor, but for fields that are attributes holding a scalar or an enum: those are read at once.

Most fields of an answer are of this kind, and the general way costs each of them some thirty calls. In any doubt, and
for every error, a field goes the general way, which decides what is said: see decision 8.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

from graphql import GraphQLBoolean, GraphQLField, GraphQLID, GraphQLObjectType, GraphQLString
from graphql.pyutils import AwaitableOrValue, Path, Undefined
from graphql.type import is_leaf_type, is_non_null_type
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField

SAME: dict[Any, type] = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}
"""Scalars whose values of exactly this type are sent as they are."""


class Leaf(NamedTuple):
    """How a field is read."""

    name: str
    read: Callable[[Any], Any]
    same: type | None
    coerce: Callable[[Any], Any]
    is_required: bool


class Plan(NamedTuple):
    leaves: list[Leaf]
    others: dict[str, Any]
    """What is left to the general way, of the same grouped field set."""


class LeavesFirst(StrawberryGraphQLCoreExecutionContext):
    """Reads leaves itself. Plans are kept with the field sets that they are for, which outlive them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans: dict[tuple[str, int], tuple[Any, Plan]] = {}
        self._roots: dict[str, Any] = {}

    def execute_collected_root_fields(
        self, root_type: GraphQLObjectType, root_value: Any, grouped_field_set: Any, *more: Any, **named: Any
    ) -> Any:
        """Each event of a subscription collects the same root fields anew: the first ones serve for all.

        What is remembered of a selection is kept by its identity, so it would else be kept once for each event.
        """
        kept = self._roots.setdefault(root_type.name, grouped_field_set)
        return super().execute_collected_root_fields(root_type, root_value, kept, *more, **named)

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: Any,
        position_context: Any,
    ) -> AwaitableOrValue[dict[str, Any]]:
        leaves, others = self._plan(parent_type, grouped_field_set)
        results: dict[str, Any] = dict.fromkeys(grouped_field_set)
        doubtful = []
        for name, read, same, coerce, is_required in leaves:
            try:
                value = read(source_value)
                if type(value) is same:
                    results[name] = value
                    continue
                if value is None and not is_required:
                    continue
                value = coerce(value)
            except Exception:  # noqa: BLE001 - the general way meets it again, and says what it is
                value = None
            if value is None or value is Undefined:
                doubtful.append(name)
            results[name] = value
        if doubtful:
            others = {name: each for name, each in grouped_field_set.items() if name in others or name in doubtful}
        if not others:
            return results
        rest = super().execute_fields(parent_type, source_value, path, others, position_context)
        return self._merged(results, others, rest)

    def _merged(
        self, results: dict[str, Any], others: dict[str, Any], rest: AwaitableOrValue[dict[str, Any]]
    ) -> AwaitableOrValue[dict[str, Any]]:
        """In the order in which they were asked for."""
        if isinstance(rest, dict):
            results.update(rest)
            for name in [each for each in others if each not in rest]:
                del results[name]
            return results

        async def awaited() -> dict[str, Any]:
            merged = self._merged(results, others, await rest)
            assert isinstance(merged, dict)
            return merged

        return awaited()

    def _plan(self, parent_type: GraphQLObjectType, grouped_field_set: Any) -> Plan:
        key = (parent_type.name, id(grouped_field_set))
        kept = self._plans.get(key)
        if kept is None:
            leaves = []
            for name, details in grouped_field_set.items():
                field = parent_type.fields.get(details[0].node.name.value)
                leaf = self._leaf(name, field) if field is not None and not details[0].node.arguments else None
                if leaf is not None:
                    leaves.append(leaf)
            names = {leaf.name for leaf in leaves}
            others = {name: details for name, details in grouped_field_set.items() if name not in names}
            kept = self._plans[key] = (grouped_field_set, Plan(leaves, others))
        return kept[1]

    def _leaf(self, name: str, field: GraphQLField) -> Leaf | None:
        """None for all but attributes that hold a leaf."""
        definition: Any = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        is_required = is_non_null_type(field.type)
        kind: Any = field.type.of_type if is_required else field.type  # type: ignore[union-attr]
        is_plain = (
            isinstance(definition, StrawberryField)
            and definition.is_basic_field
            and definition.default_resolver is getattr
            and getattr(field.resolve, "_is_default", False)
            and not (self.middleware_manager and self.middleware_manager.middlewares)
        )
        if not is_plain or field.args or not is_leaf_type(kind):
            return None
        return Leaf(name, attrgetter(definition.python_name), SAME.get(kind), kind.coerce_output_value, is_required)
