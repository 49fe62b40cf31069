"""Shopify's Admin API: one operation asked, one typed answer, with all the patience that Shopify expects and no more.

- What was answered is kept beside what was refused: a field that needs an approval does not take the order with it.
- Throttling comes as HTTP 200; it and 429 are waited out within bounds, else `Throttled` says when to come back.
- Reads are repeated after network failures and 5xx; other operations only if Shopify says that it did not run them.
"""

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import structlog

from backend import measures
from backend.config import ADMIN_API_VERSION
from backend.shopify import answers
from backend.shopify.answers import AdminResult, FieldError
from backend.shopify.budget import Budgets, Clock, Sleep
from backend.shopify.documents import Operation, operation
from backend.shopify.failures import (
    AccessDenied,
    AccessReason,
    BadRequest,
    ShopFrozen,
    ShopGone,
    ShopifyFailure,
    Throttled,
    TokenDead,
    Unavailable,
)
from backend.shopify.official import is_shop_domain

__all__ = [
    "AccessDenied",
    "AccessReason",
    "AdminClient",
    "AdminResult",
    "BadRequest",
    "FieldError",
    "ShopFrozen",
    "ShopGone",
    "ShopifyFailure",
    "Throttled",
    "TokenDead",
    "Unavailable",
]

USER_AGENT = "Baton/0.1"
TRIES = 4
LONGEST_WAIT = 10.0
SECURITY_PAUSE = 300.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Again:
    """A try that failed in a way that may pass. `wait` None: back off; `raising`: what to raise after the last try."""

    raising: ShopifyFailure
    wait: float | None = None
    most_tries: int = TRIES


@dataclass
class AdminClient:
    """Asks on behalf of any shop. `origin` says where a shop's Shopify answers; its owner closes `http`."""

    http: httpx.AsyncClient
    origin: Callable[[str], str]
    clock: Clock = time.monotonic
    sleep: Sleep = asyncio.sleep
    jitter: Callable[[], float] = random.random
    budgets: Budgets = field(init=False)

    def __post_init__(self) -> None:
        self.budgets = Budgets(self.clock, self.sleep, longest_wait=LONGEST_WAIT)

    async def run(
        self, domain: str, token: str, operation_name: str, variables: Mapping[str, Any] | None = None
    ) -> AdminResult:
        """The answer to one of queries/*.graphql. Raises a ShopifyFailure, and KeyError for an unknown operation."""
        if not is_shop_domain(domain):
            raise BadRequest("not a shop's domain")
        asked = operation(operation_name)
        tries = 0
        while True:
            tries += 1
            outcome = await self._tried(domain, token, asked, variables or {})
            if isinstance(outcome, AdminResult):
                return outcome
            if tries >= outcome.most_tries:
                raise outcome.raising
            wait = 0.5 * 2 ** (tries - 1) if outcome.wait is None else outcome.wait
            if wait > LONGEST_WAIT:
                raise outcome.raising
            await self.sleep(wait + self.jitter() * 0.25)

    async def _tried(
        self, domain: str, token: str, asked: Operation, variables: Mapping[str, Any]
    ) -> AdminResult | _Again:
        try:
            outcome = await self._once(domain, token, asked, variables)
        except ShopifyFailure as failure:
            measures.shopify_calls.labels(asked.name, type(failure).__name__).inc()
            raise
        came_to = "ok" if isinstance(outcome, AdminResult) else type(outcome.raising).__name__
        measures.shopify_calls.labels(asked.name, came_to).inc()
        return outcome

    async def _once(
        self, domain: str, token: str, asked: Operation, variables: Mapping[str, Any]
    ) -> AdminResult | _Again:
        reserved = await self.budgets.reserve(domain, asked.name)
        cost: dict[str, Any] | None = None
        try:
            with measures.timed(measures.shopify_seconds.labels(asked.name)):
                response = await self._post(domain, token, asked, variables)
            body = _json(response)
            cost = answers.cost_of(body)
            return _read(response, body, asked)
        except (httpx.TransportError, httpx.DecodingError) as error:
            failure = Unavailable(f"network: {type(error).__name__}")
            return _Again(failure, most_tries=TRIES if asked.is_read else 1)
        finally:
            self.budgets.settle(domain, asked.name, reserved, cost)

    async def _post(self, domain: str, token: str, asked: Operation, variables: Mapping[str, Any]) -> httpx.Response:
        return await self.http.post(
            f"{self.origin(domain)}/admin/api/{ADMIN_API_VERSION}/graphql.json",
            json={"query": asked.text, "operationName": asked.name, "variables": dict(variables)},
            headers={"X-Shopify-Access-Token": token, "User-Agent": USER_AGENT, "Accept": "application/json"},
            follow_redirects=False,
        )


def _json(response: httpx.Response) -> dict[str, Any]:
    """The body, or an empty one: error pages of proxies are not JSON."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def retry_after(response: httpx.Response, default: float = 2.0) -> float:
    """Shopify sends seconds, often with a fraction."""
    try:
        return max(0.0, float(response.headers.get("Retry-After", default)))
    except ValueError:
        return default


def _read(response: httpx.Response, body: dict[str, Any], asked: Operation) -> AdminResult | _Again:
    """Sorts an HTTP answer into a result, a reason to try again, or a failure that is raised."""
    status = response.status_code
    request_id = response.headers.get("X-Request-Id", "")
    if status == 200:
        return _read_graphql(body, asked, request_id)
    log.info("shopify_refused", operation=asked.name, status=status, request_id=request_id)
    if status == 429:
        wait = retry_after(response)
        return _Again(Throttled(wait), wait)
    if status >= 500:
        return _Again(Unavailable(f"HTTP {status}"), most_tries=TRIES if asked.is_read else 1)
    raise _refusal(status, answers.message_of(body))


def _refusal(status: int, message: str) -> ShopifyFailure:
    match status:
        case 401:
            return TokenDead("HTTP 401")
        case 402 | 423:
            return ShopFrozen(f"HTTP {status}")
        case 403:
            return AccessDenied(answers.reason_of(message) or AccessReason.MISSING_SCOPE, message or "HTTP 403")
        case 404:
            return ShopGone("HTTP 404")
        case 430:
            return Throttled(SECURITY_PAUSE)
        case _:
            return BadRequest(f"HTTP {status}: {message}")


def _read_graphql(body: dict[str, Any], asked: Operation, request_id: str) -> AdminResult | _Again:
    result = answers.result_of(body, request_id)
    codes = {error.code for error in result.errors}
    if "THROTTLED" in codes:
        wait = answers.seconds_to_afford(result.cost)
        return _Again(Throttled(wait), wait)
    if result.has_data:
        return result
    if "INTERNAL_SERVER_ERROR" in codes or not result.errors:
        return _Again(Unavailable("Shopify's own error"), most_tries=2 if asked.is_read else 1)
    log.warning("shopify_gave_nothing", operation=asked.name, codes=sorted(codes), request_id=request_id)
    raise answers.failure_of(result)
