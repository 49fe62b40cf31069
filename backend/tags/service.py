"""The only writer of tags. What a person took off stays off: no rule puts it back, a person may.

A verb that changes what a conversation carries locks it first, so a rule cannot slip past a removal.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete as delete_from
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actors import AgentActor, InboxActor, Scope
from backend.conversations import service as conversations
from backend.conversations.models import Conversation
from backend.conversations.rules import State, clean_text
from backend.errors import Invalid, NotAllowed, NotFound
from backend.shops.models import Shop
from backend.tags import rules
from backend.tags.models import Tag, TagApplication
from backend.tags.rules import Application, Colour, Origin, TagDefinition, TagRule
from backend.tags.starters import STARTERS

MOST_TAGS = 200
"""How many tags a shop may have."""


# Definitions


async def install_starters(session: AsyncSession, shop_id: int, now: datetime) -> None:
    """Gives a shop that never had tags the starter tags. From then on they are the merchant's."""
    await _lock_shop(session, shop_id)
    if (await session.exec(select(Tag.id).where(Tag.shop_id == shop_id).limit(1))).first() is None:
        for starter in STARTERS:
            made = Tag(shop_id=shop_id, name=starter.name, created_at=now)
            _set(made, starter)
            session.add(made)
        await session.flush()


async def create(session: AsyncSession, actor: InboxActor, definition: TagDefinition, now: datetime) -> Tag:
    """A new tag. Its name must be free; a deleted tag's is, and comes back without its old conversations."""
    _require(actor)
    checked = _checked(definition)
    await _lock_shop(session, actor.shop_id)
    same = await _named(session, actor.shop_id, checked.name)
    if same is not None and same.deleted_at is None:
        raise Invalid(f"There is a tag “{checked.name}” already.", field="name")
    live = select(func.count()).where(col(Tag.shop_id) == actor.shop_id, col(Tag.deleted_at).is_(None))
    if (await session.exec(live)).one() >= MOST_TAGS:
        raise Invalid(f"A shop has at most {MOST_TAGS} tags. Delete one first.", field="name")
    made = same or Tag(shop_id=actor.shop_id, name=checked.name, created_at=now)
    _set(made, checked)
    made.deleted_at, made.created_at = None, now
    session.add(made)
    await session.flush()
    return made


async def update(
    session: AsyncSession,
    actor: InboxActor,
    tag_id: int,
    *,
    name: str,
    colour: Colour,
    description: str,
    rule: TagRule | None = None,
) -> Tag:
    """Changes a tag where it stands; without a rule it keeps its own. Conversations in work come up in feeds again."""
    _require(actor)
    carrying = await _lock_carrying(session, actor.shop_id, tag_id)
    found = await _live(session, actor.shop_id, tag_id)
    await _lock_shop(session, actor.shop_id)
    checked = _checked(TagDefinition(name, rule or rules.parse(found.rules), colour, description))
    same = await _named(session, actor.shop_id, checked.name)
    if same is not None and same.id != found.id:
        raise Invalid(f"There is a tag “{checked.name}” already.", field="name")
    _set(found, checked)
    session.add(found)
    for conversation in carrying:
        conversations.touch(session, conversation)
    await session.flush()
    return found


async def delete(session: AsyncSession, actor: InboxActor, tag_id: int, now: datetime) -> Tag:
    """Takes the tag away, and off every conversation."""
    _require(actor)
    carrying = await _lock_carrying(session, actor.shop_id, tag_id)
    found = await _live(session, actor.shop_id, tag_id)
    found.deleted_at = now
    session.add(found)
    await session.exec(delete_from(TagApplication).where(col(TagApplication.tag_id) == tag_id))
    for conversation in carrying:
        conversations.touch(session, conversation)
    await session.flush()
    return found


# Conversations


async def add(session: AsyncSession, actor: InboxActor, conversation_id: int, name: str, now: datetime) -> Conversation:
    """Puts a tag on by hand, also one that a person took off before. Again, it changes nothing."""
    _require(actor)
    conversation = await conversations.locked(session, actor.shop_id, conversation_id)
    tag = await _named_live(session, actor.shop_id, name)
    application = await session.get(TagApplication, (conversation_id, tag.id))
    if application is not None and application.removed_at is None:
        return conversation
    application = application or _new_row(conversation, tag, now)
    application.applied_by, application.applied_at = Origin(actor.kind), now
    application.agent_id = actor.id if isinstance(actor, AgentActor) else None
    application.evidence, application.evidence_sequence, application.confidence = "", None, 1.0
    application.removed_at = application.removed_by = None
    session.add(application)
    conversations.touch(session, conversation)
    await session.flush()
    return conversation


async def remove(
    session: AsyncSession, actor: InboxActor, conversation_id: int, name: str, now: datetime
) -> Conversation:
    """Takes a tag off for good: no rule puts it back. Taking off what is not on changes nothing."""
    _require(actor)
    conversation = await conversations.locked(session, actor.shop_id, conversation_id)
    tag = await _named_live(session, actor.shop_id, name)
    application = await session.get(TagApplication, (conversation_id, tag.id))
    if application is None or application.removed_at is not None:
        return conversation
    application.removed_at = now
    application.removed_by = actor.id if isinstance(actor, AgentActor) else None
    session.add(application)
    conversations.touch(session, conversation)
    await session.flush()
    return conversation


async def apply(
    session: AsyncSession,
    conversation: Conversation,
    applications: Sequence[Application],
    *,
    term: int | None = None,
    now: datetime,
) -> list[str]:
    """Puts on a locked conversation what rules decided, and returns the names that are new.

    What a person took off stays off, and what a person put on stays theirs. A surer ground replaces the evidence of an
    earlier rule; the same facts again change nothing. With a term: TermOver once it ended.
    """
    if term is not None:
        conversations.require_term(conversation, term)
    names = [application.tag for application in applications]
    found = await session.exec(
        select(Tag).where(Tag.shop_id == conversation.shop_id, col(Tag.name).in_(names), col(Tag.deleted_at).is_(None))
    )
    tags = {tag.name: tag for tag in found.all()}
    fresh, is_changed = [], False
    for application in applications:
        tag = tags.get(application.tag)
        row = await session.get(TagApplication, (conversation.id, tag.id)) if tag else None
        if tag is None or (row is not None and not _may_replace(row, application)):
            continue
        if row is None:
            row = _new_row(conversation, tag, now)
            fresh.append(tag.name)
        row.evidence, row.evidence_sequence = application.evidence, application.evidence_sequence
        row.confidence = application.confidence
        session.add(row)
        is_changed = True
    if is_changed:
        conversations.touch(session, conversation)
        await session.flush()
    return fresh


def _may_replace(row: TagApplication, application: Application) -> bool:
    is_of_rule = row.removed_at is None and row.applied_by == Origin.RULE
    return is_of_rule and application.confidence > row.confidence


def _new_row(conversation: Conversation, tag: Tag, now: datetime) -> TagApplication:
    assert conversation.id is not None and tag.id is not None
    return TagApplication(
        conversation_id=conversation.id,
        tag_id=tag.id,
        shop_id=conversation.shop_id,
        applied_by=Origin.RULE,
        applied_at=now,
    )


# Checks and finding


def _require(actor: InboxActor) -> None:
    if not actor.may(Scope.WRITE_TAGS):
        raise NotAllowed("This access token may not change tags; it needs the scope write_tags.")


def _checked(definition: TagDefinition) -> TagDefinition:
    name, description = definition.name.strip(), clean_text(definition.description)
    for field, problem in (
        ("name", rules.name_problem(name)),
        ("description", rules.description_problem(description)),
    ):
        if problem:
            raise Invalid(problem, field=field)
    return TagDefinition(name, definition.rule, Colour(definition.colour), description)


def _set(tag: Tag, definition: TagDefinition) -> None:
    tag.name, tag.colour, tag.description = definition.name, definition.colour, definition.description
    tag.rules = rules.dump(definition.rule)


async def _lock_shop(session: AsyncSession, shop_id: int) -> None:
    """Names are dealt one at a time in a shop. Comes after any conversation's and any tag's lock."""
    await session.exec(select(Shop.id).where(Shop.id == shop_id).with_for_update(key_share=True))


async def _live(session: AsyncSession, shop_id: int, tag_id: int) -> Tag:
    """The tag, locked: after the conversations that carry it and before the shop, as whoever puts it on does."""
    living = select(Tag).where(Tag.id == tag_id, Tag.shop_id == shop_id, col(Tag.deleted_at).is_(None))
    found = (await session.exec(living.with_for_update().execution_options(populate_existing=True))).first()
    if found is None:
        raise NotFound("There is no such tag.", field="id")
    return found


async def _named(session: AsyncSession, shop_id: int, name: str) -> Tag | None:
    return (await session.exec(select(Tag).where(Tag.shop_id == shop_id, Tag.name == name))).first()


async def _named_live(session: AsyncSession, shop_id: int, name: str) -> Tag:
    tag = await _named(session, shop_id, name.strip())
    if tag is None or tag.deleted_at is not None:
        raise NotFound(f"There is no tag “{rules.shortened(name)}”. Make it first.", field="name")
    return tag


async def _lock_carrying(session: AsyncSession, shop_id: int, tag_id: int) -> Sequence[Conversation]:
    """The conversations to bring up again, locked by id so that two such changes cannot wait for each other."""
    found = await session.exec(
        select(Conversation)
        .join(TagApplication, col(TagApplication.conversation_id) == col(Conversation.id))
        .where(
            TagApplication.shop_id == shop_id,
            TagApplication.tag_id == tag_id,
            col(TagApplication.removed_at).is_(None),
            Conversation.state != State.RESOLVED,
        )
        .order_by(col(Conversation.id))
        .with_for_update(of=Conversation)
    )
    return found.all()
