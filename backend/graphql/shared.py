"""Enums of both schemas: the rooms' own, under the names of the API.

Types take them from here: an enum that Strawberry meets before it was named here gets a second name of its own. Object
types are not shared: what an agent may see a shopper may not.
"""

import strawberry

from backend.actions.forms import ConditionKind, FieldKind, OfferStatus
from backend.actors import Scope
from backend.ai.classifier import Intent
from backend.conversations.handoffs import Ending as HandoffEnding
from backend.conversations.queries import View
from backend.conversations.rules import Audience, MessageKind, Reason, State, Urgency
from backend.orders.disclosure import Level
from backend.orders.rules import Outcome
from backend.shops.hours import Weekday
from backend.tags.queries import Bucket
from backend.tags.rules import Colour

__all__ = [
    "Audience",
    "Bucket",
    "Colour",
    "ConditionKind",
    "FieldKind",
    "FieldValueInput",
    "HandoffEnding",
    "Intent",
    "Level",
    "MessageKind",
    "OfferStatus",
    "Outcome",
    "Reason",
    "Scope",
    "State",
    "Urgency",
    "View",
    "Weekday",
    "as_values",
]

for _enum, _name in (
    (State, "ConversationState"),
    (Urgency, "Urgency"),
    (Reason, "HandoffReason"),
    (HandoffEnding, "HandoffEnding"),
    (Audience, "Audience"),
    (MessageKind, "MessageKind"),
    (FieldKind, "FieldKind"),
    (OfferStatus, "OfferStatus"),
    (ConditionKind, "ConditionKind"),
    (Intent, "Intent"),
    (Level, "DisclosureLevel"),
    (Outcome, "LookupOutcome"),
    (Scope, "ApiScope"),
    (Bucket, "CountBucket"),
    (Colour, "TagColour"),
    (View, "InboxView"),
    (Weekday, "Weekday"),
):
    strawberry.enum(_enum, name=_name)


@strawberry.input(description="A value of a form, as typed; several choices are one value with a choice on each line.")
class FieldValueInput:
    key: str
    value: str


def as_values(values: list[FieldValueInput]) -> dict[str, str]:
    return {value.key: value.value for value in values}
