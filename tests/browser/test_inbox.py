"""Agents at work: two in one thread, by keyboard alone, on a phone, and with a page that never jumps."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import Window, ordinary_window
from tests.browser.house import JONAS, House
from tests.browser.people import CANADA, Agent, Shopper

Arrive = Callable[..., Agent]
SHIFTS = """
window.__shifts = [];
new PerformanceObserver((list) => window.__shifts.push(...list.getEntries().filter((entry) => !entry.hadRecentInput)
  .map(({ value, sources }) => [value, ...sources.map(({ node }) => node?.className ?? String(node))])))
  .observe({ type: 'layout-shift', buffered: true });
"""


@pytest.fixture
def asked(shopper: Callable[..., Shopper]) -> Callable[[str], Shopper]:
    """A shopper who has just written; the bot has answered."""

    def ask(text: str) -> Shopper:
        someone = shopper().open_chat()
        someone.say(text)
        expect(someone.log.locator(".entry.BOT").first).to_be_visible()
        return someone

    return ask


def stale(route: Route) -> None:
    """Nothing that others do reaches this window; what it sends goes through."""
    if re.search(r'"query":"\\s*query (Transcript|Inbox)', route.request.post_data or ""):
        route.abort()
    else:
        route.continue_()


def test_of_two_agents_the_slower_one_reads_who_won_and_keeps_the_draft(
    home: House, asked: Callable[[str], Shopper], agent: Arrive
) -> None:
    someone = asked("Do you have gift cards? heron")
    path = f"/inbox/{home.conversation_with('heron')}"
    maya, jonas = agent(path=path), agent(JONAS, path=path)
    for one in (maya, jonas):
        expect(one.thread.get_by_text("Bot is answering", exact=True)).to_be_visible()
    jonas.page.route_web_socket(re.compile(".*"), lambda socket: socket.close())
    jonas.page.route("**/graphql", stale)
    jonas.page.reload()
    expect(jonas.app.get_by_role("heading", name="Inbox")).to_be_visible()
    jonas.page.unroute("**/graphql")
    expect(jonas.thread.get_by_text("Bot is answering", exact=True)).to_be_visible()
    jonas.page.route("**/graphql", stale)
    maya.sends("Maya was faster")
    someone.reads("Maya was faster")
    jonas.sends("Jonas was slower")
    expect(jonas.thread.get_by_role("alert").filter(has_text="Maya")).to_be_visible()
    expect(jonas.box).to_have_value("Jonas was slower")
    expect(jonas.log.get_by_text("Jonas was slower")).to_have_count(0)
    assert someone.lines()[-2:] == ["Maya joined", "Maya was faster"]
    jonas.page.unroute("**/graphql")
    expect(jonas.thread.get_by_text("Maya is answering", exact=True)).to_be_visible()
    expect(jonas.box).to_have_value("Jonas was slower")


def test_opening_a_thread_changes_nothing_for_the_shopper(
    home: House, asked: Callable[[str], Shopper], agent: Arrive
) -> None:
    someone = asked(f"{CANADA} linnet")
    before = someone.lines()
    maya = agent(path=f"/inbox/{home.conversation_with('linnet')}")
    maya.reads(f"{CANADA} linnet")
    maya.box.fill("Only typing")
    someone.say("Which carrier do you use?")
    someone.reads("Which carrier do you use?")
    expect(someone.log.locator(".entry.BOT .bubble")).to_have_count(2)
    assert someone.lines()[: len(before)] == before
    assert not any("joined" in line for line in someone.lines())


def test_the_whole_work_by_keyboard(home: House, asked: Callable[[str], Shopper], agent: Arrive) -> None:
    asked("Is the tent good in snow? redstart")
    someone = asked("Is the stove allowed on planes? wagtail")
    maya = agent()
    maya.views("Bot")
    newest = maya.rows.first
    expect(maya.rows.nth(1)).to_be_visible()
    maya.app.get_by_role("heading", name="Inbox").click()
    keys = maya.page.keyboard
    keys.press("j")
    expect(newest).to_have_class(re.compile(r"\bat\b"))
    keys.press("j")
    expect(maya.rows.nth(1)).to_have_class(re.compile(r"\bat\b"))
    keys.press("k")
    expect(newest).to_have_class(re.compile(r"\bat\b"))
    keys.press("/")
    keys.type("wagtail")
    expect(maya.rows).to_have_count(1)
    keys.press("Escape")
    keys.press("j")
    keys.press("Enter")
    maya.reads("Is the stove allowed on planes? wagtail")
    keys.press("t")
    expect(maya.thread.get_by_text("You are answering", exact=True)).to_be_visible()
    keys.press("r")
    expect(maya.box).to_be_focused()
    keys.type("The stove itself is, the gas is not. t b e")
    keys.press("Control+Enter")
    someone.reads("The stove itself is, the gas is not. t b e")
    keys.press("Escape")
    expect(maya.box).not_to_be_focused()
    keys.press("n")
    expect(maya.box).to_be_focused()
    expect(maya.box).to_have_attribute("placeholder", "Write a note for your team")
    keys.type("They fly on Friday")
    keys.press("Control+Enter")
    maya.reads("They fly on Friday")
    keys.press("Escape")
    keys.press("b")
    expect(maya.thread.get_by_text("Bot is answering", exact=True)).to_be_visible()
    expect(maya.thread.get_by_role("button", name="Resolve", exact=True)).to_be_enabled()
    keys.press("e")
    expect(maya.thread.get_by_text("Resolved", exact=True)).to_be_visible()
    expect(someone.panel.get_by_text("This conversation has ended", exact=True)).to_be_visible()
    keys.press("?")
    expect(maya.app.get_by_role("dialog", name="Keys")).to_be_visible()
    keys.press("Escape")
    expect(maya.app.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_typing_is_seen_on_the_other_side_and_ends_with_the_thread(
    home: House, asked: Callable[[str], Shopper], agent: Arrive
) -> None:
    someone = asked("Is the mug dishwasher safe? avocet")
    maya = agent(path=f"/inbox/{home.conversation_with('avocet')}")
    maya.reads("Is the mug dishwasher safe? avocet")
    someone.box.press_sequentially("One more thing")
    expect(maya.app.get_by_text("The shopper is typing…")).to_be_visible()
    maya.presses("Take over")
    someone.reads("Maya joined")
    maya.box.press_sequentially("It is")
    expect(someone.panel.get_by_text("Maya is writing…")).to_be_attached()
    maya.presses("Resolve")
    expect(someone.panel.get_by_text("This conversation has ended", exact=True)).to_be_visible()
    assert someone.panel.locator(".typing").count() == 0
    expect(maya.box).to_have_value("It is")


def test_send_and_resolve_is_one_key(home: House, asked: Callable[[str], Shopper], agent: Arrive) -> None:
    someone = asked("Do you sponsor clubs? dunlin")
    maya = agent(path=f"/inbox/{home.conversation_with('dunlin')}")
    maya.reads("Do you sponsor clubs? dunlin")
    maya.box.fill("We do not, sorry.")
    maya.box.press("Control+Shift+Enter")
    someone.reads("We do not, sorry.")
    expect(maya.thread.get_by_text("Resolved", exact=True)).to_be_visible()


def test_a_draft_outlives_the_page_and_belongs_to_its_thread(
    home: House, asked: Callable[[str], Shopper], browser: Browser, tmp_path: Path
) -> None:
    """In a browser's ordinary window: a private one may refuse the app's frame any storage."""
    asked("Do you buy used gear? whimbrel")
    asked("Do you rent gear? godwit")
    first, second = (home.conversation_with(word) for word in ("whimbrel", "godwit"))
    with ordinary_window(browser, tmp_path) as page:
        a_draft_is_kept(home, Agent(page), first, second)


def a_draft_is_kept(home: House, maya: Agent, first: str, second: str) -> None:
    maya.page.goto(home.admin(page=f"/inbox/{first}"))
    maya.reads("Do you buy used gear? whimbrel")
    maya.box.fill("Half a sentence")
    maya.page.goto(home.admin(page=f"/inbox/{second}"))
    maya.reads("Do you rent gear? godwit")
    expect(maya.box).to_have_value("")
    maya.page.goto(home.admin(page=f"/inbox/{first}"))
    expect(maya.box).to_have_value("Half a sentence")


def test_nothing_shifts_while_inbox_and_thread_load(
    home: House, asked: Callable[[str], Shopper], agent: Arrive
) -> None:
    asked("I would like to talk to a person about a curlew")
    path = f"/inbox/{home.conversation_with('curlew')}"
    maya = agent(path=path)
    maya.page.add_init_script(SHIFTS)
    maya.page.reload()
    maya.reads("I would like to talk to a person about a curlew")
    expect(maya.details.get_by_role("heading", name="Tags")).to_be_visible()
    expect(maya.rows.first).to_be_visible()
    shifts = maya.frame().evaluate("window.__shifts")
    assert sum(value for value, *_ in shifts) < 0.001, shifts


@pytest.mark.parametrize("page", ["Home", "Knowledge", "Actions", "Tags", "Settings"])
def test_axe_finds_nothing_on_the_page(page: str, agent: Arrive, pictures: Path) -> None:
    maya = agent(path="" if page == "Home" else f"/{page.lower()}")
    expect(maya.app.get_by_role("heading", name="Alder & Pine" if page == "Home" else page)).to_be_visible()
    expect(maya.app.locator("[aria-busy=true]")).to_have_count(0)
    assert maya.faults() == []
    maya.page.screenshot(path=pictures / f"page-{page.lower()}.png", full_page=True)


def test_on_a_phone_one_goes_from_list_to_thread_and_back(
    home: House, asked: Callable[[str], Shopper], agent: Arrive, pictures: Path
) -> None:
    asked("Can I pay in crowns? siskin")
    maya = agent(viewport={"width": 390, "height": 800})
    maya.views("All")
    maya.app.get_by_role("searchbox").fill("siskin")
    expect(maya.rows).to_have_count(1)
    maya.page.screenshot(path=pictures / "inbox-phone-list.png")
    maya.rows.first.click()
    maya.reads("Can I pay in crowns? siskin")
    expect(maya.rows.first).to_be_hidden()
    maya.page.screenshot(path=pictures / "inbox-phone-thread.png")
    assert maya.frame().evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert maya.faults() == []
    maya.app.get_by_role("button", name="Back to the list").click()
    expect(maya.rows.first).to_be_visible()


def test_the_first_page_of_a_list_comes_even_where_the_pointer_rests_on_what_other_lists_brought(
    asked: Callable[[str], Shopper], shopper: Callable[..., Shopper], window: Window, home: House
) -> None:
    asked("I want to talk to a person about a dotterel")
    someone = shopper().open_chat()
    someone.say("I want to return my spoonbill blanket")
    expect(someone.form).to_be_visible()
    maya = Agent(window())
    late: list[Route] = []

    def keep_all(call: Route) -> None:
        late.append(call) if '"view":"ALL"' in (call.request.post_data or "") else call.continue_()

    maya.page.route("**/graphql", keep_all)
    maya.page.goto(home.admin(page="/inbox"))
    expect(maya.row("dotterel")).to_be_visible()
    maya.views("All")
    maya.row("dotterel").hover()
    assert maya.row("spoonbill").count() == 0 and len(late) == 1
    late[0].continue_()
    maya.opens("spoonbill")
