"""What the shoppers' mutations answer."""

import strawberry

from backend.graphql.refusals import UserError
from backend.graphql.shopper.types import FieldError, Message, OrderView, Thread


@strawberry.type
class PostMessagePayload:
    message: Message | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class ThreadPayload:
    thread: Thread | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class SubmitActionPayload:
    message: Message | None = None
    field_errors: list[FieldError] = strawberry.field(default_factory=list)
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class OrderCodePayload:
    minutes: int = strawberry.field(
        default=0, description="How long the code is good for, if the order exists and has an e-mail address."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class ConfirmOrderCodePayload:
    order: OrderView | None = strawberry.field(default=None, description="The order, once the code was right.")
    user_errors: list[UserError] = strawberry.field(default_factory=list)
