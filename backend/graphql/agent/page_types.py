"""What the pages beside the inbox show: knowledge, actions, settings, and access for programs."""

import enum
from datetime import datetime

import strawberry

from backend.graphql.agent.types import Tag
from backend.graphql.refusals import UserError
from backend.graphql.shared import Scope, Weekday
from backend.knowledge import rules
from backend.knowledge.models import KnowledgeSource as SourceRow
from backend.shops.models import ApiClient as ApiClientRow


@strawberry.enum
class SourceKind(enum.Enum):
    POLICY = "policy"
    PAGE = "page"
    ARTICLE = "article"
    PRODUCT = "product"
    FAQ = "faq"
    FILE = "file"
    WEB = "web"


@strawberry.enum
class SourceState(enum.Enum):
    QUEUED = "queued"
    READING = "reading"
    READY = "ready"
    FAILED = "failed"


@strawberry.type
class TagCount:
    tag: Tag
    from_: datetime = strawberry.field(name="from", description="When the bucket begins.")
    count: int


@strawberry.type(description="A document of the store that the bot may quote.")
class KnowledgeSource:
    id: strawberry.ID
    kind: SourceKind
    title: str
    url: str
    answer: str | None = strawberry.field(description="What an agent wrote, for FAQ entries.")
    language: str
    state: SourceState
    failure: str
    chunk_count: int = strawberry.field(description="In how many pieces it can be found.")
    bytes: int = strawberry.field(description="The size of its text.")
    use_count: int = strawberry.field(description="How many answers rested on it.")
    last_used_at: datetime | None
    synced_at: datetime | None


@strawberry.type(description="A question that the content did not answer.")
class KnowledgeGap:
    question: str
    conversation_id: strawberry.ID
    at: datetime


@strawberry.type(description="How many sources of a kind are in a state.")
class SourceCount:
    kind: SourceKind
    state: SourceState
    count: int


@strawberry.type(description="How far the reading is that is under way, or how the last one went.")
class KnowledgeProgress:
    total: int
    read: int = strawberry.field(description="Compared with what was read before.")
    changed: int
    embedded: int = strawberry.field(description="Pieces that were new; those that stand as they were are kept.")
    failed: int
    removed: int
    refused: list[SourceKind] = strawberry.field(description="Kinds that Shopify does not let the app read.")
    failure: str = strawberry.field(description="Why it waits, in words; empty where it does not.")


@strawberry.type(description="A page of the list of sources.")
class KnowledgeSources:
    total: int = strawberry.field(description="How many the whole list has.")
    nodes: list[KnowledgeSource]


@strawberry.type
class KnowledgeSummary:
    counts: list[SourceCount]
    progress: KnowledgeProgress
    is_syncing: bool
    synced_at: datetime | None
    gaps: list[KnowledgeGap] = strawberry.field(description="Newest first.")


def source_type(row: SourceRow) -> KnowledgeSource:
    return KnowledgeSource(
        id=strawberry.ID(str(row.id)),
        kind=SourceKind(row.kind),
        title=row.title,
        url=row.url or (row.body if row.kind == rules.Kind.WEB else ""),
        answer=(row.body or None) if row.kind == rules.Kind.FAQ else None,
        language=row.language,
        state=SourceState(row.state),
        failure=row.failure,
        chunk_count=row.chunk_count,
        bytes=row.bytes,
        use_count=row.use_count,
        last_used_at=row.last_used_at,
        synced_at=row.synced_at,
    )


@strawberry.type(description="A program's access. Its token is shown once and not kept.")
class ApiClient:
    id: strawberry.ID
    name: str
    token_hint: str
    scopes: list[Scope]
    created_at: datetime
    last_used_at: datetime | None


@strawberry.type(description="A span of one day; several make a day with breaks.")
class OpeningHours:
    weekday: Weekday
    opens: str = strawberry.field(description="On the shop's clock, such as 09:00.")
    closes: str = strawberry.field(description="24:00 is the end of the day.")


@strawberry.input
class OpeningHoursInput:
    weekday: Weekday
    opens: str
    closes: str


@strawberry.type
class ShopSettings:
    greeting: str
    bot_name: str
    opening_questions: list[str]
    reply_time: str = strawberry.field(
        description="In what time the team usually answers, as told to waiting shoppers."
    )
    escalation_topics: list[str] = strawberry.field(description="Topics for which the bot calls a human by itself.")
    keeps_hours: bool = strawberry.field(description="Whether the team is there at set hours only.")
    hours: list[OpeningHours] = strawberry.field(description="In the shop's time zone; they count if hours are kept.")
    closed_dates: list[str] = strawberry.field(description="Dates on which the team is not there, such as 2026-12-25.")
    reminder_minutes: list[int] = strawberry.field(
        description="After so long without an agent who accepts, everybody at the inbox is reminded."
    )
    urgency_minutes: int = strawberry.field(
        description="Each time that so long has passed without an agent, the urgency rises by one; 0 for never."
    )
    gone_minutes: int = strawberry.field(
        description="After so long without the agent who holds a thread, a shopper who waits in it goes to the queue."
    )


@strawberry.type(description="Conversations that began within the last seven days, by how they stand.")
class Outcomes:
    total: int
    answered_by_bot: int
    escalated: int
    resolved: int
    median_wait_seconds: int | None


@strawberry.type
class Shop:
    id: strawberry.ID
    name: str
    domain: str
    storefront_url: str
    timezone: str = strawberry.field(description="Of the shop's clock, as Shopify names it.")
    scopes: list[str]
    settings: ShopSettings
    outcomes: Outcomes


@strawberry.input
class ShopSettingsInput:
    greeting: str | None = None
    bot_name: str | None = None
    opening_questions: list[str] | None = None
    reply_time: str | None = None
    keeps_hours: bool | None = None
    hours: list[OpeningHoursInput] | None = None
    closed_dates: list[str] | None = None
    reminder_minutes: list[int] | None = None
    urgency_minutes: int | None = None
    gone_minutes: int | None = None


@strawberry.type
class ApiClientPayload:
    client: ApiClient | None = None
    token: str | None = strawberry.field(default=None, description="The token itself, shown this once.")
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class SettingsPayload:
    shop: Shop | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


@strawberry.type
class KnowledgePayload:
    knowledge: KnowledgeSummary | None = None
    user_errors: list[UserError] = strawberry.field(default_factory=list)


def client_type(row: ApiClientRow) -> ApiClient:
    known = {scope.value for scope in Scope}
    return ApiClient(
        id=strawberry.ID(str(row.id)),
        name=row.name,
        token_hint=row.token_hint,
        scopes=[Scope(scope) for scope in row.scopes.split(",") if scope in known],
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )
