"""The reference executor, but for what needs no waiting and no errors: that is read at once.

Most fields of an answer are attributes holding a scalar or an enum, and the general way costs each of them some thirty
calls. Objects and lists of them whose whole selection is read so, or by methods without arguments, are read as one. In
any doubt, and for every error, a field goes the general way, which decides what is said, and may call such a method
once more: see decision 8.
"""

from collections.abc import Callable
from inspect import iscoroutine, signature
from operator import attrgetter
from typing import Any, NamedTuple

from graphql import (
    GraphQLBoolean,
    GraphQLField,
    GraphQLID,
    GraphQLList,
    GraphQLObjectType,
    GraphQLString,
    MiddlewareManager,
    get_named_type,
)
from graphql.pyutils import AwaitableOrValue, Path, Undefined, is_awaitable
from graphql.type import is_leaf_type, is_non_null_type
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField

SAME: dict[Any, type] = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}
"""Scalars whose values of exactly this type are sent as they are."""
NO_MIDDLEWARE = MiddlewareManager()


class Leaf(NamedTuple):
    """How a field is read."""

    name: str
    read: Callable[[Any], Any]
    same: type | None
    coerce: Callable[[Any], Any]
    is_required: bool


class Branch(NamedTuple):
    """How a field that holds an object, or a list of them, is read with all that is selected of it."""

    name: str
    read: Callable[[Any], Any]
    is_list: bool
    is_required: bool
    is_each_required: bool
    typename: str
    below: "list[Leaf | Branch | str]"
    """In the order in which they are asked for; a name alone is of `__typename`."""


class Doubt(Exception):
    """The general way decides."""


class Plan(NamedTuple):
    leaves: list[Leaf]
    branches: list[Branch]
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
        for branch in branches:
            try:
                results[branch.name] = _whole(branch, source_value)
            except Exception:  # noqa: BLE001 - as above
                doubtful.append(branch.name)
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
            found = [self._way(parent_type, name, details, False) for name, details in grouped_field_set.items()]
            leaves = [each for each in found if isinstance(each, Leaf)]
            branches = [each for each in found if isinstance(each, Branch)]
            names = {leaf.name for leaf in leaves} | {branch.name for branch in branches}
            others = {name: details for name, details in grouped_field_set.items() if name not in names}
            kept = self._plans[key] = (grouped_field_set, Plan(leaves, branches, others))
        return kept[1]

    def _way(self, parent: GraphQLObjectType, name: str, details: Any, is_within: bool) -> Leaf | Branch | str | None:
        """How a field is read; None for the general way. Methods that give leaves are called within a branch alone."""
        asked = details[0].node
        if asked.name.value == "__typename" and is_within:
            return name
        field = parent.fields.get(asked.name.value)
        if field is None or field.args or asked.arguments or (self.middleware_manager or NO_MIDDLEWARE).middlewares:
            return None
        read = _reader(field)
        if read is None:
            return None
        if is_leaf_type(get_named_type(field.type)):
            return self._leaf(name, field, read) if is_within or isinstance(read, attrgetter) else None
        return self._branch(name, field, read, details)

    def _branch(self, name: str, field: GraphQLField, read: Callable[[Any], Any], details: Any) -> Branch | None:
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
        return Branch(name, read, is_list, is_required, is_each_required, kind.name, below)

    def _leaf(self, name: str, field: GraphQLField, read: Callable[[Any], Any]) -> Leaf | None:
        """None for lists of leaves."""
        is_required, kind = _unwrapped(field.type)
        if not is_leaf_type(kind):
            return None
        return Leaf(name, read, SAME.get(kind), kind.coerce_output_value, is_required)


def _unwrapped(kind: Any) -> tuple[bool, Any]:
    """Whether null is refused, and of what."""
    return (True, kind.of_type) if is_non_null_type(kind) else (False, kind)


def _reader(field: GraphQLField) -> Callable[[Any], Any] | None:
    """What gives a field's value without waiting: an attribute, or a method of nothing but the object."""
    definition: Any = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if not isinstance(definition, StrawberryField):
        return None
    if definition.is_basic_field:
        is_plain = definition.default_resolver is getattr and getattr(field.resolve, "_is_default", False)
        return attrgetter(definition.python_name) if is_plain else None
    resolver = definition.base_resolver
    if resolver is None or definition.extensions or definition.is_async or definition.arguments:
        return None
    method: Any = resolver.wrapped_func
    return _called(method) if list(signature(method).parameters) == ["self"] else None


def _called(method: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(source: Any) -> Any:
        value = method(source)
        if iscoroutine(value):
            value.close()  # the general way calls once more, and waits
            raise Doubt
        return value

    return read


def _whole(branch: Branch, source: Any) -> Any:
    """The field's value with all that is selected of it. Raises where anything is odd."""
    value = branch.read(source)
    if value is None and not branch.is_required:
        return None
    if not branch.is_list:
        return _object(branch, value)
    if type(value) is not list:
        raise Doubt
    return [None if each is None and not branch.is_each_required else _object(branch, each) for each in value]


def _object(branch: Branch, source: Any) -> dict[str, Any]:
    if source is None or isinstance(source, Exception) or is_awaitable(source):
        raise Doubt
    made: dict[str, Any] = {}
    for way in branch.below:
        if type(way) is Leaf:
            made[way.name] = _value(way, source)
        elif type(way) is Branch:
            made[way.name] = _whole(way, source)
        else:
            made[way] = branch.typename  # type: ignore[index]
    return made


def _value(leaf: Leaf, source: Any) -> Any:
    value = leaf.read(source)
    if type(value) is leaf.same or (value is None and not leaf.is_required):
        return value
    value = leaf.coerce(value)
    if value is None or value is Undefined:
        raise Doubt
    return value
