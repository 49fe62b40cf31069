"""The sets that the bot is examined with are sound: every expectation can be met from the shop's own content."""

import functools
import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from backend.ai.classifier import Intent
from backend.conversations.rules import Reason, Urgency
from tests.evaluation.sets import print_sheets

SETS = Path(__file__).parent / "sets"
SHOPS = sorted(folder.parent.name for folder in SETS.glob("*/content"))
SPLITS = ("tune", "aside")
AT_LEAST = {
    "paraphrased": 60, "keyword": 25, "typo": 18, "multi_part": 8, "follow_up": 12, "unanswerable": 40, "off_topic": 6,
    "escalation_direct": 18, "escalation_indirect": 18, "escalation_negated": 10, "high_stakes": 24, "lookalike": 10,
    "small_talk": 7, "order_status": 7, "other_intent": 7, "language": 12,
}  # fmt: skip
"""Questions of each kind and shop."""
KNOWN = {"source", "contains", "answerable", "escalate", "reason", "intent", "urgency"}
HIDDEN = re.compile(r"<(script|style|template|noscript)\b.*?</\1>", re.S)


def questions(shop: str, split: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SETS / shop / f"{split}.jsonl").read_text("utf-8").splitlines()]


def everything(shop: str) -> list[dict[str, Any]]:
    return [question for split in SPLITS for question in questions(shop, split)]


@functools.cache
def words(path: Path) -> str:
    """What a reader sees of a source, in lower case and with single spaces."""
    if path.suffix == ".pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    else:
        text = path.read_text("utf-8")
    if path.suffix == ".html":
        text = html.unescape(re.sub(r"<[^>]*>", " ", HIDDEN.sub(" ", text)))
    return " ".join(text.replace("**", "").split()).lower()


def grounds(question: dict[str, Any]) -> list[dict[str, str]]:
    """Every part of the content that the answer stands on."""
    return [part for part in (question["expect"], *question.get("also", ())) if "source" in part]


def key(question: dict[str, Any]) -> str:
    """What makes a question the same as another: its own words, and those before them."""
    return json.dumps([question["text"].strip().lower(), question.get("history", [])], ensure_ascii=False).lower()


def test_there_are_three_shops_with_twenty_sources_each_in_every_form() -> None:
    assert SHOPS == ["coffee", "kids", "refurb"]
    for shop in SHOPS:
        forms = Counter(path.suffix for path in (SETS / shop / "content").iterdir())
        assert set(forms) == {".md", ".html", ".txt", ".pdf"}
        assert forms.total() >= 20


@pytest.mark.parametrize("shop", SHOPS)
def test_each_answer_stands_in_the_source_that_is_named(shop: str) -> None:
    wrong = [
        (question["text"], part["source"], part["contains"])
        for question in everything(shop)
        for part in grounds(question)
        if part["contains"].lower() not in words(SETS / shop / "content" / part["source"])
    ]
    assert wrong == []


@pytest.mark.parametrize("shop", SHOPS)
def test_every_source_is_asked_about(shop: str) -> None:
    asked = {part["source"] for question in everything(shop) for part in grounds(question)}
    assert asked == {path.name for path in (SETS / shop / "content").iterdir()}


@pytest.mark.parametrize("shop", SHOPS)
def test_expectations_use_the_words_of_the_program(shop: str) -> None:
    for question in everything(shop):
        expect = question["expect"]
        assert expect and set(expect) <= KNOWN, question
        assert ("source" in expect) == ("contains" in expect), question
        assert "source" not in expect or expect["answerable"] is True, question
        assert expect.get("intent", Intent.OTHER) in set(Intent), question
        assert expect.get("reason", Reason.UPSET) in set(Reason), question
        assert expect.get("urgency", "low") in {urgency.name.lower() for urgency in Urgency}, question
        assert "reason" not in expect or expect["escalate"] is True, question
        assert all(set(turn) == {"from", "text"} for turn in question.get("history", [])), question
        assert (question["kind"] != "follow_up") or question["history"], question


@pytest.mark.parametrize("shop", SHOPS)
def test_each_kind_is_asked_often_enough_and_two_fifths_are_kept_aside(shop: str) -> None:
    kinds = Counter(question["kind"] for question in everything(shop))
    assert {kind: kinds[kind] for kind, least in AT_LEAST.items() if kinds[kind] < least} == {}
    aside = Counter(question["kind"] for question in questions(shop, "aside"))
    assert 0.35 <= aside.total() / kinds.total() <= 0.45
    assert {kind for kind in AT_LEAST if not 0.25 <= aside[kind] / kinds[kind] <= 0.55} == set()


def test_no_question_is_asked_twice() -> None:
    asked = Counter(key(question) for shop in SHOPS for question in everything(shop))
    assert [question for question, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("shop", SHOPS)
def test_no_fact_is_asked_both_for_tuning_and_aside(shop: str) -> None:
    tune, aside = (
        {(part["source"], part["contains"].lower()) for asked in questions(shop, split) for part in grounds(asked)}
        for split in SPLITS
    )
    assert tune & aside == set()


@pytest.mark.parametrize("sheet", sorted(SETS.glob("*/printed/*.txt")), ids=lambda sheet: sheet.stem)
def test_the_printed_sheets_are_what_was_written(sheet: Path) -> None:
    printed = (sheet.parents[1] / "content" / sheet.name).with_suffix(".pdf")
    assert printed.read_bytes() == print_sheets.pdf(sheet.read_text("utf-8"))
    assert words(printed) == " ".join(re.sub(r"^#+ ", "", sheet.read_text("utf-8"), flags=re.M).split()).lower()
