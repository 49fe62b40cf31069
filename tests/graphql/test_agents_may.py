"""The authorization matrix of the agents' door, made from its schema: each operation by each kind of caller.

Whoever is refused leaves no trace: every row of every table is compared. A new field without an entry fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from backend.actors import Scope
from backend.clock import now
from backend.shops import shopper_token
from tests.graphql.doors import AGENTS, House, id_token
from tests.graphql.outcomes import code_of, outcome
from tests.graphql.schema_walk import AGENTS_SCHEMA, document, names
from tests.graphql.world import Side, World, dump

pytestmark = pytest.mark.anyio

READ, READ_TAGS, WRITE_TAGS = Scope.READ_CONVERSATIONS, Scope.READ_TAGS, Scope.WRITE_TAGS
KEY = "key-of-this-send"
DESIGN = {
    "title": "Gift wrapping",
    "fields": [{"key": "wish", "kind": "SHORT_TEXT", "label": "Wish"}],
    "offering": {"intents": ["PRODUCT_QUESTION"], "when": [{"kind": "TAG", "value": "vip"}]},
    "onSubmit": {"urgency": "NORMAL"},
}
ADDRESS = {"lastName": "Lee", "address1": "9 Elm Street", "city": "Stowe", "countryCode": "US"}
ASK_SHOPIFY = {
    "mutation refreshOrder", "query orderStanding", "query refundQuote", "query returnOptions", "query orderAddress",
    "query customerOrders",
}  # fmt: skip
"""Who asks Shopify while the caller waits: there is none here."""


@dataclass(frozen=True)
class Entry:
    """What an operation demands: an agent, a scope, or nothing (any caller with a valid token)."""

    demand: Scope | str
    given: Callable[[Side], dict[str, Any]] = lambda side: {}
    names_rows: bool = False
    """Whether the arguments name rows by id, which another shop must not find."""


def _thread(**more: Any) -> Callable[[Side], dict[str, Any]]:
    return lambda side: {"conversationId": str(side.conversation), **more}


def _order(**more: Any) -> Callable[[Side], dict[str, Any]]:
    return lambda side: {"snapshotId": str(side.snapshot), **more}


def _act(**more: Any) -> Callable[[Side], dict[str, Any]]:
    return _order(clientKey=KEY, **more)


MATRIX: dict[str, Entry] = {
    "query me": Entry("anyone"),
    "query shop": Entry("agent"),
    "query modelUse": Entry("agent"),
    "query agents": Entry(READ),
    "query team": Entry("agent"),
    "query conversations": Entry(READ, lambda s: {"view": "ALL", "tags": {"any": [f"{s.mark}-tag"]}, "first": 5}),
    "query conversation": Entry(READ, lambda s: {"id": str(s.conversation)}, names_rows=True),
    "query inbox": Entry(READ, lambda s: {"after": 0}),
    "query transcript": Entry(READ, _thread(after=0), names_rows=True),
    "query desk": Entry("agent", lambda s: {"after": 0}),
    "query taggedConversations": Entry(READ, lambda s: {"tags": {"any": [f"{s.mark}-tag"]}, "after": 0}),
    "query tags": Entry(READ_TAGS),
    "query tagCounts": Entry(READ_TAGS, lambda s: {"since": (now() - timedelta(days=1)).isoformat()}),
    "query knowledge": Entry("agent"),
    "query knowledgeSources": Entry("agent", lambda s: {"kind": "FAQ", "search": "a"}),
    "query actions": Entry("agent"),
    "query actionVersions": Entry("agent", lambda s: {"key": "find_my_order"}),
    "query webhooks": Entry("agent"),
    "query customerOrders": Entry("agent", _thread(), names_rows=True),
    "query orderAct": Entry("agent", lambda s: {"id": str(s.act)}, names_rows=True),
    "query orderStanding": Entry("agent", _order(), names_rows=True),
    "query refundQuote": Entry("agent", _order(items=[], full=True), names_rows=True),
    "query returnOptions": Entry("agent", _order(), names_rows=True),
    "query orderAddress": Entry("agent", _order(), names_rows=True),
    "query apiClients": Entry("agent"),
    "query testQuestions": Entry("agent"),
    "query testQuestionsFile": Entry("agent"),
    "query evaluationRuns": Entry("agent"),
    "query evaluationReport": Entry("agent", lambda s: {"id": str(s.run)}, names_rows=True),
    "mutation takeOver": Entry("agent", _thread(), names_rows=True),
    "mutation postReply": Entry("agent", _thread(text="Hello", clientKey=KEY), names_rows=True),
    "mutation postNote": Entry("agent", _thread(text="Hello", clientKey=KEY), names_rows=True),
    "mutation saveDraft": Entry("agent", _thread(text="Dear", clientKey=KEY, kind="REPLY"), names_rows=True),
    "mutation handBack": Entry("agent", _thread(), names_rows=True),
    "mutation release": Entry("agent", _thread(), names_rows=True),
    "mutation resolve": Entry("agent", _thread(), names_rows=True),
    "mutation reopen": Entry("agent", _thread(), names_rows=True),
    "mutation markRead": Entry("agent", _thread(sequence=1), names_rows=True),
    "mutation watch": Entry("agent", _thread(isTyping=True), names_rows=True),
    "mutation addTag": Entry(WRITE_TAGS, _thread(name="refund"), names_rows=True),
    "mutation removeTag": Entry(
        WRITE_TAGS, lambda s: {"conversationId": str(s.conversation), "name": f"{s.mark}-tag"}, names_rows=True
    ),
    "mutation createTag": Entry(WRITE_TAGS, lambda s: {"input": {"name": "new-tag"}}),
    "mutation updateTag": Entry(
        WRITE_TAGS, lambda s: {"id": str(s.tag), "input": {"name": "renamed"}}, names_rows=True
    ),
    "mutation deleteTag": Entry(WRITE_TAGS, lambda s: {"id": str(s.tag)}, names_rows=True),
    "mutation offerAction": Entry("agent", _thread(key="find_my_order"), names_rows=True),
    "mutation cancelForm": Entry("agent", lambda s: {"formId": str(s.form)}, names_rows=True),
    "mutation fillForm": Entry(
        "agent",
        lambda s: {
            "formId": str(s.form),
            "clientKey": KEY,
            "values": [{"key": "order_number", "value": "1001"}, {"key": "email", "value": "e@example.com"}],
        },
        names_rows=True,
    ),
    "mutation saveAction": Entry("agent", lambda s: {"input": DESIGN, "key": "something_else", "basedOn": 1}),
    "mutation duplicateAction": Entry("agent", lambda s: {"key": "find_my_order"}),
    "mutation retireAction": Entry("agent", lambda s: {"key": "find_my_order"}),
    "mutation restoreAction": Entry("agent", lambda s: {"key": "find_my_order"}),
    "mutation tryAction": Entry("agent", lambda s: {"input": DESIGN, "values": [{"key": "wish", "value": "Bow"}]}),
    "mutation rotateWebhookSecret": Entry("agent"),
    "mutation resendWebhook": Entry("agent", lambda s: {"id": str(s.delivery)}, names_rows=True),
    "mutation lookUpOrder": Entry("agent", _thread(number="1002"), names_rows=True),
    "mutation cancelOrder": Entry("agent", _act(input={"reason": "CUSTOMER", "amount": "1.00"}), names_rows=True),
    "mutation refundOrder": Entry("agent", _act(input={"amount": "1.00", "full": True}), names_rows=True),
    "mutation changeShippingAddress": Entry("agent", _act(address=ADDRESS), names_rows=True),
    "mutation createReturn": Entry("agent", _act(items=[{"id": "gid://shopify/X/1", "quantity": 1}]), names_rows=True),
    "mutation tagOrder": Entry("agent", _act(tags=["vip"]), names_rows=True),
    "mutation addOrderNote": Entry("agent", _act(note="Call first."), names_rows=True),
    "mutation refreshOrder": Entry("agent", lambda s: {"snapshotId": str(s.snapshot)}, names_rows=True),
    "mutation saveFaqEntry": Entry(
        "agent", lambda s: {"id": str(s.faq), "question": "Why?", "answer": "Because it is so."}, names_rows=True
    ),
    "mutation addWebPage": Entry("agent", lambda s: {"url": f"https://{s.mark}.myshopify.com/pages/care"}),
    "mutation readKnowledgeAgain": Entry("agent", lambda s: {"id": str(s.faq)}, names_rows=True),
    "mutation deleteKnowledgeSource": Entry("agent", lambda s: {"id": str(s.faq)}, names_rows=True),
    "mutation syncKnowledge": Entry("agent"),
    "mutation tryQuestion": Entry("agent", lambda s: {"text": "Hello", "history": [{"sender": "BOT", "text": "Hi"}]}),
    "mutation saveTestQuestion": Entry(
        "agent", lambda s: {"id": str(s.question), "text": "Why?", "expect": {"answerable": False}}, names_rows=True
    ),
    "mutation deleteTestQuestion": Entry("agent", lambda s: {"id": str(s.question)}, names_rows=True),
    "mutation importTestQuestions": Entry("agent", lambda s: {"lines": '{"text": "Why?"}'}),
    "mutation runTestQuestions": Entry("agent"),
    "mutation stopEvaluationRun": Entry("agent", lambda s: {"id": str(s.run)}, names_rows=True),
    "mutation updateSettings": Entry("agent", lambda s: {"input": {"greeting": "Good day"}}),
    "mutation beat": Entry("agent"),
    "mutation setAway": Entry("agent", lambda s: {"isAway": True}),
    "mutation createApiClient": Entry("agent", lambda s: {"name": "program", "scopes": ["READ_TAGS"]}),
    "mutation revokeApiClient": Entry("agent", lambda s: {"id": str(s.clients["read_tags"].id)}, names_rows=True),
    "subscription inbox": Entry(READ, lambda s: {"after": 0}),
    "subscription transcript": Entry(READ, _thread(after=0), names_rows=True),
    "subscription desk": Entry("agent", lambda s: {"after": 0}),
    "subscription taggedConversations": Entry(READ, lambda s: {"tags": {"any": [f"{s.mark}-tag"]}, "after": 0}),
}
OPERATIONS = pytest.mark.parametrize("operation", names(AGENTS_SCHEMA))


def strangers(house: House, world: World) -> dict[str, str | None]:
    """Tokens that prove nobody."""
    settings, here = house.services.settings, world.here
    return {
        "no token": None,
        "an empty token": "",
        "garbage": "not-a-token",
        "an expired token": id_token(here.domain, age=3600),
        "another app's audience": id_token(here.domain, aud="another-app"),
        "another key": id_token(here.domain, secret="shpss_of_somebody_else_0123456789abcdef"),
        "a domain that is not Shopify's": id_token("alder.example"),
        "a shop without the app": id_token("never-seen.myshopify.com"),
        "a shop that uninstalled": id_token(world.gone.domain),
        "an unknown access token": "baton_unknown",
        "a revoked access token": here.revoked.token,
        "an uninstalled shop's access token": world.gone.clients["read_conversations"].token,
        "a shopper": shopper_token.mint(settings.seal_key, here.shopper, now()).token,
    }


def test_every_operation_of_the_agents_schema_has_an_entry_in_the_matrix() -> None:
    assert sorted(MATRIX) == sorted(names(AGENTS_SCHEMA))


@OPERATIONS
async def test_who_proves_nothing_is_turned_away_and_changes_nothing(
    house: House, world: World, operation: str
) -> None:
    given = MATRIX[operation].given(world.here)
    before = dump(house.services.db)
    for who, token in strangers(house, world).items():
        read = await outcome(house, AGENTS, operation, token, given)
        if operation.startswith("subscription"):
            assert read == {"status": 4403}, who
        else:
            assert read["status"] == 401 and code_of(read) == "NOT_AUTHENTICATED" and "data" not in read, who
    assert dump(house.services.db) == before


@OPERATIONS
async def test_an_agent_of_another_shop_finds_nothing_of_this_one(house: House, world: World, operation: str) -> None:
    entry, here = MATRIX[operation], world.here
    before, whole = dump(house.services.db, here.shop.id), dump(house.services.db)
    read = await outcome(house, AGENTS, operation, id_token(world.there.domain), entry.given(here))
    assert here.mark not in str(read.get("data"))
    assert dump(house.services.db, here.shop.id) == before
    if entry.names_rows:
        assert read["data"] == {"conversation": None} or code_of(read) == "NOT_FOUND", read
        assert dump(house.services.db) == whole


@OPERATIONS
async def test_a_program_may_do_what_its_scopes_say_and_nothing_else(
    house: House, world: World, operation: str
) -> None:
    entry, here = MATRIX[operation], world.here
    allowed = {entry.demand} if entry.demand != "anyone" else {"nothing", *Scope}
    for scope, client in here.clients.items():
        before = dump(house.services.db)
        read = await outcome(house, AGENTS, operation, client.token, entry.given(here))
        if scope in allowed:
            assert code_of(read) is None, (scope, read)
        else:
            assert code_of(read) == "NOT_ALLOWED", (scope, read)
            assert dump(house.services.db) == before, scope


@OPERATIONS
async def test_an_agent_may_do_all_and_every_field_of_the_answer_can_be_read(
    house: House, world: World, operation: str
) -> None:
    entry, here = MATRIX[operation], world.here
    token = id_token(here.domain)
    thread = {"conversationId": str(here.conversation)}
    for earlier in {"handBack": ["takeOver"], "release": ["takeOver"], "reopen": ["resolve"]}.get(operation[9:], []):
        assert code_of(await outcome(house, AGENTS, f"mutation {earlier}", token, thread)) is None
    read = await outcome(house, AGENTS, operation, token, entry.given(here))
    if operation in ASK_SHOPIFY:  # an expected refusal, and the card stays
        assert code_of(read) == "REFUSED"
    else:
        assert code_of(read) is None, read


@OPERATIONS
async def test_a_colleague_sees_and_does_the_same_over_a_socket(house: House, world: World, operation: str) -> None:
    """Queries and mutations take the same way through the socket, with the same refusals."""
    entry, here = MATRIX[operation], world.here
    asked = document(AGENTS_SCHEMA, operation, entry.given(here))
    before = dump(house.services.db, here.shop.id)
    async with house.socket(AGENTS, id_token(world.there.domain)) as socket:
        await socket.subscribe(asked, entry.given(here))
        assert here.mark not in str((await socket.receive())["payload"])
    assert dump(house.services.db, here.shop.id) == before
