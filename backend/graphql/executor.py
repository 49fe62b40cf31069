"""The reference executor, but for what needs no waiting and no errors: that is read at once.

Most fields of an answer are attributes holding a scalar or an enum, and the general way costs each of them some thirty
calls. Objects and lists of them whose whole selection is read so, or by methods without arguments, are read as one. In
any doubt, and for every error, a field goes the general way, which decides what is said, and may call such a method
once more: see decision 8.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from inspect import signature
from operator import attrgetter
from typing import Any, NamedTuple

from graphql import (
    DirectiveNode,
    Executor,
    GraphQLBoolean,
    GraphQLField,
    GraphQLID,
    GraphQLList,
    GraphQLObjectType,
    GraphQLString,
    MiddlewareManager,
    Node,
    VariableNode,
    get_named_type,
)
from graphql.pyutils import AwaitableOrValue, Path, Undefined
from graphql.type import is_leaf_type, is_non_null_type
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField

from backend.graphql.whole import Branch, Leaf, reader

NO_MIDDLEWARE = MiddlewareManager()

SAME: dict[Any, type] = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}
"""Scalars whose values of exactly this type are sent as they are."""
MOST_KEPT = 512


class Found(NamedTuple):
    read: Callable[[Any], Any]
    attribute: str | None


class Plan(NamedTuple):
    leaves: list[tuple[str, Callable[[Any], Any], type | None, Callable[[Any], Any], bool]]
    branches: list[tuple[str, Callable[[Any], Any]]]
    others: dict[str, Any]
    """What is left to the general way, of the same grouped field set."""


class Kept:
    """What is remembered of one operation, by the identity of its selections: they are kept here, and so outlive it."""

    def __init__(self) -> None:
        self.roots: dict[str, Any] = {}
        self.sub_fields: dict[Any, Any] = {}
        self.plans: dict[tuple[str, int], tuple[Any, Plan]] = {}


class Memory:
    """What is remembered of the operations that were executed last. A document that is sent again is not read again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Any, Kept]] = OrderedDict()

    def of(self, executor: Executor[Any]) -> Kept:
        """For equal values of the variables that decide what is selected."""
        operation, schema = executor.operation, executor.schema
        deciding = _deciding(operation, executor.fragment_definitions)
        if deciding is None:
            return Kept()
        values = tuple(repr(executor.variable_values.coerced.get(name)) for name in deciding)
        has_middleware = bool((executor.middleware_manager or NO_MIDDLEWARE).middlewares)
        key = (id(schema), id(operation), has_middleware, values)
        if key not in self._kept:
            self._kept[key] = ((schema, operation), Kept())
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key][1]


_memory = Memory()


class LeavesFirst(StrawberryGraphQLCoreExecutionContext):
    """Reads leaves itself, and what consists of them, by plans."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = _memory.of(self)
        self._relevant_sub_fields = self._kept.sub_fields

    def execute_collected_root_fields(
        self, root_type: GraphQLObjectType, root_value: Any, grouped_field_set: Any, *more: Any, **named: Any
    ) -> Any:
        """Each event of a subscription collects the same root fields anew: the first ones serve for all.

        What is remembered of a selection is kept by its identity, so it would else be kept once for each event.
        """
        kept = self._kept.roots.setdefault(root_type.name, grouped_field_set)
        return super().execute_collected_root_fields(root_type, root_value, kept, *more, **named)

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: Any,
        position_context: Any,
    ) -> AwaitableOrValue[dict[str, Any]]:
        leaves, branches, others = self._plan(parent_type, grouped_field_set)
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
        for name, read in branches:
            try:
                results[name] = read(source_value)
            except Exception:  # noqa: BLE001 - as above
                doubtful.append(name)
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
        kept = self._kept.plans.get(key)
        if kept is None:
            kept = self._kept.plans[key] = (grouped_field_set, self._planned(parent_type, grouped_field_set))
        return kept[1]

    def _planned(self, parent_type: GraphQLObjectType, grouped_field_set: Any) -> Plan:
        leaves, branches, others = [], [], {}
        for name, details in grouped_field_set.items():
            way = self._way(parent_type, name, details, False)
            if isinstance(way, Leaf):
                leaves.append((name, way.read, SAME.get(way.kind), way.coerce, way.is_required))
            elif isinstance(way, Branch):
                branches.append((name, reader(way)))
            else:
                others[name] = details
        return Plan(leaves, branches, others)

    def _way(self, parent: GraphQLObjectType, name: str, details: Any, is_within: bool) -> Leaf | Branch | str | None:
        """How a field is read; None for the general way. Methods that give leaves are called within a branch alone."""
        asked = details[0].node
        if asked.name.value == "__typename" and is_within:
            return name
        field = parent.fields.get(asked.name.value)
        if field is None or field.args or asked.arguments or (self.middleware_manager or NO_MIDDLEWARE).middlewares:
            return None
        found = _reader(field)
        if found is None:
            return None
        if is_leaf_type(get_named_type(field.type)):
            return _leaf(name, field, found) if is_within or found.attribute is not None else None
        return self._branch(name, field, found, details)

    def _branch(self, name: str, field: GraphQLField, found: Found, details: Any) -> Branch | None:
        is_required, kind = _unwrapped(field.type)
        is_list = isinstance(kind, GraphQLList)
        is_each_required, kind = _unwrapped(kind.of_type) if is_list else (False, kind)
        if not isinstance(kind, GraphQLObjectType) or kind.is_type_of is not None:
            return None
        selected = self.collect_subfields(kind, details)
        if selected.new_defer_usages:
            return None
        below = []
        for each, its in selected.grouped_field_set.items():
            way = self._way(kind, each, its, True)
            if way is None:
                return None
            below.append(way)
        return Branch(name, *found, is_list, is_required, is_each_required, kind.name, below)


def _leaf(name: str, field: GraphQLField, found: Found) -> Leaf | None:
    """None for lists of leaves."""
    is_required, kind = _unwrapped(field.type)
    return Leaf(name, *found, kind, kind.coerce_output_value, is_required) if is_leaf_type(kind) else None


def _unwrapped(kind: Any) -> tuple[bool, Any]:
    """Whether null is refused, and of what."""
    return (True, kind.of_type) if is_non_null_type(kind) else (False, kind)


def _reader(field: GraphQLField) -> Found | None:
    """What gives a field's value without waiting: an attribute, or a method of nothing but the object."""
    definition: Any = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if not isinstance(definition, StrawberryField):
        return None
    if definition.is_basic_field:
        is_plain = definition.default_resolver is getattr and getattr(field.resolve, "_is_default", False)
        return Found(attrgetter(definition.python_name), definition.python_name) if is_plain else None
    resolver = definition.base_resolver
    if resolver is None or definition.extensions or definition.is_async or definition.arguments:
        return None
    method: Any = resolver.wrapped_func
    return Found(method, None) if list(signature(method).parameters) == ["self"] else None


def _deciding(operation: Any, fragments: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The variables that decide what is selected; None where what is selected may also be sent in parts."""
    kept = _decided.get(id(operation))
    if kept is None or kept[0] is not operation:
        found = [each for node in (operation, *fragments.values()) for each in _directives(node)]
        values = [argument.value for each in found for argument in each.arguments or ()]
        names = {value.name.value for value in values if isinstance(value, VariableNode)}
        is_whole = all(each.name.value in ("skip", "include") for each in found)
        if len(_decided) >= MOST_KEPT:
            _decided.clear()
        kept = _decided[id(operation)] = (operation, tuple(sorted(names)) if is_whole else None)
    return kept[1]


_decided: dict[int, tuple[Any, tuple[str, ...] | None]] = {}


def _directives(node: Node) -> Iterator[DirectiveNode]:
    """All that stand on a node or below it."""
    if isinstance(node, DirectiveNode):
        yield node
    for key in node.keys:
        value = getattr(node, key, None)
        for below in value if isinstance(value, list | tuple) else (value,):
            if isinstance(below, Node):
                yield from _directives(below)
