"""Photos of forms, as rows: whose they are, which of them answer something, and which must go.

A photo is expected (a row, under the conversation's lock), stored (its files are written, with no transaction open),
and kept once an answer names it. Whatever was sent and never became an answer is dropped, and a job deletes it.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, update
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend import jobs
from backend.actions.finding import found_for, require_open
from backend.actions.forms import FieldKind, Form, photo_names
from backend.actions.models import Offer, Photo
from backend.actions.rules import NO_PHOTO, FieldError, broken
from backend.actors import ShopperActor
from backend.conversations.models import Conversation
from backend.conversations.rules import client_key_problem
from backend.db import AT_ONCE
from backend.errors import Invalid, NotAllowed, NotFound

MOST_OF_FORM = 12
"""Sent for one form, those that were taken away again among them."""
MOST_OF_THREAD = 60
KEEP_UNSENT_FOR = timedelta(days=14)
"""A form that was left half filled in may be gone on with; after this its photos are to be chosen again."""
ARRIVES_WITHIN = timedelta(hours=1)
"""A photo that is not stored by then never will be: whoever was to store it is gone."""
FORGET = "actions.forget_photos"


def small_of(name: str) -> str:
    """The file of the small photo."""
    return f"{name}.small"


def files_of(name: str) -> tuple[str, str]:
    """All files of a photo."""
    return name, small_of(name)


# Sending


@dataclass(frozen=True)
class Wanted:
    """For which field of which form a photo is sent. Each try of one photo has the same client key."""

    offer_id: int
    field_key: str
    client_key: str


async def expect(session: AsyncSession, actor: ShopperActor, wanted: Wanted, now: datetime) -> Photo:
    """A place for a photo of an open form of the shopper's own; the same one for each try. NotFound, NotAllowed."""
    problem = client_key_problem(wanted.client_key)
    if problem:
        raise Invalid(problem, field="key")
    conversation, offer, form = await found_for(session, actor, wanted.offer_id)
    require_open(offer)
    if wanted.field_key not in form.photo_keys:
        raise NotFound("This form has no such field.", field="field")
    rows = await session.exec(
        select(Photo).where(Photo.conversation_id == conversation.id, col(Photo.dropped_at).is_(None))
    )
    standing = rows.all()
    of_form = [photo for photo in standing if photo.offer_id == offer.id]
    first = next((photo for photo in of_form if photo.client_key == wanted.client_key), None)
    if first is not None:
        return first
    if len(of_form) >= MOST_OF_FORM or len(standing) >= MOST_OF_THREAD:
        raise NotAllowed("No more photos can be sent here.")
    photo = Photo(
        name=f"photo-{secrets.token_urlsafe(16)}",
        shop_id=conversation.shop_id,
        conversation_id=conversation.id,
        offer_id=offer.id,
        field_key=wanted.field_key,
        client_key=wanted.client_key,
        created_at=now,
    )
    session.add(photo)
    await session.flush()
    return photo


async def store(session: AsyncSession, photo: Photo, now: datetime) -> bool:
    """Its files are there. False where it was dropped meanwhile: then nobody else will delete them."""
    known = update(Photo).where(col(Photo.id) == photo.id, col(Photo.dropped_at).is_(None))
    found = await session.exec(known.values(stored_at=now, width=photo.width, height=photo.height, size=photo.size))
    return bool(found.rowcount)


async def turn_away(session: AsyncSession, photo: Photo) -> None:
    """It was no photo after all, or not stored: its place is free again."""
    await session.exec(delete(Photo).where(col(Photo.id) == photo.id, col(Photo.stored_at).is_(None)))


# Answers


async def of_thread(session: AsyncSession, conversation: Conversation, values: Iterable[str]) -> frozenset[str]:
    """Those of the named photos that were sent in this conversation and are there."""
    names = {name for value in values for name in photo_names(value)}
    if not names:
        return frozenset()
    rows = await session.exec(
        select(Photo.name).where(
            Photo.conversation_id == conversation.id,
            col(Photo.name).in_(names),
            col(Photo.stored_at).is_not(None),
            col(Photo.dropped_at).is_(None),
        )
    )
    return frozenset(rows.all())


async def problems(
    session: AsyncSession, conversation: Conversation, form: Form, answers: Mapping[str, str]
) -> tuple[FieldError, ...]:
    """What is wrong with answers that name photos which are not there, or are somebody else's."""
    fields = [each for each in form.fields if each.kind is FieldKind.PHOTO and each.key in answers]
    there = await of_thread(session, conversation, [answers[each.key] for each in fields])
    missing = [each for each in fields if set(photo_names(answers[each.key])) - there]
    return tuple(broken(each, "photo", NO_PHOTO) for each in missing)


async def without_strangers(
    session: AsyncSession, conversation: Conversation, form: Form, values: Mapping[str, str]
) -> dict[str, str]:
    """Half-filled values, with no photo in them but those of this conversation: only these are shown to anybody."""
    keys = [key for key in form.photo_keys if values.get(key)]
    there = await of_thread(session, conversation, [values[key] for key in keys])
    own = {key: "\n".join(name for name in photo_names(values[key]) if name in there) for key in keys}
    return {**values, **own}


async def settle(session: AsyncSession, offer: Offer, answers: Mapping[str, str], now: datetime) -> None:
    """The form is closed: the photos of its answers are kept, and whatever else was sent for it is dropped."""
    kept = {name for value in answers.values() for name in photo_names(value)}
    if kept:
        await session.exec(
            update(Photo)
            .where(
                col(Photo.conversation_id) == offer.conversation_id,
                col(Photo.name).in_(kept),
                col(Photo.kept_at).is_(None),
            )
            .values(kept_at=now)
        )
    left = col(Photo.offer_id) == offer.id, col(Photo.kept_at).is_(None), col(Photo.dropped_at).is_(None)
    dropped = await session.exec(update(Photo).where(*left).values(dropped_at=now))
    if dropped.rowcount:
        await _owe(session)


# Forgetting


def gone(now: datetime) -> ColumnElement[bool]:
    """Photos that nobody sees any more, whose files nobody is about to write."""
    is_over = or_(
        col(Photo.dropped_at).is_not(None), col(Photo.conversation_id).is_(None), col(Photo.shop_id).is_(None)
    )
    return and_(is_over, or_(col(Photo.stored_at).is_not(None), col(Photo.created_at) < now - ARRIVES_WITHIN))


async def drop_left(session: AsyncSession, now: datetime) -> int:
    """Drops some of the photos that never became an answer, and owes the deletion of all that are gone."""
    old = and_(
        col(Photo.kept_at).is_(None),
        col(Photo.dropped_at).is_(None),
        or_(
            col(Photo.created_at) < now - KEEP_UNSENT_FOR,
            and_(col(Photo.stored_at).is_(None), col(Photo.created_at) < now - ARRIVES_WITHIN),
        ),
    )
    chosen = (await session.exec(select(Photo.id).where(old).limit(AT_ONCE))).all()
    if chosen:
        await session.exec(update(Photo).where(col(Photo.id).in_(chosen), old).values(dropped_at=now))
    if (await session.exec(select(func.count()).select_from(Photo).where(gone(now)))).one():
        await _owe(session)
    return len(chosen)


async def _owe(session: AsyncSession) -> None:
    await jobs.enqueue(session, "actions.forget_photos", {}, key=FORGET)
