"""The rows of the heart. The constraints here are the last guard of the invariants in rules.py."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from backend.db import json_field, moment, primary_key, reference


class Shopper(SQLModel, table=True):
    """A person in the widget. `customer_id` is Shopify's own word; `given` is what they told us."""

    __table_args__ = (Index("ix_shopper_customer", "shop_id", "customer_id"),)

    id: int | None = primary_key()
    shop_id: int = reference("shop.id")
    customer_id: str | None = Field(default=None, max_length=64)
    name: str = ""
    given: dict[str, Any] = json_field()
    """Known answers by field key, such as {"email": …, "order_number": …}: nobody asks for them again."""
    locale: str = Field(default="", max_length=16)
    created_at: datetime = moment()
    last_seen_at: datetime = moment()


class Conversation(SQLModel, table=True):
    """One thread. `state`, `term` and `agent_id` say who may answer; only service.py's moves change them."""

    __table_args__ = (
        CheckConstraint("state IN ('bot', 'waiting', 'agent', 'resolved')", name="state_known"),
        CheckConstraint("(state = 'agent') = (agent_id IS NOT NULL)", name="agent_state_has_agent"),
        CheckConstraint("term >= 1", name="term_positive"),
        Index("ix_conversation_feed", "shop_id", "revision"),
        Index("ix_conversation_list", "shop_id", "state", "last_message_at"),
        Index("ix_conversation_recent", "shop_id", "last_message_at"),
        Index("ix_conversation_bot", "shop_id", "state", "bot_misses", "last_message_at"),
        Index("ix_conversation_resolved", "shop_id", "resolved_at"),
        Index("ix_conversation_standing", "state", "last_message_at"),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id", index=False)
    shopper_id: int = reference("shopper.id")
    state: str = Field(default="bot", max_length=16)
    term: int = 1
    agent_id: int | None = reference("agent.id", nullable=True)
    held_by: int | None = reference("agent.id", nullable=True, index=False)
    """The last agent who held it, for reopening."""
    last_sequence: int = 0
    revision: int = Field(default=0, sa_type=BigInteger)
    subject: str = ""
    preview: str = ""
    preview_author: str = Field(default="shopper", max_length=16)
    language: str = Field(default="", max_length=8)
    intent: str = Field(default="", max_length=32)
    urgency: str = Field(default="normal", max_length=8)
    urgency_rank: int = 1
    waiting_since: datetime | None = moment(nullable=True)
    bot_misses: int = 0
    draft_suggestion: str = Field(default="", sa_type=Text)
    """What the bot had half written when an agent took over: a suggestion to that agent, never sent."""
    known: dict[str, Any] = json_field()
    """Answers of this thread by field key."""
    page_url: str = ""
    shopper_read: int = 0
    created_at: datetime = moment()
    last_message_at: datetime = moment()
    state_since: datetime = moment()
    resolved_at: datetime | None = moment(nullable=True)


class Message(SQLModel, table=True):
    """One entry of a transcript. It does not change; sequence is 1, 2, 3 … without a gap."""

    __table_args__ = (
        Index("ix_message_thread", "shop_id", "conversation_id"),
        UniqueConstraint("conversation_id", "sequence"),
        UniqueConstraint("conversation_id", "client_key"),
        CheckConstraint("sequence >= 1", name="sequence_positive"),
        CheckConstraint("audience IN ('everyone', 'agents')", name="audience_known"),
        CheckConstraint("kind <> 'note' OR audience = 'agents'", name="note_for_agents"),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id", index=False)
    conversation_id: int = reference("conversation.id", index=False)
    sequence: int
    term: int
    kind: str = Field(max_length=24)
    audience: str = Field(max_length=16)
    author: str = Field(max_length=16)
    agent_id: int | None = reference("agent.id", nullable=True, index=False)
    author_name: str = Field(default="", max_length=80)
    text: str = Field(default="", sa_type=Text)
    data: dict[str, Any] = json_field()
    """By kind: citations of a bot answer, the offer's id, the answers of a response, the move of an activity."""
    client_key: str | None = Field(default=None, max_length=64)
    created_at: datetime = moment()


class Handoff(SQLModel, table=True):
    """A request for a human, from the request to the first human word. At most one is open in a conversation."""

    __table_args__ = (
        Index("ix_handoff_thread", "shop_id", "conversation_id"),
        Index(
            "one_open_handoff",
            "conversation_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id", index=False)
    conversation_id: int = reference("conversation.id", index=False)
    reason: str = Field(max_length=24)
    urgency: str = Field(max_length=8)
    urgency_why: str = ""
    evidence: str = ""
    requested_by: str = Field(max_length=16)
    requested_at: datetime = moment()
    seen_at: datetime | None = moment(nullable=True)
    seen_by: int | None = reference("agent.id", nullable=True, index=False)
    """The first agent who opened the thread."""
    accepted_at: datetime | None = moment(nullable=True)
    accepted_by: int | None = reference("agent.id", nullable=True, index=False)
    first_human_word_at: datetime | None = moment(nullable=True)
    first_human_word_by: int | None = reference("agent.id", nullable=True, index=False)
    closed_at: datetime | None = moment(nullable=True)
    closed_by: int | None = reference("agent.id", nullable=True, index=False)
    """Nobody where no agent closed it: the watchdog did, since the agent who held the thread was gone."""
    ending: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})
    """answered, resolved, handed_back or released; empty while it is open."""
    reminders: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How often everybody at the inbox was reminded of it."""
    reminded_at: datetime | None = moment(nullable=True)
    raises: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How often its urgency rose because time passed."""
    opened_at: datetime | None = moment(nullable=True)
    """When the team's hours began, for what was asked for outside of them."""


class ReadMark(SQLModel, table=True):
    """How far an agent has read a conversation: unread is per agent."""

    conversation_id: int = reference("conversation.id", primary=True, index=False)
    agent_id: int = reference("agent.id", primary=True)
    sequence: int = 0
    read_at: datetime = moment()
    watching_until: datetime | None = moment(nullable=True)
    """While this lies ahead the agent has the thread open; renewed by a heartbeat, so a closed laptop ends it."""
    revision: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    """Of the agent's desk, when they last read on."""


class AgentDraft(SQLModel, table=True):
    """What an agent wrote and has not sent, under the client key that the send will have. Nobody else reads it."""

    __table_args__ = (
        Index("ix_agentdraft_desk", "agent_id", "revision"),
        CheckConstraint("kind IN ('reply', 'note')", name="kind_known"),
    )

    conversation_id: int = reference("conversation.id", primary=True, index=False)
    agent_id: int = reference("agent.id", primary=True, index=False)
    client_key: str = Field(primary_key=True, max_length=64)
    shop_id: int = reference("shop.id")
    kind: str = Field(max_length=8)
    text: str = Field(default="", sa_type=Text)
    """Empty once it was sent or thrown away: their other windows must hear of it."""
    revision: int = Field(default=0, sa_type=BigInteger)
    """Of the agent's desk, when this changed."""
    saved_at: datetime = moment()


class Desk(SQLModel, table=True):
    """The newest revision of what an agent sees alone. Dealt as the very last statement, after the shop's."""

    agent_id: int = reference("agent.id", primary=True, index=False)
    shop_id: int = reference("shop.id")
    revision: int = Field(default=0, sa_type=BigInteger)


class BotTurn(SQLModel, table=True):
    """The trace of one bot turn for agents: what was understood, found and decided, and how long it took."""

    __table_args__ = (Index("ix_botturn_thread", "shop_id", "conversation_id"),)

    id: int | None = primary_key()
    shop_id: int = reference("shop.id", index=False)
    conversation_id: int = reference("conversation.id")
    message_id: int | None = reference("message.id", nullable=True, index=False)
    term: int
    outcome: str = Field(max_length=24)
    """answer, offer_action, ask, escalate, small_talk, unknown, order, discarded or failed."""
    trace: dict[str, Any] = json_field()
    milliseconds: int = 0
    created_at: datetime = moment()


class RepeatedQuestion(SQLModel, table=True):
    """A question for what was known already: a form asked it, or an agent's reply did. Kept to be counted."""

    __table_args__ = (
        Index("ix_repeatedquestion_shop", "shop_id", "created_at"),
        UniqueConstraint("conversation_id", "message_sequence", "field_key"),
        CheckConstraint("asked_by IN ('form', 'agent')", name="asked_by_known"),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id", index=False)
    conversation_id: int = reference("conversation.id", index=False)
    message_sequence: int
    """The message that asked."""
    field_key: str = Field(max_length=40)
    asked_by: str = Field(max_length=8)
    agent_id: int | None = reference("agent.id", nullable=True, index=False)
    """The agent who asked, or who offered the form."""
    created_at: datetime = moment()


class BrowserHint(SQLModel, table=True):
    """What a shopper's browser says of itself: the page and the cart. Anybody could say so; it is for reading only."""

    shopper_id: int = reference("shopper.id", primary=True, index=False)
    shop_id: int = reference("shop.id")
    page_url: str = Field(default="", max_length=500)
    page_title: str = Field(default="", max_length=200)
    cart: dict[str, Any] = json_field()
    """conversations.hints.Cart as JSON; empty where nothing was said of one."""
    seen_at: datetime = moment()
