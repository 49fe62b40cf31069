"""Forms, their offers and responses. An offer keeps the version that it was made with."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from backend.db import BigId, json_field, moment, primary_key, reference


class CustomAction(SQLModel, table=True):
    """One version of a form. The newest version of a key that is not retired is the one offered."""

    __table_args__ = (UniqueConstraint("shop_id", "key", "version"),)

    id: int | None = primary_key()
    shop_id: int = reference("shop.id")
    key: str = Field(max_length=40)
    version: int = 1
    title: str = ""
    intro: str = ""
    fields: list[dict[str, Any]] = json_field(list)
    """actions.forms.FormField as JSON, in order."""
    triggers: dict[str, Any] = json_field()
    """actions.forms.Triggers as JSON."""
    effects: dict[str, Any] = json_field()
    """actions.forms.Effects as JSON."""
    may_skip: bool = True
    retired_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()


class Offer(SQLModel, table=True):
    """A form put to a shopper. At most one is open in a conversation; `draft` survives reload and takeover."""

    __table_args__ = (
        Index("ix_offer_thread", "shop_id", "conversation_id"),
        CheckConstraint("status IN ('open', 'submitted', 'skipped', 'cancelled')", name="offer_status_known"),
        Index(
            "one_open_offer",
            "conversation_id",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id", index=False)
    conversation_id: int = reference("conversation.id")
    action_id: int = reference("customaction.id", index=False)
    message_sequence: int = 0
    corrects_sequence: int | None = None
    """The message with the answers that the form is to correct; there is no message of its own for such an offer."""
    term: int = 0
    status: str = Field(default="open", max_length=12)
    draft: dict[str, Any] = json_field()
    origins: dict[str, str] = json_field()
    """For each prefilled field where its value came from: customer, cart, answer, text."""
    choices: dict[str, Any] = json_field()
    """{"orders": […]}: what a shopper who has shown who they are may choose from; see options.py."""
    offered_by: str = Field(max_length=16)
    agent_id: int | None = reference("agent.id", nullable=True, index=False)
    created_at: datetime = moment()
    drafted_at: datetime | None = moment(nullable=True)
    closed_at: datetime | None = moment(nullable=True)


class Response(SQLModel, table=True):
    """What a shopper answered, once for each offer, with the version that was answered."""

    __table_args__ = (
        Index("ix_response_thread", "shop_id", "conversation_id"),
        UniqueConstraint("offer_id"),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id", index=False)
    conversation_id: int = reference("conversation.id")
    offer_id: int = reference("offer.id", index=False)
    action_key: str = Field(max_length=40)
    action_version: int = 1
    answers: dict[str, Any] = json_field()
    filled_by: str = Field(max_length=16)
    client_key: str = Field(max_length=64)
    message_sequence: int = 0
    created_at: datetime = moment()


def _outlives(target: str) -> Any:
    """A reference that becomes empty when its parent goes: the row says what must still be deleted."""
    return Field(default=None, foreign_key=target, sa_type=BigId, index=True, nullable=True, ondelete="SET NULL")


class Photo(SQLModel, table=True):
    """A photo that was sent for a field of an open form. The files go first and the row last, so that none is left."""

    __table_args__ = (UniqueConstraint("offer_id", "client_key"),)

    id: int | None = primary_key()
    name: str = Field(max_length=40, unique=True)
    """Of its file, and what answers are made of. Nobody can guess it."""
    shop_id: int | None = _outlives("shop.id")
    conversation_id: int | None = _outlives("conversation.id")
    offer_id: int | None = _outlives("offer.id")
    field_key: str = Field(max_length=40)
    client_key: str = Field(max_length=64)
    width: int = 0
    height: int = 0
    size: int = 0
    created_at: datetime = moment()
    stored_at: datetime | None = moment(nullable=True)
    """Since when its files are there."""
    kept_at: datetime | None = moment(nullable=True)
    """Since when it is part of an answer."""
    dropped_at: datetime | None = moment(nullable=True)
    """Since when nobody sees it any more: a job deletes its files, and then this row."""


class WebhookKey(SQLModel, table=True):
    """What a shop's webhooks are signed with, sealed. After a rotation the former key signs along for a while."""

    shop_id: int = reference("shop.id", primary=True, index=False)
    sealed: str
    former_sealed: str | None = None
    former_until: datetime | None = moment(nullable=True)
    created_at: datetime = moment()


class AnswerDelivery(SQLModel, table=True):
    """One response on its way to the merchant's address. What is sent is made of the response, and not kept here."""

    __table_args__ = (
        CheckConstraint("status IN ('owed', 'delivered', 'failed')", name="delivery_status_known"),
        Index("ix_answerdelivery_shop", "shop_id", "id"),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id", index=False)
    conversation_id: int = reference("conversation.id")
    response_id: int = reference("response.id")
    event_id: str = Field(max_length=40, unique=True)
    url: str = Field(max_length=500)
    status: str = Field(default="owed", max_length=12)
    tries: int = 0
    http_status: int | None = None
    detail: str = Field(default="", max_length=200)
    """Why the last try failed, in words for the merchant; nothing of what their server said."""
    milliseconds: int | None = None
    created_at: datetime = moment()
    tried_at: datetime | None = moment(nullable=True)
