"""Tags by their rules: which facts earn which tag, by which words, and that the same facts earn the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.tags import rules
from backend.tags.rules import (
    Answered,
    Application,
    Facts,
    OrderFact,
    Request,
    TagDefinition,
    TagRule,
    Turn,
    decide,
)
from backend.tags.starters import STARTERS

STORY = Facts(
    turns=(
        Turn(1, "Do you ship to Canada?", (("shipping_info", 0.9),), outcome="answer"),
        Turn(3, "where is my order?", (("order_status", 0.97),), outcome="offer_action"),
        Turn(
            8,
            "it's three weeks late, I want to talk to someone",
            (("wants_human", 0.8), ("order_status", 0.16)),
            {"lateness": "three weeks late", "asks_for_human": "talk to someone"},
            "escalate",
        ),
    ),
    answered=(Answered(5, "find_my_order", "Order number: #1001", ("order-inquiry",)),),
    requests=(Request("asked_for_human", "high", "The order is three weeks late.", "talk to someone", 8),),
    orders=(OrderFact("delayed", "Order #1001: delayed, 17 days late"),),
)


def names(facts: Facts) -> list[str]:
    return [application.tag for application in decide(STARTERS, facts)]


def test_a_late_order_and_a_wish_for_a_person_earn_their_tags_with_the_words_that_say_so() -> None:
    assert decide(STARTERS, STORY) == [
        Application("order-inquiry", "Order number: #1001", 5, 1.0),
        Application("shipping-delay", "three weeks late", 8, 1.0),
        Application("escalated-by-user", "talk to someone", 8, 1.0),
        Application("high-priority", "The order is three weeks late.", 8, 1.0),
    ]


def test_a_question_that_the_content_answered_earns_no_tag() -> None:
    assert names(Facts(turns=STORY.turns[:1])) == []


def test_an_order_that_the_carrier_calls_late_is_a_delay_without_a_word_of_the_shopper() -> None:
    assert decide(STARTERS, Facts(orders=STORY.orders)) == [
        Application("shipping-delay", "Order #1001: delayed, 17 days late", None, 0.9)
    ]


@pytest.mark.parametrize(("chance", "earned"), [(0.39, []), (0.4, ["product-question"])])
def test_an_intent_counts_only_when_it_is_sure(chance: float, earned: list[str]) -> None:
    assert names(Facts(turns=(Turn(1, "Is it warm?", (("product_question", chance),)),))) == earned


def test_a_question_without_an_answer_is_a_knowledge_gap() -> None:
    assert names(Facts(turns=(Turn(1, "Do you rent tents?", outcome="unknown"),))) == ["knowledge-gap"]
    assert names(Facts(requests=(Request("cannot_answer", "normal", "", "Do you rent tents?"),))) == ["knowledge-gap"]


def test_a_forms_own_tag_is_earned_by_answering_it_whatever_the_tags_rule_says() -> None:
    mine = [TagDefinition("vip", TagRule())]
    assert decide(mine, Facts(answered=(Answered(2, "vip_form", "Size: XL", ("vip",)),))) == [
        Application("vip", "Size: XL", 2, 1.0)
    ]


def test_of_equal_grounds_the_first_is_the_evidence_and_of_unequal_the_surest() -> None:
    tag = [TagDefinition("t", TagRule(intents=("a",)))]
    turns = tuple(Turn(at, f"text {at}", (("a", chance),)) for at, chance in ((1, 0.5), (2, 0.9), (3, 0.9)))
    assert decide(tag, Facts(turns=turns)) == [Application("t", "text 2", 2, 0.9)]


def test_long_evidence_is_one_short_line() -> None:
    [application] = decide(
        [TagDefinition("t", TagRule(intents=("a",)))], Facts(turns=(Turn(1, "word\n" * 100, (("a", 1.0),)),))
    )
    assert len(application.evidence) <= rules.LONGEST_EVIDENCE
    assert "\n" not in application.evidence


_TURN = st.builds(
    Turn,
    st.integers(1, 50),
    st.text(max_size=30),
    st.lists(st.tuples(st.sampled_from(["order_status", "complaint"]), st.floats(0, 1)), max_size=2).map(tuple),
    st.dictionaries(st.sampled_from(["upset", "lateness"]), st.text(max_size=20), max_size=2),
    st.sampled_from(["", "answer", "unknown"]),
)


@given(turns=st.lists(_TURN, max_size=6), later=_TURN)
def test_more_facts_never_take_a_tag_away_nor_make_it_less_sure(turns: list[Turn], later: Turn) -> None:
    before = {each.tag: each.confidence for each in decide(STARTERS, Facts(turns=tuple(turns)))}
    after = {each.tag: each.confidence for each in decide(STARTERS, Facts(turns=(*turns, later)))}
    assert before.keys() <= after.keys()
    assert all(after[tag] >= confidence for tag, confidence in before.items())


@pytest.mark.parametrize("name", ["refund", "late-delivery", "2nd-try", "a" * 40])
def test_lower_case_words_with_hyphens_name_a_tag(name: str) -> None:
    assert rules.name_problem(name) is None


@pytest.mark.parametrize("name", ["", "Refund", "late delivery", "-late", "late-", "a--b", "réfund", "a" * 41, "a\n"])
def test_any_other_name_is_refused_with_what_to_write(name: str) -> None:
    assert (rules.name_problem(name) or "").endswith((".", f"it has {len(name)}."))


def test_starter_tags_are_sound_survive_being_stored_and_say_what_puts_them_on() -> None:
    assert [starter.name for starter in STARTERS] == [
        "order-inquiry", "refund", "shipping-delay", "escalated-by-user", "high-priority", "product-question",
        "complaint", "knowledge-gap",
    ]  # fmt: skip
    for starter in STARTERS:
        assert rules.name_problem(starter.name) is None
        assert rules.description_problem(starter.description) is None
        assert rules.parse(rules.dump(starter.rule)) == starter.rule
        assert rules.in_words(starter.rule)
    assert rules.in_words(STARTERS[3].rule) == ["The shopper asks for a person"]
