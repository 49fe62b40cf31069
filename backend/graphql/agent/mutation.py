"""What agents do, and the little that programs may: put tags on and take them off."""

from datetime import timedelta

import strawberry

from backend.actions import service as actions
from backend.actors import ActorKind, AgentActor, InboxActor
from backend.clock import now
from backend.context import Services
from backend.conversations import queries as conversation_queries
from backend.conversations import service as conversations
from backend.conversations.models import Conversation as ConversationRow
from backend.errors import Invalid
from backend.graphql.agent import pages, reads
from backend.graphql.agent.guards import Asked, agent, cursor, reader
from backend.graphql.agent.loaders import Loaders
from backend.graphql.agent.order_types import OrderSnapshot, snapshot_type
from backend.graphql.agent.page_types import (
    ApiClientPayload,
    KnowledgePayload,
    SettingsPayload,
    ShopSettingsInput,
    client_type,
)
from backend.graphql.agent.types import Conversation, Message, Tag, conversation_type, message_type, tag_type
from backend.graphql.refusals import UserError, refusals_as, row_id
from backend.graphql.shared import Colour, FieldValueInput, Scope, State, as_values
from backend.knowledge import service as knowledge
from backend.orders import refresh
from backend.orders import service as orders
from backend.shops import service as shops
from backend.tags import queries as tag_queries
from backend.tags import service as tags
from backend.tags.rules import TagDefinition, TagRule

WATCHING_FOR = timedelta(seconds=45)


@strawberry.type
class ConversationPayload:
    conversation: Conversation | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class MessagePayload:
    message: Message | None = None
    conversation: Conversation | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class TagPayload:
    tag: Tag | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class SnapshotPayload:
    snapshot: OrderSnapshot | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.input
class TagInput:
    name: str = strawberry.field(description="Lower-case words joined by hyphens, at most 40 characters.")
    colour: Colour = Colour.NEUTRAL
    description: str = ""


async def _conversation(services: Services, actor: InboxActor, conversation_id: int) -> Conversation:
    async with services.db.reading() as session:
        row = await conversation_queries.conversation(session, actor.shop_id, conversation_id)
    return conversation_type(row, Loaders(services.db, actor))


def _payload(services: Services, actor: InboxActor, row: ConversationRow) -> ConversationPayload:
    return ConversationPayload(conversation=conversation_type(row, Loaders(services.db, actor)))


@strawberry.type
class Mutation:
    @strawberry.mutation(description="The agent joins, the bot steps aside. Of two agents who saw one term, one wins.")
    @refusals_as(ConversationPayload)
    async def take_over(
        self, info: Asked, conversation_id: strawberry.ID, expected_term: int | None = None
    ) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.take_over(
                session, actor, row_id(conversation_id, "conversationId"), expected_term=expected_term, now=now()
            )
        return _payload(services, actor, row)

    @strawberry.mutation(description="Takes over where no other agent holds it, and posts, in one transaction.")
    @refusals_as(MessagePayload)
    async def post_reply(
        self, info: Asked, conversation_id: strawberry.ID, text: str, client_key: str, then_resolve: bool = False
    ) -> MessagePayload:
        services, actor = agent(info)
        thread, moment = row_id(conversation_id, "conversationId"), now()
        async with services.db.writing() as session:
            message = await conversations.post_reply(
                session, actor, thread, text=text, client_key=client_key, now=moment
            )
            row = await conversations.locked(session, actor.shop_id, thread)
            # A retry must not close what the shopper wrote since: only then the reply is the last entry.
            if then_resolve and row.state != State.RESOLVED and message.sequence == row.last_sequence:
                row = await conversations.resolve(session, actor, thread, now=moment)
                await actions.close_open(session, row, moment)
        await services.live.tell(f"conversation:{thread}", "typing_agent", None)
        return MessagePayload(
            message=message_type(message, {}), conversation=await _conversation(services, actor, thread)
        )

    @strawberry.mutation(description="A word among agents. It never takes over and the shopper never sees it.")
    @refusals_as(MessagePayload)
    async def post_note(
        self, info: Asked, conversation_id: strawberry.ID, text: str, client_key: str
    ) -> MessagePayload:
        services, actor = agent(info)
        thread = row_id(conversation_id, "conversationId")
        async with services.db.writing() as session:
            message = await conversations.post_note(session, actor, thread, text=text, client_key=client_key, now=now())
        return MessagePayload(
            message=message_type(message, {}), conversation=await _conversation(services, actor, thread)
        )

    @strawberry.mutation(description="Gives the thread to the bot again.")
    @refusals_as(ConversationPayload)
    async def hand_back(self, info: Asked, conversation_id: strawberry.ID) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.hand_back(session, actor, row_id(conversation_id, "conversationId"), now=now())
        return _payload(services, actor, row)

    @strawberry.mutation(description="Gives the thread to the queue for another agent.")
    @refusals_as(ConversationPayload)
    async def release(self, info: Asked, conversation_id: strawberry.ID) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.release(session, actor, row_id(conversation_id, "conversationId"), now=now())
        return _payload(services, actor, row)

    @strawberry.mutation(description="Ends it until the shopper writes again.")
    @refusals_as(ConversationPayload)
    async def resolve(self, info: Asked, conversation_id: strawberry.ID) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.resolve(session, actor, row_id(conversation_id, "conversationId"), now=now())
            await actions.close_open(session, row, now())
        return _payload(services, actor, row)

    @strawberry.mutation(description="Begins a resolved conversation again.")
    @refusals_as(ConversationPayload)
    async def reopen(self, info: Asked, conversation_id: strawberry.ID) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.reopen(session, actor, row_id(conversation_id, "conversationId"), now=now())
        return _payload(services, actor, row)

    @strawberry.mutation(description="How far the agent has read; unread is per agent.")
    @refusals_as(ConversationPayload)
    async def mark_read(self, info: Asked, conversation_id: strawberry.ID, sequence: int) -> ConversationPayload:
        services, actor = agent(info)
        thread = row_id(conversation_id, "conversationId")
        async with services.db.writing() as session:
            row = await conversations.mark_read(session, actor, thread, cursor(sequence, "sequence"), now=now())
        return _payload(services, actor, row)

    @strawberry.mutation(
        description="A heartbeat, every 20 seconds while the thread is open; `isTyping` shows that somebody writes."
    )
    @refusals_as(ConversationPayload)
    async def watch(
        self, info: Asked, conversation_id: strawberry.ID, is_watching: bool = True, is_typing: bool = False
    ) -> ConversationPayload:
        services, actor = agent(info)
        thread, moment = row_id(conversation_id, "conversationId"), now()
        async with services.db.writing() as session:
            row = await conversations.watch(
                session, actor, thread, until=moment + WATCHING_FOR if is_watching else None, now=moment
            )
        holds = row.state == State.AGENT and row.agent_id == actor.id
        if holds or reads.is_typing(services, actor, thread):
            told = {"id": actor.id, "name": actor.first_name} if is_typing and holds else None
            await services.live.tell(f"conversation:{thread}", "typing_agent", told)
        return _payload(services, actor, row)

    @strawberry.mutation(description="Puts a tag on by hand; nothing takes it off by itself.")
    @refusals_as(ConversationPayload)
    async def add_tag(self, info: Asked, conversation_id: strawberry.ID, name: str) -> ConversationPayload:
        services, actor = reader(info, Scope.WRITE_TAGS)
        async with services.db.writing() as session:
            row = await tags.add(session, actor, row_id(conversation_id, "conversationId"), name, now())
        return _payload(services, actor, row)

    @strawberry.mutation(description="Takes a tag off; automation does not put it back.")
    @refusals_as(ConversationPayload)
    async def remove_tag(self, info: Asked, conversation_id: strawberry.ID, name: str) -> ConversationPayload:
        services, actor = reader(info, Scope.WRITE_TAGS)
        async with services.db.writing() as session:
            row = await tags.remove(session, actor, row_id(conversation_id, "conversationId"), name, now())
        return _payload(services, actor, row)

    @strawberry.mutation
    @refusals_as(TagPayload)
    async def create_tag(self, info: Asked, input: TagInput) -> TagPayload:  # noqa: A002 - the API's word
        services, actor = reader(info, Scope.WRITE_TAGS)
        definition = TagDefinition(input.name, TagRule(), input.colour, input.description)
        async with services.db.writing() as session:
            made = await tags.create(session, actor, definition, now())
        return await _tag_payload(services, actor, made.id)

    @strawberry.mutation
    @refusals_as(TagPayload)
    async def update_tag(self, info: Asked, id: strawberry.ID, input: TagInput) -> TagPayload:  # noqa: A002
        services, actor = reader(info, Scope.WRITE_TAGS)
        async with services.db.writing() as session:
            changed = await tags.update(
                session,
                actor,
                row_id(id),
                name=input.name,
                colour=input.colour,
                description=input.description,
            )
        return await _tag_payload(services, actor, changed.id)

    @strawberry.mutation(description="Takes the tag off everywhere and forgets it.")
    @refusals_as(TagPayload)
    async def delete_tag(self, info: Asked, id: strawberry.ID) -> TagPayload:  # noqa: A002
        services, actor = reader(info, Scope.WRITE_TAGS)
        async with services.db.writing() as session:
            await tags.delete(session, actor, row_id(id), now())
        return TagPayload()

    @strawberry.mutation(description="Puts a form to the shopper.")
    @refusals_as(ConversationPayload)
    async def offer_action(self, info: Asked, conversation_id: strawberry.ID, key: str) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.locked(session, actor.shop_id, row_id(conversation_id, "conversationId"))
            await actions.offer(session, row, key, by=ActorKind.AGENT, agent=actor, now=now())
        return _payload(services, actor, row)

    @strawberry.mutation(description="Takes an open form away.")
    @refusals_as(ConversationPayload)
    async def cancel_form(self, info: Asked, form_id: strawberry.ID) -> ConversationPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            closed = await actions.cancel(session, actor, row_id(form_id, "formId"), now())
        return ConversationPayload(conversation=await _conversation(services, actor, closed.conversation_id))

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
        return ConversationPayload(conversation=await _conversation(services, actor, thread))

    @strawberry.mutation(description="Looks an order up for the agent; the card fills when Shopify has answered.")
    @refusals_as(SnapshotPayload)
    async def look_up_order(self, info: Asked, conversation_id: strawberry.ID, number: str) -> SnapshotPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            row = await conversations.locked(session, actor.shop_id, row_id(conversation_id, "conversationId"))
            snapshot = await orders.ask(session, row, number=number, now=now(), asker=ActorKind.AGENT)
        return SnapshotPayload(snapshot=snapshot_type(snapshot, now()))

    @strawberry.mutation(description="Reads an order from Shopify again, now.")
    @refusals_as(SnapshotPayload)
    async def refresh_order(self, info: Asked, snapshot_id: strawberry.ID) -> SnapshotPayload:
        services, actor = agent(info)
        snapshot = await refresh.refresh_now(services, actor.shop_id, row_id(snapshot_id, "snapshotId"))
        return SnapshotPayload(snapshot=snapshot_type(snapshot, now()))

    @strawberry.mutation(description="Writes an answer that the bot may quote; with an id, changes it.")
    @refusals_as(KnowledgePayload)
    async def save_faq_entry(
        self,
        info: Asked,
        question: str,
        answer: str,
        id: strawberry.ID | None = None,  # noqa: A002
    ) -> KnowledgePayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            await knowledge.save_faq(
                session,
                actor.shop_id,
                source_id=row_id(id) if id else None,
                question=question,
                answer=answer,
                now=now(),
            )
        return await _knowledge_payload(services, actor)

    @strawberry.mutation
    @refusals_as(KnowledgePayload)
    async def delete_faq_entry(self, info: Asked, id: strawberry.ID) -> KnowledgePayload:  # noqa: A002
        services, actor = agent(info)
        async with services.db.writing() as session:
            await knowledge.delete_faq(session, actor.shop_id, row_id(id))
        return await _knowledge_payload(services, actor)

    @strawberry.mutation(description="Imports the store's content again; only what changed is read again.")
    @refusals_as(KnowledgePayload)
    async def sync_knowledge(self, info: Asked) -> KnowledgePayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            await knowledge.owe_sync(session, actor.shop_id)
        return await _knowledge_payload(services, actor)

    @strawberry.mutation(description="Makes some choices anew, all or none.")
    @refusals_as(SettingsPayload)
    async def update_settings(self, info: Asked, input: ShopSettingsInput) -> SettingsPayload:  # noqa: A002
        services, actor = agent(info)
        given = {
            "greeting": input.greeting,
            "bot_name": input.bot_name,
            "opening_questions": input.opening_questions,
            "reply_time": input.reply_time,
        }
        async with services.db.writing() as session:
            chosen = {name: value for name, value in given.items() if value is not None}
            await shops.update_settings(session, actor, chosen)
        return SettingsPayload(shop=await pages.shop(services, actor))

    @strawberry.mutation(description="Makes an access token for a program. The token is shown this once.")
    @refusals_as(ApiClientPayload)
    async def create_api_client(self, info: Asked, name: str, scopes: list[Scope]) -> ApiClientPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            wanted = list(dict.fromkeys(scopes))
            client, token = await shops.create_api_client(session, actor, name=name, scopes=wanted, now=now())
        return ApiClientPayload(client=client_type(client), token=token)

    @strawberry.mutation(description="Ends a program's access at once.")
    @refusals_as(ApiClientPayload)
    async def revoke_api_client(self, info: Asked, id: strawberry.ID) -> ApiClientPayload:  # noqa: A002
        services, actor = agent(info)
        async with services.db.writing() as session:
            await shops.revoke_api_client(session, actor, row_id(id), now())
        return ApiClientPayload()


async def _tag_payload(services: Services, actor: InboxActor, tag_id: int | None) -> TagPayload:
    async with services.db.reading() as session:
        summary = await tag_queries.tag(session, actor.shop_id, tag_id or 0)
    if summary is None:
        raise Invalid("The tag was deleted meanwhile.", field="id")
    return TagPayload(tag=tag_type(summary, Loaders(services.db, actor)))


async def _knowledge_payload(services: Services, actor: AgentActor) -> KnowledgePayload:
    return KnowledgePayload(knowledge=await pages.knowledge_summary(services, actor))
