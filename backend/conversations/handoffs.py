"""What a request for a human is owed as time passes, and what a shopper who waits may be promised. Pure rules.

Only time in which the team is there counts: nobody is reminded at night, and whatever was asked for at night stands
first in the morning. No rule here gives a thread to the bot, and none speaks to a shopper because time passed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.conversations.rules import Urgency
from backend.shops.hours import Hours
from backend.shops.rules import ShopSettings


class Ending(StrEnum):
    """How a request for a human ended."""

    ANSWERED = "answered"
    RESOLVED = "resolved"
    HANDED_BACK = "handed_back"
    RELEASED = "released"


@dataclass(frozen=True)
class Outlook:
    """When a shopper who waits may expect a person, as far as anybody knows."""

    now: datetime
    """In the shop's own time zone, as `back_at` is."""
    is_open: bool = True
    is_anyone_there: bool = True
    back_at: datetime | None = None
    """Where the team is not there now by its hours: when it is back, or None where that is not within a year."""
    zone: str = "UTC"
    reply_time: str = ""

    @property
    def is_soon(self) -> bool:
        """Whether somebody who could answer is at the inbox within the team's hours."""
        return self.is_open and self.is_anyone_there


def outlook(settings: ShopSettings, timezone: str, now: datetime, *, is_anyone_there: bool) -> Outlook:
    """What may be said to a shopper at this moment."""
    hours = settings.hours_in(timezone)
    is_open = hours.is_open(now)
    back_at = None if is_open else hours.next_opening(now)
    return Outlook(
        now=now.astimezone(hours.zone),
        is_open=is_open,
        is_anyone_there=is_anyone_there,
        back_at=back_at.astimezone(hours.zone) if back_at else None,
        zone=hours.zone.key,
        reply_time=settings.reply_time,
    )


@dataclass(frozen=True)
class Request:
    """A request for a human that nobody accepted yet, and what was done about it so far."""

    requested_at: datetime
    urgency: Urgency
    seen_by: str = ""
    """The first name of who opened the thread, if anybody did."""
    reminders: int = 0
    raises: int = 0
    was_opened: bool = False


@dataclass(frozen=True)
class Opened:
    """The team's hours began: what was asked for outside of them stands first."""

    why: str


@dataclass(frozen=True)
class Reminded:
    """Everybody at the inbox is reminded; `count` is how often in all."""

    count: int


@dataclass(frozen=True)
class Raised:
    """The urgency rises; `count` is how often it did in all, since time passed."""

    urgency: Urgency
    count: int
    why: str


Step = Opened | Reminded | Raised


def owed(request: Request, settings: ShopSettings, hours: Hours, now: datetime) -> tuple[Step, ...]:
    """What a request is owed now and has not got. Asked again after it was done, it is nothing."""
    if not hours.is_open(now):
        return ()
    steps: list[Step] = []
    if not request.was_opened and hours.was_closed_between(request.requested_at, now):
        steps.append(Opened(f"Waits since {_told(request.requested_at, hours)}, while the team was closed."))
    if request.urgency is Urgency.HIGH and request.reminders >= len(settings.reminder_minutes):
        return tuple(steps)  # all was done: the hours of a request that waits for months are not counted at each look
    waited = hours.open_between(request.requested_at, now)
    due = sum(waited >= timedelta(minutes=minutes) for minutes in settings.reminder_minutes)
    if due > request.reminders:
        steps.append(Reminded(due))
    raised = _raised(request, settings, waited)
    if raised is not None:
        steps.append(raised)
    return tuple(steps)


def _told(at: datetime, hours: Hours) -> str:
    local = at.astimezone(hours.zone)
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


def _raised(request: Request, settings: ShopSettings, waited: timedelta) -> Raised | None:
    if settings.urgency_minutes == 0 or request.urgency is Urgency.HIGH:
        return None
    count = waited // timedelta(minutes=settings.urgency_minutes)
    if count <= request.raises:
        return None
    rank = min(Urgency.HIGH.rank, request.urgency.rank + count - request.raises)
    minutes = int(waited.total_seconds() // 60)
    looked = f"; {request.seen_by} looked and did not take it" if request.seen_by else ""
    why = f"Nobody has taken it for {minutes} {'minute' if minutes == 1 else 'minutes'}{looked}."
    return Raised(tuple(Urgency)[rank], count, why)


@dataclass(frozen=True)
class Holding:
    """An agent who holds a thread in which the shopper waits for a word."""

    waits_since: datetime
    gone_since: datetime | None
    """None while the agent is at the inbox."""


def is_abandoned(holding: Holding, settings: ShopSettings, now: datetime) -> bool:
    """Whether the thread is given to the others: the shopper has waited, and the agent been gone, for long enough."""
    if holding.gone_since is None:
        return False
    return now - max(holding.gone_since, holding.waits_since) >= timedelta(minutes=settings.gone_minutes)


class Silence(StrEnum):
    """What is done about a bot that owes a word and does not say it."""

    WAIT = "wait"
    OWE_AGAIN = "owe_again"
    ASK_FOR_HUMAN = "ask_for_human"


OWE_AGAIN_AFTER = timedelta(seconds=20)
"""A turn is owed in the transaction of the shopper's words: after so long without one it was lost, not late."""


def bot_silence(silent_for: timedelta, *, is_turn_owed: bool, limit: timedelta) -> Silence:
    """A turn that is owed is waited for until the limit; one that nobody owes is owed again, and a human asked then."""
    if silent_for >= limit:
        return Silence.ASK_FOR_HUMAN
    if silent_for >= OWE_AGAIN_AFTER and not is_turn_owed:
        return Silence.OWE_AGAIN
    return Silence.WAIT
