"""What is executed is timed, and named in the log by the fields of our schema: never by what a client calls it."""

from collections.abc import Iterator

from graphql import DocumentNode, FieldNode, OperationDefinitionNode
from strawberry.extensions import SchemaExtension
from structlog.contextvars import bind_contextvars

from backend import measures
from backend.actors import ShopperActor

MOST_FIELDS = 5


class Observed(SchemaExtension):
    """Hears only of documents that were found to be valid, so every name is one of ours."""

    def on_execute(self) -> Iterator[None]:
        context = self.execution_context
        kind = context.operation_type.value
        if context.graphql_document is not None:
            bind_contextvars(operation=operation_of(context.graphql_document, context.operation_name))
        door = "shopper" if isinstance(getattr(context.context, "actor", None), ShopperActor) else "agent"
        with measures.timed(measures.operations.labels(door, kind)):
            yield


def operation_of(document: DocumentNode, name: str | None) -> str:
    """Kind and first fields of the operation that is asked for, such as `mutation takeOver`."""
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode) and (name is None or (node.name and node.name.value == name)):
            fields = [each.name.value for each in node.selection_set.selections if isinstance(each, FieldNode)]
            return f"{node.operation.value} {' '.join(fields[:MOST_FIELDS])}".strip()
    return ""
