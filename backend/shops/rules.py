"""What a merchant may choose, and what holds where they chose nothing. A stored choice that no longer makes sense is
replaced by its default; a new one that makes no sense is refused by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from typing import Any

from backend.shops import hours, words
from backend.shops.hours import Hours, Senseless, Span

ESCALATION_TOPICS = ("injury", "fraud", "legal_threat", "billing_dispute", "account_lockout", "refund_dispute")
"""High stakes for which the bot calls a human by itself, each switched off on its own."""

MAX_QUESTIONS = 4
MAX_LENGTH = {"greeting": 240, "bot_name": 40, "opening_questions": 120, "reply_time": 60}
MAY_BE_EMPTY = frozenset({"reply_time"})
MOST_REMINDERS = 5
MOST_MINUTES = 24 * 60
OFFICE_HOURS = tuple((weekday, "09:00", "17:00") for weekday in range(5))
COMPLIANCE_DAYS = 30
NAME_KEPT_FOR = timedelta(days=1)
COMPLIANCE_TOPICS = frozenset({"customers/data_request", "customers/redact", "shop/redact"})


class BadSetting(ValueError):
    """`field` names the setting; the message says what it must be. `others` are wrong beside it."""

    def __init__(self, field: str, message: str, others: "Sequence[BadSetting]" = ()) -> None:
        super().__init__(message)
        self.field, self.others = field, others


@dataclass(frozen=True)
class ShopSettings:
    """The merchant's choices, all of them valid."""

    greeting: str = words.OPENINGS["en"]["greeting"]
    bot_name: str = words.OPENINGS["en"]["bot_name"]
    opening_questions: tuple[str, ...] = words.OPENINGS["en"]["opening_questions"]
    reply_time: str = ""
    """When the team answers, such as "within an hour"; nothing is promised where the merchant said nothing."""
    escalation_topics: tuple[str, ...] = ESCALATION_TOPICS
    keeps_hours: bool = False
    """Whether the team is there at set hours only. Nothing is said about hours where the merchant set none."""
    hours: tuple[Span, ...] = OFFICE_HOURS
    closed_dates: tuple[str, ...] = ()
    reminder_minutes: tuple[int, ...] = (2, 5, 15)
    """After so long without a person who accepts, everybody at the inbox is reminded."""
    urgency_minutes: int = 10
    """Each time that so long has passed without a person, the urgency rises by one; 0 for never."""
    gone_minutes: int = 5
    """After so long without the agent who holds a thread, a shopper who waits in it is given to the others."""

    def hours_in(self, timezone: str) -> Hours:
        """The hours as they are kept, on the clocks of the shop's zone."""
        return Hours(hours.zone_of(timezone), self.hours if self.keeps_hours else (), self.closed_dates)


DEFAULTS = ShopSettings()


def parse(stored: Mapping[str, Any]) -> ShopSettings:
    """Settings from what was stored. Never raises: rows outlive versions of this program."""
    settings = DEFAULTS
    for field in fields(ShopSettings):
        if field.name in stored:
            try:
                settings = changed(settings, {field.name: stored[field.name]})
            except BadSetting:
                continue
    return settings


def changed(settings: ShopSettings, choices: Mapping[str, Any]) -> ShopSettings:
    """Settings with some choices made anew. Raises BadSetting for all that make no sense, and changes nothing then."""
    values: dict[str, Any] = {}
    wrong: list[BadSetting] = []
    for name, choice in choices.items():
        try:
            values[name] = _chosen(name, choice)
        except BadSetting as error:
            wrong += [error, *error.others]
    if wrong:
        raise BadSetting(wrong[0].field, str(wrong[0]), wrong[1:])
    made = replace(settings, **values)
    if made.keeps_hours and not made.hours:
        raise BadSetting("hours", "Open on at least one day, or keep no hours.")
    return made


def _chosen(name: str, choice: Any) -> Any:
    if name == "opening_questions":
        return _questions(choice)
    if name == "escalation_topics":
        return _topics(choice)
    if name in MAX_LENGTH:
        return _line(name, choice)
    if name in _OF_HANDOFFS:
        return _OF_HANDOFFS[name](choice)
    raise BadSetting(name, f"There is no setting {name!r}.")


def in_language(settings: ShopSettings, language: str) -> ShopSettings:
    """As a shopper of that language reads them: the defaults are translated, the merchant's own words stay."""
    opening = words.of(language)
    return replace(
        settings,
        greeting=opening["greeting"] if settings.greeting == DEFAULTS.greeting else settings.greeting,
        bot_name=opening["bot_name"] if settings.bot_name == DEFAULTS.bot_name else settings.bot_name,
        opening_questions=(
            opening["opening_questions"]
            if settings.opening_questions == DEFAULTS.opening_questions
            else settings.opening_questions
        ),
    )


def stored(settings: ShopSettings) -> dict[str, Any]:
    """What `parse` reads back as the same settings. Defaults are left out, so that they can improve."""
    return {name: value for name, value in asdict(settings).items() if value != getattr(DEFAULTS, name)}


def _line(name: str, choice: Any) -> str:
    """One line of text that is not empty."""
    if not isinstance(choice, str):
        raise BadSetting(name, "This must be a text.")
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in choice).split())
    if not text and name not in MAY_BE_EMPTY:
        raise BadSetting(name, "This cannot be empty.")
    if len(text) > MAX_LENGTH[name]:
        raise BadSetting(name, f"This is {len(text)} characters long; {MAX_LENGTH[name]} fit.")
    return text


def _questions(choice: Any) -> tuple[str, ...]:
    if not isinstance(choice, list | tuple):
        raise BadSetting("opening_questions", "This must be a list of texts.")
    given = [question for question in choice if not isinstance(question, str) or question.strip()]
    questions = tuple(dict.fromkeys(_line("opening_questions", question) for question in given))
    if len(questions) > MAX_QUESTIONS:
        raise BadSetting("opening_questions", f"At most {MAX_QUESTIONS} questions fit.")
    return questions


def _topics(choice: Any) -> tuple[str, ...]:
    if not isinstance(choice, list | tuple) or not set(map(str, choice)) <= set(ESCALATION_TOPICS):
        raise BadSetting("escalation_topics", "Choose among: " + ", ".join(ESCALATION_TOPICS) + ".")
    return tuple(topic for topic in ESCALATION_TOPICS if topic in choice)


def _keeps_hours(choice: Any) -> bool:
    if not isinstance(choice, bool):
        raise BadSetting("keeps_hours", "This must be yes or no.")
    return choice


def _hours(choice: Any) -> tuple[Span, ...]:
    try:
        return hours.spans(choice)
    except Senseless as error:
        first, *others = [BadSetting(_day_field(each.day), str(each)) for each in (error, *error.others)]
        raise BadSetting(first.field, str(first), others) from error


def _day_field(day: str) -> str:
    return f"hours.{day}" if day else "hours"


def _closed_dates(choice: Any) -> tuple[str, ...]:
    try:
        return hours.dates(choice)
    except Senseless as error:
        raise BadSetting("closed_dates", str(error)) from error


def _reminders(choice: Any) -> tuple[int, ...]:
    if not isinstance(choice, list | tuple):
        raise BadSetting("reminder_minutes", "This must be a list of minutes.")
    kept = sorted({_minutes("reminder_minutes", each, least=1) for each in choice})
    if len(kept) > MOST_REMINDERS:
        raise BadSetting("reminder_minutes", f"These are {len(kept)} reminders; {MOST_REMINDERS} are enough.")
    return tuple(kept)


def _minutes(name: str, choice: Any, *, least: int) -> int:
    if not isinstance(choice, int) or isinstance(choice, bool) or not least <= choice <= MOST_MINUTES:
        raise BadSetting(name, f"Choose whole minutes from {least} to {MOST_MINUTES}.")
    return choice


_OF_HANDOFFS: Mapping[str, Callable[[Any], Any]] = {
    "keeps_hours": _keeps_hours,
    "hours": _hours,
    "closed_dates": _closed_dates,
    "reminder_minutes": _reminders,
    "urgency_minutes": lambda choice: _minutes("urgency_minutes", choice, least=0),
    "gone_minutes": lambda choice: _minutes("gone_minutes", choice, least=1),
}
