"""What a custom action is, as plain values that are kept as JSON and shown to merchants in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from backend.ai.told import topic_of


class FieldKind(StrEnum):
    """What a field asks for."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    PHONE = "phone"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    ORDER_NUMBER = "order_number"
    ORDER_ITEM = "order_item"
    PHOTO = "photo"


LONGEST: Mapping[FieldKind, int] = {
    FieldKind.SHORT_TEXT: 200,
    FieldKind.LONG_TEXT: 2000,
    FieldKind.EMAIL: 254,
    FieldKind.PHONE: 32,
    FieldKind.NUMBER: 24,
    FieldKind.CHOICE: 200,
    FieldKind.CHOICES: 2000,
    FieldKind.DATE: 10,
    FieldKind.ORDER_NUMBER: 80,
    FieldKind.ORDER_ITEM: 200,
    FieldKind.PHOTO: 200,
}
"""The most characters that a value of a kind may have; a field can ask for fewer."""


MOST_PHOTOS = 4
"""So many answer one question."""


class OfferStatus(StrEnum):
    """How far an offered form is. Only an open one takes answers."""

    OPEN = "open"
    SUBMITTED = "submitted"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class FormField:
    """One question of a form. `minimum` and `maximum` bound a number, or a date as YYYY-MM-DD."""

    key: str
    kind: FieldKind
    label: str
    help: str = ""
    is_required: bool = True
    choices: tuple[str, ...] = ()
    min_length: int = 0
    max_length: int | None = None
    minimum: str = ""
    maximum: str = ""
    pattern: str = ""
    """In the language of patterns.py."""
    error_text: str = ""
    """The merchant's own words for a value that breaks this field's rule."""

    @property
    def longest(self) -> int:
        return min(self.max_length or LONGEST[self.kind], LONGEST[self.kind])


class ConditionKind(StrEnum):
    """What a condition asks of a thread."""

    TAG = "tag"
    """The conversation carries the tag."""
    ORDER_STATE = "order_state"
    """An order of the conversation is in the state, such as delivered; or `none`: no order is known."""
    KNOWN = "known"
    """The answer to a field of that key is known."""
    LOGGED_IN = "logged_in"
    """Shopify says who the shopper is. Takes no value."""


@dataclass(frozen=True)
class Condition:
    """One thing that may be true of a thread."""

    kind: ConditionKind
    value: str = ""


@dataclass(frozen=True)
class Triggers:
    """When the bot offers a form by itself, and when not. `opening_chip` is the label of a button, or empty."""

    intents: tuple[str, ...] = ()
    not_intents: tuple[str, ...] = ()
    before_handoff: bool = False
    opening_chip: str = ""
    when: tuple[Condition, ...] = ()
    """All of them must hold."""
    when_not: tuple[Condition, ...] = ()
    """None of them may hold."""


@dataclass(frozen=True)
class Effects:
    """What follows from a response."""

    tags: tuple[str, ...] = ()
    escalate: bool = False
    urgency: str = "normal"
    look_up_order: bool = False
    webhook_url: str = ""
    """The merchant's own address that each response is sent to, signed."""


@dataclass(frozen=True)
class Form:
    """One version of a custom action, as the merchant designed it."""

    key: str
    title: str
    fields: tuple[FormField, ...]
    intro: str = ""
    triggers: Triggers = field(default_factory=Triggers)
    effects: Effects = field(default_factory=Effects)
    may_skip: bool = True
    version: int = 1

    @property
    def photo_keys(self) -> tuple[str, ...]:
        """The keys of the fields that photos answer."""
        return tuple(each.key for each in self.fields if each.kind is FieldKind.PHOTO)

    def field_of(self, kind: FieldKind) -> FormField | None:
        """The first field of a kind."""
        return next((each for each in self.fields if each.kind is kind), None)


def dump_fields(form: Form) -> list[dict[str, Any]]:
    """The fields as JSON."""
    return [_plain(asdict(each)) for each in form.fields]


def dump_triggers(triggers: Triggers) -> dict[str, Any]:
    """The triggers as JSON."""
    return _plain(asdict(triggers))


def dump_effects(effects: Effects) -> dict[str, Any]:
    """The effects as JSON."""
    return _plain(asdict(effects))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def parse_fields(stored: Sequence[Mapping[str, Any]]) -> tuple[FormField, ...]:
    """The fields that `dump_fields` wrote."""
    return tuple(
        FormField(**{**each, "kind": FieldKind(each["kind"]), "choices": tuple(each.get("choices", ()))})
        for each in stored
    )


def parse_triggers(stored: Mapping[str, Any]) -> Triggers:
    """The triggers that `dump_triggers` wrote."""
    lists = {key: tuple(stored.get(key, ())) for key in ("intents", "not_intents")}
    conditions = {key: _conditions(stored.get(key, ())) for key in ("when", "when_not")}
    return Triggers(**{**stored, **lists, **conditions})


def _conditions(stored: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    return tuple(Condition(ConditionKind(each["kind"]), str(each.get("value", ""))) for each in stored)


def parse_effects(stored: Mapping[str, Any]) -> Effects:
    """The effects that `dump_effects` wrote."""
    return Effects(**{**stored, "tags": tuple(stored.get("tags", ()))})


def triggers_in_words(triggers: Triggers) -> list[str]:
    """When the form is offered, for a merchant."""
    words = [f"The shopper asks about {topic_of(intent)}" for intent in triggers.intents]
    words += [f"Not when they ask about {topic_of(intent)}" for intent in triggers.not_intents]
    if triggers.before_handoff:
        words.append("Before a person is asked for")
    if triggers.opening_chip:
        words.append(f"Button “{triggers.opening_chip}” when the chat opens")
    words += [f"Only if {condition_in_words(each)}" for each in triggers.when]
    words += [f"Not if {condition_in_words(each)}" for each in triggers.when_not]
    return words


def condition_in_words(condition: Condition) -> str:
    """What must be true, as a clause."""
    value = spoken(condition.value)
    match condition.kind:
        case ConditionKind.TAG:
            return f"the conversation has the tag {condition.value}"
        case ConditionKind.ORDER_STATE:
            return "no order is known" if condition.value == "none" else f"the order is {value}"
        case ConditionKind.KNOWN:
            return f"the {value} is known"
        case ConditionKind.LOGGED_IN:
            return "the shopper is logged in"


def effects_in_words(effects: Effects) -> list[str]:
    """What follows from a response, for a merchant."""
    words = ["Looks up the order"] if effects.look_up_order else []
    words += [f"Puts on the tag {tag}" for tag in effects.tags]
    if effects.escalate:
        words.append(f"Asks for a person, urgency {effects.urgency}")
    if effects.webhook_url:
        words.append(f"Tells {effects.webhook_url}")
    return words


PHOTO_NAME = re.compile(r"photo-[A-Za-z0-9_-]{22}")


def photo_names(value: str) -> tuple[str, ...]:
    """The photos that an answer to a photo's question names, each once; what is no name is left out."""
    lines = dict.fromkeys(line.strip() for line in value.split("\n"))
    return tuple(line for line in lines if PHOTO_NAME.fullmatch(line))


def photos_in_words(value: str) -> str:
    """An answer of photos, for a text."""
    count = len(photo_names(value))
    return "1 photo" if count == 1 else f"{count} photos"


def answer_in_words(label: str, value: str) -> str:
    """A question keeps its own mark: "What is it about? A gift"."""
    return f"{label} {value}" if label[-1:] in {":", "?", "？", "："} else f"{label}: {value}"


def spoken(name: str) -> str:
    """A name of the program, such as order_status, as words."""
    return name.replace("_", " ")
