"""Forms: designed by merchants, put to shoppers by hand."""

import strawberry

from backend.actions import queries as action_queries
from backend.actions import service as actions
from backend.actions.design import Problem, design_problems
from backend.actions.forms import effects_in_words
from backend.actions.publishing import BadDesign
from backend.actors import ActorKind
from backend.clock import now
from backend.context import Services
from backend.conversations import service as conversations
from backend.errors import Invalid
from backend.graphql.agent.action_types import (
    ActionInput,
    ActionPayload,
    TriedField,
    TryActionPayload,
    action_type,
    form_from,
)
from backend.graphql.agent.guards import Asked, agent
from backend.graphql.agent.mutations.payloads import ConversationPayload, conversation_of, payload_of
from backend.graphql.refusals import UserError, refusals_as, row_id
from backend.graphql.shared import FieldValueInput, as_values


@strawberry.type
class ActionMutations:
    @strawberry.mutation(description="Puts a form to the shopper.")
    @refusals_as(ConversationPayload)
    async def offer_action(self, info: Asked, conversation_id: strawberry.ID, key: str) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.locked(session, actor.shop_id, row_id(conversation_id, "conversationId"))
            await actions.offer(session, row, key, by=ActorKind.AGENT, agent=actor, now=now())
        return payload_of(services, actor, row)

    @strawberry.mutation(description="Takes an open form away.")
    @refusals_as(ConversationPayload)
    async def cancel_form(self, info: Asked, form_id: strawberry.ID) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            closed = await actions.cancel(session, actor, row_id(form_id, "formId"), now())
        return ConversationPayload(conversation=await conversation_of(services, actor, closed.conversation_id))

    @strawberry.mutation(description="Fills a form on the shopper's behalf. Field errors leave it open.")
    @refusals_as(ConversationPayload)
    async def fill_form(
        self, info: Asked, form_id: strawberry.ID, values: list[FieldValueInput], client_key: str
    ) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            outcome = await actions.submit(
                session, actor, row_id(form_id, "formId"), as_values(values), client_key=client_key, now=now()
            )
        if isinstance(outcome, tuple):
            errors = [UserError(code="INVALID", message=error.message, field=error.key) for error in outcome]
            return ConversationPayload(user_errors=errors)
        thread = outcome.message.conversation_id
        return ConversationPayload(conversation=await conversation_of(services, actor, thread))

    @strawberry.mutation(
        description="Publishes a new form, or with its key the version after `basedOn`. Open forms stay what they were."
    )
    @refusals_as(ActionPayload)
    async def save_action(
        self,
        info: Asked,
        input: ActionInput,  # noqa: A002 - the API's word
        key: str | None = None,
        based_on: int | None = None,
    ) -> ActionPayload:
        services, actor = agent(info)
        if (key is None) != (based_on is None):
            raise Invalid("Name the form and the version that the change is based on, or neither.", field="basedOn")
        try:
            async with services.db.writing() as session:
                saved = await actions.save(
                    session, actor.shop_id, form_from(input, key or "new"), based_on=based_on, now=now()
                )
        except BadDesign as refused:
            return ActionPayload(user_errors=_problems(refused.problems))
        return await _action_payload(services, actor.shop_id, saved.key)

    @strawberry.mutation(description="A copy under another key, which is offered only by hand until it says when.")
    @refusals_as(ActionPayload)
    async def duplicate_action(self, info: Asked, key: str) -> ActionPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            copied = await actions.duplicate(session, actor.shop_id, key, now())
        return await _action_payload(services, actor.shop_id, copied.key)

    @strawberry.mutation(description="The form is offered no more; where it is open it can still be answered.")
    @refusals_as(ActionPayload)
    async def retire_action(self, info: Asked, key: str) -> ActionPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            await actions.retire(session, actor.shop_id, key, now())
        return await _action_payload(services, actor.shop_id, key)

    @strawberry.mutation(description="Brings a retired form back as it was.")
    @refusals_as(ActionPayload)
    async def restore_action(self, info: Asked, key: str) -> ActionPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            await actions.restore(session, actor.shop_id, key)
        return await _action_payload(services, actor.shop_id, key)

    @strawberry.mutation(description="Checks answers as sending them in would, and says what would follow.")
    @refusals_as(TryActionPayload)
    async def try_action(
        self,
        info: Asked,
        input: ActionInput,  # noqa: A002 - the API's word
        values: list[FieldValueInput],
    ) -> TryActionPayload:
        services, actor = agent(info)
        form = form_from(input, "new")
        problems = design_problems(form)
        if problems:
            return TryActionPayload(user_errors=_problems(problems))
        async with services.db.reading() as session:
            outcome = await actions.check(session, actor.shop_id, form, as_values(values))
        errors = {error.key: error.message for error in outcome} if isinstance(outcome, tuple) else {}
        kept = {} if isinstance(outcome, tuple) else outcome
        return TryActionPayload(
            fields=[
                TriedField(key=each.key, value=kept.get(each.key), error=errors.get(each.key)) for each in form.fields
            ],
            effects=[] if errors else effects_in_words(form.effects),
        )


def _problems(problems: tuple[Problem, ...]) -> list[UserError]:
    return [UserError(code="INVALID", message=each.message, field=each.path) for each in problems]


async def _action_payload(services: Services, shop_id: int, key: str) -> ActionPayload:
    async with services.db.reading() as session:
        found = await action_queries.published(session, shop_id)
    return ActionPayload(action=next(action_type(each) for each in found if each.form.key == key))
