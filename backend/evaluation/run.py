"""The job "evaluation.run": the next few test questions of a run, and the job for those that follow.

Each job is short, so that shoppers' turns and other shops have theirs in between.
"""

from dataclasses import asdict
from typing import Any

from backend.clock import now
from backend.errors import NotFound
from backend.evaluation import queries, service
from backend.evaluation.lines import question_from
from backend.evaluation.rules import AT_ONCE, verdict_of
from backend.evaluation.service import Result
from backend.evaluation.shop import Examiner, Services


async def run(services: Services, payload: dict[str, Any]) -> None:
    """{shop_id, run_id}. May run twice: what was asked already is not asked again."""
    shop_id, run_id = int(payload["shop_id"]), int(payload["run_id"])
    async with services.db.reading() as session:
        rows = await queries.not_asked(session, shop_id, run_id, AT_ONCE)
        sources = await queries.source_names(session, shop_id) if rows else []
    if not rows:
        return
    examiner = Examiner(services, shop_id, sources)
    results = []
    for row in rows:
        judged = await examiner.judge(question_from(row.question))
        results.append(Result(row.id or 0, verdict_of(judged.met), judged.met, asdict(judged.played)))
    async with services.db.writing() as session:
        await service.keep(session, shop_id, run_id, results, now())


async def gave_up(services: Services, payload: dict[str, Any], _error: str) -> None:
    """A run that cannot go on says so, and another may begin."""
    try:
        async with services.db.writing() as session:
            await service.fail(session, int(payload["shop_id"]), int(payload["run_id"]), now())
    except NotFound:
        return
