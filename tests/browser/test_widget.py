"""The panel on the storefront: what it costs, what it keeps, and who can use it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.house import ROOT, House
from tests.browser.people import CANADA, Shopper, faults

Arrive = Callable[..., Shopper]

PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
MEASURE = """
window.__shifts = []; window.__long = [];
new PerformanceObserver((list) => window.__shifts.push(...list.getEntries().map((entry) => entry.value)))
  .observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => window.__long.push(...list.getEntries().map((entry) => entry.duration)))
  .observe({ type: 'longtask', buffered: true });
"""
RESOURCES = "performance.getEntriesByType('resource').map((entry) => entry.toJSON())"
SETTLED = "() => new Promise((done) => requestIdleCallback(() => done(), { timeout: 2000 }))"


def test_before_the_first_click_the_widget_asks_nothing_and_moves_nothing(
    home: House, window: Callable[..., Page]
) -> None:
    page = window()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(MEASURE)
    page.goto(home.storefront, wait_until="load")
    expect(page.locator("button.launcher")).to_be_visible()
    page.evaluate(SETTLED)
    assert [url for url in asked if url.startswith(home.app_url) or "/apps/baton" in url or "chat-panel" in url] == []
    # The page itself may move a little where a slow machine paints it in parts; a widget in its flow moves it more.
    assert page.evaluate("window.__shifts.reduce((a, b) => a + b, 0)") < 0.01
    [loader] = [entry for entry in page.evaluate(RESOURCES) if "chat-loader" in entry["name"]]
    assert 0 < loader["decodedBodySize"] < 10_000
    shopper = Shopper(page).open_chat()
    expect(shopper.panel.locator(".opener").first).to_be_visible()
    page.evaluate(SETTLED)
    assert page.evaluate("window.__shifts.reduce((a, b) => a + b, 0)") < 0.01


def test_the_loader_makes_no_long_task(home: House, window: Callable[..., Page]) -> None:
    """A busy machine makes any task long, so what counts is the time on the processor, of all scripts of the page."""
    page = window()
    client = page.context.new_cdp_session(page)
    client.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(home.storefront, wait_until="load")
    expect(page.locator("button.launcher")).to_be_visible()
    page.evaluate(SETTLED)
    metrics = {metric["name"]: metric["value"] for metric in client.send("Performance.getMetrics")["metrics"]}
    assert 0 < metrics["ScriptDuration"] < 0.05


def test_a_reload_keeps_the_conversation_and_a_half_filled_form(shopper: Arrive) -> None:
    someone = shopper().open_chat()
    someone.say(CANADA)
    someone.reads("Standard delivery to Canada takes 5–8 business days")
    someone.say("Where is my order?")
    with someone.page.expect_response(lambda answer: "saveAnswers" in (answer.request.post_data or "")):
        someone.form.get_by_label("Order number").fill("1001")
    before = someone.lines()
    someone.page.reload()
    expect(someone.form.get_by_label("Order number")).to_have_value("1001")
    expect(someone.panel).to_be_visible()
    assert someone.lines() == before
    expect(someone.box).not_to_be_focused()
    someone.page.goto(someone.page.url + "collections/all")
    expect(someone.form.get_by_label("Order number")).to_have_value("1001")


def test_a_message_that_was_being_written_outlives_the_page(shopper: Arrive) -> None:
    someone = shopper().open_chat()
    someone.box.fill("I was about to ask")
    someone.page.reload()
    expect(someone.box).to_have_value("I was about to ask")


def test_with_the_keyboard_alone_one_opens_asks_and_closes(shopper: Arrive) -> None:
    someone = shopper()
    someone.launcher.focus()
    someone.page.keyboard.press("Enter")
    expect(someone.box).to_be_focused()
    someone.page.keyboard.type(CANADA)
    someone.page.keyboard.press("Enter")
    someone.reads("Standard delivery to Canada takes 5–8 business days")
    expect(someone.box).to_be_focused()
    someone.page.keyboard.type("where is my order?")
    someone.page.keyboard.press("Enter")
    expect(someone.form).to_be_visible()
    expect(someone.box).to_be_focused()
    for _ in range(4):
        someone.page.keyboard.press("Shift+Tab")
    focused = someone.page.evaluate("document.querySelector('#baton-chat').shadowRoot.activeElement.id")
    assert focused.endswith("-order_number")
    someone.page.keyboard.type("1001")
    someone.page.keyboard.press("Tab")
    someone.page.keyboard.type("elena.petrova@example.com")
    someone.page.keyboard.press("Enter")
    someone.log.get_by_role("region", name="Order #1001").wait_for()
    expect(someone.box).to_be_focused()
    someone.page.keyboard.press("Escape")
    expect(someone.panel).to_be_hidden()
    expect(someone.launcher).to_be_focused()


def test_on_a_phone_the_panel_covers_the_page_and_gives_it_back(shopper: Arrive, pictures: Path) -> None:
    someone = shopper(**PHONE)
    someone.launcher.tap()
    expect(someone.panel).to_be_visible()
    someone.say("where is my order?")
    expect(someone.form).to_be_visible()
    box = someone.panel.bounding_box()
    assert box is not None
    assert (box["x"], box["width"], round(box["height"])) == (0, 390, 800)
    assert someone.panel.evaluate("panel => panel.matches(':modal')")
    assert someone.page.evaluate("document.documentElement.scrollWidth") == 390
    assert faults(someone.page) == []
    someone.page.screenshot(path=pictures / "phone.png")
    someone.panel.get_by_role("button", name="Close chat").tap()
    expect(someone.panel).to_be_hidden()
    assert someone.page.evaluate("document.documentElement.style.overflow") == ""


def test_in_the_dark_the_panel_is_dark_and_readable(shopper: Arrive, pictures: Path) -> None:
    someone = shopper(color_scheme="dark").open_chat()
    someone.say(CANADA)
    someone.reads("Standard delivery to Canada takes 5–8 business days")
    someone.say("where is my order?")
    expect(someone.form).to_be_visible()
    ground = someone.panel.evaluate("panel => getComputedStyle(panel).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", ground)[:3]) < 64
    assert faults(someone.page) == []
    someone.page.screenshot(path=pictures / "dark.png")


def test_a_french_storefront_has_a_french_widget(shopper: Arrive, pictures: Path) -> None:
    words = json.loads((ROOT / "extensions/theme-app-extension/locales/fr.json").read_text(encoding="utf-8"))["chat"]
    someone = shopper("/fr")
    expect(someone.launcher).to_have_attribute("aria-label", words["open"])
    someone.launcher.click()
    expect(someone.box).to_have_attribute("placeholder", words["placeholder"])
    expect(someone.panel.get_by_role("button", name=words["talk"]).first).to_be_visible()
    expect(someone.panel.get_by_text(words["bot_answers"])).to_be_visible()
    assert someone.page.locator("#baton-chat .chat").get_attribute("lang") == "fr"
    someone.say("Livrez-vous au Canada et en combien de temps ?")
    expect(someone.log.get_by_role("link", name=re.compile("Livraison")).first).to_be_visible()
    someone.page.screenshot(path=pictures / "french.png")


def test_the_theme_editors_switch_takes_the_launcher_away(
    home: House, shopper: Arrive, window: Callable[..., Page]
) -> None:
    front = home.storefront_of("harbor-tea")
    someone = shopper(front=front)
    expect(someone.launcher).to_be_visible()
    editor = window()
    editor.goto(f"{home.storefront}/store/harbor-tea/themes/current/editor?context=apps")
    for is_on in (False, True):
        editor.get_by_role("switch").set_checked(is_on)
        editor.get_by_role("button", name="Save").click()
        expect(editor.get_by_text(f"Saved: the embed is {'on' if is_on else 'off'}.")).to_be_visible()
        someone.page.reload()
        expect(someone.launcher).to_have_count(int(is_on))


def test_in_the_theme_editor_the_launcher_shows_and_does_nothing(home: House, shopper: Arrive) -> None:
    someone = shopper("/?design_mode=1")
    someone.launcher.click()
    someone.page.evaluate(SETTLED)
    expect(someone.panel).to_have_count(0)
