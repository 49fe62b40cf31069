"""The way to Shopify for every room: a shop, an operation, its variables; tokens are nobody else's business."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.shopify.admin import AdminClient, AdminResult
from backend.shopify.failures import TokenDead
from backend.shops.grants import Grants


@dataclass
class ShopifyDoor:
    """Never call it inside a transaction: it may wait for seconds."""

    grants: Grants
    client: AdminClient

    async def run(self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None) -> AdminResult:
        """The operation's answer, after one forced renewal if Shopify refuses a token that looked good.

        Raises a ShopifyFailure (see backend.shopify.failures).
        """
        access = await self.grants.access(shop_id)
        try:
            return await self.client.run(access.domain, access.token, operation_name, variables)
        except TokenDead:
            access = await self.grants.access(shop_id, not_this=access.token)
            return await self.client.run(access.domain, access.token, operation_name, variables)
