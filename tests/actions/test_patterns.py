"""Merchants' patterns: what they match, what they may not say, and that no text makes them slow."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.actions.patterns import BadPattern, compiled, matches


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("RMA-\\d{5}", "RMA-12345", True),
        ("RMA-\\d{5}", "RMA-1234", False),
        ("RMA-\\d{5}", "RMA-123456", False),
        ("[A-Z]{2}\\d{2,4}", "AB123", True),
        ("[A-Z]{2}\\d{2,4}", "AB12345", False),
        ("[^0-9]+", "letters", True),
        ("[^0-9]+", "l3tters", False),
        ("colou?r", "color", True),
        ("colou?r", "colouur", False),
        ("a*b", "aaab", True),
        ("\\w+\\.pdf", "receipt.pdf", True),
        ("\\w+\\.pdf", "receiptxpdf", False),
        ("[a-f0-9-]+", "12-ab", True),
        ("\\d{3,}", "12", False),
        ("", "", True),
        ("", "x", False),
    ],
)
def test_a_pattern_fits_the_whole_text_or_not_at_all(pattern: str, text: str, fits: bool) -> None:
    assert matches(pattern, text) is fits


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "a|b", "^a", "a$", "a{", "a{x}", "a{2,1}", "a{0}", "a{1000}", "\\1", "[abc", "[]", "[z-a]", "*", "\\",
     "a" * 121, "a{99}b{99}c{99}"],
)  # fmt: skip
def test_what_a_pattern_may_not_say_is_refused_with_a_sentence(pattern: str) -> None:
    with pytest.raises(BadPattern) as refusal:
        compiled(pattern)
    assert str(refusal.value).endswith(".")


_STEP = st.sampled_from(["a", "b", "\\d", "[ab]", "[^a]", "."])
_TIMES = st.sampled_from(["", "?", "*", "+", "{2}", "{1,3}", "{0,2}", "{2,}"])


@given(
    steps=st.lists(st.tuples(_STEP, _TIMES), max_size=5),
    text=st.text(alphabet="ab01", max_size=8),
)
def test_a_pattern_means_what_the_same_regular_expression_means(steps: list[tuple[str, str]], text: str) -> None:
    pattern = "".join(step + times for step, times in steps)
    assert matches(pattern, text) is (re.fullmatch(pattern, text) is not None)


def test_a_pattern_that_would_take_a_backtracking_matcher_for_ever_is_quick() -> None:
    began = time.perf_counter()
    assert not matches("a*" * 40 + "b", "a" * 2000)
    assert time.perf_counter() - began < 5
