"""Order snapshots. One row for each conversation and asked number; history is kept where the state changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from backend.db import json_field, moment, primary_key, reference


class OrderSnapshot(SQLModel, table=True):
    """What a lookup found. `outcome` says how it ended; `order` is whole, and only for agents."""

    __table_args__ = (
        Index("ix_ordersnapshot_thread", "shop_id", "conversation_id"),
        UniqueConstraint("conversation_id", "asked_number"),
        Index("ix_ordersnapshot_order", "shop_id", "order_gid"),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id", index=False)
    conversation_id: int = reference("conversation.id", index=False)
    asked_number: str = Field(max_length=64)
    asked_email: str = ""
    outcome: str = Field(default="looking", max_length=24)
    """looking, found, not_found, ambiguous, throttled, refused, scope_missing or unavailable."""
    disclosure: str = Field(default="anonymous", max_length=16)
    """anonymous, matched or verified: what the shopper has proven for this order."""
    order_gid: str | None = Field(default=None, max_length=64)
    order_name: str = ""
    order: dict[str, Any] = json_field()
    """orders.rules.Order as JSON; empty unless found."""
    changes: list[dict[str, Any]] = json_field(list)
    """What changed during the conversation: [{"at", "what"}]."""
    term: int = 0
    asked_at: datetime = moment()
    fetched_at: datetime | None = moment(nullable=True)


class LookupAttempt(SQLModel, table=True):
    """A shopper's attempt to look an order up: counted, so that nobody can try numbers and addresses through."""

    __table_args__ = (
        Index("ix_lookupattempt_conversation", "conversation_id", "at"),
        Index("ix_lookupattempt_shop", "shop_id", "at"),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id", index=False)
    conversation_id: int = reference("conversation.id", index=False)
    shopper_id: int = reference("shopper.id")
    at: datetime = moment()


class OrderAct(SQLModel, table=True):
    """Something that an agent does to an order in Shopify. One at a time is under way for each order.

    What is sent is kept before it is sent, so that whoever comes after a crash asks for the very same, or looks first.
    """

    __table_args__ = (
        Index("ix_orderact_conversation", "shop_id", "conversation_id"),
        UniqueConstraint("shop_id", "client_key"),
        Index(
            "one_open_act",
            "shop_id",
            "order_gid",
            unique=True,
            sqlite_where=text("state = 'owed'"),
            postgresql_where=text("state = 'owed'"),
        ),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id", index=False)
    conversation_id: int = reference("conversation.id", index=False)
    snapshot_id: int = reference("ordersnapshot.id")
    agent_id: int = reference("agent.id")
    agent_name: str = ""
    order_gid: str = Field(max_length=64)
    order_name: str = ""
    kind: str = Field(max_length=16)
    """orders.act_rules.ActKind."""
    state: str = Field(default="owed", max_length=12)
    """orders.act_rules.ActState."""
    client_key: str = Field(max_length=64)
    shopify_key: str = Field(max_length=64)
    """By which Shopify knows a repetition; never used for anything else."""
    asked: dict[str, Any] = json_field()
    """What the agent confirmed; empty once it is over, for it may hold an address."""
    sent: dict[str, Any] = json_field()
    """What Shopify is asked for: {"variables", "before", "job", "at"}; empty before it is sent, and when it is over."""
    code: str = Field(default="", max_length=32)
    words: str = ""
    """How it ended, for agents."""
    created_at: datetime = moment()
    sent_at: datetime | None = moment(nullable=True)
    finished_at: datetime | None = moment(nullable=True)


class OrderCode(SQLModel, table=True):
    """A shopper's request for a one-time code, whether or not there is an order to send it for.

    The code itself is kept nowhere: `digest` is keyed with the deployment's secret, and bound to shopper and order.
    """

    __table_args__ = (
        Index("ix_ordercode_conversation", "conversation_id", "asked_at"),
        Index("ix_ordercode_shop", "shop_id", "asked_at"),
        Index("ix_ordercode_order", "shop_id", "order_gid", "sent_at"),
        Index("ix_ordercode_turn", "shop_id", "turn_at"),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id", index=False)
    conversation_id: int = reference("conversation.id", index=False)
    shopper_id: int = reference("shopper.id")
    asked_number: str = Field(max_length=64)
    order_gid: str | None = Field(default=None, max_length=64)
    digest: str = Field(default="", max_length=64)
    """Empty until a code was sent."""
    address_digest: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    """Of the address that it was sent to; empty until then."""
    tries: int = 0
    asked_at: datetime = moment()
    turn_at: datetime | None = moment(nullable=True)
    """When it may be sent, where it takes one of the shop's turns."""
    sent_at: datetime | None = moment(nullable=True)
    used_at: datetime | None = moment(nullable=True)
