"""Who of the staff is at the inbox. A window that is open beats; without beats its agent is gone after a while.

The beats are rows, so that every process knows of every window. They may come late: a browser lets the timers of a
window in the background run once a minute.
"""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import AgentActor
from backend.db import insert_into, nudge
from backend.shops.models import AgentPresence

BEAT_LASTS = timedelta(seconds=90)


async def beat(session: AsyncSession, actor: AgentActor, now: datetime) -> AgentPresence:
    """A window of the agent is open. Whoever said that they are away stays away."""
    presence = await _own(session, actor, now)
    was_there = presence.until > now
    presence.until = max(presence.until, now + BEAT_LASTS)
    session.add(presence)
    if not was_there and not presence.is_away:
        nudge(session, f"shop:{actor.shop_id}")
    return presence


async def set_away(session: AsyncSession, actor: AgentActor, now: datetime, *, is_away: bool) -> AgentPresence:
    """Whether the agent may be counted on, until they say otherwise."""
    presence = await beat(session, actor, now)
    if presence.is_away != is_away:
        presence.is_away, presence.away_since = is_away, now if is_away else None
        nudge(session, f"shop:{actor.shop_id}")
    return presence


async def _own(session: AsyncSession, actor: AgentActor, now: datetime) -> AgentPresence:
    made = insert_into(session, AgentPresence).values(
        agent_id=actor.id, shop_id=actor.shop_id, until=now, is_away=False
    )
    await session.exec(made.on_conflict_do_nothing(index_elements=["agent_id"]))
    return await session.get_one(AgentPresence, actor.id, with_for_update=True)
