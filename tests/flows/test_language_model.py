"""With a language model by setting: its sentences come one by one, and its failures end in an answer."""

from collections.abc import AsyncIterator

import pytest

from backend.ai.mind import model_of
from backend.app import build
from backend.config import ModelChoice, load
from tests.flows.fake_model import FakeModel
from tests.flows.town import Staff, Town, bound, served

pytestmark = pytest.mark.anyio

CANADA = "Do you ship to Canada and how long does delivery take?"
FIRST, THEN = "Yes, we ship to Canada.", "Standard delivery to Canada takes 5-8 business days."
SAID = f"{FIRST} {THEN}"
WORDS = [f"{word} " for word in SAID.split()]


@pytest.fixture
async def model(the_town: Town) -> AsyncIterator[FakeModel]:
    fake, listener = FakeModel(words=list(WORDS)), bound()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    mind = the_town.services.mind
    async with served(fake.app(), listener):
        configured = model_of(ModelChoice("openai", url, "a-key", "some-model", 5.0))
        assert configured is not None
        mind.model = configured
        try:
            yield fake
        finally:
            mind.model = None
            fake.go_on.set()
            await configured.close()


async def test_a_model_is_used_where_its_address_is_set_and_nowhere_else() -> None:
    key = {"SHOPIFY_API_KEY": "a-key", "SHOPIFY_API_SECRET": "a-secret-of-this-test"}
    with_one, platform = build(load({**key, "BATON_MODEL_URL": "http://127.0.0.1:1/v1"}))
    without, other = build(load(key))
    assert with_one.mind.model is not None
    assert without.mind.model is None
    await platform.close()
    await other.close()


async def test_the_words_grow_in_the_thread_until_the_whole_answer_stands_there_with_its_source(
    the_town: Town, model: FakeModel
) -> None:
    shopper = await the_town.shopper()
    model.pause_before = 7
    async with shopper.following() as widget:
        await widget.next()
        await shopper.say(CANADA)
        growing = await widget.until(lambda v: v["draft"])
        assert growing["draft"]["term"] == 1
        assert growing["draft"]["text"].strip() == FIRST
        model.go_on.set()
        whole = await widget.until(lambda v: any(m["author"]["kind"] == "BOT" for m in v["messages"]))
    assert whole["messages"][-1]["text"] == SAID
    assert whole["messages"][-1]["citations"][0]["title"] == "Shipping policy"
    assert whole["draft"] is None
    (asked,) = model.asked
    assert (asked["model"], asked["stream"]) == ("some-model", True)
    assert CANADA in asked["messages"][1]["content"] and CANADA not in asked["messages"][0]["content"]


@pytest.mark.parametrize("breaking", ["refuses", "breaks off", "invents"])
async def test_a_model_that_fails_falls_to_the_local_answer(the_town: Town, model: FakeModel, breaking: str) -> None:
    if breaking == "refuses":
        model.status = 500
    elif breaking == "breaks off":
        model.breaks_after = 4
    else:
        model.words = [*WORDS, "It ", "costs ", "$3."]
    shopper = await the_town.shopper()
    (answer,) = await shopper.answered(CANADA)
    assert answer["text"].startswith("Yes, we ship to Canada. Standard delivery to Canada takes 5–8 business days")
    assert answer["citations"][0]["title"] == "Shipping policy"
    assert len(model.asked) == 1


async def test_an_agent_who_joins_amid_the_words_gets_them_as_a_draft_and_the_shopper_never_does(
    the_town: Town, maya: Staff, model: FakeModel
) -> None:
    shopper = await the_town.shopper()
    model.pause_before = 7
    subject = f"{CANADA} Tell me, as I am in a hurry."
    async with shopper.following() as widget:
        await widget.next()
        await shopper.say(subject)
        await widget.until(lambda v: v["draft"])
        thread = await the_town.thread_of(maya, subject)
        await maya.move("takeOver", thread)
        overtaken = await widget.until(lambda v: v["term"] == 2)
        assert overtaken["draft"] is None
        model.go_on.set()
        await the_town.settled()
    seen = await shopper.thread()
    assert [message["author"]["kind"] for message in seen["messages"]] == ["SHOPPER", "AGENT"]
    assert seen["draft"] is None
    card = await maya.transcript(thread)
    assert card["draftSuggestion"] == SAID
    assert [turn["outcome"] for turn in card["botTurns"]] == ["discarded"]
