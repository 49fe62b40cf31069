"""What an agent sees alone, apart from what all agents follow together: their drafts, and how far they have read."""

from datetime import datetime

import strawberry

from backend.actors import AgentActor
from backend.context import Services
from backend.conversations import drafts
from backend.conversations.models import AgentDraft as DraftRow
from backend.conversations.rules import Writing
from backend.conversations.unread import unread
from backend.errors import NotAuthenticated
from backend.graphql.feeds import Entry, Feed, Found, Position
from backend.graphql.refusals import UserError
from backend.shops import queries as shops

strawberry.enum(Writing, name="Writing", description="Words to the shopper, or a note among agents.")


@strawberry.type(description="What the agent has written in a conversation and not sent.")
class AgentDraft:
    conversation_id: strawberry.ID
    client_key: str = strawberry.field(description="Send it under this key: once that is accepted, the draft is gone.")
    revision: float = strawberry.field(description="Of the desk, when it changed: an older word on a draft is no news.")
    kind: Writing
    text: str = strawberry.field(description="Empty where it is gone: sent, or thrown away in another window.")
    saved_at: datetime


@strawberry.type(description="How far the agent has read a conversation.")
class ReadMark:
    conversation_id: strawberry.ID
    sequence: int
    unread: int


@strawberry.type(description="What changed of the agent's own since a revision of their desk. Nobody else sees it.")
class Desk:
    revision: float = strawberry.field(description="The cursor to ask `after` next.")
    has_more: bool
    reset: bool = strawberry.field(
        description="True where `after` lies beyond what exists: forget and take what is here."
    )
    drafts: list[AgentDraft] = strawberry.field(description="From 0: all that are kept. Else those that changed.")
    read: list[ReadMark] = strawberry.field(description="Where the agent has read on, in any window.")


@strawberry.type
class DraftPayload:
    draft: AgentDraft | None = strawberry.field(default=None, description="Null where nothing is kept under the key.")
    user_errors: list[UserError] = strawberry.field(default_factory=list)


def draft_type(row: DraftRow) -> AgentDraft:
    return AgentDraft(
        conversation_id=strawberry.ID(str(row.conversation_id)),
        client_key=row.client_key,
        revision=float(row.revision),
        kind=Writing(row.kind),
        text=row.text,
        saved_at=row.saved_at,
    )


async def desk(services: Services, actor: AgentActor, after: int) -> Desk:
    """The agent's own after a revision of their desk."""
    async with services.db.reading() as session:
        found = await drafts.changes(session, actor, after)
        counts = await unread(session, actor, [mark.conversation_id for mark in found.marks])
    return Desk(
        revision=float(found.revision),
        has_more=False,
        reset=found.reset,
        drafts=[draft_type(row) for row in found.drafts],
        read=[
            ReadMark(
                conversation_id=strawberry.ID(str(mark.conversation_id)),
                sequence=mark.sequence,
                unread=counts.get(mark.conversation_id, 0),
            )
            for mark in found.marks
        ],
    )


def desk_feed(services: Services, actor: AgentActor, after: int) -> Feed[Desk]:
    """The desk now and after each change, for all windows of one agent."""

    async def read(at: Position, _is_own: bool) -> Found[Desk]:
        changed = await desk(services, actor, at.cursor)
        is_news = at.seen is None or changed.reset or bool(changed.drafts or changed.read)
        return Found(changed if is_news else None, Position(int(changed.revision), ""))

    async def check() -> None:
        async with services.db.reading() as session:
            if not await shops.may_still_ask(session, actor):
                raise NotAuthenticated("This access has ended.")

    own = (actor.kind, actor.id)
    entry = Entry(rights=("desk", actor.shop_id, *own), viewer=own, proof=own, check=check)
    return Feed(services.live, entry, (f"agent:{actor.id}",), Position(after), read)
