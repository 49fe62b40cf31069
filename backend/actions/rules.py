"""Which answers forms take, and when they may be put to a shopper. What is known is not asked.

Values are text, as typed; several choices are one value with a choice on each line. What `validate` accepts is clean:
no control characters, no text longer than its field allows, no choice that the form does not offer.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from backend.actions import patterns
from backend.actions.forms import (
    LONGEST,
    MOST_PHOTOS,
    Condition,
    ConditionKind,
    FieldKind,
    Form,
    FormField,
    Triggers,
    photo_names,
)
from backend.conversations.rules import email_address
from backend.orders.disclosure import NOT_PROOF

NO_PHOTO = "This photo is not there any more. Add it again."
CONTACTS = frozenset((FieldKind.EMAIL, FieldKind.PHONE))


# Offers


def may_offer(key: str, *, open_key: str | None, is_resolved: bool) -> str | None:
    """Why this form may not be put to the shopper now, or None. Asking for the form that is open already is fine."""
    if is_resolved:
        return "This conversation is resolved. Reopen it first."
    if open_key is not None and open_key != key:
        return "Another form is open in this conversation. Cancel it or wait for the answer."
    return None


def may_correct(*, is_form_open: bool, is_corrected: bool) -> str | None:
    """Why an answer may not be corrected now, or None."""
    if is_corrected:
        return "These answers were corrected already. Correct the newer ones."
    if is_form_open:
        return "Another form is open. Send it in or skip it first."
    return None


@dataclass(frozen=True)
class Circumstances:
    """What the conditions of forms are asked of."""

    tags: frozenset[str] = frozenset()
    order_states: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    is_logged_in: bool = False


def fits(triggers: Triggers, circumstances: Circumstances) -> bool:
    """Whether the conditions of a form let it be offered."""
    if not all(_holds(condition, circumstances) for condition in triggers.when):
        return False
    return not any(_holds(condition, circumstances) for condition in triggers.when_not)


def _holds(condition: Condition, circumstances: Circumstances) -> bool:
    match condition.kind:
        case ConditionKind.TAG:
            return condition.value in circumstances.tags
        case ConditionKind.ORDER_STATE if condition.value == "none":
            return not circumstances.order_states
        case ConditionKind.ORDER_STATE:
            return condition.value in circumstances.order_states
        case ConditionKind.KNOWN:
            return condition.value in circumstances.known
        case ConditionKind.LOGGED_IN:
            return circumstances.is_logged_in


@dataclass(frozen=True)
class Given:
    """A value that is known, and where it came from: customer, cart, answer or text."""

    value: str
    origin: str = "answer"


_USUAL_KEYS = {FieldKind.EMAIL: "email", FieldKind.PHONE: "phone", FieldKind.ORDER_NUMBER: "order_number"}
"""Under which key what is asked for by its kind is mostly known."""


def prefill(form: Form, known: Mapping[str, Given], *, by_kind: bool = False) -> dict[str, Given]:
    """What is known of a form's fields, by key. A known value that the field would refuse is left out.

    By kind too, a form's only question for an e-mail address is filled in with the one that is known, whatever its key.
    That is a proposal to be seen and changed: it may ask for somebody else's, so it does not count as known.
    """
    filled, own = {}, without_foreign_contacts([form], known)
    for each in form.fields:
        given = own.get(each.key) or (_alike(form, each, known) if by_kind else None)
        if each.kind is FieldKind.PHOTO:
            continue
        if given is not None and given.value and isinstance(cleaned := accept(each, given.value), str):
            filled[each.key] = Given(cleaned, given.origin)
    return filled


def _alike(form: Form, each: FormField, known: Mapping[str, Given]) -> Given | None:
    """What is known of the kind of a field, where the form asks for that kind once."""
    given = known.get(_USUAL_KEYS.get(each.kind, ""))
    is_only = sum(other.kind is each.kind for other in form.fields) == 1
    return given if given and is_only and given.origin not in NOT_PROOF else None


def asks_again(form: Form, known: Mapping[str, Given], filled: Mapping[str, Given]) -> list[str]:
    """The keys of fields that the shopper gave before, and that the form asks for all the same."""
    before = {each.key: known.get(each.key) or _alike(form, each, known) for each in form.fields}
    return [key for key, given in before.items() if given and given.origin not in NOT_PROOF and key not in filled]


def without_foreign_contacts(forms: Iterable[Form], known: Mapping[str, Given]) -> dict[str, Given]:
    """What is known but for contacts that the shopper did not give.

    They are asked for: filled into a form, and sent in by the shopper, they would prove that an order is theirs.
    """
    contacts = {each.key for form in forms for each in form.fields if each.kind in CONTACTS}
    return {key: given for key, given in known.items() if key not in contacts or given.origin not in NOT_PROOF}


def missing(form: Form, known: Mapping[str, Given]) -> tuple[FormField, ...]:
    """The required fields that must still be asked."""
    filled = prefill(form, known)
    return tuple(each for each in form.fields if each.is_required and each.key not in filled)


def is_all_known(form: Form, known: Mapping[str, Given]) -> bool:
    """Whether there is nothing left to ask: such a form is not shown."""
    return not missing(form, known)


def offerable(forms: Sequence[Form], answered: Collection[str]) -> list[Form]:
    """The forms that the bot may think of in a thread where some were answered.

    A form before a handoff finds out what it is about, so it has nothing left to ask once any form was answered.
    """
    return [form for form in forms if not (answered and form.triggers.before_handoff)]


# Answers


@dataclass(frozen=True)
class FieldError:
    """Why a field refuses a value: a code for programs, a sentence for the shopper."""

    key: str
    code: str
    message: str
    limit: str = field(default="", compare=False)
    """The bound that the value breaks, where there is one."""
    is_own: bool = field(default=False, compare=False)
    """Whether the sentence is the merchant's own: it is said as it was written, in any language."""


@dataclass(frozen=True)
class Accepted:
    """Clean values by field key; fields that were left empty are not in it."""

    values: dict[str, str]


def validate(form: Form, values: Mapping[str, str]) -> Accepted | tuple[FieldError, ...]:
    """The clean answers of a form, or every field's first problem. A key that the form does not have is refused."""
    errors = [FieldError(key, "unknown", "This form has no such field.") for key in values if not _has(form, key)]
    clean: dict[str, str] = {}
    for each in form.fields:
        outcome = accept(each, values.get(each.key, ""))
        if isinstance(outcome, FieldError):
            errors.append(outcome)
        elif outcome:
            clean[each.key] = outcome
    return tuple(errors) if errors else Accepted(clean)


def draft_of(form: Form, values: Mapping[str, str]) -> Accepted | tuple[FieldError, ...]:
    """Half-typed values worth keeping: known keys and bounded lengths are demanded, nothing else."""
    errors = [FieldError(key, "unknown", "This form has no such field.") for key in values if not _has(form, key)]
    clean: dict[str, str] = {}
    for each in form.fields:
        if each.key in values:
            clean[each.key] = cleaned(values[each.key], each.kind)
            if len(clean[each.key]) > LONGEST[each.kind]:
                errors.append(_too_long(each, LONGEST[each.kind]))
    return tuple(errors) if errors else Accepted(clean)


def accept(each: FormField, typed: str) -> str | FieldError:
    """The value as it is kept, or why not. Empty text is accepted where the field is optional."""
    value = cleaned(typed, each.kind)
    if not value:
        return FieldError(each.key, "required", f"{each.label} is needed.") if each.is_required else ""
    if len(value) > each.longest:
        return _too_long(each, each.longest)
    outcome = _KINDS[each.kind](each, value)
    if isinstance(outcome, _Problem):
        return broken(each, outcome.code, outcome.message, outcome.limit)
    if len(outcome) < each.min_length:
        limit = str(each.min_length)
        return broken(each, "too_short", f"Write at least {limit} characters.", limit)
    if each.pattern and not patterns.matches(each.pattern, outcome):
        return broken(each, "pattern", f"{each.label} does not have the expected form.")
    return outcome


def broken(each: FormField, code: str, message: str, limit: str = "") -> FieldError:
    """The merchant's own words for it, if they wrote any."""
    return FieldError(each.key, code, each.error_text or message, limit, is_own=bool(each.error_text))


def may_skip(form: Form, *, is_correction: bool) -> bool:
    """Who corrects what they answered may always leave it as it was."""
    return form.may_skip or is_correction


def label_of(form: Form, key: str) -> str:
    """A field's label."""
    return next((each.label for each in form.fields if each.key == key), key)


def _has(form: Form, key: str) -> bool:
    return any(each.key == key for each in form.fields)


def _too_long(each: FormField, longest: int) -> FieldError:
    return FieldError(each.key, "too_long", f"Shorten {each.label.lower()} to {longest:,} characters.", str(longest))


_COMPATIBLE = (FieldKind.EMAIL, FieldKind.PHONE, FieldKind.NUMBER, FieldKind.DATE, FieldKind.ORDER_NUMBER)
"""Kinds whose full-width and other compatible forms mean the plain characters."""
_MANY_LINES = (FieldKind.LONG_TEXT, FieldKind.CHOICES, FieldKind.PHOTO)


def cleaned(text: str, kind: FieldKind) -> str:
    """The text without what cannot be seen: control characters, and marks that turn the writing direction."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    is_space = "\n\t".__contains__ if kind in _MANY_LINES else str.isspace
    seen = "".join(c for c in text if is_space(c) or _is_visible(c, kind))
    # Only now: what was taken out may have kept two marks, or two spaces, apart.
    seen = unicodedata.normalize("NFKC" if kind in _COMPATIBLE else "NFC", seen)
    return seen.strip() if kind in _MANY_LINES else " ".join(seen.split())


def _is_visible(character: str, kind: FieldKind) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":  # joiners belong to emoji and to some scripts, but not to addresses and numbers
        return kind not in _COMPATIBLE and character in "\u200c\u200d"
    return category not in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")


@dataclass(frozen=True)
class _Problem:
    code: str
    message: str
    limit: str = ""


def _email(_each: FormField, value: str) -> str | _Problem:
    return email_address(value) or _Problem("email", "Write an e-mail address, such as name@example.com.")


def _phone(_each: FormField, value: str) -> str | _Problem:
    digits = sum(character.isdigit() for character in value)
    is_sound = 6 <= digits <= 15 and re.fullmatch(r"\+?[0-9 ()./-]+", value) is not None
    return value if is_sound else _Problem("phone", "Write a phone number with its area code, such as +1 802 555 0134.")


def _number(each: FormField, value: str) -> str | _Problem:
    if re.fullmatch(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{3})+", value) and not value.lstrip("+-").startswith("0"):
        return _Problem("number", "Write the number without separators, such as 1500.")
    if re.fullmatch(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,6})?", value) is None:
        return _Problem("number", "Write a number, such as 2 or 2.5.")
    number = Decimal(value.replace(",", "."))
    if each.minimum and number < Decimal(each.minimum):
        return _Problem("too_small", f"Write a number of {each.minimum} or more.", each.minimum)
    if each.maximum and number > Decimal(each.maximum):
        return _Problem("too_large", f"Write a number of {each.maximum} or less.", each.maximum)
    return format(number, "f")


def _date(each: FormField, value: str) -> str | _Problem:
    try:
        day = date.fromisoformat(value) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else None
    except ValueError:
        day = None
    if day is None:
        return _Problem("date", "Choose a date, written as year-month-day, such as 2026-11-22.")
    if each.minimum and day < date.fromisoformat(each.minimum):
        return _Problem("too_early", f"Choose a date from {each.minimum} on.", each.minimum)
    if each.maximum and day > date.fromisoformat(each.maximum):
        return _Problem("too_late", f"Choose a date up to {each.maximum}.", each.maximum)
    return day.isoformat()


_ORDER_NUMBER = re.compile(r"[\w #.,!?/-]+")
_SEARCH_WORDS = frozenset(("AND", "OR", "NOT"))


def _order_number(_each: FormField, value: str) -> str | _Problem:
    """Text with a number in it and nothing that means something to a search. Which number, the orders room says."""
    is_harmless = _ORDER_NUMBER.fullmatch(value) is not None and not set(value.split()) & _SEARCH_WORDS
    if is_harmless and any(character.isdigit() for character in value):
        return value
    return _Problem("order_number", "Write only the order number, such as #1001.")


def _choice(each: FormField, value: str) -> str | _Problem:
    return value if value in each.choices else _Problem("choice", "Choose one of the answers offered.")


def _choices(each: FormField, value: str) -> str | _Problem:
    chosen = {line.strip() for line in value.split("\n") if line.strip()}
    if chosen - set(each.choices):
        return _Problem("choice", "Choose from the answers offered.")
    return "\n".join(choice for choice in each.choices if choice in chosen)


def _text(_each: FormField, value: str) -> str | _Problem:
    return value


def _photo(_each: FormField, value: str) -> str | _Problem:
    """Names of photos that were sent. Whether they are there, and whose they are, is asked where they are kept."""
    names, lines = photo_names(value), {line.strip() for line in value.split("\n")} - {""}
    if len(names) > MOST_PHOTOS:
        return _Problem("too_many", f"Choose {MOST_PHOTOS} photos at most.", str(MOST_PHOTOS))
    return "\n".join(names) if len(names) == len(lines) else _Problem("photo", NO_PHOTO)


_KINDS: Mapping[FieldKind, Callable[[FormField, str], str | _Problem]] = {
    FieldKind.SHORT_TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.EMAIL: _email,
    FieldKind.PHONE: _phone,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.DATE: _date,
    FieldKind.ORDER_NUMBER: _order_number,
    FieldKind.ORDER_ITEM: _text,
    FieldKind.PHOTO: _photo,
}
