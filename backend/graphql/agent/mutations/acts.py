"""What agents do to orders. Each owes a job and answers at once; the act says later how it went."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

import strawberry

from backend.clock import now
from backend.errors import Invalid
from backend.graphql.agent.act_types import OrderAct, act_type
from backend.graphql.agent.guards import Asked, agent
from backend.graphql.refusals import UserError, refusals_as, row_id
from backend.orders import act_rules, acts
from backend.orders.act_rules import ActKind, CancelReason, Refused

T = TypeVar("T")
MOST_ITEMS = 50
LONGEST_PART = 255


@strawberry.input(description="Some of an item.")
class ItemQuantity:
    id: strawberry.ID
    quantity: int


@strawberry.input(description="A shipping address, whole: it replaces the former one.")
class ShippingAddressInput:
    first_name: str = ""
    last_name: str
    company: str = ""
    address1: str
    address2: str = ""
    city: str
    province_code: str = ""
    country_code: str = strawberry.field(description="Two letters, such as US.")
    zip: str = ""
    phone: str = ""


@strawberry.input(description="What a refund is made of; `amount` is the quote that the agent saw and confirmed.")
class RefundInput:
    amount: str
    items: list[ItemQuantity] = strawberry.field(default_factory=list)
    shipping: bool = False
    full: bool = strawberry.field(default=False, description="All that is left, whatever items are named.")
    restock: bool = False
    notify: bool = strawberry.field(default=True, description="Whether Shopify e-mails the customer.")
    note: str = ""


@strawberry.input(description="How an order is cancelled; `amount` is what the agent saw would be given back.")
class CancelInput:
    reason: CancelReason
    amount: str
    refund: bool = True
    restock: bool = True
    notify: bool = True


Cancel = Annotated[CancelInput, strawberry.argument(name="input")]
Refund = Annotated[RefundInput, strawberry.argument(name="input")]


@strawberry.type
class OrderActPayload:
    act: OrderAct | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


def allowed(found: T | Refused, field: str) -> T:
    """What a rule found. Raises Invalid with its words."""
    if isinstance(found, Refused):
        raise Invalid(found.words, field=field)
    return found


def quantities(items: Sequence[ItemQuantity]) -> dict[str, int]:
    """Quantities by item. Raises Invalid."""
    if len(items) > MOST_ITEMS:
        raise Invalid(f"At most {MOST_ITEMS} items at a time.", field="items")
    given = [{"line_id": str(item.id), "quantity": item.quantity} for item in items]
    return allowed(act_rules.quantities(given), "items")


def line_of(text: str, field: str, most: int, *, is_needed: bool = False) -> str:
    """A text that is short enough. Raises Invalid."""
    kept = text.strip()
    if len(kept) > most or (is_needed and not kept):
        raise Invalid(f"Write 1 to {most} characters." if is_needed else f"At most {most} characters.", field=field)
    return kept


async def ask(
    info: Asked, snapshot_id: strawberry.ID, client_key: str, kind: ActKind, asked: Mapping[str, Any]
) -> OrderActPayload:
    services, actor = agent(info)
    async with services.db.writing() as session:
        act = await acts.ask(
            session, actor, row_id(snapshot_id, "snapshotId"), kind=kind, key=client_key, asked=asked, now=now()
        )
    return OrderActPayload(act=act_type(act))


def address_of(given: ShippingAddressInput) -> dict[str, str | None]:
    """Shopify's MailingAddressInput. Raises Invalid for what it needs and does not get."""
    needed = {"last_name", "address1", "city", "country_code"}
    parts = {
        name: line_of(getattr(given, name), f"address.{_camel(name)}", LONGEST_PART, is_needed=name in needed)
        for name in ShippingAddressInput.__annotations__
    }
    country = parts["country_code"].upper()
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        raise Invalid("Write the country's two letters, such as US.", field="address.countryCode")
    return {_camel(name): value or None for name, value in {**parts, "country_code": country}.items()}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


@strawberry.type
class ActMutations:
    @strawberry.mutation(description="Cancels the order in Shopify. Needs the scope write_orders.")
    @refusals_as(OrderActPayload)
    async def cancel_order(
        self,
        info: Asked,
        snapshot_id: strawberry.ID,
        client_key: str,
        given: Cancel,
    ) -> OrderActPayload:
        asked = {
            "reason": given.reason.value, "amount": line_of(given.amount, "amount", 32),
            "refund": given.refund, "restock": given.restock, "notify": given.notify,
        }  # fmt: skip
        return await ask(info, snapshot_id, client_key, ActKind.CANCEL, asked)

    @strawberry.mutation(
        description="Gives money back in Shopify. Needs the scope write_orders, and read_locations to restock."
    )
    @refusals_as(OrderActPayload)
    async def refund_order(
        self,
        info: Asked,
        snapshot_id: strawberry.ID,
        client_key: str,
        given: Refund,
    ) -> OrderActPayload:
        lines = quantities(given.items)
        if not lines and not given.shipping and not given.full:
            raise Invalid("Choose what to give back.", field="items")
        asked = {
            "lines": lines, "amount": line_of(given.amount, "amount", 32, is_needed=True), "shipping": given.shipping,
            "full": given.full, "restock": given.restock, "notify": given.notify,
            "note": line_of(given.note, "note", act_rules.LONGEST_REASON),
        }  # fmt: skip
        return await ask(info, snapshot_id, client_key, ActKind.REFUND, asked)

    @strawberry.mutation(description="Replaces the order's shipping address in Shopify. Needs the scope write_orders.")
    @refusals_as(OrderActPayload)
    async def change_shipping_address(
        self, info: Asked, snapshot_id: strawberry.ID, client_key: str, address: ShippingAddressInput
    ) -> OrderActPayload:
        return await ask(info, snapshot_id, client_key, ActKind.ADDRESS, {"address": address_of(address)})

    @strawberry.mutation(description="Creates a return in Shopify. Needs the scope write_returns.")
    @refusals_as(OrderActPayload)
    async def create_return(  # noqa: PLR0917 - GraphQL passes arguments by name
        self,
        info: Asked,
        snapshot_id: strawberry.ID,
        client_key: str,
        items: list[ItemQuantity],
        reason_id: strawberry.ID | None = None,
        note: str = "",
    ) -> OrderActPayload:
        lines = quantities(items)
        if not lines:
            raise Invalid("Choose what comes back.", field="items")
        kept = line_of(note, "note", act_rules.LONGEST_REASON)
        reason = line_of(str(reason_id or ""), "reasonId", 128)
        return await ask(
            info, snapshot_id, client_key, ActKind.RETURN, {"lines": lines, "reason": reason, "note": kept}
        )

    @strawberry.mutation(description="Tags the order in Shopify. Needs the scope write_orders.")
    @refusals_as(OrderActPayload)
    async def tag_order(
        self, info: Asked, snapshot_id: strawberry.ID, client_key: str, tags: list[str]
    ) -> OrderActPayload:
        kept = list(allowed(act_rules.tags(tags), "tags"))
        return await ask(info, snapshot_id, client_key, ActKind.TAG, {"tags": kept})

    @strawberry.mutation(description="Adds a line to the order's note in Shopify. Needs the scope write_orders.")
    @refusals_as(OrderActPayload)
    async def add_order_note(
        self, info: Asked, snapshot_id: strawberry.ID, client_key: str, note: str
    ) -> OrderActPayload:
        kept = line_of(note, "note", act_rules.LONGEST_NOTE, is_needed=True)
        return await ask(info, snapshot_id, client_key, ActKind.NOTE, {"note": kept})
