"""The only writer of order snapshots. A lookup is owed as a job in the transaction that captured the number.

A shopper's attempts are limited per conversation and shopper, and those of a shop's strangers are put off together.
What was proven in a conversation stays proven there. An order that was not proven is told as late, and counted as
often, as one that does not exist.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.actors import ActorKind
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Shopper
from backend.conversations.rules import Audience, MessageKind, State
from backend.db import delete_some
from backend.errors import Invalid, TooMany
from backend.orders import disclosure, queries, recognition, rules
from backend.orders.disclosure import Level, Proof
from backend.orders.models import LookupAttempt, OrderSnapshot
from backend.orders.reading import order_json, order_of
from backend.orders.rules import Order, Outcome
from backend.orders.telling import change_words
from backend.shops.models import Shop

MOST_IN_CONVERSATION = (8, timedelta(hours=1))
MOST_OF_SHOPPER = (15, timedelta(days=1))
MOST_IN_SHOP = (600, timedelta(hours=1))
"""Of shoppers whom Shopify did not sign. Past it their lookups wait, so that they cannot switch it off for anybody."""
NOT_SHOWN_AFTER = timedelta(seconds=2)
"""What is not shown is told in steps of this: whether Shopify was asked once or twice cannot be measured."""
LOOK_AGAIN_AFTER = timedelta(minutes=10)
"""Less than what is shown as fresh: an open card is old only while Shopify gives no answer."""
FOR_SHOPPERS = (ActorKind.SHOPPER, ActorKind.BOT)
"""Who asks with what a shopper typed: their attempts are counted, and the bot tells them what was found."""


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
    snapshot = await asked_before(session, conversation, asked)
    given = (email or "").strip()[:254]
    is_for_shopper = asker in FOR_SHOPPERS
    if snapshot is not None and _is_answered(snapshot, given, now, is_for_shopper=is_for_shopper):
        return snapshot
    run_at = await _count_attempt(session, conversation, now) if is_for_shopper else now
    snapshot = snapshot or OrderSnapshot(
        shop_id=conversation.shop_id, conversation_id=conversation.id or 0, asked_number=asked, asked_at=now
    )
    snapshot.asked_email = given or snapshot.asked_email
    snapshot.outcome, snapshot.asked_at = Outcome.THROTTLED if run_at > now else Outcome.LOOKING, now
    snapshot.term = conversation.term if is_for_shopper else 0
    session.add(snapshot)
    await session.flush()
    payload, key = {"shop_id": conversation.shop_id, "asked_number": asked}, f"{conversation.shop_id}:{asked}"
    await jobs.enqueue(session, "orders.enrich", payload, key=f"orders.enrich:{key}", run_at=run_at)
    if snapshot.outcome == Outcome.THROTTLED:
        await owe_news(session, conversation, snapshot, now)
    conversations.touch(session, conversation)
    return snapshot


async def asked_before(session: AsyncSession, conversation: Conversation, asked: str) -> OrderSnapshot | None:
    """The snapshot of a normalised number in a conversation."""
    found = await session.exec(
        select(OrderSnapshot).where(
            OrderSnapshot.conversation_id == conversation.id, OrderSnapshot.asked_number == asked
        )
    )
    return found.first()


def _is_answered(snapshot: OrderSnapshot, email: str, now: datetime, *, is_for_shopper: bool) -> bool:
    """Whether asking again could bring nothing new. An order that a shopper has not proven is asked for like none."""
    if email and email.casefold() != snapshot.asked_email.casefold() and snapshot.disclosure != Level.VERIFIED:
        return False
    is_coming = snapshot.outcome == Outcome.LOOKING and now - snapshot.asked_at < timedelta(minutes=1)
    is_shown = not is_for_shopper or snapshot.disclosure != Level.ANONYMOUS
    is_kept = snapshot.outcome == Outcome.FOUND and is_shown and not rules.is_stale(snapshot.fetched_at, now)
    return is_coming or is_kept


async def _count_attempt(session: AsyncSession, conversation: Conversation, now: datetime) -> datetime:
    """Counts a shopper's attempt and gives the moment for its lookup. Raises TooMany beyond their own limits."""
    of = LookupAttempt
    for (most, within), whose in (
        (MOST_IN_CONVERSATION, col(of.conversation_id) == conversation.id),
        (MOST_OF_SHOPPER, col(of.shopper_id) == conversation.shopper_id),
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
    run_at = await _turn_in_shop(session, conversation, now)
    session.add(
        LookupAttempt(
            shop_id=conversation.shop_id,
            conversation_id=conversation.id or 0,
            shopper_id=conversation.shopper_id,
            at=now,
        )
    )
    return run_at


async def _turn_in_shop(session: AsyncSession, conversation: Conversation, now: datetime) -> datetime:
    """When a lookup may run: at once, or past the shop's limit one after the other at the pace that the limit allows.

    Customers whom Shopify signed are known people. They do not wait for strangers, and do not count among them.
    """
    shopper = await session.get_one(Shopper, conversation.shopper_id)
    if shopper.customer_id is not None:
        return now
    most, within = MOST_IN_SHOP
    of_strangers = (
        select(func.count())
        .select_from(LookupAttempt)
        .join(Shopper, col(Shopper.id) == col(LookupAttempt.shopper_id))
        .where(
            LookupAttempt.shop_id == conversation.shop_id,
            LookupAttempt.at > now - within,
            col(Shopper.customer_id).is_(None),
        )
    )
    beyond = (await session.exec(of_strangers)).one() - most
    return now + within / most * (beyond + 1) if beyond >= 0 else now


async def forget_attempts(session: AsyncSession, now: datetime) -> int:
    """Some of the attempts that count for no limit any more."""
    return await delete_some(session, LookupAttempt, col(LookupAttempt.at) < now - MOST_OF_SHOPPER[1])


async def keep(
    session: AsyncSession, shop_id: int, snapshot_id: int, finding: Finding, *, key: bytes, now: datetime
) -> OrderSnapshot:
    """Writes what a lookup found for one conversation, unless something newer is there already.

    `key` is the deployment's secret, by which addresses that were shown by a code are known again.
    """
    snapshot = await queries.snapshot(session, shop_id, snapshot_id)
    conversation = await conversations.locked(session, shop_id, snapshot.conversation_id)
    await session.refresh(snapshot)
    if snapshot.fetched_at is not None and snapshot.fetched_at > finding.fetched_at:
        return snapshot
    before = Outcome(snapshot.outcome)
    proof = await _proof(session, conversation, snapshot, disclosure.address_key(key, shop_id))
    outcome, order = _chosen(finding, proof, snapshot.order_gid)
    if outcome is Outcome.FOUND and order is not None:
        changed = _write_order(snapshot, order, disclosure.level_for(order, proof), finding.fetched_at, now)
        await _note_changes(session, conversation, snapshot, changed, now)
        await name_shopper(session, conversation, snapshot)
        await owe_comparison(session, shop_id, now + LOOK_AGAIN_AFTER)
    elif outcome.is_final:
        snapshot.order, snapshot.order_gid, snapshot.order_name = {}, None, ""
        snapshot.disclosure, snapshot.fetched_at = Level.ANONYMOUS, finding.fetched_at
    snapshot.outcome = outcome
    session.add(snapshot)
    conversations.touch(session, conversation)
    await _tell(session, conversation, snapshot, now, has_news=before is not outcome)
    return snapshot


async def name_shopper(session: AsyncSession, conversation: Conversation, snapshot: OrderSnapshot) -> None:
    """A shopper who proved an order and has no name yet is called by its customer's, for agents."""
    shopper, order = await session.get_one(Shopper, conversation.shopper_id), order_of(snapshot.order)
    if order is not None and not shopper.name and order.customer_name and snapshot.disclosure != Level.ANONYMOUS:
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


def _write_order(
    snapshot: OrderSnapshot, order: Order, level: Level, fetched_at: datetime, now: datetime
) -> tuple[str, ...]:
    """Keeps the order; gives in words what changed since it was kept before."""
    earlier = order_of(snapshot.order)
    changed: tuple[str, ...] = ()
    if earlier is not None and earlier.gid == order.gid:
        level = max(level, Level(snapshot.disclosure), key=lambda each: each.rank)
        found = rules.changes(earlier, order)
        changed = tuple(change_words(each) for each in found)
        kept = ({"at": now.isoformat(), "what": change_words(each), **asdict(each)} for each in found)
        snapshot.changes = [*snapshot.changes, *kept]
    snapshot.order, snapshot.order_gid, snapshot.order_name = order_json(order), order.gid, order.name
    snapshot.disclosure, snapshot.fetched_at = level, fetched_at
    return changed


async def _note_changes(
    session: AsyncSession, conversation: Conversation, snapshot: OrderSnapshot, changed: tuple[str, ...], now: datetime
) -> None:
    """Agents read in the thread what happened to the order while they talk about it."""
    if changed:
        await conversations.write_message(
            session,
            conversation,
            kind=MessageKind.ACTIVITY,
            author=ActorKind.SYSTEM,
            audience=Audience.AGENTS,
            text=f"Order {snapshot.order_name}: {'; '.join(changed)}",
            data={"snapshot_id": snapshot.id},
            now=now,
        )


async def owe_comparison(session: AsyncSession, shop_id: int, at: datetime) -> None:
    """Owes a look at the shop's open orders, in case a webhook was lost. The soonest moment asked for holds."""
    key = f"orders.reconcile:{shop_id}"
    await jobs.enqueue(session, "orders.reconcile", {"shop_id": shop_id}, key=key, run_at=at)


async def confirm_fresh(session: AsyncSession, shop_id: int, snapshot_id: int, at: datetime) -> None:
    """Shopify said at that moment that nothing changed: what is kept is as fresh as if it had been read then."""
    snapshot = await queries.snapshot(session, shop_id, snapshot_id)
    conversation = await conversations.locked(session, shop_id, snapshot.conversation_id)
    await session.refresh(snapshot)
    if snapshot.fetched_at is not None and snapshot.fetched_at < at:
        snapshot.fetched_at = at
        session.add(snapshot)
        conversations.touch(session, conversation)


async def _proof(
    session: AsyncSession, conversation: Conversation, snapshot: OrderSnapshot, address_key: bytes
) -> Proof:
    shopper = await session.get_one(Shopper, conversation.shopper_id)
    known = (conversation.known, shopper.given)
    where = (conversation.shop_id, conversation.id or 0, conversation.shopper_id)
    coded = await queries.coded_addresses(session, *where)
    return Proof(
        emails=tuple(dict.fromkeys(each for each in (snapshot.asked_email, *_given(known, "email")) if each)),
        phones=tuple(_given(known, "phone")),
        signed_customer_id=shopper.customer_id,
        coded_addresses=tuple(digest for digest, _ in coded),
        address_key=address_key,
    )


def _given(known: Iterable[dict[str, Any]], key: str) -> list[str]:
    """The values under `key` that came from the shopper, or that Shopify signed about them."""
    entries = (values.get(key) for values in known)
    return [
        str(entry["value"])
        for entry in entries
        if isinstance(entry, dict) and entry.get("origin") not in disclosure.NOT_PROOF and entry.get("value")
    ]


async def give_up(session: AsyncSession, shop_id: int, snapshot_id: int, now: datetime) -> None:
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
    await _tell(session, conversation, snapshot, now, has_news=has_news)


async def _tell(
    session: AsyncSession, conversation: Conversation, snapshot: OrderSnapshot, now: datetime, *, has_news: bool
) -> None:
    """Owes what follows: the bot's word to a shopper who waits for it, and tags by the order's state.

    Who holds the thread now tells it, though they did not when it was asked; term 0 marks an agent's own lookup.
    """
    if has_news and snapshot.term and conversation.state == State.BOT:
        await owe_news(session, conversation, snapshot, now)
    if snapshot.outcome == Outcome.FOUND:
        where = {"shop_id": conversation.shop_id, "conversation_id": conversation.id}
        await jobs.enqueue(session, "tags.apply", where, key=f"tags.apply:{conversation.id}")


async def owe_news(session: AsyncSession, conversation: Conversation, snapshot: OrderSnapshot, now: datetime) -> None:
    """Owes the bot's word on a lookup, in the term that holds now. What is not shown comes at the next full step."""
    outcome, run_at = Outcome(snapshot.outcome), now
    is_shown = outcome is Outcome.FOUND and snapshot.disclosure != Level.ANONYMOUS
    if not is_shown and outcome in (Outcome.FOUND, Outcome.NOT_FOUND, Outcome.AMBIGUOUS):
        steps = (now - snapshot.asked_at) // NOT_SHOWN_AFTER + 1
        run_at = snapshot.asked_at + max(1, steps) * NOT_SHOWN_AFTER
    payload = {
        "shop_id": conversation.shop_id,
        "conversation_id": conversation.id,
        "term": conversation.term,
        "snapshot_id": snapshot.id,
    }
    key = f"bot.order_update:{snapshot.id}"
    await jobs.enqueue(session, "bot.order_update", payload, key=key, run_at=run_at)
