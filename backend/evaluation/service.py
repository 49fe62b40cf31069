"""The only writer of test questions, runs and results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.conversations.rules import clean_text, text_problem
from backend.errors import Invalid, NotAllowed, NotFound
from backend.evaluation import queries
from backend.evaluation.lines import BadLine, Question, as_line, lines_of
from backend.evaluation.models import EvaluationQuestion, EvaluationResult, EvaluationRun
from backend.evaluation.rules import LONGEST_FILE, MOST_QUESTIONS, MOST_TURNS, RUNS_KEPT, RunState, Verdict
from backend.evaluation.words import expectation_problem
from backend.shops.models import Shop


@dataclass(frozen=True)
class Imported:
    """What became of a file: lines that made no sense are named by number, the others are kept."""

    added: int
    changed: int
    problems: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Result:
    """What came of one question."""

    id: int
    verdict: Verdict
    met: Mapping[str, bool]
    trace: Mapping[str, Any]


async def save_question(
    session: AsyncSession, shop_id: int, *, question_id: int | None, question: Question, now: datetime
) -> EvaluationQuestion:
    """Keeps a question, new or changed. Raises Invalid; NotFound for another shop's."""
    question = checked(question)
    await _lock_shop(session, shop_id)
    if question_id is None:
        await _require_room(session, shop_id, 1)
        row = EvaluationQuestion(shop_id=shop_id, text=question.text, created_at=now, changed_at=now)
    else:
        row = await _question(session, shop_id, question_id)
    _write(row, question, now)
    session.add(row)
    await session.flush()
    return row


async def delete_question(session: AsyncSession, shop_id: int, question_id: int) -> None:
    """Forgets a question. What runs found of it stays with them."""
    await session.delete(await _question(session, shop_id, question_id))


async def import_questions(session: AsyncSession, shop_id: int, content: bytes, now: datetime) -> Imported:
    """A file for `evaluate` joins the set: a question that is there already, with the same words before it, is changed.

    Raises Invalid where there would be too many, and nothing is kept then.
    """
    if len(content) > LONGEST_FILE:
        raise Invalid(f"The file is larger than {LONGEST_FILE // 1_000_000} MB.", field="lines")
    await _lock_shop(session, shop_id)
    there = {_identity(row.text, row.history): row for row in await queries.questions(session, shop_id)}
    added, changed, problems = 0, 0, []
    for number, line in lines_of(content):
        try:
            question = checked(line)
        except (BadLine, Invalid) as problem:
            problems.append((number, str(problem)))
            continue
        problems += [(number, f'Nothing is known of the expectation "{name}".') for name in question.unknown]
        key = _identity(question.text, _turns(question))
        row = there.get(key)
        if row is None:
            row = there[key] = EvaluationQuestion(shop_id=shop_id, text=question.text, created_at=now, changed_at=now)
            added += 1
        elif row.expect != _expectations(question):
            changed += 1
        _write(row, question, now)
        session.add(row)
    if len(there) > MOST_QUESTIONS:
        raise Invalid(f"A set holds at most {MOST_QUESTIONS} questions; this would make {len(there)}.", field="lines")
    return Imported(added, changed, tuple(problems))


async def start(session: AsyncSession, shop_id: int, now: datetime) -> EvaluationRun:
    """Begins to ask all test questions as they are now. NotAllowed while another run is under way."""
    await _lock_shop(session, shop_id)
    asked = await queries.questions(session, shop_id)
    if not asked:
        raise NotAllowed("There are no test questions yet. Save one first.")
    if any(each.run.state == RunState.RUNNING for each in await queries.runs(session, shop_id)):
        raise NotAllowed("The test questions are being asked already.")
    run = EvaluationRun(shop_id=shop_id, started_at=now)
    session.add(run)
    await session.flush()
    assert run.id is not None
    session.add_all(_yet_to_ask(run.id, position, row) for position, row in enumerate(asked))
    await _owe_more(session, run)
    return run


def _yet_to_ask(run_id: int, position: int, row: EvaluationQuestion) -> EvaluationResult:
    assert row.id is not None
    line = as_line(queries.kept_question(row))
    return EvaluationResult(shop_id=row.shop_id, run_id=run_id, position=position, question_id=row.id, question=line)


async def stop(session: AsyncSession, shop_id: int, run_id: int, now: datetime) -> EvaluationRun:
    """Asks no further question of a run. One that has ended stays as it is."""
    run = await _locked_run(session, shop_id, run_id)
    if run.state == RunState.RUNNING:
        _end(session, run, RunState.STOPPED, now)
    return run


async def keep(session: AsyncSession, shop_id: int, run_id: int, results: Sequence[Result], now: datetime) -> None:
    """Writes down what came of some questions, and owes the next ones or ends the run. Nothing once it was stopped."""
    run = await _locked_run(session, shop_id, run_id)
    if run.state != RunState.RUNNING:
        return
    of = EvaluationResult
    asked = select(of).where(of.run_id == run_id, col(of.id).in_([result.id for result in results]))
    rows = {row.id: row for row in (await session.exec(asked)).all()}
    for result in results:
        row = rows[result.id]
        row.verdict, row.met, row.trace = result.verdict, dict(result.met), dict(result.trace)
        session.add(row)
    if await queries.not_asked(session, shop_id, run_id, 1):
        await _owe_more(session, run)
        return
    _end(session, run, RunState.DONE, now)
    await _forget_old(session, shop_id)


async def fail(session: AsyncSession, shop_id: int, run_id: int, now: datetime) -> None:
    """The run cannot go on; what was asked stays."""
    run = await _locked_run(session, shop_id, run_id)
    if run.state == RunState.RUNNING:
        _end(session, run, RunState.FAILED, now)


def _end(session: AsyncSession, run: EvaluationRun, state: RunState, now: datetime) -> None:
    run.state, run.finished_at = state, now
    session.add(run)


async def _owe_more(session: AsyncSession, run: EvaluationRun) -> None:
    payload = {"shop_id": run.shop_id, "run_id": run.id}
    await jobs.enqueue(session, "evaluation.run", payload, key=f"evaluation.run:{run.id}")


async def _forget_old(session: AsyncSession, shop_id: int) -> None:
    kept = [each.run.id for each in (await queries.runs(session, shop_id))[:RUNS_KEPT]]
    of = EvaluationRun
    await session.exec(delete(of).where(col(of.shop_id) == shop_id, col(of.id).not_in(kept)))


async def _question(session: AsyncSession, shop_id: int, question_id: int) -> EvaluationQuestion:
    of = EvaluationQuestion
    found = await session.exec(select(of).where(of.id == question_id, of.shop_id == shop_id).with_for_update())
    row = found.first()
    if row is None:
        raise NotFound("There is no such test question.", field="id")
    return row


async def _locked_run(session: AsyncSession, shop_id: int, run_id: int) -> EvaluationRun:
    of = EvaluationRun
    row = (await session.exec(select(of).where(of.id == run_id, of.shop_id == shop_id).with_for_update())).first()
    if row is None:
        raise NotFound("There is no such run.", field="id")
    return row


async def _require_room(session: AsyncSession, shop_id: int, more: int) -> None:
    of = EvaluationQuestion
    count = (await session.exec(select(func.count()).where(of.shop_id == shop_id))).one()
    if count + more > MOST_QUESTIONS:
        raise Invalid(f"A set holds at most {MOST_QUESTIONS} questions. Delete some first.", field="text")


async def _lock_shop(session: AsyncSession, shop_id: int) -> None:
    """Whoever adds to a shop's set, or begins a run, does so one after the other."""
    await session.exec(select(Shop.id).where(Shop.id == shop_id).with_for_update(key_share=True))


def checked(question: Question | BadLine) -> Question:
    """As a shopper could have posted it, with expectations that can be met. Raises Invalid or BadLine."""
    if isinstance(question, BadLine):
        raise question
    text = clean_text(question.text)
    problem = text_problem(text) or next((text_problem(clean_text(said)) for _, said in question.history if said), None)
    if problem:
        raise Invalid(problem, field="text")
    if len(question.history) > MOST_TURNS:
        raise Invalid(f"At most {MOST_TURNS} earlier messages.", field="history")
    if wrong := expectation_problem(question.expect):
        raise Invalid(wrong[1], field=wrong[0])
    return Question(text, question.history, question.expect, question.unknown)


def _write(row: EvaluationQuestion, question: Question, now: datetime) -> None:
    row.text, row.history, row.expect, row.changed_at = question.text, _turns(question), _expectations(question), now


def _turns(question: Question) -> list[dict[str, str]]:
    return [{"from": sender, "text": text} for sender, text in question.history]


def _expectations(question: Question) -> dict[str, Any]:
    return {name: value if isinstance(value, bool) else list(value) for name, value in question.expect.items()}


def _identity(text: str, history: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    return (text.casefold(), *(turn["text"].casefold() for turn in history))
