"""A whole story is played, and faults beside it; then the log is read: it tells what happened, and quotes nobody."""

import io
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.bot import reply
from backend.jobs import enqueue
from simulator.settings import MAIN_SHOP
from tests.flows.town import Staff, Town, Visitor, town
from tests.logged import log_to

pytestmark = pytest.mark.anyio
OWN_WORDS = "My sofa Ottokar arrived broken, write to ottokar.braun@example.net or call +49 30 1234567"
QUESTION = "Do you ship to Canada and how long does it take?"
NOTE = "She sounds like the lady with the purple umbrella"
QUOTED = (
    # what was said, by anybody
    "ottokar", "braun", "1234567", "canada", "three weeks late", "talk to someone", "i am on it", "purple", "umbrella",
    # who, and where
    "elena", "petrova", "maya", "jonas", "example.com", "example.net", "@",
    # what of an order
    "361.00", "summit two", "7927452734201", "canada post",
    # what opens doors
    "eyj", "shpat_", "shprt_", "shpca_", "bearer", "hmac=", "signature=", "id_token=",
)  # fmt: skip
ORDER_NUMBER = re.compile(r"(?<![\w.])#?1001(?![\w.])")


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[tuple[Town, io.BytesIO]]:
    """A town of its own, so that its first words are in the log too."""
    with log_to(io.BytesIO()) as stream:
        async with town(tmp_path) as made:
            yield made, stream


async def test_the_log_of_a_story_quotes_nobody(log: tuple[Town, io.BytesIO], monkeypatch: pytest.MonkeyPatch) -> None:
    made, stream = log
    maya = await made.staff()
    await play_the_story(made, maya)
    await knock_with_what_opens_nothing(made)
    await break_on_somebodys_words(made, monkeypatch)
    await note_and_hand_back(maya, await made.shopper(), made)
    text = stream.getvalue().decode()
    lines = [json.loads(line) for line in text.splitlines()]
    assert [word for word in QUOTED if word in text.lower()] == []
    assert [line for line in lines if ORDER_NUMBER.search(words_of(line))] == []
    tell_what_happened(lines)


def words_of(line: dict[str, Any]) -> str:
    """All that a line says, but for moments, durations and our own ids."""
    ours = ("timestamp", "ms", "seconds", "request", "job_id", "conversation", "shop")
    return json.dumps({key: value for key, value in line.items() if key not in ours})


async def play_the_story(made: Town, maya: Staff) -> None:
    """A question, an order, a request for a human, and an agent's answer, followed on both sides."""
    shopper = await made.shopper()
    async with maya.inbox() as inbox:
        await inbox.next()
        await shopper.answered(QUESTION)
        thread = await made.thread_of(maya, QUESTION)
        await shopper.answered("where is my order?")
        form = (await shopper.thread())["openForm"]["id"]
        async with maya.watching(thread) as card:
            await card.next()
            await shopper.submit(form, order_number="1001", email="elena.petrova@example.com")
            await card.until(lambda v: v["orders"] and v["orders"][0]["outcome"] == "FOUND")
        await shopper.answered("it's three weeks late, I want to talk to someone")
        await maya.reply(thread, "Hi Elena, Maya here. I am on it.")
        await inbox.until(lambda v: any(c["state"] == "AGENT" for c in v["conversations"]))
    await made.settled()


async def knock_with_what_opens_nothing(made: Town) -> None:
    wrong = {"Authorization": "Bearer eyJhbGciOiJIUzI1NiJ9.e30.ottokar"}
    async with httpx.AsyncClient() as http:
        body = {"query": "{ inbox(after: 0) { revision } }"}
        assert (await http.post(f"{made.app_url}/graphql", json=body, headers=wrong)).status_code == 401
        address = f"{made.app_url}/proxy/session?shop=x&signature=eyJ&logged_in_customer_id=1001"
        assert (await http.post(address, json={})).status_code in (400, 401, 403)
        hook = {"X-Shopify-Hmac-Sha256": "eyJ", "X-Shopify-Topic": "orders/updated", "X-Shopify-Shop-Domain": MAIN_SHOP}
        assert (await http.post(f"{made.app_url}/webhooks/shopify", json={}, headers=hook)).status_code == 401


async def break_on_somebodys_words(made: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job fails with an error that says what the shopper said, as errors of parsers do."""

    async def fail(*_: object) -> None:
        raise ValueError(f"cannot read {OWN_WORDS!r}")

    with monkeypatch.context() as broken:
        broken.setattr(reply, "think", fail)
        shopper = await made.shopper()
        await shopper.say(OWN_WORDS)
        async with made.services.db.writing() as session:
            await enqueue(session, "tags.apply", {"shop_id": 1, "conversation_id": "ottokar"}, key=OWN_WORDS)
        await made.settled()


async def note_and_hand_back(maya: Staff, shopper: Visitor, made: Town) -> None:
    await shopper.say("Ottokar needs a person please, order #1001")
    thread = await made.thread_of(maya, "Ottokar needs a person please, order #1001")
    await maya.reply(thread, "Hello Ottokar")
    document = """mutation($id: ID!, $t: String!, $k: String!) {
      postNote(conversationId: $id, text: $t, clientKey: $k) { userErrors { code } } }"""
    await maya.do(document, id=thread, t=NOTE, k="a-key-of-a-note")
    await maya.raw("query Ottokar { me { firstName } }")
    await maya.raw("{ ottokar: nonsense }")
    await maya.move("handBack", thread)
    await made.settled()


def tell_what_happened(lines: list[dict[str, Any]]) -> None:
    """Quoting nobody is easy for who says nothing: requests and jobs are there, with what ties them together."""
    requests = [line for line in lines if line["event"] == "request"]
    asked = [line for line in requests if line.get("operation") == "mutation takeOver"] or [
        line for line in requests if line.get("operation") == "mutation postReply"
    ]
    assert asked and all(line["shop"] and line["request"] and line["ms"] >= 0 for line in asked)
    assert any(line.get("conversation") for line in asked)
    jobs = [line for line in lines if line["event"] == "job"]
    assert {"bot.reply", "tags.apply", "orders.enrich"} <= {line["job"] for line in jobs}
    assert all(line["shop"] and line["job_id"] for line in jobs)
    failed = [line for line in lines if line["event"] == "job_failed"]
    assert any(line["exception"][0]["type"] == "ValueError" for line in failed)
    assert {line["status"] for line in requests} >= {200, 401}
    assert any(line["event"] == "socket" and line["seconds"] >= 0 for line in lines)
