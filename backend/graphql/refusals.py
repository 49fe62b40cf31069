"""Expected refusals are data, unexpected failures are errors without detail. Translated here and nowhere else."""

import functools
from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec, Protocol, TypeVar

import strawberry
import structlog
from graphql import GraphQLError

from backend import measures
from backend.errors import Invalid, Refusal

P = ParamSpec("P")
R = TypeVar("R")
log = structlog.get_logger(__name__)


@strawberry.type(description="Why nothing was done, in words that say what to do.")
class UserError:
    code: str
    message: str
    field: str | None = None
    retry_after: float | None = strawberry.field(
        default=None, description="Seconds to wait before trying again, for limits."
    )


class Payload(Protocol):
    user_errors: list[UserError]


def user_error(refusal: Refusal) -> UserError:
    measures.errors.labels("answer", refusal.code).inc()
    return UserError(code=refusal.code, message=refusal.message, field=refusal.field, retry_after=refusal.retry_after)


def refusals_as(payload: type[Any]) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]:
    """A mutation whose refusals become the payload's `userErrors`."""

    def wrap(resolver: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        @functools.wraps(resolver)
        async def resolve(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return await resolver(*args, **kwargs)
            except Refusal as refusal:
                refused: R = payload(user_errors=[user_error(each) for each in (refusal, *refusal.others)])
                return refused

        return resolve

    return wrap


def shown(error: GraphQLError) -> GraphQLError:
    """What a client may see: refusals and faults of the document whole, anything else as a bare sentence."""
    original = error.original_error
    if original is None or isinstance(original, GraphQLError):
        return error
    if isinstance(original, Refusal):
        measures.errors.labels("answer", original.code).inc()
        extensions = {"code": original.code, "field": original.field, "retryAfter": original.retry_after}
        kept = {key: value for key, value in extensions.items() if value is not None}
        return GraphQLError(original.message, nodes=error.nodes, path=error.path, extensions=kept)
    measures.errors.labels("resolver", "INTERNAL").inc()
    log.error("resolver_failed", error=type(original).__name__, exc_info=original)
    return GraphQLError(
        "Something went wrong on our side. Try again in a moment.",
        nodes=error.nodes, path=error.path, extensions={"code": "INTERNAL"},
    )  # fmt: skip


def row_id(value: str, field: str = "id") -> int:
    """A row's id from an opaque one. Anything that is no such id is refused like an unknown one."""
    if not (value.isascii() and value.isdigit() and len(value) <= 18):
        raise Invalid("This id is not one that we gave out.", field=field)
    return int(value)
