"""What the bot's own work costs."""

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from backend.db import primary_key, reference, text_field


class ModelUse(SQLModel, table=True):
    """What was asked of the language model on one day, by one conversation, one shop, or everybody.

    `scope` says which, since a key of NULLs keeps nobody apart: "conversation:7", "shop:3" or "all". Tokens that a call
    may yet use are counted before it is made, so that two processes cannot both take the last of them.
    """

    __table_args__ = (UniqueConstraint("day", "scope"),)
    id: int | None = primary_key()
    shop_id: int | None = reference("shop.id", nullable=True)
    conversation_id: int | None = reference("conversation.id", nullable=True)
    day: str = text_field(10)
    """Of UTC, as 2026-11-23."""
    scope: str = text_field(40)
    calls: int = 0
    tokens: int = 0
