"""Runs one operation over Shopify's schema: validation, access, fields, errors in Shopify's form.

A field that stands in the schema but that these shops hold nothing for is an error that says so, never a made-up value.
"""

import re
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLResolveInfo,
    build_schema,
    execute_sync,
    get_directive_values,
    specified_rules,
    validate,
)

from simulator.admin import access
from simulator.admin.context import NAMES, Context, Fields, bare, gid, type_name
from simulator.admin.mutations import MUTATION
from simulator.admin.order_fields import CUSTOMER, FULFILLMENT, FULFILLMENT_EVENT, LINE_ITEM, ORDER, REFUND, RETURN
from simulator.admin.queries import QUERY, RETURNABLE
from simulator.admin.shop_fields import (
    ARTICLE,
    BLOG,
    INSTALLATION,
    PAGE,
    POLICY,
    PRODUCT,
    SHOP,
    STAFF,
    THEME,
    VARIANT,
)
from simulator.schema.prune import SDL

SCHEMA = build_schema(SDL.read_text(encoding="utf-8"))
IDEMPOTENT = SCHEMA.get_directive("idempotent")
FIELDS: dict[str, Fields] = {
    "QueryRoot": QUERY,
    "Mutation": MUTATION,
    "Order": ORDER,
    "LineItem": LINE_ITEM,
    "Fulfillment": FULFILLMENT,
    "FulfillmentEvent": FULFILLMENT_EVENT,
    "Refund": REFUND,
    "Return": RETURN,
    "ReturnableFulfillment": RETURNABLE,
    "Customer": CUSTOMER,
    "Shop": SHOP,
    "ShopPolicy": POLICY,
    "AppInstallation": INSTALLATION,
    "Product": PRODUCT,
    "ProductVariant": VARIANT,
    "Page": PAGE,
    "Article": ARTICLE,
    "Blog": BLOG,
    "StaffMember": STAFF,
    "OnlineStoreTheme": THEME,
}


def serialize_moment(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:%Y-%m-%dT%H:%M:%SZ}"


SCHEMA.type_map["DateTime"].coerce_output_value = serialize_moment  # type: ignore[attr-defined]


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match[1].lower(), name)


def resolve(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
    """Any field of any type: first whether it may be read, then its function, its key or its attribute."""
    context: Context = info.context
    parent, name = info.parent_type.name, info.field_name
    access.check(parent, name, info.return_type, context)
    if parent == "Mutation":
        context.idempotency_key = idempotency_key(info)
    special = FIELDS.get(parent, {}).get(name)
    if special is not None:
        return special(source, context, arguments)
    if isinstance(source, dict) and name in source:
        return source[name]
    record = bare(source)
    if not isinstance(record, dict) and record is not None:
        if name in {"id", "legacyResourceId"}:
            return gid(NAMES[type(record)], record.id) if name == "id" else str(record.id)
        if name == "defaultCursor":
            return str(record.id)
        if hasattr(record, snake(name)):
            return getattr(record, snake(name))
    raise GraphQLError(
        f"The simulated shop holds nothing for {parent}.{name}.", extensions={"code": "INTERNAL_SERVER_ERROR"}
    )


def idempotency_key(info: GraphQLResolveInfo[Any]) -> str | None:
    """The key of the mutation's `@idempotent`, if it has one."""
    assert IDEMPOTENT is not None
    given = get_directive_values(IDEMPOTENT, info.field_nodes[0], info.variable_values)
    return str(given["key"]).strip() if given else None


def kind_of(source: Any, info: GraphQLResolveInfo[Any], abstract: Any) -> str:
    return type_name(source)


def check(document: DocumentNode) -> list[dict[str, Any]]:
    """What is wrong with a document, in graphql-ruby's words for the commonest mistake."""
    found = []
    for error in validate(SCHEMA, document, specified_rules):
        formatted: dict[str, Any] = dict(error.formatted)
        unknown = re.match(r"Cannot query field '(\w+)' on type '(\w+)'", error.message)
        if unknown:
            field, kind = unknown.groups()
            formatted["message"] = f"Field '{field}' doesn't exist on type '{kind}'"
            formatted["extensions"] = {"code": "undefinedField", "typeName": kind, "fieldName": field}
        found.append(formatted)
    return found


def run(document: DocumentNode, variables: dict[str, Any], operation: str | None, context: Context) -> ExecutionResult:
    """The answer, with partial data where single fields were refused."""
    return execute_sync(
        SCHEMA,
        document,
        variable_values=variables,
        operation_name=operation,
        context_value=context,
        field_resolver=resolve,
        type_resolver=kind_of,
    )
