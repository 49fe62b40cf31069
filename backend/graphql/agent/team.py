"""Who of the staff is at the inbox, as each of them sees it."""

import strawberry

from backend.actors import AgentActor
from backend.context import Services
from backend.db import shared_moment
from backend.graphql.agent.handoff_types import Agent, agent_type
from backend.graphql.refusals import UserError
from backend.shops import queries as shops


@strawberry.type(description="One of the staff who opened the app, and whether they can be counted on now.")
class TeamMember:
    agent: Agent
    is_present: bool = strawberry.field(description="A window of theirs is open, and they are not away.")
    is_away: bool = strawberry.field(description="A window of theirs is open, and they said that they are away.")


@strawberry.type
class TeamPayload:
    team: list[TeamMember] = strawberry.field(default_factory=list)
    user_errors: list[UserError] = strawberry.field(default_factory=list)


async def team(services: Services, actor: AgentActor) -> list[TeamMember]:
    """Whoever is at the inbox first."""
    async with services.db.reading() as session:
        members = await shops.team(session, actor.shop_id, await shared_moment(session))
    return [
        TeamMember(agent=shown, is_present=each.is_present, is_away=each.is_away)
        for each in members
        if (shown := agent_type(each.agent, actor))
    ]
