"""An agent tries a question, keeps it, and runs all that are kept; an unanswered question leads to its answer."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.people import CANADA, Agent, Shopper

Arrive = Callable[..., Agent]
UNKNOWN = "Is there a museum of quokkas in the basement?"
ANSWER = "Yes, the museum of quokkas in the basement opens at noon."


def test_a_question_is_tried_kept_and_asked_again(agent: Arrive, pictures: Path, tmp_path: Path) -> None:
    maya = agent(path="/knowledge")
    maya.app.get_by_role("button", name="Playground", exact=True).click()
    box = maya.app.get_by_role("textbox", name="What a shopper writes")
    expect(maya.app.get_by_role("heading", name="No test questions yet")).to_be_visible()
    box.fill(CANADA)
    box.press("Enter")
    seen = maya.app.locator(".as-shopper")
    expect(seen.get_by_text("5–8 business days").first).to_be_visible()
    expect(seen.get_by_role("link").first).to_have_attribute("href", re.compile(r"/policies/shipping-policy$"))
    trace = maya.app.get_by_role("region", name="How it came to this")
    expect(trace.get_by_text("English")).to_be_visible()
    expect(trace.get_by_text("shipping", exact=False).first).to_be_visible()
    maya.page.screenshot(path=pictures / "playground-tried.png", full_page=True)
    assert maya.faults() == []

    maya.app.get_by_role("button", name="Save as a test question").click()
    maya.app.get_by_label("With these words").fill("5–8 business days")
    maya.page.screenshot(path=pictures / "playground-saving.png")
    maya.app.get_by_role("button", name="Save", exact=True).click()
    row = maya.app.get_by_role("row").filter(has_text=CANADA)
    expect(row.get_by_text("Not asked yet")).to_be_visible()

    wrong = {"text": "What does a gift card to the moon cost?", "expect": {"answerable": True, "contains": "moon dust"}}
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(wrong) + "\n{nonsense\n")
    maya.app.get_by_role("button", name="Import", exact=True).first.click()
    maya.app.locator("input[type=file]").set_input_files(file)
    maya.app.get_by_role("button", name="Import", exact=True).last.click()
    expect(maya.app.get_by_text("1 question added, 0 changed.")).to_be_visible()
    expect(maya.app.get_by_text("Line 2: It is not JSON")).to_be_visible()
    maya.app.get_by_role("button", name="Close", exact=True).last.click()

    maya.app.get_by_role("button", name="Run all").click()
    expect(maya.app.get_by_text("1 of 2 questions passed")).to_be_visible()
    expect(row.get_by_text("Passed")).to_be_visible()
    failed = maya.app.get_by_role("row").filter(has_text="to the moon")
    expect(failed.get_by_text("The answer lacks “moon dust”")).to_be_visible()
    maya.page.screenshot(path=pictures / "playground-run.png", full_page=True)
    assert maya.faults() == []

    with maya.page.expect_download() as saved:
        maya.app.get_by_role("button", name="Export").click()
    lines = [json.loads(line) for line in Path(saved.value.path()).read_text().splitlines()]
    assert [line["text"] for line in lines] == [CANADA, wrong["text"]]
    assert lines[0]["expect"]["contains"] == "5–8 business days"
    assert lines[1] == wrong


def test_a_question_that_nobody_answered_is_answered_and_tried(agent: Arrive, shopper: Callable[..., Shopper]) -> None:
    someone = shopper().open_chat()
    someone.say(UNKNOWN)
    expect(someone.log.locator(".entry.BOT .bubble")).to_have_count(1)
    maya = agent(path="/knowledge")
    gap = maya.app.locator(".gaps li").filter(has_text=UNKNOWN)
    gap.get_by_role("button", name="Write an answer").click()
    expect(maya.app.get_by_role("textbox", name="Question")).to_have_value(UNKNOWN)
    maya.app.get_by_role("textbox", name="Answer", exact=True).fill(ANSWER)
    maya.app.get_by_role("button", name="Save", exact=True).click()
    expect(maya.app.get_by_role("heading", name="The answer is saved")).to_be_visible()
    expect(maya.app.get_by_role("row").filter(has_text=UNKNOWN).get_by_text("Ready", exact=True)).to_be_visible()
    maya.app.get_by_role("button", name="Try the question").click()
    expect(maya.app.locator(".as-shopper").get_by_text(ANSWER)).to_be_visible()
    maya.app.get_by_role("button", name="Save as a test question").click()
    expect(maya.app.get_by_label("From this source")).to_have_value(UNKNOWN)
