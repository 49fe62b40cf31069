"""Pages of a shop's own domains may read the shoppers' door, no other page may, and none with credentials."""

import httpx
import pytest

from tests.graphql.doors import AGENTS, APP, SHOPPERS, House, id_token
from tests.graphql.world import World, dump

pytestmark = pytest.mark.anyio

WIDGET = "{ widget { shopName } }"
FOREIGN = [
    "https://evil.example",
    "null",
    "http://alder.myshopify.com",
    "https://alder.myshopify.com.evil.example",
    APP,
]


def allowances(answer: httpx.Response) -> dict[str, str]:
    """What the answer allows pages of other origins."""
    return {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}


async def preflight(house: House, door: str, origin: str) -> httpx.Response:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    async with house.client() as client:
        return await client.options(door, headers=headers)


async def test_a_page_of_the_shop_may_ask_and_read(house: House, world: World) -> None:
    here = world.here
    for origin in here.shop.allowed_origins:
        asked = await preflight(house, SHOPPERS, origin)
        assert asked.status_code == 204 and asked.headers["vary"] == "Origin"
        assert allowances(asked) == {
            "access-control-allow-origin": origin,
            "access-control-allow-methods": "POST",
            "access-control-allow-headers": "authorization, content-type",
            "access-control-max-age": "600",
        }
        answer = await house.ask(SHOPPERS, house.shopper_token(here.shopper), WIDGET, Origin=origin)
        assert answer.json() == {"data": {"widget": {"shopName": "alder-shop"}}}
        assert allowances(answer) == {"access-control-allow-origin": origin} and "Origin" in answer.headers["vary"]


@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_foreign_page_may_neither_ask_nor_read(house: House, world: World, origin: str) -> None:
    before = dump(house.services.db)
    asked = await preflight(house, SHOPPERS, origin)
    assert asked.status_code == 403 and allowances(asked) == {}
    post = 'mutation { postMessage(text: "Hi", clientKey: "from-elsewhere") { userErrors { code } } }'
    answer = await house.ask(SHOPPERS, house.shopper_token(world.here.shopper), post, Origin=origin)
    assert answer.status_code == 401 and allowances(answer) == {}
    assert dump(house.services.db) == before


async def test_a_page_of_another_shop_gets_nothing_with_this_shops_token(house: House, world: World) -> None:
    origin = world.there.shop.storefront_url
    answer = await house.ask(SHOPPERS, house.shopper_token(world.here.shopper), WIDGET, Origin=origin)
    assert answer.status_code == 401 and "data" not in answer.json()


async def test_a_page_of_a_shop_that_uninstalled_is_foreign(house: House, world: World) -> None:
    assert (await preflight(house, SHOPPERS, world.gone.shop.storefront_url)).status_code == 403


async def test_a_refusal_can_be_read_by_the_shops_own_page(house: House, world: World) -> None:
    """Otherwise the widget could not tell an expired token from a broken network."""
    origin = world.here.shop.storefront_url
    answer = await house.ask(SHOPPERS, "expired", WIDGET, Origin=origin)
    assert answer.status_code == 401 and allowances(answer) == {"access-control-allow-origin": origin}


async def test_no_other_page_speaks_to_the_agents_door(house: House, world: World) -> None:
    token = id_token(world.here.domain)
    own = await house.ask(AGENTS, token, "{ me { firstName } }", Origin=APP)
    assert own.status_code == 200 and allowances(own) == {}
    for origin in ("https://evil.example", "null", world.here.shop.storefront_url):
        answer = await house.ask(AGENTS, token, "{ me { firstName } }", Origin=origin)
        assert answer.status_code == 401 and allowances(answer) == {}
        assert (await preflight(house, AGENTS, origin)).status_code == 405
