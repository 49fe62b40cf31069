"""Reads of a shop's test questions and their runs."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.errors import NotFound
from backend.evaluation.lines import Question
from backend.evaluation.models import EvaluationQuestion, EvaluationResult, EvaluationRun
from backend.evaluation.rules import Named, RunState
from backend.knowledge.models import KnowledgeSource


@dataclass(frozen=True)
class CountedRun:
    """A run with its results by verdict; "" counts what was not asked yet."""

    run: EvaluationRun
    verdicts: Mapping[str, int]


async def questions(session: AsyncSession, shop_id: int) -> list[EvaluationQuestion]:
    """The test questions in the order in which they were first saved."""
    of = EvaluationQuestion
    return list((await session.exec(select(of).where(of.shop_id == shop_id).order_by(col(of.id)))).all())


def kept_question(row: EvaluationQuestion) -> Question:
    """The question as it was kept."""
    history = tuple((turn["from"], turn["text"]) for turn in row.history)
    expect = {name: value if isinstance(value, bool) else tuple(value) for name, value in row.expect.items()}
    return Question(row.text, history, expect)


async def runs(session: AsyncSession, shop_id: int) -> list[CountedRun]:
    """The runs that are kept, the newest first."""
    of, result = EvaluationRun, EvaluationResult
    rows = (await session.exec(select(of).where(of.shop_id == shop_id).order_by(col(of.id).desc()))).all()
    counted = select(result.run_id, result.verdict, func.count()).where(result.shop_id == shop_id)
    verdicts: dict[int, dict[str, int]] = {}
    for run_id, verdict, count in (await session.exec(counted.group_by(col(result.run_id), result.verdict))).all():
        verdicts.setdefault(run_id, {})[verdict] = count
    return [CountedRun(row, verdicts.get(row.id or 0, {})) for row in rows]


async def run(session: AsyncSession, shop_id: int, run_id: int) -> EvaluationRun:
    """One run. NotFound for another shop's, in the same words."""
    of = EvaluationRun
    row = (await session.exec(select(of).where(of.id == run_id, of.shop_id == shop_id))).first()
    if row is None:
        raise NotFound("There is no such run.", field="id")
    return row


async def results(session: AsyncSession, shop_id: int, run_id: int) -> list[EvaluationResult]:
    """What came of each question, in the order in which they were asked."""
    of = EvaluationResult
    found = select(of).where(of.shop_id == shop_id, of.run_id == run_id).order_by(col(of.position))
    return list((await session.exec(found)).all())


async def results_before(session: AsyncSession, shop_id: int, run_id: int) -> dict[int, EvaluationResult]:
    """The results of the newest earlier run that came to its end, by question."""
    of = EvaluationRun
    newest = select(func.max(of.id)).where(of.shop_id == shop_id, col(of.id) < run_id, of.state == RunState.DONE)
    before = (await session.exec(newest)).one()
    if before is None:
        return {}
    return {result.question_id: result for result in await results(session, shop_id, before)}


async def not_asked(session: AsyncSession, shop_id: int, run_id: int, limit: int) -> list[EvaluationResult]:
    """The next questions of a run that is under way; none of one that is not."""
    of = EvaluationResult
    found = (
        select(of)
        .join(EvaluationRun, col(EvaluationRun.id) == col(of.run_id))
        .where(of.shop_id == shop_id, of.run_id == run_id, of.verdict == "", EvaluationRun.state == RunState.RUNNING)
        .order_by(col(of.position))
        .limit(limit)
    )
    return list((await session.exec(found)).all())


async def source_names(session: AsyncSession, shop_id: int) -> list[Named]:
    """What the shop's sources are called."""
    of = KnowledgeSource
    found = await session.exec(select(of.title, of.external_id, of.url).where(of.shop_id == shop_id))
    return [Named(*row) for row in found.all()]
