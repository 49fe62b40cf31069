"""The shop's forms, and their versions."""

import strawberry

from backend.actions import queries as actions
from backend.actions import webhooks
from backend.context import Services
from backend.graphql.agent.action_types import CustomAction, action_type
from backend.graphql.agent.guards import Asked, agent
from backend.graphql.agent.webhook_types import Webhooks, delivery_type

MOST_DELIVERIES = 50


@strawberry.type
class ActionQueries:
    @strawberry.field(description="The newest version of each form, in the order in which they were first made.")
    async def actions(self, info: Asked, include_retired: bool = False) -> list[CustomAction]:
        services, actor = agent(info)
        async with services.db.reading() as session:
            found = await actions.published(session, actor.shop_id)
        return [action_type(each) for each in found if include_retired or each.retired_at is None]

    @strawberry.field(description="Every version of a form, the newest first. Answers name the version they answered.")
    async def action_versions(self, info: Asked, key: str) -> list[CustomAction]:
        services, actor = agent(info)
        async with services.db.reading() as session:
            return [action_type(each) for each in await actions.versions(session, actor.shop_id, key)]

    @strawberry.field(description="What was sent to the merchant's own addresses lately.")
    async def webhooks(self, info: Asked) -> Webhooks:
        services, actor = agent(info)
        return await webhooks_of(services, actor.shop_id)


async def webhooks_of(services: Services, shop_id: int) -> Webhooks:
    async with services.db.reading() as session:
        since = await webhooks.key_since(session, shop_id)
        rows = await webhooks.deliveries(session, shop_id, MOST_DELIVERIES)
    return Webhooks(secret_since=since, deliveries=[delivery_type(row, title) for row, title in rows])
