# ruff: noqa: SIM905 - a list of words reads best as words
"""A passage that is near a question may still not answer it: "is the tea kosher?" is near "all our teas are organic".

The test: leave a word out that the passage does not have. If the question then comes *nearer* to the passage, the
word is foreign to it, and the passage most likely says nothing about it. For "guarantee" against "warranty" it moves
away instead.
"""

import re
from collections.abc import Set

from backend.ai.embedding import Embedder, Vectors
from backend.ai.lexical import LexicalIndex, stems
from backend.ai.places import places_in
from backend.ai.retrieval import Hit, Passage, PassageIndex, embedded_text
from backend.ai.slots import Slots
from backend.ai.text import folded

WEIGHT = 3.0
NO_DOUBT = 0.01
WORDS_TRIED = 3
FEWEST_WORDS = 2
WORTH_DOUBTING = 0.35
_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
LIGHT = frozenset(
    stem
    for word in """use need last put make made come take get have want work offer sell keep give say tell know like
    thing way please possible able long much many time back new different really actually still already owe pay cost
    available question whole anything something someone wonder ask hello hi hey thank order buy purchase try
    help let see find look sure policy policies rule""".split()
    for stem in stems(word)
)


def doubt_of(
    question: str, hit: Hit, index: PassageIndex, embedder: Embedder, at_home: Set[str] = frozenset()
) -> tuple[float, str]:
    """How much to take off the score, and the word that gave the doubt ("" for none).

    Stems that are `at_home` are not doubted: the passage has them in other words.

    Two bare words are too few to leave one out, and what is far away anyway is not worth the milliseconds.
    """
    if hit.score < WORTH_DOUBTING or len(_WORD.findall(question)) <= FEWEST_WORDS:
        return 0.0, ""
    left_out = _foreign(question, hit, index.lexical, at_home)
    if not left_out:
        return 0.0, ""
    variants: Vectors = embedder.embed([question, *(shorter for _, shorter in left_out)])
    nearness = index.nearness(hit.place, variants)
    gains = nearness[1:] - nearness[0]
    worst = int(gains.argmax())
    gain = float(gains[worst]) - NO_DOUBT
    return (WEIGHT * gain, left_out[worst][0]) if gain > 0 else (0.0, "")


_EVERYWHERE = re.compile(
    r"\b(?:other|all|every|any) (?:other )?(?:countr|destination)"
    r"|\bworld-?wide\b|\brest of (?:the )?world\b|\binternational",
    re.I,
)
"""Who speaks of all other countries speaks of each that is not named."""


def _foreign(question: str, hit: Hit, lexical: LexicalIndex, at_home: Set[str]) -> list[tuple[str, str]]:
    """The words that the passage does not have, rarest first, each with the question that lacks it."""
    text = embedded_text(hit.passage)
    present = set(stems(text)) | at_home
    if _EVERYWHERE.search(text):
        present |= {word for place in places_in(question) for word in stems(place.typed)}
    found: list[tuple[float, str, str]] = []
    for match in _WORD.finditer(question):
        words = lexical.spelled(stems(match.group()))
        if words and not present.issuperset(words) and not LIGHT.issuperset(words):
            shorter = f"{question[: match.start()]}{question[match.end() :]}"
            found.append((max(map(lexical.rarity, words)), match.group(), shorter))
    found.sort(key=lambda each: each[0], reverse=True)
    return [(word, shorter) for _, word, shorter in found[:WORDS_TRIED]]


NO_SUCH_THING, NO_SUCH_KIND, NO_SUCH_PLACE = 0.3, 0.25, 0.2


def doubt_of_silence(slots: Slots, text: str) -> tuple[float, str]:
    """How much to take off where a text lacks what the question asked of it, and what it lacks ("" for nothing)."""
    plain = folded(text)
    things, kinds, places = slots.things_not_in(plain), slots.kinds_not_in(plain), slots.places_not_in(text)
    weighed = [(NO_SUCH_KIND, kinds), (NO_SUCH_THING, things), (NO_SUCH_PLACE, places)]
    lacking = [(doubt, words[0]) for doubt, words in weighed if words]
    return sum(doubt for doubt, _ in lacking), lacking[0][1] if lacking else ""


YES_OR_NO = re.compile(
    r"(?:yes|no|oui|non|ja|nein|s[ií]|はい|いいえ)(?=\W)[\s,.!:;、。–—-]+|(?:yes|no|oui|non|ja|nein|s[ií])[.!]?$", re.I
)
POLAR = re.compile(
    r"(?:(?:hi|hello|hey|so|and|but|also|ok|please)[\s,]+){0,2}(?:can|could|do|does|did|is|are|was|will|would|may|has|have|any"
    r"|puis|peut|pouvez|avez|est-ce|livrez|acceptez|kann|kannst|k[oö]nnen|gibt|habt|haben|ist|sind|puedo|pueden|tienen|hay|hac[eé]n|aceptan)\b",
    re.I,
)
OTHER_THING, NOT_SPOKEN_OF = 0.35, 0.12


def is_its_question(question: str, passage: Passage, span: str) -> bool:
    """Whether a "Yes" that opens the span is an answer to this question:

    one that can be answered by yes or no, all of whose words stand in the heading or in the sentence itself.
    """
    opening = YES_OR_NO.match(span)
    said = (
        re.split(r"(?<=[.!?])\s", span[opening.end() :], maxsplit=1)[0]
        if opening and span[opening.end() - 2] in ",:"
        else ""
    )
    asked = set(stems(question)) - LIGHT
    return bool(POLAR.match(question)) and asked <= set(stems(f"{_own_heading(passage)} {said}"))


def doubt_of_yes(question: str, hit: Hit) -> float:
    """A "Yes" to gift wrapping is no answer on gift cards: they share a word, and each names a thing of its own.

    Without a "Yes" the thing may still be spoken of below the heading; where it is not, some doubt is left. Only
    English words can be told to be two things: the stems of "livrez" and "livraison" differ though they mean one.
    """
    passage = hit.passage
    if passage.language not in ("en", "und", ""):
        return 0.0
    heading = _own_heading(passage)
    if not passage.sentences or not POLAR.match(question):
        return 0.0
    asked, headed = set(stems(question)) - LIGHT, set(stems(heading)) - LIGHT
    if not (asked & headed and asked - headed and headed - asked):
        return 0.0
    if YES_OR_NO.match(passage.sentences[0]):
        return OTHER_THING
    missing = asked - set(stems(embedded_text(passage)))
    return NOT_SPOKEN_OF if missing and heading.endswith("?") and POLAR.match(heading) else 0.0


def _own_heading(passage: Passage) -> str:
    return passage.heading.rsplit(" > ", 1)[-1] or passage.title
