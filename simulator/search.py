"""Shopify's search syntax, as loose as the real one.

Terms are joined by white space (and) or `OR`; `NOT` or `-` turns one round; `field:value` with the comparators
`:> :< :>= :<=`, quotes, brackets, `*` for prefixes, and backslash escapes
(https://shopify.dev/docs/api/usage/search-syntax). Text fields match by *tokens and prefixes*, not by equality: a
search for order `#1-A` finds `#12-A` too (Shopify/shopify_python_api#525). A field that the resource does not know is
no filter at all, which is why nobody may trust a search to have filtered.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Matcher = Callable[[Any, str, str], bool]
Predicate = Callable[[Any], bool]

TERM = re.compile(
    r"""\s*(?:(?P<open>\()|(?P<close>\))|(?P<minus>-)?(?:(?P<field>[a-z_]+):(?P<comparator>>=|<=|>|<)?)?
    (?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'|(?P<bare>(?:[^\s()\\]|\\.)+)))""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Term:
    """One `field:value`, or one bare word when there is no field."""

    kind: str
    field: str = ""
    comparator: str = ""
    value: str = ""
    negated: bool = False


def tokens(text: str) -> list[str]:
    """The words and numbers of a text: `EN-1001` is `en` and `1001`."""
    return re.findall(r"[^\W_]+", text.casefold())


def text(get: Callable[[Any], str | None]) -> Matcher:
    """Each token of what is searched begins some token of the field, in any order."""

    def match(record: Any, comparator: str, value: str) -> bool:
        held = tokens(get(record) or "")
        wanted = tokens(value)
        return bool(wanted) and all(any(token.startswith(part) for token in held) for part in wanted)

    return match


def keyword(get: Callable[[Any], str | int | None]) -> Matcher:
    """The whole value, ignoring case; `*` at the end matches a prefix."""

    def match(record: Any, comparator: str, value: str) -> bool:
        held = get(record)
        if held is None:
            return False
        if value.endswith("*"):
            return str(held).casefold().startswith(value[:-1].casefold())
        return str(held).casefold() == value.casefold()

    return match


def moment(get: Callable[[Any], datetime | None]) -> Matcher:
    """A point in time, compared with a date or an ISO 8601 time; an unreadable one matches nothing."""

    def match(record: Any, comparator: str, value: str) -> bool:
        held = get(record)
        try:
            asked = datetime.fromisoformat(value)
        except ValueError:
            return False
        if held is None:
            return False
        asked = asked if asked.tzinfo else asked.replace(tzinfo=UTC)
        if not comparator:
            return held.date() == asked.date()
        return {">": held > asked, "<": held < asked, ">=": held >= asked, "<=": held <= asked}[comparator]

    return match


def one_of(choices: Mapping[str, Predicate]) -> Matcher:
    """A word that stands for a condition, such as `status:open`; an unknown word filters nothing."""

    def match(record: Any, comparator: str, value: str) -> bool:
        condition = choices.get(value.casefold())
        return condition(record) if condition else True

    return match


def read(query: str) -> list[Term]:
    """The query's terms, brackets and operators, in order. What cannot be read is left out."""
    terms = []
    place = 0
    while match := TERM.match(query, place):
        place = match.end()
        if match["open"] or match["close"]:
            terms.append(Term("(" if match["open"] else ")"))
            continue
        quoted = match["double"] if match["double"] is not None else match["single"]
        raw = quoted if quoted is not None else match["bare"]
        if quoted is None and not match["field"] and raw in {"OR", "AND", "NOT"}:
            terms.append(Term(raw))
            continue
        value = re.sub(r"\\(.)", r"\1", raw)
        terms.append(Term("term", match["field"] or "", match["comparator"] or "", value, bool(match["minus"])))
    return terms


def only_ids(terms: Sequence[Term]) -> frozenset[str] | None:
    """The ids of which a match has one, where the query says so as `… (id:1 OR id:2)`; None where it may have any.

    What else it says narrows the matches further. A large shop is not read through for twenty records.
    """
    kinds = [term.kind for term in terms]
    if kinds.count("(") != 1 or kinds[-1] != ")" or "OR" in kinds[: (begin := kinds.index("("))]:
        return None
    if begin and kinds[begin - 1] == "NOT":
        return None
    inside = terms[begin + 1 : -1]
    named, between = inside[::2], inside[1::2]
    is_plain = all(term.field == "id" and not term.comparator and not term.negated for term in named)
    return frozenset(term.value for term in named) if is_plain and all(each.kind == "OR" for each in between) else None


class Query:
    """A compiled search: `Query("name:1001", fields, default).matches(record)`."""

    def __init__(self, query: str | None, fields: Mapping[str, Matcher], default: Matcher) -> None:
        self._terms = read(query or "")
        self._fields = fields
        self._default = default
        self._place = 0
        self.ids = only_ids(self._terms)
        self.matches: Predicate = self._either() if self._terms else lambda _: True

    def _peek(self) -> str:
        return self._terms[self._place].kind if self._place < len(self._terms) else ""

    def _either(self) -> Predicate:
        branches = [self._all()]
        while self._peek() == "OR":
            self._place += 1
            branches.append(self._all())
        return lambda record: any(branch(record) for branch in branches)

    def _all(self) -> Predicate:
        parts: list[Predicate] = []
        while self._peek() not in {"", "OR", ")"}:
            if self._peek() == "AND":
                self._place += 1
                continue
            parts.append(self._one())
        return lambda record: all(part(record) for part in parts)

    def _one(self) -> Predicate:
        term = self._terms[self._place]
        self._place += 1
        if term.kind == "NOT":
            inner = self._one() if self._peek() not in {"", ")", "OR"} else (lambda _: False)
            return lambda record: not inner(record)
        if term.kind == "(":
            inside = self._either()
            self._place += self._peek() == ")"
            return inside
        return self._leaf(term)

    def _leaf(self, term: Term) -> Predicate:
        matcher = self._fields.get(term.field, None) if term.field else self._default
        if matcher is None:
            return lambda _: True
        known = matcher
        return lambda record: known(record, term.comparator, term.value) != term.negated
