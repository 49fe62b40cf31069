"""What an agent says of themselves: that they are here, and whether they can be counted on."""

import strawberry

from backend.db import shared_moment
from backend.graphql.agent.guards import Asked, agent
from backend.graphql.agent.team import TeamPayload, team
from backend.graphql.refusals import refusals_as
from backend.shops import presence


@strawberry.type
class TeamMutations:
    @strawberry.mutation(
        description="A heartbeat of an open inbox, every 20 seconds: without it the agent is gone after 90 seconds."
    )
    @refusals_as(TeamPayload)
    async def beat(self, info: Asked) -> TeamPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            await presence.beat(session, actor, await shared_moment(session))
        return TeamPayload(team=await team(services, actor))

    @strawberry.mutation(description="Whether the agent can be counted on. It lasts until they say otherwise.")
    @refusals_as(TeamPayload)
    async def set_away(self, info: Asked, is_away: bool) -> TeamPayload:
        services, actor = agent(info)
        async with services.db.writing() as session:
            await presence.set_away(session, actor, await shared_moment(session), is_away=is_away)
        return TeamPayload(team=await team(services, actor))
