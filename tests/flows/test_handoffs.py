"""Requests for a human while something else fails: each stays visible until a human answers it."""

import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from backend.bot import watchdog
from backend.clock import now
from simulator.settings import MAIN_SHOP
from tests.flows.town import Staff, Town, Visitor

pytestmark = pytest.mark.anyio

ASK = "mutation($k: String!) { askForHuman(clientKey: $k) { thread { state } userErrors { code } } }"
LEAVE = "mutation($e: String!) { leaveEmail(email: $e) { thread { contact { email } } userErrors { code message } } }"
CONTACT = "{ thread { waitingLine contact { email } } }"
HANDOFF = """query($id: ID!) { transcript(conversationId: $id) { known { key value origin }
  orders { outcome } messages { text move author { kind } }
  conversation { state urgency handoff { reason urgencyWhy reminders seenAt acceptedAt ending } } } }"""
LIMIT = timedelta(seconds=90)


@pytest.fixture
async def shopify_back(the_town: Town) -> AsyncIterator[None]:
    """Whatever a test does to Shopify is over at its end."""
    yield
    await the_town.control(f"shops/{MAIN_SHOP.partition('.')[0]}/faults/reset")


async def told(maya: Staff, thread: str) -> dict[str, Any]:
    found: dict[str, Any] = (await maya.ask(HANDOFF, id=thread))["transcript"]
    return found


async def asking(the_town: Town, maya: Staff, words: str) -> tuple[Visitor, str]:
    """A shopper who said something and pressed the button."""
    shopper = await the_town.shopper()
    await shopper.say(words)
    await the_town.settled()
    await shopper.do(ASK, k=uuid.uuid4().hex)
    return shopper, await the_town.thread_of(maya, words)


@pytest.mark.usefixtures("shopify_back")
async def test_while_shopify_is_down_a_form_is_taken_and_the_person_is_asked_for_all_the_same(
    the_town: Town, maya: Staff
) -> None:
    shopper = await the_town.shopper()
    await the_town.control(f"shops/{MAIN_SHOP.partition('.')[0]}/faults", down=True)
    words = "Where is my order? gannet"
    (offer,) = await shopper.answered(words)
    assert offer["kind"] == "ACTION_OFFER"
    await shopper.do(ASK, k=uuid.uuid4().hex)
    form = (await shopper.thread())["openForm"]
    done = await shopper.submit(form["id"], order_number="1001", email="elena.petrova@example.com")
    assert done["fieldErrors"] == []
    thread = await the_town.thread_of(maya, words)
    card = await told(maya, thread)
    assert card["conversation"]["state"] == "WAITING" and card["conversation"]["handoff"]["acceptedAt"] is None
    assert {fact["key"] for fact in card["known"]} >= {"order_number", "email"}, "nobody asks for them again"
    assert [order["outcome"] for order in card["orders"]] in (["LOOKING"], ["UNAVAILABLE"], ["THROTTLED"])
    replied = await maya.reply(thread, "Our order system is down; I will look as soon as it is back.")
    assert replied["userErrors"] == []
    assert (await told(maya, thread))["conversation"]["handoff"]["ending"] == "ANSWERED"


async def test_a_shopper_whom_nobody_can_answer_leaves_an_address_that_a_reload_keeps(
    the_town: Town, maya: Staff
) -> None:
    await the_town.nobody_there()
    shopper, thread = await asking(the_town, maya, "Do you repair zips? dotterel")
    assert (await shopper.ask(CONTACT))["thread"]["contact"] == {"email": None}
    refused = (await shopper.ask(LEAVE, e="elena at example"))["leaveEmail"]
    assert refused["userErrors"][0]["code"] == "INVALID"
    await shopper.do(LEAVE, e="elena@example.com")
    assert (await shopper.ask(CONTACT))["thread"]["contact"] == {"email": "elena@example.com"}
    assert {"key": "email", "value": "elena@example.com", "origin": "waiting"} in (await told(maya, thread))["known"]


async def test_a_request_that_nobody_takes_reaches_every_inbox_again_and_rises(the_town: Town, maya: Staff) -> None:
    _, thread = await asking(the_town, maya, "Can I speak to somebody about turnstones?")
    async with maya.inbox() as line:
        await line.next()
        await watchdog.look(the_town.services.db, now() + timedelta(minutes=11), LIMIT)
        news = await line.until(lambda v: any(c["id"] == thread and c["urgency"] == "HIGH" for c in v["conversations"]))
    assert news["counts"]["needsYou"] >= 1
    handoff = (await told(maya, thread))["conversation"]["handoff"]
    assert handoff["reminders"] == 2 and handoff["urgencyWhy"] == "Nobody has taken it for 11 minutes."


async def test_an_agent_who_leaves_with_the_thread_gives_it_back_and_the_shopper_reads_who_left(
    the_town: Town, maya: Staff
) -> None:
    shopper, thread = await asking(the_town, maya, "Do you buy used plovers?")
    await maya.is_there()
    await maya.reply(thread, "Let me see.")
    await shopper.say("Thank you, and do you ship them?")
    await watchdog.look(the_town.services.db, now() + timedelta(minutes=4), LIMIT)
    assert (await told(maya, thread))["conversation"]["state"] == "AGENT"
    await watchdog.look(the_town.services.db, now() + timedelta(minutes=8), LIMIT)
    after = await told(maya, thread)
    assert after["conversation"]["state"] == "WAITING" and after["conversation"]["urgency"] == "HIGH"
    assert after["conversation"]["handoff"]["reason"] == "AGENT_GONE"
    activity = after["messages"][-1]
    assert activity["move"] == "release" and activity["author"]["kind"] == "SYSTEM"
    assert activity["text"] == "Maya is gone while the shopper waits. The conversation waits for somebody else."
    assert (await shopper.thread())["messages"][-1]["text"] == "Maya left. Another person will join"


async def test_with_everybody_away_a_shopper_is_not_told_that_somebody_comes_soon(the_town: Town, maya: Staff) -> None:
    shopper, _ = await asking(the_town, maya, "Who can tell me about sanderlings?")
    await the_town.nobody_there()
    await maya.is_there()
    assert "as soon as they can" in (await shopper.ask(CONTACT))["thread"]["waitingLine"]
    await maya.is_there(is_there=False)
    assert "as soon as somebody is back at the desk" in (await shopper.ask(CONTACT))["thread"]["waitingLine"]
