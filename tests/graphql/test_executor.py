"""What is read at once is what the reference executor says, in every detail: values, nulls, errors, places, order."""

import asyncio
import enum
import gc
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import orjson
import pytest
import strawberry
from graphql import (
    ExecutionResult,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    execute_subscription_event,
    get_named_type,
    parse,
    print_ast,
    validate,
)
from graphql import execute as _execute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.graphql import executor as executor_module
from backend.graphql.executor import LeavesFirst
from tests.graphql.schema_walk import AGENTS_SCHEMA, SHOPPERS_SCHEMA

# Where one thing fails at once, the reference leaves what was to be waited for beside it, and Python warns of that
# whenever it is collected.
pytestmark = [
    pytest.mark.anyio,
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
execute: Any = _execute
AT = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
ZONES = [UTC, None, timezone(timedelta(hours=-4)), ZoneInfo("Europe/Paris"), timezone(timedelta(seconds=77_223))]
MOMENTS = st.datetimes(timezones=st.sampled_from(ZONES))
BROKEN = object()
"""No scalar and no enum takes it."""


class Raising:
    """Each attribute is an error."""

    def __getattr__(self, name: str) -> Any:
        raise ValueError(f"no {name}")


async def both(schema: Any, document: str, root: Any, **variables: bool) -> tuple[ExecutionResult, ExecutionResult]:
    parsed = parse(document)
    assert validate(schema, parsed) == [], document
    answers = []
    for executor in (None, LeavesFirst):
        kind = {} if executor is None else {"executor_class": executor}
        result: Any = execute(schema, parsed, root, variable_values=variables, **kind)
        answers.append(await result if hasattr(result, "__await__") else result)
    return answers[0], answers[1]


def said(result: ExecutionResult) -> Any:
    errors = [(error.message, error.path, error.locations) for error in result.errors or ()]
    return orjson.dumps(result.data), errors


def plain_types(schema: Any) -> list[GraphQLObjectType]:
    """Types that can be made of plain values: our own, and not the roots."""
    roots = {schema.query_type, schema.mutation_type, schema.subscription_type}
    types = [each for each in schema.type_map.values() if isinstance(each, GraphQLObjectType)]
    return [each for each in types if each not in roots and not each.name.startswith("__")]


def is_resolved(field: Any) -> bool:
    return not getattr(field.resolve, "_is_default", False)


@st.composite
def documents(draw: st.DrawFn, type_: GraphQLObjectType, depth: int = 3) -> str:
    """Selections with aliases, fragments, directives, repeated fields and __typename."""
    parts = []
    usable = [(name, field) for name, field in type_.fields.items() if not is_resolved(field)]
    for number in range(draw(st.integers(1, 6))):
        if not usable or draw(st.integers(0, 9)) == 0:
            parts.append("__typename")
            continue
        name, field = draw(st.sampled_from(usable))
        below = get_named_type(field.type)
        selection = ""
        if isinstance(below, GraphQLObjectType):
            if depth == 0:
                continue
            selection = " { " + draw(documents(below, depth - 1)) + " }"
        label = f"a{number}{draw(st.integers(0, 1))}_{name}: {name}"
        directive = draw(st.sampled_from(["", "", "", " @skip(if: $yes)", " @include(if: $no)", " @include(if: $yes)"]))
        part = f"{label}{directive}{selection}"
        if draw(st.integers(0, 4)) == 0:
            part = f"... on {type_.name}{directive} {{ {part} }}"
        parts.append(part)
    return " ".join(parts) or "__typename"


def values(draw: st.DrawFn, type_: Any, depth: int = 4) -> Any:
    """Of the type; now and then null, broken, an error, or of another type."""
    odd = draw(st.integers(0, 24))
    if odd < 3:
        return (None, BROKEN, ValueError("as a value"))[odd]
    if isinstance(type_, GraphQLNonNull):
        return values(draw, type_.of_type, depth)
    if isinstance(type_, GraphQLList):
        return [values(draw, type_.of_type, depth - 1) for _ in range(draw(st.integers(0, 3)))]
    if isinstance(type_, GraphQLObjectType):
        if odd == 3 or depth <= 0:
            return Raising()
        made = {}
        for field in type_.fields.values():
            if not is_resolved(field):
                made[field.extensions["strawberry-definition"].python_name] = values(draw, field.type, depth - 1)
        return SimpleNamespace(**made)
    if isinstance(type_, GraphQLEnumType):
        return draw(st.sampled_from([each.value for each in type_.values.values()]))
    kinds: dict[str, Callable[[], Any]] = {
        "String": lambda: draw(st.one_of(st.text(max_size=4), st.integers(), st.booleans())),
        "ID": lambda: draw(st.one_of(st.text(max_size=4), st.integers(), st.floats())),
        "Int": lambda: draw(st.one_of(st.integers(), st.booleans(), st.just("7"), st.floats())),
        "Float": lambda: draw(st.one_of(st.floats(), st.integers(), st.just("x"))),
        "Boolean": lambda: draw(st.one_of(st.booleans(), st.integers(0, 2))),
        "DateTime": lambda: draw(st.one_of(st.sampled_from([AT, "now", 5]), MOMENTS)),
    }
    return kinds.get(type_.name, lambda: draw(st.text(max_size=3)))()


PLAIN = [(schema, type_) for schema in (AGENTS_SCHEMA, SHOPPERS_SCHEMA) for type_ in plain_types(schema)]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_selection_of_any_value_is_answered_as_the_reference_answers_it(data: st.DataObject) -> None:
    schema, type_ = data.draw(st.sampled_from(PLAIN))
    document = "query($yes: Boolean!, $no: Boolean!) { value { " + data.draw(documents(type_)) + " } "
    document += "seen: __typename @skip(if: $yes) other: __typename @include(if: $no) }"
    value = values(cast(st.DrawFn, data.draw), type_)
    reference, ours = _sync(_rooted(schema, type_), document, value)
    assert said(ours) == said(reference), document


def _rooted(schema: Any, type_: GraphQLObjectType) -> Any:
    """The types of a schema under a root that holds one value of one of them."""
    from graphql import GraphQLField, GraphQLSchema

    return GraphQLSchema(GraphQLObjectType("Root", {"value": GraphQLField(type_)}), types=[type_])


def _sync(schema: Any, document: str, value: Any) -> tuple[ExecutionResult, ExecutionResult]:
    parsed = parse(document)
    answers = []
    for kind in ({}, {"executor_class": LeavesFirst}):
        variables = {"yes": True, "no": False}
        result: Any = execute(schema, parsed, {"value": value}, variable_values=variables, **kind)
        assert isinstance(result, ExecutionResult)
        answers.append(result)
    return answers[0], answers[1]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_remembered_of_a_document_serves_other_values_and_other_variables(data: st.DataObject) -> None:
    schema, type_ = data.draw(st.sampled_from(PLAIN))
    document = parse("query($yes: Boolean!, $no: Boolean!) { value { " + data.draw(documents(type_)) + " } }")
    rooted = _rooted(schema, type_)
    for yes, no in ((True, False), (False, False), (True, True), (True, False)):
        root = {"value": values(cast(st.DrawFn, data.draw), type_)}
        reference, ours = (
            execute(rooted, document, root, variable_values={"yes": yes, "no": no}, **kind)
            for kind in ({}, {"executor_class": LeavesFirst})
        )
        assert said(ours) == said(reference), print_ast(document)


def test_what_is_remembered_of_documents_is_bounded() -> None:
    before = len(executor_module._memory._kept)
    for number in range(2 * executor_module.MOST_KEPT):
        execute(THINGS, parse(f"{{ a{number}: __typename }}"), executor_class=LeavesFirst)
    assert before <= len(executor_module._memory._kept) == executor_module.MOST_KEPT
    assert len(executor_module._decided) <= executor_module.MOST_KEPT


class Shape(enum.Enum):
    ROUND = "round"


@strawberry.type
class Thing:
    name: str
    shape: Shape | None
    weight: float | None
    at: datetime
    parts: list["Thing"]
    numbers: list[int]

    @strawberry.field
    async def later(self, times: int = 1) -> str:
        return self.name * times

    @strawberry.field
    async def never(self) -> str:
        raise ValueError("never")

    @strawberry.field
    def at_once(self) -> "Thing":
        return self

    @strawberry.field
    def loud(self) -> str | None:
        return self.name.upper()

    @strawberry.field
    def perhaps(self) -> "Thing | None":
        """Known at once, or waited for: as what is read ahead, or is not."""

        async def later() -> Thing:
            return self

        return cast(Thing, later()) if self.weight is None else self

    @strawberry.field
    def light(self) -> "list[Thing | None]":
        return [each if (each.weight or 0) < 2 else None for each in self.parts]

    @strawberry.field
    def told(self, info: strawberry.Info) -> str:
        return f"{self.name} {'/'.join(map(str, info.path.as_list()))}"


@strawberry.type
class Query:
    things: list[Thing]


THINGS = strawberry.Schema(Query)._schema


def thing(**changes: Any) -> Thing:
    made = {"name": "one", "shape": strawberry_enum(), "weight": 1.5, "at": AT, "parts": [], "numbers": [1]}
    return Thing(**{**made, **changes})


def strawberry_enum() -> Shape:
    return Shape.ROUND


@pytest.mark.parametrize("query", [
    "{ things { name later weight } }",
    "{ things { z: later(times: 2) name y: name at shape x: later } }",
    "{ things { name never at } }",
    "{ things { name atOnce { name never parts { later name } } numbers } }",
    "{ things { ...f name ...f } } fragment f on Thing { at weight parts { name ...g } } fragment g on Thing { at }",
    "{ things { __typename name __typename } }",
    "{ things { atOnce { loud __typename } b: light { weight name } perhaps { name a: perhaps { loud } } } }",
    "{ things { light { told } parts { z: numbers name } perhaps { parts { loud light { at shape } } } } }",
    "{ things { light { ...f } light { at } } } fragment f on Thing { weight perhaps { ... on Thing { loud } } }",
])  # fmt: skip
@pytest.mark.parametrize("things", [
    [thing()],
    [thing(parts=[thing(), thing(name=None)]), thing()],
    [thing(weight=float("nan"), shape=None), thing(weight="heavy")],
    [thing(at=None)],
    [thing(numbers=[1, "x"])],
    [thing(name=7, weight=None), thing(weight=None, parts=[thing(weight=3), None])],
    [thing(parts=[thing(name=ValueError("as a value")), thing(at="now")])],
    [thing(parts=(thing(),)), thing(parts=ValueError("no parts")), None],
    [],
    None,
])  # fmt: skip
async def test_resolvers_between_leaves_change_nothing(query: str, things: Any) -> None:
    reference, ours = await both(THINGS, query, SimpleNamespace(things=things))
    assert said(ours) == said(reference)


@st.composite
def things(draw: st.DrawFn, depth: int = 2) -> Any:
    odd = draw(st.integers(0, 20))
    if odd < 2:
        return (None, ValueError("as a value"))[odd]
    parts = [draw(things(depth - 1)) for _ in range(draw(st.integers(0, 2)))] if depth else []
    return thing(
        name=draw(st.sampled_from(["a", "b", "c", "d", 5, None])),
        weight=draw(st.sampled_from([1.0, 3.0, None, "heavy"])),
        parts=draw(st.sampled_from([parts, parts, parts, tuple(parts), None])),
        shape=draw(st.sampled_from([Shape.ROUND, None, "square"])),
    )


@st.composite
def questions(draw: st.DrawFn, depth: int = 3) -> str:
    leaves = ["name", "shape", "weight", "loud", "__typename", "numbers", "later", "told", "never"]
    parts = [f"l{number}: {draw(st.sampled_from(leaves))}" for number in range(draw(st.integers(1, 2)))]
    for number in range(draw(st.integers(0, 2)) if depth else 0):
        field = draw(st.sampled_from(["parts", "light", "atOnce", "perhaps"]))
        parts.append(f"b{number}: {field} {{ {draw(questions(depth - 1))} }}")
    return " ".join(draw(st.permutations(parts)))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(questions(), st.lists(things(), max_size=3))
def test_methods_and_objects_at_random_are_answered_as_the_reference_answers_them(asked: str, found: Any) -> None:
    document = f"{{ things {{ {asked} }} }}"
    reference, ours = asyncio.run(both(THINGS, document, SimpleNamespace(things=found)))
    assert sorted_errors(ours) == sorted_errors(reference), document


@pytest.fixture(scope="module", autouse=True)
def _collected() -> Iterator[None]:
    """What the reference left is collected here, and not in a test of another file that warnings fail."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        gc.collect()


def sorted_errors(result: ExecutionResult) -> Any:
    """What is waited for beside each other may fail in any order."""
    data, errors = said(result)
    return data, sorted(errors, key=repr)


async def test_an_attribute_that_must_be_waited_for_is_waited_for() -> None:
    async def slowly() -> str:
        return "at last"

    for kind in ({}, {"executor_class": LeavesFirst}):
        root = SimpleNamespace(things=[thing(name=slowly())])
        result: Any = execute(THINGS, parse("{ things { name numbers } }"), root, **kind)
        assert (await result).data == {"things": [{"name": "at last", "numbers": [1]}]}


async def test_what_an_executor_remembers_of_a_subscription_does_not_grow_with_its_events() -> None:
    asked = "subscription { desk { revision drafts { text kind } read { sequence } } }"
    executor: Any = LeavesFirst.build(AGENTS_SCHEMA, parse(asked))
    sizes = set()
    for revision in range(1, 20):
        drafts = [SimpleNamespace(text=f"{revision}", kind="reply")]
        desk = SimpleNamespace(revision=float(revision), drafts=drafts, read=[SimpleNamespace(sequence=revision)])
        result: Any = execute_subscription_event(executor.build_per_event_executor(desk))
        answer = await result if hasattr(result, "__await__") else result
        assert answer.data["desk"]["revision"] == revision, answer.errors
        sizes.add((len(executor._kept.plans), len(executor._relevant_sub_fields)))
    assert len(sizes) == 1
