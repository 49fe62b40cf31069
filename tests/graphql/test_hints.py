"""Hints of a browser through both doors: told by the shopper, read by staff, and by nobody else."""

import pytest

from backend.context import Limits
from backend.limits import Limit
from tests.graphql.conftest import ON_BOTH
from tests.graphql.doors import AGENTS, SHOPPERS, House, id_token
from tests.graphql.world import World, dump

pytestmark = pytest.mark.anyio
GIVE = """mutation($pageUrl: String!, $pageTitle: String!, $cart: CartInput) {
  done: giveHints(pageUrl: $pageUrl, pageTitle: $pageTitle, cart: $cart) { userErrors { code } } }"""
READ = """query($id: ID!) { transcript(conversationId: $id, after: 0) { hint {
  pageUrl pageTitle cart { items { title variant quantity } itemCount total { amount currency } } } } }"""
PAGE = {"pageUrl": "http://localhost:9000/products/mug", "pageTitle": "Mug"}
ITEM = {"title": "Enamel mug", "variant": "Blue", "quantity": 2}
CART = {"items": [ITEM], "itemCount": 2, "total": "64.50", "currency": "CAD"}


@ON_BOTH
async def test_staff_see_page_and_cart_as_the_shopper_sees_them(house: House, world: World) -> None:
    here = world.here
    token, agent = house.shopper_token(here.shopper), id_token(here.domain)
    thread = {"id": str(here.conversation)}
    assert (await house.data(AGENTS, agent, READ, thread))["transcript"] == {"hint": None}
    assert await house.data(SHOPPERS, token, GIVE, {**PAGE, "cart": CART}) == {"done": {"userErrors": []}}
    total = {"amount": "64.50", "currency": "CAD"}
    shown = {"items": [ITEM], "itemCount": 2, "total": total}
    assert (await house.data(AGENTS, agent, READ, thread))["transcript"] == {"hint": {**PAGE, "cart": shown}}
    assert await house.data(SHOPPERS, token, GIVE, PAGE) == {"done": {"userErrors": []}}
    assert (await house.data(AGENTS, agent, READ, thread))["transcript"] == {"hint": {**PAGE, "cart": None}}
    program = here.clients["read_conversations"].token
    assert (await house.data(AGENTS, program, READ, thread))["transcript"] == {"hint": None}


async def test_who_tells_too_often_is_asked_to_wait_and_changes_nothing(house: House, world: World) -> None:
    house.services.limits.changes = Limit(burst=1, per_minute=1)
    token = house.shopper_token(world.here.shopper)
    await house.data(SHOPPERS, token, GIVE, PAGE)
    before = dump(house.services.db)
    refused = await house.data(SHOPPERS, token, GIVE, {**PAGE, "cart": CART})
    assert refused == {"done": {"userErrors": [{"code": "TOO_MANY"}]}}
    assert dump(house.services.db) == before
    house.services.limits = Limits()
