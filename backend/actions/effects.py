"""What an answered form leaves behind and starts, all in the transaction that closes it.

The response and its message, what is known from now on, the order lookup, the request for a person, tags, and the bot's
next word. Nothing here asks whether the form may be answered: service.py did, under the conversation's lock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.actions import options, webhooks
from backend.actions.forms import FieldKind, Form, answer_in_words, photos_in_words
from backend.actions.models import Offer, Response
from backend.actions.rules import FieldError, broken, label_of
from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.conversations import service as conversations
from backend.conversations.models import Conversation, Message
from backend.conversations.rules import MessageKind, Reason, State
from backend.conversations.service import Known
from backend.errors import Invalid, TooMany
from backend.orders import service as orders
from backend.orders.models import OrderSnapshot
from backend.orders.recognition import NotAnOrderNumber, normalise
from backend.orders.rules import Outcome
from backend.shops.models import Shop


@dataclass(frozen=True)
class Answered:
    """A form with its final answers in `offer.draft`, by whom, under which client key. The conversation is locked."""

    conversation: Conversation
    offer: Offer
    form: Form
    actor: ShopperActor | AgentActor
    client_key: str
    now: datetime
    former: Mapping[str, str] = field(default_factory=dict)
    """The answers that these correct."""

    @property
    def is_correction(self) -> bool:
        return self.offer.corrects_sequence is not None

    @property
    def origin(self) -> str:
        """Where the answers come from, once they are known values."""
        return "answer" if self.actor.kind is ActorKind.SHOPPER else "agent"

    def value_of(self, kind: FieldKind) -> str | None:
        """The answer to the first field of a kind."""
        each = self.form.field_of(kind)
        return self.offer.draft.get(each.key) if each else None


@dataclass(frozen=True)
class Submitted:
    """A response and its message in the thread. A repeated submit gets the first one's."""

    message: Message
    response: Response
    is_repeat: bool = False


async def with_order_names(
    session: AsyncSession, shop_id: int, form: Form, values: Mapping[str, str]
) -> dict[str, str] | tuple[FieldError, ...]:
    """The answers with each order number as the shop writes it: "order 1001 please" is kept as "#1001"."""
    shop = await session.get(Shop, shop_id)
    assert shop is not None
    named, errors = dict(values), []
    for each in form.fields:
        if each.kind is FieldKind.ORDER_NUMBER and each.key in values:
            try:
                named[each.key] = normalise(values[each.key], shop.order_prefix, shop.order_suffix)
            except NotAnOrderNumber as error:
                errors.append(broken(each, "order_number", str(error)))
    return tuple(errors) if errors else named


async def write_response(session: AsyncSession, answered: Answered) -> Submitted:
    """The answers as structured data, once in the thread and once by the version that they answer."""
    offer, form, actor = answered.offer, answered.form, answered.actor
    assert offer.id is not None
    lines = await _lines(session, answered)
    answers = [
        {"key": each.key, "label": each.label, "value": offer.draft[each.key], **lines.get(each.key, {})}
        for each in form.fields
        if each.key in offer.draft
    ]
    data = {"offer_id": offer.id, "action": form.key, "tags": list(form.effects.tags), "answers": answers}
    message = await conversations.write_message(
        session,
        answered.conversation,
        kind=MessageKind.ACTION_RESPONSE,
        author=actor.kind,
        agent=actor if isinstance(actor, AgentActor) else None,
        text="\n".join(_said(form, answer) for answer in answers),
        data={**data, "corrects": offer.corrects_sequence} if answered.is_correction else data,
        client_key=answered.client_key,
        now=answered.now,
    )
    if message.data.get("offer_id") != offer.id:
        raise Invalid("This clientKey was used for another message; each needs a key of its own.", field="clientKey")
    response = Response(
        shop_id=offer.shop_id,
        conversation_id=offer.conversation_id,
        offer_id=offer.id,
        action_key=form.key,
        action_version=form.version,
        answers=dict(offer.draft),
        filled_by=actor.kind,
        client_key=answered.client_key,
        message_sequence=message.sequence,
        created_at=answered.now,
    )
    session.add(response)
    await session.flush()
    if form.effects.webhook_url:
        await webhooks.owe(session, response, form.effects.webhook_url, answered.now)
    return Submitted(message, response)


async def _lines(session: AsyncSession, answered: Answered) -> dict[str, dict[str, str]]:
    """Which line of the order was chosen, for each question for an item that was answered by choosing."""
    offer, form = answered.offer, answered.form
    if form.field_of(FieldKind.ORDER_ITEM) is None:
        return {}
    known = await options.orders_to_choose_from(session, offer.shop_id, offer.conversation_id, offer.choices)
    chosen = options.lines_of(form, offer.draft, known)
    return {key: {"line_id": one.line_id, "image_url": one.image_url or ""} for key, one in chosen.items()}


def _said(form: Form, answer: Mapping[str, str]) -> str:
    is_photo = answer["key"] in form.photo_keys
    return answer_in_words(answer["label"], photos_in_words(answer["value"]) if is_photo else answer["value"])


async def follow(session: AsyncSession, answered: Answered) -> None:
    """All that a response starts. Where the bot holds the thread, it speaks next: of the order, or of the answers."""
    conversation, form = answered.conversation, answered.form
    known = {
        key: Known(value, label_of(form, key), answered.origin)
        for key, value in answered.offer.draft.items()
        if key not in form.photo_keys  # evidence of one matter, and nothing to fill the next form with
    }
    await conversations.remember(session, conversation, known)
    snapshot = await _look_up(session, answered)
    if form.effects.escalate and not answered.is_correction:
        await _escalate(session, answered)
    where = {"shop_id": conversation.shop_id, "conversation_id": conversation.id}
    await jobs.enqueue(session, "tags.apply", where, key=f"tags.apply:{conversation.id}")
    if conversation.state != State.BOT:
        return
    if snapshot is None:
        await jobs.enqueue(session, "bot.reply", where, key=f"bot.reply:{conversation.id}")
    elif snapshot.outcome != Outcome.LOOKING:  # looked up before; a lookup that is under way tells by itself
        await orders.owe_news(session, conversation, snapshot, answered.now)


async def _look_up(session: AsyncSession, answered: Answered) -> OrderSnapshot | None:
    """Asks for the order that the form names. Past a limit, a form that a person will read goes on without it.

    An e-mail address that an agent typed is no proof of who the shopper is, so it is not handed on. A correction that
    names the same order by the same address asks nothing new.
    """
    number = answered.value_of(FieldKind.ORDER_NUMBER)
    if not answered.form.effects.look_up_order or number is None or not _asks_anew(answered):
        return None
    email = answered.value_of(FieldKind.EMAIL) if answered.actor.kind is ActorKind.SHOPPER else None
    try:
        return await orders.ask(
            session, answered.conversation, number=number, email=email, asker=answered.actor.kind, now=answered.now
        )
    except TooMany:
        if not answered.form.effects.escalate:
            raise
        return None


def _asks_anew(answered: Answered) -> bool:
    asked = [each.key for each in answered.form.fields if each.kind in (FieldKind.ORDER_NUMBER, FieldKind.EMAIL)]
    return any(answered.former.get(key) != answered.offer.draft.get(key) for key in asked)


async def _escalate(session: AsyncSession, answered: Answered) -> None:
    title = answered.form.title
    await conversations.escalate(
        session,
        answered.conversation,
        reason=Reason.MERCHANT_RULE,
        urgency=answered.form.effects.urgency,
        urgency_why=f"The form “{title}” asks for a person.",
        evidence=f"Filled in “{title}”",
        by=ActorKind.SYSTEM,
        now=answered.now,
    )
