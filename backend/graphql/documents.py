"""What a document may be before it is executed: how long, how deep, how wide; and what a client reads of its faults."""

import contextlib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from graphql import (
    ASTValidationRule,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    StringValueNode,
    ValidationContext,
)
from graphql.language import InlineFragmentNode
from strawberry import Schema
from strawberry.extensions import (
    AddValidationRules,
    DisableIntrospection,
    MaskErrors,
    MaxTokensLimiter,
    ParserCache,
    ValidationCache,
)
from strawberry.types import ExecutionContext

from backend.graphql.executor import LeavesFirst
from backend.graphql.observed import Observed
from backend.graphql.refusals import shown

MOST_TOKENS = 2_000
MOST_ALIASES = 15
MOST_DOCUMENTS = 512
_SUGGESTION = re.compile(r"\s*Did you mean .*\Z", re.DOTALL)


class ShowRefusals(MaskErrors):
    """Errors as a client may see them, in answers and in streams."""

    def anonymise_error(self, error: GraphQLError) -> GraphQLError:
        return shown(error)


class ShowLess(ShowRefusals):
    """Also without the names that a faulty document might have meant: nobody guesses a schema letter by letter."""

    def anonymise_error(self, error: GraphQLError) -> GraphQLError:
        told = shown(error)
        message = _SUGGESTION.sub("", told.message)
        return GraphQLError(message, told.nodes, path=told.path, extensions=told.extensions)


class QuietSchema(Schema):
    """Refusals are ordinary: what is worth a log line is logged where it is translated, without anybody's text."""

    def __init__(
        self, query: type[Any], mutation: type[Any], subscription: type[Any], *, depth: int, introspection: bool = True
    ) -> None:
        """`depth` is the deepest selection allowed. Without introspection nothing of the schema is told."""
        # Made once: the cache of validations tells them apart by their rules too.
        self.rules: list[type[ASTValidationRule]] = [size_limit(depth), NoNulls]
        chosen: list[Any] = [
            lambda: MaxTokensLimiter(max_token_count=MOST_TOKENS),
            lambda: AddValidationRules(self.rules),
            lambda: Parsed(maxsize=MOST_DOCUMENTS),
            lambda: Validated(maxsize=MOST_DOCUMENTS),
            Observed,
        ]
        chosen += [ShowRefusals] if introspection else [DisableIntrospection, ShowLess]
        super().__init__(query, mutation, subscription, extensions=chosen, execution_context_class=LeavesFirst)

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        return None


class Size(NamedTuple):
    """How deep a selection nests, and how many of its fields are renamed."""

    depth: int
    aliases: int


NOTHING = Size(0, 0)


class Parsed(ParserCache):
    """Documents that were parsed before.

    A faulty one is left to be parsed again, where its fault is reported: an error raised here would never reach the
    client of a socket.
    """

    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        with contextlib.suppress(GraphQLError):
            context.graphql_document = self.cached_parse_document(context.query, **context.parse_options)
        yield


_sound: dict[tuple[int, ...], tuple[Any, ...]] = {}


class Validated(ValidationCache):
    """Documents that were validated before: the very objects, which need not be read through to be known again."""

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        given = (context.schema, context.graphql_document, *context.validation_rules)
        key = tuple(map(id, given))
        if key in _sound:
            context.pre_execution_errors = []
            yield
            return
        yield from super().on_validate()
        if not context.pre_execution_errors:
            if len(_sound) >= MOST_DOCUMENTS:
                _sound.clear()
            _sound[key] = given  # what is kept here keeps its identity


class NoNulls(ASTValidationRule):
    """Refuses the character U+0000 in literals, which Postgres cannot keep. From variables it is removed."""

    def enter_string_value(self, node: StringValueNode, *_args: Any) -> None:
        if "\0" in node.value:
            self.report_error(GraphQLError("A text may not contain the character U+0000.", node))


def size_limit(deepest: int) -> type[ASTValidationRule]:
    """A rule that refuses operations whose selections nest deeper, or that rename too many fields.

    Each fragment is measured once: fragments that spread one another twice would else take time without bound.
    """

    class LimitSize(ASTValidationRule):
        def __init__(self, context: ValidationContext) -> None:
            super().__init__(context)
            definitions = context.document.definitions
            self._fragments = {
                each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)
            }
            self._measured: dict[str, Size] = {}

        def enter_operation_definition(self, node: OperationDefinitionNode, *_args: Any) -> None:
            size = self._size_of(node.selection_set)
            if size.depth > deepest:
                self._refuse(f"The selection nests {size.depth} levels deep; {deepest} are allowed.", node)
            if size.aliases > MOST_ALIASES:
                self._refuse(f"The selection has too many aliases; {MOST_ALIASES} are allowed.", node)

        def _refuse(self, why: str, node: OperationDefinitionNode) -> None:
            self.report_error(GraphQLError(why, node))

        def _size_of(self, selected: SelectionSetNode | None) -> Size:
            sizes = [self._size(node) for node in selected.selections] if selected else []
            return Size(max((size.depth for size in sizes), default=0), sum(size.aliases for size in sizes))

        def _size(self, node: SelectionNode) -> Size:
            match node:
                case FieldNode():
                    below = self._size_of(node.selection_set)
                    return Size(below.depth + bool(node.selection_set), below.aliases + bool(node.alias))
                case InlineFragmentNode():
                    return self._size_of(node.selection_set)
                case FragmentSpreadNode():
                    return self._fragment_size(node.name.value)
            return NOTHING

        def _fragment_size(self, name: str) -> Size:
            """Unknown fragments and those that spread themselves are refused by other rules; they count nothing."""
            if name not in self._measured:
                self._measured[name] = NOTHING
                fragment = self._fragments.get(name)
                self._measured[name] = self._size_of(fragment.selection_set) if fragment else NOTHING
            return self._measured[name]

    return LimitSize
