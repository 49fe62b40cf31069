"""What an agent is writing, kept for them while they write."""

import strawberry

from backend.clock import now
from backend.conversations import drafts
from backend.conversations.rules import Writing
from backend.graphql.agent.desk import DraftPayload, draft_type
from backend.graphql.agent.guards import Asked, agent
from backend.graphql.refusals import refusals_as, row_id


@strawberry.type
class DraftMutations:
    @strawberry.mutation(description="Keeps what the agent has typed so far, for them alone. An empty text ends it.")
    @refusals_as(DraftPayload)
    async def save_draft(
        self, info: Asked, conversation_id: strawberry.ID, client_key: str, kind: Writing, text: str
    ) -> DraftPayload:
        services, actor = agent(info)
        thread = row_id(conversation_id, "conversationId")
        async with services.db.writing() as session:
            row = await drafts.save(session, actor, thread, client_key=client_key, kind=kind, text=text, now=now())
        return DraftPayload(draft=draft_type(row) if row else None)
