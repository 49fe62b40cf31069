"""What a request for a human is owed as time passes: only while the team is there, each thing once, and ever more."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.conversations.handoffs import (
    OWE_AGAIN_AFTER,
    Holding,
    Opened,
    Raised,
    Reminded,
    Request,
    Silence,
    Step,
    bot_silence,
    is_abandoned,
    outlook,
    owed,
)
from backend.conversations.rules import Urgency
from backend.shops.rules import DEFAULTS, ShopSettings, changed

BERLIN = "Europe/Berlin"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)
OFFICE = changed(DEFAULTS, {"keeps_hours": True})


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def owed_after(request: Request, waited: timedelta, settings: ShopSettings = DEFAULTS) -> tuple[Step, ...]:
    return owed(request, settings, settings.hours_in(BERLIN), request.requested_at + waited)


def done(request: Request, steps: tuple[Step, ...]) -> Request:
    """The request as it is once it got what it was owed."""
    kept = request.__dict__.copy()
    for step in steps:
        match step:
            case Opened():
                kept |= {"was_opened": True, "urgency": Urgency.HIGH}
            case Reminded(count):
                kept["reminders"] = count
            case Raised(urgency, count, _):
                kept |= {"urgency": urgency, "raises": count}
    return Request(**kept)


def told(request: Request) -> tuple[Urgency, int, bool]:
    """What anybody sees of it."""
    return request.urgency, request.reminders, request.was_opened


def test_everybody_is_reminded_at_the_merchants_times() -> None:
    request = Request(MONDAY, Urgency.NORMAL)
    assert owed_after(request, minutes(1.9)) == ()
    assert owed_after(request, minutes(2)) == (Reminded(1),)
    assert owed_after(done(request, (Reminded(1),)), minutes(4)) == ()
    assert owed_after(done(request, (Reminded(1),)), minutes(5)) == (Reminded(2),)


def test_reminders_that_nobody_could_give_are_given_as_one() -> None:
    assert Reminded(3) in owed_after(Request(MONDAY, Urgency.HIGH), minutes(40))


def test_the_urgency_rises_by_one_each_time_and_says_why() -> None:
    low = Request(MONDAY, Urgency.LOW, reminders=3)
    assert owed_after(low, minutes(10)) == (Raised(Urgency.NORMAL, 1, "Nobody has taken it for 10 minutes."),)
    normal = Request(MONDAY, Urgency.NORMAL, seen_by="Maya", reminders=3, raises=1)
    assert owed_after(normal, minutes(20)) == (
        Raised(Urgency.HIGH, 2, "Nobody has taken it for 20 minutes; Maya looked and did not take it."),
    )


def test_what_is_as_urgent_as_can_be_is_told_to_nobody_again_however_long_it_waits() -> None:
    request = Request(MONDAY, Urgency.HIGH, reminders=3, was_opened=True)
    for settings in (DEFAULTS, OFFICE):
        for days in (0, 1, 2, 28, 364):
            assert owed_after(request, timedelta(days=days), settings) == ()


def test_urgency_does_not_rise_where_the_merchant_wants_none_of_it() -> None:
    settings = changed(DEFAULTS, {"urgency_minutes": 0, "reminder_minutes": []})
    assert owed_after(Request(MONDAY, Urgency.LOW), timedelta(days=2), settings) == ()


def test_nobody_is_reminded_at_night_and_the_night_is_not_counted() -> None:
    request = Request(MONDAY - timedelta(hours=11), Urgency.NORMAL)
    assert owed_after(request, timedelta(hours=5), OFFICE) == ()
    opened = owed_after(request, timedelta(hours=11), OFFICE)
    assert opened == (Opened("Waits since Sun 22 Nov, 22:00, while the team was closed."),)
    after = done(request, opened)
    assert owed_after(after, timedelta(hours=11, minutes=1), OFFICE) == ()
    assert owed_after(after, timedelta(hours=11, minutes=2), OFFICE) == (Reminded(1),)


def test_what_was_asked_for_a_minute_before_closing_time_stands_first_in_the_morning() -> None:
    request = Request(MONDAY + timedelta(hours=7, minutes=59), Urgency.NORMAL)
    assert owed_after(request, timedelta(minutes=3), OFFICE) == ()
    steps = owed_after(request, timedelta(hours=16, minutes=2), OFFICE)
    assert steps == (Opened("Waits since Mon 23 Nov, 16:59, while the team was closed."), Reminded(1))


@given(
    st.sampled_from(list(Urgency)),
    st.sets(st.integers(1, 300), max_size=5),
    st.integers(0, 60),
    st.booleans(),
    st.integers(-600, 600),
    st.lists(st.integers(0, 2000), min_size=1, max_size=12),
)
def test_whenever_one_looks_each_thing_is_done_once_and_urgency_only_rises(
    urgency: Urgency, reminders: set[int], every: int, keeps_hours: bool, start: int, looks: list[int]
) -> None:
    choices = {"reminder_minutes": list(reminders), "urgency_minutes": every, "keeps_hours": keeps_hours}
    settings = changed(DEFAULTS, choices)
    hours = settings.hours_in(BERLIN)
    request = Request(MONDAY + minutes(start), urgency)
    at_once, last = request, request.requested_at
    for look in sorted(looks):
        moment = request.requested_at + minutes(look)
        steps = owed(request, settings, hours, moment)
        if not hours.is_open(moment):
            assert steps == ()
            continue
        after = done(request, steps)
        assert after.urgency.rank >= request.urgency.rank and after.reminders <= len(reminders)
        assert owed(after, settings, hours, moment) == (), "asked again at once, nothing is owed"
        request, last = after, moment
    reached = done(at_once, owed(at_once, settings, hours, last))
    assert told(reached) == told(request), "how often one looked makes no difference"


def test_who_waits_hears_of_hours_people_and_the_merchants_words() -> None:
    evening = MONDAY + timedelta(hours=10)
    closed = outlook(OFFICE, BERLIN, evening, is_anyone_there=True)
    assert not closed.is_soon and closed.back_at == MONDAY + timedelta(days=1)
    assert closed.back_at is not None and closed.back_at.hour == 9 and closed.zone == BERLIN
    empty = outlook(OFFICE, BERLIN, MONDAY, is_anyone_there=False)
    assert empty.is_open and not empty.is_soon and empty.back_at is None
    assert outlook(OFFICE, BERLIN, MONDAY, is_anyone_there=True).is_soon
    assert outlook(DEFAULTS, "nowhere", evening, is_anyone_there=True).is_soon


@pytest.mark.parametrize(
    ("waited", "gone", "is_left"),
    [(10, None, False), (10, 4.9, False), (10, 5, True), (4.9, 60, False), (5, 60, True)],
)
def test_a_thread_is_taken_from_an_agent_only_when_both_have_lasted(
    waited: float, gone: float | None, is_left: bool
) -> None:
    holding = Holding(MONDAY - minutes(waited), None if gone is None else MONDAY - minutes(gone))
    assert is_abandoned(holding, DEFAULTS, MONDAY) is is_left


def test_a_bot_turn_is_waited_for_owed_again_and_given_up() -> None:
    limit = timedelta(seconds=90)
    soon, late = OWE_AGAIN_AFTER - timedelta(seconds=1), OWE_AGAIN_AFTER
    assert bot_silence(soon, is_turn_owed=False, limit=limit) is Silence.WAIT
    assert bot_silence(late, is_turn_owed=False, limit=limit) is Silence.OWE_AGAIN
    assert bot_silence(late, is_turn_owed=True, limit=limit) is Silence.WAIT
    assert bot_silence(limit, is_turn_owed=True, limit=limit) is Silence.ASK_FOR_HUMAN
