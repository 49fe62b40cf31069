"""Amounts, as Shopify wrote them."""

import strawberry


@strawberry.type
class Money:
    amount: str = strawberry.field(description="A decimal number, as Shopify wrote it.")
    currency: str
