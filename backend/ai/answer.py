"""Answers without a model: the shortest words of one source that answer, quoted as they stand, with the source.

Nothing is rephrased, and sentences of different sources never share a line; below the threshold there is no answer at
all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.ai.doubt import doubt_of
from backend.ai.embedding import Embedder
from backend.ai.lexical import LexicalIndex, stems
from backend.ai.retrieval import Hit, Passage, PassageIndex, margin
from backend.ai.understand import Understanding, goes_on

LONGEST_ANSWER = 350
LONGEST_QUOTE = 600
THRESHOLD = 0.48
HITS = 5
RIVALS = 2


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
    """One question, what was retrieved for it, and the span that answers best with its score after doubt."""

    question: str
    hits: tuple[Hit, ...]
    score: float
    span: str
    citation: Citation | None
    doubt: str = ""


@dataclass(frozen=True)
class Findings:
    """All that was found for one message. `best_score` and `margin` are what the rules weigh."""

    parts: tuple[Finding, ...]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The passages of all parts, each once, best first."""
        best: dict[int, Hit] = {}
        for hit in (hit for part in self.parts for hit in part.hits):
            if hit.passage.id not in best or best[hit.passage.id].score < hit.score:
                best[hit.passage.id] = hit
        return tuple(sorted(best.values(), key=lambda hit: hit.score, reverse=True))

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
    questions = _standalone(understanding)
    vectors = embedder.embed([question.search for question in questions])
    parts = []
    for question, vector in zip(questions, vectors, strict=True):
        hits = index.search(question.search, vector, HITS)
        parts.append(_finding(question, hits, index, embedder))
    return Findings(tuple(parts))


@dataclass(frozen=True)
class _Question:
    """A question as it was asked, and as it must be searched to make sense alone."""

    asked: str
    search: str


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
    return [_Question(asked, first), *(_Question(*pair) for pair in zip(others, whole, strict=True))]


def _finding(question: _Question, hits: Sequence[Hit], index: PassageIndex, embedder: Embedder) -> Finding:
    """The best span of the best passage; a close rival takes its place when the first is doubted more."""
    best: tuple[float, Hit, str] | None = None
    for hit in hits[:RIVALS]:
        if best is not None and hit.score <= best[0]:
            break
        doubt, word = doubt_of(question.search, hit, index, embedder)
        if best is None or hit.score - doubt > best[0]:
            best = (hit.score - doubt, hit, word)
    if best is None:
        return Finding(question.asked, (), 0.0, "", None)
    score, hit, word = best
    span = span_of(question.search, hit, index.lexical, question.asked)
    passage = hit.passage
    citation = Citation(passage.source_id, passage.title, passage.url, passage.heading, span[:LONGEST_QUOTE])
    return Finding(question.asked, tuple(hits), score, span, citation, word)


_MONEY = re.compile(
    r"[$€£¥₹]\s?\d|\d\s?(?:[$€£¥]|eur\b|usd\b|cad\b|gbp\b|dollars?\b|euros?\b|%)|\bfree\b|no (?:extra )?c(?:ost|harge)",
    re.I,
)
_TIME = re.compile(
    r"\b\d{1,4}\s*(?:[–-]|to)?\s*\d{0,4}\s*(?:(?:business|working)\s+)?(?:minutes?|hours?|days?|weeks?|months?|years?|h|min)\b"
    r"|\b\d{1,2}(?::\d{2})?\s*[ap]\.?m\b|\b\d{1,2}:\d{2}\b|\bsame[- ]day\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|\b(?:one|two|three|four|five|six|seven|ten|twelve)[- ](?:hour|day|week|month|year)s?\b",
    re.I,
)
_ASKS_MONEY = re.compile(
    r"\bhow much\b(?! (?:does \w+ weigh|water|weight))|\b(?:cost|price|fee|charge|expensive|pay for|postage|rate)s?\b",
    re.I,
)
_ASKS_TIME = re.compile(
    r"\bhow (?:long|fast|soon|quickly|many (?:days|hours|weeks))\b|\bwhen\b|\bwhat time\b"
    r"|\b(?:deadline|hours|cut-?off)\b",
    re.I,
)
KIND_BONUS, WORDS_BONUS, NEAR = 0.18, 0.2, 0.1
_LEANS_BACK = re.compile(
    r"^(?:it|this|that|they|these|those|then|however|but|otherwise|also|in that case|there|the result|the same|such"
    r"|both|either)\b",
    re.I,
)
_SHORT_OPENING = 25
SHORT_SECTION = 200


def span_of(question: str, hit: Hit, lexical: LexicalIndex, asked: str = "") -> str:
    """The sentence that answers best, with the neighbours without which it is not understood;

    at most some 350 characters.
    """
    sentences = hit.passage.sentences
    if not sentences:
        return _cut(hit.passage.text)
    if len(whole := " ".join(sentences)) <= SHORT_SECTION and not any(map(_is_row, sentences)):
        return _with_context(whole, hit.passage)
    worth = _worth(question, hit, lexical)
    best = max(range(len(sentences)), key=worth.__getitem__)
    if _is_row(sentences[best]):
        return _rows(asked or question, question, sentences, worth)
    first = last = best
    while first > 0 and _LEANS_BACK.match(sentences[first]):
        first -= 1
    while first > 0 and worth[first - 1] >= worth[best] - NEAR / 2 and _fits(sentences[first - 1 : last + 1]):
        first -= 1
    if first > 0 and len(sentences[first - 1]) <= _SHORT_OPENING and sentences[first - 1].endswith((".", "!")):
        first -= 1
    while last + 1 < len(sentences) and _belongs(sentences, worth, best, last, first):
        last += 1
    return _cut(_with_context(" ".join(sentences[first : last + 1]), hit.passage))


def _worth(question: str, hit: Hit, lexical: LexicalIndex) -> list[float]:
    words = set(lexical.spelled(stems(question)))
    total = sum(map(lexical.rarity, words)) or 1.0
    wanted = [pattern for asks, pattern in ((_ASKS_MONEY, _MONEY), (_ASKS_TIME, _TIME)) if asks.search(question)]
    worth = []
    for sentence, cosine in zip(hit.passage.sentences, hit.sentence_cosines, strict=True):
        shared = sum(lexical.rarity(word) for word in words & set(stems(sentence))) / total
        fits = any(pattern.search(sentence) for pattern in wanted)
        worth.append(cosine + WORDS_BONUS * shared + (KIND_BONUS if fits else 0.0))
    return worth


def _belongs(sentences: Sequence[str], worth: Sequence[float], best: int, last: int, first: int) -> bool:
    """Whether the sentence after `last` goes with the span:

    it leans on it, is nearly as good, or the span is a bare "Yes.".
    """
    following = sentences[last + 1]
    if not _fits(sentences[first : last + 2]):
        return False
    bare = len(" ".join(sentences[first : last + 1])) <= _SHORT_OPENING
    return bare or bool(_LEANS_BACK.match(following)) or worth[last + 1] >= worth[best] - NEAR


def _fits(sentences: Sequence[str]) -> bool:
    return len(" ".join(sentences)) <= LONGEST_ANSWER and not any(map(_is_row, sentences))


def _is_row(sentence: str) -> bool:
    """A table row as `reading.table_rows` writes it."""
    return " — " in sentence and ": " in sentence.split(" — ", 1)[1]


def _rows(asked: str, question: str, sentences: Sequence[str], worth: Sequence[float]) -> str:
    """The row that the question names; where it names none, all rows nearly as good: none may pass for the only one.

    What was asked last counts before the question that it goes on from: "and to the UK?" means the UK's row.
    """
    rows = [at for at, sentence in enumerate(sentences) if _is_row(sentence)]
    for words in (set(stems(asked)), set(stems(question))):
        named = [at for at in rows if words & set(stems(sentences[at].split(" — ", 1)[0]))]
        if named:
            return sentences[max(named, key=worth.__getitem__)]
    near = [at for at in rows if worth[at] >= max(worth) - 2 * NEAR]
    shown = "\n".join(sentences[at] for at in near)
    return shown if len(shown) <= 1.5 * LONGEST_ANSWER else sentences[max(near, key=worth.__getitem__)]


def _with_context(span: str, passage: Passage) -> str:
    """A bare list item ("Gift cards") is read under its heading."""
    is_bare = len(span.split()) <= 5 and not span.endswith((".", "!", "?", "。"))
    heading = passage.heading.rsplit(" > ", 1)[-1] or passage.title
    return f"{heading}: {span}" if is_bare and heading else span


def _cut(text: str) -> str:
    if len(text) <= LONGEST_QUOTE:
        return text
    return f"{text[: LONGEST_QUOTE - 1].rsplit(' ', 1)[0]}…"
