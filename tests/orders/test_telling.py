"""Orders in the languages of the storefronts: whole sentences, plurals and dates as each language writes them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.ai.language import LANGUAGES
from backend.orders import state_words, telling
from backend.orders.rules import Change, Outcome, Parcel
from backend.orders.sentences import SENTENCES
from tests.orders.made import NOW
from tests.orders.test_rules import SOON, STATES, made, parcel

OTHERS = [language for language in LANGUAGES if language != "en"]
TABLES = (state_words.PAYMENT, state_words.FULFILMENT, state_words.PARCEL, state_words.RETURN)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Commande #1001\u00a0: en route avec USPS, livraison prévue le 27 novembre."),
        ("de", "Bestellung #1001: unterwegs mit USPS, erwartet am 27. November."),
        ("es", "Pedido #1001: en camino con USPS, entrega prevista el 27 de noviembre."),
        ("ja", "ご注文 #1001：配送中です（USPS）、お届け予定日は11月27日です。"),
        ("pt", "Order #1001 is on its way with USPS, expected on 27 November."),
    ],
)
def test_an_order_on_its_way_is_told_in_the_shoppers_language(language: str, said: str) -> None:
    order = made(fulfillments=[parcel("IN_TRANSIT", estimatedDeliveryAt=SOON)])
    assert telling.summary(order, NOW, language) == said


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "1 day ago", "21 days ago"),
        ("fr", "il y a 1 jour", "il y a 21 jours"),
        ("de", "vor 1 Tag", "vor 21 Tagen"),
        ("es", "hace 1 día", "hace 21 días"),
        ("ja", "1日前", "21日前"),
    ],
)
def test_days_are_counted_as_the_language_counts_them(language: str, one: str, many: str) -> None:
    for days, said in ((1, one), (21, many)):
        promised = (NOW - timedelta(days=days)).isoformat()
        order = made(fulfillments=[parcel("DELAYED", estimatedDeliveryAt=promised)])
        assert said in telling.summary(order, NOW, language)


@pytest.mark.parametrize(
    ("language", "this_year", "another"),
    [
        ("en", "1 November", "1 November 2025"),
        ("fr", "1er novembre", "1er novembre 2025"),
        ("de", "1. November", "1. November 2025"),
        ("es", "1 de noviembre", "1 de noviembre de 2025"),
        ("ja", "11月1日", "2025年11月1日"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language: str, this_year: str, another: str) -> None:
    assert telling.day(datetime(2026, 11, 1, tzinfo=UTC), NOW, language) == this_year
    assert telling.day(datetime(2025, 11, 1, tzinfo=UTC), NOW, language) == another


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("changed", STATES.values(), ids=range(len(STATES)))
def test_no_state_is_told_in_english_to_others_nor_loses_its_number(language: str, changed: dict[str, Any]) -> None:
    order = made(**changed)
    said, english = telling.summary(order, NOW, language), telling.summary(order, NOW)
    assert said != english and "#1001" in said and not re.search(r"[{}]|\b(?:order|was|with|expected)\b", said)


def leaves(of: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in of.items():
        if isinstance(value, str):
            yield key, value
        else:
            yield from ((f"{key}.{inner}", text) for inner, text in leaves(value))


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_says_all_that_english_says_with_the_same_gaps(language: str) -> None:
    said, english = dict(leaves(SENTENCES[language])), dict(leaves(SENTENCES["en"]))
    assert said.keys() == english.keys()
    for key, text in said.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[key])), key
    for table in TABLES:
        assert table[language].keys() == table["en"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_changed_and_how_a_lookup_ended_is_told_in_one_language(language: str) -> None:
    told = telling.change_words(Change("parcel", "#1001-F1", "OUT_FOR_DELIVERY", "IN_TRANSIT"), language)
    words = state_words.PARCEL[language]
    assert all(each in told for each in ("#1001-F1", words["OUT_FOR_DELIVERY"], words["IN_TRANSIT"]))
    assert telling.change_words(Change("", name="Payment: Paid"), language) == "Payment: Paid"
    told_of = {telling.outcome_words(outcome, language) for outcome in Outcome}
    assert len(told_of) == 5 and not (language != "en" and told_of & {telling.outcome_words(each) for each in Outcome})


def test_a_state_that_is_not_known_yet_is_told_neutrally() -> None:
    assert [telling.parcel_words("BEAMED", language) for language in LANGUAGES] == [
        "Being processed", "En cours de traitement", "In Bearbeitung", "En proceso", "処理中",
    ]  # fmt: skip
    beamed = replace(made(), parcels=(Parcel(name="#1001-F1", state="BEAMED"),))
    assert telling.summary(beamed, NOW, "de") == "Bestellung #1001: unterwegs."
