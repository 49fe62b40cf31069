"""All that a bot turn reads before it thinks: one short transaction, closed before anything is waited for."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actions import queries as action_queries
from backend.actions import service as actions
from backend.actions.forms import Form, OfferStatus
from backend.actors import ActorKind
from backend.ai.understand import Turn
from backend.clock import now
from backend.conversations import queries as conversations
from backend.conversations.models import Conversation, Message
from backend.conversations.rules import MessageKind, State
from backend.errors import NotFound
from backend.orders import queries as orders
from backend.orders.queries import BotOrder
from backend.shops import queries as shops
from backend.shops.models import Shop
from backend.shops.rules import ShopSettings

HISTORY = 16
LONGEST_TURN = 4000


@dataclass(frozen=True)
class Situation:
    """All that a turn reads before it thinks."""

    shop: Shop
    settings: ShopSettings
    conversation: Conversation
    unanswered: list[Message]
    history: list[Turn]
    forms: list[Form]
    offered: dict[str, OfferStatus]
    known: dict[str, str]
    order: BotOrder | None

    @property
    def term(self) -> int:
        return self.conversation.term

    @property
    def text(self) -> str:
        """A burst is one turn."""
        return "\n".join(message.text for message in self.unanswered)[:LONGEST_TURN]

    @property
    def last_sequence(self) -> int:
        return self.unanswered[-1].sequence


async def read(session: AsyncSession, shop_id: int, conversation_id: int) -> Situation | None:
    """None where there is nothing to answer, or nobody who may."""
    try:
        conversation = await conversations.conversation(session, shop_id, conversation_id)
    except NotFound:
        return None
    recent = await conversations.last_messages(session, shop_id, conversation_id, HISTORY * 2)
    unanswered = _unanswered(recent)
    if conversation.state != State.BOT or not unanswered:
        return None
    known_orders = await orders.facts_for_bot(session, shop_id, conversation_id, now())
    given = await actions.known_values(session, conversation)
    return Situation(
        shop=await shops.shop(session, shop_id),
        settings=await shops.settings(session, shop_id),
        conversation=conversation,
        unanswered=unanswered,
        history=_turns(recent, before=unanswered[0].sequence),
        forms=await action_queries.offerable_forms(session, shop_id, conversation_id),
        offered=await action_queries.offered_keys(session, shop_id, conversation_id),
        known={key: value.value for key, value in given.items()},
        order=known_orders[0] if known_orders else None,
    )


def _unanswered(recent: list[Message]) -> list[Message]:
    """The shopper's words after the last word of the bot or an agent, and after the last move."""
    found: list[Message] = []
    for message in reversed(recent):
        if message.author != ActorKind.SHOPPER or message.kind == MessageKind.ACTIVITY:
            if message.kind == MessageKind.ACTIVITY and message.data.get("move") == "reopen":
                continue
            break
        if message.kind == MessageKind.TEXT:
            found.append(message)
    return list(reversed(found))


def _turns(recent: list[Message], *, before: int) -> list[Turn]:
    senders = {ActorKind.SHOPPER: "shopper", ActorKind.BOT: "bot", ActorKind.AGENT: "agent"}
    said = [m for m in recent if m.kind == MessageKind.TEXT and m.sequence < before and m.author in senders]
    return [Turn(sender=senders[ActorKind(m.author)], text=m.text) for m in said[-HISTORY:]]
