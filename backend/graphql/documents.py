"""What a document may be before it is executed: how long, how deep, how wide; and what a client reads of its faults."""

import re
from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
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
    MaxAliasesLimiter,
    MaxTokensLimiter,
    ParserCache,
    ValidationCache,
)
from strawberry.types import ExecutionContext

from backend.graphql.refusals import shown

MOST_TOKENS = 2_000
MOST_ALIASES = 15
_SUGGESTION = re.compile(r"\s*Did you mean .*\Z", re.DOTALL)


class ShowRefusals(MaskErrors):
    """Errors as a client may see them, in answers and in streams."""

    def anonymise_error(self, error: GraphQLError) -> GraphQLError:
        return shown(error)


class HideNames(MaskErrors):
    """Faults of a document without the names that it might have meant: nobody guesses a schema letter by letter."""

    def anonymise_error(self, error: GraphQLError) -> GraphQLError:
        error.message = _SUGGESTION.sub("", error.message)
        return error


class QuietSchema(Schema):
    """Refusals are ordinary: what is worth a log line is logged where it is translated, without anybody's text."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        return None


def extensions(*, depth: int, introspection: bool = True) -> list[Any]:
    """Limits and caches of a schema. `depth` is the deepest selection allowed."""
    # Made once: the cache of validations tells them apart by their rules too.
    rules = [depth_limit(depth), NoNulls]
    chosen: list[Any] = [
        lambda: MaxTokensLimiter(max_token_count=MOST_TOKENS),
        lambda: MaxAliasesLimiter(max_alias_count=MOST_ALIASES),
        lambda: AddValidationRules(rules),
        lambda: ParserCache(maxsize=512),
        lambda: ValidationCache(maxsize=512),
    ]
    return [*chosen, ShowRefusals] if introspection else [*chosen, DisableIntrospection, HideNames, ShowRefusals]


class NoNulls(ASTValidationRule):
    """Refuses the character U+0000 in literals, which Postgres cannot keep. From variables it is removed."""

    def enter_string_value(self, node: StringValueNode, *_args: Any) -> None:
        if "\0" in node.value:
            self.report_error(GraphQLError("A text may not contain the character U+0000.", node))


def depth_limit(deepest: int) -> type[ASTValidationRule]:
    """A rule that refuses operations whose selections nest deeper.

    Each fragment is measured once: fragments that spread one another twice would else take time without bound.
    """

    class LimitDepth(ASTValidationRule):
        def __init__(self, context: ValidationContext) -> None:
            super().__init__(context)
            self._fragments = _fragments_of(context.document)
            self._measured: dict[str, int] = {}

        def enter_operation_definition(self, node: OperationDefinitionNode, *_args: Any) -> None:
            depth = self._depth_of(node.selection_set)
            if depth > deepest:
                self.report_error(
                    GraphQLError(f"The selection nests {depth} levels deep; {deepest} are allowed.", node)
                )

        def _depth_of(self, selected: SelectionSetNode | None) -> int:
            return max(map(self._depth, selected.selections), default=0) if selected else 0

        def _depth(self, node: SelectionNode) -> int:
            match node:
                case FieldNode():
                    return 1 + self._depth_of(node.selection_set) if node.selection_set else 0
                case InlineFragmentNode():
                    return self._depth_of(node.selection_set)
                case FragmentSpreadNode():
                    return self._fragment_depth(node.name.value)
            return 0

        def _fragment_depth(self, name: str) -> int:
            """Unknown fragments and those that spread themselves are refused by other rules; they count nothing."""
            if name not in self._measured:
                self._measured[name] = 0
                fragment = self._fragments.get(name)
                self._measured[name] = self._depth_of(fragment.selection_set) if fragment else 0
            return self._measured[name]

    return LimitDepth


def _fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
