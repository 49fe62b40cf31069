"""The cart as a storefront's browser tells it."""

import strawberry

from backend.conversations import hints


@strawberry.input
class CartItemInput:
    title: str
    quantity: int
    variant: str = ""


@strawberry.input
class CartInput:
    items: list[CartItemInput]
    item_count: int
    total: str
    currency: str

    def told(self) -> hints.Cart:
        """As it was said; what is kept of it is decided elsewhere."""
        items = tuple(hints.CartItem(each.title, each.variant, each.quantity) for each in self.items)
        return hints.Cart(items, self.item_count, self.total, self.currency)
