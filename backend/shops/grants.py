"""A living access token for a shop, whenever one is asked for, renewed once however many ask.

Nobody waits for Shopify inside a transaction: the right to renew is a lease, and both tokens are stored in the
transaction that checks that the lease still holds.
"""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlmodel import col, select

from backend.db import Database
from backend.shopify.budget import Sleep
from backend.shopify.failures import ShopGone, ShopifyFailure, TokenDead, TokenRefused, Unavailable
from backend.shopify.oauth import OAuth, OfflineGrant
from backend.shops import leases, service
from backend.shops.models import Installation, Shop
from backend.shops.sealing import CannotUnseal, Sealer

SLACK = timedelta(seconds=60)
LOOK_AGAIN_AFTER = 0.1
LONGEST_WAIT = leases.LEASE + timedelta(seconds=5)
IDLE_RENEWAL = timedelta(days=7)
OUR_FAULT = ("invalid_client", "unauthorized_client")
"""Refusals that speak of our credentials and not of the shop's grant: opening the app would not help."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Access:
    """What a call to Shopify needs. Use it at once; it is not to be kept."""

    shop_id: int
    domain: str
    token: str = field(repr=False)
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Held:
    """The grant as stored."""

    access: Access
    expires_at: datetime
    sealed_refresh_token: str


@dataclass
class Grants:
    """Access tokens of all shops. `clock` is wall-clock time."""

    db: Database
    oauth: OAuth
    sealer: Sealer
    clock: Callable[[], datetime]
    sleep: Sleep = asyncio.sleep

    async def access(self, shop_id: int, *, not_this: str | None = None) -> Access:
        """A token good for a minute at least; `not_this` names one that Shopify refused although it looks fresh.

        Raises ShopGone without an installation, TokenDead if a merchant must open the app, Unavailable.
        """
        held = await self._held(shop_id)
        if self._is_good(held, not_this):
            return held.access
        async with self.turn(held.access.domain) as holder:
            held = await self._held(shop_id)  # somebody may have renewed it while we waited for our turn
            if self._is_good(held, not_this):
                return held.access
            return await self._renew(held, holder)

    @contextlib.asynccontextmanager
    async def turn(self, domain: str) -> AsyncIterator[str]:
        """The right to change the shop's grant, alone among all processes. Raises Unavailable if it takes too long."""
        holder = uuid.uuid4().hex
        deadline = self.clock() + LONGEST_WAIT
        while not await self._take(domain, holder):
            if self.clock() > deadline:
                raise Unavailable("the shop's grant is being renewed elsewhere, for too long")
            await self.sleep(LOOK_AGAIN_AFTER)
        try:
            yield holder
        finally:
            async with self.db.writing() as session:
                await leases.give_back(session, domain, holder)

    async def renew_idle(self) -> int:
        """Renews the grants that would lapse within a week because nobody used them; returns how many."""
        soon = self.clock() + IDLE_RENEWAL
        lapsing = select(Installation.shop_id).where(
            col(Installation.refresh_expires_at) < soon, col(Installation.needs_reopen).is_(False)
        )
        async with self.db.reading() as session:
            shops = (await session.exec(lapsing)).all()
        renewed = 0
        for shop_id in shops:
            try:
                held = await self._held(shop_id)
                await self.access(shop_id, not_this=held.access.token)
                renewed += 1
            except ShopifyFailure as error:
                log.warning("grant_not_renewed", shop_id=shop_id, why=str(error))
        return renewed

    def _is_good(self, held: _Held, not_this: str | None) -> bool:
        return held.access.token != not_this and held.expires_at - SLACK > self.clock()

    async def _take(self, domain: str, holder: str) -> bool:
        async with self.db.writing() as session:
            return await leases.take(session, domain, holder, self.clock())

    async def _held(self, shop_id: int) -> _Held:
        both = select(Shop, Installation).where(Shop.id == Installation.shop_id, Shop.id == shop_id)
        async with self.db.reading() as session:
            row = (await session.exec(both)).first()
        if row is None or not row[0].is_installed:
            raise ShopGone("the app is not installed")
        shop, installation = row
        if installation.needs_reopen:
            raise TokenDead("the grant ended; a merchant must open the app")
        try:
            token = self.sealer.unseal(installation.sealed_access_token, f"{shop_id}:access_token")
        except CannotUnseal as error:
            raise TokenDead("the tokens were sealed with another key; a merchant must open the app") from error
        scopes = tuple(part for part in installation.scopes.split(",") if part)
        access = Access(shop_id, shop.domain, token, scopes)
        return _Held(access, installation.expires_at, installation.sealed_refresh_token)

    async def _renew(self, held: _Held, holder: str) -> Access:
        shop_id, domain = held.access.shop_id, held.access.domain
        refresh_token = self.sealer.unseal(held.sealed_refresh_token, f"{shop_id}:refresh_token")
        try:
            grant = await self.oauth.refresh(domain, refresh_token)
        except TokenRefused as error:
            await self._refused(held, error)
            raise TokenDead(f"Shopify refused to renew the grant: {error.code}") from error
        await self._store(shop_id, domain, grant, holder)
        return Access(shop_id, domain, grant.access_token, grant.scopes)

    async def _refused(self, held: _Held, error: TokenRefused) -> None:
        log.warning("grant_refused", shop=held.access.domain, code=error.code)
        if error.code not in OUR_FAULT:
            async with self.db.writing() as session:
                await service.mark_needs_reopen(session, held.access.shop_id, held.sealed_refresh_token)

    async def _store(self, shop_id: int, domain: str, grant: OfflineGrant, holder: str) -> None:
        """Not if the lease was lost, and not if the app was uninstalled while Shopify answered."""
        async with self.db.writing() as session:
            if not await leases.holds(session, domain, holder):
                raise Unavailable("the grant was renewed elsewhere meanwhile")
            shop = await session.get(Shop, shop_id, with_for_update={"key_share": True})
            if shop is None or not shop.is_installed:
                raise ShopGone("the app was uninstalled meanwhile")
            await service.store_grant(session, shop_id, grant, self.sealer, self.clock())
