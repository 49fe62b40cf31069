"""A shop's own test questions: kept, taken in from files, and asked a few at a time, on both databases."""

import json
from dataclasses import dataclass

import pytest
from sqlalchemy import event
from sqlmodel import select

from backend import jobs
from backend.ai.files import read_file
from backend.ai.mind import Mind
from backend.bot import situation as situations
from backend.bot.imagined import imagine
from backend.bot.think import standing_of
from backend.clock import now
from backend.conversations.models import Conversation
from backend.db import Database
from backend.errors import Invalid, NotAllowed, NotFound
from backend.evaluation import play, queries, results, run, service
from backend.evaluation.lines import Question, file_of, question_from
from backend.evaluation.models import EvaluationRun
from backend.evaluation.rules import AT_ONCE, MOST_QUESTIONS, RUNS_KEPT, Change, RunState, Verdict
from backend.evaluation.shop import Examiner
from backend.knowledge.documents import file_document
from backend.knowledge.index import KnowledgeIndexes
from backend.knowledge.models import Gap, KnowledgeSource
from backend.live import Live
from backend.shops.models import Shop
from tests.conftest import make_conversation, make_shopper

pytestmark = pytest.mark.anyio

WARRANTY = Question("How long is the warranty on a tent?", expect={"answerable": True, "contains": ("three years",)})
PIANO = Question("Do you sell grand pianos?", expect={"answerable": False})
PERSON = Question("I want to talk to a person", expect={"escalate": True, "reason": ("asked_for_human",)})


@dataclass
class Bench:
    """What a worker hands to the job."""

    db: Database
    mind: Mind
    knowledge: KnowledgeIndexes
    shop_id: int

    async def save(self, *questions: Question) -> list[int]:
        async with self.db.writing() as session:
            kept = [
                await service.save_question(session, self.shop_id, question_id=None, question=each, now=now())
                for each in questions
            ]
            return [row.id or 0 for row in kept]

    async def start(self) -> int:
        async with self.db.writing() as session:
            return (await service.start(session, self.shop_id, now())).id or 0

    async def work(self, run_id: int) -> None:
        """One job of the run."""
        await run.run(self, {"shop_id": self.shop_id, "run_id": run_id})

    async def finish(self, run_id: int) -> None:
        while await self.state(run_id) == RunState.RUNNING:
            await self.work(run_id)

    async def state(self, run_id: int) -> str:
        async with self.db.reading() as session:
            return (await queries.run(session, self.shop_id, run_id)).state

    async def shown(self, run_id: int) -> list[results.Shown]:
        async with self.db.reading() as session:
            rows = await queries.results(session, self.shop_id, run_id)
            return results.shown(rows, await queries.results_before(session, self.shop_id, run_id))

    async def questions(self) -> list[Question]:
        async with self.db.reading() as session:
            return [queries.kept_question(row) for row in await queries.questions(session, self.shop_id)]


@pytest.fixture
async def bench(database: Database, shop: Shop) -> Bench:
    assert shop.id is not None
    mind = Mind()
    return Bench(database, mind, KnowledgeIndexes(database, lambda: mind.embedder), shop.id)


async def learn(bench: Bench, name: str, text: str) -> None:
    stage = play.Stage(bench.db, Live("memory://"), bench.knowledge, bench.mind, bench.shop_id)
    await play.learn(stage, [file_document(name, read_file(name, text.encode()))])


async def test_a_question_is_kept_as_a_line_of_a_file_and_comes_back_the_same(bench: Bench) -> None:
    follow_up = Question(
        "and to France?",
        (("shopper", "What does shipping to Canada cost?"), ("bot", "Canada: $14")),
        {"source": ("Shipping policy",), "contains": ("$12", "days"), "intent": ("shipping_info",), "escalate": False},
    )
    await bench.save(WARRANTY, follow_up)
    assert await bench.questions() == [WARRANTY, follow_up]
    file = file_of(await bench.questions())
    assert [question_from(json.loads(line)) for line in file.splitlines()] == [WARRANTY, follow_up]
    assert json.loads(file.splitlines()[0])["expect"]["contains"] == "three years"


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (Question("  "), "text"),
        (Question("a" * 30_000), "text"),
        (Question("Hi", (("shopper", "Hi"),) * 17), "history"),
        (Question("Hi", expect={"reason": ("because",)}), "reason"),
        (Question("Hi", expect={"intent": ("order_status", "mood")}), "intent"),
        (Question("Hi", expect={"urgency": ("now",)}), "urgency"),
        (Question("Hi", expect={"contains": ("x" * 301,)}), "contains"),
        (Question("Hi", expect={"answerable": True, "escalate": True}), "escalate"),
    ],
)
async def test_what_can_never_be_met_is_refused_and_nothing_is_kept(
    bench: Bench, question: Question, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await bench.save(question)
    assert refused.value.field == field
    assert await bench.questions() == []


async def test_a_question_is_changed_and_deleted_by_its_own_shop_alone(bench: Bench, other_shop: Shop) -> None:
    (kept,) = await bench.save(WARRANTY)
    assert other_shop.id is not None
    for verb in ("change", "delete"):
        with pytest.raises(NotFound):
            async with bench.db.writing() as session:
                if verb == "delete":
                    await service.delete_question(session, other_shop.id, kept)
                else:
                    await service.save_question(session, other_shop.id, question_id=kept, question=PIANO, now=now())
    assert await bench.questions() == [WARRANTY]
    async with bench.db.writing() as session:
        await service.save_question(session, bench.shop_id, question_id=kept, question=PIANO, now=now())
    assert await bench.questions() == [PIANO]
    async with bench.db.writing() as session:
        await service.delete_question(session, bench.shop_id, kept)
    assert await bench.questions() == []


async def test_a_file_adds_changes_and_names_what_makes_no_sense(bench: Bench) -> None:
    await bench.save(WARRANTY, PIANO)
    lines = [
        {"text": "how long is the WARRANTY on a tent?", "expect": {"contains": "two years"}},
        {"text": "Do you sell grand pianos?", "expect": {"answerable": False}},
        {"text": "Where are you?", "expect": {"mood": "good"}},
        {"text": "Where are you?", "history": [{"from": "shopper", "text": "Hi"}]},
        {"text": "Hello", "expect": {"reason": "because"}},
    ]
    content = "\n".join([*(json.dumps(line) for line in lines), "{nonsense"])
    async with bench.db.writing() as session:
        imported = await service.import_questions(session, bench.shop_id, content.encode(), now())
    assert (imported.added, imported.changed) == (2, 1)
    assert [number for number, _ in imported.problems] == [3, 5, 6]
    asked = await bench.questions()
    assert [(each.text, len(each.history)) for each in asked] == [
        ("how long is the WARRANTY on a tent?", 0),
        ("Do you sell grand pianos?", 0),
        ("Where are you?", 0),
        ("Where are you?", 1),
    ]
    assert asked[0].expect == {"contains": ("two years",)}


async def test_a_set_has_an_end_and_a_file_that_goes_beyond_it_changes_nothing(bench: Bench) -> None:
    await bench.save(WARRANTY)
    file = "".join(json.dumps({"text": f"Question {number}"}) + "\n" for number in range(MOST_QUESTIONS))
    with pytest.raises(Invalid):
        async with bench.db.writing() as session:
            await service.import_questions(session, bench.shop_id, file.encode(), now())
    assert await bench.questions() == [WARRANTY]


async def test_a_run_asks_a_few_at_a_time_and_says_what_was_met(bench: Bench) -> None:
    await learn(bench, "warranty.md", "# Warranty\n\nEach tent has a warranty of three years.\n")
    more = [Question(f"Is pier {number} open on Sundays?", expect={"answerable": False}) for number in range(AT_ONCE)]
    await bench.save(WARRANTY, PERSON, PIANO, *more)
    run_id = await bench.start()
    await bench.work(run_id)
    assert [each.row.verdict for each in await bench.shown(run_id)] == ["passed"] * AT_ONCE + [""] * 3
    assert await bench.state(run_id) == RunState.RUNNING
    await bench.work(run_id)
    shown = await bench.shown(run_id)
    assert [each.row.verdict for each in shown] == ["passed"] * (AT_ONCE + 3)
    assert await bench.state(run_id) == RunState.DONE
    assert shown[0].played is not None and "three years" in shown[0].played.answer
    assert shown[0].played.citations[0].source == "Warranty"
    figures = results.figures(shown)
    assert (figures["answered"], figures["false_answer_rate"]) == (1.0, 0.0)
    assert figures["escalation"]["recall"] == 1.0


async def test_a_run_beside_the_one_before_says_what_broke_and_what_was_mended(bench: Bench) -> None:
    lights = Question("Are the bike lights waterproof?", expect={"answerable": True, "source": ("lights.md",)})
    await learn(bench, "warranty.md", "# Warranty\n\nEach tent has a warranty of three years.\n")
    await bench.save(WARRANTY, lights, PERSON)
    first = await bench.start()
    await bench.finish(first)
    assert [each.change for each in await bench.shown(first)] == [Change.NEW] * 3
    assert [missed.name for missed in (await bench.shown(first))[1].missed] == ["source", "answerable"]
    async with bench.db.writing() as session:
        for source in (await session.exec(select(KnowledgeSource))).all():
            await session.delete(source)
    await learn(bench, "lights.md", "# Lights\n\nThe bike lights are waterproof to a depth of one metre.\n")
    await bench.save(PIANO)
    second = await bench.start()
    await bench.finish(second)
    assert [each.change for each in await bench.shown(second)] == [
        Change.BROKEN, Change.MENDED, Change.STILL_PASSING, Change.NEW,
    ]  # fmt: skip


async def test_one_run_of_a_shop_is_under_way_at_a_time(bench: Bench, other_shop: Shop) -> None:
    with pytest.raises(NotAllowed):
        await bench.start()
    await bench.save(PERSON)
    run_id = await bench.start()
    with pytest.raises(NotAllowed):
        await bench.start()
    assert other_shop.id is not None
    with pytest.raises(NotFound):
        async with bench.db.writing() as session:
            await service.stop(session, other_shop.id, run_id, now())
    assert await bench.state(run_id) == RunState.RUNNING


async def test_a_run_that_was_stopped_asks_nothing_more_and_another_may_begin(bench: Bench) -> None:
    await bench.save(PERSON)
    run_id = await bench.start()
    async with bench.db.writing() as session:
        await service.stop(session, bench.shop_id, run_id, now())
    await bench.work(run_id)
    assert [each.row.verdict for each in await bench.shown(run_id)] == [""]
    assert await bench.state(run_id) == RunState.STOPPED
    await bench.finish(await bench.start())


async def test_what_is_found_after_a_run_was_stopped_is_not_written(bench: Bench) -> None:
    await bench.save(PERSON)
    run_id = await bench.start()
    async with bench.db.reading() as session:
        (row,) = await queries.results(session, bench.shop_id, run_id)
    async with bench.db.writing() as session:
        await service.stop(session, bench.shop_id, run_id, now())
    late = service.Result(row.id or 0, Verdict.PASSED, {"escalate": True}, {})
    async with bench.db.writing() as session:
        await service.keep(session, bench.shop_id, run_id, [late], now())
    assert [each.row.verdict for each in await bench.shown(run_id)] == [""]


async def test_a_run_that_is_given_up_says_so(bench: Bench) -> None:
    await bench.save(PERSON)
    run_id = await bench.start()
    await run.gave_up(bench, {"shop_id": bench.shop_id, "run_id": run_id}, "why")
    assert await bench.state(run_id) == RunState.FAILED
    await run.gave_up(bench, {"shop_id": bench.shop_id, "run_id": 0}, "why")


async def test_the_last_runs_are_kept_and_a_deleted_question_stays_in_them(bench: Bench) -> None:
    (kept,) = await bench.save(PERSON)
    runs = []
    for _ in range(RUNS_KEPT + 1):
        runs.append(await bench.start())
        await bench.finish(runs[-1])
    async with bench.db.writing() as session:
        await service.delete_question(session, bench.shop_id, kept)
    async with bench.db.reading() as session:
        assert [each.run.id for each in await queries.runs(session, bench.shop_id)] == runs[:0:-1]
        assert len((await session.exec(select(EvaluationRun))).all()) == RUNS_KEPT
    assert [each.question for each in await bench.shown(runs[-1])] == [PERSON]


async def test_each_job_owes_the_next_one_and_the_last_one_owes_none(bench: Bench) -> None:
    await bench.save(*(Question(f"Hello number {number}") for number in range(AT_ONCE + 1)))
    run_id = await bench.start()
    owed = select(jobs.Job).where(jobs.Job.name == "evaluation.run")
    for left in (1, 1, 0):
        async with bench.db.writing() as session:
            pending = (await session.exec(owed)).all()
            assert [job.payload for job in pending] == [{"shop_id": bench.shop_id, "run_id": run_id}] * left
            for job in pending:
                await session.delete(job)
        await bench.work(run_id)


@pytest.mark.parametrize("text", ["What is your return policy?", "I want a human", "Where is order 1001?", "Thanks!"])
async def test_trying_a_question_leaves_no_trace(bench: Bench, text: str) -> None:
    written: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.split(maxsplit=1)[0] in ("INSERT", "UPDATE", "DELETE"):
            written.append(statement)

    await learn(bench, "returns.md", "# Returns\n\nYou can return what you have not worn within 30 days.\n")
    event.listen(bench.db.writer.sync_engine, "before_cursor_execute", hear)
    try:
        asked = await Examiner(bench, bench.shop_id).ask(Question(text))
    finally:
        event.remove(bench.db.writer.sync_engine, "before_cursor_execute", hear)
    assert asked.played.answer
    assert written == []
    async with bench.db.reading() as session:
        assert (await session.exec(select(Gap))).all() == []
        assert (await session.exec(select(Conversation))).all() == []


async def test_a_tried_question_is_read_as_the_same_words_in_a_new_conversation_are(bench: Bench, shop: Shop) -> None:
    text = "The tent pole snapped on the first night and I would like my money back please"
    conversation = await make_conversation(bench.db, await make_shopper(bench.db, shop), text)
    async with bench.db.reading() as session:
        live = await situations.read(session, bench.shop_id, conversation.id or 0)
        imagined = await imagine(session, bench.shop_id, text)
    assert live is not None
    for name in ("text", "history", "said_before", "offered", "known", "order", "settings", "forms"):
        assert getattr(imagined, name) == getattr(live, name), name
    understanding = await bench.mind.understand(text)
    assert standing_of(imagined, understanding) == standing_of(live, understanding)


async def test_misses_before_count_as_the_bots_own_would_have(bench: Bench) -> None:
    missed = (("shopper", "Do you sell pianos?"), ("bot", "Sorry, I could not find that."))
    second = await Examiner(bench, bench.shop_id).ask(Question("Do you sell trumpets?", missed))
    assert (second.played.decision, second.played.reason) == ("escalate", "cannot_answer")
    mended = (*missed, ("shopper", "When do you open?"), ("bot", "We open at nine."))
    first = await Examiner(bench, bench.shop_id).ask(Question("Do you sell trumpets?", mended))
    assert first.played.decision == "ask"
