"""The playground where a language model is configured: it is asked as for a shopper, and its failure is survived."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from backend.ai.files import read_file
from backend.ai.llm import LanguageModel, ModelDecision, ModelReply, ModelRequest
from backend.ai.mind import Mind
from backend.ai.providers import Failure, ModelFailed, TokensADay
from backend.bot import words
from backend.db import Database
from backend.evaluation import play
from backend.evaluation.lines import Question
from backend.evaluation.shop import Examiner
from backend.knowledge.documents import file_document
from backend.knowledge.index import KnowledgeIndexes
from backend.live import Live
from backend.shops.models import Shop

pytestmark = pytest.mark.anyio

WARRANTY = Question("How long is the warranty on a tent?", (("shopper", "Hello"), ("bot", "Good day")))


class Wordsmith(LanguageModel):
    """Answers from the first passage in words of its own, or fails."""

    def __init__(self, failure: Failure | None = None) -> None:
        self.requests: list[ModelRequest] = []
        self._failure = failure

    async def answer(self, request: ModelRequest) -> ModelReply:
        self.requests.append(request)
        if self._failure is not None:
            raise ModelFailed(self._failure)
        return ModelReply(ModelDecision.ANSWER, tuple(request.passages[:1]), "", _words())


async def _words() -> AsyncIterator[str]:
    for word in ("Each tent ", "has a warranty ", "of three years."):
        yield word


@dataclass
class Process:
    """What asking needs of a process."""

    db: Database
    mind: Mind
    knowledge: KnowledgeIndexes


async def process(database: Database, shop: Shop, model: LanguageModel) -> Process:
    mind = Mind(model)
    made = Process(database, mind, KnowledgeIndexes(database, lambda: mind.embedder))
    stage = play.Stage(database, Live("memory://"), made.knowledge, mind, shop.id or 0)
    text = b"# Warranty\n\nEach tent has a warranty of three years.\n"
    await play.learn(stage, [file_document("warranty.md", read_file("warranty.md", text))])
    return made


async def test_the_models_words_are_shown_with_their_source(database: Database, shop: Shop) -> None:
    model = Wordsmith()
    asked = await Examiner(await process(database, shop, model), shop.id or 0).ask(WARRANTY)
    assert asked.played.answer == "Each tent has a warranty of three years."
    assert [citation.source for citation in asked.played.citations] == ["Warranty"]
    assert asked.played.model == "language model"
    (request,) = model.requests
    assert request.question == WARRANTY.text
    assert [(turn.sender, turn.text) for turn in request.history] == [("shopper", "Hello"), ("bot", "Good day")]
    assert request.order is None


async def test_a_model_that_fails_leaves_the_local_answer(database: Database, shop: Shop) -> None:
    model = Wordsmith(Failure.RATE_LIMITED)
    asked = await Examiner(await process(database, shop, model), shop.id or 0).ask(WARRANTY)
    assert "three years" in asked.played.answer
    assert (asked.played.decision, asked.played.model) == ("answer", "local")
    assert len(model.requests) == 1


async def test_a_model_that_may_cost_no_more_leaves_the_local_answer_or_a_human(database: Database, shop: Shop) -> None:
    model = Wordsmith()
    model.limits = TokensADay(conversation=10, shop=10, everybody=10)
    examiner = Examiner(await process(database, shop, model), shop.id or 0)
    asked = await examiner.ask(WARRANTY)
    assert "three years" in asked.played.answer
    assert (asked.played.decision, asked.played.model) == ("answer", "local")
    unknown = await examiner.ask(Question("Do you sell giraffes in Antarctica?"))
    assert (unknown.played.decision, unknown.played.reason) == ("escalate", "bot_failure")
    assert model.requests == []


async def test_a_model_that_invents_leaves_the_turn_as_it_is_without_one(database: Database, shop: Shop) -> None:
    examiner = Examiner(await process(database, shop, Wordsmith(Failure.NOT_HELD)), shop.id or 0)
    assert "three years" in (await examiner.ask(WARRANTY)).played.answer
    unknown = await examiner.ask(Question("Do you sell giraffes in Antarctica?"))
    assert (unknown.played.decision, unknown.played.answer) == ("ask", words.unknown("en", "en"))


UNKNOWN = words.unknown("en", "en")


@pytest.mark.parametrize(
    ("said_last", "reply", "is_asked", "decision"),
    [
        ("Is it a tent with two poles?", "yes", True, "answer"),
        ("Is it a tent with two poles?", "no", True, "answer"),
        ("Each tent has a warranty of three years.", "yes", False, "smalltalk"),
        (UNKNOWN, "yes", False, "escalate"),
        (UNKNOWN, "no", False, "smalltalk"),
        (words.of("en")["thanks"], "no", False, "smalltalk"),
    ],
)
async def test_a_yes_or_no_is_for_the_model_only_where_it_answers_what_the_model_asked(
    database: Database, shop: Shop, said_last: str, reply: str, is_asked: bool, decision: str
) -> None:
    model = Wordsmith()
    before = (("shopper", "How long is the warranty on a tent?"), ("bot", said_last))
    asked = await Examiner(await process(database, shop, model), shop.id or 0).ask(Question(reply, before))
    assert (bool(model.requests), asked.played.decision) == (is_asked, decision)
    if decision == "escalate":
        assert asked.played.reason == "asked_for_human"
