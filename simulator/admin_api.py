"""The Admin API's door: who may come in, what it costs, and how Shopify says no.

`POST /shops/{domain}/admin/api/{version}/graphql.json`. Refusals follow
https://shopify.dev/docs/api/usage/response-codes and …/usage/limits: a dead token is 401 with `errors` as a string;
THROTTLED, MAX_COST_EXCEEDED and ACCESS_DENIED come with HTTP 200.
"""

import asyncio
import json
import time
from typing import Any
from uuid import uuid4

from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, get_operation_ast, parse
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.admin import cost, execute
from simulator.admin.context import Context
from simulator.oauth import uninstall
from simulator.settings import API_VERSION, SimulatorSettings
from simulator.state import AccessToken, RequestRecord, SimShop, World
from simulator.webhooks import Courier, order_payload, scopes_payload

DEAD_TOKEN = "[API] Invalid API key or access token (unrecognized login or wrong password)"
STATUS_WORDS = {
    402: "Unavailable Shop",
    403: "Forbidden",
    404: "Not Found",
    423: "Locked",
    429: "Exceeded 2 calls per second for api client.",
    430: "Shopify Security Rejection",
    503: "Service Unavailable",
}


class AdminApi:
    """Answers Admin GraphQL requests of all shops."""

    def __init__(self, world: World, settings: SimulatorSettings, courier: Courier) -> None:
        self.world = world
        self.settings = settings
        self.courier = courier

    def routes(self) -> list[Route]:
        path = "/shops/{domain}/admin/api/{version}/graphql.json"
        return [Route(path, self.graphql, methods=["POST"])]

    async def graphql(self, request: Request) -> Response:
        started = time.perf_counter()
        shop = self.world.shop(request.path_params["domain"])
        if shop is None:
            return JSONResponse({"errors": "Not Found"}, 404)
        body = await request.body()
        response, summary = await self.answer(shop, request.headers.get("x-shopify-access-token", ""), body)
        response.headers["X-Request-Id"] = str(uuid4())
        response.headers["X-Shopify-API-Version"] = API_VERSION
        passed = round((time.perf_counter() - started) * 1000, 1)
        record = RequestRecord(self.world.now(), "admin", summary, response.status_code, passed)
        shop.requests.append(record)
        return response

    async def answer(self, shop: SimShop, token_value: str, body: bytes) -> tuple[Response, str]:
        """The response and what to write into the request log."""
        refusal = broken(shop)
        if refusal is not None:
            await asyncio.sleep(shop.faults.latency_ms / 1000)
            return refusal, "fault"
        token = shop.grant.access_tokens.get(token_value)
        if token is None or token.expires_at <= self.world.now():
            return JSONResponse({"errors": DEAD_TOKEN}, 401), "dead token"
        try:
            query, variables, name = read_body(body)
        except ValueError as error:
            return JSONResponse({"errors": str(error)}, 400), "unreadable body"
        if not query:
            return JSONResponse({"errors": {"query": "Required parameter missing or invalid"}}, 400), "no query"
        return await self.checked(shop, token, query, variables, name)

    async def checked(
        self, shop: SimShop, token: AccessToken, query: str, variables: dict[str, Any], name: str | None
    ) -> tuple[Response, str]:
        try:
            document = parse(query, max_tokens=20_000)
            mistakes = execute.check(document)
        except GraphQLError as error:
            return JSONResponse({"errors": [error.formatted]}), "syntax error"
        except RecursionError:
            return JSONResponse({"errors": [{"message": "The query is nested too deeply"}]}), "too deep"
        if mistakes:
            return JSONResponse({"errors": mistakes}), "invalid operation"
        operation = get_operation_ast(document, name)
        if operation is None:
            return JSONResponse({"errors": [{"message": "An operation name is required"}]}), "no operation"
        title = operation.name.value if operation.name else operation.operation.value
        asked = cost.requested(execute.SCHEMA, document, operation, variables)
        if asked > cost.MAX_COST:
            return too_dear(asked), title
        answer = await self.paid(shop, token, document, operation, variables, asked)
        if operation.operation.value == "mutation" and shop.faults.lose_answers > 0:
            shop.faults.lose_answers -= 1
            return JSONResponse({"errors": "Bad Gateway"}, 502), title
        return JSONResponse(answer), title

    async def paid(
        self,
        shop: SimShop,
        token: AccessToken,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: dict[str, Any],
        asked: int,
    ) -> dict[str, Any]:
        """Reserves the cost, runs the operation for as long as Shopify takes, and gives back what it did not use."""
        bucket = shop.bucket
        cost.refill(bucket, self.world.now())
        if shop.faults.throttle_next > 0 or asked > bucket.available:
            shop.faults.throttle_next = max(0, shop.faults.throttle_next - 1)
            return throttled(cost.report(bucket, asked, None))
        if shop.faults.fail_next > 0:
            shop.faults.fail_next -= 1
            return internal_error()
        bucket.available -= asked
        await asyncio.sleep(shop.faults.latency_ms / 1000)
        scopes = frozenset(token.scopes) - set(shop.faults.missing_scopes)
        context = Context(self.world, shop, self.settings, token, scopes)
        name = operation.name.value if operation.name else None
        result = execute.run(document, variables, name, context)
        used = min(asked, cost.actual(result.data) + (cost.MUTATION if operation.operation.value == "mutation" else 0))
        cost.refill(bucket, self.world.now())
        bucket.available = min(bucket.maximum, bucket.available + asked - used)
        await self.tell(context)
        answer: dict[str, Any] = {"data": result.data}
        if result.errors:
            answer["errors"] = [error.formatted for error in result.errors]
        return {**answer, "extensions": {"cost": cost.report(bucket, asked, used)}}

    async def tell(self, context: Context) -> None:
        """The webhooks that a mutation causes."""
        shop = context.shop
        for topic, order in context.events:
            self.courier.tell(shop, topic, order_payload(shop, order))
        if context.scopes_before is not None:
            self.courier.send(shop, "app/scopes_update", scopes_payload(self.world, shop, context.scopes_before))
        if context.uninstalled:
            uninstall(self.world, shop, self.courier)


def broken(shop: SimShop) -> Response | None:
    """The answer that the shop's faults demand instead of a real one."""
    status = 503 if shop.faults.down else shop.faults.answer_status
    if not status:
        return None
    headers = {"Retry-After": "2.0"} if status == 429 else None
    return JSONResponse({"errors": STATUS_WORDS.get(status, "Error")}, status, headers)


def read_body(body: bytes) -> tuple[str, dict[str, Any], str | None]:
    """Query, variables and operation name of a JSON body."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("Bad Request: the body is not JSON") from None
    if not isinstance(content, dict):
        raise ValueError("Bad Request: the body is not an object")
    query, variables, name = content.get("query"), content.get("variables") or {}, content.get("operationName")
    if not isinstance(variables, dict) or not isinstance(name, str | None):
        raise ValueError("Bad Request: variables must be an object")
    return (query if isinstance(query, str) else ""), variables, name


def throttled(report: dict[str, Any]) -> dict[str, Any]:
    documentation = "https://shopify.dev/api/usage/rate-limits"
    error = {"message": "Throttled", "extensions": {"code": "THROTTLED", "documentation": documentation}}
    return {"errors": [error], "extensions": {"cost": report}}


def too_dear(asked: int) -> Response:
    message = f"Query cost is {asked}, which exceeds the single query max cost limit ({cost.MAX_COST})."
    extensions = {"code": "MAX_COST_EXCEEDED", "cost": asked, "maxCost": cost.MAX_COST}
    return JSONResponse({"errors": [{"message": message, "extensions": extensions}]})


def internal_error() -> dict[str, Any]:
    identity = str(uuid4())
    message = (
        "Internal error. Looks like something went wrong on our end.\n"
        f"Request ID: {identity} (include this in support requests)."
    )
    return {"errors": [{"message": message, "extensions": {"code": "INTERNAL_SERVER_ERROR", "requestId": identity}}]}
