"""The bot says everything in every language, with the same places to fill, in the storefront's language first."""

import re

import pytest

from backend.actors import ShopperActor
from backend.ai.answer import Finding, Findings
from backend.ai.language import LANGUAGES, spoken
from backend.ai.retrieval import Hit, Passage
from backend.ai.understand import Understanding
from backend.bot import reply, situation, think, words
from backend.bot.decisions import SayUnknown, SmallTalk
from backend.bot.situation import Situation
from backend.bot.think import Outcome
from backend.clock import now
from backend.conversations import service
from backend.conversations.handoffs import Outlook
from backend.conversations.models import Conversation, Shopper
from backend.conversations.rules import State
from tests.conftest import make_conversation
from tests.races.conftest import stage
from tests.races.turns import Stage

pytestmark = pytest.mark.anyio
__all__ = ["stage"]

PLACE = re.compile(r"{(\w*)}")


def test_every_language_has_every_sentence_and_no_other() -> None:
    assert set(words.SENTENCES) == set(LANGUAGES)
    for language, said in words.SENTENCES.items():
        assert set(said) == set(words.Sentences.__annotations__), language
        assert all(str(text).strip() for text in said.values()), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_the_places_of_the_english_one_and_is_translated(language: str) -> None:
    own = dict(words.of(language).items())
    for name, text in words.of("en").items():
        assert sorted(PLACE.findall(str(own[name]))) == sorted(PLACE.findall(str(text))), name
        assert language == "en" or own[name] != text, name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reply_time", ["", "within {an} hour"])
def test_a_handoff_is_announced_whole_with_the_merchants_own_words(language: str, reply_time: str) -> None:
    outlook = Outlook(now(), reply_time=reply_time)
    calm, urgent = (words.handing_over(language, outlook, high=high) for high in (False, True))
    assert reply_time in calm and len(urgent) > len(calm)
    assert PLACE.findall(urgent.replace("{an}", "")) == []
    assert words.partly_answered(language, ("A {x}?", " B ")).endswith("A {x}? / B")


def test_the_first_language_that_is_spoken_is_taken_and_english_where_none_is() -> None:
    assert spoken("fr-CA", "de") == "fr"
    assert spoken("it", "de", "es") == "de"
    assert spoken("", "und", "ja") == "ja"
    assert spoken("est", "pt-BR", "") == spoken() == "en"


def test_who_asked_in_another_language_than_the_storefronts_is_not_told_about_their_language() -> None:
    assert words.unknown("fr", "fr") == words.of("fr")["unknown_in_language"]
    assert words.unknown("fr", "de") == words.unknown("fr", "und") == words.of("fr")["unknown"]
    assert words.unknown("en", "en") == words.of("en")["unknown"]


async def thread_of(stage: Stage, locale: str) -> Conversation:
    async with stage.db.writing() as session:
        shopper: Shopper = await service.open_shopper(
            session, stage.shop.id or 0, shopper_id=None, customer_id=None, locale=locale, now=now()
        )
    return await make_conversation(stage.db, ShopperActor(stage.shop.id or 0, shopper.id or 0), "Merci")


async def read(stage: Stage, conversation: Conversation) -> Situation:
    async with stage.db.reading() as session:
        found = await situation.read(session, conversation.shop_id, conversation.id or 0)
    assert found is not None
    return found


async def test_the_storefronts_language_goes_before_the_one_that_is_written(stage: Stage) -> None:
    french, italian = await thread_of(stage, "fr-FR"), await thread_of(stage, "it")
    understood = Understanding("Vielen Dank", "de")
    for conversation, language in ((french, "fr"), (italian, "de")):
        found = await read(stage, conversation)
        for decision, text in (
            (SmallTalk("thanks"), words.of(language)["thanks"]),
            (SayUnknown(), words.unknown(language, "de")),
        ):
            assert think._worded(Outcome(decision, understood), found).text == text
    assert (await read(stage, italian)).language() == "en"


async def test_who_surely_writes_another_language_than_the_storefronts_is_answered_in_it(stage: Stage) -> None:
    found = await read(stage, await thread_of(stage, "fr-FR"))
    asked = "Wie lange ist die Garantie und was kostet der Versand?"
    found.unanswered[-1].text = asked
    unknown = Outcome(SayUnknown(), Understanding(asked, "de"))
    assert think._worded(unknown, found).text == words.unknown("de", "de")


async def test_who_is_not_found_in_the_stores_own_language_is_not_told_to_ask_in_english(stage: Stage) -> None:
    found = await read(stage, await thread_of(stage, "fr-FR"))
    passage = Passage(1, 1, "Livraison", "", "page", "", "Nous livrons partout.", "fr", ())
    finding = Finding("Avez-vous des vis ?", (Hit(passage, 0.2, 0.2, 0.0, 0, (), 0),), 0.2, "", None)
    findings = Findings((finding,))
    unknown = Outcome(SayUnknown(), Understanding("Avez-vous des vis ?", "fr"), findings)
    assert think._worded(unknown, found).text == words.unknown("fr", "")


async def test_a_bot_that_gives_up_says_so_in_the_shoppers_language(stage: Stage) -> None:
    conversation = await thread_of(stage, "ja")
    payload = {"shop_id": conversation.shop_id, "conversation_id": conversation.id}
    await reply.gave_up(stage.services, payload, "it broke")
    assert await stage.bot_words(conversation) == [
        (1, words.handing_over("ja", Outlook(now(), is_anyone_there=False), high=False))
    ]
    assert (await stage.fresh(conversation)).state == State.WAITING
