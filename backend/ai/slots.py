"""What a question names that an answer to it must name too: a thing, a kind of answer such as a weight, a country.

A text may be on the very product and still be silent on what was asked of it.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from backend.ai.asked import KINDS, Kind
from backend.ai.lexical import stems
from backend.ai.places import Place, places_in
from backend.ai.text import folded
from backend.ai.things import things_in

_BORDERS = re.compile(
    r"\bonly\b|\bnowhere\b|\boutside\b|\babroad\b|\belsewhere\b"
    r"|\b(?:other|all|every|any) (?:other )?(?:countr|destination)"
    r"|\bworld-?wide\b|\binternational|\brest of\b|\bcountries\b"
)
"""Who says how far they go speaks of each country that is not named."""


@dataclass(frozen=True)
class Slots:
    """`things` are what each thing that is asked about may be called, with the word that was used."""

    things: tuple[tuple[re.Pattern[str], str], ...] = ()
    kinds: tuple[Kind, ...] = ()
    places: tuple[Place, ...] = ()

    def things_not_in(self, text: str) -> list[str]:
        """The things that a folded text does not name, as they were asked for."""
        return [word for names, word in self.things if not names.search(text)]

    def kinds_not_in(self, text: str) -> list[str]:
        """The kinds of answer that a folded text does not hold, by name."""
        return [kind.name for kind in self.kinds if not kind.given.search(text)]

    def places_not_in(self, text: str) -> list[str]:
        """The countries asked for, where a text names none of them and does not say how far it goes."""
        if not self.places or _BORDERS.search(folded(text)) or any(place.is_named_in(text) for place in self.places):
            return []
        return [place.typed for place in self.places]

    def filled_by(self, texts: Sequence[str]) -> list[int]:
        """For each text how many of the things and kinds it has."""
        return [
            sum(names.search(text) is not None for names, _ in self.things)
            + sum(kind.given.search(text) is not None for kind in self.kinds)
            for text in map(folded, texts)
        ]


NO_SLOTS = Slots()


def slots_of(question: str, names: Set[str] = frozenset()) -> Slots:
    """What an answer to the question must name; `names` are those that the shop gave to things, as stems."""
    plain = folded(question)
    places = {word for place in places_in(question) for word in stems(place.typed)}
    called = [word for word in dict.fromkeys(stems(question)) if word in names and word not in places]
    return Slots(
        things=(*things_in(plain), *((re.compile(rf"(?<!\w){re.escape(word)}"), word) for word in called)),
        kinds=tuple(kind for kind in KINDS if kind.asked.search(plain)),
        places=places_in(question),
    )
