"""The job "bot.order_update": the bot tells what a lookup found, if it still holds the thread in the same term."""

from typing import Any

from backend.clock import now
from backend.context import Services
from backend.conversations import service as conversations
from backend.errors import NotFound, TermOver
from backend.orders import queries as orders


async def run(services: Services, payload: dict[str, Any]) -> None:
    """{shop_id, conversation_id, term, snapshot_id}. May run twice: the same news is said once."""
    shop_id, snapshot_id, term = int(payload["shop_id"]), int(payload["snapshot_id"]), int(payload["term"])
    try:
        async with services.db.writing() as session:
            conversation = await conversations.locked(session, shop_id, int(payload["conversation_id"]))
            conversations.require_term(conversation, term)
            order = await orders.fact_for_bot(session, shop_id, snapshot_id, now())
            await conversations.post_bot_reply(
                session,
                conversation,
                term=term,
                text=order.words,
                data={"snapshot_id": snapshot_id} if order.view is not None else {},
                client_key=f"order-{snapshot_id}-{term}-{order.outcome}",
                now=now(),
            )
    except (TermOver, NotFound):
        return  # a human answers now, with the whole order before them
