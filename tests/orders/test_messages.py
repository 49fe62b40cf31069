"""Recognition on whole messages: those it was made with, and two sets that were written before it was run on them."""

import pytest

from backend.orders.recognition import recognise
from tests.orders.said import Said, messages

UNDECIDABLE = {"90210", "1000 thanks", "9999 thanks", "1000 thanks!!"}
"""By itself a postcode looks like a number, and "1001 thanks" like an answer; both are read as an order's number."""
STILL_WRONG = {
    "2002 came fine, but order 2001 didn't",
    "Brussels 1000, do you deliver there?",
    "the number in the confirmation mail is 13377",
}
"""Of the third set. Whatever mends one takes it out of here."""
EVERY = [said for name in ("seen.txt", "unseen.txt", "fresh.txt", "third.txt") for said in messages(name)]


def test_there_are_many_messages_of_either_kind() -> None:
    assert len([said for said in EVERY if said.names]) >= 400
    assert len([said for said in EVERY if not said.names]) >= 400


@pytest.mark.parametrize("said", EVERY, ids=lambda said: said.text[:60])
def test_a_message_gives_exactly_the_order_names_in_it(said: Said) -> None:
    found = recognise(said.text, said.prefix, said.suffix)
    if said.text not in UNDECIDABLE:
        assert (found == said.names) is (said.text not in STILL_WRONG)


@pytest.mark.parametrize(
    "said", [said for said in EVERY if said.names and said.text not in STILL_WRONG], ids=lambda said: said.text[:60]
)
def test_shouting_changes_no_name(said: Said) -> None:
    found = recognise(said.text.upper(), said.prefix, said.suffix)
    assert [name.casefold() for name in found] == [name.casefold() for name in said.names]
