"""One-time codes: a shopper shows that an order is theirs by reading what was sent to the order's own e-mail address.

Whether there is such an order, and whether it has an address, changes neither a word nor a step of what the shopper
meets: each request writes the same row and owes the same job, each try reads and writes the same. Only the job
(send_code.py) knows, and it answers to nobody.

A code is six digits, good for ten minutes and three tries. Of it only a digest is kept, keyed with the deployment's
secret and bound to the request, the shopper and the order. A newer request makes older codes void.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.actors import ActorKind, ShopperActor
from backend.conversations import queries as threads
from backend.conversations import service as conversations
from backend.conversations.languages import language_for
from backend.conversations.models import Conversation, Shopper
from backend.conversations.rules import Audience, MessageKind, State
from backend.db import delete_some
from backend.errors import Invalid, NotFound, TooMany
from backend.orders import queries, recognition, service
from backend.orders.disclosure import Level, OrderView, address_digest, address_key
from backend.orders.models import OrderCode, OrderSnapshot
from backend.orders.reading import order_of
from backend.orders.rules import Outcome
from backend.shops.models import Shop

LIFETIME = timedelta(minutes=10)
USEFUL_FOR = 3 * LIFETIME
"""After a request nobody waits for a code any more."""
DIGITS = 6
MOST_TRIES = 3
MOST_IN_CONVERSATION = (3, timedelta(hours=1))
MOST_OF_SHOPPER = (6, timedelta(days=1))
MOST_IN_SHOP = (300, timedelta(hours=1))
"""Past it a shop's codes for strangers are sent one after the other at this pace. Counted is what is sent: numbers that
are made up take no turn from anybody."""
MOST_FOR_ORDER = (4, timedelta(hours=6))
"""Past it nothing is sent, and nobody is told: an address cannot be flooded, and an order not be found out."""
WRONG = "That code is not right, or no longer valid. Check it, or ask for a new one."


def is_code(text: str) -> bool:
    return len(text) == DIGITS and text.isascii() and text.isdecimal()


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def digest_of(key: bytes, request: OrderCode, order_gid: str, code: str) -> str:
    """What is kept of a code."""
    bound = f"order code:{request.id}:{request.shopper_id}:{order_gid}:{code}"
    return hmac.new(key, bound.encode(), hashlib.sha256).hexdigest()


async def ask(session: AsyncSession, actor: ShopperActor, number: str, now: datetime) -> None:
    """Owes a code for an order that was asked about in the shopper's thread. Raises Invalid and TooMany."""
    conversation = await _conversation(session, actor)
    asked = await _normalised(session, actor, number)
    await _count(session, actor, conversation, now)
    request = OrderCode(
        shop_id=actor.shop_id,
        conversation_id=conversation.id or 0,
        shopper_id=actor.id,
        asked_number=asked,
        asked_at=now,
    )
    session.add(request)
    await session.flush()
    payload = {"shop_id": actor.shop_id, "code_id": request.id}
    await jobs.enqueue(session, "orders.send_code", payload, key=f"orders.send_code:{request.id}")


async def confirm(
    session: AsyncSession, actor: ShopperActor, number: str, code: str, *, key: bytes, now: datetime
) -> OrderView | None:
    """What a shopper sees who entered the newest code that was sent for the order, and thereby verified it.

    A wrong try is no refusal here, for it must be written: the caller refuses with `WRONG` after the commit.
    """
    conversation = await _conversation(session, actor)
    asked = await _normalised(session, actor, number)
    request = await _newest(session, conversation, actor, asked)
    snapshot = await service.asked_before(session, conversation, asked)
    if request is None or snapshot is None:  # nothing was asked for: the same whatever orders there are
        return None
    order_gid = snapshot.order_gid or ""
    given = digest_of(key, request, order_gid, code if is_code(code) else "")
    is_same = hmac.compare_digest(request.digest or "0" * len(given), given)
    is_open = request.tries < MOST_TRIES and request.used_at is None
    is_in_time = request.sent_at is not None and now < request.sent_at + LIFETIME
    is_right = is_same and is_open and is_in_time and request.order_gid == order_gid
    request.tries += 1
    request.used_at = now if is_right else request.used_at
    session.add(request)
    await session.flush()
    if not is_right:
        return None
    await _verify(session, conversation, snapshot, now)
    language = await language_for(session, actor.shop_id, actor.id, conversation.language)
    seen_in = (actor.shop_id, snapshot.conversation_id, snapshot.id or 0)
    return await queries.view(session, *seen_in, now, language=language)


async def _verify(session: AsyncSession, conversation: Conversation, snapshot: OrderSnapshot, now: datetime) -> None:
    snapshot.disclosure, snapshot.asked_at = Level.VERIFIED, now
    session.add(snapshot)
    await service.name_shopper(session, conversation, snapshot)
    await conversations.write_message(
        session,
        conversation,
        kind=MessageKind.ACTIVITY,
        author=ActorKind.SHOPPER,
        audience=Audience.AGENTS,
        text=f"Showed by a code sent to the order's e-mail address that {snapshot.order_name} is theirs",
        data={"snapshot_id": snapshot.id},
        now=now,
    )
    if conversation.state == State.BOT:
        await service.owe_news(session, conversation, snapshot, now)


async def to_send(
    session: AsyncSession, shop_id: int, code_id: int, *, key: bytes, now: datetime
) -> tuple[OrderCode, OrderSnapshot | None, str]:
    """A request, what it was made for, and a new code for it; the snapshot is None where nothing is to be sent.

    Nothing is sent yet where the request's turn is still to come: see `turn_at`.
    For the job alone. A repeated try makes another code, for the first one is kept nowhere.
    """
    request = (await session.exec(select(OrderCode).where(OrderCode.id == code_id, OrderCode.shop_id == shop_id))).one()
    conversation = await conversations.locked(session, shop_id, request.conversation_id)
    await session.refresh(request)
    snapshot = await service.asked_before(session, conversation, request.asked_number)
    code = new_code()
    is_void = request.used_at is not None or request.tries >= MOST_TRIES or now > request.asked_at + USEFUL_FOR
    order = order_of(snapshot.order) if snapshot is not None and snapshot.outcome == Outcome.FOUND else None
    if snapshot is None or order is None or not order.email or is_void:
        return request, None, ""
    if await _has_enough(session, request, order.gid, now) or not await _is_its_turn(session, request, snapshot, now):
        return request, None, ""
    request.order_gid, request.sent_at = order.gid, now
    request.address_digest = address_digest(address_key(key, shop_id), order.email)
    request.digest = digest_of(key, request, order.gid, code)
    session.add(request)
    return request, snapshot, code


async def _has_enough(session: AsyncSession, request: OrderCode, order_gid: str, now: datetime) -> bool:
    most, within = MOST_FOR_ORDER
    sent = await session.exec(
        select(func.count()).where(
            OrderCode.shop_id == request.shop_id,
            OrderCode.order_gid == order_gid,
            col(OrderCode.sent_at) > now - within,
            OrderCode.id != request.id,
        )
    )
    return sent.one() >= most


async def _is_its_turn(session: AsyncSession, request: OrderCode, snapshot: OrderSnapshot, now: datetime) -> bool:
    """Whether it may be sent now. Who is logged in, or knows the order's address, neither waits nor is counted."""
    shopper = await session.get_one(Shopper, request.shopper_id)
    if shopper.customer_id or snapshot.disclosure != Level.ANONYMOUS:
        return True
    if request.turn_at is None:
        turn = await _next_turn(session, request.shop_id, now)
        if turn > request.asked_at + USEFUL_FOR:
            return False
        request.turn_at = turn
        session.add(request)
    return request.turn_at <= now


async def _next_turn(session: AsyncSession, shop_id: int, now: datetime) -> datetime:
    most, within = MOST_IN_SHOP
    taken = select(func.count(), func.max(OrderCode.turn_at)).where(
        OrderCode.shop_id == shop_id, col(OrderCode.turn_at) > now - within
    )
    count, last = (await session.exec(taken)).one()
    return max(now, last + within / most) if count >= most and last is not None else now


async def forget_codes(session: AsyncSession, now: datetime) -> int:
    """Some of the requests that count for no limit any more."""
    return await delete_some(session, OrderCode, col(OrderCode.asked_at) < now - MOST_OF_SHOPPER[1])


async def _conversation(session: AsyncSession, actor: ShopperActor) -> Conversation:
    thread = await threads.shopper_thread(session, actor)
    if thread is None:
        raise NotFound("There is no conversation yet.")
    return await conversations.locked(session, actor.shop_id, thread.id or 0)


async def _normalised(session: AsyncSession, actor: ShopperActor, number: str) -> str:
    shop = await session.get_one(Shop, actor.shop_id)
    try:
        return recognition.normalise(number, shop.order_prefix, shop.order_suffix)
    except recognition.NotAnOrderNumber as error:
        raise Invalid(str(error), field="number") from error


async def _newest(
    session: AsyncSession, conversation: Conversation, actor: ShopperActor, asked: str
) -> OrderCode | None:
    found = await session.exec(
        select(OrderCode)
        .where(
            OrderCode.conversation_id == conversation.id,
            OrderCode.shopper_id == actor.id,
            OrderCode.asked_number == asked,
        )
        .order_by(col(OrderCode.asked_at).desc(), col(OrderCode.id).desc())
        .limit(1)
    )
    return found.first()


async def _count(session: AsyncSession, actor: ShopperActor, conversation: Conversation, now: datetime) -> None:
    """Raises TooMany beyond what a thread and a shopper may ask for, whichever orders they named."""
    for (most, within), whose in (
        (MOST_IN_CONVERSATION, col(OrderCode.conversation_id) == conversation.id),
        (MOST_OF_SHOPPER, col(OrderCode.shopper_id) == actor.id),
    ):
        counted = select(func.count(), func.min(OrderCode.asked_at)).where(
            whose, col(OrderCode.asked_at) > now - within
        )
        count, first = (await session.exec(counted)).one()
        if count >= most:
            wait = (first + within - now).total_seconds() if first is not None else within.total_seconds()
            raise TooMany(
                "Too many codes were asked for. Use the newest one, wait a while, or ask for a person.",
                retry_after=max(1.0, wait),
            )
