"""The playground through the agents' door: a turn with its trace, a set of test questions, and runs."""

from typing import Any

import pytest

from backend.limits import Limit
from backend.worker import make_worker
from tests.graphql.conftest import ON_BOTH
from tests.graphql.doors import AGENTS, House, id_token
from tests.graphql.world import World, dump

pytestmark = pytest.mark.anyio

TRY = """mutation($text: String!, $history: [EarlierTurnInput!]) {
  done: tryQuestion(text: $text, history: $history) {
    turn { language intents { intent } signals { name words } orderNumbers isFollowUp decision reason urgency because
      answer form { key title } citations { title } retrieved { title score } model }
    userErrors { code field retryAfter } } }"""
SAVE = """mutation($id: ID, $text: String!, $expect: ExpectationInput!) {
  done: saveTestQuestion(id: $id, text: $text, expect: $expect) {
    questions { id text expect { source contains answerable escalate reason } } userErrors { code field message } } }"""
IMPORT = """mutation($lines: String!) {
  done: importTestQuestions(lines: $lines) {
    questions { text } added changed problems { line message } userErrors { code } } }"""
RUN = """mutation { done: runTestQuestions { run { id state total asked } userErrors { code message } } }"""
REPORT = """query($id: ID!) { done: evaluationReport(id: $id) {
  run { state total asked passed failed } summary { escalationRecall expectations { name right of } }
  results { text verdict change decision missed { name wanted got } } } }"""


async def done(house: House, world: World, document: str, **variables: Any) -> Any:
    return (await house.data(AGENTS, id_token(world.here.domain), document, variables))["done"]


async def test_a_tried_question_tells_how_it_was_understood_and_why_it_was_decided_so(
    house: House, world: World
) -> None:
    before = dump(house.services.db)
    tried = await done(house, world, TRY, text="Hi, where is my order 1001?")
    assert tried["userErrors"] == []
    turn = tried["turn"]
    assert turn["language"] == "en"
    assert turn["intents"][0] == {"intent": "ORDER_STATUS"}
    assert turn["orderNumbers"] == ["#1001"]
    assert (turn["decision"], turn["form"]) == ("OFFER", {"key": "find_my_order", "title": "Find my order"})
    assert turn["because"] == "the form “find my order” fits what is wanted"
    assert turn["model"] == "local"
    upset = (await done(house, world, TRY, text="I want to talk to a person. This is the third time I ask"))["turn"]
    assert (upset["decision"], upset["reason"], upset["urgency"]) == ("ESCALATE", "ASKED_FOR_HUMAN", "HIGH")
    assert {"name": "repeated_contact", "words": "this is the third time"} in upset["signals"]
    assert dump(house.services.db) == before


async def test_earlier_turns_are_part_of_the_question(house: House, world: World) -> None:
    missed = [{"sender": "SHOPPER", "text": "do you sell pianos?"}, {"sender": "BOT", "text": "I could not find that."}]
    tried = await done(house, world, TRY, text="do you sell trumpets?", history=missed)
    assert (tried["turn"]["decision"], tried["turn"]["reason"]) == ("ESCALATE", "CANNOT_ANSWER")


async def test_trying_is_limited_for_each_agent(house: House, world: World) -> None:
    house.services.limits.tries = Limit(burst=1, per_minute=0.01)
    assert (await done(house, world, TRY, text="Hello"))["userErrors"] == []
    (refused,) = (await done(house, world, TRY, text="Hello"))["userErrors"]
    assert refused["code"] == "TOO_MANY" and refused["retryAfter"] > 0
    colleague = id_token(world.here.domain, "70002")
    assert (await house.data(AGENTS, colleague, TRY, {"text": "Hello"}))["done"]["userErrors"] == []


@pytest.mark.parametrize("text", ["", "   ", "a" * 30_000])
async def test_what_no_shopper_could_post_cannot_be_tried(house: House, world: World, text: str) -> None:
    tried = await done(house, world, TRY, text=text)
    assert tried["turn"] is None
    assert [(error["code"], error["field"]) for error in tried["userErrors"]] == [("INVALID", "text")]


async def test_a_question_is_kept_and_changed_with_its_expectations(house: House, world: World) -> None:
    own = str(world.here.question)
    expect = {"escalate": True, "reason": ["upset", "high_stakes"], "source": [" "]}
    changed = await done(house, world, SAVE, id=own, text="My lawyer will call", expect=expect)
    assert changed == {
        "questions": [{
            "id": own, "text": "My lawyer will call",
            "expect": {"source": [], "contains": [], "answerable": None, "escalate": True,
                       "reason": ["upset", "high_stakes"]},
        }],
        "userErrors": [],
    }  # fmt: skip
    before = dump(house.services.db)
    refused = await done(house, world, SAVE, id=own, text="Hi", expect={"reason": ["because"]})
    assert [(error["code"], error["field"]) for error in refused["userErrors"]] == [("INVALID", "reason")]
    assert refused["userErrors"][0]["message"].startswith('"because" is no reason. Known are: ')
    assert dump(house.services.db) == before


async def test_a_file_goes_in_and_comes_out(house: House, world: World) -> None:
    lines = '{"text": "Why?", "expect": {"contains": ["a", "b"]}}\nnonsense\n'
    imported = await done(house, world, IMPORT, lines=lines)
    assert (imported["added"], imported["changed"]) == (1, 0)
    assert [each["text"] for each in imported["questions"]] == ["alder-tested?", "Why?"]
    assert [problem["line"] for problem in imported["problems"]] == [2]
    file = await done(house, world, "{ done: testQuestionsFile }")
    assert file.splitlines()[1] == '{"text": "Why?", "expect": {"contains": ["a", "b"]}}'


@ON_BOTH
async def test_a_run_is_done_by_the_worker_and_reported(house: House, world: World) -> None:
    await done(house, world, SAVE, text="I want to talk to a person", expect={"escalate": True})
    started = await done(house, world, RUN)
    assert {**started["run"], "id": ""} == {"id": "", "state": "RUNNING", "total": 2, "asked": 0}
    again = await done(house, world, RUN)
    assert [error["code"] for error in again["userErrors"]] == ["NOT_ALLOWED"]
    await make_worker(house.services).run_until_idle()
    report = await done(house, world, REPORT, id=started["run"]["id"])
    assert report["run"] == {"state": "DONE", "total": 2, "asked": 2, "passed": 1, "failed": 1}
    assert report["summary"]["escalationRecall"] == 1.0
    assert [(each["verdict"], each["change"]) for each in report["results"]] == [("FAILED", "NEW"), ("PASSED", "NEW")]
    assert report["results"][0]["missed"] == [{"name": "contains", "wanted": "alder-expected", "got": ""}]
    assert report["results"][1]["decision"] == "ESCALATE"
