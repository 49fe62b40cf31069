"""Designs by their rules: what is refused stands at its place, and what is sound can be answered."""

from dataclasses import replace

import pytest

from backend.actions.design import Problem, design_problems, key_from, webhook_problem
from backend.actions.forms import Condition, ConditionKind, Effects, FieldKind, Form, FormField, Triggers
from backend.actions.rules import Circumstances, fits
from backend.actions.starters import FIND_MY_ORDER

TAG, STATE, KNOWN, LOGGED_IN = ConditionKind


def asking(kind: FieldKind, **more: object) -> Form:
    each = replace(FormField(key="value", kind=kind, label="Value"), **more)  # type: ignore[arg-type]
    return replace(FIND_MY_ORDER, fields=(each,), effects=Effects())


def triggered(**more: object) -> Form:
    return replace(FIND_MY_ORDER, triggers=replace(Triggers(), **more))  # type: ignore[arg-type]


PLACED = [
    (replace(FIND_MY_ORDER, title="t" * 81), "title"),
    (replace(FIND_MY_ORDER, intro="t" * 401), "intro"),
    (replace(FIND_MY_ORDER, fields=(FIND_MY_ORDER.fields[0],) * 2), "fields.1.key"),
    (asking(FieldKind.NUMBER, minimum="two"), "fields.0.minimum"),
    (asking(FieldKind.NUMBER, minimum="NaN"), "fields.0.minimum"),
    (asking(FieldKind.NUMBER, minimum="5", maximum="4"), "fields.0.maximum"),
    (asking(FieldKind.DATE, minimum="22.11.2026"), "fields.0.minimum"),
    (asking(FieldKind.DATE, minimum="2026-11-22", maximum="2026-11-21"), "fields.0.maximum"),
    (asking(FieldKind.SHORT_TEXT, minimum="1"), "fields.0.minimum"),
    (asking(FieldKind.SHORT_TEXT, max_length=201), "fields.0.maxLength"),
    (asking(FieldKind.SHORT_TEXT, max_length=0), "fields.0.maxLength"),
    (asking(FieldKind.SHORT_TEXT, choices=("a",)), "fields.0.choices"),
    (asking(FieldKind.CHOICE, choices=("a", "")), "fields.0.choices"),
    (asking(FieldKind.CHOICES, choices=tuple(f"{i:02}" + "c" * 150 for i in range(20))), "fields.0.choices"),
    (asking(FieldKind.CHOICE, choices=("a",), pattern="a"), "fields.0.pattern"),
    (asking(FieldKind.SHORT_TEXT, pattern="(a|b)"), "fields.0.pattern"),
    (asking(FieldKind.SHORT_TEXT, error_text="e" * 241), "fields.0.errorText"),
    (triggered(intents=("order_status",), not_intents=("order_status",)), "triggers.notIntents"),
    (triggered(opening_chip="c" * 41), "triggers.openingChip"),
    (triggered(when=(Condition(STATE, "lost"),)), "triggers.when.0"),
    (triggered(when=(Condition(TAG, ""),)), "triggers.when.0"),
    (triggered(when=(Condition(KNOWN, "E-mail"),)), "triggers.when.0"),
    (triggered(when_not=(Condition(LOGGED_IN), Condition(LOGGED_IN, "yes"))), "triggers.whenNot.1"),
    (triggered(when=(Condition(LOGGED_IN),), when_not=(Condition(LOGGED_IN),)), "triggers.whenNot"),
    (replace(FIND_MY_ORDER, effects=Effects(urgency="soon")), "effects.urgency"),
    (replace(FIND_MY_ORDER, fields=FIND_MY_ORDER.fields[1:]), "effects.lookUpOrder"),
    (replace(FIND_MY_ORDER, effects=Effects(webhook_url="http://hooks.example.com")), "effects.webhookUrl"),
]


@pytest.mark.parametrize(("broken", "path"), PLACED)
def test_each_problem_stands_where_the_merchant_can_mend_it(broken: Form, path: str) -> None:
    assert [problem.path for problem in design_problems(broken)] == [path]


def test_all_problems_are_named_at_once() -> None:
    form = replace(asking(FieldKind.SHORT_TEXT, label="", min_length=9, max_length=3), title="")
    assert design_problems(form) == (
        Problem("title", "Give the form a title."),
        Problem("fields.0.label", "Give the field a label."),
        Problem("fields.0.minLength", "The shortest length is above the longest."),
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/", "ftp://example.com/", "https://", "https:///path", "https://name:pass@example.com/",
        "https://example.com:22/", "https://example.com:99999/", "https://example.com/#part", " https://example.com/",
        "https://exam ple.com/", "https://[::1/", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_an_address_that_can_be_no_webhook_is_refused_as_it_is_written(url: str) -> None:
    assert webhook_problem(url) is not None


def test_an_address_of_the_open_web_is_taken_as_it_is_written() -> None:
    assert webhook_problem("https://hooks.example.com:8443/baton?shop=1") is None


def test_a_key_is_made_of_the_title_and_is_new() -> None:
    assert key_from("Gift wrapping?", frozenset()) == "gift_wrapping"
    assert key_from("Gift wrapping", frozenset({"gift_wrapping", "gift_wrapping_2"})) == "gift_wrapping_3"
    assert key_from("注文", frozenset()) == "form"
    assert key_from("2 for 1", frozenset({"form_2_for_1"})) == "form_2_for_1_2"
    assert len(key_from("x" * 80, frozenset({"x" * 36}))) <= 40


THREAD = Circumstances(frozenset({"vip"}), frozenset({"delivered"}), frozenset({"email"}), is_logged_in=True)


@pytest.mark.parametrize(
    ("condition", "in_thread", "in_another"),
    [
        (Condition(TAG, "vip"), True, False),
        (Condition(STATE, "delivered"), True, False),
        (Condition(STATE, "none"), False, True),
        (Condition(KNOWN, "email"), True, False),
        (Condition(LOGGED_IN), True, False),
    ],
)
def test_a_condition_brings_a_form_or_keeps_it_away(condition: Condition, in_thread: bool, in_another: bool) -> None:
    for circumstances, holds in ((THREAD, in_thread), (Circumstances(), in_another)):
        assert fits(Triggers(when=(condition,)), circumstances) is holds
        assert fits(Triggers(when_not=(condition,)), circumstances) is not holds


def test_of_the_conditions_all_must_hold_and_none_may() -> None:
    vip, met = Condition(TAG, "vip"), Condition(TAG, "trade")
    assert not fits(Triggers(when=(vip, met)), THREAD)
    assert not fits(Triggers(when_not=(met, vip)), THREAD)
    assert fits(Triggers(when=(vip,), when_not=(met,)), THREAD)
