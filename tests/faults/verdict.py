"""When faults have ended and everything has settled: is all that was accepted where it belongs, once and in order?"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlmodel import col, func, or_, select

from backend.db import Database, shared_now
from backend.jobs import LEASE, Job
from tests.faults.cast import Cast
from tests.faults.follower import TRANSCRIPT
from tests.faults.ledger import Delay
from tests.faults.people import Away, Data, Person
from tests.races.invariants import problems

LIST = """query($view: InboxView!, $after: String) { conversations(view: $view, first: 100, after: $after) {
  edges { node { id state revision lastSequence handoff { requestedAt } } } pageInfo { hasNextPage endCursor } } }"""
SOON = timedelta(seconds=2)
NOBODY = "0 shoppers"


@dataclass
class Verdict:
    """What was found wrong, and what was counted on the way."""

    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    delays: list[Delay] = field(default_factory=list)


async def settled(cast: Cast, db: Database, *, within: float) -> list[str]:
    """Waits until no job is owed any more and every follower has all. Gives what did not settle."""
    until = time.monotonic() + within
    while owed := await _owed(db):
        if time.monotonic() > until:
            return [f"owed still: {owed}"]
        await asyncio.sleep(0.1)
    late = []
    for conversation, truth in (await transcripts(cast)).items():
        followers = cast.screens.get(conversation, []) + cast.panels.get(_shopper_of(cast, truth), [])
        for follower in followers:
            seen = _for_everyone(truth) if follower.feed is not TRANSCRIPT else truth
            try:
                await follower.until(seen[-1]["sequence"], max(0.1, until - time.monotonic()))
            except TimeoutError:
                late.append(f"{follower.name} is at {follower.cursor} of {seen[-1]['sequence']}")
    head = max((row["revision"] for row in await listed(cast, "ALL")), default=0)
    for inbox in cast.inboxes:
        try:
            await inbox.until(head, max(0.1, until - time.monotonic()))
        except TimeoutError:
            late.append(f"{inbox.name} is at {inbox.cursor} of {head}")
    return late


async def judge(cast: Cast, db: Database) -> Verdict:
    """Holds the ledger, every follower's view, a fresh look through the doors, and the rows against each other."""
    verdict = Verdict()
    whole = await transcripts(cast)
    for conversation, truth in whole.items():
        shopper, by_id = _shopper_of(cast, truth), f"#{conversation}"
        for name in (shopper, by_id):
            verdict.wrong += cast.ledger.check(name, truth)
        screens, panels = cast.screens.get(conversation, []), cast.panels.get(shopper, [])
        verdict.wrong += [w for f in screens for w in f.check([m["sequence"] for m in truth])]
        verdict.wrong += [w for f in panels for w in f.check([m["sequence"] for m in _for_everyone(truth)])]
        verdict.delays += [d for name in (shopper, by_id) for d in cast.ledger.delays(name, screens + panels)]
        verdict.counts.update(m["move"] or f"{m['kind']} by {m['author']['kind']}" for m in truth)
    verdict.wrong += _missing(cast, whole)
    verdict.wrong += await _inboxes(cast)
    verdict.wrong += await _rows(db)
    verdict.counts["conversations"] = len(whole)
    return verdict


def _missing(cast: Cast, whole: dict[str, list[Data]]) -> list[str]:
    """Who was told that something is taken, and has no thread. Who only asked for a human left no key to know it by."""
    owners = [_shopper_of(cast, truth) for truth in whole.values()]
    named = {entry.thread for entry in cast.ledger.entries} - {*owners, *(f"#{each}" for each in whole)}
    wordless = {name for name in named if all(entry.kind == "handoff" for entry in cast.ledger.of(name))}
    if len(wordless) <= owners.count(NOBODY):
        named -= wordless
    return [f"nothing is there of {name}" for name in sorted(named)]


async def transcripts(cast: Cast) -> dict[str, list[Data]]:
    """Every conversation as an agent who looks now reads it."""
    return {row["id"]: await _whole(cast.agents[0], row["id"]) for row in await listed(cast, "ALL")}


async def listed(cast: Cast, view: str) -> list[Data]:
    found: list[Data] = []
    after = None
    while True:
        page = (await _ask(cast.agents[0], LIST, view=view, after=after))["conversations"]
        found += [edge["node"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


async def _whole(agent: Person, conversation: str) -> list[Data]:
    found: list[Data] = []
    while True:
        after = found[-1]["sequence"] if found else 0
        page = (await _ask(agent, TRANSCRIPT.document("query"), id=conversation, after=after))["transcript"]
        found += page["messages"]
        if not page["hasMore"]:
            return found


async def _ask(who: Person, document: str, **given: Any) -> Data:
    for _ in range(50):
        try:
            return await who.ask(document, **given)
        except Away:
            await asyncio.sleep(0.2)
    return await who.ask(document, **given)


def _for_everyone(truth: list[Data]) -> list[Data]:
    return [message for message in truth if message["audience"] == "EVERYONE"]


def _shopper_of(cast: Cast, truth: list[Data]) -> str:
    """Whose thread it is: who was told that one of its messages is taken."""
    keys = {message["clientKey"] for message in truth if message["author"]["kind"] == "SHOPPER"}
    owners = {e.thread for e in cast.ledger.entries if e.key in keys and not e.thread.startswith("#")}
    return owners.pop() if len(owners) == 1 else f"{len(owners)} shoppers"


async def _inboxes(cast: Cast) -> list[str]:
    """Each inbox holds the newest state of everything, and Needs you shows all who wait."""
    rows = {row["id"]: row for row in await listed(cast, "ALL")}
    waiting = {id_ for id_, row in rows.items() if row["state"] == "WAITING"}
    shown = {row["id"] for row in await listed(cast, "NEEDS_YOU")}
    wrong = [] if shown == waiting else [f"Needs you shows {sorted(shown)}, and {sorted(waiting)} wait"]
    for inbox in cast.inboxes:
        held = {row["id"]: row for row in inbox.got}
        wrong += inbox.problems
        for id_, row in rows.items():
            mine = held.get(id_, {})
            if any(mine.get(key) != row[key] for key in ("state", "revision", "lastSequence")):
                wrong.append(f"{inbox.name} holds {mine} of {row}")
    return wrong


async def _rows(db: Database) -> list[str]:
    """What must hold in the database, whoever looks."""
    from backend.conversations.models import Conversation

    async with db.reading() as session:
        ids = (await session.exec(select(Conversation.id).order_by(col(Conversation.id)))).all()
        wrong = [problem for each in ids for problem in await problems(session, each)]
        revisions = Counter((await session.exec(select(Conversation.shop_id, Conversation.revision))).all())
        wrong += [f"revision {key} twice" for key, count in revisions.items() if count > 1]
        left = select(Job.name, Job.last_error).where(
            or_(
                col(Job.state) == "failed",
                (col(Job.state) == "running") & (col(Job.leased_until) < shared_now(session)),
            )
        )
        wrong += [f"the job {name} was given up or left: {error[-300:]}" for name, error in await session.exec(left)]
        return wrong


async def _owed(db: Database) -> dict[str, int]:
    async with db.reading() as session:
        due = col(Job.run_at) < shared_now(session, SOON)
        again = (col(Job.tries) > 0) & (col(Job.run_at) < shared_now(session, SOON + LEASE))
        is_owed = (col(Job.state) == "running") | ((col(Job.state) == "pending") & (due | again))
        owed = select(Job.name, func.count()).where(is_owed).group_by(col(Job.name))
        return dict((await session.exec(owed)).all())
