"""What a conversation is about: the first words that ask or tell something."""

from functools import reduce

import pytest

from backend.conversations.subject import ASKED_FOR_A_PERSON, subject_after


@pytest.mark.parametrize(
    ("said", "about"),
    [
        (["Where is my order?", "It is late"], "Where is my order?"),
        (["hello!", "where is my order"], "where is my order"),
        (["Hi there", "are you there?", "ok", "My lamp is dead", "thanks"], "My lamp is dead"),
        (["hi, can you send a tent to norway", "hello?"], "hi, can you send a tent to norway"),
        (["hello there I have a problem with my tent", "pole"], "hello there I have a problem with my tent"),
        (["hola", "¿Dónde está mi pedido?"], "¿Dónde está mi pedido?"),
        (["hello!"], "hello!"),
        (["a  b\nc " * 60], ("a b c " * 60)[:139].rstrip() + "…"),
    ],
)
def test_a_greeting_stands_only_until_something_is_said(said: list[str], about: str) -> None:
    assert reduce(subject_after, said, "") == about


def test_what_is_written_after_pressing_the_button_takes_its_place() -> None:
    assert subject_after(ASKED_FOR_A_PERSON, "The zip of my tent broke") == "The zip of my tent broke"
