"""What an agent sees alone: how far they have read, and what they have written and not sent.

A draft is kept under the client key that its send will have. So it is gone exactly when that send was accepted, in the
same transaction; whoever lost the answer finds the draft and the key, and sends again without saying it twice.
Each change takes the next revision of the agent's desk, which their windows follow as they follow the inbox.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import AgentActor
from backend.conversations import rules
from backend.conversations.models import AgentDraft, Conversation, Desk, ReadMark
from backend.conversations.rules import Writing
from backend.conversations.transcript import check_client_key, locked, row_id, sent_before
from backend.db import finish_with, insert_into, nudge
from backend.errors import Invalid

FIRST = 1
"""Where an empty desk stands: 0 asks for all that lies on it, and is nobody's cursor."""
MOST_DRAFTS = 20
"""Of one agent in one conversation. A window keeps one reply and one note; the rest waits to be sent."""


@dataclass(frozen=True)
class Changes:
    """What changed on a desk since a revision."""

    revision: int
    reset: bool
    drafts: list[AgentDraft]
    marks: list[ReadMark]


async def save(
    session: AsyncSession,
    actor: AgentActor,
    conversation_id: int,
    *,
    client_key: str,
    kind: Writing,
    text: str,
    now: datetime,
) -> AgentDraft | None:
    """Keeps what an agent has typed so far; an empty text throws it away. What was sent meanwhile stays sent.

    None where nothing is kept under the key. Raises Invalid for a text or a number of drafts beyond all use.
    """
    check_client_key(client_key)
    problem = rules.draft_problem(text)
    if problem:
        raise Invalid(problem, field="text")
    conversation = await locked(session, actor.shop_id, conversation_id)
    if await sent_before(session, conversation, client_key) is not None:
        return None
    draft = await session.get(AgentDraft, (conversation_id, actor.id, client_key))
    if draft is None:
        if not text:
            return None
        await _require_room(session, actor, conversation)
        draft = AgentDraft(
            conversation_id=conversation_id,
            agent_id=actor.id,
            client_key=client_key,
            shop_id=actor.shop_id,
            kind=kind,
            saved_at=now,
        )
    if draft.text != text:
        draft.text, draft.saved_at = text, now
        lay_on_desk(session, actor, draft)
    session.add(draft)
    return draft if text else None


async def _require_room(session: AsyncSession, actor: AgentActor, conversation: Conversation) -> None:
    counted = select(func.count()).where(
        col(AgentDraft.conversation_id) == row_id(conversation),
        col(AgentDraft.agent_id) == actor.id,
        col(AgentDraft.text) != "",
    )
    if (await session.exec(counted)).one() >= MOST_DRAFTS:
        raise Invalid(f"There are {MOST_DRAFTS} drafts in this conversation. Send or discard some first.", field="text")


async def sent(
    session: AsyncSession, actor: AgentActor, conversation: Conversation, client_key: str, now: datetime
) -> None:
    """The send under this key was accepted: nothing is left to keep."""
    draft = await session.get(AgentDraft, (row_id(conversation), actor.id, client_key))
    if draft is not None and draft.text:
        draft.text, draft.saved_at = "", now
        session.add(draft)
        lay_on_desk(session, actor, draft)


def lay_on_desk(session: AsyncSession, actor: AgentActor, row: AgentDraft | ReadMark) -> None:
    """The row changed for its agent alone: it gets the desk's next revision at the very end, after any shop's."""

    async def deal(session: AsyncSession) -> None:
        head = insert_into(session, Desk).values(agent_id=actor.id, shop_id=actor.shop_id, revision=FIRST + 1)
        head = head.on_conflict_do_update(index_elements=["agent_id"], set_={"revision": col(Desk.revision) + 1})
        row.revision = (await session.exec(head.returning(col(Desk.revision)))).scalar_one()
        session.add(row)

    finish_with(session, f"desk:{actor.id}:{id(row)}", deal)
    nudge(session, f"agent:{actor.id}")


async def changes(session: AsyncSession, actor: AgentActor, after: int) -> Changes:
    """The desk after a revision. From 0, and where `after` lies beyond its end: all that is written and not sent.

    It ends at the head that was read first: each statement on Postgres sees what was committed before itself, so that a
    later one may know of a revision above others that an earlier one could not see. The next look has them all.
    """
    head = (await session.exec(select(Desk.revision).where(Desk.agent_id == actor.id))).first() or FIRST
    reset = after > head
    if after == 0 or reset:
        own = select(AgentDraft).where(col(AgentDraft.agent_id) == actor.id, col(AgentDraft.text) != "")
        return Changes(head, reset, list((await session.exec(own.order_by(col(AgentDraft.revision)))).all()), [])
    drafts = select(AgentDraft).where(
        col(AgentDraft.agent_id) == actor.id, col(AgentDraft.revision).between(after + 1, head)
    )
    marks = select(ReadMark).where(col(ReadMark.agent_id) == actor.id, col(ReadMark.revision).between(after + 1, head))
    found = list((await session.exec(drafts.order_by(col(AgentDraft.revision)))).all())
    read = list((await session.exec(marks.order_by(col(ReadMark.revision)))).all())
    return Changes(head, False, found, read)
