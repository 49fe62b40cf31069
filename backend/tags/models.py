"""Tag definitions, and who or what put them on which conversation and why."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.db import json_field, moment, primary_key, reference


class Tag(SQLModel, table=True):
    """A label of a shop. `rules` says what puts it on by itself."""

    __table_args__ = (UniqueConstraint("shop_id", "name"),)

    id: int | None = primary_key()
    shop_id: int = reference("shop.id")
    name: str = Field(max_length=40)
    colour: str = Field(default="neutral", max_length=16)
    description: str = ""
    rules: dict[str, Any] = json_field()
    """tags.rules.TagRule as JSON: intents, actions, order_states, reasons, urgencies, signals, outcomes."""
    created_at: datetime = moment()
    deleted_at: datetime | None = moment(nullable=True)


class TagApplication(SQLModel, table=True):
    """A tag on a conversation. A row with `removed_at` set was taken off by a person: automation leaves it alone."""

    __table_args__ = (Index("ix_tagapplication_tag", "shop_id", "tag_id"),)

    conversation_id: int = reference("conversation.id", primary=True, index=False)
    tag_id: int = reference("tag.id", primary=True)
    shop_id: int = reference("shop.id", index=False)
    applied_by: str = Field(max_length=16)
    """agent, api_client or system (a rule)."""
    agent_id: int | None = reference("agent.id", nullable=True, index=False)
    evidence: str = ""
    evidence_sequence: int | None = None
    confidence: float = 1.0
    applied_at: datetime = moment()
    removed_at: datetime | None = moment(nullable=True)
    removed_by: int | None = reference("agent.id", nullable=True, index=False)
