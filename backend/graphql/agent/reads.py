"""The feeds of the inbox and of one thread. Each is a function of a cursor; the subscription asks it again."""

from collections.abc import Collection, Hashable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import strawberry
from sqlalchemy import ColumnElement
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actions import queries as actions
from backend.actors import ActorKind, AgentActor, InboxActor
from backend.clock import now
from backend.context import Services
from backend.conversations import hints
from backend.conversations import queries as conversations
from backend.conversations.models import BotTurn as TurnRow
from backend.conversations.models import Conversation as ConversationRow
from backend.conversations.models import Message as MessageRow
from backend.conversations.unread import unread_by_agent
from backend.errors import Invalid, NotAuthenticated
from backend.graphql.agent.handoff_types import Agent, agent_type
from backend.graphql.agent.hint_types import BrowserHint, hint_type
from backend.graphql.agent.loaders import Loaders
from backend.graphql.agent.order_types import OrderSnapshot, snapshot_type
from backend.graphql.agent.types import (
    Conversation,
    Form,
    Message,
    conversation_type,
    form_type,
    message_type,
)
from backend.graphql.feeds import VIEWER, Entry, Feed, Found, Position, Viewer
from backend.graphql.shared import State
from backend.orders import acts
from backend.orders import queries as orders
from backend.shops import queries as shops
from backend.shops.models import Agent as AgentRow
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


class Typing(NamedTuple):
    """Who was said to be typing a moment ago."""

    shopper: bool
    agent_id: int | None
    agent: str | None


@strawberry.type(description="All that a thread's screen needs, and each later change of it.")
class Transcript:
    viewer: strawberry.Private[InboxActor]
    watching: strawberry.Private[list[AgentRow]]
    told_typing: strawberry.Private[Typing]
    cursor: int
    has_more: bool
    reset: bool
    conversation: Conversation
    messages: list[Message] = strawberry.field(description="Those with a sequence above `after`, ascending.")
    open_form: Form | None
    orders: list[OrderSnapshot] = strawberry.field(description="For agents; empty for API clients.")
    known: list[KnownAnswer]
    hint: BrowserHint | None = strawberry.field(description="For agents; null for API clients.")
    bot_turns: list[BotTurn]
    draft: BotDraft | None
    draft_suggestion: str | None = strawberry.field(description="What the bot had half written when it was overtaken.")

    @strawberry.field(description="Agents who have the thread open.", metadata=VIEWER)
    def watchers(self) -> list[Agent]:
        shown = [agent_type(row, self.viewer) for row in self.watching]
        return [each for each in shown if each and not each.is_me()]

    @strawberry.field(description='Who is typing: "shopper", an agent\'s first name, or null.', metadata=VIEWER)
    def typing(self) -> str | None:
        if self.told_typing.shopper:
            return "shopper"
        is_own = isinstance(self.viewer, AgentActor) and self.viewer.id == self.told_typing.agent_id
        return None if is_own else self.told_typing.agent


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
    services: Services, actor: InboxActor, after: int, tags_wanted: TagFilter | None, words: frozenset[str]
) -> InboxChanges:
    """Changes after a revision. From 0, and where too much has passed: the newest, and where the feed stands.

    `words` are those of the document: what they name of conversations is read along.
    """
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
        shown = [row for row in rows if row.id in carrying]
        await load.ahead(session, shown, words)
    return InboxChanges(
        revision=float(rows[-1].revision if has_more else max(head, rows[-1].revision if rows else 0)),
        has_more=has_more,
        reset=reset,
        conversations=[conversation_type(row, load) for row in shown],
        left_ids=[strawberry.ID(str(row.id)) for row in rows if row.id not in carrying],
        counts=InboxCounts(
            needs_you=counts.needs_you, bot=counts.bot, agents=counts.agents, resolved_today=counts.resolved_today
        ),
    )


def inbox_feed(
    services: Services, actor: InboxActor, after: int, tags_wanted: TagFilter | None, words: frozenset[str]
) -> Feed[InboxChanges]:
    """The inbox now and after each change."""

    async def read(at: Position, _is_own: bool) -> Found[InboxChanges]:
        changes = await inbox(services, actor, at.cursor, tags_wanted, words)
        is_news = at.seen is None or changes.reset or bool(changes.conversations or changes.left_ids)
        return Found(changes if is_news else None, Position(int(changes.revision), ""), has_more=changes.has_more)

    async def apart(changes: InboxChanges, viewers: Collection[Viewer]) -> dict[Viewer, tuple[Hashable, InboxChanges]]:
        return await _as_seen(services, actor.shop_id, changes, viewers)

    keys = (f"shop:{actor.shop_id}",)
    return Feed(services.live, _entry(services, actor), keys, Position(after), read, apart)


async def _as_seen(
    services: Services, shop_id: int, changes: InboxChanges, viewers: Collection[Viewer]
) -> dict[Viewer, tuple[Hashable, InboxChanges]]:
    """Agents differ in how far they have read, and in who is "me" where they are named; programs in neither."""
    staff = [agent_id for kind, agent_id in viewers if kind == ActorKind.AGENT]
    rows = [each.row for each in changes.conversations]
    if not staff or not rows:
        return dict.fromkeys(viewers, (None, changes))
    ids, load = [row.id for row in rows if row.id is not None], changes.conversations[0].load
    async with services.db.reading() as session:
        unread = await unread_by_agent(session, shop_id, staff, ids)
    named = set().union(*map(load.named, rows))

    def seen_by(agent_id: int) -> tuple[Hashable, InboxChanges]:
        counts = [unread[agent_id].get(each, 0) for each in ids]
        own = load.seen_by(AgentActor(shop_id, agent_id, ""), dict(zip(ids, counts, strict=True)))
        shown = replace(changes, conversations=[conversation_type(row, own) for row in rows])
        return (tuple(counts), agent_id if agent_id in named else None), shown

    return {(ActorKind.AGENT, agent_id): seen_by(agent_id) for agent_id in staff}


async def transcript(
    services: Services, actor: InboxActor, conversation_id: int, after: int, words: frozenset[str]
) -> Transcript:
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
        done = await acts.of_snapshots(session, actor.shop_id, conversation_id) if snapshots else {}
        watching = await conversations.watchers(session, actor.shop_id, conversation_id)
        hint = await hints.hint_of(session, actor.shop_id, row.shopper_id) if is_staff else None
        load = Loaders(services.db, actor)
        await load.ahead(session, [row], words)
        return Transcript(
            viewer=actor,
            watching=watching,
            told_typing=_typing(services, row),
            cursor=_end(row, shown, has_more=has_more),
            has_more=has_more,
            reset=reset,
            conversation=conversation_type(row, load),
            messages=[message_type(message, forms, settings.bot_name) for message in shown],
            open_form=form_type(open_form) if open_form else None,
            orders=[snapshot_type(each, moment, done.get(each.id or 0, ())) for each in snapshots],
            known=[KnownAnswer(key=key, **_known(value)) for key, value in row.known.items()] if is_staff else [],
            hint=hint_type(hint) if hint else None,
            bot_turns=await _turns(session, actor, conversation_id),
            draft=_draft(services, row),
            draft_suggestion=row.draft_suggestion or None,
        )


def transcript_feed(
    services: Services, actor: InboxActor, conversation_id: int, after: int, words: frozenset[str]
) -> Feed[Transcript]:
    """One thread now and after each change."""

    async def read(at: Position, is_own: bool) -> Found[Transcript]:
        found = await transcript(services, actor, conversation_id, at.cursor, words)
        mark = _mark(found, is_own=is_own)
        is_news = mark != at.seen or found.reset or bool(found.messages)
        return Found(found if is_news else None, Position(found.cursor, mark), has_more=found.has_more)

    keys = (f"conversation:{conversation_id}",)
    return Feed(services.live, _entry(services, actor), keys, Position(after), read)


def _mark(found: Transcript, *, is_own: bool) -> str:
    """What of a thread changes without a message; with what only its viewer sees, where it is read for one."""
    seen = (found.conversation.revision, found.draft)
    return repr((seen, found.typing(), [each.id for each in found.watchers()]) if is_own else seen)


def _entry(services: Services, actor: InboxActor) -> Entry:
    """Staff see the same of their shop; programs see what their scopes let them."""
    is_staff = isinstance(actor, AgentActor)
    rights = "staff" if is_staff else ",".join(sorted(actor.scopes))  # type: ignore[union-attr]

    async def check() -> None:
        await _require_welcome(services, actor)

    return Entry(
        rights=(actor.shop_id, rights),
        viewer=(actor.kind, actor.id),
        proof=(actor.kind, actor.shop_id if is_staff else actor.id),
        check=check,
    )


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


def _typing(services: Services, row: ConversationRow) -> Typing:
    key = f"conversation:{row.id}"
    agent = services.live.told(key, "typing_agent") or {}
    return Typing(bool(services.live.told(key, "typing_shopper")), agent.get("id"), agent.get("name"))


def is_typing(services: Services, actor: InboxActor, conversation_id: int | None) -> bool:
    """Whether it is this very agent who was said to be typing."""
    agent = services.live.told(f"conversation:{conversation_id}", "typing_agent")
    return isinstance(actor, AgentActor) and bool(agent) and agent["id"] == actor.id
