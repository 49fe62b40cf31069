"""The simulator under test, an app that only listens, and what tests ask of them."""

from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette

from simulator import oauth
from simulator.settings import MAIN_SHOP, SimulatorSettings
from simulator.state import SimShop, World
from simulator.webhooks import Courier

SECRET = "a-secret-that-only-these-tests-know"
SCOPES = (
    "read_orders",
    "read_customers",
    "read_products",
    "read_content",
    "read_legal_policies",
    "write_app_proxy",
)


@dataclass
class ListeningApp:
    """Stands where the app would be: keeps each request, answers what the test says."""

    requests: list[httpx.Request] = field(default_factory=list)
    answers: list[httpx.Response] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answers.pop(0) if self.answers else httpx.Response(200, json={"ok": True})


@dataclass
class Shopify:
    """The simulator under test with its parts at hand."""

    app: Starlette
    client: httpx.AsyncClient
    listening: ListeningApp

    @property
    def world(self) -> World:
        world: World = self.app.state.world
        return world

    @property
    def settings(self) -> SimulatorSettings:
        settings: SimulatorSettings = self.app.state.settings
        return settings

    @property
    def courier(self) -> Courier:
        courier: Courier = self.app.state.courier
        return courier

    @property
    def shop(self) -> SimShop:
        return self.world.shops[MAIN_SHOP]

    def install(self, *extra: str, shop: SimShop | None = None) -> None:
        oauth.install(self.world, shop or self.shop, SCOPES + extra, self.courier)

    def id_token(self, staff: int = 70001) -> str:
        return oauth.mint_id_token(self.world, self.settings, self.shop, staff)

    async def token_request(self, **changes: object) -> httpx.Response:
        """An offline token exchange, unless the changes say otherwise."""
        body: dict[str, object] = {
            "client_id": self.settings.api_key,
            "client_secret": self.settings.api_secret,
            "grant_type": oauth.EXCHANGE,
            "subject_token": self.id_token(),
            "subject_token_type": oauth.ID_TOKEN,
            "requested_token_type": oauth.OFFLINE,
            "expiring": 1,
        }
        return await self.client.post(f"/shops/{MAIN_SHOP}/admin/oauth/access_token", json=body | changes)

    async def refresh(self, token: str) -> httpx.Response:
        return await self.token_request(grant_type="refresh_token", refresh_token=token)

    async def token(self) -> str:
        answer: str = (await self.token_request()).json()["access_token"]
        return answer

    async def post(self, query: str, token: str, **variables: object) -> httpx.Response:
        path = f"/shops/{MAIN_SHOP}/admin/api/2026-10/graphql.json"
        headers = {"X-Shopify-Access-Token": token}
        return await self.client.post(path, headers=headers, json={"query": query, "variables": variables})

    async def ask(self, query: str, **variables: object) -> Any:
        """The whole answer to an operation, with a fresh token."""
        response = await self.post(query, await self.token(), **variables)
        assert response.status_code == 200, response.text
        return response.json()

    async def control(self, path: str, **body: object) -> httpx.Response:
        return await self.client.post(f"/_control/{path}", json=body)
