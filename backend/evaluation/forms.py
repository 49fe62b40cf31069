"""Custom actions from a JSON file: a list of forms as docs/evaluate.md describes them."""

import json
from collections.abc import Mapping
from typing import Any

from backend.actions.design import design_problems
from backend.actions.forms import FieldKind, Form, parse_effects, parse_fields, parse_triggers


class BadForms(ValueError):
    """What is wrong with the file, in a sentence."""


def forms_of(content: bytes) -> tuple[Form, ...]:
    """The forms of a file: a list, or an object whose "actions" is one. Raises BadForms."""
    try:
        stored = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise BadForms(f"It is not JSON: {error}.") from error
    listed = stored.get("actions") if isinstance(stored, dict) else stored
    if not isinstance(listed, list):
        raise BadForms('It must be a list of actions, or {"actions": [...]}.')
    forms = tuple(_form(number, each) for number, each in enumerate(listed, 1))
    keys = [form.key for form in forms]
    if len(set(keys)) < len(keys):
        raise BadForms("Two actions have the same key.")
    return forms


def _form(number: int, stored: Any) -> Form:
    if not isinstance(stored, Mapping):
        raise BadForms(f"Action {number} is not an object.")
    try:
        form = Form(
            key=str(stored.get("key", "")),
            title=str(stored.get("title", "")),
            intro=str(stored.get("intro", "")),
            fields=parse_fields([_field(each) for each in stored.get("fields", ())]),
            triggers=parse_triggers(stored.get("triggers", {})),
            effects=parse_effects(stored.get("effects", {})),
            may_skip=bool(stored.get("may_skip", True)),
        )
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise BadForms(f"Action {number}: {error}.") from error
    if problems := design_problems(form):
        raise BadForms(f"Action {number}: {' '.join(problem.message for problem in problems)}")
    return form


def _field(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A field may leave out its label and its kind: the key says the one, and short text is the other."""
    key = str(stored["key"])
    label = key.replace("_", " ").capitalize()
    return {"label": label, "kind": FieldKind.SHORT_TEXT.value, **stored, "key": key}
