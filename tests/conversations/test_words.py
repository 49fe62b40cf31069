"""A thread's own lines are said in every language, with the same places to fill."""

import re

import pytest

from backend.ai.language import LANGUAGES
from backend.conversations import words
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_waits_reads_when_a_person_comes_in_the_merchants_words_where_there_are_some(language: str) -> None:
    assert words.of(language)["soon"] in words.waiting_line(language, "")
    promised = words.waiting_line(language, "within {an} hour")
    assert "within {an} hour" in promised and words.of(language)["soon"] not in promised


def test_a_language_that_is_not_spoken_is_answered_in_english() -> None:
    assert words.waiting_line("it", "") == words.waiting_line("en", "")
