"""Reads of forms: what a shop offers, what is open in a thread, and how far it is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.actions import rules
from backend.actions.forms import Form, OfferStatus, parse_effects, parse_fields, parse_triggers
from backend.actions.hinted import CartLine, Seen
from backend.actions.languages import in_language
from backend.actions.models import CustomAction, Offer, Photo, Response
from backend.conversations.hints import hint_of


@dataclass(frozen=True)
class FilledField:
    """A value of a form; `origin` is where a prefilled one came from, empty where it was typed."""

    key: str
    label: str
    value: str
    origin: str


@dataclass(frozen=True)
class OfferedForm:
    """A form as it was put to a shopper, in the version of that moment, with what was filled so far."""

    id: int
    conversation_id: int
    message_sequence: int
    status: OfferStatus
    form: Form
    values: tuple[FilledField, ...]
    offered_by: str
    drafted_at: datetime | None
    closed_at: datetime | None
    corrects_sequence: int | None = None
    """The message whose answers are being corrected; the form stands beside it."""
    choices: Mapping[str, Any] = field(default_factory=dict)
    """What may be chosen from, as the offer keeps it; see options.py."""


@dataclass(frozen=True)
class Published:
    """A version of a form, since when it stands, and how often any version of it was answered."""

    form: Form
    published_at: datetime
    retired_at: datetime | None
    responses: int


@dataclass(frozen=True)
class Chip:
    """A button that starts a form when the chat opens."""

    label: str
    action_key: str


def form_of(action: CustomAction) -> Form:
    """A stored version as the rules see it."""
    return Form(
        key=action.key,
        version=action.version,
        title=action.title,
        intro=action.intro,
        fields=parse_fields(action.fields),
        triggers=parse_triggers(action.triggers),
        effects=parse_effects(action.effects),
        may_skip=action.may_skip,
    )


async def live_forms(session: AsyncSession, shop_id: int) -> list[Form]:
    """The newest version of each form that is not retired, in the order in which the forms were first made."""
    rows = await session.exec(
        select(CustomAction).where(CustomAction.shop_id == shop_id).order_by(col(CustomAction.id))
    )
    newest: dict[str, CustomAction | None] = {}
    for action in rows.all():  # a key keeps the place of its first version
        newest[action.key] = action if action.retired_at is None else newest.setdefault(action.key, None)
    return [form_of(action) for action in newest.values() if action is not None]


async def live_action(session: AsyncSession, shop_id: int, key: str) -> CustomAction | None:
    """The version of a form that is offered now."""
    found = await session.exec(
        select(CustomAction)
        .where(CustomAction.shop_id == shop_id, CustomAction.key == key, col(CustomAction.retired_at).is_(None))
        .order_by(col(CustomAction.version).desc())
        .limit(1)
    )
    return found.first()


async def newest_version(session: AsyncSession, shop_id: int, key: str) -> CustomAction | None:
    """The last version of a form, retired or not."""
    found = await session.exec(
        select(CustomAction)
        .where(CustomAction.shop_id == shop_id, CustomAction.key == key)
        .order_by(col(CustomAction.version).desc())
        .limit(1)
    )
    return found.first()


async def published(session: AsyncSession, shop_id: int) -> list[Published]:
    """The newest version of each form, retired ones too, in the order in which the forms were first made."""
    rows = await session.exec(
        select(CustomAction).where(CustomAction.shop_id == shop_id).order_by(col(CustomAction.id))
    )
    newest: dict[str, CustomAction] = {}
    for action in rows.all():
        newest[action.key] = action
    counted = await session.exec(
        select(Response.action_key, func.count()).where(Response.shop_id == shop_id).group_by(col(Response.action_key))
    )
    responses = dict(counted.all())
    return [_published(action, responses.get(key, 0)) for key, action in newest.items()]


async def versions(session: AsyncSession, shop_id: int, key: str) -> list[Published]:
    """Every version of a form, the newest first, each with how often it was answered."""
    rows = await session.exec(
        select(CustomAction)
        .where(CustomAction.shop_id == shop_id, CustomAction.key == key)
        .order_by(col(CustomAction.version).desc())
    )
    counted = await session.exec(
        select(Response.action_version, func.count())
        .where(Response.shop_id == shop_id, Response.action_key == key)
        .group_by(col(Response.action_version))
    )
    responses = dict(counted.all())
    return [_published(action, responses.get(action.version, 0)) for action in rows.all()]


def _published(action: CustomAction, responses: int) -> Published:
    return Published(form_of(action), action.created_at, action.retired_at, responses)


async def chips(session: AsyncSession, shop_id: int, language: str = "en", *, is_logged_in: bool = False) -> list[Chip]:
    """The opening buttons that start a form, for a shopper of whom nothing else is known yet."""
    fresh = rules.Circumstances(is_logged_in=is_logged_in)
    forms = [form for form in await live_forms(session, shop_id) if rules.fits(form.triggers, fresh)]
    shown = [in_language(form, language) for form in forms if form.triggers.opening_chip]
    return [Chip(form.triggers.opening_chip, form.key) for form in shown]


async def open_form(session: AsyncSession, shop_id: int, conversation_id: int) -> OfferedForm | None:
    """The one form that a thread waits for."""
    return (await open_forms(session, shop_id, [conversation_id])).get(conversation_id)


async def open_forms(session: AsyncSession, shop_id: int, conversation_ids: Collection[int]) -> dict[int, OfferedForm]:
    """The open forms of several threads, by conversation."""
    which = col(Offer.conversation_id).in_(conversation_ids) & (col(Offer.status) == OfferStatus.OPEN)
    return {offered.conversation_id: offered for offered in await _offered(session, shop_id, which)}


async def forms(session: AsyncSession, shop_id: int, offer_ids: Collection[int]) -> dict[int, OfferedForm]:
    """Offered forms by the id of their offer. Those of other shops are not in it."""
    if not offer_ids:
        return {}
    return {offered.id: offered for offered in await _offered(session, shop_id, col(Offer.id).in_(offer_ids))}


async def responses(session: AsyncSession, shop_id: int, conversation_id: int) -> Sequence[Response]:
    """What was answered in a thread, oldest first."""
    found = await session.exec(
        select(Response)
        .where(Response.shop_id == shop_id, Response.conversation_id == conversation_id)
        .order_by(col(Response.message_sequence))
    )
    return found.all()


async def seen_by_browser(session: AsyncSession, shop_id: int, shopper_id: int) -> Seen:
    """What the shopper's browser says of page and cart, for proposals."""
    hint = await hint_of(session, shop_id, shopper_id)
    if hint is None:
        return Seen()
    items = hint.cart.get("items", ())
    lines = tuple(CartLine(str(one["title"]), str(one.get("variant") or ""), int(one["quantity"])) for one in items)
    return Seen(lines, hint.page_url, hint.page_title)


async def has_photo(session: AsyncSession, shop_id: int | None, name: str) -> bool:
    """Whether a photo is there for whoever may see it. None is for who proved that by a link to this very photo."""
    found = select(Photo.id).where(
        Photo.name == name,
        col(Photo.stored_at).is_not(None),
        col(Photo.dropped_at).is_(None),
        col(Photo.conversation_id).is_not(None),
        col(Photo.shop_id).is_not(None) if shop_id is None else Photo.shop_id == shop_id,
    )
    return (await session.exec(found)).first() is not None


async def offerable_forms(session: AsyncSession, shop_id: int, conversation_id: int) -> list[Form]:
    """The forms that the bot may offer in a thread now."""
    standing = await offered_keys(session, shop_id, conversation_id)
    answered = [key for key, status in standing.items() if status is OfferStatus.SUBMITTED]
    return rules.offerable(await live_forms(session, shop_id), answered)


async def offered_keys(session: AsyncSession, shop_id: int, conversation_id: int) -> dict[str, OfferStatus]:
    """Which forms were put to the shopper in a thread, with how the last offer of each stands."""
    rows = await session.exec(
        select(CustomAction.key, Offer.status)
        .join(Offer, col(Offer.action_id) == col(CustomAction.id))
        .where(
            Offer.shop_id == shop_id,
            Offer.conversation_id == conversation_id,
            # A correction that was begun and left does not undo the answer.
            or_(col(Offer.corrects_sequence).is_(None), col(Offer.status) == OfferStatus.SUBMITTED),
        )
        .order_by(col(Offer.id))
    )
    return {key: OfferStatus(status) for key, status in rows.all()}


async def _offered(session: AsyncSession, shop_id: int, which: ColumnElement[bool]) -> list[OfferedForm]:
    rows = await session.exec(
        select(Offer, CustomAction)
        .join(CustomAction, col(CustomAction.id) == col(Offer.action_id))
        .where(Offer.shop_id == shop_id, which)
    )
    return [_as_offered(offer, form_of(action)) for offer, action in rows.all()]


def _as_offered(offer: Offer, form: Form) -> OfferedForm:
    assert offer.id is not None
    return OfferedForm(
        id=offer.id,
        conversation_id=offer.conversation_id,
        message_sequence=offer.message_sequence,
        status=OfferStatus(offer.status),
        form=form,
        values=tuple(
            FilledField(each.key, each.label, str(offer.draft[each.key]), offer.origins.get(each.key, ""))
            for each in form.fields
            if offer.draft.get(each.key)
        ),
        offered_by=offer.offered_by,
        drafted_at=offer.drafted_at,
        closed_at=offer.closed_at,
        corrects_sequence=offer.corrects_sequence,
        choices=offer.choices,
    )
