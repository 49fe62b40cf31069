"""Whoever needs a human is heard, in many wordings, and ordinary questions stay with the bot."""

import json
from pathlib import Path

import pytest

from backend.ai.classifier import prepared
from backend.ai.embedding import default_embedder
from backend.ai.understand import understand
from backend.bot.decisions import Answer, Escalate
from backend.bot.rules import BotPolicy, Retrieved, Standing, decide
from backend.conversations.rules import Reason
from tests.evaluation.shops import questions

LINES = [json.loads(line) for line in (Path(__file__).parent / "escalations.jsonl").read_text("utf-8").splitlines()]
FOUND = Retrieved(best_score=0.9, margin=0.1, has_answer=True)


def escalation(text: str) -> Escalate | None:
    understanding = understand(text, default_embedder().embed([prepared(text)])[0])
    decision = decide(understanding, FOUND, Standing(), BotPolicy())
    return decision if isinstance(decision, Escalate) else None


@pytest.mark.parametrize(
    ("reason", "share"), [(Reason.ASKED_FOR_HUMAN, 0.97), (Reason.HIGH_STAKES, 0.95), (Reason.UPSET, 0.90)]
)
def test_a_human_is_asked_for_with_the_right_reason_and_the_words(reason: Reason, share: float) -> None:
    texts = [line["text"] for line in LINES if line["reason"] == reason]
    found = {text: escalation(text) for text in texts}
    missed = [text for text, decision in found.items() if decision is None or decision.reason is not reason]
    assert len(texts) >= 10
    assert 1 - len(missed) / len(texts) >= share, missed
    assert all(decision.evidence and decision.urgency_why for decision in found.values() if decision)


def test_ordinary_questions_stay_with_the_bot() -> None:
    texts = [line["text"] for line in LINES if not line["reason"]]
    wrongly = [text for text in texts if escalation(text)]
    assert len(texts) >= 50
    assert len(wrongly) / len(texts) <= 0.02, wrongly


FRAMED = [json.loads(line) for line in (Path(__file__).parent / "framed.jsonl").read_text("utf-8").splitlines()]


def test_trouble_that_is_only_supposed_quoted_past_or_a_joke_stays_with_the_bot() -> None:
    """None of these lines was trained on; a third alarmed before the head weighed how trouble is framed."""
    harmless = [line["text"] for line in FRAMED if not line["ground"]]
    wrongly = [text for text in harmless if escalation(text)]
    assert len(harmless) >= 75
    assert len(wrongly) / len(harmless) <= 0.08, wrongly


def test_the_same_trouble_told_as_ones_own_is_heard() -> None:
    told = [line["text"] for line in FRAMED if line["ground"]]
    missed = [text for text in told if not escalation(text)]
    assert len(told) >= 20
    assert len(missed) / len(told) <= 0.09, missed


def test_trouble_that_is_had_is_heard_whatever_frames_the_rest_of_the_message() -> None:
    """Of "I love your mugs but you charged me twice" the second half counts, and a threat is no supposition."""
    told = [json.loads(line)["text"] for line in (Path(__file__).parent / "had.jsonl").read_text("utf-8").splitlines()]
    missed = [text for text in told if not escalation(text)]
    assert len(told) >= 40
    assert len(missed) / len(told) <= 0.1, missed


ABROAD = [json.loads(line) for line in (Path(__file__).parent / "abroad.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("language", ["fr", "de", "es", "ja"])
def test_whoever_needs_a_human_is_heard_in_each_language(language: str) -> None:
    lines = [line for line in ABROAD if line["language"] == language]
    found = {line["text"]: escalation(line["text"]) for line in lines}
    missed = [
        line["text"]
        for line in lines
        if line["reason"] and ((said := found[line["text"]]) is None or said.reason != line["reason"])
    ]
    wrongly = [line["text"] for line in lines if not line["reason"] and found[line["text"]]]
    assert sum(bool(line["reason"]) for line in lines) >= 35 and sum(not line["reason"] for line in lines) >= 18
    assert wrongly == []
    assert len(missed) <= 1, missed


@pytest.mark.parametrize("name", ["tune", "test"])
def test_a_question_that_the_content_answers_is_never_kept_from_its_answer(name: str) -> None:
    kept = []
    for question in questions(name):
        understanding = understand(question.text, default_embedder().embed([prepared(question.text)])[0])
        if decide(understanding, FOUND, Standing(), BotPolicy()) != Answer():
            kept.append(question.text)
    assert kept == []
