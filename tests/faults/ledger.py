"""What the doors accepted, with the moment at which they said so: the measure of what must have arrived."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.faults.follower import Follower
from tests.faults.people import Data


@dataclass(frozen=True)
class Accepted:
    """One thing that a person was told is taken. `sequence` is None where the answer names no place."""

    thread: str
    kind: str
    key: str
    text: str
    sequence: int | None
    at: float


@dataclass(frozen=True, order=True)
class Delay:
    """Seconds that a follower waited for something that was accepted at a moment."""

    seconds: float
    accepted_at: float
    follower: str


@dataclass
class Ledger:
    """Written by those who act, and read when everything has settled."""

    entries: list[Accepted] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)

    def note(self, thread: str, kind: str, key: str, text: str, payload: Data) -> bool:
        """Keeps what a mutation answered. False if it was refused."""
        if payload["userErrors"]:
            self.refused.append((kind, payload["userErrors"][0]["code"]))
            return False
        sequence = (payload.get("message") or {}).get("sequence")
        self.entries.append(Accepted(thread, kind, key, text, sequence, time.monotonic()))
        return True

    def of(self, thread: str) -> list[Accepted]:
        return [entry for entry in self.entries if entry.thread == thread]

    def check(self, thread: str, transcript: Sequence[Data]) -> list[str]:
        """What is wrong with a thread's transcript as agents read it, held against what was accepted in it."""
        sequences = [message["sequence"] for message in transcript]
        wrong = [] if sequences == list(range(1, len(sequences) + 1)) else [f"{thread}: sequences {sequences}"]
        for entry in self.of(thread):
            there = [m for m in transcript if m["clientKey"] == entry.key]
            if entry.kind == "handoff":
                there = [m for m in transcript if m["move"] in ("escalate", "take_over")][:1]
            if len(there) != 1:
                wrong.append(f"{thread}: {entry.kind} {entry.text!r} is there {len(there)} times")
            elif entry.sequence not in (None, there[0]["sequence"]):
                wrong.append(f"{thread}: {entry.text!r} is at {there[0]['sequence']}, and was told {entry.sequence}")
            elif entry.kind in ("message", "reply", "note") and there[0]["text"] != entry.text:
                wrong.append(f"{thread}: {entry.text!r} reads {there[0]['text']!r}")
        strange = [m["clientKey"] for m in transcript if m["clientKey"] and _is_a_persons(m)]
        wrong += [f"{thread}: nobody sent {key}" for key in strange if key not in self.tried]
        return wrong

    def delays(self, thread: str, followers: Iterable[Follower]) -> list[Delay]:
        """From each acceptance until each follower, who was there by then, had been sent it."""
        return [
            Delay(max(0.0, follower.seen_at[entry.sequence] - entry.at), entry.at, follower.name)
            for entry in self.of(thread)
            for follower in followers
            if entry.sequence in follower.seen_at and follower.began_at < entry.at
        ]


def _is_a_persons(message: Data) -> bool:
    return message["author"]["kind"] in ("SHOPPER", "AGENT")
