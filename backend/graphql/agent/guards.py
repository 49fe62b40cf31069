"""Who may ask for what. Every resolver's first line names its demand; there is no field without one."""

from datetime import UTC, datetime
from typing import cast

from strawberry.types import Info

from backend.actors import AgentActor, InboxActor, Scope
from backend.context import Services
from backend.errors import Invalid, NotAllowed
from backend.graphql.door import Context

Asked = Info[Context, None]


def anyone(info: Asked) -> tuple[Services, InboxActor]:
    """Whoever the door let in, whatever their scopes."""
    return info.context.services, cast(InboxActor, info.context.actor)


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


def cursor(value: float, field: str = "after") -> int:
    """A place in a feed or a transcript: a whole number from 0."""
    if not 0 <= value <= 2**53 or value != int(value):
        raise Invalid("A cursor is a whole number, 0 or more.", field=field)
    return int(value)


def moment(value: datetime, field: str) -> datetime:
    """A moment with its zone, and not so near the ends of the calendar that another zone has no name for it."""
    if value.tzinfo is None:
        raise Invalid("Write moments with their zone, such as 2026-11-22T00:00:00Z.", field=field)
    if not 1 < value.year < 9999:
        raise Invalid("Write a moment between the years 2 and 9998.", field=field)
    return value.astimezone(UTC)
