"""What a shopper's browser says of itself, for staff: hints, and proof of nothing."""

from datetime import datetime

import strawberry

from backend.conversations import models
from backend.graphql.agent.money import Money


@strawberry.type
class CartItem:
    title: str
    variant: str
    quantity: int


@strawberry.type
class Cart:
    items: list[CartItem] = strawberry.field(description="The first of them.")
    item_count: int
    total: Money | None


@strawberry.type(description="The page and the cart as the shopper's browser told them. Anybody could say so.")
class BrowserHint:
    page_url: str = strawberry.field(description="A page of the shop; empty where it told of none.")
    page_title: str
    cart: Cart | None
    seen_at: datetime


def hint_type(row: models.BrowserHint) -> BrowserHint:
    cart = row.cart
    total = Money(amount=cart["total"], currency=cart["currency"]) if cart.get("total") and cart["currency"] else None
    return BrowserHint(
        page_url=row.page_url,
        page_title=row.page_title,
        cart=Cart(items=[CartItem(**item) for item in cart["items"]], item_count=cart["item_count"], total=total)
        if cart
        else None,
        seen_at=row.seen_at,
    )
