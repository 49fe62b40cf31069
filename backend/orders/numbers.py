"""An order number as a shopper types it, made safe to search with and matched here, never by Shopify's fuzzy search.

Only text of a fixed shape reaches a search, in quotes; and what comes back counts only where its name equals one of
`candidates`. So a number that carries search syntax is refused, and would find nothing if it were not.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_SHAPE = re.compile(r"[#\w](?:[\w._/#-]|(?<! ) ){0,38}")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_CONFIRMATION = re.compile(r"(?=.*[A-Z])(?=.*\d)[A-Z0-9]{8,12}")


@dataclass(frozen=True)
class Hit:
    """What a search returned: enough to tell whether it is the order that was meant."""

    id: str
    name: str
    confirmation_number: str = ""


def plain(text: str) -> str:
    """The text with full-width forms, foreign digits, dashes and white space made one kind; the unseen left out."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in folded)
    return " ".join("".join(c for c in digits if _is_seen(c)).split())


def _is_seen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def is_safe(number: str) -> bool:
    """Whether a normalised number may be searched for: a known shape, with a digit in it."""
    return _SHAPE.fullmatch(number) is not None and any(c.isdecimal() for c in number)


def canonical(number: str, prefix: str, suffix: str) -> str:
    """The number as the shop writes it today, or as it was typed where it has another form."""
    own = own_digits(number, prefix, suffix)
    return f"{prefix}{own}{suffix}" if own else number


def candidates(number: str, prefix: str, suffix: str) -> tuple[str, ...]:
    """The names that an order meant by `number` can have, what was typed first. All are safe to search for."""
    bare = number.lstrip("#").strip()
    own = own_digits(number, prefix, suffix)
    names = [number, bare, bare.replace(" ", "-"), bare.replace(" ", "")]
    if own:
        names += [f"{prefix}{own}{suffix}", f"#{own}", own]
    elif "#" not in number:
        names.append(f"#{bare}")
    unique = {name.casefold(): name for name in reversed(names) if is_safe(name)}
    return tuple(name for name in dict.fromkeys(names) if unique.get(name.casefold()) == name)


def search_text(names: Iterable[str]) -> str:
    """The `query` of an order search: each name as a quoted phrase (shopify.dev, API search syntax)."""
    return " OR ".join(f'name:"{_escaped(name)}"' for name in names)


def confirmation_text(number: str) -> str | None:
    """A search by the code of the thank-you page, where the number looks like one; such a code is not unique."""
    code = number.lstrip("#").upper()
    return f'confirmation_number:"{code}"' if _CONFIRMATION.fullmatch(code) else None


def exact_matches(hits: Iterable[Hit], names: tuple[str, ...]) -> tuple[Hit, ...]:
    """The hits whose name equals a candidate. What was typed wins over our guesses, unless it was only digits."""
    wanted = {_key(name) for name in names}
    found = tuple({hit.id: hit for hit in hits if _key(hit.name) in wanted}.values())
    if names and not names[0].isdecimal():
        typed = tuple(hit for hit in found if _key(hit.name) == _key(names[0]))
        return typed or found
    return found


def confirmed(hits: Iterable[Hit], number: str) -> tuple[Hit, ...]:
    """The hits whose confirmation number equals the code."""
    code = _key(number.lstrip("#"))
    return tuple(hit for hit in hits if code and _key(hit.confirmation_number) == code)


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


def _key(name: str) -> str:
    return plain(name).casefold()


def _squeezed(text: str) -> str:
    return "".join(c for c in plain(text).casefold() if c.isalnum())


def has_letters(text: str) -> bool:
    return any(c.isalpha() for c in text)


def own_digits(number: str, prefix: str, suffix: str) -> str | None:
    """The digits of a number in the shop's own format, typed in whole or in part ("HT-2001", "ht 2001 eu", "2001")."""
    before, after = re.escape(_squeezed(prefix)), re.escape(_squeezed(suffix))
    found = re.fullmatch(rf"(?:{before})?(\d{{1,12}})(?:{after})?", _squeezed(number))
    if found is None or (" " in number and not has_letters(prefix + suffix) and not number.startswith("# ")):
        return None
    return found.group(1).lstrip("0") or None
