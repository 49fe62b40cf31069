"""Conversations, messages and forms as agents and API clients see them.

A `Conversation` is a row and the loaders of the read that found it: what belongs to many rows is asked for once.
"""

import enum
from datetime import datetime

import strawberry

from backend.actions.forms import FormField as FieldDesign
from backend.actions.queries import FilledField, OfferedForm
from backend.conversations import models
from backend.graphql.agent.handoff_types import Agent, Handoff, handoff_type
from backend.graphql.agent.loaders import Loaders, then
from backend.graphql.feeds import VIEWER
from backend.graphql.shared import Audience, Colour, FieldKind, MessageKind, OfferStatus, State, Urgency
from backend.shops.identity import NAMELESS
from backend.tags.queries import AppliedTag as AppliedTagRow
from backend.tags.queries import TagSummary


@strawberry.enum
class AuthorKind(enum.Enum):
    SHOPPER = "shopper"
    BOT = "bot"
    AGENT = "agent"
    API_CLIENT = "api_client"
    SYSTEM = "system"


@strawberry.enum(description="What put a tag on: an agent or API client by hand, or a rule by itself.")
class TagOrigin(enum.Enum):
    AGENT = "agent"
    API_CLIENT = "api_client"
    RULE = "system"


@strawberry.type
class Author:
    kind: AuthorKind
    name: str
    agent_id: strawberry.ID | None


@strawberry.type(description="A source that an answer quotes.")
class Citation:
    title: str
    url: str
    heading: str
    quote: str


@strawberry.type
class FormField:
    key: str
    kind: FieldKind
    label: str
    help: str
    is_required: bool
    choices: list[str]
    min_length: int
    max_length: int | None = strawberry.field(description="Null for the most that its kind may have.")
    minimum: str = strawberry.field(description="Of a number, or of a date as YYYY-MM-DD; empty for none.")
    maximum: str
    pattern: str
    error_text: str = strawberry.field(description="Said in place of our own words where the value breaks the rule.")


@strawberry.type
class FieldValue:
    key: str
    label: str
    value: str
    origin: str = strawberry.field(
        description="Where a prefilled value came from: customer, cart, page, answer or text; empty if typed."
    )
    image_url: str | None = strawberry.field(
        default=None, description="Of the order's item that the shopper chose as an answer."
    )


@strawberry.type(description="A custom action put to a shopper, in the version of that moment.")
class Form:
    id: strawberry.ID
    action_key: str
    version: int
    status: OfferStatus
    title: str
    intro: str
    fields: list[FormField]
    values: list[FieldValue]
    drafted_at: datetime | None
    corrects_sequence: int | None = strawberry.field(description="The message whose answers the form is to correct.")


@strawberry.type
class Message:
    id: strawberry.ID
    sequence: int = strawberry.field(description="1, 2, 3 … without a gap in a conversation.")
    term: int
    kind: MessageKind
    audience: Audience
    author: Author
    text: str
    sent_at: datetime
    client_key: str | None
    citations: list[Citation]
    form: Form | None
    answers: list[FieldValue]
    corrects_sequence: int | None = strawberry.field(description="The message whose answers these answers correct.")
    move: str | None = strawberry.field(
        description="For an activity: escalate, take_over, hand_back, release, resolve or reopen."
    )


@strawberry.type
class Shopper:
    id: strawberry.ID
    name: str
    email: str | None
    customer_id: str | None
    is_verified: bool = strawberry.field(description="Shopify signed that this customer is logged in.")
    locale: str
    conversation_count: int
    first_seen_at: datetime


@strawberry.type
class Tag:
    load: strawberry.Private[Loaders]
    id: strawberry.ID
    name: str
    colour: Colour
    description: str

    @strawberry.field(description="Conversations that carry the tag now.")
    def conversation_count(self) -> int:
        return then(self.load.tag(int(self.id)), lambda summary: summary.conversation_count if summary else 0)

    @strawberry.field(description="Of those, not resolved.")
    def open_count(self) -> int:
        return then(self.load.tag(int(self.id)), lambda summary: summary.open_count if summary else 0)

    @strawberry.field(description="What puts it on by itself, in words.")
    def rules(self) -> list[str]:
        return then(self.load.tag(int(self.id)), lambda summary: list(summary.rules) if summary else [])


@strawberry.type(description="A tag on a conversation: who or what put it on, and why.")
class AppliedTag:
    tag: Tag
    origin: TagOrigin
    agent_name: str | None
    evidence: str
    evidence_sequence: int | None
    confidence: float
    applied_at: datetime


@strawberry.type
class Conversation:
    row: strawberry.Private[models.Conversation]
    load: strawberry.Private[Loaders]
    id: strawberry.ID
    revision: float = strawberry.field(description="Place of its last change in the shop's feed.")
    state: State
    term: int = strawberry.field(description="Grows with each change of who may answer.")
    subject: str
    preview: str
    preview_author: AuthorKind
    last_sequence: int
    last_message_at: datetime
    created_at: datetime
    state_since: datetime
    waiting_since: datetime | None
    urgency: Urgency
    bot_misses: int = strawberry.field(
        description="How often in a row the bot had no answer: its list begins with these."
    )
    intent: str
    language: str

    @strawberry.field(description="Who holds it, while an agent does.")
    def agent(self) -> Agent | None:
        return then(self.load.agent(self.row.agent_id), self.load.staff.shown)

    @strawberry.field
    def shopper(self) -> Shopper:
        return then(self.load.shopper(self.row.shopper_id), lambda found: shopper_type(*found))

    @strawberry.field
    def tags(self) -> list[AppliedTag]:
        return then(self.load.tags(self.row), lambda rows: [applied_type(row, self.load) for row in rows or ()])

    @strawberry.field(description="The newest request for a human.")
    def handoff(self) -> Handoff | None:
        return then(self.load.handoff(self.row), lambda found: handoff_type(*found, self.load.staff) if found else None)

    @strawberry.field(
        description="Shopper words above the viewing agent's read mark; 0 for API clients.", metadata=VIEWER
    )
    def unread(self) -> int:
        return then(self.load.unread(self.row), lambda count: count or 0)

    @strawberry.field(description="Whether a form waits for the shopper's answers here.")
    def has_open_form(self) -> bool:
        return then(self.load.open_form(self.row), lambda form: form is not None)


@strawberry.type
class ConversationEdge:
    cursor: str
    node: Conversation


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class ConversationConnection:
    edges: list[ConversationEdge]
    page_info: PageInfo


def conversation_type(row: models.Conversation, load: Loaders) -> Conversation:
    return Conversation(
        row=row,
        load=load,
        id=strawberry.ID(str(row.id)),
        revision=float(row.revision),
        state=State(row.state),
        term=row.term,
        subject=row.subject,
        preview=row.preview,
        preview_author=AuthorKind(row.preview_author),
        last_sequence=row.last_sequence,
        last_message_at=row.last_message_at,
        created_at=row.created_at,
        state_since=row.state_since,
        waiting_since=row.waiting_since,
        urgency=Urgency(row.urgency),
        bot_misses=row.bot_misses,
        intent=row.intent,
        language=row.language,
    )


def shopper_type(row: models.Shopper, conversations: int) -> Shopper:
    given = row.given.get("email")
    return Shopper(
        id=strawberry.ID(str(row.id)),
        name=row.name,
        email=str(given["value"]) if given else None,
        customer_id=row.customer_id,
        is_verified=row.customer_id is not None,
        locale=row.locale,
        conversation_count=conversations,
        first_seen_at=row.created_at,
    )


def field_type(each: FieldDesign) -> FormField:
    return FormField(
        key=each.key,
        kind=each.kind,
        label=each.label,
        help=each.help,
        is_required=each.is_required,
        choices=list(each.choices),
        min_length=each.min_length,
        max_length=each.max_length,
        minimum=each.minimum,
        maximum=each.maximum,
        pattern=each.pattern,
        error_text=each.error_text,
    )


def form_type(offered: OfferedForm) -> Form:
    return Form(
        id=strawberry.ID(str(offered.id)),
        action_key=offered.form.key,
        version=offered.form.version,
        status=offered.status,
        title=offered.form.title,
        intro=offered.form.intro,
        fields=[field_type(each) for each in offered.form.fields],
        values=[value_type(value) for value in offered.values],
        drafted_at=offered.drafted_at,
        corrects_sequence=offered.corrects_sequence,
    )


def value_type(value: FilledField) -> FieldValue:
    return FieldValue(key=value.key, label=value.label, value=value.value, origin=value.origin)


def message_type(row: models.Message, forms: dict[int, OfferedForm], bot_name: str = "") -> Message:
    offered = forms.get(int(row.data.get("offer_id", 0)))
    name = bot_name if row.author == "bot" else row.author_name
    return Message(
        id=strawberry.ID(str(row.id)),
        sequence=row.sequence,
        term=row.term,
        kind=MessageKind(row.kind),
        audience=Audience(row.audience),
        author=Author(
            kind=AuthorKind(row.author), name=name, agent_id=strawberry.ID(str(row.agent_id)) if row.agent_id else None
        ),
        text=row.text,
        sent_at=row.created_at,
        client_key=row.client_key,
        citations=[
            Citation(**{key: str(citation.get(key, "")) for key in ("title", "url", "heading", "quote")})
            for citation in row.data.get("citations", ())
        ],
        form=form_type(offered) if offered else None,
        answers=[
            FieldValue(
                key=a["key"], label=a["label"], value=a["value"], origin="", image_url=a.get("image_url") or None
            )
            for a in row.data.get("answers", ())
        ],
        corrects_sequence=row.data.get("corrects"),
        move=row.data.get("move"),
    )


def applied_type(applied: AppliedTagRow, load: Loaders) -> AppliedTag:
    return AppliedTag(
        tag=Tag(
            load=load,
            id=strawberry.ID(str(applied.tag_id)),
            name=applied.name,
            colour=applied.colour,
            description=applied.description,
        ),
        origin=TagOrigin(applied.origin.value),
        agent_name=None if applied.agent_name is None else applied.agent_name or NAMELESS,
        evidence=applied.evidence,
        evidence_sequence=applied.evidence_sequence,
        confidence=applied.confidence,
        applied_at=applied.applied_at,
    )


def tag_type(summary: TagSummary, load: Loaders) -> Tag:
    return Tag(
        load=load,
        id=strawberry.ID(str(summary.id)),
        name=summary.name,
        colour=summary.colour,
        description=summary.description,
    )
