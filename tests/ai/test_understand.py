"""A message is understood with what was said before: intents, order numbers, several questions, follow-ups, repeats."""

import json
from pathlib import Path

import numpy as np
import pytest

from backend.ai.classifier import SURE, Intent, IntentClassifier, default_classifier, prepared
from backend.ai.cues import NUMBER, features_of
from backend.ai.embedding import default_embedder
from backend.ai.understand import Turn, Understanding, questions_of, understand

UTTERANCES = Path(__file__).parents[2] / "benchmarks" / "data" / "intents.jsonl"


def understood(text: str, *history: Turn) -> Understanding:
    return understand(text, default_embedder().embed([prepared(text)])[0], history)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Hi! Any idea where my parcel from last Friday is?", Intent.ORDER_STATUS),
        ("do you send parcels to New Zealand", Intent.SHIPPING_INFO),
        ("I'd like to send these trousers back", Intent.RETURN_REFUND),
        ("you took the money from my card two times", Intent.BILLING_DISPUTE),
        ("my password is refused and I cannot get in", Intent.ACCOUNT_LOCKOUT),
        ("please stop my purchase, I don't want it any more", Intent.CANCEL_ORDER),
        ("the flat number in my delivery address is wrong", Intent.CHANGE_ADDRESS),
        ("the vase was in pieces when I opened the box", Intent.DAMAGED_ITEM),
        ("is this coat warm enough for minus ten degrees", Intent.PRODUCT_QUESTION),
        ("my promo code is not accepted at checkout", Intent.DISCOUNT_CODE),
        ("let me chat with one of your employees", Intent.WANTS_HUMAN),
    ],
)
def test_unseen_wordings_have_their_intent(text: str, intent: Intent) -> None:
    intents = understood(text).intents
    assert intents
    assert intents[0][0] == intent
    assert intents[0][1] >= SURE


def test_the_classifier_abstains_when_it_is_not_sure() -> None:
    undecided = IntentClassifier(list(Intent), np.zeros((17, 384 + NUMBER), np.float32), np.zeros(17, np.float32))
    assert undecided.classify(features_of("hello", default_embedder().embed(["hello"])[0])) == []


def test_chances_add_up_to_one_over_all_intents() -> None:
    chances = default_classifier().chances(
        features_of("where is my order", default_embedder().embed(["where is my order"])[0])
    )
    assert set(chances) == set(Intent)
    assert sum(chances.values()) == pytest.approx(1.0, abs=1e-5)


def test_every_intent_was_taught_with_forty_utterances_each_once() -> None:
    lines = [json.loads(line) for line in UTTERANCES.read_text("utf-8").splitlines()]
    texts = [line["text"] for line in lines]
    assert len(texts) == len(set(texts))
    for intent in Intent:
        assert sum(line["intent"] == intent for line in lines) >= 40


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "Do you ship to Canada and how long does it take?",
            ("Do you ship to Canada", "how long does it take?"),
        ),
        ("I live in Ohio. What does shipping cost?", ("I live in Ohio. What does shipping cost?",)),
        ("do you have a black and white mug?", ("do you have a black and white mug?",)),
        ("What is your return policy? Is return free?", ("What is your return policy?", "Is return free?")),
        ("I want to return my boots", ("I want to return my boots",)),
    ],
)
def test_several_questions_in_one_message_are_told_apart(text: str, questions: tuple[str, ...]) -> None:
    assert questions_of(text) == questions


def test_a_follow_up_is_searched_with_the_question_that_it_goes_on_from() -> None:
    after = understood("and to the UK?", Turn("shopper", "Do you ship to Canada?"), Turn("bot", "Yes."))
    alone = understood("and to the UK?")
    assert (after.is_follow_up, after.search_text) == (True, "Do you ship? and to the UK?")
    assert (alone.is_follow_up, alone.search_text) == (False, "and to the UK?")


def test_asking_the_same_again_is_noticed() -> None:
    earlier = Turn("shopper", "How long does shipping to Canada take?")
    assert understood("how long does shipping to canada take", earlier).is_repeat
    assert not understood("how long does a refund take", earlier).is_repeat


def test_the_story_of_the_late_order_is_understood_whole() -> None:
    found = understood("it's three weeks late, I want to talk to someone")
    assert (found.language, found.late_by, found.is_question) == ("en", "three weeks", False)
    assert {"asks_for_human", "lateness"} <= set(found.signals)


@pytest.mark.parametrize(
    "text",
    [
        "Où est ma commande ?",
        "bonjour, où en est mon colis svp",
        "Wo bleibt meine Bestellung?",
        "¿Dónde está mi pedido?",
        "注文した商品は今どこにありますか？",
        "荷物はどうなっていますか",
    ],
)
def test_the_shoppers_own_order_is_recognised_in_the_languages_that_the_classifier_was_not_taught(text: str) -> None:
    assert understood(text).intents[0] == ("order_status", 1.0)


@pytest.mark.parametrize(
    "text",
    [
        "Comment passer une commande ?",
        "Où est la boutique ?",
        "Wo finde ich die Größentabelle?",
        "¿Dónde está la tienda?",
        "この商品はどこで作られていますか？",
    ],
)
def test_a_question_on_something_else_abroad_is_not_taken_for_an_order(text: str) -> None:
    assert "order_status" not in dict(understood(text).intents)


@pytest.mark.parametrize(
    "text",
    ["je veux retourner un article", "ich möchte etwas zurückgeben", "quiero devolver un artículo", "返品したいです"],
)
def test_the_wish_to_return_is_recognised_in_the_languages_that_the_classifier_was_not_taught(text: str) -> None:
    assert understood(text).intents[0] == ("return_refund", 1.0)


@pytest.mark.parametrize("text", ["what's your phone number?", "do you have a phone number?", "how can I contact you?"])
def test_a_question_on_contact_data_is_no_request_for_a_person(text: str) -> None:
    found = understood(text)
    assert "asks_for_human" not in found.signals
    assert "wants_human" not in dict(found.intents)


@pytest.mark.parametrize("text", ["can I call someone please", "is there a number I can call to talk to somebody"])
def test_who_wants_to_talk_by_phone_still_asks_for_a_person(text: str) -> None:
    assert "asks_for_human" in understood(text).signals


def test_a_short_question_after_an_answer_is_kept_with_what_it_may_go_on_from() -> None:
    before = [Turn("shopper", "Do you repair old lamps?"), Turn("bot", "Yes, any lamp, however old.")]
    short = understood("what's the hourly rate", *before)
    assert short.in_context == "Do you repair old lamps? Yes, any lamp, however old. what's the hourly rate"
    assert understood("what's the hourly rate").in_context == ""
    assert understood("what's the hourly rate", *before[:1]).in_context == ""
    assert understood("and for a chair?", *before).in_context == "", "it is known to go on, and rewritten"
