"""Text becomes exactly the token ids that BERT uncased was trained on: other ids would give vectors that mean nothing.

The algorithm is that of Google's BERT (`tokenization.py`: basic tokenizer, then greedy longest match); the vocabulary's
origin and licence stand in `data/NOTICE.md`.
"""

import lzma
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

VOCABULARY = Path(__file__).parent / "data" / "vocab.txt.xz"
CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
LONGEST_WORD = 100

_CJK = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPiece:
    """A vocabulary and its greedy longest-match split.

    Thread-safe: nothing is written after construction but a cache.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._ids = dict(vocabulary)
        self._cls, self._sep, self._unknown = (self._ids[token] for token in (CLS, SEP, UNKNOWN))
        self._word_ids = lru_cache(maxsize=20_000)(self._split_word)

    def encode(self, text: str, longest: int = 256) -> list[int]:
        """The ids of `text` between [CLS] and [SEP], cut to `longest` in all."""
        ids = [self._cls]
        for word in basic_tokens(text):
            ids.extend(self._word_ids(word))
            if len(ids) >= longest:
                break
        return [*ids[: longest - 1], self._sep]

    def is_word(self, word: str) -> bool:
        """Whether the vocabulary has a lower-case word whole: rare words and slips it has in pieces only."""
        return word in self._ids

    def _split_word(self, word: str) -> tuple[int, ...]:
        if len(word) > LONGEST_WORD:
            return (self._unknown,)
        pieces: list[int] = []
        start = 0
        while start < len(word):
            found = self._longest_piece(word, start)
            if found is None:
                return (self._unknown,)
            piece, start = found
            pieces.append(piece)
        return tuple(pieces)

    def _longest_piece(self, word: str, start: int) -> tuple[int, int] | None:
        for end in range(len(word), start, -1):
            piece = self._ids.get(("##" if start else "") + word[start:end])
            if piece is not None:
                return piece, end
        return None


@lru_cache(maxsize=1)
def load_wordpiece() -> WordPiece:
    """The tokenizer over the vendored BERT uncased vocabulary (30,522 entries, one a line, the line number is the
    id).
    """
    lines = lzma.decompress(VOCABULARY.read_bytes()).decode("utf-8").splitlines()
    return WordPiece({token: number for number, token in enumerate(lines)})


_PLAIN = re.compile(r"[A-Za-z0-9 \t\r\n.,;:!?'\"()\[\]{}#$%&*+\-/<=>@\\^_`|~]*")
_PLAIN_TOKENS = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")


def basic_tokens(text: str) -> list[str]:
    """Lower-cased words and single punctuation marks, accents and control characters dropped, each CJK character
    alone.
    """
    if _PLAIN.fullmatch(text):
        return _PLAIN_TOKENS.findall(text.lower())
    spaced = "".join(_spaced(character) for character in text)
    plain = unicodedata.normalize("NFD", spaced.lower())
    return "".join(_apart(character) for character in plain if unicodedata.category(character) != "Mn").split()


def _spaced(character: str) -> str:
    code = ord(character)
    if character in "\t\n\r":
        return " "
    if code in (0, 0xFFFD) or unicodedata.category(character).startswith("C"):
        return ""
    if unicodedata.category(character) == "Zs":
        return " "
    if any(low <= code <= high for low, high in _CJK):
        return f" {character} "
    return character


def _apart(character: str) -> str:
    return f" {character} " if _is_punctuation(character) else character


def _is_punctuation(character: str) -> bool:
    code = ord(character)
    ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_mark or unicodedata.category(character).startswith("P")
