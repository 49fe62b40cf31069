"""A shopper reads the thread and the opening in the language of their storefront, and a merchant's words as written."""

import uuid
from pathlib import Path
from typing import Any

import pytest

from backend.actors import ActorKind, ShopperActor
from backend.ai.language import LANGUAGES
from backend.clock import now
from backend.conversations import service as conversations
from backend.conversations import words
from backend.conversations.handoffs import Outlook
from backend.graphql.shopper.refusal_words import SENT_IN, SKIPPED, TAKEN_AWAY, WORDS, WRONG_CODE
from backend.shops import presence
from backend.shops import words as openings
from backend.shops.models import Shop
from tests.graphql.doors import SHOPPERS, House
from tests.graphql.world import World

pytestmark = pytest.mark.anyio

THREAD = "{ thread(after: 0) { state waitingLine speaker { name } messages { kind text author { name } } } }"
WIDGET = "{ widget { greeting botName chips { label question actionKey } } }"


async def shopper_of(house: House, world: World, locale: str, **settings: Any) -> ShopperActor:
    """Somebody on the storefront of that locale, of a shop whose merchant chose these settings and nothing else."""
    shop_id = world.here.shop.id or 0
    async with house.services.db.writing() as session:
        shop = await session.get_one(Shop, shop_id)
        shop.settings = settings
        session.add(shop)
        shopper = await conversations.open_shopper(
            session, shop_id, shopper_id=None, customer_id=None, locale=locale, now=now()
        )
    return ShopperActor(shop_id, shopper.id or 0)


async def asked(house: House, shopper: ShopperActor, document: str) -> dict[str, Any]:
    ((_, found),) = (await house.data(SHOPPERS, house.shopper_token(shopper), document)).items()
    result: dict[str, Any] = found
    return result


async def test_a_french_thread_is_french_from_the_greeting_to_the_end(house: House, world: World) -> None:
    shopper = await shopper_of(house, world, "fr")
    opening = openings.of("fr")
    assert (await asked(house, shopper, THREAD))["speaker"]["name"] == opening["bot_name"]
    async with house.services.db.writing() as session:
        said = await conversations.post_shopper_message(
            session, shopper, text="Bonjour", client_key=uuid.uuid4().hex, page_url=None, now=now()
        )
        row = await conversations.locked(session, shopper.shop_id, said.conversation_id)
        await conversations.post_bot_reply(session, row, term=1, text="…", now=now())
        await conversations.ask_for_human(session, shopper, client_key=uuid.uuid4().hex, now=now())
    waiting = await asked(house, shopper, THREAD)
    assert waiting["waitingLine"] == words.waiting_line("fr", Outlook(now(), is_anyone_there=False))
    assert waiting["messages"][1]["author"]["name"] == opening["bot_name"]
    assert waiting["messages"][-1]["text"] == words.of("fr")["escalate"]
    async with house.services.db.writing() as session:
        await conversations.take_over(session, world.here.agent, said.conversation_id, now=now())
        await conversations.resolve(session, world.here.agent, said.conversation_id, now=now())
    told = [m["text"] for m in (await asked(house, shopper, THREAD))["messages"] if m["kind"] == "ACTIVITY"]
    assert told == [
        "Une personne de notre équipe a été invitée à rejoindre le chat",
        f"{world.here.agent.first_name} a rejoint le chat",
        "Cette conversation a été marquée comme résolue. Écrivez de nouveau quand vous voulez",
    ]


def test_every_refusal_that_is_translated_is_one_that_a_room_says_and_is_said_in_every_language() -> None:
    rooms = [path for path in Path(words.__file__).parents[1].rglob("*.py") if path.name != "refusal_words.py"]
    said = "\n".join(path.read_text() for path in rooms)
    sentences = set().union(*WORDS.values())
    assert not [each for each in sentences - {SENT_IN, SKIPPED, TAKEN_AWAY} if f'"{each}"' not in said]
    assert {language: set(told) for language, told in WORDS.items()} == {
        language: sentences for language in LANGUAGES if language != "en"
    }


@pytest.mark.parametrize(
    ("locale", "told"), [("de-AT", WORDS["de"][WRONG_CODE]), ("en", WRONG_CODE), ("nl", WRONG_CODE)]
)
async def test_what_is_refused_is_said_in_the_storefronts_language(
    house: House, world: World, locale: str, told: str
) -> None:
    shopper = await shopper_of(house, world, locale)
    async with house.services.db.writing() as session:
        await conversations.post_shopper_message(
            session, shopper, text="1001", client_key=uuid.uuid4().hex, page_url=None, now=now()
        )
    answer = await asked(
        house, shopper, 'mutation { confirmOrderCode(number: "#1001", code: "000000") { userErrors { code message } } }'
    )
    assert answer["userErrors"] == [{"code": "INVALID", "message": told}]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_opening_is_in_the_storefronts_language_where_the_merchant_chose_nothing(
    house: House, world: World, language: str
) -> None:
    shown = await asked(house, await shopper_of(house, world, f"{language}-XX"), WIDGET)
    opening = openings.of(language)
    assert (shown["greeting"], shown["botName"]) == (opening["greeting"], opening["bot_name"])
    assert tuple(chip["question"] for chip in shown["chips"] if chip["question"]) == opening["opening_questions"]


async def test_a_merchants_own_words_stay_as_written(house: House, world: World) -> None:
    own = {"greeting": "Ahoy!", "bot_name": "Fern", "opening_questions": ["Got moss?"], "reply_time": "by noon"}
    shopper = await shopper_of(house, world, "de", **own)
    shown = await asked(house, shopper, WIDGET)
    assert (shown["greeting"], shown["botName"]) == ("Ahoy!", "Fern")
    assert [chip["question"] for chip in shown["chips"] if chip["question"]] == ["Got moss?"]
    async with house.services.db.writing() as session:
        await conversations.ask_for_human(session, shopper, client_key=uuid.uuid4().hex, now=now())
        await presence.beat(session, world.here.agent, now())
    there = Outlook(now(), reply_time="by noon")
    assert (await asked(house, shopper, THREAD))["waitingLine"] == words.waiting_line("de", there)


async def test_an_unspoken_locale_falls_to_the_language_that_the_shopper_writes(house: House, world: World) -> None:
    shopper = await shopper_of(house, world, "it")
    async with house.services.db.writing() as session:
        row = await conversations.shopper_conversation(session, shopper, now())
        row.language = "es"
        await conversations.escalate(
            session, row, reason="upset", urgency="normal", urgency_why="", evidence="", by=ActorKind.BOT, now=now()
        )
    assert (await asked(house, shopper, THREAD))["messages"][-1]["text"] == words.of("es")["escalate"]
