"""Forms in the shopper's language: every starter in every language, and one value for agents whatever was read."""

from dataclasses import replace

import pytest

from backend.actions import languages, rules
from backend.actions.forms import FieldKind, Form, FormField
from backend.actions.rules import FieldError
from backend.actions.starters import FIND_MY_ORDER, RETURN_OR_REFUND, STARTERS
from backend.actions.translations import ERRORS, STARTER_TEXTS

LANGUAGES = ("fr", "de", "es", "ja")


def texts_of(form: Form) -> set[str]:
    found = {form.title, form.intro, form.triggers.opening_chip}
    for each in form.fields:
        found |= {each.label, each.help, *each.choices}
    return found - {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_starters_is_said_in_every_language(language: str) -> None:
    written = set().union(*(texts_of(form) for form in STARTERS))
    assert set(STARTER_TEXTS[language]) == written
    assert all(text.strip() for text in STARTER_TEXTS[language].values())
    for form in STARTERS:
        shown = languages.in_language(form, language)
        assert len(texts_of(shown)) == len(texts_of(form))
        assert replace(form, title="", intro="", fields=(), triggers=shown.triggers) == replace(
            shown, title="", intro="", fields=()
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_choice_is_kept_in_one_language_and_shown_in_the_shoppers(language: str) -> None:
    shown = languages.in_language(RETURN_OR_REFUND, language).field_of(FieldKind.CHOICE)
    kept = RETURN_OR_REFUND.field_of(FieldKind.CHOICE)
    assert shown is not None and kept is not None
    for seen, stored in zip(shown.choices, kept.choices, strict=True):
        assert languages.as_stored(RETURN_OR_REFUND, {"reason": seen, "item": seen}, language) == {
            "reason": stored,
            "item": seen,
        }
        assert languages.as_shown(RETURN_OR_REFUND, "reason", stored, language) == seen


def test_what_the_merchant_wrote_stays_in_their_words() -> None:
    mine = replace(FIND_MY_ORDER, title="Where is my tent?")
    shown = languages.in_language(mine, "de")
    assert (shown.title, shown.fields[0].label) == ("Where is my tent?", "Bestellnummer")
    another = replace(FIND_MY_ORDER, key="of_my_own")
    assert languages.in_language(another, "de") == another
    assert languages.in_language(FIND_MY_ORDER, "en") == FIND_MY_ORDER
    assert languages.in_language(FIND_MY_ORDER, "pt") == FIND_MY_ORDER


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_said_in_every_language(language: str) -> None:
    assert ERRORS[language].keys() == ERRORS["fr"].keys()
    for code, sentence in ERRORS[language].items():
        said = languages.error_in(language, FieldError("email", code, "English", "9"), FIND_MY_ORDER)
        assert said.code == code and said.message != "English" and "{" not in said.message, sentence


def test_the_label_and_the_bound_are_named_and_the_merchants_own_reason_stays() -> None:
    each = FormField("name", FieldKind.SHORT_TEXT, "Name", max_length=3)
    form = replace(FIND_MY_ORDER, fields=(each, *FIND_MY_ORDER.fields))
    long, missing, _email = rules.validate(form, {"name": "Elena"})  # type: ignore[misc]
    assert languages.error_in("de", long, form).message == "Name: höchstens 3 Zeichen."
    assert languages.error_in("ja", missing, form).message == "注文番号を入力してください。"
    own = rules.accept(replace(each, pattern="abc", max_length=9, error_text="Ask us."), "abcd")
    assert isinstance(own, FieldError) and languages.error_in("de", own, form).message == "Ask us."
