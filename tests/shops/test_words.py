"""The opening that a shop has by itself stands in every language, and keeps to the bounds of a merchant's own."""

from dataclasses import asdict

import pytest

from backend.ai.language import LANGUAGES
from backend.shops import words
from backend.shops.rules import DEFAULTS, changed, in_language


def test_every_language_has_a_whole_opening() -> None:
    assert set(words.OPENINGS) == set(LANGUAGES)
    counts = {len(opening["opening_questions"]) for opening in words.OPENINGS.values()}
    assert counts == {len(DEFAULTS.opening_questions)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_opening_is_one_that_a_merchant_could_have_chosen(language: str) -> None:
    shown = in_language(DEFAULTS, language)
    chosen = changed(DEFAULTS, asdict(shown))
    assert chosen.bot_name == shown.bot_name and len(chosen.opening_questions) == len(shown.opening_questions)
    assert language == "en" or all(
        getattr(shown, name) != getattr(DEFAULTS, name) for name in ("greeting", "bot_name", "opening_questions")
    )


def test_each_word_of_the_merchant_stays_alone() -> None:
    settings = changed(DEFAULTS, {"greeting": "Ahoy!"})
    shown = in_language(settings, "fr")
    assert shown.greeting == "Ahoy!" and shown.bot_name == words.of("fr")["bot_name"]
    assert in_language(settings, "it") == settings


def test_no_opening_question_at_all_is_a_choice_too() -> None:
    assert in_language(changed(DEFAULTS, {"opening_questions": []}), "fr").opening_questions == ()
