"""The web doors as an ASGI app, with a Shopify that answers what these doors ask of it."""

import json
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from starlette.applications import Starlette

from backend.config import Settings, load
from backend.db import Database
from backend.shops.platform import open_platform
from backend.web.routes import routes
from backend.web.services import WebServices

KEY = "client-id"
SECRET = "shpss_0123456789abcdef0123456789abcdef"
OLD_SECRET = "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"
DOMAIN = "alder-and-pine.myshopify.com"
OTHER_DOMAIN = "harbor-tea.myshopify.com"
ENVIRONMENT = {
    "SHOPIFY_API_KEY": KEY,
    "SHOPIFY_API_SECRET": SECRET,
    "SHOPIFY_API_SECRET_OLD": OLD_SECRET,
    "APP_URL": "https://baton.example",
}


class FakeShopify:
    """Deals tokens; `refuse` makes the token endpoint answer with that error, `down` with 503."""

    def __init__(self) -> None:
        self.refuse: str | None = None
        self.down = False
        self.exchanges = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            return httpx.Response(503)
        if request.url.path.endswith("graphql.json"):
            origin = f"https://{request.url.host}"
            return httpx.Response(
                200, json={"data": {"shop": {"name": "Alder & Pine", "primaryDomain": {"url": origin}}}}
            )
        if self.refuse:
            return httpx.Response(400, json={"error": self.refuse})
        self.exchanges += 1
        body: dict[str, Any] = json.loads(request.content)
        if body["requested_token_type"].endswith("online-access-token"):
            return httpx.Response(200, json={"associated_user": {"id": 70001, "first_name": "Maya"}})
        pair = {"access_token": "shpat_1", "refresh_token": "shprt_1", "expires_in": 3600, "scope": "read_orders"}
        return httpx.Response(200, json={**pair, "refresh_token_expires_in": 7_776_000})


ON_BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
"""For what the database decides. The rest of a door is the same on either, and is tried on SQLite."""


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'baton.db'}"
    server: str = request.getfixturevalue("postgres_server")
    return server.rsplit("/", 1)[0] + f"/baton_{uuid.uuid4().hex[:12]}"


@pytest.fixture
def shopify() -> FakeShopify:
    return FakeShopify()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({**ENVIRONMENT, "BATON_DATA_DIR": str(tmp_path)})


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A built inbox, as Vite leaves one."""
    folder = tmp_path / "dist"
    (folder / ".vite").mkdir(parents=True)
    (folder / "assets").mkdir()
    (folder / "assets" / "main-abc123.js").write_text("export {};")
    chunks = {
        "main.tsx": {"file": "assets/main-abc123.js", "isEntry": True, "src": "main.tsx"},
        "style.css": {"file": "assets/style-def456.css"},
    }
    (folder / ".vite" / "manifest.json").write_text(json.dumps(chunks))
    return folder


@pytest.fixture
async def services(
    database: Database, settings: Settings, inbox: Path, shopify: FakeShopify
) -> AsyncIterator[WebServices]:
    platform = open_platform(settings, database, transport=httpx.MockTransport(shopify))
    yield WebServices(settings, database, platform.installer, inbox=inbox)
    await platform.close()


@pytest.fixture
async def browser(services: WebServices) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever asks us over HTTP: a browser in the admin's frame, or Shopify itself. Follows no redirect."""
    transport = httpx.ASGITransport(app=Starlette(routes=routes(services)))
    async with httpx.AsyncClient(transport=transport, base_url="https://baton.example") as client:
        yield client


def id_token(domain: str = DOMAIN, secret: str = SECRET, *, age: int = 0, **changes: Any) -> str:
    """A session token as Shopify makes it, so many seconds ago."""
    issued = int(time.time()) - age
    claims = {
        "iss": f"https://{domain}/admin",
        "dest": f"https://{domain}",
        "aud": KEY,
        "sub": "70001",
        "exp": issued + 60,
        "nbf": issued,
        "iat": issued,
        "jti": "f8912129",
        "sid": "abc",
        **changes,
    }
    return jwt.encode(claims, secret, algorithm="HS256")
