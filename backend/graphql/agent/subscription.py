"""Each subscription is its twin query, asked again after each change."""

from collections.abc import AsyncIterable

import strawberry

from backend.graphql.agent import reads
from backend.graphql.agent.desk import Desk, desk_feed
from backend.graphql.agent.guards import Asked, agent, cursor, reader
from backend.graphql.agent.loaders import words_of
from backend.graphql.agent.reads import InboxChanges, TagFilter, Transcript
from backend.graphql.refusals import row_id
from backend.graphql.shared import Scope


@strawberry.type
class Subscription:
    @strawberry.subscription(description="What changes in the shop's conversations, after a revision.")
    async def inbox(self, info: Asked, after: float = 0) -> AsyncIterable[InboxChanges]:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        return reads.inbox_feed(services, actor, cursor(after), None, words_of(info))

    @strawberry.subscription(description="One thread, after a sequence.")
    async def transcript(
        self, info: Asked, conversation_id: strawberry.ID, after: int = 0
    ) -> AsyncIterable[Transcript]:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        thread = row_id(conversation_id, "conversationId")
        return reads.transcript_feed(services, actor, thread, cursor(after), words_of(info))

    @strawberry.subscription(description="Conversations that carry the tags, after a revision.")
    async def tagged_conversations(self, info: Asked, tags: TagFilter, after: float = 0) -> AsyncIterable[InboxChanges]:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        return reads.inbox_feed(services, actor, cursor(after), tags, words_of(info))

    @strawberry.subscription(description="What is the agent's own, after a revision of their desk.")
    async def desk(self, info: Asked, after: float = 0) -> AsyncIterable[Desk]:
        services, actor = agent(info)
        return desk_feed(services, actor, cursor(after))
