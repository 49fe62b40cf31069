"""What the database says is waiting, over all shops: for those who run the app. Counts and moments, never a row."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import clock
from backend.conversations import census
from backend.jobs import Job


@dataclass(frozen=True)
class Jobs:
    """Jobs of one name in one state. `first_due` is when the first of them was due."""

    name: str
    state: str
    count: int
    first_due: datetime


@dataclass(frozen=True)
class Owed:
    """Jobs that are not done, and requests for a human, as of a moment."""

    jobs: list[Jobs]
    handoffs: list[census.Waiting]
    now: datetime


async def owed(session: AsyncSession) -> Owed:
    """Two grouped reads, each along an index that holds what is open."""
    found = await session.exec(
        select(col(Job.name), col(Job.state), func.count(), func.min(col(Job.run_at)))
        .where(col(Job.state).in_(("pending", "running", "failed")))
        .group_by(col(Job.name), col(Job.state))
        .order_by(col(Job.name), col(Job.state))
    )
    return Owed([Jobs(*row) for row in found.all()], await census.waiting(session), clock.now())
