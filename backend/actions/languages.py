"""Forms in the shopper's language. What a merchant wrote stays as it is; what came with the starter forms is
translated, and so are the reasons for which a field refuses a value.

Choices are kept in the merchant's words, whichever the shopper read: agents, tags and webhooks see one value.
"""

from collections.abc import Mapping
from dataclasses import replace

from backend.actions.forms import FieldKind, Form, FormField, photo_names
from backend.actions.rules import FieldError, label_of
from backend.actions.starters import STARTERS
from backend.actions.translations import ERRORS, PHOTO_REFUSALS, PHOTOS, STARTER_TEXTS

_STARTER_KEYS = frozenset(form.key for form in STARTERS)
_CHOOSING = (FieldKind.CHOICE, FieldKind.CHOICES)


def in_language(form: Form, language: str) -> Form:
    """The form as a shopper of that language reads it."""
    texts = _texts(form, language)
    if not texts:
        return form
    triggers = replace(form.triggers, opening_chip=texts.get(form.triggers.opening_chip, form.triggers.opening_chip))
    return replace(
        form,
        title=texts.get(form.title, form.title),
        intro=texts.get(form.intro, form.intro),
        triggers=triggers,
        fields=tuple(
            replace(
                each,
                label=texts.get(each.label, each.label),
                help=texts.get(each.help, each.help),
                choices=tuple(texts.get(choice, choice) for choice in each.choices),
            )
            for each in form.fields
        ),
    )


def as_shown(form: Form, key: str, value: str, language: str) -> str:
    """A kept value as a shopper of that language chose it; of photos, how many they are."""
    if key in form.photo_keys:
        count = len(photo_names(value))
        one, many = PHOTOS.get(language, PHOTOS["en"])
        return one if count == 1 else many.format(count=count)
    return _chosen(form, key, value, _texts(form, language))


def as_stored(form: Form, values: Mapping[str, str], language: str) -> dict[str, str]:
    """What a shopper of that language sent, with choices in the merchant's words."""
    texts = _texts(form, language)
    back = {shown: text for text, shown in texts.items()}
    return {key: _chosen(form, key, value, back) for key, value in values.items()}


def error_in(language: str, error: FieldError, form: Form) -> FieldError:
    """The reason in a shopper's language. The merchant's own words stay."""
    sentence = ERRORS.get(language, {}).get(error.code)
    if sentence is None or error.is_own:
        return error
    label = label_of(in_language(form, language), error.key)
    return replace(error, message=sentence.format(label=label, limit=error.limit))


def photo_refusal(language: str, code: str, message: str) -> str:
    """Why a file is not taken, in a shopper's language."""
    return PHOTO_REFUSALS.get(language, {}).get(code, message)


def _texts(form: Form, language: str) -> Mapping[str, str]:
    return STARTER_TEXTS.get(language, {}) if form.key in _STARTER_KEYS else {}


def _chosen(form: Form, key: str, value: str, texts: Mapping[str, str]) -> str:
    each = _field(form, key)
    if not texts or each is None or each.kind not in _CHOOSING:
        return value
    return "\n".join(texts.get(line, line) for line in value.split("\n"))


def _field(form: Form, key: str) -> FormField | None:
    return next((each for each in form.fields if each.key == key), None)
