"""What a caller reads of an operation, and which refusal it is."""

from typing import Any

import httpx

from tests.graphql.doors import AGENTS, SHOPPERS, Closed, House, id_token
from tests.graphql.schema_walk import AGENTS_SCHEMA, SHOPPERS_SCHEMA, document
from tests.graphql.world import World

INTERNAL = ("Traceback", "sqlalchemy", "asyncpg", "sqlite", "SELECT ", "/backend/", "INTERNAL")
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


def token_for(house: House, world: World, door: str) -> str:
    return id_token(world.here.domain) if door == AGENTS else house.shopper_token(world.here.shopper)


async def send(house: House, door: str, token: str, body: bytes, **headers: str) -> httpx.Response:
    given = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
    async with house.client() as client:
        return await client.post(door, content=body, headers=given)


def told(answer: httpx.Response) -> str:
    """The one sentence of a refusal, after a look that nothing of our insides is in it."""
    assert not [word for word in INTERNAL if word in answer.text], answer.text
    message: str = answer.json()["errors"][0]["message"]
    return message
