"""The watchdog: a look, every few seconds and in every process, for shoppers who wait and of whom nobody takes notice.

What it finds in threads that wait for a human or are held by one, conversations.watchdog tends. Here it looks after the
bot: a turn that nobody owes any more is owed again, and a bot that stays silent too long gives way to a human. It is no
timer on shoppers: it says nothing to them but that a human was asked for, and it gives no thread to the bot.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import measures
from backend.actors import ActorKind
from backend.bot import failure, situation
from backend.context import Services
from backend.conversations import handoffs
from backend.conversations import watchdog as humans
from backend.conversations.handoffs import Silence
from backend.conversations.models import Conversation
from backend.conversations.rules import State
from backend.conversations.service import owe_reaction
from backend.conversations.watchdog import Thread, locked_if_free
from backend.db import Database, shared_moment
from backend.jobs import Job
from backend.shops.models import Shop

EVERY = 15.0
LOOKS_BACK = timedelta(days=2)
"""A silence that nobody noticed for longer is history: a bot that spoke up now would startle."""
LEAST_PATIENCE = timedelta(seconds=90)
log = structlog.get_logger(__name__)


def patience(services: Services) -> timedelta:
    """How long the bot may take for a turn, with every try of a slow model server."""
    model = services.settings.model
    return max(LEAST_PATIENCE, timedelta(seconds=3 * model.timeout + 30)) if model else LEAST_PATIENCE


async def run(services: Services) -> None:
    """Looks for ever, by the clock that all share. A look that fails, as while the database is away, comes again."""
    while True:
        await asyncio.sleep(EVERY)
        try:
            async with services.db.reading() as session:
                moment = await shared_moment(session)
            await look(services.db, moment, patience(services))
        except Exception as error:
            log.warning("watchdog_failed", error=type(error).__name__, exc_info=error)


async def look(db: Database, moment: datetime, limit: timedelta) -> int:
    """One look over all shops; how many threads were tended."""
    async with db.reading() as session:
        untaken = await humans.untaken(session, moment)
        abandoned = await humans.abandoned(session, moment)
        silent = await _silent(session, moment)
    tended = await _each(db, untaken, lambda session, thread: _tend_untaken(session, thread, moment))
    tended += await _each(db, abandoned, lambda session, thread: _release(session, thread, moment))
    return tended + await _each(db, silent, lambda session, thread: _end_silence(session, thread, moment, limit))


Tend = Callable[[AsyncSession, Thread], Awaitable[Sequence[str]]]


async def _each(db: Database, threads: Sequence[Thread], tend: Tend) -> int:
    """Each thread in a transaction of its own: one that fails keeps no other from being tended."""
    tended = 0
    for thread in threads:
        try:
            async with db.writing() as session:
                done = await tend(session, thread)
        except Exception as error:
            log.error("thread_not_tended", conversation=thread.id, error=type(error).__name__, exc_info=error)
            continue
        for step in done:
            measures.watchdog_steps.labels(step).inc()
            log.info("thread_tended", shop=thread.shop_id, conversation=thread.id, step=step)
        tended += bool(done)
    return tended


async def _tend_untaken(session: AsyncSession, thread: Thread, moment: datetime) -> Sequence[str]:
    steps = await humans.tend_untaken(session, thread, moment)
    return [type(step).__name__.lower() for step in steps]


async def _release(session: AsyncSession, thread: Thread, moment: datetime) -> Sequence[str]:
    return ["released"] if await humans.release_abandoned(session, thread, moment) else []


async def _silent(session: AsyncSession, moment: datetime) -> list[Thread]:
    """Threads of all shops in which the bot owes a word for a while."""
    owing = (
        select(Conversation.shop_id, Conversation.id)
        .join(Shop, col(Shop.id) == col(Conversation.shop_id))
        .where(
            col(Conversation.state) == State.BOT,
            col(Conversation.preview_author) == ActorKind.SHOPPER,
            col(Conversation.last_message_at) <= moment - handoffs.OWE_AGAIN_AFTER,
            col(Conversation.last_message_at) > moment - LOOKS_BACK,
            col(Shop.is_installed),
        )
    )
    return [Thread(shop_id, found) for shop_id, found in (await session.exec(owing)).all() if found is not None]


async def _end_silence(session: AsyncSession, thread: Thread, moment: datetime, limit: timedelta) -> Sequence[str]:
    conversation = await locked_if_free(session, thread)
    if conversation is None or conversation.state != State.BOT:
        return []
    found = await situation.read(session, thread.shop_id, thread.id)
    if found is None:  # all was dealt with, or a lookup is under way that brings its own word
        return []
    since = max(found.unanswered[0].created_at, conversation.state_since)
    match handoffs.bot_silence(moment - since, is_turn_owed=await _is_turn_owed(session, thread), limit=limit):
        case Silence.OWE_AGAIN:
            await owe_reaction(session, conversation)
            return ["owed_again"]
        case Silence.ASK_FOR_HUMAN:
            seconds = int((moment - since).total_seconds())
            why = f"the bot said nothing for {seconds} seconds"
            evidence = "The bot owed an answer and stayed silent"
            asked = await failure.ask_for_human(session, conversation, evidence=evidence, urgency_why=why, now=moment)
            return ["asked_for_human"] if asked else []
        case Silence.WAIT:
            return []


async def _is_turn_owed(session: AsyncSession, thread: Thread) -> bool:
    owed = select(Job.id).where(Job.key == f"bot.reply:{thread.id}", col(Job.state).in_(("pending", "running")))
    return (await session.exec(owed.limit(1))).first() is not None
