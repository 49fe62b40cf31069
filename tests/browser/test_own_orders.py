"""Who is logged in chooses an order and an item of it, by keyboard, and the team reads which one is meant."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.house import House
from tests.browser.people import Agent, Shopper, faults

MAIL = "marcus.hale@example.com"


def test_who_is_logged_in_chooses_an_order_and_one_of_its_items(
    home: House, shopper: Callable[..., Shopper], agent: Callable[..., Agent], pictures: Path
) -> None:
    placed = [
        home.control("shops/alder-and-pine/orders", email=MAIL, goods={"enamel-mug": 2, "ember-stove": 1})
        for _ in range(2)
    ]
    older, newer = (str(order["name"]) for order in placed)
    marcus = shopper("/account/login")
    marcus.page.get_by_role("button", name=re.compile(MAIL)).click()
    marcus.page.wait_for_url("**/account")
    marcus.open_chat()
    marcus.say("Where is my order?")
    choice = marcus.form.get_by_role("radiogroup", name="Order number")
    expect(choice.get_by_role("radio")).not_to_have_count(0)
    expect(choice.get_by_text(newer)).to_be_visible()
    expect(choice.locator("label").filter(has_text=older)).to_contain_text("Not sent yet · ")
    expect(choice.get_by_role("radio").first).to_be_in_viewport()
    marcus.page.screenshot(path=pictures / "own-orders.png")
    assert faults(marcus.page) == []
    choice.get_by_role("radio").first.focus()
    marcus.page.keyboard.press("Space")
    marcus.page.keyboard.press("ArrowDown")
    expect(choice.get_by_label(older)).to_be_checked()
    marcus.form.get_by_role("button", name="Send").click()
    expect(marcus.log.get_by_text(f"Order {older} is being prepared")).to_be_visible()
    marcus.say("I want to return it, please")
    item = marcus.form.get_by_role("radiogroup", name="Item")
    expect(item.get_by_role("radio")).to_have_count(3)
    item.get_by_role("radio").first.check()
    marcus.form.get_by_label("Reason").select_option("Arrived damaged")
    marcus.page.screenshot(path=pictures / "own-items.png")
    assert faults(marcus.page) == []
    marcus.form.get_by_role("button", name="Send").click()
    expect(marcus.form).to_have_count(0)

    maya = agent()
    maya.opens("Marcus Hale")
    expect(maya.log.locator(".chosen-item")).to_have_count(1)
    maya.log.locator(".chosen-item").evaluate("image => image.decode()")
    maya.page.screenshot(path=pictures / "own-item-answered.png")
    assert maya.faults() == []
