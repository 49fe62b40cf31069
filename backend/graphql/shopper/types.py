"""What a shopper may see of their own thread."""

import enum
from datetime import datetime
from typing import Any

import strawberry

from backend.actions.queries import OfferedForm
from backend.actions.rules import FieldError as RuleFieldError
from backend.actors import ActorKind
from backend.conversations.models import Message as MessageRow
from backend.conversations.words import activity_line
from backend.graphql.refusals import UserError
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


@strawberry.type
class FormField:
    key: str
    kind: FieldKind
    label: str
    help: str
    is_required: bool
    choices: list[str]


@strawberry.type(description="A custom action put to the shopper, with what was filled so far.")
class Form:
    id: strawberry.ID
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


@strawberry.type
class ParcelView:
    state: str
    carrier: str
    tracking_url: str | None
    estimate: str | None


@strawberry.type(description="An order as far as the shopper has proven that it is theirs.")
class OrderView:
    level: Level
    name: str
    summary: str
    parcels: list[ParcelView]
    status_url: str | None
    fetched_at: datetime | None


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


@strawberry.type
class PostMessagePayload:
    message: Message | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class ThreadPayload:
    thread: Thread | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class SubmitActionPayload:
    message: Message | None = None
    field_errors: list[FieldError] = strawberry.field(default_factory=list)
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class OrderCodePayload:
    minutes: int = strawberry.field(
        default=0, description="How long the code is good for, if the order exists and has an e-mail address."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class ConfirmOrderCodePayload:
    order: OrderView | None = strawberry.field(default=None, description="The order, once the code was right.")
    user_errors: list[UserError] = strawberry.field(default_factory=list)


def form_type(offered: OfferedForm) -> Form:
    return Form(
        id=strawberry.ID(str(offered.id)),
        status=offered.status,
        title=offered.form.title,
        intro=offered.form.intro,
        fields=[
            FormField(
                key=each.key,
                kind=each.kind,
                label=each.label,
                help=each.help,
                is_required=each.is_required,
                choices=list(each.choices),
            )
            for each in offered.form.fields
        ],
        values=[FieldValue(key=value.key, value=value.value) for value in offered.values],
        may_skip=offered.form.may_skip,
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
        status_url=view.status_url,
        fetched_at=view.fetched_at,
    )


def message_type(
    row: MessageRow, *, bot_name: str, language: str, forms: dict[int, OfferedForm], orders: dict[int, Shown]
) -> Message:
    offered = forms.get(int(row.data.get("offer_id", 0)))
    shown = orders.get(int(row.data.get("snapshot_id", 0)))
    return Message(
        sequence=row.sequence,
        kind=MessageKind(row.kind),
        author=author_type(row.author, row.author_name, bot_name),
        text=_activity(row, language) if row.kind == "activity" else row.text,
        sent_at=row.created_at,
        client_key=row.client_key if row.author == ActorKind.SHOPPER else None,
        citations=[Citation(**citation) for citation in _citations(row.data)],
        form=form_type(offered) if offered and row.kind == "action_offer" else None,
        answers=[ActionAnswer(key=a["key"], label=a["label"], value=a["value"]) for a in row.data.get("answers", ())],
        order=order_type(shown.view) if shown and shown.view else None,
        code_for=shown.code_for if shown else None,
    )


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
