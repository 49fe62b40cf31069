"""From a number that a shopper gave to a snapshot: one lookup, every way it can end, and who is told what."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import col, func, select

from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Shopper
from backend.conversations.service import Known
from backend.db import Database
from backend.errors import Invalid, NotFound, Refusal, TooMany
from backend.jobs import Job, TryAgain
from backend.orders import enrich, queries, refresh, service
from backend.orders.disclosure import Level
from backend.orders.models import LookupAttempt, OrderSnapshot
from backend.orders.reading import order_from, order_of
from backend.orders.rules import Outcome
from backend.orders.telling import outcome_words
from backend.shopify.admin import AccessDenied, AccessReason, BadRequest, FieldError, ShopGone, Throttled, Unavailable
from backend.shopify.answers import ErrorKind
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper
from tests.orders.made import KEY, FakeShopify, shopify_contact, shopify_order

pytestmark = pytest.mark.anyio
EMAIL = "elena.petrova@example.com"


@dataclass
class Surroundings:
    db: Database
    shopify: FakeShopify = field(default_factory=FakeShopify)
    settings: Any = field(default_factory=lambda: SimpleNamespace(seal_key=KEY))


@pytest.fixture
def world(database: Database) -> Surroundings:
    return Surroundings(database)


async def ask(world: Surroundings, conversation: Conversation, number: str = "1001", **more: Any) -> OrderSnapshot:
    async with world.db.writing() as session:
        locked = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
        return await service.ask(session, locked, number=number, now=now(), **more)


async def look_up(world: Surroundings, conversation: Conversation, number: str = "#1001") -> OrderSnapshot:
    """Runs the job that `ask` owes, and gives the snapshot as it is then."""
    await enrich.run(world, {"shop_id": conversation.shop_id, "asked_number": number})
    return await only_snapshot(world, conversation)


async def only_snapshot(world: Surroundings, conversation: Conversation) -> OrderSnapshot:
    async with world.db.reading() as session:
        (one,) = await queries.snapshots(session, conversation.shop_id, conversation.id or 0)
        return one


async def pending(world: Surroundings, name: str) -> list[dict[str, Any]]:
    async with world.db.reading() as session:
        found = await session.exec(select(Job).where(Job.name == name, Job.state == "pending").order_by(col(Job.id)))
        return [job.payload for job in found.all()]


async def revision(world: Surroundings, conversation: Conversation) -> int:
    async with world.db.reading() as session:
        return (await session.get_one(Conversation, conversation.id)).revision


async def test_asking_owes_one_lookup_and_shows_that_it_is_under_way(
    world: Surroundings, conversation: Conversation
) -> None:
    before = await revision(world, conversation)
    first = await ask(world, conversation, "1001", email=EMAIL)
    again = await ask(world, conversation, "order #1001 please", email=EMAIL)
    assert (first.id, first.asked_number, first.outcome) == (again.id, "#1001", Outcome.LOOKING)
    assert await pending(world, "orders.enrich") == [{"shop_id": conversation.shop_id, "asked_number": "#1001"}]
    assert await revision(world, conversation) > before


async def test_a_matching_email_shows_the_order_to_the_shopper_and_all_of_it_to_agents(
    world: Surroundings, conversation: Conversation
) -> None:
    await ask(world, conversation, email=EMAIL)
    before = await revision(world, conversation)
    snapshot = await look_up(world, conversation)
    assert (snapshot.outcome, snapshot.disclosure, snapshot.order_name) == (Outcome.FOUND, Level.MATCHED, "#1001")
    order = order_of(snapshot.order)
    assert order is not None
    assert (order.customer_name, order.items[0].title) == ("Elena Petrova", "Trail Jacket")
    assert await revision(world, conversation) > before
    assert await pending(world, "bot.order_update") == [
        {"shop_id": conversation.shop_id, "conversation_id": conversation.id, "term": 1, "snapshot_id": snapshot.id}
    ]
    assert await pending(world, "tags.apply") == [{"shop_id": conversation.shop_id, "conversation_id": conversation.id}]


@pytest.mark.parametrize(("email", "name"), [(EMAIL, "Elena Petrova"), ("somebody@example.com", "")])
async def test_agents_read_the_name_of_a_shopper_who_proved_their_order_and_of_no_other(
    world: Surroundings, conversation: Conversation, email: str, name: str
) -> None:
    await ask(world, conversation, email=email)
    await look_up(world, conversation)
    async with world.db.reading() as session:
        assert (await session.get_one(Shopper, conversation.shopper_id)).name == name


async def test_the_bot_knows_only_the_projection(world: Surroundings, conversation: Conversation) -> None:
    await ask(world, conversation, email=EMAIL)
    await look_up(world, conversation)
    async with world.db.reading() as session:
        (told,) = await queries.facts_for_bot(session, conversation.shop_id, conversation.id or 0, now())
        facts = await queries.order_facts(session, conversation.shop_id, conversation.id or 0, now())
    assert told.view is not None
    assert told.words == told.view.summary
    assert told.is_late
    assert told.days_late >= 20
    assert "Petrova" not in repr(told)
    assert "Jacket" not in repr(told)
    assert facts.states >= {"delayed", "in_transit"}
    assert facts.order_names == ("#1001",)


@pytest.mark.parametrize("email", [None, "someone@example.com"])
async def test_another_persons_order_and_no_order_are_the_same_to_the_bot_and_the_shopper(
    world: Surroundings, conversation: Conversation, email: str | None
) -> None:
    await ask(world, conversation, "1001", email=email)
    await ask(world, conversation, "4711", email=email)
    await enrich.run(world, {"shop_id": conversation.shop_id, "asked_number": "#1001"})
    await enrich.run(world, {"shop_id": conversation.shop_id, "asked_number": "#4711"})
    async with world.db.reading() as session:
        kept = {s.asked_number: s for s in await queries.snapshots(session, conversation.shop_id, conversation.id or 0)}
        told = await queries.facts_for_bot(session, conversation.shop_id, conversation.id or 0, now())
        seen = await queries.view(session, conversation.shop_id, conversation.id or 0, kept["#1001"].id or 0, now())
    assert (kept["#1001"].outcome, kept["#4711"].outcome) == (Outcome.FOUND, Outcome.NOT_FOUND)
    assert kept["#1001"].disclosure == Level.ANONYMOUS
    assert {(each.outcome, each.words, each.view, each.is_late, each.days_late) for each in told} == {
        (Outcome.NOT_FOUND, outcome_words(Outcome.NOT_FOUND), None, False, 0)
    }
    assert seen is None


async def test_a_logged_in_customer_sees_their_order_as_on_the_status_page(world: Surroundings, shop: Shop) -> None:
    conversation = await make_conversation(world.db, await make_shopper(world.db, shop, customer_id="7001"))
    await ask(world, conversation)
    snapshot = await look_up(world, conversation)
    assert snapshot.disclosure == Level.VERIFIED


async def test_an_email_given_earlier_in_the_thread_is_used(world: Surroundings, conversation: Conversation) -> None:
    async with world.db.writing() as session:
        locked = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
        await conversations.remember(session, locked, {"email": Known(EMAIL, "E-mail")})
    await ask(world, conversation)
    assert (await look_up(world, conversation)).disclosure == Level.MATCHED


@pytest.mark.parametrize("origin", ["order", "agent"])
async def test_what_the_shopper_did_not_give_proves_nothing(
    world: Surroundings, conversation: Conversation, origin: str
) -> None:
    async with world.db.writing() as session:
        locked = await conversations.locked(session, conversation.shop_id, conversation.id or 0)
        await conversations.remember(session, locked, {"email": Known(EMAIL, "E-mail", origin)})
    await ask(world, conversation)
    assert (await look_up(world, conversation)).disclosure == Level.ANONYMOUS


async def test_a_second_try_with_the_right_email_reaches_the_order(
    world: Surroundings, conversation: Conversation
) -> None:
    await ask(world, conversation, email="wrong@example.com")
    await look_up(world, conversation)
    again = await ask(world, conversation, email=EMAIL)
    assert again.outcome == Outcome.LOOKING
    assert (await look_up(world, conversation)).disclosure == Level.MATCHED


async def test_what_was_proven_stays_proven_when_somebody_asks_again(
    world: Surroundings, conversation: Conversation
) -> None:
    await ask(world, conversation, email=EMAIL)
    await look_up(world, conversation)
    await ask(world, conversation, email="wrong@example.com")
    assert (await look_up(world, conversation)).disclosure == Level.MATCHED


async def test_only_the_exact_name_counts_among_what_the_search_returns(
    world: Surroundings, conversation: Conversation
) -> None:
    near = [shopify_order(f"#1001{i}", gid=f"gid://shopify/Order/9{i}") for i in range(40)]
    world.shopify.orders = [*near, shopify_order()]
    await ask(world, conversation, email=EMAIL)
    assert (await look_up(world, conversation)).order_gid == "gid://shopify/Order/501"
    assert world.shopify.names() == [
        *("OrderSearch", "OrderSearchContact"),
        *("OrderNames", "OrderNames", "OrderById", "OrderContact"),
    ]
    assert world.shopify.asked[0][1]["q"] == 'name:"#1001" OR name:"1001"'


async def test_of_two_orders_with_one_name_the_proof_chooses(world: Surroundings, conversation: Conversation) -> None:
    other = "gid://shopify/Order/777"
    world.shopify.orders = [shopify_order(), shopify_order(gid=other, customer=None)]
    world.shopify.contacts[other] = shopify_contact(other, "somebody@example.com", phone=None, customer=None)
    await ask(world, conversation, email="somebody@example.com")
    snapshot = await look_up(world, conversation)
    assert (snapshot.outcome, snapshot.order_gid, snapshot.disclosure) == (Outcome.FOUND, other, Level.MATCHED)


async def test_without_proof_two_orders_with_one_name_are_ambiguous(
    world: Surroundings, conversation: Conversation
) -> None:
    world.shopify.orders = [shopify_order(), shopify_order(gid="gid://shopify/Order/777")]
    await ask(world, conversation)
    snapshot = await look_up(world, conversation)
    assert (snapshot.outcome, snapshot.order, snapshot.order_gid) == (Outcome.AMBIGUOUS, {}, None)


async def test_a_confirmation_number_finds_its_order(world: Surroundings, conversation: Conversation) -> None:
    world.shopify.orders = [
        shopify_order(confirmationNumber="XPAV284CT"),
        shopify_order("#1002", "gid://shopify/Order/2"),
    ]
    await ask(world, conversation, "xpav284ct", email=EMAIL)
    assert (await look_up(world, conversation, "XPAV284CT")).order_name == "#1001"


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (AccessDenied(AccessReason.MISSING_SCOPE, "Required access"), Outcome.SCOPE_MISSING),
        (AccessDenied(AccessReason.NOT_APPROVED, "not approved"), Outcome.REFUSED),
    ],
)
async def test_a_refusal_by_shopify_is_told_and_is_the_end(
    world: Surroundings, conversation: Conversation, failure: Exception, outcome: Outcome
) -> None:
    world.shopify.failures["OrderSearch"] = failure
    await ask(world, conversation, email=EMAIL)
    snapshot = await look_up(world, conversation)
    assert (snapshot.outcome, snapshot.order) == (outcome, {})
    assert len(await pending(world, "bot.order_update")) == 1


async def test_an_error_in_place_of_the_orders_is_a_refusal_too(
    world: Surroundings, conversation: Conversation
) -> None:
    world.shopify.errors["OrderSearch"] = (
        FieldError(ErrorKind.NOT_APPROVED, "orders", "not approved to access the Order object"),
    )
    world.shopify._search = lambda given: {"orders": None}  # type: ignore[method-assign]
    await ask(world, conversation)
    assert (await look_up(world, conversation)).outcome == Outcome.REFUSED


async def test_a_refused_contact_leaves_the_order_to_agents_and_proves_nothing(
    world: Surroundings, conversation: Conversation
) -> None:
    world.shopify.failures["OrderSearchContact"] = AccessDenied(
        AccessReason.NOT_APPROVED, "not approved to use the email field"
    )
    await ask(world, conversation, email=EMAIL)
    snapshot = await look_up(world, conversation)
    order = order_of(snapshot.order)
    assert order is not None
    assert (snapshot.outcome, snapshot.disclosure, order.email) == (Outcome.FOUND, Level.ANONYMOUS, None)
    assert "e-mail address" in order.withheld


@pytest.mark.parametrize("failure", [Unavailable("HTTP 503"), ShopGone("HTTP 404")])
async def test_while_shopify_gives_no_answer_the_lookup_says_so_and_is_tried_again(
    world: Surroundings, conversation: Conversation, failure: Exception
) -> None:
    world.shopify.failures["OrderSearch"] = failure
    await ask(world, conversation, email=EMAIL)
    with pytest.raises(TryAgain) as again:
        await look_up(world, conversation)
    assert (again.value.seconds, again.value.is_turn) == (15.0, False)
    assert (await only_snapshot(world, conversation)).outcome == Outcome.UNAVAILABLE
    world.shopify.failures.clear()
    assert (await look_up(world, conversation)).outcome == Outcome.FOUND


async def test_a_lookup_that_waits_for_its_turn_tells_nobody_while_the_wait_is_short(
    world: Surroundings, conversation: Conversation
) -> None:
    world.shopify.failures["OrderSearchContact"] = Throttled(7.5)
    await ask(world, conversation, email=EMAIL)
    head = await revision(world, conversation)
    with pytest.raises(TryAgain) as again:
        await look_up(world, conversation)
    assert again.value.is_turn
    assert 7.5 <= (again.value.seconds or 0) <= 7.5 + enrich.SECONDS_EACH
    assert (await only_snapshot(world, conversation)).outcome == Outcome.LOOKING
    assert (await pending(world, "bot.order_update"), await revision(world, conversation)) == ([], head)


async def test_a_lookup_that_waits_for_long_says_so_once(world: Surroundings, conversation: Conversation) -> None:
    world.shopify.failures["OrderSearch"] = Throttled(7.5)
    snapshot = await ask(world, conversation, email=EMAIL)
    async with world.db.writing() as session:
        kept = await queries.snapshot(session, conversation.shop_id, snapshot.id or 0)
        kept.asked_at -= enrich.PATIENCE + timedelta(seconds=1)
        session.add(kept)
    for _ in range(2):
        with pytest.raises(TryAgain):
            await look_up(world, conversation)
        assert (await only_snapshot(world, conversation)).outcome == Outcome.THROTTLED
        assert len(await pending(world, "bot.order_update")) == 1
    world.shopify.failures.clear()
    assert (await look_up(world, conversation)).outcome == Outcome.FOUND


async def test_many_who_wait_come_back_one_by_one(
    world: Surroundings, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.shopify.failures["OrderSearch"] = Throttled(1.0)
    monkeypatch.setattr("random.random", lambda: 1.0)
    for number in ("1001", "1002", "1003"):
        await ask(world, conversation, number)
    with pytest.raises(TryAgain) as again:
        await enrich.run(world, {"shop_id": conversation.shop_id, "asked_number": "#1001"})
    assert again.value.seconds == pytest.approx(1.0 + 3 * enrich.SECONDS_EACH)


async def test_a_withheld_status_page_leaves_the_rest_of_the_contact(
    world: Surroundings, conversation: Conversation
) -> None:
    whole = world.shopify._search_contact

    def without_page(given: dict[str, Any]) -> dict[str, Any]:
        if given.get("withPage", True):
            raise AccessDenied(AccessReason.NOT_APPROVED, "not approved to use the statusPageUrl field")
        answer = whole(given)
        for node in answer["orders"]["nodes"]:
            node.pop("statusPageUrl")
        return answer

    world.shopify._search_contact = without_page  # type: ignore[method-assign]
    await ask(world, conversation, email=EMAIL)
    snapshot = await look_up(world, conversation)
    order = order_of(snapshot.order)
    assert order is not None
    assert (snapshot.disclosure, order.customer_name) == (Level.MATCHED, "Elena Petrova")
    assert order.withheld == ("order status page",)


async def test_after_the_last_try_nobody_waits_any_longer(world: Surroundings, conversation: Conversation) -> None:
    await ask(world, conversation, email=EMAIL)
    await enrich.gave_up(world, {"shop_id": conversation.shop_id, "asked_number": "#1001"}, "HTTP 503")
    assert (await only_snapshot(world, conversation)).outcome == Outcome.UNAVAILABLE
    assert len(await pending(world, "bot.order_update")) == 1


async def test_our_own_mistake_is_not_hidden_as_an_outcome(world: Surroundings, conversation: Conversation) -> None:
    world.shopify.failures["OrderSearch"] = BadRequest("Field 'nme' doesn't exist")
    await ask(world, conversation)
    with pytest.raises(BadRequest):
        await look_up(world, conversation)
    assert (await only_snapshot(world, conversation)).outcome == Outcome.LOOKING


async def test_one_lookup_answers_every_conversation_that_waits_for_the_number(
    world: Surroundings, shop: Shop, conversation: Conversation
) -> None:
    other = await make_conversation(world.db, await make_shopper(world.db, shop))
    await ask(world, conversation, email=EMAIL)
    await ask(world, other)
    assert len(await pending(world, "orders.enrich")) == 1
    first = await look_up(world, conversation)
    second = await only_snapshot(world, other)
    assert world.shopify.names() == ["OrderSearch", "OrderSearchContact"]
    assert (first.disclosure, second.disclosure) == (Level.MATCHED, Level.ANONYMOUS)


async def test_a_job_that_runs_twice_asks_shopify_once(world: Surroundings, conversation: Conversation) -> None:
    await ask(world, conversation, email=EMAIL)
    await look_up(world, conversation)
    calls, head = len(world.shopify.asked), await revision(world, conversation)
    await look_up(world, conversation)
    assert (len(world.shopify.asked), await revision(world, conversation)) == (calls, head)


async def test_an_older_answer_does_not_replace_a_newer_one(world: Surroundings, conversation: Conversation) -> None:
    await ask(world, conversation, email=EMAIL)
    kept = await look_up(world, conversation)
    stale = service.Finding(Outcome.NOT_FOUND, now() - timedelta(minutes=5))
    async with world.db.writing() as session:
        await service.keep(session, conversation.shop_id, kept.id or 0, stale, key=KEY, now=now())
    assert (await only_snapshot(world, conversation)).outcome == Outcome.FOUND


@pytest.mark.parametrize("number", ["1001 OR status:open", "name:*", "", "where?"])
async def test_what_cannot_be_an_order_number_is_refused_and_nothing_is_written(
    world: Surroundings, conversation: Conversation, number: str
) -> None:
    before = await revision(world, conversation)
    with pytest.raises(Invalid) as refused:
        await ask(world, conversation, number)
    assert refused.value.field == "number"
    assert await pending(world, "orders.enrich") == []
    assert await revision(world, conversation) == before


@pytest.mark.parametrize("asker", [ActorKind.SHOPPER, ActorKind.BOT])
async def test_a_shopper_who_tries_numbers_through_is_stopped_and_an_agent_is_not(
    world: Surroundings, conversation: Conversation, asker: ActorKind
) -> None:
    for number in range(service.MOST_IN_CONVERSATION[0]):
        await ask(world, conversation, f"{2000 + number}", asker=asker)
    with pytest.raises(TooMany) as refused:
        await ask(world, conversation, "3000", asker=asker)
    assert refused.value.retry_after is not None
    assert 3500 < refused.value.retry_after <= 3600
    async with world.db.reading() as session:
        assert (
            await session.exec(select(func.count()).select_from(LookupAttempt))
        ).one() == service.MOST_IN_CONVERSATION[0]
        assert len(await queries.snapshots(session, conversation.shop_id, conversation.id or 0)) == 8
    asked = await ask(world, conversation, "3000", asker=ActorKind.AGENT)
    assert (asked.outcome, asked.term) == (Outcome.LOOKING, 0)


async def test_the_bot_does_not_speak_of_a_lookup_after_an_agent_took_over(
    world: Surroundings, conversation: Conversation, agent: AgentActor
) -> None:
    await ask(world, conversation, email=EMAIL)
    async with world.db.writing() as session:
        await conversations.take_over(session, agent, conversation.id or 0, now=now())
    assert (await look_up(world, conversation)).outcome == Outcome.FOUND
    assert await pending(world, "bot.order_update") == []


async def test_after_a_hand_back_the_bot_tells_what_was_asked_before_in_the_term_that_it_holds_now(
    world: Surroundings, conversation: Conversation, agent: AgentActor
) -> None:
    asked = await ask(world, conversation, email=EMAIL)
    async with world.db.writing() as session:
        await conversations.take_over(session, agent, conversation.id or 0, now=now())
        await conversations.hand_back(session, agent, conversation.id or 0, now=now())
    await look_up(world, conversation)
    (told,) = await pending(world, "bot.order_update")
    assert (told["term"], told["snapshot_id"], asked.term) == (3, asked.id, 1)


@pytest.mark.parametrize("exists", [True, False])
async def test_who_tries_addresses_through_is_counted_and_stopped_alike_whether_the_order_exists(
    world: Surroundings, conversation: Conversation, exists: bool
) -> None:
    if not exists:
        world.shopify.orders.clear()
    for number in range(service.MOST_IN_CONVERSATION[0]):
        asked = await ask(world, conversation, email="somebody@example.com")
        assert (number, asked.outcome) == (number, Outcome.LOOKING)
        await look_up(world, conversation)
    with pytest.raises(TooMany):
        await ask(world, conversation, email="somebody@example.com")
    async with world.db.reading() as session:
        attempts = await session.exec(select(func.count()).select_from(LookupAttempt))
        assert attempts.one() == service.MOST_IN_CONVERSATION[0]


async def test_an_order_that_was_proven_is_answered_from_what_is_kept_and_not_counted_again(
    world: Surroundings, conversation: Conversation
) -> None:
    await ask(world, conversation, email=EMAIL)
    await look_up(world, conversation)
    assert (await ask(world, conversation, email=EMAIL)).outcome == Outcome.FOUND
    async with world.db.reading() as session:
        assert (await session.exec(select(func.count()).select_from(LookupAttempt))).one() == 1


@pytest.mark.parametrize(
    ("found", "seconds"), [(0.2, 2.0), (0.9, 2.0), (1.99, 2.0), (2.0, 4.0), (3.1, 4.0), (61.5, 62.0)]
)
async def test_what_is_not_shown_is_told_at_the_same_moment_whether_the_order_exists(
    world: Surroundings, conversation: Conversation, found: float, seconds: float
) -> None:
    asked = {number: await ask(world, conversation, number, email="somebody@example.com") for number in ("1001", "9")}
    order = order_from(shopify_order())
    due = []
    for snapshot, orders in ((asked["1001"], (order,)), (asked["9"], ())):
        moment = snapshot.asked_at + timedelta(seconds=found)
        finding = service.Finding(Outcome.FOUND if orders else Outcome.NOT_FOUND, moment, orders)
        async with world.db.writing() as session:
            await service.keep(session, conversation.shop_id, snapshot.id or 0, finding, key=KEY, now=moment)
        async with world.db.reading() as session:
            told = await queries.fact_for_bot(session, conversation.shop_id, snapshot.id or 0, moment)
            key = f"bot.order_update:{snapshot.id}"
            (job,) = (await session.exec(select(Job).where(Job.key == key))).all()
        due.append((told.words, (job.run_at - snapshot.asked_at).total_seconds()))
    assert due == [(outcome_words(Outcome.NOT_FOUND), seconds)] * 2


async def test_an_order_that_is_shown_is_told_at_once(world: Surroundings, conversation: Conversation) -> None:
    asked = await ask(world, conversation, email=EMAIL)
    await look_up(world, conversation)
    async with world.db.reading() as session:
        (job,) = (await session.exec(select(Job).where(Job.name == "bot.order_update"))).all()
    assert asked.asked_at <= job.run_at <= now()


@pytest.fixture
def small_shop(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop whose strangers may look three orders up in an hour."""
    monkeypatch.setattr(service, "MOST_IN_SHOP", (3, timedelta(hours=1)))


async def lookups_due(world: Surroundings) -> dict[str, datetime]:
    async with world.db.reading() as session:
        jobs = (await session.exec(select(Job).where(Job.name == "orders.enrich"))).all()
    return {job.payload["asked_number"]: job.run_at for job in jobs}


async def test_past_the_shops_limit_a_strangers_lookup_waits_its_turn_and_says_so(
    world: Surroundings, shop: Shop, small_shop: None
) -> None:
    strangers = [await make_conversation(world.db, await make_shopper(world.db, shop)) for _ in range(5)]
    began = now()
    asked = [await ask(world, stranger, f"{2000 + n}", email=EMAIL) for n, stranger in enumerate(strangers)]
    assert [each.outcome for each in asked] == [Outcome.LOOKING] * 3 + [Outcome.THROTTLED] * 2
    due = await lookups_due(world)
    waits = [round((due[f"#{2000 + n}"] - began).total_seconds() / 60) for n in range(5)]
    assert waits == [0, 0, 0, 20, 40]
    assert {told["snapshot_id"] for told in await pending(world, "bot.order_update")} == {each.id for each in asked[3:]}


async def test_a_customer_whom_shopify_signed_does_not_wait_for_strangers_nor_count_as_one(
    world: Surroundings, shop: Shop, small_shop: None
) -> None:
    signed = await make_conversation(world.db, await make_shopper(world.db, shop, customer_id="7001"))
    stranger = await make_conversation(world.db, await make_shopper(world.db, shop))
    for number in range(3):
        assert (await ask(world, signed, f"{2000 + number}")).outcome == Outcome.LOOKING
    for number in range(3):
        assert (await ask(world, stranger, f"{3000 + number}", email=EMAIL)).outcome == Outcome.LOOKING
    assert (await ask(world, stranger, "4000", email=EMAIL)).outcome == Outcome.THROTTLED
    assert (await ask(world, signed, "4000")).outcome == Outcome.LOOKING
    assert (await lookups_due(world))["#4000"] <= now()


async def test_an_agents_own_lookup_says_nothing_to_the_shopper(
    world: Surroundings, conversation: Conversation
) -> None:
    await ask(world, conversation, asker=ActorKind.AGENT)
    await look_up(world, conversation)
    assert await pending(world, "bot.order_update") == []


async def test_a_changed_order_refreshes_open_snapshots_and_tells_what_changed(
    world: Surroundings, conversation: Conversation
) -> None:
    await ask(world, conversation, email=EMAIL)
    first = await look_up(world, conversation)
    world.shopify.orders[0]["fulfillments"][0]["displayStatus"] = "OUT_FOR_DELIVERY"
    await refresh.run(world, {"shop_id": conversation.shop_id, "order_gid": "501"})
    snapshot = await only_snapshot(world, conversation)
    assert [change["what"] for change in snapshot.changes] == ["Parcel #1001-F1: Out for delivery (was: Delayed)"]
    assert first.fetched_at is not None
    assert snapshot.fetched_at is not None
    assert snapshot.fetched_at > first.fetched_at
    assert snapshot.disclosure == Level.MATCHED


async def test_an_order_that_no_open_thread_shows_is_not_read(
    world: Surroundings, conversation: Conversation, agent: AgentActor
) -> None:
    await ask(world, conversation, email=EMAIL)
    await look_up(world, conversation)
    async with world.db.writing() as session:
        await conversations.resolve(session, agent, conversation.id or 0, now=now())
    calls = len(world.shopify.asked)
    payload = {"shop_domain": "alder-and-pine.myshopify.com", "order_gid": "gid://shopify/Order/501"}
    await refresh.run(world, payload)
    assert len(world.shopify.asked) == calls


@pytest.mark.parametrize("failure", [Throttled(3), Unavailable("HTTP 503")])
async def test_a_refresh_that_fails_leaves_what_is_kept_with_its_time(
    world: Surroundings, conversation: Conversation, failure: Exception
) -> None:
    await ask(world, conversation, email=EMAIL)
    kept = await look_up(world, conversation)
    world.shopify.failures["OrderById"] = failure
    with pytest.raises(Refusal) as refused:
        await refresh.refresh_now(world, conversation.shop_id, kept.id or 0)
    assert refused.value.retry_after == (3 if isinstance(failure, Throttled) else None)
    assert await only_snapshot(world, conversation) == kept


async def test_an_agent_refreshes_an_order_by_hand(world: Surroundings, conversation: Conversation) -> None:
    await ask(world, conversation)
    kept = await look_up(world, conversation)
    world.shopify.orders[0]["displayFinancialStatus"] = "REFUNDED"
    fresh = await refresh.refresh_now(world, conversation.shop_id, kept.id or 0)
    order = order_of(fresh.order)
    assert order is not None
    assert order.payment == "REFUNDED"


Reach = Callable[[Surroundings, int, OrderSnapshot], Awaitable[Any]]


async def _read(world: Surroundings, shop_id: int, one: OrderSnapshot) -> None:
    async with world.db.reading() as session:
        await queries.snapshot(session, shop_id, one.id or 0)


async def _refresh(world: Surroundings, shop_id: int, one: OrderSnapshot) -> None:
    await refresh.refresh_now(world, shop_id, one.id or 0)


@pytest.mark.parametrize("reach", [_read, _refresh])
async def test_another_shop_reaches_no_snapshot(
    world: Surroundings, conversation: Conversation, other_shop: Shop, reach: Reach
) -> None:
    kept = await ask(world, conversation)
    assert other_shop.id is not None
    with pytest.raises(NotFound):
        await reach(world, other_shop.id, kept)
    assert world.shopify.asked == []
    async with world.db.reading() as session:
        assert await queries.snapshots(session, other_shop.id, conversation.id or 0) == []
        assert await queries.view(session, other_shop.id, conversation.id or 0, kept.id or 0, now()) is None


async def test_another_shopper_sees_nothing_of_a_snapshot(
    world: Surroundings, shop: Shop, conversation: Conversation, shopper: ShopperActor
) -> None:
    await ask(world, conversation, email=EMAIL)
    kept = await look_up(world, conversation)
    other = await make_conversation(world.db, await make_shopper(world.db, shop))
    async with world.db.reading() as session:
        mine = await queries.view(session, shopper.shop_id, conversation.id or 0, kept.id or 0, now())
        theirs = await queries.view(session, shopper.shop_id, other.id or 0, kept.id or 0, now())
    assert mine is not None
    assert theirs is None
