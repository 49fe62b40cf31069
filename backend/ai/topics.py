# ruff: noqa: E501 - a wording is one line, however long
"""A question on returns is answered from the page on returns, and not from a care guide that names the same boots.

Titles and headings say what a passage is about. A passage of the topic that was asked for leads a little; one on a
special case ("Damaged items") stands back while the case is not asked for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.ai.doubt import LIGHT, POLAR
from backend.ai.lexical import stems
from backend.ai.places import Place, places_in
from backend.ai.retrieval import Hit, Passage
from backend.ai.text import folded

BY_HEADING, BY_SPECIAL_HEADING, BY_TITLE, BY_KIND = 0.1, 0.15, 0.08, 0.02
WHOLE, ASIDE, NAMED_PLACE, SHUT_OUT, OFF_TOPIC = 0.08, 0.1, 0.12, 0.2, 0.1


@dataclass(frozen=True)
class Topic:
    """`asked` finds it in a question, `titled` in a title or heading. A `special` one hides the general ones."""

    name: str
    asked: re.Pattern[str]
    titled: re.Pattern[str]
    intent: str = ""
    special: bool = False


def _topic(name: str, asked: str, titled: str, intent: str = "", special: bool = False) -> Topic:
    return Topic(name, re.compile(asked), re.compile(titled or asked), intent, special)


TOPICS = (
    _topic("warranty", r"\bwarrant\w+|\bguarant\w+|\bgaranti\w*|\bgewahrleist\w+|保証", "", special=True),
    _topic(
        "duties",
        r"\bcustoms\b|\bdut(?:y|ies)\b|\bimport (?:tax|fee|charge|cost)\w*|\btax(?:es)?\b|\bvat\b|\bdouan\w+|\bdroits\b|\bzoll\w*|\baduan\w+|\barancel\w*|関税",
        "",
        special=True,
    ),
    _topic("exchange", r"\bexchang\w+|\bswap\w*|\bechang\w+|\bumtausch\w*|\bcambi(?:o|ar)\w*|交換", "", special=True),
    _topic(
        "contact",
        r"\b(?:tele)?phone\b|\be-?mail address\b|\byour e-?mail\b|\bcontact (?:you|detail|info|data)\w*|\breach you\b|\btelefon\w*|\btelephone\b|\bcourriel\b|電話番号",
        r"\bcontact|\bget in touch\b|\breach us\b|\bkontakt|\bimpressum\b|お問い合わせ",
        special=True,
    ),
    _topic(
        "return",
        r"\breturn\w*|\brefund\w*|\bmoney back\b|\b(?:send|give|bring|take|ship|mail|sent)\w* (?:\S+ ){0,2}?back\b|\bretour\w*|\brembours\w+|\bruckgabe\w*|\bzuruck(?:geb|schick|send)\w+|\berstatt\w+|\bwiderruf\w*|\bdevol\w+|\bdevuelv\w+|\breembols\w+|返品|返金",
        r"\breturn|\brefund|\bmoney back|\bretour|\brembours|\bruckgabe|\bruckerstatt|\berstatt|\bwiderruf|\bdevol|\breembols|返品|返金",
        intent="return_refund",
    ),
    _topic(
        "shipping",
        r"\bship\w*|\bdeliver\w*|\bpostage\b|\blivr\w+|\bexpedi\w+|\bversand\w*|\bversend\w+|\bliefer\w+|\benvi(?:o|os|ar|an|as|ais)\b|\bentreg\w+|配送|送料|発送",
        r"\bship|\bdeliver|\bpostage|\blivrais|\bexpedit|\bversand|\bliefer|\benvio|\bentrega|配送|送料|発送",
        intent="shipping_info",
    ),
)
_CASES = tuple(
    re.compile(case)
    for case in (
        r"\bdamag\w+|\bdefect\w*|\bfault\w*|\bbroke\w*|\bwrong\b|\bincorrect\b|\btorn\b|\bcrack\w*|\bendommag\w+|\bdefectu\w+|\bbeschadig\w+|\bdefekt\w*|\bfalsch\w*|\bdanad\w+|\bequivocad\w+|破損|不良",
        r"\blost\b|\bdelay\w*|\blate\b|\bmissing\b|\bretard\w*|\bperdu\w*|\bverspat\w+|\bverloren\w*|\bperdid\w+|\bretras\w+|遅|紛失",
        r"\bexchang\w+|\bswap\w*|\bsize\b|\bechang\w+|\bumtausch\w*|\bcambi(?:o|ar)\w*|交換",
        r"\bwholesale\b|\btrade\b|\bresell\w*|\bgroups?\b|\bb2b\b|\bgift\w*",
    )
)
_EXCLUDED = re.compile(
    r"\bcannot\b|\bcan'?t\b|\bcan not\b|\bnot (?:be )?(?:return|refund|accept|take|eligib|cover)\w*|\bnon-?(?:return|refund)\w*|\bexclu\w+|\bexcept\w+|\bfinal sale\b|\bausgeschlossen\b|\bnicht\b|\bne (?:\S+ )?(?:pas|peu)"
)
_WHOLE = frozenset(
    stems("policy policies rule terms conditions general information info explain item product article work")
)


@dataclass(frozen=True)
class Matter:
    """What a question is about: its topics, the countries it names, and whether it asks for the whole of a topic."""

    topics: tuple[Topic, ...] = ()
    places: tuple[Place, ...] = ()
    is_general: bool = False
    plain: str = ""


def matter_of(question: str, intents: Sequence[tuple[str, float]]) -> Matter:
    """Words decide; an intent does where no words do."""
    plain = folded(question)
    worded = [topic for topic in TOPICS if topic.asked.search(plain)]
    if not worded and intents:
        worded = [topic for topic in TOPICS if topic.intent and topic.intent == intents[0][0]]
    special = [topic for topic in worded if topic.special]
    topics = tuple(special or worded)
    rest = plain
    for topic in topics:
        rest = topic.asked.sub(" ", rest)
    heavy = set(stems(rest)) - LIGHT - _WHOLE
    return Matter(topics, places_in(question), bool(topics) and not heavy, plain)


def leaning(hits: Sequence[Hit], matter: Matter) -> list[tuple[float, Hit]]:
    """The hits with their rank by score and topic, best first. What a topic gives to a score for the order is not kept in it:

    a page on shipping is no answer to any question on shipping. Only a plain question, a special topic's own section
    and a named country are grounds for an answer too.
    """
    if not matter.topics:
        return [(hit.rank, hit) for hit in hits]
    leaned = [(hit, *_lean(hit, matter)) for hit in hits]
    ranked = [
        (hit.rank + lean, replace(hit, score=hit.score + kept, rank=hit.rank + lean)) for hit, lean, kept in leaned
    ]
    return sorted(ranked, key=lambda each: each[0], reverse=True)


def _lean(hit: Hit, matter: Matter) -> tuple[float, float]:
    """What topics add for the order, and the part of it that stays in the score."""
    passage = hit.passage
    heading, title = folded(passage.heading), folded(passage.title)
    leads = [0.0]
    for topic in matter.topics:
        if topic.titled.search(heading):
            leads.append(BY_SPECIAL_HEADING if topic.special else BY_HEADING)
        elif topic.titled.search(title):
            leads.append(BY_TITLE)
    lead = max(leads)
    if lead and passage.kind == "policy":
        lead += BY_KIND
    special = lead and any(topic.special for topic in matter.topics)
    if lead and not heading and (matter.is_general or (special and not POLAR.match(matter.plain))):
        lead += WHOLE
    by_place = _by_place(hit, matter)
    behind = _aside(heading, matter) + (OFF_TOPIC if not lead and _is_off_topic(passage, matter) else 0.0)
    kept = lead if matter.is_general or special or by_place > 0 else 0.0
    return lead + by_place - behind, kept + by_place - behind


def words_at_home(hit: Hit, matter: Matter) -> frozenset[str]:
    """The stems of a topic's words in the question, where the passage is on the topic: "customs" under "Duties"."""
    place = folded(f"{hit.passage.title} {hit.passage.heading}")
    on_topic = [topic for topic in matter.topics if topic.titled.search(place)]
    return frozenset(
        word for topic in on_topic for found in topic.asked.finditer(matter.plain) for word in stems(found.group())
    )


def _is_off_topic(passage: Passage, matter: Matter) -> bool:
    """Whether a passage has no word of what the question asked for in so many words. Shipping has too many words."""
    asked = [topic for topic in matter.topics if topic.name != "shipping" and topic.asked.search(matter.plain)]
    text = folded(passage.text)
    return bool(asked) and not any(topic.asked.search(text) or topic.titled.search(text) for topic in asked)


def _aside(heading: str, matter: Matter) -> float:
    """A special case that was not asked for."""
    if any(case.search(heading) and not case.search(matter.plain) for case in _CASES):
        return ASIDE
    excluded = _EXCLUDED.search(heading) and not _EXCLUDED.search(matter.plain)
    return ASIDE if excluded and (matter.is_general or not POLAR.match(matter.plain)) else 0.0


def _by_place(hit: Hit, matter: Matter) -> float:
    """Shipping to a country is told by the section or the row that bears its name."""
    if not matter.places or not any(topic.name == "shipping" for topic in matter.topics):
        return 0.0
    passage = hit.passage
    if any(place.is_shut_out_by(passage.heading) or place.is_shut_out_by(_best(hit)) for place in matter.places):
        return -SHUT_OUT
    labels = [passage.heading, *(sentence.split(" — ", 1)[0] for sentence in _rows(passage))]
    return NAMED_PLACE if any(place.is_named_in(label) for place in matter.places for label in labels) else 0.0


def _best(hit: Hit) -> str:
    sentences = hit.passage.sentences
    return sentences[hit.best_sentence] if sentences else hit.passage.text


def _rows(passage: Passage) -> list[str]:
    return [sentence for sentence in passage.sentences if " — " in sentence]
