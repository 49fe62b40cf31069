"""One renewal of a grant at a time, over all processes, without a transaction being open while Shopify answers.

A lease is a row with an end. It outlasts every try of the token endpoint; a process that dies holding it delays the
next renewal until then, and loses nothing: a used refresh token may be used again until its successor was.
"""

from datetime import datetime, timedelta

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.db import insert_into
from backend.shops.models import GrantLease

LEASE = timedelta(seconds=40)


async def take(session: AsyncSession, domain: str, holder: str, now: datetime) -> bool:
    """Takes the shop's lease if it is free or over."""
    insert = insert_into(session, GrantLease).values(shop_domain=domain, holder=holder, until=now + LEASE)
    taken = await session.exec(
        insert.on_conflict_do_update(
            index_elements=["shop_domain"],
            set_={"holder": insert.excluded.holder, "until": insert.excluded.until},
            where=col(GrantLease.until) <= now,
        ).returning(GrantLease.holder)
    )
    return taken.first() is not None


async def holds(session: AsyncSession, domain: str, holder: str) -> bool:
    """Whether the lease is still this holder's; asked in the transaction that writes what was got under it."""
    lease = select(GrantLease.holder).where(GrantLease.shop_domain == domain).with_for_update()
    return (await session.exec(lease)).first() == holder


async def give_back(session: AsyncSession, domain: str, holder: str) -> None:
    """Ends the lease if it is this holder's."""
    mine = delete(GrantLease).where(col(GrantLease.shop_domain) == domain, col(GrantLease.holder) == holder)
    await session.exec(mine)
