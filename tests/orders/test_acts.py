"""What agents do to orders happens once, as they confirmed it, whatever is lost on the way; what is refused changes
nothing. Against the simulated Shopify, on both databases."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from sqlmodel import col, select

from backend.actors import AgentActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Message
from backend.conversations.rules import Audience
from backend.db import Database
from backend.errors import NotAllowed, NotFound
from backend.jobs import Job, TryAgain
from backend.orders import act, act_plans, act_shopify, acts, enrich, refresh, service
from backend.orders.act_rules import ActKind, ActState
from backend.orders.models import OrderAct, OrderSnapshot
from backend.shopify.admin import AdminClient, AdminResult, Throttled, Unavailable
from backend.shops.models import Shop
from simulator.admin.context import gid
from simulator.app import create_app
from simulator.records import Order
from simulator.settings import MAIN_SHOP, SimulatorSettings
from tests.conftest import make_conversation, make_shopper
from tests.orders.made import KEY
from tests.simulator.harness import SECRET, ListeningApp, Shopify

pytestmark = pytest.mark.anyio
SENT, WAITING = "#1010", "#1064"


@dataclass
class Door:
    """The Admin client with a token of the simulated shop. `failures` come after Shopify did what was asked."""

    simulated: Shopify
    client: AdminClient
    failures: dict[str, Exception] = field(default_factory=dict)
    before: dict[str, Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def run(self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None) -> AdminResult:
        self.asked.append(operation_name)
        if operation_name in self.before:
            raise self.before.pop(operation_name)
        token = await self.simulated.token()
        answer = await self.client.run(MAIN_SHOP, token, operation_name, variables)
        if operation_name in self.failures:
            raise self.failures.pop(operation_name)
        return answer

    async def run_granted(
        self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None
    ) -> AdminResult:
        return await self.run(shop_id, operation_name, variables)


@dataclass
class Surroundings:
    db: Database
    simulated: Shopify
    shopify: Door
    agent: AgentActor
    thread: Conversation
    settings: Any = field(default_factory=lambda: SimpleNamespace(seal_key=KEY))

    def order(self, name: str = SENT) -> Order:
        return next(order for order in self.simulated.shop.orders if order.name == name)

    async def snapshot(self, name: str = SENT, thread: Conversation | None = None) -> OrderSnapshot:
        row = thread or self.thread
        async with self.db.writing() as session:
            locked = await conversations.locked(session, row.shop_id, row.id or 0)
            asked = await service.ask(session, locked, number=name, now=now())
        await enrich.run(self, {"shop_id": row.shop_id, "asked_number": asked.asked_number})
        return asked

    async def ask(self, kind: ActKind, asked: Mapping[str, Any], name: str = SENT, **more: Any) -> OrderAct:
        snapshot = more.get("snapshot") or await self.snapshot(name)
        async with self.db.writing() as session:
            return await acts.ask(
                session, more.get("agent") or self.agent, snapshot.id or 0, kind=kind,
                key=more.get("key") or uuid.uuid4().hex, asked=asked, now=now(),
            )  # fmt: skip

    async def work(self, owed: OrderAct) -> OrderAct:
        await act.run(self, {"shop_id": owed.shop_id, "act_id": owed.id})
        return await self.read(owed)

    async def read(self, owed: OrderAct) -> OrderAct:
        async with self.db.reading() as session:
            return await acts.one(session, owed.shop_id, owed.id or 0)

    async def later(self, owed: OrderAct) -> None:
        """Nothing that was sent for it can be on its way any more."""
        async with self.db.writing() as session:
            row = await session.get_one(OrderAct, owed.id)
            at = acts.last_sent(row) or now()
            row.sent = {**row.sent, "at": (at - act.ON_ITS_WAY).isoformat()}
            session.add(row)

    async def told(self) -> list[str]:
        """What agents read of acts in the thread."""
        async with self.db.reading() as session:
            found = await session.exec(
                select(Message).where(Message.conversation_id == self.thread.id).order_by(col(Message.sequence))
            )
            return [m.text for m in found.all() if "act_id" in m.data and m.audience == Audience.AGENTS]

    async def jobs(self) -> set[str]:
        async with self.db.reading() as session:
            return set((await session.exec(select(Job.name).where(Job.state == "pending"))).all())


@pytest.fixture
async def world(database: Database, agent: AgentActor, conversation: Conversation) -> AsyncIterator[Surroundings]:
    async with surroundings(database, agent, conversation) as made:
        yield made


@asynccontextmanager
async def surroundings(
    database: Database, agent: AgentActor, conversation: Conversation
) -> AsyncIterator[Surroundings]:
    settings = SimulatorSettings(api_key="key", api_secret=SECRET, app_url="http://app.test")
    app = create_app(settings, transport=httpx.MockTransport(ListeningApp()), retry_gaps=(0.001,))

    async def at_once(_seconds: float) -> None:
        return None

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:9000") as http:
        simulated = Shopify(app, http, ListeningApp())
        simulated.install("write_orders", "write_returns", "read_locations")
        client = AdminClient(http, lambda domain: f"http://localhost:9000/shops/{domain}", sleep=at_once)
        yield Surroundings(database, simulated, Door(simulated, client), agent, conversation)
        await app.state.courier.close()


def line(order: Order, place: int = 0) -> str:
    return gid("LineItem", order.lines[place].id)


def refund(order: Order, amount: str, **more: Any) -> dict[str, Any]:
    given = {"lines": {line(order): 1}, "amount": amount, "shipping": False, "full": False, "restock": False}
    return {**given, "notify": False, "note": "", **more}


def cancel(amount: Decimal, **more: Any) -> dict[str, Any]:
    return {"reason": "CUSTOMER", "amount": str(amount), "refund": True, "restock": True, "notify": False, **more}


async def amount_of_one(world: Surroundings, order: Order) -> str:
    lines = [{"lineItemId": line(order), "quantity": 1, "restockType": "NO_RESTOCK"}]
    quote = await act_shopify.quote(world.shopify, 1, gid("Order", order.id), lines=lines, shipping=False, full=False)
    return quote.amount.amount


async def test_a_refund_gives_back_what_was_confirmed_and_the_thread_says_who_did_it(world: Surroundings) -> None:
    order = world.order()
    amount = await amount_of_one(world, order)
    ended = await world.work(await world.ask(ActKind.REFUND, refund(order, amount, restock=True)))
    assert (ended.state, ended.asked, ended.sent) == (ActState.DONE, {}, {})
    assert [str(each.amount) for each in order.refunds] == [amount]
    assert order.refunds[0].restocked == {order.lines[0].id}
    (words,) = await world.told()
    assert words == ended.words
    assert words.startswith(f"Maya refunded {amount} USD of order {SENT}: 1 × ")
    assert words.endswith(", restocked.")
    assert "orders.refresh" in await world.jobs()


async def test_the_card_shows_the_refund_once_it_was_read_again(world: Surroundings) -> None:
    order = world.order()
    snapshot = await world.snapshot()
    owed = await world.ask(ActKind.REFUND, refund(order, await amount_of_one(world, order)), snapshot=snapshot)
    await world.work(owed)
    await refresh.run(world, {"shop_id": owed.shop_id, "order_gid": owed.order_gid})
    async with world.db.reading() as session:
        kept = await session.get_one(OrderSnapshot, snapshot.id)
        shown = await acts.of_snapshots(session, owed.shop_id, owed.conversation_id)
    assert len(kept.order["refunds"]) == 1
    assert [each.state for each in shown[kept.id or 0]] == [ActState.DONE]


async def test_the_same_key_is_one_refund_however_often_it_is_asked_and_worked(world: Surroundings) -> None:
    order = world.order()
    given = refund(order, await amount_of_one(world, order))
    first = await world.ask(ActKind.REFUND, given, key="double-click")
    again = await world.ask(ActKind.REFUND, given, key="double-click")
    assert again.id == first.id
    await world.work(first)
    await world.work(again)
    late = await world.ask(ActKind.REFUND, given, key="double-click")
    assert (late.id, late.state) == (first.id, ActState.DONE)
    assert (len(order.refunds), len(await world.told())) == (1, 1)


async def test_a_refund_whose_answer_was_lost_is_not_made_twice(world: Surroundings) -> None:
    order = world.order()
    owed = await world.ask(ActKind.REFUND, refund(order, await amount_of_one(world, order)))
    world.shopify.failures["RefundOrder"] = Unavailable("network")
    with pytest.raises(TryAgain):
        await world.work(owed)
    assert ((await world.read(owed)).state, len(order.refunds)) == (ActState.OWED, 1)
    ended = await world.work(owed)
    assert (ended.state, len(order.refunds), len(await world.told())) == (ActState.DONE, 1, 1)


async def test_two_workers_at_the_same_refund_make_one(world: Surroundings) -> None:
    order = world.order()
    owed = await world.ask(ActKind.REFUND, refund(order, await amount_of_one(world, order)))
    await asyncio.gather(world.work(owed), world.work(owed), return_exceptions=True)
    assert (await world.work(owed)).state == ActState.DONE
    assert (len(order.refunds), len(await world.told())) == (1, 1)


async def test_who_finds_the_order_changed_by_another_worker_at_the_same_act_does_not_call_it_refused(
    world: Surroundings,
) -> None:
    order = world.order(WAITING)
    owed = await world.ask(ActKind.CANCEL, cancel(order.left), WAITING)
    seen = await world.read(owed)
    world.shopify.failures["CancelOrder"] = Unavailable("network")
    with pytest.raises(TryAgain):
        await world.work(owed)
    with pytest.raises(TryAgain, match="sent by somebody else"):
        await act._end(world, seen, act_plans.Failed("The order is cancelled already."))
    assert (await world.work(owed)).state == ActState.DONE
    assert await world.told() == [(await world.read(owed)).words]


async def test_another_amount_than_was_confirmed_is_not_given_back(world: Surroundings) -> None:
    order = world.order()
    for amount in ("0.01", str(order.received + 1)):
        ended = await world.work(await world.ask(ActKind.REFUND, refund(order, amount)))
        assert (ended.state, ended.code) == (ActState.REFUSED, "CHANGED_MEANWHILE")
    assert (order.refunds, await world.told()) == ([], [])


async def test_more_items_than_there_are_and_items_of_another_order_are_refused(world: Surroundings) -> None:
    order = world.order()
    for lines in ({line(order): 99}, {line(world.order("#1001")): 1}):
        ended = await world.work(await world.ask(ActKind.REFUND, refund(order, "1.00", lines=lines)))
        assert (ended.state, ended.code) == (ActState.REFUSED, "INVALID")
    assert order.refunds == []


async def test_all_that_is_left_is_given_back_once_and_then_nothing_is_left(world: Surroundings) -> None:
    order = world.order()
    given = refund(order, str(order.left), lines={}, full=True)
    assert (await world.work(await world.ask(ActKind.REFUND, given))).state == ActState.DONE
    assert (order.left, order.shipping_left) == (Decimal("0.00"), Decimal("0.00"))
    ended = await world.work(await world.ask(ActKind.REFUND, given))
    assert ended.state == ActState.REFUSED
    assert ended.words.startswith("Nothing is left to give back")
    assert len(order.refunds) == 1


async def test_a_cancelled_order_is_paid_back_and_cannot_be_cancelled_again(world: Surroundings) -> None:
    order = world.order(WAITING)
    given = cancel(order.left)
    ended = await world.work(await world.ask(ActKind.CANCEL, given, WAITING))
    assert (ended.state, order.left, order.cancel_reason) == (ActState.DONE, Decimal("0.00"), "CUSTOMER")
    again = await world.work(await world.ask(ActKind.CANCEL, given, WAITING))
    assert (again.state, again.words) == (ActState.REFUSED, "The order is cancelled already.")
    assert (len(order.refunds), len(await world.told())) == (1, 1)


async def test_what_was_sent_cannot_be_cancelled(world: Surroundings) -> None:
    order = world.order()
    ended = await world.work(await world.ask(ActKind.CANCEL, cancel(order.left)))
    assert (ended.state, order.cancelled_at, order.refunds) == (ActState.REFUSED, None, [])
    assert "sent already" in ended.words
    assert "CancelOrder" not in world.shopify.asked


async def test_a_cancellation_whose_answer_was_lost_is_found_and_anothers_is_not_taken_for_it(
    world: Surroundings,
) -> None:
    order = world.order(WAITING)
    owed = await world.ask(ActKind.CANCEL, cancel(order.left), WAITING)
    world.shopify.failures["CancelOrder"] = Unavailable("network")
    with pytest.raises(TryAgain):
        await world.work(owed)
    assert (await world.work(owed)).state == ActState.DONE
    assert world.shopify.asked.count("CancelOrder") == 1
    other = next(o for o in world.simulated.shop.orders if not o.fulfillments and not o.cancelled_at and o.left)
    late = await world.ask(ActKind.CANCEL, cancel(other.left), other.name)
    world.shopify.before["CancelOrder"] = Unavailable("network")
    with pytest.raises(TryAgain):
        await world.work(late)
    await world.simulated.control(f"shops/alder-and-pine/orders/{other.id}", action="cancel")
    ended = await world.work(late)
    assert (ended.state, ended.words) == (ActState.REFUSED, "Somebody else cancelled the order meanwhile.")


async def test_shopifys_own_job_is_waited_for(world: Surroundings) -> None:
    world.simulated.shop.faults.slow_jobs = 2
    order = world.order(WAITING)
    owed = await world.ask(ActKind.CANCEL, cancel(order.left), WAITING)
    for _ in range(2):
        with pytest.raises(TryAgain) as again:
            await world.work(owed)
        assert again.value.is_turn
        assert order.cancelled_at is None
    assert (await world.work(owed)).state == ActState.DONE
    assert world.shopify.asked.count("CancelOrder") == 1


async def test_a_return_whose_answer_was_lost_is_found_and_not_created_twice(world: Surroundings) -> None:
    order = world.order()
    item = gid("FulfillmentLineItem", order.lines[0].id)
    owed = await world.ask(ActKind.RETURN, {"lines": {item: 1}, "reason": "", "note": "Too small"})
    world.shopify.failures["ReturnItems"] = Unavailable("network")
    with pytest.raises(TryAgain):
        await world.work(owed)
    ended = await world.work(owed)
    assert (ended.state, len(order.returns)) == (ActState.DONE, 1)
    assert f"created return {SENT}-R1 for order {SENT}: 1 × " in ended.words
    many = await world.work(await world.ask(ActKind.RETURN, {"lines": {item: 1}, "reason": "", "note": ""}))
    assert (many.state, many.code, len(order.returns)) == (ActState.REFUSED, "CHANGED_MEANWHILE", 1)


async def test_nothing_comes_back_of_what_was_not_sent(world: Surroundings) -> None:
    order = world.order(WAITING)
    item = gid("FulfillmentLineItem", order.lines[0].id)
    ended = await world.work(await world.ask(ActKind.RETURN, {"lines": {item: 1}, "reason": "", "note": ""}, WAITING))
    assert (ended.state, order.returns) == (ActState.REFUSED, [])


async def test_a_note_is_added_once_and_what_stood_there_stays(world: Surroundings) -> None:
    order = world.order()
    order.note = "Gift."
    owed = await world.ask(ActKind.NOTE, {"note": "Call first."})
    world.shopify.failures["UpdateOrder"] = Unavailable("network")
    with pytest.raises(TryAgain):
        await world.work(owed)
    assert (await world.work(owed)).state == ActState.DONE
    assert order.note == "Gift.\nCall first."
    late = await world.ask(ActKind.NOTE, {"note": "Leave at the door."})
    world.shopify.before["UpdateOrder"] = Unavailable("network")
    with pytest.raises(TryAgain):
        await world.work(late)
    order.note += "\nWritten in Shopify."
    await world.later(late)
    await world.work(late)
    assert order.note == "Gift.\nCall first.\nWritten in Shopify.\nLeave at the door."


async def test_an_address_is_replaced_and_not_kept_or_told(world: Surroundings) -> None:
    order = world.order(WAITING)
    address = {"lastName": "Lee", "address1": "9 Elm Street", "city": "Stowe", "countryCode": "US", "zip": "05672"}
    ended = await world.work(await world.ask(ActKind.ADDRESS, {"address": address}, WAITING))
    assert order.shipping_address is not None
    assert (order.shipping_address.address1, ended.asked, ended.sent) == ("9 Elm Street", {}, {})
    assert await world.told() == [f"Maya changed the shipping address of order {WAITING}."]
    refused = await world.work(await world.ask(ActKind.ADDRESS, {"address": {**address, "city": ""}}, WAITING))
    assert (refused.state, refused.words) == (ActState.REFUSED, "Shopify refuses: can't be blank.")
    sent = await world.work(await world.ask(ActKind.ADDRESS, {"address": address}))
    assert sent.words.startswith("Everything was sent already")


async def test_an_order_is_tagged(world: Surroundings) -> None:
    ended = await world.work(await world.ask(ActKind.TAG, {"tags": ["vip", "careful"]}))
    assert (ended.state, world.order().tags) == (ActState.DONE, ["careful", "vip"])


@pytest.mark.parametrize("scope", ["write_orders", "read_locations"])
async def test_without_the_scope_nothing_happens_and_it_is_said_what_is_missing(
    world: Surroundings, scope: str
) -> None:
    order = world.order()
    amount = await amount_of_one(world, order)
    world.simulated.shop.faults.missing_scopes = [scope]
    ended = await world.work(await world.ask(ActKind.REFUND, refund(order, amount, restock=True)))
    assert (ended.state, ended.code, ended.words) == (ActState.REFUSED, "SCOPE_MISSING", act_shopify.MISSING_SCOPE)
    assert (order.refunds, await world.told()) == ([], [])


async def test_one_act_at_a_time_is_under_way_for_an_order(
    world: Surroundings, second_agent: AgentActor, shop: Shop
) -> None:
    order = world.order()
    given = refund(order, await amount_of_one(world, order))
    first = await world.ask(ActKind.REFUND, given)
    elsewhere = await make_conversation(world.db, await make_shopper(world.db, shop))
    for snapshot in (await world.snapshot(), await world.snapshot(thread=elsewhere)):
        with pytest.raises(NotAllowed, match="Maya is changing this order"):
            await world.ask(ActKind.CANCEL, cancel(order.left), snapshot=snapshot, agent=second_agent)
    await world.work(first)
    ended = await world.work(await world.ask(ActKind.REFUND, given, agent=second_agent))
    assert ended.state == ActState.REFUSED  # of one item, one can be given back
    assert len(order.refunds) == 1


async def test_two_agents_at_the_same_moment_are_one_act_and_one_refusal(
    world: Surroundings, second_agent: AgentActor, shop: Shop
) -> None:
    order = world.order()
    given = refund(order, await amount_of_one(world, order))
    elsewhere = await make_conversation(world.db, await make_shopper(world.db, shop))
    mine, theirs = await world.snapshot(), await world.snapshot(thread=elsewhere)
    asked = await asyncio.gather(
        world.ask(ActKind.REFUND, given, snapshot=mine),
        world.ask(ActKind.REFUND, given, snapshot=theirs, agent=second_agent),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in asked) == ["NotAllowed", "OrderAct"]


async def test_another_shops_order_is_not_there(world: Surroundings, other_shop: Shop) -> None:
    snapshot = await world.snapshot()
    stranger = AgentActor(shop_id=other_shop.id or 0, id=world.agent.id, first_name="Eve")
    with pytest.raises(NotFound):
        await world.ask(ActKind.TAG, {"tags": ["vip"]}, snapshot=snapshot, agent=stranger)
    async with world.db.reading() as session:
        assert (await session.exec(select(OrderAct))).all() == []


async def test_throttling_is_waited_out_and_counts_as_no_try(world: Surroundings) -> None:
    owed = await world.ask(ActKind.TAG, {"tags": ["vip"]})
    world.shopify.before["TagOrder"] = Throttled(3.0)
    with pytest.raises(TryAgain) as again:
        await world.work(owed)
    assert (again.value.is_turn, again.value.seconds) == (True, 3.0)
    assert (await world.work(owed)).state == ActState.DONE


async def test_who_gives_up_says_whether_anything_may_have_happened(world: Surroundings) -> None:
    order = world.order()
    nothing = await world.ask(ActKind.TAG, {"tags": ["vip"]})
    await act.gave_up(world, {"shop_id": nothing.shop_id, "act_id": nothing.id}, "down")
    assert (await world.read(nothing)).words == act.NOT_DONE
    owed = await world.ask(ActKind.REFUND, refund(order, await amount_of_one(world, order)))
    world.shopify.before["RefundOrder"] = Unavailable("network")
    with pytest.raises(TryAgain):
        await world.work(owed)
    await act.gave_up(world, {"shop_id": owed.shop_id, "act_id": owed.id}, "down")
    ended = await world.read(owed)
    assert (ended.state, ended.words) == (ActState.UNKNOWN, f"Maya tried to refund order {SENT}. {act.NOT_KNOWN}")
    assert await world.told() == [ended.words]


async def test_a_key_that_shopify_may_have_forgotten_is_not_used_again(world: Surroundings) -> None:
    order = world.order()
    owed = await world.ask(ActKind.REFUND, refund(order, await amount_of_one(world, order)))
    world.shopify.before["RefundOrder"] = Unavailable("network")
    with pytest.raises(TryAgain):
        await world.work(owed)
    async with world.db.writing() as session:
        row = await session.get_one(OrderAct, owed.id)
        row.sent_at = now() - act.KEY_HOLDS - timedelta(minutes=1)
        session.add(row)
    ended = await world.work(owed)
    assert (ended.state, order.refunds, world.shopify.asked.count("RefundOrder")) == (ActState.UNKNOWN, [], 1)
