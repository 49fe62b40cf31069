"""The only writer of what agents do to orders. Asking owes a job; nothing here waits for Shopify.

One act at a time is under way for an order, and a client key is one act, so that neither a double click nor two agents
do anything twice. Lock order as everywhere: the conversation first.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.actors import ActorKind, AgentActor
from backend.conversations import service as conversations
from backend.conversations.rules import Audience, MessageKind
from backend.conversations.transcript import check_client_key
from backend.errors import NotAllowed, NotFound
from backend.orders import queries
from backend.orders.act_rules import ActKind, ActState
from backend.orders.models import OrderAct, OrderSnapshot

SHOWN = 5
"""How many of an order's last acts its card shows."""


async def ask(
    session: AsyncSession, actor: AgentActor, snapshot_id: int, *, kind: ActKind, key: str, asked: Mapping[str, Any],
    now: datetime,
) -> OrderAct:  # fmt: skip
    """Owes an act on the order of a snapshot; the same key again gives the first one.

    Raises NotFound for another shop's, and NotAllowed where another act on the order is under way.
    """
    check_client_key(key)
    snapshot = await queries.snapshot(session, actor.shop_id, snapshot_id)
    conversation = await conversations.locked(session, actor.shop_id, snapshot.conversation_id)
    first = await _asked_before(session, actor.shop_id, key)
    if first is not None:
        return first
    if snapshot.order_gid is None:
        raise NotFound("There is no order to change here.", field="snapshotId")
    await _none_under_way(session, actor, snapshot)
    act = OrderAct(
        shop_id=actor.shop_id, conversation_id=snapshot.conversation_id, snapshot_id=snapshot_id, agent_id=actor.id,
        agent_name=actor.first_name, order_gid=snapshot.order_gid, order_name=snapshot.order_name, kind=kind,
        client_key=key, shopify_key=str(uuid.uuid4()), asked=dict(asked), created_at=now,
    )  # fmt: skip
    session.add(act)
    try:
        await session.flush()
    except IntegrityError as error:  # the index one_open_act: a conversation beside this one shows the same order
        raise NotAllowed("Somebody else is changing this order at this moment. Look at it again.") from error
    await jobs.enqueue(session, "orders.act", {"shop_id": actor.shop_id, "act_id": act.id}, key=f"orders.act:{act.id}")
    conversations.touch(session, conversation)
    return act


async def _asked_before(session: AsyncSession, shop_id: int, key: str) -> OrderAct | None:
    found = await session.exec(select(OrderAct).where(OrderAct.shop_id == shop_id, OrderAct.client_key == key))
    return found.first()


async def _none_under_way(session: AsyncSession, actor: AgentActor, snapshot: OrderSnapshot) -> None:
    found = await session.exec(
        select(OrderAct).where(
            OrderAct.shop_id == actor.shop_id,
            OrderAct.order_gid == snapshot.order_gid,
            OrderAct.state == ActState.OWED,
        )
    )
    other = found.first()
    if other is not None:
        who = "You are" if other.agent_id == actor.id else f"{other.agent_name or 'Somebody else'} is"
        raise NotAllowed(f"{who} changing this order at this moment. Wait until that is done.")


async def of_snapshots(session: AsyncSession, shop_id: int, conversation_id: int) -> dict[int, list[OrderAct]]:
    """The last acts on the orders of a conversation, the newest first, by snapshot."""
    found = await session.exec(
        select(OrderAct)
        .where(OrderAct.shop_id == shop_id, OrderAct.conversation_id == conversation_id)
        .order_by(col(OrderAct.id).desc())
        .limit(50)
    )
    acts: dict[int, list[OrderAct]] = {}
    for act in found.all():
        acts.setdefault(act.snapshot_id, []).append(act)
    return {snapshot_id: own[:SHOWN] for snapshot_id, own in acts.items()}


async def one(session: AsyncSession, shop_id: int, act_id: int) -> OrderAct:
    """An act of the shop. NotFound for another's, in the same words."""
    found = await session.exec(select(OrderAct).where(OrderAct.id == act_id, OrderAct.shop_id == shop_id))
    act = found.first()
    if act is None:
        raise NotFound("There is no such act.", field="id")
    return act


async def _locked(session: AsyncSession, shop_id: int, act_id: int) -> OrderAct:
    chosen = select(OrderAct).where(OrderAct.id == act_id, OrderAct.shop_id == shop_id).with_for_update()
    found = (await session.exec(chosen.execution_options(populate_existing=True))).first()
    if found is None:
        raise NotFound("There is no such act.", field="id")
    return found


def last_sent(act: OrderAct) -> datetime | None:
    """When it was sent, or was about to be, for the last time."""
    at = act.sent.get("at")
    return datetime.fromisoformat(at) if at else act.sent_at if act.sent else None


async def claim(session: AsyncSession, seen: OrderAct, sent: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """Keeps what is about to be sent, for whoever comes after a crash; gives it with the moment.

    None where somebody else sent it since it was `seen`.
    """
    act = await _locked(session, seen.shop_id, seen.id or 0)
    if act.state != ActState.OWED or last_sent(act) != last_sent(seen):
        return None
    act.sent, act.sent_at = {**sent, "at": now.isoformat()}, act.sent_at if act.sent else now
    session.add(act)
    return act.sent


async def keep_sent(session: AsyncSession, seen: OrderAct, sent: Mapping[str, Any]) -> None:
    """What more is known of what was sent; nothing, where it was not sent after all."""
    act = await _locked(session, seen.shop_id, seen.id or 0)
    if act.state == ActState.OWED and last_sent(act) == last_sent(seen):
        act.sent = dict(sent)
        session.add(act)


async def finish(
    session: AsyncSession, seen: OrderAct, state: ActState, *, words: str, now: datetime, code: str = ""
) -> bool:
    """How it ended: told to agents in the thread where it changed the order or may have; the card is read again.

    False where somebody else sent it since it was `seen`: then it is for them to say.
    """
    shop_id, act_id = seen.shop_id, seen.id or 0
    act = await one(session, shop_id, act_id)
    conversation = await conversations.locked(session, shop_id, act.conversation_id)
    act = await _locked(session, shop_id, act_id)
    if act.state != ActState.OWED or last_sent(act) != last_sent(seen):
        return act.state != ActState.OWED
    act.state, act.words, act.code, act.finished_at = state, words, code, now
    act.asked, act.sent = {}, {}
    session.add(act)
    conversations.touch(session, conversation)
    if state is ActState.REFUSED:
        return True
    await conversations.write_message(
        session,
        conversation,
        kind=MessageKind.ACTIVITY,
        author=ActorKind.AGENT,
        agent=AgentActor(shop_id, act.agent_id, act.agent_name),
        audience=Audience.AGENTS,
        text=words,
        data={"act_id": act.id, "snapshot_id": act.snapshot_id},
        now=now,
    )
    owed = {"shop_id": shop_id, "order_gid": act.order_gid}
    await jobs.enqueue(session, "orders.refresh", owed, key=f"orders.refresh:{shop_id}:{act.order_gid}")
    return True
