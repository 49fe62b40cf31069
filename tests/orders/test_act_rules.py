"""What may be done to an order, by how it stands; what goes back into stock how; and what agents may write."""

from dataclasses import replace
from decimal import Decimal

import pytest

from backend.orders import act_rules
from backend.orders.act_rules import ActKind, Line, Refused, Standing

MUG = Line("line-1", "Enamel mug", "Cream", refundable=3, unfulfilled=1)
TENT = Line("line-2", "Tent", "Default Title", refundable=1, unfulfilled=1)
OPEN = Standing(name="#1001", fulfilment="UNFULFILLED", left=Decimal("80.00"), currency="USD", lines=(MUG, TENT))
SENT = replace(OPEN, fulfilment="FULFILLED")
PARTLY = replace(OPEN, fulfilment="PARTIALLY_FULFILLED")
CANCELLED = replace(OPEN, is_cancelled=True, left=Decimal(0))


@pytest.mark.parametrize(
    ("standing", "possible"),
    [
        (OPEN, {"cancel", "refund", "address", "tag", "note"}),
        (PARTLY, {"refund", "address", "return", "tag", "note"}),
        (SENT, {"refund", "return", "tag", "note"}),
        (CANCELLED, {"tag", "note"}),
        (replace(OPEN, return_state="IN_PROGRESS"), {"refund", "address", "tag", "note"}),
        (replace(SENT, left=Decimal(0)), {"return", "tag", "note"}),
    ],
)
def test_what_may_be_done_depends_on_how_the_order_stands(standing: Standing, possible: set[str]) -> None:
    assert {kind.value for kind in ActKind if act_rules.why_not(kind, standing) is None} == possible


def test_why_not_is_said_in_words() -> None:
    refused = act_rules.why_not(ActKind.CANCEL, SENT)
    assert refused == Refused("Items of this order were sent already. Create a return, or refund it instead.")


def test_what_was_not_sent_is_cancelled_and_what_was_sent_is_returned() -> None:
    assert act_rules.refund_lines({"line-1": 3}, OPEN.lines, restock=True) == [
        {"lineItemId": "line-1", "quantity": 1, "restockType": "CANCEL"},
        {"lineItemId": "line-1", "quantity": 2, "restockType": "RETURN"},
    ]
    assert act_rules.refund_lines({"line-1": 3, "line-2": 1}, OPEN.lines, restock=False) == [
        {"lineItemId": "line-1", "quantity": 3, "restockType": "NO_RESTOCK"},
        {"lineItemId": "line-2", "quantity": 1, "restockType": "NO_RESTOCK"},
    ]


def test_no_more_is_given_back_than_there_is() -> None:
    assert act_rules.too_many({"line-1": 3, "line-2": 1}, OPEN.lines) is None
    many = act_rules.too_many({"line-1": 4}, OPEN.lines)
    assert many == Refused("Of Enamel mug (Cream) only 3 can be refunded.", "INVALID")
    assert act_rules.too_many({"line-9": 1}, OPEN.lines) == Refused("An item is not part of this order.", "INVALID")


@pytest.mark.parametrize("given", [[("a", 0)], [("a", -1)], [("a", 1), ("a", 1)], [("a" * 129, 1)]])
def test_each_item_is_named_once_with_a_quantity(given: list[tuple[str, int]]) -> None:
    found = act_rules.quantities([{"line_id": line, "quantity": count} for line, count in given])
    assert isinstance(found, Refused)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("16.00", "16.0", True), ("16", "16.00", True), ("16.00", "16.01", False), ("", "0", False), ("1e", "1", False)],
)
def test_amounts_are_compared_as_numbers(one: str, other: str, same: bool) -> None:
    assert act_rules.is_same_amount(one, other) is same


def test_tags_are_cleaned_and_what_shopify_would_not_take_is_refused() -> None:
    assert act_rules.tags([" vip ", "vip", "two  words", ""]) == ("vip", "two words")
    for bad in ([], [" "], ["a,b"], ["x" * 41], [str(n) for n in range(11)]):
        assert isinstance(act_rules.tags(bad), Refused)


def test_a_note_is_added_to_what_stands_there() -> None:
    assert act_rules.with_note("", "Call first.") == "Call first."
    assert act_rules.with_note("Gift.\n", "Call first.") == "Gift.\nCall first."


@pytest.mark.parametrize(
    ("note", "added", "times"),
    [
        ("Please leave VIP customer", "VIP", 0),
        ("VIP\nGift.\nVIP ", "VIP", 2),
        ("Gift.\r\nCall first.\nTwice.\n", "Call first.\nTwice.", 1),
        ("Call first.", "Call first.\nTwice.", 0),
        ("", "VIP", 0),
    ],
)
def test_what_was_added_to_a_note_counts_in_lines_of_its_own(note: str, added: str, times: int) -> None:
    assert act_rules.times_noted(note, added) == times


def test_items_are_told_with_their_variant_where_they_have_one() -> None:
    assert act_rules.items_words({"line-1": 2, "line-2": 1}, OPEN.lines) == "2 × Enamel mug (Cream), 1 × Tent"
