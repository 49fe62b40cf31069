"""An answer must name what it was asked about: a thing, a kind of answer, a country, a product by its name."""

import pytest

from backend.ai.answer import compose, find
from backend.ai.doubt import NO_SUCH_KIND, NO_SUCH_PLACE, NO_SUCH_THING, doubt_of_silence
from backend.ai.embedding import default_embedder
from backend.ai.lexical import LexicalIndex, Names
from backend.ai.retrieval import Passage, PassageIndex, build_index
from backend.ai.signals import without_refusal
from backend.ai.slots import slots_of
from backend.ai.understand import understand
from backend.ai.wordpiece import load_wordpiece


@pytest.mark.parametrize(
    ("question", "silent", "speaking"),
    [
        ("Is the mug dishwasher safe?", "A hand-glazed mug of 300 ml.", "Wash it by hand: no dishwasher."),
        ("do you take klarna", "We accept Visa and PayPal.", "Klarna is offered at checkout."),
        ("is there a toilet in the shop", "Open from 9 to 5.", "There is a restroom on the first floor."),
        ("can I rent one for a weekend", "It costs $40.", "Hire is $15 a day."),
        ("student discount?", "Teachers have 7 % off.", "College students have 7 % off."),
        ("is there gluten in the oat bar", "Oats, honey and salt.", "Free of wheat."),
    ],
)
def test_a_text_that_does_not_name_the_thing_is_silent_on_it(question: str, silent: str, speaking: str) -> None:
    slots = slots_of(question)
    assert doubt_of_silence(slots, silent)[0] == NO_SUCH_THING
    assert doubt_of_silence(slots, speaking) == (0.0, "")


@pytest.mark.parametrize(
    ("question", "silent", "speaking", "kind"),
    [
        ("what does the kettle weigh", "A kettle of steel.", "It is 1.2 kg.", "weight"),
        ("how much is the scarf", "A scarf of fine wool.", "The scarf: $45.", "price"),
        ("how loud is it", "It stops the noise of trains.", "Some 40 dB.", "loudness"),
        ("which colours does it come in", "Sizes S to XL.", "Oat, navy and cream.", "colour"),
        ("how long is the lead on the lamp", "Bulb: E27.", "The cable is 2 m.", "length"),
        ("how long does delivery take", "We deliver everywhere.", "Three to five days.", "time"),
        ("where is the jumper made", "Merino, very soft.", "Knitted in Portugal.", "origin"),
        ("what would you give me for my old phone", "Good $98, Mint $119.", "For a trade-in: $60.", "paid_to_shopper"),
    ],
)
def test_a_text_without_such_a_kind_of_answer_gives_none(question: str, silent: str, speaking: str, kind: str) -> None:
    slots = slots_of(question)
    assert doubt_of_silence(slots, silent) == (NO_SUCH_KIND, kind)
    assert doubt_of_silence(slots, speaking) == (0.0, "")


def test_a_country_is_answered_by_its_name_its_union_or_words_on_how_far_a_shop_goes() -> None:
    slots = slots_of("Do you ship to Norway?")
    assert doubt_of_silence(slots, "Canada: $9. United Kingdom: £4.") == (NO_SUCH_PLACE, "norway")
    for speaking in ("Norway: €12", "All of Europe: €9", "We ship within Ireland only.", "Other countries: €30"):
        assert doubt_of_silence(slots, speaking) == (0.0, "")


def test_a_name_that_the_shop_gave_to_a_thing_must_stand_in_the_answer() -> None:
    reading = Names()
    reading.add("Our kettle is the Lantern. In stock. The mill that we sell is the Pinch, and we pinch nothing.")
    names = reading.found()
    assert set(names) == {"lantern"}
    slots = slots_of("how heavy is the lantern", names)
    assert doubt_of_silence(slots, "The other kettle weighs 2 kg.") == (NO_SUCH_THING, "lantern")
    assert doubt_of_silence(slots, "Lantern: 1 kg") == (0.0, "")


@pytest.fixture(scope="module")
def shop() -> PassageIndex:
    texts = {
        "Harbour mug": "A hand-thrown mug of stoneware, 300 ml, glazed in blue. It costs $24.",
        "Camp plate": "An enamel plate. It may go into the dishwasher, and is as light as 180 g.",
        "Shipping": "We ship to Canada and the United Kingdom. To Canada it takes 5 days and costs $14.",
    }
    passages = [
        Passage(number, number, title, f"/{number}", "page", "", text, "en", tuple(text.split("\n")))
        for number, (title, text) in enumerate(texts.items())
    ]
    return build_index(passages, default_embedder())


def asked(shop: PassageIndex, question: str) -> str:
    vector = default_embedder().embed([question.lower()])[0]
    answer = compose(find(understand(question, vector), shop, default_embedder()))
    return answer.text if answer else ""


def test_what_stands_beside_the_question_is_not_told_for_an_answer(shop: PassageIndex) -> None:
    assert asked(shop, "Is the Harbour mug dishwasher safe?") == ""
    assert asked(shop, "Do you ship to Norway?") == ""
    assert asked(shop, "How heavy is the Harbour mug?") == ""
    assert "dishwasher" in asked(shop, "Is the camp plate dishwasher safe?")
    assert "$14" in asked(shop, "How much is shipping to Canada?")
    assert "$24" in asked(shop, "How much is the Harbour mug?")


def test_slips_of_the_keyboard_are_put_right_where_one_word_of_the_shop_is_near() -> None:
    lexical = LexicalIndex(["We accept checks. Exchanges take a week. Softener spoils the finish."])
    is_word = load_wordpiece().is_word
    assert lexical.corrected("do u acept chekcs?", is_word) == "do u accept checks?"
    assert lexical.corrected("wich softner", is_word) == "wich softener"
    assert lexical.corrected("is the coat warm", is_word) == "is the coat warm"


def test_words_against_a_person_are_not_searched_for() -> None:
    assert without_refusal("No need to transfer me to an agent: how much is a patch?") == "how much is a patch?"
    assert without_refusal("how much is a patch?") == "how much is a patch?"
    understood = understand("don't need a human for this: how much is a patch?", default_embedder().embed(["x"])[0])
    assert "human" not in understood.search_text
    assert understood.text == "don't need a human for this: how much is a patch?"
