"""The job "actions.list_orders": a form that asks for an order offers the shopper's own to choose from.

Owed only for who has shown who they are. May run twice: the newer list stands. A form that was answered or taken away
meanwhile stays as it is, and one whose list does not come takes a number that is typed.
"""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.actions import options
from backend.actions.forms import FieldKind, Form, OfferStatus
from backend.actions.models import Offer
from backend.conversations import service as conversations
from backend.conversations.models import Conversation
from backend.jobs import TryAgain
from backend.orders import own_orders
from backend.orders.enrich import Context
from backend.shopify.admin import ShopifyFailure, Throttled, Unavailable

JOB = "actions.list_orders"


async def owe(session: AsyncSession, conversation: Conversation, offer: Offer, form: Form) -> None:
    """In the transaction that opened the form."""
    if form.field_of(FieldKind.ORDER_NUMBER) is None or await own_orders.owner_of(session, conversation) is None:
        return
    payload = {"shop_id": offer.shop_id, "conversation_id": offer.conversation_id, "offer_id": offer.id}
    await jobs.enqueue(session, JOB, payload, key=f"{JOB}:{offer.id}")


async def run(context: Context, payload: dict[str, Any]) -> None:
    """{shop_id, conversation_id, offer_id}."""
    shop_id, conversation_id, offer_id = (int(payload[key]) for key in ("shop_id", "conversation_id", "offer_id"))
    async with context.db.reading() as session:
        conversation = await session.get(Conversation, conversation_id)
        owner = await own_orders.owner_of(session, conversation) if conversation is not None else None
    if owner is None:
        return
    try:
        found = await own_orders.listed(context.shopify, shop_id, owner, key=context.settings.seal_key)
    except (Throttled, Unavailable) as not_now:
        raise TryAgain("orders not listed") from not_now
    except ShopifyFailure:
        return
    async with context.db.writing() as session:
        locked = await conversations.locked(session, shop_id, conversation_id)
        offer = await session.get(Offer, offer_id, populate_existing=True)
        if offer is None or offer.status != OfferStatus.OPEN or offer.conversation_id != locked.id:
            return
        offer.choices = options.kept(found)
        session.add(offer)
        conversations.touch(session, locked)
