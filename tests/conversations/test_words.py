"""A thread's own lines are said in every language, with the same places to fill."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.ai.language import LANGUAGES
from backend.conversations import moments, words
from backend.conversations.handoffs import Outlook
from backend.conversations.rules import Move

PLACE = re.compile(r"{(\w*)}")


def test_every_language_has_every_sentence_and_no_other() -> None:
    assert set(words.SENTENCES) == set(LANGUAGES)
    for language, said in words.SENTENCES.items():
        assert set(said) == set(words.Sentences.__annotations__), language
        assert all(str(text).strip() for text in said.values()), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_the_places_of_the_english_one_and_is_translated(language: str) -> None:
    own = dict(words.of(language).items())
    for name, text in words.of("en").items():
        assert sorted(PLACE.findall(str(own[name]))) == sorted(PLACE.findall(str(text))), name
        assert language == "en" or own[name] != text, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_move_but_a_reopening_is_told_with_the_name_as_it_is(language: str) -> None:
    told = {move: words.activity_line(language, move, "M{a}ya") for move in Move}
    assert told.pop(Move.REOPEN) == ""
    assert all(told.values())
    assert [move for move, text in told.items() if "M{a}ya" in text] == [Move.TAKE_OVER, Move.HAND_BACK, Move.RELEASE]
    assert words.of(language)["our_team"] in words.activity_line(language, Move.TAKE_OVER, "")


TOKYO = ZoneInfo("Asia/Tokyo")
FRIDAY = datetime(2026, 12, 18, 18, 30, tzinfo=TOKYO)
PRESENT = Outlook(FRIDAY)


def closed(days: int, hour: int = 9) -> Outlook:
    back = (FRIDAY + timedelta(days=days)).replace(hour=hour, minute=0)
    return Outlook(FRIDAY, is_open=False, is_anyone_there=False, back_at=back, zone="Asia/Tokyo")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_waits_reads_when_a_person_comes_in_the_merchants_words_where_there_are_some(language: str) -> None:
    said = words.of(language)
    assert said["soon"] in words.waiting_line(language, PRESENT)
    promised = words.waiting_line(language, replace(PRESENT, reply_time="within {an} hour"))
    assert "within {an} hour" in promised and said["soon"] not in promised


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_promised_for_a_desk_at_which_nobody_sits(language: str) -> None:
    alone = replace(PRESENT, is_anyone_there=False, reply_time="within {an} hour")
    line = words.waiting_line(language, alone)
    assert words.of(language)["nobody"] in line
    assert "within {an} hour" not in line and words.of(language)["soon"] not in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_outside_of_the_hours_the_line_says_when_the_team_is_back_and_on_whose_clock(language: str) -> None:
    line = words.waiting_line(language, replace(closed(3), is_anyone_there=True, reply_time="in {a} minute"))
    assert "Tokyo" in line and "9" in line and "in {a} minute" not in line
    assert not PLACE.search(line)
    for_good = words.waiting_line(language, replace(closed(3), back_at=None))
    assert words.of(language)["back_some_day"] in for_good


@pytest.mark.parametrize(
    ("language", "today", "tomorrow", "this_week", "later"),
    [
        ("en", "today at 9:00 pm", "tomorrow at 9:00 am", "on Monday at 9:00 am", "on Friday, December 25, at 9:00 am"),
        ("fr", "aujourd'hui à 21 h 00", "demain à 9 h 00", "lundi à 9 h 00", "le vendredi 25 décembre à 9 h 00"),
        (
            "de", "heute um 21:00 Uhr", "morgen um 9:00 Uhr", "am Montag um 9:00 Uhr",
            "am Freitag, 25. Dezember, um 9:00 Uhr",
        ),
        ("es", "hoy a las 21:00", "mañana a las 9:00", "el lunes a las 9:00", "el viernes 25 de diciembre a las 9:00"),
        ("ja", "本日21:00", "明日9:00", "月曜日の9:00", "12月25日（金曜日）9:00"),
        ("it", "today at 9:00 pm", "tomorrow at 9:00 am", "on Monday at 9:00 am", "on Friday, December 25, at 9:00 am"),
    ],
)  # fmt: skip
def test_a_coming_moment_is_told_as_people_say_it(
    language: str, today: str, tomorrow: str, this_week: str, later: str
) -> None:
    def told(outlook: Outlook) -> str:
        assert outlook.back_at is not None
        return moments.coming(language, outlook.back_at, outlook.now).replace("\u00a0", " ")

    assert told(closed(0, 21)) == today
    assert [told(closed(days)) for days in (1, 3, 7)] == [tomorrow, this_week, later]


def test_a_zone_is_named_by_its_city() -> None:
    zones = ("America/New_York", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+5")
    assert [moments.zone_words(zone) for zone in zones] == ["New York", "Buenos Aires", "UTC", "UTC"]


def test_a_language_that_is_not_spoken_is_answered_in_english() -> None:
    assert words.waiting_line("it", PRESENT) == words.waiting_line("en", PRESENT)
