"""The authorization matrix of the shoppers' door, made from its schema: a shopper has their own thread and no other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from backend.actors import ShopperActor
from backend.clock import now
from backend.shops import shopper_token
from tests.graphql.doors import AGENTS, SHOPPERS, House, id_token
from tests.graphql.outcomes import code_of, outcome
from tests.graphql.schema_walk import AGENTS_SCHEMA, SHOPPERS_SCHEMA, document, names
from tests.graphql.world import Side, World, dump, rows_where

pytestmark = pytest.mark.anyio

KEY = "key-of-this-send"


@dataclass(frozen=True)
class Entry:
    """Arguments, whether they name what only its own shopper may find, and which refusal that shopper meets."""

    given: Callable[[Side], dict[str, Any]] = lambda side: {}
    names_rows: bool = False
    refused: str | None = None


def _form(**more: Any) -> Callable[[Side], dict[str, Any]]:
    return lambda side: {"formId": str(side.form), **more}


EMAIL = {"key": "email", "value": "e@example.com"}
MATRIX: dict[str, Entry] = {
    "query thread": Entry(lambda s: {"after": 0}),
    "query widget": Entry(),
    "mutation postMessage": Entry(lambda s: {"text": "Hello", "clientKey": KEY, "pageUrl": "https://a.example/"}),
    "mutation askForHuman": Entry(lambda s: {"clientKey": KEY}),
    "mutation startAction": Entry(lambda s: {"key": "find_my_order"}),
    "mutation saveAnswers": Entry(_form(values=[EMAIL]), names_rows=True),
    "mutation submitAction": Entry(
        _form(values=[{"key": "order_number", "value": "1001"}, EMAIL], clientKey=KEY), names_rows=True
    ),
    "mutation skipAction": Entry(_form(), names_rows=True),
    "mutation correctAnswers": Entry(lambda s: {"sequence": 1}, refused="NOT_FOUND"),
    "mutation leaveEmail": Entry(lambda s: {"email": "e@example.com"}),
    "mutation requestOrderCode": Entry(lambda s: {"number": "1001"}),
    "mutation confirmOrderCode": Entry(lambda s: {"number": "1001", "code": "123456"}, refused="INVALID"),
    "mutation giveHints": Entry(lambda s: {"pageUrl": "https://a.example/", "pageTitle": "Home"}),
    "mutation markRead": Entry(lambda s: {"sequence": 1}),
    "mutation setTyping": Entry(lambda s: {"isTyping": True}),
    "subscription thread": Entry(lambda s: {"after": 0}),
}
OF_THREAD = ("message", "offer", "response", "handoff", "botturn", "tagapplication", "ordersnapshot")
OPERATIONS = pytest.mark.parametrize("operation", names(SHOPPERS_SCHEMA))


def strangers(house: House, world: World) -> dict[str, str | None]:
    """Tokens that prove no shopper."""
    here, gone = world.here, world.gone
    key, shopper = house.services.settings.seal_key, here.shopper
    return {
        "no token": None,
        "an empty token": "",
        "garbage": "not-a-token",
        "an expired token": shopper_token.mint(key, shopper, now() - timedelta(hours=2)).token,
        "another key": shopper_token.mint(b"\1" * 32, shopper, now()).token,
        "an uninstalled shop's shopper": shopper_token.mint(key, gone.shopper, now()).token,
        "a shop that never was": shopper_token.mint(key, ShopperActor(999_999, shopper.id), now()).token,
        "an agent": id_token(here.domain),
        "a program": here.clients["read_conversations"].token,
    }


def test_every_operation_of_the_shoppers_schema_has_an_entry_in_the_matrix() -> None:
    assert sorted(MATRIX) == sorted(names(SHOPPERS_SCHEMA))


@OPERATIONS
async def test_who_proves_no_shopper_is_turned_away_and_changes_nothing(
    house: House, world: World, operation: str
) -> None:
    given = MATRIX[operation].given(world.here)
    before = dump(house.services.db)
    for who, token in strangers(house, world).items():
        read = await outcome(house, SHOPPERS, operation, token, given)
        if operation.startswith("subscription"):
            assert read == {"status": 4403}, who
        else:
            assert read["status"] == 401 and code_of(read) == "NOT_AUTHENTICATED" and "data" not in read, who
    assert dump(house.services.db) == before


@OPERATIONS
@pytest.mark.parametrize("who", ["another shopper of this shop", "a shopper of another shop"])
async def test_another_shopper_finds_and_changes_nothing_of_this_thread(
    house: House, world: World, operation: str, who: str
) -> None:
    here = world.here
    other = here.other_shopper if who == "another shopper of this shop" else world.there.shopper
    entry, before, mine = MATRIX[operation], dump(house.services.db), _of_thread(house, here)
    read = await outcome(house, SHOPPERS, operation, house.shopper_token(other), entry.given(here))
    assert f"{here.mark}-words" not in str(read) and f"{here.mark}@" not in str(read)
    assert _of_thread(house, here) == mine
    if entry.names_rows:
        assert code_of(read) == "NOT_FOUND", read
        assert dump(house.services.db) == before


def _of_thread(house: House, here: Side) -> list[list[tuple[Any, ...]]]:
    """Every row that belongs to the first shopper's thread, or is it."""
    of_thread = [rows_where(house.services.db, table, "conversation_id", here.conversation) for table in OF_THREAD]
    thread = rows_where(house.services.db, "conversation", "id", here.conversation)
    return [*of_thread, thread, rows_where(house.services.db, "shopper", "id", here.shopper.id)]


@OPERATIONS
async def test_a_shopper_may_do_all_in_their_own_thread_and_read_every_field(
    house: House, world: World, operation: str
) -> None:
    here = world.here
    read = await outcome(house, SHOPPERS, operation, house.shopper_token(here.shopper), MATRIX[operation].given(here))
    assert code_of(read) == MATRIX[operation].refused, read
    other_words = (f"{here.mark}-note", f"{here.mark}-trace", f"{here.mark}-other-words", f"{here.mark}-tag")
    assert not [word for word in other_words if word in str(read)], "what is for agents reached a shopper"


@pytest.mark.parametrize("operation", names(AGENTS_SCHEMA))
async def test_what_is_asked_at_the_agents_door_does_not_exist_at_the_shoppers(
    house: House, world: World, operation: str
) -> None:
    """Even in its own words a shopper cannot ask for more than their schema has."""
    if operation in MATRIX:
        return
    here, before = world.here, dump(house.services.db)
    asked = document(AGENTS_SCHEMA, operation, {})
    answer = await house.ask(SHOPPERS, house.shopper_token(here.shopper), asked)
    assert answer.json().get("data") is None and answer.json()["errors"]
    assert dump(house.services.db) == before


async def test_a_conversation_cannot_be_taken_along_to_the_agents_door(house: House, world: World) -> None:
    here = world.here
    asked = "query($id: ID!) { conversation(id: $id) { id } }"
    answer = await house.ask(AGENTS, house.shopper_token(here.shopper), asked, {"id": str(here.conversation)})
    assert answer.status_code == 401
