"""Shoppers, and the one thread of each.

A shopper has one thread at a time: whoever makes it holds the shopper's row, which is locked after any conversation.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.actors import ShopperActor
from backend.conversations.models import Conversation, Shopper
from backend.conversations.transcript import Known, as_kept, locked, remember, touch
from backend.db import nudge
from backend.errors import NotFound


async def open_shopper(
    session: AsyncSession, shop_id: int, *, shopper_id: int | None, customer_id: str | None, locale: str, now: datetime
) -> Shopper:
    """The shopper of a widget session. Another signed-in customer on the same machine is another shopper."""
    shopper = await session.get(Shopper, shopper_id) if shopper_id else None
    if shopper is not None and (
        shopper.shop_id != shop_id or (shopper.customer_id and shopper.customer_id != customer_id)
    ):
        shopper = None
    if customer_id and (shopper is None or shopper.customer_id is None):
        shopper = await _customer_shopper(session, shop_id, customer_id) or shopper
    if shopper is None:
        shopper = Shopper(shop_id=shop_id, created_at=now, last_seen_at=now)
    is_new_here = customer_id is not None and shopper.customer_id != customer_id
    shopper.customer_id = customer_id or shopper.customer_id
    shopper.locale, shopper.last_seen_at = locale[:16], now
    session.add(shopper)
    await session.flush()
    if is_new_here:
        payload = {"shop_id": shop_id, "shopper_id": shopper.id}
        await jobs.enqueue(session, "orders.identify", payload, key=f"orders.identify:{shopper.id}")
    return shopper


async def introduce(
    session: AsyncSession, shop_id: int, shopper_id: int, *, name: str, contacts: Mapping[str, Known]
) -> None:
    """Keeps what Shopify says of a logged-in customer. What they gave of themselves stays as they gave it."""
    thread = select(Conversation.id).where(Conversation.shop_id == shop_id, Conversation.shopper_id == shopper_id)
    thread_id = (await session.exec(thread.order_by(col(Conversation.id).desc()).limit(1))).first()
    conversation = await locked(session, shop_id, thread_id) if thread_id is not None else None
    own = select(Shopper).where(Shopper.id == shopper_id, Shopper.shop_id == shop_id)
    shopper = (await session.exec(own.with_for_update(key_share=True))).one()
    shopper.name = shopper.name or name[:80]
    fresh = {key: known for key, known in contacts.items() if key not in shopper.given}
    if conversation is not None:
        await remember(session, conversation, fresh)
        touch(session, conversation)
    else:
        shopper.given = {**shopper.given, **as_kept(fresh)}
    session.add(shopper)


async def _customer_shopper(session: AsyncSession, shop_id: int, customer_id: str) -> Shopper | None:
    """The one shopper of a customer, so that a logged-in customer finds the thread on every device."""
    found = await session.exec(
        select(Shopper).where(Shopper.shop_id == shop_id, Shopper.customer_id == customer_id).order_by(col(Shopper.id))
    )
    return found.first()


async def shopper_conversation(session: AsyncSession, actor: ShopperActor, now: datetime) -> Conversation:
    """The shopper's thread, locked; made if there is none.

    It is looked for without a lock, since the conversation is locked before the shopper. The shopper's row is locked
    only to make a thread, so that it is the only one, and let go again where another transaction was faster.
    """
    found = await _newest_thread(session, actor)
    if found is None:
        async with session.begin_nested() as attempt:
            made = await _make_thread(session, actor, now)
            if made is not None:
                return made
            await attempt.rollback()  # gives the shopper's lock back
        found = await _newest_thread(session, actor)
    return await locked(session, actor.shop_id, found or 0)


async def _newest_thread(session: AsyncSession, actor: ShopperActor) -> int | None:
    found = await session.exec(
        select(Conversation.id)
        .where(Conversation.shopper_id == actor.id, Conversation.shop_id == actor.shop_id)
        .order_by(col(Conversation.id).desc())
        .limit(1)
    )
    return found.first()


async def _make_thread(session: AsyncSession, actor: ShopperActor, now: datetime) -> Conversation | None:
    """The shopper's first thread, under the shopper's lock; None if it was made meanwhile."""
    shopper = (
        await session.exec(
            select(Shopper.given, Shopper.locale)
            .where(Shopper.id == actor.id, Shopper.shop_id == actor.shop_id)
            .with_for_update(key_share=True)
        )
    ).first()
    if shopper is None:
        raise NotFound("This chat session is not known any more. Reload the page.")
    if await _newest_thread(session, actor) is not None:
        return None
    given, locale = shopper
    conversation = Conversation(
        shop_id=actor.shop_id,
        shopper_id=actor.id,
        created_at=now,
        last_message_at=now,
        state_since=now,
        known=dict(given),
        language=locale[:2].lower(),
    )
    session.add(conversation)
    await session.flush()
    nudge(session, f"shopper:{actor.id}")
    return conversation
