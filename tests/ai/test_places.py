"""Countries are known by their names in four languages and by their union, and nothing else is taken for one."""

import pytest

from backend.ai.places import as_the_shop_says, is_only_a_place, places_in


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("do you ship to Germany and the UK?", ["DE", "GB"]),
        ("livrez-vous en Suisse ?", ["CH"]),
        ("¿Envían a España?", ["ES"]),
        ("Versand nach Österreich", ["AT"]),
        ("do you ship to the US?", ["US"]),
        ("can you tell us more about the island?", []),
        ("is the turkey sandwich in stock", []),
    ],
)
def test_a_text_names_these_countries(text: str, codes: list[str]) -> None:
    assert [place.code for place in places_in(text)] == codes


def test_a_country_is_written_as_the_shop_writes_it_or_as_its_union() -> None:
    def known(*names: str) -> str:
        return as_the_shop_says("shipping to Deutschland", lambda name: name in names)

    assert known("germany", "european union") == "shipping to germany"
    assert known("european union") == "shipping to european union"
    assert known("canada") == "shipping to Deutschland"


def test_what_lies_outside_a_union_is_not_said_of_its_members() -> None:
    (germany,) = places_in("Germany")
    (switzerland,) = places_in("Switzerland")
    outside = "We do not ship outside the European Union."
    assert germany.is_shut_out_by(outside)
    assert not germany.is_named_in(outside)
    assert not switzerland.is_shut_out_by(outside)
    assert germany.is_named_in("Rest of the European Union")


def test_a_bare_country_is_told_from_a_question_on_one() -> None:
    assert is_only_a_place("Suisse")
    assert is_only_a_place("to Germany?")
    assert not is_only_a_place("do you ship to Germany")
    assert not is_only_a_place("hello")
