"""A merchant's choices hold, nonsense is refused by name, and old rows are read as well as can be."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.bot.rules import STAKES
from backend.shops import rules
from backend.shops.rules import DEFAULTS, BadSetting, changed, parse, stored

JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5)


def test_without_choices_the_defaults_hold_and_nothing_is_stored() -> None:
    assert parse({}) == DEFAULTS and stored(DEFAULTS) == {}


def test_a_choice_is_stored_and_read_back() -> None:
    settings = changed(DEFAULTS, {"greeting": "  Ahoy!\n ", "opening_questions": ["Where?", "Where?", " "]})
    assert settings.greeting == "Ahoy!" and settings.opening_questions == ("Where?",)
    assert parse(stored(settings)) == settings


def test_the_opening_questions_may_all_go() -> None:
    assert changed(DEFAULTS, {"opening_questions": []}).opening_questions == ()


@pytest.mark.parametrize(
    ("field", "choice"),
    [
        ("greeting", ""),
        ("greeting", " \t"),
        ("greeting", "x" * 241),
        ("greeting", None),
        ("bot_name", "x" * 41),
        ("bot_name", 7),
        ("bot_name", "\x00\x1b"),
        ("opening_questions", "Where?"),
        ("opening_questions", ["a", "b", "c", "d", "e"]),
        ("opening_questions", ["x" * 121]),
        ("opening_questions", [7]),
        ("escalation_topics", ["weather"]),
        ("escalation_topics", "fraud"),
        ("colour", "red"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused_by_name(field: str, choice: Any) -> None:
    with pytest.raises(BadSetting) as refusal:
        changed(DEFAULTS, {field: choice})
    assert refusal.value.field == field


@given(st.dictionaries(st.sampled_from([*vars(DEFAULTS), "forgotten"]), JSON))
def test_whatever_is_stored_can_be_read_and_is_valid(row: dict[str, Any]) -> None:
    settings = parse(row)
    assert changed(DEFAULTS, vars(settings)) == settings


def test_control_characters_do_not_reach_a_page() -> None:
    assert changed(DEFAULTS, {"bot_name": "a\u202eb\x00c"}).bot_name == "a b c"


def test_the_topics_are_those_that_the_bot_knows() -> None:
    assert set(rules.ESCALATION_TOPICS) == set(STAKES)


HANDOFFS = {
    "keeps_hours": True,
    "hours": [[0, "09:00", "12:00"], [0, "13:00", "17:30"]],
    "closed_dates": ["2026-12-25"],
    "reminder_minutes": [15, 3, 3],
    "urgency_minutes": 0,
    "gone_minutes": 8,
}


def test_choices_on_handoffs_are_stored_as_json_and_read_back() -> None:
    settings = changed(DEFAULTS, HANDOFFS)
    assert settings.reminder_minutes == (3, 15) and settings.urgency_minutes == 0
    assert settings.hours == ((0, "09:00", "12:00"), (0, "13:00", "17:30"))
    assert parse(json.loads(json.dumps(stored(settings)))) == settings


def test_hours_count_only_where_the_merchant_keeps_them() -> None:
    settings = changed(DEFAULTS, HANDOFFS)
    assert settings.hours_in("Europe/Berlin").spans == settings.hours
    assert changed(settings, {"keeps_hours": False}).hours_in("Europe/Berlin").spans == ()
    assert DEFAULTS.hours_in("UTC").spans == (), "nothing is promised where nothing was chosen"


@pytest.mark.parametrize(
    ("choices", "field", "words"),
    [
        ({"keeps_hours": True, "hours": []}, "hours", "Open on at least one day, or keep no hours."),
        ({"hours": [[4, "08:00", "08:00"]]}, "hours.friday", "On Friday the team cannot close at 08:00 after"),
        ({"hours": "always"}, "hours", "This must be a list of opening hours."),
        ({"closed_dates": ["Christmas"]}, "closed_dates", "'Christmas' is no day of the calendar."),
        ({"reminder_minutes": [0]}, "reminder_minutes", "Choose whole minutes from 1 to 1440."),
        ({"reminder_minutes": [1, 2, 3, 4, 5, 6]}, "reminder_minutes", "These are 6 reminders; 5 are enough."),
        ({"reminder_minutes": 5}, "reminder_minutes", "This must be a list of minutes."),
        ({"urgency_minutes": -1}, "urgency_minutes", "Choose whole minutes from 0 to 1440."),
        ({"gone_minutes": 0}, "gone_minutes", "Choose whole minutes from 1 to 1440."),
        ({"gone_minutes": True}, "gone_minutes", "Choose whole minutes from 1 to 1440."),
        ({"keeps_hours": 1}, "keeps_hours", "This must be yes or no."),
    ],
)
def test_choices_on_handoffs_without_sense_are_refused(choices: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(BadSetting) as refused:
        changed(DEFAULTS, choices)
    assert refused.value.field == field
    assert str(refused.value).startswith(words)
