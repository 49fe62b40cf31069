"""How a result is judged and compared, and what a source may be called."""

import pytest

from backend.evaluation.rules import Change, Named, Outcome, Verdict, change_of, titles_of, verdict_of

LINE = {"text": "Do you ship to Norway?", "expect": {"answerable": True}}
SOURCES = (
    Named("Shipping policy", "gid://shopify/ShopPolicy/1", "https://shop.example/policies/shipping-policy"),
    Named("How we test tents", "file:7f", "https://shop.example/blogs/news/how-we-test-tents/"),
    Named("care.pdf", "care.pdf"),
)


def test_everything_that_was_expected_must_be_met() -> None:
    assert verdict_of({"source": True, "contains": True}) is Verdict.PASSED
    assert verdict_of({"source": True, "contains": False}) is Verdict.FAILED
    assert verdict_of({}) is Verdict.UNJUDGED


@pytest.mark.parametrize(
    ("now", "before", "change"),
    [
        (Verdict.PASSED, Verdict.PASSED, Change.STILL_PASSING),
        (Verdict.PASSED, Verdict.FAILED, Change.MENDED),
        (Verdict.FAILED, Verdict.PASSED, Change.BROKEN),
        (Verdict.FAILED, Verdict.FAILED, Change.STILL_FAILING),
        (Verdict.FAILED, None, Change.NEW),
        (Verdict.PASSED, Verdict.UNJUDGED, Change.NEW),
        (Verdict.UNJUDGED, Verdict.PASSED, None),
        (None, Verdict.PASSED, None),
    ],
)
def test_a_result_is_compared_with_the_same_question_of_the_run_before(
    now: Verdict | None, before: Verdict | None, change: Change | None
) -> None:
    assert change_of(Outcome(LINE, now), Outcome(LINE, before)) is change


def test_a_question_that_was_changed_or_not_asked_before_is_new() -> None:
    other = {**LINE, "expect": {"answerable": False}}
    assert change_of(Outcome(LINE, Verdict.FAILED), Outcome(other, Verdict.PASSED)) is Change.NEW
    assert change_of(Outcome(LINE, Verdict.PASSED), None) is Change.NEW


@pytest.mark.parametrize(
    "name",
    [
        "Shipping policy",
        "shipping POLICY",
        "shipping-policy",
        "gid://shopify/ShopPolicy/1",
        "/policies/shipping-policy",
    ],
)
def test_a_source_is_meant_by_its_title_or_its_address(name: str) -> None:
    assert titles_of([name], SOURCES) == ("Shipping policy",)


def test_a_file_is_meant_by_its_name_and_what_is_unknown_stays_as_it_is() -> None:
    assert titles_of(["care", "care.pdf", "gone.md"], SOURCES) == ("care.pdf", "gone.md")
    assert titles_of(["how-we-test-tents"], SOURCES) == ("How we test tents",)
