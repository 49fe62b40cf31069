"""The command: files in, a line for each turn and the figures out, and never a word that was not asked for."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.ai.mind import Mind
from backend.evaluation.command import Files, run
from tests.ai.pdfs import Line, pdf_of

RETURNS = "# Returns\r\n\r\nYou can return what you have not worn within 30 days. The label costs $6.\r\n"
SHIPPING = """# Shipping

| Country | Time | Price |
|---|---|---|
| Canada | 5–8 business days | $14 |
| France | 4–6 business days | $12 |
"""


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    folder = tmp_path / "what the store says"
    (folder / "more").mkdir(parents=True)
    (folder / "returns policy.md").write_bytes(b"\xef\xbb\xbf" + RETURNS.encode())
    (folder / "more" / "Shipping.MD").write_text(SHIPPING)
    (folder / "opening.html").write_bytes(
        '<meta charset="windows-1252"><h1>Our café</h1><p>The café is open from 9 to 17 every day.</p>'.encode("cp1252")
    )
    warranty = [Line(50, 700, "Warranty", 20, True), Line(50, 660, "Each tent has a warranty of three years.")]
    (folder / "warranty.pdf").write_bytes(pdf_of(warranty))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "scan.pdf").write_bytes(pdf_of(()))
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


def played(
    capfd: pytest.CaptureFixture[str], knowledge: Path, lines: list[Any], *, actions: Path | None = None
) -> tuple[int, list[dict[str, Any]], str]:
    file = knowledge.parent / "questions.jsonl"
    raw = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(raw).encode())
    code = run(Files(knowledge, file, actions), Mind(), is_json=True)
    out, err = capfd.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


def test_each_kind_of_file_answers_and_is_named_as_the_source(
    capfd: pytest.CaptureFixture[str], knowledge: Path
) -> None:
    code, told, _ = played(
        capfd,
        knowledge,
        [
            {"text": "how long do I have to return something?", "expect": {"source": "returns policy.md"}},
            {"text": "What does shipping to Canada cost?", "expect": {"source": "more/Shipping.MD", "contains": "$14"}},
            {"text": "when is the café open?", "expect": {"source": "opening.html", "contains": ["from 9", "cafe"]}},
            {"text": "how long is the warranty on a tent", "expect": {"source": ["warranty", "b"], "answerable": True}},
        ],
    )
    *lines, summary = told
    assert code == 0
    assert [line["decision"] for line in lines] == ["answer"] * 4
    assert all(all(line["met"].values()) for line in lines)
    assert lines[1]["answer"] == "Canada — Time: 5–8 business days; Price: $14"
    assert lines[1]["citations"] == [
        {"source": "more/Shipping.MD", "heading": "", "quote": "Canada — Time: 5–8 business days; Price: $14"}
    ]
    assert set(lines[0]) == {
        "text", "language", "intents", "urgency", "decision", "reason", "answer", "action", "retrieved", "citations",
        "ms", "model", "met",
    }  # fmt: skip
    assert set(lines[0]["retrieved"][0]) == {"source", "heading", "score"}
    assert summary["hit@1"] == summary["hit@3"] == 1.0
    assert summary["accuracy"]["contains"] == {"right": 2, "of": 2, "rate": 1.0}


def test_bad_lines_are_named_by_number_and_the_others_are_played(
    capfd: pytest.CaptureFixture[str], knowledge: Path
) -> None:
    code, told, err = played(
        capfd,
        knowledge,
        [
            {"text": "thanks!"},
            "{not json",
            "",
            {"text": "  "},
            {"text": "hello", "history": [{"from": "robot", "text": "hi"}]},
            {"text": "a" * 30_000},
            {"text": "hello", "expect": {"escalate": "yes"}},
            {"text": "goodbye", "expect": {"mood": "good", "source": None}},
        ],
    )
    *lines, summary = told
    assert code == 1
    assert [line["text"] for line in lines] == ["thanks!", "goodbye"]
    assert [line["decision"] for line in lines] == ["smalltalk", "smalltalk"]
    assert [line for line in err.splitlines() if line.startswith("line")] == [
        "line 2: It is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1).",
        'line 4: "text" must be words.',
        'line 5: Each turn of "history" must be {"from": "shopper" or "bot", "text": words}.',
        "line 6: " + err.split("line 6: ")[1].splitlines()[0],
        'line 7: "escalate" must be true or false.',
        "line 8: nothing is known of the expectation 'mood'; it is left out.",
    ]
    assert summary["counts"]["bad_lines"] == 5


def test_files_that_say_nothing_are_named_with_the_reason(capfd: pytest.CaptureFixture[str], knowledge: Path) -> None:
    code, _, err = played(capfd, knowledge, [{"text": "hello"}])
    assert code == 0
    assert "empty.txt: it is empty." in err
    assert "scan.pdf: not read. The PDF holds no text." in err
    assert "picture.png: left out" in err


def test_earlier_turns_count(capfd: pytest.CaptureFixture[str], knowledge: Path) -> None:
    missed = [
        {"from": "shopper", "text": "do you sell pianos?"},
        {"from": "bot", "text": "Sorry, I couldn't find that."},
    ]
    asked = [
        {"from": "shopper", "text": "What does shipping to Canada cost?"},
        {"from": "bot", "text": "Canada — Time: 5–8 business days; Price: $14"},
    ]
    _, (second_miss, first_miss, follow_up, _), _ = played(
        capfd,
        knowledge,
        [
            {"text": "do you sell trumpets?", "history": missed, "expect": {"reason": "cannot_answer"}},
            {"text": "do you sell trumpets?", "expect": {"answerable": False, "escalate": False}},
            {"text": "and to France?", "history": asked, "expect": {"contains": "4–6"}},
        ],
    )
    assert (second_miss["decision"], second_miss["reason"]) == ("escalate", "cannot_answer")
    assert (first_miss["decision"], first_miss["reason"]) == ("ask", "cannot_answer")
    assert first_miss["met"] == {"answerable": True, "escalate": True}
    assert follow_up["met"] == {"contains": True}


def test_custom_actions_take_the_place_of_the_starters(capfd: pytest.CaptureFixture[str], knowledge: Path) -> None:
    actions = knowledge.parent / "actions.json"
    form = {"key": "track", "title": "Track it", "fields": [{"key": "order_number", "kind": "order_number"}]}
    actions.write_text(json.dumps([{**form, "triggers": {"intents": ["order_status"]}}]))
    _, (own, _), _ = played(capfd, knowledge, [{"text": "where is my order?"}], actions=actions)
    _, (starter, _), _ = played(capfd, knowledge, [{"text": "where is my order?"}])
    assert (own["decision"], own["action"]) == ("offer", "track")
    assert (starter["decision"], starter["action"]) == ("offer", "find_my_order")


@pytest.mark.parametrize(
    ("actions", "why"),
    [
        ("[", "It is not JSON"),
        ("{}", "It must be a list of actions"),
        ('[{"key": "A b", "title": "x", "fields": [{"key": "a"}]}]', "Action 1: The key takes lower-case letters"),
        ('[{"key": "a", "title": "x", "fields": [{"key": "a", "kind": "colour"}]}]', "Action 1: 'colour' is not"),
    ],
)
def test_unsound_actions_are_refused_before_anything_is_played(
    capfd: pytest.CaptureFixture[str], knowledge: Path, actions: str, why: str
) -> None:
    file = knowledge.parent / "actions.json"
    file.write_text(actions)
    code, told, err = played(capfd, knowledge, [{"text": "hello"}], actions=file)
    assert (code, told) == (2, [])
    assert why in err


def test_what_is_not_there_is_named(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(Files(tmp_path / "none", tmp_path / "q.jsonl"), Mind(), is_json=True) == 2
    assert "q.jsonl cannot be read" in capfd.readouterr().err
    (tmp_path / "q.jsonl").write_text('{"text": "hello"}\n')
    assert run(Files(tmp_path / "none", tmp_path / "q.jsonl"), Mind(), is_json=True) == 2
    assert "none is not a folder" in capfd.readouterr().err


def test_without_json_a_person_reads_what_was_not_met(capfd: pytest.CaptureFixture[str], knowledge: Path) -> None:
    file = knowledge.parent / "q.jsonl"
    file.write_text(json.dumps({"text": "I want a human", "expect": {"escalate": False, "source": "a.md"}}))
    assert run(Files(knowledge, file), Mind(), is_json=False) == 0
    out = capfd.readouterr().out
    assert "   1  escalate (asked_for_human, normal): 'I want a human'" in out
    assert "NOT MET: escalate false; source a.md (was nothing)" in out
    assert "hit@1                0.000" in out
