"""What was written while nobody could be reached arrives, once, on both sides."""

import re
from collections.abc import Callable

from playwright.sync_api import WebSocketRoute, expect

from tests.browser.house import House
from tests.browser.people import Agent, Shopper

SAID = "query ($id: ID!) { transcript(conversationId: $id) { messages { sequence text author { kind } } } }"


def said_by_shopper(home: House, conversation: str) -> list[str]:
    messages = home.agent(SAID, id=conversation)["transcript"]["messages"]
    assert [message["sequence"] for message in messages] == list(range(1, len(messages) + 1))
    return [message["text"] for message in messages if message["author"]["kind"] == "SHOPPER"]


def test_what_is_written_while_the_app_is_down_arrives_once(
    home: House, shopper: Callable[..., Shopper], agent: Callable[..., Agent]
) -> None:
    someone = shopper().open_chat()
    someone.say("Do you repair tents? sandpiper")
    someone.reads("Do you repair tents? sandpiper")
    conversation = home.conversation_with("sandpiper")
    maya = agent(path=f"/inbox/{conversation}")
    maya.reads("Do you repair tents? sandpiper")
    maya.presses("Take over")
    someone.reads("Maya joined")
    home.kill_app()
    expect(maya.app.get_by_text("The connection is lost.")).to_be_visible()
    someone.say("First while it is down")
    someone.say("Second while it is down")
    expect(someone.panel.get_by_text("Not sent yet. It will go as soon as it can.")).to_have_count(2)
    maya.sends("Written during the outage")
    expect(maya.log.get_by_role("alert")).to_be_visible()
    home.start_app()
    someone.reads("Second while it is down")
    maya.reads("Second while it is down")
    maya.log.get_by_role("button", name="Retry").click()
    someone.reads("Written during the outage")
    expect(maya.log.get_by_role("alert")).to_have_count(0)
    expect(maya.app.get_by_text("The connection is lost.")).to_have_count(0)
    expected = ["Do you repair tents? sandpiper", "First while it is down", "Second while it is down"]
    assert said_by_shopper(home, conversation) == expected
    for log in (someone.log, maya.log):
        for text in (*expected, "Written during the outage"):
            expect(log.get_by_text(text)).to_have_count(1)


def test_what_is_written_offline_outlives_a_reload_and_arrives_once(
    home: House, shopper: Callable[..., Shopper]
) -> None:
    someone = shopper().open_chat()
    someone.say("Hello there, bittern")
    someone.reads("Hello there, bittern")
    conversation = home.conversation_with("bittern")
    someone.page.context.set_offline(True)
    expect(someone.panel.get_by_text("You are offline.")).to_be_visible()
    someone.say("Written under a bridge")
    expect(someone.panel.get_by_text(re.compile("Sending|Not sent yet"))).to_be_visible()
    assert said_by_shopper(home, conversation) == ["Hello there, bittern"]
    someone.page.context.set_offline(False)
    someone.reads("Written under a bridge")
    expect(someone.panel.get_by_text("You are offline.")).to_be_hidden()
    someone.page.reload()
    someone.reads("Written under a bridge")
    assert said_by_shopper(home, conversation) == ["Hello there, bittern", "Written under a bridge"]


def shut(socket: WebSocketRoute) -> None:
    socket.close()


def test_where_websockets_are_blocked_both_sides_still_hear_each_other(
    home: House, shopper: Callable[..., Shopper], agent: Callable[..., Agent]
) -> None:
    someone = shopper()
    someone.page.route_web_socket(re.compile(".*"), shut)
    someone.open_chat()
    someone.say("Is anybody there? plover")
    someone.reads("Is anybody there? plover")
    maya = agent()
    maya.page.route_web_socket(re.compile(".*"), shut)
    maya.page.goto(home.admin(page=f"/inbox/{home.conversation_with('plover')}"))
    maya.reads("Is anybody there? plover")
    maya.sends("Yes, I am here")
    someone.reads("Yes, I am here")
    someone.say("Wonderful")
    maya.reads("Wonderful")
