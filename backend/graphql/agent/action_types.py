"""Forms as merchants design them: what is asked, when it is offered, what follows from an answer."""

from datetime import datetime

import strawberry

from backend.actions import forms
from backend.actions.forms import effects_in_words, triggers_in_words
from backend.actions.queries import Published
from backend.graphql.agent.types import FormField, field_type
from backend.graphql.refusals import UserError
from backend.graphql.shared import ConditionKind, FieldKind, Intent, Urgency

INTENTS = frozenset(intent.value for intent in Intent)


@strawberry.type(description="Something that may be true of a conversation.")
class Condition:
    kind: ConditionKind
    value: str = strawberry.field(description="A tag, a state of an order, or the key of a field; else empty.")


@strawberry.input
class ConditionInput:
    kind: ConditionKind
    value: str = ""


@strawberry.type(description="When the bot offers the form by itself, and when not.")
class ActionTriggers:
    intents: list[Intent]
    not_intents: list[Intent]
    before_handoff: bool
    opening_chip: str = strawberry.field(description="Label of a button with which the chat opens; empty for none.")
    when: list[Condition] = strawberry.field(description="All of them must hold.")
    when_not: list[Condition] = strawberry.field(description="None of them may hold.")


@strawberry.type(description="What follows from an answer.")
class ActionEffects:
    tags: list[str]
    escalate: bool
    urgency: Urgency
    look_up_order: bool
    webhook_url: str = strawberry.field(description="Where each answer is sent, signed; empty for nowhere.")


@strawberry.type
class CustomAction:
    key: str
    version: int
    title: str
    intro: str
    fields: list[FormField]
    triggers: list[str] = strawberry.field(description="When it is offered, in words.")
    effects: list[str] = strawberry.field(description="What follows from a response, in words.")
    may_skip: bool
    offering: ActionTriggers
    on_submit: ActionEffects
    published_at: datetime
    retired_at: datetime | None
    response_count: int = strawberry.field(description="Of a version, or in a list of forms of all versions together.")


@strawberry.input
class FormFieldInput:
    key: str
    kind: FieldKind
    label: str
    help: str = ""
    is_required: bool = True
    choices: list[str] = strawberry.field(default_factory=list)
    min_length: int = 0
    max_length: int | None = None
    minimum: str = ""
    maximum: str = ""
    pattern: str = ""
    error_text: str = ""


@strawberry.input
class ActionTriggersInput:
    intents: list[Intent] = strawberry.field(default_factory=list)
    not_intents: list[Intent] = strawberry.field(default_factory=list)
    before_handoff: bool = False
    opening_chip: str = ""
    when: list[ConditionInput] = strawberry.field(default_factory=list)
    when_not: list[ConditionInput] = strawberry.field(default_factory=list)


@strawberry.input
class ActionEffectsInput:
    tags: list[str] = strawberry.field(default_factory=list)
    escalate: bool = False
    urgency: Urgency = Urgency.NORMAL
    look_up_order: bool = False
    webhook_url: str = ""


@strawberry.input
class ActionInput:
    title: str
    fields: list[FormFieldInput]
    offering: ActionTriggersInput
    on_submit: ActionEffectsInput
    intro: str = ""
    may_skip: bool = True


@strawberry.type
class ActionPayload:
    action: CustomAction | None = None
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="`field` is a path, such as fields.2.pattern."
    )


@strawberry.type
class TriedField:
    key: str
    value: str | None = strawberry.field(description="As it would be kept; null where it is refused or empty.")
    error: str | None


@strawberry.type(description="What sending the form in would do. Nothing was kept.")
class TryActionPayload:
    fields: list[TriedField] = strawberry.field(default_factory=list)
    effects: list[str] = strawberry.field(
        default_factory=list, description="What would follow, in words; nothing where a field is refused."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list)


def action_type(published: Published) -> CustomAction:
    form = published.form
    return CustomAction(
        key=form.key,
        version=form.version,
        title=form.title,
        intro=form.intro,
        fields=[field_type(each) for each in form.fields],
        triggers=triggers_in_words(form.triggers),
        effects=effects_in_words(form.effects),
        may_skip=form.may_skip,
        offering=_triggers_type(form.triggers),
        on_submit=ActionEffects(
            tags=list(form.effects.tags),
            escalate=form.effects.escalate,
            urgency=Urgency(form.effects.urgency),
            look_up_order=form.effects.look_up_order,
            webhook_url=form.effects.webhook_url,
        ),
        published_at=published.published_at,
        retired_at=published.retired_at,
        response_count=published.responses,
    )


def _triggers_type(triggers: forms.Triggers) -> ActionTriggers:
    return ActionTriggers(
        intents=[Intent(intent) for intent in triggers.intents if intent in INTENTS],
        not_intents=[Intent(intent) for intent in triggers.not_intents if intent in INTENTS],
        before_handoff=triggers.before_handoff,
        opening_chip=triggers.opening_chip,
        when=[Condition(kind=each.kind, value=each.value) for each in triggers.when],
        when_not=[Condition(kind=each.kind, value=each.value) for each in triggers.when_not],
    )


def form_from(given: ActionInput, key: str) -> forms.Form:
    """The design as the rules see it; they say whether it is sound."""
    offering, effects = given.offering, given.on_submit
    return forms.Form(
        key=key,
        title=given.title.strip(),
        intro=given.intro.strip(),
        fields=tuple(_field_from(each) for each in given.fields),
        triggers=forms.Triggers(
            intents=tuple(intent.value for intent in offering.intents),
            not_intents=tuple(intent.value for intent in offering.not_intents),
            before_handoff=offering.before_handoff,
            opening_chip=offering.opening_chip.strip(),
            when=tuple(forms.Condition(each.kind, each.value.strip()) for each in offering.when),
            when_not=tuple(forms.Condition(each.kind, each.value.strip()) for each in offering.when_not),
        ),
        effects=forms.Effects(
            tags=tuple(effects.tags),
            escalate=effects.escalate,
            urgency=effects.urgency.value,
            look_up_order=effects.look_up_order,
            webhook_url=effects.webhook_url.strip(),
        ),
        may_skip=given.may_skip,
    )


def _field_from(each: FormFieldInput) -> forms.FormField:
    return forms.FormField(
        key=each.key,
        kind=each.kind,
        label=each.label.strip(),
        help=each.help.strip(),
        is_required=each.is_required,
        choices=tuple(each.choices),
        min_length=each.min_length,
        max_length=each.max_length,
        minimum=each.minimum.strip(),
        maximum=each.maximum.strip(),
        pattern=each.pattern,
        error_text=each.error_text.strip(),
    )
