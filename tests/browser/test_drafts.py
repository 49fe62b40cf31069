"""What an agent writes is theirs in every window, though the frame may keep nothing, and no key pressed is lost."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.house import JONAS, House
from tests.browser.people import Agent, Shopper

Arrive = Callable[..., Agent]
NOTHING_KEPT = """
Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('The request was denied.'); } });
"""


def test_a_draft_follows_its_agent_into_every_window_and_through_a_reload_where_the_frame_keeps_nothing(
    home: House, shopper: Callable[..., Shopper], agent: Arrive, pictures: Path
) -> None:
    someone = shopper().open_chat()
    someone.say("Is the lantern waterproof? kestrel")
    expect(someone.log.locator(".entry.BOT").first).to_be_visible()
    path = f"/inbox/{home.conversation_with('kestrel')}"
    maya, elsewhere, jonas = agent(path=path), agent(path=path), agent(JONAS, path=path)
    for one in (maya, elsewhere, jonas):
        one.page.context.add_init_script(NOTHING_KEPT)
        one.page.reload()
        expect(one.log.locator("article").first).to_be_visible()
    maya.box.fill("Yes, it is, in any ra")
    expect(maya.app.get_by_text("Draft kept", exact=True)).to_be_visible()
    expect(elsewhere.box).to_have_value("Yes, it is, in any ra")
    maya.box.press("End")
    maya.box.press_sequentially("in")
    expect(maya.app.get_by_text("Draft kept", exact=True)).to_be_visible()
    maya.page.screenshot(path=pictures / "draft-kept.png")
    maya.page.reload()
    expect(maya.box).to_have_value("Yes, it is, in any rain")
    expect(jonas.box).to_have_value("")
    maya.box.press("Control+Enter")
    maya.reads("Yes, it is, in any rain")
    expect(maya.box).to_have_value("")
    expect(elsewhere.box).to_have_value("")
    someone.reads("Yes, it is, in any rain")
    elsewhere.page.reload()
    expect(elsewhere.log.get_by_text("Yes, it is, in any rain")).to_have_count(1)
    expect(elsewhere.box).to_have_value("")


def test_a_key_pressed_while_a_move_runs_is_done_after_it_and_one_that_does_not_fit_is_answered(
    home: House, shopper: Callable[..., Shopper], agent: Arrive, pictures: Path
) -> None:
    someone = shopper().open_chat()
    someone.say("Is the lantern bright? osprey")
    expect(someone.log.locator(".entry.BOT").first).to_be_visible()
    maya = agent(path=f"/inbox/{home.conversation_with('osprey')}")
    expect(maya.thread.get_by_text("Bot is answering", exact=True)).to_be_visible()
    maya.log.focus()
    maya.page.keyboard.press("b")
    expect(maya.app.get_by_role("alert").filter(has_text="The bot is answering already.")).to_be_visible()
    maya.page.screenshot(path=pictures / "key-refused.png")
    maya.page.keyboard.press("t")
    maya.page.keyboard.press("b")
    maya.reads("You handed back to the bot")
    expect(maya.log.get_by_text("You took over")).to_have_count(1)
