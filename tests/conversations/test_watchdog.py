"""Whatever becomes of bot, workers and agents, a shopper who waits is found. Each row of docs/handoffs.md has its test.

The clock is the test's own. The bot never gets a thread back, and time alone says nothing to a shopper.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.actors import AgentActor, ShopperActor
from backend.bot import failure, watchdog
from backend.clock import now
from backend.conversations import service
from backend.conversations import watchdog as humans
from backend.conversations.handoffs import Outlook
from backend.conversations.models import Conversation
from backend.conversations.rules import Reason, State, Urgency
from backend.conversations.watchdog import Thread
from backend.db import Database
from backend.shops.models import Shop
from tests.conftest import make_agent, make_shopper
from tests.conversations.watched import LIMIT, Watched

pytestmark = pytest.mark.anyio

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN).astimezone(UTC)


@pytest.fixture
async def watched(database: Database, shop: Shop, agent: AgentActor, shopper: ShopperActor) -> Watched:
    return Watched(database, shop, agent, shopper, now())


async def waiting(watched: Watched, moment: datetime | None = None) -> Watched:
    """The shopper asked for a person."""
    await watched.asks_for_human(moment or watched.begun)
    return watched


async def everything(watched: Watched) -> list[Any]:
    rows: list[Any] = [await watched.thread(), *await watched.handoffs(), *await watched.messages()]
    return [row.model_dump() for row in rows] + [await watched.revision()]


# The bot


async def test_a_turn_that_nobody_owes_is_owed_again_and_only_once(watched: Watched) -> None:
    await watched.says("Where is my parcel?")
    await watched.forgets_jobs()
    assert await watched.look(watched.after(seconds=19)) == 0 and await watched.jobs() == []
    assert await watched.look(watched.after(seconds=21)) == 1
    assert [(job.name, job.state) for job in await watched.jobs()] == [("bot.reply", "pending")]
    assert await watched.look(watched.after(seconds=36)) == 0, "it is owed now, and is waited for"
    assert (await watched.thread()).state == State.BOT and await watched.told() == []


async def test_a_turn_that_died_is_owed_again(watched: Watched) -> None:
    await watched.says("Where is my parcel?")
    await watched.forgets_jobs("failed")
    assert await watched.look(watched.after(seconds=21)) == 1
    assert [job.state for job in await watched.jobs()] == ["failed", "pending"]


@pytest.mark.parametrize(
    "state", ["pending", "running", "failed"], ids=["no worker", "a model that hangs", "a dead job"]
)
async def test_a_bot_that_stays_silent_gives_way_to_a_human_and_says_so_once(watched: Watched, state: str) -> None:
    await watched.says("Where is my parcel?")
    await watched.forgets_jobs(state)
    before = await watched.revision()
    assert await watched.look(watched.after(seconds=91)) == 1
    handoff = await watched.handoff()
    assert (handoff.reason, handoff.urgency) == (Reason.BOT_FAILURE, Urgency.NORMAL)
    assert handoff.urgency_why == "the bot said nothing for 91 seconds"
    assert (await watched.thread()).state == State.WAITING and await watched.revision() > before
    assert len(await watched.told()) == 1 and "desk" in (await watched.told())[0], "nobody is there, and it says so"
    after = await everything(watched)
    assert await watched.look(watched.after(seconds=106)) == 0 and await everything(watched) == after


async def test_a_bot_that_has_answered_is_left_alone_for_ever(watched: Watched) -> None:
    conversation = await watched.says("Where is my parcel?")
    async with watched.db.writing() as session:
        row = await service.locked(session, conversation.shop_id, watched.conversation_id)
        said = await service.post_bot_reply(session, row, term=1, text="On its way.", now=watched.begun)
        service.record_turn(
            session, row, term=1, outcome="answer", trace={"sequence": 1}, milliseconds=1, message=said,
            now=watched.begun,
        )  # fmt: skip
    await watched.forgets_jobs("done")
    before = await everything(watched)
    for hours in (1, 20, 47, 100):
        assert await watched.look(watched.after(hours=hours)) == 0
    assert await everything(watched) == before, "no timer speaks to a shopper"


async def test_a_thread_that_an_agent_handed_back_is_answered_from_then_on(watched: Watched) -> None:
    await watched.says("Where is my parcel?")
    await watched.takes(watched.after(seconds=5))
    async with watched.db.writing() as session:
        await service.hand_back(session, watched.agent, watched.conversation_id, now=watched.after(hours=1))
    await watched.forgets_jobs()
    assert await watched.look(watched.after(hours=1, seconds=10)) == 0, "the silence begins with the bot's term"
    assert await watched.look(watched.after(hours=1, seconds=25)) == 1
    assert await watched.look(watched.after(hours=1, seconds=95)) == 1
    assert (await watched.thread()).state == State.WAITING


# Nobody took it


async def test_a_request_that_nobody_takes_reminds_everybody_and_becomes_urgent(watched: Watched) -> None:
    await waiting(watched)
    before = await watched.revision()
    assert await watched.look(watched.after(minutes=1.9)) == 0
    assert await watched.look(watched.after(minutes=2)) == 1
    reminded = await watched.handoff()
    assert (reminded.reminders, reminded.reminded_at, reminded.urgency) == (1, watched.after(minutes=2), Urgency.NORMAL)
    assert await watched.lines() == [], "a reminder is no news in the thread"
    assert await watched.revision() == before + 1, "every inbox hears of it"
    assert await watched.look(watched.after(minutes=2)) == 0
    assert await watched.look(watched.after(minutes=10)) == 1
    raised, thread = await watched.handoff(), await watched.thread()
    assert (raised.reminders, raised.raises, raised.urgency) == (2, 1, Urgency.HIGH)
    assert raised.urgency_why == "Nobody has taken it for 10 minutes."
    assert (thread.state, thread.urgency, thread.urgency_rank) == (State.WAITING, Urgency.HIGH, 2)
    assert await watched.lines() == ["The urgency rose to high. Nobody has taken it for 10 minutes."]
    assert await watched.told() == [], "the shopper is told nothing because time passed"


async def test_a_request_that_was_seen_and_not_taken_goes_on_rising_and_names_who_looked(watched: Watched) -> None:
    await waiting(watched)
    async with watched.db.writing() as session:
        until = watched.after(minutes=1)
        await service.watch(session, watched.agent, watched.conversation_id, until=until, now=watched.begun)
    seen = await watched.handoff()
    assert (seen.seen_at, seen.seen_by) == (watched.begun, watched.agent.id)
    await watched.look(watched.after(minutes=10))
    assert (await watched.handoff()).urgency_why == (
        "Nobody has taken it for 10 minutes; Maya looked and did not take it."
    )


async def test_whoever_takes_it_ends_the_reminders_and_the_record_says_when_and_by_whom(watched: Watched) -> None:
    await waiting(watched)
    await watched.takes(watched.after(minutes=1))
    await watched.is_there(watched.after(hours=1))
    assert await watched.look(watched.after(minutes=30)) == 0
    await watched.replies("Hello, I am here.", watched.after(minutes=31))
    handoff, me = await watched.handoff(), watched.agent.id
    assert (handoff.seen_by, handoff.accepted_by, handoff.first_human_word_by, handoff.closed_by) == (me, me, me, me)
    assert handoff.accepted_at == watched.after(minutes=1)
    assert handoff.first_human_word_at == handoff.closed_at == watched.after(minutes=31)
    assert handoff.ending == "answered"


@pytest.mark.parametrize(
    ("verb", "ending"), [("resolve", "resolved"), ("hand_back", "handed_back"), ("release", "released")]
)
async def test_a_request_that_ends_without_a_human_word_says_how(watched: Watched, verb: str, ending: str) -> None:
    await waiting(watched)
    await watched.takes(watched.after(minutes=1))
    async with watched.db.writing() as session:
        await getattr(service, verb)(session, watched.agent, watched.conversation_id, now=watched.after(minutes=2))
    first = (await watched.handoffs())[0]
    assert (first.ending, first.closed_by, first.first_human_word_at) == (ending, watched.agent.id, None)


async def test_what_was_asked_for_at_night_stands_first_in_the_morning(watched: Watched) -> None:
    await watched.chooses(keeps_hours=True)
    async with watched.db.writing() as session:
        shop = await session.get_one(Shop, watched.shop.id)
        shop.timezone = "Europe/Berlin"
        session.add(shop)
    await waiting(watched, MONDAY - timedelta(hours=12))
    assert await watched.look(MONDAY - timedelta(hours=1)) == 0, "nobody is reminded at night"
    assert await watched.look(MONDAY) == 1
    handoff = await watched.handoff()
    assert (handoff.opened_at, handoff.urgency, handoff.reminders) == (MONDAY, Urgency.HIGH, 0)
    assert handoff.urgency_why == "Waits since Sun 22 Nov, 21:00, while the team was closed."
    assert await watched.look(MONDAY + timedelta(seconds=15)) == 0
    assert await watched.look(MONDAY + timedelta(minutes=2)) == 1 and (await watched.handoff()).reminders == 1


async def test_a_shop_that_uninstalled_is_not_watched(watched: Watched) -> None:
    await waiting(watched)
    async with watched.db.writing() as session:
        shop = await session.get_one(Shop, watched.shop.id)
        shop.is_installed = False
        session.add(shop)
    assert await watched.look(watched.after(hours=1)) == 0


# Somebody left it behind


async def test_a_thread_whose_agent_is_gone_goes_to_the_queue_and_never_to_the_bot(watched: Watched) -> None:
    await waiting(watched)
    await watched.is_there(watched.after(minutes=3))
    await watched.replies("One moment.", watched.after(minutes=1))
    await watched.says("Are you there?", watched.after(minutes=2))
    assert await watched.look(watched.after(minutes=7.9)) == 0
    assert await watched.look(watched.after(minutes=8)) == 1
    thread, handoff = await watched.thread(), await watched.handoff()
    assert (thread.state, thread.agent_id, thread.held_by) == (State.WAITING, None, watched.agent.id)
    assert (handoff.reason, handoff.urgency) == (Reason.AGENT_GONE, Urgency.HIGH)
    assert handoff.urgency_why == "Maya is gone while the shopper waits." and thread.urgency == Urgency.HIGH
    assert (await watched.lines())[-1] == (
        "Maya is gone while the shopper waits. The conversation waits for somebody else."
    )
    assert await watched.told() == []
    after = await everything(watched)
    assert await watched.look(watched.after(minutes=8)) == 0 and await everything(watched) == after
    await watched.look(watched.after(minutes=10))
    assert (await watched.handoff()).reminders == 1, "the new request is watched like any other"


async def test_an_agent_who_took_a_thread_and_never_said_a_word_does_not_keep_it(watched: Watched) -> None:
    await waiting(watched)
    await watched.is_there(watched.after(minutes=2))
    await watched.takes(watched.after(minutes=1))
    assert await watched.look(watched.after(minutes=7)) == 1
    first, second = await watched.handoffs()
    assert (first.ending, first.closed_by, first.accepted_by) == ("released", None, watched.agent.id)
    assert second.reason == Reason.AGENT_GONE and (await watched.thread()).state == State.WAITING


async def test_an_agent_who_went_away_counts_as_gone_with_the_window_open(watched: Watched) -> None:
    await waiting(watched)
    await watched.takes(watched.after(minutes=1))
    await watched.set_away(watched.after(minutes=2))
    await watched.is_there(watched.after(hours=2))
    assert await watched.look(watched.after(minutes=6.9)) == 0
    assert await watched.look(watched.after(minutes=7)) == 1


@pytest.mark.parametrize("words", ["Thanks, bye!", "Merci beaucoup", "ありがとうございます"])
async def test_a_shopper_who_only_said_thanks_waits_for_nobody(watched: Watched, words: str) -> None:
    await waiting(watched)
    await watched.replies("It is on its way.", watched.after(minutes=1))
    await watched.says(words, watched.after(minutes=2))
    assert await watched.look(watched.after(hours=2)) == 0
    assert (await watched.thread()).state == State.AGENT


async def test_a_thread_that_ended_with_thanks_is_not_looked_at_again_and_again(watched: Watched) -> None:
    await waiting(watched)
    await watched.replies("It is on its way.", watched.after(minutes=1))
    await watched.says("Thanks, bye!", watched.after(minutes=2))
    async with watched.db.reading() as session:
        assert await humans.abandoned(session, watched.after(days=30)) == []
    await watched.says("One more thing", watched.after(days=30))
    async with watched.db.reading() as session:
        found = await humans.abandoned(session, watched.after(days=31))
    assert found == [Thread(watched.shop.id or 0, watched.conversation_id)]


async def test_who_has_the_last_word_may_leave(watched: Watched) -> None:
    await waiting(watched)
    await watched.replies("It is on its way.", watched.after(minutes=1))
    before = await everything(watched)
    assert await watched.look(watched.after(days=3)) == 0 and await everything(watched) == before


async def test_the_merchants_minutes_hold(watched: Watched) -> None:
    await watched.chooses(gone_minutes=60)
    await waiting(watched)
    await watched.takes(watched.after(minutes=1))
    assert await watched.look(watched.after(minutes=60)) == 0
    assert await watched.look(watched.after(minutes=61)) == 1


# Many processes, and a database that goes away


async def test_many_watchdogs_do_each_thing_once(watched: Watched) -> None:
    others = []
    for number in range(3):
        shopper = await make_shopper(watched.db, watched.shop)
        other = Watched(watched.db, watched.shop, watched.agent, shopper, watched.begun)
        await other.says(f"Question {number}")
        await other.forgets_jobs()
        others.append(other)
    await waiting(watched)
    moment = max(other.begun for other in others) + timedelta(minutes=10)
    tended = await asyncio.gather(*(watched.look(moment) for _ in range(5)))
    assert sum(tended) == 4
    assert (await watched.lines()) == ["The urgency rose to high. Nobody has taken it for 10 minutes."]
    for other in others:
        assert len(await other.handoffs()) == 1 and len(await other.told()) == 1
    assert await watched.look(moment) == 0


async def test_a_thread_that_somebody_holds_is_left_to_them(watched: Watched) -> None:
    """On Postgres a watchdog does not queue behind a lock; on SQLite writers take turns, and it finds nothing to do."""
    await waiting(watched)
    thread = Thread(watched.shop.id or 0, watched.conversation_id)
    moment = watched.after(minutes=10)
    if watched.db.is_sqlite:
        await watched.takes(watched.after(minutes=9))
        async with watched.db.writing() as session:
            assert await humans.tend_untaken(session, thread, moment) == ()
        return
    async with watched.db.writing() as session:
        await service.locked(session, thread.shop_id, thread.id)
        async with watched.db.writing() as other:
            assert await humans.tend_untaken(other, thread, moment) == ()
    assert await watched.look(moment) == 1


async def test_a_thread_that_cannot_be_tended_keeps_no_other_from_it(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    shopper = await make_shopper(watched.db, watched.shop)
    silent = Watched(watched.db, watched.shop, watched.agent, shopper, watched.begun)
    await silent.says("Anybody?")
    await waiting(watched)

    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(humans, "tend_untaken", broken)
    assert await watched.look(watched.after(minutes=10)) == 1
    assert (await silent.thread()).state == State.WAITING and (await watched.handoff()).reminders == 0
    monkeypatch.undo()
    assert await watched.look(watched.after(minutes=10)) >= 1 and (await watched.handoff()).reminders == 2


async def test_a_look_that_fails_is_followed_by_the_next(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """As while the database restarts: what is owed is a matter of rows and of the clock, so nothing is forgotten."""
    looks: list[datetime] = []
    enough = asyncio.Event()

    async def look(_: Database, moment: datetime, limit: timedelta) -> int:
        looks.append(moment)
        if len(looks) == 1:
            raise ConnectionError("the database is away")
        assert limit == LIMIT
        enough.set()
        return 0

    class Services:
        db = watched.db
        settings = type("Settings", (), {"model": None})

    monkeypatch.setattr(watchdog, "EVERY", 0.001)
    monkeypatch.setattr(watchdog, "look", look)
    running = asyncio.create_task(watchdog.run(Services()))  # type: ignore[arg-type]
    async with asyncio.timeout(10):
        await enough.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert len(looks) >= 2


async def test_the_bots_last_words_tell_when_the_team_is_back(watched: Watched) -> None:
    await watched.chooses(keeps_hours=True)
    await watched.says("Where is my parcel?")
    async with watched.db.writing() as session:
        row = await service.locked(session, watched.shop.id or 0, watched.conversation_id)
        night = (MONDAY - timedelta(hours=12)).astimezone(UTC)
        assert await failure.ask_for_human(session, row, evidence="x", urgency_why="y", now=night)
    assert "once our team is back tomorrow at 9:00 am (UTC time)" in (await watched.told())[0]


async def test_two_agents_one_gone_one_there_the_other_keeps_what_is_theirs(watched: Watched) -> None:
    """Who is there is asked of the agent who holds the thread, not of the team."""
    jonas = await make_agent(watched.db, watched.shop, "Jonas", "70002")
    await waiting(watched)
    await watched.is_there(watched.after(minutes=1))
    async with watched.db.writing() as session:
        await service.take_over(session, jonas, watched.conversation_id, now=watched.after(minutes=1))
    theirs = Watched(watched.db, watched.shop, jonas, watched.shopper, watched.begun, watched.conversation_id)
    await theirs.is_there(watched.after(hours=1))
    assert await watched.look(watched.after(minutes=30)) == 0


def test_an_outlook_promises_nothing_by_itself() -> None:
    assert Outlook(now()).is_soon and Outlook(now()).reply_time == ""


def test_a_slow_model_is_given_its_time() -> None:
    def patience(timeout: float | None) -> timedelta:
        model = None if timeout is None else type("Model", (), {"timeout": timeout})
        services = type("Services", (), {"settings": type("Settings", (), {"model": model})})
        return watchdog.patience(services)  # type: ignore[arg-type]

    assert [patience(seconds) for seconds in (None, 20, 60)] == [LIMIT, LIMIT, timedelta(seconds=210)]


async def test_a_thread_is_unchanged_by_looks_that_find_it_in_order(watched: Watched) -> None:
    row: Conversation = await watched.says("Hello")
    before = await everything(watched)
    assert await watched.look(watched.after(seconds=5)) == 0 and await everything(watched) == before
    assert row.state == State.BOT
