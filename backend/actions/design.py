"""Which forms are sound: what a merchant must change before one can be put to shoppers, each with the place of it.

A form that is published has no rule that cannot be met, no pattern that cannot be read and no text without an end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from backend.actions import patterns
from backend.actions.forms import LONGEST, Condition, ConditionKind, FieldKind, Form, FormField
from backend.actions.rules import cleaned
from backend.conversations.rules import Urgency

MOST_FIELDS = 12
MOST_CHOICES = 30
MOST_CONDITIONS = 10
LONGEST_KEY = 40
LONGEST_TITLE = 80
LONGEST_INTRO = 400
LONGEST_LABEL = 120
LONGEST_HELP = 240
LONGEST_CHIP = 40
LONGEST_URL = 500
ORDER_STATES = (
    "none", "not_sent", "partly_sent", "in_transit", "delayed", "delivery_failed", "delivered", "on_hold",
    "cancelled", "payment_pending", "partly_refunded", "refunded", "return_open",
)  # fmt: skip
"""What orders.rules.order_facts tells, and `none`."""
_CHOOSING = (FieldKind.CHOICE, FieldKind.CHOICES)
_PATTERNED = frozenset(FieldKind) - {*_CHOOSING, FieldKind.DATE, FieldKind.NUMBER, FieldKind.PHOTO}


@dataclass(frozen=True)
class Problem:
    """`path` is where it stands, such as title or fields.2.pattern."""

    path: str
    message: str


def design_problems(form: Form) -> tuple[Problem, ...]:
    """All that must be changed; empty if the form is sound."""
    return (*_of_form(form), *_of_fields(form), *_of_triggers(form), *_of_effects(form))


def _of_form(form: Form) -> Iterator[Problem]:
    if not _is_key(form.key):
        yield Problem("key", "The key takes lower-case letters, digits and _, up to 40 characters, a letter first.")
    if not form.title.strip():
        yield Problem("title", "Give the form a title.")
    yield from _too_long("title", form.title, LONGEST_TITLE)
    yield from _too_long("intro", form.intro, LONGEST_INTRO)
    if not 1 <= len(form.fields) <= MOST_FIELDS:
        yield Problem("fields", f"A form has 1 to {MOST_FIELDS} fields.")


def _of_fields(form: Form) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, each in enumerate(form.fields):
        for problem in _of_field(each):
            yield Problem(f"fields.{place}.{problem.path}", problem.message)
        if each.key in seen:
            yield Problem(f"fields.{place}.key", f"Two fields have the key “{each.key}”.")
        seen.add(each.key)


def _of_field(each: FormField) -> Iterator[Problem]:
    if not _is_key(each.key):
        yield Problem("key", "The key takes lower-case letters, digits and _, a letter first.")
    if not each.label.strip():
        yield Problem("label", "Give the field a label.")
    yield from _too_long("label", each.label, LONGEST_LABEL)
    yield from _too_long("help", each.help, LONGEST_HELP)
    yield from _too_long("errorText", each.error_text, LONGEST_HELP)
    if each.kind is FieldKind.PHOTO and each.is_required:
        yield Problem("isRequired", "A photo cannot be required: not everybody can take one.")
    yield from _of_choices(each)
    yield from _of_lengths(each)
    yield from _of_range(each)
    try:
        patterns.compiled(each.pattern)
    except patterns.BadPattern as error:
        yield Problem("pattern", str(error))
    if each.pattern and each.kind not in _PATTERNED:
        yield Problem("pattern", "Only what is typed as text can have a pattern.")


def _of_choices(each: FormField) -> Iterator[Problem]:
    if each.kind not in _CHOOSING:
        if each.choices:
            yield Problem("choices", "Only a choice has choices.")
        return
    if not 1 <= len(set(each.choices)) == len(each.choices) <= MOST_CHOICES:
        yield Problem("choices", f"List 1 to {MOST_CHOICES} different choices.")
    longest = LONGEST[FieldKind.CHOICE]
    if any(cleaned(choice, FieldKind.CHOICE) != choice or not 0 < len(choice) <= longest for choice in each.choices):
        yield Problem("choices", f"A choice is one line of text, up to {longest} characters.")
    elif each.kind is FieldKind.CHOICES and len("\n".join(each.choices)) > LONGEST[FieldKind.CHOICES]:
        yield Problem("choices", "These choices together are too long to be answered. Shorten some.")


def _of_lengths(each: FormField) -> Iterator[Problem]:
    if each.max_length is not None and not 1 <= each.max_length <= LONGEST[each.kind]:
        yield Problem("maxLength", f"The longest length is from 1 to {LONGEST[each.kind]:,}.")
    elif not 0 <= each.min_length <= each.longest:
        yield Problem("minLength", "The shortest length is above the longest.")


def _of_range(each: FormField) -> Iterator[Problem]:
    kinds = {FieldKind.NUMBER: (_number, "a number, such as 2.5"), FieldKind.DATE: (_day, "a date, such as 2026-11-22")}
    if each.kind not in kinds:
        if each.minimum or each.maximum:
            yield Problem("minimum", "Only numbers and dates have a smallest and a largest value.")
        return
    read, example = kinds[each.kind]
    least, most = read(each.minimum), read(each.maximum)
    for path, text, value in (("minimum", each.minimum, least), ("maximum", each.maximum, most)):
        if text and value is None:
            yield Problem(path, f"Write {example}.")
    if least is not None and most is not None and least > most:
        yield Problem("maximum", "The largest value is below the smallest.")


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text) if re.fullmatch(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?", text) else None
    except InvalidOperation:
        return None
    return value


def _day(text: str) -> Decimal | None:
    try:
        return Decimal(date.fromisoformat(text).toordinal()) if len(text) == 10 else None
    except ValueError:
        return None


def _of_triggers(form: Form) -> Iterator[Problem]:
    triggers = form.triggers
    if set(triggers.intents) & set(triggers.not_intents):
        yield Problem("triggers.notIntents", "A topic cannot both bring the form and keep it away.")
    yield from _too_long("triggers.openingChip", triggers.opening_chip, LONGEST_CHIP)
    for name, conditions in (("when", triggers.when), ("whenNot", triggers.when_not)):
        if len(conditions) > MOST_CONDITIONS:
            yield Problem(f"triggers.{name}", f"At most {MOST_CONDITIONS} conditions.")
        for place, condition in enumerate(conditions):
            message = _condition_problem(condition)
            if message:
                yield Problem(f"triggers.{name}.{place}", message)
    if set(triggers.when) & set(triggers.when_not):
        yield Problem("triggers.whenNot", "The same condition cannot both bring the form and keep it away.")


def _condition_problem(condition: Condition) -> str | None:
    match condition.kind:
        case ConditionKind.LOGGED_IN:
            return "This condition takes no value." if condition.value else None
        case ConditionKind.ORDER_STATE:
            return None if condition.value in ORDER_STATES else "Choose a state of the order."
        case ConditionKind.TAG:
            is_name = re.fullmatch(r"[^\W_]+(?:-[^\W_]+)*", condition.value) is not None
            return None if is_name else "Name a tag."
        case ConditionKind.KNOWN:
            return None if _is_key(condition.value) else "Name a field by its key."


def _of_effects(form: Form) -> Iterator[Problem]:
    effects = form.effects
    if effects.urgency not in {urgency.value for urgency in Urgency}:
        yield Problem("effects.urgency", "The urgency is low, normal or high.")
    if effects.look_up_order and form.field_of(FieldKind.ORDER_NUMBER) is None:
        yield Problem("effects.lookUpOrder", "To look an order up, the form must ask for the order number.")
    yield from _too_long("effects.webhookUrl", effects.webhook_url, LONGEST_URL)
    message = webhook_problem(effects.webhook_url) if effects.webhook_url else None
    if message:
        yield Problem("effects.webhookUrl", message)


def webhook_problem(url: str) -> str | None:
    """What is wrong with an address as it is written. Where it leads is asked again at each delivery."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "This is no web address."
    if parts.scheme != "https" or not parts.hostname or url != url.strip() or not url.isprintable() or " " in url:
        return "Write an address that begins with https://."
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "Leave names, passwords and # out of the address; each message is signed instead."
    if port not in (None, 443, 8443):
        return "Only the ports 443 and 8443 can be used."
    return None


def _is_key(text: str) -> bool:
    return re.fullmatch(f"[a-z][a-z0-9_]{{0,{LONGEST_KEY - 1}}}", text) is not None


def key_from(title: str, taken: frozenset[str]) -> str:
    """A key made of a title, unlike those that are taken."""
    words = re.sub(r"[^a-z0-9]+", "_", title.lower().encode("ascii", "ignore").decode()).strip("_")
    stem = (words if words[:1].isalpha() else f"form_{words}".rstrip("_"))[: LONGEST_KEY - 4].rstrip("_")
    candidates = (stem, *(f"{stem}_{number}" for number in range(2, 1000)))
    return next(key for key in candidates if key not in taken)


def _too_long(path: str, text: str, longest: int) -> Iterator[Problem]:
    if len(text) > longest:
        yield Problem(path, f"Shorten this to {longest} characters.")
