"""The job "orders.identify": what Shopify knows of a customer who is logged in is not asked of them again.

Shopify signed who they are, so what it says of them counts as proof. May run twice: what they gave themselves stays.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from backend.conversations import service as conversations
from backend.conversations.models import Shopper
from backend.db import Database
from backend.jobs import TryAgain
from backend.orders.lookup import Shopify
from backend.shopify.admin import ShopifyFailure, Throttled, Unavailable

LABELS = {"email": "E-mail", "phone": "Phone"}


class Context(Protocol):
    """What the job needs of its surroundings."""

    @property
    def db(self) -> Database: ...
    @property
    def shopify(self) -> Shopify: ...


async def run(context: Context, payload: dict[str, Any]) -> None:
    """{shop_id, shopper_id}. What Shopify withholds stays unknown, and is asked for as of anybody."""
    shop_id, shopper_id = int(payload["shop_id"]), int(payload["shopper_id"])
    async with context.db.reading() as session:
        shopper = await session.get(Shopper, shopper_id)
    if shopper is None or shopper.shop_id != shop_id or shopper.customer_id is None:
        return
    variables = {"id": f"gid://shopify/Customer/{shopper.customer_id.rsplit('/', 1)[-1]}"}
    try:
        answer = await context.shopify.run(shop_id, "CustomerById", variables)
    except (Throttled, Unavailable) as not_now:
        raise TryAgain("customer not read") from not_now
    except ShopifyFailure:
        return
    customer = answer.data.get("customer") or {}
    async with context.db.writing() as session:
        await conversations.introduce(
            session, shop_id, shopper_id, name=str(customer.get("displayName") or ""), contacts=_contacts(customer)
        )


def _contacts(customer: Mapping[str, Any]) -> dict[str, conversations.Known]:
    found = {
        "email": (customer.get("defaultEmailAddress") or {}).get("emailAddress"),
        "phone": (customer.get("defaultPhoneNumber") or {}).get("phoneNumber"),
    }
    return {key: conversations.Known(str(value), LABELS[key], "customer") for key, value in found.items() if value}
