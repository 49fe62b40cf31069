"""Reads behind the playground: a tried turn, test questions and runs, as the API tells them."""

from typing import Any

import strawberry

from backend.actions.forms import Form
from backend.actors import AgentActor
from backend.bot.decisions import Escalate, OfferAction
from backend.bot.trace import because
from backend.context import Services
from backend.conversations.rules import Reason, Urgency
from backend.evaluation import queries, results
from backend.evaluation.lines import file_of
from backend.evaluation.models import EvaluationQuestion
from backend.evaluation.models import EvaluationRun as RunRow
from backend.evaluation.queries import CountedRun
from backend.evaluation.results import Shown
from backend.evaluation.rules import RunState, Verdict
from backend.evaluation.shop import Asked as AskedQuestion
from backend.graphql.agent.playground_types import (
    EvaluationReport,
    EvaluationResult,
    EvaluationRun,
    EvaluationSummary,
    ExpectationRate,
    FoundPassage,
    MissedExpectation,
    PlayedDecision,
    ReadIntent,
    ReadSignal,
    TestQuestion,
    TriedForm,
    TriedTurn,
    expectation_type,
    turns_type,
)
from backend.graphql.agent.types import Citation
from backend.graphql.shared import Intent

SHOWN_PASSAGES = 5


def turn_type(asked: AskedQuestion) -> TriedTurn:
    outcome, played = asked.outcome, asked.played
    understanding = outcome.understanding
    hits = outcome.findings.hits[:SHOWN_PASSAGES] if outcome.findings else ()
    return TriedTurn(
        language=understanding.language,
        intents=[ReadIntent(intent=Intent(name), chance=chance) for name, chance in understanding.intents],
        signals=[ReadSignal(name=name, words=words) for name, words in understanding.signals.items()],
        order_numbers=list(understanding.order_numbers),
        is_follow_up=understanding.is_follow_up,
        decision=PlayedDecision(played.decision),
        reason=Reason(played.reason) if played.reason else None,
        urgency=Urgency(played.urgency),
        because=because(outcome),
        answer=outcome.text,
        citations=[
            Citation(title=each.title, url=each.url, heading=each.heading, quote=each.quote)
            for each in outcome.citations
        ],
        form=_form(asked),
        retrieved=[
            FoundPassage(title=hit.passage.title, heading=hit.passage.heading, url=hit.passage.url, score=hit.score)
            for hit in hits
        ],
        milliseconds=played.ms,
        model=outcome.model,
    )


def _form(asked: AskedQuestion) -> TriedForm | None:
    decision = asked.outcome.decision
    key = decision.action_key if isinstance(decision, OfferAction) else None
    if isinstance(decision, Escalate):
        key = decision.pre_handoff_action
    form: Form | None = next((form for form in asked.situation.forms if form.key == key), None)
    return TriedForm(key=form.key, title=form.title, intro=form.intro) if form else None


def question_type(row: EvaluationQuestion) -> TestQuestion:
    question = queries.kept_question(row)
    return TestQuestion(
        id=strawberry.ID(str(row.id)),
        text=question.text,
        history=turns_type(question.history),
        expect=expectation_type(question),
    )


async def questions(services: Services, actor: AgentActor) -> list[TestQuestion]:
    async with services.db.reading() as session:
        return [question_type(row) for row in await queries.questions(session, actor.shop_id)]


async def file(services: Services, actor: AgentActor) -> str:
    async with services.db.reading() as session:
        rows = await queries.questions(session, actor.shop_id)
    return file_of(queries.kept_question(row) for row in rows)


async def runs(services: Services, actor: AgentActor) -> list[EvaluationRun]:
    async with services.db.reading() as session:
        return [run_type(counted) for counted in await queries.runs(session, actor.shop_id)]


def run_type(counted: CountedRun) -> EvaluationRun:
    row, verdicts = counted.run, counted.verdicts
    total = sum(verdicts.values())
    return EvaluationRun(
        id=strawberry.ID(str(row.id)),
        state=RunState(row.state),
        started_at=row.started_at,
        finished_at=row.finished_at,
        total=total,
        asked=total - verdicts.get("", 0),
        passed=verdicts.get(Verdict.PASSED, 0),
        failed=verdicts.get(Verdict.FAILED, 0),
    )


async def run(services: Services, actor: AgentActor, row: RunRow) -> EvaluationRun:
    async with services.db.reading() as session:
        counted = await queries.runs(session, actor.shop_id)
    return run_type(next((each for each in counted if each.run.id == row.id), CountedRun(row, {})))


async def report(services: Services, actor: AgentActor, run_id: int) -> EvaluationReport:
    async with services.db.reading() as session:
        row = await queries.run(session, actor.shop_id, run_id)
        rows = await queries.results(session, actor.shop_id, run_id)
        before = await queries.results_before(session, actor.shop_id, run_id)
    all_shown = results.shown(rows, before)
    verdicts = [shown.row.verdict for shown in all_shown]
    counted = CountedRun(row, {verdict: verdicts.count(verdict) for verdict in verdicts})
    return EvaluationReport(
        run=run_type(counted),
        summary=_summary_type(results.figures(all_shown)),
        results=[_result_type(shown) for shown in all_shown],
    )


def _result_type(shown: Shown) -> EvaluationResult:
    row, played = shown.row, shown.played
    return EvaluationResult(
        question_id=strawberry.ID(str(row.question_id)),
        text=shown.question.text,
        history=turns_type(shown.question.history),
        verdict=Verdict(row.verdict) if row.verdict else None,
        change=shown.change,
        decision=PlayedDecision(played.decision) if played else None,
        answer=played.answer if played else "",
        missed=[MissedExpectation(name=each.name, wanted=each.wanted, got=each.got) for each in shown.missed],
        milliseconds=played.ms if played else None,
    )


def _summary_type(summary: dict[str, Any]) -> EvaluationSummary:
    return EvaluationSummary(
        expectations=[
            ExpectationRate(name=name, right=rate["right"], of=rate["of"]) for name, rate in summary["accuracy"].items()
        ],
        hit_at_1=summary["hit@1"],
        hit_at_3=summary["hit@3"],
        answered=summary["answered"],
        false_answer_rate=summary["false_answer_rate"],
        escalation_precision=summary["escalation"]["precision"],
        escalation_recall=summary["escalation"]["recall"],
        milliseconds_p50=summary["ms"]["p50"],
        milliseconds_p95=summary["ms"]["p95"],
    )
