"""The only writer of conversations and messages. Each verb takes an open transaction and locks the conversation first.

Lock order: conversation, then shop. The shop's revision is dealt by the last statements of the transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.conversations import rules
from backend.conversations.models import BotTurn, Conversation, Handoff, Message, ReadMark, Shopper
from backend.conversations.rules import Audience, Holder, MessageKind, Move, Reason, Refused, State, Urgency
from backend.db import finish_with, nudge
from backend.errors import HeldByAnother, Invalid, NotAllowed, NotFound, TermOver
from backend.shops.models import Agent, Shop


@dataclass(frozen=True)
class Known:
    """A value that the shopper gave or that Shopify signed, and where it came from."""

    value: str
    label: str
    origin: str = "answer"


def holder_of(conversation: Conversation) -> Holder:
    """Who may answer, as the rules see it."""
    return Holder(State(conversation.state), conversation.term, conversation.agent_id)


async def locked(session: AsyncSession, shop_id: int, conversation_id: int) -> Conversation:
    """The conversation under its row lock, as it is now. NotFound for another shop's, in the same words."""
    found = await session.exec(
        select(Conversation)
        .where(Conversation.id == conversation_id, Conversation.shop_id == shop_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    conversation = found.first()
    if conversation is None:
        raise NotFound("There is no such conversation.", field="conversationId")
    return conversation


def require_term(conversation: Conversation, term: int) -> None:
    """Refuses what a bot turn wants to do after its term ended. Called first, under the row lock."""
    if not rules.bot_may_reply(holder_of(conversation), term):
        raise TermOver(f"Term {term} is over: {conversation.state} holds term {conversation.term}.")


def touch(session: AsyncSession, conversation: Conversation) -> None:
    """The conversation changed: deal it the shop's next revision at the end, and ring both bells after commit."""
    conversation_id, shop_id = _id(conversation), conversation.shop_id

    async def deal(session: AsyncSession) -> None:
        head = (
            update(Shop).where(col(Shop.id) == shop_id).values(revision=Shop.revision + 1).returning(col(Shop.revision))
        )
        revision = (await session.exec(head)).scalar_one()
        await session.exec(
            update(Conversation).where(col(Conversation.id) == conversation_id).values(revision=revision)
        )

    finish_with(session, f"revision:{conversation_id}", deal)
    nudge(session, f"conversation:{conversation_id}")
    nudge(session, f"shop:{shop_id}")


def _id(row: Conversation | Message) -> int:
    assert row.id is not None
    return row.id


async def write_message(
    session: AsyncSession,
    conversation: Conversation,
    *,
    kind: MessageKind,
    author: ActorKind,
    now: datetime,
    text: str = "",
    data: dict[str, Any] | None = None,
    audience: Audience = Audience.EVERYONE,
    agent: AgentActor | None = None,
    client_key: str | None = None,
    is_preview: bool = True,
) -> Message:
    """The next message of a locked conversation; with a client key that was used before, the first one.

    `is_preview` false keeps what the lists show of the thread: the bot's "a person will come" tells an agent nothing.
    """
    if client_key is not None:
        first = await _sent_before(session, conversation, client_key)
        if first is not None:
            return first
    conversation.last_sequence += 1
    message = Message(
        shop_id=conversation.shop_id,
        conversation_id=_id(conversation),
        sequence=conversation.last_sequence,
        term=conversation.term,
        kind=kind,
        audience=audience,
        author=author,
        agent_id=agent.id if agent else None,
        author_name=agent.first_name if agent else "",
        text=text,
        data=data or {},
        client_key=client_key,
        created_at=now,
    )
    if kind in (MessageKind.TEXT, MessageKind.ACTION_RESPONSE) and audience is Audience.EVERYONE:
        conversation.last_message_at = now
        if is_preview:
            conversation.preview, conversation.preview_author = rules.preview_of(text), author
    session.add(message)
    touch(session, conversation)
    await session.flush()
    return message


async def _sent_before(session: AsyncSession, conversation: Conversation, client_key: str) -> Message | None:
    found = await session.exec(
        select(Message).where(Message.conversation_id == conversation.id, Message.client_key == client_key)
    )
    return found.first()


# Shoppers


async def open_shopper(
    session: AsyncSession, shop_id: int, *, shopper_id: int | None, customer_id: str | None, locale: str, now: datetime
) -> Shopper:
    """The shopper of a widget session. Another signed-in customer on the same machine is another shopper."""
    shopper = await session.get(Shopper, shopper_id) if shopper_id else None
    if shopper is not None and (
        shopper.shop_id != shop_id or (shopper.customer_id and shopper.customer_id != customer_id)
    ):
        shopper = None
    if customer_id and (shopper is None or shopper.customer_id is None):
        shopper = await _customer_shopper(session, shop_id, customer_id) or shopper
    if shopper is None:
        shopper = Shopper(shop_id=shop_id, created_at=now, last_seen_at=now)
    shopper.customer_id = customer_id or shopper.customer_id
    shopper.locale, shopper.last_seen_at = locale[:16], now
    session.add(shopper)
    await session.flush()
    return shopper


async def _customer_shopper(session: AsyncSession, shop_id: int, customer_id: str) -> Shopper | None:
    """The one shopper of a customer, so that a logged-in customer finds the thread on every device."""
    found = await session.exec(
        select(Shopper).where(Shopper.shop_id == shop_id, Shopper.customer_id == customer_id).order_by(col(Shopper.id))
    )
    return found.first()


async def shopper_conversation(session: AsyncSession, actor: ShopperActor, now: datetime) -> Conversation:
    """The shopper's thread, locked; made if there is none. The shopper's row lock keeps it the only one."""
    shopper = (
        await session.exec(
            select(Shopper).where(Shopper.id == actor.id, Shopper.shop_id == actor.shop_id).with_for_update()
        )
    ).first()
    if shopper is None:
        raise NotFound("This chat session is not known any more. Reload the page.")
    found = await session.exec(
        select(Conversation)
        .where(Conversation.shopper_id == actor.id)
        .order_by(col(Conversation.id).desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    conversation = found.first()
    if conversation is None:
        conversation = Conversation(
            shop_id=actor.shop_id,
            shopper_id=actor.id,
            created_at=now,
            last_message_at=now,
            state_since=now,
            known=dict(shopper.given),
            language=shopper.locale[:2].lower(),
        )
        session.add(conversation)
        await session.flush()
        nudge(session, f"shopper:{actor.id}")
    return conversation


async def post_shopper_message(
    session: AsyncSession, actor: ShopperActor, *, text: str, client_key: str, page_url: str | None, now: datetime
) -> Message:
    """Accepts a shopper's words: reopens if need be, and owes the bot a turn where the bot holds the thread."""
    text = _checked_text(text)
    _check_client_key(client_key)
    conversation = await shopper_conversation(session, actor, now)
    first = await _sent_before(session, conversation, client_key)
    if first is not None:
        return first
    if conversation.state == State.RESOLVED:
        await _reopen(session, conversation, by=ActorKind.SHOPPER, now=now)
    if not conversation.subject:
        conversation.subject = rules.preview_of(text)
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
    _check_client_key(client_key)
    conversation = await shopper_conversation(session, actor, now)
    if conversation.state == State.RESOLVED:
        await _reopen(session, conversation, by=ActorKind.SHOPPER, now=now)
    if conversation.state != State.BOT:
        return conversation
    if not conversation.subject:
        conversation.subject = "Asked for a person"
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


async def remember(session: AsyncSession, conversation: Conversation, values: Mapping[str, Known]) -> None:
    """Keeps what the shopper gave, for this thread and for their later ones: nobody asks for it again."""
    fresh = {k: {"value": v.value, "label": v.label, "origin": v.origin} for k, v in values.items() if v.value}
    if not fresh:
        return
    conversation.known = {**conversation.known, **fresh}
    shopper = await session.get(Shopper, conversation.shopper_id)
    if shopper is not None:
        shopper.given = {**shopper.given, **fresh}
        session.add(shopper)
    touch(session, conversation)


async def mark_shopper_read(session: AsyncSession, actor: ShopperActor, sequence: int) -> None:
    """How far the shopper has read; it never goes back."""
    found = await session.exec(
        select(Conversation).where(Conversation.shopper_id == actor.id).order_by(col(Conversation.id).desc()).limit(1)
    )
    conversation = found.first()
    if conversation is not None and sequence > conversation.shopper_read:
        conversation.shopper_read = min(sequence, conversation.last_sequence)
        nudge(session, f"conversation:{conversation.id}")


# The bot


async def post_bot_reply(
    session: AsyncSession,
    conversation: Conversation,
    *,
    term: int,
    text: str,
    data: dict[str, Any] | None = None,
    client_key: str | None = None,
    is_preview: bool = True,
    now: datetime,
) -> Message:
    """A bot message of the term that it was made in; TermOver if that term ended meanwhile."""
    require_term(conversation, term)
    return await write_message(
        session,
        conversation,
        kind=MessageKind.TEXT,
        author=ActorKind.BOT,
        text=text,
        data=data,
        client_key=client_key,
        is_preview=is_preview,
        now=now,
    )


async def keep_draft_suggestion(session: AsyncSession, conversation: Conversation, text: str) -> None:
    """The words of an overtaken bot become a suggestion to the agent who overtook it. They are never sent."""
    if conversation.state == State.AGENT and text:
        conversation.draft_suggestion = text
        touch(session, conversation)


def record_turn(
    session: AsyncSession,
    conversation: Conversation,
    *,
    term: int,
    outcome: str,
    trace: dict[str, Any],
    milliseconds: int,
    message: Message | None,
    now: datetime,
) -> None:
    """The trace of a bot turn, for agents."""
    session.add(
        BotTurn(
            shop_id=conversation.shop_id,
            conversation_id=_id(conversation),
            message_id=message.id if message else None,
            term=term,
            outcome=outcome,
            trace=trace,
            milliseconds=milliseconds,
            created_at=now,
        )
    )


# Moves


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
    holder = _allowed(rules.escalate(holder_of(conversation)))
    why = {"reason": reason, "urgency": urgency, "evidence": evidence}
    await _move(session, conversation, holder, Move.ESCALATE, by=by, data=why, now=now)
    handoff = Handoff(
        shop_id=conversation.shop_id,
        conversation_id=_id(conversation),
        reason=Reason(reason),
        urgency=Urgency(urgency),
        urgency_why=urgency_why,
        evidence=evidence,
        requested_by=by,
        requested_at=now,
    )
    session.add(handoff)
    _set_urgency(conversation, urgency)
    await session.flush()
    return handoff


async def _raise_urgency(
    session: AsyncSession, conversation: Conversation, urgency: str, urgency_why: str
) -> Handoff | None:
    handoff = await open_handoff(session, conversation)
    if handoff is not None and Urgency(urgency).rank > Urgency(handoff.urgency).rank:
        handoff.urgency, handoff.urgency_why = urgency, urgency_why
        session.add(handoff)
        _set_urgency(conversation, urgency)
        touch(session, conversation)
    return handoff


def _set_urgency(conversation: Conversation, urgency: str) -> None:
    conversation.urgency, conversation.urgency_rank = urgency, Urgency(urgency).rank


async def take_over(
    session: AsyncSession, actor: AgentActor, conversation_id: int, *, expected_term: int | None = None, now: datetime
) -> Conversation:
    """The agent joins and the bot steps aside. Of two agents who saw the same term, one wins."""
    conversation = await locked(session, actor.shop_id, conversation_id)
    if conversation.state == State.AGENT and conversation.agent_id == actor.id:
        return conversation
    holder = await _allowed_by_name(
        session, rules.take_over(holder_of(conversation), actor.id, expected_term=expected_term)
    )
    await _join(session, conversation, holder, actor, now)
    return conversation


async def post_reply(
    session: AsyncSession, actor: AgentActor, conversation_id: int, *, text: str, client_key: str, now: datetime
) -> Message:
    """An agent's words to the shopper. Sending takes over what no other agent holds, in this same transaction."""
    text = _checked_text(text)
    _check_client_key(client_key)
    conversation = await locked(session, actor.shop_id, conversation_id)
    first = await _sent_before(session, conversation, client_key)
    if first is not None:
        return first
    before = holder_of(conversation)
    holder = await _allowed_by_name(session, rules.take_over_to_reply(before, actor.id))
    if holder != before:
        await _join(session, conversation, holder, actor, now)
    handoff = await open_handoff(session, conversation)
    if handoff is not None:
        handoff.first_human_word_at = handoff.closed_at = now
        session.add(handoff)
    conversation.draft_suggestion = ""
    return await write_message(
        session,
        conversation,
        kind=MessageKind.TEXT,
        author=ActorKind.AGENT,
        agent=actor,
        text=text,
        client_key=client_key,
        now=now,
    )


async def post_note(
    session: AsyncSession, actor: AgentActor, conversation_id: int, *, text: str, client_key: str, now: datetime
) -> Message:
    """A word among agents. It never takes over and the shopper never sees it."""
    text = _checked_text(text)
    _check_client_key(client_key)
    conversation = await locked(session, actor.shop_id, conversation_id)
    return await write_message(
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


async def hand_back(session: AsyncSession, actor: AgentActor, conversation_id: int, *, now: datetime) -> Conversation:
    """The agent gives the thread to the bot, which starts afresh: old misses do not count.

    What the shopper wrote without an answer is the bot's to answer from now on.
    """
    conversation = await locked(session, actor.shop_id, conversation_id)
    holder = _allowed(rules.hand_back(holder_of(conversation)))
    await _move(session, conversation, holder, Move.HAND_BACK, by=ActorKind.AGENT, agent=actor, now=now)
    await _close_handoff(session, conversation, now)
    conversation.bot_misses = 0
    _set_urgency(conversation, Urgency.NORMAL)
    await owe_reaction(session, conversation)
    return conversation


async def release(session: AsyncSession, actor: AgentActor, conversation_id: int, *, now: datetime) -> Conversation:
    """The agent gives the thread to the queue: a new request for a human, so that it cannot be forgotten."""
    conversation = await locked(session, actor.shop_id, conversation_id)
    holder = _allowed(rules.release(holder_of(conversation)))
    await _move(session, conversation, holder, Move.RELEASE, by=ActorKind.AGENT, agent=actor, now=now)
    await _close_handoff(session, conversation, now)
    session.add(
        Handoff(
            shop_id=conversation.shop_id,
            conversation_id=_id(conversation),
            reason=Reason.ASKED_FOR_HUMAN,
            urgency=Urgency(conversation.urgency),
            urgency_why=f"{actor.first_name} released it to the queue.",
            evidence=f"Released by {actor.first_name}",
            requested_by=ActorKind.AGENT,
            requested_at=now,
        )
    )
    await session.flush()
    return conversation


async def resolve(session: AsyncSession, actor: AgentActor, conversation_id: int, *, now: datetime) -> Conversation:
    """Ends it until the shopper writes again."""
    conversation = await locked(session, actor.shop_id, conversation_id)
    holder = _allowed(rules.resolve(holder_of(conversation)))
    await _move(session, conversation, holder, Move.RESOLVE, by=ActorKind.AGENT, agent=actor, now=now)
    await _close_handoff(session, conversation, now)
    conversation.resolved_at = now
    return conversation


async def reopen(session: AsyncSession, actor: AgentActor, conversation_id: int, *, now: datetime) -> Conversation:
    """An agent begins it again."""
    conversation = await locked(session, actor.shop_id, conversation_id)
    await _reopen(session, conversation, by=ActorKind.AGENT, agent=actor, now=now)
    return conversation


async def reopen_for_shopper(session: AsyncSession, conversation: Conversation, *, now: datetime) -> None:
    """A shopper who does something in a resolved thread begins it again; any other thread stays as it is."""
    if conversation.state == State.RESOLVED:
        await _reopen(session, conversation, by=ActorKind.SHOPPER, now=now)


async def _reopen(
    session: AsyncSession, conversation: Conversation, *, by: ActorKind, now: datetime, agent: AgentActor | None = None
) -> None:
    held_until = conversation.resolved_at if conversation.held_by is not None else None
    holder = _allowed(rules.reopen(holder_of(conversation), held_until=held_until, now=now))
    await _move(session, conversation, holder, Move.REOPEN, by=by, agent=agent, now=now)
    conversation.bot_misses, conversation.resolved_at = 0, None
    if holder.state is State.WAITING:
        session.add(
            Handoff(
                shop_id=conversation.shop_id,
                conversation_id=_id(conversation),
                reason=Reason.ASKED_FOR_HUMAN,
                urgency=Urgency.NORMAL,
                urgency_why="A human held it within the last day.",
                evidence="Wrote again after it was resolved" if by is ActorKind.SHOPPER else "Reopened by an agent",
                requested_by=by,
                requested_at=now,
            )
        )
        _set_urgency(conversation, Urgency.NORMAL)
        await session.flush()


async def _join(
    session: AsyncSession, conversation: Conversation, holder: Holder, actor: AgentActor, now: datetime
) -> None:
    was_resolved = conversation.state == State.RESOLVED
    await _move(session, conversation, holder, Move.TAKE_OVER, by=ActorKind.AGENT, agent=actor, now=now)
    conversation.held_by = actor.id
    if was_resolved:
        conversation.resolved_at = None
    handoff = await open_handoff(session, conversation)
    if handoff is not None and handoff.accepted_at is None:
        handoff.accepted_at, handoff.accepted_by = now, actor.id
        handoff.seen_at = handoff.seen_at or now
        session.add(handoff)


async def _move(
    session: AsyncSession,
    conversation: Conversation,
    holder: Holder,
    move: Move,
    *,
    by: ActorKind,
    now: datetime,
    agent: AgentActor | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """A new term begins, and one ACTIVITY message says so."""
    conversation.state, conversation.term = holder.state, holder.term
    conversation.agent_id, conversation.state_since = holder.agent_id, now
    conversation.waiting_since = now if holder.state is State.WAITING else None
    conversation.draft_suggestion = ""  # it was for whoever took over in the term that ends here
    session.add(conversation)
    await write_message(
        session,
        conversation,
        kind=MessageKind.ACTIVITY,
        author=by,
        agent=agent,
        audience=Audience.EVERYONE,
        data={"move": move, "state": holder.state, **(data or {})},
        now=now,
    )


# Handoffs, reading, watching


async def open_handoff(session: AsyncSession, conversation: Conversation) -> Handoff | None:
    """The request for a human that is not answered yet."""
    found = await session.exec(
        select(Handoff).where(Handoff.conversation_id == conversation.id, col(Handoff.closed_at).is_(None))
    )
    return found.first()


async def _close_handoff(session: AsyncSession, conversation: Conversation, now: datetime) -> None:
    handoff = await open_handoff(session, conversation)
    if handoff is not None:
        handoff.closed_at = now
        session.add(handoff)
        await session.flush()


async def mark_read(
    session: AsyncSession, actor: AgentActor, conversation_id: int, sequence: int, *, now: datetime
) -> Conversation:
    """How far an agent has read; it never goes back. Reading a waiting thread marks its request as seen."""
    conversation = await locked(session, actor.shop_id, conversation_id)
    mark = await _read_mark(session, actor, conversation_id, now)
    if sequence > mark.sequence:
        mark.sequence, mark.read_at = min(sequence, conversation.last_sequence), now
        nudge(session, f"agent:{actor.id}")
    session.add(mark)
    handoff = await open_handoff(session, conversation)
    if handoff is not None and handoff.seen_at is None:
        handoff.seen_at = now
        session.add(handoff)
        touch(session, conversation)
    return conversation


async def watch(
    session: AsyncSession, actor: AgentActor, conversation_id: int, *, until: datetime | None, now: datetime
) -> Conversation:
    """Says that an agent has the thread open until a moment, or no longer. It changes nothing else."""
    conversation = await locked(session, actor.shop_id, conversation_id)
    mark = await _read_mark(session, actor, conversation_id, now)
    was_watching = mark.watching_until is not None and mark.watching_until > now
    mark.watching_until = until
    session.add(mark)
    if was_watching != (until is not None):
        nudge(session, f"conversation:{conversation_id}")
    return conversation


async def _read_mark(session: AsyncSession, actor: AgentActor, conversation_id: int, now: datetime) -> ReadMark:
    mark = await session.get(ReadMark, (conversation_id, actor.id))
    return mark or ReadMark(conversation_id=conversation_id, agent_id=actor.id, read_at=now)


# Checks


def _allowed(outcome: Holder | Refused) -> Holder:
    if isinstance(outcome, Refused):
        raise NotAllowed(outcome.why)
    return outcome


async def _allowed_by_name(session: AsyncSession, outcome: Holder | Refused) -> Holder:
    """Like _allowed, but names the agent who was faster."""
    if isinstance(outcome, Refused) and outcome.held_by is not None:
        agent = await session.get(Agent, outcome.held_by)
        name = agent.first_name if agent and agent.first_name else "Another agent"
        raise HeldByAnother(f"{name} holds this conversation. Take over to answer it yourself.")
    return _allowed(outcome)


def _checked_text(text: str) -> str:
    cleaned = rules.clean_text(text)
    problem = rules.text_problem(cleaned)
    if problem:
        raise Invalid(problem, field="text")
    return cleaned


def _check_client_key(key: str) -> None:
    problem = rules.client_key_problem(key)
    if problem:
        raise Invalid(problem, field="clientKey")
