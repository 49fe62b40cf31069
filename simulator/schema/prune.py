"""Prunes Shopify's published Admin schema to the part that the simulator can hold a conversation about.

Nothing is invented here: a kept type keeps each of Shopify's fields whose own type is kept too, with its arguments
and deprecations. What each type and field demands (scopes, protected customer data) goes to a file beside the SDL,
because SDL has no place for it.

    npm pack @shopify/dev-mcp@1.16.0 && tar xzf shopify-dev-mcp-1.16.0.tgz package/dist/data/admin_2026-10.json.gz
    python -m simulator.schema.prune package/dist/data/admin_2026-10.json.gz
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from graphql import build_client_schema, print_schema

HERE = Path(__file__).parent
SDL = HERE / "admin_2026-10.graphql"
ACCESS = HERE / "admin_2026-10.access.json"


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


QUERIES = words(
    """article articles blog blogs bulkOperation bulkOperations currentAppInstallation currentStaffMember customer
    customerByIdentifier customers job metaobjectDefinitions metaobjects node nodes order orderByIdentifier orders page
    pages product products publicApiVersions returnReasonDefinitions returnableFulfillments shop themes
    webhookSubscriptions"""
)
MUTATIONS = words(
    """appRevokeAccessScopes appUninstall bulkOperationRunQuery metafieldsDelete metafieldsSet orderCancel orderUpdate
    refundCreate returnCreate tagsAdd tagsRemove"""
)
DIRECTIVES = words("include skip deprecated specifiedBy idempotent")
INTERFACES = words("Node LegacyInteroperability DisplayableError")
UNIONS = words("OnlineStoreThemeFileBody")
# The root types' payloads are added to these by `payloads`.
OBJECTS = words(
    """AccessScope ApiVersion App AppInstallation Article ArticleConnection ArticleEdge ArticleAuthor Attribute
    Blog BlogConnection BlogEdge BulkOperation BulkOperationConnection BulkOperationEdge Count Customer
    CustomerAccountsV2 CustomerConnection CustomerEdge CustomerEmailAddress CustomerPhoneNumber DeliveryMethod
    Domain Fulfillment FulfillmentEvent FulfillmentEventConnection FulfillmentEventEdge FulfillmentLineItem
    FulfillmentLineItemConnection FulfillmentLineItemEdge FulfillmentOrder FulfillmentOrderConnection
    FulfillmentOrderEdge FulfillmentTrackingInfo Image Job LineItem LineItemConnection LineItemEdge Location
    MailingAddress
    Metafield MetafieldConnection MetafieldEdge MetafieldDefinitionType MetafieldIdentifier Metaobject
    MetaobjectCapabilityData MetaobjectCapabilityDataPublishable MetaobjectConnection MetaobjectEdge
    MetaobjectDefinition MetaobjectDefinitionConnection MetaobjectDefinitionEdge MetaobjectField
    MetaobjectFieldDefinition MoneyBag MoneyV2 OnlineStoreTheme OnlineStoreThemeConnection OnlineStoreThemeEdge
    OnlineStoreThemeFile OnlineStoreThemeFileBodyBase64 OnlineStoreThemeFileBodyText OnlineStoreThemeFileBodyUrl
    OnlineStoreThemeFileConnection OnlineStoreThemeFileEdge OnlineStoreThemeFileReadResult
    OnlineStoreThemeFilesUserErrors Order OrderCancellation OrderConnection OrderEdge OrderTransaction Page
    PageConnection PageEdge PageInfo Product
    ProductConnection ProductEdge ProductOption ProductPriceRangeV2 ProductVariant ProductVariantConnection
    ProductVariantEdge Refund RefundConnection RefundLineItem RefundLineItemConnection RefundLineItemEdge Return
    ReturnConnection ReturnEdge ReturnReasonDefinition ReturnReasonDefinitionConnection ReturnReasonDefinitionEdge
    ReturnableFulfillment ReturnableFulfillmentConnection ReturnableFulfillmentEdge ReturnableFulfillmentLineItem
    ReturnableFulfillmentLineItemConnection ReturnableFulfillmentLineItemEdge SEO ShippingLine ShippingRefund Shop
    ShopPlan ShopPolicy StaffMember SuggestedOrderTransaction SuggestedRefund WebhookSubscription
    WebhookSubscriptionConnection WebhookSubscriptionEdge"""
)

Type = dict[str, Any]


def named(reference: Type) -> str:
    """The type's own name inside any lists and non-nulls."""
    while reference["ofType"]:
        reference = reference["ofType"]
    name: str = reference["name"]
    return name


def prune(introspection: dict[str, Any]) -> dict[str, Any]:
    """The introspection result with only the kept types, without descriptions."""
    schema = introspection["__schema"]
    types: dict[str, Type] = {kind["name"]: kind for kind in schema["types"]}
    kept = {"QueryRoot", "Mutation"} | INTERFACES | UNIONS | OBJECTS | payloads(types)
    pruned = {name: with_kept_fields(types[name], kept, types) for name in sorted(kept)}
    for name in sorted(inputs_and_leaves(pruned, types)):
        pruned[name] = types[name]
    roots = {"queryType": {"name": "QueryRoot"}, "mutationType": {"name": "Mutation"}, "subscriptionType": None}
    directives = [d for d in schema["directives"] if d["name"] in DIRECTIVES]
    return {"__schema": without_descriptions({**roots, "directives": directives, "types": list(pruned.values())})}


def payloads(types: dict[str, Type]) -> set[str]:
    """What the kept mutations return, with their user errors."""
    names = {named(field["type"]) for field in types["Mutation"]["fields"] if field["name"] in MUTATIONS}
    inner = {named(field["type"]) for name in names for field in types[name]["fields"]}
    return names | {name for name in inner if name.endswith("Error")}


def with_kept_fields(kind: Type, kept: set[str], types: dict[str, Type]) -> Type:
    """The type with those of its fields whose type stays; root types keep only the operations named above."""
    wanted = {"QueryRoot": QUERIES, "Mutation": MUTATIONS}.get(kind["name"])
    fields = [
        field
        for field in kind["fields"] or []
        if (wanted is None or field["name"] in wanted)
        and (types[named(field["type"])]["kind"] in {"SCALAR", "ENUM"} or named(field["type"]) in kept)
    ]
    pruned = {**kind, "fields": fields if kind["fields"] else None}
    for relation in ("interfaces", "possibleTypes"):
        if kind[relation] is not None:
            pruned[relation] = [other for other in kind[relation] if other["name"] in kept]
    return pruned


def inputs_and_leaves(pruned: dict[str, Type], types: dict[str, Type]) -> set[str]:
    """Scalars, enums and input objects that the kept fields and their arguments need."""
    fields = [field for kind in pruned.values() for field in kind["fields"] or []]
    waiting = [named(field["type"]) for field in fields]
    waiting += [named(argument["type"]) for field in fields for argument in field["args"]]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found or name in pruned:
            continue
        found.add(name)
        waiting += [named(field["type"]) for field in types[name]["inputFields"] or []]
    return found


def without_descriptions(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_descriptions(inner) for key, inner in value.items() if key != "description"}
    if isinstance(value, list):
        return [without_descriptions(inner) for inner in value]
    return value


def access(pruned: dict[str, Any]) -> dict[str, dict[str, str]]:
    """What is demanded: the scopes sentence per type and per field, the kind of personal data per protected field."""
    types: list[Type] = pruned["__schema"]["types"]
    fields = [(f"{kind['name']}.{field['name']}", field) for kind in types for field in kind.get("fields") or []]
    return {
        "types": {kind["name"]: kind["requiredAccess"].strip() for kind in types if kind.get("requiredAccess")},
        "fields": {name: field["requiredAccess"].strip() for name, field in fields if field["requiredAccess"]},
        "protected": {name: field["protectedContent"] for name, field in fields if field["isProtected"]},
    }


def main(path: str) -> None:
    with gzip.open(path) as file:
        pruned = prune(json.load(file)["data"])
    schema = build_client_schema(pruned)  # type: ignore[arg-type]
    header = "# Part of Shopify's Admin API 2026-10, made by simulator/schema/prune.py. Do not edit.\n\n"
    SDL.write_text(header + print_schema(schema) + "\n", encoding="utf-8")
    ACCESS.write_text(json.dumps(access(pruned), indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
