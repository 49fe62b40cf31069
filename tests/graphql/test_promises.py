"""What a door could spoil although every room behind it is right: retries, shared computers, used-up measures."""

from dataclasses import replace

import pytest

from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation
from backend.limits import Limit
from tests.graphql.doors import AGENTS, SHOPPERS, House, id_token
from tests.graphql.world import World

pytestmark = pytest.mark.anyio

REPLY_AND_RESOLVE = """
mutation ($id: ID!) {
  postReply(conversationId: $id, text: "Done, have a good day", clientKey: "send-and-resolve", thenResolve: true) {
    conversation { state } userErrors { code }
  }
}"""
POST = 'mutation { postMessage(text: "One more thing", clientKey: "one-more-thing") { userErrors { code } } }'
THREAD = "{ thread { cursor } }"


async def test_a_retry_of_send_and_resolve_leaves_open_what_the_shopper_wrote_since(house: House, world: World) -> None:
    here = world.here
    id_ = {"id": str(here.conversation)}
    first = await house.data(AGENTS, id_token(here.domain), REPLY_AND_RESOLVE, id_)
    assert first["postReply"]["conversation"]["state"] == "RESOLVED"
    await house.data(SHOPPERS, house.shopper_token(here.shopper), POST)
    again = await house.data(AGENTS, id_token(here.domain), REPLY_AND_RESOLVE, id_)
    assert again["postReply"] == {"conversation": {"state": "WAITING"}, "userErrors": []}
    async with house.services.db.reading() as session:
        row = await session.get_one(Conversation, here.conversation)
        assert await conversations.open_handoff(session, row) is not None


async def test_a_token_from_before_a_customer_logged_in_opens_nothing_of_theirs(house: House, world: World) -> None:
    here = world.here
    before = house.shopper_token(here.shopper)
    async with house.services.db.writing() as session:
        shopper = await conversations.open_shopper(
            session, here.shopper.shop_id, shopper_id=here.shopper.id, customer_id="7001", locale="en", now=now()
        )
    assert shopper.id == here.shopper.id
    refused = await house.ask(SHOPPERS, before, THREAD)
    assert refused.status_code == 401 and refused.json()["errors"][0]["extensions"]["code"] == "NOT_AUTHENTICATED"
    async with house.socket(SHOPPERS) as socket:
        with pytest.raises(Exception, match="4403"):
            await socket.begin(before)


async def test_a_feed_from_before_a_customer_logged_in_is_told_nothing_of_theirs(house: House, world: World) -> None:
    here = world.here
    query = "subscription { thread(after: 0) { cursor } }"
    async with house.socket(SHOPPERS, house.shopper_token(here.shopper)) as socket:
        await socket.subscribe(query, {}, "before")
        await socket.data()
        async with house.services.db.writing() as session:
            await conversations.open_shopper(
                session, here.shopper.shop_id, shopper_id=here.shopper.id, customer_id="7001", locale="en", now=now()
            )
        customer = replace(here.shopper, customer_id="7001")
        async with house.socket(SHOPPERS, house.shopper_token(customer)) as theirs:
            await theirs.subscribe(query, {}, "after")
            cursor = (await theirs.data())["thread"]["cursor"]
            posted = await house.data(SHOPPERS, house.shopper_token(customer), POST)
            assert posted["postMessage"]["userErrors"] == []
            assert (await theirs.data())["thread"]["cursor"] > cursor
        ended = await socket.receive()
    assert ended["type"] == "next" and ended["payload"]["data"] is None
    assert [each["extensions"]["code"] for each in ended["payload"]["errors"]] == ["NOT_AUTHENTICATED"]


async def test_a_person_can_be_asked_for_when_all_messages_are_used_up(house: House, world: World) -> None:
    house.services.limits.messages = Limit(burst=0, per_minute=1)
    house.services.limits.messages_of_shop = Limit(burst=0, per_minute=1)
    token = house.shopper_token(world.here.shopper)
    posted = await house.data(SHOPPERS, token, POST)
    assert posted["postMessage"]["userErrors"] == [{"code": "TOO_MANY"}]
    ask = 'mutation { askForHuman(clientKey: "a-person-please") { thread { state } userErrors { code } } }'
    asked = await house.data(SHOPPERS, token, ask)
    assert asked["askForHuman"] == {"thread": {"state": "WAITING"}, "userErrors": []}


async def test_no_scope_opens_orders_or_what_shoppers_gave_to_a_program(house: House, world: World) -> None:
    here = world.here
    query = "query ($id: ID!) { transcript(conversationId: $id) { orders { askedNumber } known { value } cursor } }"
    id_ = {"id": str(here.conversation)}
    staff = (await house.data(AGENTS, id_token(here.domain), query, id_))["transcript"]
    program = (await house.data(AGENTS, here.clients["read_conversations"].token, query, id_))["transcript"]
    assert len(staff["orders"]) == 1 and len(staff["known"]) == 1
    assert program == {"orders": [], "known": [], "cursor": staff["cursor"]}


async def test_resolving_closes_the_form_that_nobody_waits_for_any_more(house: House, world: World) -> None:
    here = world.here
    query = "query ($id: ID!) { transcript(conversationId: $id) { openForm { id } } }"
    id_ = {"id": str(here.conversation)}
    assert (await house.data(AGENTS, id_token(here.domain), query, id_))["transcript"]["openForm"] is not None
    resolve = "mutation ($id: ID!) { resolve(conversationId: $id) { userErrors { code } } }"
    assert await house.data(AGENTS, id_token(here.domain), resolve, id_) == {"resolve": {"userErrors": []}}
    assert (await house.data(AGENTS, id_token(here.domain), query, id_))["transcript"]["openForm"] is None
    form = {"id": str(here.form)}
    skip = "mutation ($id: ID!) { skipAction(formId: $id) { userErrors { code } } }"
    late = await house.data(SHOPPERS, house.shopper_token(here.shopper), skip, form)
    assert late == {"skipAction": {"userErrors": [{"code": "FORM_CLOSED"}]}}
