"""Requests for a person, denials, anger and grave topics are heard in many wordings, with the words as evidence."""

import time

import pytest

from backend.ai.classifier import prepared
from backend.ai.embedding import default_embedder
from backend.ai.signals import HIGH_STAKES, Signal, lateness_words, signals_of
from backend.ai.understand import understand

ASKING = """I want to talk to a human|can someone real look at this please|put me on to a manager
pls get me an agent|hand this to your team please|is there any human I can message
im done with this chatbot|stop sending me automated replies|Who can I call about this?
this bot is useless|hello?? anyone there??|I don't want to share this with a machine
need to talk 2 a human|no robots please|I want a callback|agent|someone please|can you escalate this
you're a bot right? get me a person|I need someone from your staff to explain this
I don't want to talk to a robot|Puis-je parler à un conseiller ?|je veux parler à quelqu'un
Ich möchte mit einem Mitarbeiter sprechen|Kann ich bitte mit einem echten Menschen reden?
Quiero hablar con una persona|¿Hay alguien ahí?|人と話したいです|オペレーターにつないでください|担当者をお願いします
it's three weeks late, I want to talk to someone"""
NOT_ASKING = """no need to transfer me|I don't need a human, just tell me the price
please don't connect me to an agent|I'm happy to keep chatting with the bot
do you have a tent for two people|how many people does the tent sleep
I talked to an agent yesterday and she was great, where is my order|is it made of human hair
do you sell robot vacuums|Does the staff discount apply online|can a person of 90 kg use the hammock
do I need to speak to anyone before returning?|No human needed, thanks
Je n'ai pas besoin d'un conseiller|Ich brauche keinen Mitarbeiter|No necesito hablar con nadie
I don't want a robot vacuum that is loud|Can I return it without talking to anyone?
can someone else pick up my order|what time does your support open
Do you ship to Canada and how long does it take?|where is my order?|担当者は不要です"""


def _each(lines: str) -> list[str]:
    return [text for line in lines.split("\n") for text in line.split("|")]


@pytest.mark.parametrize("text", _each(ASKING))
def test_a_request_for_a_person_is_heard(text: str) -> None:
    assert signals_of(text).get(Signal.ASKS_FOR_HUMAN)


@pytest.mark.parametrize("text", _each(NOT_ASKING))
def test_other_words_about_people_are_no_request(text: str) -> None:
    assert Signal.ASKS_FOR_HUMAN not in signals_of(text)


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("I was charged twice for order 1001", Signal.BILLING_DISPUTE),
        ("there is a charge I don't recognize on my card", Signal.BILLING_DISPUTE),
        ("Ich wurde doppelt belastet", Signal.BILLING_DISPUTE),
        ("I'm locked out of my account", Signal.ACCOUNT_LOCKOUT),
        ("no puedo entrar en mi cuenta", Signal.ACCOUNT_LOCKOUT),
        ("you refused my refund", Signal.REFUND_DISPUTE),
        ("I still haven't received my refund", Signal.REFUND_DISPUTE),
        ("someone used my card at your store", Signal.FRAUD),
        ("my lawyer will contact you", Signal.LEGAL_THREAT),
        ("je vais porter plainte", Signal.LEGAL_THREAT),
        ("the stove exploded and burned my hand", Signal.INJURY),
        ("J'ai fait une réaction allergique", Signal.INJURY),
        ("this is the third time I write", Signal.REPEATED_CONTACT),
        ("WHERE IS MY ORDER ALREADY", Signal.UPSET),
        ("das ist eine Frechheit", Signal.UPSET),
        ("my parcel still hasn't arrived", Signal.LATENESS),
        ("mon colis est en retard", Signal.LATENESS),
        ("まだ届いていません", Signal.LATENESS),
        ("that didn't help", Signal.DID_NOT_HELP),
        ("das hilft mir nicht", Signal.DID_NOT_HELP),
    ],
)
def test_what_stands_between_the_lines_is_found_with_its_words(text: str, signal: Signal) -> None:
    assert signals_of(text)[signal]


@pytest.mark.parametrize(
    "text",
    [
        "What is your refund policy?",
        "How do I get a refund for opened items?",
        "Which payment methods do you accept?",
        "How do I create an account?",
        "is the stove safe to use in a tent?",
        "can I pay in two payments?",
        "Do you charge extra for gift wrapping?",
        "how long until refunds are paid?",
        "will I be charged twice if I split my order?",
        "are there extra charges at the border?",
        "when is my card charged?",
    ],
)
def test_a_question_on_a_grave_subject_is_not_a_grave_case(text: str) -> None:
    assert not set(HIGH_STAKES) & set(signals_of(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("thanks!", {Signal.THANKS}),
        ("Hello there", {Signal.GREETING}),
        ("ok bye", {Signal.GOODBYE}),
        ("thanks, bye", {Signal.THANKS, Signal.GOODBYE}),
        ("ありがとうございます", {Signal.THANKS}),
        ("thanks, and do you ship to France?", set()),
        ("hi, where is my order", set()),
    ],
)
def test_courtesies_count_only_when_nothing_else_is_said(text: str, expected: set[Signal]) -> None:
    assert {Signal.THANKS, Signal.GREETING, Signal.GOODBYE} & set(signals_of(text)) == expected


def test_how_late_is_read_from_the_words() -> None:
    assert lateness_words("it's three weeks late, I want to talk to someone") == "three weeks"
    assert lateness_words("it is late") == ""


@pytest.mark.parametrize(
    "text", ["still not " * 2000, "talk " * 4000, "a " * 9000, "no refund my " * 1500, "!" * 20000]
)
def test_hostile_lengths_cost_little(text: str) -> None:
    started = time.perf_counter()
    signals_of(text)
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize("unit", ["?", "!", "!?", "?!a", "a!", "no ", "\n", "1", "person "])
def test_no_message_takes_long_to_hear(unit: str) -> None:
    message = (unit * 4000)[:4000]
    started = time.perf_counter()
    signals_of(message)
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize(
    "text",
    [
        "I'm not angry, just wondering when you open",
        "You did not charge me twice, I misread the bill",
        "My solicitor has the same armchair, what does it cost?",
        "No lawyer needed, the lamp is lovely",
        "The refund came this morning, all is sorted",
        "My login works again, thanks",
        "Which real people sew the bags?",
    ],
)
def test_trouble_that_is_over_or_denied_is_no_ground_for_a_human(text: str) -> None:
    signals = understand(text, default_embedder().embed([prepared(text)])[0]).signals
    assert not {*HIGH_STAKES, Signal.UPSET, Signal.ASKS_FOR_HUMAN, Signal.REPEATED_CONTACT} & signals.keys()


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("I was charged twice and nobody says it was my mistake", Signal.BILLING_DISPUTE),
        ("You told me it is settled, but I was charged twice", Signal.BILLING_DISPUTE),
        ("I'm not angry, I'm furious", Signal.UPSET),
        ("My lawyer has your letter", Signal.LEGAL_THREAT),
        ("My lawyer has a claim ready", Signal.LEGAL_THREAT),
        ("The first account works again, but I'm locked out of the second", Signal.ACCOUNT_LOCKOUT),
    ],
)
def test_trouble_is_not_over_where_the_same_breath_takes_it_back(text: str, signal: Signal) -> None:
    assert signal in signals_of(text)
