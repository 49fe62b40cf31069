"""The only writer of order snapshots. A lookup is owed as a job in the transaction that captured the number.

A shopper's attempts are limited per conversation, shopper and shop. What was proven in a conversation stays proven
there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.actors import ActorKind
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Shopper
from backend.conversations.rules import State
from backend.errors import Invalid, TooMany
from backend.orders import disclosure, queries, recognition, rules
from backend.orders.disclosure import Level, Proof
from backend.orders.models import LookupAttempt, OrderSnapshot
from backend.orders.reading import order_json, order_of
from backend.orders.rules import Order, Outcome
from backend.shops.models import Shop

MOST_IN_CONVERSATION = (8, timedelta(hours=1))
MOST_OF_SHOPPER = (15, timedelta(days=1))
MOST_IN_SHOP = (600, timedelta(hours=1))
FOR_SHOPPERS = (ActorKind.SHOPPER, ActorKind.BOT)
"""Who asks with what a shopper typed: their attempts are counted, and the bot tells them what was found."""
NOT_PROOF = frozenset(("order", "agent"))
"""Origins of known values that the shopper did not give: an order's own address proves nothing about the shopper."""


@dataclass(frozen=True)
class Finding:
    """What a lookup brought home. More than one order: the proof of a conversation chooses, or it is ambiguous."""

    outcome: Outcome
    fetched_at: datetime
    orders: tuple[Order, ...] = ()


async def ask(
    session: AsyncSession,
    conversation: Conversation,
    *,
    number: str,
    now: datetime,
    email: str | None = None,
    asker: ActorKind = ActorKind.SHOPPER,
) -> OrderSnapshot:
    """Owes a lookup of a locked conversation; the same question while its answer is fresh is not asked again.

    Raises Invalid where `number` cannot be an order number, and TooMany beyond a shopper's limits.
    """
    shop = await session.get_one(Shop, conversation.shop_id)
    try:
        asked = recognition.normalise(number, shop.order_prefix, shop.order_suffix)
    except recognition.NotAnOrderNumber as error:
        raise Invalid(str(error), field="number") from error
    snapshot = await _asked_before(session, conversation, asked)
    given = (email or "").strip()[:254]
    if snapshot is not None and _is_answered(snapshot, given, now):
        return snapshot
    if asker in FOR_SHOPPERS:
        await _count_attempt(session, conversation, now)
    snapshot = snapshot or OrderSnapshot(
        shop_id=conversation.shop_id, conversation_id=conversation.id or 0, asked_number=asked, asked_at=now
    )
    snapshot.asked_email = given or snapshot.asked_email
    snapshot.outcome, snapshot.asked_at = Outcome.LOOKING, now
    snapshot.term = conversation.term if asker in FOR_SHOPPERS else 0
    session.add(snapshot)
    await session.flush()
    payload = {"shop_id": conversation.shop_id, "asked_number": asked}
    await jobs.enqueue(session, "orders.enrich", payload, key=f"orders.enrich:{conversation.shop_id}:{asked}")
    conversations.touch(session, conversation)
    return snapshot


async def _asked_before(session: AsyncSession, conversation: Conversation, asked: str) -> OrderSnapshot | None:
    found = await session.exec(
        select(OrderSnapshot).where(
            OrderSnapshot.conversation_id == conversation.id, OrderSnapshot.asked_number == asked
        )
    )
    return found.first()


def _is_answered(snapshot: OrderSnapshot, email: str, now: datetime) -> bool:
    """Whether asking again could bring nothing new."""
    if email and email.casefold() != snapshot.asked_email.casefold() and snapshot.disclosure != Level.VERIFIED:
        return False
    is_coming = snapshot.outcome == Outcome.LOOKING and now - snapshot.asked_at < timedelta(minutes=1)
    return is_coming or (snapshot.outcome == Outcome.FOUND and not rules.is_stale(snapshot.fetched_at, now))


async def _count_attempt(session: AsyncSession, conversation: Conversation, now: datetime) -> None:
    of = LookupAttempt
    for (most, within), whose in (
        (MOST_IN_CONVERSATION, col(of.conversation_id) == conversation.id),
        (MOST_OF_SHOPPER, col(of.shopper_id) == conversation.shopper_id),
        (MOST_IN_SHOP, col(of.shop_id) == conversation.shop_id),
    ):
        counted = select(func.count(), func.min(of.at)).where(whose, col(of.at) > now - within)
        count, first = (await session.exec(counted)).one()
        if count >= most:
            wait = (first + within - now).total_seconds() if first is not None else within.total_seconds()
            raise TooMany(
                "Too many order numbers were tried. Please wait a while, or ask for a person.",
                field="number",
                retry_after=max(1.0, wait),
            )
    session.add(
        LookupAttempt(
            shop_id=conversation.shop_id,
            conversation_id=conversation.id or 0,
            shopper_id=conversation.shopper_id,
            at=now,
        )
    )


async def keep(session: AsyncSession, shop_id: int, snapshot_id: int, finding: Finding, now: datetime) -> OrderSnapshot:
    """Writes what a lookup found for one conversation, unless something newer is there already."""
    snapshot = await queries.snapshot(session, shop_id, snapshot_id)
    conversation = await conversations.locked(session, shop_id, snapshot.conversation_id)
    await session.refresh(snapshot)
    if snapshot.fetched_at is not None and snapshot.fetched_at > finding.fetched_at:
        return snapshot
    before = Outcome(snapshot.outcome)
    proof = await _proof(session, conversation, snapshot)
    outcome, order = _chosen(finding, proof, snapshot.order_gid)
    if outcome is Outcome.FOUND and order is not None:
        _write_order(snapshot, order, disclosure.level_for(order, proof), finding.fetched_at, now)
        await _name_shopper(session, conversation, snapshot, order)
    elif outcome.is_final:
        snapshot.order, snapshot.order_gid, snapshot.order_name = {}, None, ""
        snapshot.disclosure, snapshot.fetched_at = Level.ANONYMOUS, finding.fetched_at
    snapshot.outcome = outcome
    session.add(snapshot)
    conversations.touch(session, conversation)
    await _tell(session, conversation, snapshot, has_news=before is not outcome)
    return snapshot


async def _name_shopper(
    session: AsyncSession, conversation: Conversation, snapshot: OrderSnapshot, order: Order
) -> None:
    """A shopper who proved an order and has no name yet is called by its customer's, for agents."""
    shopper = await session.get_one(Shopper, conversation.shopper_id)
    if not shopper.name and order.customer_name and snapshot.disclosure != Level.ANONYMOUS:
        shopper.name = order.customer_name[:80]
        session.add(shopper)


def _chosen(finding: Finding, proof: Proof, known_gid: str | None) -> tuple[Outcome, Order | None]:
    if finding.outcome is not Outcome.FOUND:
        return finding.outcome, None
    if len(finding.orders) == 1:
        return Outcome.FOUND, finding.orders[0]
    shown = [order for order in finding.orders if disclosure.level_for(order, proof) is not Level.ANONYMOUS]
    shown = shown or [order for order in finding.orders if order.gid == known_gid]
    return (Outcome.FOUND, shown[0]) if len(shown) == 1 else (Outcome.AMBIGUOUS, None)


def _write_order(snapshot: OrderSnapshot, order: Order, level: Level, fetched_at: datetime, now: datetime) -> None:
    earlier = order_of(snapshot.order)
    if earlier is not None and earlier.gid == order.gid:
        level = max(level, Level(snapshot.disclosure), key=lambda each: each.rank)
        changed = rules.changes(earlier, order)
        snapshot.changes = [*snapshot.changes, *({"at": now.isoformat(), "what": what} for what in changed)]
    snapshot.order, snapshot.order_gid, snapshot.order_name = order_json(order), order.gid, order.name
    snapshot.disclosure, snapshot.fetched_at = level, fetched_at


async def _proof(session: AsyncSession, conversation: Conversation, snapshot: OrderSnapshot) -> Proof:
    shopper = await session.get_one(Shopper, conversation.shopper_id)
    known = (conversation.known, shopper.given)
    return Proof(
        emails=tuple(dict.fromkeys(each for each in (snapshot.asked_email, *_given(known, "email")) if each)),
        phones=tuple(_given(known, "phone")),
        signed_customer_id=shopper.customer_id,
    )


def _given(known: Iterable[dict[str, Any]], key: str) -> list[str]:
    """The values under `key` that came from the shopper, or that Shopify signed about them."""
    entries = (values.get(key) for values in known)
    return [
        str(entry["value"])
        for entry in entries
        if isinstance(entry, dict) and entry.get("origin") not in NOT_PROOF and entry.get("value")
    ]


async def give_up(session: AsyncSession, shop_id: int, snapshot_id: int) -> None:
    """Shopify stayed silent to the last try: whoever waits is told."""
    snapshot = await queries.snapshot(session, shop_id, snapshot_id)
    conversation = await conversations.locked(session, shop_id, snapshot.conversation_id)
    await session.refresh(snapshot)
    if Outcome(snapshot.outcome).is_final:
        return
    has_news = snapshot.outcome != Outcome.UNAVAILABLE
    snapshot.outcome = Outcome.UNAVAILABLE
    session.add(snapshot)
    conversations.touch(session, conversation)
    await _tell(session, conversation, snapshot, has_news=has_news)


async def _tell(session: AsyncSession, conversation: Conversation, snapshot: OrderSnapshot, *, has_news: bool) -> None:
    """Owes what follows: the bot's word to a shopper who waits for it, and tags by the order's state."""
    where = {"shop_id": conversation.shop_id, "conversation_id": conversation.id}
    if has_news and snapshot.term == conversation.term and conversation.state == State.BOT:
        payload = {**where, "term": snapshot.term, "snapshot_id": snapshot.id}
        await jobs.enqueue(session, "bot.order_update", payload, key=f"bot.order_update:{snapshot.id}")
    if snapshot.outcome == Outcome.FOUND:
        await jobs.enqueue(session, "tags.apply", where, key=f"tags.apply:{conversation.id}")
