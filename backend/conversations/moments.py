"""A moment that lies ahead, as people say it: "tomorrow at 9:00 am", "on Monday, 4 January, at 9:00 am"."""

from datetime import datetime
from typing import TypedDict


class Calendar(TypedDict):
    """How a language says days and moments. A weekday alone is enough for the six days after tomorrow."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    today: str
    tomorrow: str
    this_week: str
    later: str


CALENDARS: dict[str, Calendar] = {
    "en": {
        "weekdays": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        "months": (
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ),
        "today": "today at {clock}",
        "tomorrow": "tomorrow at {clock}",
        "this_week": "on {weekday} at {clock}",
        "later": "on {weekday}, {month} {day}, at {clock}",
    },
    "fr": {
        "weekdays": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        "months": (
            "janvier", "février", "mars", "avril", "mai", "juin",
            "juillet", "août", "septembre", "octobre", "novembre", "décembre",
        ),
        "today": "aujourd'hui à {clock}",
        "tomorrow": "demain à {clock}",
        "this_week": "{weekday} à {clock}",
        "later": "le {weekday} {day} {month} à {clock}",
    },
    "de": {
        "weekdays": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        "months": (
            "Januar", "Februar", "März", "April", "Mai", "Juni",
            "Juli", "August", "September", "Oktober", "November", "Dezember",
        ),
        "today": "heute um {clock} Uhr",
        "tomorrow": "morgen um {clock} Uhr",
        "this_week": "am {weekday} um {clock} Uhr",
        "later": "am {weekday}, {day}. {month}, um {clock} Uhr",
    },
    "es": {
        "weekdays": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        "months": (
            "enero", "febrero", "marzo", "abril", "mayo", "junio",
            "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
        ),
        "today": "hoy a {clock}",
        "tomorrow": "mañana a {clock}",
        "this_week": "el {weekday} a {clock}",
        "later": "el {weekday} {day} de {month} a {clock}",
    },
    "ja": {
        "weekdays": ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"),
        "months": ("1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"),
        "today": "本日{clock}",
        "tomorrow": "明日{clock}",
        "this_week": "{weekday}の{clock}",
        "later": "{month}{day}日（{weekday}）{clock}",
    },
}  # fmt: skip


def coming(language: str, at: datetime, now: datetime) -> str:
    """`at` as somebody says it who looks at the same wall clock at `now`: both are local."""
    spoken = language if language in CALENDARS else "en"
    calendar = CALENDARS[spoken]
    days = (at.date() - now.date()).days
    words = calendar["later"]
    if days < 2:
        words = calendar["tomorrow" if days == 1 else "today"]
    elif days < 7:
        words = calendar["this_week"]
    return words.format(
        weekday=calendar["weekdays"][at.weekday()],
        day=at.day,
        month=calendar["months"][at.month - 1],
        clock=_clock(spoken, at),
    )


def _clock(language: str, at: datetime) -> str:
    match language:
        case "en":
            return f"{at.hour % 12 or 12}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"
        case "fr":
            return f"{at.hour}\u00a0h\u00a0{at.minute:02}"
        case "es":
            return f"{'la' if at.hour == 1 else 'las'} {at.hour}:{at.minute:02}"
        case _:
            return f"{at.hour}:{at.minute:02}"


def zone_words(zone: str) -> str:
    """A time zone by its city: "America/New_York" is "New York". UTC and its like have none."""
    area, _, city = zone.rpartition("/")
    return city.replace("_", " ") if area and area != "Etc" else "UTC"
