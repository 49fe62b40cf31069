"""One turn's decision: a human is never refused, the known is not asked for, and what was not found is not said."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.bot.decisions import (
    Answer,
    AnswerFromOrder,
    Ask,
    Decision,
    Escalate,
    LookUpOrder,
    OfferAction,
    SayUnknown,
    SmallTalk,
)
from backend.bot.rules import STAKES, BotPolicy, OfferedWhen, Retrieved, Standing, decide
from backend.conversations.rules import Reason, Urgency


@dataclass(frozen=True)
class Said:
    """A message as it was understood."""

    text: str = "Do you ship to Canada?"
    language: str = "en"
    intents: tuple[tuple[str, float], ...] = ()
    signals: Mapping[str, str] = field(default_factory=dict)
    order_numbers: tuple[str, ...] = ()
    late_by: str = ""
    is_question: bool = True
    is_repeat: bool = False
    chatter: str = ""


FIND_MY_ORDER = OfferedWhen(
    "find_my_order", frozenset({"order_status"}), before_handoff=True, required=("order_number", "email")
)
RETURN = OfferedWhen("return", frozenset({"return_refund"}), required=("order_number", "reason"))
POLICY = BotPolicy(threshold=0.5, actions=(FIND_MY_ORDER, RETURN))
FOUND = Retrieved(best_score=0.8, margin=0.2, has_answer=True)
NOTHING = Retrieved(best_score=0.1)
KNOWN = Standing(known={"order_number": "1001", "email": "elena@example.com"}, order_is_known=True)
WHERE = Said("where is my order?", intents=(("order_status", 0.9),))
LATE = Said(
    "it's three weeks late, I want to talk to someone",
    intents=(("order_status", 0.5), ("wants_human", 0.4)),
    signals={"asks_for_human": "talk to someone", "lateness": "three weeks late"},
    late_by="three weeks",
    is_question=False,
)


def decided(said: Said, retrieved: Retrieved = NOTHING, standing: Standing | None = None) -> Decision:
    return decide(said, retrieved, standing or Standing(), POLICY)


def escalated(said: Said, retrieved: Retrieved = FOUND, standing: Standing | None = None) -> Escalate:
    decision = decided(said, retrieved, standing)
    assert isinstance(decision, Escalate)
    return decision


def test_a_question_that_the_content_answers_is_answered() -> None:
    assert decided(Said(intents=(("shipping_info", 0.9),)), FOUND) == Answer()


def test_an_order_that_is_not_known_is_asked_for_by_its_form() -> None:
    assert decided(WHERE, FOUND) == OfferAction("find_my_order")


def test_an_order_that_is_known_is_spoken_of_without_a_form() -> None:
    assert decided(WHERE, FOUND, KNOWN) == AnswerFromOrder()


def test_a_late_order_and_a_request_for_a_person_are_urgent_and_no_form_is_shown_when_all_is_known() -> None:
    assert escalated(LATE, FOUND, KNOWN) == Escalate(
        Reason.ASKED_FOR_HUMAN,
        Urgency.HIGH,
        "order three weeks late and a person was asked for",
        "talk to someone",
        pre_handoff_action=None,
    )


def test_the_form_goes_along_with_the_handoff_while_something_is_unknown() -> None:
    assert escalated(LATE).pre_handoff_action == "find_my_order"


def test_a_declined_or_offered_form_does_not_come_back_and_does_not_hold_the_human_up() -> None:
    for standing in (
        Standing(declined_actions=frozenset({"find_my_order"})),
        Standing(offered_actions=frozenset({"find_my_order"})),
    ):
        decision = escalated(LATE, FOUND, standing)
        assert (decision.reason, decision.pre_handoff_action) == (Reason.ASKED_FOR_HUMAN, None)


def test_a_plain_request_for_a_person_is_of_normal_urgency() -> None:
    decision = escalated(Said("human please", signals={"asks_for_human": "human please"}, is_question=False))
    assert (decision.urgency, decision.urgency_why) == (Urgency.NORMAL, "a person was asked for")


def test_the_classifier_alone_can_hear_a_request_for_a_person_but_not_against_a_denial() -> None:
    sure = Said("somebody with a heartbeat would be nice", intents=(("wants_human", 0.9),), is_question=False)
    denied = Said("no need to transfer me", intents=(("wants_human", 0.9),), signals={"refuses_human": "no need"})
    assert escalated(sure).reason is Reason.ASKED_FOR_HUMAN
    assert decided(denied, FOUND) == Answer()


@pytest.mark.parametrize("topic", STAKES)
def test_each_high_stakes_topic_escalates_unless_the_shop_switched_it_off(topic: str) -> None:
    said = Said("It is my … what now?", signals={topic: "the words"})
    decision = escalated(said)
    assert (decision.reason, decision.evidence) == (Reason.HIGH_STAKES, "the words")
    off = BotPolicy(high_stakes=frozenset(STAKES) - {topic})
    assert decide(said, FOUND, Standing(), off) == Answer()


def test_the_gravest_topic_gives_the_reason() -> None:
    decision = escalated(Said(signals={"refund_dispute": "no refund", "injury": "burned my hand"}))
    assert decision.evidence == "burned my hand"
    assert decision.urgency is Urgency.HIGH


def test_a_question_on_the_refund_policy_is_no_dispute() -> None:
    said = Said("what is your refund policy?", intents=(("return_refund", 0.8), ("refund_dispute", 0.2)))
    assert decided(said, FOUND) == Answer()


def test_an_upset_shopper_gets_a_human_and_sooner_the_second_time() -> None:
    said = Said("this is ridiculous", signals={"upset": "ridiculous"}, is_question=False)
    assert escalated(said).reason is Reason.UPSET
    assert escalated(said).urgency is Urgency.NORMAL
    assert escalated(said, FOUND, Standing(times_upset=1)).urgency is Urgency.HIGH


def test_two_misses_in_a_row_end_with_a_human() -> None:
    assert decided(Said("do you sell kayaks?")) == SayUnknown(offer_person=True)
    decision = escalated(Said("and canoes?"), NOTHING, Standing(misses_in_row=1))
    assert (decision.reason, decision.urgency) == (Reason.CANNOT_ANSWER, Urgency.LOW)


def test_an_answer_that_did_not_help_brings_a_human_but_only_after_an_answer() -> None:
    said = Said("that didn't help", signals={"did_not_help": "didn't help"}, is_question=False)
    assert escalated(said, NOTHING, Standing(bot_has_answered=True)).reason is Reason.CANNOT_ANSWER
    assert decided(said, NOTHING) == SayUnknown()


def test_a_high_score_without_words_to_quote_is_no_answer() -> None:
    assert decided(Said(), Retrieved(best_score=0.9, has_answer=False)) == SayUnknown()
    assert decided(Said(), Retrieved(best_score=0.49, has_answer=True)) == SayUnknown()


def test_a_wish_to_return_gets_the_form_and_a_question_on_returns_gets_the_answer() -> None:
    wish = Said("I want to return my boots", intents=(("return_refund", 0.9),), is_question=False)
    question = Said("how do returns work?", intents=(("return_refund", 0.9),))
    assert decided(wish, FOUND) == OfferAction("return", with_answer=True)
    assert decided(wish, NOTHING) == OfferAction("return")
    assert decided(question, FOUND) == Answer()


def test_a_declined_form_is_not_offered_again() -> None:
    decision = decided(WHERE, NOTHING, Standing(declined_actions=frozenset({"find_my_order"})))
    assert decision == SayUnknown()


@pytest.mark.parametrize("kind", ["greeting", "thanks", "goodbye"])
def test_a_courtesy_is_returned_without_a_search(kind: str) -> None:
    assert decided(Said("…", signals={kind: "words"}, is_question=False), FOUND) == SmallTalk(kind)


def test_a_message_without_a_word_is_asked_about() -> None:
    assert decided(Said("???", is_question=True)) == Ask("question")


def test_the_shops_own_rules_escalate_by_intent_and_by_tag() -> None:
    policy = BotPolicy(escalate_intents=frozenset({"discount_code"}), escalate_tags=frozenset({"vip"}))
    by_intent = decide(Said(intents=(("discount_code", 0.8),)), FOUND, Standing(), policy)
    by_tag = decide(Said(), FOUND, Standing(tags=frozenset({"vip"})), policy)
    assert isinstance(by_intent, Escalate)
    assert isinstance(by_tag, Escalate)
    assert (by_intent.reason, by_intent.evidence) == (Reason.MERCHANT_RULE, "intent discount_code")
    assert (by_tag.reason, by_tag.evidence) == (Reason.MERCHANT_RULE, "tag vip")


def test_a_failing_bot_hands_over() -> None:
    decision = escalated(Said(), FOUND, Standing(bot_failed=True))
    assert (decision.reason, decision.urgency_why) == (Reason.BOT_FAILURE, "the bot failed")


def test_an_order_number_alone_is_a_question_about_that_order() -> None:
    said = Said("1001", order_numbers=("1001",), is_question=False)
    assert decided(said) == OfferAction("find_my_order")
    assert decided(said, NOTHING, KNOWN) == AnswerFromOrder()


_SIGNALS = st.dictionaries(
    st.sampled_from([*STAKES, "upset", "lateness", "thanks", "greeting", "did_not_help", "repeated_contact"]),
    st.just("words"),
)
_STANDINGS = st.builds(
    Standing,
    misses_in_row=st.integers(0, 3),
    offered_actions=st.frozensets(st.sampled_from(["find_my_order", "return"])),
    declined_actions=st.frozensets(st.sampled_from(["find_my_order", "return"])),
    known=st.dictionaries(st.sampled_from(["order_number", "email", "reason"]), st.just("x")),
    order_is_known=st.booleans(),
    bot_failed=st.booleans(),
)
_RETRIEVED = st.builds(Retrieved, st.floats(0, 1), st.floats(0, 1), st.booleans())


@given(signals=_SIGNALS, standing=_STANDINGS, retrieved=_RETRIEVED, high_stakes=st.frozensets(st.sampled_from(STAKES)))
def test_whoever_asks_for_a_human_gets_one_whatever_else_holds(
    signals: dict[str, str], standing: Standing, retrieved: Retrieved, high_stakes: frozenset[str]
) -> None:
    policy = BotPolicy(actions=POLICY.actions, high_stakes=high_stakes)
    said = Said(signals=signals | {"asks_for_human": "a person"})
    decision = decide(said, retrieved, standing, policy)
    assert isinstance(decision, Escalate)
    assert (decision.reason, decision.evidence) == (Reason.ASKED_FOR_HUMAN, "a person")
    assert decision.urgency_why


@given(
    signals=_SIGNALS,
    standing=_STANDINGS,
    retrieved=_RETRIEVED,
    intent=st.sampled_from(["order_status", "return_refund"]),
)
def test_a_form_whose_fields_are_all_known_is_never_shown(
    signals: dict[str, str], standing: Standing, retrieved: Retrieved, intent: str
) -> None:
    decision = decide(Said(signals=signals, intents=((intent, 0.9),)), retrieved, standing, POLICY)
    shown = decision.action_key if isinstance(decision, OfferAction) else None
    if isinstance(decision, Escalate):
        shown = decision.pre_handoff_action
    for action in POLICY.actions:
        if all(key in standing.known for key in action.required):
            assert shown != action.key


def test_an_order_whose_every_question_is_answered_is_looked_up_without_asking() -> None:
    known = Standing(known={"order_number": "1001", "email": "elena@example.com"})
    assert decide(WHERE, FOUND, known, POLICY) == LookUpOrder("find_my_order")
    without_number = Standing(known={"email": "elena@example.com"})
    assert decide(WHERE, FOUND, without_number, POLICY) == OfferAction("find_my_order")
    only_numbered = BotPolicy(threshold=0.5, actions=(OfferedWhen("other", frozenset({"other"})),))
    assert decide(WHERE, FOUND, known, only_numbered) == Answer()


@pytest.mark.parametrize("topic", ["account_lockout", "billing_dispute", "fraud", "legal_threat", "refund_dispute"])
def test_a_question_about_how_things_are_in_general_is_no_dispute(topic: str) -> None:
    general = Said("Does an account get locked after wrong codes?", signals={topic: "account get locked"})
    own = Said("Did my account get locked after wrong codes?", signals={topic: "account get locked"})
    assert decided(general, FOUND) == Answer()
    assert escalated(own).reason is Reason.HIGH_STAKES


def test_an_injury_is_one_however_it_is_put() -> None:
    asked = Said("Is a burned finger normal?", signals={"injury": "burned finger"})
    assert escalated(asked).reason is Reason.HIGH_STAKES


def test_a_complaint_without_a_word_of_anger_is_heard_unless_it_asks_something() -> None:
    told = Said("Years a customer and this.", intents=(("complaint", 0.8),), is_question=False)
    asked = Said("Is this how it is meant to be?", intents=(("complaint", 0.8),), is_question=True)
    assert escalated(told).reason is Reason.UPSET
    assert decided(asked, FOUND) == Answer()


def test_a_dispute_in_words_goes_before_a_person_that_was_only_guessed() -> None:
    said = Said("I am going to my lawyer", intents=(("wants_human", 0.6),), signals={"legal_threat": "my lawyer"})
    assert escalated(said).reason is Reason.HIGH_STAKES


@pytest.mark.parametrize(
    ("chatter", "kind"), [("nod", "nod"), ("no", "nod"), ("presence", "presence"), ("about_bot", "about_bot")]
)
def test_what_asks_nothing_of_the_store_is_answered_in_kind(chatter: str, kind: str) -> None:
    said = Said("…", chatter=chatter, is_question=False)
    assert decided(said, FOUND) == SmallTalk(kind)


def test_yes_after_a_miss_takes_up_the_offer_of_a_person() -> None:
    yes = Said("yes please", chatter="yes", is_question=False)
    asked = decided(yes, NOTHING, Standing(misses_in_row=1))
    assert isinstance(asked, Escalate)
    assert (asked.reason, asked.evidence) == (Reason.ASKED_FOR_HUMAN, "yes please")
    assert decided(yes, NOTHING) == SmallTalk("nod")
