"""A merchant's choices hold, nonsense is refused by name, and old rows are read as well as can be."""

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
