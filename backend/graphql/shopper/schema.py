"""The shoppers' schema: two queries, one subscription, and the few things that a shopper does."""

from collections.abc import AsyncIterable
from typing import cast

import strawberry
from strawberry.types import Info

from backend.actions import service as actions
from backend.actors import ActorKind, ShopperActor
from backend.clock import now
from backend.context import Services
from backend.conversations import contacts, hints
from backend.conversations import queries as threads
from backend.conversations import service as conversations
from backend.errors import Invalid, NotAllowed, NotAuthenticated
from backend.graphql.documents import QuietSchema
from backend.graphql.door import Context, Door
from backend.graphql.refusals import row_id
from backend.graphql.shared import FieldValueInput, as_values
from backend.graphql.shopper import reads
from backend.graphql.shopper.hint_inputs import CartInput
from backend.graphql.shopper.payloads import (
    ConfirmOrderCodePayload,
    OrderCodePayload,
    PostMessagePayload,
    SubmitActionPayload,
    ThreadPayload,
)
from backend.graphql.shopper.refusals import refusals_as
from backend.graphql.shopper.types import Thread, Widget, field_error_types, order_type
from backend.orders import codes
from backend.shops import identity
from backend.shops import queries as shops

Asked = Info[Context, None]


def _who(info: Asked) -> tuple[Services, ShopperActor]:
    return info.context.services, cast(ShopperActor, info.context.actor)


def _count_message(services: Services, actor: ShopperActor) -> None:
    """Raises TooMany, with the seconds to wait, for the shopper and then for their whole shop."""
    services.limits.messages.take(actor.id)
    services.limits.messages_of_shop.take(actor.shop_id)


@strawberry.type
class Query:
    @strawberry.field(
        description="The shopper's own thread; `messages` are those after a sequence. Twin of the subscription."
    )
    async def thread(self, info: Asked, after: int = 0) -> Thread:
        services, actor = _who(info)
        services.limits.reads.take(actor.id)
        return await reads.thread(services, actor, _cursor(after))

    @strawberry.field
    async def widget(self, info: Asked) -> Widget:
        services, actor = _who(info)
        services.limits.reads.take(actor.id)
        return await reads.widget(services, actor)


@strawberry.type
class Subscription:
    @strawberry.subscription(description="The thread after a sequence, now and after each change.")
    async def thread(self, info: Asked, after: int = 0) -> AsyncIterable[Thread]:
        services, actor = _who(info)
        services.limits.reads.take(actor.id)
        return await reads.thread_feed(services, actor, _cursor(after))


@strawberry.type
class Mutation:
    @strawberry.mutation(description="The same clientKey on each retry of one send makes it one message.")
    @refusals_as(PostMessagePayload)
    async def post_message(
        self, info: Asked, text: str, client_key: str, page_url: str | None = None
    ) -> PostMessagePayload:
        services, actor = _who(info)
        _count_message(services, actor)
        async with services.db.writing() as session:
            row = await conversations.post_shopper_message(
                session, actor, text=text, client_key=client_key, page_url=page_url, now=now()
            )
        return PostMessagePayload(message=await reads.message(services, actor, row))

    @strawberry.mutation(description="Always possible. Pressing it again changes nothing.")
    @refusals_as(ThreadPayload)
    async def ask_for_human(self, info: Asked, client_key: str) -> ThreadPayload:
        services, actor = _who(info)
        services.limits.human.take(actor.id)
        async with services.db.writing() as session:
            await conversations.ask_for_human(session, actor, client_key=client_key, now=now())
        return await _thread_payload(services, actor)

    @strawberry.mutation(description="Opens a custom action from an opening chip.")
    @refusals_as(ThreadPayload)
    async def start_action(self, info: Asked, key: str) -> ThreadPayload:
        services, actor = _who(info)
        _count_message(services, actor)
        async with services.db.writing() as session:
            conversation = await conversations.shopper_conversation(session, actor, now())
            await actions.offer(session, conversation, key, by=ActorKind.SHOPPER, now=now())
        return await _thread_payload(services, actor)

    @strawberry.mutation(
        description="Opens the form of an answer again, to correct it. `sequence` is the place of the answers."
    )
    @refusals_as(ThreadPayload)
    async def correct_answers(self, info: Asked, sequence: int) -> ThreadPayload:
        services, actor = _who(info)
        _count_message(services, actor)
        async with services.db.writing() as session:
            conversation = await conversations.shopper_conversation(session, actor, now())
            await actions.correct(session, actor, conversation, _cursor(sequence, "sequence"), now())
        return await _thread_payload(services, actor)

    @strawberry.mutation(description="Keeps half-filled fields, so that a reload loses nothing.")
    @refusals_as(ThreadPayload)
    async def save_answers(self, info: Asked, form_id: strawberry.ID, values: list[FieldValueInput]) -> ThreadPayload:
        services, actor = _who(info)
        services.limits.changes.take(actor.id)
        async with services.db.writing() as session:
            outcome = await actions.save_draft(session, actor, row_id(form_id, "formId"), as_values(values), now())
        if isinstance(outcome, tuple):
            raise Invalid(outcome[0].message, field=outcome[0].key)
        return await _thread_payload(services, actor)

    @strawberry.mutation(description="Submits a form, once. Field errors leave it open.")
    @refusals_as(SubmitActionPayload)
    async def submit_action(
        self, info: Asked, form_id: strawberry.ID, values: list[FieldValueInput], client_key: str
    ) -> SubmitActionPayload:
        services, actor = _who(info)
        _count_message(services, actor)
        async with services.db.writing() as session:
            outcome = await actions.submit(
                session, actor, row_id(form_id, "formId"), as_values(values), client_key=client_key, now=now()
            )
        if isinstance(outcome, tuple):
            return SubmitActionPayload(field_errors=field_error_types(outcome))
        return SubmitActionPayload(message=await reads.message(services, actor, outcome.message))

    @strawberry.mutation
    @refusals_as(ThreadPayload)
    async def skip_action(self, info: Asked, form_id: strawberry.ID) -> ThreadPayload:
        services, actor = _who(info)
        _count_message(services, actor)
        async with services.db.writing() as session:
            await actions.skip(session, actor, row_id(form_id, "formId"), now())
        return await _thread_payload(services, actor)

    @strawberry.mutation(
        description="Keeps an e-mail address at which the team can reach the shopper. Giving it again changes nothing."
    )
    @refusals_as(ThreadPayload)
    async def leave_email(self, info: Asked, email: str) -> ThreadPayload:
        services, actor = _who(info)
        services.limits.changes.take(actor.id)
        async with services.db.writing() as session:
            await contacts.leave_email(session, actor, email, now())
        return await _thread_payload(services, actor)

    @strawberry.mutation(
        description="Asks for a one-time code by e-mail to the address that stands on the order, and to no other."
    )
    @refusals_as(OrderCodePayload)
    async def request_order_code(self, info: Asked, number: str) -> OrderCodePayload:
        services, actor = _who(info)
        _count_message(services, actor)
        if services.mail is None:
            raise NotAllowed("This shop cannot send codes by e-mail.")
        async with services.db.writing() as session:
            await codes.ask(session, actor, number, now())
        return OrderCodePayload(minutes=int(codes.LIFETIME.total_seconds() // 60))

    @strawberry.mutation(description="Shows by a one-time code that an order is the shopper's. Three tries for a code.")
    @refusals_as(ConfirmOrderCodePayload)
    async def confirm_order_code(self, info: Asked, number: str, code: str) -> ConfirmOrderCodePayload:
        services, actor = _who(info)
        _count_message(services, actor)
        key = services.settings.seal_key
        async with services.db.writing() as session:
            view = await codes.confirm(session, actor, number, code.strip(), key=key, now=now())
        if view is None:
            raise Invalid(codes.WRONG, field="code")
        return ConfirmOrderCodePayload(order=order_type(view))

    @strawberry.mutation(
        description="The page and the cart before the shopper: hints for who answers, proof of nothing."
    )
    @refusals_as(ThreadPayload)
    async def give_hints(
        self, info: Asked, page_url: str, page_title: str, cart: CartInput | None = None
    ) -> ThreadPayload:
        services, actor = _who(info)
        services.limits.changes.take(actor.id)
        said = hints.Hints(page_url, page_title, cart.told() if cart else None)
        async with services.db.writing() as session:
            await hints.note(session, actor, said, now())
        return ThreadPayload()

    @strawberry.mutation
    @refusals_as(ThreadPayload)
    async def mark_read(self, info: Asked, sequence: int) -> ThreadPayload:
        services, actor = _who(info)
        services.limits.reads.take(actor.id)
        async with services.db.writing() as session:
            await conversations.mark_shopper_read(session, actor, _cursor(sequence, "sequence"))
        return ThreadPayload()

    @strawberry.mutation(description="Shown to agents for some seconds; kept nowhere.")
    @refusals_as(ThreadPayload)
    async def set_typing(self, info: Asked, is_typing: bool) -> ThreadPayload:
        services, actor = _who(info)
        services.limits.changes.take(actor.id)
        async with services.db.reading() as session:
            row = await threads.shopper_thread(session, actor)
        if row is not None:
            await services.live.tell(f"conversation:{row.id}", "typing_shopper", "shopper" if is_typing else None)
        return ThreadPayload()


async def _thread_payload(services: Services, actor: ShopperActor) -> ThreadPayload:
    """The thread's state without its messages: those come by the twins."""
    return ThreadPayload(thread=await reads.thread(services, actor, 0, messages=False))


def _cursor(value: int, field: str = "after") -> int:
    if value < 0:
        raise Invalid("A cursor is 0 or more.", field=field)
    return value


class ShopperDoor(Door):
    """Shopper tokens, from the shop's own storefront only."""

    name = "shoppers"

    async def actor_of(self, token: str) -> ShopperActor:
        """A token from before a customer logged in opens nothing of theirs: whoever still holds it asks for another."""
        actor = await identity.shopper_from_token(self.services.db, self.services.settings, token, now())
        async with self.services.db.reading() as session:
            if not await threads.is_same_person(session, actor):
                raise NotAuthenticated("This chat belongs to somebody who logged in since. Ask for a new token.")
        return actor

    async def is_still_welcome(self, actor: ShopperActor) -> bool:
        async with self.services.db.reading() as session:
            return await shops.may_still_ask(session, actor) and await threads.is_same_person(session, actor)

    async def check_origin(self, actor: ShopperActor, origin: str | None) -> None:
        """A browser always says which page it speaks for; that page must be the shop's."""
        if origin is None:
            return
        async with self.services.db.reading() as session:
            shop = await shops.shop(session, actor.shop_id)
            if origin not in shop.allowed_origins:
                raise NotAuthenticated("This page does not belong to the shop of this chat.")


def build_schema(*, introspection: bool) -> QuietSchema:
    return QuietSchema(Query, Mutation, Subscription, depth=8, introspection=introspection)
