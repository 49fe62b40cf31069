"""Each subscription is its twin query, asked again after each change."""

from collections.abc import AsyncIterator
from contextlib import aclosing

import strawberry

from backend.graphql.agent import reads
from backend.graphql.agent.guards import Asked, cursor, reader
from backend.graphql.agent.reads import InboxChanges, TagFilter, Transcript
from backend.graphql.refusals import row_id
from backend.graphql.shared import Scope


@strawberry.type
class Subscription:
    @strawberry.subscription(description="What changes in the shop's conversations, after a revision.")
    async def inbox(self, info: Asked, after: float = 0) -> AsyncIterator[InboxChanges]:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        async with aclosing(reads.inbox_changes(services, actor, cursor(after))) as feed:
            async for changes in feed:
                yield changes

    @strawberry.subscription(description="One thread, after a sequence.")
    async def transcript(
        self, info: Asked, conversation_id: strawberry.ID, after: int = 0
    ) -> AsyncIterator[Transcript]:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        thread = row_id(conversation_id, "conversationId")
        async with aclosing(reads.transcripts(services, actor, thread, cursor(after))) as feed:
            async for value in feed:
                yield value

    @strawberry.subscription(description="Conversations that carry the tags, after a revision.")
    async def tagged_conversations(self, info: Asked, tags: TagFilter, after: float = 0) -> AsyncIterator[InboxChanges]:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        async with aclosing(reads.inbox_changes(services, actor, cursor(after), tags)) as feed:
            async for changes in feed:
                yield changes
