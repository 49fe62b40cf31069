"""Questions that agents try, the test questions of a shop, and the runs in which all of them are asked."""

import enum
from dataclasses import fields
from datetime import datetime

import strawberry

from backend.conversations.rules import Reason, Urgency
from backend.evaluation.lines import EXPECTATIONS, Question
from backend.evaluation.rules import Change, RunState, Verdict
from backend.graphql.agent.types import Citation
from backend.graphql.refusals import UserError
from backend.graphql.shared import Intent

strawberry.enum(Change, name="ResultChange")
strawberry.enum(RunState, name="EvaluationRunState")
strawberry.enum(Verdict, name="ResultVerdict")


@strawberry.enum
class TurnSender(enum.Enum):
    SHOPPER = "shopper"
    BOT = "bot"


@strawberry.enum
class PlayedDecision(enum.Enum):
    ANSWER = "answer"
    ASK = "ask"
    OFFER = "offer"
    ESCALATE = "escalate"
    SMALLTALK = "smalltalk"


@strawberry.type(description="A message that was said before the question.")
class EarlierTurn:
    sender: TurnSender
    text: str


@strawberry.input
class EarlierTurnInput:
    sender: TurnSender
    text: str


@strawberry.type
class ReadIntent:
    intent: Intent
    chance: float


@strawberry.type(description="Something that the words show, such as anger, and the words that show it.")
class ReadSignal:
    name: str
    words: str


@strawberry.type
class FoundPassage:
    title: str
    heading: str
    url: str
    score: float


@strawberry.type(description="A form that the bot would put to the shopper.")
class TriedForm:
    key: str
    title: str
    intro: str


@strawberry.type(description="The turn that a question would lead to in a new conversation. Nothing of it is kept.")
class TriedTurn:
    language: str
    intents: list[ReadIntent] = strawberry.field(description="The likeliest first.")
    signals: list[ReadSignal]
    order_numbers: list[str]
    is_follow_up: bool = strawberry.field(description="Whether it was read as going on from what was said before.")
    decision: PlayedDecision
    reason: Reason | None = strawberry.field(description="Why a person was asked for, or nothing was answered.")
    urgency: Urgency
    because: str
    answer: str = strawberry.field(description="What the shopper would read.")
    citations: list[Citation]
    form: TriedForm | None
    retrieved: list[FoundPassage] = strawberry.field(description="The best five passages.")
    milliseconds: float
    model: str = strawberry.field(description="local, or language model.")


@strawberry.type
class TriedPayload:
    turn: TriedTurn | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type(description="What an answer is expected to be: of several words any, in `contains` all.")
class Expectation:
    source: list[str]
    contains: list[str]
    answerable: bool | None
    escalate: bool | None
    reason: list[str]
    intent: list[str]
    urgency: list[str]
    decision: list[str]
    language: list[str]
    action: list[str]


@strawberry.input(description="What is left out or empty is not expected.")
class ExpectationInput:
    source: list[str] | None = None
    contains: list[str] | None = None
    answerable: bool | None = None
    escalate: bool | None = None
    reason: list[str] | None = None
    intent: list[str] | None = None
    urgency: list[str] | None = None
    decision: list[str] | None = None
    language: list[str] | None = None
    action: list[str] | None = None


@strawberry.type
class TestQuestion:
    id: strawberry.ID
    text: str
    history: list[EarlierTurn]
    expect: Expectation


@strawberry.type(description="A line of an imported file that was not taken, or not wholly.")
class LineProblem:
    line: int
    message: str


@strawberry.type
class TestQuestionsPayload:
    questions: list[TestQuestion] | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class ImportedQuestions:
    questions: list[TestQuestion] | None = None
    added: int = 0
    changed: int = 0
    problems: list[LineProblem] = strawberry.field(default_factory=list)
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type(description="All test questions, asked one after the other with the shop's content as it was then.")
class EvaluationRun:
    id: strawberry.ID
    state: RunState
    started_at: datetime
    finished_at: datetime | None
    total: int
    asked: int
    passed: int
    failed: int


@strawberry.type
class EvaluationRunPayload:
    run: EvaluationRun | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type(description="An expectation that was not met.")
class MissedExpectation:
    name: str
    wanted: str
    got: str = strawberry.field(description="What came instead, where a word says it.")


@strawberry.type
class EvaluationResult:
    question_id: strawberry.ID
    text: str
    history: list[EarlierTurn]
    verdict: Verdict | None = strawberry.field(description="Null until it was asked.")
    change: Change | None = strawberry.field(description="Beside the last run that came to its end.")
    decision: PlayedDecision | None
    answer: str
    missed: list[MissedExpectation]
    milliseconds: float | None


@strawberry.type(description="How many of the results with this expectation met it.")
class ExpectationRate:
    name: str
    right: int
    of: int


@strawberry.type(description="As the command `evaluate` prints it. A rate is null where nothing was expected.")
class EvaluationSummary:
    expectations: list[ExpectationRate]
    hit_at_1: float | None = strawberry.field(name="hitAt1")
    hit_at_3: float | None = strawberry.field(name="hitAt3")
    answered: float | None = strawberry.field(description="Of what can be answered.")
    false_answer_rate: float | None = strawberry.field(description="Of what cannot be answered.")
    escalation_precision: float | None
    escalation_recall: float | None
    milliseconds_p50: float | None
    milliseconds_p95: float | None


@strawberry.type
class EvaluationReport:
    run: EvaluationRun
    summary: EvaluationSummary
    results: list[EvaluationResult] = strawberry.field(description="In the order in which they are asked.")


def question_given(text: str, history: list[EarlierTurnInput], expect: ExpectationInput | None = None) -> Question:
    """The question as the room takes it."""
    given = {field.name: getattr(expect, field.name) for field in fields(expect)} if expect else {}
    kept = {
        name: value if isinstance(value, bool) else tuple(words)
        for name, value in given.items()
        if isinstance(value, bool) or (words := [word.strip() for word in value or () if word.strip()])
    }
    return Question(text, tuple((turn.sender.value, turn.text) for turn in history), kept)


def expectation_type(question: Question) -> Expectation:
    of: dict[str, list[str] | bool | None] = {}
    for name in EXPECTATIONS:
        value = question.expect.get(name)
        is_choice = name in ("answerable", "escalate")
        of[name] = value if isinstance(value, bool) else None if is_choice else list(value or ())
    return Expectation(**of)  # type: ignore[arg-type]


def turns_type(history: tuple[tuple[str, str], ...]) -> list[EarlierTurn]:
    return [EarlierTurn(sender=TurnSender(sender), text=text) for sender, text in history]
