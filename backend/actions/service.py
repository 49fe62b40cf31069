"""The verbs of forms, offers and responses. A response is written once, with all that follows from it, or not at all.

Every verb that touches an offer locks its conversation first, so submit, skip, cancel and take over stand in one queue.
Who holds the conversation does not matter to an open form: it survives a takeover.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actions import effects, hinted, languages, list_orders, photos, queries, rules
from backend.actions.effects import Answered, Submitted
from backend.actions.finding import found_for, require_open
from backend.actions.forms import Form, OfferStatus
from backend.actions.models import CustomAction, Offer, Response
from backend.actions.publishing import duplicate, install_starters, publish, restore, retire, save
from backend.actions.rules import Accepted, FieldError, Given
from backend.actors import ActorKind, AgentActor, ShopperActor
from backend.conversations import repeats
from backend.conversations import service as conversations
from backend.conversations.languages import language_for
from backend.conversations.models import Conversation, Message, Shopper
from backend.conversations.rules import MessageKind, State, client_key_problem
from backend.errors import Invalid, NotAllowed, NotFound

__all__ = ["duplicate", "install_starters", "publish", "restore", "retire", "save"]

# Offers


async def offer(
    session: AsyncSession,
    conversation: Conversation,
    action_key: str,
    *,
    by: ActorKind,
    term: int | None = None,
    agent: AgentActor | None = None,
    now: datetime,
) -> Offer | None:
    """Puts a form into a locked conversation, filled in with what is known; the open one if it is that form already.

    None where the bot offers and nothing is left to ask: what is known stands in the conversation. A person who asks
    for a form by hand gets it in any case. The bot must name its term. Raises TermOver, NotFound, NotAllowed.
    """
    if by is ActorKind.BOT:
        if term is None:
            raise ValueError("A bot's offer carries the term of its turn.")
        conversations.require_term(conversation, term)
    if by is ActorKind.SHOPPER:
        await conversations.reopen_for_shopper(session, conversation, now=now)
    action = await queries.live_action(session, conversation.shop_id, action_key)
    if action is None:
        raise NotFound("There is no such form.", field="key")
    current = await _open_offer(session, conversation)
    open_key = current[1] if current else None
    refusal = rules.may_offer(action_key, open_key=open_key, is_resolved=conversation.state == State.RESOLVED)
    if refusal:
        raise NotAllowed(refusal, field="key")
    if current:
        return current[0]
    form = queries.form_of(action)
    known = await known_values(session, conversation)
    if by is ActorKind.BOT and rules.is_all_known(form, known):
        return None
    return await _put(session, conversation, action, form, known, by=by, agent=agent, now=now)


async def _put(
    session: AsyncSession,
    conversation: Conversation,
    action: CustomAction,
    form: Form,
    known: Mapping[str, Given],
    *,
    by: ActorKind,
    agent: AgentActor | None,
    now: datetime,
) -> Offer:
    seen = await queries.seen_by_browser(session, conversation.shop_id, conversation.shopper_id)
    filled = {**hinted.proposals(form, seen), **rules.prefill(form, known, by_kind=True)}
    assert action.id is not None and conversation.id is not None
    made = Offer(
        shop_id=conversation.shop_id,
        conversation_id=conversation.id,
        action_id=action.id,
        term=conversation.term,
        draft={key: given.value for key, given in filled.items()},
        origins={key: given.origin for key, given in filled.items()},
        offered_by=by,
        agent_id=agent.id if agent else None,
        created_at=now,
    )
    session.add(made)
    await session.flush()
    message = await conversations.write_message(
        session,
        conversation,
        kind=MessageKind.ACTION_OFFER,
        author=by if by in (ActorKind.BOT, ActorKind.AGENT) else ActorKind.SYSTEM,
        agent=agent,
        text=form.intro or form.title,
        data={"offer_id": made.id, "action": form.key},
        now=now,
    )
    made.message_sequence = message.sequence
    session.add(made)
    await repeats.count_form(session, message, rules.asks_again(form, known, filled), now)
    await list_orders.owe(session, conversation, made, form)
    await session.flush()
    return made


async def known_values(session: AsyncSession, conversation: Conversation) -> dict[str, Given]:
    """What is known of the shopper by field key; this thread's answers outrank those of earlier ones."""
    shopper = await session.get(Shopper, conversation.shopper_id)
    stored: dict[str, Any] = {**(shopper.given if shopper else {}), **conversation.known}
    return {key: Given(str(known["value"]), str(known.get("origin", "answer"))) for key, known in stored.items()}


async def save_draft(
    session: AsyncSession, actor: ShopperActor | AgentActor, offer_id: int, values: Mapping[str, str], now: datetime
) -> Offer | tuple[FieldError, ...]:
    """Keeps half-typed values, whoever holds the conversation. Fields that are not named keep what they had."""
    conversation, found, form = await found_for(session, actor, offer_id)
    require_open(found)
    if isinstance(actor, ShopperActor):
        language = await language_for(session, actor.shop_id, actor.id, conversation.language)
        values = languages.as_stored(form, values, language)
    outcome = rules.draft_of(form, values)
    if not isinstance(outcome, Accepted):
        return outcome
    given = await photos.without_strangers(session, conversation, form, outcome.values)
    draft = {**found.draft, **given}
    if draft != found.draft:
        found.origins = {key: origin for key, origin in found.origins.items() if draft[key] == found.draft[key]}
        found.draft, found.drafted_at = draft, now
        session.add(found)
        conversations.touch(session, conversation)
    return found


async def skip(session: AsyncSession, actor: ShopperActor, offer_id: int, now: datetime) -> Offer:
    """The shopper does not want to answer, and a person is never further away for it. Again, it changes nothing."""
    conversation, found, form = await found_for(session, actor, offer_id)
    if found.status == OfferStatus.SKIPPED:
        return found
    require_open(found)
    if not rules.may_skip(form, is_correction=found.corrects_sequence is not None):
        raise NotAllowed("This form cannot be skipped.", field="formId")
    await _close(session, conversation, found, OfferStatus.SKIPPED, now)
    return found


async def cancel(session: AsyncSession, actor: AgentActor, offer_id: int, now: datetime) -> Offer:
    """An agent takes the form away. Cancelling again changes nothing."""
    conversation, found, _form = await found_for(session, actor, offer_id)
    if found.status == OfferStatus.CANCELLED:
        return found
    require_open(found)
    await _close(session, conversation, found, OfferStatus.CANCELLED, now)
    return found


async def close_open(session: AsyncSession, conversation: Conversation, now: datetime) -> None:
    """Nobody waits for the form of a conversation that was resolved."""
    current = await _open_offer(session, conversation)
    if current is not None:
        await _close(session, conversation, current[0], OfferStatus.CANCELLED, now)


async def _close(
    session: AsyncSession, conversation: Conversation, closed: Offer, status: OfferStatus, now: datetime
) -> None:
    """Its photos go with it, but for those of the answers, which stand in the draft by then."""
    closed.status, closed.closed_at = status, now
    if status is not OfferStatus.SUBMITTED:  # an answer is still to be read with them
        closed.choices = {}
    session.add(closed)
    await photos.settle(session, closed, closed.draft if status is OfferStatus.SUBMITTED else {}, now)
    conversations.touch(session, conversation)


# Responses


async def submit(
    session: AsyncSession,
    actor: ShopperActor | AgentActor,
    offer_id: int,
    values: Mapping[str, str],
    *,
    client_key: str,
    now: datetime,
) -> Submitted | tuple[FieldError, ...]:
    """Answers an open form, once. The same client key again gets the first result; any other gets FormClosed.

    An agent who submits fills the form for the shopper. Field errors leave the form open and write nothing.
    """
    problem = client_key_problem(client_key)
    if problem:
        raise Invalid(problem, field="clientKey")
    conversation, found, form = await found_for(session, actor, offer_id)
    first = await _submitted_before(session, found, client_key)
    if first is not None:
        return first
    require_open(found)
    answers = await _checked(session, actor, conversation, form, values)
    if isinstance(answers, tuple):
        return answers
    corrected = await _corrected(session, found)
    if corrected is not None and corrected.response.answers == answers:
        await _close(session, conversation, found, OfferStatus.SKIPPED, now)
        return corrected
    if isinstance(actor, ShopperActor):
        await conversations.reopen_for_shopper(session, conversation, now=now)
    found.draft = answers
    await _close(session, conversation, found, OfferStatus.SUBMITTED, now)
    former = corrected.response.answers if corrected else {}
    answered = Answered(conversation, found, form, actor, client_key, now, former)
    submitted = await effects.write_response(session, answered)
    found.choices = {}
    await effects.follow(session, answered)
    return submitted


async def check(
    session: AsyncSession, shop_id: int, form: Form, values: Mapping[str, str]
) -> dict[str, str] | tuple[FieldError, ...]:
    """What submitting would keep, or why it would not. Writes nothing: for trying out a form."""
    outcome = rules.validate(form, values)
    return (
        await effects.with_order_names(session, shop_id, form, outcome.values)
        if isinstance(outcome, Accepted)
        else outcome
    )


async def _checked(
    session: AsyncSession,
    actor: ShopperActor | AgentActor,
    conversation: Conversation,
    form: Form,
    values: Mapping[str, str],
) -> dict[str, str] | tuple[FieldError, ...]:
    """Clean answers in the merchant's words, or errors in the shopper's language."""
    language = "en"
    if isinstance(actor, ShopperActor):
        language = await language_for(session, actor.shop_id, actor.id, conversation.language)
        values = languages.as_stored(form, values, language)
    outcome = await check(session, actor.shop_id, form, values)
    if not isinstance(outcome, tuple):
        outcome = await photos.problems(session, conversation, form, outcome) or outcome
    if isinstance(outcome, tuple):
        return tuple(languages.error_in(language, error, form) for error in outcome)
    return outcome


async def correct(
    session: AsyncSession, actor: ShopperActor, conversation: Conversation, sequence: int, now: datetime
) -> Offer:
    """Opens the form of an answer again, filled in as it was answered. The conversation is locked and the actor's own.

    What was answered stays; the correction is an answer of its own. Asking again changes nothing.
    """
    row = await _answer_at(session, conversation, sequence)
    if row is None:
        raise NotFound("There are no such answers.", field="sequence")
    response, answered = row
    current = await _open_offer(session, conversation)
    if current is not None and current[0].corrects_sequence == sequence:
        return current[0]
    refusal = rules.may_correct(is_form_open=current is not None, is_corrected=await _is_corrected(session, response))
    if refusal:
        raise NotAllowed(refusal, field="sequence")
    made = Offer(
        shop_id=conversation.shop_id,
        conversation_id=response.conversation_id,
        action_id=answered.action_id,
        message_sequence=sequence,
        corrects_sequence=sequence,
        term=conversation.term,
        draft=dict(response.answers),
        offered_by=actor.kind,
        created_at=now,
    )
    session.add(made)
    conversations.touch(session, conversation)
    await session.flush()
    form = queries.form_of(await session.get_one(CustomAction, made.action_id))
    await list_orders.owe(session, conversation, made, form)
    return made


# Finding


async def _answer_at(session: AsyncSession, conversation: Conversation, sequence: int) -> tuple[Response, Offer] | None:
    rows = await session.exec(
        select(Response, Offer)
        .join(Offer, col(Offer.id) == col(Response.offer_id))
        .where(Response.conversation_id == conversation.id, Response.message_sequence == sequence)
    )
    return rows.first()


async def _is_corrected(session: AsyncSession, response: Response) -> bool:
    found = await session.exec(
        select(Offer.id).where(
            Offer.conversation_id == response.conversation_id,
            Offer.corrects_sequence == response.message_sequence,
            Offer.status == OfferStatus.SUBMITTED,
        )
    )
    return found.first() is not None


async def _corrected(session: AsyncSession, found: Offer) -> Submitted | None:
    """The answers that an offer is to correct; None for any other offer."""
    if found.corrects_sequence is None:
        return None
    rows = await session.exec(
        select(Message, Response)
        .join(
            Message,
            (col(Message.conversation_id) == col(Response.conversation_id))
            & (col(Message.sequence) == col(Response.message_sequence)),
        )
        .where(Response.conversation_id == found.conversation_id, Response.message_sequence == found.corrects_sequence)
    )
    message, response = rows.one()
    return Submitted(message, response, is_repeat=True)


async def _open_offer(session: AsyncSession, conversation: Conversation) -> tuple[Offer, str] | None:
    rows = await session.exec(
        select(Offer, CustomAction.key)
        .join(CustomAction, col(CustomAction.id) == col(Offer.action_id))
        .where(Offer.conversation_id == conversation.id, Offer.status == OfferStatus.OPEN)
    )
    row = rows.first()
    return (row[0], row[1]) if row else None


async def _submitted_before(session: AsyncSession, found: Offer, client_key: str) -> Submitted | None:
    rows = await session.exec(
        select(Message, Response)
        .join(
            Message,
            (col(Message.conversation_id) == col(Response.conversation_id))
            & (col(Message.sequence) == col(Response.message_sequence)),
        )
        .where(Response.offer_id == found.id, Response.client_key == client_key)
    )
    row = rows.first()
    return Submitted(row[0], row[1], is_repeat=True) if row else None
