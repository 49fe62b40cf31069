"""The main job in two windows: a shopper asks, the bot answers, the order is found, an agent takes over.

One test, because it is one story; each step ends in what the person at that window can read.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.house import JONAS, House, house
from tests.browser.people import CANADA, Agent, Shopper, faults

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

STANDING = """
query ($id: ID!) {
  conversation(id: $id) { state term urgency agent { firstName } handoff { reason urgency urgencyWhy evidence }
    tags { tag { name } origin evidence } }
}
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    """Nothing is installed: the story begins with that."""
    with house(tmp_path) as made:
        yield made


def test_from_the_first_click_of_the_merchant_to_a_solved_case(home: House, window: Window, pictures: Path) -> None:
    page = window()
    maya = the_merchant_installs(home, page, pictures)
    shopper = Shopper(window())
    shopper.page.goto(home.storefront)
    the_bot_answers_from_the_policy(shopper, maya, pictures)
    conversation = re.search(r"/inbox/([^?]+)", page.url)
    assert conversation is not None
    the_order_is_found(shopper, maya, pictures)
    the_shopper_asks_for_a_person(shopper, maya, pictures)
    standing = home.agent(STANDING, id=conversation[1])["conversation"]
    assert standing == waiting_as_promised(standing)
    maya_takes_over_by_sending(shopper, maya, pictures)
    jonas = Agent(window())
    jonas.page.goto(home.admin(staff=JONAS, page=f"/inbox/{conversation[1]}"))
    a_second_agent_sees_who_holds_it(jonas, maya, pictures)
    tags_stay_as_the_agent_left_them(shopper, maya)
    notes_and_moves(shopper, maya, jonas)
    assert [
        message for message in home.agent(SPOKEN, id=conversation[1])["transcript"]["messages"] if late(message)
    ] == []


SPOKEN = "query ($id: ID!) { transcript(conversationId: $id) { messages { kind term author { kind } text } } }"


def late(message: dict[str, Any]) -> bool:
    """A bot's word in a term that an agent holds: terms 1 (bot), 2 (waiting), 3 (Maya), 4 (bot again), 5 (Maya)."""
    return message["author"]["kind"] == "BOT" and message["kind"] == "TEXT" and message["term"] in (3, 5)


def the_merchant_installs(home: House, page: Page, pictures: Path) -> Agent:
    page.goto(home.admin())
    page.get_by_role("button", name="Install").click()
    maya = Agent(page)
    expect(maya.app.get_by_text(re.compile(r"^\d+ sources ready\."))).to_be_visible(timeout=60_000)
    expect(maya.app.get_by_text("The chat is switched on in your published theme.")).to_be_visible()
    expect(maya.app.get_by_text("Nobody is waiting for a person.")).to_be_visible()
    assert maya.faults() == []
    page.screenshot(path=pictures / "01-home.png")
    maya.goes_to("Inbox")
    expect(maya.app.get_by_text("Nobody is waiting")).to_be_visible()
    maya.views("Bot")
    return maya


def the_bot_answers_from_the_policy(shopper: Shopper, maya: Agent, pictures: Path) -> None:
    shopper.open_chat()
    expect(shopper.panel.get_by_text("Hi! Ask about shipping, returns, products or your order.")).to_be_visible()
    assert faults(shopper.page) == []
    shopper.page.screenshot(path=pictures / "02-panel.png")
    shopper.say(CANADA)
    answer = shopper.reads("Standard delivery to Canada takes 5–8 business days")
    expect(answer).to_be_visible()
    source = shopper.log.get_by_role("link", name=re.compile("Shipping policy"))
    assert (source.first.get_attribute("href") or "").endswith("/policies/shipping-policy")
    shopper.page.screenshot(path=pictures / "03-answer.png")
    maya.opens("Standard delivery to Canada")
    maya.reads("Standard delivery to Canada takes 5–8 business days")
    expect(maya.thread.get_by_text("Bot is answering", exact=True)).to_be_visible()
    expect(maya.thread.get_by_text("The bot is answering. Sending takes over.")).to_be_visible()


def the_order_is_found(shopper: Shopper, maya: Agent, pictures: Path) -> None:
    shopper.say("where is my order?")
    expect(shopper.form.get_by_text("Find my order")).to_be_visible()
    assert faults(shopper.page) == []
    shopper.form.get_by_label("Order number").fill("1001")
    shopper.form.get_by_label("E-mail").fill("elena.petrova@example.com")
    live = maya.log.locator(".form-card")
    expect(live.get_by_text("Being filled in")).to_be_visible()
    expect(live.get_by_text("1001", exact=True)).to_be_visible()
    expect(live.get_by_text("elena.petrova@example.com")).to_be_visible()
    expect(live.get_by_text(re.compile("^2 of 2 filled in"))).to_be_visible()
    shopper.page.screenshot(path=pictures / "04-form.png")
    maya.page.screenshot(path=pictures / "05-form-in-the-inbox.png")
    shopper.form.get_by_role("button", name="Send").click()
    card = shopper.log.get_by_role("region", name="Order #1001")
    expect(card.get_by_text("Delayed")).to_be_visible()
    expect(card.get_by_text("Canada Post")).to_be_visible()
    expect(shopper.form).to_have_count(0)
    for secret in ("Summit Two tent", "$361.00", "Petrova"):
        expect(card.get_by_text(secret)).to_have_count(0)
    shopper.page.screenshot(path=pictures / "06-order.png")
    order = maya.details.locator(".order")
    expect(order.get_by_text("Summit Two tent")).to_be_visible()
    expect(order.get_by_text("Trail socks, two pairs")).to_be_visible()
    expect(order.get_by_text("Placed", exact=False)).to_contain_text("Elena Petrova")
    expect(order.get_by_role("link", name="0007927452734201")).to_be_visible()
    expect(maya.details.get_by_text("Order matched")).to_be_visible()
    expect(maya.details.get_by_role("button", name="Refresh the order")).to_be_visible()


def the_shopper_asks_for_a_person(shopper: Shopper, maya: Agent, pictures: Path) -> None:
    shopper.say("it's three weeks late, I want to talk to someone")
    shopper.reads("I have asked a person from our team to join this chat. I have marked it as urgent.")
    expect(shopper.panel.locator(".notice.waiting")).to_be_visible()
    expect(shopper.form).to_have_count(0)
    expect(shopper.panel.get_by_role("button", name="Talk to a person")).to_have_count(0)
    shopper.page.screenshot(path=pictures / "07-waiting.png")
    expect(maya.app.get_by_role("button", name="Needs you 1")).to_be_visible()
    expect(maya.thread.get_by_text("Waiting for a person", exact=True)).to_be_visible()
    expect(maya.details.get_by_text("Asked for a person", exact=True)).to_be_visible()
    for tag in ("order-inquiry", "shipping-delay", "escalated-by-user"):
        expect(maya.details.locator("s-clickable-chip").filter(has_text=tag)).to_be_visible()
    assert maya.faults() == []
    maya.page.screenshot(path=pictures / "08-needs-you.png")


def waiting_as_promised(standing: dict[str, Any]) -> dict[str, Any]:
    """What the API says of the waiting conversation; the tags beyond the three promised ones are the shop's own."""
    evidence = {tag["tag"]["name"]: tag["evidence"] for tag in standing["tags"]}
    assert {"order-inquiry", "shipping-delay", "escalated-by-user"} <= set(evidence)
    assert all(evidence.values())
    assert {tag["origin"] for tag in standing["tags"]} == {"RULE"}
    why = standing["handoff"]["urgencyWhy"]
    assert "three weeks late" in why
    handoff = {"reason": "ASKED_FOR_HUMAN", "urgency": "HIGH", "urgencyWhy": why, "evidence": "talk to someone"}
    return {
        "state": "WAITING", "term": 2, "urgency": "HIGH", "agent": None, "handoff": handoff, "tags": standing["tags"],
    }  # fmt: skip


def maya_takes_over_by_sending(shopper: Shopper, maya: Agent, pictures: Path) -> None:
    maya.box.fill("Hello Elena, I have asked Canada Post to trace the parcel.")
    expect(shopper.panel.get_by_text("Maya joined")).to_have_count(0)
    maya.box.press("Control+Enter")
    shopper.reads("Hello Elena, I have asked Canada Post to trace the parcel.")
    assert shopper.lines()[-2:] == ["Maya joined", "Hello Elena, I have asked Canada Post to trace the parcel."]
    expect(shopper.panel.get_by_role("heading", name="Maya")).to_be_visible()
    expect(maya.thread.get_by_text("You are answering", exact=True)).to_be_visible()
    expect(maya.box).to_have_value("")
    shopper.say(CANADA)
    maya.log.get_by_text(CANADA).nth(1).wait_for()
    maya.sends("To Canada as you know it: the replacement leaves today.")
    shopper.reads("the replacement leaves today.")
    said = shopper.lines()
    assert said[said.index("Maya joined") + 1 :] == [
        "Hello Elena, I have asked Canada Post to trace the parcel.",
        CANADA,
        "To Canada as you know it: the replacement leaves today.",
    ]
    shopper.page.screenshot(path=pictures / "09-answered-by-maya.png")
    maya.page.screenshot(path=pictures / "10-thread.png")


def a_second_agent_sees_who_holds_it(jonas: Agent, maya: Agent, pictures: Path) -> None:
    expect(jonas.thread.get_by_text("Maya is answering", exact=True)).to_be_visible()
    expect(jonas.thread.get_by_text("Maya is answering. Take over to reply, or leave a note.")).to_be_visible()
    expect(jonas.thread.get_by_text("Maya is also looking")).to_be_visible()
    expect(maya.thread.get_by_text("Jonas is also looking")).to_be_visible()
    expect(jonas.thread.get_by_role("button", name="Send", exact=True)).to_have_count(0)
    jonas.page.screenshot(path=pictures / "11-second-agent.png")


def tags_stay_as_the_agent_left_them(shopper: Shopper, maya: Agent) -> None:
    chips = maya.details.locator("s-clickable-chip")
    maya.details.get_by_role("button", name="Add a tag").click()
    maya.app.locator("#add-tag").get_by_text("refund", exact=True).click()
    expect(chips.filter(has_text="refund")).to_be_visible()
    chips.filter(has_text="shipping-delay").get_by_role("button", name="Remove").click()
    expect(chips.filter(has_text="shipping-delay")).to_have_count(0)
    shopper.say("My order is still late, it has not arrived for three weeks")
    maya.reads("My order is still late, it has not arrived for three weeks")
    shopper.say("Thank you")
    maya.reads("Thank you")
    expect(chips.filter(has_text="shipping-delay")).to_have_count(0)
    expect(chips.filter(has_text="refund")).to_be_visible()


def notes_and_moves(shopper: Shopper, maya: Agent, jonas: Agent) -> None:
    jonas.thread.get_by_role("button", name="Note").click()
    jonas.sends("The depot confirmed the parcel is lost.")
    maya.reads("The depot confirmed the parcel is lost.")
    maya.presses("Hand back")
    expect(maya.thread.get_by_text("Bot is answering", exact=True)).to_be_visible()
    shopper.say("How much does express delivery to Canada cost?")
    shopper.reads("29 US dollars.").wait_for()
    maya.presses("Take over")
    expect(shopper.panel.get_by_role("heading", name="Maya")).to_be_visible()
    maya.presses("Release")
    expect(shopper.panel.locator(".notice.waiting")).to_be_visible()
    expect(jonas.app.get_by_role("button", name="Needs you 1")).to_be_visible()
    maya.presses("Resolve")
    expect(shopper.panel.get_by_text("This conversation has ended", exact=True)).to_be_visible()
    maya.presses("Reopen")
    expect(maya.thread.get_by_text("Resolved", exact=True)).to_have_count(0)
    assert "The depot confirmed the parcel is lost." not in shopper.panel.inner_text()
