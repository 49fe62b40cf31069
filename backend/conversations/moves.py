"""The moves: who may answer changes, a new term begins, and one activity says so. Requests for a human go along.

Each takes a locked conversation. What a move may do is for rules.py to say.
"""

from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import ActorKind, AgentActor
from backend.conversations import rules
from backend.conversations.handoffs import Ending
from backend.conversations.models import Conversation, Handoff
from backend.conversations.rules import Audience, Holder, MessageKind, Move, Reason, Refused, State, Urgency
from backend.conversations.transcript import holder_of, row_id, touch, write_message
from backend.errors import HeldByAnother, NotAllowed
from backend.shops.models import Agent


async def escalate(
    session: AsyncSession,
    conversation: Conversation,
    *,
    reason: str,
    urgency: str,
    urgency_why: str,
    evidence: str,
    by: ActorKind,
    now: datetime,
) -> Handoff | None:
    """Asks for a human. While one is already asked for, it can only raise the urgency; an agent needs no asking."""
    if conversation.state == State.WAITING:
        return await _raise_urgency(session, conversation, urgency, urgency_why)
    if conversation.state != State.BOT:
        return None
    holder = allowed(rules.escalate(holder_of(conversation)))
    why = {"reason": reason, "urgency": urgency, "evidence": evidence}
    await move(session, conversation, holder, Move.ESCALATE, by=by, data=why, now=now)
    handoff = Handoff(
        shop_id=conversation.shop_id,
        conversation_id=row_id(conversation),
        reason=Reason(reason),
        urgency=Urgency(urgency),
        urgency_why=urgency_why,
        evidence=evidence,
        requested_by=by,
        requested_at=now,
    )
    session.add(handoff)
    set_urgency(conversation, urgency)
    await session.flush()
    return handoff


async def _raise_urgency(
    session: AsyncSession, conversation: Conversation, urgency: str, urgency_why: str
) -> Handoff | None:
    handoff = await open_handoff(session, conversation)
    if handoff is not None and Urgency(urgency).rank > Urgency(handoff.urgency).rank:
        handoff.urgency, handoff.urgency_why = urgency, urgency_why
        session.add(handoff)
        set_urgency(conversation, urgency)
        touch(session, conversation)
    return handoff


def set_urgency(conversation: Conversation, urgency: str) -> None:
    """How soon a human is needed, and its place in the order of the waiting list."""
    conversation.urgency, conversation.urgency_rank = urgency, Urgency(urgency).rank


async def begin_again(
    session: AsyncSession, conversation: Conversation, *, by: ActorKind, now: datetime, agent: AgentActor | None = None
) -> None:
    """A resolved conversation goes to the queue if a human held it within a day, else to the bot."""
    held_until = conversation.resolved_at if conversation.held_by is not None else None
    holder = allowed(rules.reopen(holder_of(conversation), held_until=held_until, now=now))
    await move(session, conversation, holder, Move.REOPEN, by=by, agent=agent, now=now)
    conversation.bot_misses, conversation.resolved_at = 0, None
    if holder.state is State.WAITING:
        session.add(
            Handoff(
                shop_id=conversation.shop_id,
                conversation_id=row_id(conversation),
                reason=Reason.ASKED_FOR_HUMAN,
                urgency=Urgency.NORMAL,
                urgency_why="A human held it within the last day.",
                evidence="Wrote again after it was resolved" if by is ActorKind.SHOPPER else "Reopened by an agent",
                requested_by=by,
                requested_at=now,
            )
        )
        set_urgency(conversation, Urgency.NORMAL)
        await session.flush()


async def join(
    session: AsyncSession, conversation: Conversation, holder: Holder, actor: AgentActor, now: datetime
) -> None:
    """An agent takes the conversation, and with it the open request for a human."""
    was_resolved = conversation.state == State.RESOLVED
    await move(session, conversation, holder, Move.TAKE_OVER, by=ActorKind.AGENT, agent=actor, now=now)
    conversation.held_by = actor.id
    if was_resolved:
        conversation.resolved_at = None
    handoff = await open_handoff(session, conversation)
    if handoff is not None and handoff.accepted_at is None:
        handoff.accepted_at, handoff.accepted_by = now, actor.id
        if handoff.seen_at is None:
            handoff.seen_at, handoff.seen_by = now, actor.id
        session.add(handoff)


async def move(
    session: AsyncSession,
    conversation: Conversation,
    holder: Holder,
    move: Move,
    *,
    by: ActorKind,
    now: datetime,
    agent: AgentActor | None = None,
    text: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """A new term begins, and one ACTIVITY message says so. `text` says it to agents where the move alone does not.

    A thread's time does not go back, as in write_message.
    """
    now = max(now, conversation.state_since, conversation.last_message_at)
    if not (conversation.state == State.WAITING and holder.state is State.AGENT):
        conversation.draft_suggestion = ""  # it was for whoever answers in the term that ends here
    conversation.state, conversation.term = holder.state, holder.term
    conversation.agent_id, conversation.state_since = holder.agent_id, now
    conversation.waiting_since = now if holder.state is State.WAITING else None
    session.add(conversation)
    await write_message(
        session,
        conversation,
        kind=MessageKind.ACTIVITY,
        author=by,
        agent=agent,
        audience=Audience.EVERYONE,
        text=text,
        data={"move": move, "state": holder.state, **(data or {})},
        now=now,
    )


async def open_handoff(session: AsyncSession, conversation: Conversation) -> Handoff | None:
    """The request for a human that is not answered yet."""
    found = await session.exec(
        select(Handoff).where(Handoff.conversation_id == conversation.id, col(Handoff.closed_at).is_(None))
    )
    return found.first()


async def close_handoff(
    session: AsyncSession, conversation: Conversation, ending: Ending, now: datetime, by: int | None = None
) -> None:
    """The request for a human ends, if one is open; `by` is the agent who ended it."""
    handoff = await open_handoff(session, conversation)
    if handoff is not None:
        handoff.closed_at, handoff.closed_by, handoff.ending = now, by, ending
        if ending is Ending.ANSWERED:
            handoff.first_human_word_at, handoff.first_human_word_by = now, by
        session.add(handoff)
        await session.flush()


async def see(session: AsyncSession, conversation: Conversation, actor: AgentActor, now: datetime) -> None:
    """An agent opened the thread: of a request that nobody saw before, they are the first who did."""
    handoff = await open_handoff(session, conversation)
    if handoff is not None and handoff.seen_at is None:
        handoff.seen_at, handoff.seen_by = now, actor.id
        session.add(handoff)
        touch(session, conversation)


async def ask_again(
    session: AsyncSession, conversation: Conversation, *, reason: Reason, why: str, by: ActorKind, now: datetime
) -> Handoff:
    """A new request for a human, for a thread that went to the queue: it cannot be forgotten there."""
    handoff = Handoff(
        shop_id=conversation.shop_id,
        conversation_id=row_id(conversation),
        reason=reason,
        urgency=Urgency(conversation.urgency),
        urgency_why=why,
        requested_by=by,
        requested_at=now,
    )
    session.add(handoff)
    await session.flush()
    return handoff


def allowed(outcome: Holder | Refused) -> Holder:
    """The outcome, or NotAllowed with the rule's words."""
    if isinstance(outcome, Refused):
        raise NotAllowed(outcome.why)
    return outcome


async def allowed_by_name(session: AsyncSession, outcome: Holder | Refused) -> Holder:
    """Like _allowed, but names the agent who was faster."""
    if isinstance(outcome, Refused) and outcome.held_by is not None:
        agent = await session.get(Agent, outcome.held_by)
        name = agent.first_name if agent and agent.first_name else "Another agent"
        raise HeldByAnother(f"{name} holds this conversation. Take over to answer it yourself.")
    return allowed(outcome)
