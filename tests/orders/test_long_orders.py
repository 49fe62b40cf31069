"""Orders with more lines than Shopify gives on a page: "all of it" is all of it, or is refused in words."""

from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal

import pytest

from backend.actors import AgentActor
from backend.conversations.models import Conversation
from backend.db import Database
from backend.orders import act_shopify
from backend.orders.act_rules import ActKind, ActState
from simulator.admin.context import gid
from simulator.records import Order
from tests.orders.test_acts import Surroundings, refund, surroundings

pytestmark = pytest.mark.anyio


@pytest.fixture
async def world(database: Database, agent: AgentActor, conversation: Conversation) -> AsyncIterator[Surroundings]:
    async with surroundings(database, agent, conversation) as made:
        yield made


def lengthen(order: Order, lines: int) -> None:
    """Adds samples that cost nothing, until the order has so many lines."""
    first = 10**9
    sample = replace(order.lines[0], quantity=1, current_quantity=1, price=Decimal("0.00"))
    order.lines += [replace(sample, id=first + place) for place in range(lines - len(order.lines))]


async def test_all_of_an_order_with_many_lines_is_given_back(world: Surroundings) -> None:
    order = world.order()
    lengthen(order, 170)
    standing = await act_shopify.standing(world.shopify, 1, gid("Order", order.id))
    assert [line.id for line in standing.lines] == [gid("LineItem", line.id) for line in order.lines]
    assert standing.has_all_lines
    given = refund(order, str(order.left), lines={}, full=True)
    ended = await world.work(await world.ask(ActKind.REFUND, given))
    assert (ended.state, len(order.refunds)) == (ActState.DONE, 1)
    assert {line.current_quantity for line in order.lines} == {0}


async def test_more_lines_than_shopify_takes_at_once_are_refused_and_nothing_is_sent(world: Surroundings) -> None:
    order = world.order()
    lengthen(order, 251)
    given = refund(order, str(order.left), lines={}, full=True)
    ended = await world.work(await world.ask(ActKind.REFUND, given))
    words = "Shopify refunds at most 250 lines at once. Choose items, and refund them in parts."
    assert (ended.state, ended.words, order.refunds) == (ActState.REFUSED, words, [])
    assert "RefundOrder" not in world.shopify.asked


async def test_an_order_whose_lines_were_not_all_read_is_not_refunded_as_a_whole(
    world: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(act_shopify, "MOST_PAGES", 1)
    order = world.order()
    lengthen(order, 170)
    given = refund(order, str(order.left), lines={}, full=True)
    ended = await world.work(await world.ask(ActKind.REFUND, given))
    words = "The order has too many lines to be refunded as a whole. Do it in Shopify admin."
    assert (ended.state, ended.words, order.refunds) == (ActState.REFUSED, words, [])
    assert world.shopify.asked.count("OrderLinesForActs") == 1
