"""A page that slept, was left, or has a twin in another tab: each word is there once, on each screen."""

import uuid
from collections.abc import Callable

from playwright.sync_api import WebSocket, expect

from tests.browser.house import House
from tests.browser.people import Shopper
from tests.browser.test_outages import said_by_shopper

REPLY = """mutation ($id: ID!, $text: String!, $key: String!) {
  postReply(conversationId: $id, text: $text, clientKey: $key) { userErrors { code } } }"""
SLEEP = "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
WAKE = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


def replied(home: House, conversation: str, text: str) -> None:
    payload = home.agent(REPLY, id=conversation, text=text, key=uuid.uuid4().hex)["postReply"]
    assert payload["userErrors"] == []


def test_two_tabs_of_one_shopper_show_every_word_of_both_once(home: House, shopper: Callable[..., Shopper]) -> None:
    here = shopper().open_chat()
    here.say("From the first tab, dipper")
    here.reads("From the first tab, dipper")
    page = here.page.context.new_page()
    page.goto(home.storefront)
    there = Shopper(page).open_chat()
    there.reads("From the first tab, dipper")
    there.say("From the second tab")
    here.reads("From the second tab")
    here.say("And from the first again")
    there.reads("And from the first again")
    conversation = home.conversation_with("dipper")
    replied(home, conversation, "I see both of you.")
    spoken = ["From the first tab, dipper", "From the second tab", "And from the first again"]
    for tab in (here, there):
        for text in (*spoken, "I see both of you."):
            tab.reads(text)
    assert said_by_shopper(home, conversation) == spoken


def test_a_page_in_the_back_forward_cache_holds_no_socket_and_catches_up_when_it_is_shown(
    home: House, shopper: Callable[..., Shopper]
) -> None:
    someone = shopper()
    sockets: list[WebSocket] = []

    def opened(socket: WebSocket) -> None:
        sockets.append(socket)

    someone.page.on("websocket", opened)
    someone.open_chat()
    someone.say("Before I go back, lapwing")
    someone.reads("Before I go back, lapwing")
    conversation = home.conversation_with("lapwing")
    (socket,) = sockets
    with socket.expect_event("close"):
        someone.page.evaluate(SLEEP)
    replied(home, conversation, "Said while nobody looked.")
    expect(someone.log.get_by_text("Said while nobody looked.")).to_have_count(0)
    someone.page.evaluate(WAKE)
    someone.reads("Said while nobody looked.")
    someone.reads("Before I go back, lapwing")
    someone.say("I am back")
    someone.reads("I am back")
    assert said_by_shopper(home, conversation) == ["Before I go back, lapwing", "I am back"]


def test_a_laptop_that_slept_for_an_hour_comes_back_with_a_fresh_token_and_everything_once(
    home: House, shopper: Callable[..., Shopper]
) -> None:
    someone = shopper()
    sessions: list[str] = []
    someone.page.on("request", lambda request: sessions.append(request.url) if "/session" in request.url else None)
    someone.page.clock.install()
    someone.page.reload()
    someone.open_chat()
    someone.say("Good night, nightjar")
    someone.reads("Good night, nightjar")
    conversation, before = home.conversation_with("nightjar"), len(sessions)
    someone.page.context.set_offline(True)
    for number in range(3):
        replied(home, conversation, f"Said in the night: {number}")
    someone.page.clock.fast_forward("01:10:00")
    someone.page.context.set_offline(False)
    for number in range(3):
        someone.reads(f"Said in the night: {number}")
    someone.say("Good morning")
    someone.reads("Good morning")
    assert len(sessions) > before, "the token of last night is not used again"
    assert said_by_shopper(home, conversation) == ["Good night, nightjar", "Good morning"]
