"""An agent changes an order from its card: Shopify's permission, the amount before and the words after, and once."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Dialog, Locator, expect

from tests.browser.house import House
from tests.browser.people import Agent, Shopper

SHOP = "shops/alder-and-pine"


def placed(home: House, *, is_sent: bool) -> Any:
    order = home.control(f"{SHOP}/orders", email="elena.petrova@example.com", goods={"enamel-mug": 2})
    return home.control(f"{SHOP}/orders/{order['id']}", action="fulfil") if is_sent else order


def looked_up(maya: Agent, shopper: Shopper, order: Any, words: str) -> Locator:
    """The card of the order, in the thread in which these words were said."""
    shopper.open_chat().say(words)
    shopper.reads(words)
    maya.views("All")
    maya.opens(words)
    maya.details.get_by_role("textbox", name="Order number").fill(order["name"])
    expect(maya.details.get_by_role("textbox", name="Order number")).to_have_value(order["name"])
    maya.details.get_by_role("button", name="Look the order up").click()
    card = maya.details.locator(".order")
    expect(card.get_by_role("button", name="Change the order")).to_be_visible()
    return card


def chosen(maya: Agent, card: Locator, words: str) -> Locator:
    card.get_by_role("button", name="Change the order").click()
    maya.app.locator("s-menu").get_by_text(words, exact=True).click()
    dialog = maya.app.locator("s-modal dialog[open]")
    expect(dialog).to_be_visible()
    return maya.app.locator("s-modal:has(.act)")


def answering(maya: Agent, asked: list[str], *, yes: bool) -> None:
    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept() if yes else dialog.dismiss()

    maya.page.on("dialog", answer)


def test_money_is_given_back_after_shopifys_permission_and_the_card_says_so(
    home: House, shopper: Callable[..., Shopper], agent: Callable[..., Agent], pictures: Path
) -> None:
    home.control(f"{SHOP}/grant", action="install")
    order = placed(home, is_sent=True)
    maya = agent()
    card = looked_up(maya, shopper(), order, "Refundable kettles wobble")
    maya.details.get_by_text("Orders of this customer").click()
    expect(maya.details.locator(".lines").get_by_text(order["name"], exact=True)).to_be_visible()
    asked: list[str] = []
    answering(maya, asked, yes=True)
    modal = chosen(maya, card, "Refund…")
    expect(modal.get_by_text("Choose what to give back.")).to_be_visible()
    modal.locator("s-number-field input").fill("1")
    expect(modal.get_by_text("goes back to the customer by Shopify Payments")).to_be_visible()
    maya.page.screenshot(path=pictures / "40-refund.png")
    assert maya.faults() == []
    button = modal.get_by_role("button", name=re.compile(r"^Refund \$"))
    button.click()
    expect(modal.locator(".ended")).to_contain_text(f"Maya refunded 16.00 USD of order {order['name']}")
    assert len(asked) == 1 and "Change orders" in asked[0]
    maya.page.screenshot(path=pictures / "41-refunded.png")
    modal.get_by_role("button", name="Close", exact=True).last.click()
    expect(card.locator(".acts")).to_contain_text("refunded 16.00 USD")
    expect(card.get_by_text("Partly refunded", exact=True)).to_be_visible()
    expect(maya.log.get_by_text(f"Maya refunded 16.00 USD of order {order['name']}")).to_have_count(1)
    maya.page.screenshot(path=pictures / "42-refund-on-the-card.png")
    state = next(o for o in home.control_state()["orders"] if o["name"] == order["name"])
    assert state["financial_status"] == "PARTIALLY_REFUNDED"


def test_without_the_permission_nothing_is_cancelled_and_with_it_the_order_is(
    home: House, shopper: Callable[..., Shopper], agent: Callable[..., Agent], pictures: Path
) -> None:
    home.control(f"{SHOP}/grant", action="install")
    order = placed(home, is_sent=False)
    maya = agent()
    card = looked_up(maya, shopper(), order, "Cancellable umbrellas giggle")
    answers: list[str] = []
    answering(maya, answers, yes=False)
    modal = chosen(maya, card, "Cancel the order…")
    expect(modal.get_by_text("This cannot be undone.")).to_be_visible()
    maya.page.screenshot(path=pictures / "43-cancel.png")
    modal.get_by_role("button", name="Cancel the order").click()
    expect(modal.locator(".ended")).to_contain_text("Nothing was changed")
    assert len(answers) == 1
    scopes = home.control(f"{SHOP}/grant", action="install")["scopes"]
    home.control(f"{SHOP}/grant", action="install", scopes=[*scopes, "write_orders"])
    maya.page.reload()
    card = maya.details.locator(".order")
    expect(card.get_by_role("button", name="Change the order")).to_be_visible()
    modal = chosen(maya, card, "Cancel the order…")
    modal.get_by_role("button", name="Cancel the order").click()
    expect(modal.locator(".ended")).to_contain_text(f"Maya cancelled order {order['name']}")
    modal.get_by_role("button", name="Close", exact=True).last.click()
    expect(card.get_by_text("Cancelled", exact=True)).to_be_visible()
    modal = chosen(maya, card, "Cancel the order…")
    expect(modal.get_by_text("The order is cancelled already.")).to_be_visible()
    expect(modal.get_by_role("button", name="Cancel the order")).to_have_count(0)
    state = next(o for o in home.control_state()["orders"] if o["name"] == order["name"])
    assert (state["cancelled"], state["refunded"]) == (True, state["total"])
