"""What a question for an order, or for an item of one, may be answered with by choosing.

Orders were listed for this very offer, for a shopper who has shown who they are; items are those of an order that the
shopper has verified. Whoever has not gets no options, and writes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actions.forms import FieldKind, Form
from backend.actions.queries import OfferedForm
from backend.orders import queries as orders
from backend.orders import state_words
from backend.orders.disclosure import OwnItem, OwnOrder
from backend.orders.reading import moment_of
from backend.orders.telling import day


@dataclass(frozen=True)
class Option:
    """One of the answers offered. `line_id` is Shopify's id of an item's line."""

    value: str
    detail: str = ""
    image_url: str | None = None
    line_id: str = ""


@dataclass(frozen=True)
class Reader:
    """Whom options are told to."""

    language: str
    now: datetime


def kept(listed: Iterable[OwnOrder]) -> dict[str, Any]:
    """Orders as an offer keeps them: what was decided on is left out."""
    return {"orders": [_plain(order) for order in listed]}


def _plain(order: OwnOrder) -> dict[str, Any]:
    plain = {key: value for key, value in asdict(order).items() if key not in ("customer_id", "email", "phone")}
    return {**plain, "placed_at": order.placed_at.isoformat(), "items": [asdict(item) for item in order.items]}


def listed(choices: Mapping[str, Any]) -> tuple[OwnOrder, ...]:
    """The orders that `kept` wrote."""
    found = []
    for plain in choices.get("orders", ()):
        items = tuple(OwnItem(**item) for item in plain["items"])
        at = moment_of(plain["placed_at"])
        if at is not None:
            found.append(OwnOrder(**{**plain, "placed_at": at, "items": items}))
    return tuple(found)


def of_orders(own: Sequence[OwnOrder], reader: Reader) -> tuple[Option, ...]:
    """Each with its day, its state and its first item."""
    return tuple(Option(order.name, _detail(order, reader), _first_image(order)) for order in own)


def _detail(order: OwnOrder, reader: Reader) -> str:
    code, words = ("CANCELED", state_words.PARCEL) if order.is_cancelled else (order.fulfilment, state_words.FULFILMENT)
    more = f" +{len(order.items) - 1}" if len(order.items) > 1 else ""
    said = (
        day(order.placed_at, reader.now, reader.language),
        state_words.of(words, code, reader.language),
        f"{order.items[0].title}{more}" if order.items else "",
    )
    return " · ".join(part for part in said if part)


def _first_image(order: OwnOrder) -> str | None:
    return next((item.image_url for item in order.items if item.image_url), None)


def of_items(order: OwnOrder) -> tuple[Option, ...]:
    """Each line once; two lines of the same name are told apart by a number."""
    options: dict[str, Option] = {}
    for item in order.items:
        name = (f"{item.title} ({item.variant})" if item.variant else item.title)[:190]
        value = next(each for each in _numbered(name) if each not in options)
        options[value] = Option(value, image_url=item.image_url, line_id=item.id)
    return tuple(options.values())


def _numbered(name: str) -> Iterable[str]:
    yield name
    for number in range(2, 100):
        yield f"{name} · {number}"


async def orders_to_choose_from(
    session: AsyncSession, shop_id: int, conversation_id: int, choices: Mapping[str, Any]
) -> tuple[OwnOrder, ...]:
    """The orders whose items may be told: those listed, and those that were verified in this thread."""
    return (*listed(choices), *await orders.verified(session, shop_id, conversation_id))


async def of_form(session: AsyncSession, shop_id: int, offered: OfferedForm, reader: Reader) -> dict[str, list[Option]]:
    """For each question of an open form that can be answered by choosing, what is offered."""
    kinds = {each.kind for each in offered.form.fields}
    if not kinds & {FieldKind.ORDER_NUMBER, FieldKind.ORDER_ITEM}:
        return {}
    known = await orders_to_choose_from(session, shop_id, offered.conversation_id, offered.choices)
    values = {filled.key: filled.value for filled in offered.values}
    of_kind = {
        FieldKind.ORDER_NUMBER: list(of_orders(listed(offered.choices), reader)),
        FieldKind.ORDER_ITEM: list(items_of(offered.form, values, known)),
    }
    return {each.key: of_kind[each.kind] for each in offered.form.fields if each.kind in of_kind}


def items_of(form: Form, values: Mapping[str, str], known: Sequence[OwnOrder]) -> tuple[Option, ...]:
    """The items of the order that the form names; without such a question, of the one verified last."""
    asked = form.field_of(FieldKind.ORDER_NUMBER)
    if asked is None:
        return of_items(known[0]) if known else ()
    named = _bare(values.get(asked.key, ""))
    return next((of_items(order) for order in known if named and _bare(order.name) == named), ())


def _bare(name: str) -> str:
    return "".join(character for character in name if character.isalnum()).casefold()


def lines_of(form: Form, values: Mapping[str, str], known: Sequence[OwnOrder]) -> dict[str, Option]:
    """For each question for an item that was answered by choosing, what was chosen."""
    items = {option.value: option for option in items_of(form, values, known)}
    asked = (each.key for each in form.fields if each.kind is FieldKind.ORDER_ITEM)
    return {key: items[values[key]] for key in asked if values.get(key) in items}
