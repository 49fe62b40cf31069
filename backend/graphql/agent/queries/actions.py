"""The shop's forms, and their versions."""

import strawberry

from backend.actions import queries as actions
from backend.graphql.agent.action_types import CustomAction, action_type
from backend.graphql.agent.guards import Asked, agent


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
