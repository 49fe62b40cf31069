"""Forms put to shoppers by hand."""

import strawberry

from backend.actions import service as actions
from backend.actors import ActorKind
from backend.clock import now
from backend.conversations import service as conversations
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
