"""Writing into a locked conversation: the only place that builds a message, deals sequences and checks a bot's term.

Lock order: conversation, then shopper, then shop. The shop's revision is dealt by the last statements of the
transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from structlog.contextvars import bind_contextvars

from backend.actors import ActorKind, AgentActor
from backend.conversations import rules
from backend.conversations.models import BotTurn, Conversation, Message, Shopper
from backend.conversations.rules import Audience, Holder, MessageKind, State
from backend.db import finish_with, nudge
from backend.errors import Invalid, NotFound, TermOver
from backend.shops.models import Shop


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
    bind_contextvars(conversation=conversation_id)
    return conversation


def require_term(conversation: Conversation, term: int) -> None:
    """Refuses what a bot turn wants to do after its term ended. Called first, under the row lock."""
    if not rules.bot_may_reply(holder_of(conversation), term):
        raise TermOver(f"Term {term} is over: {conversation.state} holds term {conversation.term}.")


def touch(session: AsyncSession, conversation: Conversation) -> None:
    """The conversation changed: deal it the shop's next revision at the end, and ring both bells after commit."""
    conversation_id, shop_id = row_id(conversation), conversation.shop_id

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


def row_id(row: Conversation | Message) -> int:
    """The id of a row that the database has."""
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
    A thread's time does not go back: who waited for the lock looked at the clock before others who were faster.
    """
    if client_key is not None:
        first = await sent_before(session, conversation, client_key)
        if first is not None:
            return first
    now = max(now, conversation.last_message_at, conversation.state_since)
    conversation.last_sequence += 1
    message = Message(
        shop_id=conversation.shop_id,
        conversation_id=row_id(conversation),
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


async def sent_before(session: AsyncSession, conversation: Conversation, client_key: str) -> Message | None:
    """The message that a client key was used for."""
    found = await session.exec(
        select(Message).where(Message.conversation_id == conversation.id, Message.client_key == client_key)
    )
    return found.first()


def as_kept(values: Mapping[str, Known]) -> dict[str, dict[str, str]]:
    """Known values as rows keep them; empty ones are not known."""
    return {k: {"value": v.value, "label": v.label, "origin": v.origin} for k, v in values.items() if v.value}


async def remember(session: AsyncSession, conversation: Conversation, values: Mapping[str, Known]) -> None:
    """Keeps what the shopper gave, for this thread and for their later ones: nobody asks for it again."""
    fresh = as_kept(values)
    if not fresh:
        return
    conversation.known = {**conversation.known, **fresh}
    shopper = await session.get(Shopper, conversation.shopper_id)
    if shopper is not None:
        shopper.given = {**shopper.given, **fresh}
        session.add(shopper)
    touch(session, conversation)


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
    """The words of an overtaken bot become a suggestion to the agent who answers now, or next. They are never sent."""
    if conversation.state in (State.AGENT, State.WAITING) and text:
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
            conversation_id=row_id(conversation),
            message_id=message.id if message else None,
            term=term,
            outcome=outcome,
            trace=trace,
            milliseconds=milliseconds,
            created_at=now,
        )
    )


def checked_text(text: str) -> str:
    """The cleaned text, or Invalid with what to do."""
    cleaned = rules.clean_text(text)
    problem = rules.text_problem(cleaned)
    if problem:
        raise Invalid(problem, field="text")
    return cleaned


def check_client_key(key: str) -> None:
    """Raises Invalid for what is no client key."""
    problem = rules.client_key_problem(key)
    if problem:
        raise Invalid(problem, field="clientKey")
