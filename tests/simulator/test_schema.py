"""The pruned schema is a part of Shopify's, and the simulator resolves nothing that Shopify does not have."""

import json

from graphql import GraphQLInterfaceType, GraphQLObjectType, validate_schema

from simulator.admin.access import DEMANDS
from simulator.admin.execute import FIELDS, SCHEMA
from simulator.schema.prune import ACCESS, MUTATIONS, QUERIES, SDL, access, prune


def fields(kind: str) -> set[str]:
    found = SCHEMA.get_type(kind)
    assert isinstance(found, GraphQLObjectType | GraphQLInterfaceType)
    return set(found.fields)


def test_the_pruned_schema_is_whole_and_small() -> None:
    assert validate_schema(SCHEMA) == []
    assert SDL.stat().st_size < 300_000
    assert fields("QueryRoot") == QUERIES
    assert fields("Mutation") == MUTATIONS


def test_no_field_is_resolved_that_shopify_does_not_have() -> None:
    invented = {f"{kind}.{name}" for kind, table in FIELDS.items() for name in set(table) - fields(kind)}
    assert invented == set()


def test_every_demand_names_a_field_or_a_type_of_the_schema() -> None:
    assert json.loads(ACCESS.read_text()) == DEMANDS
    assert set(DEMANDS["types"]) <= set(SCHEMA.type_map)
    for name in [*DEMANDS["fields"], *DEMANDS["protected"]]:
        kind, _, field = name.partition(".")
        assert field in fields(kind)
    assert DEMANDS["protected"]["Order.email"] == "email"
    assert "`read_customers` access scope" in DEMANDS["types"]["Customer"]


def reference(kind: str, name: str) -> dict[str, object]:
    return {"kind": kind, "name": name, "ofType": None}


def field(name: str, output: dict[str, object], **more: object) -> dict[str, object]:
    plain: dict[str, object] = {"args": [], "description": "Prose.", "requiredAccess": None, "isProtected": False}
    return {"name": name, "type": output, **plain, **more}


def kind(kind_name: str, name: str, *fields: dict[str, object], **more: object) -> dict[str, object]:
    nothing = {"fields": list(fields) or None, "interfaces": None, "possibleTypes": None, "inputFields": None}
    return {"kind": kind_name, "name": name, "description": "Prose.", **nothing, **more}


def test_pruning_keeps_the_asked_fields_and_drops_what_leads_elsewhere() -> None:
    """A field goes when its type is not kept; scalars and their arguments' inputs come along; prose stays behind."""
    everything = prune.__globals__["OBJECTS"] | prune.__globals__["INTERFACES"] | prune.__globals__["UNIONS"]
    string, order = reference("SCALAR", "String"), reference("OBJECT", "Order")
    types = [
        kind("OBJECT", "QueryRoot", field("order", order), field("giftCards", order)),
        kind("OBJECT", "Mutation"),
        kind(
            "OBJECT",
            "Order",
            field(
                "email", string, isProtected=True, protectedContent="email", requiredAccess="`read_x` access scope.\n"
            ),
            field("risk", reference("OBJECT", "OrderRisk")),
            requiredAccess="`read_orders` access scope.",
        ),
        kind("OBJECT", "OrderRisk", field("level", string)),
        kind("SCALAR", "String"),
        kind("SCALAR", "Float"),
        *(kind("OBJECT", name) for name in sorted(everything - {"Order"})),
    ]
    types[1]["fields"] = []
    pruned = prune({"__schema": {"types": types, "directives": []}})
    by_name = {held["name"]: held for held in pruned["__schema"]["types"]}
    assert [held["name"] for held in by_name["QueryRoot"]["fields"]] == ["order"]
    assert [held["name"] for held in by_name["Order"]["fields"]] == ["email"]
    assert "String" in by_name
    assert not {"OrderRisk", "Float"} & set(by_name)
    assert "Prose." not in json.dumps(pruned)
    assert access(pruned) == {
        "types": {"Order": "`read_orders` access scope."},
        "fields": {"Order.email": "`read_x` access scope."},
        "protected": {"Order.email": "email"},
    }
