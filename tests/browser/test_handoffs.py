"""Requests for a human as people see them: the address left, the call to agents, who is there, and the hours."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.house import JONAS, MAYA, House
from tests.browser.people import Agent, Shopper

Arrive = Callable[..., Agent]
SET_AWAY = "mutation ($away: Boolean!) { setAway(isAway: $away) { userErrors { message } } }"
SOUNDS = """
window.__tones = 0;
const still = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
window.AudioContext = class {
  state = "running"; currentTime = 0; destination = {};
  createOscillator() { return { frequency: {}, connect: (next) => next, stop() {}, start: () => window.__tones++ }; }
  createGain() { return { gain: still, connect: (next) => next }; }
};
"""


@pytest.fixture
def nobody_there(home: House) -> Iterator[None]:
    """Windows of earlier tests may still count as open, but their agents are away."""
    for staff in (MAYA, JONAS):
        home.agent(SET_AWAY, staff, away=True)
    yield
    for staff in (MAYA, JONAS):
        home.agent(SET_AWAY, staff, away=False)


def tones(agent: Agent) -> int:
    """How many tones the page has sounded."""
    return int(agent.frame().evaluate("window.__tones"))


def ask_for_a_person(shopper: Callable[..., Shopper], word: str) -> Shopper:
    someone = shopper().open_chat()
    someone.say(f"Can I talk to a person about a {word}?")
    someone.reads("A person from our team was asked to join")
    return someone


@pytest.mark.usefixtures("nobody_there")
def test_a_shopper_whom_nobody_answers_leaves_an_address(
    home: House, shopper: Callable[..., Shopper], agent: Arrive, pictures: Path
) -> None:
    someone = ask_for_a_person(shopper, "razorbill")
    expect(someone.panel.get_by_role("status").get_by_text("as soon as somebody is back at the desk")).to_be_visible()
    address, leave = someone.panel.get_by_label("E-mail"), someone.panel.get_by_role("button", name="Save my e-mail")
    address.fill("elena")
    leave.click()
    expect(someone.panel.get_by_text("Write an e-mail address, such as name@example.com.")).to_be_visible()
    address.fill("elena@example.com")
    leave.click()
    expect(someone.panel.get_by_text("The team can reach you at elena@example.com.")).to_be_visible()
    someone.page.screenshot(path=pictures / "handoff-address.png")
    someone.page.reload()
    expect(someone.panel.get_by_text("The team can reach you at elena@example.com.")).to_be_visible()
    someone.panel.get_by_role("button", name="Change").click()
    expect(address).to_have_value("elena@example.com")
    address.fill("elena@example.org")
    leave.click()
    expect(someone.panel.get_by_text("The team can reach you at elena@example.org.")).to_be_visible()
    maya = agent(path=f"/inbox/{home.conversation_with('razorbill')}")
    expect(maya.details.get_by_text("left while waiting")).to_be_visible()
    expect(maya.details.get_by_text("elena@example.org").first).to_be_visible()
    maya.reads("Corrected their e-mail address")


def test_agents_are_called_to_a_shopper_who_waits_and_each_step_is_told(
    home: House, shopper: Callable[..., Shopper], agent: Arrive, pictures: Path
) -> None:
    maya = agent()
    maya.page.add_init_script(SOUNDS)
    maya.page.reload()
    expect(maya.app.get_by_role("group", name="Team").get_by_role("listitem").filter(has_text="You")).to_be_visible()
    maya.views("All")  # a browser lets a page sound only after it was touched
    ask_for_a_person(shopper, "guillemot")
    maya.views("Needs you")
    expect(maya.row("guillemot")).to_be_visible()
    expect(maya.page.locator("#app-nav").get_by_role("link", name="Inbox (")).to_be_visible()
    assert tones(maya) == 2
    maya.app.get_by_label("Sound").uncheck()
    ask_for_a_person(shopper, "fulmar")
    expect(maya.row("fulmar")).to_be_visible()
    assert tones(maya) == 2, "muted"
    maya.opens("guillemot")
    steps = maya.details.get_by_role("list", name="What happened to the request")
    expect(steps.get_by_text("Seen by you")).to_be_visible()
    maya.sends("Hello, what would you like to know?")
    expect(steps.get_by_text("First word by you")).to_be_visible()
    maya.page.screenshot(path=pictures / "handoff-steps.png")
    assert maya.faults() == []


def test_who_is_away_is_seen_by_the_others_until_they_are_back(agent: Arrive) -> None:
    maya, jonas = agent(), agent(staff=JONAS)
    available = maya.app.get_by_label("Available")
    expect(available).to_be_checked()
    available.uncheck()
    jonas.page.reload()
    team = jonas.app.get_by_role("group", name="Team")
    expect(team.get_by_role("listitem").filter(has_text="Maya")).to_contain_text("away")
    maya.page.reload()
    expect(available).not_to_be_checked()
    available.check()
    jonas.page.reload()
    expect(team.get_by_role("listitem").filter(has_text="Maya")).not_to_contain_text("away")


def test_hours_are_set_and_refused_beside_their_day(home: House, agent: Arrive, pictures: Path) -> None:
    maya = agent(path="/settings")
    monday, reminders = maya.app.get_by_label("Monday", exact=True), maya.app.get_by_label("Remind everybody after")
    expect(monday).to_be_disabled()
    maya.app.get_by_label("The team is there at set hours only").check()
    monday.fill("17-9")
    save = maya.page.locator("#save-bar").get_by_role("button", name="Save")
    save.click()
    expect(maya.app.get_by_text("On Monday the team cannot close at 09:00 after it opened at 17:00.")).to_be_visible()
    maya.page.screenshot(path=pictures / "handoff-hours.png")
    monday.fill("9-12, 1pm to 5:30pm")
    reminders.fill("3 20")
    save.click()
    expect(maya.page.get_by_text("Settings saved")).to_be_visible()
    expect(monday).to_have_value("09:00–12:00, 13:00–17:30")
    expect(reminders).to_have_value("3, 20")
    assert maya.faults() == []
    reset = "mutation ($i: ShopSettingsInput!) { updateSettings(input: $i) { userErrors { message } } }"
    home.agent(reset, i={"keepsHours": False, "reminderMinutes": [2, 5, 15]})
