"""What the bot may quote, and how far the reading of it is."""

import strawberry

from backend.graphql.agent import pages
from backend.graphql.agent.guards import Asked, agent
from backend.graphql.agent.page_types import KnowledgeSources, KnowledgeSummary, SourceKind, SourceState
from backend.knowledge import rules
from backend.knowledge.queries import Wanted

LONGEST_SEARCH = 200


@strawberry.type
class KnowledgeQueries:
    @strawberry.field(description="How much the bot may quote, how far its reading is, and what nothing answered.")
    async def knowledge(self, info: Asked) -> KnowledgeSummary:
        services, actor = agent(info)
        return await pages.knowledge_summary(services, actor)

    @strawberry.field(
        description="What agents wrote first, then by kind and title; `search` is part of a title or address."
    )
    async def knowledge_sources(  # noqa: PLR0917 - GraphQL passes arguments by name
        self,
        info: Asked,
        kind: SourceKind | None = None,
        state: SourceState | None = None,
        search: str = "",
        first: int = 50,
        offset: int = 0,
    ) -> KnowledgeSources:
        services, actor = agent(info)
        of_kind = rules.Kind(kind.value) if kind else None
        in_state = rules.SourceState(state.value) if state else None
        wanted = Wanted(of_kind, in_state, rules.tidy(search[:LONGEST_SEARCH]), first, offset)
        return await pages.knowledge_sources(services, actor, wanted)
