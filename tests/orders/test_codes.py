"""One-time codes: read by who reads the order's own mail, and telling nothing to anybody else."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from backend.actors import AgentActor, ShopperActor
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Message, Shopper
from backend.conversations.rules import Audience
from backend.db import Database
from backend.errors import Invalid, NotFound, TooMany
from backend.jobs import Job, TryAgain
from backend.mail import Mail, MailNotSent
from backend.orders import codes, enrich, queries, send_code, service
from backend.orders.disclosure import Level, OrderView
from backend.orders.models import OrderCode, OrderSnapshot
from backend.orders.rules import Outcome
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper
from tests.orders.made import KEY, FakeShopify, shopify_contact, shopify_order

pytestmark = pytest.mark.anyio
EMAIL = "elena.petrova@example.com"


@dataclass
class FakeMailer:
    sent: list[Mail] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    async def send(self, mail: Mail) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(mail)

    @property
    def code(self) -> str:
        return self.sent[-1].text[:6]


@dataclass
class Surroundings:
    db: Database
    shopify: FakeShopify = field(default_factory=FakeShopify)
    mail: FakeMailer = field(default_factory=FakeMailer)
    settings: Any = field(default_factory=lambda: SimpleNamespace(seal_key=KEY))


@pytest.fixture
def world(database: Database) -> Surroundings:
    return Surroundings(database)


@pytest.fixture
async def shopper(world: Surroundings, shop: Shop) -> ShopperActor:
    return await make_shopper(world.db, shop)


@pytest.fixture
async def thread(world: Surroundings, shopper: ShopperActor) -> Conversation:
    return await make_conversation(world.db, shopper)


async def look_up(world: Surroundings, thread: Conversation, number: str = "#1001", email: str | None = None) -> None:
    async with world.db.writing() as session:
        locked = await conversations.locked(session, thread.shop_id, thread.id or 0)
        await service.ask(session, locked, number=number, email=email, now=now())
    await enrich.run(world, {"shop_id": thread.shop_id, "asked_number": number})


async def ask(world: Surroundings, shopper: ShopperActor, number: str = "1001") -> None:
    async with world.db.writing() as session:
        await codes.ask(session, shopper, number, now())


async def send(world: Surroundings) -> None:
    """Runs the newest job that owes a code."""
    async with world.db.reading() as session:
        owed = await session.exec(select(Job).where(Job.name == "orders.send_code").order_by(col(Job.id).desc()))
        payload = next(iter(owed.all())).payload
    await send_code.run(world, payload)  # type: ignore[arg-type]


async def confirm(
    world: Surroundings, shopper: ShopperActor, code: str, number: str = "1001", later: timedelta = timedelta()
) -> OrderView | None:
    async with world.db.writing() as session:
        return await codes.confirm(session, shopper, number, code, key=KEY, now=now() + later)


async def snapshot(world: Surroundings, thread: Conversation) -> OrderSnapshot:
    async with world.db.reading() as session:
        (one,) = await queries.snapshots(session, thread.shop_id, thread.id or 0)
        return one


async def requests(world: Surroundings) -> list[OrderCode]:
    async with world.db.reading() as session:
        return list((await session.exec(select(OrderCode).order_by(col(OrderCode.id)))).all())


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


async def test_the_code_that_was_sent_to_the_order_shows_all_of_it(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    await look_up(world, thread)
    await ask(world, shopper)
    await send(world)
    (mail,) = world.mail.sent
    assert (mail.to.casefold(), mail.sender_name) == (EMAIL, "alder-and-pine")
    assert re.fullmatch(r"\d{6}", world.mail.code)
    assert "#1001" in mail.text
    view = await confirm(world, shopper, world.mail.code)
    assert view is not None
    assert (view.level, view.status_url) == (Level.VERIFIED, "https://status.example/501")
    assert (await snapshot(world, thread)).disclosure == Level.VERIFIED


async def test_agents_are_told_and_the_bot_owes_the_shopper_a_word(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    await look_up(world, thread)
    await ask(world, shopper)
    await send(world)
    await confirm(world, shopper, world.mail.code)
    async with world.db.reading() as session:
        found = await session.exec(select(Message).where(Message.kind == "activity"))
        (told,) = found.all()
        assert (await session.get_one(Shopper, shopper.id)).name == "Elena Petrova"
        owed = await session.exec(select(Job).where(Job.name == "bot.order_update", Job.state == "pending"))
        assert [job.payload["snapshot_id"] for job in owed.all()] == [told.data["snapshot_id"]]
    assert told.audience == Audience.AGENTS
    assert told.text == "Showed by a code sent to the order's e-mail address that #1001 is theirs"


async def test_the_code_goes_to_the_orders_address_whatever_was_typed(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    await look_up(world, thread, email="thief@example.com")
    await ask(world, shopper)
    await send(world)
    assert [mail.to.casefold() for mail in world.mail.sent] == [EMAIL]


async def test_a_code_is_kept_nowhere_in_the_clear(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    await look_up(world, thread)
    await ask(world, shopper)
    await send(world)
    (request,) = await requests(world)
    assert len(request.digest) == 64
    assert world.mail.code not in str(request.model_dump())
    async with world.db.reading() as session:
        assert all(world.mail.code not in str(job.payload) for job in (await session.exec(select(Job))).all())


async def test_three_wrong_tries_end_a_code_and_the_right_one_comes_too_late(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    await look_up(world, thread)
    await ask(world, shopper)
    await send(world)
    for _ in range(codes.MOST_TRIES):
        assert await confirm(world, shopper, wrong(world.mail.code)) is None
    assert await confirm(world, shopper, world.mail.code) is None
    assert (await snapshot(world, thread)).disclosure == Level.ANONYMOUS


async def test_the_third_try_may_still_be_right(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    await look_up(world, thread)
    await ask(world, shopper)
    await send(world)
    for _ in range(codes.MOST_TRIES - 1):
        assert await confirm(world, shopper, wrong(world.mail.code)) is None
    assert await confirm(world, shopper, world.mail.code) is not None


@pytest.mark.parametrize(("minutes", "is_good"), [(9.9, True), (10.1, False)])
async def test_a_code_is_good_for_ten_minutes(
    world: Surroundings, shopper: ShopperActor, thread: Conversation, minutes: float, is_good: bool
) -> None:
    await look_up(world, thread)
    await ask(world, shopper)
    await send(world)
    view = await confirm(world, shopper, world.mail.code, later=timedelta(minutes=minutes))
    assert (view is not None) is is_good


async def test_a_code_is_used_once(world: Surroundings, shopper: ShopperActor, thread: Conversation) -> None:
    await look_up(world, thread)
    await ask(world, shopper)
    await send(world)
    assert await confirm(world, shopper, world.mail.code) is not None
    assert await confirm(world, shopper, world.mail.code) is None


async def test_a_newer_code_makes_the_older_one_void(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    await look_up(world, thread)
    await ask(world, shopper)
    await send(world)
    older = world.mail.code
    await ask(world, shopper)
    await send(world)
    if older != world.mail.code:
        assert await confirm(world, shopper, older) is None
    assert await confirm(world, shopper, world.mail.code) is not None


async def test_a_code_is_bound_to_its_shopper_and_its_order(
    world: Surroundings, shop: Shop, shopper: ShopperActor, thread: Conversation
) -> None:
    world.shopify.orders.append(shopify_order("#1002", "gid://shopify/Order/502"))
    world.shopify.contacts["gid://shopify/Order/502"] = shopify_contact("gid://shopify/Order/502", "other@example.com")
    other = await make_shopper(world.db, shop)
    others = await make_conversation(world.db, other)
    for conversation in (thread, others):
        await look_up(world, conversation)
    await look_up(world, thread, "#1002")
    for who in (shopper, other):
        await ask(world, who)
    await ask(world, shopper, "1002")
    async with world.db.reading() as session:
        owed = (await session.exec(select(Job).where(Job.name == "orders.send_code").order_by(col(Job.id)))).all()
    for job in owed:
        await send_code.run(world, job.payload)  # type: ignore[arg-type]
    mine, theirs, second = (mail.text[:6] for mail in world.mail.sent)
    assert len({mine, theirs, second}) == 3
    assert await confirm(world, shopper, theirs) is None
    assert await confirm(world, shopper, second) is None
    assert await confirm(world, other, mine) is None
    assert await confirm(world, shopper, mine) is not None
    assert await confirm(world, shopper, second, "1002") is not None


async def test_an_order_that_another_took_the_place_of_is_not_shown(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    await look_up(world, thread)
    await ask(world, shopper)
    await send(world)
    async with world.db.writing() as session:
        kept = await queries.snapshot(session, thread.shop_id, (await snapshot(world, thread)).id or 0)
        kept.order_gid = "gid://shopify/Order/999"
        session.add(kept)
    assert await confirm(world, shopper, world.mail.code) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "12 456"])
async def test_what_is_no_code_is_a_wrong_try(
    world: Surroundings, shopper: ShopperActor, thread: Conversation, code: str
) -> None:
    await look_up(world, thread)
    await ask(world, shopper)
    await send(world)
    assert await confirm(world, shopper, code) is None
    assert [request.tries for request in await requests(world)] == [1]


def no_order(world: Surroundings) -> None:
    world.shopify.orders = []


def no_address(world: Surroundings) -> None:
    world.shopify.contacts = {}


def two_orders(world: Surroundings) -> None:
    world.shopify.orders.append(shopify_order(gid="gid://shopify/Order/777"))


NOTHING_TO_SEND = [no_order, no_address, two_orders]


@pytest.mark.parametrize("change", NOTHING_TO_SEND)
async def test_where_there_is_nothing_to_send_nobody_is_told(
    world: Surroundings, shopper: ShopperActor, thread: Conversation, change: Callable[[Surroundings], None]
) -> None:
    change(world)
    await look_up(world, thread)
    await ask(world, shopper)
    await send(world)
    assert world.mail.sent == []
    assert await confirm(world, shopper, "123456") is None
    (request,) = await requests(world)
    assert (request.sent_at, request.digest, request.tries) == (None, "", 1)


async def steps(db: Database, act: Callable[[], Awaitable[object]]) -> list[str]:
    """The statements of an act, without their values: what takes time."""
    seen: list[str] = []
    engines = {id(engine): engine for engine in (db.reader.sync_engine, db.writer.sync_engine)}

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    for engine in engines.values():
        event.listen(engine, "before_cursor_execute", note)
    try:
        await act()
    finally:
        for engine in engines.values():
            event.remove(engine, "before_cursor_execute", note)
    return seen


@pytest.mark.parametrize("change", NOTHING_TO_SEND)
async def test_asking_and_trying_take_the_same_steps_whether_or_not_there_is_an_order(
    world: Surroundings, shop: Shop, shopper: ShopperActor, thread: Conversation, change: Callable[[Surroundings], None]
) -> None:
    """Steps and not seconds: a measurement of time on a busy machine would show anything."""
    other = await make_shopper(world.db, shop)
    await make_conversation(world.db, other)
    await look_up(world, thread)
    taken = []
    for who in (shopper, other):
        if who is other:
            change(world)
            async with world.db.reading() as session:
                theirs = (await session.exec(select(Conversation).where(Conversation.shopper_id == other.id))).one()
            await look_up(world, theirs)
        asking = await steps(world.db, lambda who=who: ask(world, who))  # type: ignore[misc]
        await send(world)
        trying = await steps(world.db, lambda who=who: confirm(world, who, "000000"))  # type: ignore[misc]
        taken.append((asking, trying))
    assert taken[0] == taken[1]


async def test_a_code_waits_for_the_lookup_that_is_under_way(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    async with world.db.writing() as session:
        locked = await conversations.locked(session, thread.shop_id, thread.id or 0)
        await service.ask(session, locked, number="1001", now=now())
    await ask(world, shopper)
    with pytest.raises(TryAgain):
        await send(world)
    await enrich.run(world, {"shop_id": thread.shop_id, "asked_number": "#1001"})
    await send(world)
    assert len(world.mail.sent) == 1


async def test_a_busy_mail_server_is_tried_again_with_a_new_code(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    world.mail.failures = [MailNotSent("451", may_pass=True)]
    await look_up(world, thread)
    await ask(world, shopper)
    with pytest.raises(TryAgain):
        await send(world)
    await send(world)
    assert await confirm(world, shopper, world.mail.code) is not None


async def test_an_address_that_refuses_mail_is_not_tried_again(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    world.mail.failures = [MailNotSent("550", may_pass=False)]
    await look_up(world, thread)
    await ask(world, shopper)
    await send(world)
    assert world.mail.sent == []


async def test_a_thread_may_ask_for_some_codes_and_no_more(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    for _ in range(codes.MOST_IN_CONVERSATION[0]):
        await ask(world, shopper)
    before = await requests(world)
    with pytest.raises(TooMany) as refusal:
        await ask(world, shopper)
    assert 0 < (refusal.value.retry_after or 0) <= 3600
    assert len(await requests(world)) == len(before)


async def test_a_shopper_may_ask_for_some_codes_a_day(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    async with world.db.writing() as session:
        for hours in range(2, 2 + codes.MOST_OF_SHOPPER[0]):
            session.add(
                OrderCode(
                    shop_id=shopper.shop_id,
                    conversation_id=thread.id or 0,
                    shopper_id=shopper.id,
                    asked_number="#1001",
                    asked_at=now() - timedelta(hours=hours),
                )
            )
    with pytest.raises(TooMany):
        await ask(world, shopper)


async def test_one_order_gets_some_messages_whoever_asks_and_nobody_learns_of_it(
    world: Surroundings, shop: Shop
) -> None:
    for _ in range(codes.MOST_FOR_ORDER[0] + 1):
        who = await make_shopper(world.db, shop)
        await look_up(world, await make_conversation(world.db, who))
        await ask(world, who)
        await send(world)
    assert len(world.mail.sent) == codes.MOST_FOR_ORDER[0]


async def test_a_code_that_could_only_come_much_too_late_is_not_sent(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    await look_up(world, thread)
    await ask(world, shopper)
    async with world.db.writing() as session:
        (request,) = (await session.exec(select(OrderCode))).all()
        request.asked_at -= 4 * codes.LIFETIME
        session.add(request)
    await send(world)
    assert world.mail.sent == []


async def test_without_a_thread_there_is_nothing_to_ask_for(world: Surroundings, shop: Shop, agent: AgentActor) -> None:
    nobody = await make_shopper(world.db, shop)
    with pytest.raises(NotFound):
        await ask(world, nobody)
    with pytest.raises(NotFound):
        await confirm(world, nobody, "123456")
    assert await requests(world) == []


async def test_what_is_no_order_number_is_refused_in_words(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    with pytest.raises(Invalid, match="order number"):
        await ask(world, shopper, "1001 OR status:open")
    assert await requests(world) == []


async def test_requests_are_forgotten_when_they_count_for_nothing(
    world: Surroundings, shopper: ShopperActor, thread: Conversation
) -> None:
    await ask(world, shopper)
    async with world.db.writing() as session:
        assert await codes.forget_codes(session, now() + timedelta(hours=23)) == 0
        assert await codes.forget_codes(session, now() + timedelta(hours=25)) == 1


async def test_codes_are_six_digits_of_any_value() -> None:
    made = {codes.new_code() for _ in range(300)}
    assert all(codes.is_code(code) for code in made)
    assert len(made) > 290


async def test_a_shown_lookup_offers_a_code_by_what_was_told_and_not_by_what_there_is(
    world: Surroundings, shop: Shop, shopper: ShopperActor, thread: Conversation
) -> None:
    async def offered(number: str, email: str | None) -> tuple[Any, str | None]:
        conversation = await make_conversation(world.db, await make_shopper(world.db, shop))
        await look_up(world, conversation, number, email)
        kept = await snapshot(world, conversation)
        async with world.db.reading() as session:
            shown = await queries.shown(session, shop.id or 0, conversation.id or 0, (kept.id or 0,), now())
        return shown[kept.id or 0].view and shown[kept.id or 0].view.level, shown[kept.id or 0].code_for  # type: ignore[union-attr]

    assert await offered("#1001", None) == (None, "#1001")
    assert await offered("#4711", None) == (None, "#4711")
    assert await offered("#1001", EMAIL) == (Level.MATCHED, "#1001")


async def test_no_code_is_offered_while_shopify_gives_no_answer_nor_for_what_was_verified(
    world: Surroundings, shop: Shop, shopper: ShopperActor, thread: Conversation
) -> None:
    await look_up(world, thread)
    kept = await snapshot(world, thread)
    for outcome, level in (
        (Outcome.LOOKING, Level.ANONYMOUS),
        (Outcome.THROTTLED, Level.ANONYMOUS),
        (Outcome.REFUSED, Level.ANONYMOUS),
        (Outcome.FOUND, Level.VERIFIED),
    ):
        async with world.db.writing() as session:
            row = await queries.snapshot(session, thread.shop_id, kept.id or 0)
            row.outcome, row.disclosure = outcome, level
            session.add(row)
        async with world.db.reading() as session:
            shown = await queries.shown(session, thread.shop_id, thread.id or 0, (kept.id or 0,), now())
        assert shown[kept.id or 0].code_for is None
