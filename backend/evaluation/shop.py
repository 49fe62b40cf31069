"""A question asked in a shop as it is, with its live knowledge and settings: what the playground and runs do.

The same `think` as a live turn, and nothing is written: no conversation, no count, no gap, no tag, nobody is told.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from backend.ai.mind import Mind
from backend.ai.understand import Turn
from backend.bot.imagined import Imagined, imagine
from backend.bot.think import Outcome, think
from backend.db import Database
from backend.evaluation.lines import Question
from backend.evaluation.measure import Judged, Played, judged
from backend.evaluation.play import misses_before, told
from backend.evaluation.rules import Named, titles_of
from backend.knowledge.index import KnowledgeIndexes
from backend.live import Live


class Services(Protocol):
    """What asking needs of a process."""

    @property
    def db(self) -> Database: ...
    @property
    def mind(self) -> Mind: ...
    @property
    def knowledge(self) -> KnowledgeIndexes: ...


@dataclass(frozen=True)
class _Unheard:
    """A process' mind and knowledge, whose growing words go to nobody."""

    db: Database
    mind: Mind
    knowledge: KnowledgeIndexes
    live: Live


@dataclass(frozen=True)
class Asked:
    """One question, the turn that it led to, and the turn as it is reported."""

    situation: Imagined
    outcome: Outcome
    played: Played


class Examiner:
    """Asks questions in one shop. `sources` are the names by which expectations may call what was found."""

    def __init__(self, services: Services, shop_id: int, sources: Sequence[Named] = ()) -> None:
        self._services, self._shop_id, self._sources = services, shop_id, sources
        self._thinker = _Unheard(services.db, services.mind, services.knowledge, Live("memory://"))

    async def ask(self, question: Question) -> Asked:
        """The turn that these words would lead to."""
        history = [Turn(sender, text) for sender, text in question.history]
        misses = misses_before(question.history)
        started = time.perf_counter()
        async with self._services.db.reading() as session:
            situation = await imagine(session, self._shop_id, question.text, history, misses=misses)
        outcome = await think(self._thinker, situation)
        milliseconds = (time.perf_counter() - started) * 1000
        return Asked(situation, outcome, told(_titles(outcome), question.text, outcome, milliseconds))

    async def judge(self, question: Question) -> Judged:
        """The turn beside what is expected of it."""
        asked = await self.ask(question)
        expect = dict(question.expect)
        meant = expect.get("source")
        if meant is not None and not isinstance(meant, bool):
            expect["source"] = titles_of(meant, self._sources)
        return judged(replace(question, expect=expect), asked.played)


def _titles(outcome: Outcome) -> dict[int, str]:
    """A source is reported by its title: agents know it by no other name."""
    hits = outcome.findings.hits if outcome.findings else ()
    cited = {citation.source_id: citation.title for citation in outcome.citations}
    return {hit.passage.source_id: hit.passage.title for hit in hits} | cited
