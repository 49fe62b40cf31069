"""Reading what the Admin API answered: data beside errors, and what each error means."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from backend.shopify.failures import AccessDenied, AccessReason, BadRequest, ShopifyFailure

_NOT_APPROVED = re.compile(r"not approved to (access|use)", re.IGNORECASE)
_MISSING_SCOPE = re.compile(r"required access|access denied", re.IGNORECASE)
UNKNOWN_WAIT = 2.0


class ErrorKind(StrEnum):
    """What an error in an answer means for the field that it stands for."""

    MISSING_SCOPE = "missing_scope"
    NOT_APPROVED = "not_approved"
    INTERNAL = "internal"
    OTHER = "other"


@dataclass(frozen=True)
class FieldError:
    """An error beside the data. `path` is dotted, such as "order.email"; empty if it concerns the whole operation."""

    kind: ErrorKind
    path: str
    message: str
    code: str = ""


@dataclass(frozen=True)
class AdminResult:
    """`data` holds null where something was refused; `errors` say why. Shopify's support asks for `request_id`."""

    data: dict[str, Any]
    errors: tuple[FieldError, ...] = ()
    cost: dict[str, Any] | None = None
    request_id: str = ""

    @property
    def has_data(self) -> bool:
        """Whether anything was answered: an error that nulled every root field leaves nothing to keep."""
        return any(value is not None for value in self.data.values()) or (bool(self.data) and not self.errors)

    def refused(self, path: str) -> FieldError | None:
        """The error that explains why there is nothing at `path`, or at something above it."""
        return next((error for error in self.errors if f"{path}.".startswith(f"{error.path}.")), None)


def reason_of(message: str) -> AccessReason | None:
    """Tells a missing approval from a missing scope: Shopify uses one code, ACCESS_DENIED, for both."""
    if _NOT_APPROVED.search(message):
        return AccessReason.NOT_APPROVED
    return AccessReason.MISSING_SCOPE if _MISSING_SCOPE.search(message) else None


def message_of(body: dict[str, Any]) -> str:
    """`errors` is a text in REST-like answers and a list in GraphQL's."""
    errors = body.get("errors")
    if isinstance(errors, list):
        return str(errors[0].get("message", "")) if errors and isinstance(errors[0], dict) else ""
    return str(errors)[:300] if errors else ""


def cost_of(body: dict[str, Any]) -> dict[str, Any] | None:
    """What Shopify said that the operation costs."""
    extensions = body.get("extensions")
    cost = extensions.get("cost") if isinstance(extensions, dict) else None
    return cost if isinstance(cost, dict) else None


def seconds_to_afford(cost: dict[str, Any] | None) -> float:
    """How long the bucket needs until the operation fits in."""
    try:
        status = (cost or {})["throttleStatus"]
        missing = float((cost or {})["requestedQueryCost"]) - float(status["currentlyAvailable"])
        return max(0.0, missing / float(status["restoreRate"]))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return UNKNOWN_WAIT


def result_of(body: dict[str, Any], request_id: str) -> AdminResult:
    """The whole answer; nothing is thrown away because of an error beside it."""
    errors = body.get("errors")
    listed = errors if isinstance(errors, list) else [{"message": message_of(body)}] if errors else []
    data = body.get("data")
    return AdminResult(
        data=data if isinstance(data, dict) else {},
        errors=tuple(_field_error(error) for error in listed if isinstance(error, dict)),
        cost=cost_of(body),
        request_id=request_id,
    )


def failure_of(result: AdminResult) -> ShopifyFailure:
    """What to raise when there are errors and nothing else."""
    for error in result.errors:
        if error.kind in (ErrorKind.MISSING_SCOPE, ErrorKind.NOT_APPROVED):
            return AccessDenied(AccessReason(error.kind.value), error.message)
    return BadRequest(result.errors[0].message if result.errors else "an empty answer")


def _field_error(error: dict[str, Any]) -> FieldError:
    extensions = error.get("extensions")
    code = str(extensions.get("code", "")) if isinstance(extensions, dict) else ""
    message = str(error.get("message", ""))[:500]
    path = ".".join(str(part) for part in error.get("path") or ())
    return FieldError(_kind(code, message), path, message, code)


def _kind(code: str, message: str) -> ErrorKind:
    reason = reason_of(message)
    if code == "ACCESS_DENIED" or reason is AccessReason.NOT_APPROVED:
        return ErrorKind((reason or AccessReason.MISSING_SCOPE).value)
    return ErrorKind.INTERNAL if code == "INTERNAL_SERVER_ERROR" else ErrorKind.OTHER
