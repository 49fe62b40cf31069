"""Two shops in one app, what a merchant sets, and programs that read through the API."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import expect
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.browser.house import TOM, House
from tests.browser.people import Agent, Shopper

BY_TAG = """
{
  tags { name conversationCount }
  conversations(tags: { any: ["escalated-by-user"] }) { edges { node { id tags { tag { name } } } } }
}
"""
FOLLOW = """
subscription ($after: Float!) {
  taggedConversations(tags: { any: ["escalated-by-user"] }, after: $after) { revision conversations { id } }
}
"""


def test_one_shop_sees_nothing_of_the_other(
    home: House, shopper: Callable[..., Shopper], agent: Callable[..., Agent]
) -> None:
    someone = shopper().open_chat()
    someone.say("I want to talk to a person about alder sparrowhawk")
    expect(someone.panel.locator(".notice.waiting")).to_be_visible()
    conversation = home.conversation_with("sparrowhawk")
    tom = agent(TOM, "harbor-tea")
    tom.views("All")
    expect(tom.app.get_by_text("No conversations yet")).to_be_visible()
    tom.page.goto(home.admin("harbor-tea", TOM, f"/inbox/{conversation}"))
    expect(
        tom.thread.get_by_text(re.compile("not found|does not exist|There is no", re.IGNORECASE)).first
    ).to_be_visible()
    assert "sparrowhawk" not in tom.frame().locator("body").inner_text()
    other = shopper(front=home.storefront_of("harbor-tea")).open_chat()
    assert "sparrowhawk" not in other.panel.inner_text()
    other.say("I need a person please, harbour tern")
    tom.page.goto(home.admin("harbor-tea", TOM, "/inbox"))
    expect(tom.rows).to_have_count(1)
    search = 'query { conversations(search: "harbour tern") { edges { node { id } } } }'
    assert home.agent(search)["conversations"]["edges"] == []


def test_a_token_is_shown_once_and_reads_conversations_by_tag(
    home: House, shopper: Callable[..., Shopper], agent: Callable[..., Agent]
) -> None:
    maya = agent(path="/settings")
    maya.app.get_by_role("button", name="Create a token").click()
    dialog = maya.app.locator("#new-api-client")
    dialog.get_by_role("textbox", name="Name").fill("Warehouse board")
    dialog.get_by_role("button", name="Create", exact=True).click()
    token = dialog.locator("#new-api-token").inner_text()
    expect(dialog.get_by_text("This is the only time that the token is shown.")).to_be_visible()
    dialog.get_by_role("button", name="Done").click()
    expect(maya.app.get_by_text("Warehouse board", exact=True)).to_be_visible()
    maya.page.reload()
    expect(maya.app.get_by_text("Warehouse board", exact=True)).to_be_visible()
    assert token not in maya.frame().content()
    with connect(
        f"ws{home.app_url.removeprefix('http')}/graphql",
        subprotocols=[Subprotocol("graphql-transport-ws")], origin=None, compression=None,
    ) as socket:  # fmt: skip
        socket.send(json.dumps({"type": "connection_init", "payload": {"token": token}}))
        assert json.loads(socket.recv(20))["type"] == "connection_ack"
        payload = {"query": FOLLOW, "variables": {"after": 0}}
        socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        first = json.loads(socket.recv(20))["payload"]["data"]["taggedConversations"]
        someone = shopper().open_chat()
        someone.say("Please let me talk to a human, goshawk")
        expect(someone.panel.locator(".notice.waiting")).to_be_visible()
        conversation = home.conversation_with("goshawk")
        assert conversation not in [one["id"] for one in first["conversations"]]
        assert conversation in heard_until(socket, conversation)
    answer = home.graphql(BY_TAG, token)
    assert "errors" not in answer, answer
    read = answer["data"]
    counts = {tag["name"]: tag["conversationCount"] for tag in read["tags"]}
    tagged = [edge["node"] for edge in read["conversations"]["edges"]]
    assert counts["escalated-by-user"] == len(tagged) > 0
    assert conversation in [one["id"] for one in tagged]
    assert all("escalated-by-user" in [tag["tag"]["name"] for tag in one["tags"]] for one in tagged)
    refused = home.graphql('mutation { addTag(conversationId: "1", name: "refund") { userErrors { code } } }', token)
    assert refused.get("errors") or refused["data"]["addTag"]["userErrors"], "the token has no scope to write tags"
    maya.app.get_by_role("button", name="Revoke Warehouse board").click()
    revoking = maya.app.locator("s-modal").filter(has_text="refused at once")
    revoking.get_by_role("button", name="Revoke", exact=True).click()
    expect(maya.app.get_by_text("Warehouse board", exact=True)).to_have_count(0)
    after = home.graphql(BY_TAG, token)
    assert after.get("errors")
    assert not after.get("data")


def heard_until(socket: ClientConnection, conversation: str) -> set[str]:
    """The ids that the subscription names, up to the first that is looked for; raises TimeoutError."""
    heard: set[str] = set()
    while conversation not in heard:
        said = json.loads(socket.recv(20))
        if said["type"] == "next":
            heard |= {one["id"] for one in said["payload"]["data"]["taggedConversations"]["conversations"]}
        else:
            assert said["type"] == "ping", said
            socket.send('{"type":"pong"}')
    return heard


def test_what_the_merchant_writes_in_settings_greets_the_next_shopper(
    home: House, shopper: Callable[..., Shopper], agent: Callable[..., Agent]
) -> None:
    jonas = agent(TOM, "harbor-tea", "/settings")
    greeting = jonas.app.get_by_role("textbox", name="Greeting")
    greeting.fill("Welcome to the quay!")
    jonas.page.get_by_role("region", name="Unsaved changes").get_by_role("button", name="Save").click()
    expect(jonas.page.get_by_text("Settings saved")).to_be_visible()
    expect(jonas.page.get_by_role("region", name="Unsaved changes")).to_be_hidden()
    other = shopper(front=home.storefront_of("harbor-tea")).open_chat()
    expect(other.panel.get_by_text("Welcome to the quay!")).to_be_visible()
    expect(shopper().open_chat().panel.get_by_text("Welcome to the quay!")).to_have_count(0)
