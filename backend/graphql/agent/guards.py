"""Who may ask for what. Every resolver's first line names its demand; there is no field without one."""

from typing import cast

from strawberry.types import Info

from backend.actors import AgentActor, InboxActor, Scope
from backend.context import Services
from backend.errors import Invalid, NotAllowed
from backend.graphql.door import Context

Asked = Info[Context, None]


def reader(info: Asked, scope: Scope) -> tuple[Services, InboxActor]:
    """An agent, or an API client whose token has the scope."""
    actor = cast(InboxActor, info.context.actor)
    if not actor.may(scope):
        raise NotAllowed(f"This access token lacks the scope {scope.name}. Make one that has it in Settings.")
    return info.context.services, actor


def agent(info: Asked) -> tuple[Services, AgentActor]:
    """A member of the shop's staff; programs may not."""
    actor = info.context.actor
    if not isinstance(actor, AgentActor):
        raise NotAllowed("Only an agent may do this; an access token cannot.")
    return info.context.services, actor


def cursor(value: float) -> int:
    """A place in a feed or a transcript: a whole number from 0."""
    if value < 0 or value != int(value) or value > 2**53:
        raise Invalid("A cursor is a whole number, 0 or more.", field="after")
    return int(value)
