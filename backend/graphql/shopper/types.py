"""What a shopper may see of their own thread."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import strawberry

from backend.actions.forms import Form as ActionForm
from backend.actions.forms import photo_names
from backend.actions.languages import as_shown, in_language
from backend.actions.links import Links
from backend.actions.options import Option
from backend.actions.queries import OfferedForm
from backend.actions.rules import FieldError as RuleFieldError
from backend.actions.rules import label_of, may_skip
from backend.actors import ActorKind
from backend.conversations.models import Message as MessageRow
from backend.conversations.words import activity_line
from backend.graphql.shared import FieldKind, Level, OfferStatus, State
from backend.orders.disclosure import OrderView as View
from backend.orders.queries import Shown


@strawberry.enum(description="Who speaks. SYSTEM is nobody: a line about what happened.")
class AuthorKind(enum.Enum):
    SHOPPER = "shopper"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


@strawberry.enum
class MessageKind(enum.Enum):
    TEXT = "text"
    ACTION_OFFER = "action_offer"
    ACTION_RESPONSE = "action_response"
    ACTIVITY = "activity"


@strawberry.type
class Author:
    kind: AuthorKind
    name: str = strawberry.field(description="The bot's or the agent's first name; empty for the shopper.")


@strawberry.type(description="A source that an answer quotes.")
class Citation:
    title: str
    url: str
    heading: str
    quote: str


@strawberry.type
class FieldError:
    key: str
    message: str


@strawberry.type
class FieldValue:
    key: str
    value: str
    origin: str = strawberry.field(
        description="Where a prefilled value came from: customer, cart, page, answer, text or agent; empty if typed."
    )
    photos: list[str] = strawberry.field(description="Links to the photos that it names, good for half an hour.")


@strawberry.type(description="An answer that may be chosen; another may be typed all the same.")
class FieldOption:
    value: str
    detail: str = strawberry.field(description="A line that tells it from the others; may be empty.")
    image_url: str | None


@strawberry.type
class FormField:
    key: str
    kind: FieldKind
    label: str
    help: str
    is_required: bool
    choices: list[str]
    options: list[FieldOption] = strawberry.field(
        description="The shopper's own orders, or the items of one, for who has verified that they are theirs."
    )
    max_length: int
    minimum: str = strawberry.field(description="Of a number, or of a date as YYYY-MM-DD; empty for none.")
    maximum: str


@strawberry.type(description="A custom action put to the shopper, with what was filled so far.")
class Form:
    id: strawberry.ID
    sequence: int = strawberry.field(description="The message that it stands beside.")
    is_correction: bool = strawberry.field(description="Whether that message holds answers, which it is to correct.")
    status: OfferStatus
    title: str
    intro: str
    fields: list[FormField]
    values: list[FieldValue]
    may_skip: bool


@strawberry.type
class ActionAnswer:
    key: str
    label: str
    value: str
    photos: list[str] = strawberry.field(description="Links to the photos that answer it, good for half an hour.")


@strawberry.type
class ParcelView:
    state: str
    carrier: str
    tracking_url: str | None
    estimate: str | None


@strawberry.type
class OrderItemView:
    title: str
    variant: str
    quantity: int
    image_url: str | None


@strawberry.type
class Total:
    amount: str = strawberry.field(description="A decimal number, as Shopify wrote it.")
    currency: str


@strawberry.type(description="An order as far as the shopper has proven that it is theirs.")
class OrderView:
    level: Level
    name: str
    summary: str
    parcels: list[ParcelView]
    fetched_at: datetime | None
    status_url: str | None = strawberry.field(description="From here on only for who has verified the order.")
    items: list[OrderItemView]
    total: Total | None
    address: list[str]


@strawberry.type
class Message:
    sequence: int
    kind: MessageKind
    author: Author
    text: str
    sent_at: datetime
    client_key: str | None
    citations: list[Citation]
    form: Form | None
    answers: list[ActionAnswer]
    corrects: int | None = strawberry.field(description="The message whose answers these answers correct.")
    order: OrderView | None
    code_for: str | None = strawberry.field(
        description="The order number that a one-time code may be asked for; the same whether or not there is an order."
    )


@strawberry.type(description="The bot's growing answer. Its term tells which period of answering it belongs to.")
class BotDraft:
    term: int
    text: str


@strawberry.type(description="Where the team can reach a shopper who does not stay.")
class Contact:
    email: str | None = strawberry.field(description="The address that the shopper gave, which they may correct.")


@strawberry.type
class Thread:
    cursor: int = strawberry.field(description="The cursor to ask `after` next.")
    has_more: bool
    reset: bool = strawberry.field(
        description="True where `after` lies beyond what exists: forget what you hold and ask again from 0."
    )
    state: State
    term: int = strawberry.field(
        description="Grows with each change of who may answer; drafts of older terms are void."
    )
    speaker: Author = strawberry.field(description="Who answers now: the bot, an agent, or nobody yet (SYSTEM).")
    messages: list[Message]
    open_form: Form | None = strawberry.field(
        description="The one open form. A form in `messages` with another id is closed."
    )
    draft: BotDraft | None
    typing: str | None = strawberry.field(description="Name of who is typing, or null.")
    waiting_line: str | None = strawberry.field(description="One honest line on when a human comes, while waiting.")
    contact: Contact | None = strawberry.field(
        description="Offered to who waits while nobody comes soon; null at all other times."
    )
    unread: int


@strawberry.type
class OpeningChip:
    label: str
    question: str | None = strawberry.field(description="A question to send, or null where the chip starts an action.")
    action_key: str | None


@strawberry.type
class Widget:
    shop_name: str
    greeting: str
    chips: list[OpeningChip]
    bot_name: str


@dataclass(frozen=True)
class PhotoLinks:
    """Makes links to photos; without it no photos are asked for, since there is no place to keep them."""

    links: Links
    now: datetime

    def of(self, form: ActionForm, key: str, value: str) -> list[str]:
        """Links to the photos that a value names."""
        names = photo_names(value) if key in form.photo_keys else ()
        return [self.links.to(name, self.now) for name in names]


def form_type(
    offered: OfferedForm,
    language: str,
    photos: PhotoLinks | None,
    options: Mapping[str, Sequence[Option]] | None = None,
) -> Form:
    form, is_correction = in_language(offered.form, language), offered.corrects_sequence is not None
    return Form(
        id=strawberry.ID(str(offered.id)),
        sequence=offered.message_sequence,
        is_correction=is_correction,
        status=offered.status,
        title=form.title,
        intro=form.intro,
        fields=[
            FormField(
                key=each.key,
                kind=each.kind,
                label=each.label,
                help=each.help,
                is_required=each.is_required,
                choices=list(each.choices),
                options=[
                    FieldOption(value=one.value, detail=one.detail, image_url=one.image_url)
                    for one in (options or {}).get(each.key, ())
                ],
                max_length=each.longest,
                minimum=each.minimum,
                maximum=each.maximum,
            )
            for each in form.fields
            if photos or each.kind is not FieldKind.PHOTO
        ],
        values=[
            FieldValue(
                key=value.key,
                value=value.value
                if value.key in form.photo_keys
                else as_shown(offered.form, value.key, value.value, language),
                origin="answer" if value.origin == "waiting" else value.origin,
                photos=photos.of(form, value.key, value.value) if photos else [],
            )
            for value in offered.values
        ],
        may_skip=may_skip(form, is_correction=is_correction),
    )


def order_type(view: View) -> OrderView:
    return OrderView(
        level=view.level,
        name=view.name,
        summary=view.summary,
        parcels=[
            ParcelView(state=p.state, carrier=p.carrier, tracking_url=p.tracking_url, estimate=p.estimate)
            for p in view.parcels
        ],
        fetched_at=view.fetched_at,
        status_url=view.status_url,
        items=[
            OrderItemView(title=i.title, variant=i.variant, quantity=i.quantity, image_url=i.image_url)
            for i in view.items
        ],
        total=Total(amount=view.total.amount, currency=view.total.currency) if view.total else None,
        address=list(view.address),
    )


def message_type(
    row: MessageRow,
    *,
    bot_name: str,
    language: str,
    forms: dict[int, OfferedForm],
    orders: dict[int, Shown],
    photos: PhotoLinks | None = None,
) -> Message:
    offered = forms.get(int(row.data.get("offer_id", 0)))
    shown = orders.get(int(row.data.get("snapshot_id", 0)))
    return Message(
        sequence=row.sequence,
        kind=MessageKind(row.kind),
        author=author_type(row.author, row.author_name, bot_name),
        text=_text(row, language, offered),
        sent_at=row.created_at,
        client_key=row.client_key if row.author == ActorKind.SHOPPER else None,
        citations=[Citation(**citation) for citation in _citations(row.data)],
        form=form_type(offered, language, photos) if offered and row.kind == "action_offer" else None,
        answers=[_answer(answer, offered, language, photos) for answer in row.data.get("answers", ())],
        corrects=row.data.get("corrects"),
        order=order_type(shown.view) if shown and shown.view else None,
        code_for=shown.code_for if shown else None,
    )


def _text(row: MessageRow, language: str, offered: OfferedForm | None) -> str:
    """Words of our own are said in the shopper's language; answers stand on their card."""
    match MessageKind(row.kind):
        case MessageKind.ACTIVITY:
            return _activity(row, language)
        case MessageKind.ACTION_OFFER if offered is not None:
            form = in_language(offered.form, language)
            return form.intro or form.title
        case MessageKind.ACTION_RESPONSE:
            return ""
        case _:
            return row.text


def _answer(
    answer: dict[str, str], offered: OfferedForm | None, language: str, photos: PhotoLinks | None
) -> ActionAnswer:
    key, label, value = answer["key"], answer["label"], answer["value"]
    links = photos.of(offered.form, key, value) if photos and offered else []
    if offered is not None:
        label = label_of(in_language(offered.form, language), key)
        value = as_shown(offered.form, key, value, language)
    return ActionAnswer(key=key, label=label, value=value, photos=links)


def _activity(row: MessageRow, language: str) -> str:
    """An agent who is gone made no move: the thread was taken from them."""
    name = row.author_name or str(row.data.get("gone", ""))
    return activity_line(language, str(row.data.get("move")), name)


def _citations(data: dict[str, Any]) -> list[dict[str, str]]:
    keys = ("title", "url", "heading", "quote")
    return [{key: str(citation.get(key, "")) for key in keys} for citation in data.get("citations", ())]


def author_type(kind: str, name: str, bot_name: str) -> Author:
    shown = {ActorKind.BOT: bot_name, ActorKind.AGENT: name}.get(ActorKind(kind), "")
    known = kind if kind in ("shopper", "bot", "agent") else "system"
    return Author(kind=AuthorKind(known), name=shown)


def field_error_types(errors: tuple[RuleFieldError, ...]) -> list[FieldError]:
    return [FieldError(key=error.key, message=error.message) for error in errors]
