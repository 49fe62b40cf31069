"""Answers on their way to the merchant's own addresses."""

import enum
from datetime import datetime

import strawberry

from backend.actions.models import AnswerDelivery
from backend.graphql.refusals import UserError


@strawberry.enum
class DeliveryStatus(enum.Enum):
    OWED = "owed"
    DELIVERED = "delivered"
    FAILED = "failed"


@strawberry.type(description="One answer, sent to a webhook until it was taken or given up.")
class WebhookDelivery:
    id: strawberry.ID
    event_id: str = strawberry.field(description="The same each time that it is sent.")
    conversation_id: strawberry.ID
    action_title: str
    url: str
    status: DeliveryStatus
    tries: int
    http_status: int | None = strawberry.field(description="What the server answered last; null where it did not.")
    detail: str = strawberry.field(description="Why the last try failed; empty where it did not.")
    milliseconds: int | None
    created_at: datetime
    tried_at: datetime | None


@strawberry.type
class Webhooks:
    secret_since: datetime | None = strawberry.field(description="Since when the secret stands; null where none does.")
    deliveries: list[WebhookDelivery] = strawberry.field(description="The newest first.")


@strawberry.type
class WebhooksPayload:
    webhooks: Webhooks | None = None
    secret: str | None = strawberry.field(default=None, description="The new secret, shown this once.")
    user_errors: list[UserError] = strawberry.field(default_factory=list)


def delivery_type(row: AnswerDelivery, title: str) -> WebhookDelivery:
    return WebhookDelivery(
        id=strawberry.ID(str(row.id)),
        event_id=row.event_id,
        conversation_id=strawberry.ID(str(row.conversation_id)),
        action_title=title,
        url=row.url,
        status=DeliveryStatus(row.status),
        tries=row.tries,
        http_status=row.http_status,
        detail=row.detail,
        milliseconds=row.milliseconds,
        created_at=row.created_at,
        tried_at=row.tried_at,
    )
