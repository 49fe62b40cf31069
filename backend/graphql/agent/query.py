"""What agents and API clients may ask."""

from datetime import datetime

import strawberry

from backend.actors import AgentActor
from backend.conversations import queries as conversations
from backend.errors import Invalid, NotFound
from backend.graphql.agent import desk as desks
from backend.graphql.agent import pages, reads, team
from backend.graphql.agent.desk import Desk
from backend.graphql.agent.guards import Asked, agent, anyone, cursor, moment, reader
from backend.graphql.agent.handoff_types import Agent, agent_type
from backend.graphql.agent.loaders import Loaders, words_of
from backend.graphql.agent.page_types import (
    ApiClient,
    Shop,
    TagCount,
    client_type,
)
from backend.graphql.agent.queries.actions import ActionQueries
from backend.graphql.agent.queries.knowledge import KnowledgeQueries
from backend.graphql.agent.queries.model import ModelQueries
from backend.graphql.agent.queries.orders import OrderQueries
from backend.graphql.agent.queries.playground import PlaygroundQueries
from backend.graphql.agent.reads import InboxChanges, TagFilter, Transcript
from backend.graphql.agent.team import TeamMember
from backend.graphql.agent.types import (
    Conversation,
    ConversationConnection,
    ConversationEdge,
    PageInfo,
    Tag,
    conversation_type,
    tag_type,
)
from backend.graphql.refusals import row_id
from backend.graphql.shared import Bucket, Scope, View
from backend.shops import queries as shops
from backend.tags import queries as tags

MOST_BUCKETS = 800


@strawberry.type
class Query(PlaygroundQueries, ActionQueries, KnowledgeQueries, OrderQueries, ModelQueries):
    @strawberry.field(description="The agent who asks; null for an API client.")
    async def me(self, info: Asked) -> Agent | None:
        services, actor = anyone(info)
        if not isinstance(actor, AgentActor):
            return None
        async with services.db.reading() as session:
            staff = await shops.agents(session, actor)
        return next((agent_type(row, actor) for row in staff if row.id == actor.id), None)

    @strawberry.field
    async def shop(self, info: Asked) -> Shop:
        services, actor = agent(info)
        return await pages.shop(services, actor)

    @strawberry.field(description="The staff who opened the inbox.")
    async def agents(self, info: Asked) -> list[Agent]:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        async with services.db.reading() as session:
            rows = await shops.agents(session, actor)
        return [shown for row in rows if (shown := agent_type(row, actor))]

    @strawberry.field(description="The staff, and who of them is at the inbox now.")
    async def team(self, info: Asked) -> list[TeamMember]:
        services, actor = agent(info)
        return await team.team(services, actor)

    @strawberry.field(description="One list of the inbox, a page at a time; `search` matches all its words.")
    async def conversations(  # noqa: PLR0917 - GraphQL passes arguments by name
        self,
        info: Asked,
        view: View = View.ALL,
        tags: TagFilter | None = None,
        search: str | None = None,
        first: int = 25,
        after: str | None = None,
    ) -> ConversationConnection:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        async with services.db.reading() as session:
            page = await conversations.page(
                session,
                actor.shop_id,
                view=view,
                agent_id=actor.id if isinstance(actor, AgentActor) else None,
                search=search,
                condition=reads.tag_condition(actor.shop_id, tags),
                first=first,
                after=after,
            )
            load = Loaders(services.db, actor)
            await load.ahead(session, page.rows, words_of(info))
        return ConversationConnection(
            edges=[
                ConversationEdge(cursor=at, node=conversation_type(row, load))
                for row, at in zip(page.rows, page.cursors, strict=True)
            ],
            page_info=PageInfo(has_next_page=page.has_next, end_cursor=page.cursors[-1] if page.cursors else None),
        )

    @strawberry.field
    async def conversation(self, info: Asked, id: strawberry.ID) -> Conversation | None:  # noqa: A002 - the API's word
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        try:
            async with services.db.reading() as session:
                row = await conversations.conversation(session, actor.shop_id, row_id(id))
        except NotFound:
            return None
        return conversation_type(row, Loaders(services.db, actor))

    @strawberry.field(description="Twin of the subscription of the same name.")
    async def inbox(self, info: Asked, after: float = 0) -> InboxChanges:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        return await reads.inbox(services, actor, cursor(after), None, words_of(info))

    @strawberry.field(description="Twin of the subscription of the same name.")
    async def transcript(self, info: Asked, conversation_id: strawberry.ID, after: int = 0) -> Transcript:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        thread = row_id(conversation_id, "conversationId")
        return await reads.transcript(services, actor, thread, cursor(after), words_of(info))

    @strawberry.field(description="What is the agent's own. Twin of the subscription of the same name.")
    async def desk(self, info: Asked, after: float = 0) -> Desk:
        services, actor = agent(info)
        return await desks.desk(services, actor, cursor(after))

    @strawberry.field(
        description="Conversations that carry the tags, changed since a revision. Twin of the subscription."
    )
    async def tagged_conversations(self, info: Asked, tags: TagFilter, after: float = 0) -> InboxChanges:
        services, actor = reader(info, Scope.READ_CONVERSATIONS)
        return await reads.inbox(services, actor, cursor(after), tags, words_of(info))

    @strawberry.field(description="The shop's tags by name.")
    async def tags(self, info: Asked) -> list[Tag]:
        services, actor = reader(info, Scope.READ_TAGS)
        async with services.db.reading() as session:
            found = await tags.tags(session, actor.shop_id)
        load = Loaders(services.db, actor)
        return [tag_type(summary, load) for summary in found]

    @strawberry.field(description="How often each tag was put on, by spans of time that begin at UTC boundaries.")
    async def tag_counts(
        self, info: Asked, since: datetime, until: datetime | None = None, bucket: Bucket = Bucket.DAY
    ) -> list[TagCount]:
        services, actor = reader(info, Scope.READ_TAGS)
        since, until = moment(since, "since"), moment(until, "until") if until is not None else None
        if until is not None and (until - since) / bucket.width > MOST_BUCKETS:
            raise Invalid(f"Ask for at most {MOST_BUCKETS} spans at once.", field="since")
        async with services.db.reading() as session:
            summaries = {summary.id: summary for summary in await tags.tags(session, actor.shop_id)}
            counted = await tags.counts(session, actor.shop_id, since=since, until=until, bucket=bucket)
        load = Loaders(services.db, actor)
        return [
            TagCount(tag=tag_type(summaries[each.tag_id], load), from_=each.start, count=each.count)
            for each in counted
            if each.tag_id in summaries
        ]

    @strawberry.field(description="Living access tokens of programs; the tokens themselves are not kept.")
    async def api_clients(self, info: Asked) -> list[ApiClient]:
        services, actor = agent(info)
        async with services.db.reading() as session:
            return [client_type(row) for row in await shops.api_clients(session, actor)]
