"""The last orders of the customer whom a conversation is with, for agents: which one is meant, and what went before.

The customer is who is logged in, as Shopify signed it; else the one of the newest order that was looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from backend.conversations.models import Conversation, Shopper
from backend.errors import NotFound
from backend.orders import queries, rules
from backend.orders.lookup import Shopify
from backend.orders.reading import moment_of, order_of
from backend.orders.rules import Money


@dataclass(frozen=True)
class Brief:
    """An order in a line."""

    name: str
    placed_at: datetime
    total: Money
    payment: str
    fulfilment: str
    is_cancelled: bool


async def customer_of(session: AsyncSession, shop_id: int, conversation_id: int) -> str | None:
    """The customer's gid; None for nobody known. NotFound for another shop's conversation, in the same words."""
    conversation = await session.get(Conversation, conversation_id)
    if conversation is None or conversation.shop_id != shop_id:
        raise NotFound("There is no such conversation.", field="conversationId")
    shopper = await session.get_one(Shopper, conversation.shopper_id)
    if shopper.customer_id:
        return _gid(shopper.customer_id)
    for snapshot in await queries.snapshots(session, shop_id, conversation_id):
        order = order_of(snapshot.order)
        if order is not None and order.customer_id:
            return _gid(order.customer_id)
    return None


async def briefs(shopify: Shopify, shop_id: int, customer_gid: str) -> tuple[Brief, ...]:
    """The customer's last ten orders, the newest first. Raises ShopifyFailure."""
    answer = await shopify.run(shop_id, "CustomerOrders", {"id": customer_gid})
    nodes = ((answer.data.get("customer") or {}).get("orders") or {}).get("nodes") or ()
    return tuple(brief for node in nodes if node and (brief := _brief(node)) is not None)


def _brief(node: Mapping[str, Any]) -> Brief | None:
    placed_at, total = moment_of(node.get("processedAt")), (node.get("currentTotalPriceSet") or {})
    money = total.get("presentmentMoney") or {}
    if placed_at is None:
        return None
    return Brief(
        name=str(node.get("name") or ""),
        placed_at=placed_at,
        total=Money(str(money.get("amount") or "0"), str(money.get("currencyCode") or "")),
        payment=rules.payment_words(str(node.get("displayFinancialStatus") or "")),
        fulfilment=rules.fulfilment_words(str(node.get("displayFulfillmentStatus") or "")),
        is_cancelled=node.get("cancelledAt") is not None,
    )


def _gid(customer: str) -> str:
    return f"gid://shopify/Customer/{customer}" if customer.isdecimal() else customer
