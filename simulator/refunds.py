"""What Shopify proposes to give back for some lines of an order, and what happens to the stock.

A line costs its price less its share of the order's discount, plus its share of the tax.
"""

from dataclasses import dataclass
from decimal import Decimal

from simulator import orders
from simulator.records import LineItem, Order
from simulator.state import SimShop

NOTHING = Decimal("0.00")
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Suggestion:
    """Amounts in the order's currency. `lines` are quantities by line item."""

    lines: dict[int, int]
    subtotal: Decimal
    tax: Decimal
    shipping: Decimal
    amount: Decimal


def suggest(order: Order, lines: dict[int, int], *, shipping: bool, full: bool) -> Suggestion:
    """`full` is all that is left, whatever lines are named. Raises ValueError for what is not on the order."""
    by_id = {line.id: line for line in order.lines}
    wanted = {line.id: line.current_quantity for line in order.lines if line.current_quantity} if full else lines
    if any(line not in by_id or not 0 < quantity <= by_id[line].current_quantity for line, quantity in wanted.items()):
        raise ValueError("the quantity cannot be refunded")
    gross = sum((by_id[line].price * quantity for line, quantity in wanted.items()), NOTHING)
    all_goods = order.subtotal + order.discount
    share = gross / all_goods if all_goods else NOTHING
    subtotal, tax = (gross - order.discount * share).quantize(CENT), (order.tax * share).quantize(CENT)
    back = order.shipping_left if shipping or full else NOTHING
    amount = order.left if full else min(order.left, subtotal + tax + back)
    return Suggestion(wanted, subtotal, tax, back, amount)


def restock(shop: SimShop, line: LineItem, quantity: int) -> None:
    """Puts items back on the shelf."""
    for product in shop.products:
        for variant in product.variants:
            if variant.id == line.variant_id:
                variant.inventory += quantity


def restock_type(order: Order, line: LineItem, quantity: int) -> str:
    """How the items would come back: what was not sent is cancelled, what was sent is returned."""
    return "CANCEL" if quantity <= orders.unfulfilled(order, line) else "RETURN"
