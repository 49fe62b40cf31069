"""Reads of tags: the shop's tags with their counts, what a conversation carries and why, and how often over time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import BigInteger, ColumnElement, cast, func, true
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.conversations.models import Conversation
from backend.conversations.rules import State
from backend.shops.models import Agent
from backend.tags import rules
from backend.tags.models import Tag, TagApplication
from backend.tags.rules import Colour, Origin, TagDefinition


@dataclass(frozen=True)
class TagSummary:
    """A tag with how many conversations carry it now, and how many of those are not resolved."""

    id: int
    name: str
    colour: Colour
    description: str
    rules: tuple[str, ...]
    conversation_count: int = 0
    open_count: int = 0


@dataclass(frozen=True)
class AppliedTag:
    """A tag on a conversation. `agent_name` is set where an agent put it on by hand."""

    tag_id: int
    name: str
    colour: Colour
    description: str
    origin: Origin
    agent_name: str | None
    evidence: str
    evidence_sequence: int | None
    confidence: float
    applied_at: datetime


class Bucket(StrEnum):
    """A span of time to count in. Spans begin on the hour, at midnight and on Monday, in UTC."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"

    @property
    def width(self) -> timedelta:
        return {Bucket.HOUR: timedelta(hours=1), Bucket.DAY: timedelta(days=1), Bucket.WEEK: timedelta(weeks=1)}[self]


@dataclass(frozen=True)
class TagCount:
    """How often a tag was put on in the span that begins at `start`, and stayed."""

    tag_id: int
    start: datetime
    count: int


_MONDAY = datetime(1970, 1, 5, tzinfo=UTC)


async def tags(session: AsyncSession, shop_id: int) -> list[TagSummary]:
    """The shop's tags by name, with their counts."""
    counted = await _counted(session, shop_id)
    found = await session.exec(select(Tag).where(Tag.shop_id == shop_id, _is_live()).order_by(col(Tag.name)))
    return [_summary(tag, *counted.get(tag.id or 0, (0, 0))) for tag in found.all()]


async def tag(session: AsyncSession, shop_id: int, tag_id: int) -> TagSummary | None:
    """One of the shop's tags, with its counts."""
    found = (await session.exec(select(Tag).where(Tag.id == tag_id, Tag.shop_id == shop_id, _is_live()))).first()
    if found is None:
        return None
    counted = await _counted(session, shop_id, col(TagApplication.tag_id) == tag_id)
    return _summary(found, *counted.get(tag_id, (0, 0)))


async def definitions(session: AsyncSession, shop_id: int) -> list[TagDefinition]:
    """The shop's tags as the rules see them, oldest first."""
    found = await session.exec(select(Tag).where(Tag.shop_id == shop_id, _is_live()).order_by(col(Tag.id)))
    return [TagDefinition(tag.name, rules.parse(tag.rules), Colour(tag.colour), tag.description) for tag in found.all()]


async def applied(
    session: AsyncSession, shop_id: int, conversation_ids: Collection[int]
) -> dict[int, list[AppliedTag]]:
    """What each of some conversations carries, first put on first. A conversation without tags is not in it."""
    if not conversation_ids:
        return {}
    on = TagApplication
    rows = await session.exec(
        select(TagApplication, Tag, Agent.first_name)
        .join(Tag, col(Tag.id) == col(on.tag_id))
        .outerjoin(Agent, col(Agent.id) == col(on.agent_id))
        .where(on.shop_id == shop_id, col(on.conversation_id).in_(conversation_ids), _is_on(), _is_live())
        .order_by(col(on.applied_at), col(on.tag_id))
    )
    carried: dict[int, list[AppliedTag]] = {}
    for application, tag, agent_name in rows.all():
        carried.setdefault(application.conversation_id, []).append(_applied(application, tag, agent_name))
    return carried


async def counts(
    session: AsyncSession, shop_id: int, *, since: datetime, until: datetime | None = None, bucket: Bucket = Bucket.DAY
) -> list[TagCount]:
    """How often each tag was put on per span of time, oldest span first. Tags that were taken off do not count."""
    on = TagApplication
    width, origin = int(bucket.width.total_seconds()), int(_MONDAY.timestamp())
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    seconds = func.strftime("%s", on.applied_at) if is_sqlite else func.floor(func.extract("epoch", col(on.applied_at)))
    span = ((cast(seconds, BigInteger) - origin) // width).label("span")
    rows = await session.exec(
        select(col(on.tag_id), span, func.count())
        .join(Tag, col(Tag.id) == col(on.tag_id))
        .where(
            on.shop_id == shop_id,
            col(on.applied_at) >= since,
            col(on.applied_at) < until if until is not None else true(),
            _is_on(),
            _is_live(),
        )
        .group_by(col(on.tag_id), span)
        .order_by(span, col(on.tag_id))
    )
    return [TagCount(tag_id, _MONDAY + at * bucket.width, count) for tag_id, at, count in rows.all()]


def condition(
    shop_id: int, *, any_: Sequence[str] = (), all_: Sequence[str] = (), none: Sequence[str] = ()
) -> ColumnElement[bool]:
    """A condition on Conversation: it carries any, all and none of these tags. An empty list demands nothing."""
    demands = [_carries(shop_id, [name]) for name in all_]
    if any_:
        demands.append(_carries(shop_id, any_))
    if none:
        demands.append(~_carries(shop_id, none))
    whole = true() & (col(Conversation.shop_id) == shop_id)
    for demand in demands:
        whole &= demand
    return whole


def _carries(shop_id: int, names: Collection[str]) -> ColumnElement[bool]:
    """Asked once for all conversations: SQLite would answer an EXISTS by the tag's index, anew for each of them."""
    on = TagApplication
    carrying = (
        select(on.conversation_id)
        .join(Tag, col(Tag.id) == col(on.tag_id))
        .where(on.shop_id == shop_id, col(Tag.name).in_(names), _is_on(), _is_live())
    )
    return col(Conversation.id).in_(carrying)


def _is_on() -> ColumnElement[bool]:
    return col(TagApplication.removed_at).is_(None)


def _is_live() -> ColumnElement[bool]:
    return col(Tag.deleted_at).is_(None)


async def _counted(
    session: AsyncSession, shop_id: int, which: ColumnElement[bool] | None = None
) -> dict[int, tuple[int, int]]:
    on = TagApplication
    rows = await session.exec(
        select(
            col(on.tag_id),
            func.count(),
            func.count().filter(col(Conversation.state) != State.RESOLVED),
        )
        .join(Conversation, col(Conversation.id) == col(on.conversation_id))
        .where(on.shop_id == shop_id, _is_on(), which if which is not None else true())
        .group_by(col(on.tag_id))
    )
    return {tag_id: (count, open_count) for tag_id, count, open_count in rows.all()}


def _summary(tag: Tag, conversation_count: int, open_count: int) -> TagSummary:
    assert tag.id is not None
    return TagSummary(
        id=tag.id,
        name=tag.name,
        colour=Colour(tag.colour),
        description=tag.description,
        rules=tuple(rules.in_words(rules.parse(tag.rules))),
        conversation_count=conversation_count,
        open_count=open_count,
    )


def _applied(application: TagApplication, tag: Tag, agent_name: str | None) -> AppliedTag:
    assert tag.id is not None
    return AppliedTag(
        tag_id=tag.id,
        name=tag.name,
        colour=Colour(tag.colour),
        description=tag.description,
        origin=Origin(application.applied_by),
        agent_name=agent_name,
        evidence=application.evidence,
        evidence_sequence=application.evidence_sequence,
        confidence=application.confidence,
        applied_at=application.applied_at,
    )
