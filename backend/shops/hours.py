"""When the team is there: spans of the week by the clock on the shop's wall, less the dates on which it is closed.

A span begins at the first instant at which the wall shows its opening time or more, and ends at the last at which it
shows less than its closing time. So a night on which clocks are put back makes a span longer, one on which they are put
forward makes it shorter, and none is torn in two.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from typing import Any
from zoneinfo import ZoneInfo


class Weekday(IntEnum):
    """As Python counts them."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


DAYS = tuple(day.name.lower() for day in Weekday)
MOST_SPANS = 4
"""In one day."""
MOST_DATES = 60
AHEAD = 400
"""Days in which the next opening is looked for: a year of closed dates has no more."""
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
_DAY = timedelta(days=1)

Span = tuple[int, str, str]
"""Weekday (0 is Monday), opening and closing time as "09:00"; "24:00" closes at the day's end."""


class Senseless(ValueError):
    """`day` is the weekday that it is about, such as "monday"; empty where it is about none. `others`: later days."""

    def __init__(self, message: str, day: str = "", others: "Sequence[Senseless]" = ()) -> None:
        super().__init__(message)
        self.day, self.others = day, others


@dataclass(frozen=True)
class Hours:
    """The opening hours of a shop. Without spans the team keeps no hours, and is never said to be closed."""

    zone: ZoneInfo
    spans: tuple[Span, ...] = ()
    closed_dates: tuple[str, ...] = ()

    def is_open(self, at: datetime) -> bool:
        """Whether the team is there at that moment, as far as its hours say."""
        return not self.spans or any(begin <= at < end for begin, end in self._around(at, 1))

    def next_opening(self, at: datetime) -> datetime | None:
        """When the team is back: `at` itself while it is open, None where it will not be within a year."""
        if self.is_open(at):
            return at
        return next((begin for begin, _ in self._around(at, AHEAD) if begin > at), None)

    def open_between(self, since: datetime, until: datetime) -> timedelta:
        """For how long the team was there between two moments."""
        if not self.spans:
            return max(until - since, timedelta())
        whole, counted = timedelta(), since
        for begin, end in self._around(since, (until - since).days + 1):
            first, last = max(begin, counted), min(end, until)
            if first < last:
                whole, counted = whole + (last - first), last
        return whole

    def was_closed_between(self, since: datetime, until: datetime) -> bool:
        """Whether some of the time between two moments lay outside of the hours."""
        return self.open_between(since, until) < until - since

    def _around(self, at: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
        """The spans of the local day before a moment and of so many days after it, in order, in UTC."""
        first = at.astimezone(self.zone).date() - _DAY
        for number in range(days + 2):
            day = first + number * _DAY
            if day.isoformat() in self.closed_dates:
                continue
            for weekday, opens, closes in self.spans:
                if weekday != day.weekday():
                    continue
                begin, end = self._instant(day, opens, is_end=False), self._instant(day, closes, is_end=True)
                if begin < end:  # a change of clocks may swallow a short span whole
                    yield begin, end

    def _instant(self, day: date, clock: str, *, is_end: bool) -> datetime:
        """When the wall shows a time on a day: of two such moments the later one ends a span, the earlier begins it."""
        hour, minute = map(int, clock.split(":"))
        wall = datetime(day.year, day.month, day.day, tzinfo=self.zone) + timedelta(hours=hour, minutes=minute)
        early, late = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        if early <= late:
            return late if is_end else early
        return self._change(late, early)

    def _change(self, before: datetime, after: datetime) -> datetime:
        """The instant between two at which clocks are put forward."""
        offset = before.astimezone(self.zone).utcoffset()
        while after - before > timedelta(seconds=1):
            middle = before + (after - before) // 2
            if middle.astimezone(self.zone).utcoffset() == offset:
                before = middle
            else:
                after = middle
        return after.replace(microsecond=0)


def spans(choice: Any) -> tuple[Span, ...]:
    """The spans of a week, in order. Raises Senseless for what no clock shows, what overlaps, and what is too much:

    the first of each day that is wrong, so that all can be put right at once.
    """
    if not isinstance(choice, list | tuple):
        raise Senseless("This must be a list of opening hours.")
    if not all(isinstance(each, list | tuple) and len(each) == 3 and each[0] in range(7) for each in choice):
        raise Senseless("Each entry must be a weekday, an opening and a closing time.")
    found: list[Span] = []
    wrong: list[Senseless] = []
    for weekday, name in enumerate(DAYS):
        try:
            found += _day(name, [each for each in choice if each[0] == weekday])
        except Senseless as error:
            wrong.append(error)
    if wrong:
        raise Senseless(str(wrong[0]), wrong[0].day, wrong[1:])
    return tuple(found)


def _day(name: str, given: Sequence[Any]) -> list[Span]:
    found = sorted(map(_span, given))
    _check_day(name, found)
    return found


def _span(given: Any) -> Span:
    weekday, opens, closes = given
    name = DAYS[weekday]
    for clock in (opens, closes):
        if not isinstance(clock, str) or not _CLOCK.fullmatch(clock):
            raise Senseless(f"Write the times of {name.title()} such as 09:00 or 17:30.", name)
    if opens >= closes:
        raise Senseless(
            f"On {name.title()} the team cannot close at {closes} after it opened at {opens}. "
            "For a night, close one day at 24:00 and open the next at 00:00.",
            name,
        )
    return int(weekday), opens, closes


def _check_day(name: str, found: Sequence[Span]) -> None:
    if len(found) > MOST_SPANS:
        raise Senseless(f"{name.title()} has {len(found)} spans; {MOST_SPANS} fit.", name)
    for before, after in itertools.pairwise(found):
        if after[1] < before[2]:
            spoken = " and ".join(f"{opens} to {closes}" for _, opens, closes in (before, after))
            raise Senseless(f"On {name.title()} {spoken} overlap.", name)


def dates(choice: Any) -> tuple[str, ...]:
    """Days of the calendar as 2026-12-25, each once, in order. Raises Senseless."""
    if not isinstance(choice, list | tuple):
        raise Senseless("This must be a list of dates.")
    kept = sorted(set(map(_date, choice)))
    if len(kept) > MOST_DATES:
        raise Senseless(f"These are {len(kept)} dates; {MOST_DATES} fit.")
    return tuple(kept)


def _date(given: Any) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except (TypeError, ValueError) as error:
        raise Senseless(f"{given!r} is no day of the calendar. Write one such as 2026-12-25.") from error


def zone_of(name: str) -> ZoneInfo:
    """The time zone that Shopify named for the shop; UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return ZoneInfo("UTC")
