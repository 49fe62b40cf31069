"""What must hold of a conversation at any moment, whoever raced whom: the list at the top of conversations/rules.py.

The transcript is the witness. It is replayed from its first message, and each row that the bot left is held against the
term in which it says that it was made.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actions.models import Offer, Response
from backend.actors import ActorKind
from backend.conversations.models import BotTurn, Conversation, Handoff, Message
from backend.conversations.rules import Audience, MessageKind, Move, State
from backend.orders.models import OrderSnapshot
from backend.shops.models import Shop

ENDS = {
    Move.ESCALATE: (State.WAITING,),
    Move.TAKE_OVER: (State.AGENT,),
    Move.HAND_BACK: (State.BOT,),
    Move.RELEASE: (State.WAITING,),
    Move.RESOLVE: (State.RESOLVED,),
    Move.REOPEN: (State.BOT, State.WAITING),
}
UNSPOKEN = ("discarded", "superseded")


@dataclass(frozen=True)
class Everything:
    """All rows of one conversation."""

    row: Conversation
    head: int
    messages: list[Message]
    offers: list[Offer]
    responses: list[Response]
    handoffs: list[Handoff]
    turns: list[BotTurn]
    snapshots: list[OrderSnapshot]


async def check_invariants(session: AsyncSession, conversation_id: int | None) -> None:
    """Raises AssertionError with all that is wrong with one conversation."""
    found = await problems(session, conversation_id)
    assert not found, found


async def check_all(session: AsyncSession) -> int:
    """Checks every conversation of the database, and says how many there are."""
    ids = (await session.exec(select(Conversation.id).order_by(col(Conversation.id)))).all()
    found = [problem for each in ids for problem in await problems(session, each)]
    assert not found, found
    revisions = Counter((await session.exec(select(Conversation.shop_id, Conversation.revision))).all())
    twice = [revision for revision, count in revisions.items() if count > 1]
    assert not twice, twice
    return len(ids)


async def problems(session: AsyncSession, conversation_id: int | None) -> list[str]:
    everything = await _read(session, conversation_id)
    checks = (_transcript, _holder, _offers, _handoffs, _turns, _lookups)
    return [f"{conversation_id}: {problem}" for check in checks for problem in check(everything)]


async def _read(session: AsyncSession, conversation_id: int | None) -> Everything:
    row = await session.get_one(Conversation, conversation_id, populate_existing=True)

    async def of(table: Any, *order: Any) -> list[Any]:
        found = select(table).where(table.conversation_id == conversation_id).order_by(*order)
        return list((await session.exec(found.execution_options(populate_existing=True))).all())

    return Everything(
        row,
        (await session.exec(select(Shop.revision).where(Shop.id == row.shop_id))).one(),
        await of(Message, col(Message.sequence)),
        await of(Offer, col(Offer.id)),
        await of(Response, col(Response.id)),
        await of(Handoff, col(Handoff.id)),
        await of(BotTurn, col(BotTurn.id)),
        await of(OrderSnapshot, col(OrderSnapshot.id)),
    )


def _transcript(of: Everything) -> Iterator[str]:
    """Gapless; each move one term; the bot writes only while it holds the term that its words carry."""
    if [m.sequence for m in of.messages] != list(range(1, of.row.last_sequence + 1)):
        yield f"sequences {[m.sequence for m in of.messages]} up to {of.row.last_sequence}"
    said = [m.created_at for m in of.messages if m.kind in (MessageKind.TEXT, MessageKind.ACTIVITY)]
    if any(one > other for one, other in pairwise(said)):
        yield "messages are not in the order of time"
    state, term = State.BOT, 1
    for message in of.messages:
        before = state
        if message.kind == MessageKind.ACTIVITY:
            state, term = State(message.data["state"]), term + 1
            if state not in ENDS[Move(message.data["move"])]:
                yield f"{message.sequence}: {message.data['move']} ends in {state}"
        if message.term != term:
            yield f"{message.sequence}: {message.kind} by {message.author} of term {message.term} in term {term}"
        if message.author == ActorKind.BOT and not _may_be_the_bots(message, before):
            yield f"{message.sequence}: {message.kind} by the bot while {before} held"
        if message.kind == MessageKind.NOTE and message.audience != Audience.AGENTS:
            yield f"{message.sequence}: a note for everyone"
    if (of.row.state, of.row.term) != (state, term):
        yield f"{of.row.state} in term {of.row.term}, while the transcript ends with {state} in term {term}"


def _may_be_the_bots(message: Message, before: State) -> bool:
    is_a_move = message.kind == MessageKind.ACTIVITY
    return before is State.BOT and (not is_a_move or message.data["move"] == Move.ESCALATE)


def _holder(of: Everything) -> Iterator[str]:
    row = of.row
    if (row.state == State.AGENT) != (row.agent_id is not None):
        yield f"{row.state} with agent {row.agent_id}"
    if (row.state == State.WAITING) != (row.waiting_since is not None):
        yield f"{row.state}, waiting since {row.waiting_since}"
    if (row.state == State.RESOLVED) != (row.resolved_at is not None):
        yield f"{row.state}, resolved at {row.resolved_at}"
    if row.draft_suggestion and row.state not in (State.AGENT, State.WAITING):
        yield f"a suggestion to nobody: {row.state}"
    if not 0 < row.revision <= of.head:
        yield f"revision {row.revision} of {of.head}"


def _offers(of: Everything) -> Iterator[str]:
    """Each form stands in the transcript, in its term; at most one is open; each answer is there once."""
    put = {int(m.data["offer_id"]): m for m in of.messages if m.kind == MessageKind.ACTION_OFFER}
    given = Counter(int(m.data["offer_id"]) for m in of.messages if m.kind == MessageKind.ACTION_RESPONSE)
    if set(put) != {offer.id for offer in of.offers}:
        yield f"offers {[offer.id for offer in of.offers]} with messages of {sorted(put)}"
    for offer in of.offers:
        message = put.get(offer.id or 0)
        if message is None or (message.sequence, message.term) != (offer.message_sequence, offer.term):
            yield f"offer {offer.id} of term {offer.term} and its message do not agree"
        answers = sum(response.offer_id == offer.id for response in of.responses)
        if (offer.status == "submitted") != (answers == 1) or answers != given[offer.id or 0]:
            yield f"offer {offer.id} is {offer.status} with {answers} responses and {given[offer.id or 0]} messages"
    if sum(offer.status == "open" for offer in of.offers) > (0 if of.row.state == State.RESOLVED else 1):
        yield f"forms are open in a conversation held by {of.row.state}"


def _handoffs(of: Everything) -> Iterator[str]:
    """A request for a human is open while one waits, and until a human has spoken; never beside the bot."""
    still_open = [handoff for handoff in of.handoffs if handoff.closed_at is None]
    allowed = {State.WAITING: (1,), State.AGENT: (0, 1)}.get(State(of.row.state), (0,))
    if len(still_open) not in allowed:
        yield f"{len(still_open)} open requests for a human while {of.row.state} holds"
    asked = [m for m in of.messages if m.kind == MessageKind.ACTIVITY and m.data["move"] == Move.ESCALATE]
    by_bot = sum(m.author == ActorKind.BOT for m in asked)
    if by_bot != sum(handoff.requested_by == ActorKind.BOT for handoff in of.handoffs):
        yield "requests of the bot without their activity"
    if any(handoff.first_human_word_at and handoff.accepted_at is None for handoff in of.handoffs):
        yield "a human spoke who never accepted"


def _turns(of: Everything) -> Iterator[str]:
    """A turn that spoke spoke in its own term; one that was discarded or superseded did not."""
    by_id = {message.id: message for message in of.messages}
    for turn in of.turns:
        message = by_id.get(turn.message_id) if turn.message_id else None
        if turn.outcome in UNSPOKEN and turn.message_id is not None:
            yield f"turn {turn.id} was {turn.outcome} and spoke"
        if message is not None and (message.term, message.author) != (turn.term, ActorKind.BOT):
            yield f"turn {turn.id} of term {turn.term} spoke in term {message.term}"


def _lookups(of: Everything) -> Iterator[str]:
    for snapshot in of.snapshots:
        if snapshot.term > of.row.term:
            yield f"snapshot {snapshot.id} of term {snapshot.term}"
    words = Counter(m.client_key for m in of.messages if m.client_key is not None)
    yield from (f"client key {key} is used {count} times" for key, count in words.items() if count > 1)
