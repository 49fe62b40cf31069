"""The only writer of shops, installations, agents, API clients, deliveries and compliance requests."""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import AgentActor, Scope
from backend.db import delete_some, insert_into, nudge
from backend.errors import Invalid, NotFound
from backend.shopify.oauth import OfflineGrant, StaffMember
from backend.shops import rules
from backend.shops.models import Agent, ApiClient, ComplianceRequest, Installation, Shop, WebhookDelivery
from backend.shops.sealing import Sealer

TOKEN_PREFIX = "baton_"  # noqa: S105 - how our tokens begin, so that scanners can find leaked ones
MAX_CLIENTS = 20
KEEP_DELIVERIES_FOR = timedelta(days=7)


@dataclass(frozen=True)
class ShopFacts:
    """What Shopify says of a shop."""

    name: str
    email: str
    currency: str
    timezone: str
    order_prefix: str
    order_suffix: str
    storefront_url: str
    allowed_origins: tuple[str, ...]


async def install_or_update(session: AsyncSession, domain: str, facts: ShopFacts | None, now: datetime) -> Shop:
    """The shop whose grant was got just now. Without facts it keeps those that it has.

    `installed_at` is the latest moment at which a merchant was seen to have the app: older news of its end is no news.
    """
    made = insert_into(session, Shop).values(**Shop(domain=domain, created_at=now).model_dump(exclude={"id"}))
    await session.exec(made.on_conflict_do_nothing(index_elements=["domain"]))
    shop = (await session.exec(select(Shop).where(Shop.domain == domain).with_for_update(key_share=True))).one()
    shop.is_installed, shop.installed_at, shop.uninstalled_at = True, now, None
    shop.name = shop.name or domain.removesuffix(".myshopify.com")
    shop.storefront_url = shop.storefront_url or f"https://{domain}"
    shop.allowed_origins = shop.allowed_origins or [f"https://{domain}"]
    if facts is not None:
        _take_facts(shop, facts)
    session.add(shop)
    await session.flush()
    return shop


async def update_facts(session: AsyncSession, shop_id: int, facts: ShopFacts) -> None:
    """Takes over what Shopify says of the shop now."""
    shop = await session.get(Shop, shop_id, with_for_update={"key_share": True})
    if shop is not None:
        _take_facts(shop, facts)
        session.add(shop)


def _take_facts(shop: Shop, facts: ShopFacts) -> None:
    shop.name, shop.email = facts.name, facts.email
    shop.currency, shop.timezone = facts.currency, facts.timezone
    shop.order_prefix, shop.order_suffix = facts.order_prefix, facts.order_suffix
    shop.storefront_url, shop.allowed_origins = facts.storefront_url, list(facts.allowed_origins)


async def store_grant(
    session: AsyncSession, shop_id: int, grant: OfflineGrant, sealer: Sealer, now: datetime
) -> Installation:
    """Replaces both tokens together, sealed for this shop."""
    row = await session.get(Installation, shop_id, with_for_update=True)
    values: dict[str, Any] = {
        "sealed_access_token": sealer.seal(grant.access_token, f"{shop_id}:access_token"),
        "sealed_refresh_token": sealer.seal(grant.refresh_token, f"{shop_id}:refresh_token"),
        "expires_at": now + timedelta(seconds=grant.expires_in),
        "refresh_expires_at": now + timedelta(seconds=grant.refresh_expires_in),
        "scopes": ",".join(grant.scopes),
        "needs_reopen": False,
        "updated_at": now,
    }
    if row is None:
        row = Installation(shop_id=shop_id, **values)
    else:
        for name, value in values.items():
            setattr(row, name, value)
    session.add(row)
    await session.flush()
    return row


async def mark_needs_reopen(session: AsyncSession, shop_id: int, sealed_refresh_token: str) -> None:
    """Only a merchant who opens the app can renew the grant; unless that happened since this refresh token was read."""
    refused = update(Installation).where(
        col(Installation.shop_id) == shop_id, col(Installation.sealed_refresh_token) == sealed_refresh_token
    )
    await session.exec(refused.values(needs_reopen=True))
    nudge(session, f"shop:{shop_id}")


async def mark_uninstalled(session: AsyncSession, domain: str, triggered_at: datetime | None, now: datetime) -> bool:
    """Ends the installation: our tokens and those of API clients die. False if it is news from before an install."""
    shop = (await session.exec(select(Shop).where(Shop.domain == domain).with_for_update(key_share=True))).first()
    if shop is None or not shop.is_installed:
        return False
    if triggered_at is not None and shop.installed_at is not None and triggered_at < shop.installed_at:
        return False
    assert shop.id is not None
    shop.is_installed, shop.uninstalled_at = False, now
    session.add(shop)
    await session.exec(delete(Installation).where(col(Installation.shop_id) == shop.id))
    living = update(ApiClient).where(col(ApiClient.shop_id) == shop.id, col(ApiClient.revoked_at).is_(None))
    await session.exec(living.values(revoked_at=now))
    nudge(session, f"shop:{shop.id}")
    return True


async def is_overtaken(session: AsyncSession, delivery: WebhookDelivery) -> bool:
    """Whether newer news of the topic came first. The shop is locked: of two at once, the second sees the other."""
    await session.exec(select(Shop.id).where(Shop.domain == delivery.shop_domain).with_for_update(key_share=True))
    newer = select(WebhookDelivery.webhook_id).where(
        WebhookDelivery.shop_domain == delivery.shop_domain,
        WebhookDelivery.topic == delivery.topic,
        col(WebhookDelivery.triggered_at) > delivery.triggered_at,
    )
    return (await session.exec(newer.limit(1))).first() is not None


async def update_scopes(session: AsyncSession, shop_id: int, scopes: Collection[str]) -> None:
    """Keeps what Shopify says is granted now."""
    await session.exec(
        update(Installation).where(col(Installation.shop_id) == shop_id).values(scopes=",".join(sorted(scopes)))
    )


async def upsert_agent(
    session: AsyncSession, shop_id: int, user_id: str, staff: StaffMember | None, now: datetime
) -> Agent:
    """The shop's agent of that Shopify user, named if Shopify told the name."""
    made = Agent(shop_id=shop_id, shopify_user_id=user_id, created_at=now).model_dump(exclude={"id"})
    insert = insert_into(session, Agent).values(**made)
    await session.exec(insert.on_conflict_do_nothing(index_elements=["shop_id", "shopify_user_id"]))
    found = select(Agent).where(Agent.shop_id == shop_id, Agent.shopify_user_id == user_id).with_for_update()
    agent = (await session.exec(found)).one()
    if staff is not None and staff.user_id == user_id:
        agent.first_name, agent.last_name = staff.first_name[:80], staff.last_name[:80]
        agent.email, agent.is_owner, agent.named_at = staff.email[:320], staff.is_owner, now
        session.add(agent)
        await session.flush()
    return agent


async def update_settings(session: AsyncSession, actor: AgentActor, choices: Mapping[str, Any]) -> rules.ShopSettings:
    """Makes some choices anew, all or none. Raises Invalid for each field that makes no sense: one, with the others."""
    shop = (await session.exec(select(Shop).where(Shop.id == actor.shop_id).with_for_update(key_share=True))).one()
    try:
        settings = rules.changed(rules.parse(shop.settings), choices)
    except rules.BadSetting as error:
        first, *others = [Invalid(str(each), field=_as_asked(each.field)) for each in (error, *error.others)]
        first.others = others
        raise first from error
    shop.settings = rules.stored(settings)
    session.add(shop)
    nudge(session, f"shop:{actor.shop_id}")
    return settings


def _as_asked(field: str) -> str:
    """A setting as the API spells it: closed_dates is closedDates."""
    first, *others = field.split("_")
    return first + "".join(word.capitalize() for word in others)


def token_hash(token: str) -> str:
    """What is kept of an API client's token. It has 256 random bits, so a plain hash cannot be guessed backwards."""
    return hashlib.sha256(token.encode()).hexdigest()


async def create_api_client(
    session: AsyncSession, actor: AgentActor, *, name: str, scopes: Collection[Scope], now: datetime
) -> tuple[ApiClient, str]:
    """A new API client and its token, which is shown this once and not kept."""
    label = " ".join(name.split())
    if not 1 <= len(label) <= 80 or not label.isprintable():
        raise Invalid("Give it a name of 1 to 80 characters.", field="name")
    if not scopes:
        raise Invalid("Choose at least one scope.", field="scopes")
    living = select(ApiClient.id).where(ApiClient.shop_id == actor.shop_id, col(ApiClient.revoked_at).is_(None))
    if len((await session.exec(living)).all()) >= MAX_CLIENTS:
        raise Invalid(f"A shop has at most {MAX_CLIENTS} access tokens. Revoke one that is not used.", field="name")
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    client = ApiClient(
        shop_id=actor.shop_id,
        name=label,
        token_hash=token_hash(token),
        token_hint=f"…{token[-4:]}",
        scopes=",".join(sorted(scopes)),
        created_by=actor.id,
        created_at=now,
    )
    session.add(client)
    await session.flush()
    return client, token


async def revoke_api_client(session: AsyncSession, actor: AgentActor, client_id: int, now: datetime) -> ApiClient:
    """Ends a token at once. NotFound for another shop's, in the same words."""
    found = select(ApiClient).where(ApiClient.id == client_id, ApiClient.shop_id == actor.shop_id).with_for_update()
    client = (await session.exec(found)).first()
    if client is None:
        raise NotFound("There is no such access token.", field="id")
    client.revoked_at = client.revoked_at or now
    session.add(client)
    await session.flush()
    return client


async def record_delivery(session: AsyncSession, delivery: WebhookDelivery) -> bool:
    """True the first time; a delivery of the same id that came before, or comes at the same moment, gives False."""
    insert = insert_into(session, WebhookDelivery).values(**delivery.model_dump())
    first = await session.exec(
        insert.on_conflict_do_nothing(index_elements=["webhook_id"]).returning(WebhookDelivery.webhook_id)
    )
    return first.first() is not None


async def forget_deliveries(session: AsyncSession, now: datetime) -> int:
    """Some of those that are so old that Shopify repeats them no more: it retries for hours, not for days."""
    return await delete_some(session, WebhookDelivery, col(WebhookDelivery.received_at) < now - KEEP_DELIVERIES_FOR)


async def record_compliance(
    session: AsyncSession, delivery: WebhookDelivery, payload: dict[str, Any]
) -> ComplianceRequest:
    """Keeps a privacy request with the day by which Shopify wants it done."""
    request = ComplianceRequest(
        webhook_id=delivery.webhook_id,
        shop_domain=delivery.shop_domain,
        topic=delivery.topic,
        payload=payload,
        received_at=delivery.received_at,
        due_at=delivery.received_at + timedelta(days=rules.COMPLIANCE_DAYS),
    )
    session.add(request)
    await session.flush()
    return request
