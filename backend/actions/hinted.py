"""Proposals from what the shopper's browser says of page and cart: for the shopper to see, and never believed.

A proposal is no known value: a form that asks for it is still shown, no condition counts it, and it proves nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from backend.actions.forms import FieldKind, Form, FormField
from backend.actions.rules import Given, accept

_ITEM = (
    "product, product name, which product, item, article, produkt, artikel, produit, producto, artículo, 商品, 商品名"
)
_COUNT = "quantity, how many, number of items, amount, menge, anzahl, quantité, combien, cantidad, cuántos, 数量, 個数"
PRODUCT, QUANTITY = (frozenset(words.split(", ")) for words in (_ITEM, _COUNT))
"""What a question is called that the cart or the page can answer."""
_KINDS = {FieldKind.SHORT_TEXT: PRODUCT, FieldKind.CHOICE: PRODUCT, FieldKind.NUMBER: QUANTITY}


@dataclass(frozen=True)
class CartLine:
    """One kind of thing in the cart."""

    title: str
    variant: str
    quantity: int


@dataclass(frozen=True)
class Seen:
    """What the browser says: the cart's lines, and the page with its title."""

    lines: Sequence[CartLine] = ()
    page_url: str = ""
    page_title: str = ""


def proposals(form: Form, seen: Seen) -> dict[str, Given]:
    """For the questions that page or cart can answer beyond doubt: of two things in a cart, neither is meant."""
    told: Mapping[frozenset[str], Given | None] = {PRODUCT: _product(seen), QUANTITY: _quantity(seen)}
    found = {}
    for each in form.fields:
        asked = _KINDS.get(each.kind, frozenset())
        given = told.get(asked) if _is_called(each, asked) else None
        if given is not None and isinstance(clean := accept(each, given.value), str) and clean:
            found[each.key] = Given(clean, given.origin)
    return found


def _is_called(each: FormField, names: frozenset[str]) -> bool:
    return bool({each.key.replace("_", " "), each.label.casefold().strip(" ?？:：*")} & names)


def _product(seen: Seen) -> Given | None:
    """The page that they look at says more than a cart with several things."""
    if len(seen.lines) == 1:
        line = seen.lines[0]
        return Given(f"{line.title} ({line.variant})" if line.variant else line.title, "cart")
    is_product = "/products/" in urlsplit(seen.page_url).path
    title = seen.page_title.replace(" — ", " – ").split(" – ")[0].strip()
    return Given(title, "page") if is_product and title else None


def _quantity(seen: Seen) -> Given | None:
    return Given(str(seen.lines[0].quantity), "cart") if len(seen.lines) == 1 else None
