"""Fields of orders, parcels, refunds, returns and customers that are not simply an attribute."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from graphql import GraphQLError

from simulator import orders, refunds
from simulator.admin.context import (
    Context,
    Fields,
    Values,
    Within,
    bag,
    connection,
    count,
    gid,
    money,
    number_of,
)
from simulator.records import Address, Customer, Fulfillment, LineItem, Order, Refund

NOTHING = Decimal("0.00")
READ_WINDOW = timedelta(days=60)
WAREHOUSE = 61001
"""Every shop here keeps its goods in one place."""


def visible_orders(context: Context) -> list[Order]:
    """Without `read_all_orders` the last sixty days; older orders are not refused but absent."""
    if context.has("read_all_orders"):
        return context.shop.orders
    oldest = context.world.now() - READ_WINDOW
    return [order for order in context.shop.orders if order.created_at >= oldest]


def amount(of: Callable[[Order], Decimal]) -> Callable[[Order, Context, Any], Values]:
    return lambda order, *_: bag(of(order), order.currency)


def kept(order: Order) -> Decimal:
    """What the items that are still on the order cost."""
    return max(NOTHING, sum((line.price * line.current_quantity for line in order.lines), NOTHING) - order.discount)


def lines_of(order: Order, quantities: dict[int, int]) -> list[tuple[LineItem, int]]:
    return [(line, quantities[line.id]) for line in order.lines if line.id in quantities]


def shipping_address(order: Order) -> Values | None:
    where = order.shipping_address
    return None if where is None else address(where, gid("MailingAddress", f"{order.id}?model_name=Address"))


def address(where: Address, identity: str) -> Values:
    area = ", ".join(part for part in (where.city, where.province_code, where.country) if part)
    locality = " ".join(part for part in (where.city, where.province_code, where.zip) if part)
    lines = [where.address1, where.address2, locality, where.country]
    return {
        "__typename": "MailingAddress",
        "id": identity,
        "name": f"{where.first_name} {where.last_name}",
        "firstName": where.first_name,
        "lastName": where.last_name,
        "company": None,
        "address1": where.address1,
        "address2": where.address2,
        "city": where.city,
        "province": where.province,
        "provinceCode": where.province_code,
        "country": where.country,
        "countryCodeV2": where.country_code,
        "zip": where.zip,
        "phone": where.phone,
        "formatted": [line for line in lines if line],
        "formattedArea": area,
        "latitude": None,
        "longitude": None,
        "coordinatesValidated": False,
    }


def shipping_line(order: Order) -> Values:
    price = bag(order.shipping, order.currency)
    return {
        "id": gid("ShippingLine", order.id),
        "title": order.shipping_title,
        "code": order.shipping_title,
        "custom": False,
        "isRemoved": False,
        "source": "shopify",
        "originalPriceSet": price,
        "discountedPriceSet": price,
        "currentDiscountedPriceSet": price,
    }


def fulfillment_orders(order: Order) -> list[Values]:
    open_items = sum(orders.unfulfilled(order, line) for line in order.lines)
    status = "CLOSED" if not open_items else "ON_HOLD" if order.on_hold else "OPEN"
    if order.cancelled_at:
        status = "CANCELLED"
    promised = order.created_at + timedelta(days=1)
    delivery = {
        "id": gid("DeliveryMethod", order.id),
        "methodType": "PICK_UP" if order.shipping_title.startswith("Pickup") else "SHIPPING",
        "minDeliveryDateTime": order.created_at + timedelta(days=4),
        "maxDeliveryDateTime": order.created_at + timedelta(days=12),
        "presentedName": order.shipping_title,
    }
    entry = {
        "__typename": "FulfillmentOrder",
        "id": gid("FulfillmentOrder", order.id),
        "status": status,
        "requestStatus": "UNSUBMITTED",
        "createdAt": order.created_at,
        "updatedAt": order.updated_at,
        "fulfillAt": order.created_at,
        "fulfillBy": promised,
        "deliveryMethod": delivery,
        "order": order,
        "orderId": gid("Order", order.id),
        "orderName": order.name,
        "orderProcessedAt": order.created_at,
    }
    return [entry]


ORDER: Fields = {
    "processedAt": lambda o, *_: o.created_at,
    "closed": lambda o, *_: o.closed_at is not None,
    "confirmed": lambda *_: True,
    "edited": lambda *_: False,
    "currencyCode": lambda o, *_: o.currency,
    "presentmentCurrencyCode": lambda o, *_: o.currency,
    "displayFinancialStatus": lambda o, *_: orders.financial_status(o),
    "displayFulfillmentStatus": lambda o, *_: orders.fulfillment_status(o),
    "returnStatus": lambda o, *_: orders.return_status(o),
    "requiresShipping": lambda *_: True,
    "fullyPaid": lambda o, *_: o.received >= o.total,
    "unpaid": lambda o, *_: not o.received,
    "fulfillable": lambda o, *_: any(orders.unfulfilled(o, line) for line in o.lines),
    "refundable": lambda o, *_: o.received > o.refunded,
    "currentTotalPriceSet": amount(lambda o: max(NOTHING, o.total - o.refunded) if not o.cancelled_at else NOTHING),
    "currentSubtotalPriceSet": amount(kept),
    "currentShippingPriceSet": amount(lambda o: o.shipping),
    "currentTotalTaxSet": amount(lambda o: o.tax),
    "currentTotalDiscountsSet": amount(lambda o: o.discount),
    "originalTotalPriceSet": amount(lambda o: o.total),
    "totalPriceSet": amount(lambda o: o.total),
    "subtotalPriceSet": amount(lambda o: o.subtotal),
    "totalShippingPriceSet": amount(lambda o: o.shipping),
    "totalTaxSet": amount(lambda o: o.tax),
    "totalDiscountsSet": amount(lambda o: o.discount),
    "totalRefundedSet": amount(lambda o: o.refunded),
    "totalRefundedShippingSet": amount(lambda o: o.shipping - o.shipping_left),
    "totalReceivedSet": amount(lambda o: o.received),
    "netPaymentSet": amount(lambda o: o.received - o.refunded),
    "totalOutstandingSet": amount(lambda o: NOTHING if o.cancelled_at else max(NOTHING, o.total - o.received)),
    "subtotalLineItemsQuantity": lambda o, *_: sum(line.quantity for line in o.lines),
    "currentSubtotalLineItemsQuantity": lambda o, *_: sum(line.current_quantity for line in o.lines),
    "paymentGatewayNames": lambda o, *_: ["shopify_payments"] if o.received else [],
    "discountCode": lambda *_: None,
    "discountCodes": lambda *_: [],
    "sourceName": lambda o, *_: "pos" if o.customer is None else "web",
    "customerLocale": lambda o, *_: o.customer.locale if o.customer else None,
    "taxesIncluded": lambda *_: False,
    "statusPageUrl": lambda o, c, *_: f"{c.origin}/orders/{o.confirmation_number}",
    "shippingAddress": lambda o, *_: shipping_address(o),
    "displayAddress": lambda o, *_: shipping_address(o),
    "billingAddress": lambda o, *_: shipping_address(o),
    "billingAddressMatchesShippingAddress": lambda *_: True,
    "shippingLine": lambda o, *_: shipping_line(o),
    "customAttributes": lambda o, *_: [{"key": k, "value": v} for k, v in o.custom_attributes.items()],
    "lineItems": lambda o, _c, a: connection([Within(o, line) for line in o.lines], a),
    "fulfillments": lambda o, _c, a: [Within(o, parcel) for parcel in o.fulfillments][: a.get("first")],
    "fulfillmentsCount": lambda o, *_: count(o.fulfillments),
    "refunds": lambda o, _c, a: [Within(o, refund) for refund in o.refunds][: a.get("first")],
    "returns": lambda o, _c, a: connection([Within(o, returned) for returned in o.returns], a),
    "fulfillmentOrders": lambda o, _c, a: connection(fulfillment_orders(o), a),
    "metafields": lambda _, __, a: connection([], a),
    "metafield": lambda *_: None,
    "poNumber": lambda *_: None,
    "cancellation": lambda o, *_: {"staffNote": o.staff_note} if o.cancelled_at else None,
    "suggestedRefund": lambda o, _c, a: suggested_refund(o, a),
    "restockable": lambda o, *_: any(line.current_quantity for line in o.lines),
    "staffMember": lambda *_: None,
}


def suggested_refund(order: Order, a: dict[str, Any]) -> Values | None:
    """What Shopify would give back, and by which payment. One payment paid for each order here."""
    asked = {number_of("LineItem", entry["lineItemId"]): entry for entry in a.get("refundLineItems") or []}
    quantities = {line: entry["quantity"] for line, entry in asked.items()}
    full = bool(a.get("suggestFullRefund"))
    try:
        found = refunds.suggest(order, quantities, shipping=bool(a.get("refundShipping")), full=full)
    except ValueError as refusal:
        raise GraphQLError(str(refusal), extensions={"code": "BAD_REQUEST"}) from refusal

    def worth(value: Decimal) -> Values:
        return bag(value, order.currency)

    shipping = {"amountSet": worth(found.shipping), "maximumRefundableSet": worth(order.shipping_left)}
    return {
        "amountSet": worth(found.amount),
        "maximumRefundableSet": worth(order.left),
        "subtotalSet": worth(found.subtotal),
        "discountedSubtotalSet": worth(found.subtotal),
        "totalTaxSet": worth(found.tax),
        "shipping": {**shipping, "taxSet": worth(NOTHING)},
        "suggestedTransactions": [payback(order, found.amount)] if found.amount else [],
        "refundLineItems": [
            refund_line(order, line, quantity, asked.get(line.id, {}).get("restockType") or "NO_RESTOCK")
            for line, quantity in lines_of(order, found.lines)
        ],
    }


def payback(order: Order, value: Decimal) -> Values:
    """By the payment that paid for the order."""
    return {
        "amountSet": bag(value, order.currency),
        "maximumRefundableSet": bag(order.left, order.currency),
        "gateway": "shopify_payments",
        "formattedGateway": "Shopify Payments",
        "accountNumber": "•••• 4242",
        "kind": "SUGGESTED_REFUND",
        "parentTransaction": {"id": gid("OrderTransaction", order.id)},
    }


def refund_line(order: Order, line: LineItem, quantity: int, restock_type: str) -> Values:
    back = restock_type != "NO_RESTOCK"
    return {
        "id": gid("RefundLineItem", line.id),
        "lineItem": Within(order, line),
        "quantity": quantity,
        "restockType": restock_type,
        "restocked": back,
        "location": {"id": gid("Location", WAREHOUSE), "name": "Warehouse"} if back else None,
        "priceSet": bag(line.price, order.currency),
        "subtotalSet": bag(line.price * quantity, order.currency),
        "totalTaxSet": bag(NOTHING, order.currency),
    }


def image(handle: str | None, title: str, context: Context) -> Values | None:
    """The picture as the storefront serves it."""
    if handle is None:
        return None
    url = f"{context.settings.public_origin}/cdn/products/{handle}.svg"
    return {"id": gid("ImageSource", handle), "url": url, "altText": title, "width": 800, "height": 800}


def line_money(quantity: Callable[[Within], int]) -> Callable[[Within, Context, Any], Values]:
    return lambda line, *_: bag(line.it.price * quantity(line), line.order.currency)


LINE_ITEM: Fields = {
    "name": lambda s, *_: " - ".join(part for part in (s.it.title, s.it.variant_title) if part),
    "unfulfilledQuantity": lambda s, *_: orders.unfulfilled(s.order, s.it),
    "refundableQuantity": lambda s, *_: s.it.current_quantity,
    "nonFulfillableQuantity": lambda s, *_: s.it.quantity - s.it.current_quantity,
    "image": lambda s, c, *_: image(s.it.product_handle, s.it.title, c),
    "originalUnitPriceSet": line_money(lambda _: 1),
    "discountedUnitPriceSet": line_money(lambda _: 1),
    "discountedUnitPriceAfterAllDiscountsSet": line_money(lambda _: 1),
    "originalTotalSet": line_money(lambda s: s.it.quantity),
    "discountedTotalSet": line_money(lambda s: s.it.quantity),
    "totalDiscountSet": line_money(lambda _: 0),
    "requiresShipping": lambda *_: True,
    "isGiftCard": lambda *_: False,
    "vendor": lambda s, c, *_: getattr(c.shop.product(s.it.product_handle or ""), "vendor", None),
    "product": lambda s, c, *_: c.shop.product(s.it.product_handle or ""),
    "variant": lambda s, c, *_: next((v for p in c.shop.products for v in p.variants if v.id == s.it.variant_id), None),
    "customAttributes": lambda *_: [],
}


def tracking(parcel: Fulfillment) -> list[Values]:
    if parcel.tracking_number is None:
        return []
    return [{"company": parcel.company, "number": parcel.tracking_number, "url": parcel.tracking_url}]


def sent_lines(source: Within) -> list[Values]:
    return [
        {
            "__typename": "FulfillmentLineItem",
            "id": gid("FulfillmentLineItem", line.id),
            "lineItem": Within(source.order, line),
            "quantity": quantity,
            "originalTotalSet": bag(line.price * quantity, source.order.currency),
            "discountedTotalSet": bag(line.price * quantity, source.order.currency),
        }
        for line, quantity in lines_of(source.order, source.it.lines)
    ]


FULFILLMENT: Fields = {
    "order": lambda s, *_: s.order,
    "totalQuantity": lambda s, *_: sum(s.it.lines.values()),
    "trackingInfo": lambda s, _c, a: tracking(s.it)[: a.get("first")],
    "events": lambda s, _c, a: connection(sorted(s.it.events, key=lambda event: event.happened_at), a),
    "fulfillmentLineItems": lambda s, _c, a: connection(sent_lines(s), a),
    "requiresShipping": lambda *_: True,
}
FULFILLMENT_EVENT: Fields = {"createdAt": lambda e, *_: e.happened_at}


def refunded_lines(order: Order, refund: Refund) -> list[Values]:
    return [
        refund_line(order, line, quantity, "RETURN" if line.id in refund.restocked else "NO_RESTOCK")
        for line, quantity in lines_of(order, refund.lines)
    ]


REFUND: Fields = {
    "order": lambda s, *_: s.order,
    "processedAt": lambda s, *_: s.it.created_at,
    "updatedAt": lambda s, *_: s.it.created_at,
    "totalRefundedSet": lambda s, *_: bag(s.it.amount, s.order.currency),
    "refundLineItems": lambda s, _c, a: connection(refunded_lines(s.order, s.it), a),
    "staffMember": lambda *_: None,
    "return": lambda *_: None,
}
RETURN: Fields = {
    "order": lambda s, *_: s.order,
    "totalQuantity": lambda s, *_: sum(s.it.lines.values()),
    "closedAt": lambda s, *_: s.it.created_at if s.it.status == "CLOSED" else None,
    "refunds": lambda _, __, a: connection([], a),
    "staffMember": lambda *_: None,
}


def orders_of(customer: Customer, context: Context) -> list[Order]:
    own = [order for order in visible_orders(context) if order.customer is customer]
    return sorted(own, key=lambda order: order.created_at)


def email_address(customer: Customer) -> Values:
    return {"emailAddress": customer.email, "validFormat": True, "marketingState": "NOT_SUBSCRIBED"}


def spent(customer: Customer, context: Context) -> Values:
    own = (order for order in context.shop.orders if order.customer is customer)
    return money(sum((order.received - order.refunded for order in own), NOTHING), context.shop.currency)


CUSTOMER: Fields = {
    "updatedAt": lambda k, *_: k.created_at,
    "defaultEmailAddress": lambda k, *_: email_address(k),
    "defaultPhoneNumber": lambda k, *_: {"phoneNumber": k.phone} if k.phone else None,
    "numberOfOrders": lambda k, c, *_: str(sum(order.customer is k for order in c.shop.orders)),
    "amountSpent": lambda k, c, *_: spent(k, c),
    "orders": lambda k, c, a: connection(orders_of(k, c), a),
    "lastOrder": lambda k, c, *_: next(reversed(orders_of(k, c)), None),
    "verifiedEmail": lambda *_: True,
    "state": lambda *_: "ENABLED",
    "tags": lambda *_: [],
    "note": lambda *_: None,
    "metafields": lambda _, __, a: connection([], a),
    "metafield": lambda *_: None,
}
