"""The job "bot.order_update": the bot tells what a lookup found, if it still holds the thread in the same term.

May run twice: the same news of the same question is said once. Whoever asks again is answered again.
"""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from backend import measures
from backend.clock import now
from backend.context import Services
from backend.conversations import queries as messages
from backend.conversations import service as conversations
from backend.conversations.languages import language_for
from backend.conversations.models import Conversation
from backend.conversations.rules import MessageKind
from backend.errors import NotFound, TermOver
from backend.orders import queries as orders

RECENT = 64


async def run(services: Services, payload: dict[str, Any]) -> None:
    """{shop_id, conversation_id, term, snapshot_id}."""
    shop_id, snapshot_id, term = int(payload["shop_id"]), int(payload["snapshot_id"]), int(payload["term"])
    try:
        async with services.db.writing() as session:
            conversation = await conversations.locked(session, shop_id, int(payload["conversation_id"]))
            conversations.require_term(conversation, term)
            language = await language_for(session, shop_id, conversation.shopper_id, conversation.language)
            order = await orders.fact_for_bot(session, shop_id, snapshot_id, now(), language=language)
            asked_at = (await orders.snapshot(session, shop_id, snapshot_id)).asked_at
            cause = await _newest_response(session, conversation)
            await conversations.post_bot_reply(
                session,
                conversation,
                term=term,
                text=order.words,
                data={"snapshot_id": snapshot_id},
                client_key=f"order-{snapshot_id}-{int(asked_at.timestamp())}-{cause}-{order.outcome}",
                now=now(),
            )
    except TermOver:  # a human answers now, with the whole order before them
        measures.discarded.labels("order_news", "term_over").inc()
    except NotFound:
        return


async def _newest_response(session: AsyncSession, conversation: Conversation) -> int:
    """The sequence of the form that was sent in last; 0 where there is none."""
    recent = await messages.last_messages(session, conversation.shop_id, conversation.id or 0, RECENT)
    return max((each.sequence for each in recent if each.kind == MessageKind.ACTION_RESPONSE), default=0)
