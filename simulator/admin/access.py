"""Which scope and which approval a field needs, in Shopify's own words.

What is demanded was taken from the published schema with it (`schema/prune.py`). A refusal is an error at the field,
with HTTP 200, and the rest of the answer is given.
"""

import json
import re

from graphql import GraphQLError, GraphQLOutputType, get_named_type

from simulator.admin.context import Context
from simulator.schema.prune import ACCESS

DEMANDS = json.loads(ACCESS.read_text(encoding="utf-8"))
PROTECTED_OBJECTS = frozenset({"Order", "Customer"})
MORE = "See https://shopify.dev/docs/apps/launch/protected-customer-data for more details."


def scopes_in(sentence: str, write: bool) -> frozenset[str]:
    """The scopes of which any one suffices. What follows "Also:" are a staff member's permissions."""
    named = re.findall(r"`(\w+)` access scope", sentence.split("Also:", maxsplit=1)[0])
    kind = "write_" if write else "read_"
    return frozenset(scope if scope.startswith(("read_", "write_")) else kind + scope for scope in named)


def subject(output: GraphQLOutputType) -> str:
    """The record's type, also behind a connection or an edge."""
    return re.sub(r"(Connection|Edge)$", "", get_named_type(output).name)


def check(parent: str, name: str, output: GraphQLOutputType, context: Context) -> None:
    """Raises Shopify's ACCESS_DENIED unless the token, and the app's approvals, reach this field."""
    kind = subject(output)
    if parent != "Mutation":
        demand_scopes(name, DEMANDS["types"].get(kind, ""), context)
    demand_scopes(name, DEMANDS["fields"].get(f"{parent}.{name}", ""), context, write=parent == "Mutation")
    faults = context.shop.faults
    if faults.refuse_protected_objects and kind in PROTECTED_OBJECTS:
        raise denied(f"This app is not approved to access the {kind} object. {MORE}")
    if faults.refuse_protected_fields and f"{parent}.{name}" in DEMANDS["protected"]:
        raise denied(f"This app is not approved to use the {name} field. {MORE}")


def demand_scopes(name: str, sentence: str, context: Context, write: bool = False) -> None:
    wanted = scopes_in(sentence, write)
    if wanted and not any(context.has(scope) for scope in wanted):
        raise denied(f"Access denied for {name} field. Required access: {sentence}")


def denied(message: str) -> GraphQLError:
    documentation = "https://shopify.dev/api/usage/access-scopes"
    return GraphQLError(message, extensions={"code": "ACCESS_DENIED", "documentation": documentation})
