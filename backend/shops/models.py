"""A shop and what belongs to it alone. Every other room's rows carry `shop_id`, and every read asks for it first."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.db import json_field, moment, primary_key, reference


class Shop(SQLModel, table=True):
    """One Shopify store. `revision` is the head of its feed: it grows in commit order, under this row's lock."""

    id: int | None = primary_key()
    domain: str = Field(unique=True, max_length=255)
    name: str = ""
    is_installed: bool = False
    installed_at: datetime | None = moment(nullable=True)
    uninstalled_at: datetime | None = moment(nullable=True)
    revision: int = Field(default=0, sa_type=BigInteger)
    storefront_url: str = Field(default="", index=True)
    allowed_origins: list[str] = json_field(list)
    """Origins from which this shop's storefront may speak to us, such as https://example.com."""
    email: str = ""
    currency: str = ""
    timezone: str = "UTC"
    order_prefix: str = "#"
    order_suffix: str = ""
    settings: dict[str, Any] = json_field()
    """What the merchant chose; read through shops.rules.ShopSettings, which fills in the defaults."""
    knowledge_synced_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()


class Installation(SQLModel, table=True):
    """Our grant on a shop. Both tokens are sealed; they are stored and replaced together."""

    shop_id: int = reference("shop.id", primary=True, index=False)
    sealed_access_token: str
    sealed_refresh_token: str
    expires_at: datetime = moment()
    refresh_expires_at: datetime = moment()
    scopes: str = ""
    needs_reopen: bool = False
    """Shopify refused the refresh token: only a merchant who opens the app can renew the grant."""
    updated_at: datetime = moment()


class Agent(SQLModel, table=True):
    """A member of the shop's staff. The name comes from Shopify's online token, refreshed daily."""

    __table_args__ = (UniqueConstraint("shop_id", "shopify_user_id"),)

    id: int | None = primary_key()
    shop_id: int = reference("shop.id")
    shopify_user_id: str = Field(max_length=64)
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    is_owner: bool = False
    named_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()


class AgentPresence(SQLModel, table=True):
    """Whether an agent is at the inbox. An open window says so again and again, so that a closed laptop ends it."""

    agent_id: int = reference("agent.id", primary=True, index=False)
    shop_id: int = reference("shop.id")
    until: datetime = moment()
    """While this lies ahead, a window of theirs is open."""
    is_away: bool = False
    """They said that they are not to be counted on. It lasts until they say otherwise."""
    away_since: datetime | None = moment(nullable=True)


class ApiClient(SQLModel, table=True):
    """A program's access to the API. Only a hash of its token is kept; the token is shown once."""

    id: int | None = primary_key()
    shop_id: int = reference("shop.id")
    name: str = Field(max_length=80)
    token_hash: str = Field(unique=True, max_length=64)
    token_hint: str = Field(max_length=12)
    scopes: str = ""
    created_by: int | None = reference("agent.id", nullable=True)
    created_at: datetime = moment()
    last_used_at: datetime | None = moment(nullable=True)
    revoked_at: datetime | None = moment(nullable=True)


class WebhookDelivery(SQLModel, table=True):
    """One delivery by Shopify. The id is the same on its retries, so a second arrival changes nothing."""

    webhook_id: str = Field(primary_key=True, max_length=128)
    shop_domain: str = Field(max_length=255, index=True)
    topic: str = Field(max_length=80)
    triggered_at: datetime | None = moment(nullable=True)
    received_at: datetime = moment()


class ComplianceRequest(SQLModel, table=True):
    """A customer's or a shop's privacy request as Shopify sent it, due within thirty days."""

    id: int | None = primary_key()
    webhook_id: str = Field(unique=True, max_length=128)
    shop_domain: str = Field(max_length=255, index=True)
    topic: str = Field(max_length=80)
    payload: dict[str, Any] = json_field()
    received_at: datetime = moment()
    due_at: datetime = moment()
    completed_at: datetime | None = moment(nullable=True)


class GrantLease(SQLModel, table=True):
    """Who may renew a shop's grant now, over all processes. A holder that dies loses it when `until` has passed."""

    shop_domain: str = Field(primary_key=True, max_length=255)
    holder: str = Field(max_length=40)
    until: datetime = moment()
