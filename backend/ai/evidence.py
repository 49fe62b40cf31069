"""What speaks for and against a quote as an answer, as numbers: what the head in `answerable` weighs.

Each number is cheap beside the search but the reader's, which cost one run of its model on the question and the quote.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.ai.doubt import LIGHT, POLAR
from backend.ai.lexical import stems
from backend.ai.reader import DIMENSIONS, default_reader
from backend.ai.retrieval import Hit, PassageIndex, embedded_text
from backend.ai.slots import Slots
from backend.ai.text import folded

RAREST = 6.0
NEAR = 0.08
ALONE_BY_RANK, ALONE_BY_SCORE = 0.3, 0.2
"""The lead of a source that has no rival; what the next source's score is then taken for."""
LONGEST = 25

_ASKED = {
    "how much": r"\bhow much\b",
    "how many": r"\bhow many\b",
    "how long": r"\bhow (?:long|soon|quick\w*|fast|late|early)\b|\bwhen\b|\bwhat time\b",
    "how often": r"\bhow often\b|\bhow frequent",
    "how tall": r"\bhow (?:big|tall|wide|deep|heavy|old|hot|cold|loud|bright|thick|large|small|high|far|strong)\b",
    "how": r"\bhow (?:do|does|can|should|to|would|will|is|are)\b",
    "where": r"\bwhere\b",
    "who": r"\bwho\b|\bwhose\b",
    "which": r"\bwhich\b|\bwhat (?!is|are|'s|do|does|if|about|happens|time)\w+",
    "what": r"\bwhat(?:'s| is| are| do| does| happens)\b",
    "why": r"\bwhy\b",
}
_WAYS = {name: re.compile(wording) for name, wording in _ASKED.items()}
_NAME = re.compile(r"(?<=[\w,] )[A-Z][\w-]+|\b[A-Z]{2,}\b")

NAMES = (
    *("score", "doubt", "rank", "sentence", "lead by rank", "lead by score", "rivals"),
    *("things silent", "things silent nearby", "kinds silent", "kinds silent nearby", "places silent"),
    *("places silent nearby", "slots", "kinds said", "things said"),
    *("rarest unsaid", "unsaid", "covered nearby", "covered", "unknown", "names unsaid nearby", "names unsaid"),
    *("names said", "last unsaid", "title of another", "words", "length"),
    *_WAYS,
    "yes or no",
    *(f"read {at}" for at in range(DIMENSIONS)),
)
"""In the order of the numbers. "Unsaid" is what the quote and its headings lack, "nearby" is in the passage."""


@dataclass(frozen=True)
class Quoted:
    """A question as it was asked and as it was searched, and the span that is to answer it."""

    asked: str
    search: str
    slots: Slots
    hit: Hit
    hits: Sequence[Hit]
    span: str
    doubt: float
    score: float


def evidence_of(quoted: Quoted, index: PassageIndex) -> tuple[float, ...]:
    """A number for each of `NAMES`."""
    passage = quoted.hit.passage
    said = set(stems(f"{passage.title} {passage.heading} {quoted.span}"))
    plain = folded(quoted.asked)
    ways = [wording.search(plain) is not None for wording in _WAYS.values()]
    numbers = (
        *_of_search(quoted),
        *_of_slots(quoted),
        *_of_words(quoted, index, said),
        *ways,
        POLAR.match(quoted.asked) is not None,
        *default_reader().read(quoted.search, f"{passage.title}. {passage.heading}. {quoted.span}"),
    )
    return tuple(float(number) for number in numbers)


def _of_search(quoted: Quoted) -> list[float]:
    hit = quoted.hit
    others = [other for other in quoted.hits if other.passage.source_id != hit.passage.source_id]
    by_rank = hit.rank - (others[0].rank if others else ALONE_BY_RANK)
    by_score = hit.score - max((other.score for other in others), default=ALONE_BY_SCORE)
    rivals = sum(other.rank > hit.rank - NEAR for other in quoted.hits) - 1
    return [quoted.score, quoted.doubt, hit.rank, hit.sentence_cosine, by_rank, by_score, rivals]


def _of_slots(quoted: Quoted) -> list[float]:
    slots, passage = quoted.slots, quoted.hit.passage
    quote, nearby = f"{passage.title}. {passage.heading}. {quoted.span}", embedded_text(passage)
    things, kinds = len(slots.things_not_in(folded(quote))), len(slots.kinds_not_in(folded(quote)))
    return [
        things,
        len(slots.things_not_in(folded(nearby))),
        kinds,
        len(slots.kinds_not_in(folded(nearby))),
        len(slots.places_not_in(quote)),
        len(slots.places_not_in(nearby)),
        len(slots.things) + len(slots.kinds),
        len(slots.kinds) - kinds,
        len(slots.things) - things,
    ]


def _of_words(quoted: Quoted, index: PassageIndex, said: set[str]) -> list[float]:
    lexical = index.lexical
    nearby, span = set(stems(embedded_text(quoted.hit.passage))), set(stems(quoted.span))
    words = [word for word in dict.fromkeys(lexical.spelled(stems(quoted.search))) if word not in LIGHT]
    rarity = {word: min(lexical.rarity(word), RAREST) for word in words}
    unsaid = [rarity[word] for word in words if word not in said]
    # "Switzerland" need not be said where all countries are; the slots know.
    places = {stem for place in quoted.slots.places for stem in stems(place.typed)}
    names = [stem for name in _NAME.findall(quoted.asked) for stem in stems(name) if stem not in places]
    return [
        max(unsaid, default=0.0),
        len(unsaid),
        _share(rarity, nearby),
        _share(rarity, span),
        sum(not lexical.knows(word) for word in words) / max(len(words), 1),
        sum(name not in nearby for name in names),
        sum(name not in said for name in names),
        sum(name in said for name in names),
        bool(words) and words[-1] not in said,
        max((rarity[word] for word in words if word in index.titled and word not in nearby), default=0.0),
        len(words),
        min(len(quoted.asked.split()), LONGEST),
    ]


def _share(rarity: dict[str, float], found: set[str]) -> float:
    """How much of a question's weight is found; half where it has no words of weight."""
    return (
        sum(weight for word, weight in rarity.items() if word in found) / (sum(rarity.values()) or 1.0)
        if rarity
        else 0.5
    )
