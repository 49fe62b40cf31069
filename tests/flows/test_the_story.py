"""The story: a shopper asks, the bot answers, the order is found, a person takes over, and each promise holds."""

from typing import Any

import pytest
from sqlmodel import select

from backend.bot import words
from backend.clock import now
from backend.conversations.handoffs import Outlook
from backend.conversations.words import waiting_line
from backend.jobs import enqueue
from backend.shops.models import Shop
from simulator.settings import MAIN_SHOP
from tests.flows.town import JONAS, TOM, Staff, Town, Visitor

pytestmark = pytest.mark.anyio

SAVE = """mutation($id: ID!, $v: [FieldValueInput!]!) {
  saveAnswers(formId: $id, values: $v) { userErrors { code } } }"""
NOBODY_THERE = Outlook(now(), is_anyone_there=False)
CANADA = "Do you ship to Canada and how long does it take?"


def said(messages: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(message["author"]["kind"], message["text"]) for message in messages]


def tags_of(conversation: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {each["tag"]["name"]: (each["origin"], each["evidence"]) for each in conversation["tags"]}


async def escalated(the_town: Town, maya: Staff, subject: str) -> tuple[Visitor, str]:
    """A shopper whose thread waits for a person."""
    shopper = await the_town.shopper()
    await shopper.say(subject)
    await the_town.settled()
    await shopper.answered("Please let me talk to a person")
    return shopper, await the_town.thread_of(maya, subject)


async def test_the_story_from_the_first_question_to_the_agents_answer(the_town: Town, maya: Staff) -> None:
    shopper = await the_town.shopper()
    async with maya.inbox() as inbox:
        waiting = (await inbox.next())["counts"]["needsYou"]
        (answer,) = await shopper.answered(CANADA)
        assert answer["author"] == {"kind": "BOT", "name": "Store bot"}
        assert answer["text"].startswith("Yes, we ship to Canada. Standard delivery to Canada takes 5–8 business days")
        (citation,) = answer["citations"]
        assert citation == {
            "title": "Shipping policy", "heading": "Shipping to Canada",
            "url": f"{the_town.storefront()}/policies/shipping-policy",
        }  # fmt: skip
        await inbox.until(lambda v: any((c["subject"], c["state"]) == (CANADA, "BOT") for c in v["conversations"]))
        thread = await the_town.thread_of(maya, CANADA)
        await _find_the_order(shopper, maya, thread)
        await _ask_for_a_person(the_town, shopper, maya, thread)
        await inbox.until(lambda v: v["counts"]["needsYou"] == waiting + 1)
        await _take_over(the_town, shopper, maya, thread)
        await inbox.until(lambda v: v["counts"]["needsYou"] == waiting)


async def _find_the_order(shopper: Visitor, maya: Staff, thread: str) -> None:
    (offer,) = await shopper.answered("where is my order?")
    assert (offer["kind"], offer["form"]["title"], offer["citations"]) == ("ACTION_OFFER", "Find my order", [])
    form = (await shopper.thread())["openForm"]
    assert [field["key"] for field in form["fields"]] == ["order_number", "email"]
    async with maya.watching(thread) as card, shopper.following(offer["sequence"]) as widget:
        await card.next()
        await shopper.do(SAVE, id=form["id"], v=[{"key": "order_number", "value": "1001"}])
        typed = await card.until(lambda v: v["openForm"] and v["openForm"]["values"])
        assert typed["openForm"]["values"] == [{"key": "order_number", "value": "1001", "origin": ""}]
        await shopper.submit(form["id"], order_number="1001", email="elena.petrova@example.com")
        news = await widget.until(lambda v: any(m["order"] for m in v["messages"]))
        told = news["messages"][-1]
        assert told["text"].startswith("Order #1001 is delayed with Canada Post")
        assert told["order"] == {"level": "MATCHED", "name": "#1001", "summary": told["text"]}
        filled = await card.until(lambda v: v["orders"] and v["orders"][0]["outcome"] == "FOUND")
    (snapshot,) = filled["orders"]
    order = snapshot["order"]
    assert (snapshot["disclosure"], snapshot["isStale"], order["name"]) == ("MATCHED", False, "#1001")
    assert [(item["title"], item["quantity"]) for item in order["items"]] == [
        ("Summit Two tent", 1), ("Trail socks, two pairs", 1),
    ]  # fmt: skip
    (parcel,) = order["parcels"]
    assert (parcel["state"], parcel["isLate"], parcel["trackingNumber"]) == ("Delayed", True, "0007927452734201")
    assert order["total"] == {"amount": "361.00"} and snapshot["fetchedAt"]
    assert "361.00" not in str(news) and "Summit Two" not in str(news)  # matched is not verified


async def _ask_for_a_person(the_town: Town, shopper: Visitor, maya: Staff, thread: str) -> None:
    at = (await shopper.thread())["cursor"]
    await the_town.nobody_there()
    spoken, joined = await shopper.answered("it's three weeks late, I want to talk to someone")
    assert spoken["text"] == words.handing_over("en", NOBODY_THERE, high=True)
    assert (joined["kind"], joined["text"]) == ("ACTIVITY", "A person from our team was asked to join")
    now = await shopper.thread(at)
    assert (now["state"], now["term"], now["waitingLine"]) == ("WAITING", 2, waiting_line("en", NOBODY_THERE))
    assert now["openForm"] is None  # all is known: nothing is asked again
    await the_town.settled()
    conversation = (await maya.transcript(thread))["conversation"]
    assert conversation["handoff"] == {
        "reason": "ASKED_FOR_HUMAN", "urgency": "HIGH", "evidence": "talk to someone",
        "urgencyWhy": "order three weeks late and a person was asked for",
    }  # fmt: skip
    assert tags_of(conversation) == {
        "order-inquiry": ("RULE", "Order number: #1001 E-mail: elena.petrova@example.com"),
        "shipping-delay": ("RULE", "three weeks late"),
        "escalated-by-user": ("RULE", "talk to someone"),
        "high-priority": ("RULE", "order three weeks late and a person was asked for"),
    }


async def _take_over(the_town: Town, shopper: Visitor, maya: Staff, thread: str) -> None:
    jonas = await the_town.staff(JONAS)
    at = (await shopper.thread())["cursor"]
    async with shopper.following(at) as widget:
        await widget.next()
        reply = await maya.reply(thread, "Hi Elena, Maya here. I am on it.")
        assert reply["conversation"] == {"state": "AGENT", "term": 3, "agent": {"firstName": "Maya"}}
        seen = await widget.until(lambda v: v["messages"])
    assert said(seen["messages"]) == [("AGENT", "Maya joined"), ("AGENT", "Hi Elena, Maya here. I am on it.")]
    assert seen["speaker"] == {"kind": "AGENT", "name": "Maya"}
    before = await jonas.transcript(thread)
    assert before["conversation"]["agent"] == {"firstName": "Maya", "isMe": False}
    refused = await jonas.reply(thread, "I have it too")
    assert refused["message"] is None
    (error,) = refused["userErrors"]
    assert error["code"] == "HELD_BY_ANOTHER" and error["message"].startswith("Maya holds this conversation.")
    assert await jonas.transcript(thread) == before


async def test_after_the_takeover_the_bot_is_silent_even_in_a_late_job(the_town: Town, maya: Staff) -> None:
    shopper, thread = await escalated(the_town, maya, "Is the tent waterproof, tell me?")
    await maya.move("takeOver", thread)
    at = await shopper.say(CANADA)
    async with the_town.services.db.writing() as session:
        payload = {"shop_id": await _shop_id(the_town), "conversation_id": int(thread)}
        await enqueue(session, "bot.reply", payload, key=f"bot.reply:{thread}")
    await the_town.settled()
    later = await maya.transcript(thread, at - 1)
    assert [(m["author"]["kind"], m["text"]) for m in later["messages"]] == [("SHOPPER", CANADA)]
    assert (await shopper.thread(at))["messages"] == []


async def _shop_id(the_town: Town) -> int:
    async with the_town.services.db.reading() as session:
        return int((await session.exec(select(Shop.id).where(Shop.domain == MAIN_SHOP))).one() or 0)


async def test_a_note_is_for_agents_only_and_takes_nothing_over(the_town: Town, maya: Staff) -> None:
    shopper, thread = await escalated(the_town, maya, "Hello, a note will be written here")
    at = (await shopper.thread())["cursor"]
    note = """mutation($id: ID!, $t: String!) { postNote(conversationId: $id, text: $t, clientKey: "a-note-key") {
      message { kind audience } conversation { state } userErrors { code } } }"""
    written = await maya.do(note, id=thread, t="She is a good customer")
    assert written["message"] == {"kind": "NOTE", "audience": "AGENTS"}
    assert written["conversation"] == {"state": "WAITING"}
    async with shopper.following(at) as widget:
        first = await widget.next()
        await maya.reply(thread, "Hello from Maya")
        seen = await widget.until(lambda v: v["messages"])
    assert first["messages"] == []
    assert said(seen["messages"]) == [("AGENT", "Maya joined"), ("AGENT", "Hello from Maya")]
    assert "good customer" not in str(await shopper.thread())


async def test_watching_is_seen_by_others_and_changes_nothing(the_town: Town, maya: Staff) -> None:
    jonas = await the_town.staff(JONAS)
    shopper, thread = await escalated(the_town, maya, "Hello, high and low")
    await maya.is_there()
    before = await shopper.thread()
    watch = "mutation($id: ID!, $w: Boolean!) { watch(conversationId: $id, isWatching: $w) { userErrors { code } } }"
    async with jonas.watching(thread) as card:
        assert (await card.next())["watchers"] == []
        await maya.do(watch, id=thread, w=True)
        await card.until(lambda v: v["watchers"] == [{"firstName": "Maya"}])
        await maya.do(watch, id=thread, w=False)
        await card.until(lambda v: v["watchers"] == [])
    assert await shopper.thread() == before


async def test_an_agents_tag_and_removal_outlast_what_the_shopper_says_next(the_town: Town, maya: Staff) -> None:
    shopper, thread = await escalated(the_town, maya, "where is my order, please?")
    await the_town.settled()
    assert "order-inquiry" in tags_of((await maya.transcript(thread))["conversation"])
    await maya.move("takeOver", thread)
    await maya.tag("addTag", thread, "refund")
    await maya.tag("removeTag", thread, "order-inquiry")
    await shopper.say("where is my order? It is so late, three weeks late!")
    await the_town.settled()
    kept = tags_of((await maya.transcript(thread))["conversation"])
    assert "order-inquiry" not in kept
    assert kept["refund"][0] == "AGENT"
    assert kept["shipping-delay"][0] == "RULE"


async def test_hand_back_release_resolve_and_reopen_go_round(the_town: Town, maya: Staff) -> None:
    shopper, thread = await escalated(the_town, maya, "Hello, round and round")
    await maya.reply(thread, "Maya here")
    assert (await maya.move("handBack", thread))["state"] == "BOT"
    answer = (await shopper.answered(CANADA))[-1]
    assert answer["author"]["kind"] == "BOT" and "Canada" in answer["text"]
    await maya.move("takeOver", thread)
    released = await maya.move("release", thread)
    assert (released["state"], released["agent"]) == ("WAITING", None)
    assert released["handoff"]["urgencyWhy"] == "Maya released it to the queue."
    resolved = await maya.move("resolve", thread)
    assert (resolved["state"], resolved["term"]) == ("RESOLVED", 7)
    at = (await shopper.thread())["cursor"]
    await shopper.say("One more thing")
    await the_town.settled()
    again = await shopper.thread(at)
    assert again["state"] == "WAITING"  # a person held it within the day
    assert [message["author"]["kind"] for message in again["messages"]] == ["SHOPPER", "SHOPPER"]
    await maya.move("resolve", thread)
    assert (await maya.move("reopen", thread))["state"] == "WAITING"


async def test_words_that_nobody_answered_are_the_bots_after_a_hand_back(the_town: Town, maya: Staff) -> None:
    shopper, thread = await escalated(the_town, maya, "Hello, hand me back")
    await maya.move("takeOver", thread)
    at = await shopper.say(CANADA)
    async with shopper.following(at) as widget:
        await widget.next()
        await maya.move("handBack", thread)
        seen = await widget.until(lambda v: any(m["kind"] == "TEXT" for m in v["messages"]))
    assert seen["messages"][-1]["text"].startswith("Yes, we ship to Canada.")


async def test_a_form_that_looks_nothing_up_is_acknowledged_and_an_open_one_is_pointed_to(
    the_town: Town, maya: Staff
) -> None:
    shopper = await the_town.shopper()
    await shopper.answered("where is my order now?")
    (pointed,) = await shopper.answered("where is my order??")
    assert pointed["text"] == words.of("en")["still_open"]
    form = (await shopper.thread())["openForm"]["id"]
    await shopper.do("mutation($id: ID!) { skipAction(formId: $id) { userErrors { code } } }", id=form)
    thread = await the_town.thread_of(maya, "where is my order now?")
    offer = 'mutation($id: ID!) { offerAction(conversationId: $id, key: "something_else") { userErrors { code } } }'
    await maya.do(offer, id=thread)
    opened = await shopper.thread()
    async with shopper.following(opened["cursor"]) as widget:
        await widget.next()
        await shopper.submit(opened["openForm"]["id"], description="The zip of my jacket is broken")
        seen = await widget.until(lambda v: any(m["author"]["kind"] == "BOT" for m in v["messages"]))
    assert said(seen["messages"])[-1] == ("BOT", words.of("en")["acknowledged"])
    await the_town.settled()
    assert (await shopper.thread(seen["cursor"]))["messages"] == []


async def test_an_order_that_shopify_says_changed_is_fetched_again(the_town: Town, maya: Staff) -> None:
    shopper = await the_town.shopper()
    await shopper.answered("where is my order, it is number 1053?")
    thread = await the_town.thread_of(maya, "where is my order, it is number 1053?")
    form = (await shopper.thread())["openForm"]["id"]
    await shopper.submit(form, order_number="1053", email="sofia.reyes@example.com")
    await the_town.settled()
    async with maya.watching(thread) as card:
        before = (await card.next())["orders"][0]
        assert before["order"]["parcels"][0]["state"] == "On its way"
        await the_town.control("shops/alder-and-pine/orders/1053", action="deliver")
        after = await card.until(lambda v: v["orders"][0]["order"]["parcels"][0]["state"] == "Delivered")
    assert after["orders"][0]["fetchedAt"] > before["fetchedAt"]
    assert after["orders"][0]["changes"]


async def test_a_feed_that_was_cut_goes_on_by_its_cursor_with_each_message_once(the_town: Town, maya: Staff) -> None:
    shopper, thread = await escalated(the_town, maya, "Hello, cut me off")
    begun = held = (await shopper.thread())["cursor"]
    got: list[int] = []
    for number in range(4):
        async with shopper.following(held) as widget:
            first = await widget.next()
            got += [message["sequence"] for message in first["messages"]]
            held = first["cursor"]
        await maya.reply(thread, f"Word {number}")
        await shopper.say(f"Reply {number}")
    last = await shopper.thread(held)
    got += [message["sequence"] for message in last["messages"]]
    everything = [message["sequence"] for message in (await shopper.thread())["messages"]]
    assert got == list(range(begun + 1, last["cursor"] + 1))
    assert everything == list(range(1, last["cursor"] + 1))
    beyond = await shopper.thread(last["cursor"] + 100)
    assert beyond["reset"] is True
    assert [message["sequence"] for message in beyond["messages"]] == everything


async def test_a_subscription_begins_with_what_its_twin_query_says(the_town: Town, maya: Staff) -> None:
    shopper, thread = await escalated(the_town, maya, "Hello, twins")
    await the_town.settled()
    async with shopper.following(2) as widget, maya.watching(thread, 2) as card, maya.inbox() as inbox:
        assert await widget.next() == await shopper.thread(2)
        assert await card.next() == await maya.transcript(thread, 2)
        changes = await inbox.next()
    twin = await maya.ask(
        "query($a: Float!) { inbox(after: $a) { revision conversations { id } } }", a=changes["revision"]
    )
    assert twin["inbox"] == {"revision": changes["revision"], "conversations": []}


async def test_an_uninstall_ends_everything_of_that_shop_and_of_no_other(the_town: Town, maya: Staff) -> None:
    domain = "harbor-tea.myshopify.com"
    tom = await the_town.staff(TOM, domain)
    shopper = await the_town.shopper(domain)
    await shopper.say("Hello, do you have green tea?")
    await the_town.settled()
    await the_town.control("shops/harbor-tea/grant", action="uninstall")
    await the_town.courier.settle()
    for person in (tom, shopper):
        answer = await person.raw("{ __typename }")
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["NOT_AUTHENTICATED"]
    assert (await the_town.widget_session(domain)).status_code == 404
    assert (await maya.ask("{ me { firstName } }"))["me"] == {"firstName": "Maya"}
    await the_town.shopper()
