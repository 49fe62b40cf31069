"""Orders, as whole as Shopify told them: for agents only."""

from collections.abc import Sequence
from datetime import datetime

import strawberry

from backend.graphql.agent.act_types import OrderAct, act_type
from backend.graphql.agent.money import Money
from backend.graphql.shared import Level, Outcome
from backend.orders import rules
from backend.orders.models import OrderAct as ActRow
from backend.orders.models import OrderSnapshot as SnapshotRow
from backend.orders.reading import order_of
from backend.orders.telling import summary


@strawberry.type
class OrderItem:
    title: str
    variant: str
    sku: str
    quantity: int
    fulfilled: int
    refunded: int
    image_url: str | None
    unit_price: Money | None


@strawberry.type
class ParcelEvent:
    at: datetime | None
    text: str


@strawberry.type
class Parcel:
    name: str
    state: str
    is_late: bool
    carrier: str
    tracking_number: str
    tracking_url: str | None
    estimate: datetime | None
    delivered_at: datetime | None
    last_event: ParcelEvent | None


@strawberry.type
class OrderRefund:
    at: datetime
    amount: Money
    note: str
    items: list[str]


@strawberry.type
class Order:
    name: str
    admin_url: str = strawberry.field(description="Opens the order inside Shopify admin.")
    placed_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str | None
    is_test: bool
    payment_state: str
    fulfilment_state: str
    summary: str = strawberry.field(description="One sentence in plain words on where the order is.")
    items: list[OrderItem]
    parcels: list[Parcel]
    refunds: list[OrderRefund]
    returns: list[str]
    total: Money
    subtotal: Money | None
    shipping: Money | None
    tax: Money | None
    discounts: Money | None
    refunded: Money | None
    outstanding: Money | None
    shipping_address: list[str]
    customer_name: str | None
    email: str | None
    phone: str | None
    withheld: list[str] = strawberry.field(description="What Shopify refused to tell, in words; empty if nothing.")


@strawberry.type
class OrderChange:
    at: datetime
    text: str


@strawberry.type(description="What Shopify said of an order, and when.")
class OrderSnapshot:
    id: strawberry.ID
    asked_number: str
    outcome: Outcome
    outcome_text: str = strawberry.field(description="The outcome in words; empty where there is an order.")
    disclosure: Level = strawberry.field(description="How much of it the shopper has proven to be theirs.")
    order: Order | None
    changes: list[OrderChange] = strawberry.field(description="What changed since the shopper asked.")
    acts: list[OrderAct] = strawberry.field(description="What agents did to the order from here, the newest first.")
    fetched_at: datetime | None
    is_stale: bool


def snapshot_type(row: SnapshotRow, now: datetime, acts: Sequence[ActRow] = ()) -> OrderSnapshot:
    order = order_of(row.order)
    outcome = Outcome(row.outcome)
    return OrderSnapshot(
        id=strawberry.ID(str(row.id)),
        asked_number=row.asked_number,
        outcome=outcome,
        outcome_text=rules.words_for_agents(outcome),
        disclosure=Level(row.disclosure),
        order=order_type(order, now) if order is not None else None,
        changes=[OrderChange(at=datetime.fromisoformat(change["at"]), text=change["what"]) for change in row.changes],
        acts=[act_type(act) for act in acts],
        fetched_at=row.fetched_at,
        is_stale=rules.is_stale(row.fetched_at, now),
    )


def order_type(order: rules.Order, now: datetime) -> Order:
    return Order(
        name=order.name,
        admin_url=order.admin_url,
        placed_at=order.placed_at,
        cancelled_at=order.cancelled_at,
        cancel_reason=rules.cancel_words(order.cancel_reason),
        is_test=order.is_test,
        payment_state=rules.payment_words(order.payment),
        fulfilment_state=rules.fulfilment_words(order.fulfilment),
        summary=summary(order, now),
        items=[_item(item) for item in order.items],
        parcels=[_parcel(parcel, now) for parcel in order.parcels],
        refunds=[OrderRefund(at=r.at, amount=_must(r.amount), note=r.note, items=list(r.items)) for r in order.refunds],
        returns=list(rules.return_words(order)),
        total=_must(order.total),
        subtotal=_money(order.subtotal),
        shipping=_money(order.shipping),
        tax=_money(order.tax),
        discounts=_money(order.discounts),
        refunded=_money(order.refunded),
        outstanding=_money(order.outstanding),
        shipping_address=list(order.shipping_address),
        customer_name=order.customer_name,
        email=order.email,
        phone=order.phone,
        withheld=list(order.withheld),
    )


def _item(item: rules.Item) -> OrderItem:
    return OrderItem(
        title=item.title,
        variant=item.variant,
        sku=item.sku,
        quantity=item.quantity,
        fulfilled=item.fulfilled,
        refunded=item.refunded,
        image_url=item.image_url,
        unit_price=_money(item.unit_price),
    )


def _parcel(parcel: rules.Parcel, now: datetime) -> Parcel:
    event = parcel.last_event
    return Parcel(
        name=parcel.name,
        state=rules.parcel_words(parcel.state),
        is_late=rules.is_late(parcel, now),
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        tracking_url=parcel.tracking_url,
        estimate=parcel.estimate,
        delivered_at=parcel.delivered_at,
        last_event=ParcelEvent(at=event.at, text=event.text) if event else None,
    )


def _money(money: rules.Money | None) -> Money | None:
    return Money(amount=money.amount, currency=money.currency) if money is not None else None


def _must(money: rules.Money) -> Money:
    return Money(amount=money.amount, currency=money.currency)
