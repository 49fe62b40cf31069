"""A merchant designs a form beside its preview; a shopper answers it, and corrects the answer."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.people import Agent, Shopper, faults

Arrive = Callable[..., Agent]


def test_a_form_is_designed_tried_out_saved_answered_and_corrected(
    agent: Arrive, shopper: Callable[..., Shopper], pictures: Path
) -> None:
    maya = agent(path="/actions")
    maya.app.get_by_role("button", name="Add a form").click()
    preview = maya.app.locator(".preview")
    maya.app.get_by_role("textbox", name="Title", exact=True).fill("Gift wrapping")
    maya.app.get_by_role("textbox", name="Introduction").fill("We wrap it for you.")
    first = maya.app.locator(".field-editor").nth(0)
    first.get_by_label("Question", exact=True).fill("What shall the card say?")
    maya.app.get_by_role("button", name="Add a question").click()
    second = maya.app.locator(".field-editor").nth(1)
    second.get_by_label("Question", exact=True).fill("Paper")
    second.get_by_label("Kind", exact=True).select_option("CHOICE")
    second.get_by_label("Choices", exact=True).fill("Red\nBlue")
    expect(preview.get_by_role("radio")).to_have_count(2)
    second.get_by_role("button", name="Move Paper up").click()
    expect(maya.app.locator(".field-editor").nth(0).get_by_label("Question", exact=True)).to_have_value("Paper")
    maya.app.get_by_label("Button when the chat opens").fill("Gift wrapping")
    preview.get_by_role("button", name="Send").click()
    expect(preview.get_by_text("Please fill this in.")).to_have_count(2)
    preview.get_by_label("Red").check()
    preview.get_by_label("What shall the card say?").fill("Happy birthday")
    preview.get_by_role("button", name="Send").click()
    expect(maya.app.get_by_text("Nothing was kept.")).to_be_visible()
    maya.page.screenshot(path=pictures / "form-designed.png", full_page=True)
    assert faults(maya.frame()) == []
    maya.page.get_by_role("button", name="Save", exact=True).click()
    expect(maya.app.get_by_role("heading", name="Gift wrapping").first).to_be_visible()
    expect(maya.page.get_by_text("Form saved")).to_be_visible()

    someone = shopper().open_chat()
    someone.panel.get_by_role("button", name="Gift wrapping").click()
    someone.form.get_by_label("Blue").check()
    someone.form.get_by_label("What shall the card say?").fill("Congratulations")
    someone.form.get_by_role("button", name="Send").click()
    expect(someone.form).to_have_count(0)
    someone.log.get_by_role("button", name="Correct").click()
    expect(someone.form.get_by_label("Blue")).to_be_checked()
    expect(someone.form.get_by_label("Red")).to_be_focused()
    someone.form.get_by_label("Red").check()
    someone.page.screenshot(path=pictures / "answer-correcting.png")
    someone.form.get_by_role("button", name="Send").click()
    expect(someone.log.get_by_text("Corrected answers")).to_be_visible()
    expect(someone.log.get_by_text("Corrected below")).to_be_visible()
    someone.page.screenshot(path=pictures / "answer-corrected.png")
    assert faults(someone.page) == []


def test_answers_that_are_sent_from_further_up_are_seen_to_arrive(shopper: Callable[..., Shopper]) -> None:
    someone = shopper().open_chat()
    someone.panel.get_by_role("button", name="Find my order").click()
    expect(someone.form).to_be_visible()
    for text in ("I want to talk to a person", "Are you there?", "I wait", "I still wait", "I go on waiting"):
        someone.say(text)
        someone.reads(text)
    someone.form.get_by_label("Order number").fill("1001")
    someone.form.get_by_label("E-mail").fill("nobody@example.com")
    someone.form.get_by_role("button", name="Send").click()
    expect(someone.log.get_by_text("nobody@example.com")).to_be_in_viewport()
    expect(someone.panel.get_by_role("button", name="New messages")).to_have_count(0)
