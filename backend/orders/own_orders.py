"""The recent orders of a shopper who has shown who they are: "which one do you mean?".

Shown by a login that Shopify signed, or by a code that came back from an order's own address. What of them is listed is
decided in disclosure.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from backend.conversations.models import Conversation, Shopper
from backend.orders import queries
from backend.orders.disclosure import OwnItem, OwnOrder, Proof, address_key, own_orders
from backend.orders.lookup import Shopify
from backend.orders.reading import moment_of


@dataclass(frozen=True)
class Owner:
    """Whose orders are asked for, and what the shopper has shown."""

    customer_gid: str
    proof: Proof


async def owner_of(session: AsyncSession, conversation: Conversation) -> Owner | None:
    """None for whoever has not shown who they are, and for guests, whose orders are nobody's."""
    shopper = await session.get_one(Shopper, conversation.shopper_id)
    if shopper.customer_id:
        return Owner(_gid(shopper.customer_id), Proof(signed_customer_id=shopper.customer_id))
    coded = await queries.coded_addresses(session, conversation.shop_id, conversation.id or 0, shopper.id or 0)
    customer = next((customer for _, customer in coded if customer), None)
    if customer is None:
        return None
    return Owner(_gid(customer), Proof(coded_addresses=tuple(digest for digest, _ in coded)))


async def listed(shopify: Shopify, shop_id: int, owner: Owner, *, key: bytes) -> tuple[OwnOrder, ...]:
    """Those that the owner may choose from, the newest first; `key` as in `service.keep`. Raises ShopifyFailure."""
    by_address = owner.proof.signed_customer_id is None
    variables = {"id": owner.customer_gid, "withEmail": by_address}
    answer = await shopify.run(shop_id, "CustomerOrderChoices", variables)
    nodes = ((answer.data.get("customer") or {}).get("orders") or {}).get("nodes") or ()
    found = (_own(node, owner.customer_gid) for node in nodes if node)
    proof = replace(owner.proof, address_key=address_key(key, shop_id))
    return own_orders((order for order in found if order is not None), proof)


def _own(node: Mapping[str, Any], customer_gid: str) -> OwnOrder | None:
    placed_at = moment_of(node.get("processedAt"))
    if placed_at is None or not node.get("name"):
        return None
    lines = (node.get("lineItems") or {}).get("nodes") or ()
    return OwnOrder(
        name=str(node["name"]),
        placed_at=placed_at,
        fulfilment=str(node.get("displayFulfillmentStatus") or ""),
        is_cancelled=node.get("cancelledAt") is not None,
        items=tuple(_item(line) for line in lines if line and int(line.get("currentQuantity") or 0) > 0),
        customer_id=customer_gid,
        email=node.get("email"),
    )


def _item(line: Mapping[str, Any]) -> OwnItem:
    variant = str(line.get("variantTitle") or "")
    return OwnItem(
        id=str(line["id"]),
        title=str(line.get("title") or ""),
        variant="" if variant == "Default Title" else variant,
        image_url=(line.get("image") or {}).get("url"),
    )


def _gid(customer: str) -> str:
    return f"gid://shopify/Customer/{customer}" if customer.isdecimal() else customer
