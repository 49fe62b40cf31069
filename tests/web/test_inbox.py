"""The inbox is shown to staff whom Shopify vouches for, framed by their own admin, and by nobody else."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from backend.db import Database
from backend.shops.models import Agent, Shop
from backend.web.inbox import is_own_path
from tests.web.conftest import DOMAIN, OLD_SECRET, ON_BOTH, OTHER_DOMAIN, FakeShopify, id_token

pytestmark = pytest.mark.anyio

ANCESTORS = f"frame-ancestors https://{DOMAIN} https://admin.shopify.com;"
NOBODY = "frame-ancestors 'none';"


def csp(response: httpx.Response) -> str:
    return response.headers["Content-Security-Policy"]


async def shops(database: Database) -> list[str]:
    async with database.reading() as session:
        return list((await session.exec(select(Shop.domain))).all())


@ON_BOTH
async def test_opening_the_app_installs_it_and_shows_the_inbox(
    browser: httpx.AsyncClient, database: Database, shopify: FakeShopify
) -> None:
    response = await browser.get("/", params={"shop": DOMAIN, "id_token": id_token(), "embedded": "1", "host": "eA=="})
    assert response.status_code == 200
    html = response.text
    assert html.index('name="shopify-api-key" content="client-id"') < html.index("app-bridge.js")
    assert html.index("app-bridge.js") < html.index("polaris-1.js") < html.index("/assets/main-abc123.js")
    assert '<script src="https://cdn.shopify.com/shopifycloud/app-bridge.js"></script>' in html
    assert '<link rel="stylesheet" href="/assets/style-def456.css">' in html and '<div id="app">' in html
    assert csp(response).startswith(ANCESTORS)
    assert 'app-bridge.js>; rel="preload"; as="script"' in response.headers["Link"]
    assert "set-cookie" not in response.headers and "X-Frame-Options" not in response.headers
    async with database.reading() as session:
        shop = (await session.exec(select(Shop))).one()
        assert (shop.name, shop.is_installed) == ("Alder & Pine", True)
        assert (await session.exec(select(Agent.first_name))).one() == "Maya"
    assert shopify.exchanges == 2


@pytest.mark.parametrize("path", ["/", "/inbox", "/inbox/42", "/knowledge", "/actions", "/tags", "/settings"])
async def test_every_page_of_the_inbox_is_the_same_document(browser: httpx.AsyncClient, path: str) -> None:
    response = await browser.get(path, params={"shop": DOMAIN, "id_token": id_token()})
    assert response.status_code == 200 and "/assets/main-abc123.js" in response.text


async def test_a_wrong_address_is_no_inbox(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/wp-admin", params={"shop": DOMAIN, "id_token": id_token()})).status_code == 404


async def test_a_token_of_the_old_secret_is_good_while_the_secret_rotates(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/", params={"id_token": id_token(secret=OLD_SECRET)})).status_code == 200


@pytest.mark.parametrize(
    "token",
    ["", "x.y.z", id_token(age=3600), id_token(secret="0" * 40), id_token(aud="another-app")],
    ids=["none", "junk", "expired", "forged", "of another app"],
)
async def test_a_document_without_a_living_token_goes_by_the_bounce_page(
    browser: httpx.AsyncClient, database: Database, shopify: FakeShopify, token: str
) -> None:
    query = {"shop": DOMAIN, "host": "eA==", "embedded": "1", "id_token": token, "view": "a&b"}
    response = await browser.get("/inbox/42", params=query, headers={"Host": "evil.example"})
    assert response.status_code == 302 and csp(response).startswith(ANCESTORS)
    target = urlsplit(response.headers["Location"])
    assert (target.scheme, target.netloc, target.path) == ("https", "baton.example", "/auth/patch-id-token")
    carried = parse_qs(target.query)
    assert "id_token" not in carried and carried["host"] == ["eA=="]
    reload = urlsplit(carried["shopify-reload"][0])
    assert reload.path == "/inbox/42" and parse_qs(reload.query)["view"] == ["a&b"]
    assert "id_token" not in reload.query
    assert await shops(database) == [] and shopify.exchanges == 0


async def test_the_bounce_page_leads_back_to_the_document(browser: httpx.AsyncClient) -> None:
    first = await browser.get("/inbox", params={"shop": DOMAIN})
    bounce = await browser.get(first.headers["Location"])
    assert bounce.status_code == 200
    assert bounce.text == (
        '<script data-api-key="client-id" src="https://cdn.shopify.com/shopifycloud/app-bridge.js"></script>'
    )
    assert csp(bounce).startswith(ANCESTORS) and "app-bridge.js" in bounce.headers["Link"]
    target = parse_qs(urlsplit(first.headers["Location"]).query)["shopify-reload"][0]
    again = await browser.get(target, headers={"Authorization": f"Bearer {id_token()}", "X-Shopify-Bounce": "1"})
    assert again.status_code == 200 and "/assets/main-abc123.js" in again.text


@pytest.mark.parametrize("header", [f"Bearer {id_token(age=3600)}", "Bearer ", "Bearer x", "Basic eDp5"])
async def test_a_fetch_with_a_bad_token_is_told_to_try_with_another(
    browser: httpx.AsyncClient, database: Database, header: str
) -> None:
    response = await browser.get("/", params={"shop": DOMAIN}, headers={"Authorization": header})
    assert response.status_code == 401
    assert response.headers["X-Shopify-Retry-Invalid-Session-Request"] == "1"
    assert await shops(database) == []


@pytest.mark.parametrize(
    "shop",
    [
        "",
        "evil.example",
        f"{DOMAIN}; script-src *",
        f"{DOMAIN}\r\nSet-Cookie: a=b",
        f"{DOMAIN}/",
        "https://" + DOMAIN,
        "*.myshopify.com",
    ],
)
@pytest.mark.parametrize("path", ["/", "/auth/patch-id-token"])
async def test_what_is_not_a_shop_reaches_no_header_and_is_framed_by_nobody(
    browser: httpx.AsyncClient, path: str, shop: str
) -> None:
    response = await browser.get(path, params={"shop": shop, "shopify-reload": "/inbox"})
    assert response.status_code == 400 and csp(response).startswith(NOBODY)
    assert not shop or shop not in "".join(f"{k}: {v}" for k, v in response.headers.items())


async def test_a_token_of_one_shop_does_not_open_another(browser: httpx.AsyncClient, database: Database) -> None:
    response = await browser.get("/", params={"shop": OTHER_DOMAIN, "id_token": id_token()})
    assert response.status_code == 400 and csp(response).startswith(NOBODY) and await shops(database) == []


@pytest.mark.parametrize(
    "target",
    [
        "",
        "inbox",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/x\ny",
        "/" + "x" * 3000,
    ],
)
async def test_the_bounce_page_leads_nowhere_else(browser: httpx.AsyncClient, target: str) -> None:
    response = await browser.get("/auth/patch-id-token", params={"shop": DOMAIN, "shopify-reload": target})
    assert response.status_code == 400 and "app-bridge.js" not in response.headers.get("Link", "")


@given(st.text(max_size=30))
def test_an_own_path_never_names_a_host(target: str) -> None:
    if is_own_path(target):
        from urllib.parse import urljoin

        assert urlsplit(urljoin("https://baton.example/auth", target)).netloc == "baton.example"


async def test_a_path_with_two_slashes_does_not_become_a_way_out(browser: httpx.AsyncClient) -> None:
    response = await browser.get("https://baton.example//evil.example/inbox", params={"shop": DOMAIN})
    assert response.status_code == 404


async def test_when_shopify_is_down_the_merchant_reads_so(
    browser: httpx.AsyncClient, database: Database, shopify: FakeShopify, monkeypatch: pytest.MonkeyPatch
) -> None:
    shopify.down = True
    response = await browser.get("/", params={"id_token": id_token()})
    assert response.status_code == 503 and "Reload this page" in response.text
    assert csp(response).startswith(ANCESTORS) and await shops(database) == []


async def test_a_refused_exchange_does_not_bounce_in_circles(browser: httpx.AsyncClient, shopify: FakeShopify) -> None:
    shopify.refuse = "invalid_subject_token"
    assert (await browser.get("/", params={"id_token": id_token()})).status_code == 503
    over = await browser.get("/", params={"shop": DOMAIN, "id_token": id_token(age=65)})
    assert over.status_code == 302
    fetched = await browser.get("/", headers={"Authorization": f"Bearer {id_token()}"})
    assert fetched.status_code == 401 and fetched.headers["X-Shopify-Retry-Invalid-Session-Request"] == "1"


async def test_an_inbox_that_is_not_built_says_so(browser: httpx.AsyncClient, inbox: Path) -> None:
    (inbox / ".vite" / "manifest.json").unlink()
    response = await browser.get("/", params={"id_token": id_token()})
    assert response.status_code == 503 and "make setup" in response.text and csp(response).startswith(ANCESTORS)


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"main.tsx": {}}', '{"main.tsx": {"isEntry": true}}'])
async def test_a_broken_build_says_so(browser: httpx.AsyncClient, inbox: Path, manifest: str) -> None:
    (inbox / ".vite" / "manifest.json").write_text(manifest)
    assert (await browser.get("/", params={"id_token": id_token()})).status_code == 503


async def test_a_new_build_is_noticed(browser: httpx.AsyncClient, inbox: Path) -> None:
    import os

    await browser.get("/", params={"id_token": id_token()})
    manifest = inbox / ".vite" / "manifest.json"
    manifest.write_text('{"index.html": {"file": "assets/new-1.js", "isEntry": true, "css": ["assets/new-1.css"]}}')
    os.utime(manifest, ns=(1, 1))
    html = (await browser.get("/", params={"id_token": id_token()})).text
    assert "/assets/new-1.js" in html and 'href="/assets/new-1.css"' in html and "main-abc123" not in html


async def test_assets_may_be_kept_for_ever_and_nothing_else_is_served(browser: httpx.AsyncClient) -> None:
    asset = await browser.get("/assets/main-abc123.js")
    assert asset.status_code == 200 and "immutable" in asset.headers["Cache-Control"]
    for path in (
        "/assets/missing.js",
        "/assets/../.vite/manifest.json",
        "/assets/%2e%2e/.vite/manifest.json",
        "/assets/",
    ):
        assert (await browser.get(path)).status_code == 404
