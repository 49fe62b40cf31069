"""Shopify's answer to an act was lost: nothing is called refused that may have been done, and nothing is done twice.

Against the simulated Shopify, on both databases.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest

from backend.actors import AgentActor
from backend.conversations.models import Conversation
from backend.db import Database
from backend.jobs import TryAgain
from backend.orders import act, act_plans, act_shopify, acts
from backend.orders.act_rules import ActKind, ActState
from backend.orders.models import OrderAct
from backend.shopify.admin import (
    AccessDenied,
    AccessReason,
    ShopFrozen,
    ShopifyFailure,
    Throttled,
    TokenDead,
    Unavailable,
)
from simulator.admin.context import gid
from tests.orders.test_acts import SENT, WAITING, Surroundings, amount_of_one, cancel, refund, surroundings

pytestmark = pytest.mark.anyio
REFUSALS = [ShopFrozen("HTTP 402"), TokenDead("HTTP 401"), AccessDenied(AccessReason.MISSING_SCOPE, "HTTP 403")]


@pytest.fixture
async def world(database: Database, agent: AgentActor, conversation: Conversation) -> AsyncIterator[Surroundings]:
    async with surroundings(database, agent, conversation) as made:
        yield made


async def lost(world: Surroundings, owed: OrderAct) -> None:
    """Shopify does it, and its answer does not arrive."""
    world.shopify.failures[act_plans.OPERATIONS[ActKind(owed.kind)]] = Unavailable("network")
    with pytest.raises(TryAgain, match="no answer"):
        await world.work(owed)


async def a_return(world: Surroundings) -> OrderAct:
    item = gid("FulfillmentLineItem", world.order().lines[0].id)
    return await world.ask(ActKind.RETURN, {"lines": {item: 1}, "reason": "", "note": "Too small"})


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
async def test_what_shopify_refuses_after_a_lost_answer_is_not_called_refused(
    world: Surroundings, refusal: ShopifyFailure
) -> None:
    order = world.order()
    owed = await world.ask(ActKind.REFUND, refund(order, await amount_of_one(world, order)))
    await lost(world, owed)
    world.shopify.before["RefundOrder"] = refusal
    ended = await world.work(owed)
    assert (ended.state, ended.code, len(order.refunds)) == (ActState.UNKNOWN, "UNKNOWN", 1)
    assert ended.words == f"Maya tried to refund order {SENT}. {act_shopify.words_of(refusal)} {act.MAY_BE_DONE}"
    assert await world.told() == [ended.words]


async def test_an_order_that_shopify_shows_no_more_after_a_lost_answer_is_not_called_refused(
    world: Surroundings,
) -> None:
    order = world.order(WAITING)
    owed = await world.ask(ActKind.CANCEL, cancel(order.left), WAITING)
    await lost(world, owed)
    world.simulated.shop.orders.remove(order)
    ended = await world.work(owed)
    assert (ended.state, len(order.refunds)) == (ActState.UNKNOWN, 1)
    assert ended.words == f"Maya tried to cancel order {WAITING}. {act_shopify.GONE} {act.MAY_BE_DONE}"


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
async def test_what_shopify_refuses_at_the_first_try_was_not_done(world: Surroundings, refusal: ShopifyFailure) -> None:
    order = world.order()
    owed = await world.ask(ActKind.REFUND, refund(order, await amount_of_one(world, order)))
    world.shopify.before["RefundOrder"] = refusal
    ended = await world.work(owed)
    assert (ended.state, ended.words) == (ActState.REFUSED, act_shopify.words_of(refusal))
    assert (order.refunds, await world.told()) == ([], [])


async def test_what_shopify_had_no_time_for_was_not_sent(world: Surroundings) -> None:
    order = world.order()
    owed = await world.ask(ActKind.REFUND, refund(order, await amount_of_one(world, order)))
    world.shopify.before["RefundOrder"] = Throttled(1.0)
    with pytest.raises(TryAgain, match="throttled"):
        await world.work(owed)
    row = await world.read(owed)
    assert (row.sent, acts.last_sent(row)) == ({}, None)
    world.shopify.before["RefundOrder"] = ShopFrozen("HTTP 402")
    assert ((await world.work(owed)).state, order.refunds) == (ActState.REFUSED, [])


async def test_a_cancellation_that_is_refused_when_it_is_sent_again_is_looked_at_once_more(
    world: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = world.order(WAITING)
    owed = await world.ask(ActKind.CANCEL, cancel(order.left), WAITING)
    world.shopify.before["CancelOrder"] = Unavailable("network")
    with pytest.raises(TryAgain):
        await world.work(owed)
    late = await world.read(owed)
    await world.later(owed)
    looked = act_plans.was_done

    async def too_early(*given: object) -> None:
        """The first request arrives right after the look."""
        monkeypatch.setattr(act_plans, "was_done", looked)
        await world.shopify.run(late.shop_id, "CancelOrder", late.sent["variables"])

    monkeypatch.setattr(act_plans, "was_done", too_early)
    ended = await world.work(owed)
    assert (ended.state, len(order.refunds)) == (ActState.DONE, 1)


async def test_a_return_that_is_refused_when_it_is_sent_again_and_is_not_found_is_not_called_refused(
    world: Surroundings,
) -> None:
    order = world.order()
    owed = await a_return(world)
    world.shopify.before["ReturnItems"] = Unavailable("network")
    with pytest.raises(TryAgain):
        await world.work(owed)
    await world.later(owed)
    order.fulfillments.clear()
    ended = await world.work(owed)
    assert (ended.state, order.returns) == (ActState.UNKNOWN, [])
    assert ended.words.startswith(f"Maya tried to create a return for order {SENT}. Shopify refuses: ")
    assert ended.words.endswith(act.MAY_BE_DONE)


async def test_a_return_is_not_sent_again_while_the_first_may_be_on_its_way(world: Surroundings) -> None:
    order = world.order()
    owed = await a_return(world)
    arrived, go_on = asyncio.Event(), asyncio.Event()
    asked = world.shopify.run_granted

    async def slowly(shop_id: int, operation_name: str, variables: object = None) -> object:
        if operation_name == "ReturnItems":
            arrived.set()
            await go_on.wait()
        return await asked(shop_id, operation_name, variables)  # type: ignore[arg-type]

    world.shopify.run_granted = slowly  # type: ignore[assignment, method-assign]
    first = asyncio.create_task(world.work(owed))
    await arrived.wait()
    with pytest.raises(TryAgain, match="on its way") as again:
        await world.work(owed)
    assert again.value.is_turn
    assert 0 < (again.value.seconds or 0) <= act.ON_ITS_WAY.total_seconds()
    go_on.set()
    assert ((await first).state, len(order.returns)) == (ActState.DONE, 1)
    assert (await world.work(owed)).state == ActState.DONE
    assert (len(order.returns), len(await world.told())) == (1, 1)


async def test_of_two_who_would_send_it_again_one_does(world: Surroundings) -> None:
    owed = await a_return(world)
    world.shopify.before["ReturnItems"] = Unavailable("network")
    with pytest.raises(TryAgain):
        await world.work(owed)
    await world.later(owed)
    seen = await world.read(owed)
    assert (await world.work(owed)).state == ActState.DONE
    with pytest.raises(TryAgain, match="sent by somebody else"):
        await act._send(world, seen, seen.sent)
    assert len(world.order().returns) == 1


async def test_a_note_of_which_the_order_speaks_already_is_added_all_the_same(world: Surroundings) -> None:
    order = world.order()
    order.note = "Please leave VIP customer"
    owed = await world.ask(ActKind.NOTE, {"note": "VIP"})
    world.shopify.before["UpdateOrder"] = Unavailable("network")
    with pytest.raises(TryAgain):
        await world.work(owed)
    await world.later(owed)
    assert (await world.work(owed)).state == ActState.DONE
    assert order.note == "Please leave VIP customer\nVIP"


async def test_a_note_that_stood_there_before_is_added_once_more_and_not_twice(world: Surroundings) -> None:
    order = world.order()
    order.note = "VIP"
    owed = await world.ask(ActKind.NOTE, {"note": "VIP"})
    await lost(world, owed)
    await world.later(owed)
    assert (await world.work(owed)).state == ActState.DONE
    assert order.note == "VIP\nVIP"
