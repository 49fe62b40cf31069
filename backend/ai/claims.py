"""A model's words as they come, let through sentence by sentence: each once what it states is held by what it names.

The model puts a mark behind what it states, `[S1]`, which the shopper does not see. What stands before a mark rests on
the passage that it names. Where the reply's header names one passage only, that one is meant wherever no mark stands.
"""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from backend.ai import held
from backend.ai.held import Asked, Ground
from backend.ai.providers import Failure, ModelFailed

LONGEST_REPLY = 2000
_MARKS = re.compile(r"\s*((?:\[(?:S\d+|order)(?:\s*,\s*(?:S\d+|order))*\]\s*)+)(?!\s|\[)")
_MARKS_AT_END = re.compile(r"\s*((?:\[(?:S\d+|order)(?:\s*,\s*(?:S\d+|order))*\]\s*)+)$")
_NAME = re.compile(r"S\d+|order")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')»”]*\s+(?=\S)|(?<=[。！？])\s*(?=\S)|\n+(?=\S)")
_PUNCTUATION = re.compile(r"[.!?,;:。！？]+")
_FINISHED = re.compile(r"[.!?…。！？][\"')»”\]]*$")
_BOLD = re.compile(r"\*\*|__")
_IN_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|approx|incl|excl|no|nr|ca|z\.B|bzw|p\.ej|St|Mr|Mrs|Dr)\.)$", re.I)


@dataclass(frozen=True)
class Grounds:
    """What the reply's header named, by name, and what was asked."""

    named: Mapping[str, Ground]
    asked: Asked
    must_state: bool
    """Whether the reply is to answer: then something in it has to be held."""


class Claims:
    """Reads pieces of text, and gives on what may be said. Raises `ModelFailed` at the first sentence that may not."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        self._pending, self._said, self._states = "", 0, False

    async def of(self, pieces: AsyncIterator[str]) -> AsyncIterator[str]:
        """Whole sentences, each with what divides it from the next."""
        async for piece in pieces:
            self._pending = _BOLD.sub("", self._pending + piece)
            if self._said + len(self._pending) > LONGEST_REPLY:
                raise ModelFailed(Failure.BAD_ANSWER, "too long")
            while words := self._next():
                yield words
        for words in self._rest():
            yield words
        if self._grounds.must_state and not self._states:
            raise (
                ModelFailed(Failure.NOT_HELD, "states nothing")
                if self._said
                else ModelFailed(Failure.BAD_ANSWER, "no text")
            )

    def _next(self) -> str:
        """The words before the next marks; where only one ground is named, the next sentence."""
        if self._said and (punctuation := _PUNCTUATION.match(self._pending)):
            return self._took(punctuation.end(), punctuation.end(), ())
        if marks := _MARKS.search(self._pending):
            return self._took(marks.start(), marks.end(1), _NAME.findall(marks.group(1)))
        if len(self._grounds.named) == 1 and (end := _first_sentence(self._pending)):
            return self._took(end, end, tuple(self._grounds.named))
        return ""

    def _rest(self) -> list[str]:
        words = []
        if marks := _MARKS_AT_END.search(self._pending):
            words.append(self._took(marks.start(), len(self._pending), _NAME.findall(marks.group(1))))
        if self._pending.strip():
            if self._said + len(self._pending) > held.SHORT and not _FINISHED.search(self._pending.rstrip()):
                raise ModelFailed(Failure.BAD_ANSWER, "cut off")
            alone = tuple(self._grounds.named) if len(self._grounds.named) == 1 else ()
            words.append(self._took(len(self._pending), len(self._pending), alone))
        return words

    def _took(self, end: int, rest_from: int, names: tuple[str, ...] | list[str]) -> str:
        words, rest = self._pending[:end], self._pending[rest_from:]
        if not self._said:
            words = words.lstrip()
        unknown = set(names) - set(self._grounds.named)
        if unknown:
            raise ModelFailed(Failure.UNKNOWN_CITATION, ", ".join(sorted(unknown))[:100])
        self._check(words, [self._grounds.named[name] for name in dict.fromkeys(names)])
        divided = bool(names) and rest_from > end and bool(rest) and not _PUNCTUATION.match(rest)
        self._pending = rest
        self._said += len(words)
        return words.rstrip(" ") + " " if divided else words

    def _check(self, words: str, grounds: list[Ground]) -> None:
        for sentence in sentences_of(words):
            if why := held.objection(sentence, grounds, self._grounds.asked):
                raise ModelFailed(Failure.NOT_HELD, why)
            self._states = self._states or bool(grounds and not held.states_nothing(sentence))


def sentences_of(words: str) -> list[str]:
    """The sentences of a text; an abbreviation ends none."""
    found: list[str] = []
    begin = 0
    for end in _SENTENCE_END.finditer(words):
        if not _IN_ABBREVIATION.search(words[begin : end.start()]):
            found.append(words[begin : end.end()].strip())
            begin = end.end()
    return [sentence for sentence in (*found, words[begin:].strip()) if any(map(str.isalnum, sentence))]


def _first_sentence(text: str) -> int:
    """Where the first sentence ends that another one follows; 0 where none has ended yet. A mark may yet follow."""
    for end in _SENTENCE_END.finditer(text):
        if not text[end.end() :].startswith("[") and not _IN_ABBREVIATION.search(text[: end.start()]):
            return end.end()
    return 0
