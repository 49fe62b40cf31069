"""Forms by their rules: which are sound, which answers they take, and that what is known is not asked."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.actions import forms, rules
from backend.actions.design import design_problems
from backend.actions.forms import LONGEST, Effects, FieldKind, Form, FormField, Triggers
from backend.actions.rules import Accepted, FieldError, Given
from backend.actions.starters import FIND_MY_ORDER, RETURN_OR_REFUND, SOMETHING_ELSE, STARTERS


def field(kind: FieldKind, **more: object) -> FormField:
    return replace(FormField(key="value", kind=kind, label="Value"), **more)  # type: ignore[arg-type]


def code_of(outcome: str | FieldError) -> str:
    assert isinstance(outcome, FieldError), outcome
    return outcome.code


ACCEPTED = [
    (FieldKind.SHORT_TEXT, "  a   tent ", "a tent"),
    (FieldKind.SHORT_TEXT, "one\r\ntwo", "one two"),
    (FieldKind.SHORT_TEXT, "0 \x1b 0", "0 0"),
    (FieldKind.LONG_TEXT, "one\r\ntwo ", "one\ntwo"),
    (FieldKind.EMAIL, " elena.petrova@Example.COM ", "elena.petrova@example.com"),
    (FieldKind.EMAIL, "elena＠example.com", "elena@example.com"),
    (FieldKind.EMAIL, "o'neil+shop@mail.example.co.uk", "o'neil+shop@mail.example.co.uk"),
    (FieldKind.EMAIL, "jörg@müller.example", "jörg@müller.example"),
    (FieldKind.EMAIL, "a@b.co\u200b", "a@b.co"),
    (FieldKind.PHONE, "+1 (802) 555-0134", "+1 (802) 555-0134"),
    (FieldKind.PHONE, "０８０１２３４５６", "080123456"),
    (FieldKind.NUMBER, "2,5", "2.5"),
    (FieldKind.NUMBER, "-3", "-3"),
    (FieldKind.DATE, "2026-11-22", "2026-11-22"),
    (FieldKind.ORDER_NUMBER, "#1001", "#1001"),
    (FieldKind.ORDER_NUMBER, "＃１００１", "#1001"),
    (FieldKind.ORDER_NUMBER, "HT-2001-EU", "HT-2001-EU"),
    (FieldKind.ORDER_NUMBER, "order 1001 please", "order 1001 please"),
    (FieldKind.ORDER_ITEM, "Ridge tent", "Ridge tent"),
]


@pytest.mark.parametrize(("kind", "typed", "kept"), ACCEPTED)
def test_a_good_value_is_kept_clean(kind: FieldKind, typed: str, kept: str) -> None:
    assert rules.accept(field(kind), typed) == kept


REFUSED = [
    (FieldKind.EMAIL, "elena", "email"),
    (FieldKind.EMAIL, "elena@example", "email"),
    (FieldKind.EMAIL, "elena@@example.com", "email"),
    (FieldKind.EMAIL, "elena petrova@example.com", "email"),
    (FieldKind.EMAIL, "elena@example..com", "email"),
    (FieldKind.EMAIL, "<elena@example.com>", "email"),
    (FieldKind.EMAIL, "a" * 65 + "@example.com", "email"),
    (FieldKind.PHONE, "call me", "phone"),
    (FieldKind.PHONE, "12345", "phone"),
    (FieldKind.PHONE, "+1234567890123456", "phone"),
    (FieldKind.NUMBER, "two", "number"),
    (FieldKind.NUMBER, "1e9", "number"),
    (FieldKind.NUMBER, "1,000", "number"),
    (FieldKind.NUMBER, "NaN", "number"),
    (FieldKind.DATE, "22.11.2026", "date"),
    (FieldKind.DATE, "2026-02-30", "date"),
    (FieldKind.ORDER_NUMBER, "no idea", "order_number"),
    (FieldKind.ORDER_NUMBER, "1001 OR status:open", "order_number"),
    (FieldKind.ORDER_NUMBER, "1001 OR 1002", "order_number"),
    (FieldKind.ORDER_NUMBER, "10*", "order_number"),
    (FieldKind.ORDER_NUMBER, '1001" status:"open', "order_number"),
    (FieldKind.ORDER_NUMBER, "name：1001", "order_number"),
    (FieldKind.PHOTO, "holiday.png", "photo"),
]


@pytest.mark.parametrize(("kind", "typed", "code"), REFUSED)
def test_a_bad_value_is_refused_with_a_sentence_that_says_what_to_write(kind: FieldKind, typed: str, code: str) -> None:
    outcome = rules.accept(field(kind), typed)
    assert code_of(outcome) == code
    assert isinstance(outcome, FieldError)
    assert outcome.message.endswith(".")


def test_an_empty_value_is_refused_only_where_it_is_required() -> None:
    assert code_of(rules.accept(field(FieldKind.EMAIL), " \u200b ")) == "required"
    assert rules.accept(field(FieldKind.EMAIL, is_required=False), "") == ""


def test_bounds_hold_for_lengths_numbers_and_dates() -> None:
    text = field(FieldKind.SHORT_TEXT, min_length=3, max_length=5)
    assert [code_of(rules.accept(text, typed)) for typed in ("ab", "abcdef")] == ["too_short", "too_long"]
    number = field(FieldKind.NUMBER, minimum="1", maximum="10")
    assert [code_of(rules.accept(number, typed)) for typed in ("0", "10.5")] == ["too_small", "too_large"]
    day = field(FieldKind.DATE, minimum="2026-01-01", maximum="2026-12-31")
    assert [code_of(rules.accept(day, typed)) for typed in ("2025-12-31", "2027-01-01")] == ["too_early", "too_late"]
    assert rules.accept(number, "10") == "10"


def test_a_choice_must_be_one_that_is_offered_and_several_keep_the_forms_order() -> None:
    one = field(FieldKind.CHOICE, choices=("Red", "Blue"))
    many = field(FieldKind.CHOICES, choices=("Red", "Blue", "Green"))
    assert rules.accept(one, "Blue") == "Blue"
    assert code_of(rules.accept(one, "blue")) == "choice"
    assert rules.accept(many, "Green\nRed\nGreen") == "Red\nGreen"
    assert code_of(rules.accept(many, "Red\nPink")) == "choice"


def test_a_pattern_that_does_not_fit_is_refused_in_the_merchants_words() -> None:
    rma = field(FieldKind.SHORT_TEXT, pattern="RMA-\\d{4}", error_text="It looks like RMA-1234.")
    assert rules.accept(rma, "RMA-0815") == "RMA-0815"
    assert rules.accept(rma, "0815") == FieldError("value", "pattern", "It looks like RMA-1234.")


def test_a_form_reports_every_field_and_refuses_keys_that_it_does_not_have() -> None:
    outcome = rules.validate(FIND_MY_ORDER, {"order_number": "status:open", "email": "", "admin": "1"})
    assert isinstance(outcome, tuple)
    assert [(error.key, error.code) for error in outcome] == [
        ("admin", "unknown"),
        ("order_number", "order_number"),
        ("email", "required"),
    ]


def test_a_good_form_is_accepted_without_its_empty_fields() -> None:
    answers = {"order_number": "1001", "item": "Tent", "reason": "Wrong item", "details": "  "}
    assert rules.validate(RETURN_OR_REFUND, answers) == Accepted(
        {"order_number": "1001", "item": "Tent", "reason": "Wrong item"}
    )


def test_a_draft_may_be_half_typed_but_not_endless_nor_of_another_form() -> None:
    assert rules.draft_of(FIND_MY_ORDER, {"email": "elena@"}) == Accepted({"email": "elena@"})
    too_long = rules.draft_of(FIND_MY_ORDER, {"email": "e" * 255})
    unknown = rules.draft_of(FIND_MY_ORDER, {"phone": "1"})
    assert isinstance(too_long, tuple) and isinstance(unknown, tuple)
    assert (too_long[0].code, unknown[0].code) == ("too_long", "unknown")


_KINDS = st.sampled_from([kind for kind in FieldKind if kind not in (FieldKind.CHOICE, FieldKind.CHOICES)])


@given(kind=_KINDS, typed=st.text(max_size=300))
def test_whatever_is_typed_is_refused_or_kept_clean_within_its_length(kind: FieldKind, typed: str) -> None:
    outcome = rules.accept(field(kind, is_required=False), typed)
    if isinstance(outcome, str):
        assert len(outcome) <= LONGEST[kind]
        assert outcome == outcome.strip()
        assert not [c for c in outcome if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
        assert not set(outcome) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\ufeff")


@given(typed=st.text(alphabet="10#: ORANDT*()\"'\\<>=-~", max_size=40))
def test_no_order_number_that_is_accepted_carries_search_syntax(typed: str) -> None:
    outcome = rules.accept(field(FieldKind.ORDER_NUMBER), typed)
    if isinstance(outcome, str):
        assert not set(outcome) & set(":*()\"'\\<>=~")
        assert not {"AND", "OR", "NOT"} & set(outcome.split())


@given(kind=_KINDS, typed=st.text(max_size=100))
def test_what_was_accepted_once_is_accepted_again_unchanged(kind: FieldKind, typed: str) -> None:
    outcome = rules.accept(field(kind, is_required=False), typed)
    if isinstance(outcome, str):
        assert rules.accept(field(kind, is_required=False), outcome) == outcome


# Offers


KNOWN = {"order_number": Given("#1001"), "email": Given("elena.petrova@example.com", "customer")}


def test_what_is_known_is_filled_in_with_its_origin_and_the_rest_is_missing() -> None:
    known = {"email": KNOWN["email"], "colour": Given("blue")}
    assert rules.prefill(FIND_MY_ORDER, known) == {"email": Given("elena.petrova@example.com", "customer")}
    assert [each.key for each in rules.missing(FIND_MY_ORDER, known)] == ["order_number"]
    assert not rules.is_all_known(FIND_MY_ORDER, known)


def test_nothing_is_left_to_ask_once_every_required_field_is_known() -> None:
    assert rules.is_all_known(FIND_MY_ORDER, KNOWN)
    assert not rules.is_all_known(RETURN_OR_REFUND, KNOWN)


def test_a_known_value_that_the_field_would_refuse_is_asked_again() -> None:
    assert not rules.is_all_known(FIND_MY_ORDER, {**KNOWN, "email": Given("elena at example")})


@pytest.mark.parametrize("origin", ["agent", "order"])
def test_a_contact_that_the_shopper_did_not_give_is_not_filled_in_for_them_but_asked(origin: str) -> None:
    known = {key: Given(given.value, origin) for key, given in KNOWN.items()}
    assert rules.prefill(FIND_MY_ORDER, known) == {"order_number": Given("#1001", origin)}
    assert [each.key for each in rules.missing(FIND_MY_ORDER, known)] == ["email"]


def test_one_form_is_open_at_a_time_and_none_is_put_into_a_resolved_thread() -> None:
    assert rules.may_offer("a", open_key=None, is_resolved=False) is None
    assert rules.may_offer("a", open_key="a", is_resolved=False) is None
    assert "Another form" in (rules.may_offer("a", open_key="b", is_resolved=False) or "")
    assert "Reopen" in (rules.may_offer("a", open_key=None, is_resolved=True) or "")


def test_the_form_before_a_handoff_has_nothing_left_to_ask_once_any_form_was_answered() -> None:
    assert rules.offerable(STARTERS, []) == list(STARTERS)
    assert SOMETHING_ELSE not in rules.offerable(STARTERS, ["find_my_order"])


# Designs


def test_the_starter_forms_are_sound_and_survive_being_stored() -> None:
    for form in STARTERS:
        assert design_problems(form) == ()
        stored = Form(
            key=form.key,
            title=form.title,
            intro=form.intro,
            fields=forms.parse_fields(forms.dump_fields(form)),
            triggers=forms.parse_triggers(forms.dump_triggers(form.triggers)),
            effects=forms.parse_effects(forms.dump_effects(form.effects)),
        )
        assert stored == form


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (replace(FIND_MY_ORDER, key="Find my order"), "key"),
        (replace(FIND_MY_ORDER, title=" "), "title"),
        (replace(FIND_MY_ORDER, fields=()), "1 to 12"),
        (replace(FIND_MY_ORDER, fields=FIND_MY_ORDER.fields * 2), "Two fields"),
        (replace(FIND_MY_ORDER, fields=(field(FieldKind.CHOICE),)), "choices"),
        (replace(FIND_MY_ORDER, fields=(field(FieldKind.CHOICE, choices=("a", "a")),)), "different"),
        (replace(FIND_MY_ORDER, fields=(field(FieldKind.CHOICES, choices=("a\nb",)),)), "one line"),
        (replace(FIND_MY_ORDER, fields=(field(FieldKind.PHOTO),)), "photo"),
        (replace(FIND_MY_ORDER, fields=(field(FieldKind.SHORT_TEXT, label=""),)), "label"),
        (replace(FIND_MY_ORDER, fields=(field(FieldKind.SHORT_TEXT, pattern="(a+)+"),)), "cannot be used"),
        (replace(FIND_MY_ORDER, fields=(field(FieldKind.SHORT_TEXT, min_length=300),)), "shortest"),
    ],
)
def test_an_unsound_design_is_named(broken: Form, words: str) -> None:
    assert words in " ".join(problem.message for problem in design_problems(broken))


def test_a_form_says_in_words_when_it_is_offered_and_what_follows() -> None:
    triggers = Triggers(("order_status",), ("billing_dispute",), before_handoff=True, opening_chip="Track")
    assert forms.triggers_in_words(triggers) == [
        "The shopper asks about where an order is",
        "Not when they ask about a charge that is disputed",
        "Before a person is asked for",
        "Button “Track” when the chat opens",
    ]
    assert forms.effects_in_words(Effects(("refund",), escalate=True, urgency="high", look_up_order=True)) == [
        "Looks up the order",
        "Puts on the tag refund",
        "Asks for a person, urgency high",
    ]


@pytest.mark.parametrize(
    ("label", "line"), [("Paper", "Paper: Red"), ("Which paper?", "Which paper? Red"), ("どの紙？", "どの紙？ Red")]
)
def test_an_answer_is_told_after_its_question_with_one_mark_between_them(label: str, line: str) -> None:
    assert forms.answer_in_words(label, "Red") == line
