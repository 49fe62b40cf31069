"""The feeds of the inbox and of one thread. Each is a function of a cursor; the subscription asks it again."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime

import strawberry
from sqlalchemy import ColumnElement
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actions import queries as actions
from backend.actors import AgentActor, InboxActor
from backend.clock import now
from backend.context import Services
from backend.conversations import queries as conversations
from backend.conversations.models import BotTurn as TurnRow
from backend.conversations.models import Conversation as ConversationRow
from backend.conversations.models import Message as MessageRow
from backend.errors import Invalid, NotAuthenticated
from backend.graphql.agent.loaders import Loaders
from backend.graphql.agent.order_types import OrderSnapshot, snapshot_type
from backend.graphql.agent.types import (
    Agent,
    Conversation,
    Form,
    Message,
    agent_type,
    conversation_type,
    form_type,
    message_type,
)
from backend.graphql.shared import State
from backend.live import follow
from backend.orders import queries as orders
from backend.shops import queries as shops
from backend.tags import queries as tags

TRANSCRIPT_PAGE = 200
FEED_PAGE = 200
FRESH_PAGE = 50
TOO_FAR_BEHIND = 5_000
MOST_TAG_NAMES = 20


@strawberry.type
class InboxCounts:
    needs_you: int = strawberry.field(description="Conversations that wait for a human.")
    bot: int
    agents: int
    resolved_today: int


@strawberry.type(description="What changed in the shop's conversations since a revision.")
class InboxChanges:
    revision: float = strawberry.field(description="The cursor to ask `after` next.")
    has_more: bool
    reset: bool = strawberry.field(description="True where `after` lies beyond what exists: forget and ask from 0.")
    conversations: list[Conversation]
    left_ids: list[strawberry.ID] = strawberry.field(description="Changed, and not carrying the tags any more.")
    counts: InboxCounts


@strawberry.type(description="A value that the shopper gave, and where it came from.")
class KnownAnswer:
    key: str
    label: str
    value: str
    origin: str


@strawberry.type
class Retrieved:
    title: str
    heading: str
    url: str
    score: float


@strawberry.type(description="The trace of one bot turn.")
class BotTurn:
    message_sequence: int | None
    outcome: str
    understood: str
    decided_because: str
    retrieved: list[Retrieved]
    milliseconds: int
    at: datetime


@strawberry.type(description="The bot's growing answer.")
class BotDraft:
    term: int
    text: str


@strawberry.type(description="All that a thread's screen needs, and each later change of it.")
class Transcript:
    cursor: int
    has_more: bool
    reset: bool
    conversation: Conversation
    messages: list[Message] = strawberry.field(description="Those with a sequence above `after`, ascending.")
    open_form: Form | None
    orders: list[OrderSnapshot] = strawberry.field(description="For agents; empty for API clients.")
    known: list[KnownAnswer]
    bot_turns: list[BotTurn]
    watchers: list[Agent] = strawberry.field(description="Agents who have the thread open.")
    draft: BotDraft | None
    typing: str | None = strawberry.field(description='Who is typing: "shopper", an agent\'s first name, or null.')
    draft_suggestion: str | None = strawberry.field(description="What the bot had half written when it was overtaken.")


@strawberry.input(description="Which tags a conversation must carry, by name.")
class TagFilter:
    any: list[str] | None = None
    all: list[str] | None = None
    none: list[str] | None = None


def tag_condition(shop_id: int, wanted: TagFilter | None) -> ColumnElement[bool] | None:
    """The filter as a condition on conversations; None where it demands nothing."""
    if wanted is None:
        return None
    lists = [list(names or ()) for names in (wanted.any, wanted.all, wanted.none)]
    if sum(map(len, lists)) > MOST_TAG_NAMES:
        raise Invalid(f"Name at most {MOST_TAG_NAMES} tags.", field="tags")
    if not any(lists):
        return None
    return tags.condition(shop_id, any_=lists[0], all_=lists[1], none=lists[2])


async def inbox(
    services: Services, actor: InboxActor, after: int, tags_wanted: TagFilter | None = None
) -> InboxChanges:
    """Changes after a revision. From 0, and where too much has passed: the newest, and where the feed stands."""
    condition = tag_condition(actor.shop_id, tags_wanted)
    async with services.db.reading() as session:
        head = await conversations.head(session, actor.shop_id)
        reset = after > head or (after > 0 and head - after > TOO_FAR_BEHIND)
        if after == 0 or reset:
            rows = await conversations.newest(session, actor.shop_id, condition=condition, limit=FRESH_PAGE)
        else:
            rows = await conversations.changed_since(session, actor.shop_id, after, limit=FEED_PAGE + 1)
        has_more, rows = len(rows) > FEED_PAGE, rows[:FEED_PAGE]
        carrying = {row.id for row in rows}
        if condition is not None:
            carrying = await conversations.matching(session, actor.shop_id, list(carrying), condition)
        counts = await conversations.counts(session, actor.shop_id, now())
    load = Loaders(services.db, actor)
    return InboxChanges(
        revision=float(rows[-1].revision if has_more else max(head, rows[-1].revision if rows else 0)),
        has_more=has_more,
        reset=reset,
        conversations=[conversation_type(row, load) for row in rows if row.id in carrying],
        left_ids=[strawberry.ID(str(row.id)) for row in rows if row.id not in carrying],
        counts=InboxCounts(
            needs_you=counts.needs_you, bot=counts.bot, agents=counts.agents, resolved_today=counts.resolved_today
        ),
    )


async def inbox_changes(
    services: Services, actor: InboxActor, after: int, tags_wanted: TagFilter | None = None
) -> AsyncGenerator[InboxChanges, None]:
    """The inbox now and after each change."""
    cursor, first = after, True

    async def read() -> InboxChanges | None:
        nonlocal cursor, first
        await _require_welcome(services, actor)
        changes = await inbox(services, actor, cursor, tags_wanted)
        is_news = first or changes.reset or bool(changes.conversations or changes.left_ids)
        cursor, first = int(changes.revision), False
        return changes if is_news else None

    keys = (f"shop:{actor.shop_id}",)
    async with aclosing(follow(services.live, keys, read, has_more=lambda page: page.has_more)) as news:
        async for changes in news:
            yield changes


async def transcript(services: Services, actor: InboxActor, conversation_id: int, after: int) -> Transcript:
    """One thread after a sequence. NotFound for another shop's."""
    moment = now()
    async with services.db.reading() as session:
        row = await conversations.conversation(session, actor.shop_id, conversation_id)
        settings = await shops.settings(session, actor.shop_id)
        reset = after > row.last_sequence
        found = await conversations.messages_after(
            session, actor.shop_id, conversation_id, 0 if reset else after, limit=TRANSCRIPT_PAGE + 1
        )
        has_more, shown = len(found) > TRANSCRIPT_PAGE, found[:TRANSCRIPT_PAGE]
        offers = {int(m.data["offer_id"]) for m in shown if "offer_id" in m.data}
        forms = await actions.forms(session, actor.shop_id, offers)
        open_form = await actions.open_form(session, actor.shop_id, conversation_id)
        # Orders and what shoppers gave of themselves are for staff: no scope of an access token opens them.
        is_staff = isinstance(actor, AgentActor)
        snapshots = await orders.snapshots(session, actor.shop_id, conversation_id) if is_staff else []
        watching = await conversations.watchers(session, actor.shop_id, conversation_id, moment)
        return Transcript(
            cursor=_end(row, shown, has_more=has_more),
            has_more=has_more,
            reset=reset,
            conversation=conversation_type(row, Loaders(services.db, actor)),
            messages=[message_type(message, forms, settings.bot_name) for message in shown],
            open_form=form_type(open_form) if open_form else None,
            orders=[snapshot_type(snapshot, moment) for snapshot in snapshots],
            known=[KnownAnswer(key=key, **_known(value)) for key, value in row.known.items()] if is_staff else [],
            bot_turns=await _turns(session, actor, conversation_id),
            watchers=[each for row in watching if (each := agent_type(row, actor)) and not each.is_me],
            draft=_draft(services, row),
            typing=_typing(services, row, actor),
            draft_suggestion=row.draft_suggestion or None,
        )


async def transcripts(
    services: Services, actor: InboxActor, conversation_id: int, after: int
) -> AsyncGenerator[Transcript, None]:
    """One thread now and after each change."""
    cursor, seen = after, ""

    async def read() -> Transcript | None:
        nonlocal cursor, seen
        await _require_welcome(services, actor)
        found = await transcript(services, actor, conversation_id, cursor)
        cursor = found.cursor
        mark = repr((found.conversation.revision, found.draft, found.typing, found.watchers))
        if mark == seen and not found.messages and not found.reset:
            return None
        seen = mark
        return found

    keys = (f"conversation:{conversation_id}",)
    async with aclosing(follow(services.live, keys, read, has_more=lambda page: page.has_more)) as news:
        async for value in news:
            yield value


async def _require_welcome(services: Services, actor: InboxActor) -> None:
    """A feed ends when the app is uninstalled, or the program's access revoked: the first look after that refuses."""
    async with services.db.reading() as session:
        if not await shops.may_still_ask(session, actor):
            raise NotAuthenticated("This access has ended.")


def _end(row: ConversationRow, shown: list[MessageRow], *, has_more: bool) -> int:
    """The cursor after these messages. One may have been written since the row was read: it is not sent again."""
    last = shown[-1].sequence if shown else 0
    return last if has_more else max(row.last_sequence, last)


def _known(value: dict[str, str]) -> dict[str, str]:
    return {key: str(value.get(key, "")) for key in ("label", "value", "origin")}


async def _turns(session: AsyncSession, actor: InboxActor, conversation_id: int) -> list[BotTurn]:
    turns = await conversations.bot_turns(session, actor.shop_id, conversation_id)
    ids = [turn.message_id for turn in turns if turn.message_id is not None]
    sequences = await conversations.sequences_of(session, actor.shop_id, ids) if ids else {}
    return [_turn(turn, sequences.get(turn.message_id or 0)) for turn in turns]


def _turn(row: TurnRow, sequence: int | None) -> BotTurn:
    keys = ("title", "heading", "url")
    return BotTurn(
        message_sequence=sequence,
        outcome=row.outcome,
        understood=str(row.trace.get("understood", "")),
        decided_because=str(row.trace.get("because", "")),
        retrieved=[
            Retrieved(**{key: str(hit.get(key, "")) for key in keys}, score=float(hit.get("score", 0)))
            for hit in row.trace.get("retrieved", ())
        ],
        milliseconds=row.milliseconds,
        at=row.created_at,
    )


def _draft(services: Services, row: ConversationRow) -> BotDraft | None:
    draft = services.live.told(f"conversation:{row.id}", "draft")
    if draft is None or row.state != State.BOT or draft["term"] != row.term or draft["after"] != row.last_sequence:
        return None
    return BotDraft(term=draft["term"], text=draft["text"])


def _typing(services: Services, row: ConversationRow, actor: InboxActor) -> str | None:
    key = f"conversation:{row.id}"
    if services.live.told(key, "typing_shopper"):
        return "shopper"
    agent = services.live.told(key, "typing_agent")
    return str(agent["name"]) if agent and not is_typing(services, actor, row.id) else None


def is_typing(services: Services, actor: InboxActor, conversation_id: int | None) -> bool:
    """Whether it is this very agent who was said to be typing."""
    agent = services.live.told(f"conversation:{conversation_id}", "typing_agent")
    return isinstance(actor, AgentActor) and bool(agent) and agent["id"] == actor.id
