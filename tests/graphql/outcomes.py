"""What a caller reads of an operation, and which refusal it is."""

from typing import Any

from tests.graphql.doors import AGENTS, SHOPPERS, Closed, House
from tests.graphql.schema_walk import AGENTS_SCHEMA, SHOPPERS_SCHEMA, document

SCHEMAS = {AGENTS: AGENTS_SCHEMA, SHOPPERS: SHOPPERS_SCHEMA}


async def outcome(house: House, path: str, operation: str, token: str | None, given: dict[str, Any]) -> dict[str, Any]:
    """What a caller reads: the HTTP answer, or for a subscription the socket's first result."""
    asked = document(SCHEMAS[path], operation, given)
    if not operation.startswith("subscription"):
        answer = await house.ask(path, token, asked, given)
        read: dict[str, Any] = answer.json()
        return {"status": answer.status_code, **read}
    async with house.socket(path) as socket:
        try:
            await socket.begin(token)
            await socket.subscribe(asked, given)
            message = await socket.receive()
        except Closed as closed:
            return {"status": closed.code}
    payload = message["payload"]
    return {"status": 200, "errors": payload} if message["type"] == "error" else {"status": 200, **payload}


def code_of(read: dict[str, Any]) -> str | None:
    """The code of the refusal, whether it came as data or as an error; None for an answer."""
    if read.get("errors"):
        return str(read["errors"][0]["extensions"]["code"])
    for value in (read["data"] or {}).values():
        if isinstance(value, dict) and value.get("userErrors"):
            return str(value["userErrors"][0]["code"])
    return None
