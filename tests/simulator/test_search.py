"""Shopify's search, loose where the real one is loose."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from simulator.search import Query, keyword, moment, one_of, only_ids, read, text


@dataclass
class Thing:
    name: str
    email: str = ""
    open: bool = True
    updated_at: datetime = datetime(2026, 11, 1, 12, tzinfo=UTC)


FIELDS = {
    "name": text(lambda t: t.name),
    "email": keyword(lambda t: t.email),
    "status": one_of({"open": lambda t: t.open, "closed": lambda t: not t.open}),
    "updated_at": moment(lambda t: t.updated_at),
}
THINGS = [
    Thing("#1001", "elena@example.com"),
    Thing("#10010", "liam@example.com", open=False),
    Thing("EN-1001", "oliver@example.com", updated_at=datetime(2026, 11, 20, tzinfo=UTC)),
    Thing("#1-A", "ruth@example.com"),
    Thing("#12-A", "noah@example.com"),
]


def found(query: str | None) -> list[str]:
    search = Query(query, FIELDS, text(lambda t: t.name))
    return [thing.name for thing in THINGS if search.matches(thing)]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ('name:"1001"', ["#1001", "#10010", "EN-1001"]),
        ("name:'#1-A'", ["#1-A", "#12-A"]),
        ("1001", ["#1001", "#10010", "EN-1001"]),
        ("name:en-1001", ["EN-1001"]),
        ("email:ELENA@example.com", ["#1001"]),
        ("email:el*", ["#1001"]),
        ("name:1001 status:closed", ["#10010"]),
        ("name:1001 -status:closed", ["#1001", "EN-1001"]),
        ("name:1001 NOT status:closed", ["#1001", "EN-1001"]),
        ("name:12 OR email:liam@example.com", ["#10010", "#12-A"]),
        ("(name:12 OR name:1001) AND status:closed", ["#10010"]),
        ("updated_at:>='2026-11-15T00:00:00Z'", ["EN-1001"]),
        ("updated_at:2026-11-20", ["EN-1001"]),
        ("updated_at:>yesterday", []),
        ('name:"no such thing"', []),
    ],
)
def test_a_search_finds(query: str, names: list[str]) -> None:
    assert found(query) == names


@pytest.mark.parametrize("query", [None, "", "   ", "colour:red", "status:strange"])
def test_a_filter_that_is_not_known_filters_nothing(query: str | None) -> None:
    assert found(query) == [thing.name for thing in THINGS]


def test_an_unquoted_order_number_can_smuggle_an_operator_in() -> None:
    assert len(found("name:1001 OR status:open")) == len(THINGS)
    assert found('name:"1001 OR status:open"') == []


@pytest.mark.parametrize("query", [")))((", "OR", "NOT", '"', "name:", "\\", "-", "(", "a OR OR b", '"open'])
def test_no_text_breaks_the_search(query: str) -> None:
    assert set(found(query)) <= {thing.name for thing in THINGS}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("(id:1 OR id:2)", {"1", "2"}),
        ("status:active published_status:published (id:7)", {"7"}),
        ("status:active", None),
        ("id:1 OR status:active", None),
        ("status:active OR (id:1)", None),
        ("NOT (id:1)", None),
        ("(id:1) OR status:active", None),
        ("(id:1 OR status:active)", None),
        ("(id:1 id:2)", None),
        ("(id:>1)", None),
        ("(-id:1)", None),
        ("", None),
    ],
)
def test_a_search_says_which_ids_alone_it_can_find(query: str, ids: set[str] | None) -> None:
    assert only_ids(read(query)) == ids
