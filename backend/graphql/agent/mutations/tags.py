"""Tags: put on, taken off, made and changed; programs may too."""

import strawberry

from backend.actors import InboxActor
from backend.clock import now
from backend.context import Services
from backend.errors import Invalid
from backend.graphql.agent.guards import Asked, reader
from backend.graphql.agent.loaders import Loaders
from backend.graphql.agent.mutations.payloads import ConversationPayload, payload_of
from backend.graphql.agent.types import Tag, tag_type
from backend.graphql.refusals import UserError, refusals_as, row_id
from backend.graphql.shared import Colour, Scope
from backend.tags import queries as tag_queries
from backend.tags import service as tags
from backend.tags.rules import TagDefinition, TagRule


@strawberry.type
class TagPayload:
    tag: Tag | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.input
class TagInput:
    name: str = strawberry.field(description="Lower-case words joined by hyphens, at most 40 characters.")
    colour: Colour = Colour.NEUTRAL
    description: str = ""


@strawberry.type
class TagMutations:
    @strawberry.mutation(description="Puts a tag on by hand; nothing takes it off by itself.")
    @refusals_as(ConversationPayload)
    async def add_tag(self, info: Asked, conversation_id: strawberry.ID, name: str) -> ConversationPayload:
        services, actor = reader(info, Scope.WRITE_TAGS)
        async with services.db.writing() as session:
            row = await tags.add(session, actor, row_id(conversation_id, "conversationId"), name, now())
        return payload_of(services, actor, row)

    @strawberry.mutation(description="Takes a tag off; automation does not put it back.")
    @refusals_as(ConversationPayload)
    async def remove_tag(self, info: Asked, conversation_id: strawberry.ID, name: str) -> ConversationPayload:
        services, actor = reader(info, Scope.WRITE_TAGS)
        async with services.db.writing() as session:
            row = await tags.remove(session, actor, row_id(conversation_id, "conversationId"), name, now())
        return payload_of(services, actor, row)

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


async def _tag_payload(services: Services, actor: InboxActor, tag_id: int | None) -> TagPayload:
    async with services.db.reading() as session:
        summary = await tag_queries.tag(session, actor.shop_id, tag_id or 0)
    if summary is None:
        raise Invalid("The tag was deleted meanwhile.", field="id")
    return TagPayload(tag=tag_type(summary, Loaders(services.db, actor)))
