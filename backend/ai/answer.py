"""Answers without a model: the shortest words of one source that answer, quoted as they stand, with the source.

Nothing is rephrased, and sentences of different sources never share a line; below the threshold there is no answer at
all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.ai.answerable import default_head
from backend.ai.doubt import LIGHT, doubt_of, doubt_of_silence, doubt_of_yes
from backend.ai.embedding import Embedder
from backend.ai.evidence import Quoted, evidence_of
from backend.ai.language import UNDETERMINED
from backend.ai.lexical import stems
from backend.ai.places import as_the_shop_says, is_only_a_place, places_in
from backend.ai.retrieval import Hit, PassageIndex, embedded_text, margin
from backend.ai.slots import Slots, slots_of
from backend.ai.spans import LONGEST_ANSWER, LONGEST_QUOTE, Wanted, span_of
from backend.ai.topics import Matter, leaning, matter_of, words_at_home
from backend.ai.understand import Understanding, goes_on
from backend.ai.wordpiece import load_wordpiece

THRESHOLD = 0.5
ENGLISH = ("en", UNDETERMINED, "")
"""What the head can judge; in other languages the nearness less the doubts is the score."""
CANDIDATES, HITS = 10, 5
RIVALS = 2
SILENT = 0.5
HALF_SILENT = 0.5
"""How much of a doubt counts once more where the quoted words are silent, though the passage may not be."""
CLEAR, DENIED = 0.7, 0.35
"""Words so near, after all doubts, are an answer, unless the head is surer than this that they are none.

In a shop of a few pages no word is rare, and the head knows less.
"""
FAR = 0.3
"""No sentence so far from the question answers it, whatever else speaks for it."""
STANDS_ALONE = 0.6
"""A short question that is answered so well needs nothing of what was said before."""


@dataclass(frozen=True)
class Citation:
    """The ground of an answer: the source, where in it, and its very words."""

    source_id: int
    title: str
    url: str
    heading: str
    quote: str


@dataclass(frozen=True)
class Finding:
    """One question, what was retrieved for it, and the span that answers best with its score.

    `evidence` is what the score was made of, where the head made it.
    """

    question: str
    hits: tuple[Hit, ...]
    score: float
    span: str
    citation: Citation | None
    doubt: str = ""
    evidence: tuple[float, ...] = ()


@dataclass(frozen=True)
class Findings:
    """All that was found for one message. `best_score` and `margin` are what the rules weigh."""

    parts: tuple[Finding, ...]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The passages of all parts, each once, best first."""
        best: dict[int, Hit] = {}
        for hit in (hit for part in self.parts for hit in part.hits):
            if hit.passage.id not in best or best[hit.passage.id].rank < hit.rank:
                best[hit.passage.id] = hit
        return tuple(sorted(best.values(), key=lambda hit: hit.rank, reverse=True))

    @property
    def best_score(self) -> float:
        """The score of the question that is answered best."""
        return max((part.score for part in self.parts), default=0.0)

    @property
    def margin(self) -> float:
        """The lead of the best passage over the next source."""
        return margin(self.parts[0].hits) if self.parts else 0.0


@dataclass(frozen=True)
class LocalAnswer:
    """Words of the store with their sources. `unanswered` are the questions of the message that found nothing."""

    text: str
    citations: tuple[Citation, ...]
    unanswered: tuple[str, ...] = ()


def find(understanding: Understanding, index: PassageIndex, embedder: Embedder) -> Findings:
    """Search for each question of the message. CPU-bound: some 5 to 20 ms."""
    found = _search(_standalone(understanding), understanding, index, embedder)
    if understanding.in_context and _may_go_on(understanding, found, index):
        question = _Question(understanding.text, understanding.in_context)
        (together,) = _search([question], understanding, index, embedder)
        found = (together,) if together.score > found[0].score else found
    gist = _gist(understanding, found)
    return Findings(_search([gist], understanding, index, embedder)) if gist else Findings(found)


def _may_go_on(understanding: Understanding, found: Sequence[Finding], index: PassageIndex) -> bool:
    """Whether the words before could be the missing half: "lol ok" asks nothing, and has no word of the store."""
    asks = understanding.is_question or any(map(index.lexical.has, set(stems(understanding.text)) - LIGHT))
    return asks and len(found) == 1 and found[0].score < STANDS_ALONE


def _search(
    questions: Sequence["_Question"], understanding: Understanding, index: PassageIndex, embedder: Embedder
) -> tuple[Finding, ...]:
    searched = [
        replace(
            each,
            search=_in_the_shops_words(each.search, understanding, index),
            is_english=understanding.language in ENGLISH,
        )
        for each in questions
    ]
    vectors = embedder.embed([question.search for question in searched])
    parts = []
    for question, vector in zip(searched, vectors, strict=True):
        matter = matter_of(f"{question.asked} {question.search}", understanding.intents)
        ranked = _speaking(
            leaning(index.search(question.search, vector, CANDIDATES), matter), slots_of(question.asked, index.names)
        )[:HITS]
        parts.append(_finding(question, matter, ranked, index, embedder))
    return tuple(parts)


def _speaking(ranked: Sequence[tuple[float, Hit]], slots: Slots) -> list[tuple[float, Hit]]:
    """The hits with those behind that are silent on what was asked; by rank, best first."""
    leaned = [(rank - SILENT * doubt_of_silence(slots, embedded_text(hit.passage))[0], hit) for rank, hit in ranked]
    return sorted(leaned, key=lambda each: each[0], reverse=True)


def _in_the_shops_words(text: str, understanding: Understanding, index: PassageIndex) -> str:
    """A question with its slips put right and its countries as the shop calls them."""
    if understanding.language in ("en", UNDETERMINED):
        text = index.lexical.corrected(text, load_wordpiece().is_word)
    return as_the_shop_says(text, index.lexical.has)


_GISTS = {"return": "What is your return policy?", "shipping": "Shipping and delivery"}


def _gist(understanding: Understanding, found: Sequence[Finding]) -> "_Question | None":
    """What to search for where a wish was understood in a language that the content does not speak."""
    if understanding.language in ("en", UNDETERMINED) or len(found) != 1 or found[0].score >= THRESHOLD:
        return None
    for topic in matter_of(understanding.text, ()).topics:
        if topic.name in _GISTS:
            places = "".join(f" to {place.english}" for place in places_in(understanding.text)[:1])
            gist = f"{_GISTS[topic.name]}{places}"
            return _Question(gist, gist)
    return None


@dataclass(frozen=True)
class _Question:
    """A question as it was asked, and as it must be searched to make sense alone."""

    asked: str
    search: str
    is_english: bool = False


def compose(findings: Findings, threshold: float = THRESHOLD) -> LocalAnswer | None:
    """The answer from the parts that reach the threshold; None when no part does."""
    spans: list[str] = []
    citations: list[Citation] = []
    for part in findings.parts:
        if part.score < threshold or part.citation is None:
            continue
        if any(part.span in span for span in spans):
            continue
        kept = [place for place, span in enumerate(spans) if span not in part.span]
        spans, citations = [spans[place] for place in kept], [citations[place] for place in kept]
        if spans and len("\n\n".join([*spans, part.span])) > 2 * LONGEST_ANSWER:
            continue
        spans.append(part.span)
        citations.append(part.citation)
    if not spans:
        return None
    unanswered = tuple(part.question for part in findings.parts if part.score < threshold)
    return LocalAnswer("\n\n".join(spans), tuple(dict.fromkeys(citations)), unanswered)


def _standalone(understanding: Understanding) -> list[_Question]:
    """Each question so that it can be searched alone: "how long does it take?" with the question before it."""
    first, *others = understanding.questions or (understanding.text,)
    if understanding.is_follow_up or not others:
        first = understanding.search_text or understanding.text
    asked = understanding.text if understanding.is_follow_up else first
    whole = [f"{first} {other}" if goes_on(other) else other for other in others]
    if not others and is_only_a_place(first):
        first = f"shipping to {first}"
    return [_Question(asked, first), *(_Question(*pair) for pair in zip(others, whole, strict=True))]


@dataclass(frozen=True)
class _Choice:
    """A passage that may be quoted: its rank and its score after doubt, the doubt, and the word that gave it.

    `is_another`: it says "Yes" to another question.
    """

    hit: Hit
    rank: float
    score: float
    doubt: float
    word: str
    is_another: bool


def _finding(
    question: _Question, matter: Matter, ranked: Sequence[tuple[float, Hit]], index: PassageIndex, embedder: Embedder
) -> Finding:
    """The best span of the best passage, and how well it answers."""
    slots, hits = slots_of(question.asked, index.names), tuple(hit for _, hit in ranked)
    best: _Choice | None = None
    for rank, hit in ranked[:RIVALS]:
        # A close rival takes the place of the first where that is doubted more.
        if best is not None and rank <= best.rank:
            break
        doubt, word = doubt_of(question.search, hit, index, embedder, words_at_home(hit, matter))
        foreign = doubt_of_yes(question.search, hit)
        doubted = doubt + foreign
        silence, thing = doubt_of_silence(slots, embedded_text(hit.passage))
        if best is None or rank - doubted > best.rank:
            best = _Choice(hit, rank - doubted, hit.score - doubted - silence, doubt, thing or word, foreign > 0)
    if best is None:
        return Finding(question.asked, (), 0.0, "", None)
    passage = best.hit.passage
    span = span_of(Wanted(question.search, question.asked, matter.is_general, slots), best.hit, index.lexical)
    silence, thing = doubt_of_silence(slots, f"{passage.title}. {passage.heading}. {span}")
    score = best.score - HALF_SILENT * silence
    evidence: tuple[float, ...] = ()
    if question.is_english and passage.language in ENGLISH and not best.is_another:
        quoted = Quoted(question.asked, question.search, slots, best.hit, hits, span, best.doubt, score)
        evidence = evidence_of(quoted, index)
        score = _judged(evidence, score, best.hit)
    citation = Citation(passage.source_id, passage.title, passage.url, passage.heading, span[:LONGEST_QUOTE])
    return Finding(question.asked, hits, score, span, citation, best.word or thing, evidence)


def _judged(evidence: Sequence[float], score: float, hit: Hit) -> float:
    """The head's word, but where the score after doubts leaves it none."""
    judged = default_head().score(evidence)
    if hit.sentence_cosine < FAR:
        return min(judged, score)
    return max(judged, score) if score >= CLEAR and judged >= DENIED else judged
