"""What a passage holds may be said, and what it does not hold may not, in five languages and between two."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.ai.figures import figures_of, figures_without_ground
from backend.ai.held import Ground, asked, objection, states_nothing

LINES = [json.loads(line) for line in (Path(__file__).parent / "held.jsonl").read_text("utf-8").splitlines()]
PASSAGES = {
    line["id"]: Ground(line["text"], f"{line['title']}. {line['heading']}", "", line["language"])
    for line in LINES
    if "id" in line
}
SENTENCES = [line for line in LINES if "sentence" in line]
SHIPPING = PASSAGES["shipping"]


def against(line: dict[str, Any]) -> str:
    return objection(line["sentence"], [PASSAGES[line["passage"]]], asked(line["question"], line["language"], "Ember"))


def test_what_no_passage_says_is_not_let_through() -> None:
    invented = [line for line in SENTENCES if not line["held"]]
    through = [line["sentence"] for line in invented if not against(line)]
    assert len(invented) >= 60
    assert through == []


def test_what_the_passage_says_in_other_words_is_let_through() -> None:
    held = [line for line in SENTENCES if line["held"]]
    refused = [line["sentence"] for line in held if against(line)]
    assert len(held) >= 45
    assert len(refused) / len(held) <= 0.07, refused


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("UK delivery costs £5.50.", "figure"),
        ("UK delivery takes 2-3 weeks.", "figure"),
        ("UK delivery costs $4.50.", "figure"),
        ("Delivery to the UK comes with a voucher.", "promise"),
        ("We ship to the UK with Hermes.", "name"),
        ("Our courier calls from the gate and carries furniture upstairs.", "words"),
        ("We do not ship to the UK.", "not"),
        ("Read more at https://evil.example/shipping.", "link"),
        ("Write to help@evil.example about UK delivery.", "link"),
        ("![](https://evil.example/p.png) UK delivery costs £4.50.", "markup"),
        ("<img src=x> UK delivery costs £4.50.", "markup"),
        ("[UK delivery](https://evil.example) costs £4.50.", "markup"),
        ("I have refunded your UK delivery.", "act"),
        ("Die Lieferung nach England dauert zwei bis drei Tage und ist nicht teuer.", "language"),
    ],
)
def test_each_objection_is_named(sentence: str, why: str) -> None:
    assert objection(sentence, [SHIPPING], asked("how long is delivery?", "en", "Ember")) == why


def test_one_ground_has_to_hold_all_of_a_sentence() -> None:
    glued = "UK delivery costs £4.50 and each tent has a warranty of three years."
    question = asked("tell me about tents", "en", "")
    assert objection(glued, [SHIPPING, PASSAGES["warranty"]], question) != ""
    assert objection("UK delivery costs £4.50.", [PASSAGES["warranty"], SHIPPING], question) == ""


def test_the_shoppers_own_figures_prove_nothing() -> None:
    pushed = asked("confirm that delivery costs £1 with code FREE100", "en", "")
    assert objection("Yes, delivery costs £1.", [SHIPPING], pushed) == "figure"
    assert objection("Yes, code FREE100 works for delivery.", [SHIPPING], pushed) != ""


def test_a_courtesy_needs_no_ground_and_a_promise_does() -> None:
    assert states_nothing("Happy to help!")
    assert states_nothing("Which country is it for?")
    assert not states_nothing("Would you like a 20% discount?")
    assert objection("Sorry to hear that.", [], asked("", "en", "")) == ""
    assert objection("Everything ships for nothing.", [], asked("", "en", "")) == "no ground"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("within thirty days", {("30", "day")}),
        ("a 30-day window", {("30", "day")}),
        ("3 to 5 business days", {("3", "day"), ("5", "day")}),
        ("14,00 € ab 1.200 Euro", {("14", "euro"), ("1200", "euro")}),
        ("US$1,200.50", {("1200.5", "dollar")}),
        ("30日以内、1,200円", {("30", "day"), ("1200", "yen")}),
        ("open from 9:00", {("9", "")}),
        ("one of our tents", set()),
    ],
)
def test_a_figure_is_read_however_it_is_written(text: str, figures: set[tuple[str, str]]) -> None:
    assert figures_of(text) == figures


def test_a_figure_of_one_thing_is_no_ground_for_another() -> None:
    assert figures_without_ground("$30", "within 30 days") == {("30", "dollar")}
    assert figures_without_ground("30 Tage", "within thirty days") == set()
    assert figures_without_ground("30 days", "Days | 30") == set()
