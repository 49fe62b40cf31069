"""All that a bot turn reads before it thinks: one short transaction, closed before anything is waited for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actions import queries as action_queries
from backend.actions import service as actions
from backend.actions.forms import Form, OfferStatus
from backend.actions.rules import Circumstances, fits, without_foreign_contacts
from backend.actors import ActorKind
from backend.ai.language import is_surely, language_of, spoken
from backend.ai.understand import Turn
from backend.bot import queries
from backend.clock import now
from backend.conversations import queries as conversations
from backend.conversations.expecting import outlook_for
from backend.conversations.handoffs import Outlook
from backend.conversations.models import Conversation, Message
from backend.conversations.rules import MessageKind, Move, State
from backend.db import shared_moment
from backend.errors import NotFound
from backend.orders import queries as orders
from backend.orders.queries import BotOrder
from backend.orders.rules import Outcome
from backend.shops import queries as shops
from backend.shops.models import Shop
from backend.shops.rules import ShopSettings
from backend.tags import queries as tags

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
    outlook: Outlook
    locale: str = ""
    """Of the storefront that the shopper sees."""

    def language(self, asked_in: str = "") -> str:
        """In which the bot says what no source says: the storefront's, unless the shopper surely writes another."""
        return _language(self.locale, asked_in, self.text, self.conversation.language)

    @property
    def term(self) -> int:
        return self.conversation.term

    @property
    def text(self) -> str:
        """A burst is one turn. Empty where the shopper only sent a form in."""
        said = (message.text for message in self.unanswered if message.kind == MessageKind.TEXT)
        return "\n".join(said)[:LONGEST_TURN]

    @property
    def said_before(self) -> list[str]:
        """The shopper's earlier words."""
        return [turn.text for turn in self.history if turn.sender == "shopper"]

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
    unanswered = _unanswered(recent, await queries.answered_to(session, shop_id, conversation_id))
    if conversation.state != State.BOT or not unanswered:
        return None
    shopper = (await conversations.shoppers(session, shop_id, [conversation.shopper_id]))[conversation.shopper_id]
    said = unanswered[-1].text
    language = _language(shopper.locale, language_of(said), said, conversation.language)
    known_orders = await orders.facts_for_bot(session, shop_id, conversation_id, now(), language=language)
    if _is_only_a_lookup(unanswered, known_orders):
        return None
    forms = await action_queries.offerable_forms(session, shop_id, conversation_id)
    given = without_foreign_contacts(forms, await actions.known_values(session, conversation))
    carried = await tags.applied(session, shop_id, [conversation_id])
    circumstances = Circumstances(
        tags=frozenset(tag.name for tag in carried.get(conversation_id, ())),
        order_states=await queries.proven_order_states(session, shop_id, conversation_id, now()),
        known=frozenset(given),
        is_logged_in=shopper.customer_id is not None,
    )
    return Situation(
        shop=await shops.shop(session, shop_id),
        settings=await shops.settings(session, shop_id),
        conversation=conversation,
        unanswered=unanswered,
        history=_turns(recent, before=unanswered[0].sequence),
        forms=[form for form in forms if fits(form.triggers, circumstances)],
        offered=await action_queries.offered_keys(session, shop_id, conversation_id),
        known={key: value.value for key, value in given.items()},
        order=known_orders[0] if known_orders else None,
        outlook=await outlook_for(session, shop_id, await shared_moment(session)),
        locale=shopper.locale,
    )


def _language(locale: str, asked_in: str, said: str, before: str) -> str:
    if locale and is_surely(asked_in, said, than=spoken(locale)):
        return asked_in
    return spoken(locale, asked_in, before)


async def unanswered_now(session: AsyncSession, shop_id: int, conversation_id: int) -> list[int]:
    """The sequences that wait for the bot at this moment: a turn that read others is not the one to speak."""
    recent = await conversations.last_messages(session, shop_id, conversation_id, HISTORY * 2)
    answered_to = await queries.answered_to(session, shop_id, conversation_id)
    return [message.sequence for message in _unanswered(recent, answered_to)]


def _unanswered(recent: list[Message], answered_to: int) -> list[Message]:
    """What the shopper said or sent in since a turn of the bot, or an agent's word, dealt with it; resolving ends all.

    A form is dealt with by any word that follows it, such as what its lookup found.
    """
    found: list[Message] = []
    anything_said = False
    for message in reversed(recent):
        if message.sequence <= answered_to or _ends_all(message):
            break
        is_said = message.author == ActorKind.SHOPPER and message.kind == MessageKind.TEXT
        if is_said or (message.kind == MessageKind.ACTION_RESPONSE and not anything_said):
            found.append(message)
        anything_said = anything_said or (message.author == ActorKind.BOT and message.kind == MessageKind.TEXT)
    return list(reversed(found))


def _ends_all(message: Message) -> bool:
    is_resolved = message.kind == MessageKind.ACTIVITY and message.data.get("move") == Move.RESOLVE
    return is_resolved or (message.author == ActorKind.AGENT and message.kind == MessageKind.TEXT)


def _is_only_a_lookup(unanswered: list[Message], known_orders: Sequence[BotOrder]) -> bool:
    """A form whose lookup is under way is answered by what is found."""
    is_text = any(message.kind == MessageKind.TEXT for message in unanswered)
    return not is_text and any(order.outcome is Outcome.LOOKING for order in known_orders)


def _turns(recent: list[Message], *, before: int) -> list[Turn]:
    senders = {ActorKind.SHOPPER: "shopper", ActorKind.BOT: "bot", ActorKind.AGENT: "agent"}
    said = [m for m in recent if m.kind == MessageKind.TEXT and m.sequence < before and m.author in senders]
    return [Turn(sender=senders[ActorKind(m.author)], text=m.text) for m in said[-HISTORY:]]
