"""`make soak`: people talk for minutes while everything around them fails at random; then everything is accounted for.

SOAK_MINUTES (5) is how long, SOAK_SEED which plan: the same seed is the same plan of acts and faults. The report is
docs/soak.md. It ends with 1 if anything accepted was lost, came twice, or came out of order.
"""

import asyncio
import os
import platform
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from backend.db import Database
from tests.faults.plan import plan
from tests.faults.playing import Outcome, play
from tests.faults.recovery import Recovery, go_through, village

REPORT = Path(__file__).parents[1] / "docs" / "soak.md"
SHARE = {"many": 0.6, "one": 0.4}
NAMES = {
    "many": "Two web processes, two workers, Postgres, Redis",
    "one": "One process, SQLite, doorbells in memory",
}
RATE = {"many": 5.0, "one": 4.0}
LARGEST_GROWTH = 60.0
"""Megabytes by which a process may grow in the later two thirds of its life: caches fill, nothing leaks."""


def main() -> int:
    minutes = float(os.environ.get("SOAK_MINUTES") or 5)
    seed = int(os.environ.get("SOAK_SEED") or random.randint(1, 10**6))
    print(f"Seed {seed}, {minutes:g} minutes. The same again: SOAK_SEED={seed} SOAK_MINUTES={minutes:g} make soak")
    recovery, outcomes = asyncio.run(_soak(seed, minutes * 60))
    wrong = [*recovery.wrong, *(problem for outcome in outcomes for problem in problems(outcome))]
    REPORT.write_text(report(seed, minutes, recovery, outcomes))
    print(f"Written to {REPORT.name}.", "Nothing was lost." if not wrong else f"{len(wrong)} problems:")
    for problem in wrong[:50]:
        print(f"  {problem}")
    return 1 if wrong else 0


async def _soak(seed: int, seconds: float) -> tuple[Recovery, list[Outcome]]:
    print("One failure after the other …", flush=True)
    async with village() as people:
        db = Database(people.fleet.database_url)
        recovery = await go_through(people, db)
        await db.close()
    outcomes = []
    for kind, share in SHARE.items():
        chosen = plan(seed, kind, seconds * share, rate=RATE[kind])
        print(f"{NAMES[kind]}: {len(chosen.acts)} acts, {len(chosen.faults)} faults …", flush=True)
        outcomes.append(await play(chosen))
    return recovery, outcomes


def problems(outcome: Outcome) -> list[str]:
    """What was wrong in one play, memory included."""
    grown = [f"{name} grew by {by:.0f} MB" for name, by in outcome.growth.items() if by > LARGEST_GROWTH]
    return [f"{outcome.plan.kind}: {each}" for each in [*outcome.verdict.wrong, *grown]]


def report(seed: int, minutes: float, recovery: Recovery, outcomes: Sequence[Outcome]) -> str:
    """The page of docs, whole."""
    wrong = [*recovery.wrong, *(each for outcome in outcomes for each in problems(outcome))]
    parts = [
        INTRODUCTION.format(
            date=time.strftime("%Y-%m-%d"), seed=seed, minutes=f"{minutes:g}", cores=os.cpu_count(),
            python=platform.python_version(),
            finding="Nothing was lost, came twice, or came out of order." if not wrong else "**There were problems.**",
        ),
        _recovery(recovery),
        *(_played(outcome) for outcome in outcomes),
        "## Problems\n\n" + ("\n".join(f"- {each}" for each in wrong[:100]) or "None.") + "\n",
    ]  # fmt: skip
    return "\n".join(parts)


def _recovery(recovery: Recovery) -> str:
    rows = "\n".join(
        f"| {name.replace('_', ' ')} | {seconds:.1f} s |" for name, seconds in sorted(recovery.worst.items())
    )
    return f"""## How long anybody waits

One failure after the other, on two web processes and two workers, while eight shoppers talk with agents. The longest
time from a word's acceptance until any of its followers had it; for workers, from their death until the answer that
they were about to give.

| failure | longest wait |
|---|---|
{rows}
"""


def _played(outcome: Outcome) -> str:
    seconds = sorted(delay.seconds for delay in outcome.verdict.delays) or [0.0]
    of = outcome.plan
    faults = Counter(fault.what for fault in of.faults)
    return f"""## {NAMES[of.kind]}

{of.seconds:.0f} s, {of.shoppers} shoppers, {len(of.acts)} acts. Everything had settled {outcome.settled_in:.1f} s after
the last fault was mended.

| what | how often |
|---|---|
| acts | {_listed(outcome.acts)} |
| in the transcripts | {_listed(outcome.verdict.counts)} |
| faults | {_listed(faults)} |
| refused with a reason | {_listed(outcome.refused) or "none"} |
| requests that were sent again | {outcome.retries} |
| times a follower came again | {outcome.breaks} |
| growth of processes, MB | {_listed(outcome.growth) or "none lived for a minute"} |

From acceptance to each follower, faults included, {len(seconds)} times: half within {_at(seconds, 0.5)}, 99 of 100
within {_at(seconds, 0.99)}, the longest {seconds[-1]:.1f} s.
"""


def _at(seconds: Sequence[float], share: float) -> str:
    return f"{seconds[min(len(seconds) - 1, int(len(seconds) * share))]:.2f} s"


def _listed(counts: Counter[str] | dict[str, float]) -> str:
    return ", ".join(f"{name} {count:g}" for name, count in sorted(counts.items(), key=lambda each: -each[1]))


INTRODUCTION = """# Soak

People talk through the public doors while processes are killed and frozen, Redis and Postgres go away and come back,
sockets are cut, the network stalls, and Shopify is slow, away, or repeats itself. When the faults end and everything
has settled, three things are held against each other: the ledger of what the doors accepted, what each follower was
sent, and the rows. Everything accepted must be there once and in order, for everybody.

`make soak` writes this page. This one: {date}, seed {seed}, {minutes} minutes, {cores} processors for everything, the
people included, Python {python}. {finding}

How it is done: [`tests/faults`](../tests/faults) holds the deployment (`fleet.py`), the people (`cast.py`), what they
keep (`ledger.py`, `follower.py`), the plan (`plan.py`) and the verdict (`verdict.py`). CI plays a short one.
"""


if __name__ == "__main__":
    sys.exit(main())
