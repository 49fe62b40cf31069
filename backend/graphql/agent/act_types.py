"""What agents do to orders: how an act went, and what its dialog needs to say beforehand."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

import strawberry

from backend.graphql.agent.money import Money
from backend.orders import act_rules
from backend.orders.act_rules import ActKind, ActState, CancelReason
from backend.orders.act_shopify import Quote, Returns
from backend.orders.models import OrderAct as ActRow
from backend.orders.rules import Money as Amount

strawberry.enum(ActKind, name="OrderActKind")
strawberry.enum(
    ActState,
    name="OrderActState",
    description="How an act went. UNKNOWN: Shopify gave no answer and may have done it.",
)
strawberry.enum(CancelReason, name="OrderCancelReason")


@strawberry.type(description="Something that an agent does to an order in Shopify.")
class OrderAct:
    id: strawberry.ID
    kind: ActKind
    state: ActState
    agent_name: str
    words: str = strawberry.field(description="How it ended, in words; empty while it is under way.")
    code: str = strawberry.field(description="Why it was refused, such as SCOPE_MISSING; else empty.")
    created_at: datetime
    finished_at: datetime | None


def act_type(row: ActRow) -> OrderAct:
    return OrderAct(
        id=strawberry.ID(str(row.id)),
        kind=ActKind(row.kind),
        state=ActState(row.state),
        agent_name=row.agent_name,
        words=row.words,
        code=row.code,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


@strawberry.type(description="An item of an order, as far as it can be given back.")
class RefundableItem:
    id: strawberry.ID
    title: str
    variant: str
    refundable: int
    unfulfilled: int = strawberry.field(description="Of these, how many were not sent.")
    is_meant: bool = strawberry.field(description="Whether the shopper chose it in a form of this conversation.")


@strawberry.type(description="Why an act cannot be done to an order that stands so.")
class Obstacle:
    kind: ActKind
    words: str


@strawberry.type(description="How an order stands in Shopify at this moment, for the dialogs of its acts.")
class OrderStanding:
    left: Money = strawberry.field(description="What can still be given back.")
    shipping_left: Money
    items: list[RefundableItem]
    tags: list[str]
    note: str
    obstacles: list[Obstacle]


def standing_type(standing: act_rules.Standing, meant: Collection[str]) -> OrderStanding:
    obstacles = ((kind, act_rules.why_not(kind, standing)) for kind in ActKind)
    return OrderStanding(
        left=_money(standing.left, standing.currency),
        shipping_left=_money(standing.shipping_left, standing.currency),
        items=[
            RefundableItem(
                id=strawberry.ID(line.id),
                title=line.title,
                variant=line.variant,
                refundable=line.refundable,
                unfulfilled=min(line.unfulfilled, line.refundable),
                is_meant=line.id in meant,
            )
            for line in standing.lines
        ],
        tags=list(standing.tags),
        note=standing.note,
        obstacles=[Obstacle(kind=kind, words=refused.words) for kind, refused in obstacles if refused is not None],
    )


@strawberry.type(description="What Shopify would give back.")
class RefundQuote:
    amount: Money
    subtotal: Money
    tax: Money
    shipping: Money
    most: Money = strawberry.field(description="What can be given back at all.")
    gateways: list[str] = strawberry.field(description="By which payments.")


def quote_type(quote: Quote) -> RefundQuote:
    return RefundQuote(
        amount=_amount(quote.amount),
        subtotal=_amount(quote.subtotal),
        tax=_amount(quote.tax),
        shipping=_amount(quote.shipping),
        most=_amount(quote.most),
        gateways=list(quote.gateways),
    )


@strawberry.type
class ReturnableItem:
    id: strawberry.ID
    title: str
    quantity: int = strawberry.field(description="How many may come back.")


@strawberry.type
class ReturnReason:
    id: strawberry.ID
    name: str


@strawberry.type(description="What of an order may come back, and the reasons that Shopify knows.")
class ReturnOptions:
    items: list[ReturnableItem]
    reasons: list[ReturnReason]


def returns_type(returns: Returns) -> ReturnOptions:
    return ReturnOptions(
        items=[
            ReturnableItem(id=strawberry.ID(item.id), title=item.words, quantity=item.quantity)
            for item in returns.items
        ],
        reasons=[ReturnReason(id=strawberry.ID(each), name=name) for each, name in returns.reasons.items()],
    )


@strawberry.type(description="A shipping address in its parts.")
class ShippingAddress:
    first_name: str
    last_name: str
    company: str
    address1: str
    address2: str
    city: str
    province_code: str
    country_code: str
    zip: str
    phone: str


def _amount(money: Amount) -> Money:
    return Money(amount=money.amount, currency=money.currency)


def _money(amount: Decimal, currency: str) -> Money:
    return Money(amount=f"{amount}", currency=currency)
