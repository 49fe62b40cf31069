"""An agent adds to what the bot may quote, sees what became of it, and that an answer rested on it."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FilePayload, expect

from tests.browser.house import House
from tests.browser.people import Agent, Shopper

REPAIRS = b"# Kayak repairs\n\nWe patch torn kayak decks in our Bristol workshop for 35 euros, within nine days.\n"


def test_what_an_agent_adds_is_read_quoted_and_deleted(
    home: House, agent: Callable[..., Agent], shopper: Callable[..., Shopper], pictures: Path
) -> None:
    maya = agent(path="/knowledge")
    expect(maya.app.get_by_role("heading", name="Sources")).to_be_visible()
    chosen: list[FilePayload] = [
        {"name": "kayak-repairs.md", "mimeType": "text/markdown", "buffer": REPAIRS},
        {"name": "letter.docx", "mimeType": "application/zip", "buffer": b"PK\x03\x04rest"},
    ]
    maya.app.get_by_label("Files for the bot to read").set_input_files(chosen)
    expect(maya.app.get_by_text("letter.docx: Word, Excel and zip files are not read.")).to_be_visible()
    file = maya.app.locator("s-table-row").filter(has_text="Kayak repairs")
    expect(file.get_by_text("Ready")).to_be_visible()
    expect(file.get_by_text("Never")).to_be_visible()

    maya.app.get_by_role("button", name="Add a web page").click()
    address = maya.app.get_by_role("textbox", name="Address")
    address.fill("https://elsewhere.example/pages/care")
    maya.app.get_by_role("button", name="Add", exact=True).click()
    expect(maya.app.get_by_text("Only pages of your own store are read")).to_be_visible()
    address.fill(f"{home.storefront}/pages/there-is-no-such-page")
    maya.app.get_by_role("button", name="Add", exact=True).click()
    gone = maya.app.locator("s-table-row").filter(has_text="there-is-no-such-page")
    expect(gone.get_by_text("The page answered 404.")).to_be_visible()

    someone = shopper().open_chat()
    someone.say("How much does it cost to patch a torn kayak deck?")
    someone.reads("We patch torn kayak decks in our Bristol workshop for 35 euros, within nine days.")
    maya.page.reload()
    expect(file.get_by_text("1 time, last")).to_be_visible()
    maya.page.screenshot(path=pictures / "knowledge.png", full_page=True)
    assert maya.faults() == []

    for row in (file, gone):
        row.get_by_role("button", name="Delete").click()
        expect(row).to_have_count(0)
