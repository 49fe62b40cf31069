"""The way to Shopify for every room: a shop, an operation, its variables; tokens are nobody else's business."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.shopify.admin import AdminClient, AdminResult
from backend.shopify.answers import ErrorKind
from backend.shopify.failures import AccessDenied, AccessReason, TokenDead
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

    async def run_granted(
        self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None
    ) -> AdminResult:
        """The same for what needs an optional scope: a token from before it was granted is renewed, once.

        Nothing was done where the scope was missing, so that a mutation may be asked for again.
        """
        before = await self.grants.access(shop_id)
        try:
            result = await self.run(shop_id, operation_name, variables)
            if not any(error.kind is ErrorKind.MISSING_SCOPE for error in result.errors):
                return result
        except AccessDenied as refused:
            if refused.reason is not AccessReason.MISSING_SCOPE:
                raise
        await self.grants.access(shop_id, not_this=before.token)
        return await self.run(shop_id, operation_name, variables)
