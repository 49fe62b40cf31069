"""The root queries: lists with their search filters and sort keys, and single records."""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLError

from simulator import orders
from simulator.admin import order_mutations, shop_fields
from simulator.admin.context import Arguments, Context, Fields, Values, Within, connection, gid, number_of
from simulator.admin.order_fields import visible_orders
from simulator.records import LineItem, Order
from simulator.search import Matcher, Query, keyword, moment, one_of, text

SortKey = Callable[[Any], Any]
REASONS = [
    {
        "id": gid("ReturnReasonDefinition", place),
        "handle": name.lower().replace(" ", "-"),
        "name": name,
        "deleted": False,
    }
    for place, name in enumerate(
        (
            "Arrived late",
            "Changed mind",
            "Damaged",
            "Defective",
            "Not as described",
            "Too big",
            "Too small",
            "Wrong item",
        ),
        start=1,
    )
]


ORDER_FILTERS: dict[str, Matcher] = {
    "name": text(lambda o: o.name),
    "email": keyword(lambda o: o.email),
    "id": keyword(lambda o: o.id),
    "customer_id": keyword(lambda o: o.customer.id if o.customer else None),
    "confirmation_number": keyword(lambda o: o.confirmation_number),
    "created_at": moment(lambda o: o.created_at),
    "processed_at": moment(lambda o: o.created_at),
    "updated_at": moment(lambda o: o.updated_at),
    "financial_status": keyword(orders.financial_status),
    "fulfillment_status": keyword(orders.fulfillment_status),
    "return_status": keyword(orders.return_status),
    "tag": lambda o, _c, value: value.casefold() in {tag.casefold() for tag in o.tags},
    "test": one_of({"true": lambda o: o.test, "false": lambda o: not o.test}),
    "status": one_of(
        {
            "open": lambda o: o.closed_at is None and o.cancelled_at is None,
            "closed": lambda o: o.closed_at is not None,
            "cancelled": lambda o: o.cancelled_at is not None,
            "not_closed": lambda o: o.closed_at is None,
        }
    ),
}
ORDER_TEXT = text(lambda o: " ".join(filter(None, (o.name, o.email, o.customer.display_name if o.customer else ""))))
ORDER_SORT: dict[str, SortKey] = {
    "PROCESSED_AT": lambda o: (o.created_at, o.id),
    "CREATED_AT": lambda o: (o.created_at, o.id),
    "UPDATED_AT": lambda o: (o.updated_at, o.id),
    "ORDER_NUMBER": lambda o: (o.number, o.id),
    "TOTAL_PRICE": lambda o: (o.total, o.id),
}
CONTENT_SORT: dict[str, SortKey] = {
    "UPDATED_AT": lambda r: (r.updated_at, r.id),
    "PUBLISHED_AT": lambda r: (r.published_at is not None, r.published_at, r.id),
    "TITLE": lambda r: (r.title.casefold(), r.id),
    "PRODUCT_TYPE": lambda r: (r.product_type, r.id),
    "VENDOR": lambda r: (r.vendor, r.id),
}
CUSTOMER_FILTERS: dict[str, Matcher] = {
    "email": keyword(lambda k: k.email),
    "phone": keyword(lambda k: k.phone),
    "id": keyword(lambda k: k.id),
    "first_name": text(lambda k: k.first_name),
    "last_name": text(lambda k: k.last_name),
}
CUSTOMER_TEXT = text(lambda k: f"{k.display_name} {k.email}")


def content_filters(context: Context) -> dict[str, Matcher]:
    published = {
        "published": lambda r: shop_fields.in_days_to_come(r, context),
        "unpublished": lambda r: not shop_fields.in_days_to_come(r, context),
    }
    return {
        "published_status": one_of(published),
        "status": keyword(lambda r: getattr(r, "status", None)),
        "handle": keyword(lambda r: r.handle),
        "id": keyword(lambda r: r.id),
        "title": text(lambda r: r.title),
        "vendor": text(lambda r: getattr(r, "vendor", None)),
        "product_type": text(lambda r: getattr(r, "product_type", None)),
        "tag": lambda r, _c, value: value.casefold() in {tag.casefold() for tag in getattr(r, "tags", [])},
        "updated_at": moment(lambda r: r.updated_at),
        "published_at": moment(lambda r: r.published_at),
    }


def found(items: list[Any], filters: dict[str, Matcher], default: Matcher, sort: SortKey, a: Arguments) -> Values:
    """The page of the items that the search matches, in the order asked for."""
    query = Query(a.get("query"), filters, default)
    if query.ids is not None and "id" in filters:
        items = [item for item in items if str(item.id) in query.ids]
    return connection(sorted(filter(query.matches, items), key=sort), a)


def by_id(item: Any) -> Any:
    return item.id


def all_orders(context: Context, a: Arguments) -> Values:
    sort = ORDER_SORT.get(a.get("sortKey", "PROCESSED_AT"), by_id)
    return found(visible_orders(context), ORDER_FILTERS, ORDER_TEXT, sort, a)


def content(items: list[Any], context: Context, a: Arguments) -> Values:
    sort = CONTENT_SORT.get(a.get("sortKey", "ID"), by_id)
    return found(items, content_filters(context), text(lambda r: r.title), sort, a)


def one(items: list[Any], kind: str, global_id: str) -> Any:
    wanted = number_of(kind, global_id)
    return next((item for item in items if item.id == wanted), None)


def order_by_identifier(context: Context, a: Arguments) -> Order | None:
    identifier = a["identifier"]
    if "id" not in identifier:
        raise GraphQLError("Metafield definition of type 'id' is required when using custom ids.")
    result: Order | None = one(visible_orders(context), "Order", identifier["id"])
    return result


def customer_by_identifier(context: Context, a: Arguments) -> Any:
    identifier = a["identifier"]
    if "id" in identifier:
        return one(context.shop.customers, "Customer", identifier["id"])
    if "emailAddress" in identifier:
        wanted = identifier["emailAddress"].strip().casefold()
        return next((k for k in context.shop.customers if k.email.casefold() == wanted), None)
    if "phoneNumber" in identifier:
        return next((k for k in context.shop.customers if k.phone == identifier["phoneNumber"]), None)
    raise GraphQLError("Metafield definition of type 'id' is required when using custom ids.")


def node(context: Context, global_id: str) -> Any:
    """Any record by its global id, if it is of a kind that can be asked for."""
    shop = context.shop
    kinds: dict[str, list[Any]] = {
        "Order": visible_orders(context) if context.has("read_orders") else [],
        "Customer": shop.customers if context.has("read_customers") else [],
        "Product": shop.products if context.has("read_products") else [],
        "Page": shop.pages if context.has("read_content") else [],
        "Article": shop.articles if context.has("read_content") else [],
    }
    kind = global_id.removeprefix("gid://shopify/").split("/")[0]
    return one(kinds.get(kind, []), kind, global_id)


def staff(context: Context) -> Any:
    """The staff member behind an online token; an offline token has none."""
    return context.shop.staff_member(context.token.staff_id) if context.token.staff_id else None


def themes(context: Context, a: Arguments) -> Values:
    roles = a.get("roles")
    return connection([context.shop.theme] if roles is None or "MAIN" in roles else [], a)


def versions() -> list[Values]:
    return [{"handle": handle, "displayName": handle, "supported": True} for handle in shop_fields.VERSIONS]


def returnable_fulfillments(context: Context, a: Arguments) -> list[Values]:
    """One entry for each parcel with something in it that may come back."""
    order = order_mutations.find(context, a["orderId"])
    found = []
    for parcel in order.fulfillments if order else []:
        assert order is not None
        lines = [(line, min(orders.can_be_returned(order, line), parcel.lines.get(line.id, 0))) for line in order.lines]
        items = [returnable(order, line, quantity) for line, quantity in lines if quantity]
        if items and parcel.status != "CANCELLED":
            identity = gid("ReturnableFulfillment", parcel.id)
            found.append({"id": identity, "fulfillment": Within(order, parcel), "items": items})
    return found


def returnable(order: Order, line: LineItem, quantity: int) -> Values:
    item = {
        "__typename": "FulfillmentLineItem",
        "id": gid("FulfillmentLineItem", line.id),
        "lineItem": Within(order, line),
        "quantity": quantity,
    }
    return {"id": gid("ReturnableFulfillmentLineItem", line.id), "fulfillmentLineItem": item, "quantity": quantity}


RETURNABLE: Fields = {"returnableFulfillmentLineItems": lambda r, _, a: connection(r["items"], a)}


def empty(source: Any, context: Context, a: Arguments) -> Values:
    """A list that these shops have nothing in: no metaobjects, no webhooks of the shop's own, no bulk operations."""
    return connection([], a)


QUERY: Fields = {
    "shop": lambda _, c, *__: c.shop,
    "currentAppInstallation": lambda _, c, *__: shop_fields.installation(c),
    "currentStaffMember": lambda _, c, *__: staff(c),
    "publicApiVersions": lambda *_: versions(),
    "orders": lambda _, c, a: all_orders(c, a),
    "order": lambda _, c, a: one(visible_orders(c), "Order", a["id"]),
    "orderByIdentifier": lambda _, c, a: order_by_identifier(c, a),
    "customers": lambda _, c, a: found(c.shop.customers, CUSTOMER_FILTERS, CUSTOMER_TEXT, by_id, a),
    "customer": lambda _, c, a: one(c.shop.customers, "Customer", a["id"]),
    "customerByIdentifier": lambda _, c, a: customer_by_identifier(c, a),
    "products": lambda _, c, a: content(c.shop.products, c, a),
    "product": lambda _, c, a: one(c.shop.products, "Product", a["id"]),
    "pages": lambda _, c, a: content(c.shop.pages, c, a),
    "page": lambda _, c, a: one(c.shop.pages, "Page", a["id"]),
    "articles": lambda _, c, a: content(c.shop.articles, c, a),
    "article": lambda _, c, a: one(c.shop.articles, "Article", a["id"]),
    "blogs": lambda _, c, a: connection(c.shop.blogs, a),
    "blog": lambda _, c, a: one(c.shop.blogs, "Blog", a["id"]),
    "themes": lambda _, c, a: themes(c, a),
    "node": lambda _, c, a: node(c, a["id"]),
    "nodes": lambda _, c, a: [node(c, global_id) for global_id in a["ids"]],
    "metaobjects": empty,
    "metaobjectDefinitions": empty,
    "webhookSubscriptions": empty,
    "bulkOperations": empty,
    "bulkOperation": lambda *_: None,
    "job": lambda _, c, a: order_mutations.job(c, a),
    "returnableFulfillments": lambda _, c, a: connection(returnable_fulfillments(c, a), a),
    "returnReasonDefinitions": lambda _, __, a: connection(list(REASONS), a),
}
