"""A nod is answered with a nod, "are you there?" with "yes", and neither is searched for or counted as a miss."""

import pytest

from backend.ai.chatter import Chatter, chatter_of
from backend.ai.embedding import default_embedder
from backend.ai.understand import Turn, understand


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(
            (said, Chatter.NOD)
            for said in ("ok", "OK cool", "lol", "haha", "👍", "👍👍", ":)", "I see", "hmm", "d'accord")
        ),
        *((said, Chatter.YES) for said in ("yes", "Yes please!", "oui", "ja bitte", "はい")),
        *((said, Chatter.NO) for said in ("no", "nope", "non", "いいえ")),
        *((said, Chatter.PRESENCE) for said in ("are you there?", "hello? are you there", "u there??", "still there?")),
        *(
            (said, Chatter.ABOUT_BOT)
            for said in ("are you a bot?", "who are you", "what can you do?", "sind Sie ein Bot")
        ),
    ],
)
def test_a_whole_message_that_asks_nothing_of_the_store_is_known(text: str, kind: Chatter) -> None:
    assert chatter_of(text) is kind


@pytest.mark.parametrize(
    "text",
    ["ok, and to France?", "👎", "...", "?", "is anyone there?", "yes I want a refund", "no refund came", "", "hello"],
)
def test_anything_more_than_that_is_no_chatter(text: str) -> None:
    assert chatter_of(text) is None


def understood(text: str, *before: str) -> dict[str, str]:
    history = [Turn("shopper", said) for said in before]
    return dict(understand(text, default_embedder().embed([text])[0], history).signals)


def test_are_you_there_asks_for_a_person_only_when_nobody_answered_it_before() -> None:
    assert "asks_for_human" not in understood("are you there?", "where is my order")
    assert understood("are you there?", "are you there?")["asks_for_human"] == "are you there?"
    assert understood("still there?", "this is ridiculous, I'm furious")["asks_for_human"] == "still there?"


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("I'd much sooner explain this to a living soul", "asks_for_human"),
        ("the lid flew off and scalded my arm", "injury"),
        ("my solicitor will be writing to you", "legal_threat"),
    ],
)
def test_a_ground_for_a_human_is_known_in_words_that_no_rule_has(text: str, ground: str) -> None:
    assert understood(text)[ground]


@pytest.mark.parametrize("text", ["how long do refunds take", "is the mug safe in the oven", "do you sell gift cards"])
def test_a_question_is_no_ground_for_a_human(text: str) -> None:
    assert understood(text) == {}
