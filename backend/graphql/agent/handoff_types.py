"""Agents, and requests for a human with everybody who took a step on their way."""

from collections.abc import Mapping
from datetime import datetime

import strawberry

from backend.actors import AgentActor
from backend.conversations import models
from backend.graphql.feeds import VIEWER
from backend.graphql.shared import HandoffEnding, Reason, Urgency
from backend.shops.identity import NAMELESS
from backend.shops.models import Agent as AgentRow


@strawberry.type(description="A member of the shop's staff who opened the inbox.")
class Agent:
    viewer: strawberry.Private[object]
    id: strawberry.ID
    first_name: str
    last_name: str

    @strawberry.field(metadata=VIEWER)
    def is_me(self) -> bool:
        return isinstance(self.viewer, AgentActor) and str(self.viewer.id) == self.id


@strawberry.type(description="A request for a human, from the request to the first human word.")
class Handoff:
    reason: Reason
    urgency: Urgency
    urgency_why: str = strawberry.field(description="Why it is as urgent as it is now; it rises as time passes.")
    evidence: str
    requested_at: datetime
    seen_at: datetime | None = strawberry.field(description="When an agent first opened the thread.")
    seen_by: Agent | None
    accepted_at: datetime | None = strawberry.field(description="When an agent took the thread over.")
    accepted_by: Agent | None
    first_human_word_at: datetime | None
    first_human_word_by: Agent | None
    closed_at: datetime | None
    closed_by: Agent | None = strawberry.field(
        description="Null while it is open, and where the thread was taken from an agent who was gone."
    )
    ending: HandoffEnding | None = strawberry.field(description="How it ended; null while it is open.")
    reminders: int = strawberry.field(description="How often everybody at the inbox was reminded of it.")
    reminded_at: datetime | None
    opened_at: datetime | None = strawberry.field(
        description="When the team's hours began, for what was asked for outside of them."
    )


def agent_type(row: AgentRow | None, actor: object) -> Agent | None:
    if row is None:
        return None
    name = row.first_name or NAMELESS
    return Agent(viewer=actor, id=strawberry.ID(str(row.id)), first_name=name, last_name=row.last_name)


class Staff:
    """The shop's staff as one viewer sees them. Many rows name the same few people: each is made once."""

    def __init__(self, actor: object) -> None:
        self._actor = actor
        self._seen: dict[int, tuple[AgentRow, Agent]] = {}

    def shown(self, row: AgentRow | None) -> Agent | None:
        if row is None:
            return None
        known = self._seen.get(id(row))
        if known is None:
            made = agent_type(row, self._actor)
            assert made is not None
            known = self._seen[id(row)] = (row, made)
        return known[1]


def handoff_type(row: models.Handoff, people: Mapping[int, AgentRow], staff: Staff) -> Handoff:
    def agent(agent_id: int | None) -> Agent | None:
        return staff.shown(people.get(agent_id)) if agent_id is not None else None

    return Handoff(
        reason=Reason(row.reason),
        urgency=Urgency(row.urgency),
        urgency_why=row.urgency_why,
        evidence=row.evidence,
        requested_at=row.requested_at,
        seen_at=row.seen_at,
        seen_by=agent(row.seen_by),
        accepted_at=row.accepted_at,
        accepted_by=agent(row.accepted_by),
        first_human_word_at=row.first_human_word_at,
        first_human_word_by=agent(row.first_human_word_by),
        closed_at=row.closed_at,
        closed_by=agent(row.closed_by),
        ending=HandoffEnding(row.ending) if row.ending else None,
        reminders=row.reminders,
        reminded_at=row.reminded_at,
        opened_at=row.opened_at,
    )
