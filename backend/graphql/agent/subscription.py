"""Each subscription is its twin query, asked again after each change."""

from collections.abc import AsyncIterator

import strawberry

from backend.actors import Scope
from backend.graphql.agent import reads
from backend.graphql.agent.guards import Asked, cursor, reader
from backend.graphql.agent.reads import InboxChanges, TagFilter, Transcript
from backend.graphql.refusals import row_id


@strawberry.type
class Subscription:
    @strawberry.subscription(description="What changes in the shop's conversations, after a revision.")
    async def inbox(self, info: Asked, after: float = 0) -> AsyncIterator[InboxChanges]:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        async for changes in reads.inbox_changes(services, actor, cursor(after)):
            yield changes

    @strawberry.subscription(description="One thread, after a sequence.")
    async def transcript(
        self, info: Asked, conversation_id: strawberry.ID, after: int = 0
    ) -> AsyncIterator[Transcript]:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        thread = row_id(conversation_id, "conversationId")
        async for value in reads.transcripts(services, actor, thread, cursor(after)):
            yield value

    @strawberry.subscription(description="Conversations that carry the tags, after a revision.")
    async def tagged_conversations(self, info: Asked, tags: TagFilter, after: float = 0) -> AsyncIterator[InboxChanges]:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        async for changes in reads.inbox_changes(services, actor, cursor(after), tags):
            yield changes
