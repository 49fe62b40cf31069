"""What every server of the fan-out sends: one changed conversation of an inbox, the same for all viewers."""

from datetime import UTC, datetime
from typing import Any

from graphql import parse

from backend.actors import AgentActor
from backend.conversations.models import Conversation, Handoff, Shopper
from backend.graphql.agent.handoff_types import Staff
from backend.graphql.agent.loaders import Loaders
from backend.graphql.agent.reads import InboxChanges, InboxCounts
from backend.graphql.agent.types import conversation_type
from backend.graphql.sharing import Asked, executed
from backend.shops.models import Agent
from backend.tags.queries import AppliedTag
from backend.tags.rules import Colour, Origin

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
MAYA = AgentActor(shop_id=1, id=1, first_name="Maya")
DOCUMENT = """subscription($after: Float!) { inbox(after: $after) {
  revision hasMore reset leftIds counts { needsYou bot agents resolvedToday }
  conversations {
    id revision state term subject preview previewAuthor lastSequence lastMessageAt createdAt stateSince waitingSince
    urgency intent language hasOpenForm
    agent { id firstName lastName }
    shopper { id name email customerId isVerified locale conversationCount firstSeenAt }
    tags { tag { id name colour } origin agentName evidence evidenceSequence confidence appliedAt }
    handoff { reason urgency urgencyWhy evidence requestedAt seenAt acceptedAt firstHumanWordAt
      acceptedBy { firstName } }
  }
} }"""
QUERY = DOCUMENT.replace("subscription", "query", 1)


AGENT = Agent(id=1, shop_id=1, shopify_user_id="7", first_name="Maya", last_name="Lind", created_at=AT)
SHOPPER = Shopper(id=7, shop_id=1, name="Ada", locale="en", created_at=AT, last_seen_at=AT)
TAGS = [
    AppliedTag(
        tag_id=number, name=name, colour=Colour.INFO, description="", origin=Origin.RULE, agent_name=None,
        evidence="Where is my order?", evidence_sequence=1, confidence=0.93, applied_at=AT,
    )
    for number, name in enumerate(("order-inquiry", "shipping-delay"), 1)
]  # fmt: skip
HANDOFF = Handoff(
    id=1, shop_id=1, conversation_id=1, reason="asked_for_human", requested_by="shopper", urgency="normal",
    urgency_why="asked", evidence="Let me talk to a person", requested_at=AT, accepted_by=1, accepted_at=AT,
)  # fmt: skip


class Known(Loaders):
    """Rows that are at hand already."""

    def __init__(self) -> None:
        self.actor = MAYA
        self.staff = Staff(MAYA)

    def agent(self, agent_id: int | None) -> Agent | None:
        return AGENT

    def shopper(self, shopper_id: int) -> tuple[Shopper, int]:
        return SHOPPER, 3

    def tags(self, row: Conversation) -> list[AppliedTag]:
        return TAGS

    def handoff(self, row: Conversation) -> tuple[Handoff, dict[int, Agent]]:
        return HANDOFF, {1: AGENT}

    def open_form(self, row: Conversation) -> None:
        return None


def changes(revision: int, count: int = 1) -> InboxChanges:
    rows = [
        Conversation(
            id=number, shop_id=1, shopper_id=7, agent_id=1, state="agent", term=2, revision=revision, last_sequence=9,
            subject="Where is my order?", preview="It left our warehouse yesterday.", preview_author="agent",
            language="en", intent="order-status", urgency="normal", urgency_rank=1, created_at=AT, last_message_at=AT,
            state_since=AT, waiting_since=None,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    return InboxChanges(
        revision=float(revision), has_more=False, reset=False, left_ids=[],
        conversations=[conversation_type(row, Known()) for row in rows],
        counts=InboxCounts(needs_you=3, bot=12, agents=4, resolved_today=31),
    )  # fmt: skip


async def plain(schema: Any, count: int = 1) -> dict[str, Any]:
    """The same as data, for servers that have it as such."""
    asked = Asked(schema, parse(DOCUMENT), {"after": 0}, None, is_viewers=False)
    executor = asked.executor(None)  # type: ignore[arg-type]
    assert executor is not None
    result = await executed(executor, changes(1, count))
    if result.errors or result.data is None:
        raise RuntimeError(result.errors)
    data: dict[str, Any] = result.data["inbox"]
    return data
