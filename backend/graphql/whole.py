"""Objects with all that is selected of them, read by one function that is written for the selection.

Each attribute is read and, where its value is of the very type that is sent as it is, taken without a call. Whatever is
odd raises, and the general way then decides what is said. The functions hold no text of a client's: what a document
names reaches them as constants.
"""

import keyword
from collections.abc import Callable
from datetime import UTC, datetime
from types import CoroutineType
from typing import Any, NamedTuple

import orjson
from graphql import GraphQLBoolean, GraphQLEnumType, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString
from graphql.pyutils import Undefined, is_awaitable
from strawberry.schema.types.base_scalars import isoformat

Read = Callable[[Any], Any]
LONGEST_INT = 2**31
PLAIN: dict[Any, str] = {
    GraphQLString: "{0}.__class__ is str",
    GraphQLID: "{0}.__class__ is str",
    GraphQLBoolean: "{0}.__class__ is bool",
    GraphQLInt: f"{{0}}.__class__ is int and -{LONGEST_INT} <= {{0}} < {LONGEST_INT}",
    GraphQLFloat: "{0}.__class__ is float and {0} - {0} == 0.0",
}
"""What must hold for a scalar's value to be sent as it is."""


class Leaf(NamedTuple):
    """How a field is read that holds a scalar or an enum."""

    name: str
    read: Read
    attribute: str | None
    """What `read` reads; None for a method of nothing but the object."""
    kind: Any
    coerce: Callable[[Any], Any]
    is_required: bool


class Branch(NamedTuple):
    """How a field that holds an object, or a list of them, is read with all that is selected of it."""

    name: str
    read: Read
    attribute: str | None
    is_list: bool
    is_required: bool
    is_each_required: bool
    typename: str
    below: "list[Leaf | Branch | str]"
    """In the order in which they are asked for; a name alone is of `__typename`."""


class Doubt(Exception):
    """The general way decides."""


def reader(branch: Branch) -> Read:
    """A function from an object to the branch's value of it. Raises where anything is odd."""
    script = Script()
    script.lines = ["def whole(s):", *script.of_branch(branch, "v"), "    return v"]
    return script.made("whole")


class Script:
    """A function as it is written, and what it names."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names: dict[str, Any] = {
            "Doubt": Doubt,
            "CoroutineType": CoroutineType,
            "datetime": datetime,
            "UTC": UTC,
            "dumps": orjson.dumps,
            "sure": _sure,
            "check": _check,
        }

    def made(self, name: str) -> Read:
        exec(compile("\n".join(self.lines), "<selection>", "exec"), self.names)  # noqa: S102 - see the module's first words
        found: Read = self.names[name]
        return found

    def name(self, value: Any) -> str:
        """A name that the function knows the value by."""
        name = f"n{len(self.names)}"
        self.names[name] = value
        return name

    def of_branch(self, branch: Branch, value: str) -> list[str]:
        """Lines that put the field's value of `s` into a variable."""
        one = self.name(_object(branch))
        lines = self._read(branch, value)
        if branch.is_list:
            each = f"{one}(each)" if branch.is_each_required else f"None if each is None else {one}(each)"
            made = [
                f"    if {value}.__class__ is not list: raise Doubt",
                f"    {value} = [{each} for each in {value}]",
            ]
        else:
            made = [f"    {value} = {one}({value})"]
        if branch.is_required:
            return lines + made
        return [*lines, f"    if {value} is not None:", *(f"    {line}" for line in made)]

    def of_leaf(self, leaf: Leaf, value: str) -> list[str]:
        """The same for a leaf."""
        lines = self._read(leaf, value)
        coerce = f"{value} = {self.name(_coercion(leaf))}({value})"
        if leaf.kind in PLAIN:
            may_be_null = "" if leaf.is_required else f"{value} is None or "
            return [*lines, f"    if not ({may_be_null}{PLAIN[leaf.kind].format(value)}): {coerce}"]
        if getattr(leaf.kind, "serialize", None) is isoformat:  # orjson writes UTC alike, three times as fast
            is_utc = f"{value}.__class__ is datetime and {value}.tzinfo is UTC"
            at_once = f"    if {is_utc}: {value} = dumps({value})[1:-1].decode()"
            other = "else" if leaf.is_required else f"elif {value} is not None"
            return [*lines, at_once, f"    {other}: {coerce}"]
        members = _members(leaf)
        if members is None:
            return [*lines, f"    if {value} is not None: {coerce}" if not leaf.is_required else f"    {coerce}"]
        kind, names = self.name(members[0]), self.name(members[1])
        return [*lines, f"    if {value}.__class__ is {kind}: {value} = {names}[{value}._name_]", f"    else: {coerce}"]

    def _read(self, way: Leaf | Branch, value: str) -> list[str]:
        if way.attribute is not None and way.attribute.isidentifier() and not keyword.iskeyword(way.attribute):
            return [f"    {value} = s.{way.attribute}"]
        # A method that must be waited for is called once more by the general way, which waits.
        is_late = f"    if {value}.__class__ is CoroutineType: {value}.close(); raise Doubt"
        return [f"    {value} = {self.name(way.read)}(s)", is_late]


def _object(branch: Branch) -> Read:
    """A function from one object to what is selected of it."""
    script = Script()
    lines, shown = ["def one(s):", "    if s.__class__ not in sure: check(s)"], []
    for number, way in enumerate(branch.below):
        value = f"v{number}"
        if isinstance(way, str):
            shown.append(f"{way!r}: {branch.typename!r}")
            continue
        lines += script.of_leaf(way, value) if isinstance(way, Leaf) else script.of_branch(way, value)
        shown.append(f"{way.name!r}: {value}")
    script.lines = [*lines, f"    return {{{', '.join(shown)}}}"]
    return script.made("one")


_sure: set[type] = set()
"""Our own types, whose objects are neither errors nor to be waited for."""


def _check(source: Any) -> None:
    if source is None or isinstance(source, Exception) or is_awaitable(source):
        raise Doubt
    kind = type(source)
    if "__strawberry_definition__" in kind.__dict__:
        _sure.add(kind)


def _coercion(leaf: Leaf) -> Callable[[Any], Any]:
    coerce, is_required = leaf.coerce, leaf.is_required

    def coerced(value: Any) -> Any:
        if value is None and not is_required:
            return None
        value = coerce(value)
        if value is None or value is Undefined:
            raise Doubt
        return value

    return coerced


def _members(leaf: Leaf) -> tuple[type, dict[str, Any]] | None:
    """The class of an enum and what each of its members is sent as, by the member's name; None for scalars."""
    cls = getattr(leaf.kind, "wrapped_cls", None)
    if cls is None or not isinstance(leaf.kind, GraphQLEnumType):
        return None
    return cls, {member.name: leaf.coerce(member) for member in cls}
