"""What the dialogs of an order's acts ask: Shopify is asked at that moment, and nothing is kept."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import strawberry

from backend.context import Services
from backend.errors import NotFound
from backend.graphql.agent.act_types import (
    OrderAct,
    OrderStanding,
    RefundQuote,
    ReturnOptions,
    ShippingAddress,
    act_type,
    quote_type,
    returns_type,
    standing_type,
)
from backend.graphql.agent.guards import Asked, agent
from backend.graphql.agent.money import Money
from backend.graphql.agent.mutations.acts import ItemQuantity, quantities
from backend.graphql.refusals import row_id
from backend.orders import act_shopify, acts, customer_orders
from backend.orders import queries as orders
from backend.shopify.failures import ShopifyFailure

T = TypeVar("T")
ADDRESS = {
    "first_name": "firstName", "last_name": "lastName", "company": "company", "address1": "address1",
    "address2": "address2", "city": "city", "province_code": "provinceCode", "country_code": "countryCodeV2",
    "zip": "zip", "phone": "phone",
}  # fmt: skip


async def of_order(info: Asked, snapshot_id: strawberry.ID, ask: Callable[[Services, int, str], Awaitable[T]]) -> T:
    """What Shopify says of the order of a snapshot. Raises Refusal."""
    services, actor = agent(info)
    async with services.db.reading() as session:
        snapshot = await orders.snapshot(session, actor.shop_id, row_id(snapshot_id, "snapshotId"))
    if snapshot.order_gid is None:
        raise NotFound("There is no order here.", field="snapshotId")
    try:
        return await ask(services, actor.shop_id, snapshot.order_gid)
    except ShopifyFailure as failure:
        raise act_shopify.refusal_of(failure) from failure


@strawberry.type(description="One of a customer's orders, in a line.")
class OrderBrief:
    name: str
    placed_at: datetime
    total: Money
    payment_state: str
    fulfilment_state: str
    is_cancelled: bool


@strawberry.type
class OrderQueries:
    @strawberry.field(description="The last orders of the customer whom the conversation is with, the newest first.")
    async def customer_orders(self, info: Asked, conversation_id: strawberry.ID) -> list[OrderBrief]:
        services, actor = agent(info)
        async with services.db.reading() as session:
            customer = await customer_orders.customer_of(
                session, actor.shop_id, row_id(conversation_id, "conversationId")
            )
        if customer is None:
            return []
        try:
            found = await customer_orders.briefs(services.shopify, actor.shop_id, customer)
        except ShopifyFailure as failure:
            raise act_shopify.refusal_of(failure) from failure
        return [
            OrderBrief(
                name=each.name,
                placed_at=each.placed_at,
                total=Money(amount=each.total.amount, currency=each.total.currency),
                payment_state=each.payment,
                fulfilment_state=each.fulfilment,
                is_cancelled=each.is_cancelled,
            )
            for each in found
        ]

    @strawberry.field(description="An act on an order, to see how it went.")
    async def order_act(self, info: Asked, id: strawberry.ID) -> OrderAct:  # noqa: A002 - GraphQL's name
        services, actor = agent(info)
        async with services.db.reading() as session:
            return act_type(await acts.one(session, actor.shop_id, row_id(id)))

    @strawberry.field(description="How the order stands in Shopify now, and what cannot be done to it.")
    async def order_standing(self, info: Asked, snapshot_id: strawberry.ID) -> OrderStanding:
        standing = await of_order(info, snapshot_id, lambda s, shop, gid: act_shopify.standing(s.shopify, shop, gid))
        services, actor = agent(info)
        async with services.db.reading() as session:
            meant = await orders.chosen_lines(session, actor.shop_id, row_id(snapshot_id, "snapshotId"))
        return standing_type(standing, meant)

    @strawberry.field(description="What Shopify would give back for some items and the shipping, or for all.")
    async def refund_quote(
        self,
        info: Asked,
        snapshot_id: strawberry.ID,
        items: list[ItemQuantity],
        shipping: bool = False,
        full: bool = False,
    ) -> RefundQuote:
        wanted = quantities(items)
        lines = [{"lineItemId": line, "quantity": count, "restockType": "NO_RESTOCK"} for line, count in wanted.items()]
        return quote_type(
            await of_order(
                info,
                snapshot_id,
                lambda s, shop, gid: act_shopify.quote(
                    s.shopify, shop, gid, lines=[] if full else lines, shipping=shipping or full, full=full
                ),
            )
        )

    @strawberry.field(description="What of the order may come back. Needs the scope write_returns.")
    async def return_options(self, info: Asked, snapshot_id: strawberry.ID) -> ReturnOptions:
        return returns_type(
            await of_order(info, snapshot_id, lambda s, shop, gid: act_shopify.returns(s.shopify, shop, gid))
        )

    @strawberry.field(description="The shipping address in its parts; null where Shopify withholds it.")
    async def order_address(self, info: Asked, snapshot_id: strawberry.ID) -> ShippingAddress | None:
        told = await of_order(info, snapshot_id, lambda s, shop, gid: act_shopify.address(s.shopify, shop, gid))
        if not told:
            return None
        return ShippingAddress(**{ours: str(told.get(theirs) or "") for ours, theirs in ADDRESS.items()})
