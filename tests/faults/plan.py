"""What everybody will do and what will break, decided before anything begins: the same seed is the same plan."""

import random
from dataclasses import dataclass

STAFF = (70001, 70002, 70003)
TEXTS = (
    "Do you ship to Canada and how long does it take?",
    "What is your return policy?",
    "Where is my order 1001?",
    "It is three weeks late and nobody answers!",
    "Do you sell gift cards for kayak lessons?",
    "How do I wash a merino jersey?",
    "Thank you, that helps.",
    "Can I speak to a person, please?",
)
SHOPPERS_DO = {"say": 60, "fill": 18, "human": 8, "reload": 6}
AGENTS_DO = {"reply": 45, "note": 12, "takeOver": 12, "handBack": 10, "release": 6, "resolve": 10, "reopen": 5}
FAULTS = {
    "many": {
        "kill web": 4, "kill worker": 4, "freeze web": 2, "freeze worker": 2, "kill redis": 3, "freeze redis": 3,
        "crash postgres": 2, "restart postgres": 2, "freeze postgres": 2, "cut sockets": 4, "stall network": 2,
        "slow Shopify": 2, "Shopify away": 1, "wild webhooks": 2,
    },
    "one": {
        "kill web": 5, "freeze web": 3, "cut sockets": 5, "stall network": 3, "slow Shopify": 2, "Shopify away": 1,
        "wild webhooks": 2,
    },
}  # fmt: skip
LASTS = {
    "cut sockets": (0, 0),
    "freeze worker": (3, 20),
    "freeze web": (2, 12),
    "freeze redis": (3, 12),
    "freeze postgres": (2, 9),
}
"""Seconds, from and to; others are given one to five."""


@dataclass(frozen=True)
class Act:
    """One intention: who can do nothing of the kind at that moment lets it be. `dice` chooses among what there is."""

    at: float
    who: str
    what: str
    dice: float


@dataclass(frozen=True)
class Fault:
    """What breaks, when, and for how long; `dice` chooses which one of several."""

    at: float
    what: str
    seconds: float
    dice: float


@dataclass(frozen=True)
class Plan:
    seed: int
    kind: str
    seconds: float
    shoppers: int
    acts: tuple[Act, ...]
    faults: tuple[Fault, ...]


def plan(seed: int, kind: str, seconds: float, *, shoppers: int = 24, rate: float = 6.0, every: float = 7.0) -> Plan:
    """Acts at `rate` a second, and a fault about `every` so many seconds; the last one ends before the time is over."""
    dice = random.Random(f"{seed} {kind}")
    people = {f"shopper-{number:02}": SHOPPERS_DO for number in range(shoppers)}
    people |= {f"agent-{number}": AGENTS_DO for number in STAFF}
    acts = []
    for _ in range(round(seconds * rate)):
        is_staffs = dice.random() < 0.3
        who = dice.choice([name for name in people if name.startswith("agent") == is_staffs])
        acts.append(Act(dice.uniform(0, seconds), who, _one_of(dice, people[who]), dice.random()))
    faults, at = [], dice.uniform(1, min(4.0, every))
    while at < seconds - 2:
        what = _one_of(dice, FAULTS[kind])
        lasts = dice.uniform(*LASTS.get(what, (1, 5)))
        faults.append(Fault(at, what, min(lasts, seconds - at - 1), dice.random()))
        at += every * dice.uniform(0.5, 1.5)
    return Plan(seed, kind, seconds, shoppers, tuple(sorted(acts, key=lambda act: act.at)), tuple(faults))


def _one_of(dice: random.Random, weights: dict[str, int]) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]
