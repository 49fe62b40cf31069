"""A merchant opens the app: from a verified session token to an installed shop and a named agent.

Shopify's managed installation tells us nothing when the app is installed: the first we hear of a shop is this.
Network and transactions take turns; whoever opens the app at the same moment waits and finds the work done.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.actors import AgentActor
from backend.db import Database
from backend.shopify.admin import AdminClient, AdminResult
from backend.shopify.failures import ShopifyFailure, TokenDead
from backend.shopify.oauth import OfflineGrant, StaffMember
from backend.shopify.session_token import SessionToken
from backend.shops import identity, rules, service
from backend.shops.door import ShopifyDoor
from backend.shops.grants import Grants
from backend.shops.models import Agent, Installation, Shop
from backend.shops.service import ShopFacts

OnInstall = Callable[[AsyncSession, int], Awaitable[None]]
"""Sets a shop up in its own room, in the transaction of the install; it must bear to find its work done."""

CHECKED_EVERY = timedelta(minutes=5)
MOST_CHECKED = 10_000

log = structlog.get_logger(__name__)


@dataclass
class Installer:
    """Installs shops on behalf of the door that shows the app."""

    db: Database
    grants: Grants
    client: AdminClient
    door: ShopifyDoor
    clock: Callable[[], datetime]
    on_install: Sequence[OnInstall] = ()
    _checked: dict[int, datetime] = field(default_factory=dict)

    async def open_app(self, token: SessionToken, raw: str) -> AgentActor:
        """The agent who opened the app, after their shop was installed if it was not, or if its grant had ended.

        `raw` is the verified token itself, which Shopify exchanges while it lives. Raises a ShopifyFailure.
        """
        shop_id = await self._standing_shop(token.shop_domain)
        if shop_id is None:
            shop_id = await self._install(token.shop_domain, raw)
        return await self._named_agent(shop_id, token, raw)

    async def check(self, token: SessionToken, raw: str) -> None:
        """Sees, now and then and after a restart, that the grant still works; gets another while the token lives.

        An uninstall whose webhook was lost, or a grant that ended elsewhere, is healed by whoever opens the app.
        """
        shop_id = await self._standing_shop(token.shop_domain)
        now = self.clock()
        last = self._checked.get(shop_id) if shop_id is not None else now
        if shop_id is None or (last is not None and now - last < CHECKED_EVERY):
            return
        if len(self._checked) >= MOST_CHECKED:
            self._checked.clear()
        self._checked[shop_id] = now
        try:
            facts = facts_of(token.shop_domain, await self.door.run(shop_id, "ShopInfo"))
            async with self.db.writing() as session:
                await service.update_facts(session, shop_id, facts)
        except TokenDead:
            await self._replace(token.shop_domain, raw)
        except ShopifyFailure as error:
            log.info("grant_not_checked", shop=token.shop_domain, why=str(error))

    async def _standing_shop(self, domain: str) -> int | None:
        """The shop's id if it is installed and its grant can be used or renewed."""
        both = select(Shop, Installation).where(Shop.id == Installation.shop_id, Shop.domain == domain)
        async with self.db.reading() as session:
            row = (await session.exec(both)).first()
        if row is None or not row[0].is_installed or row[1].needs_reopen or row[1].refresh_expires_at <= self.clock():
            return None
        return row[0].id

    async def _install(self, domain: str, raw: str) -> int:
        async with self.grants.turn(domain):
            shop_id = await self._standing_shop(domain)
            if shop_id is not None:  # another tab was first
                return shop_id
            return await self._exchange(domain, raw)

    async def _replace(self, domain: str, raw: str) -> None:
        try:
            async with self.grants.turn(domain):
                await self._exchange(domain, raw)
        except ShopifyFailure as error:
            log.warning("grant_not_replaced", shop=domain, why=str(error))

    async def _exchange(self, domain: str, raw: str) -> int:
        grant = await self.grants.oauth.exchange_offline(domain, raw)
        return await self._write(domain, grant, await self._facts(domain, grant))

    async def _facts(self, domain: str, grant: OfflineGrant) -> ShopFacts | None:
        """What Shopify says of the shop. The install does not fail without: `check` asks again."""
        try:
            return facts_of(domain, await self.client.run(domain, grant.access_token, "ShopInfo"))
        except ShopifyFailure as error:
            log.warning("shop_facts_missing", shop=domain, why=str(error))
            return None

    async def _write(self, domain: str, grant: OfflineGrant, facts: ShopFacts | None) -> int:
        async with self.db.writing() as session:
            before = (await session.exec(select(Shop.is_installed).where(Shop.domain == domain))).first()
            shop = await service.install_or_update(session, domain, facts, self.clock())
            assert shop.id is not None
            await service.store_grant(session, shop.id, grant, self.grants.sealer, self.clock())
            if not before:
                for set_up in self.on_install:
                    await set_up(session, shop.id)
            await jobs.enqueue(
                session, "knowledge.sync", {"shop_id": shop.id}, key=f"knowledge.sync:{shop.id}", run_at=self.clock()
            )
        log.info("installed", shop=domain, scopes=list(grant.scopes))
        return shop.id

    async def _named_agent(self, shop_id: int, token: SessionToken, raw: str) -> AgentActor:
        """Their name is asked of Shopify once a day; without it they are nameless today, and asked for next time."""
        known = select(Agent).where(Agent.shop_id == shop_id, Agent.shopify_user_id == token.user_id)
        async with self.db.reading() as session:
            agent = (await session.exec(known)).first()
        if agent is not None and agent.named_at is not None and self.clock() - agent.named_at < rules.NAME_KEPT_FOR:
            return identity.actor_of(agent)
        staff = await self._staff(token, raw)
        async with self.db.writing() as session:
            return identity.actor_of(await service.upsert_agent(session, shop_id, token.user_id, staff, self.clock()))

    async def _staff(self, token: SessionToken, raw: str) -> StaffMember | None:
        try:
            return await self.grants.oauth.exchange_online(token.shop_domain, raw)
        except ShopifyFailure as error:
            log.warning("agent_not_named", shop=token.shop_domain, why=str(error))
            return None


def facts_of(domain: str, answer: AdminResult) -> ShopFacts:
    """ShopInfo's answer in our words; what is missing in it gets the value that is true of most shops."""
    shop: dict[str, Any] = answer.data.get("shop") or {}
    storefront = str((shop.get("primaryDomain") or {}).get("url") or f"https://{domain}").rstrip("/")
    return ShopFacts(
        name=str(shop.get("name") or domain.removesuffix(".myshopify.com")),
        email=str(shop.get("contactEmail") or shop.get("email") or ""),
        currency=str(shop.get("currencyCode") or ""),
        timezone=str(shop.get("ianaTimezone") or "UTC"),
        order_prefix=str("#" if shop.get("orderNumberFormatPrefix") is None else shop["orderNumberFormatPrefix"]),
        order_suffix=str(shop.get("orderNumberFormatSuffix") or ""),
        storefront_url=storefront,
        allowed_origins=tuple(dict.fromkeys(filter(None, (origin_of(storefront), f"https://{domain}")))),
    )


def origin_of(url: str) -> str | None:
    """Scheme, host and port of an http(s) address, as a browser's Origin header writes them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}" if parts.scheme in ("http", "https") and parts.netloc else None
