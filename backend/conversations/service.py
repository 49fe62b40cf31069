"""The verbs of conversations, and with shoppers.py, transcript.py and moves.py their only writer.

Each verb takes an open transaction and locks the conversation first. Others import this module alone.
"""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.conversations import drafts, repeats, rules
from backend.conversations.handoffs import Ending
from backend.conversations.models import Conversation, Message, ReadMark
from backend.conversations.moves import (
    allowed,
    allowed_by_name,
    ask_again,
    begin_again,
    close_handoff,
    escalate,
    join,
    move,
    open_handoff,
    see,
    set_urgency,
)
from backend.conversations.rules import Audience, MessageKind, Move, Reason, State, Urgency
from backend.conversations.shoppers import introduce, open_shopper, shopper_conversation
from backend.conversations.subject import ASKED_FOR_A_PERSON, subject_after
from backend.conversations.transcript import (
    Known,
    check_client_key,
    checked_text,
    holder_of,
    keep_draft_suggestion,
    locked,
    post_bot_reply,
    record_turn,
    remember,
    require_term,
    sent_before,
    touch,
    write_message,
)
from backend.db import nudge

__all__ = [
    "Known",
    "escalate",
    "holder_of",
    "introduce",
    "keep_draft_suggestion",
    "locked",
    "open_handoff",
    "open_shopper",
    "post_bot_reply",
    "record_turn",
    "remember",
    "require_term",
    "shopper_conversation",
    "touch",
    "write_message",
]

# Shoppers


async def post_shopper_message(
    session: AsyncSession, actor: ShopperActor, *, text: str, client_key: str, page_url: str | None, now: datetime
) -> Message:
    """Accepts a shopper's words: reopens if need be, and owes the bot a turn where the bot holds the thread."""
    text = checked_text(text)
    check_client_key(client_key)
    conversation = await shopper_conversation(session, actor, now)
    first = await sent_before(session, conversation, client_key)
    if first is not None:
        return first
    if conversation.state == State.RESOLVED:
        await begin_again(session, conversation, by=ActorKind.SHOPPER, now=now)
    conversation.subject = subject_after(conversation.subject, text)
    if page_url:
        conversation.page_url = page_url[:500]
    message = await write_message(
        session,
        conversation,
        kind=MessageKind.TEXT,
        author=ActorKind.SHOPPER,
        text=text,
        client_key=client_key,
        now=now,
    )
    await owe_reaction(session, conversation)
    return message


async def owe_reaction(session: AsyncSession, conversation: Conversation) -> None:
    """After the shopper's turn: a bot reply where the bot holds the thread, else tags alone."""
    payload = {"shop_id": conversation.shop_id, "conversation_id": conversation.id}
    if conversation.state == State.BOT:
        await jobs.enqueue(session, "bot.reply", payload, key=f"bot.reply:{conversation.id}")
    else:
        await jobs.enqueue(session, "tags.apply", payload, key=f"tags.apply:{conversation.id}")


async def ask_for_human(session: AsyncSession, actor: ShopperActor, *, client_key: str, now: datetime) -> Conversation:
    """The always-visible button. Pressing it twice, or while a human is there, changes nothing."""
    check_client_key(client_key)
    conversation = await shopper_conversation(session, actor, now)
    if conversation.state == State.RESOLVED:
        await begin_again(session, conversation, by=ActorKind.SHOPPER, now=now)
    if conversation.state != State.BOT:
        return conversation
    if not conversation.subject:
        conversation.subject = ASKED_FOR_A_PERSON
    await escalate(
        session,
        conversation,
        reason=Reason.ASKED_FOR_HUMAN,
        urgency=Urgency.NORMAL,
        urgency_why="The shopper pressed “Talk to a person”.",
        evidence="Pressed “Talk to a person”",
        by=ActorKind.SHOPPER,
        now=now,
    )
    await owe_reaction(session, conversation)
    return conversation


async def mark_shopper_read(session: AsyncSession, actor: ShopperActor, sequence: int) -> None:
    """How far the shopper has read; it never goes back."""
    found = await session.exec(
        select(Conversation).where(Conversation.shopper_id == actor.id).order_by(col(Conversation.id).desc()).limit(1)
    )
    conversation = found.first()
    if conversation is not None and sequence > conversation.shopper_read:
        conversation.shopper_read = min(sequence, conversation.last_sequence)
        nudge(session, f"conversation:{conversation.id}")


# Agents


async def take_over(
    session: AsyncSession, actor: AgentActor, conversation_id: int, *, expected_term: int | None = None, now: datetime
) -> Conversation:
    """The agent joins and the bot steps aside. Of two agents who saw the same term, one wins."""
    conversation = await locked(session, actor.shop_id, conversation_id)
    if conversation.state == State.AGENT and conversation.agent_id == actor.id:
        return conversation
    holder = await allowed_by_name(
        session, rules.take_over(holder_of(conversation), actor.id, expected_term=expected_term)
    )
    await join(session, conversation, holder, actor, now)
    return conversation


async def post_reply(
    session: AsyncSession, actor: AgentActor, conversation_id: int, *, text: str, client_key: str, now: datetime
) -> Message:
    """An agent's words to the shopper. Sending takes over what no other agent holds, in this same transaction."""
    text = checked_text(text)
    check_client_key(client_key)
    conversation = await locked(session, actor.shop_id, conversation_id)
    first = await sent_before(session, conversation, client_key)
    if first is not None:
        return first
    before = holder_of(conversation)
    holder = await allowed_by_name(session, rules.take_over_to_reply(before, actor.id))
    if holder != before:
        await join(session, conversation, holder, actor, now)
    await close_handoff(session, conversation, Ending.ANSWERED, now, actor.id)
    conversation.draft_suggestion = ""
    message = await write_message(
        session,
        conversation,
        kind=MessageKind.TEXT,
        author=ActorKind.AGENT,
        agent=actor,
        text=text,
        client_key=client_key,
        now=now,
    )
    await repeats.count_reply(session, conversation, message, now)
    await drafts.sent(session, actor, conversation, client_key, now)
    return message


async def post_note(
    session: AsyncSession, actor: AgentActor, conversation_id: int, *, text: str, client_key: str, now: datetime
) -> Message:
    """A word among agents. It never takes over and the shopper never sees it."""
    text = checked_text(text)
    check_client_key(client_key)
    conversation = await locked(session, actor.shop_id, conversation_id)
    message = await write_message(
        session,
        conversation,
        kind=MessageKind.NOTE,
        author=ActorKind.AGENT,
        audience=Audience.AGENTS,
        agent=actor,
        text=text,
        client_key=client_key,
        now=now,
    )
    await drafts.sent(session, actor, conversation, client_key, now)
    return message


async def hand_back(session: AsyncSession, actor: AgentActor, conversation_id: int, *, now: datetime) -> Conversation:
    """The agent gives the thread to the bot, which starts afresh: old misses do not count.

    What the shopper wrote without an answer is the bot's to answer from now on.
    """
    conversation = await locked(session, actor.shop_id, conversation_id)
    holder = allowed(rules.hand_back(holder_of(conversation)))
    await move(session, conversation, holder, Move.HAND_BACK, by=ActorKind.AGENT, agent=actor, now=now)
    await close_handoff(session, conversation, Ending.HANDED_BACK, now, actor.id)
    conversation.bot_misses = 0
    set_urgency(conversation, Urgency.NORMAL)
    await owe_reaction(session, conversation)
    return conversation


async def release(session: AsyncSession, actor: AgentActor, conversation_id: int, *, now: datetime) -> Conversation:
    """The agent gives the thread to the queue: a new request for a human, so that it cannot be forgotten."""
    conversation = await locked(session, actor.shop_id, conversation_id)
    holder = allowed(rules.release(holder_of(conversation)))
    await move(session, conversation, holder, Move.RELEASE, by=ActorKind.AGENT, agent=actor, now=now)
    await close_handoff(session, conversation, Ending.RELEASED, now, actor.id)
    why = f"{actor.first_name} released it to the queue."
    await ask_again(session, conversation, reason=Reason.ASKED_FOR_HUMAN, why=why, by=ActorKind.AGENT, now=now)
    return conversation


async def resolve(session: AsyncSession, actor: AgentActor, conversation_id: int, *, now: datetime) -> Conversation:
    """Ends it until the shopper writes again."""
    conversation = await locked(session, actor.shop_id, conversation_id)
    holder = allowed(rules.resolve(holder_of(conversation)))
    await move(session, conversation, holder, Move.RESOLVE, by=ActorKind.AGENT, agent=actor, now=now)
    await close_handoff(session, conversation, Ending.RESOLVED, now, actor.id)
    conversation.resolved_at = now
    return conversation


async def reopen(session: AsyncSession, actor: AgentActor, conversation_id: int, *, now: datetime) -> Conversation:
    """An agent begins it again."""
    conversation = await locked(session, actor.shop_id, conversation_id)
    await begin_again(session, conversation, by=ActorKind.AGENT, agent=actor, now=now)
    return conversation


async def reopen_for_shopper(session: AsyncSession, conversation: Conversation, *, now: datetime) -> None:
    """A shopper who does something in a resolved thread begins it again; any other thread stays as it is."""
    if conversation.state == State.RESOLVED:
        await begin_again(session, conversation, by=ActorKind.SHOPPER, now=now)


# Reading, watching


async def mark_read(
    session: AsyncSession, actor: AgentActor, conversation_id: int, sequence: int, *, now: datetime
) -> Conversation:
    """How far an agent has read; it never goes back. Reading a waiting thread marks its request as seen."""
    conversation = await locked(session, actor.shop_id, conversation_id)
    mark = await _read_mark(session, actor, conversation_id, now)
    has_read_on = sequence > mark.sequence
    if has_read_on:
        mark.sequence, mark.read_at = min(sequence, conversation.last_sequence), now
    session.add(mark)
    await see(session, conversation, actor, now)
    if has_read_on:
        drafts.lay_on_desk(session, actor, mark)
    return conversation


async def watch(
    session: AsyncSession, actor: AgentActor, conversation_id: int, *, until: datetime | None, now: datetime
) -> Conversation:
    """Says that an agent has the thread open until a moment, or no longer. A request for a human has been seen then.

    Both moments are by the clock that all processes share: those of other processes ask who is there.
    """
    conversation = await locked(session, actor.shop_id, conversation_id)
    mark = await _read_mark(session, actor, conversation_id, now)
    was_watching = mark.watching_until is not None and mark.watching_until > now
    mark.watching_until = until
    session.add(mark)
    if was_watching != (until is not None):
        nudge(session, f"conversation:{conversation_id}")
    if until is not None:
        await see(session, conversation, actor, now)
    return conversation


async def _read_mark(session: AsyncSession, actor: AgentActor, conversation_id: int, now: datetime) -> ReadMark:
    mark = await session.get(ReadMark, (conversation_id, actor.id))
    return mark or ReadMark(conversation_id=conversation_id, agent_id=actor.id, read_at=now)
