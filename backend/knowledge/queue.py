"""What is owed a reading, and how far the reading is: rows, so that who dies leaves the rest of the work written down.

Shopify is asked for lists without texts. What is new or may have changed is queued there, fetched whole and compared
later; only what differs is embedded again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.db import AT_ONCE, insert_into, nudge, shared_moment
from backend.knowledge import rules
from backend.knowledge.models import Chunk, KnowledgeImport, KnowledgeSource
from backend.knowledge.queries import UNREAD
from backend.knowledge.rules import Kind, SourceState
from backend.knowledge.service import forget, lock_shop
from backend.shops.models import Shop


@dataclass(frozen=True)
class Listed:
    """A source as Shopify lists it, without its text."""

    external_id: str
    title: str
    updated_at: datetime | None


async def owe_sync(session: AsyncSession, shop_id: int, *, is_full: bool = False) -> None:
    """Owes an import of all that Shopify holds; one of its kind that is owed already is enough.

    Full: nothing is taken as known. Such a one has a key of its own, as a job that is owed again takes the new payload.
    """
    payload, which = ({"shop_id": shop_id, "full": True}, ":full") if is_full else ({"shop_id": shop_id}, "")
    await jobs.enqueue(session, "knowledge.sync", payload, key=f"knowledge.sync:{shop_id}{which}")
    nudge(session, f"shop:{shop_id}")


async def owe_reading(session: AsyncSession, shop_id: int, at: datetime | None = None) -> None:
    """Owes the reading of all that is queued."""
    payload = {"shop_id": shop_id, "unread": True}
    await jobs.enqueue(session, "knowledge.sync", payload, key=f"knowledge.sync:{shop_id}:unread", run_at=at)
    nudge(session, f"shop:{shop_id}")


async def owe_poll(session: AsyncSession, shop_id: int, *, with_products: bool) -> None:
    """Owes a look at what no webhook tells of."""
    kinds = [kind for kind in Kind if kind.is_shopifys and (with_products or kind is not Kind.PRODUCT)]
    payload = {"shop_id": shop_id, "kinds": kinds}
    await jobs.enqueue(session, "knowledge.sync", payload, key=f"knowledge.sync:{shop_id}:poll")


async def begin_import(session: AsyncSession, shop_id: int) -> None:
    """Counts from nothing, unless an earlier reading is still under way."""
    due = select(KnowledgeSource.id).where(KnowledgeSource.shop_id == shop_id, col(KnowledgeSource.state).in_(UNREAD))
    row = await _import_of(session, shop_id)
    if (await session.exec(due.limit(1))).first() is None:
        row.read = row.changed = row.embedded = row.failed = row.removed = 0
        row.began_at = await shared_moment(session)
    row.failure = ""
    session.add(row)


async def count_on(session: AsyncSession, shop_id: int, **more: int) -> None:
    """Adds to the counts of the reading that is under way."""
    row = await _import_of(session, shop_id)
    for name, count in more.items():
        setattr(row, name, getattr(row, name) + count)
    row.failure = ""
    session.add(row)
    nudge(session, f"shop:{shop_id}")


async def note_failure(session: AsyncSession, shop_id: int, why: str) -> None:
    """Says why the reading does not go on."""
    row = await _import_of(session, shop_id)
    row.failure = why
    session.add(row)
    nudge(session, f"shop:{shop_id}")


async def _import_of(session: AsyncSession, shop_id: int) -> KnowledgeImport:
    made = insert_into(session, KnowledgeImport).values(**KnowledgeImport(shop_id=shop_id).model_dump())
    await session.exec(made.on_conflict_do_nothing(index_elements=["shop_id"]))
    found = await session.exec(
        select(KnowledgeImport)
        .where(KnowledgeImport.shop_id == shop_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one()


async def note_listed(
    session: AsyncSession, shop_id: int, kind: Kind, listed: Sequence[Listed], *, is_full: bool
) -> None:
    """Queues those that are new or may have changed. All of them where nothing is taken as known."""
    await lock_shop(session, shop_id)
    of = KnowledgeSource
    found = await session.exec(
        select(of).where(of.shop_id == shop_id, col(of.external_id).in_([each.external_id for each in listed]))
    )
    kept, now = {source.external_id: source for source in found.all()}, await shared_moment(session)
    for each in listed:
        source = kept.get(each.external_id)
        if source is None:
            source = KnowledgeSource(shop_id=shop_id, kind=kind, external_id=each.external_id, created_at=now)
            source.title = each.title[:500]
        elif not is_full and not rules.may_have_changed(
            source.state, source.content_hash, source.source_updated_at, each.updated_at
        ):
            source.synced_at = now
            session.add(source)
            continue
        source.state = SourceState.QUEUED
        session.add(source)
    nudge(session, f"shop:{shop_id}")


async def note_outdated(session: AsyncSession, shop_id: int, embedder: str, now: datetime) -> None:
    """Queues what another model or an older way of reading left, and addresses that were read long ago."""
    await lock_shop(session, shop_id)
    of = KnowledgeSource
    foreign = select(Chunk.source_id).where(Chunk.shop_id == shop_id, Chunk.embedder != embedder)
    is_old = (col(of.kind) == Kind.WEB) & (col(of.synced_at) < now - rules.WEB_GROWS_OLD)
    was_read_otherwise = (col(of.state) == SourceState.READY) & col(of.content_hash).not_like(f"{rules.READER}.%")
    await session.exec(
        update(of)
        .where(col(of.shop_id) == shop_id, or_(col(of.id).in_(foreign), is_old, was_read_otherwise))
        .values(state=SourceState.QUEUED)
    )


async def end_listing(session: AsyncSession, shop_id: int, refused: Collection[Kind], kinds: Collection[Kind]) -> None:
    """All kinds were asked for; what is queued is owed its reading."""
    row = await _import_of(session, shop_id)
    row.listed_at = await shared_moment(session)
    row.refused = sorted({*(set(row.refused) - set(kinds)), *refused})
    session.add(row)
    await owe_reading(session, shop_id)


async def expect_product(session: AsyncSession, shop_id: int, product: Listed, now: datetime, at: datetime) -> None:
    """A product is new or changed: it is read at that moment, and what was read before stays in use until then."""
    values = KnowledgeSource(
        shop_id=shop_id, kind=Kind.PRODUCT, external_id=product.external_id, title=product.title[:500], created_at=now
    ).model_dump(exclude={"id"})
    queued = insert_into(session, KnowledgeSource).values(**values)
    await session.exec(
        queued.on_conflict_do_update(
            index_elements=["shop_id", "external_id"], set_={"state": SourceState.QUEUED, "source_updated_at": None}
        )
    )
    await owe_reading(session, shop_id, at)


async def remove_vanished(
    session: AsyncSession, shop_id: int, kind: Kind, present: Collection[str], listed_at: datetime
) -> int:
    """Removes some of the sources that a whole list of their kind, begun at `listed_at`, did not name; 0 at the end."""
    await lock_shop(session, shop_id)
    of = KnowledgeSource
    found = await session.exec(
        select(of.external_id).where(of.shop_id == shop_id, of.kind == kind, col(of.created_at) < listed_at)
    )
    gone = [external_id for external_id in found.all() if external_id not in present][:AT_ONCE]
    removed = await forget(session, shop_id, gone) if gone else 0
    if removed:
        await count_on(session, shop_id, removed=removed)
    return removed


async def finish_sync(session: AsyncSession, shop_id: int, now: datetime) -> None:
    """All that could be imported was."""
    await session.exec(update(Shop).where(col(Shop.id) == shop_id).values(knowledge_synced_at=now))
    nudge(session, f"shop:{shop_id}")


async def give_up(session: AsyncSession, shop_id: int, source_id: int | None, why: str) -> None:
    """What is queued has failed for now. What was read of it before stays in use."""
    of = KnowledgeSource
    await lock_shop(session, shop_id)
    some = [] if source_id is None else [col(of.id) == source_id]
    await session.exec(
        update(of)
        .where(col(of.shop_id) == shop_id, col(of.state).in_(UNREAD), *some)
        .values(state=SourceState.FAILED, failure=why)
    )
    nudge(session, f"shop:{shop_id}")
