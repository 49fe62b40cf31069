"""Requests and documents as programs send them: what is none is refused with a sentence, before anything is asked."""

import asyncio
import json
import time
from typing import Any

import pytest

from backend.graphql.door import MAX_BODY
from tests.graphql.doors import AGENTS, SHOPPERS, House
from tests.graphql.outcomes import send, token_for, told
from tests.graphql.world import World, dump

pytestmark = pytest.mark.anyio

DOORS = pytest.mark.parametrize("door", [AGENTS, SHOPPERS])


@DOORS
@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "The body is not JSON."),
        (b"{", "The body is not JSON."),
        (b"\xff\xfe", "The body is not JSON."),
        (b'{"query": NaN}', "The body is not JSON."),
        (b"[" * 5000, "The body is not JSON."),
        (b'{"query": "\\ud800' + b"[" * 5000, "The body is not JSON."),
        (b"null", "Send one JSON object"),
        (b"5", "Send one JSON object"),
        (b'"{ me { id } }"', "Send one JSON object"),
        (b'[{"query": "{ __typename }"}]', "Send one JSON object"),
        (b"{}", "`query` must be"),
        (b'{"query": null}', "`query` must be"),
        (b'{"query": ["{ __typename }"]}', "`query` must be"),
        (b'{"query": "{ __typename }", "variables": [1]}', "`variables` must be"),
        (b'{"query": "{ __typename }", "operationName": {}}', "`operationName` must be"),
        (b'{"query": "' + b"{a" * 900 + b'"}', "nests too deeply"),
        (b'{"query": "query A { __typename }", "operationName": "B"}', "B"),
        (b'{"query": "fragment a on Query { __typename }"}', "operation"),
    ],
)
async def test_what_is_no_request_is_told_why_with_a_400(
    house: House, world: World, door: str, body: bytes, sentence: str
) -> None:
    before = dump(house.services.db)
    answer = await send(house, door, token_for(house, world, door), body)
    assert answer.status_code == 400 and sentence in told(answer), answer.text
    assert answer.json()["errors"][0]["extensions"]["code"] == "INVALID"
    assert dump(house.services.db) == before


@DOORS
@pytest.mark.parametrize("kind", ["text/plain", "application/graphql", "multipart/form-data; boundary=x", ""])
async def test_only_json_is_read(house: House, world: World, door: str, kind: str) -> None:
    body = json.dumps({"query": "{ __typename }"}).encode()
    answer = await send(house, door, token_for(house, world, door), body, **{"Content-Type": kind})
    assert answer.status_code == 415 and told(answer) == "Send the request as application/json."


@DOORS
async def test_a_huge_body_is_refused_before_it_is_read_whole(house: House, world: World, door: str) -> None:
    token, sent = token_for(house, world, door), 0

    async def endless() -> Any:
        nonlocal sent
        while sent < 100 * MAX_BODY:
            sent += 16 * 1024
            yield b" " * (16 * 1024)

    announced = await send(house, door, token, b" " * (MAX_BODY + 1))
    async with house.client() as client:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        unannounced = await client.post(door, content=endless(), headers=headers)
        lying = await client.post(
            door, content=b"x" * (MAX_BODY + 1), headers={**headers, "Content-Length": "9" * 5000}
        )
    for answer in (announced, unannounced, lying):
        assert answer.status_code == 413 and answer.json()["errors"][0]["extensions"]["code"] == "TOO_LARGE"
    assert sent <= MAX_BODY + 32 * 1024


@DOORS
async def test_queries_do_not_come_by_get(house: House, world: World, door: str) -> None:
    headers = {"Authorization": f"Bearer {token_for(house, world, door)}"}
    async with house.client() as client:
        answer = await client.get(door, params={"query": "{ __typename }"}, headers=headers)
    assert answer.status_code == 405


@DOORS
@pytest.mark.parametrize("accept", ["text/event-stream", "multipart/mixed;subscriptionSpec=1.0,application/json"])
async def test_a_subscription_comes_over_a_socket_only(house: House, world: World, door: str, accept: str) -> None:
    """A stream over HTTP would know no end of its session."""
    feed = "subscription { inbox { revision } }" if door == AGENTS else "subscription { thread { cursor } }"
    answer = await asyncio.wait_for(house.ask(door, token_for(house, world, door), feed, Accept=accept), 5)
    assert answer.status_code == 400 and "subscription" in told(answer)
    assert house.ears() == 0


DEEP = {
    AGENTS: "{ conversations { edges { node { tags { tag { " + "x: name " * 1 + "} } } } } }",
    SHOPPERS: "{ thread { messages { form { fields { choices } } } } }",
}


@DOORS
async def test_too_deep_too_wide_and_too_long_documents_are_refused_at_once(
    house: House, world: World, door: str
) -> None:
    token = token_for(house, world, door)
    bomb = "query { ...f0 } " + " ".join(
        f"fragment f{i} on Query {{ ...f{i + 1} ...f{i + 1} }}" for i in range(60)
    ) + " fragment f60 on Query { a: __typename }"  # fmt: skip
    deep = "{ thread { " * 1 + "openForm { fields { " * 12 + "key" + " } }" * 12 + " } }"
    documents = {
        "aliases found|too many aliases": "{ " + " ".join(f"a{i}: __typename" for i in range(40)) + " }",
        "token": "{ " + "__typename " * 3000 + " }",
        "levels deep|Cannot query": deep,
        "aliases": bomb,
        "itself": "query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
        "Unknown fragment": "query { ...nowhere }",
        "Syntax Error": "{ __typename",
        "U+0000": '{ a: __type(name: "\\u0000") { name } }',
    }
    before = dump(house.services.db)
    for sentence, document in documents.items():
        began = time.monotonic()
        answer = await house.ask(door, token, document)
        read = " ".join(error["message"] for error in answer.json()["errors"])
        assert answer.json()["data"] is None
        assert any(part in read for part in sentence.split("|")), (sentence, read)
        assert time.monotonic() - began < 10, sentence
    assert (await house.ask(door, token, DEEP[door])).status_code == 200
    assert dump(house.services.db) == before


async def test_a_shopper_learns_nothing_of_the_schema(house: House, world: World) -> None:
    token = token_for(house, world, SHOPPERS)
    for document in (
        "{ __schema { types { name } } }", '{ __type(name: "Thread") { fields { name } } }', "{ thred { cursor } }",
        "{ thread(aftr: 1) { cursor } }", "{ thread { cursr } }", "{ thread }",
        "mutation { postMesage(text: 1) { x } }",
        "query($x: Strin) { thread { cursor } }", "{ thread { ... on Thred { cursor } } }",
        'mutation { startAction(kee: "x") { userErrors { cod } } }',
    ):  # fmt: skip
        answer = await house.ask(SHOPPERS, token, document)
        assert answer.json()["data"] is None and "Did you mean" not in answer.text, answer.text
        async with house.socket(SHOPPERS, token) as socket:
            await socket.subscribe(document)
            message = await socket.receive()
            assert message["type"] == "error" and "Did you mean" not in str(message)
