"""The shortest words of one passage that answer a question, as they stand there, and never a part that says more
than the whole: a "Yes" goes with its own question, a list with what introduces it, a variant with its own line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.ai.documents import STOCK_LINE
from backend.ai.doubt import YES_OR_NO, is_its_question
from backend.ai.lexical import LexicalIndex, stems
from backend.ai.retrieval import Hit, Passage
from backend.ai.slots import NO_SLOTS, Slots

LONGEST_ANSWER = 350
LONGEST_QUOTE = 600


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
SLOT_BONUS = 0.15
KIND_BONUS, WORDS_BONUS, MAIN_RULE_BONUS, NEAR = 0.18, 0.2, 0.15, 0.1
_ENDS = (".", "!", "?", "…", "。", "！", "？", ":", ";")
_LEANS_BACK = re.compile(
    r"^(?:it|this|that|they|these|those|then|however|but|otherwise|also|in that case|there|the result|the same|such"
    r"|both|either)\b",
    re.I,
)
_SHORT_OPENING = 25
SHORT_SECTION = 300


@dataclass(frozen=True)
class Wanted:
    """A question as it is searched and as it was asked; `is_general`: it asks for a topic's main rule."""

    search: str
    asked: str = ""
    is_general: bool = False
    slots: Slots = NO_SLOTS


def span_of(wanted: Wanted, hit: Hit, lexical: LexicalIndex) -> str:
    """The sentence that answers best, with the neighbours without which it is not understood;

    at most some 350 characters.
    """
    sentences = hit.passage.sentences
    if not sentences:
        return _cut(hit.passage.text)
    if _ASKS_STOCK.search(wanted.search) and (stock := _stock(wanted.search, hit.passage)):
        return stock
    span = _span(wanted, _without_variants(hit), lexical)
    return _cut(_without_foreign_yes(wanted.search, span, hit.passage))


_ASKS_STOCK = re.compile(
    r"\bstock\b|\bavailab|\bsold[- ]out\b|\bhave\b.*\b(?:left|in)\b|\bdo you (?:still )?have\b"
    r"|\bcan i (?:still )?(?:get|buy|order)\b|\bdisponib|\bauf lager\b|\bvorr[aä]tig|\blieferbar|\bverf[uü]gbar"
    r"|\bagotad|\bépuisé|\brupture|在庫",
    re.I,
)


def _stock(question: str, passage: Passage) -> str:
    """The lines of the variants that the question names; where it names none, what is true of the whole product."""
    lines = [sentence for sentence in passage.sentences if STOCK_LINE.search(sentence)]
    if not lines:
        return ""
    words = [set(stems(line[len(passage.title) :].rsplit(":", 1)[0])) for line in lines]
    asked = set(stems(question)) - set(stems(passage.title))
    named = [len(asked & each) for each in words]
    telling = any(asked & each for each in words) and (len(lines) == 1 or min(named) < max(named))
    if telling:
        return "\n".join(line for line, count in zip(lines, named, strict=True) if count == max(named))
    facts = [sentence for sentence in passage.sentences if sentence not in lines]
    return _cut(facts[-1]) if facts else ""


def _without_variants(hit: Hit) -> Hit:
    """The hit without the lines of single variants, which answer only who names one."""
    kept = [at for at, sentence in enumerate(hit.passage.sentences) if not STOCK_LINE.search(sentence)]
    if len(kept) in (0, len(hit.passage.sentences)):
        return hit
    sentences = tuple(hit.passage.sentences[at] for at in kept)
    cosines = tuple(hit.sentence_cosines[at] for at in kept)
    best = max(range(len(kept)), key=cosines.__getitem__)
    return replace(hit, passage=replace(hit.passage, sentences=sentences), sentence_cosines=cosines, best_sentence=best)


def _without_foreign_yes(question: str, span: str, passage: Passage) -> str:
    """A "Yes" or "No" answers the question of its heading: to another question it would be a claim that nobody made."""
    opening = YES_OR_NO.match(span)
    if opening is None or is_its_question(question, passage, span):
        return span
    rest = span[opening.end() :]
    return rest[:1].upper() + rest[1:] if rest else f"{passage.heading.rsplit(' > ', 1)[-1] or passage.title} {span}"


def _span(wanted: Wanted, hit: Hit, lexical: LexicalIndex) -> str:
    sentences = hit.passage.sentences
    if len(whole := _joined(sentences)) <= SHORT_SECTION and not any(map(_is_row, sentences)):
        return _with_context(whole, hit.passage)
    worth = _worth(wanted, hit, lexical)
    best = max(range(len(sentences)), key=worth.__getitem__)
    if wanted.is_general and worth[0] >= worth[best] - MAIN_RULE_BONUS:
        best = 0
    if _is_row(sentences[best]):
        return _rows(wanted.asked or wanted.search, wanted.search, sentences, worth)
    first = last = best
    while first > 0 and _LEANS_BACK.match(sentences[first]):
        first -= 1
    while first > 0 and worth[first - 1] >= worth[best] - NEAR / 2 and _fits(sentences[first - 1 : last + 1]):
        first -= 1
    if first > 0 and len(sentences[first - 1]) <= _SHORT_OPENING and sentences[first - 1].endswith((".", "!")):
        first -= 1
    while last + 1 < len(sentences) and _belongs(sentences, worth, best, last, first):
        last += 1
    return _with_context(_joined(sentences[first : last + 1]), hit.passage)


def _joined(sentences: Sequence[str]) -> str:
    """Sentences follow each other; items of a list that are none are parted by a semicolon."""
    said = ""
    for sentence in sentences:
        said += f"{' ' if said.endswith(_ENDS) else '; '}{sentence}" if said else sentence
    return said


def _worth(wanted: Wanted, hit: Hit, lexical: LexicalIndex) -> list[float]:
    question = wanted.search
    words = set(lexical.spelled(stems(question)))
    filled = wanted.slots.filled_by(hit.passage.sentences)
    total = sum(map(lexical.rarity, words)) or 1.0
    kinds = [pattern for asks, pattern in ((_ASKS_MONEY, _MONEY), (_ASKS_TIME, _TIME)) if asks.search(question)]
    worth: list[float] = []
    for sentence, cosine, slots in zip(hit.passage.sentences, hit.sentence_cosines, filled, strict=True):
        shared = sum(lexical.rarity(word) for word in words & set(stems(sentence))) / total
        fits = any(pattern.search(sentence) for pattern in kinds)
        worth.append(cosine + WORDS_BONUS * shared + (KIND_BONUS if fits else 0.0) + SLOT_BONUS * slots)
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
        named = {at: len(words & set(stems(sentences[at].split(" — ", 1)[0]))) for at in rows}
        if any(named.values()):
            return sentences[max(rows, key=lambda at: (named[at], worth[at]))]
    near = [at for at in rows if worth[at] >= max(worth) - 2 * NEAR]
    shown = "\n".join(sentences[at] for at in near)
    return shown if len(shown) <= 1.5 * LONGEST_ANSWER else sentences[max(near, key=worth.__getitem__)]


def _with_context(span: str, passage: Passage) -> str:
    """Bare items of a list ("Gift cards") are read under their heading; "Phone: 555 0142" says itself what it is."""
    first = span.split("; ", 1)[0]
    is_bare = (
        not span.endswith((".", "!", "?", "。")) and ": " not in first and (len(first.split()) <= 5 or first != span)
    )
    heading = passage.heading.rsplit(" > ", 1)[-1] or passage.title
    return f"{heading}: {span}" if is_bare and heading else span


def _cut(text: str) -> str:
    if len(text) <= LONGEST_QUOTE:
        return text
    return f"{text[: LONGEST_QUOTE - 1].rsplit(' ', 1)[0]}…"
