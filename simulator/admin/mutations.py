"""The mutations. A refusal by Shopify's business rules is a user error in the payload, and nothing has changed."""

from simulator.admin.context import Arguments, Context, Fields, Values, gid
from simulator.admin.order_mutations import ORDER_MUTATION, problem
from simulator.admin.shop_fields import app, metafield, scope

LARGEST_JSON = 16 * 1024
TYPES = frozenset({"json", "boolean", "single_line_text_field", "multi_line_text_field", "number_integer", "url", "id"})


def metafields_set(context: Context, a: Arguments) -> Values:
    """All or none; only the app's own installation can own metafields here."""
    entries = a["metafields"]
    errors = [
        {**error, "elementIndex": place}
        for place, entry in enumerate(entries)
        if (error := metafield_problem(context, entry)) is not None
    ]
    if errors:
        return {"metafields": [], "userErrors": errors}
    for entry in entries:
        place = (entry.get("namespace") or "$app", entry["key"])
        context.shop.grant.metafields[place] = (entry["type"], entry["value"])
    held = [(entry.get("namespace") or "$app", entry["key"], entry["type"], entry["value"]) for entry in entries]
    return {"metafields": [metafield(context, *parts) for parts in held], "userErrors": []}


def metafield_problem(context: Context, entry: Arguments) -> Values | None:
    if entry["ownerId"] != gid("AppInstallation", context.shop.id):
        return problem("Owner does not exist.", "metafields", "ownerId", code="INVALID")
    if entry.get("type") not in TYPES:
        return problem("Type is not a valid type.", "metafields", "type", code="INCLUSION")
    if len(entry["value"].encode()) > LARGEST_JSON:
        return problem("Value is too long.", "metafields", "value", code="TOO_LONG")
    return None


def metafields_delete(context: Context, a: Arguments) -> Values:
    deleted: list[Values | None] = []
    for entry in a["metafields"]:
        own = entry["ownerId"] == gid("AppInstallation", context.shop.id)
        held = context.shop.grant.metafields.pop((entry["namespace"], entry["key"]), None) if own else None
        deleted.append(dict(entry) if held else None)
    return {"deletedMetafields": deleted, "userErrors": []}


def uninstall(context: Context) -> Values:
    context.uninstalled = True
    return {"app": app(context), "userErrors": []}


def revoke_scopes(context: Context, a: Arguments) -> Values:
    """Gives back optional scopes; those that the app's configuration requires cannot be given back."""
    asked = a["scopes"]
    required = [name for name in asked if name in context.settings.scopes]
    missing = [name for name in asked if name not in context.shop.grant.scopes]
    if required or missing:
        code = "CANNOT_REVOKE_REQUIRED_SCOPES" if required else "CANNOT_REVOKE_UNDECLARED_SCOPES"
        error = problem("The requested scopes cannot be revoked: " + ", ".join(required + missing), "scopes", code=code)
        return {"revoked": None, "userErrors": [error]}
    grant = context.shop.grant
    context.scopes_before = grant.scopes
    grant.scopes = tuple(name for name in grant.scopes if name not in asked)
    return {"revoked": [scope(name) for name in asked], "userErrors": []}


MUTATION: Fields = {
    **ORDER_MUTATION,
    "metafieldsSet": lambda _, c, a: metafields_set(c, a),
    "metafieldsDelete": lambda _, c, a: metafields_delete(c, a),
    "appUninstall": lambda _, c, *__: uninstall(c),
    "appRevokeAccessScopes": lambda _, c, a: revoke_scopes(c, a),
}
