"""Which order numbers a message names, and which of its numbers are something else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.orders.numbers import Hit, candidates, confirmation_text, confirmed, exact_matches, is_safe, search_text
from backend.orders.recognition import NotAnOrderNumber, normalise, recognise

ORDERS = {
    "my order 1001 hasn't come": ["#1001"],
    "#EN-1001": ["#EN-1001"],
    "EN-1001": ["EN-1001"],
    "＃１００１": ["#1001"],
    "order 1001 please": ["#1001"],
    "1001": ["#1001"],
    "it's 1001": ["#1001"],
    "Order number: 1001": ["#1001"],
    "where is 1001?": ["#1001"],
    "WHERE IS ORDER 1001": ["#1001"],
    "orders 1001 and 1002": ["#1001", "#1002"],
    "1001 is my order number": ["#1001"],
    "Ma commande n° 1001 n'est pas arrivée": ["#1001"],
    "Meine Bestellung 1001 ist noch nicht da": ["#1001"],
    "mi pedido 1001 no ha llegado": ["#1001"],
    "注文番号1001はどこですか": ["#1001"],
    "I ordered three weeks ago and 1001 still hasn't arrived": ["#1001"],
    "my order one zero oh one": ["#1001"],
    "my order # 1001": ["#1001"],
    "My order is #1001 and my phone is 802-555-0133": ["#1001"],
    "order #1001, placed on 11/02/2026 for $48.00": ["#1001"],
    "my order hasn't come, it's 1001": ["#1001"],
    "can i return order 1010?": ["#1010"],
    "my order 2024 never arrived": ["#2024"],
}
OTHER_NUMBERS = [
    "call me on 802-555-0133",
    "my phone number is 5550133",
    "0172 1234567",
    "I bought it on 2026-11-02",
    "since 2019",
    "in May 2025",
    "at 10:30",
    "it cost $1001",
    "my order was $1200 and took 3 weeks",
    "1001 dollars",
    "1500円",
    "50% off",
    "tracking number 9400112345678901234567",
    "tracking 1Z999AA10123456784",
    "RN123456789GB",
    "Burlington VT 05401",
    "zip code 90210",
    "SW1A 1AA",
    "K1A 0B1",
    "〒100-0001",
    "I want 1001 pieces",
    "can I order 100 mugs?",
    "I want to order 1200 stickers",
    "1200 Maple Street",
    "my order should go to 1200 Maple Street",
    "apt 1204",
    "card ending in 4242",
    "size 1001",
    "SKU-1234",
    "Does the tent weigh 1500 g?",
    "a 2000mAh battery",
    "I have 1500 followers",
    "3 weeks late",
    "the 2025 jacket in my order",
    "Do you ship to Canada and how long does it take?",
]


@pytest.mark.parametrize(("text", "expected"), ORDERS.items())
def test_order_numbers_are_found_in_free_text(text: str, expected: list[str]) -> None:
    assert list(recognise(text, "#", "")) == expected


@pytest.mark.parametrize("text", OTHER_NUMBERS)
def test_other_numbers_are_not_taken_for_orders(text: str) -> None:
    assert recognise(text, "#", "") == ()


@pytest.mark.parametrize("text", ["HT-2001-EU", "ht 2001", "my tea HT2001 is late", "order 2001", "#2001"])
def test_a_number_is_completed_to_the_shops_own_format(text: str) -> None:
    assert recognise(text, "HT-", "-EU") == ("HT-2001-EU",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("#1001", "#1001"),
        ("1001.", "#1001"),
        (" 01001 ", "#1001"),
        ("en-1001", "EN-1001"),
        ("order 1001 please", "#1001"),
    ],
)
def test_a_field_takes_the_number_however_it_is_dressed(typed: str, meant: str) -> None:
    assert normalise(typed, "#", "") == meant


@pytest.mark.parametrize(
    "typed",
    [
        "1001 OR status:open",
        '1001" OR "',
        "name:1001",
        "(1001)",
        "1001 OR 1002",
        "1*",
        "NOT 1001",
        "",
        "  ",
        "hello",
        "1001 1002",
        "9" * 300,
    ],
)
def test_search_syntax_and_nonsense_are_refused_with_words(typed: str) -> None:
    with pytest.raises(NotAnOrderNumber, match=r"^[A-Z].+\.$"):
        normalise(typed, "#", "")


SYNTAX = st.sampled_from(
    [":", '"', "'", "(", ")", "\\", "*", "<", ">", " OR ", " AND ", " NOT ", "-", "#", " ", "\n", "\u200b", "＂", "："]
)
TYPED = st.lists(st.one_of(SYNTAX, st.text(max_size=6), st.integers(1, 99999).map(str)), max_size=8).map("".join)


@given(typed=TYPED, shape=st.sampled_from([("#", ""), ("HT-", "-EU"), ("", ""), ("24-", "")]))
def test_nothing_that_is_typed_becomes_search_syntax(typed: str, shape: tuple[str, str]) -> None:
    try:
        number = normalise(typed, *shape)
    except NotAnOrderNumber:
        return
    names = candidates(number, *shape)
    assert names[0] == number
    for name in names:
        assert is_safe(name)
        assert not set(name) & set('":\\()*<>')
    assert search_text(names).count('"') == 2 * len(names)
    assert search_text(names).count(":") == len(names)


@given(text=st.text(max_size=300), shape=st.sampled_from([("#", ""), ("HT-", "-EU"), ("", "-A")]))
def test_any_text_can_be_read_and_only_safe_numbers_come_out(text: str, shape: tuple[str, str]) -> None:
    assert all(is_safe(number) for number in recognise(text, *shape))


@pytest.mark.parametrize(
    "piece",
    [
        "order 1001, ",
        "1002, ",
        "order is number of the ",
        ".0",
        "a-",
        "#",
        "one two ",
        "tel - ",
        "ship it to ",
        "paid 12 not ",
        "1 0 ",
        "1-",
        "about 1001 and ",
        "12 elm ",
        "1Z ",
        "the order is the number ",
        "A1",
        "confirmation ",
    ],
)
def test_a_message_made_to_be_slow_is_read_in_a_moment(piece: str) -> None:
    begun = time.perf_counter()
    recognise((piece * 4000)[:4000], "HT-", "-EU")
    assert time.perf_counter() - begun < 2


@given(number=st.integers(1, 9_999_999), shape=st.sampled_from([("#", ""), ("HT-", "-EU"), ("", ""), ("#EN-", "")]))
def test_the_shops_own_names_are_read_back_as_they_are(number: int, shape: tuple[str, str]) -> None:
    name = f"{shape[0]}{number}{shape[1]}"
    assert normalise(name, *shape) == name
    assert name in candidates(name, *shape)


def test_only_equal_names_match_whatever_the_search_returned() -> None:
    hits = [Hit("1", "#1001"), Hit("2", "#10010"), Hit("3", "#1001-A"), Hit("4", "#11001")]
    assert exact_matches(hits, candidates("#1001", "#", "")) == (Hit("1", "#1001"),)


def test_an_older_name_format_is_found_when_the_present_one_is_not() -> None:
    hits = [Hit("1", "#2001"), Hit("2", "#12001")]
    assert exact_matches(hits, candidates("HT-2001-EU", "HT-", "-EU")) == (Hit("1", "#2001"),)


def test_the_name_as_typed_wins_over_a_guess() -> None:
    hits = [Hit("1", "1001"), Hit("2", "#1001")]
    assert exact_matches(hits, candidates("#1001", "#", "")) == (Hit("2", "#1001"),)


def test_a_confirmation_number_is_matched_exactly() -> None:
    assert confirmation_text("XPAV284CT") == 'confirmation_number:"XPAV284CT"'
    assert confirmation_text("#1001") is None
    hits = [Hit("1", "#1", "XPAV284CT"), Hit("2", "#2", "XPAV284CX")]
    assert confirmed(hits, "xpav284ct") == (hits[0],)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("where is #1001?", ("#1001",)),
        ("EN-1001", ("EN-1001",)),
        ("my order is HT-2001-EU, thanks", ("HT-2001-EU",)),
        ("Bestellung Nr. 4711", ("#4711",)),
        ("#1001 and #1002 and #1001", ("#1001", "#1002")),
        ("does the 2024 model cost $1200?", ()),
        ("I need 3 of them", ()),
        ("1001 OR status:open", ()),
    ],
)
def test_names_are_read_once_each_and_figures_are_not_taken_for_them(text: str, names: tuple[str, ...]) -> None:
    assert recognise(text, "#", "") == names
