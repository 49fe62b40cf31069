"""What the bot may quote."""

import strawberry

from backend.actors import AgentActor
from backend.clock import now
from backend.context import Services
from backend.graphql.agent import pages
from backend.graphql.agent.guards import Asked, agent
from backend.graphql.agent.page_types import (
    KnowledgePayload,
)
from backend.graphql.refusals import refusals_as, row_id
from backend.knowledge import queue
from backend.knowledge import service as knowledge
from backend.shops import queries as shops


@strawberry.type
class KnowledgeMutations:
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

    @strawberry.mutation(description="Adds a page of the store's own by its address; one that is there is read again.")
    @refusals_as(KnowledgePayload)
    async def add_web_page(self, info: Asked, url: str) -> KnowledgePayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            shop = await shops.shop(session, actor.shop_id)
            await knowledge.add_address(session, actor.shop_id, url, shop.allowed_origins, now())
        return await _knowledge_payload(services, actor)

    @strawberry.mutation(description="Reads one source again, such as one that failed.")
    @refusals_as(KnowledgePayload)
    async def read_knowledge_again(self, info: Asked, id: strawberry.ID) -> KnowledgePayload:  # noqa: A002
        services, actor = agent(info)
        async with services.db.writing() as session:
            await knowledge.read_again(session, actor.shop_id, row_id(id))
        return await _knowledge_payload(services, actor)

    @strawberry.mutation(description="Deletes an FAQ entry, a file or a web page. What Shopify holds is deleted there.")
    @refusals_as(KnowledgePayload)
    async def delete_knowledge_source(self, info: Asked, id: strawberry.ID) -> KnowledgePayload:  # noqa: A002
        services, actor = agent(info)
        async with services.db.writing() as session:
            await knowledge.delete_source(session, actor.shop_id, row_id(id))
        return await _knowledge_payload(services, actor)

    @strawberry.mutation(description="Imports the store's content again; only what changed is embedded again.")
    @refusals_as(KnowledgePayload)
    async def sync_knowledge(self, info: Asked) -> KnowledgePayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            await queue.owe_sync(session, actor.shop_id, is_full=True)
        return await _knowledge_payload(services, actor)


async def _knowledge_payload(services: Services, actor: AgentActor) -> KnowledgePayload:
    return KnowledgePayload(knowledge=await pages.knowledge_summary(services, actor))
