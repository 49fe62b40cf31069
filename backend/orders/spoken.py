"""Numbers as people say them, made digits: "ten oh one", "one thousand and one", "double five", "1 0 0 1", "hash 1001".

Only what becomes three to seven digits is replaced: "twenty five" stays what it is, and "two hundred mugs" becomes an
amount like any other.
"""

import re

_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_OTHER_DIGITS = (
    ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
    ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"],
    ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"],
)
_DIGITS = {word: value for row in (_ONES, *_OTHER_DIGITS) for value, word in enumerate(row)} | {"oh": 0, "o": 0}
_TWO_DIGITS = {word: value for value, word in enumerate(_TEENS, 10)} | {
    word: value for value, word in zip(range(20, 100, 10), _TENS, strict=True)
}
_REPEATS = {"double": 2, "triple": 3}
_SCALES = {"hundred": 100, "thousand": 1000}
_WORD = "|".join(sorted((*_DIGITS, *_TWO_DIGITS, *_REPEATS, *_SCALES), key=len, reverse=True))
_SAID = re.compile(rf"(?<!\w)(?:{_WORD})(?:(?:[ -]+|, ?)(?:and )?(?:{_WORD})){{1,9}}(?!\w)", re.IGNORECASE)
_ONE_BY_ONE = re.compile(r"(?<![\w.,/-])\d(?:(?: \d){3,6}|(?:-\d){3,6})(?![\w/-]| \d)")
_SIGN = re.compile(r"(?<!\w)(?:hash ?tag|hash|number sign|pound sign)[ :]{1,2}(?=\w*\d)", re.IGNORECASE)
_GROUPED = re.compile(r"(?<=#)(\d{1,3})[ ,.](\d{3})(?![\w,.]\d|\w)")


def as_digits(said: str) -> str:
    """The text with spoken and spelled numbers written in digits."""
    said = _SIGN.sub("#", _SAID.sub(_digits, said))
    said = _ONE_BY_ONE.sub(lambda match: re.sub(r"\D", "", match.group()), said)
    return _GROUPED.sub(r"\1\2", said)


def _digits(said: re.Match[str]) -> str:
    words = [word for word in re.split(r"[ ,-]+", said.group().lower()) if word]
    number = "".join(_groups(words))
    return number if 3 <= len(number) <= 7 else said.group()


def _groups(words: list[str]) -> list[str]:
    """The digits of each part that is said as one: "twelve thirty four" is 12 and 34, "two thousand and one" is 2001.

    Nothing where a part makes no sense, such as a second "thousand".
    """
    groups, at = [], 0
    while at < len(words):
        word, following = words[at], words[at + 1] if at + 1 < len(words) else ""
        if word in _REPEATS and following in _DIGITS:
            groups.append(str(_DIGITS[following]) * _REPEATS[word])
            at += 2
            continue
        value, taken = _cardinal(words, at)
        if not taken:
            return []
        groups.append(str(value))
        at += taken
    return groups


def _cardinal(words: list[str], start: int) -> tuple[int, int]:
    """The value of the words from `start` that make one number, and how many they are."""
    value, at = _below_hundred(words, start)
    if at == start:
        return 0, 0
    total = 0
    while at < len(words) and words[at] in _SCALES and value:
        total += value * _SCALES[words[at]]
        at += 1
        after_and = at + (at < len(words) and words[at] == "and")
        value, ended = _below_hundred(words, after_and)
        at = ended if ended > after_and else at
    return total + value, at - start


def _below_hundred(words: list[str], at: int) -> tuple[int, int]:
    word, following = [*words[at : at + 2], "", ""][:2]
    if word in _TWO_DIGITS:
        unit = _DIGITS.get(following, 0) if _TWO_DIGITS[word] >= 20 else 0
        return _TWO_DIGITS[word] + unit, at + (2 if unit else 1)
    return (_DIGITS[word], at + 1) if word in _DIGITS else (0, at)
