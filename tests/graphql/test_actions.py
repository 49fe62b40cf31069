"""Forms through both doors: a merchant designs one and tries it out, a shopper answers it and corrects the answer."""

from typing import Any

import pytest

from backend.actors import ShopperActor
from backend.clock import now
from backend.conversations import queries
from backend.conversations import service as conversations
from tests.graphql.doors import AGENTS, SHOPPERS, House, id_token
from tests.graphql.world import World, dump

pytestmark = pytest.mark.anyio

ACTION = """{ key version title retiredAt responseCount triggers effects maySkip
  fields { key kind label minLength maxLength minimum maximum pattern errorText choices isRequired }
  offering { intents notIntents beforeHandoff openingChip when { kind value } whenNot { kind value } }
  onSubmit { tags escalate urgency lookUpOrder webhookUrl } }"""
SAVE = f"""mutation($input: ActionInput!, $key: String, $basedOn: Int) {{
  done: saveAction(input: $input, key: $key, basedOn: $basedOn) {{ action {ACTION} userErrors {{ code field }} }} }}"""
TRY = """mutation($input: ActionInput!, $values: [FieldValueInput!]!) {
  done: tryAction(input: $input, values: $values) { fields { key value error } effects userErrors { code field } } }"""
FORM = "openForm { id sequence isCorrection title maySkip fields { key label choices } values { key value } }"
THREAD = f"{{ thread(after: 0) {{ {FORM} messages {{ sequence kind text corrects answers {{ label value }} }} }} }}"
DESIGN: dict[str, Any] = {
    "title": "Gift wrapping",
    "intro": "We wrap it for you.",
    "fields": [
        {"key": "wish", "kind": "CHOICE", "label": "Paper", "choices": ["Red", "Blue"]},
        {"key": "order_number", "kind": "ORDER_NUMBER", "label": "Order number"},
        {"key": "many", "kind": "NUMBER", "label": "How many", "minimum": "1", "maximum": "5", "errorText": "1 to 5."},
    ],
    "offering": {
        "intents": ["PRODUCT_QUESTION"], "openingChip": "Gift wrapping",
        "when": [{"kind": "ORDER_STATE", "value": "not_sent"}], "whenNot": [{"kind": "LOGGED_IN"}],
    },
    "onSubmit": {"tags": ["product-question"], "escalate": True, "urgency": "HIGH", "lookUpOrder": True},
}  # fmt: skip


async def done(house: House, world: World, document: str, **variables: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await house.data(AGENTS, id_token(world.here.domain), document, variables))["done"]
    return found


async def asked(house: House, shopper: ShopperActor, document: str, **variables: Any) -> dict[str, Any]:
    ((_, found),) = (await house.data(SHOPPERS, house.shopper_token(shopper), document, variables)).items()
    result: dict[str, Any] = found
    return result


async def test_a_design_is_published_and_read_back_whole(house: House, world: World) -> None:
    saved = await done(house, world, SAVE, input=DESIGN)
    action = saved["action"]
    assert saved["userErrors"] == []
    assert (action["key"], action["version"], action["responseCount"]) == ("gift_wrapping", 1, 0)
    assert action["offering"] == {
        "intents": ["PRODUCT_QUESTION"], "notIntents": [], "beforeHandoff": False, "openingChip": "Gift wrapping",
        "when": [{"kind": "ORDER_STATE", "value": "not_sent"}], "whenNot": [{"kind": "LOGGED_IN", "value": ""}],
    }  # fmt: skip
    assert action["onSubmit"] == {**DESIGN["onSubmit"], "webhookUrl": ""}
    assert [each["errorText"] for each in action["fields"]] == ["", "", "1 to 5."]
    assert action["triggers"] == [
        "The shopper asks about a product",
        "Button “Gift wrapping” when the chat opens",
        "Only if the order is not sent",
        "Not if the shopper is logged in",
    ]
    change = {**DESIGN, "title": "Wrapping"}
    assert (await done(house, world, SAVE, input=change, key="gift_wrapping", basedOn=1))["action"]["version"] == 2
    before = dump(house.services.db)
    refused = await done(house, world, SAVE, input=DESIGN, key="gift_wrapping", basedOn=1)
    assert refused == {"action": None, "userErrors": [{"code": "CHANGED_MEANWHILE", "field": None}]}
    half = await done(house, world, SAVE, input=DESIGN, key="gift_wrapping")
    assert half["userErrors"] == [{"code": "INVALID", "field": "basedOn"}]
    assert dump(house.services.db) == before


async def test_each_problem_of_a_design_comes_with_its_place_and_nothing_is_published(
    house: House, world: World
) -> None:
    before = dump(house.services.db)
    broken = {**DESIGN, "title": " ", "fields": [{**DESIGN["fields"][0], "choices": []}, DESIGN["fields"][1]]}
    places = [{"code": "INVALID", "field": "title"}, {"code": "INVALID", "field": "fields.0.choices"}]
    assert (await done(house, world, SAVE, input=broken))["userErrors"] == places
    assert (await done(house, world, TRY, input=broken, values=[]))["userErrors"] == places
    assert dump(house.services.db) == before


async def test_trying_a_form_out_says_what_would_be_kept_and_keeps_nothing(house: House, world: World) -> None:
    before = dump(house.services.db)
    values = [{"key": "wish", "value": "Red"}, {"key": "order_number", "value": "order 1001"}]
    tried = await done(house, world, TRY, input=DESIGN, values=[*values, {"key": "many", "value": "7"}])
    assert [each["error"] for each in tried["fields"]] == [None, None, "1 to 5."] and tried["effects"] == []
    tried = await done(house, world, TRY, input=DESIGN, values=[*values, {"key": "many", "value": "2"}])
    assert [each["value"] for each in tried["fields"]] == ["Red", "#1001", "2"]
    assert tried["effects"] == [
        "Looks up the order", "Puts on the tag product-question", "Asks for a person, urgency high",
    ]  # fmt: skip
    assert dump(house.services.db) == before


async def test_a_german_shopper_answers_and_corrects_in_german_and_agents_read_one_language(
    house: House, world: World
) -> None:
    shop_id = world.here.shop.id or 0
    async with house.services.db.writing() as session:
        row = await conversations.open_shopper(
            session, shop_id, shopper_id=None, customer_id=None, locale="de", now=now()
        )
    me = ShopperActor(shop_id, row.id or 0)
    await asked(house, me, 'mutation { startAction(key: "return_or_refund") { userErrors { code } } }')
    thread = await asked(house, me, THREAD)
    form = thread["openForm"]
    assert (form["title"], form["sequence"], form["isCorrection"]) == ("Rückgabe oder Erstattung", 1, False)
    assert thread["messages"][0]["text"].startswith("Sagen Sie uns")
    submit = """mutation($id: ID!, $values: [FieldValueInput!]!, $key: String!) {
      submitAction(formId: $id, values: $values, clientKey: $key) { message { sequence } fieldErrors { key message }
        userErrors { code message } } }"""
    values = [{"key": "item", "value": "Zelt"}, {"key": "reason", "value": "Passt nicht"}]
    missing = await asked(house, me, submit, id=form["id"], values=values, key="a" * 16)
    assert missing["fieldErrors"] == [{"key": "order_number", "message": "Bitte ausfüllen: Bestellnummer."}]
    values.append({"key": "order_number", "value": "1001"})
    sent = await asked(house, me, submit, id=form["id"], values=values, key="a" * 16)
    place = sent["message"]["sequence"]
    correct = f"mutation($s: Int!) {{ correctAnswers(sequence: $s) {{ thread {{ {FORM} }} userErrors {{ code }} }} }}"
    opened = (await asked(house, me, correct, s=place))["thread"]["openForm"]
    assert (opened["sequence"], opened["isCorrection"], opened["maySkip"]) == (place, True, True)
    assert {"key": "reason", "value": "Passt nicht"} in opened["values"]
    values[1] = {"key": "reason", "value": "Falscher Artikel"}
    newer = await asked(house, me, submit, id=opened["id"], values=values, key="b" * 16)
    thread = await asked(house, me, THREAD)
    [last] = [each for each in thread["messages"] if each["sequence"] == newer["message"]["sequence"]]
    assert (last["corrects"], last["text"]) == (place, "")
    assert {"label": "Grund", "value": "Falscher Artikel"} in last["answers"]
    asked_by_agent = """query($id: ID!) { done: transcript(conversationId: $id) {
      messages { sequence correctsSequence answers { key value } } } }"""
    async with house.services.db.reading() as session:
        mine = await queries.shopper_thread(session, me)
    assert mine is not None
    seen = await done(house, world, asked_by_agent, id=str(mine.id))
    [shown] = [each for each in seen["messages"] if each["correctsSequence"] == place]
    assert {"key": "reason", "value": "Wrong item"} in shown["answers"]
