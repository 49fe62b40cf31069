"""Orders as the simulated admin shows them."""

from simulator.pages.rendering import day, in_words, money, order_state, payment_state
from simulator.records import Fulfillment, Order
from simulator.state import SimShop

TONES = {"Fulfilled": "success", "Cancelled": "critical", "On hold": "warning", "Restocked": "neutral"}


def tone(order: Order) -> str:
    """The badge's tone for how far an order is."""
    return TONES.get(order_state(order), "caution")


def rows(shop: SimShop) -> list[dict[str, object]]:
    """The order list, newest first."""
    return [
        {
            "id": order.id,
            "name": order.name,
            "date": day(order.created_at),
            "customer": order.customer.display_name if order.customer else "No customer",
            "total": money(order.total, order.currency),
            "payment": payment_state(order),
            "state": order_state(order),
            "tone": tone(order),
            "items": sum(line.quantity for line in order.lines),
        }
        for order in sorted(shop.orders, key=lambda order: order.created_at, reverse=True)
    ]


def parcel(fulfillment: Fulfillment) -> dict[str, object]:
    events = sorted(fulfillment.events, key=lambda event: event.happened_at, reverse=True)
    return {
        "name": fulfillment.name,
        "state": in_words(fulfillment.display_status),
        "late": fulfillment.display_status in ("DELAYED", "NOT_DELIVERED", "FAILURE", "ATTEMPTED_DELIVERY"),
        "company": fulfillment.company or "",
        "number": fulfillment.tracking_number or "",
        "estimate": day(fulfillment.estimated_delivery_at),
        "events": [{"when": day(event.happened_at), "message": event.message} for event in events],
    }


def detail(order: Order) -> dict[str, object]:
    """One order with items, money, parcels, customer and refunds."""
    address = order.shipping_address
    lines = [
        {
            "title": line.title,
            "variant": line.variant_title or "",
            "sku": line.sku,
            "picture": f"/cdn/products/{line.product_handle or 'default'}.svg",
            "quantity": line.quantity,
            "price": money(line.price, order.currency),
            "total": money(line.price * line.quantity, order.currency),
        }
        for line in order.lines
    ]
    return {
        "name": order.name,
        "date": day(order.created_at),
        "payment": payment_state(order),
        "state": order_state(order),
        "tone": tone(order),
        "lines": lines,
        "money": [
            {"label": "Subtotal", "amount": money(order.subtotal, order.currency)},
            {"label": f"Shipping ({order.shipping_title})", "amount": money(order.shipping, order.currency)},
            {"label": "Taxes", "amount": money(order.tax, order.currency)},
        ],
        "total": money(order.total, order.currency),
        "refunds": [
            {"date": day(refund.created_at), "amount": money(refund.amount, order.currency), "note": refund.note or ""}
            for refund in order.refunds
        ],
        "parcels": [parcel(fulfillment) for fulfillment in order.fulfillments],
        "customer": order.customer.display_name if order.customer else "No customer",
        "email": order.email or "",
        "phone": order.phone or "",
        "note": order.note or "",
        "tags": order.tags,
        "address": [
            f"{address.first_name} {address.last_name}",
            address.address1,
            f"{address.city} {address.province or ''} {address.zip}",
            address.country,
        ]
        if address
        else [],
    }
