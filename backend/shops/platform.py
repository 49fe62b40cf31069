"""All that speaks to Shopify, put together once per process."""

from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from backend import clock
from backend.config import Settings
from backend.db import Database
from backend.shopify.admin import AdminClient
from backend.shopify.oauth import OAuth
from backend.shops.door import ShopifyDoor
from backend.shops.grants import Grants
from backend.shops.install import Installer, OnInstall
from backend.shops.sealing import Sealer

TIMEOUT = httpx.Timeout(15.0, connect=5.0)
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20)


@dataclass(frozen=True)
class Platform:
    """`door` is for jobs and queries, `installer` for the door that shows the app."""

    http: httpx.AsyncClient
    client: AdminClient
    grants: Grants
    door: ShopifyDoor
    installer: Installer

    async def close(self) -> None:
        """Closes the connections to Shopify."""
        await self.http.aclose()


def open_platform(
    settings: Settings,
    db: Database,
    on_install: Sequence[OnInstall] = (),
    *,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Platform:
    """Opens no connection yet; `close` it at the end. `transport` is the network, unless it is another."""
    http = httpx.AsyncClient(timeout=TIMEOUT, limits=LIMITS, transport=transport)
    client = AdminClient(http, settings.shop_origin)
    oauth = OAuth(http, settings.shop_origin, settings.api_key, settings.api_secret)
    grants = Grants(db, oauth, Sealer(settings.seal_key), clock.now)
    door = ShopifyDoor(grants, client)
    return Platform(http, client, grants, door, Installer(db, grants, client, door, clock.now, on_install))
