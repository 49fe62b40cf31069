"""Whatever is sent, the answer is a clear refusal: nothing written, nothing leaked, nobody else disturbed."""

import base64
import json
from typing import Any

import pytest

from backend.context import Limits
from backend.limits import Limit
from tests.graphql.conftest import ON_BOTH
from tests.graphql.doors import AGENTS, SHOPPERS, House, id_token
from tests.graphql.outcomes import send, token_for, told
from tests.graphql.world import World, dump, rows_where

pytestmark = pytest.mark.anyio

POST = """mutation($text: String!, $key: String!) { postMessage(text: $text, clientKey: $key) {
    message { text } userErrors { code field message retryAfter } } }"""
REPLY = """mutation($id: ID!, $text: String!, $key: String!) {
    postReply(conversationId: $id, text: $text, clientKey: $key) {
        message { text } userErrors { code field message } } }"""
SUBMIT = """mutation($f: ID!, $v: [FieldValueInput!]!) {
    submitAction(formId: $f, values: $v, clientKey: "key-of-send") {
        message { sequence } fieldErrors { key message } userErrors { code } } }"""
DOORS = pytest.mark.parametrize("door", [AGENTS, SHOPPERS])


@ON_BOTH
async def test_a_shoppers_words_are_cleaned_or_refused(house: House, world: World) -> None:
    token = house.shopper_token(world.here.shopper)
    kept = {
        "plain": "plain", "  spaces  ": "spaces", "a\x00b\x07c": "abc", "line\r\nline": "line\nline",
        "\u202egnp.exe": "gnp.exe", "half \ud83d emoji": "half  emoji", "whole 😀": "whole 😀", "x" * 4000: "x" * 4000,
    }  # fmt: skip
    for i, (text, as_kept) in enumerate(kept.items()):
        body = json.dumps({"query": POST, "variables": {"text": text, "key": f"send-number-{i}"}}).encode()
        answer = (await send(house, SHOPPERS, token, body)).json()["data"]["postMessage"]
        assert answer == {"message": {"text": as_kept}, "userErrors": []}
    house.services.limits = Limits()
    for i, text in enumerate(("", "   ", "\x00\x01", "\u202e", "\ud800", "x" * 4001, "ш" * 20_000)):
        body = json.dumps({"query": POST, "variables": {"text": text, "key": f"bad-number-{i}"}}).encode()
        answer = (await send(house, SHOPPERS, token, body)).json()["data"]["postMessage"]
        assert answer["message"] is None
        assert [(error["code"], error["field"]) for error in answer["userErrors"]] == [("INVALID", "text")]
    async with house.services.db.reading() as session:
        from backend.conversations import queries

        rows = await queries.messages_after(session, world.here.agent.shop_id, world.here.conversation, 0)
    assert [row.text for row in rows if row.text in kept.values()] == list(kept.values())
    assert not [row for row in rows if (row.client_key or "").startswith("bad")]


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with space key", "naïve-key-ü", "'; DROP TABLE message; --"])
@DOORS
async def test_a_client_key_has_one_shape(house: House, world: World, door: str, key: str) -> None:
    here, before = world.here, dump(house.services.db)
    given = {"id": str(here.conversation)} if door == AGENTS else {}
    document, token = REPLY if door == AGENTS else POST, token_for(house, world, door)
    data = await house.data(door, token, document, {"text": "Hello", "key": key, **given})
    ((_, payload),) = data.items()
    assert payload["message"] is None
    assert [(error["code"], error["field"]) for error in payload["userErrors"]] == [("INVALID", "clientKey")]
    assert dump(house.services.db) == before


NAMES_A_ROW = {
    "takeOver": "mutation($id: ID!) { takeOver(conversationId: $id) { userErrors { code } } }",
    "addTag": 'mutation($id: ID!) { addTag(conversationId: $id, name: "refund") { userErrors { code } } }',
    "cancelForm": "mutation($id: ID!) { cancelForm(formId: $id) { userErrors { code } } }",
    "deleteKnowledgeSource": "mutation($id: ID!) { deleteKnowledgeSource(id: $id) { userErrors { code } } }",
    "refreshOrder": "mutation($id: ID!) { refreshOrder(snapshotId: $id) { userErrors { code } } }",
    "revokeApiClient": "mutation($id: ID!) { revokeApiClient(id: $id) { userErrors { code } } }",
}


@ON_BOTH
async def test_an_unknown_id_is_not_found_and_a_broken_one_is_invalid(house: House, world: World) -> None:
    token = id_token(world.here.domain)
    unknown, broken = ("0", "999999999999", "9" * 18), ("-1", "9" * 19, "9" * 400, "abc", "", "1.0", "１", "\x00")
    for bad in (*unknown, *broken):
        code = "NOT_FOUND" if bad in unknown else "INVALID"
        for name, document in NAMES_A_ROW.items():
            payload = (await house.data(AGENTS, token, document, {"id": bad}))[name]
            assert payload["userErrors"] == [{"code": code}], (name, bad, payload)
        asked = "query($id: ID!) { transcript(conversationId: $id) { cursor } }"
        answer = await house.ask(AGENTS, token, asked, {"id": bad})
        assert answer.json()["data"] is None and answer.json()["errors"][0]["extensions"]["code"] == code, told(answer)


@ON_BOTH
async def test_strange_names_and_searches_find_nothing_and_break_nothing(house: House, world: World) -> None:
    here, token = world.here, id_token(world.here.domain)
    for strange in (
        "\x00",
        "%",
        "_",
        "\\",
        "'",
        '"; DROP TABLE tag; --',
        "x" * 5000,
        "\u202e",
        "\ud800",
        "(",
        "a" * 200,
    ):
        search = """query($s: String!) {
          conversations(search: $s) { edges { node { id } } } knowledgeSources(search: $s) { total } }"""
        body = json.dumps({"query": search, "variables": {"s": strange}}).encode()
        found = (await send(house, AGENTS, token, body)).json()
        assert "errors" not in found, (strange, found)
        named = "mutation($id: ID!, $n: String!) { addTag(conversationId: $id, name: $n) { userErrors { code } } }"
        body = json.dumps({"query": named, "variables": {"id": str(here.conversation), "n": strange}}).encode()
        refused = (await send(house, AGENTS, token, body)).json()
        assert refused["data"]["addTag"]["userErrors"][0]["code"] in {"NOT_FOUND", "INVALID"}, refused
        made = "mutation($n: String!) { createTag(input: {name: $n}) { userErrors { code field } } }"
        body = json.dumps({"query": made, "variables": {"n": strange}}).encode()
        refused = (await send(house, AGENTS, token, body)).json()
        if strange != "a" * 200:
            assert refused["data"]["createTag"]["userErrors"], (strange, refused)
        start = "mutation($k: String!) { startAction(key: $k) { userErrors { code } } }"
        body = json.dumps({"query": start, "variables": {"k": strange}}).encode()
        house.services.limits = Limits()
        refused = (await send(house, SHOPPERS, house.shopper_token(here.shopper), body)).json()
        assert refused["data"]["startAction"]["userErrors"][0]["code"] == "NOT_FOUND", refused
    percent = 'query { conversations(search: "%") { edges { node { id } } } }'
    assert (await house.data(AGENTS, token, percent))["conversations"]["edges"] == []


def cursor(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@ON_BOTH
async def test_a_made_up_cursor_of_a_list_is_refused_by_name(house: House, world: World) -> None:
    token, moment = id_token(world.here.domain), "2026-11-22T12:00:00+00:00"
    asked = "query($v: InboxView!, $a: String!) { conversations(view: $v, after: $a) { edges { cursor } } }"
    bad = [
        "x", "é", "====", "A" * 9000, cursor(), cursor(1), cursor(1, 2), cursor(moment), cursor(moment, "1"),
        cursor(moment, 1.5), cursor(moment, True), cursor(moment, None), cursor(moment, 2**70), cursor("no", 1),
        cursor("0001-01-01T00:00:00+14:00", 1), cursor(moment, 1, 1), cursor([moment], [1]), cursor({"a": 1}, 1),
        base64.urlsafe_b64encode(b"5").decode(), base64.urlsafe_b64encode(b'{"a": 1}').decode(),
    ]  # fmt: skip
    for after in bad:
        answer = await house.ask(AGENTS, token, asked, {"v": "ALL", "a": after})
        assert answer.json()["errors"][0]["extensions"] == {"code": "INVALID", "field": "after"}, (after, answer.text)
    assert (await house.data(AGENTS, token, asked, {"v": "ALL", "a": cursor(moment, 1)}))["conversations"] is not None
    for view in ("NEEDS_YOU", "BOT", "MINE"):
        answer = await house.ask(AGENTS, token, asked, {"v": view, "a": cursor("x", "y", "z")})
        assert answer.json()["errors"][0]["extensions"]["code"] == "INVALID"


@pytest.mark.parametrize("after", ["-1", "0.5", "1e300", "9007199254740994", "NaN", "1e400", '"1"', "null", "[1]"])
async def test_a_cursor_of_a_feed_is_a_whole_number(house: House, world: World, after: str) -> None:
    before = dump(house.services.db)
    for door, query in (
        (AGENTS, "query($a: Float!) { inbox(after: $a) { revision } }"),
        (AGENTS, 'query($a: Float!) { taggedConversations(tags: {any: ["refund"]}, after: $a) { revision } }'),
        (
            AGENTS,
            f'query($a: Int!) {{ transcript(conversationId: "{world.here.conversation}", after: $a) {{ cursor }} }}',
        ),
        (SHOPPERS, "query($a: Int!) { thread(after: $a) { cursor } }"),
        (SHOPPERS, "mutation($a: Int!) { markRead(sequence: $a) { userErrors { code field } } }"),
    ):
        token = token_for(house, world, door)
        body = f'{{"query": {json.dumps(query)}, "variables": {{"a": {after}}}}}'.encode()
        answer = await send(house, door, token, body)
        payload = (answer.json().get("data") or {}).get("markRead")
        assert told(answer) if payload is None else payload["userErrors"] == [{"code": "INVALID", "field": "sequence"}]
    assert dump(house.services.db) == before


async def test_moments_at_the_ends_of_the_calendar_are_refused(house: House, world: World) -> None:
    token = id_token(world.here.domain)
    asked = "query($s: DateTime!, $u: DateTime) { tagCounts(since: $s, until: $u, bucket: HOUR) { count } }"
    day = "2026-11-22T00:00:00+00:00"
    for since, until, field in (
        ("2026-11-22T00:00:00", None, "since"), ("0001-01-01T00:00:00+14:00", None, "since"),
        (day, "2026-11-22T00:00:00", "until"),
        (day, "9999-12-31T23:59:59-14:00", "until"), ("2020-01-01T00:00:00Z", day, "since"),
    ):  # fmt: skip
        answer = await house.ask(AGENTS, token, asked, {"s": since, "u": until})
        assert answer.json()["errors"][0]["extensions"] == {"code": "INVALID", "field": field}, (since, answer.text)
    assert told(await house.ask(AGENTS, token, asked, {"s": "yesterday", "u": None}))


INJECTIONS = [
    "1001 OR status:open",
    "1001) OR (status:any",
    "name:1001",
    "*",
    "#1001' OR '1'='1",
    "1001\nOR status:open",
    "",
]


@pytest.mark.parametrize("number", INJECTIONS)
async def test_an_order_number_never_becomes_search_syntax(house: House, world: World, number: str) -> None:
    here, before = world.here, dump(house.services.db)
    look = """mutation($id: ID!, $n: String!) { lookUpOrder(conversationId: $id, number: $n) {
        snapshot { id } userErrors { code field } } }"""
    thread = {"id": str(here.conversation), "n": number}
    payload = (await house.data(AGENTS, id_token(here.domain), look, thread))["lookUpOrder"]
    assert payload == {"snapshot": None, "userErrors": [{"code": "INVALID", "field": "number"}]}
    values = [{"key": "order_number", "value": number}, {"key": "email", "value": "e@example.com"}]
    given = {"f": str(here.form), "v": values}
    payload = (await house.data(SHOPPERS, house.shopper_token(here.shopper), SUBMIT, given))["submitAction"]
    assert payload["message"] is None and [error["key"] for error in payload["fieldErrors"]] == ["order_number"]
    assert dump(house.services.db) == before, "no lookup is owed and the form is open as it was"


async def test_more_answers_than_a_form_has_fields_are_refused(house: House, world: World) -> None:
    here, before = world.here, dump(house.services.db)
    values = [{"key": f"k{i}", "value": "x" * 10} for i in range(500)] + [{"key": "email", "value": "x" * 50_000}]
    given = {"f": str(here.form), "v": values}
    payload = (await house.data(SHOPPERS, house.shopper_token(here.shopper), SUBMIT, given))["submitAction"]
    assert payload["message"] is None and payload["fieldErrors"] + payload["userErrors"]
    assert dump(house.services.db) == before


@pytest.mark.parametrize(
    "knock",
    [
        'postMessage(text: "again", clientKey: "flood-of-one") { userErrors { code retryAfter } }',
        'askForHuman(clientKey: "flood-of-one") { userErrors { code retryAfter } }',
        'startAction(key: "something_else") { userErrors { code retryAfter } }',
        "skipAction(formId: 1) { userErrors { code retryAfter } }",
        'submitAction(formId: 1, values: [], clientKey: "flood-of-one") { userErrors { code retryAfter } }',
        "saveAnswers(formId: 1, values: []) { userErrors { code retryAfter } }",
        "setTyping(isTyping: true) { userErrors { code retryAfter } }",
        "markRead(sequence: 1) { userErrors { code retryAfter } }",
    ],
)
async def test_a_flood_of_one_shopper_is_told_when_to_come_again(house: House, world: World, knock: str) -> None:
    here, token = world.here, house.shopper_token(world.here.shopper)
    limits, before = house.services.limits, dump(house.services.db)
    for name in vars(limits).keys() - {"messages_of_shop"}:
        setattr(limits, name, spent(here.shopper.id))
    ((_, payload),) = (await house.data(SHOPPERS, token, f"mutation {{ {knock} }}")).items()
    (error,) = payload["userErrors"]
    assert error["code"] == "TOO_MANY" and 0 < error["retryAfter"] <= 10
    assert dump(house.services.db) == before
    other = house.shopper_token(here.other_shopper)
    for question in ("query { thread { cursor } }", "query { widget { shopName } }"):
        refused = (await house.ask(SHOPPERS, token, question)).json()["errors"][0]["extensions"]
        assert refused["code"] == "TOO_MANY" and refused["retryAfter"] > 0
        assert await house.data(SHOPPERS, other, question), "others are not disturbed"


async def test_a_flood_of_one_shop_leaves_the_other_shop_alone(house: House, world: World) -> None:
    here, there = world.here, world.there
    house.services.limits.messages_of_shop = spent(here.agent.shop_id)
    before = dump(house.services.db, here.agent.shop_id)
    refused = await house.data(
        SHOPPERS, house.shopper_token(here.shopper), POST, {"text": "Hi", "key": "flood-of-shop"}
    )
    (error,) = refused["postMessage"]["userErrors"]
    assert error["code"] == "TOO_MANY" and error["retryAfter"] > 0
    assert dump(house.services.db, here.agent.shop_id) == before
    sent = await house.data(SHOPPERS, house.shopper_token(there.shopper), POST, {"text": "Hi", "key": "flood-of-shop"})
    assert sent["postMessage"]["userErrors"] == []


def spent(key: int) -> Limit:
    """A limit that this key has used up."""
    limit = Limit(burst=2, per_minute=6)
    limit.take(key, cost=2)
    return limit


async def test_the_same_send_twice_is_one_message_and_the_same_answer(house: House, world: World) -> None:
    token = house.shopper_token(world.here.shopper)
    asked = {"text": "Once", "key": "one-and-the-same"}
    first = await house.data(SHOPPERS, token, POST, asked)
    assert await house.data(SHOPPERS, token, POST, {**asked, "text": "Other words"}) == first
    written = rows_where(house.services.db, "message", "conversation_id", world.here.conversation)
    assert sum("one-and-the-same" in row for row in written) == 1


async def test_a_failure_of_ours_says_nothing_of_our_insides(
    house: House, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from backend.conversations import queries

    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("password=hunter2 in /srv/backend/conversations/queries.py")

    monkeypatch.setattr(queries, "conversation", broken)
    asked = "query($id: ID!) { transcript(conversationId: $id) { cursor } }"
    thread = {"id": str(world.here.conversation)}
    answer = await house.ask(AGENTS, id_token(world.here.domain), asked, thread)
    (error,) = answer.json()["errors"]
    assert "hunter2" not in answer.text and error["extensions"] == {"code": "INTERNAL"}
    async with house.socket(AGENTS, id_token(world.here.domain)) as socket:
        await socket.subscribe(asked.replace("query", "subscription"), thread)
        assert "hunter2" not in str(await socket.receive())
