"""What merchants read of intents and signals."""

import pytest

from backend.ai.classifier import Intent
from backend.ai.signals import Signal
from backend.ai.told import sign_of, topic_of
from backend.tags.rules import TagRule, in_words

COURTESIES = {Intent.THANKS, Intent.GREETING, Intent.GOODBYE}


@pytest.mark.parametrize("intent", [intent for intent in Intent if intent not in COURTESIES | {Intent.COMPLAINT}])
def test_each_intent_that_is_a_topic_has_words_of_its_own(intent: Intent) -> None:
    assert topic_of(intent) != intent.replace("_", " ")


@pytest.mark.parametrize("signal", list(Signal))
def test_each_signal_has_words_of_its_own(signal: Signal) -> None:
    assert not sign_of(signal).startswith("shows ")


def test_a_name_of_another_version_is_told_as_it_is() -> None:
    assert (topic_of("gift_wrapping"), sign_of("great_joy")) == ("gift wrapping", "shows great joy")


def test_a_tag_tells_what_puts_it_on() -> None:
    rule = TagRule(
        intents=("order_status",), signals=("upset",), actions=("return_or_refund",), outcomes=("unknown", "answered")
    )
    assert in_words(rule) == [
        "The shopper asks about where an order is",
        "The shopper is upset",
        "The form “Return or refund” is answered",
        "The bot does not know the answer",
        "A bot turn ends as “answered”",
    ]
