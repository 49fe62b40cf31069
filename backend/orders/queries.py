"""Reads of order snapshots: whole for agents, projected for shoppers and for the bot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, distinct, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from backend import clock
from backend.conversations.models import Conversation, Message
from backend.conversations.rules import MessageKind, State
from backend.errors import NotFound
from backend.orders import rules
from backend.orders.disclosure import Level, OrderView, OwnOrder, own_order, view_for_shopper, words_for_shopper
from backend.orders.models import OrderCode, OrderSnapshot
from backend.orders.reading import moment_of, order_of
from backend.orders.rules import Change, Outcome

RECENT = timedelta(days=2)
"""Older conversations that nobody resolved are not kept fresh; opening them shows how old they are."""
LOOKED_AT = 200


@dataclass(frozen=True)
class BotOrder:
    """All that the bot may know of a lookup. An order that was not proven looks like one that was not found."""

    snapshot_id: int
    asked_number: str
    outcome: Outcome
    view: OrderView | None
    words: str
    is_late: bool
    days_late: int


@dataclass(frozen=True)
class OrderFacts:
    """What is true of the orders of a conversation, for tags and urgency; for agents' eyes only."""

    states: frozenset[str] = frozenset()
    days_late: int = 0
    order_names: tuple[str, ...] = ()


async def snapshots(session: AsyncSession, shop_id: int, conversation_id: int) -> list[OrderSnapshot]:
    """Of a conversation, the newest question first."""
    found = await session.exec(
        select(OrderSnapshot)
        .where(OrderSnapshot.shop_id == shop_id, OrderSnapshot.conversation_id == conversation_id)
        .order_by(col(OrderSnapshot.asked_at).desc(), col(OrderSnapshot.id).desc())
    )
    return list(found.all())


async def snapshot(session: AsyncSession, shop_id: int, snapshot_id: int) -> OrderSnapshot:
    """One of them. NotFound for another shop's, in the same words."""
    found = await session.exec(
        select(OrderSnapshot).where(OrderSnapshot.id == snapshot_id, OrderSnapshot.shop_id == shop_id)
    )
    one = found.first()
    if one is None:
        raise NotFound("There is no such order lookup.", field="snapshotId")
    return one


async def waiting_for(session: AsyncSession, shop_id: int, asked_number: str) -> list[OrderSnapshot]:
    """Every conversation of the shop that waits for an answer about one number: they are answered by one lookup."""
    waiting = [outcome.value for outcome in Outcome if not outcome.is_final]
    found = await session.exec(
        select(OrderSnapshot)
        .where(
            OrderSnapshot.shop_id == shop_id,
            OrderSnapshot.asked_number == asked_number,
            col(OrderSnapshot.outcome).in_(waiting),
        )
        .order_by(col(OrderSnapshot.conversation_id))
    )
    return list(found.all())


async def count_waiting(session: AsyncSession, shop_id: int) -> int:
    """How many numbers of a shop are looked up at the moment."""
    waiting = [outcome.value for outcome in Outcome if not outcome.is_final]
    counted = select(func.count(distinct(col(OrderSnapshot.asked_number)))).where(
        OrderSnapshot.shop_id == shop_id, col(OrderSnapshot.outcome).in_(waiting)
    )
    return (await session.exec(counted)).one()


async def is_looked_up(session: AsyncSession, shop_id: int, code_id: int) -> bool:
    """Whether the order that a code was asked for is still being looked up."""
    found = await session.exec(
        select(OrderSnapshot.outcome)
        .join(OrderCode, col(OrderCode.conversation_id) == OrderSnapshot.conversation_id)
        .where(
            OrderCode.id == code_id,
            OrderCode.shop_id == shop_id,
            OrderSnapshot.shop_id == shop_id,
            OrderSnapshot.asked_number == OrderCode.asked_number,
        )
    )
    outcome = found.first()
    return outcome is not None and not Outcome(outcome).is_final


async def coded_addresses(
    session: AsyncSession, shop_id: int, conversation_id: int, shopper_id: int
) -> list[tuple[str, str | None]]:
    """Digests of the addresses to which codes were sent that came back in a thread, each with its order's customer."""
    found = await session.exec(
        select(OrderCode.address_digest, OrderSnapshot)
        .join(
            OrderSnapshot,
            (col(OrderSnapshot.conversation_id) == col(OrderCode.conversation_id))
            & (col(OrderSnapshot.order_gid) == col(OrderCode.order_gid)),
        )
        .where(
            OrderCode.shop_id == shop_id,
            OrderCode.conversation_id == conversation_id,
            OrderCode.shopper_id == shopper_id,
            col(OrderCode.used_at).is_not(None),
            OrderCode.address_digest != "",
            OrderSnapshot.disclosure == Level.VERIFIED,
        )
    )
    orders = ((digest, order_of(snapshot.order)) for digest, snapshot in found.all())
    return [(digest, order.customer_id if order else None) for digest, order in orders]


async def verified(session: AsyncSession, shop_id: int, conversation_id: int) -> list[OwnOrder]:
    """The orders that a thread's shopper has verified, the newest question first."""
    found = []
    for one in await snapshots(session, shop_id, conversation_id):
        order = order_of(one.order)
        own = own_order(order, Level(one.disclosure)) if order is not None else None
        found += [own] if own is not None else []
    return found


async def chosen_lines(session: AsyncSession, shop_id: int, snapshot_id: int) -> frozenset[str]:
    """The lines of orders that the shopper chose in forms of the conversation that a lookup belongs to."""
    one = await snapshot(session, shop_id, snapshot_id)
    found = await session.exec(
        select(Message.data).where(
            Message.shop_id == shop_id,
            Message.conversation_id == one.conversation_id,
            Message.kind == MessageKind.ACTION_RESPONSE,
        )
    )
    answers = (answer for data in found.all() for answer in data.get("answers", ()))
    return frozenset(str(answer["line_id"]) for answer in answers if answer.get("line_id"))


async def open_about(session: AsyncSession, shop_id: int, order_gid: str) -> list[OrderSnapshot]:
    """Snapshots of one order in conversations that are not resolved."""
    found = await session.exec(
        select(OrderSnapshot)
        .join(Conversation, col(Conversation.id) == OrderSnapshot.conversation_id)
        .where(
            OrderSnapshot.shop_id == shop_id,
            OrderSnapshot.order_gid == order_gid,
            Conversation.state != State.RESOLVED,
        )
        .order_by(col(OrderSnapshot.conversation_id))
    )
    return list(found.all())


@dataclass(frozen=True)
class Shown:
    """What a shopper may see of a lookup. `code_for` is the number that a one-time code may be asked for, if any.

    It depends on what was asked and told, never on what there is: an order that is not shown has one as has none.
    """

    view: OrderView | None
    code_for: str | None


async def shown(
    session: AsyncSession,
    shop_id: int,
    conversation_id: int,
    snapshot_ids: Iterable[int],
    now: datetime,
    *,
    language: str = "en",
) -> dict[int, Shown]:
    """Of this very conversation's lookups, what its shopper may see; another's are left out."""
    ids = set(snapshot_ids)
    if not ids:
        return {}
    found = await session.exec(
        select(OrderSnapshot).where(
            col(OrderSnapshot.id).in_(ids),
            OrderSnapshot.shop_id == shop_id,
            OrderSnapshot.conversation_id == conversation_id,
        )
    )
    return {one.id or 0: _shown(one, now, language) for one in found.all()}


def _shown(one: OrderSnapshot, now: datetime, language: str) -> Shown:
    seen = _view(one, now, language)
    is_told = one.outcome in (Outcome.FOUND, Outcome.NOT_FOUND, Outcome.AMBIGUOUS)
    may_ask = is_told and (seen is None or seen.level is Level.MATCHED)
    return Shown(seen, one.asked_number if may_ask else None)


async def open_and_old(session: AsyncSession, shop_id: int, before: datetime) -> list[OrderSnapshot]:
    """Orders that were found, in recent conversations that are not resolved, and not looked at since; oldest first."""
    found = await session.exec(_open(shop_id).where(col(OrderSnapshot.fetched_at) < before).limit(LOOKED_AT))
    return list(found.all())


async def has_open(session: AsyncSession, shop_id: int) -> bool:
    """Whether an order is shown in a recent conversation that is not resolved."""
    return (await session.exec(_open(shop_id).limit(1))).first() is not None


def _open(shop_id: int) -> SelectOfScalar[OrderSnapshot]:
    return (
        select(OrderSnapshot)
        .join(Conversation, col(Conversation.id) == OrderSnapshot.conversation_id)
        .where(
            OrderSnapshot.shop_id == shop_id,
            col(OrderSnapshot.order_gid).is_not(None),
            Conversation.state != State.RESOLVED,
            Conversation.last_message_at > clock.now() - RECENT,
        )
        .order_by(col(OrderSnapshot.fetched_at))
    )


async def view(
    session: AsyncSession, shop_id: int, conversation_id: int, snapshot_id: int, now: datetime, *, language: str = "en"
) -> OrderView | None:
    """What the shopper of this very conversation may see of a snapshot; None for nothing, or another's."""
    found = await shown(session, shop_id, conversation_id, (snapshot_id,), now, language=language)
    return found[snapshot_id].view if snapshot_id in found else None


def _view(one: OrderSnapshot, now: datetime, language: str) -> OrderView | None:
    order = order_of(one.order)
    return view_for_shopper(order, Level(one.disclosure), now, one.fetched_at, language) if order is not None else None


async def facts_for_bot(
    session: AsyncSession, shop_id: int, conversation_id: int, now: datetime, *, language: str = "en"
) -> tuple[BotOrder, ...]:
    """The conversation's lookups as the bot may know them, the newest question first, in words of a language."""
    return tuple(_for_bot(one, now, language) for one in await snapshots(session, shop_id, conversation_id))


async def fact_for_bot(
    session: AsyncSession, shop_id: int, snapshot_id: int, now: datetime, *, language: str = "en"
) -> BotOrder:
    """One lookup as the bot may know it."""
    return _for_bot(await snapshot(session, shop_id, snapshot_id), now, language)


def _for_bot(one: OrderSnapshot, now: datetime, language: str) -> BotOrder:
    seen, order, outcome = _view(one, now, language), order_of(one.order), Outcome(one.outcome)
    if seen is None and outcome in (Outcome.FOUND, Outcome.AMBIGUOUS):
        outcome = Outcome.NOT_FOUND
    told = order if seen is not None else None
    return BotOrder(
        snapshot_id=one.id or 0,
        asked_number=one.asked_number,
        outcome=outcome,
        view=seen,
        words=words_for_shopper(outcome, seen, _changed(one), language),
        is_late=told is not None and any(rules.is_late(parcel, now) for parcel in told.parcels),
        days_late=rules.days_late(told, now) if told is not None else 0,
    )


def _changed(one: OrderSnapshot) -> tuple[Change, ...]:
    """What changed since the shopper asked, the newest last. Of old rows only the words are known."""
    known = ("kind", "name", "after", "before")
    told = (
        (moment_of(kept["at"]), Change(**{key: str(kept.get(key) or "") for key in known}), str(kept["what"]))
        for kept in one.changes
    )
    return tuple(
        change if change.kind else Change("", name=what)
        for at, change, what in told
        if at is not None and at > one.asked_at
    )


async def order_facts(session: AsyncSession, shop_id: int, conversation_id: int, now: datetime) -> OrderFacts:
    """What holds for any order of the conversation, proven to the shopper or not."""
    orders = [order for one in await snapshots(session, shop_id, conversation_id) if (order := order_of(one.order))]
    return OrderFacts(
        states=frozenset(fact for order in orders for fact in rules.order_facts(order, now)),
        days_late=max((rules.days_late(order, now) for order in orders), default=0),
        order_names=tuple(dict.fromkeys(order.name for order in orders)),
    )
