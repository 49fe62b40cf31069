"""Opening hours by the clock on the shop's wall, above all on the nights when clocks are changed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.shops.hours import Hours, Senseless, Span, dates, spans, zone_of

BERLIN, NEW_YORK, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
OFFICE: tuple[Span, ...] = tuple((day, "09:00", "17:00") for day in range(5))
SUNDAY_NIGHT: tuple[Span, ...] = ((6, "01:30", "02:30"),)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_wall_clock_of_the_shop_decides() -> None:
    hours = Hours(BERLIN, OFFICE)
    assert not hours.is_open(at("2026-11-23 07:59:59"))
    assert hours.is_open(at("2026-11-23 08:00")), "nine o'clock in Berlin, in winter"
    assert hours.is_open(at("2026-07-06 07:00")), "nine o'clock in Berlin, in summer"
    assert hours.is_open(at("2026-11-23 15:59:59")) and not hours.is_open(at("2026-11-23 16:00"))


def test_without_hours_nobody_is_ever_said_to_be_closed() -> None:
    hours = Hours(BERLIN, (), ("2026-12-25",))
    moment = at("2026-12-25 03:00")
    assert hours.is_open(moment) and hours.next_opening(moment) == moment
    assert hours.open_between(moment, moment + timedelta(hours=3)) == timedelta(hours=3)


def test_the_next_opening_passes_over_nights_weekends_and_closed_dates() -> None:
    hours = Hours(BERLIN, OFFICE, ("2026-12-24", "2026-12-25"))
    assert hours.next_opening(at("2026-11-23 18:00")) == at("2026-11-24 08:00")
    assert hours.next_opening(at("2026-11-21 12:00")) == at("2026-11-23 08:00"), "a Saturday"
    assert hours.next_opening(at("2026-12-23 16:00")) == at("2026-12-28 08:00")
    inside = at("2026-11-23 12:00")
    assert hours.next_opening(inside) == inside


def test_a_break_at_noon_is_closed() -> None:
    hours = Hours(BERLIN, ((0, "09:00", "12:00"), (0, "13:00", "17:00")))
    assert not hours.is_open(at("2026-11-23 11:30"))
    assert hours.next_opening(at("2026-11-23 11:30")) == at("2026-11-23 12:00")
    assert hours.open_between(at("2026-11-23 10:00"), at("2026-11-23 13:00")) == timedelta(hours=2)


def test_a_night_is_two_spans_that_meet() -> None:
    hours = Hours(BERLIN, ((4, "22:00", "24:00"), (5, "00:00", "02:00")))
    assert hours.is_open(at("2026-11-27 22:59:59")) and hours.is_open(at("2026-11-27 23:00"))
    assert hours.open_between(at("2026-11-27 12:00"), at("2026-11-28 12:00")) == timedelta(hours=4)
    assert not hours.was_closed_between(at("2026-11-27 22:00"), at("2026-11-28 00:30"))


def test_who_is_closed_on_every_day_of_a_year_has_no_next_opening() -> None:
    sundays = [date(2026, 11, 29) + timedelta(days=7 * week) for week in range(60)]
    hours = Hours(BERLIN, ((6, "10:00", "12:00"),), tuple(day.isoformat() for day in sundays))
    assert hours.next_opening(at("2026-11-23 12:00")) is None


def test_a_span_over_the_hour_that_does_not_exist_begins_or_ends_with_the_change() -> None:
    """2026-03-08 in New York: at 02:00 it is 03:00."""
    hours = Hours(NEW_YORK, SUNDAY_NIGHT)
    before, change = at("2026-03-08 06:30"), at("2026-03-08 07:00")
    assert hours.is_open(before) and hours.is_open(change - timedelta(seconds=1)) and not hours.is_open(change)
    within = Hours(NEW_YORK, ((6, "02:15", "03:30"),))
    assert within.next_opening(at("2026-03-08 05:00")) == change
    assert within.is_open(change) and not within.is_open(at("2026-03-08 07:30"))
    swallowed = Hours(NEW_YORK, ((6, "02:10", "02:50"),))
    assert swallowed.next_opening(at("2026-03-08 05:00")) == at("2026-03-15 06:10")


def test_a_span_over_the_hour_that_comes_twice_is_one_and_longer() -> None:
    """2026-11-01 in New York: at 02:00 it is 01:00 again."""
    hours = Hours(NEW_YORK, SUNDAY_NIGHT)
    assert hours.next_opening(at("2026-11-01 04:00")) == at("2026-11-01 05:30")
    assert hours.is_open(at("2026-11-01 06:10")), "ten past one for the second time: nobody went home"
    assert hours.open_between(at("2026-11-01 00:00"), at("2026-11-02 00:00")) == timedelta(hours=2)


def test_clocks_that_change_by_half_an_hour_are_understood() -> None:
    """2026-10-04 on Lord Howe Island: at 02:00 it is 02:30."""
    hours = Hours(LORD_HOWE, ((6, "02:10", "05:00"),))
    assert hours.next_opening(at("2026-10-03 10:00")) == at("2026-10-03 15:30")


def test_an_unknown_zone_is_utc() -> None:
    assert zone_of("Mars/Olympus") == zone_of("") == zone_of("../etc/passwd") == ZoneInfo("UTC")
    assert zone_of("Asia/Tokyo") == ZoneInfo("Asia/Tokyo")


CHANGES = [
    (NEW_YORK, "2026-03-08 07:00"), (NEW_YORK, "2026-11-01 06:00"), (BERLIN, "2026-03-29 01:00"),
    (BERLIN, "2026-10-25 01:00"), (LORD_HOWE, "2026-10-03 15:30"), (LORD_HOWE, "2026-04-04 15:00"),
]  # fmt: skip
CLOCKS = st.integers(0, 96).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Span, ...]:
    """A sensible week around the days on which clocks change."""
    found: list[Span] = []
    for weekday in draw(st.sets(st.integers(0, 6), min_size=1)):
        clocks = sorted(draw(st.sets(CLOCKS, min_size=2, max_size=4)))
        found += [(weekday, clocks[i], clocks[i + 1]) for i in range(0, len(clocks) - 1, 2)]
    return spans(found)


@given(st.sampled_from(CHANGES), weeks(), st.integers(-36 * 60, 36 * 60), st.integers(0, 48 * 60))
def test_around_a_change_of_clocks_the_three_answers_agree(
    change: tuple[ZoneInfo, str], week: tuple[Span, ...], minutes: int, length: int
) -> None:
    zone, moment = change
    hours = Hours(zone, week)
    asked = at(moment) + timedelta(minutes=minutes)
    opening = hours.next_opening(asked)
    assert opening is not None and opening >= asked and hours.is_open(opening)
    assert (opening == asked) == hours.is_open(asked)
    if opening > asked:
        assert not hours.is_open(opening - timedelta(seconds=1)), "not a moment later than it could be"
        assert hours.open_between(asked, opening) == timedelta()
    until = asked + timedelta(minutes=length)
    middle = asked + (until - asked) / 2
    whole = hours.open_between(asked, until)
    assert timedelta() <= whole <= until - asked
    assert whole == hours.open_between(asked, middle) + hours.open_between(middle, until)


@given(st.sampled_from([NEW_YORK, BERLIN, LORD_HOWE]), weeks(), st.integers(0, 365 * 24 * 60))
def test_on_a_day_without_a_change_open_means_what_the_wall_shows(
    zone: ZoneInfo, week: tuple[Span, ...], minutes: int
) -> None:
    asked = at("2026-01-01 00:00") + timedelta(minutes=minutes)
    local = asked.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0)
    if midnight.utcoffset() != (midnight + timedelta(days=1)).utcoffset():
        return
    shown = local.strftime("%H:%M")
    assert Hours(zone, week).is_open(asked) == any(
        day == local.weekday() and opens <= shown < closes for day, opens, closes in week
    )


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("always", "This must be a list of opening hours."),
        ([[7, "09:00", "17:00"]], "Each entry must be a weekday, an opening and a closing time."),
        ([[0, "9", "17:00"]], "Write the times of Monday such as 09:00 or 17:30."),
        ([[0, "09:00", "24:01"]], "Write the times of Monday such as 09:00 or 17:30."),
        (
            [[2, "17:00", "09:00"]],
            "On Wednesday the team cannot close at 09:00 after it opened at 17:00. "
            "For a night, close one day at 24:00 and open the next at 00:00.",
        ),
        ([[6, "12:00", "14:00"], [6, "09:00", "12:30"]], "On Sunday 09:00 to 12:30 and 12:00 to 14:00 overlap."),
        ([[1, f"0{hour}:00", f"0{hour}:30"] for hour in range(5)], "Tuesday has 5 spans; 4 fit."),
    ],
)
def test_hours_without_sense_are_refused_in_words(choice: object, words: str) -> None:
    with pytest.raises(Senseless) as refused:
        spans(choice)
    assert str(refused.value) == words


def test_every_day_that_is_wrong_is_named_once_with_its_first_fault() -> None:
    week = [
        [4, "9", "17:00"], [0, "17:00", "09:00"], [0, "9", "17:00"], [1, "09:00", "17:00"],
        [6, "12:00", "14:00"], [6, "09:00", "12:30"],
    ]  # fmt: skip
    with pytest.raises(Senseless) as refused:
        spans(week)
    assert [(each.day, str(each).split(".")[0]) for each in (refused.value, *refused.value.others)] == [
        ("monday", "On Monday the team cannot close at 09:00 after it opened at 17:00"),
        ("friday", "Write the times of Friday such as 09:00 or 17:30"),
        ("sunday", "On Sunday 09:00 to 12:30 and 12:00 to 14:00 overlap"),
    ]


def test_hours_are_kept_in_order_and_may_touch() -> None:
    assert spans([[1, "12:00", "24:00"], [0, "00:00", "08:00"], [1, "09:00", "12:00"]]) == (
        (0, "00:00", "08:00"), (1, "09:00", "12:00"), (1, "12:00", "24:00"),
    )  # fmt: skip


def test_dates_are_days_of_the_calendar() -> None:
    assert dates(["2026-12-25", "2026-01-01", "2026-12-25"]) == ("2026-01-01", "2026-12-25")
    with pytest.raises(Senseless, match="'2026-02-30' is no day of the calendar"):
        dates(["2026-02-30"])
    with pytest.raises(Senseless, match="These are 61 dates; 60 fit"):
        dates([(date(2026, 1, 1) + timedelta(days=i)).isoformat() for i in range(61)])


class Asked(tuple[str, ...]):
    """Closed dates that count how often they are asked for."""

    times = 0

    def __contains__(self, day: object) -> bool:
        Asked.times += 1
        return super().__contains__(day)


def test_the_next_opening_is_looked_for_no_further_than_it_is() -> None:
    assert Hours(BERLIN, OFFICE, Asked()).next_opening(at("2026-11-20 18:00")) == at("2026-11-23 08:00")
    assert Asked.times < 10, "days, of a year that could be looked through: it is asked for at each look of who waits"
